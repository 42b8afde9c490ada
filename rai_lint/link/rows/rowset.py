"""Rows of data: where they come from, how they were cut, and whether two sets share any."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from msgspec import Struct

from rai_lint.model.splits import overlap

Relation = Literal["same", "within", "contains", "apart", "unknown"]
CutKind = Literal["part", "named", "slice", "index", "some", "rest", "crossed"]


class Cut(Struct, frozen=True, eq=False):
    """One step from rows to fewer of them: `by` names what cut, `part` which piece this is.

    `label` is what the code calls the piece (`train`, `validation`, `test`); it decides nothing.
    """

    kind: CutKind
    by: tuple[Hashable, ...] = ()
    part: Hashable = None
    label: str = ""

    def __eq__(self, other: object) -> bool:
        """Compare what decides: not the label."""
        return isinstance(other, Cut) and self._decides == other._decides

    def __ne__(self, other: object) -> bool:
        """Say the opposite: a struct has a `!=` of its own, which would count all fields."""
        return not self == other

    def __hash__(self) -> int:
        """Hash what decides."""
        return hash(self._decides)

    @property
    def _decides(self) -> tuple[Hashable, ...]:
        return self.kind, self.by, self.part


class Rows(Struct, frozen=True, eq=False):
    """Rows of one source after some cuts.

    `source` tells sources apart: ("data", id, config) for a dataset with a name, else where the
    object was made. `shaped_by` are the fitted preprocessors that they went through, `names` the
    names that the code calls them by, `label` the split that the name of their file speaks of.
    `parts` are the rows that were put under each other to make these, none of them such itself.
    """

    source: tuple[Hashable, ...]
    cuts: tuple[Cut, ...] = ()
    shaped_by: frozenset[tuple[Hashable, ...]] = frozenset()
    names: tuple[str, ...] = ()
    label: str = ""
    parts: tuple[Rows, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Compare source and cuts: sets of the same rows are the same by any name."""
        return isinstance(other, Rows) and self.source == other.source and self.cuts == other.cuts

    def __ne__(self, other: object) -> bool:
        """Say the opposite, as `Cut` does."""
        return not self == other

    def __hash__(self) -> int:
        """Hash source and cuts."""
        return hash((self.source, self.cuts))

    @property
    def split(self) -> str:
        """The split these rows are, by the last cut that says so; "" if none does.

        What is set aside from training rows is there for validation, whatever it is called.
        """
        labels = [cut.label for cut in self.cuts if cut.label]
        if labels[-1:] == ["test"] and "train" in labels:
            return "validation"
        return labels[-1] if labels else self.label

    @property
    def is_part(self) -> bool:
        """Whether other rows of the same source were set aside by a split."""
        return any(cut.kind in ("part", "named", "index") for cut in self.cuts)


def relate(one: Rows, other: Rows) -> Relation:
    """Say how two sets of rows lie to each other; "unknown" where that is not sure."""
    if any(cut.kind == "crossed" for cut in (*one.cuts, *other.cuts)):
        return "apart"  # each row is predicted by a model that has not seen it
    if one.source != other.source:
        apart = _apart_by_split(one, other) or _other_data(one, other)
        return "apart" if apart else _by_parts(one, other)
    for left, right in zip(one.cuts, other.cuts, strict=False):
        if left == right:
            continue
        if _apart(left, right) or _apart_by_split(one, other):
            return "apart"
        return "unknown"
    if len(one.cuts) == len(other.cuts):
        return "same"
    return "within" if len(one.cuts) > len(other.cuts) else "contains"


def _by_parts(one: Rows, other: Rows) -> Relation:
    """Relate rows of which the one or the other were put together from parts."""
    if not one.parts and not other.parts:
        return "unknown"
    found = {relate(part, other) for part in one.parts} or {
        relate(one, part) for part in other.parts
    }
    if found == {"apart"}:
        return "apart"
    if one.cuts or (other.cuts and not one.parts):
        return "unknown"  # some of rows that were put together: nobody knows of which part
    if one.parts:
        inside = found <= {"same", "within"}
        return "contains" if found & {"same", "contains"} else "within" if inside else "unknown"
    return "within" if found & {"same", "within"} else "unknown"


def _apart_by_split(one: Rows, other: Rows) -> bool:
    """Say whether one split gave them different parts, whatever they came from."""
    return any(
        left.kind == right.kind == "part" and left.by == right.by and left.part != right.part
        for left in one.cuts
        for right in other.cuts
    )


def _other_data(one: Rows, other: Rows) -> bool:
    """Say whether they are datasets of different names; of files, the names must say so."""
    if one.source[0] != "data" or other.source[0] != "data":
        return False
    if "file" in (one.source[1], other.source[1]):
        return bool(one.label and other.label) and one.label != other.label
    return one.source[2] != other.source[2]


def _apart(one: Cut, other: Cut) -> bool:
    kinds = {one.kind, other.kind}
    if kinds == {"named"}:
        return overlap(str(one.part), str(other.part)) is False
    if one.kind == other.kind == "part":
        return one.by == other.by and one.part != other.part
    if kinds == {"some", "rest"}:
        return one.by == other.by
    if kinds == {"slice"}:
        return _slices_apart(one.part, other.part)
    if kinds == {"index"} and isinstance(one.part, Rows) and isinstance(other.part, Rows):
        return relate(one.part, other.part) == "apart"
    return False


def _slices_apart(one: Hashable, other: Hashable) -> bool:
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    (start, stop), (start2, stop2) = one, other
    if (stop is not None and stop == start2) or (stop2 is not None and stop2 == start):
        return True
    edges = (start or 0, stop, start2 or 0, stop2)
    if not all(edge is None or (isinstance(edge, int) and edge >= 0) for edge in edges):
        return False
    return (stop is not None and stop <= edges[2]) or (stop2 is not None and stop2 <= edges[0])
