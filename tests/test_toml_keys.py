from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_lint.model.toml_keys import split_key
from rai_lint.toml_lines import place_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PARTS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True),
    st.from_regex(r"'[ -&(-~]{0,5}'", fullmatch=True),
    st.from_regex(r'"([ !#-\[\]-~]|\\["\\bfnrt]|\\u00[0-7][0-9a-f]){0,5}"', fullmatch=True),
)


@given(st.lists(_PARTS, min_size=1, max_size=4), st.sampled_from([".", " . ", ".\t"]))
def test_a_dotted_key_is_split_as_the_parser_of_python_splits_it(
    parts: list[str], dot: str
) -> None:
    key = dot.join(parts)
    table: object = tomllib.loads(f"{key} = 1")
    steps = []
    while isinstance(table, dict):
        ((step, table),) = table.items()
        steps.append(step)

    assert split_key(key) == tuple(steps)


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("a.b", ("a", "b")),
        ("a . 'b.c'", ("a", "b.c")),
        (r'"a\"b".c', ('a"b', "c")),
        (r'"a\uZZZZ"', (r"a\uZZZZ",)),
        ("", ("",)),
    ],
)
def test_keys_that_are_no_toml_are_split_all_the_same(key: str, parts: tuple[str, ...]) -> None:
    assert split_key(key) == parts


def test_an_element_of_a_list_is_found_below_its_key() -> None:
    text = "select = ['A1']\nignore = [\n  \"A1\", 'B2', # B2\n]\n"

    assert place_of(text, ("ignore",), "A1") == (3, 3)
    assert place_of(text, ("ignore",), "B2") == (3, 9)
    assert place_of(text, ("ignore",), "C3") == (2, 1)
