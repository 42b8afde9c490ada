"""Licence files: `LICENSE`, `COPYING`, `DATA_LICENSE`, `LICENSE-MODEL`; which text they hold."""

from __future__ import annotations

from pathlib import PurePosixPath

import re2

from rai_lint.extract.blanks import licence_blanks
from rai_lint.extract.licence_texts import identify
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Unknown, Value

_LICENCE_NAME = re2.compile(r"(?i)(?:^|[-_. ])(?:licen[sc]e|copying|unlicense|eula)(?:$|[-_. ])")
_SHOWN = 80
_A_NAME = 60

#: What the name of the file says is covered, before what the licence is written for.
_COVERS_BY_NAME = (
    (re2.compile(r"(?i)data"), "data"),
    (re2.compile(r"(?i)model|weight|checkpoint"), "model"),
    (re2.compile(r"(?i)docs?(?:$|[-_. ])"), "docs"),
    (re2.compile(r"(?i)code"), "code"),
)


def extract_licence_file(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the one licence of a licence file at its first line; unknown, if its text is not known.

    Files whose name does not say that they hold a licence yield nothing: a mention is no licence.
    """
    name = PurePosixPath(source.path).name
    if not _LICENCE_NAME.search(name):
        return Extraction()
    lines = [line.strip(" \t#*=-") for line in text.splitlines()]
    title = next((line for line in lines if line), "")[:_SHOWN]
    value, covers = _judge(text, title, knowledge)
    fields: dict[str, Value] = {
        "id": value,
        "raw": Known(title),
        "covers": Known(_covers(name, covers)),
        "stated_in": Known("file"),
    }
    fact = Fact(kind="licence", place=Place(source.path), fields=fields, scope=source.scope)
    blanks = licence_blanks(source, text) if knowledge.asks("blank-left") else ()
    return Extraction(facts=(fact, *blanks))


def _judge(text: str, title: str, knowledge: Knowledge) -> tuple[Value, str]:
    """Return the licence's id and what it is written for."""
    if not title:
        return Unknown("", "the file is empty"), "code"
    term = identify(text, knowledge)
    if term is not None:
        return Known(term.id), str(term.values.get("covers") or "code")
    named = knowledge.table("licences").find(text) if len(text.strip()) <= _A_NAME else None
    if named is not None:
        return Known(named.id), "code"
    return Unknown(title, "the text of no licence that is known"), "code"


def _covers(name: str, otherwise: str) -> str:
    return next((covers for pattern, covers in _COVERS_BY_NAME if pattern.search(name)), otherwise)
