"""Which rules run: profiles, ids, names and family prefixes.

A code is a rule's id (`DAT001`), its name, a prefix of ids (`DAT`, `DAT0`) or `ALL`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from rai_lint.errors import UserError
from rai_lint.model.builtin import BUILTIN
from rai_lint.model.pack import EVERYTHING, Profile
from rai_lint.model.rule import Rule, Severity

ALL = "ALL"

#: How strongly an id or a name names a rule: more than any prefix.
_EXACT = 99


def select_rules(
    rules: Sequence[Rule],
    profiles: Sequence[Profile],
    profile: str,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules to run, in the order of `rules`, with the severities of the profile.

    `select` replaces the choice of the profile; `ignore` takes rules away from either. A code
    that names a rule exactly beats one that names its family, so `--select DAT001 --ignore DAT`
    runs one rule. Rules in preview (and deprecated ones) run if named exactly, or by `strict`.
    Raises `UserError` for unknown codes and profiles, with the nearest known ones.
    """
    base = (
        Profile(name="", title="", select=tuple(select))
        if select
        else find_profile(profiles, profile)
    )
    everything = base.name == EVERYTHING
    chosen = _choices(rules, base.select, "select")
    dropped = _choices(rules, (*base.ignore, *ignore), "ignore")
    return tuple(
        _with_severity(rule, base.severity.get(rule.id))
        for rule in rules
        if (everything or _wanted(rule, chosen.get(rule.id, 0)))
        and not _beaten(dropped.get(rule.id, 0), 0 if everything else chosen.get(rule.id, 0))
    )


def _with_severity(rule: Rule, severity: Severity | None) -> Rule:
    """Return a rule with the severity a profile gives it, which its cases take over too."""
    if severity is None:
        return rule
    cases = tuple(replace(case, severity=severity) for case in rule.cases)
    return replace(rule, severity=severity, cases=cases)


def builtin_rules(ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """Return the rules about suppressions that run: all but those in `ignore`.

    Codes of other rules in `ignore` are passed over; `select_rules` checks them.
    """
    return tuple(
        rule for rule in BUILTIN if not any(_strength(rule, code) for code in ignore if code != ALL)
    )


def resolve(code: str, rules: Iterable[Rule], where: str) -> tuple[Rule, ...]:
    """Return the rules a code stands for, built-in ones included.

    `where` says where the code was written, for the `UserError` raised if nothing has that name.
    """
    found = tuple(rule for rule in (*rules, *BUILTIN) if _strength(rule, code))
    if not found:
        message = f"{where}: {no_rule(code, rules)}"
        raise UserError(message)
    return found


def no_rule(code: str, rules: Iterable[Rule]) -> str:
    """Return what is wrong with a code, with the nearest known ones; "" if it stands for rules."""
    known = (*rules, *BUILTIN)
    if any(_strength(rule, code) for rule in known):
        return ""
    return f"`{code}` is no rule{nearest(code, known)}"


def find_rule(code: str, rules: Iterable[Rule]) -> Rule:
    """Return the one rule of that id or name, in any case; raise `UserError` if there is none."""
    known = (*rules, *BUILTIN)
    for rule in known:
        if code.casefold() in {rule.id.casefold(), rule.name.casefold()}:
            return rule
    message = f"`{code}` is no rule{nearest(code, known)}"
    raise UserError(message)


def nearest(code: str, rules: Iterable[Rule]) -> str:
    """Return "; did you mean …?" with the known codes nearest to `code`, or a full stop."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for messages

    spellings = {spelling.casefold(): spelling for r in rules for spelling in (r.id, r.name)}
    close = get_close_matches(code.casefold(), spellings, n=3, cutoff=0.7)
    if not close:
        return ". `rai-lint rules` lists them all."
    return "; did you mean " + " or ".join(f"`{spellings[key]}`" for key in close) + "?"


def _strength(rule: Rule, code: str) -> int:
    """Return how exactly a code names a rule: 0 not at all, 1 by ALL, more by prefix and name."""
    if code in (rule.id, rule.name):
        return _EXACT
    if code == ALL:
        return 1
    is_prefix = code.isalnum() and code[0].isalpha() and rule.id.startswith(code)
    return 1 + len(code) if is_prefix else 0


def _choices(rules: Sequence[Rule], codes: Sequence[str], where: str) -> dict[str, int]:
    """Return, for each rule id that the codes name, how exactly they do."""
    found: dict[str, int] = {}
    for code in codes:
        for rule in resolve(code, rules, where):
            found[rule.id] = max(found.get(rule.id, 0), _strength(rule, code))
    return found


def find_profile(profiles: Sequence[Profile], name: str) -> Profile:
    """Return the profile of that name; `strict` exists even if no pack says so."""
    known = _by_name(profiles)
    if name in known:
        return known[name]
    raise UserError(no_profile(name, profiles))


def asked_guidelines(profiles: Sequence[Profile], profile: str) -> tuple[str, ...]:
    """Return the ids of the guidelines that a profile is for."""
    return find_profile(profiles, profile).guidelines


def no_profile(name: str, profiles: Sequence[Profile]) -> str:
    """Return what is wrong with the name of a profile, and which there are; "" if it is one."""
    known = _by_name(profiles)
    if name in known:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - see above

    close = get_close_matches(name, known, n=1)
    hint = f" (did you mean `{close[0]}`?)" if close else ""
    return f"`{name}` is no profile{hint}; there are: {', '.join(sorted(known))}"


def _by_name(profiles: Sequence[Profile]) -> dict[str, Profile]:
    known = {profile.name: profile for profile in profiles}
    known.setdefault(EVERYTHING, Profile(name=EVERYTHING, title="Everything", select=(ALL,)))
    return known


def _wanted(rule: Rule, strength: int) -> bool:
    return strength == _EXACT if rule.status != "stable" else strength > 0


def _beaten(dropped: int, chosen: int) -> bool:
    return dropped > 0 and dropped >= chosen
