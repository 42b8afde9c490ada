"""The formats of a report, in one table: adding one is a module and a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rai_lint.model.report import Report
from rai_lint.report.options import Options

Render = Callable[[Report, Options], str]


def _text(report: Report, options: Options) -> str:
    from rai_lint.report.text import render_text  # noqa: PLC0415 - only what is asked for loads

    return render_text(report, options)


def _json(report: Report, _options: Options) -> str:
    from rai_lint.report.json_v1 import render_json  # noqa: PLC0415

    return render_json(report)


def _sarif(report: Report, options: Options) -> str:
    from rai_lint.report.sarif import render_sarif  # noqa: PLC0415

    return render_sarif(report, options)


def _github(report: Report, options: Options) -> str:
    from rai_lint.report.github import render_github  # noqa: PLC0415

    return render_github(report, options)


def _gitlab(report: Report, options: Options) -> str:
    from rai_lint.report.gitlab import render_gitlab  # noqa: PLC0415

    return render_gitlab(report, options)


def _junit(report: Report, options: Options) -> str:
    from rai_lint.report.junit import render_junit  # noqa: PLC0415

    return render_junit(report, options)


def _markdown(report: Report, options: Options) -> str:
    from rai_lint.report.markdown import render_markdown  # noqa: PLC0415

    return render_markdown(report, options)


def _html(report: Report, options: Options) -> str:
    from rai_lint.report.page.render import render_html  # noqa: PLC0415

    return render_html(report, options)


FORMATS: Mapping[str, Render] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "sarif": _sarif,
        "github": _github,
        "gitlab": _gitlab,
        "junit": _junit,
        "markdown": _markdown,
        "html": _html,
    }
)

#: Formats that show an inventory: for these, facts of every kind must be looked for.
WITH_INVENTORY = frozenset({"html"})
