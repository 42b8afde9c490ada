"""environment-version facts: the Python and the packages that images, pipelines and pins give.

Read from Dockerfiles, Apptainer definitions, `.python-version`, `runtime.txt`, the bounds of
manifests, and workflows of GitHub. Nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from rai_lint.extract.config import read_tree
from rai_lint.extract.facts import Writer
from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError, scalars, text_of
from rai_lint.extract.version_words import packages_pinned
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

_MAX_FACTS = 100
_MAX_LINES = 2000


_BASE = regex(r"\s*FROM\s+(?:--\S+\s+)*(\S{1,300})", re.IGNORECASE)
_DEFINED = regex(r"\s*From\s*:\s*(\S{1,300})", re.IGNORECASE)
_ARGUMENT = regex(r"\s*ARG\s+(\w{1,60})=[\"']?([\w.]{1,40})")
_VARIABLE = regex(r"\$\{?(\w{1,60})(?::-([\w.]{1,40}))?\}?")
_TAGS = (
    (regex(r"(?:^|/)python:v?(\d(?:\.\d{1,2}){1,2})(?![\w.])"), "python"),
    (regex(r"(?:^|/)[\w-]*uv:[\w.-]*python(\d\.\d{1,2})(?![\d.])"), "python"),
    (regex(r"(?:^|/)cuda:(\d{1,2}\.\d)(?:\.\d)?(?![\d])"), "cuda"),
    (regex(r"(?:^|/)pytorch/pytorch:(\d\.\d{1,2}\.\d)-"), "torch"),
    (regex(r"(?:^|/)pytorch/pytorch:\d\.\d{1,2}\.\d-cuda(\d{1,2}\.\d)"), "cuda"),
    (regex(r"(?:^|/)tensorflow/tensorflow:(\d\.\d{1,2}\.\d)(?![\w.])"), "tensorflow"),
)
_PIN = regex(r"\s*(?:cpython-|python-)?(3\.\d{1,2}(?:\.\d{1,2})?)\s*$")
_PLAIN = regex(r"3\.\d{1,2}(?:\.\d{1,2})?")
_BOUND = regex(r"[<>=!~^]{0,3}\s*\d[\d.*]{0,12}(?:\s*,\s*[<>=!~^]{1,3}\s*\d[\d.*]{0,12}){0,5}")
_WORKFLOW = regex(r"(?:^|/)\.github/workflows/([^/]{1,100})\.ya?ml$")
#: Workflows that install the project or test it; in others Python is that of some tool.
_TESTS = regex(
    r"pip3? install (?:-U |--upgrade )?(?:-r|-e|\.|--requirement)|uv (?:sync|pip install|run)"
    r"|(?:poetry|pipenv|pdm|hatch) (?:install|sync|run)|conda env|\bpytest\b|\btox\b|\bnox\b"
    r"|unittest|make \w*test"
)
_TOOLS = regex(
    r"lint|style|format|docs?\b|pages|publish|release|pypi|stale|label|pre-?commit|quality|deploy"
    r"|notify|hub|space",
    re.IGNORECASE,
)


def extract_image(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield what Dockerfiles, Apptainer definitions and files that pin Python give."""
    if not knowledge.asks("environment-version"):
        return Extraction()
    name = PurePosixPath(source.path.lower()).name
    if name in (".python-version", "runtime.txt"):
        found = _pins(source, text)
    elif name.endswith(".def"):
        found = _image(source, text) if "bootstrap:" in text[:4000].lower() else iter(())
    elif "dockerfile" in name or "containerfile" in name:
        found = _image(source, text)
    else:
        return Extraction()
    return Extraction(facts=tuple(islice(found, _MAX_FACTS)))


def _pins(source: Source, text: str) -> Iterator[Fact]:
    for number, line in enumerate(text.splitlines()[:20], 1):
        match = _PIN.match(line)
        if match is not None:
            yield _fact(source, number, "python", match[1], "pin")


def _image(source: Source, text: str) -> Iterator[Fact]:
    """Yield the versions that tags of base images name, and those that `pip` is told to install."""
    given: dict[str, str] = {}
    for number, line in enumerate(text.splitlines()[:_MAX_LINES], 1):
        argument = _ARGUMENT.match(line)
        if argument is not None:
            given[argument[1]] = argument[2]
        base = _BASE.match(line) or _DEFINED.match(line)
        if base is not None:
            image = _VARIABLE.sub(lambda m: given.get(m[1], m[2] or "?"), base[1])
            for pattern, name in _TAGS:
                for match in pattern.finditer(image):
                    yield _fact(source, number, name, match[1], "image")
        elif "==" in line and "#" not in line.split("==", 1)[0]:
            for name, version in packages_pinned(line):
                yield _fact(source, number, name, f"=={version}", "image")


def extract_bounds(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the Pythons that a manifest admits, or that workflows of GitHub run."""
    name = PurePosixPath(source.path.lower()).name
    workflow = _WORKFLOW.search(source.path)
    if not knowledge.asks("environment-version") or not (
        workflow or name in ("pyproject.toml", "setup.cfg", "pipfile")
    ):
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    roots = [root for root in documents if isinstance(root, Keys)]
    if workflow is None:
        found = (fact for root in roots for fact in _admitted(source, root))
    elif _TOOLS.search(workflow[1]) or not _TESTS.search(text):
        return Extraction()
    else:
        found = (fact for root in roots for fact in _run(source, root))
    return Extraction(facts=tuple(islice(found, _MAX_FACTS)))


def _admitted(source: Source, root: Keys) -> Iterator[Fact]:
    nodes = (
        _at(root, "project", "requires-python"),
        _at(root, "tool", "poetry", "dependencies", "python"),
        _at(root, "options", "python_requires"),
        _at(root, "requires", "python_version"),
    )
    for node in nodes:
        bound = text_of(_at(node, "version") if isinstance(node, Keys) else node)
        if node is not None and bound:
            yield from bound_facts(source, bound, node.line)


def bound_facts(source: Source, bound: str, line: int) -> Iterator[Fact]:
    """Yield the fact of the Pythons that a manifest admits, where it is written as bounds are."""
    bound = bound.strip()
    if _BOUND.fullmatch(bound):
        yield _fact(source, line, "python", bound, "manifest")


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if isinstance(node, Keys) else None
    return node


def _run(source: Source, node: Node) -> Iterator[Fact]:
    """Yield the values of `python-version`, wherever a workflow has one."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _run(source, item)
    elif isinstance(node, Keys):
        for key, value in node.pairs:
            plain = key.lower().replace("_", "-")
            if plain in ("python-version", "python-versions", "python", "py", "pyver"):
                for item in scalars(value):
                    yield from _of_workflow(source, item)
            if not isinstance(value, Scalar):
                yield from _run(source, value)


def _of_workflow(source: Source, item: Scalar) -> Iterator[Fact]:
    # Without quotes, YAML reads 3.10 as the number 3.1.
    version = str(item.value) if item.value != 3.1 else "3.10"  # noqa: PLR2004
    if _PLAIN.fullmatch(version):
        yield _fact(source, item.line, "python", version, "ci")


def _fact(source: Source, line: int, name: str, specifier: str, tool: str) -> Fact:
    return Writer(source).fact(
        "environment-version", line, name=name, specifier=specifier, tool=tool
    )
