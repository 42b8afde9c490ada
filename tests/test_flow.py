"""What reaches a write or a run: containers, helpers, callbacks, files; and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

from rai_lint.model.value import Absent, Known, Unknown

ASK = """
    import json
    from openai import OpenAI

    client = OpenAI()

    def ask(text):
        reply = client.chat.completions.create(model="gpt-4o", messages=[{"content": text}])
        return reply.choices[0].message.content
"""

GENERATED = {
    "a list that is appended to": """
    rows = []
    for topic in ["birds", "trees"]:
        rows.append({"text": ask(topic)})
    json.dump(rows, open("out.json", "w"))
    """,
    "lines of a file": """
    with open("out.json", "w") as handle:
        for topic in ["birds", "trees"]:
            handle.write(json.dumps({"text": ask(topic)}) + "\\n")
    """,
    "a row that is filled in": """
    row = {}
    row["text"] = ask("birds")
    rows = {0: row}
    rows[1] = row
    with open("out.json", "w") as handle:
        json.dump(list(rows.values()), handle)
    """,
    "a data frame": """
    import pandas as pd
    frame = pd.DataFrame([ask(t) for t in ["birds"]], columns=["text"])
    frame.to_json("out.json")
    """,
    "a generator": """
    def rows():
        for topic in ["birds"]:
            yield {"text": ask(topic)}
    with open("out.json", "w") as handle:
        handle.writelines(rows())
    """,
    "threads": """
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(ask, ["birds"]))
    json.dump(made, open("out.json", "w"))
    """,
    "a name that is given itself": """
    text = ask("birds")
    text = text.replace(
        "a", text
    )
    json.dump(text, open("out.json", "w"))
    """,
}


@pytest.mark.parametrize("program", GENERATED.values(), ids=GENERATED)
def test_a_models_text_reaches_what_is_written(tmp_path: Path, program: str) -> None:
    (write,) = facts(tmp_path, {"make.py": ASK + program}, "data-write")

    assert write.known("generators") == ("gpt-4o",)
    assert write.known("destination") == "out.json"
    assert write.known("published") is False


NOT_GENERATED = {
    "something else": 'json.dump([1, 2], open("out.json", "w"))',
    "a count of it": 'json.dump({"words": len(ask("birds"))}, open("out.json", "w"))',
    "a comparison": 'json.dump({"same": ask("birds") == "tit"}, open("out.json", "w"))',
    "the same name elsewhere": """
    def other():
        rows = []
        rows.append(ask("birds"))
        return len(rows)
    rows = [1]
    json.dump(rows, open("out.json", "w"))
    """,
    "the name was given something else": """
    text = ask("birds")
    text = "none"
    json.dump(text, open("out.json", "w"))
    """,
}


@pytest.mark.parametrize("program", NOT_GENERATED.values(), ids=NOT_GENERATED)
def test_what_holds_nothing_of_a_models_text_is_no_dataset(tmp_path: Path, program: str) -> None:
    files = {"make.py": ASK + "\n    " + program.lstrip("\n ")}

    assert facts(tmp_path, files, "data-write") == []


def test_each_call_of_a_helper_that_writes_is_a_write_of_its_own(tmp_path: Path) -> None:
    files = {
        "save.py": """
            import json

            def save(rows, path):
                with open(path, "w") as handle:
                    json.dump(rows, handle)
        """,
        "make.py": ASK
        + """
    from save import save

    save([ask("birds")], "birds.json")
    save([1, 2], "numbers.json")
    """,
    }
    (write,) = facts(tmp_path, files, "data-write")

    assert (write.place.path, write.known("destination")) == ("make.py", "birds.json")


def test_loads_that_are_mapped_and_joined_are_sources(tmp_path: Path) -> None:
    files = {
        "make.py": """
            import pandas as pd
            from datasets import concatenate_datasets, load_dataset

            one = load_dataset("org/one", split="train").map(lambda row: row)
            two = load_dataset("org/two", split="train").filter(lambda row: row["ok"])
            both = concatenate_datasets([one, two])
            both.push_to_hub("me/both")
        """
    }
    found = facts(tmp_path, files)
    (write,) = (fact for fact in found if fact.kind == "data-write")
    made_from = [fact for fact in found if fact.kind == "data-derivation"]

    assert set(write.known("sources")) == {"org/one", "org/two"}
    assert write.known("published") is True
    assert {(fact.known("id"), fact.known("what")) for fact in made_from} == {
        ("org/one", "dataset"),
        ("org/two", "dataset"),
    }


def test_a_source_without_a_plain_id_is_unknown(tmp_path: Path) -> None:
    files = {
        "make.py": """
            import sys
            from datasets import load_dataset

            load_dataset(sys.argv[1]).push_to_hub("me/out")
        """
    }
    (write,) = facts(tmp_path, files, "data-write")
    (made_from,) = facts(tmp_path, files, "data-derivation")

    assert isinstance(write.get("sources"), Unknown)
    assert isinstance(made_from.get("id"), Unknown)
    assert isinstance(write.get("generators"), Absent)


def test_what_is_uploaded_was_made_from_what_its_file_was(tmp_path: Path) -> None:
    files = {
        "make.py": """
            import pandas as pd
            from huggingface_hub import HfApi

            table = pd.read_csv("https://example.org/trips.csv")
            table[table.fare > 0].to_csv("data/clean.csv")
            HfApi().upload_folder(folder_path="data", repo_id="me/trips", repo_type="dataset")
        """
    }
    found = facts(tmp_path, files, "data-derivation")

    assert [f.known("id") for f in found if f.known("published") is True] == [
        "https://example.org/trips.csv"
    ]


def test_a_write_is_published_where_the_repository_holds_the_file(tmp_path: Path) -> None:
    files = {
        "tools/make.py": """
            import pandas as pd

            pd.read_csv("https://example.org/trips.csv").dropna().to_csv("data/clean.csv")
            pd.read_csv("https://example.org/trips.csv").dropna().to_csv("/somewhere/else.csv")
        """,
        "data/clean.csv": "a,b\n1,2\n",
    }
    first, second = facts(tmp_path, files, "data-write")

    assert first.get("published") == Known(True, "implied")
    assert second.get("published") == Known(False, "implied")


def test_scores_of_a_model_are_no_dataset(tmp_path: Path) -> None:
    program = """
        import json
        from datasets import load_dataset

        rows = load_dataset("o/rows", split="test")
        with open("eval_results.json", "w") as file:
            json.dump({"accuracy": score(rows)}, file)
    """

    found = facts(
        tmp_path, {"score.py": program, "eval_results.json": '{"accuracy": 0.5}'}, "data-write"
    )

    assert [fact for fact in found if fact.known("published") is True] == []


RUN = {
    "exec": "exec(ask('code'))",
    "a shell": "import subprocess\n    subprocess.run(ask('command'), shell=True)",
    "an interpreter": "import subprocess\n    subprocess.run(['python', '-c', ask('code')])",
    "a query": """import sqlite3
    base = sqlite3.connect("a.db")
    sql = ask("which query?").strip()
    base.cursor().execute(sql)""",
}


@pytest.mark.parametrize("program", RUN.values(), ids=RUN)
def test_a_models_text_is_run(tmp_path: Path, program: str) -> None:
    (run,) = facts(tmp_path, {"app.py": ASK + "\n    " + program}, "llm-output-executed")

    assert run.known("id") == "gpt-4o"


NOT_RUN = {
    "a constant": "ask('code')\n    exec('x = 1')",
    "an argument of a program": "import subprocess\n    subprocess.run(['say', ask('words')])",
    "a parameter of a query": """import sqlite3
    sqlite3.connect("a.db").execute("insert into notes values (?)", (ask("a note"),))""",
    "a literal that is read": "import ast\n    ast.literal_eval(ask('a list'))",
    "a method of that name": "class Net:\n        def eval(self, x): ...\n    Net().eval(ask('x'))",
}


@pytest.mark.parametrize("program", NOT_RUN.values(), ids=NOT_RUN)
def test_a_models_text_that_is_data_is_not_run(tmp_path: Path, program: str) -> None:
    files = {"app.py": ASK + "\n    " + program}

    assert facts(tmp_path, files, "llm-output-executed") == []


def test_the_nearest_open_file_is_written_to(tmp_path: Path) -> None:
    program = """
    with open("seeds.json") as handle:
        seeds = json.load(handle)
    for seed in seeds:
        with open("made.json", "a") as handle:
            handle.write(ask(seed))
    """
    (write,) = facts(tmp_path, {"make.py": ASK + program}, "data-write")

    assert write.known("destination") == "made.json"


def test_a_function_that_asks_and_writes_stands_for_its_calls(tmp_path: Path) -> None:
    program = """
    def answer(question):
        with open("made.json", "a") as handle:
            handle.write(ask(question))

    answer("birds")
    answer("trees")
    """
    (write,) = facts(tmp_path, {"make.py": ASK + program}, "data-write")

    assert write.known("generators") == ("gpt-4o",)
    assert write.known("destination") == "made.json"


def test_what_a_card_names_as_a_source_is_a_derivation(tmp_path: Path) -> None:
    card = """
        ---
        pretty_name: Trips
        license: mit
        source_datasets: [org/one]
        ---
        # Dataset Card for Trips
    """
    (made_from,) = facts(tmp_path, {"README.md": card}, "data-derivation")

    assert (made_from.known("id"), made_from.known("origin")) == ("org/one", "card")


def test_a_model_named_in_a_row_is_no_output_of_it(tmp_path: Path) -> None:
    program = """
        import json
        from langchain_openai import ChatOpenAI

        llm = ChatOpenAI(model="gpt-4o")
        json.dump({"model": llm.model_name}, open("about.json", "w"))
        json.dump({"text": llm.invoke("birds").content}, open("made.json", "w"))
    """
    (write,) = facts(tmp_path, {"make.py": program}, "data-write")

    assert write.known("destination") == "made.json"


@pytest.mark.parametrize(
    ("task", "made"), [("text-generation", True), ("text-classification", False)]
)
def test_a_pipeline_that_is_called_makes_text_if_that_is_its_task(
    tmp_path: Path, task: str, made: bool
) -> None:
    program = f"""
        from transformers import pipeline

        pipe = pipeline("{task}", model="org/one")
        print(pipe("birds"))
    """
    found = facts(tmp_path, {"make.py": program}, "model-output")

    assert [fact.known("id") for fact in found] == (["org/one"] if made else [])


def test_a_path_that_opens_itself(tmp_path: Path) -> None:
    program = """
    from pathlib import Path
    with Path("made.json").open("w") as handle:
        json.dump(ask("birds"), handle)
    with Path("lines.txt").open("a") as handle:
        handle.write(ask("trees"))
    """
    first, second = facts(tmp_path, {"make.py": ASK + program}, "data-write")

    assert first.known("destination") == "made.json"
    assert isinstance(second.get("destination"), Absent)
    assert isinstance(second.get("published"), Unknown)
