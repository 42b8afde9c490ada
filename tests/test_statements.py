"""What documents of any kind say, and the field a system is for."""

from __future__ import annotations

from shipped import shipped

from rai_lint.extract.statements import extract_statements
from rai_lint.model.source import Scope, Source


def _found(text: str, path: str = "README.md", scope: Scope = "source") -> list[tuple[str, int]]:
    source = Source(path=path, kind="markdown", scope=scope, size=len(text))
    facts = extract_statements(source, text, shipped()).facts
    return [(str(fact.known("id")), fact.place.line) for fact in facts]


def test_a_sentence_is_found_at_its_line() -> None:
    """The place is that of the sentence, code blocks before it counted."""
    text = "# Scores\n\n```\nrisk assessment\n```\n\nSee the risk assessment.\n"
    assert _found(text, "docs/operation.md") == [("risk-assessment", 7)]


def test_a_denied_sentence_says_nothing() -> None:
    """Who says that there is none has none."""
    assert _found("There is no risk assessment yet.\n", "docs/operation.md") == []


def test_the_field_is_said_at_the_start_of_a_readme() -> None:
    """Titles and introductions say what a system is for; other pages may mention anything."""
    text = "# Credit scoring\n"
    assert _found(text) == [("credit", 1)]
    assert _found(text, "docs/glossary.md") == []
    assert _found("word " * 1000 + "credit scoring") == []


def test_a_field_that_is_excluded_is_none() -> None:
    """A warning against a use is no use."""
    assert _found("# Clusters\n\nIt must not be used for credit scoring.\n") == []


def test_texts_of_tests_and_foreign_code_do_not_speak() -> None:
    """Only the repository's own documents count."""
    assert _found("Report problems to us.", scope="test") == []


def test_an_issue_template_is_a_place_to_report() -> None:
    """Forges show it to whoever opens an issue."""
    path = ".github/ISSUE_TEMPLATE/wrong.md"
    assert _found("Which one?", path) == [("report-channel", 1)]


def test_long_documents_are_read_to_a_bound() -> None:
    """What stands behind the bound is not looked at, and costs nothing."""
    assert _found("word " * 60_000 + "Report problems to us.", "docs/log.md") == []
