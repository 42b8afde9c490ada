"""Whether a program speaks of its command line, in any way that is known."""

from __future__ import annotations

from rai_lint.model.regex import regex

#: Modules, classes and functions by which programs read options, or run code that is not seen.
_SIGN = regex(
    r"""\b(?:\w*argv|argparse|optparse|getopts?|click|\w*typer|\w*fire|hydra|absl|gflags|flags|FLAGS"""
    r"""|docopt|\w*argparse|\w*ArgumentParser|\w*ArgParser\w*|\w*parse_args\w*|from_cli|\w*CLI|cli"""
    r"""|tyro|simple_parsing|draccus|plac|cyclopts|sacred|argh|tap|Tap|chz|gin|invoke|clize|pyrallis"""
    r"""|TrlParser|pydantic_settings|BaseSettings|unittest|pytest|manage|execute_from_command_line"""
    r"""|importlib|import_module|__import__|runpy|exec|eval|modal|metaflow|luigi|prefect|cmdline)\b"""
)


def speaks_of_command_line(text: str) -> bool:
    """Say whether the text of a program names a way of reading options, comments included."""
    return _SIGN.search(text) is not None
