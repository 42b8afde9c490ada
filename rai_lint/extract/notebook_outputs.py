"""What committed outputs of a notebook show of people: kinds of personal data, never a value.

Outputs are hostile and may be huge: only their starts are read, in linear time,
and nothing of them leaves this module but the names of kinds and a count.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import compiled, regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Value
from rai_lint.model.vocabulary import Table

Shown: TypeAlias = dict[str, set[str]]

MAX_OF_CELL = 200_000
MAX_OF_NOTEBOOK = 4_000_000
MAX_CELLS = 5_000
_MAX_ROWS = 500
#: Two people in a table are personal data; in other text it takes a few more.
_IN_TABLE = 2
_IN_TEXT = 3

_LIKELY = regex(rb"[\w.+-]@[\w-]+\.[A-Za-z]{2}|<th[ >]|<th\\?\"?>")
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
_NO_PERSON = (
    r"(?i)@(?:[\w.-]*\.)?(?:example|test|invalid|localhost|domain|email|mail|company|sample|acme|foo"
    r"|bar|users\.noreply|xyz|abc|yourdomain|python|numpy|scipy|googlegroups|anaconda|pytorch|github"
    r"|gitlab|openssh|libssh)\b|^(?:git|info|contact|support|noreply|no-reply|admin|hello|sales|user"
    r"|username|name|someone|you|your[\w.]*|webmaster|office|team|author|press|jobs)@|\.(?:png|jpg|svg)$"
)
#: Lines that name who made a package or a change, as `pip show` and `git log` print them.
_CREDITS = r"(?im)^.*\b(?:author|maintainer|committer|copyright|signed-off-by).*$"
_TAG = r"(?i)<(/?)(table|tr|th|td)\b[^>]*>"
_MARKUP = r"<[^>]*>"
_MASKED = (
    r"(?i)^\W*$|\*{2,}|x{3,}|\[?redacted|masked|hidden|anonym|^(?:nan|none|null|na|n/?a|unknown)$"
    r"|^[0-9a-f]{16,}$|…|^<"
)
#: What a cell under a heading must look like to count as a value of the kind.
_SHAPES = {
    "email": r"@[\w-]+\.\w",
    "phone": r"(?:\d\D{0,3}){7}",
    "full-name": r"^[\pL.'-]{2,}(?:[ ,]+[\pL.'-]+)+$",
    "birth-date": r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}",
    "national-id": r"(?:\d\D?){7}",
    "passport": r"\d{5}",
    "home-address": r"\d+.*\pL{3}|\pL{3}.*\d+",
    "ip-address": r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|:[0-9a-f]{0,4}:",
    "payment-card": r"(?:\d\D?){12}",
    "bank-account": r"(?:\w\s?){10}",
    "drivers-licence": r"\d{4}",
}


def _of(pattern: str) -> Any:
    """Return a pattern to search with: few notebooks need one, so none is made before."""
    return compiled(pattern, cased=True)


def output_facts(source: Source, data: bytes, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield a `notebook-output` fact for every cell whose outputs show several people's data."""
    if _LIKELY.search(data) is None:
        return
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return  # the notebook's reader says so
    identifiers = knowledge.table("identifiers")
    left = MAX_OF_NOTEBOOK
    for index, cell in enumerate(_cells(document)[:MAX_CELLS]):
        texts = list(_texts(cell, min(left, MAX_OF_CELL)))
        left -= sum(map(len, texts))
        shown = _shown(texts, identifiers)
        if shown:
            count = max(map(len, shown.values()))
            fields: dict[str, Value] = {
                "kinds": Known(tuple(sorted(shown))),
                "people": Known(count),
            }
            place = Place(source.path, 1, cell=index)
            yield Fact(kind="notebook-output", place=place, fields=fields, scope=source.scope)


def _cells(document: object) -> list[object]:
    if not isinstance(document, dict):
        return []
    cells = document.get("cells")
    sheets = document.get("worksheets")
    if cells is None and isinstance(sheets, list):  # nbformat 3
        cells = [
            cell
            for sheet in sheets
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    return cells if isinstance(cells, list) else []


def _texts(cell: object, left: int) -> Iterator[str]:
    """Yield the texts of a cell's outputs, up to a number of characters."""
    outputs = cell.get("outputs") if isinstance(cell, dict) else None
    for output in outputs if isinstance(outputs, list) else []:
        if not isinstance(output, dict) or output.get("output_type") == "error":
            continue
        bundle = output.get("data")
        of_html = (bundle if isinstance(bundle, dict) else {}).get("text/html", output.get("html"))
        of_text = (bundle if isinstance(bundle, dict) else {}).get("text/plain", output.get("text"))
        text = _joined(of_html if of_html is not None else of_text, left)
        left -= len(text)
        if text:
            yield text


def _joined(text: object, left: int) -> str:
    if isinstance(text, str):
        return text[:left]
    parts: list[str] = []
    for part in text if isinstance(text, list) else []:
        if left <= 0:
            break
        if isinstance(part, str):
            parts.append(part[:left])
            left -= len(parts[-1])
    return "".join(parts)


def _shown(texts: list[str], identifiers: Table) -> Shown:
    """Return the kinds that several different values are shown of."""
    in_tables: Shown = {}
    in_text: set[str] = set()
    for text in texts:
        if "<table" in text.lower():
            for kind, value in _of_table(text, identifiers):
                in_tables.setdefault(kind, set()).add(value)
        else:
            told = _of(_CREDITS).sub("", text)
            in_text |= {match.group().lower() for match in _of(_EMAIL).finditer(told)}
    found = {kind: values for kind, values in in_tables.items() if len(values) >= _IN_TABLE}
    people = {address for address in in_text if not _of(_NO_PERSON).search(address)}
    if len(people) >= _IN_TEXT:
        found["email"] = found.get("email", set()) | people
    return found


def _of_table(text: str, identifiers: Table) -> Iterator[tuple[str, str]]:
    """Yield kind and value of the cells that stand under a heading of personal data."""
    kinds: list[str] = []
    for number, row in enumerate(_rows(text)):
        if number > _MAX_ROWS:
            return
        found = [_kind(cell, identifiers) for cell in row]
        if any(found) or not kinds:
            kinds = found
            continue
        for kind, cell in zip(kinds, row, strict=False):
            if kind and _is_value(kind, cell):
                yield kind, cell.lower()


def _kind(heading: str, identifiers: Table) -> str:
    term = identifiers.find(heading)
    return term.id if term is not None and term.id in _SHAPES else ""


def _is_value(kind: str, cell: str) -> bool:
    if _of(_MASKED).search(cell) or not _of(_SHAPES[kind]).search(cell):
        return False
    return kind != "email" or not _of(_NO_PERSON).search(cell)


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of the tables in a text, cell by cell."""
    row: list[str] = []
    start = -1
    for match in _of(_TAG).finditer(text):
        closing, tag = bool(match.group(1)), match.group(2).lower()
        if tag in ("th", "td"):
            if start >= 0:
                row.append(_plain(text[start : match.start()]))
            start = -1 if closing else match.end()
        else:
            if row:
                yield row
            row, start = [], -1
    if row:
        yield row


def _plain(text: str) -> str:
    return " ".join(html.unescape(_of(_MARKUP).sub("", text[:500])).split())
