"""Files that are none, names that are attacks, links that lead away: each is named and not read."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from program import Done, git
from started import started
from tree import write

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes"),
]

#: What stands beside every hostile file, and must be found all the same.
WITNESS = "import torch\n\nstate = torch.load('model.pt', weights_only=False)\n"
CHECK = ("check", "--fail-on", "note")
LONG = "n" * 252 + ".py"

NAMES = {
    "a newline": "a\n::error file=x::forged.py",
    "an escape": "a\x1b[31mred\x1b[0m.py",
    "a workflow command": "::error title=x::forged.py",
    "a workflow command in a folder": "::add-mask::x/forged.py",
    "a command of Azure": "##vso[task.setvariable variable=x]y.py",
    "an old command": "##[add-mask]x.py",
    "a carriage return": "a\r::error::b.py",
    "right to left": "\u202eyp.exe.py",
    "no width": "a\u200bb.py",
    "a zero of lines": "a\u2028b.py",
    "255 bytes": LONG,
    "spaces": "  .py",
    "quotes": "a'\"`$(touch x).py",
    "markup": "<script>alert(1)<\\script>.py",
    "a pattern": "[!a]*?.py",
    "an option": "--output=stolen.py",
    "a backslash": "..\\..\\etc\\passwd.py",
    "a percent": "%0A::error::x.py",
    "a link": "[a](javascript:1).py",
    "a cell of a table": "=cmd|' !A1.py",
}


def _socket(at: Path) -> None:
    here = Path.cwd()
    os.chdir(at.parent)  # the path of a socket may have a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as endpoint:
            endpoint.bind(at.name)
    finally:
        os.chdir(here)


#: What is put in the place of a file, and what the report says of it.
PLACES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "passwd.py": (lambda at: at.symlink_to("/etc/passwd"), "leads out"),
    "etc": (lambda at: at.symlink_to("/etc"), "leads out"),
    "environ.py": (lambda at: at.symlink_to("/proc/self/environ"), "leads out"),
    "zero.py": (lambda at: at.symlink_to("/dev/zero"), "leads out"),
    "stdin.md": (lambda at: at.symlink_to("/dev/stdin"), "leads out"),
    "up.yaml": (lambda at: at.symlink_to("../../../../../../etc/hostname"), "leads out"),
    "loop.py": (lambda at: at.symlink_to("loop.py"), "leads nowhere"),
    "ring.py": (lambda at: at.symlink_to("gnir.py"), "leads nowhere"),
    "gnir.py": (lambda at: at.symlink_to("ring.py"), "leads nowhere"),
    "too_long.py": (lambda at: at.symlink_to("a" * 300), "leads nowhere"),
    "too_deep.py": (lambda at: at.symlink_to("a/" * 2000), "leads nowhere"),
    "gone.json": (lambda at: at.symlink_to("nothing.json"), "leads nowhere"),
    "pipe.py": (os.mkfifo, "not a regular file"),
    "pipe.md": (os.mkfifo, "not a regular file"),
    "pipe.ipynb": (os.mkfifo, "not a regular file"),
    "pipe.safetensors": (os.mkfifo, "not a regular file"),
    "pipe.csv": (os.mkfifo, "not a regular file"),
    "LICENSE": (os.mkfifo, "not a regular file"),
    "README.md": (os.mkfifo, "not a regular file"),
    "socket.py": (_socket, "not a regular file"),
}


def check(root: Path, *arguments: str) -> Done:
    """Check a repository, with a cache for the rules only."""
    return started(*CHECK, str(root), *arguments, cwd=root)


def repository(folder: Path) -> Path:
    root = folder / "repository"
    root.mkdir()
    write(root, {"witness.py": WITNESS, "requirements.txt": "torch==2.4.0\n"})
    return root


@pytest.mark.parametrize("with_git", [True, False])
def test_what_is_no_file_is_named_and_the_rest_is_checked(
    tmp_path: Path, *, with_git: bool
) -> None:
    root = repository(tmp_path)
    for name, (put, _) in PLACES.items():
        put(root / name)
    (root / "self").symlink_to(".")
    if with_git:
        git(root, "init", "-q")
    done = check(root, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert ("SEC001", "witness.py", 3) in done.said()
    skipped = {each["path"]: each["because"] for each in json.loads(done.stdout)["skipped"]}
    # Git does not count pipes and sockets; a link of 4,000 characters it cannot hold.
    listed = {
        name: why for name, (_, why) in PLACES.items() if not with_git or "regular" not in why
    }
    assert set(listed) <= set(skipped)
    for name, why in listed.items():
        assert why in skipped[name], name
    assert "root:" not in done.stdout


def test_every_name_is_read_and_none_acts(tmp_path: Path) -> None:
    root = repository(tmp_path)
    write(root, dict.fromkeys(NAMES.values(), WITNESS))
    done = check(root, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    unsafe = [each for each in done.findings() if each["rule"] == "SEC001"]
    found = {place["path"] for each in unsafe for place in each["locations"]}
    assert found == {"witness.py", *NAMES.values()}
    text = check(root, "--color", "never").stdout
    for line in text.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line
    assert all(each.isprintable() or each == "\n" for each in text)


def test_names_that_are_no_text_are_named(tmp_path: Path) -> None:
    root = repository(tmp_path)
    names = (b"\xed\xa0\x80.py", b"caf\xe9.py", b"\xff\xfe.md", b"a\xc0\xaf..\xc0\xaf.py")
    for name in names:
        os.close(os.open(os.fsencode(root) + b"/" + name, os.O_CREAT))
    done = check(root, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    skipped = {each["path"]: each["because"] for each in json.loads(done.stdout)["skipped"]}
    assert {"its name is not UTF-8"} == set(skipped.values())
    assert len(skipped) == len(names)


def test_a_folder_of_a_hundred_thousand_files_ends_soon(tmp_path: Path) -> None:
    root = repository(tmp_path)
    heap = root / "heap"
    heap.mkdir()
    for number in range(100_000):
        os.close(os.open(heap / f"{number}.txt", os.O_CREAT))
    done = check(root, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert ("SEC001", "witness.py", 3) in done.said()


def test_folders_in_folders_have_a_bottom(tmp_path: Path) -> None:
    root = repository(tmp_path)
    here = Path.cwd()
    os.chdir(root)
    try:
        for _ in range(700):  # deeper than a path may be long
            os.mkdir("folder")  # noqa: PTH102 - relative
            os.chdir("folder")
    finally:
        os.chdir(here)
    done = check(root, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    (deep,) = json.loads(done.stdout)["skipped"]
    assert "more than 60 deep" in deep["because"]


@pytest.mark.parametrize("name", ["rai-lint.toml", "pyproject.toml"])
def test_a_configuration_elsewhere_is_not_the_repositorys(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path)
    secret = tmp_path / "secret.toml"
    secret.write_text("[tool.rai-lint]\nsecret_word = 'hunter2'\n", "utf-8")
    (root / name).symlink_to(secret)
    done = check(root, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert "hunter2" not in done.stdout
    (linked,) = json.loads(done.stdout)["skipped"]
    assert (linked["path"], "leads out" in linked["because"]) == (name, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
@pytest.mark.parametrize("option", ["--output", "--write-baseline"])
def test_a_full_disk_is_the_users_to_know(tmp_path: Path, option: str) -> None:
    root = repository(tmp_path)
    if option == "--write-baseline":
        (root / "base.json").symlink_to("/dev/full")
    file = "/dev/full" if option == "--output" else "base.json"
    done = check(root, "--format", "json", option, file)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert file in done.stderr


@pytest.mark.parametrize("place", ["a file", "a pipe", "a ring", "beneath a file", "/dev/full"])
def test_a_cache_that_cannot_be_is_none(tmp_path: Path, place: str) -> None:
    root = repository(tmp_path)
    at = tmp_path / "cache"
    if place == "a pipe":
        os.mkfifo(at)
    elif place == "a ring":
        at.symlink_to(at)
    else:
        at.write_text("mine\n", "utf-8")
    where = {"beneath a file": str(at / "below"), "/dev/full": "/dev/full"}.get(place, str(at))
    done = started(*CHECK, str(root), "--cache-dir", where, "--format", "json", cwd=root)
    assert (done.returncode, done.stderr) == (1, "")
    assert ("SEC001", "witness.py", 3) in done.said()
    assert place in ("a pipe", "a ring") or at.read_text("utf-8") == "mine\n"


def test_without_a_home_there_is_no_cache(tmp_path: Path) -> None:
    root = repository(tmp_path)
    code = (
        "import os, pathlib, sys\n"
        "def nobody(*_): raise RuntimeError('Could not determine home directory.')\n"
        "pathlib.Path.home = nobody\n"
        "from rai_lint.cli import main\n"
        "main()\n"
    )
    (tmp_path / "nobody.py").write_text(code, "utf-8")
    run = subprocess.run(
        [sys.executable, str(tmp_path / "nobody.py"), *CHECK, str(root), "--format", "json"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "")
