"""Packages that a file tells people or machines to install: `package-mention` facts.

Lists that `manifest` reads are left to it. All other ways count, and too much rather than too
little: who is told in any file to install a package has been told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.packages import Packages, canonical
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

_MAX_LINES = 20_000
_MAX_LINE = 4_000
_WORD = regex(r"[A-Za-z][\w.-]*[\w]")
_INSTALLS = regex(
    r"\bgit\s+clone\b|\bgit\+|pip_install|conda_install|packages_to_install|pip_packages"
    r"|[\"']install[\"']|\bpip:"
)
#: What installs, and, anywhere behind it, what it is told to do.
_INSTALLER = regex(
    r"\b(?:[Pp]ip3?|PIP|conda|mamba|micromamba|uv|uvx|poetry|pdm|pipenv|pixi|hatch|rye|pipx|apt|apt-get"
    r"|brew|easy_install)\b"
)
_ORDER = regex(r"\b(?:install|add|create|update|upgrade|inject)\b|--with\b|--from\b")
#: One of these is in each line that the pattern above finds: a quick look at all others.
_SIGNS: tuple[str, ...] = (
    "nstall",
    "add",
    "create",
    "update",
    "upgrade",
    "inject",
    "--with",
    "--from",
    "clone",
    "git+",
    "pip_packages",
    "pip:",
)
#: A heading, or a sentence, about what is needed.
_NEEDS = regex(
    r"(?i)\binstall(?:s|ed|ing|ation)?\b|\brequire(?:s|d|ments?)?\b|\bdepend(?:s|ency|encies)?\b"
    r"|\bpre-?requisites?\b|\benvironments?\b|\bset[- ]?up\b|安装|依赖|环境|インストール|설치"
    r"|установк|зависимост|требовани|instala|instalación|installieren|abhängigkeit"
)
_HEADING = regex(r"^\s{0,3}#{1,6}\s+(.*)$|^\*\*(.+)\*\*:?\s*$")
_FENCE = regex(r"^\s*(?:>\s*)?(?:[-*]\s+)?(?:```|~~~)")
_ITEM = regex(
    r"^\s*(?:[-*]\s*)?[\"']?([A-Za-z][\w.-]*)(?:\[[\w,\s-]*\])?\s*(?:[=<>~!@;].*)?[\"',]*$"
)
_SDK = regex(r"^sdk:\s*[\"']?(\w+)")
_CODE_SPAN = regex(r"`[^`\n]*`")
#: Keys of YAML below which packages are listed: `dependencies:`, Cog's `python_packages:`.
_LISTING = regex(
    r"(?im)^[ \t]*(?:-[ \t]*)?(?:dependencies|[\w-]*packages|pip|[\w-]*requirements|libraries)"
    r"[ \t]*:"
)
_TABLE = regex(r"\s*\[{1,2}([^\]]+)\]")
_TABLES = regex(
    r"(?i)depend|require|pixi|hatch|pdm|\buv\b|poetry|^project|flit|rye|extras|packages"
)
_QUOTED = regex(r"[\"']([A-Za-z][\w.-]*)[^\"'\n]{0,80}[\"']|^\s*[\"']?([A-Za-z][\w.-]*)[\"']?\s*=")
#: Words in the names of lists that are in no known format.
_LIST = regex(
    r"(?:^|[-_.])(?:reqs?|deps?|dependencies|packages|env(?:ironment)?|conda|pip|frozen|freeze)"
    r"(?:$|[-_.])"
)
_SCRIPT = regex(r"(?m)^#\s*///\s*script\s*$")
_STRING = regex(r"[\"']([A-Za-z][\w.-]*)(?:\[[\w,-]*\])?\s*(?:[=<>~!@;][^\"'\n]{0,80})?[\"']")
_COMMENT = regex(r"^\s*#(.*)$")
#: Images that bring packages: `FROM pytorch/pytorch`, `image: tensorflow/tensorflow`.
_IMAGE = regex(r"(?i)^\s*(?:FROM\s+\S|(?:-\s*)?(?:base_)?image:\s*\S)")


def extract_document_mentions(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield what a Markdown or reStructuredText document tells to install, or says is needed."""
    return Extraction(facts=tuple(document_mentions(source, text, knowledge)))


def extract_command_mentions(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield what the commands of a script, a Dockerfile, a workflow, … install."""
    file = PurePosixPath(source.path.lower())
    if file.suffix == ".rst":
        return extract_document_mentions(source, text, knowledge)
    found = [*_commands(text), *_images(text)]
    listing = file.suffix in (".yml", ".yaml") and _LISTING.search(text[: _MAX_LINES * 50])
    if listing or file.suffix in (".txt", ".in"):
        found += _comments(text)  # what is optional, or comes with the machine
    if file.suffix == ".toml":
        found += _tables(text)
    elif listing or _LIST.search(file.stem):
        found += _items(text)
    return Extraction(facts=tuple(_mentions(source, found, knowledge)))


def document_mentions(source: Source, text: str, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what prose and its code blocks tell to install, or say is needed."""
    return _mentions(source, _document(text), knowledge)


def program_mentions(source: Source, text: str, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what a program says to install, or installs: all its strings count where it does."""
    found = [*_commands(text)]
    if found or PurePosixPath(source.path).name == "setup.py" or _SCRIPT.search(text):
        yield from _mentions(source, [*found, *_strings(text)], knowledge)


def _mentions(
    source: Source, found: Iterable[tuple[int, str]], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield a fact for each package that the words name, at its first line."""
    if not knowledge.asks("package-mention"):
        return
    names = knowledge.once(Packages).names
    first: dict[str, int] = {}
    for line, text in found:
        for word in _WORD.findall(text[:_MAX_LINE]):
            for part in (canonical(word), canonical(word.removesuffix(".git"))):
                if part in names:
                    first.setdefault(part, line)
    for name, line in first.items():
        fields = {"name": Known(name)}
        place = Place(source.path, line)
        yield Fact(kind="package-mention", place=place, fields=fields, scope=source.scope)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a backslash carries on to the next one."""
    start, held = 0, ""
    for number, line in enumerate(text.splitlines()[:_MAX_LINES], 1):
        start = start or number
        if line.rstrip().endswith("\\"):
            held += line.rstrip()[:-1] + " "
            continue
        yield start, held + line
        start, held = 0, ""
    if held:
        yield start, held


def _commands(text: str) -> Iterator[tuple[int, str]]:
    if any(sign in text for sign in _SIGNS):
        yield from ((number, line) for number, line in _lines(text) if _installs(line))


def _installs(line: str) -> bool:
    start = line[:_MAX_LINE]
    if not any(sign in start for sign in _SIGNS):
        return False
    installer = _INSTALLER.search(start)
    ordered = installer is not None and _ORDER.search(start, installer.end()) is not None
    return ordered or _INSTALLS.search(start) is not None


def _images(text: str) -> Iterator[tuple[int, str]]:
    return ((n, _with_pytorch(line)) for n, line in _lines(text) if _IMAGE.match(line[:_MAX_LINE]))


def _with_pytorch(line: str) -> str:
    """Return a line that speaks of PyTorch with what its images and instructions install too."""
    return f"{line[:_MAX_LINE]} torchvision torchaudio" if "pytorch" in line.lower() else line


def _comments(text: str) -> Iterator[tuple[int, str]]:
    found = ((number, _COMMENT.match(line)) for number, line in _lines(text))
    return ((number, match.group(1)) for number, match in found if match)


def _items(text: str) -> Iterator[tuple[int, str]]:
    for number, line in _lines(text):
        match = _ITEM.match(line.split(" #", 1)[0].rstrip())
        if match:
            yield number, match.group(1)


def _tables(text: str) -> Iterator[tuple[int, str]]:
    """Yield keys and strings in the tables of a TOML file that are about packages."""
    of_packages = False
    for number, line in _lines(text):
        header = _TABLE.match(line)
        if header:
            of_packages = _TABLES.search(header.group(1).strip()) is not None
        elif of_packages:
            yield from ((number, a or b) for a, b in _QUOTED.findall(line[:_MAX_LINE]))


def _strings(text: str) -> Iterator[tuple[int, str]]:
    for number, line in _lines(text):
        comment = _COMMENT.match(line)
        if comment:
            yield number, comment.group(1)
        else:
            yield from ((number, name) for name in _STRING.findall(line[:_MAX_LINE]))


def _document(text: str) -> Iterator[tuple[int, str]]:
    fenced = needed = False
    for number, line in _lines(text):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        heading = None if fenced else _HEADING.match(line)
        if heading:
            needed = _NEEDS.search(heading.group(1) or heading.group(2) or "") is not None
        if _installs(line):
            yield number, line
        elif fenced:
            item = _ITEM.match(line) if needed else None
            if item:
                yield number, item.group(1)
        else:
            sdk = _SDK.match(line)
            if sdk:  # a Space brings its own
                yield number, sdk.group(1)
            elif needed or _NEEDS.search(line[:_MAX_LINE]):
                yield number, _with_pytorch(_prose(line))


def _prose(line: str) -> str:
    """Return a line without commands: `streamlit run app.py` installs nothing."""
    return _CODE_SPAN.sub(lambda match: "" if " " in match.group() else match.group(), line)
