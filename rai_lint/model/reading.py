"""What one file says, as it is read: nothing in it depends on any other file."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Directive, Fact
from rai_lint.model.module import Module
from rai_lint.model.source import Skipped


class FileReading(Struct, frozen=True, kw_only=True, array_like=True):
    """All that the bytes of a file yield, for one path and one body of knowledge.

    `passed_over`: it is a program that was not parsed, for nothing in it is of interest by
    itself; `called` are then, in order, the names that it calls or renames, and `defined` those
    that others can import from it ("*" where it hands on what another module has).
    """

    path: str
    module: Module | None = None
    config: ConfigFile | None = None
    facts: tuple[Fact, ...] = ()
    directives: tuple[Directive, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passed_over: bool = False
    called: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()


class PassedOver(Struct, frozen=True, kw_only=True):
    """The programs that were not parsed: paths by the names they call, and what each defines."""

    callers: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    defined: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
