"""Compiles the API catalogue: short forms written out, names of facts and fields checked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import UNSET, UnsetType

from rai_lint.model.kinds import FIELDS
from rai_lint.model.knowledge import (
    ApiBarrier,
    ApiCall,
    ApiClass,
    ApiObject,
    ApiRecipe,
    ApiReport,
    ApiResult,
    Catalogue,
    FieldSource,
    When,
)
from rai_lint.model.value import Plain
from rai_lint.packs.apidocs import ApiDoc, CallDoc, FieldDoc, RecipeDoc, ResultDoc, WhenDoc
from rai_lint.packs.conditions import check_kind
from rai_lint.packs.documents import Names
from rai_lint.packs.patterns import check_pattern
from rai_lint.packs.problems import Problems, near

_PATTERN = re.compile(r"(\?|[\w*]+)(\.[\w*]+)*")
_SOURCES = ("value", "position", "keyword", "segment", "infer", "default", "loaded")
_ARGUMENT = re.compile(r"(?:(\d{1,3}) )?([A-Za-z_]\w*)|(\d{1,3})", re.ASCII)


def compile_catalogue(doc: ApiDoc, problems: Problems) -> Catalogue:
    """Return what one library's document says; everything wrong is added to `problems`."""
    return Catalogue(
        calls=tuple(
            _call(call, doc.library, problems.at("calls", number))
            for number, call in enumerate(doc.calls)
        ),
        objects=tuple(
            ApiObject(
                patterns=_patterns(each.call, problems.at("objects", number, "call")),
                is_a=each.is_a,
            )
            for number, each in enumerate(doc.objects)
        ),
        classes=tuple(ApiClass(name=each.name, bases=tuple(each.bases)) for each in doc.classes),
        recipes=tuple(
            _recipe(recipe, problems.at("recipes", number))
            for number, recipe in enumerate(doc.recipes)
        ),
        barriers=_barriers(doc, problems.at("holds-nothing-of")),
        results=tuple(
            _result(each, problems.at("results", number)) for number, each in enumerate(doc.results)
        ),
        reports=tuple(
            ApiReport(patterns=_patterns(calls, problems.at("reports", where)), where=where)
            for where, calls in doc.reports.items()
        ),
        same_rows=frozenset(doc.same_rows),
    )


def _barriers(doc: ApiDoc, problems: Problems) -> tuple[ApiBarrier, ...]:
    patterns = _patterns(doc.holds_nothing_of, problems)
    return (ApiBarrier(patterns=patterns),) if patterns else ()


def _names(value: Names | UnsetType) -> tuple[str, ...]:
    if isinstance(value, UnsetType):
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _patterns(value: Names, problems: Problems) -> tuple[str, ...]:
    for number, pattern in enumerate(_names(value)):
        if not _PATTERN.fullmatch(pattern):
            text = f"`{pattern}` is not a dotted name with `*` or `**` (or `?.` in front)"
            problems.at(number).add(text)
    return _names(value)


def _call(doc: CallDoc, library: str, problems: Problems) -> ApiCall:
    check_kind(doc.fact, problems.at("fact"))
    _check_fields(doc.fact, doc.fields, problems.at("fields"))
    return ApiCall(
        patterns=_patterns(doc.call, problems.at("call")),
        fact=doc.fact,
        fields={
            name: _source(source, problems.at("fields", name))
            for name, source in doc.fields.items()
        },
        when=tuple(_when(each, problems.at("when", n)) for n, each in enumerate(doc.when)),
        beside=_patterns(doc.beside, problems.at("beside")),
        imports=_names(doc.imports),
        once="" if doc.once is UNSET else doc.once,
        library=library,
        reached=doc.reached,
        divides=doc.divides,
        each=doc.each,
        names=doc.names,
        called=doc.called,
    )


def _check_fields(kind: str, fields: Mapping[str, object], problems: Problems) -> None:
    known = FIELDS.get(kind)
    for name in fields if known is not None else ():
        if name not in (known or ()):
            text = f"`{kind}` has no field `{name}`{near(name, known or ())}"
            problems.at(name).add(text, key=True)


def _source(doc: str | FieldDoc, problems: Problems) -> FieldSource:
    """Return where a field comes from; a text is the short form (`=text`, `0 path`, `path`)."""
    if isinstance(doc, str):
        return _short(doc, problems)
    given = (doc.value, doc.position, doc.keyword, doc.segment, doc.infer, doc.default)
    if not (doc.loaded or doc.flow) and all(value is UNSET for value in given):
        problems.add("says nothing about where the field comes from", wants=_SOURCES)
    return FieldSource(
        value=_plain(doc.value),
        has_value=doc.value is not UNSET,
        position=-1 if doc.position is UNSET else doc.position,
        keyword=_names(doc.keyword),
        of=doc.of,
        segment=None if doc.segment is UNSET else doc.segment,
        infer="" if doc.infer is UNSET else doc.infer,
        default=_plain(doc.default),
        has_default=doc.default is not UNSET,
        values=doc.values,
        loaded=doc.loaded,
        flow="" if doc.flow is UNSET else doc.flow,
        command=doc.command,
        predicted=doc.predicted,
        element=None if doc.element is UNSET else doc.element,
    )


def _plain(value: Plain | UnsetType) -> Plain:
    return None if value is UNSET else value


def _short(text: str, problems: Problems) -> FieldSource:
    if text.startswith("="):
        return FieldSource(value=text[1:], has_value=True)
    match = _ARGUMENT.fullmatch(text)
    if match is None:
        problems.add(f"`{text}` is none of `=text`, `0 path` and `path`")
        return FieldSource()
    position = match[1] or match[3]
    return FieldSource(
        position=-1 if position is None else int(position),
        keyword=() if match[2] is None else (match[2],),
    )


def _when(doc: WhenDoc, problems: Problems) -> When:
    if doc.position is UNSET and doc.keyword is UNSET:
        wants = ("position", "keyword")
        problems.add("names no argument; it needs `position` or `keyword`", wants=wants)
    asked = (doc.in_, doc.not_in, doc.given, doc.contains, doc.matches)
    if all(each is UNSET for each in asked) and not doc.made_by:
        text = "asks nothing; it needs `in`, `not-in`, `given`, `contains`, `matches` or `made-by`"
        problems.add(text, wants=("in", "not-in", "given", "contains", "matches", "made-by"))
    if doc.matches is not UNSET:
        check_pattern(doc.matches, problems.at("matches"))
    return When(
        position=-1 if doc.position is UNSET else doc.position,
        keyword=_names(doc.keyword),
        of=doc.of,
        is_in=tuple(doc.in_ or ()),
        not_in=tuple(doc.not_in or ()),
        given=None if doc.given is UNSET else doc.given,
        contains=tuple(doc.contains or ()),
        matches="" if doc.matches is UNSET else doc.matches,
        made_by=_names(doc.made_by),
        holding=tuple(_when(each, problems.at("holding", n)) for n, each in enumerate(doc.holding)),
    )


def _result(doc: ResultDoc, problems: Problems) -> ApiResult:
    return ApiResult(
        patterns=_patterns(doc.call, problems.at("call")),
        when=tuple(_when(each, problems.at("when", n)) for n, each in enumerate(doc.when)),
        rows=tuple(
            _rows(str(each), problems.at("rows"))
            for each in (doc.rows if isinstance(doc.rows, list) else [doc.rows])
        ),
        cut="" if doc.cut is UNSET else doc.cut,
        labels=tuple(doc.labels),
        count=None if doc.count is UNSET else _short(str(doc.count), problems.at("count")),
        transforms=doc.transforms,
        predicts=doc.predicts,
    )


def _rows(text: str, problems: Problems) -> FieldSource:
    return FieldSource(of="receiver") if text == "receiver" else _short(text, problems)


def _recipe(doc: RecipeDoc, problems: Problems) -> ApiRecipe:
    check_kind(doc.fact, problems.at("fact"))
    if not doc.keys and not doc.each:
        problems.add("names no key; it needs `keys` or `each`", wants=("keys", "each"))
    _check_fields(doc.fact, doc.fields, problems.at("fields"))
    _check_fields(doc.fact, doc.fixed, problems.at("fixed"))
    return ApiRecipe(
        keys=_names(doc.keys),
        fact=doc.fact,
        fields=doc.fields,
        fixed=doc.fixed,
        needs=_names(doc.needs),
        formats=frozenset(_names(doc.formats)),
        files=_names(doc.files),
        each=doc.each,
        names=doc.names,
    )
