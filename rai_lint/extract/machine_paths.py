"""Paths that hold on one machine only: `machine-path` facts.

The home folder of a person and a drive of Windows are where they are on one computer. What a
program asks for first, compares or tries, it can do without; what stands in a comment, it never
uses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import islice

from rai_lint.extract.python.syntax import python_tree
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Value

KIND = "machine-path"

_MAX_FACTS = 50
_MAX_LINES = 20_000
_MAX_PATH = 300
_SIGN = regex(r"/home/|/Users/|\b[A-Za-z]:[\\/]")
_HOME = regex(r"(?:file://)?/(?:home|Users)/([A-Za-z][\w.-]*)/+[^\s/]")
_DRIVE = regex(
    r"[A-Za-z]:(?:\\\\|[\\/])(?:(?i:Users|Documents and Settings)[\\/]+)?"
    r"([^\\/:*?\"<>|{}$%\n]{2,60})[\\/]"
)
#: Accounts of images and of examples, and folders that Windows has on every machine.
_ACCOUNTS = """
admin airflow alice all anonymous anyone app appuser bob circleci code-server codespace container
default dev developer docker ec2-user example foo gitpod hadoop hduser jenkins john johndoe jovyan
jupyter linuxbrew me model-server mosaicml myname myuser name node nonroot opc path pi public
python root runner sagemaker-user shared some someone somebody spark student temp test tmp trainer
ubuntu user user1 username users vagrant vscode work worker workspace xxx xxxx you
windows winnt programdata
"""
_ANYONE = frozenset(_ACCOUNTS.split())
_BLANK = regex(
    r"(?i)path[-_\\/ ]+to[-_\\/ ]|your|user_?name|<|\.\.\.|xxx|example|program files"
    r"|\bpython\d*[\\/]python\.exe"
)
_DESKTOP = regex(r"(?i)^[a-z]:.*[\\/](?:desktop|documents|downloads|onedrive|my_\w+)[\\/]")
#: Calls that only look at a path, take it away or have another where the reader says so.
_LOOKING = """
compile debug endswith error exists fullmatch get getenv info is_dir is_file isdir isfile lstrip
match print print_help removeprefix replace search split startswith strip sub warning
"""
_LOOKS = frozenset(_LOOKING.split())
_ASKS = regex(r"\b(?:exists|is_?file|is_?dir)\s*\(")
#: Settings that programs write down, and those of an editor or an environment.
_WRITTEN = regex(
    r"(?i)(?:^|/)(?:\.[^/]+|runs?|outputs?|out|results?|logs?|mlruns|wandb|artifacts?|checkpoints?|models?"
    r"|environment[^/]*|[^/]*lock[^/]*|conda[^/]*|meta|args|opt|hydra|trainer_state|dvc)(?:/|\.ya?ml$|\.toml$)"
)
_SETTING = regex(
    r"""^\s*(?:-\s+)?(?:["']?([\w./-]+)["']?\s*[:=]\s*)?["']?((?:/home/|/Users/|[A-Za-z]:[\\/])[^\s"'#,;]+)"""
)
_WORD = regex(r"""(?:^|[\s="':])((?:/home/|/Users/)[^\s"'`;|&)]+)""")
_SPEAKS = regex(r"^\s*(?:#|echo\b|printf\b|if\b|elif\b|\[|test\b|usage\b)|:-|\|\||<<")


def program_paths(
    source: Source, programs: Iterable[tuple[int | None, str]], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the paths of one machine in the texts of a program.

    `programs` is the text of a file, or those of the cells of a notebook with their indices.
    """
    if not knowledge.asks(KIND):
        return
    found = (
        _fact(source, line, path, cell)
        for cell, text in programs
        if _SIGN.search(text)
        for line, path in _texts(text)
    )
    yield from islice((fact for fact in found if fact is not None), _MAX_FACTS)


def extract_machine_paths(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the paths of one machine in a shell script, or in settings that a program reads."""
    if not knowledge.asks(KIND) or not _SIGN.search(text):
        return Extraction()
    lines = text.splitlines()[:_MAX_LINES]
    pairs = _commands(lines) if source.kind == "shell" else _settings(source.path, lines)
    found = (_fact(source, line, path, None) for line, path in pairs)
    return Extraction(facts=tuple(islice((fact for fact in found if fact), _MAX_FACTS)))


def owner_of(path: str) -> str:
    """Return whose folder a path begins with: an account, or a folder of a drive; "" for none."""
    match = _HOME.match(path) or _DRIVE.match(path)
    if match is None or len(path) > _MAX_PATH or "\n" in path or _BLANK.search(path):
        return ""
    owner = match.group(1)
    # "user" is a common name of accounts of Windows too; no image has a desktop.
    return "" if owner.lower() in _ANYONE and not _DESKTOP.search(path) else owner


def _fact(source: Source, line: int, path: str, cell: int | None) -> Fact | None:
    owner = owner_of(path)
    if not owner:
        return None
    fields: dict[str, Value] = {"id": Known(path), "owner": Known(owner)}
    place = Place(source.path, line, cell=cell)
    return Fact(kind=KIND, place=place, fields=fields, scope=source.scope)


def _commands(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if not _SPEAKS.search(line):
            yield from ((number, match.group(1)) for match in _WORD.finditer(line))


def _settings(path: str, lines: list[str]) -> Iterator[tuple[int, str]]:
    if not path.lower().endswith((".yaml", ".yml", ".toml")) or _WRITTEN.search(path):
        return
    for number, line in enumerate(lines, 1):
        match = _SETTING.match(line)
        if match is not None and match.group(1) not in ("prefix", "path-prefix"):
            yield number, match.group(2)


def _texts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of a program that it uses as they are; of one that cannot be read nothing."""
    module = python_tree(text)
    if isinstance(module, str):
        return
    asks = _ASKS.search(text) is not None
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            waiting += node.values[:1]
        elif not _optional(node, asks=asks):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _optional(node: ast.AST, *, asks: bool) -> bool:
    """Say whether what stands in a node may be left out, or is never used as a path."""
    if isinstance(node, ast.If):
        return not _is_main(node)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # it documents
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in _LOOKS
    several = (ast.List, ast.Tuple, ast.Set)
    if asks and isinstance(node, several):
        return len(node.elts) > 1
    return isinstance(node, (ast.Try, ast.IfExp, ast.BoolOp, ast.Compare, ast.Assert))


def _is_main(node: ast.If) -> bool:
    test = node.test
    left = test.left if isinstance(test, ast.Compare) else None
    return isinstance(left, ast.Name) and left.id == "__name__"
