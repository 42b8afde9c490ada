"""Commands in documents: the programs of the repository that they run."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Generator, Iterable, Iterator
from itertools import pairwise, takewhile

from msgspec import Struct

from rai_lint.extract.blocks import Block
from rai_lint.model.regex import regex

_PROMPT = regex(r"^\s*(?:[$>%!]\s+|!|\(\w+\)\s*\$?\s*)?")
_ASSIGNED = regex(r"[A-Z_][A-Z0-9_]*=")
_RUNNERS = regex(
    r"(?:python[\d.]*|torchrun|accelerate|deepspeed|bash|sh|uv|poetry|pipenv|conda|srun|sbatch|nohup"
    r"|time|jupyter|papermill|streamlit|gradio|Rscript|env|mpirun|horovodrun|chainlit|modal|pdm|hatch"
    r"|rye|pixi|sudo|\./\S+\.(?:sh|py))$"
)
_PROGRAM = regex(r"(?:\./)?[\w./-]{1,150}\.(?:py|ipynb|sh)$")
_SETTINGS = regex(r"(?:\./)?[\w./-]{1,150}\.(?:ya?ml|toml|json)$")
_MODULE = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$")
#: Tools that run what a file of the repository defines.
_TARGETS = {"make": "Makefile", "just": "justfile", "dvc": "dvc.yaml", "snakemake": "Snakefile"}
#: Modules that are run by name and belong to nobody's repository.
_INSTALLED = frozenset(
    {"torch", "pip", "venv", "pytest", "accelerate", "http", "unittest", "spacy", "nltk", "build"}
)
#: After these, paths are those of another folder, or of another repository.
_ELSEWHERE = frozenset({"cd", "git", "wget", "curl", "pushd", "unzip", "huggingface-cli", "hf"})
_CHANGES = frozenset({"cd", "pushd", "popd"})
_FOLDER = regex(r"[\w.][\w./-]{0,150}")
#: Tools that take options of their own behind the program that they run.
_TAKES_OPTIONS = frozenset(
    """streamlit gradio chainlit modal jupyter papermill marimo locust pytest coverage kernprof
    py-spy scalene nsys mypy ruff black isort pylint flake8 taipy solara panel bokeh voila shiny
    prefect zenml pipreqs nbconvert jupytext pyinstaller nuitka sbatch""".split()  # noqa: SIM905 - a table
)
#: A separator of Windows paths, whatever shell a block says that it is for: no shell needs to
#: escape a letter.
_WINDOWS = regex(r"(\w|\.)\\(\w)")
_MAX_LINES = 200
_OPTION = regex(r"(--[A-Za-z][\w-]*)(?:=.*)?$", re.DOTALL)
#: A pipe, a redirection, or the next command; a bracket says that what follows may be left out.
_ENDS = regex(r"[|&;<>\[(]|\d>|\.\.\.|\u2026")
_INSTALLERS = frozenset({"pip", "pip3", "conda", "mamba", "micromamba"})
_INSTALL = frozenset({"install", "env"})
_LIST = regex(r"(?:\./)?[\w./-]{1,150}\.(?:txt|in|ya?ml)")


class Command(Struct, frozen=True):
    """The path of a program that a command runs, as written, and whether the folder was changed.

    If it `installs`, it is the list of packages that a command reads. `options` are the long
    options that the program is given, without their values. `below` is the folder that was changed
    to before it, None where that is not known; `carried` that of the code blocks above.
    """

    path: str
    raw: str
    line: int
    elsewhere: bool
    installs: bool = False
    options: tuple[str, ...] = ()
    below: str | None = ""
    carried: str | None = ""


def commands(blocks: Iterable[Block]) -> Iterator[Command]:
    """Yield the programs that the code blocks of a document run, and commands inside sentences."""
    carried: str | None = ""
    for block in blocks:
        if block.kind == "code":
            carried = yield from _in_block(block, carried)
        for mark in block.marks:
            found = _run(_words(block.text[mark.start : mark.end])) if mark.kind == "code" else None
            if found is not None:
                yield Command(*found, block.line_at(mark.start), elsewhere=True)


def _in_block(block: Block, carried: str | None) -> Generator[Command, None, str | None]:
    """Yield the commands of a code block; return the folder that readers are in after it."""
    elsewhere = False
    below: str | None = ""
    cloned: set[str] = set()
    for number, line in _lines(block):
        words = _words(_PROMPT.sub("", line, count=1))
        if words:
            elsewhere = elsewhere or words[0] in _ELSEWHERE
            below = _changed(words, below, cloned)
            found = _run(words)
            if found is not None:
                options = _options(words, found[1])
                yield Command(
                    *found,
                    number,
                    elsewhere=elsewhere,
                    options=options,
                    below=below,
                    carried=carried,
                )
            for path in _lists(words):
                written = posixpath.normpath(path)
                yield Command(
                    written, path, number, elsewhere=elsewhere, installs=True, carried=carried
                )
    known = below is not None and carried is not None
    return posixpath.normpath(posixpath.join(carried or "", below or "")) if known else None


def _changed(words: list[str], below: str | None, cloned: set[str]) -> str | None:
    """Return the folder after a command; what is cloned, and changed to, is the repository."""
    if words[:2] == ["git", "clone"]:
        cloned.update(posixpath.basename(word.removesuffix(".git").rstrip("/")) for word in words)
    if words[0] not in _CHANGES or below is None:
        return below
    folder = words[1] if len(words) > 1 else ""
    if folder.rstrip("/") in cloned:
        return ""
    plain = len(words) == 2 and _FOLDER.fullmatch(folder)  # noqa: PLR2004 - the word and the folder
    return posixpath.normpath(posixpath.join(below, folder)) if plain else None


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    """Yield each command with its first line; a backslash carries on to the next one."""
    start, command = 0, ""
    for number, line in enumerate(block.code.split("\n")[:_MAX_LINES], block.line + 1):
        start = start or number
        command += line.rstrip().removesuffix("\\") + " "
        if not line.rstrip().endswith("\\"):
            yield start, command
            start, command = 0, ""


def _words(line: str) -> list[str]:
    return words_of(_WINDOWS.sub(r"\1/\2", line))


def words_of(line: str) -> list[str]:
    """Return the words of a command as a shell would split them, comments left out."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _lists(words: list[str]) -> Iterator[str]:
    """Yield the lists of packages that `pip install -r` and `conda env create -f` name."""
    if not _INSTALLERS.isdisjoint(words) and not _INSTALL.isdisjoint(words):
        for option, path in pairwise(words):
            if option in ("-r", "--requirement", "-f", "--file") and _LIST.fullmatch(path):
                yield path


def _options(words: list[str], program: str) -> tuple[str, ...]:
    """Return the long options behind a program, up to the end of its command."""
    at = words.index(program) if program in words else len(words)
    following = words[at + 1 :] if _TAKES_OPTIONS.isdisjoint(words[:at]) else []
    own = takewhile(lambda word: not _ENDS.match(word), following)
    found = (_OPTION.match(word) for word in own)
    return tuple(dict.fromkeys(match.group(1) for match in found if match))


def _run(words: list[str]) -> tuple[str, str] | None:
    """Return the path of what a command runs and how it is written; settings count too."""
    while words and _ASSIGNED.match(words[0]):
        words = words[1:]
    name = words[0] if words else ""
    if name in _TARGETS:
        return _TARGETS[name], name
    return program_of(words, settings=True)


def program_of(words: list[str], *, settings: bool = False) -> tuple[str, str] | None:
    """Return the path of the program that a command runs and how it is written."""
    while words and _ASSIGNED.match(words[0]):
        words = words[1:]
    name = words[0] if words else ""
    for position, word in enumerate(words if _RUNNERS.match(name) else ()):
        following = words[position + 1] if position + 1 < len(words) else ""
        if word == "-m" and _MODULE.match(following):
            if following.split(".", 1)[0] not in _INSTALLED:
                return following.replace(".", "/") + ".py", following
        elif _PROGRAM.match(word) or (settings and position and _SETTINGS.match(word)):
            return posixpath.normpath(word), word
    return None
