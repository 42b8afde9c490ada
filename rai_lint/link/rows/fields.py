"""`data-use` facts with what the flow of the data says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.facts import CallFacts
from rai_lint.link.matched import Match
from rai_lint.link.rows.objects import Objects
from rai_lint.link.rows.rowset import Rows
from rai_lint.link.rows.sources import RowsOf
from rai_lint.link.rows.steps import Steps
from rai_lint.link.rows.uses import Use, UsesOf
from rai_lint.link.rows.verdicts import Answer, Doubt, Verdicts, any_of
from rai_lint.link.rows.words import SplitWords
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.value import ABSENT, Known, Unknown, Value


class DataUses(Struct):
    """Adds to the facts of all modules which rows they are about."""

    finder: UsesOf

    def of(
        self, matched: Mapping[str, Sequence[Match]], modules: Mapping[str, Module]
    ) -> Mapping[str, Sequence[Match]]:
        """Return the facts of each module, those of uses of data with their rows judged."""
        found: dict[int, tuple[Use, ...]] = {}
        for path, matches in matched.items():
            for match in matches:
                if match.fact.kind == "data-use":
                    found[id(match)] = tuple(self.finder.of(match.entry, match.call, path))
        if not found:
            return matched
        verdicts = Verdicts(
            uses=[use for uses in found.values() for use in uses],
            splits=[
                (spot.files(), rows)
                for path in matched
                for call in modules[path].calls
                for spot, rows in self.finder.split_rows(call, path)
            ],
            words=self.finder.rows.words,
        )
        return {
            path: [
                replace(match, fact=fact)
                for match in matches
                if (fact := _judged(match, found, verdicts)) is not None
            ]
            for path, matches in matched.items()
        }


def data_uses(calls: CallFacts, knowledge: Knowledge) -> DataUses:
    """Return what judges the uses of data of a repository whose calls are known."""
    return DataUses(uses_of(calls, knowledge))


def uses_of(calls: CallFacts, knowledge: Knowledge) -> UsesOf:
    """Return what finds the rows that reach the calls of a repository."""
    catalogue, words = knowledge.catalogue, SplitWords(knowledge.table("splits"))
    steps = Steps(calls.callees.origins)
    objects = Objects(steps, calls.callees, catalogue)
    rows = RowsOf(steps, objects, calls.callees, calls, catalogue, words, calls.conditions)
    return UsesOf(rows, objects)


def _judged(match: Match, found: Mapping[int, tuple[Use, ...]], verdicts: Verdicts) -> Fact | None:
    uses = found.get(id(match))
    if not uses:
        return match.fact
    asked = uses[0].looped or any(when.given for when in match.entry.when)
    if asked and not any(use.text for use in uses):
        return None  # no loop over data stands there; the data is not given, or hidden
    fields = {**match.fact.fields, **dict(_seen(uses, match.fact, verdicts.words))}
    purpose = uses[0].purpose
    if purpose in ("evaluate", "select"):
        answer = any_of(verdicts.held_out(use) for use in uses)
        if isinstance(answer, Doubt) and _says_nothing(uses, verdicts):
            return None
        fields["held_out"] = _value(answer, uses[0].text)
    if purpose == "select":
        fields["tested"] = _value(any_of(verdicts.tested(use) for use in uses), uses[0].text)
    if purpose == "fit-preprocessor":
        answer = any_of(verdicts.before_split(use) for use in uses)
        fields["before_split"] = _value(answer, uses[0].text)
    return replace(match.fact, fields=fields)


def _seen(uses: Sequence[Use], fact: Fact, words: SplitWords) -> Iterator[tuple[str, Value]]:
    """Yield what the code calls the data, and the dataset and split that it is."""
    yield "object", Known(uses[0].text) if uses[0].text else ABSENT
    names = {_dataset(use.rows) for use in uses}
    if not isinstance(fact.get("dataset"), Known) and len(names) == 1 and "" not in names:
        yield "dataset", Known(names.pop(), "constant")
    splits = {_split(use.rows, words) for use in uses}
    if len(splits) == 1:
        split = splits.pop()
        yield "split", Known(split, "implied") if split else ABSENT
    else:
        yield "split", Unknown(uses[0].text, "it is called with several splits", tuple(splits))


def _split(rows: Rows, words: SplitWords) -> str:
    """Return the split that rows are; what a library calls `test` may be there for validation.

    `Dataset.train_test_split` has no other name for its second part, so the code's own decides.
    """
    parted = bool(rows.cuts) and rows.cuts[-1].kind == "part"
    if rows.split == "test" and parted and _for_validation(rows.names, words):
        return "validation"
    return rows.split


def _for_validation(names: Sequence[str], words: SplitWords) -> bool:
    """Say whether the first name that tells a split, or `eval`, is one of validation."""
    told = ("validation" if "eval" in name.casefold() else words.of(name) for name in names)
    return next((split for split in told if split), "") == "validation"


def _dataset(rows: Rows) -> str:
    return str(rows.source[2]) if rows.source[0] == "data" else ""


def _value(answer: Answer | None, text: str) -> Value:
    if answer is None:
        return ABSENT
    return Unknown(text, answer.because) if isinstance(answer, Doubt) else Known(answer, "implied")


def _says_nothing(uses: Sequence[Use], verdicts: Verdicts) -> bool:
    """Say whether neither data nor model of a metric is known, or a loop may be about anything."""
    if uses[0].looped:
        return not any(verdicts.trains_in(use.place.path) for use in uses)
    return uses[0].predicted and not any(use.models for use in uses)
