"""Project manifests: what a project depends on, and the licence it states.

`setup.py` is a program and has a module of its own (`setup_py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.extract.config import comment_directives, read_tree
from rai_lint.extract.licence_field import Statement, classified, stated
from rai_lint.extract.requirement import Requires, dependency, dependency_fact
from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError, scalars, text_of
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

#: Families of licences that suit data; a citation file of a dataset may name the code's instead.
_DATA_FAMILIES = ("creative-commons", "data")
_REQUIREMENT_WORDS = frozenset(("requirements", "constraints"))
#: What is kept of lists that count no more: `requirements_orig.txt`.
_LEFT_OVER = frozenset(("orig", "original", "old", "bak", "backup", "deprecated", "legacy"))
#: Names under which people keep the list of a conda environment.
_CONDA = regex(r"(?:.*environment.*|(?:conda[._-])?env(?:[._-][\w-]+)?|conda)\.ya?ml")


def extract_requirements(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the dependencies of a requirements or constraints file, each at its first line."""
    del knowledge
    file = PurePosixPath(source.path.lower())
    words = re.split("[-_.]", file.stem)
    listed = file.suffix in (".txt", ".in")
    named = not _REQUIREMENT_WORDS.isdisjoint((*words, file.parent.name))
    if not listed or not named or not _LEFT_OVER.isdisjoint(words):
        return Extraction()
    group = "_".join(word for word in words if word not in _REQUIREMENT_WORDS) or "main"
    found = (dependency(source, row, line, group) for line, row in _rows(text))
    facts = tuple(fact for fact in found if fact)
    return Extraction(facts=facts, directives=comment_directives(source.path, text))


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield each requirement with its first line; a backslash carries on to the next one."""
    start, row = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        start = start or number
        row += line.rstrip().removesuffix("\\") + " "
        if not line.rstrip().endswith("\\"):
            yield start, row
            start, row = 0, ""
    if row:
        yield start, row


def extract_manifest(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield dependencies and stated licences of a manifest; other configuration yields nothing."""
    readers = {
        "pyproject.toml": _pyproject,
        "setup.cfg": _setup_cfg,
        "pipfile": _pipfile,
        "citation.cff": _citation,
    }
    name = PurePosixPath(source.path.lower()).name
    is_conda = _CONDA.fullmatch(name) is not None
    reader = _conda if is_conda else readers.get(name)
    if reader is None:
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    roots = [root for root in documents if isinstance(root, Keys)]
    return Extraction(facts=tuple(f for root in roots for f in reader(source, root, knowledge)))


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if isinstance(node, Keys) else None
    return node


def _listed(source: Source, node: Node | None, group: str) -> Iterator[Fact]:
    for item in scalars(node):
        fact = dependency(source, str(item.value), item.line, group)
        if fact:
            yield fact


def _grouped(source: Source, node: Node | None) -> Iterator[Fact]:
    """Yield what a mapping of group to list of requirements names."""
    if isinstance(node, Keys):
        for group, listed in node.pairs:
            yield from _listed(source, listed, group)


def _pyproject(source: Source, root: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    project = _at(root, "project")
    yield from _listed(source, _at(project, "dependencies"), "main")
    yield from _grouped(source, _at(project, "optional-dependencies"))
    yield from _grouped(source, _at(root, "dependency-groups"))
    yield from _listed(source, _at(root, "build-system", "requires"), "build")
    yield from _licences(source, project, knowledge)
    yield from _package(source, project)
    poetry = _at(root, "tool", "poetry")
    yield from _package(source, poetry)
    yield from _poetry(source, _at(poetry, "dependencies"), "main")
    yield from _poetry(source, _at(poetry, "dev-dependencies"), "dev")
    groups = _at(poetry, "group")
    for group, table in groups.pairs if isinstance(groups, Keys) else ():
        yield from _poetry(source, _at(table, "dependencies"), group)
    yield from _licences(source, poetry, knowledge)


def _package(source: Source, table: Node | None) -> Iterator[Fact]:
    """Yield the package that a table describes, and whether the table speaks of its licence."""
    name = _at(table, "name")
    text = text_of(name)
    if not isinstance(table, Keys) or name is None or not text:
        return
    told = any(key.replace("_", "-").startswith("license") for key, _ in table.pairs)
    told = told or any(str(item.value) == "license" for item in scalars(_at(table, "dynamic")))
    listed = (str(item.value) for item in scalars(_at(table, "classifiers")))
    told = told or any(text.strip().startswith("License ::") for text in listed)
    fields = {"id": Known(text), "licence_told": Known(told)}
    yield Fact(
        kind="package", place=Place(source.path, name.line), fields=fields, scope=source.scope
    )


def _licences(source: Source, table: Node | None, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what `license` (text, or a table with `text`) and `classifiers` of a table state."""
    licence = _at(table, "license")
    licence = _at(licence, "text") if isinstance(licence, Keys) else licence
    text = text_of(licence)
    if text and licence:
        said = Statement(text.split("\n", 1)[0], licence.line)
        yield from stated(source, said, knowledge)
    for item in scalars(_at(table, "classifiers")):
        yield from classified(source, str(item.value), item.line, knowledge)


def _poetry(source: Source, table: Node | None, group: str) -> Iterator[Fact]:
    """Yield a table of name to version, as Poetry and Pipenv have; a bare version means itself."""
    for name, node in table.pairs if isinstance(table, Keys) else ():
        if name == "python":
            continue
        version = text_of(_at(node, "version")) if isinstance(node, Keys) else text_of(node)
        specifier = version or text_of(_at(node, "git")) or ""
        bare = specifier[:1].isdigit() and "," not in specifier
        specifier = f"=={specifier}" if bare else specifier.replace("*", "", specifier == "*")
        extras = tuple(str(item.value) for item in scalars(_at(node, "extras")))
        yield dependency_fact(source, Requires(name, specifier, node.line, group, extras=extras))


def _pipfile(source: Source, root: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    del knowledge
    yield from _poetry(source, _at(root, "packages"), "main")
    yield from _poetry(source, _at(root, "dev-packages"), "dev")


def _setup_cfg(source: Source, root: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    yield from _listed(source, _at(root, "options", "install_requires"), "main")
    yield from _grouped(source, _at(root, "options.extras_require"))
    yield from _licences(source, _at(root, "metadata"), knowledge)
    yield from _package(source, _at(root, "metadata"))


def _conda(source: Source, root: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield a conda environment: `channel::name=version=build`, and what `pip` adds."""
    del knowledge
    listed = _at(root, "dependencies")
    for item in listed.items if isinstance(listed, Items) else ():
        if isinstance(item, Scalar):
            yield _conda_package(source, item)
        else:
            yield from _listed(source, _at(item, "pip"), "main")


def _conda_package(source: Source, item: Scalar) -> Fact:
    text = str(item.value).split("::", 1)[-1].strip()
    name = text
    for mark in "=<>! ":
        name = name.split(mark, 1)[0]
    version = text[len(name) :].strip()
    if version[:1] == "=" and version[1:2] != "=":
        exact = version[1:].split("=", 1)[0]
        # One `=` is a prefix match; with all three parts, or a build, it names one version.
        is_one = exact.count(".") > 1 or "=" in version[1:]
        version = f"=={exact}" if is_one else f"=={exact}.*"
    return dependency_fact(source, Requires(name, version, item.line, "main"))


def _citation(source: Source, root: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the licences of what is cited: of the data, if it is a dataset and they suit data."""
    is_data = any(item.value == "dataset" for item in scalars(_at(root, "type")))
    for item in scalars(_at(root, "license")):
        if isinstance(item.value, str):
            said = Statement(item.value, item.line, stated_in="metadata")
            for fact in stated(source, said, knowledge):
                yield _of_data(fact) if is_data and _is_for_data(fact, knowledge) else fact


def _is_for_data(fact: Fact, knowledge: Knowledge) -> bool:
    """Say whether a licence is of a family made for works and data, not for programs."""
    term = knowledge.table("licences").find(str(fact.known("id") or ""))
    return term is not None and term.values.get("family") in _DATA_FAMILIES


def _of_data(fact: Fact) -> Fact:
    return replace(fact, fields={**fact.fields, "covers": Known("data")})
