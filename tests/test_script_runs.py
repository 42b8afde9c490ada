from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

FILES = {
    "train.py": "",
    "router/fit.py": "",
    "router/api/__init__.py": "",
    "one/mark.py": "",
    "two/mark.py": "",
}


def settled(root: Path, files: dict[str, str]) -> list[tuple[object, object, object]]:
    found = facts(root, {**FILES, **files}, "script-run")
    return [(f.known("raw"), f.known("exists"), f.known("instead")) for f in found]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python train.py --all", ("train.py", True, None)),
        ("SEED=3 nohup python3 ./fit.py", ("./fit.py", True, None)),
        ("python src/train.py", ("src/train.py", False, "train.py")),
        ("python src/mark.py", ("src/mark.py", False, None)),
        ("python -m router.fit", ("router.fit", True, None)),
        ("python -m router.api", ("router.api", True, None)),
        ("python -m router.old", ("router.old", False, None)),
        ("python -m harbour.old", ("harbour.old", None, None)),
        ("exec uvicorn router.api:app --port 80", ("router.api:app", True, None)),
        ("gunicorn -k uvicorn.workers.W -b 0.0.0.0:80 api:app", ("api:app", True, None)),
        ("uvicorn serve:app", ("serve:app", False, None)),
        ("accelerate launch --config_file a.yaml old.py", ("old.py", False, None)),
        ("cd elsewhere && python old.py", ("old.py", None, None)),
        ("cd router && python old.py", ("old.py", False, None)),
        ("./config.sh", ("./config.sh", None, None)),
        ("if true; then python old.py; fi", ("old.py", False, None)),
    ],
)
def test_a_program_is_looked_for_below_any_folder(
    tmp_path: Path, command: str, expected: tuple[object, object, object]
) -> None:
    assert settled(tmp_path, {"run.sh": f"#!/bin/bash\n{command}\n"}) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "echo python old.py",
        "# python old.py",
        "python $1",
        "python /opt/tools/old.py",
        "cat <<EOF\npython old.py\nEOF",
        "[ -f old.py ] && python old.py",
        "wget https://example.org/old.py\npython old.py",
        "scp host:old.py .\npython old.py",
    ],
)
def test_what_is_not_run_here_is_left_out(tmp_path: Path, text: str) -> None:
    assert settled(tmp_path, {"run.sh": text + "\n"}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "train:\n\t@$(PYTHON) old.py\n"),
        ("Procfile", "web: python old.py\n"),
        ("Dockerfile", 'FROM python\nCMD ["python", "old.py"]\n'),
        ("gpu.Dockerfile", "FROM python\nCOPY . /app\nRUN --mount=type=cache python /app/old.py\n"),
        ("docker-compose.yml", 'services:\n  web:\n    command: ["python", "old.py"]\n'),
        (".gitlab-ci.yml", "test:\n  script:\n    - python old.py\n"),
        (".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: python old.py\n"),
        ("dvc.yaml", "stages:\n  train:\n    cmd: python old.py --seed 3\n"),
    ],
)
def test_scripts_of_many_kinds_are_read(tmp_path: Path, path: str, text: str) -> None:
    assert [exists for _, exists, _ in settled(tmp_path, {path: text})] == [False]


def test_other_configuration_runs_nothing(tmp_path: Path) -> None:
    assert settled(tmp_path, {"recipe.yaml": "command: python old.py\n"}) == []
