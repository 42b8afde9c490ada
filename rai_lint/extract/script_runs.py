"""script-run facts: programs of the repository that its own scripts, images and pipelines run.

Files of all these kinds are read line by line: what counts is a line that begins with something
that runs programs, whatever key or instruction stands before it.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from msgspec import Struct

from rai_lint.extract.commands import program_of, words_of
from rai_lint.extract.facts import Writer
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

KIND = "script-run"

_MAX_LINES = 3_000
_MAX_LINE = 4_000
_MAX_RUNS = 200
_PIPELINE = regex(
    r"(?:^|/)(?:\.github/workflows/[^/]+|\.gitlab-ci|\.gitlab/ci/[^/]+|azure-pipelines[^/]*"
    r"|\.circleci/config|dvc|(?:docker-)?compose[^/]*)\.ya?ml$"
)
_NAMED = regex(
    r"(?i)(?:^|/)(?:makefile|gnumakefile|justfile|procfile|dockerfile(?:\.[^/]+)?|[^/]+\.dockerfile)$"
)
#: What stands before a command: an instruction, a key of YAML, a target's marks, a shell's words.
_BEFORE = regex(
    r"^\s*(?:(?:RUN|CMD|ENTRYPOINT)\s+(?:--\S+\s+)*)?"
    r"(?:-\s+)?(?:(?:run|script|cmd|command|entrypoint|bash|task|web|worker|release|api)\s*:\s*)?"
    r"(?:[|>][-+]?\s*$)?[@+-]*\s*(?:(?:then|do|else|exec|time|!)\s+)*"
)
_INTERPRETER = regex(r"\$[({](?:PYTHON|PY|PYTHON3|python)[)}]|\$PYTHON\b")
_PARTS = regex(r"(?:&&|\|\||;|\|)\s*")
_HEREDOC = regex(r"<<-?\s*[\"']?([A-Za-z_]\w*)")
#: Commands that bring files with them, after which a program may be there that is not here.
_BRINGS = regex(
    r"\b(?:git\s+clone|rsync|scp|svn|ssh|docker\s+cp)\b|\btee\s+\S+\.(?:py|sh)\b"
    r"|\b(?:wget|curl)\b(?:(?!\b(?:wget|curl)\b)(?:[^\n]|\\\n))*(?:https?://(?:[^l10\s]|l[^o]|lo[^c])|\$)"
    r"|\brepository:|\bCOPY\s+--from|\bADD\s+https?:|\bcat\s*>|>\s*[^\s>]+\.(?:py|sh)\b"
)
_UNSURE = regex(r"[{}<>$*|\\%]|\.\.\.|://|your[-_]|path/to|x{3}")
_SERVERS = frozenset({"uvicorn", "gunicorn", "hypercorn"})
_APPLICATION = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


class _Run(Struct, frozen=True):
    """A program as it is written, its path, and the folder that was changed to before it."""

    path: str
    raw: str
    line: int
    below: str


def extract_script_runs(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield what a script, pipeline, image or file of targets runs; of other files nothing."""
    told = source.kind == "shell" or _PIPELINE.search(source.path) or _NAMED.search(source.path)
    if not told or not knowledge.asks(KIND) or _BRINGS.search(text):
        return Extraction()
    return Extraction(facts=tuple(islice(_facts(source, text), _MAX_RUNS)))


def _facts(source: Source, text: str) -> Iterator[Fact]:
    writer = Writer(source)
    image = "dockerfile" in PurePosixPath(source.path.lower()).name
    copied = _copied(text) if image else frozenset()
    for run in _runs(text):
        # Where an image has its files is its own; their names are those of the repository.
        path = posixpath.basename(run.path) if image and run.path[:1] == "/" else run.path
        asked_for = f"-f {run.raw}" in text or f"-e {run.raw}" in text
        elsewhere = path.startswith("/") or not copied.isdisjoint(path.split("/"))
        if not (_UNSURE.search(run.raw) or asked_for or elsewhere):
            yield writer.fact(KIND, run.line, id=path, raw=run.raw, below=run.below)


def _copied(text: str) -> frozenset[str]:
    """Return the names of folders and files that an image has under another name than here."""
    lines = (
        line.split() for line in text.splitlines() if line.lstrip().startswith(("COPY ", "ADD "))
    )
    return frozenset(part for words in lines for part in words[-1].strip("/").split("/"))


def _runs(text: str) -> Iterator[_Run]:
    below, until = "", ""
    for number, line in _lines(text):
        if until:
            until = "" if line.strip() == until else until
            continue
        heredoc = _HEREDOC.search(line)
        until = heredoc.group(1) if heredoc else ""
        for part in _PARTS.split(_command(line)):
            words = words_of(_BEFORE.sub("", part.rstrip(), count=1))
            if len(words) > 1 and words[0] in ("cd", "pushd"):
                below = words[1]
            found = _program(words)
            if found is not None:
                yield _Run(*found, number, below)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each command that is no comment, with its first line; a backslash carries on."""
    start, held = 0, ""
    for number, line in enumerate(text.splitlines()[:_MAX_LINES], 1):
        start = start or number
        held += line.rstrip().removesuffix("\\") + " "
        if line.rstrip().endswith("\\") and len(held) < _MAX_LINE:
            continue
        if not held.lstrip().startswith("#") and len(held) < _MAX_LINE:
            yield start, held
        start, held = 0, ""


def _command(line: str) -> str:
    """Return the command of a line; a list of words (`["python", "x.py"]`) as they are typed."""
    bare = _INTERPRETER.sub("python", _BEFORE.sub("", line, count=1)).strip()
    if bare.startswith("["):
        try:
            words = json.loads(bare.split("#")[0].strip())
        except ValueError:
            return bare
        words = words if isinstance(words, list) else []
        return " ".join(word for word in words if isinstance(word, str))
    return bare[1:-1] if bare[:1] in "\"'" and bare[-1:] == bare[:1] else bare


def _program(words: list[str]) -> tuple[str, str] | None:
    while words and words[0] in ("exec", "poetry", "uv", "pipenv", "run", "nohup"):
        words = words[1:]
    if words and words[0] in _SERVERS and "--app-dir" not in words and "--chdir" not in words:
        named = (_APPLICATION.match(word) for word in words[1:])
        module = next((match.group() for match in named if match), None)
        return (module.partition(":")[0].replace(".", "/") + ".py", module) if module else None
    return program_of(words)
