"""A progress bar on stderr, for people, and only where a run takes long."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

#: Seconds after which a bar is worth looking at.
PATIENCE = 1.0


class Progress:
    """Called with how many files are done and how many there are; draws from the first second on.

    Rich is imported only then. Nobody is taken to look where stderr is no terminal, or in CI.
    """

    def __init__(self, *, wanted: bool) -> None:
        """Start the clock."""
        self._looking = wanted and sys.stderr.isatty() and not os.environ.get("CI")
        self._start = time.monotonic()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:  # noqa: PYI034 - no Self before Python 3.11
        """Return itself, to be called."""
        return self

    def __call__(self, done: int, total: int) -> None:
        """Take note, and draw if it is time."""
        if not self._looking or time.monotonic() - self._start < PATIENCE:
            return
        if self._bar is None:
            self._open(total)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the bar, so that the report stands alone."""
        if self._bar is not None:
            self._bar.stop()

    def _open(self, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415 - 30 ms that short runs must not pay
        from rich.progress import Progress as Bar  # noqa: PLC0415

        self._bar = Bar(console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("reading", total=total)
        self._bar.start()
