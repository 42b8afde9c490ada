"""What the text of a program shows by itself, whatever libraries it calls.

The programs of files and the cells of notebooks are read by CPython's parser, all of them: facts
such as these are not looked for only where the API catalogue finds a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.extract.machine_paths import program_paths
from rai_lint.extract.notebook import code_cells
from rai_lint.extract.notebook_errors import notebook_errors
from rai_lint.extract.python.bool_options import bool_options
from rai_lint.extract.python.swapped_metrics import swapped_metrics
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source

_READERS = (program_paths, bool_options, swapped_metrics)
_KINDS = ("machine-path", "bool-option", "swapped-metric")


def program_facts(
    source: Source, programs: Sequence[tuple[int | None, str]], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield what a program shows: the text of a file, or those of cells with their indices."""
    for read in _READERS:
        yield from read(source, programs, knowledge)


def notebook_facts(source: Source, data: bytes, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what the cells of a notebook show, and whether they were left with an error."""
    yield from notebook_errors(source, data, knowledge)
    cells = code_cells(data) if knowledge.asks(*_KINDS) else ""
    if isinstance(cells, list):  # of another the notebook's reader speaks
        yield from program_facts(source, [(cell.index, cell.text) for cell in cells], knowledge)
