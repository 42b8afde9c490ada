from __future__ import annotations

from rai_lint.evaluate.frame import Frame
from rai_lint.evaluate.narrowed import Sorted, joint, narrowed
from rai_lint.evaluate.truth import YES
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.rule import Clause
from rai_lint.model.source import Place
from rai_lint.model.value import Known, Unknown, Value

SAME = Clause(op="is", field="name", argument="$name")


def fact(line: int, name: Value | None) -> Fact:
    fields = {} if name is None else {"name": name}
    return Fact(kind="result-file", place=Place("r.json", line), fields=fields, unit=".")


def lines(subject: Fact, rows: list[Fact]) -> list[int]:
    frame = Frame(".", Knowledge(), subject, {})
    seen: dict[str, Sorted] = {}
    return [each.place.line for each, _ in narrowed([(r, YES) for r in rows], SAME, seen, frame)]


ROWS = [
    *(fact(line, Known(f"loss-{line}")) for line in range(1, 60)),
    fact(60, Known("F1")),
    fact(61, Unknown("x", "read at run time")),
    fact(62, Known("f1")),
    fact(63, None),
    fact(64, Known(("f1", "f2"))),
]


def test_rows_that_may_be_equal_are_left_in_their_order() -> None:
    assert lines(fact(0, Known("f1")), ROWS) == [60, 61, 62, 63, 64]


def test_what_is_not_known_of_the_subject_leaves_all_rows() -> None:
    assert len(lines(fact(0, Unknown("x", "read at run time")), ROWS)) == len(ROWS)


def test_a_few_rows_are_left_alone() -> None:
    assert lines(fact(0, Known("f1")), ROWS[:3]) == [1, 2, 3]


def test_only_a_field_of_the_candidate_is_sorted_by() -> None:
    assert joint([Clause(op="is", field="name", argument="f1")]) is None
    assert joint([Clause(op="contains", field="name", argument="$name")]) is None
    assert joint([SAME]) is SAME
