"""A TOML file as text and as data; what cannot be read is said with the file's name."""

from __future__ import annotations

import sys
from pathlib import Path

from rai_lint.disk import is_file, read_regular
from rai_lint.errors import PackError, Problem, UserError

#: A configuration above this many bytes is refused.
MAX_BYTES = 1_000_000


def read_text(file: Path) -> str | None:
    """Return the text of a file, None if there is none.

    Raises `PackError` for what is too large or no text, `UserError` for what cannot be read.
    """
    try:
        if not is_file(file):
            return None
        data = read_regular(file, MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise PackError((Problem(str(file), 1, 1, f"larger than {MAX_BYTES} bytes"),))
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PackError((Problem(str(file), 1, 1, "not UTF-8 text"),)) from error
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror})"
        raise UserError(message) from error


def parse(file: Path, text: str) -> dict[str, object]:
    """Return what a TOML text says; raises `PackError` with the line where it is none."""
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - many repositories have no configuration
    else:
        import tomli as tomllib  # noqa: PLC0415 - see above

    try:
        table: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Its text ends in "(at line 3, column 5)" or "(at end of document)".
        raise PackError((Problem(str(file), _line_in(str(error), text), 1, str(error)),)) from error
    except RecursionError as error:
        raise PackError((Problem(str(file), 1, 1, "nested too deeply"),)) from error
    return table


def _line_in(message: str, text: str) -> int:
    if "(at end of document)" in message:
        return text.rstrip("\n").count("\n") + 1
    _, found, rest = message.rpartition("at line ")
    digits = rest.partition(",")[0]
    return int(digits) if found and digits.isdecimal() else 1
