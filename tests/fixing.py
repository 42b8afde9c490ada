"""Edits for tests: one fix in one file, tried in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from builders import make_rule

from rai_lint.extract.python.program import parse
from rai_lint.fix.plan import Plan, Scope, plan
from rai_lint.model.fix import Fix, FixOp
from rai_lint.model.report import Finding
from rai_lint.model.source import Place

#: A card of which two fields can be mended.
CARD = """\
---
license: MIT
tags: text-classification
---
# Harbour mail

Sorts what comes in.
"""


def finding_with(*fixes: Fix) -> Finding:
    """Return a finding that asks for edits."""
    places = tuple(dict.fromkeys(place for fix in fixes for place in fix.places))
    return Finding(
        rule=make_rule(), severity="warning", subject="", unit=".", message="", places=places,
        fixes=fixes,
    )  # fmt: skip


def planned(
    files: Mapping[str, bytes],
    *fixes: Fix,
    unsafe: bool = True,
    allowed: Callable[[str], bool] = lambda _: True,
) -> Plan:
    """Return the edits of files that are only in memory."""
    scope = Scope(read=files.__getitem__, parse=parse, allowed=allowed, unsafe=unsafe)
    return plan([finding_with(fix) for fix in fixes], scope)


def call_fix(text: str, name: str = "seed", call: str = "split(", **changes: Any) -> Fix:
    """Return an edit of the first call that is written so in a text."""
    before = text[: text.index(call)]
    start = changes.pop("back", 0)
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1 - start
    place = Place("a.py", line, column, changes.pop("end_line", 0))
    given: dict[str, Any] = {
        "op": "set-argument",
        "value": 42,
        "current": (None,),
        "of": ("split",),
        "safe": True,
        **changes,
    }
    return Fix(at=place, places=(place,), name=name, **given)


def mended(text: str, fix: Fix, *, unsafe: bool = True) -> str:
    """Return a program after an edit, or "not fixed: " and why."""
    found = planned({"a.py": text.encode()}, fix, unsafe=unsafe)
    if found.not_fixed:
        assert not found.files
        return f"not fixed: {found.not_fixed[0].because}"
    return found.files[0].after.decode() if found.files else text


def is_safe(text: str, fix: Fix) -> bool:
    """Say whether the edit of a program counts as safe."""
    (made,) = planned({"a.py": text.encode()}, fix).possible
    return made.safe


def card_fix(op: FixOp, name: str, value: str | None = None) -> Fix:
    """Return an edit of the front matter of a card."""
    return Fix(
        op=op, at=Place("README.md"), places=(Place("train.py", 3),), name=name, value=value,
        safe=True,
    )  # fmt: skip


def card_after(text: str, fix: Fix) -> str:
    """Return a card after an edit, or "not fixed: " and why."""
    found = planned({"README.md": text.encode()}, fix)
    if found.not_fixed:
        return f"not fixed: {found.not_fixed[0].because}"
    return found.files[0].after.decode()
