"""Bytes of a Python file to text, as Python itself would read them."""

from __future__ import annotations

import codecs
import io
import tokenize

from rai_lint.model.regex import regex

#: For names of hosts: they take the square of the length of a text, and no program is in one.
_NO_PROGRAMS = frozenset({"idna", "punycode"})
_MAX_REASON = 200
_HALF = regex("[\ud800-\udfff]")


class UndecodableError(Exception):
    """The bytes are not text in the encoding they declare (UTF-8 if they declare none)."""


def decode(data: bytes) -> str:
    """Return the text of a Python file: BOM and coding cookie honoured, line ends as line feeds.

    Raises UndecodableError with a reason that fits into a report.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in _NO_PROGRAMS:
            because = f"its encoding cannot be read: {encoding} is for names of hosts"
            raise UndecodableError(because)
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        because = f"not {error.encoding} at byte {error.start}"
        raise UndecodableError(because) from error
    except (SyntaxError, LookupError, UnicodeError) as error:
        because = f"its encoding cannot be read: {str(error)[:_MAX_REASON]}"
        raise UndecodableError(because) from error
    if "\0" in text:
        because = "it holds NUL characters"
        raise UndecodableError(because)
    if _HALF.search(text) is not None:  # some codecs make them
        because = "it holds half characters (lone surrogates)"
        raise UndecodableError(because)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
