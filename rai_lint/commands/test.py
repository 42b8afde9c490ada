"""`rai-lint test DIR`: the examples of a rule pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from rai_lint.commands.output import emit
from rai_lint.evaluate.trace import trace
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.pack import Pack
from rai_lint.model.request import Request
from rai_lint.model.rule import Rule
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.merge import merge_packs
from rai_lint.packs.store import load_pack
from rai_lint.report.neutral import neutral
from rai_lint.run import gather, outcomes
from rai_lint.testing import ExampleResult, run_example, run_examples


@click.command(name="test")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.option("--rule", "only", multiple=True, metavar="CODE", help="Only this rule's examples.")
@click.option("--trace", "traced", is_flag=True, help="Say which clause held and which did not.")
def command(folder: str, only: tuple[str, ...], *, traced: bool) -> int:
    """Run the examples of a rule pack, each in an empty folder."""
    base = _base(Path(folder))
    results = run_examples(Path(folder), outcomes, only, base)
    knowledge = _knowledge(Path(folder), base) if traced else Knowledge()
    lines = [
        line
        for result in results
        if not result.passed or (traced and only)
        for line in _lines(result, _trace(result, knowledge) if traced else "")
    ]
    failed = sum(not result.passed for result in results)
    rules = len({result.rule.id for result in results})
    lines.append(f"{len(results)} examples of {rules} rules: {failed or 'none'} failed")
    emit("".join(f"{line}\n" for line in lines))
    return int(failed > 0)


def _base(folder: Path) -> Pack | None:
    """Return the built-in pack, which other packs may refer to; None for itself."""
    builtin = builtin_packs()
    return None if folder.resolve() == builtin.resolve() else load_pack(builtin, None)


def _knowledge(folder: Path, base: Pack | None) -> Knowledge:
    pack = load_pack(folder, None, base)
    return pack.knowledge if base is None else merge_packs((base, pack)).knowledge


def _lines(result: ExampleResult, steps: str) -> list[str]:
    example = result.example
    state = "ok" if result.passed else "FAILED"
    head = f"{neutral(example.path)}:{example.line}  {result.rule.id}  {neutral(example.title)}"
    return [
        f"{head}  {state}",
        *(f"  {neutral(line)}" for line in result.difference),
        *(f"    | {neutral(line)}" for line in steps.splitlines()),
    ]


def _trace(result: ExampleResult, knowledge: Knowledge) -> str:
    """Return how the rule decided about the example, by running it once more."""
    found: list[str] = []

    def check(
        root: Path, rules: Sequence[Rule], knowledge: Knowledge, profile: str
    ) -> tuple[Outcome, ...]:
        told = gather(Request(root=root), knowledge)
        roles = {role.role for role in told.roles}
        found.extend(
            trace(rule, told.facts, roles, told.skipped, told.units, knowledge, profile)
            for rule in rules
        )
        return ()

    run_example(result.rule, result.example, check, knowledge)
    return "\n".join(found)
