from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from rai_lint.config import load_config
from rai_lint.config_types import Role, config_schema
from rai_lint.errors import PackError
from rai_lint.model.kinds import ROLES

FULL = """\
profile = "strict"
select = ["DAT", "SEC001"]
ignore = ["DAT010"]
exclude = ["third_party/"]
fail-on = "warning"
roles = ["trains", "serves"]
packs = ["lint/rules"]

[per-file-ignores]
"notebooks/" = ["REP"]

[[waiver]]
rule = "DAT001"
reason = "the data came with the base model"
owner = "ada"

[[waiver]]
rule = "LIC009"
unit = "models/old"
reason = "kept for the record"
owner = "ben"
expires = 2027-06-30

[[attestation]]
item = "eu-ai-act/art-14-4"
owner = "cleo"
date = 2026-11-01
link = "https://example.org/oversight"
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str, name: str = "rai-lint.toml") -> list[str]:
    """Return what is said about a configuration, without the path in front."""
    file = write(folder, name, text)
    with pytest.raises(PackError) as caught:
        load_config(folder)
    return [str(problem).removeprefix(f"{file}:") for problem in caught.value.problems]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    config = load_config(tmp_path)
    assert config.path is None
    assert config.settings.profile == "basic"
    assert config.settings.fail_on == "error"


def test_every_key_is_read(tmp_path: Path) -> None:
    file = write(tmp_path, "rai-lint.toml", FULL)
    (tmp_path / "lint" / "rules").mkdir(parents=True)
    config = load_config(tmp_path)
    assert config.path == file
    assert config.settings.select == ["DAT", "SEC001"]
    assert config.settings.ignore == ["DAT010"]
    assert config.settings.fail_on == "warning"
    assert config.settings.roles == ["trains", "serves"]
    assert config.exclude == ("third_party/",)
    assert config.per_file_ignores == {"notebooks/": ("REP",)}
    assert config.packs == (tmp_path / "lint" / "rules",)
    first, second = config.waivers
    assert (first.rule, first.unit, first.expires, first.line) == ("DAT001", ".", None, 12)
    assert (second.unit, second.expires, second.line) == ("models/old", date(2027, 6, 30), 17)
    assert config.attestations[0].item == "eu-ai-act/art-14-4"


def test_pyproject_works_the_same(tmp_path: Path) -> None:
    text = FULL.replace("[[", "[[tool.rai-lint.").replace("[per-", "[tool.rai-lint.per-")
    (tmp_path / "lint" / "rules").mkdir(parents=True)
    write(tmp_path, "pyproject.toml", f'[project]\nname = "x"\n\n[tool.rai-lint]\n{text}')
    config = load_config(tmp_path)
    assert config.settings.select == ["DAT", "SEC001"]
    assert [waiver.line for waiver in config.waivers] == [16, 21]


def test_the_nearest_file_upward_counts_and_others_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "rai-lint.toml", 'profile = "far"')
    write(tmp_path / "a", "rai-lint.toml", 'profile = "near"')
    write(tmp_path / "a" / "b", "pyproject.toml", '[tool.ruff]\nselect = ["ALL"]')
    assert load_config(tmp_path / "a" / "b").settings.profile == "near"


def test_the_search_ends_at_the_top_of_the_work_tree(tmp_path: Path) -> None:
    write(tmp_path, "rai-lint.toml", 'profile = "far"')
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    assert load_config(tmp_path / "repository").path is None


def test_every_mistake_is_reported_at_its_line(tmp_path: Path) -> None:
    text = """\
[tool.rai-lint]
profil = "basic"
fail-on = "warn"
select = "DAT"
roles = ["trainz"]
per-file-ignores = {"a.py" = "DAT"}
exclude = [3]

[[tool.rai-lint.waiver]]
rule = "DAT001"
reason = "agreed"

[[tool.rai-lint.waiver]]
rule = true
reason = "agreed"
owner = "ada"
expires = "soon"
"""
    keys = "attestation, exclude, fail-on, ignore, packs, per-file-ignores, profile, roles, select"
    roles = ", ".join(sorted(ROLES))
    assert problems(tmp_path, text, "pyproject.toml") == [
        f"2:1: unknown key `profil` (did you mean `profile`?); allowed: {keys}, waiver",
        '3:1: `fail-on` is "warn" (did you mean `warning`?); allowed: error, never, note, warning',
        '4:1: `select` must be a list of texts, found "DAT"',
        f'5:10: `roles[1]` is "trainz" (did you mean `trains`?); allowed: {roles}',
        '6:1: `per-file-ignores.a.py` must be a list of texts, found "DAT"',
        "7:1: `exclude[1]` must be a text, found 3",
        "9:1: `waiver[1]` has no `owner`, which it must have",
        "14:1: `waiver[2].rule` must be a text, found true",
        '17:1: `waiver[2].expires` must be a date such as 2027-01-31, found "soon"',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('profile = "a"\nselect = [', "2:1: "),
        ('profile = "a"\nprofile = "b"', "2:1: "),
        ("x = " + "[" * 5000, "1:1: "),
    ],
)
def test_unsound_toml_is_reported_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(expected)


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rai-lint.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PackError, match="not UTF-8 text"):
        load_config(tmp_path)
    (tmp_path / "rai-lint.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(PackError, match="larger than 1000000 bytes"):
        load_config(tmp_path)


def test_a_pack_outside_the_configurations_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a", "rai-lint.toml", 'packs = ["../other"]')
    with pytest.raises(PackError, match=r"rai-lint.toml:1:10: `packs`: `\.\./other` lies outside"):
        load_config(tmp_path / "a")


def test_packs_that_are_not_there_are_all_named_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    text = 'packs = [\n  "rulse",\n  "rules",\n  "no/where",\n  "a\\u0000",\n]\n'
    why = f"a pack is a folder of rules below {tmp_path}"
    assert problems(tmp_path, text) == [
        f"2:3: `packs`: `rulse` is no folder (did you mean `rules`?); {why}",
        f"4:3: `packs`: `no/where` is no folder; {why}",
        f"1:1: `packs`: `a\0` is no folder; {why}",
    ]


def test_patterns_and_units_of_a_configuration_above_the_root_are_moved(tmp_path: Path) -> None:
    write(
        tmp_path,
        "rai-lint.toml",
        """\
exclude = ["models/a/old/", "models/b/", "*.ipynb", "**/tmp/**"]

[per-file-ignores]
"models/a/train.py" = ["REP"]
"models/b/train.py" = ["REP"]

[[waiver]]
rule = "DAT001"
unit = "models"
reason = "agreed"
owner = "ada"

[[waiver]]
rule = "DAT001"
unit = "models/b"
reason = "agreed"
owner = "ada"
""",
    )
    root = tmp_path / "models" / "a"
    root.mkdir(parents=True)
    config = load_config(root)
    assert config.exclude == ("/old/", "*.ipynb", "**/tmp/**")
    assert config.per_file_ignores == {"/train.py": ("REP",)}
    assert [waiver.unit for waiver in config.waivers] == ["."]


def test_the_schema_accepts_what_is_read_and_refuses_a_typing_error() -> None:
    schema = config_schema()
    jsonschema.validate({"select": ["DAT"], "fail-on": "note"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"selekt": ["DAT"]}, schema)
    assert json.dumps(schema)


def test_the_roles_of_the_configuration_are_those_of_the_model() -> None:
    assert Role.__args__ == ROLES  # type: ignore[attr-defined]  # what Literal keeps its values in
