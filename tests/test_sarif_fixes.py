from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fixing import CARD, call_fix, card_fix, planned

from rai_lint.cli import cli
from rai_lint.model.fix import Edit


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One compiled pack for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


CODES = "SEC001,REP002,DAT009,DAT001,MDC008,MDC002,DAT004,RAI"
TRAIN = """\
import requests
import torch
from datasets import load_dataset
from sklearn.model_selection import train_test_split
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

rows = load_dataset("harbour/letters", split="train")
parts = rows.train_test_split(test_size=0.1)  # 10 %, größer ist zu groß
model = AutoModelForSequenceClassification.from_pretrained("distilbert/distilbert-base-uncased")
model.load_state_dict(torch.load("start.pt", map_location="cpu"))
Trainer(model=model, args=TrainingArguments("out"), train_dataset=parts["train"]).train()
größe = "ä"; left, right = train_test_split(parts["test"], random_state=None)
answer = 41  # rai-lint: ignore[DAT009] nothing is here
"""


def run(folder: Path, *options: str) -> str:
    options = ("check", str(folder), "--select", CODES, "--no-progress", *options)
    return CliRunner().invoke(cli, options, standalone_mode=False).stdout


def project(folder: Path, files: Mapping[str, bytes]) -> Path:
    (folder / ".git").mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def results(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, "--format", "sarif"))["runs"][0]["results"]
    return found


def apply(folder: Path, fixes: Sequence[dict[str, Any]]) -> None:
    """Patch files as a viewer would: from the last region to the first."""
    pieces: dict[str, list[tuple[int, int, str]]] = {}
    for fix in fixes:
        for change in fix["artifactChanges"]:
            path = change["artifactLocation"]["uri"]
            text = read(folder / path)
            for each in change["replacements"]:
                region = each["deletedRegion"]
                start = offset(text, region["startLine"], region["startColumn"])
                end = offset(text, region["endLine"], region["endColumn"])
                piece = (start, end, each["insertedContent"]["text"])
                if piece not in pieces.setdefault(path, []):
                    pieces[path].append(piece)
    for path, found in pieces.items():
        text = read(folder / path)
        for start, end, new in sorted(found, key=lambda piece: piece[:2], reverse=True):
            text = text[:start] + new + text[end:]
        mark = b"\xef\xbb\xbf" if (folder / path).read_bytes()[:1] == b"\xef" else b""
        (folder / path).write_bytes(mark + text.encode())


def read(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig")


def offset(text: str, line: int, column: int) -> int:
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n", text))]
    return starts[line - 1] + column - 1


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_fixes_of_sarif_come_to_what_fix_writes(tmp_path: Path, ends: str, mark: bytes) -> None:
    files = {
        "train.py": mark + TRAIN.replace("\n", ends).encode(),
        "README.md": CARD.replace("\n", ends).encode(),
    }
    patched, fixed = project(tmp_path / "a", files), project(tmp_path / "b", files)
    found = results(patched)
    codes = {each["ruleId"] for each in found}
    assert codes == {"SEC001", "REP002", "DAT001", "MDC008", "MDC002", "RAI001"}
    assert all(len(each["fixes"]) == 1 for each in found)
    run(fixed, "--fix")
    # Of pieces that go in at one point the first result comes first in the file.
    apply(patched, [fix for each in reversed(found) for fix in each["fixes"]])
    for name, before in files.items():
        assert (patched / name).read_bytes() == (fixed / name).read_bytes()
        assert (patched / name).read_bytes() != before
    assert results(patched) == []


def test_each_fix_mends_its_finding_alone(tmp_path: Path) -> None:
    files = {"train.py": TRAIN.encode(), "README.md": CARD.encode()}
    count = len(results(project(tmp_path / "all", files)))
    for number in range(count):
        folder = project(tmp_path / str(number), files)
        chosen = results(folder)[number]
        apply(folder, chosen["fixes"])
        left = results(folder)
        assert len(left) == count - 1
        assert chosen["partialFingerprints"] not in [each["partialFingerprints"] for each in left]


def test_a_fix_says_what_it_does(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", {"train.py": TRAIN.encode(), "README.md": CARD.encode()})
    said = {each["ruleId"]: each["fixes"][0]["description"]["text"] for each in results(folder)}
    assert said["REP002"] == "seed=42; random_state=42"
    assert said["DAT001"] == "harbour/letters added to `datasets`"
    assert said["RAI001"] == "suppression of DAT009 removed"


@pytest.mark.parametrize(
    "text",
    [
        # what --fix leaves to --unsafe-fixes, alone and at one of two places
        'import torch\nstate = torch.load("a.pt")\nprint(state)\n',
        'import torch\nprint(torch.load("a.pt"))\nm.load_state_dict(torch.load("b.pt"))\n',
        'import torch\nm.load_state_dict(torch.load("b.pt"))  # rai-lint: ignore[SEC001] ours\n',
    ],
)
def test_what_fix_would_not_mend_as_a_whole_has_no_fix(tmp_path: Path, text: str) -> None:
    found = results(project(tmp_path / "p", {"train.py": text.encode()}))
    assert [each["ruleId"] for each in found] == ["SEC001"]
    assert "fixes" not in found[0]


def test_two_items_of_a_list_that_is_not_there_yet_come_one_after_the_other(tmp_path: Path) -> None:
    text = TRAIN.replace("parts =", 'more = load_dataset("harbour/tides", split="train")\nparts =')
    text = text.replace('parts["train"])', "more)")
    folder = project(tmp_path / "p", {"train.py": text.encode(), "README.md": CARD.encode()})
    about = [each for each in results(folder) if each["ruleId"] == "DAT001"]
    if len(about) > 1:
        assert ["fixes" in each for each in about] == [True, False]
    for _ in range(2):
        apply(folder, [f for each in reversed(results(folder)) for f in each.get("fixes", ())])
    assert not [each for each in results(folder) if each["ruleId"] == "DAT001"]


def edit(start: tuple[int, int], end: tuple[int, int], key: str = "", text: str = "x") -> Edit:
    return Edit("a.md", start, end, text, "", key)


@pytest.mark.parametrize(
    ("one", "other", "disturbed"),
    [
        (edit((1, 1), (1, 1)), edit((1, 1), (1, 1)), False),  # the same edit
        (edit((1, 1), (1, 1)), edit((1, 1), (1, 1), text="y"), True),
        (edit((1, 1), (1, 9)), edit((1, 5), (2, 1)), True),
        (edit((1, 1), (1, 5)), edit((1, 5), (2, 1)), False),
        (edit((3, 1), (3, 1), "tags"), edit((3, 1), (3, 1), "datasets"), False),
        (edit((3, 1), (3, 1), "tags"), edit((7, 1), (7, 1), "tags"), True),
    ],
)
def test_edits_that_disturb_each_other(one: Edit, other: Edit, *, disturbed: bool) -> None:
    assert one.disturbs(other) is disturbed
    assert other.disturbs(one) is disturbed


def test_lines_that_end_in_lone_carriage_returns_have_no_fix() -> None:
    text = "a = 1\rb = split(a)\n"
    fix = call_fix("a = 1\nb = split(a)\n")
    found = planned({"a.py": text.encode()}, fix)
    assert [made.edit for made in found.possible] == [None]
    assert [*found.proposals()] == []


def test_an_edit_that_needs_another_first_is_not_proposed() -> None:
    card = b"---\nlicense: mit\n---\n"
    found = planned(
        {"README.md": card},
        card_fix("add-item", "datasets", "a/b"),
        card_fix("make-list", "datasets"),
    )
    assert [made.edit is None for made in found.possible] in ([False], [False, True])
    assert [number for number, _ in found.proposals()] == [0]
