"""`rai-lint init`: what it proposes, and that it writes only when told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rai_lint.cli import cli
from rai_lint.errors import UserError
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Place
from rai_lint.report.proposal import propose

pytestmark = pytest.mark.usefixtures("home")

APP = (
    "import streamlit as st\nfrom openai import OpenAI\n\nst.title('Ask')\n"
    "answer = OpenAI().chat.completions.create(model='gpt-4o-2024-08-06', messages=[])\n"
    "st.write(answer)\n"
)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / ".git").mkdir()
    return tmp_path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["init", "--no-progress", *arguments], catch_exceptions=False)
    return done.output


def roles(*names: str) -> tuple[RoleEvidence, ...]:
    return tuple(RoleEvidence(name, (Place("a.py"),)) for name in names)


@pytest.mark.parametrize(
    ("seen", "profile", "others"),
    [
        ((), "basic", ()),
        (("trains", "evaluates"), "research", ()),
        (("trains", "publishes-model", "serves"), "hub-release", ("production",)),
        (("serves", "llm-app"), "llm-app", ("production",)),
        (("publishes-model", "teaching"), "basic", ("hub-release",)),
    ],
)
def test_the_profile_follows_the_roles(
    seen: tuple[str, ...], profile: str, others: tuple[str, ...]
) -> None:
    proposal = propose(roles(*seen))
    assert (proposal.profile, proposal.others) == (profile, others)


def test_it_says_what_it_sees_and_writes_nothing(app: Path) -> None:
    before = sorted(app.iterdir())
    text = run(str(app))
    assert "llm-app  app.py:5" in text
    assert "Proposed profile: llm-app (Applications on top of language models)" in text
    assert "because of: llm-app" in text
    assert "with it, today: " in text
    assert '    profile = "llm-app"' in text
    assert "- id: rai-lint" in text
    assert sorted(app.iterdir()) == before


def test_it_writes_when_told(app: Path) -> None:
    run(str(app), "--write")
    assert (app / "rai-lint.toml").read_text().startswith('profile = "llm-app"\n')
    assert "holds a configuration already" in run(str(app))


def test_a_project_file_keeps_every_byte_before(app: Path) -> None:
    project = app / "pyproject.toml"
    project.write_bytes(b'[project]\r\nname = "a"   # mine')
    run(str(app), "--write", "--profile", "production")
    text = project.read_bytes().decode()
    assert text.startswith('[project]\r\nname = "a"   # mine\n\n[tool.rai-lint]\n')
    assert 'profile = "production"' in text
    assert not (app / "rai-lint.toml").exists()


def test_a_configuration_is_never_overwritten(app: Path) -> None:
    (app / "rai-lint.toml").write_text('profile = "strict"\n')
    with pytest.raises(UserError, match="there is a configuration already"):
        run(str(app), "--write")
    assert (app / "rai-lint.toml").read_text() == 'profile = "strict"\n'


def test_a_profile_that_is_none_is_refused(app: Path) -> None:
    with pytest.raises(UserError, match="nonsense"):
        run(str(app), "--profile", "nonsense", "--write")
    assert not (app / "rai-lint.toml").exists()
