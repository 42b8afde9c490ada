"""The way in, for `python -m rai_lint` and the console script.

The command line takes a twentieth of a second to import. Who interrupts it in that time gets the
same quiet end as later; so this module imports nothing of its own before it is ready for that.
"""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line; exit with 130 if it is interrupted, whenever that is."""
    _open_streams()
    try:
        _import_and_run()
    except KeyboardInterrupt:
        _leave()
    except SystemExit as end:
        if isinstance(end.code, int):
            _end(end.code)
        raise


def _open_streams() -> None:
    """Let what is written to a closed stream go nowhere, as `print` does."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for the whole run; pathlib is an import


def _import_and_run() -> None:
    import signal  # noqa: PLC0415 - see above

    # A handler and not the exception alone: an exception can be lost inside of an import.
    watched = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if watched:
        signal.signal(signal.SIGINT, _leave)
    from rai_lint.cli import main as run  # noqa: PLC0415 - see above

    if watched:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _end(code: int) -> None:
    """End without taking everything apart object by object, which costs as much as some checks.

    And `python -m` would end by the signal, whatever the code, if that broke off an `exec`.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody is there to read the rest
        pass
    os._exit(code)


def _leave(*_: object) -> None:
    """End at once: nothing has been opened that would need closing."""
    sys.stderr.write("rai-lint: interrupted\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _forget_the_folder() -> None:
    """Take the current folder off the path, where `python -m` puts it first.

    It may be a stranger's repository, with a `yaml.py`. One that holds this package stays.
    """
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is an import
    safe = getattr(sys.flags, "safe_path", False)  # what -P and -I ask for, from Python 3.11 on
    if sys.path and not safe and os.path.abspath(sys.path[0]) != ours:  # noqa: PTH100 - see above
        del sys.path[0]


if __name__ == "__main__":
    _forget_the_folder()
    main()
