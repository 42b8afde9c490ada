"""Configuration files: flat entries for the link stage, and suppressions in their comments."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

import re2

from rai_lint.extract.directives import parse_directive
from rai_lint.extract.json_tree import read_json
from rai_lint.extract.tree import MAX_ENTRIES, Node, TreeError, flatten
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Directive, Extraction
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Skipped, Source

_COMMENT = re2.compile(r"(?:^|\s)(#\s*rai-lint\b.*)$")
_JSON = (".json", ".jsonld")


# The extractors of one file each ask for its tree.
@lru_cache(maxsize=8)
def read_tree(path: str, text: str) -> tuple[Node, ...]:
    """Return the documents of a file by its name: JSON, TOML, INI, otherwise YAML.

    Raises `TreeError`, whose message says where.
    """
    file = PurePosixPath(path.lower())
    if file.suffix in _JSON:
        return read_json(text)
    if file.suffix in (".toml", ".cfg", ".ini") or file.name == "pipfile":
        from rai_lint.extract.toml_tree import read_ini, read_toml  # noqa: PLC0415 - if there is one

        return read_ini(text) if file.suffix in (".cfg", ".ini") else read_toml(text)
    from rai_lint.extract.yaml_tree import read_yaml  # noqa: PLC0415 - see above

    return read_yaml(text)


def read_config(source: Source, text: str) -> ConfigFile | Skipped:
    """Return the entries of a configuration file, or why there are none."""
    try:
        documents = read_tree(source.path, text)
    except TreeError as error:
        return Skipped(source.path, str(error), source.kind, source.scope)
    leaves = (entry for document in documents for entry in flatten(document))
    entries = tuple(islice(leaves, MAX_ENTRIES + 1))
    complete = len(entries) <= MAX_ENTRIES
    return ConfigFile(source.path, source.scope, entries[:MAX_ENTRIES], complete)


def extract_config(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the suppressions of a configuration file; what does not parse is skipped, once.

    Entries become facts only where a recipe or an open expression names their key, which the link
    stage knows; it asks `read_config`.
    """
    del knowledge
    skipped: tuple[Skipped, ...] = ()
    try:
        read_tree(source.path, text)
    except TreeError as error:
        skipped = (Skipped(source.path, str(error), source.kind, source.scope),)
    return Extraction(directives=comment_directives(source.path, text), skipped=skipped)


def comment_directives(path: str, text: str) -> tuple[Directive, ...]:
    """Return the suppressions in `#` comments: of their own line or, alone on it, of the next."""
    if "rai-lint" not in text or path.lower().endswith(_JSON):
        return ()
    found: list[Directive] = []
    target = 0
    lines = text.splitlines()
    # From the end, so that the next line with content is known.
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        alone = not line.strip() or line.lstrip().startswith("#")
        target = target if alone else number
        match = _COMMENT.search(line)
        if match is not None:
            place = Place(path, number, match.start(1) + 1)
            directive = parse_directive(match.group(1), place, target or number)
            found.extend([directive] if directive else [])
    return tuple(reversed(found))
