"""What prompts tell a model, where people should know of it: texts of programs and settings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rai_lint.model import expression as ir
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module, Text
from rai_lint.model.regex import compiled
from rai_lint.model.source import Place, Scope
from rai_lint.model.value import Known
from rai_lint.model.vocabulary import Table, Term

TABLE = "instructions"
_KIND = "model-instruction"
_MAX_LENGTH = 20_000
_MAX_SHOWN = 160
#: Keys of settings that hold what a model is told; anything else may be data.
_KEYS = r"(?:^|[._\[\]-])(?:system|persona|character|prompts?|instructions?|preamble|role)"


def instructions(module: Module, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what the prompts in a program tell a model to do, once for each text."""
    table = knowledge.table(TABLE)
    if not table.terms:
        return
    seen: set[tuple[str, str]] = set()
    for text in _texts(module):
        for name, shown in _told(text.text, table):
            if (name, shown) not in seen:
                seen.add((name, shown))
                yield _fact(name, shown, text.place, module.scope)


def instructed(file: ConfigFile, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what settings named as prompts tell a model to do."""
    table = knowledge.table(TABLE)
    for entry in file.entries if table.terms else ():
        if isinstance(entry.value, str) and compiled(_KEYS, cased=False).search(entry.key):
            for name, shown in _told(entry.value, table):
                yield _fact(name, shown, Place(file.path, entry.line), file.scope)


def _texts(module: Module) -> Iterator[Text]:
    yield from module.texts
    for binding in module.bindings:
        value = binding.value
        parts = value.parts if isinstance(value, ir.Joined) else (value,)
        for part in parts:
            if isinstance(part, ir.Const) and isinstance(part.value, str):
                yield Text(part.value, binding.place)


def _told(text: str, table: Table) -> Iterator[tuple[str, str]]:
    """Yield the ids of what a text tells, each with the words that do."""
    if not text or len(text) > _MAX_LENGTH:
        return
    for term in table:
        found = compiled(_any(_listed(term, "patterns")), cased=False).search(text)
        if found is None:
            continue
        elsewhere = _any(_listed(term, "not-with"))
        if not elsewhere or compiled(elsewhere, cased=False).search(text) is None:
            yield term.id, " ".join(found.group(0).split())[:_MAX_SHOWN]


def _listed(term: Term, key: str) -> tuple[str, ...]:
    found = term.values.get(key)
    return tuple(map(str, found)) if isinstance(found, (tuple, list)) else ()


@lru_cache(maxsize=16)
def _any(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _fact(name: str, shown: str, place: Place, scope: Scope) -> Fact:
    fields = {"id": Known(name), "text": Known(shown)}
    return Fact(kind=_KIND, place=place, fields=fields, scope=scope)
