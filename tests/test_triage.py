"""What programs use is told from what they say; calls of the catalogue are never passed over."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_prefilter import called
from tree import knowledge

from rai_lint.extract.python.uses import Uses, uses
from rai_lint.extract.triage import Triage
from rai_lint.model.knowledge import ApiCall, ApiClass, Catalogue, Knowledge
from rai_lint.model.vocabulary import Table, Term


def used(program: str) -> Uses:
    return uses(ast.parse(program))


def passes(program: str, *patterns: str, classes: tuple[ApiClass, ...] = ()) -> bool:
    entry = ApiCall(patterns=patterns, fact="dataset-load")
    known = Knowledge(catalogue=Catalogue(calls=(entry,), classes=classes))
    return Triage(known).passes(used(program))


def programs() -> Iterator[str]:
    for entry in knowledge().catalogue.calls:
        if not entry.reached:
            for pattern in entry.patterns:
                yield from called(entry, pattern)


PROGRAMS = tuple(programs())


def test_what_calls_an_entry_of_the_catalogue_passes() -> None:
    shipped = Triage(knowledge())

    assert [program for program in PROGRAMS if not shipped.passes(used(program))] == []


@given(
    st.sampled_from(PROGRAMS),
    st.sampled_from(
        (
            "def run(self, x: int = 1) -> None:\n{}",
            "class Model(Base):\n    def run(self):\n{}",
            "async def run():\n    async with lock:\n{}",
            "try:\n{}\nexcept ImportError as error:\n    raise\n",
            "for x in y:\n    if x:\n{}\n    else:\n        pass\n",
            "with open('f') as f:\n    while True:\n{}",
            "match command:\n    case 'go':\n{}",
        )
    ),
)
def test_a_call_passes_wherever_it_stands(program: str, around: str) -> None:
    inside = "\n".join(f"            {line}" for line in program.splitlines())

    assert Triage(knowledge()).passes(used(around.format(inside)))


@pytest.mark.parametrize(
    "program",
    [
        '"""Use `from datasets import load_dataset; load_dataset("x")`."""\n',
        "import datasets\n# datasets.load_dataset('x')\n",
        "from datasets import load_dataset\n\n__all__ = ['load_dataset']\n",
        "import datasets\n\ndef f(x: datasets.load_dataset) -> None:\n    'load_dataset'\n",
        "import datasets\nimport other.tool\n\nimport os\nos.load_dataset('x')\n",
        "import datasets\n\nself.load_dataset\n",
    ],
    ids=["docstring", "comment", "only exported", "annotation", "another library", "no call"],
)
def test_what_is_no_use_does_not_pass(program: str) -> None:
    assert not passes(program, "datasets.load_dataset")


@pytest.mark.parametrize(
    "program",
    [
        "from datasets import load_dataset as read\n\nread('x')\n",
        "from functools import *\nfrom datasets import load_dataset\nf = partial(load_dataset)\n",
        "import datasets\n\nread = datasets.load_dataset\n",
        "import datasets\n\ndata = f\"{datasets.load_dataset('x')}\"\n",
        "import datasets\n\n@datasets.load_dataset\ndef f(): ...\n",
        "try:\n    import datasets\nexcept OSError:\n    pass\ndatasets.load_dataset('x')",
        "from .compat import load_dataset\n\nload_dataset('x')\n",
        "from mypackage.compat import load_dataset\n\nload_dataset('x')\n",
    ],
    ids=["renamed", "partial", "assigned", "f-string", "decorator", "tried", "relative", "own"],
)
def test_a_use_passes_under_any_name(program: str) -> None:
    assert passes(program, "datasets.load_dataset")


def test_a_class_that_is_made_here_stands_for_its_base() -> None:
    derived = "from transformers import Trainer\n\nclass Mine(Trainer): ...\nclass My(Mine): ...\n"

    assert not passes(derived, "transformers.Trainer")
    assert passes(f"{derived}\nMy()\n", "transformers.Trainer")


def test_a_class_of_a_library_stands_for_the_one_it_counts_as() -> None:
    counts = ApiClass(name="transformers.Seq2SeqTrainer", bases=("transformers.Trainer",))
    program = "from transformers import Seq2SeqTrainer\n\nSeq2SeqTrainer()\n"

    assert passes(program, "transformers.Trainer", classes=(counts,))


@pytest.mark.parametrize(
    "program",
    [
        "fit(push_to_hub=True)\n",
        "class Settings:\n    push_to_hub: bool = True\n",
        "args.push_to_hub = True\n",
        "parser.add_argument('--push-to-hub', default=True)\n",
    ],
)
def test_a_switch_counts_that_is_named_like_a_call(program: str) -> None:
    assert passes(f"import transformers\n{program}", "transformers.*.push_to_hub")


@pytest.mark.parametrize(
    "program",
    [
        "import torch\ntorch.backends.cudnn.benchmark = True\n",
        "import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n",
        "ROBOTSTXT_OBEY = False\n",
        "custom_settings = {'ROBOTSTXT_OBEY': False}\n",
        "URL = 'https://example.org/data.csv'\n",
        "def accuracy_by_gender(): ...\n",
    ],
)
def test_what_is_set_or_named_counts_where_no_call_does(program: str) -> None:
    assert passes(program, "datasets.load_dataset")


def test_a_column_counts_in_code_and_not_in_a_docstring() -> None:
    table = Table(name="attributes", terms=(Term(id="gender", names=("sex",)),))
    triage = Triage(Knowledge(tables={"attributes": table}))

    assert triage.passes(used("frame['sex']\n"))
    assert not triage.passes(used('"""Do not read frame["sex"]."""\n'))
