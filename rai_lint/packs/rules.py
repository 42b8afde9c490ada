"""Compiles a rule document: names, clauses, conditions and messages checked, texts carried over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from msgspec import UNSET

from rai_lint.model.kinds import ROLES
from rai_lint.model.message import Message
from rai_lint.model.rule import Case, Look, Lookup, Rule, Severity
from rai_lint.model.source import Scope
from rai_lint.packs.clauses import compile_clauses
from rai_lint.packs.conditions import check_kind, compile_conditions
from rai_lint.packs.documents import RuleDoc
from rai_lint.packs.examples import check_examples
from rai_lint.packs.fixes import compile_fixes
from rai_lint.packs.messages import compile_message
from rai_lint.packs.names import ANY_FIELD, UNIT_SUBJECTS, Beside, Names, kind_fields
from rai_lint.packs.problems import Problems, near
from rai_lint.packs.vocabulary import Vocabularies

_SCOPES: tuple[str, ...] = get_args(Scope)
_SUBJECTS = ("for-each", "for-unit", "for-repository")


def compile_rule(
    doc: RuleDoc, vocabularies: Vocabularies, beside: Beside, problems: Problems
) -> Rule:
    """Return the rule of a document; everything wrong in it is added to `problems`.

    The result counts only if no problem was added.
    """
    subject, *also = _subjects(doc, problems)
    own = _fields([subject, *also])
    names = Names(
        vocabularies.tables,
        vocabularies.fields,
        own,
        own,
        profiles=beside.profiles,
        all_tables=vocabularies.complete,
    )
    look: Look = "repository" if subject == "repository" else "outward"
    let = _let(doc, names, problems)
    with_each = _with_each(doc, names, problems)
    where = compile_clauses(doc.where, names, problems.at("where")) if doc.where else ()
    conditions = {
        key: compile_conditions(docs, names, problems.at(key), look)
        for key, docs in (("when", doc.when), ("unless", doc.unless), ("require", doc.require))
    }
    _check_let(doc, names, problems)
    if doc.group_by:
        names.bind("group", own | {"count"})
    _check_lists(doc, problems)
    _check_references(doc.references, beside.items, problems.at("references"))
    _check_severity(doc.severity, doc, problems.at("severity"))
    check_examples(doc.examples, names, problems.at("examples"))
    return Rule(
        id=doc.id,
        name=doc.name,
        title=doc.title,
        severity=doc.severity,
        confidence=doc.confidence,
        since=doc.since,
        status=doc.status,
        references=tuple(doc.references),
        subject=subject,
        also=tuple(also),
        message=_message(doc.message, names, problems.at("message")),
        why=doc.why.strip(),
        fix_text=doc.fix_text.strip(),
        path=problems.path,
        scope=tuple(doc.scope) or ("source",),
        applies_to=tuple(doc.applies_to),
        silent_in=tuple(doc.silent_in),
        where=where,
        group_by=_group_by(doc, subject, own, problems),
        tell_apart=doc.tell_apart,
        with_each=with_each,
        let=let,
        when=conditions["when"],
        unless=conditions["unless"],
        require=conditions["require"],
        at=_at(doc.at, names, problems.at("at")),
        cases=_cases(doc, names, problems, look),
        fixes=compile_fixes(doc.fix, names, problems.at("fix"), look, subject),
        family=doc.id.rstrip("0123456789"),
    )


def _subjects(doc: RuleDoc, problems: Problems) -> Sequence[str]:
    """Return the kinds of facts a rule is about, `unit` or `repository`; "" if it does not say."""
    given = [
        name
        for name, value in zip(
            _SUBJECTS, (doc.for_each, doc.for_unit, doc.for_repository), strict=True
        )
        if value is not UNSET
    ]
    if len(given) != 1:
        found = " and ".join(f"`{name}`" for name in given) or "none of them"
        text = f"a rule has one of `for-each`, `for-unit`, `for-repository`; found {found}"
        problems.add(text, wants=_SUBJECTS)
    if doc.for_each is not UNSET:
        return _kinds(doc.for_each, problems.at("for-each"))
    if not given:
        return ("",)
    if doc.where:
        problems.at("where").add("`where` narrows `for-each`; use `when` here", key=True)
    return ("unit" if doc.for_unit is not UNSET else "repository",)


def _kinds(for_each: str | list[str], problems: Problems) -> Sequence[str]:
    """Return the kinds of facts that are subjects; the first names the rule's subject."""
    if isinstance(for_each, str):
        check_kind(for_each, problems)
        return (for_each,)
    for number, kind in enumerate(for_each):
        check_kind(kind, problems.at(number))
    if not for_each:
        problems.add("an empty list: name the kinds of facts that are subjects")
    return tuple(dict.fromkeys(for_each)) or ("",)


def _fields(kinds: Sequence[str]) -> frozenset[str]:
    """Return the fields that facts of any of these kinds have."""
    each = [kind_fields(kind) for kind in kinds]
    return ANY_FIELD if ANY_FIELD in each else frozenset[str]().union(*each)


def _let(doc: RuleDoc, names: Names, problems: Problems) -> tuple[Lookup, ...]:
    """Bind the names of look-ups; what they look up is checked when everything is bound."""
    found: list[Lookup] = []
    for name, lookup in doc.let.items():
        place = problems.at("let", name)
        names.table(lookup.lookup, place.at("lookup"))
        names.bind(name, names.entry(lookup.lookup))
        if (lookup.of is UNSET) == (lookup.of_all is UNSET):
            place.add("a look-up has one of `of` and `of-all`", key=True, wants=("of", "of-all"))
        keys = (lookup.of,) if isinstance(lookup.of, str) else tuple(lookup.of_all or ())
        found.append(Lookup(name, lookup.lookup, keys, several=lookup.of_all is not UNSET))
    return tuple(found)


def _check_let(doc: RuleDoc, names: Names, problems: Problems) -> None:
    for name, lookup in doc.let.items():
        place = problems.at("let", name)
        keys = [(lookup.of, place.at("of"))] if isinstance(lookup.of, str) else []
        if isinstance(lookup.of_all, list):
            keys += [(key, place.at("of-all", n)) for n, key in enumerate(lookup.of_all)]
        for key, at in keys:
            if key.startswith("$"):
                names.reference(key, at)
            else:
                at.add(f"expected a reference such as `$id`, found `{key}`")


def _with_each(doc: RuleDoc, names: Names, problems: Problems) -> str:
    if doc.with_each is UNSET:
        return ""
    names.table(doc.with_each, problems.at("with-each"))
    names.bind("entry", names.entry(doc.with_each))
    return doc.with_each


def _group_by(doc: RuleDoc, subject: str, own: frozenset[str], problems: Problems) -> str:
    """Return the fields that subjects are grouped by, separated by a space."""
    if doc.group_by is UNSET:
        if doc.tell_apart:
            problems.at("tell-apart").add(
                "only members of a `group-by` can be told apart", key=True
            )
        return ""
    if subject in UNIT_SUBJECTS:
        problems.at("group-by").add("only the facts of `for-each` can be grouped", key=True)
    fields = [doc.group_by] if isinstance(doc.group_by, str) else doc.group_by
    for name in fields:
        if name not in own:
            text = f"`{subject}` has no field `{name}`{near(name, sorted(own))}"
            problems.at("group-by").add(text)
    return " ".join(fields)


def _message(text: str, names: Names, problems: Problems) -> Message:
    message = compile_message(text, problems)
    for path in (part.path for part in message.parts if part.path):
        head, rest = path[0], ".".join(path[1:])
        if rest:
            names.dotted(head, rest, problems)
        elif head not in names.subject:
            known = sorted((*names.subject, *names.bound))
            hint = f"; `{head}` needs a field" if head in names.bound else near(head, known)
            problems.add(f"the message names `{head}`, which the subject does not have{hint}")
    return message


def _at(text: str, names: Names, problems: Problems) -> str:
    name = text.removeprefix("$")
    if name != "subject" and name not in names.bound:
        problems.add(f"nothing is bound as `{name}`{near(name, ['subject', *names.bound])}")
    return f"${name}"


def _cases(doc: RuleDoc, names: Names, problems: Problems, look: Look) -> tuple[Case, ...]:
    found: list[Case] = []
    for number, case in enumerate(doc.cases):
        inner, place = names.aside(), problems.at("cases", number)
        when = compile_conditions(case.when, inner, place.at("when"), look)
        message = None
        if isinstance(case.message, str):
            message = _message(case.message, inner, place.at("message"))
        _check_severity(case.severity, doc, place.at("severity"))
        found.append(Case(when, case.severity, message))
    return tuple(found)


def _check_severity(severity: Severity, doc: RuleDoc, problems: Problems) -> None:
    if severity == "error" and doc.confidence != "high":
        problems.add(f"an error must be sure: `confidence` is {doc.confidence}, not high")


def _check_references(
    references: Sequence[str], items: frozenset[str] | None, problems: Problems
) -> None:
    """Add a problem for references to items that no guideline has, where there are guidelines."""
    for number, reference in enumerate(references):
        if items and reference not in items:
            guideline = reference.partition("/")[0]
            own = sorted(each for each in items if each.startswith(f"{guideline}/"))
            known = own or sorted({each.partition("/")[0] for each in items})
            text = f"`{reference}` is no item of a guideline"
            hint = near(reference if own else guideline, known)
            problems.at(number).add(f"{text}{hint}")


def _check_lists(doc: RuleDoc, problems: Problems) -> None:
    for key, values, allowed in (
        ("applies-to", doc.applies_to, ROLES),
        ("silent-in", doc.silent_in, ROLES),
        ("scope", doc.scope, _SCOPES),
    ):
        for number, value in enumerate(values):
            if value not in allowed:
                word = "scope" if key == "scope" else "role"
                problems.at(key, number).add(f"unknown {word} `{value}`{near(value, allowed)}")
