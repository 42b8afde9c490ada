"""What `rai-lint init` proposes: a profile that fits the roles of a repository, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from rai_lint.model.report import Report, RoleEvidence
from rai_lint.model.rule import SEVERITIES
from rai_lint.report.finding_text import place_text
from rai_lint.report.neutral import neutral, printed
from rai_lint.report.shown import many, open_findings

#: Which profile a role asks for, the most telling role first. What only teaches or is a library is
#: held to little: its examples are not its users' models.
_FITTING = (
    ("teaching", "basic"),
    ("library", "basic"),
    ("publishes-model", "hub-release"),
    ("publishes-dataset", "hub-release"),
    ("llm-app", "llm-app"),
    ("serves", "production"),
    ("evaluates", "research"),
)
_MOST_PLACES = 3


class Proposal(Struct, frozen=True):
    """A profile, the roles that speak for it, and others that would fit as well."""

    profile: str
    because: tuple[RoleEvidence, ...]
    others: tuple[str, ...]


def propose(roles: Sequence[RoleEvidence]) -> Proposal:
    """Return the profile for what a repository does; `basic` if nothing speaks for another."""
    seen = {role.role: role for role in roles}
    fitting = [(role, profile) for role, profile in _FITTING if role in seen]
    profile = fitting[0][1] if fitting else "basic"
    because = tuple(seen[role] for role, each in fitting if each == profile)
    others = dict.fromkeys(each for _, each in fitting if each not in {profile, "basic"})
    return Proposal(profile, because, tuple(others))


def configuration(profile: str) -> str:
    """Return the table of the configuration for a profile, for a `pyproject.toml`."""
    return f'[tool.rai-lint]\nprofile = "{profile}"\nfail-on = "error"  # or warning, note, never\n'


def render_proposal(
    roles: Sequence[RoleEvidence], proposal: Proposal, report: Report, title: str
) -> str:
    """Return what is proposed as text; `report` is a run with the proposed profile."""
    return printed(_lines(roles, proposal, report, title))


def _lines(
    roles: Sequence[RoleEvidence], proposal: Proposal, report: Report, title: str
) -> Iterator[str]:
    yield "What this repository does"
    width = max((len(role.role) for role in roles), default=0)
    yield from (f"  {role.role:<{width}}  {_evidence(role)}" for role in roles)
    if not roles:
        yield "  nothing that was recognised: no model is trained, published or served here"
    yield ""
    yield f"Proposed profile: {proposal.profile} ({title})"
    if proposal.because:
        yield f"  because of: {', '.join(role.role for role in proposal.because)}"
    if proposal.others:
        yield f"  also fitting: {', '.join(proposal.others)} (see rai-lint rules)"
    yield f"  with it, today: {_counts(report)}"


def _evidence(role: RoleEvidence) -> str:
    shown = ", ".join(place_text(place) for place in role.evidence[:_MOST_PLACES])
    left = len(role.evidence) - _MOST_PLACES
    return f"{shown}{f' and {left} more' if left > 0 else ''}{neutral(role.because)}"


def _counts(report: Report) -> str:
    counts = Counter(each.severity for each in open_findings(report))
    parts = [many(counts[each], each) for each in SEVERITIES if counts[each]]
    return ", ".join(parts) or "no findings"
