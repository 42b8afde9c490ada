"""Reads `rai-lint/report/1` back: what a comparison of two reports needs of it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec import Struct

from rai_lint.errors import Problem, UserError
from rai_lint.model.rule import Severity

SCHEMA = "rai-lint/report/1"
MAX_BYTES = 200_000_000
_AT_BYTE = re.compile(r"\(byte (\d+)\)")


class WhereRead(Struct, frozen=True):
    """A place."""

    path: str
    line: int
    cell: int | None = None


class FindingRead(Struct, frozen=True, kw_only=True):
    """A finding, as far as it is compared."""

    rule: str
    name: str
    severity: Severity
    message: str
    subject: str
    unit: str
    path: str
    line: int
    cell: int | None = None
    fingerprint: str
    locations: list[WhereRead] = []
    suppressed: str | None = None


class UnknownRead(Struct, frozen=True, kw_only=True):
    """What could not be settled."""

    rule: str
    subject: str
    unit: str
    because: str = ""


class _RuleRead(Struct, frozen=True):
    rule: str


class _SkippedRead(Struct, frozen=True):
    path: str
    because: str = ""


class ReportRead(Struct, frozen=True, kw_only=True):
    """A report; keys that a later version adds are passed over."""

    schema: str
    findings: list[FindingRead]
    unknown: list[UnknownRead] = []
    passed: list[_RuleRead] = []
    not_applicable: list[_RuleRead] = []
    skipped: list[_SkippedRead] = []

    def ran(self) -> frozenset[str]:
        """Return the ids of the rules that the run evaluated."""
        told = [each.rule for each in self.findings]
        told += [each.rule for each in self.unknown]
        told += [each.rule for each in (*self.passed, *self.not_applicable)]
        return frozenset(told)


def read_report(file: str) -> ReportRead:
    """Return the report in a file; raises `UserError` with what is wrong with it."""
    data = _bytes(file)
    try:
        report = msgspec.json.decode(data, type=ReportRead)
    except msgspec.ValidationError as error:
        message = f"{file}: this is no report of `rai-lint check --format json`: {error}"
        raise UserError(message) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        text = f"this is no JSON: {error}"
        raise UserError(str(Problem(file, _line(data, str(error)), 1, text))) from error
    if report.schema != SCHEMA:
        message = f'{file}: "schema" is "{report.schema[:80]}"; allowed: "{SCHEMA}"'
        raise UserError(message)
    return report


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        message = f"{file}: cannot be read ({getattr(error, 'strerror', None) or error})"
        raise UserError(message) from error
    if len(data) > MAX_BYTES:
        message = f"{file}: larger than {MAX_BYTES} bytes"
        raise UserError(message)
    return data.removeprefix(b"\xef\xbb\xbf")


def _line(data: bytes, error: str) -> int:
    found = _AT_BYTE.search(error)
    end = int(found.group(1)) if found else len(data) * ("truncated" in error)
    return data.count(b"\n", 0, end) + 1
