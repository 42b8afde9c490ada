"""The prefilter lets every call of the catalogue through, and little else."""

from __future__ import annotations

import pytest
from tree import knowledge

from rai_lint.extract.prefilter import Prefilter
from rai_lint.model.knowledge import ApiCall, Catalogue, Knowledge
from rai_lint.model.vocabulary import Table, Term


def prefilter_for(*patterns: str, imports: tuple[str, ...] = ()) -> Prefilter:
    entry = ApiCall(patterns=patterns, fact="dataset-load", imports=imports)
    return Prefilter(Knowledge(catalogue=Catalogue(calls=(entry,))))


def called(entry: ApiCall, pattern: str) -> tuple[str, ...]:
    """Return programs that call what a pattern names: through its module, and by its own name."""
    parts = [part.replace("**", "a").replace("*", "a") for part in pattern.split(".")]
    if parts[0] in ("?", "a"):
        imports = [f"import {name}\n" for name in entry.imports] or [""]
        return tuple(f"{line}thing.{'.'.join(parts[1:])}()\n" for line in imports)
    dotted, _, tail = ".".join(parts).rpartition(".")
    if not dotted or parts[0] == "builtins":
        return (f"{tail}()\n",)
    return f"import {parts[0]}\n{dotted}.{tail}()\n", f"from {dotted} import {tail}\n{tail}()\n"


def test_what_calls_an_entry_of_the_catalogue_passes() -> None:
    shipped = Prefilter(knowledge())
    missed = [
        program
        for entry in knowledge().catalogue.calls
        if not entry.reached
        for pattern in entry.patterns
        for program in called(entry, pattern)
        if not shipped.passes(program)
    ]

    assert missed == []


@pytest.mark.parametrize(
    "program",
    ["", "import math\n\nprint(math.pi)\n", "import datasets\n\ndatasets.disable_caching()\n"],
    ids=["an empty file", "another library", "another call of the library"],
)
def test_a_file_without_any_of_it_does_not_pass(program: str) -> None:
    assert not prefilter_for("datasets.load_dataset").passes(program)


def test_a_common_word_needs_its_library() -> None:
    sure = prefilter_for("wandb.init")

    assert sure.passes("import wandb\nwandb.init()\n")
    assert not sure.passes("import pygame\npygame.init()\n")


def test_a_method_of_an_unknown_object_needs_an_import_if_the_catalogue_asks_for_one() -> None:
    asking = prefilter_for("?.fit", imports=("sklearn.pipeline",))

    assert asking.passes("from sklearn.pipeline import Pipeline\nmake().fit()\n")
    assert not asking.passes("from shapes import Curve\nmake().fit()\n")


def test_a_wildcard_needs_its_library_only() -> None:
    wide = prefilter_for("sklearn.metrics.*_score")

    assert wide.passes("from sklearn import metrics\nmetrics.f1_score([], [])\n")
    assert not wide.passes("def f1_score(a, b):\n    return 2 * a * b / (a + b)\n")


def test_what_only_the_standard_library_is_imported_for_does_not_pass() -> None:
    docstring = '"""Use `datasets.load_dataset("imdb")` instead."""\n'
    imports = "import json, os.path\ntry: from collections import OrderedDict\nfinally: pass\n"

    assert not prefilter_for("datasets.load_dataset").passes(docstring)
    assert not prefilter_for("datasets.load_dataset").passes(docstring + imports)
    assert prefilter_for("datasets.load_dataset").passes(docstring + "x = 1; import project\n")
    assert prefilter_for("datasets.load_dataset").passes(docstring + "from a.b \\\n import c\n")


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
    assert prefilter_for("datasets.load_dataset", "transformers.Trainer").passes(program)


def test_a_library_whose_name_is_open_must_be_imported() -> None:
    prefilter = prefilter_for("langchain*.**.*Toolkit.*")

    assert prefilter.passes("import langchain_community as lc\nlc.tools.SqlToolkit.of(model)\n")
    assert not prefilter.passes("import numpy\nnumpy.zeros(3)\n")
    assert prefilter.passes("from .tools import SqlToolkit\nSqlToolkit.of(model)\n")
    assert not prefilter.passes("from .tools import numbers\nnumbers.of(model)\n")


def test_no_entry_of_the_catalogue_lets_every_program_through() -> None:
    assert not Prefilter(knowledge()).passes("import os\n\nprint(os.getcwd())\n")


def test_a_column_named_like_a_sensitive_attribute_passes() -> None:
    attributes = Table(name="attributes", terms=(Term(id="race", names=("ethnicity",)),))

    assert Prefilter(Knowledge(tables={"attributes": attributes})).passes("frame['ethnicity']\n")
