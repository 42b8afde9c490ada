"""What shell scripts say: downloads, runs of harnesses, licences in their header."""

from __future__ import annotations

from pathlib import Path

from rai_lint.model.fact import Fact
from rai_lint.model.request import Request
from rai_lint.model.value import Unknown
from rai_lint.run import check

SCRIPT = """\
#!/usr/bin/env bash
# This script may be used according to the terms of the Llama 2 Community License Agreement.
set -e
MODEL=acme/letters
TASKS="hellaswag,winogrande"
for n in 1 2; do
  NAME=$n
done
wget -q https://example.org/letters.csv.gz -O letters.csv.gz && gunzip letters.csv.gz
hf download $MODEL --revision abc --local-dir here
git clone https://huggingface.co/datasets/acme/rows
git clone https://github.com/acme/tool
accelerate launch -m lm_eval --model hf \\
   --model_args pretrained=$MODEL,dtype=bfloat16 \\
   --tasks $TASKS
lm_eval --model_args pretrained=$1 --tasks=$NAME
python -m garak --model_type openai --probes encoding
# lm_eval --tasks mmlu
echo "wget is what we use"
"""


def _facts(folder: Path, script: str) -> list[Fact]:
    (folder / "run.sh").write_text(script)
    return [*check(Request(root=folder)).facts]


def _of(facts: list[Fact], kind: str) -> list[Fact]:
    return [fact for fact in facts if fact.kind == kind]


def test_downloads_of_addresses_and_of_the_hub(tmp_path: Path) -> None:
    found = _of(_facts(tmp_path, SCRIPT), "download")
    said = [(f.place.line, f.known("id"), f.known("what"), f.known("revision")) for f in found]
    assert said == [
        (9, "https://example.org/letters.csv.gz", "data", None),
        (10, "acme/letters", "weights", "abc"),
        (11, "acme/rows", "data", None),
    ]


def test_runs_of_harnesses_and_scanners(tmp_path: Path) -> None:
    facts = _facts(tmp_path, SCRIPT)
    first, second = _of(facts, "eval-run")
    assert first.place.line == 13
    assert first.known("tasks") == ("hellaswag", "winogrande")
    assert first.known("model") == "acme/letters"
    assert isinstance(second.get("tasks"), Unknown), "a variable that a loop sets is not known"
    assert isinstance(second.get("model"), Unknown)
    assert [fact.known("tool") for fact in _of(facts, "safety-eval")] == ["garak"]


def test_the_licence_that_the_header_names(tmp_path: Path) -> None:
    (found,) = _of(_facts(tmp_path, SCRIPT), "licence-header")
    assert (found.place.line, found.known("id")) == (2, "llama2")


def test_a_licence_after_the_first_command_is_about_something_else(tmp_path: Path) -> None:
    script = "set -e\n# Licensed under the Apache License, Version 2.0\n"
    assert not _of(_facts(tmp_path, script), "licence-header")


def test_a_script_that_checks_sums(tmp_path: Path) -> None:
    script = "curl -o a.bin https://example.org/a.bin\nsha256sum -c sums.txt\n"
    (found,) = _of(_facts(tmp_path, script), "download")
    assert found.known("checksum") == "computed"


def test_a_comment_accepts_a_finding_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "---\nlicense: llama3\npipeline_tag: text-generation\n---\n# L\n"
    )
    text = SCRIPT.replace("set -e", "set -e", 1).splitlines(keepends=True)
    text.insert(1, "# rai-lint: ignore[LIC017] the script came with the weights of that release\n")
    (tmp_path / "run.sh").write_text("".join(text))
    report = check(Request(root=tmp_path, select=("LIC017",)))
    assert [bool(finding.suppressed) for finding in report.findings] == [True]


def test_what_is_installed(tmp_path: Path) -> None:
    script = (
        "pip install -q torch==1.6.0 'numpy>=1.2,<2' -r more.txt -f https://a.b/c scikit_learn\n"
        "python -m pip install torchvision[all]==0.7.0+cu116 git+https://github.com/acme/tool\n"
        "conda install -c pytorch pytorch=1.4\n"
        "pip download torch==9\n"
    )
    found = _of(_facts(tmp_path, script), "install")
    assert [(f.known("name"), f.known("specifier")) for f in found] == [
        ("torch", "==1.6.0"),
        ("numpy", ">=1.2,<2"),
        ("scikit-learn", ""),
        ("torchvision", "==0.7.0+cu116"),
        ("pytorch", "==1.4.*"),
    ]
