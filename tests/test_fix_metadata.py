# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

import pytest
import yaml
from fixing import card_after, card_fix, planned
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

ID = "owner/data-1.0"


def card(front: str) -> str:
    """Return a card with this front matter."""
    return f"---\n{front}---\n# Title\n\ndatasets: none\n"


_ITEMS = {
    "license: mit\n": f"license: mit\ndatasets:\n- {ID}\n",
    "": f"datasets:\n- {ID}\n",
    "tags:\n  - a\n": f"tags:\n  - a\ndatasets:\n  - {ID}\n",
    "datasets:\n- a/b\nlicense: mit\n": f"datasets:\n- a/b\n- {ID}\nlicense: mit\n",
    "datasets:\n  -   'a/b'  # old\nx: 1\n": f"datasets:\n  -   'a/b'  # old\n  -   {ID}\nx: 1\n",
    "datasets: [a/b]  # one\n": f"datasets: [a/b, {ID}]  # one\n",
    "datasets: [a/b, ]\n": f"datasets: [a/b, {ID}, ]\n",
    "datasets: []\n": f"datasets: [{ID}]\n",
    "datasets: [\n  a/b,  # x\n  c\n]\n": f"datasets: [\n  a/b,  # x\n  c, {ID}\n]\n",
    "datasets:\nx: 1\n": f"datasets:\n- {ID}\nx: 1\n",
    "datasets:  # none yet\nx: 1\n": f"datasets:  # none yet\n- {ID}\nx: 1\n",
    "text: |\n  datasets:\n  - a\n": f"text: |\n  datasets:\n  - a\ndatasets:\n- {ID}\n",
    '"datasets":\n- a\n\n# end\n': f'"datasets":\n- a\n- {ID}\n\n# end\n',
}


@pytest.mark.parametrize("front", _ITEMS)
def test_an_item_is_added_as_the_card_writes_its_lists(front: str) -> None:
    after = card_after(card(front), card_fix("add-item", "datasets", ID))
    assert after == card(_ITEMS[front])
    again = card_after(after, card_fix("add-item", "datasets", ID))
    assert again == "not fixed: `datasets` has it already"


_LEFT = {
    "datasets: a/b\n": "`datasets` is no list",
    "datasets: null\n": "`datasets` is no list",
    "datasets:\n- &x a/b\ntags: [*x]\n": "the front matter has anchors or tags",
    "datasets: !!set {a, b}\n": "the front matter has anchors or tags",
    "datasets: [a]\ndatasets: [b]\n": "`datasets` is given twice",
    "datasets:\n- {id: a}\n": "the last item of the list is not written on a line of its own",
    "datasets:\n- |\n  a\n": "the last item of the list is not written on a line of its own",
    "{a: 1, b: 2}\n": "the front matter of the card is not written as keys and values",
    "- a\n- b\n": "the front matter of the card is not written as keys and values",
    "a: [1\n": "the front matter of the card is not YAML",
    f"a: {'[' * 3000}\n": "the front matter of the card is not YAML",
    f"a: {'x' * 70_000}\n": "the front matter is too long to be edited",
    "a: 1\n--- \nb: 2\n": "",
}


@pytest.mark.parametrize("front", _LEFT)
def test_front_matter_that_cannot_be_edited_soundly_is_left(front: str) -> None:
    after = card_after(card(front), card_fix("add-item", "datasets", ID))
    if _LEFT[front]:
        assert after == f"not fixed: {_LEFT[front]}"
    else:
        assert after == card(f"a: 1\ndatasets:\n- {ID}\n--- \nb: 2\n")


@pytest.mark.parametrize("text", ["# Title\n", "", "text\n---\na: 1\n---\n", "---\na: 1\n"])
def test_a_card_without_front_matter_gets_none(text: str) -> None:
    after = card_after(text, card_fix("add-key", "base_model", ID))
    assert after.startswith("not fixed: the ")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a/b", "a/b"),
        ("123", '"123"'),
        ("no", '"no"'),
        ("1e4", "1e4"),
        ("2024-01-01", '"2024-01-01"'),
    ],
)
def test_a_name_is_written_so_that_it_is_read_as_text(value: str, written: str) -> None:
    after = card_after(card("license: mit\n"), card_fix("add-key", "base_model", value))
    assert after == card(f"license: mit\nbase_model: {written}\n")


@pytest.mark.parametrize(
    "value", ["a b", "a: b", "a\nb: c", "[a]", "#a", "a'", '"', "", "é", "-a", "a" * 300]
)
def test_what_is_no_plain_name_is_never_written(value: str) -> None:
    after = card_after(card("license: mit\n"), card_fix("add-key", "base_model", value))
    assert after == "not fixed: the name is not one that can be written plainly"


def test_a_key_that_is_there_is_not_added() -> None:
    after = card_after(card("base_model: x\n"), card_fix("add-key", "base_model", ID))
    assert after == "not fixed: the card has `base_model` already"


_VALUES = {
    ("license: MIT\n", "license"): "license: mit\n",
    ('license: "MIT"  # ours\n', "license"): 'license: "mit"  # ours\n',
    ("license:\n- MIT\n- x\n", "license.0"): "license:\n- mit\n- x\n",
    ("license: [x, 'MIT']\n", "license.1"): "license: [x, 'mit']\n",
}


@pytest.mark.parametrize(("front", "name"), _VALUES)
def test_a_value_is_replaced_where_it_stands(front: str, name: str) -> None:
    after = card_after(card(front), card_fix("set-value", name, "mit"))
    assert after == card(_VALUES[front, name])


@pytest.mark.parametrize(
    ("front", "name"),
    [("license: >\n  MIT\n", "license"), ("license: [a]\n", "license.3"), ("license: a\n", "license.0"),
     ("license: {a: b}\n", "license"), ("x: 1\n", "license"), ("license:\n", "license")],
)  # fmt: skip
def test_a_value_that_is_not_on_one_line_is_left(front: str, name: str) -> None:
    after = card_after(card(front), card_fix("set-value", name, "mit"))
    assert after == f"not fixed: `{name}` is not written on one line"


def test_one_name_becomes_a_list_of_one() -> None:
    after = card_after(card("tags: nlp  # x\n"), card_fix("make-list", "tags"))
    assert after == card("tags: [nlp]  # x\n")
    quoted = card_after(card("tags: 'nlp'\n"), card_fix("make-list", "tags"))
    assert quoted == card("tags: ['nlp']\n")


@pytest.mark.parametrize("value", ["a, b", "two words", "a;b", "{a: b}", "|\n  a", "[]", ""])
def test_what_may_be_several_names_is_no_list_of_one(value: str) -> None:
    after = card_after(card(f"tags: {value}\n"), card_fix("make-list", "tags"))
    assert after == "not fixed: `tags` may name several things, or something else than a name"


def test_edits_of_one_card_are_made_one_after_another() -> None:
    files = {"README.md": card("datasets: a/b\nlicense: MIT\n").encode()}
    found = planned(
        files,
        card_fix("make-list", "datasets"),
        card_fix("add-item", "datasets", "c/d"),
        card_fix("add-item", "datasets", "e/f"),
        card_fix("set-value", "license", "mit"),
    )
    (edit,) = found.files
    assert edit.after == card("datasets: [a/b, c/d, e/f]\nlicense: mit\n").encode()


def test_every_other_byte_of_a_card_is_kept() -> None:
    before = b"\xef\xbb\xbf\r\n---\r\nlicense: MIT  \r\n--- \r\n# T\xc3\xa9\x0c\r\ntext\n\x1bend"
    fix = card_fix("set-value", "license", "mit")
    (edit,) = planned({"README.md": before}, fix).files
    assert edit.after == before.replace(b"MIT", b"mit")
    (edit,) = planned({"README.md": before}, card_fix("add-key", "base_model", "a/b")).files
    assert edit.after == before.replace(b"--- \r\n", b"base_model: a/b\r\n--- \r\n")


def test_only_documents_have_front_matter() -> None:
    fix = card_fix("add-key", "base_model", "a/b")
    other = replace(fix, at=replace(fix.at, path="card.yaml"))
    found = planned({"card.yaml": b"---\na: 1\n---\n"}, other)
    assert [each.because for each in found.not_fixed] == [
        "only the front matter of cards is edited"
    ]


_KEYS = st.sampled_from(
    ["license: mit", "tags: [a, b]", "tags:\n- a\n- b", "x: |\n  y\n   z", "# note", ""]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(_KEYS, max_size=4, unique_by=lambda key: key[:4]),
    st.sampled_from(["", "datasets:", "datasets: []", "datasets:\n  - a", "datasets: [a]  # b"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_an_item_added_to_any_card_is_all_that_changes(keys: list[str], own: str, end: str) -> None:
    front = "".join(f"{part}\n" for part in (*keys, own))
    data = card(front).replace("\n", end).encode()
    found = planned({"README.md": data}, card_fix("add-item", "datasets", ID))
    if found.not_fixed:
        return
    after = found.files[0].after.decode().replace(end, "\n")
    before = yaml.safe_load(front) or {}
    before["datasets"] = [*(before.get("datasets") or []), ID]
    assert yaml.safe_load(after.split("---\n")[1]) == before
    lines = after.splitlines()
    assert [line for line in card(front).splitlines() if line not in lines] in ([], [own])
