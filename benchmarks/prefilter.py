"""Whether the prefilter loses a fact: inventories with and without it, side by side.

python -m benchmarks.prefilter FOLDER…
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

from rai_lint.extract.prefilter import Prefilter
from rai_lint.model.fact import Fact
from rai_lint.model.request import Request
from rai_lint.run import inventory


def compare(folder: Path) -> bool:
    """Print how many facts a repository yields either way; return whether they are the same."""
    filtered = _facts(folder)
    with patch.object(Prefilter, "passes", return_value=True):
        whole = _facts(folder)
    lines = [f"{folder.name}: {len(filtered)} facts with the prefilter, {len(whole)} without"]
    for title, lost in (("lost", whole - filtered), ("changed to", filtered - whole)):
        lines += [f"  {title} {fact}" for fact in sorted(lost)[:10]]
    sys.stdout.write("\n".join(lines) + "\n")
    return filtered == whole


def _facts(folder: Path) -> set[str]:
    facts, _ = inventory(Request(root=folder))
    return {_shown(fact) for fact in facts}


def _shown(fact: Fact) -> str:
    return f"{fact.kind} {fact.place.order()} {sorted(fact.fields.items(), key=lambda i: i[0])}"


if __name__ == "__main__":
    same = [compare(Path(argument)) for argument in sys.argv[1:]]
    sys.exit(0 if all(same) else 1)
