"""One statement taken away from a complete repository is noticed, and nothing else is said."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from benchmarks.mutations.__main__ import main
from benchmarks.mutations.documents import (
    BrokenEntryError,
    Edit,
    Mutation,
    Place,
    Project,
    mutations,
    projects,
)
from benchmarks.mutations.edit import mutated
from benchmarks.mutations.measure import findings, measure, said
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack

PROJECTS = projects()
MUTATIONS = mutations()
CARD = "# Card\n\n## Limits\n\nMany.\n\n### More\n\nYes.\n\n## Uses\n\nFew.\n"


def change(files: Mapping[str, str], *edits: Edit) -> dict[str, str]:
    project = Project(name="p", about="", files=dict(files))
    place = Place(path="README.md")
    mutation = Mutation(project="p", rule="XXX001", title="t", expect=place, edits=list(edits))
    return mutated(project, mutation)


@pytest.mark.parametrize("name", PROJECTS)
def test_no_rule_fires_on_a_complete_repository(name: str) -> None:
    assert [said(finding) for finding in findings(PROJECTS[name].files)] == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.rule}-{one.title}")
def test_what_is_taken_away_is_noticed(mutation: Mutation) -> None:
    (result,) = measure(PROJECTS, [mutation])

    assert (result.caught, list(result.others)) == (True, [])


def test_every_stable_rule_has_a_mutation() -> None:
    rules = load_pack(builtin_packs(), None).rules

    stable = {rule.id for rule in rules if rule.status == "stable"}
    assert stable - {one.rule for one in MUTATIONS} == set()
    assert {one.rule for one in MUTATIONS} - {rule.id for rule in rules} == set()


def test_the_command_counts_by_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["REP001", "--list"]) == 0

    out = capsys.readouterr().out
    assert "exact   REP001  readmissions  the estimator has no seed" in out
    assert out.splitlines()[-1].split() == ["all", "1", "1", "1", "0"]


def test_edits() -> None:
    files = {"README.md": CARD, "a.py": "x = 1\n"}

    assert change(files, Edit(path="README.md", remove_section="## Limits"))["README.md"] == (
        "# Card\n\n## Uses\n\nFew.\n"
    )
    assert change(files, Edit(path="a.py", replace="1", with_="2"))["a.py"] == "x = 2\n"
    assert change(files, Edit(path="b.py", append="y\n"))["b.py"] == "y\n"
    assert list(change(files, Edit(path="a.py", delete=True))) == ["README.md"]


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (Edit(path="README.md", remove="Maybe."), "0 times"),
        (Edit(path="README.md", remove="\n"), "13 times"),
        (Edit(path="README.md", remove_section="## Nowhere"), "heading '## Nowhere'"),
        (Edit(path="c.py", delete=True), "there is no c.py"),
        (Edit(path="README.md", replace="Few.", with_="Few."), "changes nothing"),
    ],
)
def test_an_edit_that_does_not_fit_is_an_error(edit: Edit, problem: str) -> None:
    with pytest.raises(BrokenEntryError, match=problem):
        change({"README.md": CARD}, edit)
