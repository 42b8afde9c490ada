"""Badges that state a licence: static ones of shields.io and badgen, Creative Commons' buttons."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

from msgspec import Struct

from rai_lint.extract.blocks import Image
from rai_lint.extract.phrases import find_names
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table

_SHIELDS = regex(r"shields\.io/badge/([^?#]{1,300})")
_STATIC = regex(r"shields\.io/static/v1\.?\w{0,3}\?([^#]{1,300})")
_BADGEN = regex(r"badgen\.net/(?:static|badge)/([^?#]{1,300})")
_OTHER = regex(r"/badge/([^?#]{1,300})")
#: The address of a button names the licence: `/l/by-nc/4.0/88x31.png`, `/by-sa.svg`.
_BUTTON = regex(
    r"(?:licensebuttons\.net|creativecommons\.org)/(?:\w{1,20}/){0,4}(?:l|p|licenses)/"
    r"(by(?:-nc)?(?:-sa|-nd)?|zero)/(\d\.\d)"
)
IS_BADGE = regex(r"badge|shields\.io|badgen|licen", re.IGNORECASE)


class BadgeLicence(Struct, frozen=True):
    """A licence id with the words of the badge."""

    id: str
    text: str


def badge_licence(image: Image, phrases: Table, licences: Table) -> BadgeLicence | None:
    """Return the licence that a picture states, or None.

    A badge that looks the licence up (`/github/license/owner/name`) says nothing itself, unless
    its alternative text does. `phrases` and `licences` are the vocabularies of those names.
    """
    button = _BUTTON.search(image.target.lower())
    if button is not None:
        name = "cc0-1.0" if button.group(1) == "zero" else f"cc-{button.group(1)}-{button.group(2)}"
        known = licences.find(name)
        return BadgeLicence(known.id, image.alt or name) if known is not None else None
    parts = badge_parts(image.target)
    text = f"{image.alt} {' '.join(parts)}".strip()
    if "licen" not in text.lower() or not (parts or IS_BADGE.search(image.target)):
        return None
    named = [found.term.id for found in find_names(phrases, text, ids=False)]
    exact = [term.id for part in parts if part and (term := licences.find(part))]
    return BadgeLicence((named or exact)[0], text) if named or exact else None


def badge_parts(address: str) -> list[str]:
    """Return the words of a static badge, without its colour."""
    static = _STATIC.search(address)
    if static is not None:
        given = parse_qs(static.group(1))
        return [text for key in ("label", "message") for text in given.get(key, [])[:1]]
    badgen = _BADGEN.search(address)
    if badgen is not None:
        return [unquote(part) for part in badgen.group(1).split("/")][:2]
    shields = _SHIELDS.search(address) or _OTHER.search(address)
    if shields is None:
        return []
    parts = shields.group(1).replace("--", "\x00").split("-")
    plain = (unquote(part).replace("_", " ").replace("\x00", "-").strip() for part in parts)
    return list(plain)[:-1]
