"""Notebooks: every code cell in order as one program, with magics and shell lines understood.

The JSON is read as nbformat 3 or 4 describes it; outputs are not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import libcst as cst
from msgspec import Struct
from msgspec.structs import replace

from rai_lint.extract.python.positions import Span, Spans
from rai_lint.extract.python.program import deep_recursion, directives, fault_in, parse
from rai_lint.extract.python.reader import ModuleReader
from rai_lint.model.fact import Directive
from rai_lint.model.module import Module, Text
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Skipped, Source

MAX_CELLS = 5_000

_SHELL_CELLS = ("%%bash", "%%sh", "%%script", "%%shell", "%%!")
_PYTHON_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun", "%%python", "%%python3")
_MAGIC = regex(
    r"^(?P<indent>[ \t]*)(?P<assign>[A-Za-z_][\w.]*\s*=\s*)?(?P<sign>!!?|%)(?P<rest>.*)$"
)
#: Shell words that IPython runs as they stand ("automagic"), with what may follow them.
_AUTOMAGIC = regex(
    r"^(?:ls|ll|cd|pwd|mkdir|rmdir|rm|cp|mv|cat|less|more|pip|conda|wget|curl|git)"
    r"(?:[ \t]+[\w./~\"'$*-].*)?$"
)
_HELP = regex(r"^[ \t]*(?:\?\S.*|[\w.]+\?{1,2})[ \t]*$")


class Cell(Struct, frozen=True):
    """A code cell: its index over all cells, its program text, and its shell lines."""

    index: int
    text: str
    commands: tuple[tuple[int, str], ...]


#: An address in a shell line that names of the notebook are filled into.
_FILLED = regex(r"://(?:(?!://)\S)*(?:\{[A-Za-z_]\w*\}|\$[A-Za-z_])")


def read_notebook(
    source: Source, data: bytes, passes: Callable[[str], bool]
) -> tuple[Module | Skipped, tuple[Directive, ...], tuple[Skipped, ...]]:
    """Return what a notebook says, its suppressions, and the cells that were not read.

    `passes` says of the text of all cells whether it may yield a fact: else none is parsed.
    """
    cells = code_cells(data)
    if isinstance(cells, str):
        return Skipped(source.path, cells, source.kind, source.scope), (), ()
    reader = _Reader(source)
    filled = any(_FILLED.search(text) for cell in cells for _, text in cell.commands)
    if not filled and not passes("\n".join(cell.text for cell in cells)):
        cells = [reader.passed_over(cell) for cell in cells]
    found: list[Directive] = []
    with deep_recursion():
        for cell in cells:
            reader.cell(cell)
            found += directives(cell.text, source.path, cell.index)
    return reader.module(), tuple(found), tuple(reader.skipped)


class _Reader:
    """Reads cell after cell into one module, each with the places of its own cell."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cell = 0
        self._spans = Spans()
        self._trees: list[cst.Module] = []  # keeps the nodes alive, and so their ids their own
        self._reader = ModuleReader(self._spans, self._place)
        self._commands: list[Text] = []
        self.skipped: list[Skipped] = []

    def cell(self, cell: Cell) -> None:
        """Read one code cell; one that does not parse is noted and left out."""
        self._cell = cell.index
        path = self._source.path
        self._commands += [
            Text(command, Place(path, line, cell=cell.index)) for line, command in cell.commands
        ]
        if not cell.text.strip():
            return
        tree = parse(cell.text)
        if isinstance(tree, str):
            self._skip(cell, tree)
            return
        self._trees.append(tree)
        self._spans.add(tree, cell.text)
        self._reader.statement(tree)

    def passed_over(self, cell: Cell) -> Cell:
        """Return a cell without its program; one that could not be read is noted all the same."""
        because = fault_in(cell.text)
        if because:
            self._skip(cell, because)
        return replace(cell, text="")

    def _skip(self, cell: Cell, because: str) -> None:
        reason = f"cell {cell.index}: {because}"
        self.skipped.append(Skipped(self._source.path, reason, "notebook", self._source.scope))

    def module(self) -> Module:
        """Return the whole notebook as one module."""
        return self._reader.module(self._source, self._commands)

    def _place(self, span: Span) -> Place:
        return Place(self._source.path, span.line, span.column, span.end_line, self._cell)


def prose_of(data: bytes) -> str:
    """Return the text of the Markdown cells of a notebook; nothing of one that is not readable."""
    document = _document(data)
    raw = None if isinstance(document, str) else raw_cells(document)
    return "\n\n".join(
        source_of(cell)
        for cell in (raw or ())[:MAX_CELLS]
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown"
    )


def _document(data: bytes) -> object:
    """Return the JSON of a notebook, or, as text, why it cannot be read."""
    try:
        found: object = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start}"
    except RecursionError:
        return "JSON nested too deeply"
    except ValueError as error:  # of the JSON, or of a number with thousands of digits
        return f"not JSON: {error}"
    return found if not isinstance(found, str) else "not a notebook: it has no list of cells"


def code_cells(data: bytes) -> list[Cell] | str:
    """Return the code cells of a notebook, or why it cannot be read."""
    document = _document(data)
    if isinstance(document, str):
        return document
    raw = raw_cells(document)
    if raw is None:
        return "not a notebook: it has no list of cells"
    return [
        _cell(index, source_of(cell), str(_language(document)))
        for index, cell in enumerate(raw[:MAX_CELLS])
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]


def raw_cells(document: object) -> list[object] | None:
    """Return the cells of a notebook as they are stored, None if it has no list of them."""
    if not isinstance(document, dict):
        return None
    cells = document.get("cells")
    if cells is None and isinstance(document.get("worksheets"), list):  # nbformat 3
        cells = [
            cell
            for sheet in document["worksheets"]
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    return cells if isinstance(cells, list) else None


def _language(document: object) -> object:
    metadata = document.get("metadata") if isinstance(document, dict) else None
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    return spec.get("language", "python") if isinstance(spec, dict) else "python"


def source_of(cell: dict[str, object]) -> str:
    """Return the text of a cell, in a form that every parser takes."""
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    if not isinstance(text, str):
        return ""
    # An escape of JSON may be half a character or NUL, which no parser takes.
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _cell(index: int, text: str, language: str) -> Cell:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    first = text.lstrip().split("\n", 1)[0]
    if language.lower() not in ("python", "python3", "python2", ""):
        return Cell(index, "", ())
    if first.startswith(_SHELL_CELLS):
        lines = list(enumerate(text.split("\n"), start=1))
        return Cell(index, "", tuple((n, line) for n, line in lines[1:] if line.strip()))
    if first.startswith("%%") and not first.startswith(_PYTHON_CELLS):
        return Cell(index, "", ())
    lines_out, commands = _without_magics(text.split("\n"))
    return Cell(index, "\n".join(lines_out) + "\n", tuple(commands))


def _without_magics(lines: Sequence[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the lines with magics blanked, and the shell lines with their numbers.

    A line is a magic only where a statement may begin: not inside brackets or a long string, which
    a cheap count of both keeps track of.
    """
    out: list[str] = []
    commands: list[tuple[int, str]] = []
    inside = _Inside()
    continued = False
    for number, line in enumerate(lines, start=1):
        match = None if inside else _MAGIC.match(line)
        if continued:
            commands.append((number, line.strip()))
            out.append("")
            continued = line.endswith("\\")
        elif match is not None:
            if match["sign"].startswith("!") or match["rest"].startswith(("pip ", "conda ")):
                commands.append((number, match["rest"].strip()))
                continued = line.endswith("\\")
            assigned = f"{match['assign']}None" if match["assign"] else "pass"
            out.append(f"{match['indent']}{assigned}")
        elif not inside and _AUTOMAGIC.match(line):
            commands.append((number, line.strip()))
            out.append("pass")
        elif not inside and _HELP.match(line):
            out.append("pass")
        else:
            out.append(line)
            inside.feed(line)
    return out, commands


class _Inside:
    """Whether the next line begins inside brackets or a triple-quoted string."""

    _PART = regex(r"\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\#.*|[(\[{]|[)\]}]|\\$")

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._joined = False

    def __bool__(self) -> bool:
        return bool(self._quote) or self._depth > 0 or self._joined

    def feed(self, line: str) -> None:
        """Take a line of the program into account."""
        self._joined = False
        for match in self._PART.finditer(line):
            part = match.group()
            if self._quote:
                self._quote = "" if part == self._quote else self._quote
            elif part in ('"""', "'''"):
                self._quote = part
            elif part in "([{":
                self._depth += 1
            elif part in ")]}":
                self._depth = max(0, self._depth - 1)
            elif part == "\\":
                self._joined = True
