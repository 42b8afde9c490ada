from __future__ import annotations

import ast

import pytest
from fixing import call_fix, is_safe, mended, planned
from hypothesis import given, settings
from hypothesis import strategies as st

_ADDED = {
    "split()": "split(seed=42)",
    "split( )": "split( seed=42)",
    "split(x)": "split(x, seed=42)",
    "split(x,)": "split(x, seed=42,)",
    "split(x , )": "split(x, seed=42 , )",
    "split((x))": "split((x), seed=42)",
    "split(f(x), y=g(1))": "split(f(x), y=g(1), seed=42)",
    "split(x, y='(, seed=1')": "split(x, y='(, seed=1', seed=42)",
    "split(x,\n      y=2)": "split(x,\n      y=2, seed=42)",
    "split(\n    x,\n    y=2\n)": "split(\n    x,\n    y=2, seed=42\n)",
    "split(\n    x,\n    y=2,\n)": "split(\n    x,\n    y=2,\n    seed=42,\n)",
    "split(\n\tx,  # rows\n\ty=2,  # two\n)": "split(\n\tx,  # rows\n\ty=2,  # two\n\tseed=42,\n)",
    "split(\n    x  # rows\n)": "split(\n    x, seed=42  # rows\n)",
    "split(  # nothing\n)": "split(  # nothing\nseed=42)",
    "split(lambda x: x)": "split(lambda x: x, seed=42)",
    "split((a for a in b))": "split((a for a in b), seed=42)",
    "split(x := 3)": "split(x := 3, seed=42)",
    "split(x, seed=None)": "split(x, seed=42)",
    "split(x, seed = None, y=1)": "split(x, seed = 42, y=1)",
    "split(x, seed=(None))": "split(x, seed=(42))",
}


@pytest.mark.parametrize("before", _ADDED)
def test_an_argument_is_added_or_set_and_nothing_else_moves(before: str) -> None:
    text = f"r = {before}  # end\n"
    assert mended(text, call_fix(text)) == f"r = {_ADDED[before]}  # end\n"


_REMOVED = {
    "split(x, seed=False)": "split(x)",
    "split(x, seed=False,)": "split(x,)",
    "split(seed=False)": "split()",
    "split(seed=False,)": "split()",
    "split(seed=False, x=1)": "split(x=1)",
    "split(x, seed=False, y=1)": "split(x, y=1)",
    "split(x,\n      seed=False)": "split(x)",
    "split(\n    x,\n    seed=False,\n    y=2,\n)": "split(\n    x,\n    y=2,\n)",
    "split(\n    x,  # rows\n    seed=False\n)": "split(\n    x,  # rows\n)",
    "split(\n    seed=False,\n    x=1,\n)": "split(\n    x=1,\n)",
}


@pytest.mark.parametrize("before", _REMOVED)
def test_an_argument_is_taken_away(before: str) -> None:
    fix = call_fix(before, op="remove-argument", value=None, current=(False,))
    assert mended(before, fix) == _REMOVED[before]


_REFUSED = {
    "split(*x)": "the call passes on arguments that are not written out (`*` or `**`)",
    "split(x, **options)": "the call passes on arguments that are not written out (`*` or `**`)",
    "split(a for a in b)": "the only argument of the call is a generator without parentheses",
    "split(x, seed=other)": "`seed` is given as something else than a plain value",
    "split(x, seed=None or 3)": "`seed` is given as something else than a plain value",
    "split(x, generator=g)": "the call has `generator`, which does not go with it",
    "split(x)(y).split(z)": "the call is not written in a way that can be changed",
}


@pytest.mark.parametrize("before", _REFUSED)
def test_a_call_that_cannot_be_changed_soundly_is_left(before: str) -> None:
    fix = call_fix(before, not_with=("generator",))
    assert mended(before, fix) == f"not fixed: {_REFUSED[before]}"


def test_an_argument_with_a_comment_beside_it_is_not_taken_away() -> None:
    before = "split(\n    x,\n    seed=False,  # the proxy\n)\n"
    fix = call_fix(before, op="remove-argument", current=(False,))
    assert mended(before, fix) == "not fixed: a comment stands beside the argument"


@pytest.mark.parametrize(
    "value", ['"no_checks"', "'no_checks'", "Mode.NO_CHECKS", "datasets.Mode.NO_CHECKS"]
)
def test_a_text_is_known_as_a_literal_and_as_the_end_of_a_dotted_name(value: str) -> None:
    before = f"split(x, seed={value})"
    fix = call_fix(before, op="remove-argument", current=("no_checks", "NO_CHECKS"))
    assert mended(before, fix) == "split(x)"


@pytest.mark.parametrize("value", ['f"no_checks"', '"no_" "checks"', "MODE", '"other"', "0"])
def test_what_is_not_that_literal_is_left(value: str) -> None:
    before = f"split(x, seed={value})"
    fix = call_fix(before, op="remove-argument", current=("no_checks", "NO_CHECKS", False))
    assert mended(before, fix).startswith("not fixed: `seed` is given")


def test_of_calls_that_start_at_one_place_the_named_one_is_changed() -> None:
    before = 'load("imdb").split(0.1)\n'
    fix = call_fix(before, call="load(")
    assert mended(before, fix) == 'load("imdb").split(0.1, seed=42)\n'


def test_a_call_in_parentheses_and_one_by_another_name_are_found() -> None:
    assert mended("(split(x))\n", call_fix("(split(x))\n", back=1)) == "(split(x, seed=42))\n"
    before = "from m import split as cut\nr = cut(x)\n"
    assert mended(before, call_fix(before, call="cut(")).endswith("cut(x, seed=42)\n")
    other = "r = cut(x)\n"
    assert mended(other, call_fix(other, call="cut(")).startswith("not fixed")


def test_nested_calls_are_changed_together() -> None:
    before = "split(f(split(x)), y)\n"
    inner = call_fix(before, call="split(x")
    found = planned({"a.py": before.encode()}, call_fix(before), inner)
    (edit,) = found.files
    assert edit.after == b"split(f(split(x, seed=42)), y, seed=42)\n"


def test_strings_and_comments_that_look_like_calls_are_left() -> None:
    before = "'split(x)'\n# split(x)\n"
    for call in ("split(x)'", "split(x)\n"):
        assert mended(before, call_fix(before, call=call)).startswith("not fixed")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfr = split(x)\r\ns = 1\r\n",
        b"r = split(x)\rs = 1",
        b"a = 1\r\nb = 2\nr = split(x)\r\n",
        b"a = 1\x0c\n\x0c\nr = split(\x0cx)\n",
        "# coding: latin-1\na = '\u00e9'; r = split(x)\n".encode("latin-1"),
        "a = '\u00e9\U0001f600'; r = split('\u00e9')\n".encode(),
        b"if a:\n\tr = split(x) # \ttabs  \n\n\n",
    ],
)
def test_every_other_byte_is_kept(data: bytes) -> None:
    encoding = "latin-1" if b"latin-1" in data else "utf-8-sig"
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    (edit,) = planned({"a.py": data}, call_fix(text)).files
    end = data.index(b")", data.index(b"split("))
    assert edit.after == data[:end] + b", seed=42" + data[end:]


def test_added_lines_end_as_the_others_of_the_file() -> None:
    data = b"split(\r\n    x,\r\n)\r\n"
    text = data.decode().replace("\r\n", "\n")
    (edit,) = planned({"a.py": data}, call_fix(text)).files
    assert edit.after == b"split(\r\n    x,\r\n    seed=42,\r\n)\r\n"


@pytest.mark.parametrize("data", [b"split(x", b"split(x)\n\xff", b"\0split(x)", b"(" * 5000])
def test_a_file_that_cannot_be_read_is_left(data: bytes) -> None:
    text = data.decode("latin-1")
    fix = call_fix(text) if "split(" in text else call_fix("split(")
    found = planned({"a.py": data}, fix)
    assert not found.files
    assert len(found.not_fixed) == 1


def test_an_edit_after_which_the_file_would_not_parse_is_dropped_and_said() -> None:
    before = "split(x)\n"
    found = mended(before, call_fix(before, name="class"))
    assert found.startswith("not fixed: the file could not be read afterwards (syntax error")


def test_notebooks_are_not_edited() -> None:
    fix = call_fix("split(x)")
    place = type(fix.at)("a.ipynb", 1, 1, 0, 0)
    cell = type(fix)(op=fix.op, at=place, places=(place,), name="seed", value=1, of=("split",))
    found = planned({}, cell)
    assert [each.because for each in found.not_fixed] == ["notebooks are not edited"]


_PASSED = {
    "m.load_state_dict(split(x))\n": True,
    "m.load_state_dict(split(x), strict=False)\n": True,
    "m.load_state_dict(split(x)['model'])\n": False,
    "m.load_state_dict(clean(split(x)))\n": False,
    "m.load_state_dict(strict=split(x))\n": False,
    "def f():\n    s = split(x)\n    m.load_state_dict(s)\n    n.load_state_dict(s)\n": True,
    "def f():\n    s = split(x)\n    m.load_state_dict(s)\n    print(s)\n": False,
    "def f():\n    s = split(x)\n    m.load_state_dict(s['model'])\n": False,
    "def f():\n    s = split(x)\n    m.load_state_dict(s)\n    return s\n": False,
    "def f():\n    s = split(x)\n    m.load_state_dict(t)\n": False,
    "def f():\n    s = split(x)\n    m.load_state_dict(s)\n    o.s = 1\n    g(s=2)\n": True,
    "def f():\n    global s\n    s = split(x)\n    m.load_state_dict(s)\n": False,
    "def f():\n    s = t = split(x)\n    m.load_state_dict(s)\n": False,
    "def f():\n    s, t = split(x)\n    m.load_state_dict(s)\n": False,
    "class A:\n    s = split(x)\n    m.load_state_dict(s)\n": False,
    "s = split(x)\nm.load_state_dict(s)\n": True,
    "s = split(x)\ndef f():\n    m.load_state_dict(s)\n    return s\n": False,
    "split(x)\n": False,
}


@pytest.mark.parametrize("text", _PASSED)
def test_safe_where_the_value_goes_to_that_function_and_nowhere_else(text: str) -> None:
    assert is_safe(text, call_fix(text, safe=False, passed_to="load_state_dict")) is _PASSED[text]


_LOOPS = {
    "for i in y:\n    split(x)\n": False,
    "while y:\n    if z:\n        split(x)\n": False,
    "r = [split(x) for x in y]\n": False,
    "for i in y:\n    def f():\n        split(x)\n": True,
    "with y:\n    split(x)\n": True,
}


@pytest.mark.parametrize("text", _LOOPS)
def test_what_is_repeated_may_be_meant_to_differ(text: str) -> None:
    assert is_safe(text, call_fix(text, in_loops=False)) is _LOOPS[text]
    assert is_safe(text, call_fix(text))


def test_unsafe_edits_are_possible_and_not_made_unless_asked_for() -> None:
    text = "split(x)\n"
    fix = call_fix(text, safe=False)
    assert mended(text, fix, unsafe=False) == text
    assert mended(text, fix) == "split(x, seed=42)\n"


_SPACE = st.sampled_from(["", " ", "  ", "\t", "\n", "\n    ", "  # note, (x\n  ", "\n\n\t"])
_VALUE = st.sampled_from(["x", "'a, b'", "[1,\n 2]", "f(y, z)", "{'k': (1,)}", "lambda q: q", "-1"])


@st.composite
def _calls(draw: st.DrawFn) -> str:
    """Return a call in some of the ways in which people write calls."""
    count, trailing = draw(st.tuples(st.integers(0, 3), st.booleans()))
    parts = [
        f"{draw(_SPACE)}{'' if n == 0 else f'k{n}='}{draw(_VALUE)}{draw(_SPACE)}"
        for n in range(count)
    ]
    comma = f",{draw(_SPACE)}" if parts and trailing else ""
    return f"split({','.join(parts)}{comma or draw(_SPACE)})"


@settings(max_examples=150, deadline=None)
@given(_calls(), st.sampled_from(["\n", "\r\n"]))
def test_an_argument_added_to_any_call_is_all_that_changes(call: str, end: str) -> None:
    text = f"r = {call}\nlast = 1\n"
    data = text.replace("\n", end).encode()
    (edit,) = planned({"a.py": data}, call_fix(text)).files
    before = ast.parse(text).body[0]
    after = ast.parse(edit.after.decode()).body[0]
    assert isinstance(before, ast.Assign)
    assert isinstance(before.value, ast.Call)
    before.value.keywords.append(ast.keyword("seed", ast.Constant(42)))
    assert ast.dump(before) == ast.dump(after)
    assert edit.after.count(b"seed=42") == 1
    changed = edit.after.decode().replace(end, "\n")
    (again,) = planned({"a.py": edit.after}, call_fix(changed)).not_fixed
    assert again.because == "`seed` is given as something else than a plain value"
    assert _without_blanks(changed) == _without_blanks(text, added=True, of=changed)


def _without_blanks(text: str, *, added: bool = False, of: str = "") -> str:
    """Return a text without blanks and commas; with what was added, where it was added."""
    bare = "".join(text.split()).replace(",", "")
    if not added:
        return bare
    at = "".join(of.split()).replace(",", "").index("seed=42")
    return bare[:at] + "seed=42" + bare[at:]
