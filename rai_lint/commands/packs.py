"""The rules there are, for commands that are about rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rai_lint.commands.request import user_cache
from rai_lint.config import load_config
from rai_lint.model.builtin import BUILTIN
from rai_lint.model.example import Example
from rai_lint.model.pack import EVERYTHING, Pack, items_by_reference
from rai_lint.model.rule import Rule
from rai_lint.packs.exampledocs import load_examples
from rai_lint.packs.find import builtin_packs, third_party_packs
from rai_lint.packs.store import load_packs
from rai_lint.roots import find_target
from rai_lint.selection import select_rules


def pack_folders() -> tuple[Path, ...]:
    """Return the folders of the packs: built in, installed, named in the configuration here."""
    return (builtin_packs(), *third_party_packs(), *load_config(find_target(()).root).packs)


def all_rules(folders: tuple[Path, ...]) -> tuple[Pack, tuple[Rule, ...]]:
    """Return the packs as one, and its rules with the built-in ones, by id."""
    pack = load_packs(folders, user_cache())
    return pack, tuple(sorted((*pack.rules, *BUILTIN), key=lambda rule: rule.id))


def memberships(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Return the profiles of each rule, by the rule's id; `strict` has all and is left out."""
    found: dict[str, list[str]] = {rule.id: [] for rule in pack.rules}
    for profile in pack.profiles:
        if profile.name != EVERYTHING:
            for rule in select_rules(pack.rules, pack.profiles, profile.name):
                found[rule.id].append(profile.name)
    return {code: tuple(names) for code, names in found.items()}


def item_texts(pack: Pack) -> Mapping[str, str]:
    """Return what the items of guidelines ask, by `guideline/item`."""
    return {reference: item.text for reference, item in items_by_reference(pack.guidelines).items()}


def examples_of(rule: Rule, folders: tuple[Path, ...]) -> tuple[Example, ...]:
    """Return the examples of a rule, from the folder its file is in; built-in ones have none."""
    for folder in folders:
        # A rule's path starts with the name of its pack's folder.
        if rule.path and (folder.parent / rule.path).is_file():
            return load_examples(folder).get(rule.id, ())
    return ()
