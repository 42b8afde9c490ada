"""Fingerprints: what a finding is recognised by after lines moved and files were renamed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from rai_lint.model.report import Finding
from rai_lint.model.source import Place

#: Hexadecimal digits kept of the SHA-256: 64 bits are plenty for one repository.
DIGITS = 16


def with_fingerprints(
    findings: Iterable[Finding], text_of: Callable[[Place], str]
) -> tuple[Finding, ...]:
    """Return the findings, each with its fingerprint.

    It is made of the rule, the unit and the subject; only where there is no subject, of what
    stands at its place (`text_of`), without white space. What is the same by all that is told
    apart by its number in the order of the findings.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    marked = []
    for finding in findings:
        key = (finding.rule.id, finding.unit, *_about(finding, text_of))
        marked.append(replace(finding, fingerprint=_digest((*key, str(seen[key])))))
        seen[key] += 1
    return tuple(marked)


def _about(finding: Finding, text_of: Callable[[Place], str]) -> tuple[str, str]:
    if finding.subject:
        return ("subject", finding.subject.casefold())
    line = text_of(finding.places[0]) if finding.places else ""
    return ("line", "".join(line.split()))


def _digest(parts: tuple[str, ...]) -> str:
    # A separator that no part can hold by accident of concatenation: each part's length.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
