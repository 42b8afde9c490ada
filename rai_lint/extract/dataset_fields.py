"""Front matter of dataset cards: sizes that contradict each other, and subsets nobody can load."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, strings
from rai_lint.extract.tree import Items, Keys, Node, Scalar
from rai_lint.model.fact import Fact

#: Cards of 2021 and 2022 meant the names of subsets by the key; loaders have read it since 2023.
_MERE_NAMES = "mere names of subsets belong under `config_names`"
_MAX_DIGITS = 15
_THOUSANDS = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


def dataset_field_facts(front_matter: FrontMatter, writer: Writer) -> Iterator[Fact]:
    """Yield what in a dataset card's metadata contradicts itself or cannot be loaded."""
    yield from _size(front_matter, writer)
    subsets = front_matter.get("configs")
    parts = _items(subsets)
    if subsets is not None and parts and all(isinstance(part, Scalar) for part in parts):
        yield writer.fact(
            "card-field", subsets.line, name="configs", valid=False, problem=_MERE_NAMES
        )
        return
    for position, part in enumerate(parts):
        problem = _subset_problem(part)
        if problem:
            name = f"configs.{position}"
            yield writer.fact("card-field", part.line, name=name, valid=False, problem=problem)


def _size(front_matter: FrontMatter, writer: Writer) -> Iterator[Fact]:
    """Yield a size category that is neither that of the whole, nor of a subset, nor of a split."""
    sizes = strings(front_matter.get("size_categories"))
    ranges = [_range(str(size.value)) for size in sizes]
    counts = _counts(front_matter.get("dataset_info"))
    known = [pair for pair in ranges if pair is not None]
    if not counts or not known or len(known) < len(ranges):
        return
    if any(low <= count <= high for low, high in known for count in counts):
        return
    shown = ", ".join(f"`{size.value}`" for size in sizes)
    problem = f"{shown} is not the size that `dataset_info` gives, which is {counts[0]:,} examples"
    yield writer.fact(
        "card-field", sizes[0].line, name="size_categories", valid=False, problem=problem
    )


def _range(text: str) -> tuple[int, float] | None:
    """Return the bounds of `1K<n<10K`, both inside; None for what names none."""
    if text.startswith("n<"):
        high = _number(text[2:])
        return (0, high) if high else None
    if text.startswith("n>"):
        low = _number(text[2:])
        return (low, float("inf")) if low else None
    parts = text.split("<n<")
    numbers = [_number(part) for part in parts]
    return (numbers[0], numbers[1]) if len(parts) > 1 and all(numbers) else None


def _number(text: str) -> int:
    digits, unit = text[:-1], text[-1:]
    whole = digits.isdecimal() and len(digits) <= _MAX_DIGITS
    return int(digits) * _THOUSANDS[unit] if whole and unit in _THOUSANDS else 0


def _counts(info: Node | None) -> list[int]:
    """Return the examples of the whole dataset, of each subset and of each split."""
    subsets = [_splits(part) for part in _items(info)]
    sums = [sum(splits) for splits in subsets if splits]
    found = [sum(sums), *sums, *(count for splits in subsets for count in splits)]
    return [count for count in found if count]


def _splits(part: Node) -> list[int]:
    splits = part.get("splits") if isinstance(part, Keys) else None
    named = (one.get("num_examples") for one in _items(splits) if isinstance(one, Keys))
    values = [node.value for node in named if isinstance(node, Scalar)]
    return [value for value in values if isinstance(value, int) and not isinstance(value, bool)]


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Items) else () if node is None else (node,)


def _subset_problem(part: Node) -> str:
    """Return why a subset of `configs` cannot be loaded, or ""."""
    if not isinstance(part, Keys):
        return "a subset must be a mapping"
    if part.get("config_name") is None:
        return "a subset must say its `config_name`"
    for one in _items(part.get("data_files")):
        if isinstance(one, Keys) and (one.get("path") is None or one.get("split") is None):
            return "each of `data_files` must say its `split` and `path`"
    return ""
