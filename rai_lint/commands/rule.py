"""`rai-lint rule CODE`: one rule explained."""

from __future__ import annotations

import click

from rai_lint.commands.output import emit
from rai_lint.commands.packs import all_rules, examples_of, item_texts, memberships, pack_folders
from rai_lint.commands.terminal import wants_color
from rai_lint.report.rule_page import render_rule
from rai_lint.selection import find_rule


@click.command(name="rule")
@click.argument("code")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def command(code: str, color: str) -> int:
    """Explain a rule: what it checks, why, where it comes from, how to fix it."""
    folders = pack_folders()
    pack, rules = all_rules(folders)
    rule = find_rule(code, rules)
    page = render_rule(
        rule,
        examples_of(rule, folders),
        item_texts(pack),
        memberships(pack).get(rule.id, ()),
        color=wants_color(color),
    )
    emit(page)
    return 0
