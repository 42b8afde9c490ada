from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from rai_lint.cli import cli
from rai_lint.commands.terminal import NARROWEST, WIDEST, page_of, text_width, wants_links
from rai_lint.packs.find import rule_pages

LINK = "\x1b]8;;"


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM_PROGRAM": "iTerm.app"},
        {"TERM_PROGRAM": "vscode", "TERM": "xterm-256color"},
        {"TERM": "xterm-kitty"},
        {"VTE_VERSION": "7006"},
        {"KONSOLE_VERSION": "230804"},
        {"WT_SESSION": "0d1f"},
        {"FORCE_HYPERLINK": "1"},
        {"FORCE_HYPERLINK": "", "TERM": "xterm"},
    ],
)
def test_terminals_that_are_known_to_show_links_get_them(environment: Mapping[str, str]) -> None:
    assert wants_links(environment, terminal=True)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        {"TERM_PROGRAM": "Apple_Terminal"},
        {"VTE_VERSION": "4601"},
        {"VTE_VERSION": "none"},
        {"KONSOLE_VERSION": "191200"},
        {"TERM_PROGRAM": "tmux", "TMUX": "/run/tmux-0/default,1,0", "VTE_VERSION": "7006"},
        {"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"},
    ],
)
def test_others_do_not(environment: Mapping[str, str]) -> None:
    assert not wants_links(environment, terminal=True)


def test_what_is_no_terminal_has_links_only_by_force() -> None:
    assert not wants_links({"TERM": "xterm-kitty"}, terminal=False)
    assert wants_links({"FORCE_HYPERLINK": "1"}, terminal=False)


@pytest.mark.parametrize(
    ("options", "environment", "linked"),
    [
        (["--color", "always"], {"FORCE_HYPERLINK": "1"}, True),
        (["--color", "always"], {"TERM": "xterm-kitty"}, False),  # a pipe
        ([], {"FORCE_HYPERLINK": "1"}, False),  # a pipe takes no colour either
        (["--color", "never"], {"FORCE_HYPERLINK": "1"}, False),
        ([], {"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, False),
        (["--color", "always", "--format", "markdown"], {"FORCE_HYPERLINK": "1"}, False),
        (["--color", "always", "--format", "json"], {"FORCE_HYPERLINK": "1"}, False),
    ],
)
def test_links_of_a_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    environment: Mapping[str, str],
    *,
    linked: bool,
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.py").write_text('import torch\nprint(torch.load("a.pt"))\n')
    for name in ("NO_COLOR", "FORCE_HYPERLINK"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    command = ["check", str(tmp_path), "--select", "SEC001", "--no-progress", *options]
    output = CliRunner().invoke(cli, command, standalone_mode=False).stdout
    assert "SEC001" in output
    assert (LINK in output) is linked


def test_each_built_in_rule_has_a_page_to_link_to() -> None:
    address = page_of("DAT001")
    assert address.startswith("file://")
    assert address.endswith("/DAT001.md")
    assert page_of("ZZZ999") == ""
    assert (rule_pages() / "SEC001.md").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_folder_of_any_name_gives_a_plain_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a b\x1b]8;;ü"
    folder.mkdir()
    (folder / "DAT001.md").write_text("# DAT001")
    monkeypatch.setattr("rai_lint.commands.terminal.rule_pages", lambda: folder)
    address = page_of("DAT001")
    assert address.isascii()
    assert address.isprintable()
    assert "%1B%5D8%3B%3B%C3%BC/DAT001.md" in address
    assert " " not in address


@pytest.mark.parametrize(("columns", "width"), [(40, NARROWEST), (80, 80), (240, WIDEST)])
def test_text_is_as_wide_as_the_terminal_within_bounds(
    monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "shutil.get_terminal_size", lambda _: os.terminal_size((columns, 24)), raising=False
    )
    assert text_width() == width


def test_text_in_a_pipe_has_the_full_width() -> None:
    assert text_width() == WIDEST
