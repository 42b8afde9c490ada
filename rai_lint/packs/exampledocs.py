"""Reads the examples of rules, for testing only: files as bytes, expectations as values."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import UNSET, UnsetType

from rai_lint.errors import PackError
from rai_lint.model.example import Example, Expected
from rai_lint.model.value import Plain
from rai_lint.packs.documents import CellKind, EncodedFile, ExampleDoc, ExpectDoc, RuleDoc
from rai_lint.packs.files import pack_files
from rai_lint.packs.problems import Problems
from rai_lint.packs.reading import Reader
from rai_lint.packs.yaml_nodes import locate


def load_examples(folder: Path) -> Mapping[str, tuple[Example, ...]]:
    """Return the examples of every rule of a pack by the rule's id.

    Raises PackError with every problem of every file that is not a rule with readable examples.
    """
    reader = Reader(folder, f"{folder.name}/")
    found = {
        read.document.id: tuple(
            _example(doc, read.problems.at("examples", number))
            for number, doc in enumerate(read.document.examples)
        )
        for read in reader.documents(pack_files(folder), RuleDoc)
    }
    if reader.found:
        raise PackError(tuple(reader.found))
    return found


def _example(doc: ExampleDoc, problems: Problems) -> Example:
    return Example(
        title=doc.title,
        files={
            path: _content(text, problems.at("files", path)) for path, text in doc.files.items()
        },
        expect=_expected(doc.expect),
        expect_unknown=_expected(doc.expect_unknown),
        profile="" if doc.profile is UNSET else doc.profile,
        path=problems.path,
        line=locate(problems.root, problems.steps)[0],
    )


def _expected(docs: Sequence[ExpectDoc] | UnsetType) -> tuple[Expected, ...]:
    return tuple(
        Expected(
            path=doc.path,
            line=None if doc.line is UNSET else doc.line,
            cell=None if doc.cell is UNSET else doc.cell,
            severity=None if doc.severity is UNSET else doc.severity,
            subject=None if doc.subject is UNSET else doc.subject,
        )
        for doc in docs or ()
    )


def _content(text: str | EncodedFile, problems: Problems) -> bytes:
    """Return the bytes of a file of an example."""
    if isinstance(text, str):
        return text.encode()
    if text.json is not UNSET:
        return json.dumps(text.json, indent=2, ensure_ascii=False).encode()
    if text.notebook is not UNSET:
        return _notebook(text.notebook)
    try:
        return base64.b64decode("" if text.base64 is UNSET else text.base64, validate=True)
    except binascii.Error as error:
        problems.at("base64").add(f"not base64: {error}")
        return b""


def _notebook(cells: Sequence[str | Mapping[CellKind, str]]) -> bytes:
    """Return a notebook of cells: a text is a code cell, a mapping names the kind of its cell."""
    document = {
        "cells": [
            _cell(*(("code", cell) if isinstance(cell, str) else next(iter(cell.items()))))
            for cell in cells
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1).encode()


def _cell(kind: str, text: str) -> dict[str, Plain]:
    cell: dict[str, Plain] = {"cell_type": kind, "metadata": {}}
    cell["source"] = text.splitlines(keepends=True)
    return cell if kind != "code" else {**cell, "execution_count": None, "outputs": []}
