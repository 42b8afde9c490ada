"""Every example of every rule that ships says what it claims to say."""

from __future__ import annotations

import pytest

from rai_lint.model.rule import Rule
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack
from rai_lint.run import outcomes
from rai_lint.testing import run_example

PACK = load_pack(builtin_packs(), None)


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule(rule: Rule) -> None:
    results = [run_example(rule, each, outcomes, PACK.knowledge) for each in rule.examples]
    assert {r.example.title: r.difference for r in results if not r.passed} == {}
    assert results
