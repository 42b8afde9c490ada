"""The report as Markdown, to be put under a pull request or into the summary of a job.

It fits a comment (65,536 characters on the code hosts). What the repository supplies is text
there and nothing else: no markup, no mention of people, no link to other issues.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import SEVERITIES
from rai_lint.report.evidence import items
from rai_lint.report.finding_text import first_sentence, place_text
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.shown import main_place, many, message_of, open_findings

MOST_CHARACTERS = 60_000
_MOST_PLACES = 5
_MOST_LISTED = 20
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#!|~@&$])")
#: What code hosts link by themselves, though it is no markup.
_LINKED = re.compile(r"(?i)(?P<head>https?:|www|ftp:|mailto:)(?P<tail>//|\.|)")


def render_markdown(report: Report, _options: Options) -> str:
    """Return the report as Markdown; findings that do not fit are counted."""
    head = [*_summary(report)]
    tail = [*_unknown(report), *_skipped(report), *_guidelines(report)]
    room = MOST_CHARACTERS - sum(len(line) + 1 for line in (*head, *tail))
    return "".join(f"{line}\n" for line in (*head, *_findings(report, room), *tail))


def _summary(report: Report) -> Iterator[str]:
    counts = Counter(each.severity for each in open_findings(report))
    parts = [many(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
    hidden = len(report.findings) - counts.total()
    parts += [f"{hidden} suppressed"] if hidden else []
    parts += [f"{len(report.unknown)} to look at"] if report.unknown else []
    parts += [f"{len(report.skipped)} not looked at"] if report.skipped else []
    yield "## rai-lint"
    yield ""
    yield f"{', '.join(parts) or 'No findings'} in {many(report.files, 'file')}."
    yield ""


def _findings(report: Report, room: int) -> Iterator[str]:
    left = 0
    for path, group in groupby(open_findings(report), key=lambda each: main_place(each).path):
        lines = [f"### {code(path)}", "", *(line for each in group for line in _finding(each)), ""]
        size = sum(len(line) + 1 for line in lines)
        if size > room:
            left += sum(line.startswith("- **") for line in lines)
            continue
        room -= size
        yield from lines
    if left:
        yield f"… and {many(left, 'finding')} more, for which there is no room here."
        yield ""


def _finding(finding: Finding) -> Iterator[str]:
    place = main_place(finding)
    where = place_text(place)[len(neutral(place.path)) :].lstrip(",: ")
    rule = f"`{finding.rule.id}` {finding.rule.name}"
    yield f"- **{finding.severity}** {rule} at {where}: {plain_text(message_of(finding))}"
    others = [*finding.places[1:], *(each.place for each in finding.related)]
    if others:
        more = f" and {len(others) - _MOST_PLACES} more" if len(others) > _MOST_PLACES else ""
        shown = ", ".join(code(place_text(each)) for each in others[:_MOST_PLACES])
        yield f"  - see {shown}{more}"
    fix = first_sentence(finding.rule.fix_text)
    if fix:
        yield f"  - how to fix: {plain_text(fix)}"


def _unknown(report: Report) -> Iterator[str]:
    entries = []
    for outcome in report.unknown:
        where = f"{code(place_text(outcome.places[0]))} " if outcome.places else ""
        because = outcome.because or outcome.message or outcome.rule.title
        entries.append(f"- {where}`{outcome.rule.id}` {plain_text(because)}")
    yield from _folded("Please look at these: they could not be settled", entries)


def _skipped(report: Report) -> Iterator[str]:
    entries = [f"- {code(each.path)} {plain_text(each.because)}" for each in report.skipped]
    yield from _folded("Not looked at", entries)


def _guidelines(report: Report) -> Iterator[str]:
    """Yield a line for each guideline that the profile is for: how many items in which state."""
    found = items(report)
    entries = []
    for name in report.asked:
        states = Counter(item.state for item in found if item.guideline == name)
        shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        entries.append(f"- `{name}`: {shown}")
    yield from _folded("Guidelines of this profile", entries)


def _folded(title: str, entries: Sequence[str]) -> Iterator[str]:
    if not entries:
        return
    yield f"<details><summary>{title} ({len(entries)})</summary>"
    yield ""
    yield from (entry[:1000] for entry in entries[:_MOST_LISTED])
    if len(entries) > _MOST_LISTED:
        yield f"- … and {len(entries) - _MOST_LISTED} more"
    yield ""
    yield "</details>"
    yield ""


def plain_text(text: str) -> str:
    """Return text that Markdown shows as it is."""
    flat = neutral(" ".join(text.split()))
    parts = re.split(r"(`[^`]+`)", flat)
    return "".join(
        code(part[1:-1]) if number % 2 else _plain(part) for number, part in enumerate(parts)
    )


def _plain(text: str) -> str:
    escaped = _ACTIVE.sub(r"\\\1", text)
    # An empty comment inside keeps code hosts from seeing an address or a person.
    return _LINKED.sub(r"\g<head><!-- -->\g<tail>", escaped).replace("\\@", "@<!-- -->")


def code(text: str) -> str:
    """Return text as a code span, whatever back ticks it holds."""
    shown = neutral(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown[:1] == "`" or shown[-1:] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
