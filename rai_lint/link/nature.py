"""What a repository is by its files and its README: a library, or something that teaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rai_lint.model.fact import Fact
from rai_lint.model.readme import Readme
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Place, Source

MAX_EVIDENCE = 5
_NOTEBOOK_COURSE = 8

#: Kinds of facts that show an application: it is used by people, not imported by programs.
_APPLICATION = frozenset({"ui-app", "llm-call"})
_LAYOUT = ("src/", "python/", "lib/")
_NO_PACKAGES = frozenset({"tests", "test", "docs", "examples", "scripts", "configs"})

#: Words of a title that say that a repository teaches.
_TEACHING = frozenset(
    {
        "course",
        "tutorial",
        "tutorials",
        "workshop",
        "lecture",
        "lectures",
        "homework",
        "assignment",
        "assignments",
        "bootcamp",
        "notebooks",
        "examples",
        "template",
        "cookbook",
        "cookiecutter",
        "quickstart",
        "lesson",
        "lessons",
        "exercise",
        "exercises",
        "handson",
        "demos",
        "started",
    }
)


def library(sources: Sequence[Source], facts: Iterable[Fact], readme: Readme) -> list[RoleEvidence]:
    """Take a manifest with a folder of modules that has an `__init__` for a library.

    Not where that package is an application itself, or the repository trains and its README runs
    programs and never imports the package: unless the README says to install it by name.
    """
    paths = {source.path for source in sources}
    manifests = [p for p in ("setup.py", "pyproject.toml", "setup.cfg") if p in paths]
    packages = [path for path in sorted(paths) if _is_package(path, paths)]
    if not manifests or not packages:
        return []
    folders = [path.removesuffix("__init__.py") for path in packages]
    names = {folder.split("/")[-2].lower() for folder in folders}
    facts = tuple(facts)
    shown = (fact for fact in facts if fact.kind in _APPLICATION)
    applied = any(fact.place.path.startswith(tuple(folders)) for fact in shown)
    trains = any(fact.kind == "model-train" for fact in facts)
    experiment = trains and readme.runs and names.isdisjoint(readme.imports)
    if names.isdisjoint(readme.installs) and (applied or experiment):
        return []
    return [RoleEvidence("library", (Place(manifests[0]), Place(packages[0])))]


def _is_package(path: str, paths: set[str]) -> bool:
    """Say whether a path is the `__init__` of a package at the top, or below a folder such as src.

    A `src` that is a package itself is the name people forgot to change, and no library's.
    """
    if not path.endswith("/__init__.py") or path.split("/", maxsplit=1)[0] in _NO_PACKAGES:
        return False
    layout = next((folder for folder in _LAYOUT if path.startswith(folder)), "")
    if layout:
        return path.count("/") == 2 and f"{layout}__init__.py" not in paths  # noqa: PLR2004
    return path.count("/") == 1


def teaching(sources: Sequence[Source], readme: Readme) -> list[RoleEvidence]:
    """Say whether it is a course, a template or a collection of examples."""
    words = set(re.findall(r"[^\W\d_]+", readme.title.lower()))
    if words & _TEACHING:
        because = f"its README is titled “{readme.title}”"
        return [RoleEvidence("teaching", (Place("README.md"),), because)]
    blanks = [Place(source.path) for source in sources if "{{" in source.path]
    if blanks:
        because = "its paths have blanks to fill in"
        return [RoleEvidence("teaching", tuple(blanks[:MAX_EVIDENCE]), because)]
    notebooks = [s for s in sources if s.kind == "notebook" and s.scope == "source"]
    programs = [s for s in sources if s.kind == "python" and s.scope == "source"]
    if len(notebooks) >= _NOTEBOOK_COURSE and len(notebooks) > 2 * len(programs):
        places = tuple(Place(source.path) for source in notebooks[:MAX_EVIDENCE])
        return [RoleEvidence("teaching", places, "most of it is notebooks")]
    return []
