"""When two ids name the same thing: the normalising rules of the labels."""

from __future__ import annotations

import re

#: Kinds whose names stand in documents and compare by letters and digits only.
_NAMED = frozenset(
    {
        "card-dataset",
        "card-base-model",
        "card-metric",
        "metric-compute",
        "model-card",
        "dataset-card",
        "datasheet",
        "croissant",
    }
)
_LICENCES = frozenset({"licence", "card-licence"})
_HUB = re.compile(r"^https?://(www\.)?huggingface\.co/(datasets/|spaces/)?")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

#: SPDX ids that the Hub spells in another way.
_HUB_LICENCES = {"odcby10": "odcby", "apache": "apache20", "apachesoftwarelicense": "apache20"}


def same(kind: str, left: str, right: str) -> bool:
    """Return whether two ids of facts of a kind name the same thing."""
    if kind in _LICENCES:
        return _licence(left) == _licence(right)
    if kind in _NAMED:
        return _letters(left) == _letters(right) or _same_owner(
            _letters(left.rpartition("/")[2]), _letters(right.rpartition("/")[2]), left, right
        )
    left, right = _plain(left), _plain(right)
    return left == right or _same_owner(left.split("/")[-1], right.split("/")[-1], left, right)


def key(kind: str, identity: str) -> str:
    """Return an id in the form in which equal ids of a kind are equal, owners apart."""
    if kind in _LICENCES:
        return _licence(identity)
    return _letters(identity) if kind in _NAMED else _plain(identity)


def number(text: object) -> float | None:
    """Return the number in a text such as "~96.4 %", or None."""
    found = _NUMBER.search(str(text).replace(",", ""))
    return float(found.group()) if found else None


def _same_owner(left_name: str, right_name: str, left: str, right: str) -> bool:
    """Return whether the last parts agree and just one of two ids names an owner."""
    return left_name == right_name and {left.count("/"), right.count("/")} == {0, 1}


def _plain(text: str) -> str:
    text = _HUB.sub("", text.strip().lower()).rstrip("/")
    return text.removesuffix(".git").removeprefix("./")


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _licence(text: str) -> str:
    name = _letters(_NOTE.sub("", text))
    return _HUB_LICENCES.get(name, name)
