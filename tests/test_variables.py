from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

README = "# Router\n\n```bash\nexport ROUTER_FOLDER=data\n```\n"

SETTINGS = "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n"


def read(root: Path, files: dict[str, str]) -> dict[str, object]:
    found = facts(root, files, "stated-variable")
    return {str(fact.known("id")): fact.known("read") for fact in found}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("serve.py", 'import os\nos.environ["ROUTER_FOLDER"]\n'),
        ("web/main.ts", "process.env.ROUTER_FOLDER\n"),
        ("Dockerfile", "ENV ROUTER_FOLDER=data\n"),
        ("docs/use.md", "`python serve.py --data ${ROUTER_FOLDER}`\n"),
    ],
)
def test_a_variable_is_read_by_a_file_in_any_language(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, {"README.md": README, name: text}) == {"ROUTER_FOLDER": True}


@pytest.mark.parametrize(
    "text",
    [
        "",
        'import os\nos.environ["ROUTER_FOLDERS"]\n',
        'import os\nos.environ["router_folder"]\n',
    ],
)
def test_a_variable_that_no_program_names_is_not_read(tmp_path: Path, text: str) -> None:
    files = {"README.md": README, "serve.py": text, "NOTES.md": "ROUTER_FOLDER is new."}
    assert read(tmp_path, files) == {"ROUTER_FOLDER": False}


@pytest.mark.parametrize(
    "text",
    [
        "import router_tools\n",
        'import os\ndef of(name):\n    return os.environ[f"ROUTER_{name}"]\n',
        'import os\nos.getenv(prefix + "_FOLDER")\n',
        SETTINGS + '    env_prefix = "ROUTER_"\n',
    ],
)
def test_of_names_that_are_put_together_nothing_is_known(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, {"README.md": README, "serve.py": text}) == {"ROUTER_FOLDER": None}


def test_a_field_of_settings_is_a_variable_in_any_case(tmp_path: Path) -> None:
    program = SETTINGS + "    router_folder: str\n"
    assert read(tmp_path, {"README.md": README, "serve.py": program}) == {"ROUTER_FOLDER": True}


def test_variables_stand_in_tables_code_and_example_files(tmp_path: Path) -> None:
    files = {
        "README.md": """
            # Router

            | Variable | Meaning |
            | --- | --- |
            | `TICKETS_PATH` | where tickets lie |
            | `tickets` | no variable |

            | Setting | Value |
            | --- | --- |
            | `OTHER` | no variable |

            ```
            # a file of variables
            TICKETS_SIZE=10
            ```

            ```
            LOCAL=10
            python train.py
            export HOSTS=`scontrol show`
            ```
            """,
        ".env.example": '#COMMENTED=1\nTICKETS_URL="http://localhost"  # where\n',
        "env.sample.txt": "NOT_READ=1\n",
    }
    assert list(read(tmp_path, files)) == ["TICKETS_URL", "TICKETS_PATH", "TICKETS_SIZE"]
