"""Texts with a byte order mark are read as what the mark says."""

from __future__ import annotations

import codecs

import pytest

from rai_lint.extract.decoding import decoded

LIST = "torch==2.7.0\r\nnümpy\r\n"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_a_text_is_read_by_its_mark(mark: bytes, codec: str) -> None:
    assert decoded(mark + LIST.encode(codec)) == LIST


def test_a_nul_is_replaced() -> None:
    assert decoded(b"a\0b") == "a\ufffdb"


@pytest.mark.parametrize("data", [b"caf\xe9", codecs.BOM_UTF16_LE + b"a"])
def test_what_is_neither_is_refused(data: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded(data)
