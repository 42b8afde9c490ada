from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rai_lint.errors import PackError
from rai_lint.model.value import Plain
from rai_lint.packs.yaml_nodes import MAX_DEPTH, locate, plain, read_node


def read(text: str) -> Plain:
    return plain(read_node(text, "f.yaml"))


def complaints(text: str) -> list[str]:
    with pytest.raises(PackError) as caught:
        read_node(text, "f.yaml")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: 2026-11-20", "2026-11-20"),
        ("a: 1:30", "1:30"),
        ("a: 0x1F", "0x1F"),
        ("a: 1e3", "1e3"),
        ("a: true", True),
        ("a: 'true'", "true"),
        ("a: ~", None),
        ("a:", None),
        ("a: -12", -12),
        ("a: 2.50", 2.5),
        ("a: '2.6'", "2.6"),
        ("a: |\n  12\n", "12\n"),
        ("a: !!str 3", "3"),
    ],
)
def test_a_scalar_means_what_it_says(text: str, value: Plain) -> None:
    assert read(text) == {"a": value}


def test_keys_are_always_text() -> None:
    assert read("on: 1\nno: 2\n3: 4\ntrue: 5") == {"on": 1, "no": 2, "3": 4, "true": 5}


def test_an_alias_is_the_value_it_names() -> None:
    assert read("a: &x [1, 2]\nb: *x") == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!binary", "!mine", "!!set"])
def test_no_tag_constructs_anything(tag: str) -> None:
    (line,) = complaints(f"a: 1\nb: {tag} x")

    assert line.startswith("f.yaml:2:4: the tag ")
    assert line.endswith("is not allowed: packs hold plain data only")


def test_all_tags_and_double_keys_are_reported_together() -> None:
    lines = complaints("a: !x 1\nb: 2\na: 3\nc: !y 4")

    assert lines == [
        "f.yaml:1:4: the tag !x is not allowed: packs hold plain data only",
        "f.yaml:3:1: `a` stands here twice, first on line 1",
        "f.yaml:4:4: the tag !y is not allowed: packs hold plain data only",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "f.yaml:1:1: the file is empty"),
        ("# only a comment\n", "f.yaml:1:1: the file is empty"),
        ("a: b: c", "f.yaml:1:5: not YAML: mapping values are not allowed in this context"),
        ("a: {b", "f.yaml:1:6: not YAML: did not find expected ',' or '}'"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document; one file holds one document"),
        ("a: &x [*x]", "f.yaml:1:8: the alias *x stands inside its own anchor"),
        ("? [1]\n: 2", "f.yaml:1:3: a key must be text"),
        ("a: 1\nb: \x07", "f.yaml:2:1: not YAML: control characters are not allowed"),
    ],
)
def test_what_is_no_document_is_one_complaint(text: str, complaint: str) -> None:
    assert complaints(text) == [complaint]


def test_an_unknown_alias_is_a_complaint() -> None:
    (line,) = complaints("a: *nothing")

    assert line.startswith("f.yaml:1:4:")


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]

    started = time.perf_counter()
    (line,) = complaints("\n".join(bomb))

    assert line.endswith("more than 1000000 values once its aliases are written out")
    assert time.perf_counter() - started < 2


def test_deep_nesting_is_refused_without_recursion() -> None:
    (line,) = complaints("[" * 900)

    assert line == f"f.yaml:1:{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} deep"


def test_nesting_beyond_what_the_parser_takes_is_refused_in_the_same_words() -> None:
    (line,) = complaints("[" * 100_000)

    assert line.endswith(f": nested more than {MAX_DEPTH} deep")


def test_a_long_list_is_read_in_reasonable_time() -> None:
    started = time.perf_counter()

    assert len(read("a: [" + "1," * 100_000 + "]")["a"]) == 100_000
    assert time.perf_counter() - started < 10


def test_a_file_beyond_the_bound_is_not_parsed() -> None:
    assert complaints("#" * 4_000_001) == ["f.yaml:1:1: more than 4000000 characters"]


def test_values_and_keys_know_their_places() -> None:
    root = read_node("a:\n  - b: 1\n    cc: [x, yy]\n", "f.yaml")

    assert locate(root, ("a", 0, "cc", 1)) == (3, 13)
    assert locate(root, ("a", 0, "cc"), key=True) == (3, 5)
    assert locate(root, ("a", 0, "gone", 4)) == (2, 5)
    assert locate(root, ()) == (1, 1)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#\n \t?,%@`~0", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        data = plain(read_node(text, "f.yaml"))
    except PackError as error:
        places = [(each.path, each.line) for each in error.problems]
        assert places
        assert all(path == "f.yaml" and 1 <= line <= text.count("\n") + 1 for path, line in places)
    else:
        assert json.loads(json.dumps(data)) == data
