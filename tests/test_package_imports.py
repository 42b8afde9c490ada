from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tree import facts, knowledge

from rai_lint.model.packages import Packages
from rai_lint.model.value import Known, Unknown

LIST = "joblib\npandas\nscikit-learn\n"
TRAIN = "import joblib\nimport pandas as pd\nimport sklearn\n"


def imports(root: Path, files: dict[str, str]) -> dict[str, Any]:
    """Return the list that each imported package belongs in: a path, why not known, or None."""
    found = facts(root, {"requirements.txt": LIST, "train.py": TRAIN, **files}, "package-import")
    return {str(fact.known("id")): _told(fact.get("list")) for fact in found}


def notebook(kind: str, *sources: str) -> str:
    return json.dumps({"cells": [{"cell_type": kind, "source": text} for text in sources]})


def mentions(root: Path, files: dict[str, str]) -> set[str]:
    return {str(fact.known("name")) for fact in facts(root, files, "package-mention")}


def _told(value: object) -> str | None:
    if isinstance(value, Known):
        return str(value.value)
    return f"? {value.because}" if isinstance(value, Unknown) else None


def test_an_import_belongs_in_the_nearest_list_that_is_of_programs(tmp_path: Path) -> None:
    files = {
        "app/requirements.txt": "flask\nredis\nboto3\n",
        "app/serve.py": "import boto3\nimport flask\nimport xgboost\n",
        "tools/requirements.txt": "black\nruff\nmypy\n",
        "tools/draw.py": "import seaborn\n",
    }
    found = imports(tmp_path, files)
    assert found["xgboost"] == "app/requirements.txt"
    assert found["seaborn"] == "requirements.txt"


@pytest.mark.parametrize(
    "program",
    [
        "try:\n    import xgboost\nexcept ImportError:\n    xgboost = None\n",
        "if args.boost:\n    import xgboost\n",
        "with suppress(ImportError):\n    import xgboost\n",
        "def fit():\n    if is_xgboost_available():\n        pass\n    import xgboost\n",
        "import xgboost\n\ntry:\n    import xgboost\nexcept ImportError:\n    pass\n",
        "from . import xgboost\n",
        "text = '''\nimport xgboost\n'''\n",
        "import xgboost.\n",
    ],
)
def test_what_may_fail_or_be_left_out_is_not_needed(tmp_path: Path, program: str) -> None:
    assert "xgboost" not in imports(tmp_path, {"boost.py": program})


@pytest.mark.parametrize(
    ("program", "package"),
    [
        ("from google import genai\n", "google-genai"),
        ("import google.generativeai as genai\n", "google-generativeai"),
        ("from mpl_toolkits.mplot3d import Axes3D\n", "matplotlib"),
        ("import os, cv2\n", "opencv-python"),
        ("class A:\n    import bs4\n", "beautifulsoup4"),
        ('if __name__ == "__main__":\n    import PIL.Image\n', "pillow"),
    ],
)
def test_a_module_is_installed_by_a_distribution(
    tmp_path: Path, program: str, package: str
) -> None:
    assert package in imports(tmp_path, {"more.py": program})


@pytest.mark.parametrize(
    "path", ["xgboost.py", "src/xgboost/__init__.py", "libs/xgboost/core.py", "libs/xgboost"]
)
def test_a_module_of_the_repository_is_no_package(tmp_path: Path, path: str) -> None:
    assert "xgboost" not in imports(tmp_path, {"boost.py": "import xgboost\n", path: "pass\n"})


@pytest.mark.parametrize(
    ("more", "package", "told"),
    [
        ("router-toolbox\n", "matplotlib", "? `router-toolbox` may bring it along"),
        ("router-toolbox\n", "xgboost", "requirements.txt"),
        ("optuna[boosting]\n", "xgboost", "? `optuna` may bring it along"),
        ("uvicorn[standard]\n", "xgboost", "requirements.txt"),
        ("uvicorn[standard]\n", "python-dotenv", "? `uvicorn` may bring it along"),
        ("nvidia-cublas-cu12\n", "matplotlib", "requirements.txt"),
        ("azureml-sdk\n", "xgboost", "? `azureml-sdk` may bring it along"),
    ],
)
def test_what_a_listed_package_may_bring_along_is_not_known(
    tmp_path: Path, more: str, package: str, told: str
) -> None:
    files = {
        "requirements.txt": LIST + more,
        "more.py": "import xgboost\nimport dotenv\nimport matplotlib\n",
    }
    assert imports(tmp_path, files)[package] == told


def test_a_list_of_two_packages_is_none_and_so_is_one_for_tests(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "joblib\npandas\n",
        "requirements-dev.txt": LIST,
        "more.py": "import xgboost\n",
    }
    assert imports(tmp_path, files)["xgboost"] is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "Run `pip install xgboost` first.\n"),
        ("README.md", "## Requirements\n\n- Python 3.10\n- XGBoost 2\n"),
        ("README.md", "## Install\n\n```\nxgboost>=2\n```\n"),
        ("README.rst", "Requires pandas and xgboost.\n"),
        ("docs/start.md", "```\nconda install -c conda-forge \\\n  py-xgboost\n```\n"),
        ("Dockerfile", "FROM python\nRUN pip install \\\n  xgboost\n"),
        ("docker/gpu.Dockerfile", "RUN uv pip install xgboost\n"),
        ("run.sh", "python -m pip install -q xgboost\n"),
        ("Makefile", "setup:\n\tpip install xgboost\n"),
        ("pip_freeze.txt", "xgboost==2.0.3\n"),
        ("requirements.txt", "# xgboost, if you want trees\n"),
        (".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: pip install xgboost\n"),
        ("cog.yaml", 'build:\n  python_packages:\n    - "xgboost==2"\n'),
        ("pixi.toml", '[pypi-dependencies]\nxgboost = "*"\n'),
        ("boost.py", '# /// script\n# dependencies = ["xgboost"]\n# ///\nimport xgboost\n'),
        ("cloud.py", 'image = Image.debian_slim().pip_install("pandas", "xgboost>=2")\n'),
        ("setup.py", 'needs = {"trees": ["xgboost>=2"]}\n'),
        ("boost.ipynb", notebook("code", "%pip install xgboost")),
        ("boost.ipynb", notebook("markdown", "Install xgboost.")),
    ],
)
def test_people_and_machines_are_told_in_many_ways(tmp_path: Path, path: str, text: str) -> None:
    assert mentions(tmp_path, {path: text}) & {"xgboost", "py-xgboost"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "We fit XGBoost.\n"),
        ("README.md", "## Install\n\n```\nxgboost train.conf\n```\n\nThen `xgboost train.conf`.\n"),
        ("boost.py", "import xgboost\n"),
        ("pyproject.toml", '[tool.mypy]\nmodule = "xgboost.*"\n'),
        ("settings.yaml", "models:\n  - xgboost\n"),
        ("broken.ipynb", "{"),
    ],
)
def test_to_use_a_package_is_not_to_install_it(tmp_path: Path, path: str, text: str) -> None:
    assert mentions(tmp_path, {path: text}) == set()


def test_a_space_brings_its_own_interface(tmp_path: Path) -> None:
    card = "---\ntitle: Router\nsdk: gradio\n---\n\n# Router\n"
    assert mentions(tmp_path, {"README.md": card}) == {"gradio"}


@pytest.mark.parametrize("sign", ["%pip install shap", "from google.colab import drive"])
def test_a_notebook_that_is_provided_for_needs_no_list(tmp_path: Path, sign: str) -> None:
    assert "xgboost" not in imports(
        tmp_path, {"a.ipynb": notebook("code", sign, "import xgboost\n")}
    )


def test_every_package_of_the_table_is_one_whose_needs_are_known() -> None:
    packages = Packages(knowledge())

    strange = {p.id for p in packages.by_module.values() if not packages.is_known(p.id)}

    assert strange == set()
    assert len(packages.by_module) > 120


@pytest.mark.parametrize(
    ("module", "provider"),
    [
        ("numpy", "seaborn"),
        ("matplotlib", "seaborn"),
        ("requests", "transformers"),
        ("pandas", "evaluate"),
        ("accelerate", "trl"),
        ("torch", "sentence-transformers"),
        ("cv2", "opencv-python-headless"),
        ("sklearn", "sklearn"),
    ],
)
def test_what_is_listed_brings_others_along(module: str, provider: str) -> None:
    assert provider in Packages(knowledge()).by_module[module].providers
