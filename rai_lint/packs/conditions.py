"""Compiles conditions: `exists`, `absent`, `count`, `any`, `all`, `not`, `test` and `profile`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import UNSET

from rai_lint.model.kinds import FIELDS
from rai_lint.model.rule import Condition, Look
from rai_lint.packs.clauses import compile_clauses
from rai_lint.packs.documents import ConditionDoc
from rai_lint.packs.names import Names, kind_fields
from rai_lint.packs.problems import Problems, near

_OVER_FACTS = ("exists", "absent", "count")
_OPS = (*_OVER_FACTS, "any", "all", "not", "test", "profile")
_ATTRIBUTES = {"not": "not_", "as": "as_", "at-least": "at_least", "at-most": "at_most"}
_OPTIONS = ("where", "unless", "as", "look", "at-least", "at-most")


def compile_conditions(
    docs: Sequence[ConditionDoc], names: Names, problems: Problems, look: Look
) -> tuple[Condition, ...]:
    """Return the conditions of a list; `look` is what counts where a condition does not say."""
    return tuple(
        _condition(doc, names, problems.at(number), look) for number, doc in enumerate(docs)
    )


def _given(doc: ConditionDoc, keys: Sequence[str]) -> list[str]:
    return [key for key in keys if getattr(doc, _ATTRIBUTES.get(key, key)) is not UNSET]


def _condition(doc: ConditionDoc, names: Names, problems: Problems, look: Look) -> Condition:
    ops = _given(doc, _OPS)
    if len(ops) != 1:
        found = " and ".join(f"`{op}`" for op in ops) or "none"
        text = f"a condition has exactly one of {', '.join(_OPS)}; found {found}"
        problems.add(text, wants=_OPS)
        if doc.as_ is not UNSET:
            names.bind(doc.as_, kind_fields(""))
        return Condition("all")
    op = ops[0]
    _options(doc, op, problems)
    if op in _OVER_FACTS:
        return _over_facts(doc, op, names, problems, look)
    if isinstance(doc.profile, str):
        names.profile(doc.profile, problems.at(op))
        return Condition(op, profile=doc.profile)
    if op == "test":
        return Condition("test", where=compile_clauses(doc.test, _tested(names), problems.at(op)))
    if isinstance(doc.not_, ConditionDoc):
        inner = _condition(doc.not_, names, problems.at(op), look)
        return Condition("not", conditions=(inner,))
    docs = doc.any if op == "any" else doc.all
    if not docs:
        problems.at(op).add("expected at least one condition")
        return Condition(op)
    return Condition(op, conditions=compile_conditions(docs, names, problems.at(op), look))


def _tested(names: Names) -> Names:
    """In `test`, a bare name is a field of the subject."""
    return replace(names, own=names.subject)


def _options(doc: ConditionDoc, op: str, problems: Problems) -> None:
    allowed: tuple[str, ...] = ()
    if op in _OVER_FACTS:
        allowed = {"exists": _OPTIONS[:4], "count": _OPTIONS}.get(op, ("where", "unless", "look"))
    for option in _given(doc, _OPTIONS):
        if option not in allowed:
            text = f"`{option}` has no meaning beside `{op}`{near(option, allowed)}"
            problems.at(option).add(text, key=True)
    if op == "count" and not _given(doc, ("at-least", "at-most")):
        bounds = ("at-least", "at-most")
        problems.add("`count` needs `at-least` or `at-most`", wants=bounds)


def check_kind(kind: str, problems: Problems) -> bool:
    """Return whether a kind of fact exists; add a problem if not."""
    if kind not in FIELDS:
        problems.add(f"unknown kind of fact `{kind}`{near(kind, FIELDS)}")
    return kind in FIELDS


def _over_facts(
    doc: ConditionDoc, op: str, names: Names, problems: Problems, look: Look
) -> Condition:
    kind = {"exists": doc.exists, "absent": doc.absent, "count": doc.count}[op]
    kind = kind if isinstance(kind, str) else ""
    if not check_kind(kind, problems.at(op)):
        if doc.as_ is not UNSET:
            names.bind(doc.as_, kind_fields(kind))
        return Condition(op, kind)
    inner = names.aside()
    bind = "" if doc.as_ is UNSET else doc.as_
    if bind:
        _check_bind(bind, problems.at("as"))
        inner.bind(bind, kind_fields(kind))
    where, unless = doc.where, doc.unless
    condition = Condition(
        op,
        kind,
        where=compile_clauses(where, names.candidate(kind), problems.at("where"))
        if where is not UNSET
        else (),
        unless=compile_conditions(unless, inner, problems.at("unless"), look)
        if unless is not UNSET
        else (),
        bind=bind,
        look=look if doc.look is UNSET else doc.look,
        at_least=0 if doc.at_least is UNSET else doc.at_least,
        at_most=-1 if doc.at_most is UNSET else doc.at_most,
    )
    if bind:
        names.bind(bind, kind_fields(kind))
    return condition


def _check_bind(name: str, problems: Problems) -> None:
    if name in ("subject", "entry"):
        problems.add(f"`{name}` has a meaning of its own; bind another name")
