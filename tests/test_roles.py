"""What a repository is, by its folders, its README and its facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import notebook, roles, write

from rai_lint.readme import read_readme

PACKAGE = {"pkg/__init__.py": "", "pkg/model.py": ""}
TRAINING = """
from sklearn.ensemble import RandomForestClassifier

RandomForestClassifier().fit([], [])
"""
COURSE = {f"{number:02}.ipynb": notebook("1 + 1") for number in range(8)}

LIBRARIES: dict[str, tuple[dict[str, str], bool]] = {
    "a package with a manifest": ({"pyproject.toml": "[project]\n"} | PACKAGE, True),
    "a package below src": ({"setup.cfg": "[metadata]\n", "src/pkg/__init__.py": ""}, True),
    "a package without a manifest": (PACKAGE, False),
    "a manifest without a package": ({"pyproject.toml": "[project]\n", "train.py": ""}, False),
    "a manifest and packaged tests": ({"setup.py": "", "tests/__init__.py": ""}, False),
    "a package whose README runs its training": (
        {
            "pyproject.toml": "[project]\n",
            "src/lab/__init__.py": "",
            "src/lab/fit.py": TRAINING,
            "README.md": "# Lab\n\n```bash\npip install -e .\npython -m lab.fit --seed 3\n```\n",
        },
        False,
    ),
    "a package that trains and that a README imports": (
        {
            "pyproject.toml": "[project]\n",
            "src/lab/__init__.py": "",
            "src/lab/fit.py": TRAINING,
            "README.md": "# Lab\n\n```python\nfrom lab import fit\n```\n\n    python train.py\n",
        },
        True,
    ),
    "a package too deep": ({"setup.py": "", "a/b/c/__init__.py": ""}, False),
}

TITLES: dict[str, tuple[str, bool]] = {
    "a course": ("# Deep Learning Course\n", True),
    "a tutorial in capitals": ("# TUTORIAL: Whisper\n", True),
    "a heading in HTML": ("<h1 align='center'>Examples of agents</h1>\n", True),
    "a heading underlined": ("Machine learning workshop\n=========================\n", True),
    "a model": ("# Whisper\n\nA tutorial is in the docs.\n", False),
    "a word that only begins so": ("# Courseware detector\n", False),
    "no heading": ("A tutorial.\n", False),
}


@pytest.mark.parametrize(("files", "expected"), LIBRARIES.values(), ids=LIBRARIES)
def test_a_library_packages_modules(tmp_path: Path, files: dict[str, str], expected: bool) -> None:
    assert ("library" in roles(tmp_path, files)) == expected


@pytest.mark.parametrize(("readme", "expected"), TITLES.values(), ids=TITLES)
def test_a_repository_teaches_if_its_title_says_so(
    tmp_path: Path, readme: str, expected: bool
) -> None:
    assert ("teaching" in roles(tmp_path, {"README.md": readme})) == expected


def test_what_is_mostly_notebooks_teaches(tmp_path: Path) -> None:
    assert roles(tmp_path, COURSE) == ["teaching"]


def test_a_few_notebooks_do_not_teach(tmp_path: Path) -> None:
    few = dict(list(COURSE.items())[:7])

    assert roles(tmp_path, few) == []


def test_notebooks_beside_as_many_programs_do_not_teach(tmp_path: Path) -> None:
    programs = {f"step_{number}.py": "" for number in range(4)}

    assert roles(tmp_path, COURSE | programs) == []


def test_roles_add_up(tmp_path: Path) -> None:
    files = {"README.md": "# A workshop\n", "setup.py": "", "train.py": TRAINING} | PACKAGE

    assert roles(tmp_path, files) == ["trains", "library", "teaching"]


def test_examples_show_what_a_repository_does_only_where_nothing_else_is(tmp_path: Path) -> None:
    assert roles(tmp_path, {"examples/train.py": TRAINING}) == ["trains"]


def test_the_title_of_a_readme_is_its_first_heading(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "Some words.\n\n## A course on trees\n\n# More\n"})

    assert read_readme(tmp_path).title == "A course on trees"


def test_without_a_readme_there_is_no_title(tmp_path: Path) -> None:
    assert read_readme(tmp_path).title == ""


def test_a_readme_that_leads_out_of_the_repository_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# A course\n", "utf-8")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "README.md").symlink_to(tmp_path / "secret.md")

    assert read_readme(tmp_path / "root").title == ""


SPLIT = """
import numpy as np
import torch

data = np.memmap("data/val.bin", dtype=np.uint16, mode="r")


def step(loss, optimizer):
    loss.backward()
    optimizer.step()
"""
CHAT = """
from openai import OpenAI

OpenAI().chat.completions.create(model="gpt-4o", messages=[])
"""
RECIPE = "base_model: o/base\nlearning_rate: 0.1\ndatasets:\n  - path: o/rows\n"
DEPLOYMENT = "endpoint_name: fares\nmodel: azureml:fares@latest\ninstance_type: small\n"
APPLICATION = {"pyproject.toml": "[project]\n", "bot/__init__.py": "", "bot/chat.py": CHAT}

PART = {
    "parts.py": "from transformers import CLIPTextModel\n\n"
    'text = CLIPTextModel.from_pretrained("openai/clip-vit-base-patch32")\n',
    "main.py": "import importlib\nimport sys\n\nimport pytorch_lightning as pl\n\n"
    "model = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])()\n"
    "pl.Trainer(max_epochs=3).fit(model)\n",
}

DOES: dict[str, tuple[dict[str, str], list[str]]] = {
    "held-out data beside training": ({"train.py": SPLIT}, ["trains", "evaluates"]),
    "a benchmark beside a model": (
        {
            "a.py": 'import clip\nimport imagenetv2_pytorch\n\nclip.load("RN50")\n'
            "imagenetv2_pytorch.ImageNetV2Dataset()\n"
        },
        ["evaluates"],
    ),
    "a benchmark without a model": (
        {"a.py": "import imagenetv2_pytorch\n\nimagenetv2_pytorch.ImageNetV2Dataset()\n"},
        [],
    ),
    "recipes alone": ({"recipes/a.yaml": RECIPE}, ["fine-tunes"]),
    "recipes of examples beside a licence": (
        {"examples/a.yaml": RECIPE, "LICENSE": "MIT License\n"},
        ["fine-tunes"],
    ),
    "a model made elsewhere, of which a part is loaded": (PART, ["trains", "fine-tunes"]),
    "a deployment": ({"deploy.yml": DEPLOYMENT}, ["serves"]),
    "a web service": (
        {"main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
        ["serves"],
    ),
    "an application that is packaged": (APPLICATION, ["llm-app"]),
    "an application in a library that people install": (
        APPLICATION | {"README.md": "# Bot\n\n    pip install -U 'bot[all]'\n"},
        ["llm-app", "library"],
    ),
    "a library installed from its repository": (
        APPLICATION | {"README.md": "pip install git+https://example.org/us/Bot.git@v1\n"},
        ["llm-app", "library"],
    ),
    "installed from its folder": (
        APPLICATION | {"README.md": "# Bot\n\npip install -e .\n"},
        ["llm-app"],
    ),
    "the folder src as a package": ({"setup.py": "", "src/__init__.py": ""}, []),
    "a template of a project": (
        {"{{ cookiecutter.name }}/train.py": ""},
        ["teaching"],
    ),
    "examples of a library": (
        {"setup.py": "", "pkg/__init__.py": "", "examples/train.py": TRAINING},
        ["library"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), DOES.values(), ids=DOES)
def test_what_a_repository_does(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert roles(tmp_path, files) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"docs/model-card-guidebook.md": "# Guidebook\n\n## Limitations\n\nSay what fails.\n"},
        {
            "datasetcard.md": "---\nlicense: {license}\npretty_name: {name}\nlanguage:\n"
            "- {lang_0}\n- {lang_1}\n---\n# Metadata\n"
        },
    ],
    ids=["documentation about cards", "blanks to fill in"],
)
def test_what_is_about_cards_publishes_nothing(tmp_path: Path, files: dict[str, str]) -> None:
    assert roles(tmp_path, files) == []
