"""Explains a document that does not fit its type: every violation, in words, at its place.

Decoding stops at the first error, so a document that fails it is checked once more against the
JSON Schema of the same type. Only then is jsonschema imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rai_lint.model.value import Plain
from rai_lint.packs.documents import Document
from rai_lint.packs.problems import Problems, near
from rai_lint.packs.schema import structure
from rai_lint.packs.yaml_nodes import Steps

if TYPE_CHECKING:
    from jsonschema import ValidationError

MAX_PROBLEMS = 50

_TYPES: Mapping[str, str] = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def explain(document: type[Document], data: Plain, problems: Problems) -> frozenset[Steps] | None:
    """Add a problem for everything in `data` that the document type does not allow.

    Returns the places that are broken, or None where there are too many to tell.
    """
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - see above

    validator = Draft202012Validator(structure(document))
    broken: set[Steps] = set()
    for number, error in enumerate(validator.iter_errors(data)):
        if number == MAX_PROBLEMS:
            problems.add("more problems than are worth listing")
            return None
        broken.update(_add(_nearest(error), problems))
    return frozenset(broken)


def _nearest(error: ValidationError) -> ValidationError:
    """Return the error inside the one alternative that fits the value's type, if there is one."""
    while error.validator == "anyOf" and error.context:
        inside = [each for each in error.context if each.absolute_path != error.absolute_path]
        same = [each for each in error.context if each.validator == "additionalProperties"]
        choice = inside or same
        if not choice:
            break
        error = choice[0]
    return error


def _add(error: ValidationError, problems: Problems) -> Iterator[Steps]:
    """Add what an error says, and yield the places that it leaves broken."""
    place = problems.at(*error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.schema, Mapping):
        known = error.schema["properties"]
        for name in sorted(set(_mapping(error)) - set(known)):
            place.at(name).add(f"unknown key `{name}`{near(name, known)}", key=True)
            yield place.at(name).steps
    elif error.validator == "required":
        name = _missing(error)
        place.add(f"the key `{name}` is missing", key=True)
        yield place.at(name).steps
    else:
        place.add(_TEXTS.get(str(error.validator), _other)(error))
        yield place.steps


def _list(error: ValidationError) -> list[Any]:
    """Return what a keyword of the schema lists."""
    return error.validator_value if isinstance(error.validator_value, list) else []


def _mapping(error: ValidationError) -> Mapping[str, Any]:
    return error.instance if isinstance(error.instance, Mapping) else {}


def _shown(value: Plain) -> str:
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = {True: "true", False: "false", None: "nothing"}.get(value) if _word(value) else None
    text = text or f"`{value}`"
    return text if len(text) <= 60 else f"{text[:58]}…`"  # noqa: PLR2004 - one line of a message


def _word(value: Plain) -> bool:
    return value is None or isinstance(value, bool)


def _type(error: ValidationError) -> str:
    return f"expected {_TYPES[str(error.validator_value)]}, found {_shown(error.instance)}"


def _enum(error: ValidationError) -> str:
    allowed = [str(_shown(each) if _word(each) else each) for each in _list(error)]
    return f"{_shown(error.instance)} is not allowed here{near(str(error.instance), allowed)}"


def _missing(error: ValidationError) -> str:
    missing = [name for name in _list(error) if name not in _mapping(error)]
    # jsonschema reports each missing key by itself; the message names the one it is about.
    names = (str(each) for each in missing if error.message.startswith(f"'{each}'"))
    return next(names, str(missing[0]))


def _any_of(error: ValidationError) -> str:
    kinds = [_kind(each) for each in _list(error)]
    return f"expected {' or '.join(dict.fromkeys(kinds))}, found {_shown(error.instance)}"


def _kind(schema: Mapping[str, Any]) -> str:
    return _TYPES.get(str(schema.get("type")), "a mapping")


def _pattern(error: ValidationError) -> str:
    return f"{_shown(error.instance)} does not have the form {error.validator_value}"


def _other(error: ValidationError) -> str:
    return f"{_shown(error.instance)}: {error.validator} is {error.validator_value}"


_TEXTS: Mapping[str, Callable[[Any], str]] = {
    "type": _type,
    "enum": _enum,
    "anyOf": _any_of,
    "pattern": _pattern,
    "minLength": lambda _: "expected some text, found none",
    "maxLength": lambda error: f"longer than {error.validator_value} characters",
    "minimum": lambda error: f"{error.instance} is below {error.validator_value}",
}
