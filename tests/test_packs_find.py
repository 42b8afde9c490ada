from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rulefiles import rule_text, write_pack

from rai_lint.packs import find
from rai_lint.packs.find import builtin_packs


def test_a_checkout_holds_the_rules_beside_the_package() -> None:
    assert builtin_packs() == Path(find.__file__).resolve().parents[2] / "rules"
    assert (builtin_packs() / "apis").is_dir()


def test_a_wheel_holds_the_rules_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "rai_lint" / "_rules"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(find, "__file__", str(tmp_path / "rai_lint" / "packs" / "find.py"))

    assert builtin_packs() == shipped


def install(site: Path, value: str) -> None:
    """Write a distribution whose package would fail loudly if it were imported."""
    package = site / "acme_rules"
    (package / "packs").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('imported')\n")
    info = site / "acme_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[rai_lint.packs]\nacme = {value}\n")


def found_with(site: Path) -> list[str]:
    code = (
        "from rai_lint.packs.find import third_party_packs\n"
        "print(*third_party_packs(), sep='\\n', end='')"
    )
    root = str(Path(find.__file__).resolve().parents[2])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": f"{site}:{root}"},
    )
    return run.stdout.splitlines()


def test_a_distribution_offers_a_folder_and_is_not_imported(tmp_path: Path) -> None:
    install(tmp_path, "acme_rules.packs")

    assert found_with(tmp_path) == [str(tmp_path / "acme_rules" / "packs")]


@pytest.mark.parametrize("value", ["acme_rules.gone", "../../etc", "acme_rules.packs:load", "a b"])
def test_an_entry_point_that_names_no_folder_of_its_own_is_passed_over(
    tmp_path: Path, value: str
) -> None:
    install(tmp_path, value)

    assert found_with(tmp_path) == []


@pytest.mark.parametrize("command", [["rule", "ACME001"], ["rules"], ["guidelines", "acme"]])
def test_what_an_installed_pack_brings_is_explained_and_listed(
    tmp_path: Path, command: list[str]
) -> None:
    install(tmp_path, "acme_rules.packs")
    guideline = (
        "id: acme\ntitle: Ours\nsource: us\ndate: '2026-01-01'\ndated: applies\n"
        "items: [{id: data, text: Say it.}]\n"
    )
    rule = rule_text(id="ACME001", name="acme-own-rule", references=["acme/data"])
    write_pack(
        tmp_path / "acme_rules" / "packs",
        {"own/rule.yaml": rule, "guidelines/acme.yaml": guideline},
    )
    (tmp_path / "here").mkdir()
    root = str(Path(find.__file__).resolve().parents[2])
    run = subprocess.run(
        [sys.executable, "-m", "rai_lint", *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path / "here",
        env={"PYTHONPATH": f"{tmp_path}:{root}", "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    assert "ACME001" in run.stdout
