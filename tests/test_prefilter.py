"""The prefilter lets every call of the catalogue through, and little else."""

from __future__ import annotations

from functools import cache

import pytest
from tree import knowledge

from rai_lint.extract.prefilter import Prefilter
from rai_lint.model.knowledge import ApiCall

PATTERNS = {
    f"{entry.fact} {pattern} {','.join(entry.imports)}": (entry, pattern)
    for entry in knowledge().catalogue.calls
    for pattern in entry.patterns
}

#: What Python files are mostly made of.
PLAIN = '''"""Adds numbers."""

from __future__ import annotations

import math
import os

class Sum:
    def __init__(self, start=0):
        self.total = start

    def add(self, number):
        self.total += number
        return self

if __name__ == "__main__":
    print(Sum().add(math.pi).total, os.getcwd())
'''


@cache
def prefilter() -> Prefilter:
    return Prefilter(knowledge())


def called(entry: ApiCall, pattern: str) -> tuple[str, ...]:
    """Return programs that call what a pattern names: through its module, and by its own name."""
    parts = ["anything" if "*" in part else part for part in pattern.split(".")]
    if parts[0] in ("?", "anything"):
        imports = [f"import {name}\n" for name in entry.imports] or [""]
        return tuple(f"{line}thing.{'.'.join(parts[1:])}()\n" for line in imports)
    dotted, _, tail = ".".join(parts).rpartition(".")
    if not dotted or parts[0] == "builtins":
        return (f"{tail}()\n",)
    return f"import {parts[0]}\n{dotted}.{tail}()\n", f"from {dotted} import {tail}\n{tail}()\n"


@pytest.mark.parametrize(("entry", "pattern"), PATTERNS.values(), ids=PATTERNS)
def test_what_calls_an_entry_of_the_catalogue_passes(entry: ApiCall, pattern: str) -> None:
    assert all(prefilter().passes(program) for program in called(entry, pattern))


def test_a_file_without_any_of_it_does_not_pass() -> None:
    assert not prefilter().passes(PLAIN)


def test_a_name_of_another_library_does_not_pass() -> None:
    assert not prefilter().passes("import shelve\n\nshelve.open('a').fit()\n")


def test_what_only_a_docstring_mentions_may_pass() -> None:
    program = '"""Use `datasets.load_dataset("imdb")` instead."""\n'

    assert prefilter().passes(program)


@pytest.mark.parametrize(
    "program",
    [
        "from .compat import load_dataset\nload_dataset('imdb')\n",
        "from .compat import fetch\nfetch(Trainer())\n",
        "import project\nproject.load_dataset('imdb')\n",
    ],
    ids=["a re-export", "a class through a re-export", "the package's own module"],
)
def test_what_comes_through_the_own_package_passes(program: str) -> None:
    assert prefilter().passes(program)


def test_a_column_named_like_a_sensitive_attribute_passes() -> None:
    assert prefilter().passes("frame['ethnicity'].hist()\n")
