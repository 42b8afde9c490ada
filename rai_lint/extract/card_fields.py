"""card-field facts: every key of the front matter, and whether its value is one the Hub takes."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.dataset_fields import dataset_field_facts
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import Entry, FrontMatter, entries
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import compiled
from rai_lint.model.value import Known, Plain
from rai_lint.model.vocabulary import Table, Term

_REQUIRED = ("task.type", "dataset.type", "dataset.name", "metrics")
_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "list": (tuple,),
    "list of mappings": (tuple,),
    "mapping": (dict,),
    "number": (int, float),
    "flag": (bool,),
}
_MUST_BE = " must be written `"
_MAX_SHOWN = 60
_MAX_LISTED = 8
#: `model-index.0.results.0`
_RESULT_DEPTH = 4
#: `model-index.0`
_NAMED_DEPTH = 2
_ISO_639_3 = 3


def field_facts(front_matter: FrontMatter, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield a fact for each key and item; a key given twice is said to be wrong the second time.

    Front matter that does not parse is one fact named `front-matter`.
    """
    if front_matter.problem:
        yield writer.fact(
            "card-field",
            front_matter.line,
            name="front-matter",
            valid=False,
            problem=front_matter.problem,
        )
        return
    table = knowledge.table("hub-values")
    seen: set[str] = set()
    for entry in entries(front_matter):
        problem = "the key is given twice" if entry.path in seen else ""
        seen.add(entry.path)
        problem = problem or _misspelt(entry, front_matter.keys, table)
        problem = problem or _problem(entry, table, writer, knowledge)
        value = Known(entry.value)
        yield writer.fact(
            "card-field",
            entry.line,
            name=entry.path,
            value=value,
            valid=not problem,
            problem=problem,
            wanted=_wanted(problem),
        )
    yield from _model_index(front_matter, writer)
    if writer.card_kind == "dataset":
        yield from dataset_field_facts(front_matter, writer)


def _wanted(problem: str) -> str:
    """Return the value that a problem says must be written instead, or ""."""
    _, found, rest = problem.partition(_MUST_BE)
    return rest.rstrip("`") if found and not problem.startswith("the key") else ""


def _misspelt(entry: Entry, keys: tuple[str, ...], table: Table) -> str:
    """Return which key was meant, where one is spelled as the Hub does not read it."""
    term = table.ids.get(entry.path.casefold())
    if term is not None or "." in entry.path:
        return ""
    for meant in table:
        spellings = meant.values.get("misspelt")
        if isinstance(spellings, (tuple, list)) and entry.path.casefold() in spellings:
            return "" if meant.id in keys else f"the key{_MUST_BE}{meant.id}`"
    return ""


def _problem(entry: Entry, table: Table, writer: Writer, knowledge: Knowledge) -> str:
    """Return what is wrong with a value, or ""."""
    key, _, rest = entry.path.partition(".")
    term = table.ids.get(key.casefold())
    if term is None or (rest and not rest.isdigit()):
        return _emissions(entry)
    owners = term.values.get("for") or ()
    kind = "model" if writer.card_kind == "model" else "dataset"
    if isinstance(owners, (tuple, list)) and kind not in owners:
        return ""
    if not rest:
        wrong = _type_problem(entry.value, str(term.values.get("type") or ""), key)
        if wrong or isinstance(entry.value, (tuple, dict)):
            return wrong
    return _value_problem(entry.value, term, key, knowledge)


def _emissions(entry: Entry) -> str:
    wrong = entry.path == "co2_eq_emissions.emissions" and (
        isinstance(entry.value, bool) or not isinstance(entry.value, (int, float))
    )
    return "`co2_eq_emissions.emissions` must be a number" if wrong else ""


def _type_problem(value: Plain, types: str, key: str) -> str:
    names = [name.strip() for name in types.split(" or ") if name.strip()]
    if not names or value is None or any(name not in _TYPES for name in names):
        return ""
    if isinstance(value, bool) and key.startswith("language"):
        return ""  # the code `no`, which YAML 1.1 reads as a truth value
    fits = any(
        isinstance(value, _TYPES[name]) and (name == "flag" or not isinstance(value, bool))
        for name in names
    )
    number_as_text = isinstance(value, (int, float)) and "text" in names
    return "" if fits or number_as_text else f"`{key}` must be {types}"


def _value_problem(value: Plain, term: Term, key: str, knowledge: Knowledge) -> str:
    """Return what is wrong with one text among a list of allowed ones."""
    if value is False and key.startswith("language"):
        value = "no"
    if not isinstance(value, str):
        return ""
    shown = value if len(value) <= _MAX_SHOWN else f"{value[:_MAX_SHOWN]}…"
    name = str(term.values.get("table") or "")
    pattern = term.values.get("pattern")
    allowed = term.values.get("values")
    if isinstance(allowed, (tuple, list)):
        if term.values.get("open") and value not in allowed:
            return f"`{shown}` is not on the Hub's list of `{key}`, which grows"
        return "" if value in allowed else _not_listed(shown, key, value, tuple(map(str, allowed)))
    known = knowledge.table(name) if name else None
    if known is not None and known.terms:
        return _unknown_id(shown, value, key, known, pattern)
    if isinstance(pattern, str) and not compiled(pattern, cased=True).search(value):
        return f"`{shown}` is not written as `{key}` must be"
    return ""


def _not_listed(shown: str, key: str, value: str, allowed: tuple[str, ...]) -> str:
    near = [item for item in allowed if item.lower() == value.lower()]
    if near:
        return f"`{shown}`{_MUST_BE}{near[0]}`"
    listed = ", ".join(allowed[:_MAX_LISTED]) + (", …" if len(allowed) > _MAX_LISTED else "")
    return f"`{shown}` is not a value of `{key}` ({listed})"


def _unknown_id(shown: str, value: str, key: str, table: Table, pattern: Plain) -> str:
    if table.name == "metrics":
        return ""  # any metric may be named
    term = table.ids.get(value.casefold())
    if term is not None and term.id == value:
        elsewhere = f"`{shown}` is not on the Hub's list: give `other`, with its name and link"
        return elsewhere if term.values.get("hub") is False else ""
    term = table.find(value)
    if (
        key == "language"
        and isinstance(pattern, str)
        and compiled(pattern, cased=True).search(value)
    ):
        # The table has every two-letter code, and only some of the thousands of three letters.
        base = value.split("-", 1)[0]
        known = base in table.ids or len(base) == _ISO_639_3
        return "" if known else f"`{shown}` is not a language code"
    if term is not None:
        return f"`{shown}`{_MUST_BE}{term.id}`"
    return f"`{shown}` is not a value of `{key}` that the Hub knows"


def _model_index(front_matter: FrontMatter, writer: Writer) -> Iterator[Fact]:
    """Yield what results in `model-index` lack of what the Hub asks for."""
    paths = {entry.path: entry.line for entry in entries(front_matter)}
    starts = [path for path in paths if _is_result(path)]
    for path, line in paths.items():
        parts = path.split(".")
        named = len(parts) == _NAMED_DEPTH and parts[0] == "model-index" and parts[1].isdigit()
        if named and f"{path}.results.0" not in paths:
            problem = "the model has no results, so nothing of its evaluation is read"
            where = paths.get(f"{path}.results", line)
            yield writer.fact(
                "card-field", where, name=f"{path}.results", valid=False, problem=problem
            )
    for start in starts:
        missing = [name for name in _REQUIRED if f"{start}.{name}" not in paths]
        missing += [
            f"{metric.removeprefix(f'{start}.')}.{name}"
            for metric in paths
            if metric.startswith(f"{start}.metrics.") and metric.count(".") == start.count(".") + 2
            for name in ("type", "value")
            if f"{metric}.{name}" not in paths
        ]
        if f"{start}.source" in paths and f"{start}.source.url" not in paths:
            missing.append("source.url")
        for name in missing:
            yield writer.fact(
                "card-field",
                paths[start],
                name=f"{start}.{name}",
                valid=False,
                problem=f"the result does not say `{name}`",
            )


def _is_result(path: str) -> bool:
    parts = path.split(".")
    return len(parts) == _RESULT_DEPTH and parts[0] == "model-index" and parts[2] == "results"
