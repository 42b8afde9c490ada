"""The rules that are not data: what rai-lint says about suppressions and baselines themselves."""

from __future__ import annotations

from rai_lint.model.message import Message
from rai_lint.model.rule import Recipe, Rule, Severity

_SYNTAX = (
    "Write `rai-lint: ignore[RULE] reason` in a comment, with a rule's id or name and a reason."
)


def _builtin(  # noqa: PLR0913 - what the file of a rule would say
    code: str,
    name: str,
    title: str,
    why: str,
    fix_text: str,
    severity: Severity = "warning",
    fixes: tuple[Recipe, ...] = (),
) -> Rule:
    return Rule(
        id=code,
        name=name,
        title=title,
        severity=severity,
        confidence="high",
        since="0.1",
        status="stable",
        references=(),
        subject="",
        message=Message(),
        why=why,
        fix_text=fix_text,
        fixes=fixes,
        family="RAI",
    )


UNUSED = _builtin(
    "RAI001",
    "suppression-unused",
    "A suppression hides nothing",
    "It promises a reader that something is accepted here, and nothing is. It may also hide the "
    "next finding at this place, which nobody has accepted.",
    "Remove the suppression, or the codes that hide nothing.",
    fixes=(Recipe("drop-codes", "", safe=True),),
)
MALFORMED = _builtin(
    "RAI002",
    "suppression-malformed",
    "A suppression is not understood, so it suppresses nothing",
    "A suppression with a typing error would otherwise look as if it worked, and one without a "
    "reason tells the next reader nothing.",
    _SYNTAX,
)
EXPIRED = _builtin(
    "RAI003",
    "suppression-expired",
    "A suppression, waiver or attestation has passed its last day, so it counts no more",
    "Whoever wrote it answered for it until that day only.",
    "Settle the finding, or decide anew and write a later day.",
)
STALE = _builtin(
    "RAI004",
    "baseline-entry-stale",
    "An entry of the baseline hides nothing",
    "What it was written for is gone. Left in, it would hide the same thing when it comes back, "
    "and nobody has accepted that.",
    "Run again with `--write-baseline` in place of `--baseline`, or delete the entry.",
    severity="error",
)

BUILTIN: tuple[Rule, ...] = (UNUSED, MALFORMED, EXPIRED, STALE)
