"""Result files: the numbers that evaluations left behind, by the shapes that harnesses write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import PurePosixPath
from typing import TypeGuard

import re2
from msgspec import Struct

from rai_lint.extract.averages import average_of
from rai_lint.extract.config import read_tree
from rai_lint.extract.tree import (
    Items,
    Keys,
    Node,
    Scalar,
    TreeError,
    flatten,
    number_of,
    text_of,
)
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import ABSENT, Known, Plain, Value

_MAX_RESULTS = 500

#: A name that says results: `metrics.json`, `eval_results.json`, `results_2025-01-01.json`.
_RESULT_NAME = re2.compile(r"(?:^|[-_.])(?:metrics?|results?|scores?)(?:[-_.]|$)")

#: A folder that says results. What lies there counts where its name is that of a metric.
_RESULT_FOLDER = re2.compile(r"(?:metrics?|results?|scores?|eval(?:uations?)?(?:[-_]results?)?)")

#: What a metric is the average of stands below its name: `accuracy: {mean: 0.87, std: 0.01}`.
_AVERAGES = frozenset({"mean", "avg", "average", "value", "score"})

#: How the Hugging Face Trainer begins the names of metrics, by split.
_PREFIXES = {"eval_": "validation", "test_": "test", "predict_": "test", "train_": "train"}
_SPLITS = {
    "train": "train",
    "training": "train",
    "test": "test",
    **dict.fromkeys(("val", "valid", "validation", "eval", "dev"), "validation"),
}

#: Numbers beside the scores: times, counts and settings.
_NO_METRIC = re2.compile(
    r"(?i)(?:runtime|per_second|_samples|samples|epochs?|steps?|flos|flops|seconds?|time|timestamp"
    r"|seed|batch_size|learning_rate|n_shot|num_fewshot|version|count|size|stderr|memory|mem_.*)$"
)

#: Keys under which results of parts of the data stand: `per_category`, `by_sex`, `slices`.
_PARTS = re2.compile(
    r"(?i)(?:per|by)[-_].+|(?:class|category|group|subgroup|label|language|slice)[-_]?wise.*"
    r"|(?:(?:sub)?groups|slices|classes|categories|subsets|breakdown|domains|languages)"
)


class _Score(Struct, frozen=True):
    name: str
    node: Scalar
    harness: str | None = None
    dataset: str | None = None
    split: str | None = None
    slice: str | None = None
    limit: Plain = None


_Shape = Callable[[PurePosixPath, Keys | Items], "Iterator[_Score] | None"]


def extract_results(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield each score of a result file, with the dataset and split that the file names.

    Files whose name and folder do not say results yield nothing, whatever numbers they hold.
    """
    path = PurePosixPath(source.path.lower())
    if path.suffix not in (".json", ".yaml", ".yml"):
        return Extraction()
    named = _is_named(path)
    if not named and not _in_result_folder(path):
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    found = (score for root in documents for score in _scores(path, root))
    if not named:
        metrics = knowledge.table("metrics")
        found = (score for score in found if metrics.find(score.name) is not None)
    facts = tuple(_fact(source, score) for score in islice(found, _MAX_RESULTS))
    return Extraction(facts=facts)


def is_result_file(path: PurePosixPath) -> bool:
    """Say whether the name of a file or of a folder above it says results; in lower case."""
    return _is_named(path) or _in_result_folder(path)


def _in_result_folder(path: PurePosixPath) -> bool:
    """Say whether a folder says results; YAML in such a folder may be what configures metrics."""
    return path.suffix in {".json", ".csv"} and any(
        _RESULT_FOLDER.fullmatch(part) for part in path.parts[:-1]
    )


def _is_named(path: PurePosixPath) -> bool:
    named = path.name == "trainer_state.json" or bool(_RESULT_NAME.search(path.stem))
    return named or path.parent.name == ".eval_results"


def _scores(path: PurePosixPath, root: Node) -> Iterator[_Score]:
    """Yield what the first shape that fits finds."""
    if isinstance(root, Scalar):
        return
    shapes: tuple[_Shape, ...] = (_trainer_state, _hub_results, _harness, _flat)
    for shape in shapes:
        found = shape(path, root)
        if found is not None:
            yield from found
            return


def _trainer_state(path: PurePosixPath, root: Keys | Items) -> Iterator[_Score] | None:
    """Read the Trainer's log: the last entry with scores of an evaluation counts."""
    if path.name != "trainer_state.json":
        return None
    log = root.get("log_history") if isinstance(root, Keys) else None
    for entry in reversed(log.items if isinstance(log, Items) else ()):
        if isinstance(entry, Keys) and any(key.startswith("eval_") for key, _ in entry.pairs):
            return (score for score in _trainer_scores(entry) if score.split == "validation")
    return iter(())


def _trainer_scores(entry: Keys) -> Iterator[_Score]:
    for key, node in entry.pairs:
        prefix = next((prefix for prefix in _PREFIXES if key.startswith(prefix)), None)
        if prefix and _is_score(node, key):
            name = key.removeprefix(prefix)
            yield _Score(name, node, "transformers", None, _PREFIXES[prefix])


def _is_score(node: Node, name: str) -> TypeGuard[Scalar]:
    return number_of(node) is not None and not _NO_METRIC.search(name)


def _hub_results(path: PurePosixPath, root: Keys | Items) -> Iterator[_Score] | None:
    """Read the Hub's `.eval_results/*.yaml`: a list of dataset and value.

    https://huggingface.co/docs/hub/eval-results
    """
    if path.parent.name != ".eval_results" or not isinstance(root, Items):
        return None
    return _hub_scores(root)


def _hub_scores(root: Items) -> Iterator[_Score]:
    for item in root.items:
        dataset = item.get("dataset") if isinstance(item, Keys) else None
        value = item.get("value") if isinstance(item, Keys) else None
        if isinstance(dataset, Keys) and isinstance(value, Scalar) and number_of(value) is not None:
            name = text_of(dataset.get("task_id")) or "value"
            yield _Score(name, value, "hub", text_of(dataset.get("id")))


def _harness(path: PurePosixPath, root: Keys | Items) -> Iterator[_Score] | None:
    """Read `results: {task: {metric: number}}`, as lm-eval and lighteval write it."""
    del path
    results = root.get("results") if isinstance(root, Keys) else None
    if not isinstance(root, Keys) or not isinstance(results, Keys):
        return None
    tables = [(task, node) for task, node in results.pairs if isinstance(node, Keys)]
    if not tables:
        return None
    is_lighteval = root.get("config_general") is not None
    is_lm_eval = any(root.get(key) is not None for key in ("configs", "versions", "n-shot"))
    harness = "lighteval" if is_lighteval else "lm-eval" if is_lm_eval else None
    return _harness_scores(tables, harness, _limit(root))


def _limit(root: Keys) -> Plain:
    """Return to how many examples of each task a run was limited, as harnesses write it down."""
    for section, key in (("config", "limit"), ("config_general", "max_samples")):
        settings = root.get(section)
        limit = settings.get(key) if isinstance(settings, Keys) else None
        if isinstance(limit, Scalar) and number_of(limit):
            return limit.value
    return None


def _harness_scores(
    tables: list[tuple[str, Keys]], harness: str | None, limit: Plain
) -> Iterator[_Score]:
    for task, table in tables:
        # lighteval: `suite|task|shots`, and a mean over all tasks.
        parts = task.split("|")
        dataset = parts[1] if len(parts) > 1 else task
        if harness == "lighteval" and task == "all":
            continue
        for key, node in table.pairs:
            # lm-eval: `metric,filter`.
            name = key.split(",", 1)[0]
            if _is_score(node, name):
                yield _Score(name, node, harness, dataset, limit=limit)


def _flat(path: PurePosixPath, root: Keys | Items) -> Iterator[_Score] | None:
    """Read any other file: each number, its key the metric, the keys above it a split."""
    if not isinstance(root, Keys):
        return None
    keys = [key for key, node in root.pairs if number_of(node) is not None]
    if path.name.endswith("_results.json") and any(
        key.startswith(tuple(_PREFIXES)) for key in keys
    ):
        return _trainer_scores(root)
    named = (text_of(root.get(key)) for key in ("dataset", "dataset_name", "benchmark", "task"))
    dataset = next((name for name in named if name), None)
    first, *others = path.stem.replace("-", "_").split("_")
    # `eval_results` is of the validation rows; `robustness_eval` says only that it is a test.
    split = _split_of([first, *(word for word in others if word != "eval")])
    return _flat_scores(root, dataset, split)


def _flat_scores(root: Keys, dataset: str | None, split: str | None) -> Iterator[_Score]:
    for entry in flatten(root):
        above, _, name = entry.key.rpartition(".")
        node = Scalar(entry.value, entry.line)
        # Lists of numbers are curves, not scores.
        if not name.endswith("]") and "[" not in above and _is_score(node, name):
            keys = above.split(".")
            if name.lower() in _AVERAGES and above:
                name = keys.pop()
            told = _split_of([name.lower().partition("_")[0], *above.lower().split(".")])
            yield _Score(name, node, None, dataset, told or split, _slice_of(keys))


def _slice_of(keys: list[str]) -> str | None:
    """Return what stands below a key that says that results are of parts of the data."""
    return next((name for above, name in pairwise(keys) if _PARTS.fullmatch(above)), None)


def _split_of(words: list[str]) -> str | None:
    return next((_SPLITS[word] for word in words if word in _SPLITS), None)


def _fact(source: Source, score: _Score) -> Fact:
    fields: dict[str, Value] = {
        "name": Known(score.name),
        "value": Known(score.node.value),
        "raw": Known(str(score.node.value)),
        "run": Known(source.path),
        "harness": _known(score.harness),
        "dataset": _known(score.dataset),
        "split": _known(score.split),
        "slice": _known(score.slice),
        "limit": _known(score.limit),
        "average": Known(average_of(score.name)),
    }
    given = {name: value for name, value in fields.items() if value != ABSENT}
    place = Place(source.path, score.node.line)
    return Fact(kind="result-file", place=place, fields=given, scope=source.scope)


def _known(value: Plain) -> Value:
    return ABSENT if value is None else Known(value)
