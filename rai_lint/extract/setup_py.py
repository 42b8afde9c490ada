"""`setup.py`: dependencies and licence that the call of `setup` gives literally. Nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from rai_lint.extract.blanks import metadata_blanks
from rai_lint.extract.environment_versions import bound_facts
from rai_lint.extract.licence_field import Statement, classified, stated
from rai_lint.extract.python.syntax import python_tree
from rai_lint.extract.requirement import dependency
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source

_LONGEST = 200_000
_MODULE_LISTS = ("_deps", "deps", "dependencies", "install_requires", "requirements")


def extract_setup_py(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield what a `setup.py` states; what it computes is left out, and so are other files.

    A file that does not parse yields nothing: the Python extractor says so.
    """
    if PurePosixPath(source.path).name != "setup.py" or len(text) > _LONGEST:
        return Extraction()
    module = python_tree(text)
    if isinstance(module, str):
        return Extraction()
    constants = dict(_constants(module))
    facts: list[Fact] = []
    for call in _setup_calls(module):
        arguments = {word.arg: word.value for word in call.keywords if word.arg}
        facts.extend(_dependencies(source, arguments, constants))
        facts.extend(_licences(source, arguments, constants, knowledge))
        facts.extend(_pythons(source, arguments, constants, knowledge))
        if knowledge.asks("blank-left"):
            facts.extend(metadata_blanks(source, _told(arguments, constants)))
    return Extraction(facts=tuple(facts))


def _constants(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in module.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value


def _setup_calls(module: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else None
            if (function.id if isinstance(function, ast.Name) else name) == "setup":
                yield node


def _settle(node: ast.expr | None, constants: Mapping[str, ast.expr]) -> ast.expr | None:
    """Return the literal behind a module's constant, or behind `list(constant)`."""
    for _ in range(3):
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            node = node.args[0]
        elif isinstance(node, ast.Name):
            node = constants.get(node.id)
    return node


def _texts(node: ast.expr | None, constants: Mapping[str, ast.expr]) -> list[tuple[str, int]]:
    """Return the texts in a list or tuple with their lines; other elements are left out."""
    settled = _settle(node, constants)
    if not isinstance(settled, (ast.List, ast.Tuple)):
        return []
    return [
        (item.value, item.lineno)
        for item in settled.elts
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]


def _dependencies(
    source: Source, arguments: Mapping[str, ast.expr], constants: Mapping[str, ast.expr]
) -> Iterator[Fact]:
    groups = {"main": _texts(arguments.get("install_requires"), constants)}
    if "install_requires" in arguments and not groups["main"]:
        # Versions are often kept in one list, from which `install_requires` takes some by name.
        lists = (_texts(constants.get(name), constants) for name in _MODULE_LISTS)
        groups["main"] = next((found for found in lists if found), [])
    extras = _settle(arguments.get("extras_require"), constants)
    if isinstance(extras, ast.Dict):
        for key, value in zip(extras.keys, extras.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                groups[key.value] = _texts(value, constants)
    for group, listed in groups.items():
        for text, line in listed:
            fact = dependency(source, text, line, group)
            if fact:
                yield fact


def _told(
    arguments: Mapping[str, ast.expr], constants: Mapping[str, ast.expr]
) -> Iterator[tuple[str, object, int]]:
    """Yield the texts among the arguments, with names and lines."""
    for name in ("author", "author_email", "maintainer", "maintainer_email", "description", "url"):
        node = arguments.get(name)
        node = constants.get(node.id) if isinstance(node, ast.Name) else node
        if isinstance(node, ast.Constant):
            yield name, node.value, node.lineno


def _pythons(
    source: Source,
    arguments: Mapping[str, ast.expr],
    constants: Mapping[str, ast.expr],
    knowledge: Knowledge,
) -> Iterator[Fact]:
    bound = _settle(arguments.get("python_requires"), constants)
    asked = knowledge.asks("environment-version")
    if asked and isinstance(bound, ast.Constant) and isinstance(bound.value, str):
        yield from bound_facts(source, bound.value, bound.lineno)


def _licences(
    source: Source,
    arguments: Mapping[str, ast.expr],
    constants: Mapping[str, ast.expr],
    knowledge: Knowledge,
) -> Iterator[Fact]:
    licence = _settle(arguments.get("license"), constants)
    if isinstance(licence, ast.Constant) and isinstance(licence.value, str) and licence.value:
        yield from stated(source, Statement(licence.value, licence.lineno), knowledge)
    for text, line in _texts(arguments.get("classifiers"), constants):
        yield from classified(source, text, line, knowledge)
