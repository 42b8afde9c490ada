"""The settle stage: outcomes and suppressions in, findings out. Nothing is dropped.

A suppression takes away the places it names; a finding with no place left is suppressed, and kept
with the reason. What is wrong with a suppression becomes a finding of a built-in rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.fingerprint import with_fingerprints
from rai_lint.globs import matches
from rai_lint.model.builtin import BUILTIN, EXPIRED, MALFORMED, UNUSED
from rai_lint.model.fact import Directive
from rai_lint.model.fix import Fix
from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding
from rai_lint.model.request import Attestation, Waiver
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place
from rai_lint.selection import nearest, resolve


class Suppressions(Struct, frozen=True, kw_only=True):
    """Everything that may suppress, and what is needed to judge it.

    `known` are all rules there are, `selected` those of this run, `builtin` the rules about
    suppressions that may speak; `today` decides what has expired. Attestations suppress nothing;
    they are here to be told when they expire.
    """

    directives: tuple[Directive, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    known: tuple[Rule, ...] = ()
    selected: tuple[Rule, ...] = ()
    builtin: tuple[Rule, ...] = BUILTIN
    today: date


class _Hiding(Struct, frozen=True):
    """One source of suppression: does it hide a place of a rule in a unit, and why."""

    hides: Callable[[Rule, str, Place], bool]
    reason: str
    directive: Directive | None = None


def settle(
    outcomes: Iterable[Outcome], suppressions: Suppressions, text_of: Callable[[Place], str]
) -> tuple[Finding, ...]:
    """Return the findings among the outcomes, settled, fingerprinted and in reading order.

    `text_of` gives the line of a place (for fingerprints of findings without a subject). Raises
    `UserError` if the configuration names a rule that does not exist.
    """
    outcomes = tuple(outcomes)
    faults = dict(_faults(suppressions))
    hidings = tuple(_hidings(suppressions, faults))
    used: set[tuple[Directive, str]] = set()
    findings = []
    for outcome in outcomes:
        left, hidden = _settled(outcome, hidings, used)
        if outcome.state == "fail":
            findings.append(_finding(outcome, left, hidden))
    spoken = {rule.id for rule in suppressions.builtin}
    about = (*_reported(faults, suppressions), *_unused(suppressions, faults, used))
    findings += [finding for finding in about if finding.rule.id in spoken]
    return with_fingerprints(sorted(findings, key=_order), text_of)


def _order(finding: Finding) -> tuple[tuple[str, int, int, int], str, str, str]:
    place = finding.places[0] if finding.places else Place("")
    return (place.order(), finding.rule.id, finding.unit, finding.subject)


def _finding(outcome: Outcome, left: tuple[Place, ...], hidden: tuple[_Hiding, ...]) -> Finding:
    gone = bool(hidden) and not left
    return Finding(
        rule=outcome.rule,
        severity=outcome.severity,
        subject=outcome.subject,
        unit=outcome.unit,
        message=outcome.message,
        places=outcome.places if gone else left,
        related=outcome.related,
        suppressed="; ".join(dict.fromkeys(each.reason for each in hidden)) if gone else None,
        in_source=gone and any(each.directive for each in hidden),
        fixes=() if gone else _left_fixes(outcome, left),
    )


def _left_fixes(outcome: Outcome, left: Sequence[Place]) -> tuple[Fix, ...]:
    """Return the edits of the places that nothing hides."""
    kept = ((fix, tuple(place for place in fix.places if place in left)) for fix in outcome.fixes)
    return tuple(replace(fix, places=places) for fix, places in kept if places)


def _settled(
    outcome: Outcome, hidings: Sequence[_Hiding], used: set[tuple[Directive, str]]
) -> tuple[tuple[Place, ...], tuple[_Hiding, ...]]:
    """Return the places that no suppression hides, and what hides the others.

    A directive counts as used by unknown outcomes too: its writer has looked at that place.
    """
    if outcome.state not in {"fail", "unknown"}:
        return outcome.places, ()
    left, hidden = [], []
    for place in outcome.places:
        hiding = [each for each in hidings if each.hides(outcome.rule, outcome.unit, place)]
        used.update((each.directive, outcome.rule.id) for each in hiding if each.directive)
        if hiding:
            hidden.append(hiding[0])
        else:
            left.append(place)
    return tuple(left), tuple(hidden)


def _hidings(
    suppressions: Suppressions, faults: Mapping[Directive, tuple[Rule, str]]
) -> Iterator[_Hiding]:
    for directive in suppressions.directives:
        if directive not in faults:
            yield _Hiding(_by_directive(directive), directive.reason, directive)
    for pattern, codes in suppressions.per_file_ignores.items():
        where = f"per-file-ignores, `{pattern}`"
        ids = {rule.id for code in codes for rule in resolve(code, suppressions.known, where)}
        yield _Hiding(_by_path(pattern, ids), f"per-file-ignores: {pattern}")
    for waiver in suppressions.waivers:
        ids = {rule.id for rule in resolve(waiver.rule, suppressions.known, "waiver")}
        if not _over(waiver.expires, suppressions.today):
            yield _Hiding(_by_waiver(waiver, ids), f"{waiver.reason} (waived by {waiver.owner})")


def _by_directive(directive: Directive) -> Callable[[Rule, str, Place], bool]:
    at = directive.place

    def hides(rule: Rule, _unit: str, place: Place) -> bool:
        return (
            place.path == at.path
            and place.cell == at.cell
            and place.line <= directive.target_line <= place.last_line
            and (rule.id in directive.codes or rule.name in directive.codes)
        )

    return hides


def _by_path(pattern: str, ids: set[str]) -> Callable[[Rule, str, Place], bool]:
    return lambda rule, _unit, place: rule.id in ids and matches(pattern, place.path)


def _by_waiver(waiver: Waiver, ids: set[str]) -> Callable[[Rule, str, Place], bool]:
    below = waiver.unit.rstrip("/") + "/"
    return lambda rule, unit, _place: (
        rule.id in ids and (waiver.unit == "." or f"{unit}/".startswith(below))
    )


def _over(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _faults(suppressions: Suppressions) -> Iterator[tuple[Directive, tuple[Rule, str]]]:
    """Yield each directive that suppresses nothing, with the rule that says so and the message."""
    for directive in suppressions.directives:
        fault = _fault(directive, suppressions.known, suppressions.today)
        if fault:
            yield directive, fault


def _fault(directive: Directive, known: tuple[Rule, ...], today: date) -> tuple[Rule, str] | None:
    if directive.malformed:
        return MALFORMED, f"This suppression is not understood: {directive.malformed}."
    if not directive.reason.strip():
        return MALFORMED, "This suppression gives no reason."
    names = {name for rule in (*known, *BUILTIN) for name in (rule.id, rule.name)}
    for code in directive.codes:
        if code not in names:
            return (
                MALFORMED,
                f"This suppression names `{code}`, which is no rule{nearest(code, known)}",
            )
    if directive.until:
        try:
            day = date.fromisoformat(directive.until)
        except ValueError:
            return MALFORMED, f"`{directive.until}` is no date; write it like 2027-01-31."
        if _over(day, today):
            return EXPIRED, f"This suppression held until {day.isoformat()}."
    return None


def _reported(
    faults: Mapping[Directive, tuple[Rule, str]], suppressions: Suppressions
) -> Iterator[Finding]:
    for directive, (rule, message) in faults.items():
        yield _about(rule, message, directive.place)
    for waiver in suppressions.waivers:
        if waiver.expires and _over(waiver.expires, suppressions.today):
            message = f"The waiver of {waiver.rule} held until {waiver.expires.isoformat()}."
            yield replace(
                _about(EXPIRED, message, Place(waiver.path, waiver.line)),
                subject=waiver.rule,
                unit=waiver.unit,
            )
    for each in suppressions.attestations:
        if each.expires and _over(each.expires, suppressions.today):
            message = f"The attestation of {each.item} held until {each.expires.isoformat()}."
            yield replace(_about(EXPIRED, message, Place(each.path, each.line)), subject=each.item)


def dated(attestations: Iterable[Attestation], today: date) -> tuple[Attestation, ...]:
    """Return attestations that say whether their last day has passed."""
    return tuple(replace(each, over=_over(each.expires, today)) for each in attestations)


def _unused(
    suppressions: Suppressions,
    faults: Mapping[Directive, tuple[Rule, str]],
    used: set[tuple[Directive, str]],
) -> Iterator[Finding]:
    """Yield a finding for each directive with codes that hid nothing although their rules ran."""
    ran = {name: rule.id for rule in suppressions.selected for name in (rule.id, rule.name)}
    for directive in suppressions.directives:
        idle = [
            code for code in directive.codes if code in ran and (directive, ran[code]) not in used
        ]
        if idle and directive not in faults:
            names = " and ".join(f"`{code}`" for code in idle)
            about = _about(UNUSED, f"Nothing to suppress here for {names}.", directive.place)
            yield replace(about, fixes=(_drop(directive, idle),))


def _drop(directive: Directive, idle: Sequence[str]) -> Fix:
    at = directive.place
    return Fix(op="drop-codes", at=at, places=(at,), value=tuple(idle), safe=True)


def _about(rule: Rule, message: str, place: Place) -> Finding:
    return Finding(
        rule=rule, severity=rule.severity, subject="", unit=".", message=message, places=(place,)
    )
