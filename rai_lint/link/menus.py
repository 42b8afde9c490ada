"""Which loads are choices of a menu: each in an arm of one statement, one of them for each run.

`if name == "a": load_dataset("x/a") elif name == "b": load_dataset("y/b") …` says what a program
can read, not what was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.module import Block, Module, spans
from rai_lint.model.value import Known

#: Two arms are a case and its opposite; three that load something different are a menu.
_MIN_CHOICES = 3
_KIND = "dataset-load"


def with_menus(found: Sequence[Fact], module: Module) -> Iterator[Fact]:
    """Yield the facts of a file, loads of datasets with whether they are choices of a menu."""
    loads = [fact for fact in found if fact.kind == _KIND]
    menus = _menus(loads, module.blocks) if len(loads) >= _MIN_CHOICES else []
    for fact in found:
        if fact.kind == _KIND and any(_holds(arm, fact) for arm in menus):
            yield replace(fact, fields={**fact.fields, "menu": Known(value=True)})
        else:
            yield fact


def _menus(loads: Sequence[Fact], blocks: Sequence[Block]) -> list[Block]:
    """Return the arms of statements of which several load datasets with different ids."""
    arms: dict[tuple[int, int | None], list[Block]] = {}
    for block in blocks:
        arms.setdefault((block.statement, block.cell), []).append(block)
    found: list[Block] = []
    for each in arms.values():
        chosen = [
            (arm, str(fact.known("id") or ""))
            for arm in each
            for fact in loads
            if _holds(arm, fact)
        ]
        if len({name for _, name in chosen if name}) >= _MIN_CHOICES and len(each) > 1:
            found += [arm for arm, _ in chosen]
    return found


def _holds(arm: Block, fact: Fact) -> bool:
    return spans(arm, fact.place.line, fact.place.cell)
