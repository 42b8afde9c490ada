"""Notebooks: one program in cells, with magics and shell lines."""

from __future__ import annotations

import json
from pathlib import Path

from tree import facts, notebook, shown, skipped

URL = "https://example.org/data/train.csv"


def test_magics_and_shell_lines_do_not_hide_the_program(tmp_path: Path) -> None:
    cells = notebook(
        "%matplotlib inline\n!pip install -q datasets\nls data\n"
        "from datasets import load_dataset\nfiles = !ls\nload_dataset?\n"
        'data = load_dataset("imdb")',
        "%%time\ndata = load_dataset(\n    'squad'\n)",
    )

    found = facts(tmp_path, {"a.ipynb": cells}, "dataset-load")

    assert [(f.place.cell, f.place.line, *shown(f, "id")) for f in found] == [
        (0, 7, "imdb"),
        (1, 2, "squad"),
    ]


def test_downloads_on_shell_lines(tmp_path: Path) -> None:
    cells = notebook(
        f"!wget -O out.csv {URL}", f"%%bash\ncurl -o a.csv {URL}", "!wget https://example.org/"
    )

    found = facts(tmp_path, {"a.ipynb": cells}, "download")

    assert [(f.place.cell, f.place.line, *shown(f, "id", "destination")) for f in found] == [
        (0, 1, URL, "out.csv"),
        (1, 2, URL, "a.csv"),
    ]


def test_text_that_looks_like_a_magic_inside_a_string_is_text(tmp_path: Path) -> None:
    cells = notebook(
        'from datasets import load_dataset\ntext = """\n!not a command\n%nor this\n"""\n'
        'load_dataset("imdb")'
    )

    (fact,) = facts(tmp_path, {"a.ipynb": cells}, "dataset-load")

    assert fact.place.line == 6


def test_a_cell_that_does_not_parse_is_named_and_the_others_count(tmp_path: Path) -> None:
    cells = notebook("this is no python", 'import datasets\ndatasets.load_dataset("imdb")')
    files: dict[str, str | bytes] = {"a.ipynb": cells}

    assert [s.because for s in skipped(tmp_path, files)] == ["cell 0: syntax error at 1:12"]
    assert len(facts(tmp_path, files, "dataset-load")) == 1


def test_other_languages_are_not_python(tmp_path: Path) -> None:
    assert facts(tmp_path, {"a.ipynb": notebook("x <- 1", language="R")}, "dataset-load") == []
    assert skipped(tmp_path, {"a.ipynb": notebook("x <- 1", language="R")}) == []


def test_broken_notebooks_are_named(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.ipynb": "{",
        "b.ipynb": json.dumps({"cells": 3}),
        "c.ipynb": '{"cells": ' + "[" * 500_000,
        "d.ipynb": b"\xff\xfe{}",
    }

    found = {s.path: s.because for s in skipped(tmp_path, files)}

    assert found["a.ipynb"].startswith("not JSON")
    assert found["b.ipynb"] == "not a notebook: it has no list of cells"
    assert found["c.ipynb"] == "JSON nested too deeply"
    assert found["d.ipynb"].startswith("not UTF-8")


def test_cells_that_would_end_the_interpreter_are_named(tmp_path: Path) -> None:
    deep = "(" * 2000 + "1" + ")" * 2000
    cells = notebook(f"#\rx = {deep}", f'x = f"{{{deep}}}"', "x = 1\0")

    found = [each.because for each in skipped(tmp_path, {"a.ipynb": cells})]

    assert found[:2] == [
        "cell 0: brackets nested more than 100 deep at line 2",
        "cell 1: brackets nested more than 100 deep at line 1",
    ]
    assert found[2].startswith("cell 2: syntax error")
    assert "None" not in found[2]
