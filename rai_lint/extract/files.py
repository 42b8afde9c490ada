"""What each file says: kept from an earlier run, read here, or read by other processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from rai_lint.extract.pool import Pool, PoolError
from rai_lint.extract.worker import Answer, Load, Task, answer, digest_of
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.reading import FileReading

#: Is told how many files are read, of how many.
Progress = Callable[[int, int], None]


class Kept(Protocol):
    """What files said in earlier runs, by path, kind, scope and the digest of their bytes."""

    def get(self, task: Task, digest: bytes) -> FileReading | None:
        """Return what a file of these bytes says, if it is known."""

    def put(self, task: Task, digest: bytes, data: bytes) -> None:
        """Keep what a file of these bytes says, as `stored` wrote it."""


class Files(Struct, frozen=True):
    """The ways to what the files of one repository say. Without a pool all are read here."""

    load: Load
    knowledge: Knowledge
    pool: Pool | None = None
    kept: Kept | None = None

    def read(self, tasks: Sequence[Task], progress: Progress | None) -> list[FileReading]:
        """Return what each file says, in the order of the tasks, whoever has read it when."""
        found: dict[int, FileReading] = {}
        for task in tasks:
            known = self._known(task)
            if known is not None:
                found[task.number] = known
        missing = [task for task in tasks if task.number not in found]
        by_number = {task.number: task for task in missing}
        for told in self._answers(missing):
            if progress is not None:
                progress(len(found), len(tasks))
            found[told.number] = self._taken(by_number[told.number], told)
        return [found[task.number] for task in tasks]

    def _known(self, task: Task) -> FileReading | None:
        if self.kept is None:
            return None
        data = self.load(task.source)
        return self.kept.get(task, digest_of(data)) if isinstance(data, bytes) else None

    def _answers(self, tasks: Sequence[Task]) -> Iterator[Answer]:
        left: Iterable[Task] = tasks
        if self.pool is not None and self.pool.pays(tasks):
            done: set[int] = set()
            try:
                for told in self.pool.answers(tasks):
                    done.add(told.number)
                    yield told
            except PoolError:  # where no process can be started, this one does it all
                left = [task for task in tasks if task.number not in done]
            else:
                return
        for task in left:
            yield answer(task, self.load, self.knowledge)

    def _taken(self, task: Task, told: Answer) -> FileReading:
        if self.kept is not None and told.data is not None:
            self.kept.put(task, told.digest, told.data)
        return told.reading or FileReading(path=task.source.path)
