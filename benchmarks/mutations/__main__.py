"""Takes statements away from complete repositories and counts what rai-lint notices.

    python -m benchmarks.mutations [RULE …] [--list]

The repositories are ours (`projects/`); on none of them does a rule fire. Each mutation
(`entries/`) takes away or changes one statement, and one finding must follow, at its place, and no
other. Exits with 1 if a project is not silent or a mutation is not caught exactly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from benchmarks.columns import columns
from benchmarks.mutations.documents import mutations, projects
from benchmarks.mutations.measure import Result, findings, measure, said


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table per rule; return 1 if anything is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("rules", nargs="*", help="ids of rules (default: all)")
    parser.add_argument("--list", action="store_true", help="list every mutation")
    options = parser.parse_args(arguments)
    known = projects()
    loud = [(name, said(one)) for name, each in known.items() for one in findings(each.files)]
    wanted = [one for one in mutations() if not options.rules or one.rule in options.rules]
    results = measure(known, wanted)
    for line in _lines(results, loud, everything=options.list):
        sys.stdout.write(line + "\n")
    return 0 if not loud and all(one.exact for one in results) else 1


def _lines(
    results: Sequence[Result], loud: Sequence[tuple[str, str]], *, everything: bool
) -> Iterator[str]:
    for project, finding in loud:
        yield f"not silent  {project}  {finding}"
    for one in results:
        if everything or not one.exact:
            word = "exact" if one.exact else "others" if one.caught else "MISSED"
            yield f"{word:7} {one.mutation.rule}  {one.mutation.project}  {one.mutation.title}"
        for finding in (*(() if one.caught else one.found), *one.others):
            yield f"          {finding}"
    yield from columns([("rule", "mutations", "caught", "exact", "others fired"), *_rows(results)])


def _rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    by_rule: dict[str, list[Result]] = {}
    for one in results:
        by_rule.setdefault(one.mutation.rule, []).append(one)
    sums = [(rule, found) for rule, found in sorted(by_rule.items())]
    return [_row(rule, found) for rule, found in [*sums, ("all", list(results))]]


def _row(name: str, results: Sequence[Result]) -> tuple[str, ...]:
    caught, exact = sum(one.caught for one in results), sum(one.exact for one in results)
    others = sum(len(one.others) for one in results)
    return (name, *map(str, (len(results), caught, exact, others)))


if __name__ == "__main__":
    sys.exit(main())
