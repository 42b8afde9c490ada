"""Whether prefilter and triage lose a fact: inventories with and without them, side by side.

python -m benchmarks.prefilter [--triage] FOLDER…

With `--triage` the prefilter stays: only what the second look passes over is compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from rai_lint.extract.prefilter import Prefilter
from rai_lint.extract.triage import Triage
from rai_lint.model.fact import Fact
from rai_lint.model.request import Request
from rai_lint.run import inventory


def compare(folder: Path, *, triage_only: bool) -> bool:
    """Print how many facts a repository yields either way; return whether they are the same."""
    filtered = _facts(folder)
    with _without(Triage) if triage_only else _without(Triage, Prefilter):
        whole = _facts(folder)
    lines = [f"{folder.name}: {len(filtered)} facts with, {len(whole)} without"]
    for title, lost in (("lost", whole - filtered), ("changed to", filtered - whole)):
        lines += [f"  {title} {fact}" for fact in sorted(lost)[:10]]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    return filtered == whole


@contextmanager
def _without(*filters: type[Prefilter] | type[Triage]) -> Iterator[None]:
    with ExitStack() as stack:
        for each in filters:
            stack.enter_context(patch.object(each, "passes", return_value=True))
        yield


def _facts(folder: Path) -> set[str]:
    facts, _ = inventory(Request(root=folder))
    return {_shown(fact) for fact in facts}


def _shown(fact: Fact) -> str:
    return f"{fact.kind} {fact.place.order()} {sorted(fact.fields.items(), key=lambda i: i[0])}"


if __name__ == "__main__":
    arguments = [each for each in sys.argv[1:] if each != "--triage"]
    triage_only = "--triage" in sys.argv
    same = [compare(Path(argument), triage_only=triage_only) for argument in arguments]
    sys.exit(0 if all(same) else 1)
