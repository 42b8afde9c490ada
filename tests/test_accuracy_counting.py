"""The counting rules of the accuracy benchmark, on small tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.accuracy.counting import Counted, Tally, count
from benchmarks.accuracy.fields import compare
from benchmarks.accuracy.identity import number, same
from benchmarks.accuracy.interval import wilson
from benchmarks.accuracy.labels import Row, read
from benchmarks.accuracy.tables import details, report
from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Scope
from rai_lint.model.value import Known, Unknown, Value

HEAD = "kind\tpath\tcell\tline\tid\thow\textra\tscope"
UNKNOWN = Unknown("args.name", "no default")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "owner__repo.tsv"


def rows(table: Path, *lines: str) -> list[Row]:
    """Read rows written with `|` between columns (and `,` for `|` inside `extra`)."""
    text = "\n".join([HEAD, *(line.replace("|", "\t").replace("¦", "|") for line in lines)])
    table.write_text(text + "\n", encoding="utf-8")
    return read(table)


def fact(
    kind: str,
    path: str,
    line: int,
    *,
    cell: int | None = None,
    scope: Scope = "source",
    **fields: object,
) -> Fact:
    values: dict[str, Value] = {
        name: value if isinstance(value, (Known, Unknown)) else Known(value)
        for name, value in fields.items()
    }
    return Fact(kind=kind, place=Place(path, line, cell=cell), fields=values, scope=scope)


def tally(counted: Counted, kind: str) -> tuple[int, int, int, int, int]:
    found = counted.tally(kind)
    return found.required, found.found, found.right, found.reported, found.true


def test_a_fact_one_line_off_with_the_same_id_is_a_hit(table: Path) -> None:
    labels = rows(table, "dataset-load|train.py||10|imdb|literal|origin=hub|source")
    counted = count("r", labels, [fact("dataset-load", "train.py", 11, id="imdb")])
    assert tally(counted, "dataset-load") == (1, 1, 1, 1, 1)


def test_another_path_cell_line_or_id_is_a_miss_and_a_false_fact(table: Path) -> None:
    labels = rows(table, "dataset-load|a.ipynb|2|10|imdb|literal||source")
    for wrong in (
        fact("dataset-load", "b.ipynb", 10, cell=2, id="imdb"),
        fact("dataset-load", "a.ipynb", 10, cell=3, id="imdb"),
        fact("dataset-load", "a.ipynb", 12, cell=2, id="imdb"),
        fact("dataset-load", "a.ipynb", 10, cell=2, id="squad"),
    ):
        counted = count("r", labels, [wrong])
        assert tally(counted, "dataset-load") == (1, 0, 0, 1, 0)
        assert [row.id for row in counted.missed] == ["imdb"]
        assert [seen.line for seen in counted.false] == [wrong.place.line]


def test_pairs_are_one_to_one_nearest_line_first(table: Path) -> None:
    labels = rows(
        table,
        "unsafe-load|load.py||5|unknown|unknown||source",
        "unsafe-load|load.py||6|unknown|unknown||source",
    )
    facts = [fact("unsafe-load", "load.py", line, id=UNKNOWN) for line in (6, 7)]
    assert tally(count("r", labels, facts), "unsafe-load") == (2, 1, 1, 2, 1)
    facts = [fact("unsafe-load", "load.py", line, id=UNKNOWN) for line in (6, 6)]
    assert tally(count("r", labels, facts), "unsafe-load") == (2, 2, 2, 2, 2)


def test_another_line_that_is_as_good_counts(table: Path) -> None:
    labels = rows(table, "model-train|train.py||30||x|alt=12,57|source")
    assert tally(count("r", labels, [fact("model-train", "train.py", 57)]), "model-train")[1] == 1
    assert tally(count("r", labels, [fact("model-train", "train.py", 58)]), "model-train")[1] == 0


def test_an_unknown_id_with_another_id_given_is_found_but_not_right(table: Path) -> None:
    labels = rows(
        table, "model-load|m.py||3|unknown|unknown|candidates=a/x¦a/y;accept=any candidate|source"
    )
    unknown = count("r", labels, [fact("model-load", "m.py", 3, id=UNKNOWN)])
    accepted = count("r", labels, [fact("model-load", "m.py", 3, id="a/y")])
    wrong = count("r", labels, [fact("model-load", "m.py", 3, id="a/z")])
    assert tally(unknown, "model-load") == tally(accepted, "model-load") == (1, 1, 1, 1, 1)
    assert tally(wrong, "model-load") == (1, 1, 0, 1, 1)
    assert [pair.seen.ids for pair in wrong.wrong] == [("a/z",)]


def test_a_default_that_a_user_may_override_may_be_unknown(table: Path) -> None:
    labels = rows(table, "dataset-load|t.py||3|imdb|default||source")
    assert tally(count("r", labels, [fact("dataset-load", "t.py", 3, id=UNKNOWN)]), "dataset-load")[
        2
    ]
    literal = rows(table, "dataset-load|t.py||3|imdb|literal||source")
    assert tally(
        count("r", literal, [fact("dataset-load", "t.py", 3, id=UNKNOWN)]), "dataset-load"
    ) == (1, 0, 0, 1, 0)


def test_one_of_several_possible_values_is_enough(table: Path) -> None:
    labels = rows(table, "model-load|m.py||3|a/y|literal||source")
    several = Unknown("name", "one of two", ("a/x", "a/y"))
    assert tally(count("r", labels, [fact("model-load", "m.py", 3, id=several)]), "model-load")[1]
    listed = Known(("a/x", "a/y"))
    assert tally(count("r", labels, [fact("model-load", "m.py", 3, id=listed)]), "model-load")[1]


@pytest.mark.parametrize("extra", ["optional=yes", "sure=no"])
def test_optional_rows_leave_both_counts_alone(table: Path, extra: str) -> None:
    labels = rows(table, f"data-split|s.py||3|||{extra}|source")
    assert tally(count("r", labels, [fact("data-split", "s.py", 3)]), "data-split") == (0,) * 5
    assert tally(count("r", labels, []), "data-split") == (0,) * 5


def test_kinds_that_no_label_covers_do_not_count(table: Path) -> None:
    labels = rows(table, "data-split|s.py||3||||source")
    counted = count("r", labels, [fact("dependency", "requirements.txt", 1, name="torch")])
    assert not counted.false


def test_values_in_configs_have_their_own_recall(table: Path) -> None:
    labels = rows(
        table,
        "dataset-load|src/d.py||45|unknown|unknown|accept=any id of a recipe|source",
        "dataset-load|r/a.yaml||9|o/a|config|via=src/d.py:45;at=config|source",
        "dataset-load|r/b.yaml||4|o/b|config|via=src/d.py:45;at=config|source",
    )
    at_its_line = [fact("dataset-load", "r/a.yaml", 9, id="o/a")]
    one = count("r", labels, at_its_line).tally("dataset-load")
    assert one == Tally(required=1, reported=1, true=1, config_required=2, config_found=1)
    where_used = [fact("dataset-load", "src/d.py", 45, id=Unknown("d", "a recipe", ("o/a", "o/b")))]
    both = count("r", labels, where_used).tally("dataset-load")
    assert (both.found, both.right, both.config_found) == (1, 1, 2)


def test_a_right_config_value_elsewhere_is_not_held_against_precision(table: Path) -> None:
    labels = rows(table, "dataset-load|r/a.yaml||9|o/a|config|at=config|source")
    elsewhere = count("r", labels, [fact("dataset-load", "r/a.yaml", 40, id="o/a")])
    assert elsewhere.tally("dataset-load") == Tally(config_required=1)
    wrong = count("r", labels, [fact("dataset-load", "r/a.yaml", 40, id="o/z")])
    assert wrong.tally("dataset-load").reported == 1
    assert wrong.tally("dataset-load").true == 0


def test_trackers_and_apps_count_once_for_each_file(table: Path) -> None:
    labels = rows(
        table,
        "experiment-tracking|a.py||3|wandb|||source",
        "experiment-tracking|a.py||90|wandb||optional=yes|source",
        "experiment-tracking|a.ipynb|1|3|mlflow|||source",
        "experiment-tracking|a.ipynb|4|9|mlflow|||source",
    )
    facts = [
        fact("experiment-tracking", "a.py", 50, id="wandb"),
        fact("experiment-tracking", "a.py", 60, id="wandb"),
        fact("experiment-tracking", "a.ipynb", 2, cell=7, id="mlflow"),
    ]
    assert tally(count("r", labels, facts), "experiment-tracking") == (2, 2, 2, 2, 2)


def test_a_second_mention_is_no_error_and_a_first_one_of_something_else_is(table: Path) -> None:
    labels = rows(table, "card-dataset|CARD.md||5|CIFAR-100|prose||docs")
    facts = [
        fact("card-dataset", "CARD.md", 5, id="cifar100"),
        fact("card-dataset", "CARD.md", 30, id="CIFAR100"),
        fact("card-dataset", "CARD.md", 31, id="mnist"),
    ]
    assert tally(count("r", labels, facts), "card-dataset") == (1, 1, 1, 2, 1)


def test_licences_of_a_card_are_a_kind_of_their_own(table: Path) -> None:
    labels = rows(
        table,
        "licence|LICENSE||1|MIT||scope=code|docs",
        "card-licence|CARD.md||4|ODC-By-1.0|prose||docs",
        "licence|notes.md||2|cc-by-4.0||scope=data|docs",
    )
    facts = [
        fact("licence", "LICENSE", 1, id="mit", covers="code"),
        fact("licence", "CARD.md", 4, id="odc-by", covers="data", card="CARD.md"),
        fact("licence", "CARD.md", 4, id="odc-by", covers="code", card="CARD.md"),
        fact("licence", "notes.md", 2, id="cc-by-4.0", covers="code", card="notes.md"),
    ]
    counted = count("r", labels, facts)
    assert tally(counted, "licence") == (2, 2, 2, 2, 2)
    assert tally(counted, "card-licence") == (1, 1, 1, 1, 1)
    covers = compare(counted.pairs)["covers"]
    assert (covers.compared, covers.right) == (2, 1)


def test_a_licence_labelled_as_the_cards_and_the_repositorys_is_found_twice(table: Path) -> None:
    labels = rows(
        table,
        "card-licence|CARD.md||4|mit|prose||docs",
        "licence|CARD.md||4|mit||scope=model|docs",
    )
    facts = [fact("licence", "CARD.md", 4, id="mit", covers="model", card="CARD.md")]
    counted = count("r", labels, facts)
    assert tally(counted, "licence") == tally(counted, "card-licence") == (1, 1, 1, 1, 1)


def test_sections_match_by_id_and_their_state_is_compared_apart(table: Path) -> None:
    labels = rows(
        table,
        "card-section|CARD.md||4|limitations|empty|accept_state=substantive|docs",
        "card-section|CARD.md||9|evaluation|substantive|accept=metrics¦results|docs",
        "card-section|CARD.md||20|contact|substantive||docs",
    )
    facts = [
        fact("card-section", "CARD.md", 4, id="limitations", state="substantive"),
        fact("card-section", "CARD.md", 9, id="metrics", state="placeholder"),
        fact("card-section", "CARD.md", 20, id="other", state="substantive"),
    ]
    counted = count("r", labels, facts)
    assert tally(counted, "card-section") == (3, 2, 2, 3, 2)
    state = compare(counted.pairs)["state"]
    assert (state.compared, state.right) == (2, 1)


def test_metrics_of_a_card_match_by_value_and_dataset(table: Path) -> None:
    labels = rows(
        table,
        "card-metric|CARD.md||7|accuracy|prose|value=~96.5%;dataset=Fair-Face|docs",
        "card-metric|CARD.md||7|unnamed|table|value=>98%;dataset=FairFace|docs",
        "card-metric|CARD.md||8|f1|table|value=0.5;dataset=SQuAD|docs",
    )
    facts = [
        fact("card-metric", "CARD.md", 7, name="acc", printed="96.5%", dataset="fairface"),
        fact("card-metric", "CARD.md", 7, value=98, dataset="FairFace"),
        fact("card-metric", "CARD.md", 8, name="f1", value=0.5, dataset="QuAC"),
    ]  # fmt: skip
    counted = count("r", labels, facts)
    assert tally(counted, "card-metric") == (3, 2, 2, 3, 2)
    names = compare(counted.pairs)["name"]
    assert (names.compared, names.right) == (2, 1)


def test_unknown_absent_and_a_value_are_three_answers(table: Path) -> None:
    labels = rows(
        table,
        "model-load|m.py||1|a/x|literal|revision=absent;remote_code=True;origin=hub|source",
        "model-load|m.py||5|a/y|literal|revision=unknown;remote_code=absent;origin=hub|source",
        "seed-set|m.py||9|||seed=1337 plus the rank;accept_seed=1337¦unknown|source",
        "seed-set|m.py||12|||seed=0 (by default)|test",
        "unsafe-load|m.py||15|unknown|unknown|guard=weights_only absent|source",
        "download|m.py||18|https://x.org/a|literal|checksum=present;revision=absent|source",
    )
    facts = [
        fact("model-load", "m.py", 1, id="a/x", remote_code=True, origin="hub"),
        fact("model-load", "m.py", 5, id="a/y", remote_code=False, origin="local"),
        fact("seed-set", "m.py", 9, value=UNKNOWN),
        fact("seed-set", "m.py", 12, value=0, scope="test"),
        fact("unsafe-load", "m.py", 15, id=UNKNOWN),
        fact("download", "m.py", 18, id="https://x.org/a/", checksum="abc", revision=None),
    ]
    fields = compare(count("r", labels, facts).pairs)
    counts = {name: (field.compared, field.right) for name, field in fields.items()}
    assert counts == {
        "revision": (3, 2),
        "remote_code": (2, 1),
        "origin": (2, 1),
        "seed": (2, 2),
        "scope": (6, 6),
        "guard": (1, 1),
        "checksum": (1, 1),
    }


def test_an_answer_of_unknown_is_not_right_but_unsure(table: Path) -> None:
    labels = rows(
        table,
        "dataset-load|d.py||1|imdb|literal|origin=hub|source",
        "dataset-load|d.py||5|squad|literal|origin=hub|source",
    )
    facts = [
        fact("dataset-load", "d.py", 1, id="imdb", origin=UNKNOWN),
        fact("dataset-load", "d.py", 5, id="squad", origin="local"),
    ]
    origin = compare(count("r", labels, facts).pairs)["origin"]
    assert (origin.compared, origin.right, origin.unsure) == (2, 0, 1)


def test_a_note_on_the_condition_of_a_call_is_no_guard(table: Path) -> None:
    labels = rows(table, "model-publish|p.py||3|unknown|unknown|guard=only if asked|source")
    counted = count("r", labels, [fact("model-publish", "p.py", 3, id=UNKNOWN)])
    assert "guard" not in compare(counted.pairs)


@pytest.mark.parametrize(
    ("kind", "left", "right", "equal"),
    [
        ("dataset-load", "./Data/a.csv", "data/a.csv", True),
        ("dataset-load", "squad", "rajpurkar/squad", True),
        ("dataset-load", "x/squad", "rajpurkar/squad", False),
        ("dataset-load", "a.csv", "data/raw/a.csv", False),
        ("dataset-load", "https://huggingface.co/datasets/a/b", "a/b", True),
        ("download", "https://github.com/a/b.git", "https://github.com/a/b/", True),
        ("dataset-load", "CIFAR-100", "cifar100", False),
        ("card-dataset", "CIFAR-100", "cifar100", True),
        ("metric-compute", "roc_auc", "ROC AUC", True),
        ("licence", "Apache 2.0 (code and data)", "apache-2.0", True),
        ("licence", "CC-BY-NC-4.0", "cc-by-4.0", False),
    ],
)
def test_ids_compare_by_kind(kind: str, left: str, right: str, *, equal: bool) -> None:
    assert same(kind, left, right) is equal
    assert same(kind, right, left) is equal


def test_numbers_are_read_without_their_signs() -> None:
    assert [number(text) for text in ("~96.5%", "> 1,234", "around 50 %", 0.5, "none")] == [
        96.5,
        1234,
        50,
        0.5,
        None,
    ]


def test_wilson_bounds() -> None:
    # Reference: 8 of 10 gives 0.490-0.943 (Newcombe 1998 method, computed by hand).
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0
    assert wilson(0, 5)[0] == 0.0


def test_the_report_names_kinds_repositories_and_what_went_wrong(table: Path) -> None:
    labels = rows(
        table,
        "dataset-load|t.py||3|imdb|literal|origin=hub|source",
        "dataset-load|t.py||9|squad|literal||source",
    )
    facts = [
        fact("dataset-load", "t.py", 3, id="imdb", origin="local"),
        fact("dataset-load", "t.py", 40, id="glue"),
    ]
    counted = [count("owner__repo", labels, facts)]
    fields = compare(counted[0].pairs)
    text = "\n".join(report(counted, fields))
    kind = next(line for line in text.splitlines() if line.startswith("dataset-load"))
    assert kind.split() == [
        "dataset-load", "2", "1", "0.500", "0.09-0.91", "1", "2", "1", "0.500", "0.09-0.91",
    ]  # fmt: skip
    assert "all kinds under 30" in text
    assert "owner__repo" in text
    listed = list(details(counted, fields))
    assert listed == [
        "missed  owner__repo  t.py:9  dataset-load  squad",
        "false   owner__repo  t.py:40  dataset-load  glue",
        "wrong origin  t.py:3  dataset-load  wanted hub, got local",
    ]
