"""Where reports go: the terminal, or files that are written whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
from msgspec import Struct

from rai_lint.commands.boundary import silence
from rai_lint.disk import is_file, is_folder, is_there
from rai_lint.errors import UserError


class Destination(Struct, frozen=True):
    """A format, and the file it is written to ("-" for standard output)."""

    format: str
    file: str = "-"


class PairedCommand(click.Command):
    """A command that remembers in which order `--format` and `--output` were given.

    click hands over repeated options one list each; which belong together is in their order.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, and keep the names of the options in order."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta["order"] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


def paired(
    order: Sequence[str], formats: Sequence[str], files: Sequence[str]
) -> tuple[Destination, ...]:
    """Return the destinations: an `--output` belongs to the `--format` before it.

    Raises `UserError` for an `--output` without one, for two formats on standard output, and for
    two in one file.
    """
    left_formats, left_files = list(formats), list(files)
    found: list[Destination] = []
    for name in order:
        if name == "formats":
            found.append(Destination(left_formats.pop(0)))
        elif name == "outputs" and found and found[-1].file == "-":
            found[-1] = Destination(found[-1].format, left_files.pop(0))
        elif name == "outputs":
            raise UserError(_unpaired(left_files[0]))
    found = found or [Destination("text")]
    files_of = [each.file for each in found]
    if files_of.count("-") > 1:
        message = "two formats cannot both go to standard output; give each its --output FILE"
        raise UserError(message)
    twice = next((file for file in files_of if files_of.count(file) > 1), None)
    if twice is not None:
        message = f"two formats cannot both be written to {twice}; give each its own --output FILE"
        raise UserError(message)
    return tuple(found)


def _unpaired(file: str) -> str:
    return (
        f"--output {file} belongs to the --format before it, and there is none; write "
        f"`--format text --output {file}`, or another format"
    )


def writable(file: str) -> None:
    """Raise `UserError` if a file can certainly not be written, before a run takes its time."""
    target = Path(file)
    if file == "-":
        return
    if is_folder(target):
        message = f"{file}: cannot be written (it is a folder)"
        raise UserError(message)
    if not is_folder(target.parent):
        message = f"{file}: cannot be written (there is no folder {target.parent})"
        raise UserError(message)
    if not os.access(target.parent, os.W_OK) and not is_there(target):
        message = f"{file}: cannot be written (its folder may not be written to)"
        raise UserError(message)


def emit(text: str, file: str = "-") -> None:
    """Write a text to standard output or, atomically, to a file."""
    if file == "-":
        _print(text)
        return
    target = Path(file)
    try:
        _write(target, text)
    except OSError as error:
        message = f"{file}: cannot be written ({error.strerror})"
        raise UserError(message) from error


def _print(text: str) -> None:
    # A console that is not UTF-8 shows escapes rather than ending the run.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:  # a full disk behind a redirection
        silence()
        message = f"standard output cannot be written ({error.strerror})"
        raise UserError(message) from error


def _write(target: Path, text: str) -> None:
    data = text.encode("utf-8", "backslashreplace")
    if is_there(target) and not is_file(target):  # /dev/stderr, a named pipe
        target.write_bytes(data)
        return
    import tempfile  # noqa: PLC0415 - few runs write a file

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".rai-lint-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
