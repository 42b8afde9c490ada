"""What a repository's README says it is."""

from __future__ import annotations

from msgspec import Struct


class Readme(Struct, frozen=True):
    """The README at the root: its title, and the packages it tells people to install.

    `installs` are names as they stand in commands such as `pip install name`, in lower case with
    `_` for `-`; the project's own folder (`pip install -e .`) is none. `imports` are the packages
    that its code imports, written likewise, and `runs` says whether it runs programs by commands.
    """

    title: str = ""
    installs: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    runs: bool = False
