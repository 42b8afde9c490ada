"""What no rule asks for is not looked for, and that changes no answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tree import notebook, write

from rai_lint.asked import asked_kinds
from rai_lint.evaluate.stage import evaluate
from rai_lint.model.pack import Pack
from rai_lint.model.request import Request
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack
from rai_lint.run import gather, outcomes
from rai_lint.selection import select_rules

EXAMPLE = Path(__file__).parent.parent / "examples" / "loan-scorer"
FILES = {
    "README.md": "# Shop\n\n## Results\n\nAccuracy is 0.91 on the test set. Batch size: 32.\n",
    "app.py": (
        "import gradio\nimport wandb\nfrom transformers import pipeline\n\n"
        "wandb.init(project='x')\nasked = pipeline('text-generation', model='gpt2')\n"
        "gradio.Interface(asked, 'text', 'text').launch()\n"
    ),
    "plan.py": "import wandb\n\nwandb.init(project='x')\n",
    "table.py": "import pandas\n\npandas.read_csv('a.csv')['gender']\n",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(builtin_packs(), None)


def test_kinds_are_those_of_all_conditions_and_what_they_are_made_from(pack: Pack) -> None:
    asked = asked_kinds(select_rules(pack.rules, pack.profiles, "basic", select=("DAT001",)))
    assert {"dataset-load", "card-dataset", "model-card"} <= asked
    assert not asked & {"statement", "notebook-output", "hyperparameter", "experiment-tracking"}
    derived = asked_kinds(select_rules(pack.rules, pack.profiles, "basic", select=("LIC012",)))
    assert {"data-derivation", "data-write", "model-output", "llm-call"} <= derived


def test_facts_that_nobody_asks_for_are_not_made(pack: Pack, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    rules = select_rules(pack.rules, pack.profiles, "basic", select=("SEC001",))
    wanted = replace(pack.knowledge, asked=asked_kinds(rules))
    kinds = {fact.kind for fact in gather(Request(root=tmp_path), wanted).facts}
    everything = {fact.kind for fact in gather(Request(root=tmp_path), pack.knowledge).facts}
    left_out = everything - kinds
    assert {"experiment-tracking", "readme-section", "readme-metric"} <= left_out
    assert {"ui-app", "model-load", "readme"} <= kinds


@pytest.mark.parametrize("profile", ["basic", "research", "llm-app", "strict"])
def test_a_profile_says_what_it_says_with_all_facts_at_hand(pack: Pack, profile: str) -> None:
    rules = select_rules(pack.rules, pack.profiles, profile)
    found = gather(Request(root=EXAMPLE), pack.knowledge)
    roles = {role.role for role in found.roles}
    full = evaluate(rules, found.facts, roles, found.skipped, found.units, pack.knowledge, profile)
    assert outcomes(EXAMPLE, rules, pack.knowledge, profile) == full
    assert any(outcome.state == "fail" for outcome in full)


def test_whether_a_file_counts_as_read_does_not_depend_on_what_is_asked_for(
    pack: Pack, tmp_path: Path
) -> None:
    # The parser takes these; CPython's own does not, of any version or of those before 3.12.
    unknown_name = "import wandb\n\nwandb.init(project='x')\nprint('\\N{no such character}')\n"
    nested = "print(f'{rows['text']}')\n"
    files = {"odd.py": unknown_name, "new.py": nested, "nb.ipynb": notebook(nested, unknown_name)}
    write(tmp_path, {**FILES, **files, "bad.py": "this is no program\n"})

    read = {}
    for chosen in ("EVL008", "ALL"):
        rules = select_rules(pack.rules, pack.profiles, "strict", select=(chosen,))
        wanted = replace(pack.knowledge, asked=asked_kinds(rules))
        read[chosen] = gather(Request(root=tmp_path), wanted).skipped

    assert read["EVL008"] == read["ALL"]
    assert [each.path for each in read["ALL"]] == ["bad.py"]
