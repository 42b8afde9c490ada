from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from builders import make_rule
from msgspec.structs import replace
from shipped import plain, source

from rai_lint.extract import shared_rows as module
from rai_lint.extract.data_rows import rows_of
from rai_lint.extract.shared_rows import shared_rows
from rai_lint.extract.split_files import split_pairs
from rai_lint.extract.telling import telling
from rai_lint.model.report import Finding
from rai_lint.model.source import Place, Skipped, Source
from rai_lint.report.finding_text import finding_lines
from rai_lint.report.options import Options
from rai_lint.report.style import Style

TEXTS = (
    "the ferry left an hour late and nobody told us why",
    "please send the timetable for the winter season to me",
    "my ticket was charged twice on the same morning",
    "thank you for the kind help at the harbour desk",
)


def found(files: Mapping[str, str | bytes]) -> list[dict[str, Any]]:
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def load(at: Source, limit: int) -> bytes:
        return data[at.path][:limit]

    return [plain(fact) for fact in shared_rows([source(p, len(d)) for p, d in data.items()], load)]


def shared(train: str, held: str, suffix: str = ".csv") -> Any:
    (fact,) = found({f"train{suffix}": train, f"test{suffix}": held})
    return fact["shared"]


def table(*texts: str, head: str = "text,label") -> str:
    return "\n".join((head, *(f"{text},1" for text in texts))) + "\n"


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_a_pair_of_files_tells_what_they_share_and_where() -> None:
    files = {"data/train.csv": table(*TEXTS), "data/dev.csv": table(*TEXTS[2:], "new text here")}
    assert found(files) == [
        {
            "line": 1,
            "id": "data/dev.csv",
            "split": "validation",
            "train": "data/train.csv",
            "rows": 3,
            "shared": 2,
            "share": 2 / 3,
            "lines": (2, 3),
            "train_lines": (4, 5),
        }
    ]


def test_no_row_is_kept() -> None:
    facts = found({"train.jsonl": lines(*TEXTS), "test.jsonl": lines(*TEXTS)})
    assert "ferry" not in repr(facts)


@pytest.mark.parametrize(
    ("paths", "pairs"),
    [
        (("data/train.csv", "data/test.csv"), 1),
        (("a_train_v2.csv", "a_test_v2.csv", "a_dev_v2.csv", "a_test_v3.csv"), 2),
        (("trainData.json", "testData.json"), 1),
        (("train/a.jsonl", "test/a.jsonl", "test/b.jsonl"), 1),
        (("data/train/train.csv", "data/test/test.csv"), 1),
        (("train_set/a.csv", "validation_set/a.csv"), 1),
        (("fold_1/train.csv", "fold_2/test.csv"), 0),
        (("train_1.csv", "test_2.csv"), 0),
        (("train.csv", "test.tsv"), 0),
        (("train.csv", "train_test.csv", "train_dev_split.csv"), 0),
        (("val.csv", "test.csv"), 0),
        (("train.parquet", "test.parquet"), 0),
        (("train_vocab.json", "test_vocab.json"), 0),
        (("logs/train.csv", "logs/eval.csv"), 0),
        (("train_model/a.json", "test_model/a.json"), 0),
        (("vendor/train.csv", "vendor/test.csv"), 1),
        (("latest.csv", "training.csv", "contest.csv"), 0),
    ],
)
def test_files_are_splits_of_one_set_by_their_names(paths: tuple[str, ...], pairs: int) -> None:
    assert len(split_pairs(source(path) for path in paths)) == pairs


def test_what_others_wrote_is_not_compared() -> None:
    assert found({"vendor/train.csv": table(*TEXTS), "vendor/test.csv": table(*TEXTS)}) == []


def test_numbers_of_rows_and_names_of_splits_are_not_compared() -> None:
    one = "id,text,split\n" + "".join(f"{i},{text},train\n" for i, text in enumerate(TEXTS))
    other = "id,text,split\n" + "".join(f"{i + 9},{text},test\n" for i, text in enumerate(TEXTS))
    assert shared(one, other) == 4
    ids = [json.dumps({"id": f"{word}-{i}", "text": TEXTS[i]}) for i in range(4) for word in "ab"]
    assert shared("\n".join(ids[::2]), "\n".join(ids[1::2]), ".jsonl") == 4


def test_an_id_that_names_something_else_is_compared() -> None:
    def clips(folder: str) -> str:
        return "\n".join(
            json.dumps({"id": f"{folder}/{i}.wav", "text": t}) for i, t in enumerate(TEXTS)
        )

    assert shared(clips("a"), clips("b"), ".jsonl") == 0
    assert shared(clips("a"), clips("a"), ".jsonl") == 4


def test_json_is_the_same_in_any_order_of_keys_and_over_lines() -> None:
    one = [{"q": text, "a": ["yes"]} for text in TEXTS]
    other = [{"a": ["yes"], "q": text} for text in reversed(TEXTS)]
    (fact,) = found({"train.json": json.dumps(one), "dev.json": json.dumps(other, indent=2)})
    assert (fact["shared"], fact["lines"], fact["train_lines"]) == (4, (2, 8), (1, 1))


def test_short_and_empty_rows_do_not_count() -> None:
    assert shared(table("good", "bad"), table("good", "bad")) == 0
    assert shared(lines("", "yes please"), lines("", "yes please"), ".jsonl") == 0


def test_short_rows_count_where_one_file_is_a_part_of_the_other() -> None:
    words = [f"{one}{two}" for one in "abcdefgh" for two in "klmnopqr"]
    assert shared(table(*words), table(*words[:30])) == 30
    assert shared(table(*words), table(*words)) == 0
    assert shared(table(*words * 2), table(*words[:30])) == 0
    assert shared(table(*words), table(*words[:10])) == 0


def test_what_all_rows_say_does_not_count() -> None:
    moods = ("fine", "sad", "glad", "grim", "warm", "keen", "sour", "mild", "calm", "cold", "dull")
    asked = [f"Say whether the mood of this word is good or bad: {mood}" for mood in moods]
    assert shared(lines(*asked), lines(*asked), ".jsonl") == 0


def test_characters_of_scripts_without_spaces_are_half_a_word() -> None:
    # What berth is the ship at; what is the weather of the harbour tomorrow; yes.
    texts = ("这艘船今天停在哪个泊位上", "明天港口的天气会怎么样呢", "是的")
    assert shared(lines(*texts), lines(*texts), ".jsonl") == 2


def test_rows_of_numbers_count_where_training_rows_do_not_repeat() -> None:
    rows = [",".join(f"{(i * 7 + j * 13) % 97}.{i}{j}37" for j in range(1, 8)) for i in range(1, 9)]
    head = "a,b,c,d,e,f,g\n"
    assert shared(head + "\n".join(rows), head + "\n".join(rows[:4])) == 4
    assert shared(head + "\n".join(rows * 2), head + "\n".join(rows[:4])) == 0
    few = "1,2,3,4,5,6,7\n3,1,2,2,1,1,1\n"
    assert shared(head + few, head + few) == 0


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("a.csv", "text,label\na,1\nb\nc,2\n", 2),
        ("a.csv", 'text,label\n"a\nb",1\n"c, d",2\n', 2),
        ("a.csv", "1;2\n3;4\n", 2),
        ("a.csv", "", 0),
        ("a.tsv", 'text\tlabel\nsay "hi\t1\n', 1),
        ("a.csv", "id\n1\n2\n", 2),
        ("a.csv", f"{'x' * 200_000},b\n1,2\n", 0),
        ("a.jsonl", '{"a": 1}\n\n{"a": 2}\n{"a": ', 2),
        ("a.json", '{"a": 1}\n{"a": 2}\n', 2),
        ("a.json", '{\n  "a": [1]\n}\n', 0),
        ("a.json", '[{"a": 1}, {"a": 2}, {"a"', 2),
        ("a.json", "[1, 2]", 0),
        ("a.json", "[" * 100_000, 0),
        ("a.jsonl", '{"a":' * 100_000, 0),
    ],
)
def test_rows_are_read_as_far_as_they_are_whole(path: str, text: str, count: int) -> None:
    assert len(list(rows_of(path, text))) == count


def test_a_row_stands_where_it_begins() -> None:
    rows = rows_of("a.csv", 'text,label\n"a\nb",1\nc,2\n')
    assert [row.line for row in rows] == [2, 4]


def test_deep_values_are_looked_at_so_far() -> None:
    assert telling(()).text("[" * 50 + '"one two three four five six"' + "]" * 50) is False


def test_what_is_not_here_leaves_it_unknown() -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    assert shared(pointer, table(*TEXTS)) == "? the content is not here: a git-lfs pointer"
    at = [source("train.csv"), source("test.csv")]
    (fact,) = shared_rows(at, lambda each, _: Skipped(each.path, "cannot be opened"))
    assert plain(fact)["share"] == "? cannot be opened"


def test_files_that_are_no_tables_say_nothing() -> None:
    assert found({"train.json": "{}", "test.json": "{}"}) == []
    assert found({"train.json": "{}", "test.json": json.dumps([{"a": 1}])}) == []


def test_of_long_files_the_start_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    many = table(*(f"{text}, number {i}" for i in range(40) for text in TEXTS), head="a,b,c")
    monkeypatch.setattr(module, "MAX_BYTES", 4_000)
    assert shared(many, many) > 20
    monkeypatch.setattr(module, "MAX_BYTES", 400)
    assert shared(many, many) == "? only the first 0 MB are read"


def test_of_many_files_so_much_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ALL", 400)
    names = ("a/train.csv", "a/test.csv", "b/train.csv", "b/test.csv")
    first, second = found({name: table(*TEXTS) for name in names})
    assert first["shared"] == "? only the first 0 MB are read"
    assert second["shared"] == "? only 0 MB of all files are compared"


def test_the_line_of_a_row_is_not_shown() -> None:
    rule = replace(make_rule("EVL025"), subject="shared-rows")
    here = Finding(
        rule=rule,
        severity="warning",
        subject="a",
        unit=".",
        message="m",
        places=(Place("a.jsonl"),),
    )
    options = Options(lines=lambda *_: ("Ada lives here",))
    text = "\n".join(finding_lines(here, options, Style()))
    assert "EVL025" in text
    assert "Ada" not in text
