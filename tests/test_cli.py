"""The command line as people meet it: exit codes, and what it prints where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from program import rai_lint

from rai_lint.commands import boundary
from rai_lint.commands.schema import SUBJECTS
from rai_lint.errors import UserError
from rai_lint.report.json_v1 import report_schema

pytestmark = pytest.mark.usefixtures("home")

EXAMPLES = Path(__file__).parents[1] / "examples"
UNSAFE = 'import torch\n\nstate = torch.load("model.pt", weights_only=False)\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one unsafe load."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text("torch==2.4.0\n")
    (folder / "serve.py").write_text(UNSAFE)
    return folder


def test_version_and_help_load_no_engine(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from rai_lint.cli import cli\n"
        "cli.main(['--version'], standalone_mode=False)\n"
        "heavy = {'rich', 'jinja2', 'libcst', 'yaml', 'jsonschema', 'markdown_it'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(EXAMPLES.parent), "PATH": os.environ["PATH"]},
    )
    assert done.stdout == "rai-lint 0.1.0\n[]\n"


def test_help_names_the_commands(tmp_path: Path) -> None:
    done = rai_lint("--help", cwd=tmp_path)
    assert done.returncode == 0
    for command in ("check", "diff", "inventory", "rule", "rules", "test", "schema"):
        assert f"\n  {command} " in done.stdout
    assert rai_lint(cwd=tmp_path).stdout == done.stdout


def test_check_is_the_default_command(project: Path) -> None:
    short = rai_lint(".", "--select", "SEC001", cwd=project)
    assert short.returncode == rai_lint("check", ".", "--select", "SEC001", cwd=project).returncode
    assert "serve.py\n  3:9" in short.stdout
    assert "SEC001 torch-load-unsafe" in short.stdout
    assert 'state = torch.load("model.pt", weights_only=False)' in short.stdout
    assert short.stderr == ""


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on_decides_about_the_exit_code(project: Path, fail_on: str, code: int) -> None:
    arguments = ("--select", "SEC001", "--fail-on", fail_on)
    assert rai_lint(".", *arguments, cwd=project).returncode == code


def test_fail_on_comes_from_the_configuration_too(project: Path) -> None:
    (project / "rai-lint.toml").write_text('fail-on = "warning"\nselect = ["SEC001"]\n')
    assert rai_lint(".", cwd=project).returncode == 1
    assert rai_lint(".", "--fail-on", "never", cwd=project).returncode == 0


def test_json_and_text_at_once(project: Path) -> None:
    done = rai_lint(
        ".",
        "--select",
        "SEC001",
        "--format",
        "json",
        "--output",
        "r.json",
        "--format",
        "text",
        cwd=project,
    )
    report = json.loads((project / "r.json").read_text())
    jsonschema.validate(report, report_schema())
    assert [each["rule"] for each in report["findings"]] == ["SEC001"]
    assert "1 warning" in done.stdout
    assert sorted(path.name for path in project.iterdir() if path.name.startswith(".")) == []


def test_two_formats_cannot_share_standard_output(project: Path) -> None:
    done = rai_lint(".", "--format", "json", "--format", "text", cwd=project)
    assert done.returncode == 2
    assert "two formats cannot both go to standard output" in done.stderr


def test_an_output_that_cannot_be_written_is_the_users_mistake(project: Path) -> None:
    for file in ("no/such/folder.txt", "."):
        done = rai_lint(".", "--format", "text", "--output", file, cwd=project)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"rai-lint: {file}: cannot be written")


def test_a_suppressed_finding_does_not_fail_and_is_counted(project: Path) -> None:
    line = UNSAFE.rstrip() + "  # rai-lint: ignore[SEC001] written by us\n"
    (project / "serve.py").write_text(line)
    done = rai_lint(".", "--select", "SEC001", "--fail-on", "note", cwd=project)
    assert done.returncode == 0
    assert "No findings, 1 suppressed" in done.stdout


def test_one_file_is_judged_by_the_whole_repository(project: Path) -> None:
    (project / "split.py").write_text(
        "from sklearn.model_selection import train_test_split\n\nparts = train_test_split(rows)\n"
    )
    rules = ("--select", "SEC001,REP002", "--format", "json")
    whole = json.loads(rai_lint(".", *rules, cwd=project).stdout)
    narrow = json.loads(rai_lint("split.py", *rules, cwd=project).stdout)
    assert {each["path"] for each in whole["findings"]} == {"split.py", "serve.py"}
    assert {each["path"] for each in narrow["findings"]} == {"split.py"}
    assert narrow["summary"]["files"] == whole["summary"]["files"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing.py",), "nothing.py: there is no such file or directory"),
        ((".", "--select", "SEC0001"), "--select: `SEC0001` is no rule; did you mean `SEC001`"),
        ((".", "--profile", "basik"), "--profile: `basik` is no profile (did you mean `basic`?)"),
        ((".", "--ignore", "NOPE9"), "--ignore: `NOPE9` is no rule."),
        ((".", "--format", "pdf"), "'pdf' is not one of 'text', 'json'"),
        ((".", "--selekt", "x"), "No such option"),
        (
            (".", "--output", "r.json", "--format", "json"),
            "--output r.json belongs to the --format",
        ),
        (
            (".", *(("--format", "json", "--output", "r.json") * 2)),
            "two formats cannot both be written to r.json",
        ),
        ((".", "--timings", "--format", "json"), "--timings is a part of the text format"),
        (("rule", "SEC0001"), "`SEC0001` is no rule; did you mean `SEC001`"),
        (("schema", "ruel"), "'ruel' is not one of"),
    ],
)
def test_mistakes_end_with_2_and_say_what_is_allowed(
    project: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = rai_lint(*arguments, cwd=project)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_wrong_configuration_is_reported_with_its_lines(project: Path) -> None:
    (project / "rai-lint.toml").write_text('profil = "basic"\nfail-on = 3\n')
    done = rai_lint(".", cwd=project)
    assert done.returncode == 2
    assert "rai-lint.toml:1:1: unknown key `profil` (did you mean `profile`?)" in done.stderr
    assert "rai-lint.toml:2:1: `fail-on` is 3; allowed: error, never, note" in done.stderr


def test_names_that_no_rule_or_profile_has_are_said_at_once_with_their_lines(
    project: Path,
) -> None:
    (project / "rai-lint.toml").write_text(
        """\
profile = "basik"
ignore = [
  "SEC001",
  'NOPE9',
]

[per-file-ignores]
"a.py" = ["SEC01x"]

[[waiver]]
rule = "SEC001"
reason = "agreed"
owner = "ada"

[[waiver]]
rule = "SEC00"
reason = "agreed"
owner = "ada"

[[waiver]]
rule = "torch-load-unsave"
reason = "agreed"
owner = "ada"
"""
    )
    done = rai_lint(".", "--ignore", "QQQ", cwd=project)
    assert done.returncode == 2
    first, *rest = done.stderr.removeprefix("rai-lint: ").splitlines()
    assert first == "--ignore: `QQQ` is no rule. `rai-lint rules` lists them all."
    file = f"{project / 'rai-lint.toml'}:"
    profile, *rules = [line.removeprefix(file) for line in rest]
    assert profile.startswith("1:11: `profile`: `basik` is no profile (did you mean `basic`?); ")
    assert [line.split("; ")[0] for line in rules] == [
        "4:3: `ignore`: `NOPE9` is no rule. `rai-lint rules` lists them all.",
        "8:11: `per-file-ignores`, `a.py`: `SEC01x` is no rule",
        "21:8: `waiver`: `torch-load-unsave` is no rule",
    ]
    assert rules[2].endswith("; did you mean `torch-load-unsafe`?")


def test_what_the_command_line_puts_aside_is_not_held_against_the_configuration(
    project: Path,
) -> None:
    (project / "rai-lint.toml").write_text('profile = "basik"\nselect = ["NOPE9"]\n')
    assert rai_lint(".", "--profile", "basic", "--quiet", cwd=project).returncode < 2
    done = rai_lint(".", "--profile", "basik", cwd=project)
    assert done.stderr.startswith("rai-lint: --profile: `basik` is no profile")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UserError("wrong \x1b[1m key"), 2, r"rai-lint: wrong \x1b[1m key"),
        (KeyboardInterrupt(), 130, "rai-lint: interrupted"),
        (ZeroDivisionError("oops"), 3, "ZeroDivisionError: oops\nrai-lint: this is a bug"),
    ],
)
def test_the_three_kinds_of_ending(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run() -> int:
        raise error

    assert boundary.guarded(run) == code
    assert said in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    command = f"{sys.executable} -m rai_lint rules --format json | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(EXAMPLES.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{", "")


def test_the_inventory(project: Path) -> None:
    table = rai_lint("inventory", ".", cwd=project).stdout
    assert "unsafe-load\n  serve.py:3" in table
    data = json.loads(rai_lint("inventory", "--format", "json", cwd=project).stdout)
    assert "unsafe-load" in {fact["kind"] for fact in data["facts"]}


def test_rules_and_one_rule(project: Path) -> None:
    listed = rai_lint("rules", cwd=project).stdout
    assert "\nSEC001  note     torch-load-unsafe " in listed
    page = rai_lint("rule", "torch-load-unsafe", cwd=project).stdout
    assert page.startswith("SEC001 torch-load-unsafe\n")
    assert "\nHow to fix\n" in page
    assert "\nReported\n" in page
    assert rai_lint("rule", "sec001", cwd=project).stdout == page
    assert rai_lint("rule", "RAI001", cwd=project).returncode == 0


@pytest.mark.parametrize("name", SUBJECTS)
def test_schemas_are_sound(project: Path, name: str) -> None:
    schema = json.loads(rai_lint("schema", name, cwd=project).stdout)
    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert [error.message for error in meta.iter_errors(schema)] == []
    # A schema that allows anything would be sound too.
    assert not jsonschema.Draft202012Validator(schema).is_valid([3])


def test_a_profile_may_ask_more_of_a_card(tmp_path: Path) -> None:
    card = "---\ntask_categories: [text-classification]\nlicense: mit\n---\n# Tickets\n\nA year.\n"
    (tmp_path / "README.md").write_text(card)
    for profile, severities in (("basic", set()), ("otdi", {"error"})):
        shown = rai_lint(".", "--profile", profile, "--format", "json", cwd=tmp_path).stdout
        found = [each for each in json.loads(shown)["findings"] if each["rule"] == "DAT005"]
        assert {each["severity"] for each in found} == severities


def test_the_first_example_shows_at_least_ten_different_findings(tmp_path: Path) -> None:
    done = rai_lint("check", str(EXAMPLES / "loan-scorer"), "--format", "json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    found = {each["rule"] for each in report["findings"]}
    assert found >= {"DAT001", "EVL017", "FAI001", "LIC009", "MDC003", "MDC008", "REP002", "SEC001"}
    assert len(found) >= 10
    assert report["skipped"] == []


def test_the_second_example_shows_none(tmp_path: Path) -> None:
    done = rai_lint("check", str(EXAMPLES / "clean-classifier"), "--fail-on", "note", cwd=tmp_path)
    assert done.stdout.startswith("No findings in "), done.stdout
    assert done.returncode == 0
