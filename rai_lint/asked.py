"""Which kinds of facts a run needs: those its rules speak of, and what those are told from.

The default profile speaks of a third of all kinds. What nobody asks for is not looked for, which
changes no answer and saves a good part of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rai_lint.model.kinds import FIELDS
from rai_lint.model.rule import Clause, Condition, Rule

#: Cards carry the units and what was not read; roles are told by the others, for rules of any kind.
_ALWAYS = frozenset(
    {
        "config-entry",
        "croissant",
        "data-write",
        "dataset-card",
        "dataset-load",
        "datasheet",
        "eval-run",
        "fairness-eval",
        "licence",
        "llm-call",
        "metric-compute",
        "model-card",
        "model-load",
        "model-publish",
        "model-train",
        "readme",
        "safety-eval",
        "ui-app",
    }
)
#: Kinds that the facts of a kind are made from, or have fields about.
_FROM = {
    "data-write": ("dataset-load", "download", "llm-call", "model-output"),
    "data-derivation": ("data-write", "card-dataset", "result-file"),
    "data-use": ("dataset-load", "data-split", "download"),
    "personal-data-sent": ("llm-call", "sensitive-attribute"),
    "interface-text": ("ui-app", "biometric-use", "camera-use"),
    "ai-disclosure": ("ui-app",),
    "unsafe-load": ("model-save",),
    "bool-option": ("option-value",),
    "blank-left": ("dataset-load", "model-load", "model-publish", "data-write"),
}


def asked_kinds(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the kinds of facts that must be looked for to evaluate the rules."""
    return _closed([*_ALWAYS, *(kind for rule in rules for kind in _of_rule(rule))])


def asked_kinds_of_tests(rules: Iterable[Rule]) -> frozenset[str]:
    """Return those that must be looked for in tests as well: most rules look past these."""
    return _closed([kind for rule in rules for kind in _of_rule(rule, "test")])


def _closed(kinds: Iterable[str]) -> frozenset[str]:
    """Return these kinds and those that facts of these are told from."""
    found: set[str] = set()
    waiting = [*kinds]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += _FROM.get(kind, ())
    return frozenset(found & FIELDS.keys())


def _of_rule(rule: Rule, scope: str = "") -> Iterator[str]:
    """Yield the kinds that a rule speaks of; with a scope, those whose facts may stand in it."""
    if not scope or not rule.scope or scope in rule.scope:
        yield from rule.subjects
    cases = (condition for case in rule.cases for condition in case.when)
    fixes = (condition for recipe in rule.fixes for condition in recipe.when)
    for condition in (*rule.when, *rule.unless, *rule.require, *cases, *fixes):
        yield from _of_condition(condition, scope)


def _of_condition(condition: Condition, scope: str) -> Iterator[str]:
    counts = condition.counts_tests or scope != "test"
    if counts and all(not scope or _admits(clause, scope) for clause in condition.where):
        yield condition.kind
    for inner in (*condition.unless, *condition.conditions):
        yield from _of_condition(inner, scope)


def _admits(clause: Clause, scope: str) -> bool:
    """Say whether a clause may hold of a fact in this scope: where in doubt, it may."""
    if clause.field != "scope":
        return True
    argument = clause.argument
    if clause.op == "is" and isinstance(argument, str) and not argument.startswith("$"):
        return argument == scope
    if clause.op == "in" and isinstance(argument, tuple):
        return scope in argument
    if clause.op == "not":
        return not any(inner.op == "is" and inner.argument == scope for inner in clause.clauses)
    return True
