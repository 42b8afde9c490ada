"""What a run says: the value that every report format reads."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rai_lint.model.baseline import Baseline
from rai_lint.model.fact import Fact
from rai_lint.model.fix import Edit, Fix, Fixed, NotFixed
from rai_lint.model.outcome import Outcome, Related
from rai_lint.model.pack import Guideline
from rai_lint.model.request import Attestation, Waiver
from rai_lint.model.rule import Rule, Severity
from rai_lint.model.source import Place, Skipped


class RoleEvidence(Struct, frozen=True):
    """A role the repository plays, and the facts that show it ("config" if set by hand)."""

    role: str
    evidence: tuple[Place, ...]
    because: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """A fail after settling: one per rule, unit and subject, with every place under it.

    `suppressed` holds the reason where every place is suppressed, else None; `in_source` says that
    comments in the files do so, and not the configuration alone. `fixes` are the edits that would
    mend it; at `safely` of its places one is known to work, at `unsafely` more to be possible.
    `edits` are the pieces of files that mend it as a whole, where safe edits do.
    """

    rule: Rule
    severity: Severity
    subject: str
    unit: str
    message: str
    places: tuple[Place, ...]
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    suppressed: str | None = None
    in_source: bool = False
    fixes: tuple[Fix, ...] = ()
    safely: int = 0
    unsafely: int = 0
    edits: tuple[Edit, ...] = ()

    @property
    def fixable(self) -> Literal["safe", "unsafe"] | None:
        """How it can be mended as a whole: by safe edits alone, only with unsafe ones, or not."""
        if not self.places or self.safely + self.unsafely < len(self.places):
            return None
        return "unsafe" if self.unsafely else "safe"


class Report(Struct, frozen=True, kw_only=True):
    """Everything a run found, and everything it did not look at.

    `asked` are the ids of the guidelines that the profile is for, and `shown` what their items
    that say by what they are shown came to. `waivers` and `attestations` are what people answer
    for in the configuration. `facts` are those that were looked for. `baseline` is the new one
    where the request accepts what is found.
    `fixed` are the edits that this run made, `not_fixed` those that it could not make.
    """

    root: str
    version: str
    roles: tuple[RoleEvidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: tuple[Outcome, ...] = ()
    passed: tuple[Outcome, ...] = ()
    not_applicable: tuple[Outcome, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    files: int = 0
    seconds: float = 0.0
    facts: tuple[Fact, ...] = ()
    profile: str = ""
    guidelines: tuple[Guideline, ...] = ()
    asked: tuple[str, ...] = ()
    shown: tuple[Outcome, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    baseline: Baseline | None = None
    fixed: tuple[Fixed, ...] = ()
    not_fixed: tuple[NotFixed, ...] = ()
