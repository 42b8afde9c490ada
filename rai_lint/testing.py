"""Runs the examples of a rule pack: each is written to an empty folder and checked by its rule."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rai_lint.model.example import Example, Expected
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.pack import Pack
from rai_lint.model.rule import Rule
from rai_lint.packs.exampledocs import load_examples
from rai_lint.packs.merge import merge_packs
from rai_lint.packs.store import load_pack

#: Evaluates rules on a folder with a profile in use, before suppressions: `run.outcomes`.
Check = Callable[[Path, Sequence[Rule], Knowledge, str], tuple[Outcome, ...]]


class ExampleResult(Struct, frozen=True, kw_only=True):
    """What became of one example; `difference` is empty if the rule said what was expected."""

    rule: Rule
    example: Example
    difference: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Return whether the rule said exactly what was expected."""
        return not self.difference


def run_examples(
    folder: Path, check: Check, only: Collection[str] = (), base: Pack | None = None
) -> tuple[ExampleResult, ...]:
    """Return the results of all examples in a pack, or of the rules in `only` (ids or names).

    `base` is the pack whose vocabularies and API catalogue the rules may use besides their own.
    Raises PackError with every problem of the pack.
    """
    return tuple(_results(folder, check, only, base))


def _results(
    folder: Path, check: Check, only: Collection[str], base: Pack | None
) -> Iterator[ExampleResult]:
    pack = load_pack(folder, None, base)
    examples = load_examples(folder)
    knowledge = pack.knowledge if base is None else merge_packs((base, pack)).knowledge
    for rule in pack.rules:
        if not only or rule.id in only or rule.name in only:
            for example in examples[rule.id]:
                yield run_example(rule, example, check, knowledge)


def run_example(rule: Rule, example: Example, check: Check, knowledge: Knowledge) -> ExampleResult:
    """Return the result of one example of a rule."""
    with tempfile.TemporaryDirectory(prefix="example-") as name:
        # A folder of its own name, so that random letters never reach a message.
        root = Path(name) / "repository"
        root.mkdir()
        write_files(root, example.files)
        outcomes = check(root, (rule,), knowledge, example.profile)
    return ExampleResult(rule=rule, example=example, difference=compare(example, outcomes))


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of an example below a folder; their paths were checked when loaded."""
    for path, content in files.items():
        target = root.joinpath(*path.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def compare(example: Example, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Return the lines that differ: `-` what was expected and is missing, `+` what was not."""
    lines: list[str] = []
    for state, word, expected in (
        ("fail", "finding", example.expect),
        ("unknown", "unknown", example.expect_unknown),
    ):
        found = [outcome for outcome in outcomes if outcome.state == state]
        missing, extra = _pair(expected, found)
        lines += [f"- {word} at {_expected(each)}" for each in missing]
        lines += [f"+ {word} at {_found(each)}" for each in extra]
    if lines:
        others = [each for each in outcomes if each.state in ("pass", "not-applicable")]
        lines += [f"  {_found(each)}" for each in others]
    return tuple(lines)


def _pair(
    expected: Sequence[Expected], found: Sequence[Outcome]
) -> tuple[list[Expected], list[Outcome]]:
    """Return what is expected and not found, and what is found and not expected.

    The most precise expectations choose first.
    """
    extra, missing = list(found), []
    for each in sorted(expected, key=_vagueness):
        match = next((outcome for outcome in extra if _fits(each, outcome)), None)
        if match is None:
            missing.append(each)
        else:
            extra.remove(match)
    return missing, extra


def _vagueness(expected: Expected) -> int:
    return [expected.line, expected.cell, expected.severity, expected.subject].count(None)


def _fits(expected: Expected, outcome: Outcome) -> bool:
    place = outcome.places[0]
    pairs = (
        (expected.path, place.path),
        (expected.line, place.line),
        (expected.cell, place.cell),
        (expected.severity, outcome.severity),
        (expected.subject, outcome.subject),
    )
    return all(wanted is None or wanted == given for wanted, given in pairs)


def _expected(expected: Expected) -> str:
    cell = "" if expected.cell is None else f" cell {expected.cell}"
    line = "" if expected.line is None else f":{expected.line}"
    rest = [each for each in (expected.severity, expected.subject) if each is not None]
    return f"{expected.path}{cell}{line}{' ' if rest else ''}{' '.join(rest)}"


def _found(outcome: Outcome) -> str:
    """Return an outcome on one line: where it stands, what it is about, and why."""
    place = outcome.places[0] if outcome.places else None
    words: list[str] = [outcome.severity] if outcome.state == "fail" else []
    words += [outcome.state] if outcome.state in ("pass", "not-applicable") else []
    where = ""
    if place is not None:
        cell = "" if place.cell is None else f" cell {place.cell}"
        where = f"{place.path}{cell}:{place.line}"
    words += [text for text in (outcome.subject,) if text]
    reason = outcome.message if outcome.state == "fail" else outcome.because
    head = " ".join(filter(None, (where, *words)))
    return f"{head}: {reason}" if reason else head
