"""`rai-lint init`: a configuration that fits a repository, written only when told."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from rai_lint.commands.output import emit
from rai_lint.commands.packs import all_rules, pack_folders
from rai_lint.commands.progress import Progress
from rai_lint.commands.request import Arguments, make_request
from rai_lint.disk import is_file, is_link, is_there
from rai_lint.errors import UserError
from rai_lint.report.neutral import neutral
from rai_lint.report.proposal import Proposal, configuration, propose, render_proposal

_HOOK = """\
repos:
  - repo: <the address of rai-lint>
    rev: <a release>
    hooks:
      - id: rai-lint
"""


@click.command(name="init")
@click.argument("path", default=".")
@click.option("--profile", metavar="NAME", help="Propose this profile, whatever the roles say.")
@click.option("--write", is_flag=True, help="Write the configuration; nothing is overwritten.")
@click.option("--no-progress", is_flag=True, help="Draw no progress bar.")
def command(path: str, profile: str | None, *, write: bool, no_progress: bool) -> int:
    """Look at a repository, say what it does, and propose a profile and a configuration."""
    request, config = make_request(Arguments(paths=(path,)))
    if write and config.path is not None:
        message = f"{config.path}: there is a configuration already; nothing was written"
        raise UserError(message)
    from rai_lint.run import check  # noqa: PLC0415 - wrong arguments need no engine

    request = replace(request, paths=(), select=(), ignore=())
    with Progress(wanted=not no_progress) as progress:
        report = check(request, progress)
        proposal = propose(report.roles)
        if profile:
            proposal = Proposal(profile, (), ())
        report = check(replace(request, profile=proposal.profile), progress)
    emit(render_proposal(report.roles, proposal, report, _title(proposal.profile)))
    target = _target(request.root)
    if write:
        _add(target, configuration(proposal.profile))
        emit(f"\nWritten to {neutral(str(target))}.\n")
    elif config.path is not None:
        emit(f"\n{neutral(str(config.path))} holds a configuration already.\n")
    else:
        shown = _shown(target, configuration(proposal.profile))
        emit(f"\n`rai-lint init --write` adds this to {target.name}:\n\n{_indented(shown)}")
    emit(f"\nA hook, in .pre-commit-config.yaml:\n\n{_indented(_HOOK)}")
    return 0


def _title(name: str) -> str:
    pack, _ = all_rules(pack_folders())
    return next((each.title for each in pack.profiles if each.name == name), "")


def _target(root: Path) -> Path:
    """Return the file that takes the configuration: the project's own, if there is one."""
    project = root / "pyproject.toml"
    return project if is_file(project) else root / "rai-lint.toml"


def _shown(target: Path, table: str) -> str:
    """Return the table as the file takes it: a `rai-lint.toml` is that table itself."""
    return table if target.name == "pyproject.toml" else table.partition("\n")[2]


def _add(target: Path, table: str) -> None:
    text = _shown(target, table)
    try:
        if is_link(target):
            message = f"{target}: is a link; nothing was written"
            raise UserError(message)
        if is_there(target):
            before = target.read_bytes().decode()  # line ends stay what they are
            gap = "\n" if before.endswith("\n") else "\n\n"
            emit(f"{before}{gap}{text}", str(target))
        else:
            emit(text, str(target))
    except (OSError, UnicodeDecodeError) as error:
        message = f"{target}: cannot be read ({error})"
        raise UserError(message) from error


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
