"""Bytes of a text file to text: UTF-8, and UTF-16 where a byte order mark says so.

Some shells of Windows write UTF-16 (`pip freeze > requirements.txt`); pip reads such lists too.
"""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(data: bytes) -> str:
    """Return the text without its mark; NUL as the replacement character.

    Raises UnicodeDecodeError for what is neither.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec).replace("\0", "\ufffd")
    return data.decode("utf-8-sig").replace("\0", "\ufffd")
