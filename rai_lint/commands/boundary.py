"""The one place where errors end: three kinds of ending, each with its exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

import click

from rai_lint.errors import UserError
from rai_lint.report.neutral import neutral, printed

USER_ERROR = 2
BUG = 3
INTERRUPTED = 130


def guarded(run: Callable[[], int | None]) -> int:
    """Return the exit code of `run`, with a message on stderr where it did not come to its end."""
    try:
        return run() or 0
    except UserError as error:
        _say(*str(error).splitlines())
    except click.ClickException as error:
        _say(error.format_message())
        if isinstance(error, click.UsageError) and error.ctx is not None:
            _say(f"`{error.ctx.command_path} --help` says what there is")
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except MemoryError:
        _say("there is not enough memory for this; fewer `--jobs` need less")
        return USER_ERROR
    except BrokenPipeError:
        silence()
        return 0
    except Exception as error:  # noqa: BLE001 - the boundary: whatever gets here is a bug of ours
        if _interrupted(error):
            _say("interrupted")
            return INTERRUPTED
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:  # of the help, say
            silence()
            _say(f"standard output cannot be written ({error.strerror})")
            return USER_ERROR
        sys.stderr.write(printed(map(neutral, traceback.format_exc().splitlines())))
        _say("this is a bug in rai-lint; please report it with the lines above")
        return BUG
    return USER_ERROR


def _interrupted(error: BaseException) -> bool:
    """Say whether an interrupt is behind an error: some places of Python wrap it in their own."""
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        if isinstance(cause, KeyboardInterrupt):
            return True
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return False


def silence() -> None:
    """Send what is still to be printed nowhere: the reader of the pipe has gone."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())


def _say(*lines: str) -> None:
    first, *rest = [neutral(line) for line in lines] or [""]
    with suppress(OSError):  # the exit code says it too
        sys.stderr.write(printed((f"rai-lint: {first}", *rest)))
