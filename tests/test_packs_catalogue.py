# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

from pathlib import Path

import pytest
from rulefiles import problems_of, write_pack

from rai_lint.model.knowledge import ApiClass, ApiObject, ApiRecipe, FieldSource, When
from rai_lint.packs.store import load_pack

API = """\
library: datasets
source: datasets 5.2.0
date: "2026-11-20"
objects:
  - {call: [datasets.Dataset.map, "datasets.Dataset.fil*"], is-a: $receiver}
classes:
  - {name: trl.SFTTrainer, bases: [transformers.Trainer]}
calls:
  - call: datasets.load_dataset
    fact: dataset-load
    when:
      - {position: 0, keyword: path, not-in: [csv, json]}
      - {keyword: safety, contains: [BLOCK_NONE]}
      - {keyword: name, given: false}
    fields:
      provider: =datasets
      id: 0 path
      config: "1"
      split: split
      revision: {keyword: [revision, version], default: null}
      remote_code: {value: false, values: {"True": true}}
      object: {of: "receiver:model", loaded: true}
      origin: {infer: origin}
    beside: ["?.backward"]
    imports: [torch]
    once: function
recipes:
  - keys: ["mix.datasets[].id", dataset_name]
    fact: dataset-load
    fields: {split: split}
    fixed: {provider: datasets}
    needs: model
"""


def test_short_and_long_forms_say_the_same_in_the_compiled_catalogue(tmp_path: Path) -> None:
    catalogue = load_pack(write_pack(tmp_path, {"apis/d.yaml": API}), None).knowledge.catalogue
    (call,) = catalogue.calls

    assert call.patterns == ("datasets.load_dataset",)
    assert call.when == (
        When(position=0, keyword=("path",), not_in=("csv", "json")),
        When(keyword=("safety",), contains=("BLOCK_NONE",)),
        When(keyword=("name",), given=False),
    )
    assert call.fields == {
        "provider": FieldSource(value="datasets", has_value=True),
        "id": FieldSource(position=0, keyword=("path",)),
        "config": FieldSource(position=1),
        "split": FieldSource(keyword=("split",)),
        "revision": FieldSource(keyword=("revision", "version"), has_default=True),
        "remote_code": FieldSource(value=False, has_value=True, values={"True": True}),
        "object": FieldSource(of="receiver:model", loaded=True),
        "origin": FieldSource(infer="origin"),
    }
    assert (call.beside, call.imports, call.once) == (("?.backward",), ("torch",), "function")
    assert catalogue.objects == (
        ApiObject(patterns=("datasets.Dataset.map", "datasets.Dataset.fil*"), is_a="$receiver"),
    )
    assert catalogue.classes == (ApiClass(name="trl.SFTTrainer", bases=("transformers.Trainer",)),)
    assert catalogue.recipes == (
        ApiRecipe(
            keys=("mix.datasets[].id", "dataset_name"),
            fact="dataset-load",
            fields={"split": "split"},
            fixed={"provider": "datasets"},
            needs=("model",),
        ),
    )


def test_files_count_in_name_order_and_entries_in_file_order(tmp_path: Path) -> None:
    text = "library: {0}\ncalls:\n  - {{call: {0}.b, fact: ui-app}}\n  - {{call: {0}.a, fact: ui-app}}\n"
    files = {f"apis/{name}.yaml": text.format(name) for name in ("two", "one")}

    calls = load_pack(write_pack(tmp_path, files), None).knowledge.catalogue.calls

    assert [call.patterns[0] for call in calls] == ["one.b", "one.a", "two.b", "two.a"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("fact: dataset-load\n    when", "fact: dataset-loads\n    when",
         "10:11: unknown kind of fact `dataset-loads`; did you mean `dataset-load`?"),
        ("      split: split", "      splt: split",
         "19:7: `dataset-load` has no field `splt`; did you mean `split`?"),
        ("id: 0 path", "id: path 0", "17:11: `path 0` is none of `=text`, `0 path` and `path`"),
        ("call: datasets.load_dataset", "call: datasets.load-dataset",
         "9:11: `datasets.load-dataset` is not a dotted name with `*` or `**` (or `?.` in front)"),
        ("keyword: path, not-in: [csv, json]", "keyword: path",
         "12:9: asks nothing; it needs `in`, `not-in`, `given`, `contains`, `matches` or `made-by`"),
        ("{keyword: name, given: false}", "{given: false}",
         "14:9: names no argument; it needs `position` or `keyword`"),
        ("{infer: origin}", "{of: receiver}", "23:15: says nothing about where the field comes from"),
        ("{infer: origin}", "{infer: orign}", "23:23: `orign` is not allowed here; did you mean `origin`?"),
        ("{keyword: name, given: false}", "{keyword: name, matches: '('}",
         "14:34: not an RE2 pattern: missing ): ("),
        ("once: function", "once: repository", "26:11: `repository` is not allowed here; allowed: file, function"),
        ("{provider: datasets}", "{providr: datasets}",
         "31:13: `dataset-load` has no field `providr`; did you mean `provider`?"),
        ("position: 0", "position: -1", "12:20: -1 is below 0"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_catalogue_is_named(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    assert old in API

    lines = problems_of(tmp_path / "p", {"apis/d.yaml": API.replace(old, new, 1)})

    assert lines == [f"p/apis/d.yaml:{complaint}"]


def test_wrong_keys_do_not_hide_what_is_wrong_with_the_rest_of_a_library(tmp_path: Path) -> None:
    text = """\
libary: x
calls:
  - call: x.load
    fact: dataset-laod
    when: [{position: 0, matches: "(a"}]
  - call: "x load"
    fact: dataset-load
    fields: {id: {positon: 0}, idd: 0 path, split: 3}
"""

    assert problems_of(tmp_path / "p", {"apis/x.yaml": text}) == [
        "p/apis/x.yaml:1:1: the key `library` is missing",
        "p/apis/x.yaml:1:1: unknown key `libary`; did you mean `library`?",
        "p/apis/x.yaml:4:11: unknown kind of fact `dataset-laod`; did you mean `dataset-load`?",
        "p/apis/x.yaml:5:35: not an RE2 pattern: missing ): (a",
        "p/apis/x.yaml:6:11: `x load` is not a dotted name with `*` or `**` (or `?.` in front)",
        "p/apis/x.yaml:8:19: unknown key `positon`; did you mean `position`?",
        "p/apis/x.yaml:8:32: `dataset-load` has no field `idd`; did you mean `id`?",
        "p/apis/x.yaml:8:52: expected text or a mapping, found `3`",
    ]
