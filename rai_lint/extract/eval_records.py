"""Structured records of evaluations for the Hub: what is missing in them, or of another form.

`.eval_results/*.yaml` of models and `eval.yaml` of benchmarks, as
https://huggingface.co/docs/hub/eval-results describes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import re2
from msgspec import Struct

from rai_lint.extract.config import read_tree
from rai_lint.extract.facts import Writer
from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError, number_of, text_of
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source

_FOLDER = ".eval_results"
_BENCHMARK = "eval.yaml"
_DATE = re2.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_RESULT_KEYS = frozenset(("dataset", "value", "verifyToken", "date", "source", "notes"))
_DATASET_KEYS = frozenset(("id", "task_id", "revision"))
_SOURCE_KEYS = frozenset(("url", "name", "user", "org"))


class _Problem(Struct, frozen=True):
    """What is wrong at a line; `minor` where the Hub reads the record all the same."""

    line: int
    text: str
    minor: bool = False


def extract_eval_records(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield each record: with its first problem, or without one where it is as it should be."""
    del knowledge
    path = PurePosixPath(source.path)
    in_folder = path.parent.name == _FOLDER and path.suffix in (".yaml", ".yml")
    if not in_folder and path.name != _BENCHMARK:
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    writer = Writer(source)
    found = (
        fact
        for root in documents
        for fact in (_results(writer, root) if in_folder else _benchmark(writer, root))
    )
    return Extraction(facts=tuple(found))


def _results(writer: Writer, root: Node) -> Iterator[Fact]:
    if not isinstance(root, Items):
        yield _record(writer, root, "results", None, [_Problem(root.line, "the file is no list")])
        return
    for item in root.items:
        dataset = item.get("dataset") if isinstance(item, Keys) else None
        name = text_of(dataset.get("id")) if isinstance(dataset, Keys) else None
        yield _record(writer, item, "results", name, _result_problems(item))


def _record(
    writer: Writer, node: Node, form: str, name: str | None, problems: list[_Problem]
) -> Fact:
    """Return the fact of a record; what the Hub rejects is said before what it passes over."""
    first = min(problems, key=lambda each: (each.minor, each.line), default=None)
    line = first.line if first else node.line
    problem, minor = (first.text, first.minor) if first else (None, None)
    return writer.fact("eval-record", line, id=name, form=form, problem=problem, minor=minor)


def _result_problems(item: Node) -> list[_Problem]:
    if not isinstance(item, Keys):
        return [_Problem(item.line, "the record is no mapping with `dataset` and `value`")]
    problems = [*_dataset_problems(item), *_value_problems(item), *_source_problems(item)]
    date = item.get("date")
    if date is not None and not _is_date(date):
        problems.append(_Problem(date.line, "`date` is no ISO 8601 date"))
    return [*problems, *_unknown_keys(item, _RESULT_KEYS, "")]


def _dataset_problems(item: Keys) -> Iterator[_Problem]:
    dataset = item.get("dataset")
    if not isinstance(dataset, Keys):
        line = dataset.line if dataset else item.line
        yield _Problem(line, "`dataset` is no mapping with `id` and `task_id`")
        return
    for key in ("id", "task_id"):
        if not text_of(dataset.get(key)):
            yield _Problem(dataset.line, f"`dataset.{key}` is missing")
    yield from _unknown_keys(dataset, _DATASET_KEYS, "dataset.")


def _value_problems(item: Keys) -> Iterator[_Problem]:
    value = item.get("value")
    if value is None:
        yield _Problem(item.line, "`value` is missing")
    elif number_of(value) is None:
        yield _Problem(value.line, "`value` is no number")


def _source_problems(item: Keys) -> Iterator[_Problem]:
    found = item.get("source")
    if found is None:
        return
    if not isinstance(found, Keys) or not text_of(found.get("url")):
        yield _Problem(found.line, "`source` has no `url`")
    if isinstance(found, Keys):
        yield from _unknown_keys(found, _SOURCE_KEYS, "source.")


def _is_date(node: Node) -> bool:
    return isinstance(node, Scalar) and bool(_DATE.fullmatch(str(node.value)))


def _unknown_keys(node: Keys, known: frozenset[str], above: str) -> Iterator[_Problem]:
    for key, value in node.pairs:
        if key not in known:
            yield _Problem(value.line, f"`{above}{key}` is no key of such a record", minor=True)


def _benchmark(writer: Writer, root: Node) -> Iterator[Fact]:
    """Yield the record of a benchmark; other files of that name lack what makes it one."""
    if not isinstance(root, Keys) or root.get("evaluation_framework") is None:
        return
    name = text_of(root.get("name"))
    yield _record(writer, root, "benchmark", name, list(_benchmark_problems(root)))


def _benchmark_problems(root: Keys) -> Iterator[_Problem]:
    for key in ("name", "description", "evaluation_framework"):
        if not text_of(root.get(key)):
            yield _Problem(root.line, f"`{key}` is missing")
    tasks = root.get("tasks")
    if not isinstance(tasks, Items) or not tasks.items:
        yield _Problem(tasks.line if tasks else root.line, "`tasks` is no list of tasks")
        return
    inspect = text_of(root.get("evaluation_framework")) == "inspect-ai"
    # The Hub's text says `scores` where its example has `scorers`.
    wanted: tuple[tuple[str, ...], ...] = (("id",),)
    wanted += (("field_spec",), ("solvers",), ("scorers", "scores")) if inspect else ()
    for task in tasks.items:
        for keys in wanted:
            if not isinstance(task, Keys) or all(task.get(key) is None for key in keys):
                yield _Problem(task.line, f"a task has no `{keys[0]}`")
