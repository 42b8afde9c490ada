"""Bytes of a Python file to text, as Python itself would read them."""

from __future__ import annotations

import io
import tokenize


class UndecodableError(Exception):
    """The bytes are not text in the encoding they declare (UTF-8 if they declare none)."""


def decode(data: bytes) -> str:
    """Return the text of a Python file: BOM and coding cookie honoured, line ends as line feeds.

    Raises UndecodableError with a reason that fits into a report.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, LookupError) as error:
        because = f"its encoding cannot be read: {error}"
        raise UndecodableError(because) from error
    except UnicodeDecodeError as error:
        because = f"not {error.encoding} at byte {error.start}"
        raise UndecodableError(because) from error
    if "\0" in text:
        because = "it holds NUL characters"
        raise UndecodableError(because)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
