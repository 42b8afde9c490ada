"""Facts that need more than one call: loops, splits, columns, units and roles."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, roles, shown

from rai_lint.model.value import Unknown


def test_a_loop_by_hand_is_one_training(tmp_path: Path) -> None:
    program = """
        import torch

        def train(model, optimizer, batches):
            for batch in batches:
                loss = model(batch)
                loss.backward()
                optimizer.step()
                loss.backward()
    """

    found = facts(tmp_path, {"train.py": program}, "model-train")

    assert [(f.place.line, *shown(f, "how")) for f in found] == [(6, "hand-written loop")]


def test_backward_without_an_optimiser_is_no_training(tmp_path: Path) -> None:
    program = "import torch\n\ndef grad(x):\n    x.backward()\n    return x.grad\n"

    assert facts(tmp_path, {"a.py": program}, "model-train") == []


def test_a_split_is_seeded_through_its_generator(tmp_path: Path) -> None:
    program = """
        import torch
        from torch.utils.data import random_split

        random_split(data, [1, 2], generator=torch.Generator().manual_seed(42))
        random_split(data, [1, 2])
    """

    found = facts(tmp_path, {"a.py": program}, "data-split")

    assert [shown(f, "seed") for f in found] == [(42,), (None,)]


def test_a_download_that_is_hashed_in_the_same_function_is_checked(tmp_path: Path) -> None:
    program = """
        import hashlib
        import urllib.request

        URL = "https://example.org/model.pt"

        def checked():
            urllib.request.urlretrieve(URL, "model.pt")
            assert hashlib.sha256(open("model.pt", "rb").read()).hexdigest() == "00"

        def unchecked():
            urllib.request.urlretrieve(URL, "model.pt")
    """

    found = facts(tmp_path, {"a.py": program}, "download")

    assert [shown(f, "what", "checksum") for f in found] == [
        (("weights", "implied"), ("computed", "implied")),
        (("weights", "implied"), None),
    ]


def test_api_traffic_is_no_download(tmp_path: Path) -> None:
    program = 'import requests\nrequests.get("https://example.org/api/v1/users")\n'

    assert facts(tmp_path, {"a.py": program}, "download") == []


def test_columns_of_tables_about_people(tmp_path: Path) -> None:
    program = """
        import pandas as pd

        FEATURES = ["age", "gender", "income"]
        df = pd.read_csv("people.csv")
        y = df["race"]
        df.groupby("religion").mean()
    """

    found = facts(tmp_path, {"a.py": program}, "sensitive-attribute")

    assert {shown(f, "column", "use") for f in found} >= {
        ("gender", "feature"),
        ("race", "label"),
        ("religion", "group"),
    }


def test_words_in_programs_without_tables_are_no_columns(tmp_path: Path) -> None:
    assert facts(tmp_path, {"a.py": 'x = {}\nx["gender"] = 1\n'}, "sensitive-attribute") == []


def test_a_chat_says_that_it_is_a_machine(tmp_path: Path) -> None:
    program = """
        import streamlit as st

        st.title("Ask us")
        st.caption("Answers are written by an AI chatbot and may be wrong.")
        st.chat_input()
    """

    (fact,) = facts(tmp_path, {"app.py": program}, "ai-disclosure")

    assert fact.place.line == 4


def test_a_notice_may_be_a_constant_of_another_file(tmp_path: Path) -> None:
    app = """
        import gradio as gr
        from texts import ABOUT

        gr.ChatInterface(str, title="Ask us", description=ABOUT)
    """
    files = {"app.py": app, "texts.py": 'ABOUT = "An AI system answers."\n'}

    (fact,) = facts(tmp_path, files, "ai-disclosure")

    assert (fact.place.line, shown(fact, "text")) == (4, ("An AI system answers.",))


def test_what_is_said_to_a_model_is_no_notice_to_people(tmp_path: Path) -> None:
    app = """
        import streamlit as st

        st.chat_input("Write to us")
        ask(system="You are a friendly AI assistant.", model="meta-llama/Llama-3.1-8B")
    """

    assert facts(tmp_path, {"app.py": app}, "ai-disclosure") == []


def test_a_title_that_is_decided_at_run_time_may_say_anything(tmp_path: Path) -> None:
    app = """
        import sys
        import gradio as gr

        gr.ChatInterface(str, title=sys.argv[1])
    """

    (fact,) = facts(tmp_path, {"app.py": app}, "ai-disclosure")

    assert isinstance(fact.get("text"), Unknown)


def test_recipes_name_what_is_loaded(tmp_path: Path) -> None:
    recipe = """
        model_name_or_path: gpt2
        dataset_name: imdb
        learning_rate: 2.0e-05
    """

    found = facts(tmp_path, {"recipes/sft.yaml": recipe})

    loads = [(f.kind, f.place.line, *shown(f, "id")) for f in found if f.kind.endswith("load")]
    assert loads == [
        ("model-load", 1, ("gpt2", "config")),
        ("dataset-load", 2, ("imdb", "config")),
    ]


def test_units_are_directories_with_a_manifest_or_card(tmp_path: Path) -> None:
    load = 'import datasets\ndatasets.load_dataset("imdb")\n'
    files: dict[str, str | bytes] = {
        "a/requirements.txt": "datasets\n",
        "a/deep/train.py": load,
        "b/train.py": load,
        "c/docs/MODEL_CARD.md": "# Model card\n\n## Intended use\n\nSorting mail into folders.\n",
        "c/train.py": load,
    }

    found = facts(tmp_path, files, "dataset-load")

    assert {f.place.path: f.unit for f in found} == {
        "a/deep/train.py": "a",
        "b/train.py": ".",
        "c/train.py": "c",
    }


TRAINER = """
from transformers import AutoModel, Trainer

Trainer(model=AutoModel.from_pretrained("gpt2")).train()
"""
FOREST = (
    "from sklearn.ensemble import RandomForestClassifier\nRandomForestClassifier().fit([], [])\n"
)
CHAT = "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4o', messages=[])\n"

ROLES: dict[str, tuple[dict[str, str], list[str]]] = {
    "fine-tunes a loaded model": ({"train.py": TRAINER}, ["fine-tunes"]),
    "trains from nothing": ({"train.py": FOREST}, ["trains"]),
    "an application": ({"app.py": CHAT}, ["llm-app"]),
    "a library": (
        {
            "setup.py": "from setuptools import setup\nsetup()\n",
            "pkg/__init__.py": "",
            "pkg/a.py": "",
        },
        ["library"],
    ),
    "tests show no role": ({"tests/test_a.py": FOREST, "a.py": ""}, []),
}


@pytest.mark.parametrize(("files", "expected"), ROLES.values(), ids=ROLES)
def test_roles(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert roles(tmp_path, dict(files)) == expected
