"""Measures what rai-lint says of repositories against what people found in them.

    python -m benchmarks.accuracy CHECKOUTS LABELS [--also FOLDER …] [--list]
                                  [--publish] [--fail-on-drop]

CHECKOUTS, and each FOLDER, hold a folder `<owner>__<repo>` for each repository; LABELS a table of
facts `<owner>__<repo>.tsv` of the same name. Judged findings and roles are in
`benchmarks/judgements`. Needs no network; what has no checkout is named and left out. The last
lines say what rose and fell since the last published run (`published.json`).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.accuracy.counting import Counted, count
from benchmarks.accuracy.fields import FieldCount, compare
from benchmarks.accuracy.judgements import compare_findings, read_judgements, read_roles
from benchmarks.accuracy.labels import read
from benchmarks.accuracy.published import PATH, Counts, changes, read_counts, write_counts
from benchmarks.accuracy.ruletables import got, role_report, rule_details, rule_report, summed
from benchmarks.accuracy.tables import by_kind, details, report
from rai_lint.model.report import Report
from rai_lint.model.request import Request
from rai_lint.run import check


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 2 if there is nothing to measure, 1 for a drop that must not be."""
    options = _options(arguments)
    tables = {_name(table.stem): table for table in sorted(options.labels.glob("*.tsv"))}
    reports = _reports(tables, (options.checkouts, *options.also))
    labelled = [name for name in tables if name in reports]
    if not labelled:
        sys.stderr.write(f"no label table in {options.labels} has a checkout\n")
        return 2
    counted = [count(name, read(tables[name]), reports[name].facts) for name in labelled]
    fields = compare(pair for one in counted for pair in one.pairs if not pair.row.optional)
    for line in _lines(counted, fields, reports, everything=options.list):
        sys.stdout.write(line + "\n")
    return _changed(_measures(counted, fields, reports), options)


def _reports(tables: Mapping[str, Path], folders: Sequence[Path]) -> dict[str, Report]:
    """Check every repository that has labels or judgements and a checkout."""
    roots: dict[str, Path] = {}
    judged = [one.repository for one in read_judgements()]
    judged += [one.repository for one in read_roles()]
    for name in dict.fromkeys((*tables, *judged)):
        places = (folder / name.replace("/", "__", 1) for folder in folders)
        root = next((place for place in places if place.is_dir()), None)
        if root is None:
            sys.stdout.write(f"no checkout of {name}: left out\n")
        else:
            roots[name] = root
    # Two at a time at most: reports of large repositories are large.
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        return dict(zip(roots, pool.map(_checked, roots.values()), strict=True))


def _checked(root: Path) -> Report:
    return check(Request(root=root, profile="strict"))


def _name(stem: str) -> str:
    return stem.replace("__", "/", 1)


def _lines(
    counted: Sequence[Counted],
    fields: Mapping[str, FieldCount],
    reports: Mapping[str, Report],
    *,
    everything: bool,
) -> Iterator[str]:
    findings = compare_findings(read_judgements(), reports)
    yield from report(counted, fields)
    yield ""
    yield from rule_report(findings)
    yield ""
    yield from role_report(read_roles(), reports)
    yield ""
    yield from details(counted, fields) if everything else ()
    yield from rule_details(findings) if everything else ()


def _measures(
    counted: Sequence[Counted], fields: Mapping[str, FieldCount], reports: Mapping[str, Report]
) -> Counts:
    """Return all counts by the names under which they are published."""
    found: Counts = {}
    for kind, tally in by_kind(counted):
        found[f"recall {kind}"] = (tally.found, tally.required)
        found[f"precision {kind}"] = (tally.true, tally.reported)
        found[f"configs {kind}"] = (tally.config_found, tally.config_required)
    for name, field in fields.items():
        found[f"field {name}"] = (field.right, field.compared)
    for rule, judged in summed(compare_findings(read_judgements(), reports), 1).items():
        found[f"recall {rule}"] = (judged.found, judged.expected)
        found[f"precision {rule}"] = (judged.true, judged.judged)
    roles = [one for one in read_roles() if one.repository in reports]
    right = sum(one.right(got(reports[one.repository])) for one in roles)
    found["roles"] = (right, len(roles))
    return {name: pair for name, pair in found.items() if pair[1]}


def _changed(measures: Counts, options: argparse.Namespace) -> int:
    """Say what changed since the last published run, and publish this one if asked to."""
    found = list(changes(read_counts(), measures))
    sys.stdout.write("Since the last published run\n")
    for word, what in found or [("", "nothing changed")]:
        sys.stdout.write(f"{word:5}{what}\n")
    if options.publish:
        write_counts(measures)
        sys.stdout.write(f"published in {PATH.name}\n")
    dropped = any(word == "fell" for word, _ in found)
    return 1 if dropped and options.fail_on_drop else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("checkouts", type=Path, help="folder of repositories")
    parser.add_argument("labels", type=Path, help="folder of label tables")
    parser.add_argument("--also", type=Path, action="append", default=[], help="more repositories")
    parser.add_argument("--list", action="store_true", help="list misses and false ones")
    parser.add_argument("--publish", action="store_true", help="write the counts of this run")
    parser.add_argument("--fail-on-drop", action="store_true", help="exit with 1 if a share fell")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
