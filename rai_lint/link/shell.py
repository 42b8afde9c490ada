"""Shell lines of notebooks: downloads and evaluations that no Python call shows."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from rai_lint.link.origin_of_id import download_kind
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module, Text
from rai_lint.model.value import ABSENT, Known, Unknown, Value

_FETCHERS = frozenset({"wget", "curl", "gdown", "aria2c"})
_UNCHECKED = frozenset({"--no-check-certificate", "-k", "--insecure", "--check-certificate=false"})


def shell_facts(module: Module) -> Iterator[Fact]:
    """Yield the downloads of a notebook's shell lines."""
    for command in module.commands:
        yield from _downloads(command, module)


def _downloads(command: Text, module: Module) -> Iterator[Fact]:
    words = _words(command.text)
    name = PurePosixPath(words[0]).name if words else ""
    if name not in _FETCHERS:
        return
    for word in words[1:]:
        if "://" not in word:
            continue
        # IPython fills `{name}` and `$name` in from the notebook.
        filled = "{" in word or "$" in word
        url = Unknown(word, "a variable of the notebook is filled in") if filled else Known(word)
        target = _option(words, ("-O", "-o", "--output", "--output-document"))
        destination = Known(target) if target else ABSENT
        what = download_kind(Known(word), destination)
        if what is not None or name == "gdown":
            if _UNCHECKED.intersection(words):
                yield _unchecked(command, module, what or Known("data", "implied"))
            yield Fact(
                kind="download",
                place=command.place,
                scope=module.scope,
                fields={
                    "id": url,
                    "provider": Known(name),
                    "what": what or Known("data", "implied"),
                    "checksum": ABSENT,
                    "destination": destination,
                },
            )


def _unchecked(command: Text, module: Module, what: Value) -> Fact:
    return Fact(
        kind="check-disabled",
        place=command.place,
        scope=module.scope,
        fields={"check": Known("certificate"), "function": Known("shell"), "what": what},
    )


def _option(words: Sequence[str], names: Sequence[str]) -> str:
    for word, following in pairwise(words):
        if word in names:
            return following
    return ""


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return text.split()
