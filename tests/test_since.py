"""`--since`: what concerns files that changed, and that git runs nothing of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import git, rai_lint

pytestmark = pytest.mark.usefixtures("home")

UNSAFE = 'import torch\n\nstate = torch.load("{}.pt", weights_only=False)\n'
OLD = "import pickle\n\nwith open('rows.pkl', 'rb') as handle:\n    rows = pickle.load(handle)\n"
CARD = "---\nlicense: mit\n---\n# Sorter\n\nIt sorts letters.\n"
RULES = ("--select", "SEC001,SEC004,MDC007", "--format", "json")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository whose branch `main` has two findings in code and one in a card."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "requirements.txt").write_text("torch==2.4.0\n")
    (folder / "serve.py").write_text(UNSAFE.format("model"))
    (folder / "rows.py").write_text(OLD)
    (folder / "README.md").write_text(CARD)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    git(folder, "tag", "v1")
    return folder


def said(folder: Path, revision: str, *more: str) -> set[tuple[str, str]]:
    done = rai_lint(".", *RULES, "--since", revision, *more, cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return {(rule, path) for rule, path, _ in done.said()}


def test_without_a_change_nothing_is_said(project: Path) -> None:
    assert {rule for rule, _, _ in rai_lint(".", *RULES, cwd=project).said()} == {
        "SEC001",
        "SEC004",
        "MDC007",
    }
    assert said(project, "v1") == set()


@pytest.mark.parametrize("how", ["committed", "staged", "in the work tree"])
def test_a_change_of_any_file_of_the_evidence_counts(project: Path, how: str) -> None:
    (project / "serve.py").write_text("# loads\n" + UNSAFE.format("model"))
    (project / "README.md").write_text(CARD + "\nSee serve.py.\n")
    if how != "in the work tree":
        git(project, "add", "-A")
    if how == "committed":
        git(project, "commit", "-qm", "more")
    assert said(project, "v1") == {("SEC001", "serve.py"), ("MDC007", "README.md")}


def test_files_that_git_does_not_know_yet_and_renamed_ones_count(project: Path) -> None:
    git(project, "mv", "rows.py", "tables.py")
    (project / "new.py").write_text("import joblib\n\nmodel = joblib.load('m.joblib')\n")
    found = said(project, "v1")
    assert ("SEC004", "tables.py") in found or ("SEC004", "new.py") in found
    assert ("SEC001", "serve.py") not in found


def test_what_changed_on_the_other_branch_only_does_not_count(project: Path) -> None:
    git(project, "checkout", "-qb", "work")
    (project / "rows.py").write_text(OLD + "\nprint(rows)\n")
    git(project, "commit", "-qam", "ours")
    git(project, "checkout", "-q", "main")
    (project / "serve.py").write_text(UNSAFE.format("other"))
    git(project, "commit", "-qam", "theirs")
    git(project, "checkout", "-q", "work")
    assert said(project, "main") == {("SEC004", "rows.py")}


def test_touched_files_and_other_line_ends_are_no_change(project: Path) -> None:
    (project / "serve.py").write_bytes(UNSAFE.format("model").replace("\n", "\r\n").encode())
    (project / "rows.py").touch()
    assert said(project, "v1") == set()


def test_below_the_top_of_the_repository(project: Path) -> None:
    below = project / "models" / "a"
    below.mkdir(parents=True)
    (below / "requirements.txt").write_text("torch==2.4.0\n")
    (below / "load.py").write_text(UNSAFE.format("a"))
    git(project, "add", "-A")
    git(project, "commit", "-qm", "a model")
    assert said(below, "HEAD") == set()
    assert said(below, "v1") == {("SEC001", "load.py")}


def test_stale_entries_of_a_baseline_stay(project: Path) -> None:
    rai_lint(".", *RULES, "--write-baseline", "b.json", cwd=project)
    (project / "serve.py").write_text("import torch\n")
    found = said(project, "v1", "--baseline", "b.json")
    assert ("RAI004", "b.json") in found


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("nope", "has no revision `nope`"),
        ("--output=x", "`--output=x` is no revision"),
        ("-p", "`-p` is no revision"),
        (" ", "` ` is no revision"),
        ("v1:serve.py", "has no revision `v1:serve.py`"),
        ("a\x1b[31mb", r"has no revision `a\x1b[31mb`"),
    ],
)
def test_what_is_no_revision_is_the_users_mistake(
    project: Path, revision: str, message: str
) -> None:
    done = rai_lint(".", *RULES, f"--since={revision}", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (project / "x").exists()


def test_branches_without_a_commit_in_common(project: Path) -> None:
    git(project, "checkout", "-q", "--orphan", "other")
    git(project, "commit", "-qm", "alone")
    done = rai_lint(".", *RULES, "--since", "main", cwd=project)
    assert done.returncode == 2
    assert "have no commit in common here" in done.stderr


def test_no_git_and_no_commit(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("torch\n")
    done = rai_lint(".", *RULES, "--since", "main", cwd=tmp_path)
    assert done.returncode == 2
    assert "is in no git repository" in done.stderr
    git(tmp_path, "init", "-q")
    assert "has no revision" in rai_lint(".", *RULES, "--since", "main", cwd=tmp_path).stderr


def test_nothing_that_a_repository_configures_is_run(project: Path, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    run = f"touch {trap}; cat"
    (project / ".gitattributes").write_text("* filter=trap diff=trap\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "attributes")
    hooks = project / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {trap}\n")
        (hooks / name).chmod(0o755)
    for key in (
        "filter.trap.clean",
        "filter.trap.smudge",
        "filter.trap.process",
        "diff.trap.command",
        "diff.trap.textconv",
        "diff.external",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.alternateRefsCommand",
    ):
        git(project, "config", key, run)
    (project / "serve.py").write_text("# more\n" + UNSAFE.format("model"))
    (project / "rows.py").touch()
    assert said(project, "v1") == {("SEC001", "serve.py")}
    assert not trap.exists()
