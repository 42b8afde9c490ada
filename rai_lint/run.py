"""The pipeline on one screen: packs, walk, extract, link, evaluate, settle."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path

from msgspec.structs import replace

from rai_lint import __version__
from rai_lint.asked import asked_kinds, asked_kinds_of_tests
from rai_lint.baseline import View, against, renewed
from rai_lint.cache import Cache
from rai_lint.clock import Clock
from rai_lint.disk import real
from rai_lint.evaluate.shown import item_rules
from rai_lint.evaluate.stage import Timed, evaluate
from rai_lint.lines import Lines
from rai_lint.model.baseline import Baseline
from rai_lint.model.builtin import STALE
from rai_lint.model.fact import Fact
from rai_lint.model.gathered import Gathered
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.pack import Pack
from rai_lint.model.report import Finding, Report, RoleEvidence
from rai_lint.model.request import Request
from rai_lint.model.rule import Rule
from rai_lint.model.source import Skipped
from rai_lint.model.stored import Unreadable, restored_tree, stored
from rai_lint.packs.find import builtin_packs, third_party_packs
from rai_lint.packs.store import load_packs
from rai_lint.selection import asked_guidelines, builtin_rules, select_rules
from rai_lint.shaping import context, now, tree_state
from rai_lint.suppress import Suppressions, dated, settle
from rai_lint.verify import verify
from rai_lint.walk import Walked, walk

Progress = Callable[[int, int], None]


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
    found = gather(request, wanted, progress, clock)
    shown = _roles(found, request)
    with clock.stage("evaluate"):
        timed = clock.rule if clock.by_rule else None
        results = _evaluate(rules, found, shown, pack.knowledge, _in_use(request), timed)
        own = _evaluate(items, found, (), pack.knowledge, _in_use(request))
    with clock.stage("settle"):
        lines = Lines(request.root)
        suppressions = _suppressions(request, found, pack, rules)
        findings = settle(results, suppressions, lines.content)
        view = _view(request, found, pack, rules, results, lines)
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
        skipped=found.skipped,
        files=found.files,
        seconds=time.perf_counter() - started,
        facts=found.facts,
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
    found = gather(request, pack.knowledge, progress)
    return found.facts, found.skipped


def outcomes(
    root: Path, rules: Sequence[Rule], knowledge: Knowledge, profile: str = ""
) -> tuple[Outcome, ...]:
    """Return what rules say of a folder, before suppressions: what their examples are tested by.

    `profile` is the profile in use, for rules that ask; it selects nothing.
    """
    asked = replace(knowledge, asked=asked_kinds(rules), asked_of_tests=asked_kinds_of_tests(rules))
    found = gather(Request(root=root), asked)
    return _evaluate(rules, found, found.roles, knowledge, profile)


def gather(
    request: Request,
    knowledge: Knowledge,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Gathered:
    """Return what a repository says: as it was kept, where no file of it has changed since."""
    begun = now()
    clock = clock or Clock()
    with clock.stage("walk"):
        walked = walk(request.root, request.exclude)
    if request.cache_dir is None:
        return _gathered(request, walked, knowledge, progress, clock, None)
    shaped = context(_packs(request), knowledge)
    with Cache(request.cache_dir, real(request.root), shaped) as cache:
        with clock.stage("cache"):
            state = tree_state(request.root, *walked, begun)
            found = _kept(cache, state)
        if found is None:
            found = _gathered(request, walked, knowledge, progress, clock, cache)
            data = stored(found)
            whole = not any(each.passing for each in found.skipped)
            if state is not None and data is not None and whole:
                cache.put(cache.key("tree", state), data)
        return found


def _kept(cache: Cache, state: bytes | None) -> Gathered | None:
    data = cache.get(cache.key("tree", state)) if state is not None else None
    try:
        return restored_tree(data) if data is not None else None
    except Unreadable:
        return None


def _gathered(  # noqa: PLR0913 - what the stages before the rules take
    request: Request,
    walked: Walked,
    knowledge: Knowledge,
    progress: Progress | None,
    clock: Clock,
    cache: Cache | None,
) -> Gathered:
    from rai_lint.gather import gathered  # noqa: PLC0415 - what nothing has changed in is not read

    return gathered(request.root, walked, knowledge, progress, clock, request.jobs, cache)


def _wanted(pack: Pack, rules: Sequence[Rule], items: Sequence[Rule]) -> Knowledge:
    """Return the knowledge with the kinds of facts that are asked for: all, if all rules ask."""
    both = (*rules, *items)
    return replace(
        pack.knowledge,
        asked=None if len(rules) == len(pack.rules) else asked_kinds(both),
        asked_of_tests=asked_kinds_of_tests(both),
    )


def _in_use(request: Request) -> str:
    """Return the profile that rules may ask for: whoever selects rules wants them in full."""
    return "" if request.select else request.profile


def _packs(request: Request) -> tuple[Path, ...]:
    return (builtin_packs(), *third_party_packs(), *request.packs)


def _evaluate(  # noqa: PLR0913 - what the stage takes
    rules: Sequence[Rule],
    found: Gathered,
    shown: Sequence[RoleEvidence],
    knowledge: Knowledge,
    profile: str,
    timed: Timed | None = None,
) -> tuple[Outcome, ...]:
    names = {role.role for role in shown}
    return evaluate(
        rules, found.facts, names, found.skipped, found.units, knowledge, profile, timed
    )


def _suppressions(
    request: Request, found: Gathered, pack: Pack, rules: tuple[Rule, ...]
) -> Suppressions:
    return Suppressions(
        directives=found.directives,
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
    found: Gathered,
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
        unread={each.path for each in found.skipped},
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


def _roles(found: Gathered, request: Request) -> tuple[RoleEvidence, ...]:
    if request.roles is None:
        return found.roles
    because = f"set in {request.config_path or 'the configuration'}"
    return tuple(RoleEvidence(role, (), because) for role in request.roles)


def _in_state(results: Sequence[Outcome], state: str) -> tuple[Outcome, ...]:
    return tuple(outcome for outcome in results if outcome.state == state)
