"""One line or sentence: the hyperparameters that it names, each with its value."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.extract.hyperparameter_values import Printed, read_choice, read_number, read_value
from rai_lint.extract.phrases import Found, any_match, denied, find_names, spans
from rai_lint.model.regex import regex
from rai_lint.model.value import Known, Unknown
from rai_lint.model.vocabulary import Table, normal

_COUNT = regex(r"(?<![\w.,])(\d[\d,.]{0,14}[kKM]?)[\s-]{1,3}$")
_RANGE = regex(r"\d\s{0,2}(?:[-/\u2013\u2014]|to|or|and)\s{0,2}$")
_LIST_MARK = regex(r"^[\s>*_`+\-•\"']*$")
_EMPHASIS = "`*_\"' "
_EQUALS = (":", "=", "\uff1a", "\uff1d")
#: How far before a name a "no" or "without" still speaks of it, in characters.
_REACH = 20
_MAX_RAW = 80


class Scope(Struct, frozen=True):
    """What a text is about: whether of training, and whether of an adapter."""

    training: bool
    adapter: bool


class Line(Struct, frozen=True):
    """A text that may state hyperparameters, its first line, and whose they are (`run`).

    `sure` says that what stands around it shows that it is about training.
    """

    text: str
    number: int
    stated_in: str
    run: str = ""
    sure: bool = False


class Stated(Struct, frozen=True):
    """A hyperparameter by its id, the name as written (`raw`), and its value."""

    line: int
    name: str
    raw: str
    printed: Printed


class LineReader:
    """Reads names and values by the vocabulary `hyperparameters`."""

    def __init__(self, table: Table, words: Table) -> None:
        """Take the vocabularies `hyperparameters` and `document-words`."""
        self.table = table
        self.words = words

    def read(self, line: Line, scope: Scope) -> Iterator[Stated]:
        """Yield the hyperparameters of a line.

        Outside of training, only what opens a line before a colon or an equals sign counts, and
        only names that have no other use.
        """
        text = line.text
        here = self._scope(line, scope)
        taken = 0
        for found in find_names(self.table, text) if here is not None else ():
            if here is None or not self._counts(found, text, here):
                continue
            after = self._after(found, text)
            printed = after or self._before(found, text, taken)
            if printed is not None:
                if after is not None:
                    taken = text.find(after.text, found.end) + len(after.text)
                number = line.number + text.count("\n", 0, found.start)
                raw = " ".join(found.text.split())[:_MAX_RAW]
                yield Stated(number, self._name(found, printed), raw, printed)

    def _name(self, found: Found, printed: Printed) -> str:
        """Return the id of a name; `batch size of 16 per GPU` is that of one device."""
        each = found.term.id == "batch_size" and any_match(self.words, "per-device", printed.rest)
        return "per_device_batch_size" if each else found.term.id

    def _scope(self, line: Line, scope: Scope) -> Scope | None:
        """Return what a line is about; None where it gives advice or an example."""
        text = line.text
        if line.stated_in == "prose" and any_match(self.words, "advice", text):
            return None
        lead = line.sure or scope.training or any_match(self.words, "hyperparameter-lead", text)
        told = line.sure or any_match(self.words, "training", text)
        elsewhere = not told and any_match(self.words, "inference", text)
        adapter = scope.adapter or any_match(self.words, "adapter", text)
        return Scope(training=lead and not elsewhere, adapter=adapter)

    def _counts(self, found: Found, text: str, scope: Scope) -> bool:
        """Say whether a name is that of a hyperparameter here."""
        before = text[max(0, found.start - _REACH) : found.start]
        if before.endswith("--") or denied(self.words, before):
            return False
        bare = found.term.values.get("bare")
        if isinstance(bare, (tuple, list)) and normal(found.text) in map(normal, bare):
            keyed = text[found.end :].lstrip(f"{_EMPHASIS})").startswith((*_EQUALS, "of "))
            if not scope.adapter or not (keyed or len(found.text) > 1):
                return False
        if scope.training:
            return True
        opens = _LIST_MARK.match(text[text.rfind("\n", 0, found.start) + 1 : found.start])
        keyed = text[found.end :].lstrip(_EMPHASIS).startswith((*_EQUALS, "("))
        return bool(opens) and keyed and not found.term.values.get("loose")

    def _after(self, found: Found, text: str) -> Printed | None:
        after = text[found.end :]
        start = max((end for _, end in spans(self.words, "parameter-is", after)), default=-1)
        if start < 0:
            return None
        return read_value(after[start:], found.term, self.words)

    def _before(self, found: Found, text: str, taken: int) -> Printed | None:
        """Return the value before a name: `3 epochs`, `AdamW optimizer`.

        What stands before `taken` is the value of another name.
        """
        before = text[taken : found.start]
        if found.term.values.get("values"):
            return read_choice(before, found.term, last=True)
        match = _COUNT.search(before[-_REACH * 2 :]) if found.term.values.get("counted") else None
        read = read_number(match.group(1).rstrip(".,")) if match else None
        if match is None or read is None:
            return None
        around = before[-_REACH * 2 :][: match.start()]
        bounded = any_match(self.words, "bound-before", around)
        if _RANGE.search(around) or bounded:
            return Printed(Unknown(match.group(1), "only a range is stated"), match.group(1), "")
        return Printed(Known(read[0]), match.group(1), "")
