"""What a repository's README says it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Readme:
    """The README at the root: its title, and the packages it tells people to install.

    `installs` are names as they stand in commands such as `pip install name`, in lower case with
    `_` for `-`; the project's own folder (`pip install -e .`) is none.
    """

    title: str = ""
    installs: frozenset[str] = frozenset()
