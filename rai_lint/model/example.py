"""Examples of rules: small repositories and what a rule must say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Where an outcome must stand; what is None is not checked."""

    path: str
    line: int | None = None
    cell: int | None = None
    severity: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
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
