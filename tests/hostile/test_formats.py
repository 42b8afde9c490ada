"""Data that strangers wrote end in a report within bounds, whatever they hold."""

from __future__ import annotations

import pytest

from hostile.formats import FORMATS
from hostile.inputs import Hostile
from hostile.run import Ran, check, ended_badly, repository, told_badly


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    root = tmp_path_factory.mktemp("formats")
    repository(root, FORMATS)
    return check(root, seconds=120)


def test_the_run_ends_well(ran: Ran) -> None:
    assert ended_badly(ran, 1) == []


@pytest.mark.parametrize("hostile", FORMATS, ids=lambda each: each.name)
def test_what_was_not_read_is_said(ran: Ran, hostile: Hostile) -> None:
    assert told_badly(ran, hostile) == []
