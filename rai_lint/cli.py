"""The command line: arguments in, text and exit code out. Each command is in `commands`."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from rai_lint import __version__
from rai_lint.commands.boundary import guarded

_DEFAULT = "check"

#: Commands, and the modules whose `command` they are; only the one that is called is imported.
_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "check": "rai_lint.commands.check",
        "init": "rai_lint.commands.init",
        "diff": "rai_lint.commands.diff",
        "inventory": "rai_lint.commands.inventory",
        "rule": "rai_lint.commands.rule",
        "rules": "rai_lint.commands.rules",
        "guidelines": "rai_lint.commands.guidelines",
        "test": "rai_lint.commands.test",
        "schema": "rai_lint.commands.schema",
    }
)


class Commands(click.Group):
    """The commands; arguments that name none of them are for `check`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order people need them."""
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        module = _COMMANDS.get(cmd_name)
        found = import_module(module).command if module else None
        return found if isinstance(found, click.Command) else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `check` in front of arguments that start with neither a command nor --help."""
        args = args or ["--help"]
        if args[0] not in {*_COMMANDS, "--help", "--version"}:
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["--help"]})
@click.version_option(__version__, message="rai-lint %(version)s")
def cli() -> None:
    """Check ML repositories for responsible AI: code, cards, licences and results together.

    `rai-lint .` is `rai-lint check .`. Exit codes: 0 nothing at or above --fail-on, 1 findings,
    2 a mistake in arguments, configuration or rules, 3 a bug in rai-lint, 130 interrupted.
    """


def main() -> None:
    """Run the command line."""
    # Syntax trees are many objects and no cycles: to look for them often costs a quarter of a run.
    gc.set_threshold(200_000, 50, 50)
    # Nothing waits for a finalizer: the last search of all, at the exit, costs a tenth of a run.
    atexit.register(gc.freeze)
    sys.exit(guarded(lambda: cli.main(standalone_mode=False, prog_name="rai-lint")))
