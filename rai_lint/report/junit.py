"""The report as JUnit XML, which most CI systems show as a list of tests.

A finding is a test that failed, an outcome that could not be settled or is suppressed one that
was skipped, and what was looked at and found in order one that passed: so a CI system counts what
was checked, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding, Report
from rai_lint.report.finding_text import first_sentence, place_text
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.shown import main_place, message_of


def render_junit(report: Report, options: Options) -> str:
    """Return the report as one XML document, indented, with a newline at the end."""
    cases = [*_cases(report, options)]
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    counts = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped}
    numbers = {key: str(value) for key, value in counts.items()}
    seconds = f"{report.seconds:.3f}"
    root = Element("testsuites", {"name": "rai-lint", **numbers, "time": seconds})
    suite = SubElement(root, "testsuite", {"name": "rai-lint", **numbers, "time": seconds})
    suite.extend(cases)
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _cases(report: Report, options: Options) -> Iterator[Element]:
    for finding in report.findings:
        yield _finding(finding, options)
    for outcome in report.unknown:
        because = outcome.because or outcome.message or outcome.rule.title
        SubElement(
            case := _outcome(outcome), "skipped", {"message": _xml(f"Please look: {because}")}
        )
        yield case
    for outcome in report.passed:
        yield _outcome(outcome)


def _finding(finding: Finding, options: Options) -> Element:
    place = main_place(finding)
    case = _case(finding.rule.id, finding.rule.name, finding.subject, place.path)
    case.set("file", _xml(place.path))
    case.set("line", str(options.in_file(place).line))
    if finding.suppressed is not None:
        SubElement(case, "skipped", {"message": _xml(f"Suppressed: {finding.suppressed}")})
        return case
    where = [f"  at {place_text(each)}" for each in finding.places]
    seen = [f"  see {place_text(each.place)} {each.message}".rstrip() for each in finding.related]
    lines = [message_of(finding), *where, *seen]
    fix = first_sentence(finding.rule.fix_text)
    lines += [f"How to fix: {fix}"] if fix else []
    attributes = {"message": _xml(message_of(finding)), "type": finding.severity}
    failure = SubElement(case, "failure", attributes)
    failure.text = "\n".join(_xml(line) for line in lines)
    return case


def _outcome(outcome: Outcome) -> Element:
    path = outcome.places[0].path if outcome.places else outcome.unit
    return _case(outcome.rule.id, outcome.rule.name, outcome.subject, path)


def _case(code: str, name: str, subject: str, path: str) -> Element:
    title = f"{code} {name}: {subject}" if subject else f"{code} {name}"
    return Element("testcase", {"classname": _xml(path), "name": _xml(title), "time": "0"})


def _xml(text: str) -> str:
    """Return text with what XML cannot hold (most controls, lone surrogates) as escapes."""
    plain = neutral(text)
    return "".join(each if each not in "\ufffe\uffff" else ascii(each)[1:-1] for each in plain)
