"""Git trees made to mislead: nothing that they configure is run, nothing elsewhere is read."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from program import Done, git, rai_lint
from started import started
from tree import write

import rai_lint.git as git_module
from rai_lint.worktree import list_paths

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes"),
]

WITNESS = "import torch\n\nstate = torch.load('model.pt', weights_only=False)\n"
FOUND = ("SEC001", "witness.py", 3)
CHECK = ("check", "--fail-on", "note", "--format", "json")

#: Keys of a configuration behind which git runs a program, for one command or another.
PROGRAMS = """
    core.fsmonitor core.pager core.sshCommand core.gitProxy core.editor core.askPass
    core.alternateRefsCommand credential.helper gpg.program gpg.ssh.program diff.external
    diff.trap.command diff.trap.textconv filter.trap.clean filter.trap.smudge filter.trap.process
    merge.trap.driver uploadpack.packObjectsHook interactive.diffFilter sequence.editor
    pager.ls-files pager.ls-tree pager.rev-parse web.browser remote.origin.uploadpack
    remote.origin.vcs sendemail.sendmailCmd trailer.trap.command
""".split()  # noqa: SIM905 - a table is easier to read than a list
HOOKS = (
    "post-index-change reference-transaction fsmonitor-watchman post-checkout pre-auto-gc".split()  # noqa: SIM905
)


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Path]:
    """Give a program that leaves a trace if it is run; it must not be."""
    trace = tmp_path / "sprung"
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch '{trace}'\ncat\n", "utf-8")
    program.chmod(0o755)
    yield program
    assert not trace.exists()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of one commit, with a finding."""
    root = tmp_path / "repository"
    root.mkdir()
    write(root, {"witness.py": WITNESS, "requirements.txt": "torch==2.4.0\n"})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


def found_in(done: Done) -> bool:
    """Say whether a run ended well and has found what is there."""
    return (done.returncode, done.stderr) == (1, "") and FOUND in done.said()


def unread(done: Done) -> dict[str, str]:
    """Return what was not read, and why."""
    return {each["path"]: each["because"] for each in json.loads(done.stdout)["skipped"]}


def test_no_program_of_a_configuration_is_run(repository: Path, trap: Path) -> None:
    (repository / ".gitattributes").write_text("* filter=trap diff=trap merge=trap\n", "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "attributes")
    for name in HOOKS:
        shutil.copy(trap, repository / ".git/hooks" / name)
    more = repository / ".git" / "more"
    more.write_text(f"[alias]\nls-files = !{trap}\nls-tree = !{trap}\nrev-parse = !{trap}\n")
    for key in PROGRAMS:
        git(repository, "config", key, str(trap))
    git(repository, "config", "include.path", str(more))
    git(repository, "config", "core.hooksPath", str(trap.parent))
    (repository / "witness.py").write_text(f"# changed\n{WITNESS}", "utf-8")
    for since in ((), ("--since", "HEAD")):
        done = started(*CHECK, *since, str(repository), cwd=repository)
        assert (done.returncode, done.stderr) == (1, "")
        assert ("SEC001", "witness.py", 4) in done.said()


def test_an_object_that_is_missing_is_fetched_from_nowhere(
    repository: Path, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.promisor", "true")
    git(repository, "config", "remote.origin.url", f"ext::{trap}")
    git(repository, "config", "protocol.ext.allow", "always")
    git(repository, "config", "protocol.allow", "always")
    shutil.rmtree(repository / ".git/objects")
    (repository / ".git/objects").mkdir()
    done = started(*CHECK, "--since", "HEAD", str(repository), cwd=repository)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    # A git of before 2024 does not know how to forbid this as such: its protocols are closed too.
    known = git_module._environment()  # noqa: SLF001 - the line of defence itself
    known.pop("GIT_NO_LAZY_FETCH")
    monkeypatch.setattr(git_module, "_environment", lambda: known)
    head = (repository / ".git/refs/heads").iterdir().__next__().read_text("utf-8").strip()
    answer = git_module.ask(repository, "ls-tree", "-r", head)
    assert answer is not None
    assert answer.code != 0


def test_variables_of_git_are_not_handed_on(repository: Path, trap: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere, {"secret_name.py": WITNESS})
    git(elsewhere, "init", "-q")
    git(elsewhere, "add", "-A")
    traces = {name: str(tmp_path / name) for name in ("GIT_TRACE", "GIT_TRACE2_EVENT")}
    done = started(
        *CHECK,
        str(repository),
        cwd=repository,
        environment={
            **traces,
            "GIT_DIR": str(elsewhere / ".git"),
            "GIT_WORK_TREE": str(elsewhere),
            "GIT_INDEX_FILE": str(elsewhere / ".git/index"),
            "GIT_EXTERNAL_DIFF": str(trap),
            "GIT_SSH_COMMAND": str(trap),
            "GIT_EXEC_PATH": str(trap.parent),
            "GIT_CEILING_DIRECTORIES": str(repository),
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.fsmonitor",
            "GIT_CONFIG_VALUE_0": str(trap),
            "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={trap}'",
        },
    )
    assert found_in(done)
    assert "secret_name" not in done.stdout
    assert not any(Path(trace).exists() for trace in traces.values())


def test_a_tree_of_another_owner_is_read_as_any(repository: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for at, folders, files in os.walk(repository):
        for name in (*folders, *files):
            os.chown(Path(at, name), 65534, 65534)
    os.chown(repository, 65534, 65534)
    (repository / ".gitignore").write_text("hidden.py\n", "utf-8")
    (repository / "hidden.py").write_text(WITNESS, "utf-8")
    done = started(*CHECK, "--since", "HEAD", str(repository), cwd=repository)
    assert (done.returncode, done.stderr) in ((0, ""), (1, ""))
    assert list_paths(repository).by_git
    assert "hidden.py" not in list_paths(repository).paths


def test_without_git_the_folders_are_read(repository: Path, tmp_path: Path) -> None:
    none = tmp_path / "none"
    none.mkdir()
    done = started(*CHECK, str(repository), cwd=repository, environment={"PATH": str(none)})
    assert found_in(done)


def test_a_program_named_git_in_the_tree_is_not_run(repository: Path, trap: Path) -> None:
    shutil.copy(trap, repository / "git")
    for path in (".", str(repository), f".{os.pathsep}{repository}"):
        done = started(*CHECK, str(repository), cwd=repository, environment={"PATH": path})
        assert found_in(done)


def test_a_work_tree_beside_and_a_submodule_within(repository: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    git(repository, "worktree", "add", "-q", str(beside))
    assert found_in(started(*CHECK, "--since", "HEAD~0", str(beside), cwd=beside)) is False
    assert found_in(started(*CHECK, str(beside), cwd=beside))
    git(beside, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository), "s")
    done = started(*CHECK, str(beside), cwd=beside)
    assert found_in(done)
    assert "submodule" in unread(done)["s"]


def _pipe(name: str) -> Callable[[Path], None]:
    def put(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    return put


def _no_git(content: bytes | None) -> Callable[[Path], None]:
    def put(root: Path) -> None:
        shutil.rmtree(root / ".git")
        if content is None:
            (root / ".git").mkdir()
        else:
            (root / ".git").write_bytes(content)

    return put


def _linked(root: Path) -> None:
    shutil.move(root / ".git", root.parent / "elsewhere.git")
    (root / ".git").symlink_to(root.parent / "elsewhere.git")


def _config(*words: str) -> Callable[[Path], None]:
    return lambda root: git(root, "config", *words)


def _bytes(name: str, data: bytes) -> Callable[[Path], None]:
    def put(root: Path) -> None:
        (root / name).write_bytes(data)

    return put


def _pipe_for_git(root: Path) -> None:
    shutil.rmtree(root / ".git")
    os.mkfifo(root / ".git")


#: What is done to the repository; the witness must be found whatever git says of it.
SPOILED: Mapping[str, Callable[[Path], None]] = {
    "an empty .git": _no_git(None),
    ".git that is text": _no_git(b"hello\n"),
    ".git that leads nowhere": _no_git(b"gitdir: /nowhere/at/all\n"),
    ".git that leads to itself": _no_git(b"gitdir: .git\n"),
    ".git of zeros": _no_git(b"\0" * 5000),
    ".git that is a link": _linked,
    "an index of noise": _bytes(".git/index", os.urandom(4000)),
    "an index cut off": _bytes(".git/index", b"DIRC\0\0\0\2\0\0\xff\xff"),
    "a head of noise": _bytes(".git/HEAD", b"\xff\xfe\0"),
    "a configuration of noise": _bytes(".git/config", b"[core\n\xff"),
    "a work tree elsewhere": _config("core.worktree", "/etc"),
    "a work tree above": _config("core.worktree", "../.."),
    "a bare repository": _config("core.bare", "true"),
    "a format of the future": _config("core.repositoryFormatVersion", "99"),
    "excludes without an end": _config("core.excludesFile", "/dev/zero"),
    "attributes without an end": _config("core.attributesFile", "/dev/zero"),
    "a pipe for .gitignore": _pipe(".gitignore"),
    "a pipe for .gitignore below": _pipe("a/.gitignore"),
    "a pipe for the excludes": _pipe(".git/info/exclude"),
    "a pipe for the index": _pipe(".git/index"),
    "a pipe for HEAD": _pipe(".git/HEAD"),
    "a pipe for the configuration": _pipe(".git/config"),
    "a pipe for .git": _pipe_for_git,
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_repository_is_read_all_the_same(
    repository: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_module, "_SECONDS", 1)
    SPOILED[name](repository)
    done = rai_lint(*CHECK, str(repository), cwd=repository)
    assert found_in(done), (done.returncode, done.stderr, unread(done))


def _entry(name: bytes) -> bytes:
    head = struct.pack(">10I", 0, 0, 0, 0, 0, 0, 0o100644, 0, 0, 3) + b"\x11" * 20
    data = head + struct.pack(">H", min(len(name), 0xFFF)) + name + b"\0"
    return data + b"\0" * (-len(data) % 8)


def test_an_index_cannot_name_files_elsewhere(repository: Path, tmp_path: Path) -> None:
    write(tmp_path, {"outside/stolen.py": "SECRET = 'hunter2'\n" + WITNESS})
    names = sorted(
        (
            b"../outside/stolen.py",
            b"/etc/passwd.py",
            os.fsencode(tmp_path / "outside/stolen.py"),
            b"a/../../outside/stolen.py",
            b"witness.py",
            b"requirements.txt",
            b".git/config",
        )
    )
    body = b"DIRC" + struct.pack(">2I", 2, len(names)) + b"".join(map(_entry, names))
    (repository / ".git/index").write_bytes(body + hashlib.sha1(body).digest())  # noqa: S324 - git's
    done = started(*CHECK, str(repository), cwd=repository)
    assert found_in(done)
    assert "hunter2" not in done.stdout
    assert len(unread(done)) == 5
    assert {"git's index names a path that leads out of it"} == set(unread(done).values())
    assert {path for _, path, _ in done.said()} <= {"witness.py", ".", "requirements.txt"}
