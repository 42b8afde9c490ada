"""What committed outputs of notebooks show, and what never leaves them."""

from __future__ import annotations

import json
import time

from shipped import shipped, source

from rai_lint.extract.notebook_outputs import output_facts


def _found(*outputs: object) -> list[tuple[object, object]]:
    cells = [{"cell_type": "code", "source": "", "outputs": list(outputs)}]
    data = json.dumps({"nbformat": 4, "cells": cells}).encode()
    facts = output_facts(source("look.ipynb"), data, shipped())
    return [(fact.known("kinds"), fact.known("people")) for fact in facts]


def _table(heading: str, *values: str) -> dict[str, object]:
    rows = "".join(f"<tr><td>{value}</td></tr>" for value in values)
    text = f"<table><tr><th>{heading}</th></tr>{rows}</table>"
    return {"output_type": "display_data", "data": {"text/html": text}}


def test_a_column_of_a_table_shows_its_kind() -> None:
    """Two different values under a heading are two people."""
    assert _found(_table("Phone_Number", "030 1234567", "040 7654321")) == [(("phone",), 2)]


def test_one_person_twice_is_one_person() -> None:
    """The same value again adds nobody."""
    assert _found(_table("email", "ann@harbour.org", "ann@harbour.org")) == []


def test_values_that_do_not_look_like_the_kind_are_none() -> None:
    """A heading alone says little: flags, masks and hashes are no personal data."""
    assert _found(_table("email", "yes", "no")) == []
    assert _found(_table("email", "***", "a***@harbour.org")) == []
    assert _found(_table("ssn", "9b2c1f6a7c0f5e6d1a2b", "0b2c1f6a7c0f5e6d1a2b")) == []


def test_an_error_is_no_output() -> None:
    """Tracebacks name the authors of packages."""
    text = "a@harbour.org b@harbour.org c@harbour.org"
    assert _found({"output_type": "error", "traceback": [text], "text": text}) == []


def test_who_made_a_package_is_no_personal_data() -> None:
    """`pip show` names the authors, who published it themselves."""
    lines = [f"Name: p{n}\nAuthor-email: {n}@harbour.org\n" for n in ("ann", "bo", "cy", "di")]
    assert _found({"output_type": "stream", "text": lines}) == []
    lines = [line.replace("Author-email", "Customer") for line in lines]
    assert _found({"output_type": "stream", "text": lines}) == [(("email",), 4)]


def test_no_value_is_in_a_fact() -> None:
    """Only kinds and a count are told."""
    cells = [
        {"cell_type": "code", "outputs": [_table("email", "ann@harbour.org", "bo@harbour.org")]}
    ]
    data = json.dumps({"cells": cells}).encode()
    [fact] = output_facts(source("look.ipynb"), data, shipped())
    assert "harbour" not in str(fact.fields)


def test_hostile_outputs_end_soon() -> None:
    """Open tags, endless addresses and odd types cost a bounded time and raise nothing."""
    started = time.perf_counter()
    hostile = [
        {"output_type": "stream", "text": "<table>" + "<td " * 500_000},
        {"output_type": "stream", "text": "a@" * 500_000},
        {"output_type": "stream", "text": ["<th>"] * 300_000},
        {"output_type": "stream", "text": {"a": 1}},
        {"data": ["x"]},
        None,
    ]
    assert _found(*hostile) == []
    assert time.perf_counter() - started < 20


def test_other_documents_yield_nothing() -> None:
    """What is no notebook is for its reader to complain about."""
    for data in (b'["a@b.org <th>"]', b'{"cells": 3, "x": "a@b.org"}', b"a@b.org {"):
        assert list(output_facts(source("look.ipynb"), data, shipped())) == []
