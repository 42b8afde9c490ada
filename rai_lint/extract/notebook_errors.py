"""Cells of notebooks that were committed with an error as their output: `notebook-error` facts.

A notebook in; one fact out for the last such cell that nothing says is meant to fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from rai_lint.extract.notebook import raw_cells, source_of
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Value

KIND = "notebook-error"

MAX_CELLS = 5_000
_MAX_PROSE = 4_000
_SIGN = regex(rb"\"output_type\"\s*:\s*\"(?:error|pyerr)\"")
#: What a cell ends in that was stopped by hand; of other errors more is to be said.
_BY_HAND = "KeyboardInterrupt"
_NAME = regex(r"[A-Za-z_]\w{0,60}")
#: Words of a cell, or of the text before it, that say that it fails on purpose.
_MEANT = regex(
    r"(?i)\berrors?\b|\bexceptions?\b|\bfail(?:s|ed|ure)?\b|\braises?\b|(?:won't|not|n't) work"
    r"|\bbreaks?\b|\bwrong\b|\boops\b|\bcrash|\bstops?\b|\binterrupt"
)


#: A statement at the top of a cell that does nothing but fail.
_RAISES = regex(r"(?m)^(?:raise\b|assert\b|exit\(|quit\(|sys\.exit)")
_COMMENT = regex(r"#([^\n]*)")


def notebook_errors(source: Source, data: bytes, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the last cell of a notebook whose stored output is an error, if there is one."""
    copy = ".ipynb_checkpoints/" in source.path
    if copy or not knowledge.asks(KIND) or _SIGN.search(data) is None:
        return
    try:
        cells = raw_cells(json.loads(data.decode("utf-8-sig"))) or []
    except (ValueError, RecursionError):
        return  # the notebook's reader says so
    known = [cell if isinstance(cell, dict) else {} for cell in cells[:MAX_CELLS]]
    failed = [index for index in range(len(known)) if _error(known[index])]
    failed = [index for index in failed if not _is_meant(known, index)]
    faults = [index for index in failed if _error(known[index]) != _BY_HAND]
    if failed:
        last = (faults or failed)[-1]
        later = [cell for cell in known[last + 1 :] if cell.get("outputs")]
        fields: dict[str, Value] = {
            "id": Known(_error(known[last])),
            "cells": Known(len(failed)),
            "later": Known(bool(later)),
        }
        place = Place(source.path, 1, cell=last)
        yield Fact(kind=KIND, place=place, fields=fields, scope=source.scope)


def _error(cell: dict[str, object]) -> str:
    """Return the name of the error that a cell ended in, "" if it did not."""
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if isinstance(output, dict) and output.get("output_type") in ("error", "pyerr"):
            match = _NAME.match(str(output.get("ename") or ""))
            return match.group() if match else "Error"
    return ""


def _is_meant(cells: list[dict[str, object]], index: int) -> bool:
    """Say whether a cell is said to fail: by its tags, itself, or the text right before it."""
    metadata = cells[index].get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    if isinstance(tags, list) and "raises-exception" in tags:
        return True
    text = source_of(cells[index])[:_MAX_PROSE]
    around = [cells[other] for other in (index - 1, index + 1) if 0 <= other < len(cells)]
    told = [source_of(cell)[:_MAX_PROSE] for cell in around if cell.get("cell_type") == "markdown"]
    told += (match.group(1) for match in _COMMENT.finditer(text))
    return _RAISES.search(text) is not None or _MEANT.search("\n".join(told)) is not None
