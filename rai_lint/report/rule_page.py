"""One rule explained: what, why, where it comes from, how to fix it, and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rai_lint.model.rule import Rule
from rai_lint.report.neutral import neutral, neutral_code
from rai_lint.report.style import Style

_WIDTH = 96
_MOST_LINES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An example of a rule: its files as text, and the lines where it speaks (none: it is fine)."""

    title: str
    files: Mapping[str, str]
    fires: tuple[tuple[str, int], ...] = ()
    unsure: bool = False


def render_rule(
    rule: Rule,
    samples: Sequence[Sample],
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
        *_section("Reported", [*_shown(samples, style)], style),
        *_section("Left alone", [*_silent(samples)], style),
        *_section("To accept one", [f"  # rai-lint: ignore[{rule.id}] the reason"], style),
    ]
    return "".join(f"{line}\n" for line in lines)


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
        for line in wrap(neutral(" ".join(paragraph.split())), _WIDTH - 2):
            yield f"  {line}"


def _references(rule: Rule, items: Mapping[str, str]) -> Iterator[str]:
    for reference in rule.references:
        text = neutral(items.get(reference, ""))
        yield f"  {reference}  {text}".rstrip()


def _shown(samples: Sequence[Sample], style: Style) -> Iterator[str]:
    """Yield the first example that fires in full, and the titles of the others."""
    firing = [sample for sample in samples if sample.fires]
    for sample in firing[:1]:
        yield f"  {neutral(sample.title)}"
        for path, text in sample.files.items():
            yield f"    {style.paint(neutral(path), 'path')}"
            yield from _code(path, text, sample.fires, style)
    for sample in firing[1:]:
        yield f"  {neutral(sample.title)}"


def _code(path: str, text: str, fires: Sequence[tuple[str, int]], style: Style) -> Iterator[str]:
    for number, line in enumerate(text.rstrip("\n").split("\n")[:_MOST_LINES], start=1):
        mark = style.paint(">", "warning") if (path, number) in fires else " "
        bar = style.paint(f"{number:>3} |", "mark")
        yield f"    {mark} {bar} {neutral_code(line, 80)}".rstrip()


def _silent(samples: Sequence[Sample]) -> Iterator[str]:
    for sample in samples:
        if not sample.fires:
            note = " (shown as: please look)" if sample.unsure else ""
            yield f"  {neutral(sample.title)}{note}"
