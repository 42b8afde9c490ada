from __future__ import annotations

import pytest
from documents import read

from rai_lint.extract.directives import parse_directive
from rai_lint.model.source import Place

HERE = Place("train.py", 4, 12)


@pytest.mark.parametrize(
    ("comment", "codes", "reason", "until"),
    [
        ("# rai-lint: ignore[DAT001] internal data", ("DAT001",), "internal data", ""),
        ("rai-lint:ignore[DAT001,MDC004] both", ("DAT001", "MDC004"), "both", ""),
        ("# noqa: E501  rai-lint: ignore[DAT001] why", ("DAT001",), "why", ""),
        (
            "rai-lint: ignore[card-placeholder-left] a draft",
            ("card-placeholder-left",),
            "a draft",
            "",
        ),
        (" rai-lint: ignore[DAT001] until=2027-01-31 soon ", ("DAT001",), "soon", "2027-01-31"),
        (" rai-lint: ignore[DAT001] said so --> text", ("DAT001",), "said so", ""),
    ],
)
def test_a_suppression_names_rules_and_a_reason(
    comment: str, codes: tuple[str, ...], reason: str, until: str
) -> None:
    directive = parse_directive(comment, HERE, 5)

    assert directive is not None
    assert (directive.codes, directive.reason, directive.until) == (codes, reason, until)
    assert (directive.malformed, directive.place, directive.target_line) == ("", HERE, 5)


@pytest.mark.parametrize(
    ("comment", "wrong"),
    [
        ("# rai-lint: ignore[DAT001]", "gives no reason"),
        ("# rai-lint: ignore DAT001 reason", "not named in brackets"),
        ("# rai-lint: ignore[DAT001 reason", "not named in brackets"),
        ("# rai-lint: ignore[] reason", "no rule is named"),
        ("# rai-lint: ignore[DAT 001] reason", "`DAT 001` is neither the id nor the name"),
        ("# rai-lint: disable[DAT001] reason", "`disable` is not something rai-lint can do"),
        ("# rai-lint ignore[DAT001] reason", "a colon is missing"),
    ],
)
def test_a_malformed_suppression_says_what_is_wrong(comment: str, wrong: str) -> None:
    directive = parse_directive(comment, HERE, 4)

    assert directive is not None
    assert wrong in directive.malformed


@pytest.mark.parametrize(
    "comment", ["# a comment", "# checked by rai-lint", "# my-rai-lint: ignore[A] b", ""]
)
def test_other_comments_are_no_suppressions(comment: str) -> None:
    assert parse_directive(comment, HERE, 4) is None


def test_markdown_comments_speak_of_their_line_or_of_the_next_with_text() -> None:
    found = read(
        """
        # Model Card

        <!-- rai-lint: ignore[MDC003] written next month -->

        ## Limitations

        ## Contact <!-- rai-lint: ignore[MDC014] on the site -->

        ```
        <!-- rai-lint: ignore[MDC001] only an example -->
        ```
        """
    )

    lines = [(item.place.line, item.target_line, item.codes) for item in found.directives]
    assert lines == [(3, 5, ("MDC003",)), (7, 7, ("MDC014",))]


def test_front_matter_has_yaml_comments() -> None:
    found = read(
        """
        ---
        # rai-lint: ignore[LIC002] the text is ours
        license: ours
        language: en  # rai-lint: ignore[EVL009] tested by hand
        ---
        # Ours
        """,
        "README.md",
    )

    lines = [(item.place.line, item.target_line) for item in found.directives]
    assert lines == [(2, 3), (4, 4)]
