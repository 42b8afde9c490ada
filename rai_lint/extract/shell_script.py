"""Shell scripts: their commands with the constants of the script filled in, and their header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rai_lint.extract.blocks import Block
from rai_lint.extract.directives import parse_directive
from rai_lint.extract.prose_licences import stated_licences
from rai_lint.model import expression as ir
from rai_lint.model.fact import Directive, Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Binding, Module, Text
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

_MAX_LINES = 5_000
_MAX_HEADER = 60
_MAX_RAW = 200
_ASSIGNED = regex(r"^\s*(?:export\s+|readonly\s+|local\s+)?([A-Za-z_]\w*)=(.*)$")
_LOOP = regex(
    r"^\s*for\s+([A-Za-z_]\w*)\b|\bread\s+(?:-\w+\s+){0,9}(?:\"[^\"]{0,300}\"\s+)?([A-Za-z_]\w*)"
)
_OVER = regex(r"^\s*for\s+([A-Za-z_]\w*)\s+in\s([^;]+)(?:;.*)?$")
_WORD = regex(r"[\w./:@,=+%-]+")
_PLAIN = regex(r"^(?:\"([^\"$`\\]*)\"|'([^']*)'|([\w./:@,=+%-]*))\s*(?:#.*)?$")
#: `${NAME:-default}` is what the user decides, and so left as it is.
_USED = regex(r"\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)")
_PARTS = regex(r"\s(?:&&|\|\||;|\|)\s|;\s*$")


def read_script(source: Source, text: str) -> tuple[Module, tuple[Directive, ...]]:
    """Return a script as a module that has nothing but commands, and its suppressions."""
    lines = text.splitlines()[:_MAX_LINES]
    constants = _constants(lines)
    commands = tuple(
        Text(_filled(part, constants), Place(source.path, number))
        for number, line in _logical(lines)
        for part in _PARTS.split(line)
        if part.strip()
    )
    loops = tuple(_loops(lines, source.path))
    module = Module(source.path, source.scope, commands=commands, bindings=loops)
    return module, tuple(_directives(source, lines))


def _loops(lines: list[str], path: str) -> Iterator[Binding]:
    """Yield the variables of loops over words that are written down, and nothing else's."""
    set_ = {match.group(1) for line in lines for match in (_ASSIGNED.match(line),) if match}
    for number, line in _logical(lines):
        match = _OVER.match(line)
        words = match.group(2).split() if match is not None else []
        plain = bool(words) and all(map(_WORD.fullmatch, words))
        if match is not None and plain and match.group(1) not in set_:
            items = tuple(ir.Const(word) for word in words)
            yield Binding("", match.group(1), ir.Each(ir.Elements(items)), Place(path, number))


def extract_script(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the licences that the comment at the top of a script says it is under."""
    block = _header(text.splitlines()[:_MAX_HEADER])
    if block is None or "licen" not in block.text.lower():
        return Extraction()
    facts = tuple(
        Fact(
            kind="licence-header",
            place=Place(source.path, line),
            fields={"id": Known(licence), "raw": Known(raw[:_MAX_RAW])},
            scope=source.scope,
        )
        for line, licence, raw in stated_licences(block, knowledge)
    )
    return Extraction(facts=facts)


def _header(lines: list[str]) -> Block | None:
    """Return the comment at the top; what follows the first command is about something else."""
    kept: list[str] = []
    for line in lines:
        bare = line.strip()
        if bare and not bare.startswith("#"):
            break
        kept.append("" if bare.startswith("#!") else bare.lstrip("# \t"))
    return Block(kind="paragraph", line=1, text="\n".join(kept)) if any(kept) else None


def _logical(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield lines that do something, those that a backslash continues as one."""
    held, begun = "", 0
    for number, line in enumerate(lines, start=1):
        begun = begun or number
        if line.rstrip().endswith("\\"):
            held += line.rstrip()[:-1] + " "
            continue
        whole = (held + line).strip()
        if whole and not whole.startswith("#"):
            yield begun, whole
        held, begun = "", 0
    if held.strip():
        yield begun, held.strip()


def _constants(lines: list[str]) -> dict[str, str]:
    """Return the variables that the script gives one plain value, and nothing else."""
    set_: Counter[str] = Counter()
    plain: dict[str, str] = {}
    for line in lines:
        for match in _LOOP.finditer(line):
            set_[match.group(1) or match.group(2)] += 2
        assigned = _ASSIGNED.match(line)
        if assigned is None:
            continue
        set_[assigned.group(1)] += 1
        value = _PLAIN.match(assigned.group(2).strip())
        if value is not None and not line.startswith((" ", "\t")):
            plain[assigned.group(1)] = next((each for each in value.groups() if each), "")
    return {name: value for name, value in plain.items() if set_[name] == 1 and value}


def _filled(text: str, constants: dict[str, str]) -> str:
    return _USED.sub(lambda m: constants.get(m.group(1) or m.group(2), m.group()), text)


def _directives(source: Source, lines: list[str]) -> Iterator[Directive]:
    for number, line in enumerate(lines, start=1):
        before, mark, comment = line.partition("#")
        if mark and "rai-lint" in comment:
            target = number if before.strip() else number + 1
            found = parse_directive(comment, Place(source.path, number), target)
            if found is not None:
                yield found
