from __future__ import annotations

from typing import Any

import pytest
from shipped import plain, shipped, some, source

from rai_lint.extract.manifest import extract_manifest, extract_requirements
from rai_lint.extract.setup_py import extract_setup_py
from rai_lint.model.fact import Extraction


def manifest(path: str, text: str) -> Extraction:
    return extract_manifest(source(path), text, shipped())


def dependencies(extraction: Extraction) -> list[tuple[Any, ...]]:
    facts = tuple(fact for fact in extraction.facts if fact.kind == "dependency")
    return some(Extraction(facts=facts), "line", "name", "specifier", "pinned", "group")


def licences(extraction: Extraction) -> list[tuple[Any, ...]]:
    facts = tuple(fact for fact in extraction.facts if fact.kind == "licence")
    return some(Extraction(facts=facts), "line", "id", "covers", "stated_in")


def test_requirements_of_every_form() -> None:
    text = """\
# comment
torch==2.4.0  # why
Typing.Extensions>=4,<5 ; python_version < "3.11"
numpy
--extra-index-url https://example.org/simple
-r base.txt
-e .
./local
datasets[audio]==2.*
git+https://example.org/openai/CLIP.git@{commit}
tool @ git+https://example.org/a/tool@main
https://example.org/x.zip#egg=x-tool
jinja2==3.1.6 \\
    --hash=sha256:00 \\
    --hash=sha256:11
this is no requirement
""".replace("{commit}", "d" * 40)
    found = extract_requirements(source("requirements-dev.txt"), text, shipped())
    git = "git+https://example.org/"
    assert dependencies(found) == [
        (2, "torch", "==2.4.0", True, "dev"),
        (3, "typing-extensions", "<5,>=4", False, "dev"),
        (4, "numpy", "", False, "dev"),
        (9, "datasets", "==2.*", False, "dev"),
        (10, "clip", f"{git}openai/CLIP.git@{'d' * 40}", True, "dev"),
        (11, "tool", f"{git}a/tool@main", False, "dev"),
        (12, "x-tool", "https://example.org/x.zip#egg=x-tool", False, "dev"),
        (13, "jinja2", "==3.1.6", True, "dev"),
        (
            16,
            "? not a requirement as PEP 508 writes it",
            "this is no requirement",
            False,
            "dev",
        ),
    ]
    hashed = [plain(fact)["name"] for fact in found.facts if plain(fact)["hashed"]]
    assert hashed == ["jinja2"]


@pytest.mark.parametrize("path", ["LICENSE", "NOTICE.txt", "CHANGELOG.txt"])
def test_other_texts_list_no_requirements(path: str) -> None:
    assert extract_requirements(source(path), "torch==2.0\n", shipped()) == Extraction()


def test_files_in_a_folder_of_requirements_count() -> None:
    found = extract_requirements(source("requirements/base.txt"), "torch\n", shipped())
    assert dependencies(found) == [(1, "torch", "", False, "base")]


def test_nested_brackets_in_a_marker_do_no_harm() -> None:
    text = "torch; " + "(" * 400 + "python_version > '3'" + ")" * 400
    found = extract_requirements(source("requirements.txt"), text, shipped())
    assert dependencies(found) == [(1, "torch", "", False, "main")]


def test_pyproject_with_its_groups_licence_and_classifiers() -> None:
    text = """\
[build-system]
requires = ["hatchling>=1.27"]
[project]
name = "x"
license = "Apache-2.0"
dependencies = [
    "torch>=2",
    "datasets==2.19.0",
]
classifiers = [
    "Programming Language :: Python :: 3",
    "License :: OSI Approved :: MIT License",
]
[project.optional-dependencies]
audio = ["librosa"]
[dependency-groups]
test = ["pytest", {include-group = "lint"}]
"""
    found = manifest("pyproject.toml", text)
    assert dependencies(found) == [
        (7, "torch", ">=2", False, "main"),
        (8, "datasets", "==2.19.0", True, "main"),
        (15, "librosa", "", False, "audio"),
        (17, "pytest", "", False, "test"),
        (2, "hatchling", ">=1.27", False, "build"),
    ]
    assert licences(found) == [
        (5, "apache-2.0", "code", "manifest"),
        (12, "mit", "code", "manifest"),
    ]


def test_poetry_and_pipenv_tables() -> None:
    poetry = """\
[tool.poetry]
license = "MIT"
[tool.poetry.dependencies]
python = "^3.10"
torch = "2.4.0"
numpy = {version = "^1.26", extras = ["x"]}
any = "*"
[tool.poetry.group.dev.dependencies]
pytest = "^8"
"""
    found = manifest("pyproject.toml", poetry)
    assert dependencies(found) == [
        (5, "torch", "==2.4.0", True, "main"),
        (6, "numpy", "^1.26", False, "main"),
        (7, "any", "", False, "main"),
        (9, "pytest", "^8", False, "dev"),
    ]
    assert licences(found) == [(2, "mit", "code", "manifest")]
    pipfile = '[packages]\ntorch = "==2.4.0"\n[dev-packages]\npytest = "*"\n'
    assert dependencies(manifest("Pipfile", pipfile)) == [
        (2, "torch", "==2.4.0", True, "main"),
        (4, "pytest", "", False, "dev"),
    ]


def test_setup_cfg() -> None:
    text = """\
[metadata]
license = BSD-3-Clause
[options]
install_requires =
    torch>=2
[options.extras_require]
dev =
    pytest
"""
    found = manifest("setup.cfg", text)
    assert dependencies(found) == [
        (5, "torch", ">=2", False, "main"),
        (8, "pytest", "", False, "dev"),
    ]
    assert licences(found) == [(2, "bsd-3-clause", "code", "manifest")]


def test_conda_environments() -> None:
    text = """\
dependencies:
  - python=3.10
  - conda-forge::numpy=1.26.4=py310_0
  - scipy>=1.10
  - pip:
      - torch==2.4.0
"""
    assert dependencies(manifest("environment.yml", text)) == [
        (2, "python", "==3.10.*", False, "main"),
        (3, "numpy", "==1.26.4", True, "main"),
        (4, "scipy", ">=1.10", False, "main"),
        (6, "torch", "==2.4.0", True, "main"),
    ]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("env.yml", True),
        ("conda.yaml", True),
        ("conda_env-gpu.yml", True),
        ("env_dev.yaml", True),
        ("my-environment.yml", True),
        ("environ.yml", False),
        ("envelope.yml", False),
    ],
)
def test_conda_environments_go_by_several_names(name: str, read: bool) -> None:
    text = "dependencies:\n  - numpy=1.26.4\n"
    assert bool(dependencies(manifest(name, text))) is read


def test_the_citation_of_a_dataset_states_the_licence_of_the_data() -> None:
    text = "cff-version: 1.2.0\ntype: dataset\nlicense: [CC-BY-4.0, MIT]\n"

    found = manifest("CITATION.cff", text)

    assert licences(found) == [
        (3, "cc-by-4.0", "data", "metadata"),
        (3, "mit", "code", "metadata"),
    ]


def test_citation_states_the_licence_as_metadata() -> None:
    found = manifest("CITATION.cff", "cff-version: 1.2.0\nlicense:\n  - MIT\n  - Apache-2.0\n")
    assert licences(found) == [
        (3, "mit", "code", "metadata"),
        (4, "apache-2.0", "code", "metadata"),
    ]


def test_a_licence_expression_yields_each_licence() -> None:
    text = '[project]\nlicense = "MIT OR (Apache-2.0 AND GPL-2.0 WITH Bison-exception-2.2)"\n'
    ids = [found[1] for found in licences(manifest("pyproject.toml", text))]
    assert ids == ["mit", "apache-2.0", "gpl-2.0"]


def test_a_licence_in_words_of_ones_own_is_unknown_with_the_words() -> None:
    found = manifest("pyproject.toml", '[project]\nlicense = {text = "see the website"}\n')
    assert licences(found) == [(2, "? names no licence that is known", "code", "manifest")]
    assert plain(found.facts[0])["raw"] == "see the website"


SETUP = """\
import os
from setuptools import find_packages, setup

REQUIRED = [
    "torch>=2",
    "numpy==1.26.4",
]
extras = {"dev": ["pytest"]}
os.system("touch started")

setup(
    name="x",
    license="Apache 2.0",
    install_requires=list(REQUIRED),
    extras_require=extras,
    classifiers=["License :: OSI Approved :: Apache Software License"],
)
"""


def test_setup_py_is_read_and_not_run(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    monkeypatch.chdir(folder)
    found = extract_setup_py(source("setup.py"), SETUP, shipped())
    assert dependencies(found) == [
        (5, "torch", ">=2", False, "main"),
        (6, "numpy", "==1.26.4", True, "main"),
        (8, "pytest", "", False, "dev"),
    ]
    assert licences(found) == [
        (13, "apache-2.0", "code", "manifest"),
        (16, "apache-2.0", "code", "manifest"),
    ]
    assert list(folder.iterdir()) == []


def test_versions_kept_in_one_list_count_where_setup_picks_from_it() -> None:
    text = """\
_deps = ["torch>=2", "pytest"]
deps = {d.split(">")[0]: d for d in _deps}
install_requires = [deps["torch"]]
setup(install_requires=install_requires)
"""
    found = extract_setup_py(source("setup.py"), text, shipped())
    assert dependencies(found) == [
        (1, "torch", ">=2", False, "main"),
        (1, "pytest", "", False, "main"),
    ]


@pytest.mark.parametrize(
    "text",
    ["setup(", "\0", "x = " + "(" * 5000, "x = " + "-" * 100_000 + "1", "x=" + "a+" * 20_000 + "a"],
)
def test_a_setup_py_that_does_not_parse_yields_nothing(text: str) -> None:
    assert extract_setup_py(source("setup.py"), text, shipped()) == Extraction()


def test_any_other_program_or_configuration_yields_nothing() -> None:
    assert extract_setup_py(source("train.py"), SETUP, shipped()) == Extraction()
    assert manifest("recipe.yaml", "dependencies: [torch]\nlicense: mit\n") == Extraction()
