# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

from pathlib import Path

import pytest
from rulefiles import DATASETS, VOCABULARY, problems_of, rule_text, write_pack

from rai_lint.model.pack import GuidelineItem, Profile
from rai_lint.packs.store import load_pack

PROFILE = """\
name: basic
title: The default
select: [DAT]
ignore: [dataset-undeclared]
severity: {DAT001: error}
"""
GUIDELINE = """\
id: hf-model-card
title: Model cards of the Hub
source: https://example.org
date: "2026-11-20"
dated: read
items:
  - {id: datasets, text: The training data are named., rules: [DAT001]}
  - {id: contact, text: Somebody answers.}
"""


def test_entries_inherit_source_and_date_and_keep_their_values(tmp_path: Path) -> None:
    table = load_pack(write_pack(tmp_path, VOCABULARY), None).knowledge.table("datasets")
    term = table.find("Large movie review dataset")

    assert term is not None
    assert (term.id, term.source, term.date) == (
        "stanfordnlp/imdb",
        "https://example.org",
        "2026-11-20",
    )
    assert term.values == {"licence": "other", "languages": ("en",)}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("licence: other", "license: other", "7:71: unknown key `license`; did you mean `licence`?"),
        ("{id: old/faces", "{id: 3", "9:10: `id` must be text (quoted, if it looks like something else)"),
        ("{id: old/faces", "{di: x", "9:5: `id` must be text (quoted, if it looks like something else)"),
        ("id: old/faces", "id: big/crawl", "9:10: `big/crawl` stands in this table twice"),
        ("names: [imdb,", "names: [3,", '7:36: a name must be text: write "3" in quotes'),
        ("table: datasets", "table: Data Sets",
         "1:8: `Data Sets` does not have the form ^[a-z][a-z0-9]*(-[a-z0-9]+)*$"),
        ('date: "2026-11-20"', "date: today", "5:7: `today` does not have the form"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_vocabulary_is_named(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    lines = problems_of(tmp_path / "p", {"vocabulary/d.yaml": DATASETS.replace(old, new, 1)})

    assert lines[0].startswith(f"p/vocabulary/d.yaml:{complaint}")


def test_patterns_of_a_vocabulary_are_checked(tmp_path: Path) -> None:
    text = "table: phrases\nabout: x\nfields: [patterns]\nentries: [{id: a, patterns: ['(b']}]\n"

    assert problems_of(tmp_path / "p", {"vocabulary/x.yaml": text}) == [
        "p/vocabulary/x.yaml:4:30: not an RE2 pattern: missing ): (b"
    ]


def test_profiles_and_guidelines_are_compiled(tmp_path: Path) -> None:
    files = {"dat/r.yaml": rule_text(), "profiles/b.yaml": PROFILE, "guidelines/g.yaml": GUIDELINE}
    pack = load_pack(write_pack(tmp_path, files), None)

    assert pack.profiles == (
        Profile(
            name="basic",
            title="The default",
            select=("DAT",),
            ignore=("dataset-undeclared",),
            severity={"DAT001": "error"},
        ),
    )
    assert [(each.id, each.date) for each in pack.guidelines] == [("hf-model-card", "2026-11-20")]
    assert pack.guidelines[0].items == (
        GuidelineItem(id="datasets", text="The training data are named.", rules=("DAT001",)),
        GuidelineItem(id="contact", text="Somebody answers."),
    )


def test_codes_of_a_profile_name_rules(tmp_path: Path) -> None:
    text = PROFILE.replace("[DAT]", "[DAT002, ALL]").replace("{DAT001: error}", "{DATA: note}")

    assert problems_of(tmp_path / "p", {"dat/r.yaml": rule_text(), "profiles/b.yaml": text}) == [
        "p/profiles/b.yaml:3:10: `DAT002` names no rule or family; did you mean `DAT001`?",
        "p/profiles/b.yaml:5:12: `DATA` is no rule id; allowed: DAT001",
    ]


def test_a_profile_cannot_make_an_error_of_what_is_not_sure(tmp_path: Path) -> None:
    files = {"dat/r.yaml": rule_text(confidence="medium"), "profiles/b.yaml": PROFILE}

    assert problems_of(tmp_path / "p", files) == [
        "p/profiles/b.yaml:5:20: an error must be sure: the confidence of DAT001 is not high"
    ]


def test_an_item_has_the_rules_that_refer_to_it_and_a_date_of_its_own(tmp_path: Path) -> None:
    late = "text: Somebody answers., date: '2027-12-02'"
    files = {
        "dat/r.yaml": rule_text(references=["hf-model-card/contact"]),
        "guidelines/g.yaml": GUIDELINE.replace("text: Somebody answers.", late),
    }

    contact = load_pack(write_pack(tmp_path, files), None).guidelines[0].items[1]

    assert (contact.rules, contact.date) == (("DAT001",), "2027-12-02")


def test_no_rule_gives_evidence_for_what_no_machine_can_check(tmp_path: Path) -> None:
    never = "text: Somebody answers., checkable: false"
    files = {
        "dat/r.yaml": rule_text(references=["hf-model-card/contact"]),
        "guidelines/g.yaml": GUIDELINE.replace("text: Somebody answers.", never),
    }

    complaint = "no machine can check this, but DAT001 claims to give evidence for it"
    assert problems_of(tmp_path / "p", files) == [f"p/guidelines/g.yaml:8:55: {complaint}"]


def test_items_of_a_guideline_stand_there_once(tmp_path: Path) -> None:
    text = GUIDELINE.replace("id: contact", "id: datasets")

    assert problems_of(tmp_path / "p", {"guidelines/g.yaml": text, "dat/r.yaml": rule_text()}) == [
        "p/guidelines/g.yaml:8:10: the item `datasets` stands here twice"
    ]


def test_rules_and_guidelines_name_each_other_rightly(tmp_path: Path) -> None:
    files = {
        "dat/r.yaml": rule_text(references=["hf-model-card/dataset", "hf-modelcard/contact"]),
        "guidelines/g.yaml": GUIDELINE.replace("[DAT001]", "[DAT001, DAT002]"),
    }

    no_item = "is no item of a guideline; did you mean"
    assert problems_of(tmp_path / "p", files) == [
        f"p/dat/r.yaml:9:3: `hf-model-card/dataset` {no_item} `hf-model-card/datasets`?",
        f"p/dat/r.yaml:10:3: `hf-modelcard/contact` {no_item} `hf-model-card`?",
        "p/guidelines/g.yaml:7:72: `DAT002` is no rule id; did you mean `DAT001`?",
    ]


def test_what_other_files_say_is_not_asked_where_they_cannot_be_read(tmp_path: Path) -> None:
    files = {
        "dat/r.yaml": rule_text(references=["hf-model-card/gone"], id=None),
        "guidelines/g.yaml": GUIDELINE.replace("id: datasets", "id: 3"),
        "profiles/b.yaml": PROFILE.replace("select: [DAT]", "select: [OTHER]\nselct: []"),
    }

    assert problems_of(tmp_path / "p", files) == [
        "p/dat/r.yaml:1:1: the key `id` is missing",
        "p/guidelines/g.yaml:7:10: expected text, found `3`",
        "p/profiles/b.yaml:4:1: unknown key `selct`; did you mean `select`?",
    ]


def test_all_faults_of_a_vocabulary_are_said_at_once(tmp_path: Path) -> None:
    text = """\
table: Words
about: Words.
matsch: exact
fields: [patterns]
entries:
  - {id: a, patterns: ["(a"], pattrns: []}
  - 3
  - {id: 4, names: a}
"""

    assert problems_of(tmp_path / "p", {"vocabulary/w.yaml": text}) == [
        "p/vocabulary/w.yaml:1:8: `Words` does not have the form ^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        "p/vocabulary/w.yaml:3:1: unknown key `matsch`; did you mean `match`?",
        "p/vocabulary/w.yaml:6:24: not an RE2 pattern: missing ): (a",
        "p/vocabulary/w.yaml:6:31: unknown key `pattrns`; did you mean `patterns`?",
        "p/vocabulary/w.yaml:7:5: expected a mapping, found `3`",
        "p/vocabulary/w.yaml:8:10: `id` must be text (quoted, if it looks like something else)",
        "p/vocabulary/w.yaml:8:20: `names` must be a list of texts",
    ]


def test_entries_are_not_blamed_for_a_list_of_fields_that_cannot_be_read(tmp_path: Path) -> None:
    text = "table: words\nabout: Words.\nfields: patterns\nentries: [{id: a, patterns: [b]}]\n"

    assert problems_of(tmp_path / "p", {"vocabulary/w.yaml": text}) == [
        "p/vocabulary/w.yaml:3:9: expected a list, found `patterns`"
    ]


def test_rules_are_not_blamed_for_vocabularies_that_cannot_be_read(tmp_path: Path) -> None:
    rule = rule_text(
        let={"terms": {"lookup": "gone", "of": "$id"}},
        where={"id": {"mentions": "bias"}},
        message="{{ terms.anything }}",
    )
    text = "table: gone\nabout: x\nentries: [{id: a}\n"

    assert problems_of(tmp_path / "p", {"vocabulary/w.yaml": text, "dat/r.yaml": rule}) == [
        "p/vocabulary/w.yaml:4:1: not YAML: did not find expected ',' or ']'"
    ]
    text = "table: gone\nabout: x\nentries: [{id: a}]\nfields: anything\n"
    rule = rule_text(let={"terms": {"lookup": "gone", "of": "$id"}}, message="{{ terms.anything }}")

    assert problems_of(tmp_path / "p", {"vocabulary/w.yaml": text, "dat/r.yaml": rule}) == [
        "p/vocabulary/w.yaml:4:9: expected a list, found `anything`"
    ]
