"""Measures how well rai-lint compares cards with the code beside them.

    python -m benchmarks.joins CHECKOUTS CORPUS [JUDGEMENTS]

CHECKOUTS holds a folder `<owner>__<repo>` for each repository, CORPUS is a table with the columns
`repo` and `commit`; JUDGEMENTS, a table or a folder of tables, has verdicts on findings. Needs no
network; a repository without a checkout is named and left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.joins.compare import Compared, compare, said
from benchmarks.joins.table import Judged, TableError, commits, expectations, judgements
from rai_lint.model.request import Request
from rai_lint.run import check

PROFILE = "strict"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 if a gap is missed or agreement reported, 2 for unusable input."""
    options = _options(arguments)
    try:
        known = commits(options.corpus)
        judged = judgements(options.judgements) if options.judgements else {}
        compared = list(_compared(options.checkouts, known))
    except (TableError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for line in (*_lines(compared, judged), *_totals(compared)):
        sys.stdout.write(line + "\n")
    verdicts = {answer.verdict for one in compared for answer in one.answers}
    return 1 if verdicts & {"missed", "reported wrongly"} else 0


def _compared(checkouts: Path, known: Mapping[str, str]) -> Iterator[Compared]:
    expected = expectations()
    for repository in dict.fromkeys(one.repository for one in expected):
        root = checkouts / repository.replace("/", "__")
        if repository not in known or not root.is_dir():
            sys.stdout.write(f"no checkout of {repository}: left out\n")
            continue
        if _head(root) not in ("", known[repository]):
            sys.stdout.write(f"{repository} is checked out at another commit\n")
        mine = [one for one in expected if one.repository == repository]
        yield compare(repository, mine, check(Request(root=root, profile=PROFILE)))


def _head(root: Path) -> str:
    """Return the commit that is checked out, or "" where that takes more than a look."""
    file = root / ".git/HEAD"
    text = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    return "" if text.startswith("ref:") else text


def _lines(compared: Sequence[Compared], judged: Mapping[Judged, str]) -> Iterator[str]:
    for one in compared:
        yield ""
        yield one.repository
        for answer in one.answers:
            what = answer.expectation
            yield f"  {what.kind:<5} {what.what}: {answer.verdict} {answer.by}".rstrip()
        for outcome in one.others:
            place = outcome.places[0]
            key = (one.repository, outcome.rule.id, place.path, str(place.line))
            yield f"  other {said(outcome)} ({judged.get(key, 'not judged')}) {outcome.message}"


def _totals(compared: Sequence[Compared]) -> Iterator[str]:
    counts = Counter(
        (answer.expectation.kind, answer.verdict) for one in compared for answer in one.answers
    )
    yield ""
    yield "kind   verdict           number"
    for (kind, verdict), number in sorted(counts.items()):
        yield f"{kind:<6} {verdict:<17} {number:>6}"
    yield f"other findings: {sum(len(one.others) for one in compared)}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.joins", description=__doc__)
    parser.add_argument("checkouts", type=Path, help="folder of repositories")
    parser.add_argument("corpus", type=Path, help="table of repositories and commits")
    parser.add_argument("judgements", type=Path, nargs="?", help="verdicts on findings")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
