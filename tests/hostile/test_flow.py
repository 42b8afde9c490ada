"""Values that double or turn in rings end, and cost nothing that stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from hostile.flow import FLOW, HEAD_LINE, LINES
from hostile.inputs import Hostile
from hostile.run import Ran, check, ended_badly, repository, told_badly

GROUPS: Mapping[str, Sequence[Hostile]] = {"flow": FLOW, "lines": LINES}


@pytest.mark.parametrize(("group", "jobs"), [("flow", 1), ("flow", 2), ("lines", 1)])
def test_programs_are_read_to_their_end(tmp_path: Path, group: str, jobs: int) -> None:
    inputs = GROUPS[group]
    repository(tmp_path, inputs, padded=jobs > 1)

    ran = check(tmp_path, jobs=jobs, seconds=120)

    assert ended_badly(ran, 1) == []
    wrong = {each.name: found for each in inputs if (found := told_badly(ran, each))}
    assert wrong == {}
    assert _missed(ran, inputs) == []


def _missed(ran: Ran, inputs: Sequence[Hostile]) -> list[str]:
    """Return the inputs in whose main program the finding at the head was not made."""
    found = {
        place["path"]
        for finding in ran.report["findings"]
        if finding["rule"] == "SEC001"
        for place in finding["locations"]
        if HEAD_LINE <= place["line"] <= HEAD_LINE + 1
    }
    return [each.name for each in inputs if f"{each.name}/a.py" not in found]
