"""Policy files by their names: security, conduct, citation, lists of hashes and so on."""

from __future__ import annotations

from pathlib import PurePosixPath

import re2

from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

#: Stems, with `-` and blanks as `_`, to the id of the policy.
_IDS = {
    "security": "security",
    "code_of_conduct": "conduct",
    "citation": "citation",
    "contributing": "contributing",
    "changelog": "changelog",
    "changes": "changelog",
    "history": "changelog",
    "notice": "notice",
    "use_policy": "acceptable-use",
    "usage_policy": "acceptable-use",
    "acceptable_use": "acceptable-use",
    "acceptable_use_policy": "acceptable-use",
    "prohibited_use_policy": "acceptable-use",
    "responsible_use_guide": "acceptable-use",
    **dict.fromkeys(
        ("training_content_summary", "training_data_summary", "summary_of_training_content"),
        "training-summary",
    ),
    "risk_assessment": "risk-assessment",
    "risk_register": "risk-assessment",
    "impact_assessment": "risk-assessment",
    "algorithmic_impact_assessment": "risk-assessment",
    "ai_impact_assessment": "risk-assessment",
    "dpia": "risk-assessment",
    "fria": "risk-assessment",
    "threat_model": "risk-assessment",
    "codeowners": "maintainers",
    "maintainers": "maintainers",
    "authors": "maintainers",
}
#: Lists of hashes and signatures, by the end of their names; they stand anywhere.
_INTEGRITY = re2.compile(
    r"(?i)(?:^|/)(?:sha(?:256|512)sums?|checksums?)(?:\.txt)?$|\.sha(?:256|512)$|(?:^|/)model\.sig$"
    r"|\.sigstore(?:\.json)?$"
)
_SUFFIXES = ("", ".md", ".markdown", ".txt", ".rst", ".cff")

#: Where platforms look for them; elsewhere only a name in capitals is one, not a page of a manual.
_FOLDERS = (".", ".github", ".gitlab", "docs")

#: Policies whose names mean nothing else.
_ANYWHERE = ("risk-assessment",)

_CONTACT = re2.compile(
    r"(?i)[a-z0-9._%+\-]+@[a-z0-9.\-]+\.[a-z]{2,}|https?://\S*(?:security|report|advisor|vulnerab)"
)


def extract_policy(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the policy that a file is, and `incident-contact` if it says whom to tell.

    A file without text yields nothing.
    """
    del knowledge
    if _INTEGRITY.search(source.path):
        return Extraction(facts=(_fact(source, "integrity", 1),) if text.strip() else ())
    file = PurePosixPath(source.path)
    stem = file.stem.lower().replace("-", "_").replace(" ", "_")
    policy = _IDS.get(stem) if file.suffix.lower() in _SUFFIXES else None
    placed = str(file.parent).lower() in _FOLDERS or file.stem.isupper() or policy in _ANYWHERE
    if policy is None or not placed or not text.strip():
        return Extraction()
    facts = [_fact(source, policy, 1)]
    if policy == "security":
        line = _contact_line(text)
        facts.extend([_fact(source, "incident-contact", line)] if line else [])
    return Extraction(facts=tuple(facts))


def _contact_line(text: str) -> int | None:
    found = _CONTACT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def _fact(source: Source, policy: str, line: int) -> Fact:
    place = Place(source.path, line)
    return Fact(kind="policy", place=place, fields={"id": Known(policy)}, scope=source.scope)
