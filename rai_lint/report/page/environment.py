"""The templates, set up so that nothing of a repository can become markup.

Everything that a template prints is escaped, and before that made neutral: control characters and
those that turn the direction of text are shown as escapes. No template is told otherwise, except
for the two texts of our own that the page inlines.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rai_lint.report.neutral import neutral
from rai_lint.report.page.spots import spans
from rai_lint.report.page.words import many

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the environment of the page's templates."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(spans=spans, many=many)
    return made


def own_text(name: str) -> Markup:
    """Return a file of our own as it is: the style or the script that the page inlines."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own file, the same in every report


def _shown(value: Any) -> Any:
    """Return what is printed: what macros made as it is, all else neutral."""
    if isinstance(value, Markup):
        return value
    return neutral(str(value))
