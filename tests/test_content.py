"""What stands at a place, whatever its form; and what is not the same."""

from __future__ import annotations

import pytest

from rai_lint.content import content
from rai_lint.model.source import Place

CALL = "torch.load(path, weights_only=False)"


def at(text: str, column: int = 1, last: int = 0, path: str = "a.py") -> str:
    return content(text.split("\n"), Place(path, 1, column, last))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("torch.load(\n    path,\n    weights_only=False,\n)", 1),
        ("torch . load( path,weights_only = False )", 1),
        ("x = [torch.load(path, weights_only=False), 3]", 6),
        ("torch.load(path, weights_only=False)  # rai-lint: ignore[SEC001] ours", 1),
        ("torch.load(path,  # the path\n  weights_only=False)\nx = 1", 1),
    ],
)
def test_the_form_of_a_call_does_not_count(text: str, column: int) -> None:
    assert at(text, column) == CALL.replace(" ", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f('a', 'it\\'s')", 'f("a", "it\'s")'),
        ("f(a)\n(b)", "f(a)"),
        ("f(a)\n.g(b)", "f(a).g(b)"),
        ("seed = (\n    a + b\n)", "seed = a + b"),
        ("seed=3,", "seed = 3\nnext = 4"),
        ("import  os  # needed", "import os"),
        ("f(not a)", "f(not  a)"),
        ("f(u'''x\ny''')", 'f("""x\ny""")'),
    ],
)
def test_two_forms_of_the_same(one: str, other: str) -> None:
    assert at(one) == at(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a, b)", "f(a)"),
        ("f('a')", "f(a)"),
        ("f('a b')", "f('ab')"),
        ("seed = 3", "seed = 4"),
        ("f(a)", "g.f(a)"),
        ("f('#a')", "f('#b')"),
    ],
)
def test_what_is_not_the_same(one: str, other: str) -> None:
    assert at(one) != at(other)


def test_other_files_are_compared_by_their_lines() -> None:
    assert at("key:   'a'  # why", path="a.yaml") == at('key: "a"', path="a.yaml")
    assert at("# Title  here", path="a.md") == at("# Title here", path="a.md")
    assert at("# Title", path="a.md") != at("# Other", path="a.md")
    assert at('"a": 1,', path="a.json") == at('  "a" : 1', path="a.json")


def test_what_is_not_there_has_no_content() -> None:
    assert content((), Place("a.py", 3)) == ""
    assert content(("a",), Place("a.py", 0)) == ""


@pytest.mark.parametrize("text", ["f(" * 5000, "f('''" * 3000, "a." * 5000, '"' * 9001, "f(\\"])
def test_hostile_text_ends(text: str) -> None:
    assert isinstance(at(text), str)
