from __future__ import annotations

from typing import Any

import pytest
from shipped import plain, source

from rai_lint.extract.data import extract_data
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source
from rai_lint.model.vocabulary import Table, Term

IDENTIFIERS = Table(
    name="identifiers",
    terms=(
        Term(id="email", names=("e-mail", "email address")),
        Term(id="phone", names=("telephone",)),
    ),
)
KNOWLEDGE = Knowledge(tables={"identifiers": IDENTIFIERS})


def data_file(path: str, data: bytes, size: int | None = None) -> dict[str, Any]:
    at = source(path, len(data) if size is None else size)
    (fact,) = extract_data(at, data, KNOWLEDGE).facts
    assert fact.kind == "data-file"
    return plain(fact)


def test_a_table_has_columns_rows_and_the_personal_data_that_names_suggest() -> None:
    text = b"\xef\xbb\xbfName,E_Mail,Telephone\nAda,ada@example.org,1\nBob,bob@example.org,2\n"
    assert data_file("people.csv", text) == {
        "line": 1,
        "id": "people.csv",
        "format": "csv",
        "bytes": len(text),
        "storage": "git",
        "columns": ("Name", "E_Mail", "Telephone"),
        "rows": 2,
        "personal": ("email", "phone"),
        "attributes": (),
    }


def test_no_value_of_the_data_is_kept() -> None:
    found = extract_data(source("a.csv", 40), b"email\nada@example.org\n", KNOWLEDGE)
    assert "ada@example.org" not in repr(found)


@pytest.mark.parametrize(
    ("path", "data", "columns"),
    [
        ("a.tsv", b"a\tb,c\n1\t2\n", ("a", "b,c")),
        ("a.csv", b"a;b\n1;2\n", ("a", "b")),
        ("a.csv", b'"first, last",age\nx,1\n', ("first, last", "age")),
        ("a.csv", b"1,2\n3,4\n", "? the first line is no header"),
        ("a.csv", b"caf\xe9,b\n", "? not UTF-8"),
        ("a.csv", b"a\0b", "? not text: it has zero bytes"),
        ("a.csv", b"", "? the first line is no header"),
        ("a.jsonl", b'{"id": 1, "text": "x"}\n{"other": 2}\n', ("id", "text")),
        ("a.jsonl", b"[1]\n", "? the first value is no object"),
        ("a.jsonl", b'{"a": ' + b"[" * 100_000, "? the first object does not parse"),
        ("a.jsonl", b'{"a": "cut', "? the first object does not parse"),
        ("a.parquet", b"PAR1", "? the schema of .parquet files is not read"),
    ],
)
def test_columns(path: str, data: bytes, columns: tuple[str, ...] | str) -> None:
    found = data_file(path, data)["columns"]
    assert found.startswith(columns) if isinstance(columns, str) else found == columns


def test_rows_are_counted_only_in_files_that_are_read_whole() -> None:
    assert data_file("a.csv", b"a\n1\n\n2\n")["rows"] == 2
    assert data_file("a.csv", b'a,b\n"one\ntwo",1\n"x",2\n')["rows"] == 2
    assert data_file("a.jsonl", b'{"a": 1}\n{"a": 2}\n')["rows"] == 2
    assert (
        data_file("a.csv", b"a\n1\n", size=10**9)["rows"] == "? only the start of the file is read"
    )


def test_a_json_list_is_data_too() -> None:
    whole = b'[{"a": 1, "b": 2}, {"a": 3}]'
    (fact,) = extract_data(Source("a.json", "data", "source", len(whole)), whole, KNOWLEDGE).facts
    assert (plain(fact)["columns"], plain(fact)["rows"]) == (("a", "b"), 2)
    (fact,) = extract_data(Source("a.json", "data", "source", 10**9), whole, KNOWLEDGE).facts
    assert plain(fact)["columns"] == ("a", "b")
    assert plain(fact)["rows"] == "? only the start of the file is read"


def test_a_git_lfs_pointer_says_so() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n"
    found = data_file("a.csv", pointer)
    assert (found["storage"], found["bytes"]) == ("lfs", 7)
    assert found["personal"] == "? the content is not here: a git-lfs pointer"


def test_a_broken_dvc_file_is_skipped() -> None:
    for text in (b"outs: [", b"outs: \xff"):
        extraction = extract_data(source("a.dvc", 9), text, KNOWLEDGE)
        assert extraction.facts == ()
        assert extraction.skipped[0].path == "a.dvc"


@pytest.mark.parametrize(
    ("data", "size", "because"),
    [
        (b"[" * 70_000, None, "nested deeper than 100 at line 1"),
        (b"[ [\n" * 700_000, 2_800_000, "nested more than 100 deep"),
        (b'[{"a": 1}, {"a": ]', None, "not JSON at line 1"),
    ],
)
def test_a_list_that_cannot_be_read_is_named(data: bytes, size: int | None, because: str) -> None:
    found = extract_data(source("rows.json", size or len(data)), data[:1_000_000], KNOWLEDGE)
    assert [(each.path, each.because) for each in found.skipped] == [("rows.json", because)]
    assert [fact.kind for fact in found.facts] == ["data-file"]
