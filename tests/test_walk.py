"""Which files count, and which are named as not read."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from rai_lint.errors import UserError
from rai_lint.model.source import Source
from rai_lint.sources import kind_of, scope_of
from rai_lint.walk import UnreadableError, decode, read, walk


def put(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def git(root: Path, *arguments: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, env=clean, check=True, capture_output=True)


def paths(root: Path, *exclude: str) -> list[str]:
    return [source.path for source in walk(root, exclude)[0]]


def skips(root: Path) -> dict[str, str]:
    return {skipped.path: skipped.because for skipped in walk(root)[1]}


def test_without_git_the_ignore_files_of_each_folder_are_heeded(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            ".gitignore": "*.csv\nbuild/\n/top.py\n",
            "a.csv": "x",
            "top.py": "",
            "sub/top.py": "",
            "build/b.py": "",
            "sub/.gitignore": "!kept.csv\nlocal.py\n",
            "sub/kept.csv": "x",
            "sub/other.csv": "x",
            "sub/local.py": "",
            "local.py": "",
            ".venv/lib/x.py": "",
            "node_modules/y.py": "",
        },
    )
    assert paths(tmp_path) == ["local.py", "sub/kept.csv", "sub/top.py"]


def test_in_git_tracked_files_count_even_if_ignored_and_untracked_ones_unless_ignored(
    tmp_path: Path,
) -> None:
    put(tmp_path, {"tracked.py": "", "forced.csv": "a\n", ".gitignore": "*.csv\n"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", ".")
    put(tmp_path, {"new.py": "", "ignored.csv": "a\n", "venv/new.py": ""})
    assert paths(tmp_path) == ["forced.csv", "new.py", "tracked.py", "venv/new.py"]


def test_a_folder_that_the_repository_around_it_ignores_is_walked(tmp_path: Path) -> None:
    put(tmp_path, {".gitignore": "scratch/\n", "scratch/train.py": "", "a.py": ""})
    git(tmp_path, "init", "-q")
    assert paths(tmp_path / "scratch") == ["train.py"]


def test_a_tracked_file_that_is_gone_is_named(tmp_path: Path) -> None:
    put(tmp_path, {"train.py": "", "card.md": "", "picture.png": b""})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    for name in ("train.py", "picture.png"):
        (tmp_path / name).unlink()
    assert skips(tmp_path) == {"train.py": "tracked but not in the work tree"}
    assert paths(tmp_path) == ["card.md"]


def test_json_that_is_gone_is_taken_for_data_or_settings_by_its_name(tmp_path: Path) -> None:
    put(tmp_path, {"alpaca_data.json": "[]", "config.json": "{}"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    for path in tmp_path.glob("*.json"):
        path.unlink()
    kinds = {skipped.path: skipped.kind for skipped in walk(tmp_path)[1]}
    assert kinds == {"alpaca_data.json": "data", "config.json": "config"}


def test_the_repository_own_git_settings_run_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"a.py": ""})
    git(tmp_path, "init", "-q")
    proof = tmp_path / "proof"
    script = tmp_path / ".git" / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch '{proof}'\n")
    script.chmod(0o755)
    git(tmp_path, "config", "core.fsmonitor", str(script))
    git(tmp_path, "config", "core.pager", str(script))
    git(tmp_path, "config", "submodule.recurse", "true")
    assert paths(tmp_path) == ["a.py"]
    assert not proof.exists()


def test_git_variables_of_the_caller_do_not_lead_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = put(tmp_path / "here", {"here.py": ""})
    there = put(tmp_path / "there", {"there.py": ""})
    git(here, "init", "-q")
    git(there, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(there / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(there))
    assert paths(here) == ["here.py"]


def test_without_the_git_program_the_folders_are_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"a.py": "", "b.py": "", ".gitignore": "b.py\n"})
    git(tmp_path, "init", "-q")
    monkeypatch.setenv("PATH", "")
    assert paths(tmp_path) == ["a.py"]


def test_a_program_named_git_in_the_repository_is_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "proof"
    put(tmp_path, {"a.py": "", "git": f"#!/bin/sh\ntouch '{proof}'\n"})
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert paths(tmp_path) == ["a.py"]
    assert not proof.exists()


def test_a_submodule_is_named_and_not_entered(tmp_path: Path) -> None:
    inner = put(tmp_path / "inner", {"x.py": ""})
    git(inner, "init", "-q")
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "x")
    outer = put(tmp_path / "outer", {"a.py": ""})
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "sub")
    assert paths(outer) == ["a.py"]
    assert "submodule" in skips(outer)["sub"]


@pytest.mark.parametrize("with_git", [True, False])
def test_links_are_never_followed(tmp_path: Path, *, with_git: bool) -> None:
    put(tmp_path, {"outside/secret.py": "", "root/train.py": "", "root/.gitignore": "hidden.py\n"})
    root = tmp_path / "root"
    put(root, {"hidden.py": ""})
    (root / "same.py").symlink_to("train.py")
    (root / "leak.py").symlink_to("../outside/secret.py")
    (root / "folder").symlink_to("../outside")
    (root / "dangling.py").symlink_to("nothing.py")
    (root / "loop.py").symlink_to("loop.py")
    (root / "self").symlink_to(".")
    (root / "to_hidden.py").symlink_to("hidden.py")
    if with_git:
        git(root, "init", "-q")
    assert paths(root) == ["train.py"]
    assert skips(root) == {
        "leak.py": "a link that leads out of the repository",
        "folder": "a link that leads out of the repository",
        "dangling.py": "a link that leads nowhere",
        "loop.py": "a link that leads nowhere",
        "to_hidden.py": "a link to hidden.py, which does not count",
    }


def test_pipes_and_sockets_are_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "train.py")
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind(os.fspath(tmp_path / "card.md"))
        assert skips(tmp_path) == {
            "train.py": "not a regular file",
            "card.md": "not a regular file",
        }


def test_files_too_large_to_read_are_named_and_data_never_is(tmp_path: Path) -> None:
    big = b"x" * 2_000_001
    put(tmp_path, {"big.py": big, "big.md": big, "big.csv": big, "ok.yaml": big})
    assert skips(tmp_path) == {"big.py": "larger than 2 MB", "big.md": "larger than 2 MB"}
    assert paths(tmp_path) == ["big.csv", "ok.yaml"]


def test_a_long_json_list_is_data_and_a_long_mapping_is_not(tmp_path: Path) -> None:
    filler = '{"a": "' + "x" * 70_000 + '"}'
    put(tmp_path, {"list.json": f" [{filler}]", "map.json": filler, "short.json": "[1]"})
    kinds = {source.path: source.kind for source in walk(tmp_path)[0]}
    assert kinds == {"list.json": "data", "map.json": "config", "short.json": "config"}


def test_json_beyond_the_bound_is_named_unless_it_is_data(tmp_path: Path) -> None:
    filler = '{"a": "' + "x" * 5_000_001 + '"}'
    put(tmp_path, {"settings.json": filler, "train_data.json": filler, "rows.json": f"[{filler}]"})
    assert skips(tmp_path) == {"settings.json": "larger than 5 MB"}
    kinds = {source.path: source.kind for source in walk(tmp_path)[0]}
    assert kinds == {"train_data.json": "data", "rows.json": "data"}


def test_folders_that_are_not_entered_are_named(tmp_path: Path) -> None:
    deep = "/".join(["f"] * 61)
    put(tmp_path, {f"{deep}/far.py": "", "near.py": ""})
    assert skips(tmp_path) == {deep: "a folder more than 60 deep, not entered"}
    assert paths(tmp_path) == ["near.py"]


def test_names_that_are_not_unicode_are_named_readably(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/caf\xe9.py", os.O_CREAT))
    assert skips(tmp_path) == {"caf\\xe9.py": "its name is not UTF-8"}


def test_what_the_user_excludes_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, {"a.py": "", "old/b.py": "", "sub/old/c.py": ""})
    assert paths(tmp_path, "/old/") == ["a.py", "sub/old/c.py"]
    assert paths(tmp_path, "old/") == ["a.py"]


def test_a_pattern_that_is_none_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="exclude"):
        walk(tmp_path, ["!"])


def test_an_ignore_file_cannot_make_the_walk_slow(tmp_path: Path) -> None:
    put(tmp_path, {".gitignore": "*a" * 30 + "b\n", "a" * 100 + ".py": ""})
    assert paths(tmp_path) == ["a" * 100 + ".py"]


def source(path: str) -> Source:
    kind = kind_of(path)
    assert kind is not None
    return Source(path, kind, "source")


def test_a_pointer_of_git_lfs_is_no_text_but_counts_as_a_model(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    put(tmp_path, {"README.md": pointer, "model.pt": pointer})
    with pytest.raises(UnreadableError, match="git-lfs pointer"):
        read(tmp_path, source("README.md"))
    assert read(tmp_path, source("model.pt")) == pointer.encode()


def test_of_models_and_data_only_the_start_is_read(tmp_path: Path) -> None:
    put(tmp_path, {"model.pt": b"x" * 10_000, "data.csv": b"x" * 1_500_000})
    assert len(read(tmp_path, source("model.pt"))) == 4096
    assert len(read(tmp_path, source("data.csv"))) == 1_000_000


def test_a_file_that_changed_since_the_walk_is_not_trusted(tmp_path: Path) -> None:
    root = put(tmp_path / "root", {"grown.py": b"x" * 2_000_001, "d/a.py": ""})
    put(tmp_path, {"outside/a.py": "secret"})
    os.mkfifo(root / "pipe.py")
    (root / "link.py").symlink_to(tmp_path / "outside/a.py")
    (root / "swapped").symlink_to(tmp_path / "outside")
    for name, because in {
        "grown.py": "larger than 2 MB",
        "pipe.py": "not a regular file",
        "link.py": "cannot be opened",
        "swapped/a.py": "leads out of the repository",
        "gone.py": "cannot be opened",
    }.items():
        with pytest.raises(UnreadableError, match=because):
            read(root, source(name))


def test_text_is_utf_8_with_or_without_a_byte_order_mark() -> None:
    assert decode(b"\xef\xbb\xbfna\xc3\xafve") == "naïve"
    with pytest.raises(UnreadableError, match="not UTF-8 at byte 2"):
        decode(b"na\xefve")
    with pytest.raises(UnreadableError, match="zero bytes"):
        decode(b"a\0b")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("train.py", "python"),
        ("README", "markdown"),
        ("docs/guide.mdx", "markdown"),
        ("LICENSE", "text"),
        ("LICENSE.md", "text"),
        ("LICENSE-MIT", "text"),
        ("license.apache", "text"),
        ("DATA_LICENSE", "text"),
        ("COPYING.LESSER", "text"),
        ("license.py", "python"),
        ("license.js", None),
        ("THIRD_PARTY_LICENSES.txt", None),
        ("NOTICE.txt", "text"),
        ("SECURITY", "text"),
        ("requirements-dev.txt", "text"),
        ("requirements/base.txt", "text"),
        ("notes.txt", None),
        ("Pipfile", "config"),
        ("CITATION.cff", "config"),
        ("package-lock.json", None),
        ("croissant.json", "jsonld"),
        ("MLproject", "config"),
        ("data/raw.xml.dvc", "data"),
        ("model.safetensors", "artifact"),
        ("logo.png", None),
        ("Dockerfile", "text"),
        ("docker/Dockerfile.gpu", "text"),
        ("api.dockerfile", "text"),
        ("Dockerfile.dockerignore", None),
        ("env.def", "text"),
        (".python-version", "text"),
        ("runtime.txt", "text"),
    ],
)
def test_the_name_says_the_kind(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("train.py", "source"),
        ("sample.py", "source"),
        ("tests/data.py", "test"),
        ("src/test_data.py", "test"),
        ("src/data_test.py", "test"),
        ("conftest.py", "test"),
        ("test.py", "source"),
        ("test/run.py", "test"),
        ("data/test/a.csv", "source"),
        ("examples/tests/a.py", "test"),
        ("examples/mnist/main.py", "example"),
        ("Examples/main.py", "example"),
        ("docs/card.md", "docs"),
        ("third_party/tests/a.py", "vendored"),
        ("src/test_cases.csv", "source"),
    ],
)
def test_the_folders_say_the_scope(path: str, scope: str) -> None:
    assert scope_of(path, kind_of(path)) == scope
