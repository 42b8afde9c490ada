"""Compiles clauses: `{field: {predicate: argument}}`, with `all`, `any` and `not`."""

from __future__ import annotations

from collections.abc import Mapping

from rai_lint.model.predicates import DUTIES, PREDICATES
from rai_lint.model.rule import Argument, Clause, Scalar
from rai_lint.model.value import Plain
from rai_lint.packs.names import Names
from rai_lint.packs.patterns import check_pattern
from rai_lint.packs.problems import Problems, near

_SCALAR = (str, bool, int, float, type(None))
_SEVERAL = ("all", "any")


def compile_clauses(data: Plain, names: Names, problems: Problems) -> tuple[Clause, ...]:
    """Return the clauses of a mapping, all of which must hold."""
    if not isinstance(data, Mapping):
        problems.add("expected a mapping of fields to what must hold for them")
        return ()
    if not data:
        problems.add("no clause here; leave the key out instead")
    return tuple(_clause(str(key), value, names, problems.at(key)) for key, value in data.items())


def _clause(key: str, value: Plain, names: Names, problems: Problems) -> Clause:
    if key in _SEVERAL:
        items = _items(value, problems)
        return Clause(key, clauses=tuple(_group(each, names, at) for each, at in items))
    if key == "not":
        return Clause("not", clauses=compile_clauses(value, names, problems))
    names.left(key, problems)
    return _field(key, value, names, problems)


def _items(value: Plain, problems: Problems) -> list[tuple[Plain, Problems]]:
    if not isinstance(value, list) or not value:
        problems.add("expected a list of mappings")
        return []
    return [(each, problems.at(number)) for number, each in enumerate(value)]


def _group(value: Plain, names: Names, problems: Problems) -> Clause:
    clauses = compile_clauses(value, names, problems)
    return clauses[0] if len(clauses) == 1 else Clause("all", clauses=clauses)


def _field(name: str, value: Plain, names: Names, problems: Problems) -> Clause:
    """Return what must hold for one field: a value (short for `is`), or predicates."""
    if isinstance(value, list):
        problems.add("a list needs a predicate; did you mean `in`?")
        return Clause("is", name)
    if not isinstance(value, Mapping):
        return Clause("is", name, _argument("is", value, names, problems))
    if not value:
        problems.add(f"no predicate here{near('', PREDICATES)}")
    clauses = tuple(_test(name, op, each, names, problems.at(op)) for op, each in value.items())
    return clauses[0] if len(clauses) == 1 else Clause("all", clauses=clauses)


def _test(name: str, op: str, value: Plain, names: Names, problems: Problems) -> Clause:
    if op in _SEVERAL:
        items = _items(value, problems)
        return Clause(op, clauses=tuple(_field(name, each, names, at) for each, at in items))
    if op == "not":
        return Clause("not", clauses=(_field(name, value, names, problems),))
    if op not in PREDICATES:
        allowed = (*PREDICATES, "all", "any", "not")
        problems.add(f"unknown predicate `{op}`{near(op, allowed)}", key=True)
        return Clause(op, name)
    return Clause(op, name, _argument(op, value, names, problems))


def _argument(op: str, value: Plain, names: Names, problems: Problems) -> Argument:
    """Return the argument of a predicate, checked for what the predicate takes."""
    takes = PREDICATES[op]
    if takes in ("values", "either", "duty") and isinstance(value, list):
        duty = takes == "duty"
        return tuple(
            _scalar(each, names, problems.at(number), duty=duty)
            for number, each in enumerate(value)
        )
    if takes == "values" and not _is_reference(value):
        problems.add(f"`{op}` takes a list")
        return None
    if takes == "flag" and not isinstance(value, bool):
        problems.add(f"`{op}` takes true or false")
    elif takes == "number" and not (_is_number(value) or _is_reference(value)):
        problems.add(f"`{op}` takes a number or a reference")
    elif takes in _CHECKS and not isinstance(value, str):
        problems.add(f"`{op}` takes text")
    elif takes == "pattern":
        check_pattern(value, problems)
        return str(value)
    elif takes == "version":
        _version(value, problems)
    elif takes == "phrases":
        _phrases(value, names, problems)
    return _scalar(value, names, problems, duty=takes == "duty")


_CHECKS = ("pattern", "version", "phrases", "duty")


def _scalar(value: Plain, names: Names, problems: Problems, *, duty: bool = False) -> Scalar:
    if not isinstance(value, _SCALAR):
        problems.add("expected a plain value or a reference such as `$id`")
        return None
    scalar: Scalar = value
    if isinstance(scalar, str) and _is_reference(scalar):
        names.reference(scalar, problems)
    elif duty and scalar not in DUTIES:
        problems.add(f"unknown duty `{scalar}`{near(str(scalar), DUTIES)}")
    return scalar


def _is_reference(value: Plain) -> bool:
    return isinstance(value, str) and value.startswith("$") and len(value) > 1


def _is_number(value: Plain) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _version(value: str, problems: Problems) -> None:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415 - only when compiling

    try:
        Version(value)
    except InvalidVersion:
        problems.add(f"`{value}` is not a version")


def _phrases(value: str, names: Names, problems: Problems) -> None:
    table = names.tables.get("phrases")
    ids = [term.id for term in table] if table else []
    if names.all_tables and value not in ids:
        problems.add(f"unknown phrase set `{value}` (vocabulary `phrases`){near(value, ids)}")
