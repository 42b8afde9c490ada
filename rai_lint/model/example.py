"""Examples of rules: small repositories and what a rule must say about them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Expected(Struct, frozen=True, kw_only=True):
    """Where an outcome must stand; what is None is not checked."""

    path: str
    line: int | None = None
    cell: int | None = None
    severity: str | None = None
    subject: str | None = None


class Example(Struct, frozen=True, kw_only=True):
    """One example of a rule: files by their path (relative, checked), and what is expected.

    `path` and `line` say where it is written. `profile` is the profile in use, "" if the example
    names none.
    """

    title: str
    files: Mapping[str, bytes]
    expect: tuple[Expected, ...]
    expect_unknown: tuple[Expected, ...]
    path: str
    line: int
    profile: str = ""
