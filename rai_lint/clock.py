"""How long the stages and rules of a run take, for `--timings`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType


class Clock:
    """Adds up seconds on the clock on the wall by stage; by rule too, if that is wanted.

    A stage costs two looks at the clock, of which a run has a dozen.
    """

    def __init__(self, *, by_rule: bool = False) -> None:
        """Start: what no stage accounts for is the rest."""
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}
        self._rules: dict[str, float] = {}
        self._inner = 0.0
        self.by_rule = by_rule

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage; a stage inside another is not counted twice."""
        before, inner = time.perf_counter(), self._inner
        self._inner = 0.0
        try:
            yield
        finally:
            taken = time.perf_counter() - before
            self._stages[name] = self._stages.get(name, 0.0) + taken - self._inner
            self._inner = inner + taken

    def rule(self, code: str, seconds: float) -> None:
        """Add the time that the evaluation of a rule took."""
        self._rules[code] = self._rules.get(code, 0.0) + seconds

    @property
    def stages(self) -> Mapping[str, float]:
        """Seconds by stage, in the order in which they were first entered."""
        return MappingProxyType(self._stages)

    @property
    def rules(self) -> Mapping[str, float]:
        """Seconds by the id of the rule."""
        return MappingProxyType(self._rules)

    @property
    def total(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._start
