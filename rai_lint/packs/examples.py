"""Checks the examples of a rule: enough of them, and files that stay inside the example."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from rai_lint.packs.documents import EncodedFile, ExampleDoc
from rai_lint.packs.names import Names
from rai_lint.packs.problems import Problems

LEAST = 2
_ENCODINGS = ("base64", "json", "notebook")


def check_examples(examples: Sequence[ExampleDoc], names: Names, problems: Problems) -> None:
    """Add a problem unless at least two examples fire, two do not, and all can be written."""
    firing = sum(1 for example in examples if example.expect)
    silent = len(examples) - firing
    if firing < LEAST or silent < LEAST:
        text = f"a rule needs {LEAST} examples that fire and {LEAST} that do not"
        problems.add(f"{text}; found {firing} and {silent}", key=True)
    for number, example in enumerate(examples):
        _check_example(example, problems.at(number))
        if isinstance(example.profile, str):
            names.profile(example.profile, problems.at(number, "profile"))


def _check_example(example: ExampleDoc, problems: Problems) -> None:
    if example.expect is UNSET and example.expect_unknown is UNSET:
        wants = ("expect", "expect-unknown")
        problems.add("an example says `expect` or `expect-unknown`", wants=wants)
    if not example.files:
        problems.at("files").add("an example has at least one file", key=True)
    for path, text in example.files.items():
        place = problems.at("files", path)
        if not is_inside(path):
            place.add(f"`{path}` must be a relative path with `/` and without `..`", key=True)
        if isinstance(text, EncodedFile):
            given = [name for name in _ENCODINGS if getattr(text, name) is not UNSET]
            if len(given) != 1:
                names = ", ".join(_ENCODINGS)
                place.add(f"a file is text, or has exactly one of {names}", wants=_ENCODINGS)
            _check_cells(text, place.at("notebook"))
    _check_paths(example, problems)


def _check_cells(file: EncodedFile, problems: Problems) -> None:
    for number, cell in enumerate(file.notebook or ()):
        if not isinstance(cell, str) and len(cell) != 1:
            text = "a cell is text (code), or has exactly one of code, markdown, raw"
            problems.at(number).add(text)


def _check_paths(example: ExampleDoc, problems: Problems) -> None:
    """Add a problem for expected places in no file of the example (or directory above one)."""
    if not example.files or not problems.sound("files"):
        return
    for key, expected in (("expect", example.expect), ("expect-unknown", example.expect_unknown)):
        for number, place in enumerate(expected or ()):
            folder = "" if place.path == "." else f"{place.path}/"
            if place.path not in example.files and not any(
                path.startswith(folder) for path in example.files
            ):
                text = f"`{place.path}` is no file of this example"
                problems.at(key, number, "path").add(text)


def is_inside(path: str) -> bool:
    """Return whether a path of an example stays inside the folder it is written to."""
    steps = path.split("/")
    return not (
        path.startswith("/")
        or "\\" in path
        or ":" in path
        or "\0" in path
        or any(step in ("", ".", "..") for step in steps)
    )
