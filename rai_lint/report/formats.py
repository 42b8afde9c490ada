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


FORMATS: Mapping[str, Render] = MappingProxyType({"text": _text, "json": _json})
