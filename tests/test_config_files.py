from __future__ import annotations

import pytest
from shipped import shipped, source

from rai_lint.extract.config import extract_config, read_config
from rai_lint.model.configfile import ConfigEntry, ConfigFile
from rai_lint.model.source import Skipped


def entries(path: str, text: str) -> list[tuple[str, object, int]]:
    found = read_config(source(path), text)
    assert isinstance(found, ConfigFile), found
    return [(entry.key, entry.value, entry.line) for entry in found.entries]


def reason(path: str, text: str) -> str:
    found = read_config(source(path), text)
    assert isinstance(found, Skipped), found
    assert extract_config(source(path), text, shipped()).skipped == (found,)
    return found.because


def test_yaml_keys_are_dotted_and_have_the_line_of_the_key() -> None:
    text = """\
model_name_or_path: org/base
dataset_mixture:
  datasets:
    - id: org/one
      split: train
    - id:
        org/two
empty: []
"""
    assert entries("recipe.yaml", text) == [
        ("model_name_or_path", "org/base", 1),
        ("dataset_mixture.datasets[0].id", "org/one", 4),
        ("dataset_mixture.datasets[0].split", "train", 5),
        ("dataset_mixture.datasets[1].id", "org/two", 6),
        ("empty", (), 8),
    ]


def test_yaml_values_are_typed_as_programs_read_them() -> None:
    text = "a: 3\nb: 1e-4\nc: yes\nd: 'yes'\ne: ~\nf: 2024-01-01\ng: 1_000\non: push\nh: 012\n"
    values = {key: value for key, value, _ in entries("a.yaml", text)}
    expected = {"a": 3, "b": 1e-4, "c": True, "d": "yes", "e": None, "f": "2024-01-01"}
    assert values == {**expected, "g": 1000, "on": "push", "h": "012"}


def test_tags_construct_nothing_and_aliases_are_put_in_place() -> None:
    text = "a: !!python/object/apply:os.system ['true']\nb: &x {c: 1}\nd: *x\n"
    assert entries("a.yaml", text) == [("a[0]", "true", 1), ("b.c", 1, 2), ("d.c", 1, 2)]


def test_merged_mappings_are_put_in_place_and_own_keys_win() -> None:
    text = "base: &b {lr: 1, seed: 2}\nrun:\n  lr: 3\n  <<: *b\n"
    assert entries("a.yaml", text)[2:] == [("run.seed", 2, 1), ("run.lr", 3, 3)]


def test_half_characters_in_json_are_replaced() -> None:
    assert entries("a.json", '{"a": "x\\ud800"}') == [("a", "x?", 1)]


def test_every_document_of_a_stream_counts() -> None:
    assert entries("a.yaml", "a: 1\n---\nb: 2\n") == [("a", 1, 1), ("b", 2, 3)]


def test_json_has_lines_and_may_have_comments() -> None:
    text = '{\n  // settings\n  "a": {"b": [1, "x\\u00e9"]},\n  "c": -1.5e3,\n}\n'
    assert entries("a.json", text) == [("a.b[0]", 1, 3), ("a.b[1]", "xé", 3), ("c", -1500.0, 4)]


def test_toml_lines_are_found_below_their_tables() -> None:
    text = '[tool.x]\nname = "a"\nlist = [\n  "one",\n  "two",\n]\n[[run]]\nn = 1\n[[run]]\nn = 2\n'
    assert entries("a.toml", text) == [
        ("tool.x.name", "a", 2),
        ("tool.x.list[0]", "one", 4),
        ("tool.x.list[1]", "two", 5),
        ("run[0].n", 1, 8),
        ("run[1].n", 2, 10),
    ]


def test_ini_values_of_several_lines_are_lists() -> None:
    text = "[options]\nname = a\ninstall_requires =\n  numpy>=1 # why\n  torch\n"
    assert entries("setup.cfg", text) == [
        ("options.name", "a", 2),
        ("options.install_requires[0]", "numpy>=1", 4),
        ("options.install_requires[1]", "torch", 5),
    ]


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("path", "text", "because"),
    [
        ("a.yaml", BOMB, "more than 100000 values at line 5"),
        ("a.yaml", "a: &a [*a]", "alias `a` at line 1"),
        ("a.yaml", "[" * 50_000, "nested deeper than 100 at line 1"),
        ("a.yaml", "- " * 50_000, "nested deeper than 100 at line 1"),
        ("a.yaml", "{% set version = 1 %}\n", "not YAML at 1:2"),
        ("a.yaml", "a: b: c\n", "not YAML at 1:5"),
        ("a.json", "[" * 50_000, "nested deeper than 100 at line 1"),
        ("a.json", '{"a":' * 50_000, "nested deeper than 100 at line 1"),
        ("a.json", '{"a":\n"b', "not JSON at line 2"),
        ("a.json", '{"a": 1]', "not JSON at line 1"),
        ("a.json", "[1", "`]` is missing at the end"),
        ("a.json", "[" + "9" * 5000 + "]", "not JSON at line 1"),
        ("a.json", "[" + "1," * 100_001 + "1]", "more than 100000 values"),
        ("a.toml", "a = " + "[" * 50_000, "not TOML"),
        ("a.toml", "a." * 50_000 + "b = 1", "a dotted key of TOML is too long"),
        ("a.toml", "a = ", "not TOML"),
    ],
)
def test_hostile_and_broken_files_are_skipped_with_the_place(
    path: str, text: str, because: str
) -> None:
    assert because in reason(path, text)


def test_nesting_behind_aliases_is_bounded_too() -> None:
    levels = [f"a{n}: &a{n} {'[' * 40}*a{n - 1}{']' * 40}" for n in range(1, 5)]
    assert "nested deeper than 100" in reason("a.yaml", "\n".join(["a0: &a0 x", *levels]))


def test_entries_beyond_the_bound_are_left_out_and_it_says_so() -> None:
    found = read_config(source("a.yaml"), "a:\n" + "- 1\n" * 20_001)
    assert isinstance(found, ConfigFile)
    assert not found.complete
    assert found.entries[-1] == ConfigEntry("a[19999]", 1, 20_001)


def test_comments_suppress_on_their_line_or_on_the_next_with_content() -> None:
    text = """\
a: 1  # rai-lint: ignore[DAT001] known
# rai-lint: ignore[REP002] pinned elsewhere

# another comment
b: 2
c: "no # rai-lint comment at all"
"""
    found = extract_config(source("a.yaml"), text, shipped()).directives
    assert [(one.place.line, one.target_line, one.codes, one.reason) for one in found] == [
        (1, 1, ("DAT001",), "known"),
        (2, 5, ("REP002",), "pinned elsewhere"),
    ]


def test_very_many_comments_take_no_longer_than_their_lines() -> None:
    text = "# rai-lint: ignore[DAT001] why\n" * 20_000 + "a: 1\n"
    found = extract_config(source("a.yaml"), text, shipped()).directives
    assert len(found) == 20_000
    assert {one.target_line for one in found} == {20_001}
