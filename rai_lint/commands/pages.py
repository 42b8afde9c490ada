"""Writes the documentation of rules and guidelines: a page for each, from their files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from rai_lint.commands.output import emit
from rai_lint.commands.packs import all_rules, item_texts, memberships, pack_folders
from rai_lint.errors import UserError
from rai_lint.model.example import Example
from rai_lint.model.pack import Pack
from rai_lint.model.rule import Rule
from rai_lint.packs.exampledocs import load_examples
from rai_lint.report.guideline_pages import render_guideline_markdown
from rai_lint.report.rule_markdown import render_rule_index, render_rule_markdown

Judged = Mapping[str, tuple[int, int]]


def write_pages(folder: Path, measured: Path | None) -> int:
    """Write `rules/` and `guidelines/` below a folder, and return how many pages those are.

    `measured` is a file of published counts (`precision DAT001: [true, judged]`). Nothing is
    removed. Raises UserError where a page cannot be written.
    """
    judged = _judged(measured) if measured else {}
    pages = dict(_pages(judged))
    for name in ("rules", "guidelines"):
        _make(folder / name)
    for path, text in pages.items():
        emit(text, str(folder / path))
    return len(pages)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: cannot be written ({error.strerror})"
        raise UserError(message) from error


def _pages(judged: Judged) -> Iterator[tuple[str, str]]:
    folders = pack_folders()
    pack, rules = all_rules(folders)
    yield from _rule_pages(pack, rules, folders, judged)
    for guideline in pack.guidelines:
        yield f"guidelines/{guideline.id}.md", render_guideline_markdown(guideline)


def _rule_pages(
    pack: Pack, rules: tuple[Rule, ...], folders: tuple[Path, ...], judged: Judged
) -> Iterator[tuple[str, str]]:
    items, profiles = item_texts(pack), memberships(pack)
    examples: dict[str, tuple[Example, ...]] = {}
    for folder in folders:
        examples.update(load_examples(folder))
    for rule in rules:
        yield (
            f"rules/{rule.id}.md",
            render_rule_markdown(
                rule,
                examples.get(rule.id, ()),
                items,
                profiles.get(rule.id, ()),
                judged.get(rule.id),
            ),
        )
    yield "rules/README.md", render_rule_index(rules)


def _judged(file: Path) -> Judged:
    try:
        counts = json.loads(file.read_text("utf-8"))
        return {
            name.removeprefix("precision "): (int(true), int(all_))
            for name, (true, all_) in counts.items()
            if name.startswith("precision ") and name[-3:].isdigit()
        }
    except (OSError, ValueError, TypeError, AttributeError) as error:
        message = f"{file}: no file of published counts ({error})"
        raise UserError(message) from error
