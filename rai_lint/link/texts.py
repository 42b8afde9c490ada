"""What functions and methods of Python's own make of texts and paths that are known."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from rai_lint.model.regex import regex
from rai_lint.model.value import Plain

MAX_TEXT = 4000  # longer than any id; a text is not multiplied beyond it

#: Functions that return their first argument, as far as an id goes.
SAME = frozenset(
    {
        "builtins.str",
        "os.path.expanduser",
        "os.path.abspath",
        "os.path.realpath",
        "os.path.normpath",
        "os.fspath",
        "pathlib.Path.resolve",
        "pathlib.Path.absolute",
        "pathlib.Path.expanduser",
    }
)
JOINS = frozenset(
    {
        "os.path.join",
        "posixpath.join",
        "pathlib.Path",
        "pathlib.PurePath",
        "pathlib.PosixPath",
        "pathlib.PurePosixPath",
    }
)
_SAME_METHODS = frozenset(
    {"resolve", "absolute", "expanduser", "as_posix", "strip", "lstrip", "rstrip", "__str__"}
)
#: Digits of the number of an argument: none has that many.
_MAX_DIGITS = 6
_FIELD = regex(r"\{(\w*)\}")

#: Methods of `str` that are the same on every machine, with how many arguments they may take.
_METHODS: Mapping[str, tuple[int, int]] = {
    "strip": (0, 1),
    "lstrip": (0, 1),
    "rstrip": (0, 1),
    "lower": (0, 0),
    "upper": (0, 0),
    "title": (0, 0),
    "capitalize": (0, 0),
    "replace": (2, 3),
    "removeprefix": (1, 1),
    "removesuffix": (1, 1),
    "split": (0, 2),
    "rsplit": (0, 2),
    "partition": (1, 1),
    "rpartition": (1, 1),
}


def join_path(parts: Sequence[str]) -> str:
    """Join parts of a path as `os.path.join` does; `..` between them is worked out."""
    path = ""
    for part in parts:
        path = part if part.startswith("/") or not path else f"{path.rstrip('/')}/{part}"
    return posixpath.normpath(path) if "/../" in f"{path}/" and "://" not in path else path


def folder(path: str) -> str | None:
    """Return the folder of a path, None where the path has no part to take away."""
    return posixpath.dirname(path.rstrip("/")) if path.strip("./") else None


_FUNCTIONS: Mapping[str, Callable[[str], Plain]] = {
    "os.path.dirname": folder,
    "os.path.basename": posixpath.basename,
    "posixpath.basename": posixpath.basename,
    "os.path.splitext": posixpath.splitext,
    "os.path.split": posixpath.split,
}
_PATH_ATTRIBUTES: Mapping[str, Callable[[str], Plain]] = {
    "parent": folder,
    "name": lambda path: PurePosixPath(path).name,
    "stem": lambda path: PurePosixPath(path).stem,
    "suffix": lambda path: PurePosixPath(path).suffix,
}


def applied(dotted: str, text: str) -> Plain:
    """Return what a function of `os.path` makes of a path; None if it is not one of these."""
    function = _FUNCTIONS.get(dotted)
    return function(text) if function is not None else None


def is_applied(dotted: str) -> bool:
    """Say whether `applied` knows a function."""
    return dotted in _FUNCTIONS


def path_attribute(name: str, path: str) -> Plain:
    """Return `Path(path).name` for the attributes that are a piece of the path, else None."""
    function = _PATH_ATTRIBUTES.get(name)
    return function(path) if function is not None else None


def is_path_attribute(name: str) -> bool:
    """Say whether `path_attribute` knows an attribute."""
    return name in _PATH_ATTRIBUTES


def is_method(name: str) -> bool:
    """Say whether `called_on` may know a method."""
    return name in _METHODS or name in _SAME_METHODS or name in ("joinpath", "with_suffix", "join")


def called_on(text: str, method: str, arguments: Sequence[Plain]) -> Plain:
    """Return what a method of a text or path makes of it; None if that is not known."""
    if method in _METHODS:
        low, high = _METHODS[method]
        if not low <= len(arguments) <= high or len(text) > MAX_TEXT:
            return None
        return _method(text, method, arguments)
    texts = [item for item in arguments if isinstance(item, str)]
    if len(texts) != len(arguments):
        return _joined(text, arguments) if method == "join" else None
    if method == "joinpath" and texts:
        return join_path([text, *texts])
    if method == "with_suffix" and len(texts) == 1 and PurePosixPath(text).name:
        return str(PurePosixPath(text).with_suffix("")) + texts[0]
    return text if method in _SAME_METHODS and not arguments else None


def _method(text: str, method: str, arguments: Sequence[Plain]) -> Plain:
    try:
        made = getattr(text, method)(*arguments)
    except (TypeError, ValueError):  # such as an empty separator: the program would stop there
        return None
    if isinstance(made, (list, tuple)):
        return tuple(made)
    return made if len(made) <= MAX_TEXT else None


def _joined(separator: str, arguments: Sequence[Plain]) -> Plain:
    items = arguments[0] if len(arguments) == 1 else None
    if isinstance(items, tuple) and all(isinstance(item, str) for item in items):
        made = separator.join(items)
        return made if len(made) <= MAX_TEXT else None
    return None


def pieces(template: str, positional: int) -> list[str | int] | None:
    """Return the pieces of a `str.format` template: texts alternate with fields.

    A field is the index of a positional argument or a name; None where the template asks for
    more than plain fields, or for an argument that is not there.
    """
    parts = _FIELD.split(template)
    if any("{" in text or "}" in text for text in parts[::2]):
        return None
    found: list[str | int] = []
    counted = 0
    for index, part in enumerate(parts):
        if index % 2 == 0 or not (part == "" or part.isdecimal()):
            found.append(part)
            continue
        if len(part) > _MAX_DIGITS:  # Python refuses to read thousands of digits
            return None
        number = int(part) if part else counted
        counted += not part
        if number >= positional:
            return None
        found.append(number)
    return found
