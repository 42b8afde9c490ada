"""Who decides what code outside the repository returns: the user, or something else."""

from __future__ import annotations

from rai_lint.model.value import Decider

#: Calls and values by which a user speaks to a running program; a name stands for all below it.
_USER = (
    "builtins.input",
    "builtins.raw_input",
    "getpass",
    "sys.argv",
    "sys.stdin",
    "os.environ",
    "os.getenv",
    "click.prompt",
    "typer.prompt",
    "questionary",
    "inquirer",
    "streamlit",
    "google.colab.userdata",
    "ipywidgets",
    "flask.request",
    "fastapi",
    "argparse",
    "optparse",
    "absl.flags",
    "decouple.config",
)
#: Modules whose functions make a value of what they are given, and of nothing else.
_TRANSFORMS = (
    "builtins",
    "re",
    "os.path",
    "posixpath",
    "pathlib",
    "json.loads",
    "json.dumps",
    "copy",
    "functools",
    "itertools",
    "collections",
    "operator",
    "string",
    "textwrap",
    "ast.literal_eval",
    "enum",
    "dataclasses",
    "types",
    "inspect",
    "importlib",
    "urllib.parse",
    "omegaconf",
    "ml_collections",
)


def decider(dotted: str) -> Decider:
    """Return who decides what a dotted name outside the repository stands for, or returns."""
    if _below(dotted, _USER):
        return "user"
    return "repository" if _below(dotted, _TRANSFORMS) else "outside"


def _below(dotted: str, names: tuple[str, ...]) -> bool:
    return any(dotted == name or dotted.startswith(f"{name}.") for name in names)
