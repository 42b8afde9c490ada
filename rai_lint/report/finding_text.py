"""One finding as lines of text: what, the code it stands in, what belongs to it, how to fix it."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model.report import Finding
from rai_lint.model.source import Place
from rai_lint.report.neutral import neutral, neutral_code
from rai_lint.report.options import Options
from rai_lint.report.rows import folded, hanging
from rai_lint.report.shown import main_place, message_of, one_line
from rai_lint.report.style import Style

_INDENT = "      "
_MOST_PLACES = 4
_MOST_LINES = 4
_MOST_REFERENCES = 3
#: Facts about rows of data, whose lines may be about people and are not shown.
_OF_ROWS = frozenset({"shared-rows"})


def place_text(place: Place) -> str:
    """Return `path:line`, or `path, cell 3:line` in a notebook (cells counted from 1)."""
    return f"{neutral(place.path)}{_cell(place)}:{place.line}"


def finding_lines(finding: Finding, options: Options, style: Style) -> Iterator[str]:
    """Yield the lines of one finding, without the path that stands above it."""
    place = main_place(finding)
    where = (
        f"{place.line}:{place.column}" if place.cell is None else f"{_cell(place)[2:]}:{place.line}"
    )
    severity = style.paint(finding.severity, finding.severity)
    rule = f"{style.rule(finding.rule.id)} {finding.rule.name}{_mark(finding, style)}"
    yield f"  {style.paint(where, 'dim')}  {severity}  {rule}"
    for line in folded(neutral(message_of(finding)), options.width - len(_INDENT)):
        yield f"{_INDENT}{line}"
    if finding.rule.subject not in _OF_ROWS:
        yield from _frame(place, options, style)
    yield from _others(finding, options.width)
    yield from _labelled("asked by: ", _references(finding), options, style)
    yield from _labelled("how to fix: ", first_sentence(finding.rule.fix_text), options, style)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, on one line."""
    head, found, _ = one_line(text).partition(". ")
    return f"{head}." if found else head


def _mark(finding: Finding, style: Style) -> str:
    """Say how a finding can be mended: as a whole, or at some of its places."""
    count = finding.safely + finding.unsafely
    if not count:
        return ""
    some = "" if finding.fixable else f" at {count} of {len(finding.places)} places"
    how = " with --unsafe-fixes" if finding.unsafely else ""
    return style.paint(f" [fixable{some}{how}]", "dim")


def _cell(place: Place) -> str:
    return "" if place.cell is None else f", cell {place.cell + 1}"


def _frame(place: Place, options: Options, style: Style) -> Iterator[str]:
    """Yield the lines of code a place spans, the first few of them, numbered."""
    source = options.lines(place.path, place.cell)
    numbers = range(place.line, min(place.last_line, place.line + _MOST_LINES - 1) + 1)
    shown = [number for number in numbers if 0 < number <= len(source)]
    if not any(map(str.isalnum, "".join(source[number - 1] for number in shown))):
        return  # the rule that opens front matter tells nobody anything
    digits = len(str(shown[-1]))
    for number in shown:
        code = neutral_code(source[number - 1], options.width - len(_INDENT) - digits - 5)
        bar = style.paint(f"{number:>{digits}} |", "mark")
        yield f"{_INDENT}  {bar} {code}".rstrip()


def _others(finding: Finding, width: int) -> Iterator[str]:
    others = [place_text(place) for place in finding.places[1:]]
    if others:
        more = len(others) - _MOST_PLACES
        tail = f" and {more} more" if more > 0 else ""
        text = f"{', '.join(others[:_MOST_PLACES])}{tail}"
        yield from hanging(f"{_INDENT}also at ", text, width)
    for related in finding.related[:_MOST_PLACES]:
        word = f" ({neutral(related.message)})" if related.message else ""
        yield from hanging(f"{_INDENT}see ", f"{place_text(related.place)}{word}", width)


def _references(finding: Finding) -> str:
    """Return the first references; `rai-lint rule` has all of them."""
    references = finding.rule.references
    more = len(references) - _MOST_REFERENCES
    tail = f" and {more} more" if more > 0 else ""
    return ", ".join(references[:_MOST_REFERENCES]) + tail


def _labelled(label: str, text: str, options: Options, style: Style) -> Iterator[str]:
    if text:
        first, *rest = hanging(f"{_INDENT}{label}", neutral(text), options.width)
        yield f"{_INDENT}{style.paint(label.rstrip(), 'dim')} {first[len(_INDENT) + len(label) :]}"
        yield from rest
