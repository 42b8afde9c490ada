"""Licence facts from fields of manifests and metadata files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.extract.licence_texts import licence_value
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Unknown, Value

_CLASSIFIER = "License :: "
_NO_LICENCE = ("OSI Approved", "Other/Proprietary License")

#: Trove classifiers whose words no vocabulary has, to a licence id.
_CLASSIFIERS: Mapping[str, str] = MappingProxyType(
    {
        "MIT No Attribution License (MIT-0)": "mit-0",
        "GNU General Public License v2 (GPLv2)": "gpl-2.0",
        "GNU General Public License v2 or later (GPLv2+)": "gpl-2.0",
        "GNU General Public License v3 (GPLv3)": "gpl-3.0",
        "GNU General Public License v3 or later (GPLv3+)": "gpl-3.0",
        "GNU Lesser General Public License v3 (LGPLv3)": "lgpl-3.0",
        "GNU Lesser General Public License v3 or later (LGPLv3+)": "lgpl-3.0",
        "GNU Affero General Public License v3 or later (AGPLv3+)": "agpl-3.0",
        "Mozilla Public License 2.0 (MPL 2.0)": "mpl-2.0",
        "ISC License (ISCL)": "isc",
        "The Unlicense (Unlicense)": "unlicense",
        "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "cc0-1.0",
    }
)


class Statement(Struct, frozen=True):
    """What a field says of a licence: its words and line, what is covered, where it is said."""

    raw: str
    line: int
    covers: str = "code"
    stated_in: str = "manifest"


def licence_fact(source: Source, value: Value, said: Statement) -> Fact:
    """Return a licence fact, outside of cards."""
    fields: dict[str, Value] = {
        "id": value,
        "raw": Known(said.raw[:200]),
        "covers": Known(said.covers),
        "stated_in": Known(said.stated_in),
    }
    place = Place(source.path, said.line)
    return Fact(kind="licence", place=place, fields=fields, scope=source.scope)


def stated(source: Source, said: Statement, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Return the licences that a field states: one fact for each id of an SPDX expression."""
    parts = [part for side in said.raw.split(" OR ") for part in side.split(" AND ")]
    names = [part.strip(" ()").split(" WITH ", 1)[0] for part in parts]
    return tuple(
        licence_fact(source, licence_value(name, knowledge), replace(said, raw=name))
        for name in names
        if name
    )


def classified(
    source: Source, classifier: str, line: int, knowledge: Knowledge
) -> tuple[Fact, ...]:
    """Return the licence that a Trove classifier states; none where it is of another kind."""
    if not classifier.startswith(_CLASSIFIER):
        return ()
    name = classifier.rsplit(" :: ", 1)[-1]
    if name in _NO_LICENCE:
        return ()
    value = licence_value(_CLASSIFIERS.get(name, name), knowledge)
    if isinstance(value, Unknown) and name.endswith(")"):  # `… 2.0 (EPL-2.0)`
        value = licence_value(name.rsplit("(", 1)[-1].rstrip(")"), knowledge)
    return (licence_fact(source, value, Statement(classifier, line)),)
