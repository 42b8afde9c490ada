"""Notebooks that were saved with an error among their outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tree import facts, shown

ERROR = {"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": ["…"]}
STOPPED = {**ERROR, "ename": "KeyboardInterrupt"}
PRINTED = {"output_type": "stream", "name": "stderr", "text": ['"output_type": "error"']}


def cell(source: str, *outputs: object, **metadata: object) -> dict[str, object]:
    kind = "markdown" if source.startswith("#md") else "code"
    return {
        "cell_type": kind,
        "metadata": metadata,
        "source": [source],
        **({"outputs": list(outputs), "execution_count": 1} if kind == "code" else {}),
    }


def written(*cells: dict[str, object]) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)})


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([cell("train()", ERROR)], (0, "NameError", 1, False)),
        ([cell("a()", ERROR), cell("b()", ERROR), cell("c()", PRINTED)], (1, "NameError", 2, True)),
        ([cell("a()", ERROR), cell("train()", STOPPED)], (0, "NameError", 2, True)),
        ([cell("train()", PRINTED, STOPPED)], (0, "KeyboardInterrupt", 1, False)),
        ([cell("train()", {**ERROR, "ename": None})], (0, "Error", 1, False)),
        ([cell("mean_squared_error(a, b)", ERROR)], (0, "NameError", 1, False)),
    ],
)
def test_the_last_error_is_told(
    tmp_path: Path, cells: list[dict[str, object]], told: tuple[object, ...]
) -> None:
    found = facts(tmp_path, {"a.ipynb": written(*cells)}, "notebook-error")
    assert [(f.place.cell, *shown(f, "id", "cells", "later")) for f in found] == [told]


@pytest.mark.parametrize(
    "cells",
    [
        [cell("train()", PRINTED)],
        [cell("train()", ERROR, tags=["raises-exception"])],
        [cell("#md This raises an error:"), cell("train(0)", ERROR)],
        [cell("train(0)", ERROR), cell("#md Oops, that does not work.")],
        [cell("train(0)  # fails", ERROR)],
        [cell("raise SystemExit", ERROR)],
    ],
)
def test_what_is_meant_to_fail_is_none(tmp_path: Path, cells: list[dict[str, object]]) -> None:
    assert not facts(tmp_path, {"a.ipynb": written(*cells)}, "notebook-error")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"cells": 3}', '{"cells": [3, {"outputs": [4, {"output_type": "error"}]}]}']
)
def test_notebooks_in_disorder_do_no_harm(tmp_path: Path, text: str) -> None:
    found = facts(tmp_path, {"a.ipynb": text}, "notebook-error")
    assert len(found) == ("error" in text)


def test_copies_of_the_editor_are_left_out(tmp_path: Path) -> None:
    text = written(cell("train()", ERROR))
    assert not facts(tmp_path, {".ipynb_checkpoints/a.ipynb": text}, "notebook-error")
