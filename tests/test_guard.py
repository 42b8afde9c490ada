"""What would crash the parser is refused; what people write is not."""

from __future__ import annotations

import pytest

from rai_lint.extract.python.guard import refusal, too_long
from rai_lint.extract.python.program import parse

HOSTILE = {
    "nested parentheses": "x = " + "(" * 2000 + "1" + ")" * 2000,
    "nested lists": "x = " + "[" * 300 + "]" * 300,
    "many additions": "x = " + "a + " * 20_000 + "a",
    "many conjunctions": "x = " + "a and " * 20_000 + "a",
    "many attributes": "x = a" + ".b" * 20_000,
    "many calls": "x = f" + "()" * 20_000,
    "many subscripts": "x = f" + "[0]" * 20_000,
    "many minus signs": "x = " + "-" * 50_000 + "1",
    "many nots": "x = " + "not " * 20_000 + "1",
    "many lambdas": "x = " + "lambda: " * 20_000 + "1",
    "many conditional expressions": "x = " + "a if b else " * 20_000 + "c",
    "a long chain of elif": "if a:\n  pass\n" + "elif b:\n  pass\n" * 5000,
    "an additions chain over lines": "x = (\n" + "a +\n" * 20_000 + "a)",
    "an additions chain over joined lines": "x = a" + " \\\n+ a" * 20_000,
    "parentheses in an f-string": 'x = f"{' + "(" * 2000 + "1" + ")" * 2000 + '}"',
    "parentheses in a raw f-string": "x = rf'\\{" + "(" * 2000 + "1" + ")" * 2000 + "}'",
    "additions in an f-string": 'x = f"""{' + "a +\n" * 20_000 + 'a}"""',
    "format specifications": 'x = f"' + "{a:" * 5000 + "}" * 5000 + '"',
    "f-strings in f-strings": "x = " + 'f"{' * 300 + "1" + '}"' * 300,
    "parentheses after an f-string with its own quotes": (
        "x = f'{a[\"'\"]}' + " + "(" * 2000 + "1" + ")" * 2000 + " # '"
    ),
    "parentheses in a field behind an apostrophe": (
        "x = f\"' {a['\" \"'] + " + "(" * 2000 + "1" + ")" * 2000 + '}"'
    ),
    "parentheses between strings in a field": (
        'x = f"{ "a" + ' + "(" * 2000 + "1" + ")" * 2000 + ' + "b" }"'
    ),
    "parentheses behind a doubled brace": (
        'x = f"}}{ {"a" + ' + "(" * 2000 + "1" + ")" * 2000 + ', "b"} }"'
    ),
    "lambdas with commas": "x = " + "lambda a, b: " * 20_000 + "1",
    "elif around functions": "if a: pass\n" + "elif a:\n  def f(): pass\n" * 5000,
    "elif around strings": "if a: pass\n" + 'elif a:\n  """\nif b\n"""\n' * 5000,
    "elif with conditional expressions": "if a: pass\n" + "elif (a\nif b else c): pass\n" * 5000,
    "additions after additions in brackets": "x = " + "(" * 95 + "1" + (")" + "+a" * 900) * 95,
    "additions before brackets that nothing closes": "x = " + ("not " * 900 + "(") * 95,
    "elif in the last of many elif": "".join(
        " " * n + "if a: pass\n" + (" " * n + "elif a: pass\n") * 450 + "\n" + " " * n + "elif a:\n"
        for n in range(90)
    ),
    "more words than libcst has memory for": "x = [" + "1," * 400_000 + "]\n",
    "more statements than there is memory for": "a;" * 300_000,
    "more lines than there is time for": "\n" * 600_000,
    "indentation": "".join(" " * n + "if a:\n" for n in range(500)) + " " * 500 + "pass\n",
}

#: Patterns, and what is deleted, take libcst four times as long for each bracket.
PATTERNS = {
    "a list": "match a:\n case " + "[" * 25 + "1" + "]" * 25 + ": pass\n",
    "a list on lines": "match a:\n case (\n" + "[\n" * 25 + "1" + "\n]" * 25 + "): pass\n",
    "a list after a joined line": "match a:\n \\\n case " + "[" * 25 + "1" + "]" * 25 + ": pass\n",
    "a class": "match a:\n case " + "A(b=" * 25 + "1" + ")" * 25 + ": pass\n",
    "a mapping": "match a:\n case " + "{1: " * 12 + "1" + "}" * 12 + ": pass\n",
    "a tuple": "match a:\n case 1, " + "(" * 12 + "1" + ",)" * 12 + ": pass\n",
    "many": "match a:\n" + (" case " + "(" * 5 + "1" + ",)" * 5 + ": pass\n") * 5000,
    "del": "del " + "(" * 25 + "a" + ",)" * 25 + "\n",
    "del behind a semicolon": "a; del " + "(" * 25 + "a" + ",)" * 25 + "\n",
}

HARMLESS = {
    "patterns": "match a:\n" + " case A(b=C(d=[1, (2, 3)])), 1: pass\n" * 500,
    "deletions": "del (a, (b, (c, d))), e[f[g[h(i)]]]\n" * 500,
    "names of patterns": "case = f(g(h(i(j(k(l(m(case))))))))\n" * 50,
    "strings full of brackets": 'x = "' + "(" * 5000 + '"\n' * 1,
    "a comment full of brackets": "# " + "[" * 5000,
    "a long docstring": '"""' + "a + (b " * 5000 + '"""',
    "a long table": "x = [\n" + "    (1, -2, 'a'),\n" * 20_000 + "]",
    "f-strings with text": ('x = f"""' + "{{( a - b " * 5000 + '{c:>10}"""\n') * 2,
    "f-strings with fields": "f'{a[0]:.2f} - {b!r} ({c})'\n" * 5000,
    "elif in many functions": ("def f():\n  if a: pass\n" + "  elif b: pass\n" * 9) * 500,
    "many statements": "x = a + b\n" * 20_000,
    "many calls in a row": "f(a)\n" * 20_000,
    "a long dict": "x = {\n" + '    "a": -1.5 + 2,\n' * 5000 + "}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_programs_are_refused_with_a_reason(text: str) -> None:
    because = refusal(text)

    assert because is not None
    assert "more than" in because


def test_a_program_that_takes_libcst_too_long_is_still_looked_at_quickly() -> None:
    text = "x = 1\n" * 40_000

    assert refusal(text) is None
    assert too_long(text) == "more than 150000 words and signs"
    assert too_long('x = """' + "1, " * 200_000 + '"""\n') is None


@pytest.mark.parametrize("text", PATTERNS.values(), ids=PATTERNS)
def test_patterns_that_take_libcst_minutes_are_refused(text: str) -> None:
    assert "patterns nested too deeply" in (refusal(text) or "")


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_long_but_flat_programs_pass(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(
    "text",
    ["x = " + "(" * 95 + "1" + ")" * 95, "x = " + "a + " * 900 + "a", "x = a" + ".b" * 900],
    ids=["brackets", "operators", "attributes"],
)
def test_what_the_guard_lets_through_parses(text: str) -> None:
    assert not isinstance(parse(text), str)


def test_a_syntax_error_says_where() -> None:
    assert parse("x = 1\ny = = 2\n") == "syntax error at 2:5"
