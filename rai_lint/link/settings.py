"""Settings to facts: each argument of a call, or key of a recipe, that a vocabulary names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from rai_lint.link.context import Context
from rai_lint.link.values import Values
from rai_lint.model import expression as ir
from rai_lint.model.configfile import ConfigEntry, ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import ApiCall, ApiRecipe, Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Scope
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.model.vocabulary import Table, Term

_ELEMENT = regex(r"\[\d+\]$")


class Settings(Struct, frozen=True, dict=True):
    """Builds the facts of calls and recipes that say `each`, for one repository."""

    values: Values
    knowledge: Knowledge

    def of_call(
        self, entry: ApiCall, call: ir.Call, names: tuple[str, ...], context: Context
    ) -> Iterator[Fact]:
        """Yield a fact for each argument of a call that is named in the entry or the vocabulary."""
        table = self.knowledge.table(entry.each)
        made = names[0].rsplit(".", 1)[-1]
        if entry.called:
            fact = self._fact(table, entry.fact, entry.called, made, Known(made, "implied"))
            yield from self._placed(fact, made, call.place)
        for position, item in enumerate(call.arguments):
            name = item.keyword or ("" if item.star else str(position))
            term = _term(table, name, entry.names)
            if term is not None:
                value = self.values.resolve(item.value, context)
                fact = self._fact(table, entry.fact, term.id, name, value)
                yield from self._placed(fact, made, call.place)

    def of_file(self, recipe: ApiRecipe, file: ConfigFile) -> Iterator[Fact]:
        """Yield a fact for each key of a file that is named in the recipe or the vocabulary.

        A file counts if it has one of the keys that the recipe needs, at any depth.
        """
        lists = _lists(file)
        if not any(_last(key) in recipe.needs for key in lists):
            return
        table = self.knowledge.table(recipe.each)
        for key, (entries, listed) in lists.items():
            term = _term(table, _last(key), recipe.names)
            if term is not None:
                texts = tuple(entry.value for entry in entries)
                value = Known(texts if listed else texts[0], "config")
                fact = self._fact(table, recipe.fact, term.id, _last(key), value)
                place = Place(file.path, entries[0].line)
                yield from self._placed(fact, _object(file), place, file.scope)

    def _fact(self, table: Table, kind: str, name: str, raw: str, value: Value) -> Fact | None:
        """Return the fact of a setting; None if it is not set, or cannot be told from others."""
        term = table.ids.get(name)
        spelled = _spelled(value, term)
        if spelled is None:
            return None
        fields: dict[str, Value] = {"name": Known(name), "raw": Known(raw), "value": spelled}
        return Fact(kind=kind, place=Place(""), fields=fields)

    def _placed(
        self, fact: Fact | None, made: str, place: Place, scope: Scope = "source"
    ) -> Iterator[Fact]:
        if fact is not None:
            fields = {**fact.fields, "object": Known(made)}
            yield Fact(kind=fact.kind, place=place, fields=fields, scope=scope)


def _term(table: Table, name: str, names: Mapping[str, str]) -> Term | None:
    """Return the setting that a name means; short names mean one only where the entry says so."""
    if name in names:
        return table.ids.get(names[name])
    term = table.find(name)
    bare = term.values.get("bare", ()) if term is not None else ()
    short = isinstance(bare, (tuple, list)) and name in bare
    return None if short else term


def _spelled(value: Value, term: Term | None) -> Value | None:
    """Return a value as the vocabulary spells it; None for what sets nothing."""
    kind = term.values.get("type") if term is not None else None
    if isinstance(value, Unknown):
        # Words are often objects (`optimizer=Adam(…)`), which speak for themselves.
        return None if kind == "text" else value
    if not isinstance(value, Known) or value.value is None or isinstance(value.value, bool):
        return None
    if kind == "number":
        return _number(value)
    if kind == "text":
        return _word(value, term)
    return value if isinstance(value.value, (tuple, list)) else None


def _number(value: Known) -> Value | None:
    """Return a number, also where YAML took it for text (`2e-5`); below zero means not set."""
    try:
        number = float(value.value) if isinstance(value.value, (int, float, str)) else None
    except ValueError:
        return None
    if number is None or not number >= 0:
        return None
    return value if not isinstance(value.value, str) else Known(number, value.how, value.at)


def _word(value: Known, term: Term | None) -> Value | None:
    known = term.values.get("values", {}) if term is not None else {}
    for word, spellings in known.items() if isinstance(known, Mapping) else ():
        if str(value.value).casefold() in {word, *(str(each).casefold() for each in spellings)}:
            return Known(word, value.how, value.at)
    return None


def _lists(file: ConfigFile) -> Mapping[str, tuple[list[ConfigEntry], bool]]:
    """Return the entries by key, those of a list together, and whether they are a list."""
    found: dict[str, tuple[list[ConfigEntry], bool]] = {}
    for entry in file.entries:
        key = _ELEMENT.sub("", entry.key)
        if "[" not in key:
            found.setdefault(key, ([], key != entry.key))[0].append(entry)
    return found


def _last(key: str) -> str:
    return key.rsplit(".", 1)[-1]


def _object(file: ConfigFile) -> str:
    return file.path.rsplit("/", 1)[-1]
