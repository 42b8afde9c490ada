"""The report as one HTML page that needs nothing else: for people who do not sit at a terminal."""

from __future__ import annotations

from rai_lint.model.report import Report
from rai_lint.report.evidence import items
from rai_lint.report.options import Options
from rai_lint.report.page.accepted import accepted
from rai_lint.report.page.anchors import anchors
from rai_lint.report.page.drawing import draw
from rai_lint.report.page.environment import environment, own_text
from rai_lint.report.page.findings import choices, groups
from rai_lint.report.page.flow import flow
from rai_lint.report.page.guidelines import guidelines
from rai_lint.report.page.inventory import inventory
from rai_lint.report.page.overview import overview
from rai_lint.report.page.security import content_policy
from rai_lint.report.page.unseen import unseen


def render_html(report: Report, options: Options) -> str:
    """Return the page, with a newline at the end."""
    style, script = own_text("style.css"), own_text("script.js")
    answers = items(report)
    marks = anchors(report, answers)
    found = groups(report, options, marks)
    answered = accepted(report, found, marks, options.today)
    picture = flow(report)
    page = environment().get_template("page.html")
    text = page.render(
        policy=content_policy(style, script),
        style=style,
        script=script,
        report=report,
        name=options.name or "this repository",
        today=options.today.isoformat() if options.today else "",
        overview=overview(report, found, answered),
        groups=found,
        choices=choices(found),
        guidelines=guidelines(report, answers, marks),
        tables=inventory(report),
        flow=picture,
        drawing=draw(picture),
        accepted=answered,
        unseen=unseen(report),
    )
    return text.rstrip("\n") + "\n"
