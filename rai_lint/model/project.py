"""How a project is told by its files."""

from __future__ import annotations

#: A directory that holds one of these is a project: a unit, and a root to start from.
MANIFESTS = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "requirements.txt",
    "environment.yml",
    "environment.yaml",
    "Pipfile",
    "dvc.yaml",
    "MLproject",
)
