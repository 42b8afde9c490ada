"""The pipeline on one screen: packs, walk, extract, link, evaluate, settle."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from rai_lint import __version__
from rai_lint.asked import asked_kinds
from rai_lint.baseline import View, against, renewed
from rai_lint.clock import Clock
from rai_lint.evaluate.shown import item_rules
from rai_lint.evaluate.stage import Timed, evaluate
from rai_lint.extract.files import Files
from rai_lint.extract.pool import Pool
from rai_lint.extract.stage import Reading, read_more, read_sources
from rai_lint.extract.tool_traces import settled_tools
from rai_lint.ignored import read_ignored
from rai_lint.lines import Lines
from rai_lint.link.stage import Linked, link
from rai_lint.mentioned import with_mentions
from rai_lint.model.baseline import Baseline
from rai_lint.model.builtin import STALE
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.pack import Pack
from rai_lint.model.report import Finding, Report, RoleEvidence
from rai_lint.model.request import Request
from rai_lint.model.rule import Rule
from rai_lint.model.source import Skipped, Source
from rai_lint.packs.find import builtin_packs, third_party_packs
from rai_lint.packs.store import load_packs
from rai_lint.readme import read_readme
from rai_lint.selection import asked_guidelines, builtin_rules, select_rules
from rai_lint.suppress import Suppressions, dated, settle
from rai_lint.verify import verify
from rai_lint.walk import UnreadableError, Walked, read, read_start, walk

Progress = Callable[[int, int], None]

#: How often the link stage may ask for further files: chains of imports are shorter than this.
MAX_ROUNDS = 8


def check(request: Request, progress: Progress | None = None, clock: Clock | None = None) -> Report:
    """Check a repository and return what was found, what is unknown, and what was not read.

    `clock` is told how long each stage takes. Raises UserError for what is wrong in the request or
    in a rule pack.
    """
    started = time.perf_counter()
    clock = clock or Clock()
    with clock.stage("rules"):
        pack = load_packs(_packs(request), request.cache_dir)
        verify(request, pack)
        rules = _selected(request, pack)
        asked = asked_guidelines(pack.profiles, request.profile)
        items = item_rules(pack.guidelines, asked)
        wanted = pack.knowledge if request.all_facts else _wanted(pack, rules, items)
    reading, linked = gather(
        request.root, request.exclude, wanted, progress, clock, jobs=request.jobs
    )
    shown = _roles(linked, request)
    with clock.stage("evaluate"):
        timed = clock.rule if clock.by_rule else None
        results = _evaluate(rules, reading, linked, shown, pack.knowledge, request.profile, timed)
        own = _evaluate(items, reading, linked, (), pack.knowledge, request.profile)
    with clock.stage("settle"):
        lines = Lines(request.root)
        suppressions = _suppressions(request, reading, pack, rules)
        findings = settle(results, suppressions, lines.content)
        view = _view(request, reading, pack, rules, results, lines)
        baseline = (
            renewed(findings, request.baseline or Baseline(), view) if request.accept else None
        )
        findings = _against(findings, baseline or request.baseline, view, request)
    return Report(
        root=".",
        version=__version__,
        roles=shown,
        findings=findings,
        unknown=_in_state(results, "unknown"),
        passed=_in_state(results, "pass"),
        not_applicable=_in_state(results, "not-applicable"),
        skipped=reading.skipped,
        files=reading.files,
        seconds=time.perf_counter() - started,
        facts=linked.facts,
        profile=request.profile,
        guidelines=pack.guidelines,
        asked=asked,
        shown=own,
        waivers=request.waivers,
        attestations=dated(request.attestations, suppressions.today),
        baseline=baseline,
    )


def inventory(
    request: Request, progress: Progress | None = None
) -> tuple[tuple[Fact, ...], tuple[Skipped, ...]]:
    """Return the facts of a repository, in reading order, and what was not read."""
    pack = load_packs(_packs(request), request.cache_dir)
    reading, linked = gather(
        request.root, request.exclude, pack.knowledge, progress, jobs=request.jobs
    )
    return linked.facts, reading.skipped


def outcomes(
    root: Path, rules: Sequence[Rule], knowledge: Knowledge, profile: str = ""
) -> tuple[Outcome, ...]:
    """Return what rules say of a folder, before suppressions: what their examples are tested by.

    `profile` is the profile in use, for rules that ask; it selects nothing.
    """
    reading, linked = gather(root, (), replace(knowledge, asked=asked_kinds(rules)), None)
    return _evaluate(rules, reading, linked, linked.roles, knowledge, profile)


def gather(  # noqa: PLR0913 - what the stages before the rules take
    root: Path,
    exclude: Sequence[str],
    knowledge: Knowledge,
    progress: Progress | None,
    clock: Clock | None = None,
    *,
    jobs: int = 1,
) -> tuple[Reading, Linked]:
    """Walk, extract and link: the facts of a repository and what was not read."""
    clock = clock or Clock()
    with clock.stage("walk"):
        walked = walk(root, exclude)
    load = partial(_load, root)
    with Pool(jobs, load, knowledge) as pool:
        files = Files(load, knowledge, pool)
        with clock.stage("read"):
            reading = _read(root, walked, files, progress)
        return _linked(root, walked, reading, files, clock)


def _read(root: Path, walked: Walked, files: Files, progress: Progress | None) -> Reading:
    """Return what all files say, and what is told from several of them at once."""
    sources, skipped, listed = walked
    reading = read_sources(sources, skipped, files, progress)
    reading = _with_shared_rows(reading, sources, root, files.knowledge)
    facts = settled_tools(reading.facts, listed, skipped, files.load, files.knowledge)
    return replace(reading, facts=with_mentions(root, facts, listed))


def _linked(
    root: Path, walked: Walked, reading: Reading, files: Files, clock: Clock
) -> tuple[Reading, Linked]:
    """Link what was read; what that asks for is read, and all is linked again."""
    readme, ignored = read_readme(root), read_ignored(root)
    for number in range(MAX_ROUNDS):
        with clock.stage("link"):
            linked = link(
                reading.modules,
                reading.configs,
                reading.facts,
                walked.sources,
                files.knowledge,
                readme,
                reading.callers,
                walked.listed,
                ignored,
                last=number == MAX_ROUNDS - 1,
            )
        with clock.stage("read"):
            more = read_more(reading, linked.wanted, files)
        if more is reading:
            break
        reading = more
    return reading, linked


def _with_shared_rows(
    reading: Reading, sources: Sequence[Source], root: Path, knowledge: Knowledge
) -> Reading:
    """Return the reading with the facts that are told from two data files at once."""
    if not knowledge.asks("shared-rows"):
        return reading
    from rai_lint.extract.shared_rows import shared_rows  # noqa: PLC0415 - few runs ask

    shared = shared_rows(sources, partial(_load_start, root))
    return replace(reading, facts=(*reading.facts, *shared))


def _wanted(pack: Pack, rules: Sequence[Rule], items: Sequence[Rule]) -> Knowledge:
    """Return the knowledge with the kinds of facts that are asked for: all, if all rules ask."""
    if len(rules) == len(pack.rules):
        return pack.knowledge
    return replace(pack.knowledge, asked=asked_kinds((*rules, *items)))


def _packs(request: Request) -> tuple[Path, ...]:
    return (builtin_packs(), *third_party_packs(), *request.packs)


def _load(root: Path, source: Source) -> bytes | Skipped:
    try:
        return read(root, source)
    except UnreadableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope)


def _load_start(root: Path, source: Source, limit: int) -> bytes | Skipped:
    try:
        return read_start(root, source, limit)
    except UnreadableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope)


def _evaluate(  # noqa: PLR0913 - what the stage takes
    rules: Sequence[Rule],
    reading: Reading,
    linked: Linked,
    shown: Sequence[RoleEvidence],
    knowledge: Knowledge,
    profile: str,
    timed: Timed | None = None,
) -> tuple[Outcome, ...]:
    names = {role.role for role in shown}
    return evaluate(
        rules, linked.facts, names, reading.skipped, linked.units, knowledge, profile, timed
    )


def _suppressions(
    request: Request, reading: Reading, pack: Pack, rules: tuple[Rule, ...]
) -> Suppressions:
    return Suppressions(
        directives=reading.directives,
        per_file_ignores=request.per_file_ignores,
        waivers=request.waivers,
        attestations=request.attestations,
        known=pack.rules,
        selected=rules,
        builtin=builtin_rules(request.ignore),
        today=datetime.now(tz=timezone.utc).date(),
    )


def _view(  # noqa: PLR0913 - what a run saw
    request: Request,
    reading: Reading,
    pack: Pack,
    rules: Sequence[Rule],
    results: Sequence[Outcome],
    lines: Lines,
) -> View:
    return View(
        ran={rule.id for rule in rules},
        known={rule.id for rule in pack.rules},
        exists=lines.has,
        content=lines.content,
        paths=request.paths,
        unread={each.path for each in reading.skipped},
        unknown=_in_state(results, "unknown"),
    )


def _against(
    findings: tuple[Finding, ...], baseline: Baseline | None, view: View, request: Request
) -> tuple[Finding, ...]:
    if baseline is None:
        return findings
    spoken = {rule.id for rule in builtin_rules(request.ignore)}
    told = against(findings, baseline, view)
    return tuple(each for each in told if each.rule.id != STALE.id or STALE.id in spoken)


def _selected(request: Request, pack: Pack) -> tuple[Rule, ...]:
    return select_rules(pack.rules, pack.profiles, request.profile, request.select, request.ignore)


def _roles(linked: Linked, request: Request) -> tuple[RoleEvidence, ...]:
    if request.roles is None:
        return linked.roles
    because = f"set in {request.config_path or 'the configuration'}"
    return tuple(RoleEvidence(role, (), because) for role in request.roles)


def _in_state(results: Sequence[Outcome], state: str) -> tuple[Outcome, ...]:
    return tuple(outcome for outcome in results if outcome.state == state)
