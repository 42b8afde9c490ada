"""Reads files in several processes, started only where that pays.

A process that dies costs the file it was reading: the others it had been handed are given to a new
one. The pools of the standard library give all of them up.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from msgspec import Struct, field

from rai_lint.extract.worker import Answer, Load, Task, serve
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.reading import FileReading
from rai_lint.model.source import Skipped

#: Bytes of programs from which on a second process is worth its start; most of a notebook is
#: output, which nobody parses.
PAYS_FROM = 600_000
_PART = {"python": 1, "notebook": 10}
#: Small files are handed out together, up to so many bytes and files.
_BATCH_BYTES = 60_000
_BATCH_FILES = 50
#: Seconds that a process is given to end by itself.
_PATIENCE = 1.0


class PoolError(Exception):
    """No process could be started, or one died before it was asked anything."""


class _Worker(Struct):
    """A process, and what it has been handed and not answered yet, in order."""

    process: BaseProcess
    pipe: Connection
    tasks: list[Task] = field(default_factory=list)
    ready: bool = False


class Pool:
    """Processes that read the files of one repository; use it as a context."""

    def __init__(self, jobs: int, load: Load, knowledge: Knowledge) -> None:
        """Start nothing yet. `load` and `knowledge` are handed to each process."""
        self._jobs = jobs
        self._load = load
        self._knowledge = knowledge
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:  # noqa: PYI034 - no Self before Python 3.11
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes, in whatever they are doing."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.pipe.close()
            worker.process.join(_PATIENCE)
        self._workers = []

    def pays(self, tasks: Sequence[Task]) -> bool:
        """Say whether the tasks are enough work for more than one process."""
        sizes = [
            task.source.size // _PART[task.source.kind]
            for task in tasks
            if task.source.kind in _PART
        ]
        return self._jobs > 1 and len(sizes) > 1 and sum(sizes) >= PAYS_FROM

    def answers(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        """Yield the answer to each task, in no order. Raises PoolError where nothing starts."""
        batches = _batches(tasks)
        while len(self._workers) < min(self._jobs, len(batches)):
            self._workers.append(self._start())
        while batches or any(worker.tasks for worker in self._workers):
            for worker in self._workers:
                if batches and worker.ready and not worker.tasks:
                    worker.tasks = batches.popleft()
                    _hand(worker)
            by_pipe = {worker.pipe: worker for worker in self._workers}
            for pipe in wait([*by_pipe]):
                worker = by_pipe[pipe]  # type: ignore[index]  # only pipes are waited for
                yield from self._heard(worker, batches)

    def _heard(self, worker: _Worker, batches: deque[list[Task]]) -> Iterator[Answer]:
        """Yield what a process has to say: an answer, or that it is dead."""
        try:
            told: Answer = worker.pipe.recv()
        except (EOFError, OSError):
            yield self._buried(worker, batches)
            return
        if told.number < 0:
            worker.ready = True
            return
        if told.fault:
            message = f"a file could not be read by another process:\n{told.fault}"
            raise RuntimeError(message)
        worker.tasks.pop(0)
        yield told

    def _buried(self, worker: _Worker, batches: deque[list[Task]]) -> Answer:
        """Return what to say of the file that a dead process was reading; go on without it."""
        worker.process.join(_PATIENCE)
        code = worker.process.exitcode
        self._workers.remove(worker)
        worker.pipe.close()
        if not worker.tasks:
            message = f"a process that reads files ended by itself ({code})"
            raise PoolError(message)
        lost, *rest = worker.tasks
        if rest:
            batches.appendleft(rest)
        self._workers.append(self._start())
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        because = f"the process that read it died ({how})"
        source = lost.source
        skipped = Skipped(source.path, because, source.kind, source.scope, passing=True)
        return Answer(lost.number, reading=FileReading(path=source.path, skipped=(skipped,)))

    def _start(self) -> _Worker:
        context = get_context(_method())
        ours, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"
        not_ours = [ours, *(worker.pipe for worker in self._workers)] if forked else []
        process = context.Process(  # type: ignore[attr-defined]  # every context has one
            target=serve, args=(theirs, self._load, self._knowledge, not_ours), daemon=True
        )
        try:
            with nullcontext() if forked else _elsewhere():
                process.start()
        except OSError as error:
            message = f"no process could be started: {error.strerror}"
            raise PoolError(message) from error
        theirs.close()
        return _Worker(process, ours)


@contextmanager
def _elsewhere() -> Iterator[None]:
    """Stand in the folder of the standard library: a process that starts anew imports from there.

    It would take `pickle.py` from the folder where it stands, which may be a stranger's repository.
    """
    here = os.getcwd()  # noqa: PTH109 - pathlib has no chdir
    os.chdir(os.path.dirname(os.__file__))  # noqa: PTH120 - as above
    try:
        yield
    finally:
        os.chdir(here)


def _hand(worker: _Worker) -> None:
    with suppress(OSError):  # it is dead, as reading from it will show
        worker.pipe.send(worker.tasks)


def _method() -> str:
    """Return how to start a process: by a fork where that is safe, for it costs milliseconds.

    It is not safe on macOS, whose libraries do not survive it, nor where threads are running (the
    progress bar has one). Elsewhere a process starts anew, and is sent the knowledge.
    """
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _batches(tasks: Sequence[Task]) -> deque[list[Task]]:
    """Return the tasks in portions, the largest files first: the last ones end together."""
    found: deque[list[Task]] = deque()
    size = 0
    for task in sorted(tasks, key=lambda task: (-task.source.size, task.number)):
        size += task.source.size
        if found and size <= _BATCH_BYTES and len(found[-1]) < _BATCH_FILES:
            found[-1].append(task)
        else:
            found.append([task])
            size = task.source.size
    return found
