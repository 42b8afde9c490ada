"""What edits would mend a finding: recipes of its rule with the values of its subjects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.evaluate.decide import Decision
from rai_lint.evaluate.frame import Frame
from rai_lint.model.fix import OF_CALLS, Fix
from rai_lint.model.rule import Recipe
from rai_lint.model.source import Place
from rai_lint.model.value import Known, Plain

#: No finding is mended by more edits than this.
MAX_FIXES = 200


def fixes_of(members: Sequence[tuple[Decision, Place]]) -> tuple[Fix, ...]:
    """Return the edits for failing members, each with the place where it is reported.

    Each call is mended by itself, a card once: by what the first member says.
    """
    return tuple(_fixes(members[:MAX_FIXES]))


def _fixes(members: Sequence[tuple[Decision, Place]]) -> Iterator[Fix]:
    for decision, place in members:
        subject = decision.subject.frame.subject
        if decision.fix is not None and decision.fix.op in OF_CALLS and subject is not None:
            yield _made(
                decision.fix, decision.fix.name, decision.fix.value, subject.place, (place,)
            )
    main = members[0][0]
    if main.fix is not None and main.fix.op not in OF_CALLS:
        yield from _of_card(main.fix, main.subject.frame, tuple(place for _, place in members))


def _of_card(recipe: Recipe, frame: Frame, places: tuple[Place, ...]) -> Iterator[Fix]:
    """Yield the edit of a card; none where a value it needs is not known."""
    name, value, file = (_filled(text, frame) for text in (recipe.name, recipe.value, recipe.file))
    if isinstance(name, str) and isinstance(file, str) and (value or recipe.op == "make-list"):
        yield _made(recipe, name, value, Place(file), tuple(dict.fromkeys(places)))


def _filled(text: Plain, frame: Frame) -> Plain:
    """Return a value, or what a reference stands for; None where that is not known."""
    if not isinstance(text, str) or not text.startswith("$"):
        return text
    value = frame.reference(text)
    return value.value if isinstance(value, Known) else None


def _made(recipe: Recipe, name: str, value: Plain, at: Place, places: tuple[Place, ...]) -> Fix:
    return Fix(
        op=recipe.op,
        at=at,
        places=places,
        name=name,
        value=value,
        current=recipe.current,
        of=recipe.of,
        not_with=recipe.not_with,
        safe=recipe.safe,
        in_loops=recipe.in_loops,
        passed_to=recipe.passed_to,
    )
