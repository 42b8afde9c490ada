"""Methods that only pass a call on: `def push_to_hub(self, …): self.model.push_to_hub(…)`.

Such a method publishes nothing by itself; whoever calls it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rai_lint.link.matched import Match

_KIND = "model-publish"


def without_passed_on(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield the matches without those of publishing inside a function of the same name."""
    for match in matches:
        name = getattr(match.call.callee, "name", "")
        inside = match.call.scope.rpartition(".")[2]
        if match.fact.kind != _KIND or not name or name != inside:
            yield match
