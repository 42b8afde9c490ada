"""Versions as people write them: "Python 3.12", "torch >= 2.1", "3.8 or higher", "3.10 | 3.11"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from rai_lint.extract.versions import NAMES, PACKAGES
from rai_lint.model.regex import regex

_NUMBER = r"\d{1,4}(?:\.\d{1,4}){1,3}"
_HIGHER = r"(?:higher|later|newer|above|greater|up(?:wards)?|more\s+recent|neuer|h\u00f6her)"
_ALSO = MappingProxyType({"python": "python", "python3": "python", "cuda": "cuda"})
_MORE_PACKAGES = frozenset(
    (
        *("gradio", "streamlit", "fastapi", "langchain", "jax", "flax", "lightning", "scipy"),
        *("pytorch-lightning", "mlflow", "deepspeed", "xformers", "timm", "evaluate", "nltk"),
        *("flash-attn", "onnxruntime", "optuna", "openai", "llama-index"),
    )
)


def _named() -> Mapping[str, str]:
    """Return the name of each package by its spellings, with spaces or hyphens."""
    plain = {name: name for name in PACKAGES | _MORE_PACKAGES}
    spaced = {name.replace("-", " "): name for name in plain}
    return MappingProxyType({**spaced, **plain, **NAMES, **_ALSO})


_NAMES = _named()
_SPELLED = "|".join(
    re.escape(name).replace("\\ ", r"[\s_-]")
    for name in sorted(_NAMES, key=lambda name: (-len(name), name))
)
_SAID = regex(
    rf"(?<![\w./@-])(?P<name>{_SPELLED})(?![\w-])[`*\]]{{0,3}}"
    r"(?:\s*:|\s+version:?|\s+v(?=\d))?[\s`*(]{0,4}"
    rf"(?P<op>>=|=>|\u2265|>|===?|=|~=|<=|\u2264|<)?\s*v?(?P<first>{_NUMBER})(?:\.[x*])?"
    r"(?:\+[a-z]\w{1,12})?[`*]{0,3}"
    rf"(?:(?P<plus>\+|\s*\(?,?\s*(?:or|and|oder|und)\s+{_HIGHER}\b|\s*(?:or|/)?\s*>"
    r"|\s*(?:\u53ca)?\u4ee5\u4e0a|\s*\u53ca\u66f4\u9ad8|\s*(?:minimum|min\.))"
    rf"|\s*,?\s*<(?P<equal>=?)\s*(?P<below>{_NUMBER})"
    rf"|\s*(?:-|\u2013|\u2014|to|through|bis)\s*v?(?P<last>{_NUMBER})(?P<open>\+?)"
    rf"|(?P<others>(?:\s*(?:[,/|&]|or|and)\s*v?{_NUMBER}(?![\w.]*%)){{1,8}}))?"
    r"(?![\w%]|\.\d|\s?[GM]B\b)",
    re.IGNORECASE,
)
_LEAST = regex(r"(?:at\s+least|minimum|min\.?|mindestens|>=?|\u2265)\s*:?\s*$", re.IGNORECASE)
_ONE = regex(_NUMBER)
_PINNED = regex(
    rf"(?<![\w.-])([A-Za-z][\w.-]{{0,40}})(?:\[[\w,]{{0,40}}\])?==({_NUMBER})(?![\w.]*\*)"
)


class VersionSaid(Struct, frozen=True):
    """A version of a package in words: what it admits, as PEP 440 writes it (any of several).

    `lowest` is the lowest that it promises, where it says so; `start` and `end` are its offsets.
    """

    name: str
    raw: str
    specifiers: tuple[str, ...]
    lowest: str
    start: int
    end: int


def versions_said(text: str) -> Iterator[VersionSaid]:
    """Yield the versions of Python, CUDA and packages of machine learning that a text names."""
    for match in _SAID.finditer(text):
        written = re.sub(r"[\s_-]", " ", match["name"].lower())
        name = _NAMES.get(written) or _NAMES.get(match["name"].lower())
        if name is not None:
            least = bool(_LEAST.search(text, max(0, match.start() - 20), match.start()))
            specifiers, lowest = _admits(match, least=least)
            raw = " ".join(match.group().strip("`*( ").split())
            yield VersionSaid(name, raw, specifiers, lowest, match.start(), match.end())


def release(version: str) -> str:
    """Return the specifier of a version's first two numbers, by which statements are compared."""
    return f"=={'.'.join(version.split('.')[:2])}.*"


def _admits(match: re.Match[str], *, least: bool) -> tuple[tuple[str, ...], str]:
    first, op = match["first"], match["op"] or ""
    if match["below"]:
        upper = f"<{match['equal']}{match['below']}"
        upper = f"<={match['below']}.999" if match["equal"] else upper
        return (f">={first},{upper}",), release(first)
    if match["last"]:
        upper = "" if match["open"] else f",<={match['last']}.999"
        return (f">={first}{upper}",), release(first)
    if op in ("<=", "\u2264"):
        return (f"<={first}.999",), ""
    if op == "<":
        return (f"<{first}",), ""
    if match["plus"] or least or op in (">=", "=>", "\u2265", ">", "~="):
        return (f">={first}",), release(first)
    several = (first, *_ONE.findall(match["others"] or ""))
    found = tuple(dict.fromkeys(release(each) for each in several))
    return found, release(min(several, key=_numbers))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def packages_pinned(command: str) -> Iterator[tuple[str, str]]:
    """Yield the packages with the versions that a command names with `==`."""
    for match in _PINNED.finditer(command):
        name = _NAMES.get(match[1].lower().replace("_", "-"))
        if name is not None:
            yield name, match[2]
