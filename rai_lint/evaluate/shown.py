"""What the items of guidelines say of themselves: conditions that a repository meets or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rai_lint.model.message import Message
from rai_lint.model.pack import Guideline
from rai_lint.model.rule import Rule


def item_rules(guidelines: Iterable[Guideline], asked: Sequence[str]) -> tuple[Rule, ...]:
    """Return a rule without an id for each item that says by what it is shown.

    `asked` are the ids of the guidelines that the profile is for. The rule passes where the
    conditions hold; its only reference is the item.
    """
    return tuple(
        Rule(
            id="",
            name=item.id,
            title=item.text,
            severity="note",
            confidence="medium",
            since="",
            status="stable",
            references=(f"{guideline.id}/{item.id}",),
            subject="repository",
            message=Message(()),
            why="",
            fix_text="",
            require=item.shown_by,
        )
        for guideline in guidelines
        if guideline.id in asked
        for item in guideline.items
        if item.shown_by
    )
