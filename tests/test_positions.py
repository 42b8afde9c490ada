"""Where nodes stand: added up from their lengths, as a tree that writes itself out would say."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

import rai_lint
from rai_lint.extract.python.layout import layouts
from rai_lint.extract.python.positions import Spans, counted

#: One of everything that Python's grammar has.
EVERYTHING = '''\
#!/usr/bin/env python
"""Doc."""
from __future__ import annotations
import a.b as c, d ; from . import (e as f, g,) ; from ..h import *

@ decorator . of ( 1 )
# between
async def function(p, /, q: int = 1, *args: str, r, s=(2), **rest) -> dict[str, int]:
    global x, y
    async with open("a") as handle, (yield):
        await handle . read ( * args , key = value , ** rest )
    async for i in rows: pass
    else: return
    return [a async for a in b if a if not b], {k: v for k, v in z}, {1, *more}, {**x, "a": 1}

class Thing [T: int, *Ts, **P] (Base, metaclass = Meta):

    field : int
    other: str = """
several lines
"""  ; third = "one" 'two' \\
        f"three {x!r:>{width}} {y = }" 'four'; raw = rb'five'

    def method(self): nonlocal field; del field, other; raise Error from error

type Alias[T] = list[T]
try:
    if a <= b < c != d is not e not in f: x = lambda: 1
    elif not - ~ + a ** b: y = lambda a, *b, c=1: (yield from d)
    elif (walrus := 10): ...
    else:
        while True : break
        else: continue
except (A, B) as error: assert a, "b"
except C: pass
else: pass
finally:
  a[1:2, ::3, ...] += (1,) if a and b or c else ()
  a @= b ; a //= b ; a >>= b ; a **= 1.5 + 2j

try: pass
except* E: pass

match (x, y):

    case [1, *_, "two"] | {"a": 1, **others} if z: pass
    case Point(x=0, y=-1, ) as point: pass
    case None | (a.b) | (1, *rest): pass
    case _:
        x = f"""{
            a
        }""" % (
            # a comment
            call(
                1 ,
            ) (2)
        )
        # the end
    # further out
'''

PROGRAMS = {
    "everything": EVERYTHING,
    "no line break at the end": "x = call(1)",
    "nothing": "",
    "comments only": "# a\n\n# b\n",
    "tabs": "if a:\n\tif b:\n\t\tx = call()\n",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_places_are_those_of_the_tree_written_out(program: str) -> None:
    tree = cst.parse_module(program)
    spans = Spans()

    spans.add(tree, program)

    written = counted(tree)
    assert {node: spans.get(node) for node in written} == written


def test_places_of_this_program_are_added_up() -> None:
    for path in sorted(Path(rai_lint.__file__).parent.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = cst.parse_module(text)
        spans = Spans()
        spans.add(tree, text)

        written = counted(tree)
        assert {node: spans.get(node) for node in written} == written


def test_every_field_of_a_layout_exists() -> None:
    for kind, layout in layouts().items():
        fields = {step for step in layout.steps if isinstance(step, str)}
        assert fields <= set(kind.__dataclass_fields__), kind


def test_a_node_without_a_layout_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "first = call(1)\n\nsecond = [x for x in y]\n"
    tree = cst.parse_module(program)
    known = {kind: layout for kind, layout in layouts().items() if kind is not cst.ListComp}
    monkeypatch.setattr("rai_lint.extract.python.positions.layouts", lambda: known)
    spans = Spans()

    spans.add(tree, program)

    assert {node: spans.get(node) for node in counted(tree)} == counted(tree)
