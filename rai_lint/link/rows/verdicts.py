"""Whether data was held out: what trainings, evaluations and splits say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from rai_lint.link.rows.rowset import Relation, Rows, relate
from rai_lint.link.rows.uses import Use
from rai_lint.link.rows.words import SplitWords

_ASKING = frozenset({"evaluate", "select"})
_SHARED: frozenset[Relation] = frozenset({"same", "within", "contains"})


class Doubt(Struct, frozen=True):
    """Why a question could not be answered."""

    because: str


Answer = bool | Doubt


class Verdicts(Struct, frozen=True):
    """Judges uses by all others of the repository.

    `splits` are the rows that splits were given, with the files in which and from which that is.
    """

    uses: Sequence[Use]
    splits: Sequence[tuple[frozenset[str], Rows]]
    words: SplitWords

    def held_out(self, use: Use) -> Answer:
        """Say whether a model is asked about rows that it was not trained on."""
        if not use.text:
            return Doubt("the rows that it is given are hidden behind `*` or `**` arguments")
        trainings, sure = self._trainings(use)
        if any(cut.kind == "crossed" for cut in use.rows.cuts):
            return True
        if not trainings:
            return self._by_name(use) or Doubt("what the model was trained on was not found")
        found = [self._relation(training, use) for training in trainings]
        if all(relation == "apart" for relation in found):
            return True
        if sure and any(relation in _SHARED for relation in found):
            return False
        if all(relation in _SHARED for relation in found):
            return Doubt("which model is asked is not known")
        return Doubt(f"where the rows of `{use.text}` come from was not found")

    def trains_in(self, path: str) -> bool:
        """Say whether a model is trained in a file."""
        return any(use.purpose == "train" and use.place.path == path for use in self.uses)

    def _by_name(self, use: Use) -> bool:
        return self._hint(use) in ("test", "validation")

    def _hint(self, use: Use) -> str:
        return use.rows.split or self.words.first((use.text, *use.rows.names))

    def _relation(self, training: Use, use: Use) -> Relation:
        relation = relate(training.rows, use.rows)
        if relation != "unknown":
            return relation
        # Names may clear, never accuse.
        return "apart" if self._by_name(use) and not self._by_name(training) else "unknown"

    def _trainings(self, use: Use) -> tuple[list[Use], bool]:
        """Return the trainings of the model that is asked, else all of the file; and which."""
        known = [
            t for t in self.uses if t.purpose == "train" and not t.models.isdisjoint(use.models)
        ]
        if not known:
            return [
                t for t in self.uses if t.purpose == "train" and t.place.path == use.place.path
            ], not use.predicted and not use.models
        near = [t for t in known if t.spot.key() == use.spot.key()]
        earlier = [t for t in near if t.is_before(use)]
        if earlier:
            last = max(earlier, key=lambda t: t.place.order())
            return [t for t in earlier if t.place == last.place], True
        return [t for t in known if t not in near] or known, True

    def tested(self, use: Use) -> Answer:
        """Say whether the rows of a selection are evaluated on afterwards."""
        found = [
            relate(other.rows, use.rows)
            for other in self.uses
            if other.purpose == "evaluate"
            and other.place.path == use.place.path
            and not other.is_before(use)
        ]
        if any(relation in _SHARED for relation in found):
            return True
        return Doubt("where some rows come from was not found") if "unknown" in found else False

    def before_split(self, use: Use) -> Answer | None:
        """Say whether a preprocessor learnt from rows that a split sets aside.

        Only splits of what the preprocessor made count, and models that are given it; None where
        nothing is split, or nothing that it made is seen to reach a split or a model.
        """
        if use.rows.is_part:
            return False
        files = use.spot.files()
        divided = [rows for where, rows in self.splits if not where.isdisjoint(files)]
        if any(self._learnt(use, rows) and not rows.is_part for rows in divided):
            return True
        others = [
            o
            for o in self.uses
            if o.purpose != "fit-preprocessor" and not o.spot.files().isdisjoint(files)
        ]
        if any(self._learnt(use, o.rows) and self._set_aside(use, o) for o in others):
            return True
        if not divided and not any(o.rows.is_part for o in others):
            return None
        if self._by_name(use) or self._hint(use) == "train" or self._lies_apart(use, others):
            return False
        reached = any(
            not use.models.isdisjoint(rows.shaped_by)
            for rows in (*divided, *(o.rows for o in others))
        )
        because = f"where the rows of `{use.text}` come from was not found"
        return Doubt(because) if reached else None

    def _lies_apart(self, use: Use, others: Sequence[Use]) -> bool:
        """Say whether rows that were put together hold none that a model is asked about."""
        asked = [
            other.rows
            for other in others
            if other.purpose in _ASKING and not use.models.isdisjoint(other.rows.shaped_by)
        ]
        apart = all(relate(use.rows, rows) == "apart" for rows in asked)
        return bool(use.rows.parts and asked) and apart

    def _set_aside(self, use: Use, other: Use) -> bool:
        """Say whether the rows of another use are held out of some that a preprocessor learnt from.

        Whoever learns from all rows of a source learns from those beside any part of it; of rows
        that were put together, only those that are asked or chosen by are surely held out.
        """
        if not use.rows.parts:
            return other.rows.is_part
        held = other.rows.is_part or self._by_name(other)
        return held and other.purpose in _ASKING

    def _learnt(self, use: Use, rows: Rows) -> bool:
        """Say whether rows went through the preprocessor and are among those it was fitted on."""
        return not use.models.isdisjoint(rows.shaped_by) and relate(use.rows, rows) in (
            "same",
            "contains",
        )


def any_of(answers: Iterable[Answer | None]) -> Answer | None:
    """Return True if one is, else a doubt if there is one, else False; None if none speaks."""
    found = [answer for answer in answers if answer is not None]
    doubts = [answer for answer in found if isinstance(answer, Doubt)]
    if any(answer is True for answer in found):
        return True
    return doubts[0] if doubts else (False if found else None)
