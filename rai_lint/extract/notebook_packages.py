"""Packages of a notebook: what it imports, and what its commands install."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.named_packages import document_mentions, program_mentions
from rai_lint.extract.notebook import code_cells, prose_of
from rai_lint.extract.python.package_imports import package_imports
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

#: A notebook that installs what it needs, or runs where most of it is installed.
_PROVIDED = regex(
    r"\b(?:pip|conda|mamba|uv)\b(?:(?!\b(?:pip|conda|mamba|uv)\b)[^\n])*\binstall\b"
    r"|\bgoogle\.colab\b|colab\.research\.google"
    r"|/content/|/kaggle/|kaggle\.com|\bdbutils\b"
)


def notebook_packages(source: Source, data: bytes, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the packages that a notebook imports and those that it names for installation."""
    cells = code_cells(data)
    if isinstance(cells, str):
        return  # the notebook's reader says so
    commands = "\n".join(command for cell in cells for _, command in cell.commands)
    program = "\n".join(cell.text for cell in cells)
    prose = prose_of(data)
    yield from program_mentions(source, f"{commands}\n{program}", knowledge)
    yield from document_mentions(source, prose, knowledge)
    if not any(_PROVIDED.search(text) for text in (commands, program, prose)):
        yield from package_imports(source, [(cell.index, cell.text) for cell in cells], knowledge)
