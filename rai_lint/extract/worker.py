"""A process that reads files: what it is asked by a pipe, it answers file by file."""

from __future__ import annotations

import gc
import signal
import traceback
from collections.abc import Callable, Sequence
from hashlib import blake2b
from multiprocessing.connection import Connection

from msgspec import Struct

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.reading import FileReading
from rai_lint.model.source import Skipped, Source
from rai_lint.model.stored import stored

#: Returns the bytes of a source, or why they cannot be had.
Load = Callable[[Source], "bytes | Skipped"]

DIGEST = 20


class Task(Struct, frozen=True):
    """A file to be read, and its number among all."""

    number: int
    source: Source
    whole: bool = False


class Answer(Struct, frozen=True):
    """What a file says, for the cache as bytes too, and the digest of what was read.

    `reading` is sent as it is: what expressions share in it, the link stage works out once.

    The digest is empty where there was nothing to read. `fault` is the trace of a bug.
    """

    number: int
    digest: bytes = b""
    data: bytes | None = None
    reading: FileReading | None = None
    fault: str = ""


def digest_of(data: bytes) -> bytes:
    """Return what stands for the bytes of a file."""
    return blake2b(data, digest_size=DIGEST).digest()


def answer(task: Task, load: Load, knowledge: Knowledge) -> Answer:
    """Read a file and return what it says, as it is and as bytes."""
    try:
        return _answer(task, load, knowledge)
    except MemoryError:
        pass  # what was read of the file goes with the error
    source = task.source
    because = "not enough memory to read it"
    skipped = Skipped(source.path, because, source.kind, source.scope, passing=True)
    return Answer(task.number, reading=FileReading(path=source.path, skipped=(skipped,)))


def _answer(task: Task, load: Load, knowledge: Knowledge) -> Answer:
    from rai_lint.extract.file import read_file  # noqa: PLC0415 - libcst: for whom parses only

    data = load(task.source)
    if isinstance(data, Skipped):
        reading = FileReading(path=task.source.path, skipped=(data,))
        return Answer(task.number, reading=reading)
    reading = read_file(task.source, data, knowledge, whole=task.whole)
    return Answer(task.number, digest_of(data), stored(reading), reading)


def serve(
    pipe: Connection, load: Load, knowledge: Knowledge, not_ours: Sequence[Connection]
) -> None:
    """Answer until the pipe is closed. `not_ours` are ends of others that came along by a fork."""
    # Ctrl-C is for the process that started this one; it ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in not_ours:
        other.close()
    gc.set_threshold(200_000, 50, 50)
    gc.freeze()
    pipe.send(Answer(-1))
    while True:
        try:
            tasks: Sequence[Task] = pipe.recv()
        except (EOFError, OSError):
            return
        for task in tasks:
            pipe.send(_told(task, load, knowledge))


def _told(task: Task, load: Load, knowledge: Knowledge) -> Answer:
    try:
        return answer(task, load, knowledge)
    except Exception:  # noqa: BLE001 - it is raised again where people see it
        return Answer(task.number, fault=traceback.format_exc())
