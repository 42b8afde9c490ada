"""Every example of every rule that ships says what it claims to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from rai_lint.model.example import Example
from rai_lint.model.rule import Rule
from rai_lint.packs.exampledocs import load_examples
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack
from rai_lint.run import outcomes
from rai_lint.testing import run_example

PACK = load_pack(builtin_packs(), None)


@cache
def examples() -> Mapping[str, Sequence[Example]]:
    return load_examples(builtin_packs())


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule(rule: Rule) -> None:
    results = [run_example(rule, each, outcomes, PACK.knowledge) for each in examples()[rule.id]]
    assert {each.example.title: each.difference for each in results if not each.passed} == {}
    assert len(results) >= 4  # two that fire, two that do not
