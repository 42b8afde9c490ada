"""Compiles `fix`: the edits by which a rule's findings can be mended."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from rai_lint.model.fix import OF_CALLS, OF_METADATA, FixOp
from rai_lint.model.rule import Look, Recipe, Scalar
from rai_lint.packs.conditions import compile_conditions
from rai_lint.packs.documents import FixDoc
from rai_lint.packs.names import UNIT_SUBJECTS, Names
from rai_lint.packs.problems import Problems, near

_OPS: tuple[FixOp, ...] = (*OF_CALLS, *OF_METADATA)
_ATTRIBUTES = {"in": "in_", "is": "is_"}
_OPTIONS = ("to", "in", "of", "is", "not-with", "safe-if-passed-to")
#: What stands beside each: what it must have, and what it may have.
_NEEDS: dict[FixOp, tuple[str, ...]] = {
    "set-argument": ("to", "of"),
    "remove-argument": ("is", "of"),
    "add-item": ("to", "in"),
    "add-key": ("to", "in"),
    "set-value": ("to", "in"),
    "make-list": ("in",),
}
_MAY: dict[FixOp, tuple[str, ...]] = {
    "set-argument": ("is", "not-with", "safe-if-passed-to"),
    "remove-argument": ("not-with",),
}


def compile_fixes(
    docs: Sequence[FixDoc], names: Names, problems: Problems, look: Look, subject: str
) -> tuple[Recipe, ...]:
    """Return the edits of a rule whose subjects are of a kind; what is wrong is added."""
    return tuple(
        _recipe(doc, names.aside(), problems.at(number), look, subject)
        for number, doc in enumerate(docs)
    )


def _recipe(doc: FixDoc, names: Names, problems: Problems, look: Look, subject: str) -> Recipe:
    when = compile_conditions(doc.when, names, problems.at("when"), look)
    ops = [op for op in _OPS if _given(doc, op) is not None]
    if len(ops) != 1:
        found = " and ".join(f"`{op}`" for op in ops) or "none"
        problems.add(f"a fix has exactly one of {', '.join(_OPS)}; found {found}", wants=_OPS)
        return Recipe(_OPS[0], "")
    op = ops[0]
    _check_options(doc, op, problems)
    name = str(_given(doc, op))
    if op in OF_CALLS:
        _check_call(doc, op, name, subject, problems)
    else:
        _check_card(doc, op, name, names, problems)
    return Recipe(
        op=op,
        name=name,
        value=None if doc.to is UNSET else doc.to,
        file="" if doc.in_ is UNSET else doc.in_,
        current=_current(doc),
        of=_of(doc),
        not_with=() if doc.not_with is UNSET else tuple(doc.not_with),
        safe=doc.safe,
        in_loops=not doc.unsafe_in_loops,
        passed_to="" if doc.safe_if_passed_to is UNSET else doc.safe_if_passed_to,
        when=when,
    )


def _given(doc: FixDoc, key: str) -> object:
    """Return what stands under a key, None where it is not given."""
    value = getattr(doc, _ATTRIBUTES.get(key, key.replace("-", "_")))
    return None if value is UNSET else value


def _check_options(doc: FixDoc, op: FixOp, problems: Problems) -> None:
    allowed = (*_NEEDS[op], *_MAY.get(op, ()))
    for option in _OPTIONS:
        # `to: null` is given and None: of all options only `to` may be.
        given = doc.to is not UNSET if option == "to" else _given(doc, option) is not None
        if given and option not in allowed:
            text = f"`{option}` has no meaning beside `{op}`{near(option, allowed)}"
            problems.at(option).add(text, key=True)
        if not given and option in _NEEDS[op]:
            problems.add(f"`{op}` needs `{option}`", wants=(option,))
    if doc.safe and doc.safe_if_passed_to is not UNSET:
        problems.at("safe").add("a fix is `safe`, or `safe-if-passed-to` a function", key=True)
    if doc.unsafe_in_loops and op not in OF_CALLS:
        text = "only a call can stand in a loop"
        problems.at("unsafe-in-loops").add(text, key=True)


def _check_call(doc: FixDoc, op: FixOp, name: str, subject: str, problems: Problems) -> None:
    if subject in UNIT_SUBJECTS:
        problems.at(op).add(f"`{op}` changes the call of a fact of `for-each`", key=True)
    names = [(name, problems.at(op)), *((each, problems.at("of")) for each in _of(doc))]
    not_with = () if doc.not_with is UNSET else doc.not_with
    names += [(each, problems.at("not-with", n)) for n, each in enumerate(not_with)]
    for each, place in names:
        if not (each.isidentifier() and each.isascii()):
            place.add(f"`{each}` is no name of Python")
    if isinstance(doc.to, str) and not _plain(doc.to):
        problems.at("to").add("only plain text of printable ASCII can be written into code")


def _check_card(doc: FixDoc, op: FixOp, name: str, names: Names, problems: Problems) -> None:
    values: list[tuple[Scalar, Problems]] = [(name, problems.at(op))]
    if isinstance(doc.to, str):
        values.append((doc.to, problems.at("to")))
    elif doc.to is not UNSET:
        problems.at("to").add("expected text or a reference such as `$id`")
    if isinstance(doc.in_, str):
        values.append((doc.in_, problems.at("in")))
        if not doc.in_.startswith("$"):
            text = f"expected a reference such as `$card.path`, found `{doc.in_}`"
            problems.at("in").add(text)
    for value, place in values:
        if isinstance(value, str) and value.startswith("$"):
            names.reference(value, place)


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def _of(doc: FixDoc) -> tuple[str, ...]:
    if doc.of is UNSET:
        return ()
    return (doc.of,) if isinstance(doc.of, str) else tuple(doc.of)


def _current(doc: FixDoc) -> tuple[Scalar, ...]:
    """Return what an argument may hold before; nothing said: nothing at all."""
    return () if doc.is_ is UNSET else tuple(doc.is_)
