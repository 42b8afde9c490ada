"""One rule explained: what, why, where it comes from, how to fix it, and its examples."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from textwrap import wrap

from rai_lint.model.example import Example
from rai_lint.model.rule import Rule
from rai_lint.report.neutral import neutral, neutral_code, printed
from rai_lint.report.style import Style

_WIDTH = 96
_MOST_LINES = 25


def render_rule(
    rule: Rule,
    examples: Sequence[Example],
    items: Mapping[str, str],
    profiles: Sequence[str],
    *,
    color: bool = False,
) -> str:
    """Return the page of a rule; `items` maps its references to what those items ask."""
    style = Style(color)
    lines = [
        style.paint(f"{rule.id} {rule.name}", "bold"),
        neutral(rule.title),
        "",
        ", ".join(_facts(rule, profiles)),
        "",
        *_section("Why", [*_paragraphs(rule.why)], style),
        *_section("How to fix", [*_paragraphs(rule.fix_text)], style),
        *_section("Asked by", [*_references(rule, items)], style),
        *_section("Reported", [*_shown(examples, style)], style),
        *_section("Left alone", [*_silent(examples)], style),
        *_section("To accept one", [f"  # rai-lint: ignore[{rule.id}] the reason"], style),
    ]
    return printed(lines)


def _facts(rule: Rule, profiles: Sequence[str]) -> Iterator[str]:
    yield rule.severity
    yield f"{rule.confidence} confidence"
    yield f"since {rule.since}"
    if rule.status != "stable":
        yield rule.status
    if rule.fixable:
        yield "fixable"
    yield f"in {', '.join(profiles)}" if profiles else "in no profile but strict"


def _section(title: str, lines: Sequence[str], style: Style) -> Iterator[str]:
    if lines:
        yield style.paint(title, "bold")
        yield from lines
        yield ""


def _paragraphs(text: str) -> Iterator[str]:
    for index, paragraph in enumerate(text.strip().split("\n\n")):
        if index:
            yield ""
        for line in wrap(neutral(" ".join(paragraph.split())), _WIDTH - 2, break_on_hyphens=False):
            yield f"  {line}"


def _references(rule: Rule, items: Mapping[str, str]) -> Iterator[str]:
    for reference in rule.references:
        text = neutral(items.get(reference, ""))
        yield f"  {reference}  {text}".rstrip()


def _shown(examples: Sequence[Example], style: Style) -> Iterator[str]:
    """Yield the first example that fires in full, and the titles of the others."""
    firing = [example for example in examples if example.expect]
    for example in firing[:1]:
        yield f"  {neutral(example.title)}"
        places = {(each.path, each.line) for each in example.expect}
        for path, content in example.files.items():
            yield f"    {style.paint(neutral(path), 'path')}"
            marked = {line for name, line in places if name == path and line is not None}
            yield from _code(content.decode("utf-8", "replace"), marked, style)
    for example in firing[1:]:
        yield f"  {neutral(example.title)}"


def _code(text: str, marked: Collection[int], style: Style) -> Iterator[str]:
    lines = text.rstrip("\n").split("\n")
    for number, line in enumerate(lines[:_MOST_LINES], start=1):
        mark = style.paint(">", "warning") if number in marked else " "
        bar = style.paint(f"{number:>3} |", "mark")
        yield f"    {mark} {bar} {neutral_code(line, 80)}".rstrip()
    if len(lines) > _MOST_LINES:
        yield f"      … and {len(lines) - _MOST_LINES} more lines"


def _silent(examples: Sequence[Example]) -> Iterator[str]:
    for example in examples:
        if not example.expect:
            note = " (listed as: please look)" if example.expect_unknown else ""
            yield f"  {neutral(example.title)}{note}"
