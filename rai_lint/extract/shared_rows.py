"""Rows that stand in the training file of a set and in a file to evaluate on as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct, field

from rai_lint.extract.data_rows import Said, rows_of
from rai_lint.extract.split_files import Pair, split_pairs
from rai_lint.extract.stored import stored
from rai_lint.extract.telling import telling
from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Skipped, Source
from rai_lint.model.value import Known, Unknown, Value

#: Returns at most so many bytes of the start of a source, or why they cannot be had.
LoadStart = Callable[[Source, int], "bytes | Skipped"]

#: How many bytes of a file, and of all files, are compared.
MAX_BYTES = 20_000_000
MAX_ALL = 200_000_000
_MAX_PAIRS = 200
#: So few common rows of a file that is not read to its end may be more in truth.
_FEW = 20
_EXAMPLES = 2
#: Rows of numbers meet by chance about as often as rows of the training file meet each other.
_MORE_THAN_CHANCE = 4
#: The part of a file to evaluate on that makes it a part of the training file, which is larger.
_MOST = 0.5
_LARGER = 1.5


class _Held(Struct):
    """The different rows of a file to evaluate on, and where they stand in the training file."""

    pair: Pair
    rows: dict[Said, int]
    because: str
    found: dict[Said, int] = field(default_factory=dict)


class _Fitted(Struct, frozen=True):
    """How many rows a training file has, and how many different ones."""

    rows: int
    different: int

    @property
    def repeated(self) -> float:
        """Return the part of the rows that stand in the file before."""
        return 1 - self.different / self.rows if self.rows else 0.0


class _Reader(Struct):
    """Reads files within a budget of bytes."""

    load: LoadStart
    left: int

    def held(self, pair: Pair) -> _Held:
        """Return the rows of the file to evaluate on, each with the line where it stands first."""
        text, because = self.text(pair.evaluation)
        rows: dict[Said, int] = {}
        for row in rows_of(pair.evaluation.path, text):
            rows.setdefault(row.said, row.line)
        return _Held(pair, rows, because)

    def text(self, source: Source) -> tuple[str, str]:
        """Return the text of a file, and why it is not all of it ("" if it is)."""
        if self.left <= 0:
            return "", f"only {MAX_ALL // 1_000_000} MB of all files are compared"
        data = self.load(source, min(MAX_BYTES, self.left))
        if isinstance(data, Skipped):
            return "", data.because
        if stored(source, data[:1000]).storage != "git":
            return "", "the content is not here: a git-lfs pointer"
        self.left -= len(data)
        because = f"only the first {len(data) // 1_000_000} MB are read"
        text = data.decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")
        return text, because if len(data) < source.size else ""


def shared_rows(sources: Sequence[Source], load: LoadStart) -> Iterator[Fact]:
    """Yield a fact for each pair of files that should have no rows in common."""
    reader = _Reader(load, MAX_ALL)
    pairs = split_pairs(source for source in sources if source.scope != "vendored")
    for _, same in groupby(pairs[:_MAX_PAIRS], key=lambda pair: pair.train.path):
        yield from _compared([reader.held(pair) for pair in same], reader)


def _compared(several: Sequence[_Held], reader: _Reader) -> Iterator[Fact]:
    """Yield the facts of one training file, with each of the files to evaluate on."""
    several = [held for held in several if len(held.rows) > 1 or held.because]
    if not several:
        return
    train = several[0].pair.train
    text, because = reader.text(train)
    count, different = 0, set()
    for row in rows_of(train.path, text):
        count += 1
        different.add(hash(row.said))
        for held in several:
            if row.said in held.rows:
                held.found.setdefault(row.said, row.line)
    if count > 1 or because:
        fitted = _Fitted(count, len(different))
        yield from (_fact(held, fitted, held.because or because) for held in several)


def _fact(held: _Held, fitted: _Fitted, because: str) -> Fact:
    """Return what is known of a pair."""
    counted = _counted(held, fitted)
    shared: Value = Known(len(counted))
    share: Value = Known(len(counted) / len(held.rows) if held.rows else 0.0)
    if because and len(counted) < _FEW:
        shared = Unknown("shared", because, by="outside")
        share = Unknown("share", because, by="outside")
    evaluation = held.pair.evaluation
    examples = counted[:_EXAMPLES]
    fields: dict[str, Value] = {
        "id": Known(evaluation.path),
        "split": Known(held.pair.split),
        "train": Known(held.pair.train.path),
        "rows": Known(len(held.rows)),
        "shared": shared,
        "share": share,
        "lines": Known(tuple(held.rows[said] for said in examples)),
        "train_lines": Known(tuple(held.found[said] for said in examples)),
    }
    place = Place(evaluation.path, 1)
    return Fact(kind="shared-rows", place=place, fields=fields, scope=evaluation.scope)


def _counted(held: _Held, fitted: _Fitted) -> list[Said]:
    """Return the rows in common that say enough, or all where one file is a part of the other."""
    common = [said for said in held.rows if said in held.found]
    if not common:
        return []
    share = len(common) / len(held.rows)
    by_chance = share <= _MORE_THAN_CHANCE * fitted.repeated
    # Two equal lists of short things may be names of classes beside the rows.
    is_part = share >= _MOST and fitted.different >= _LARGER * len(common)
    if is_part and not by_chance and len(common) >= _FEW:
        return common
    judge = telling(list(held.rows))
    return [said for said in common if judge.text(said) or (not by_chance and judge.numbers(said))]
