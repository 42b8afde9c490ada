"""The page of a rule in Markdown, for `docs/rules/` and for the documentation of other packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from rai_lint.model.example import Example
from rai_lint.model.rule import Rule
from rai_lint.report.neutral import neutral

#: Below this many judged findings a share says nothing.
MEASURED = 20

_LANGUAGES = {
    ".py": "python", ".md": "markdown", ".yaml": "yaml", ".yml": "yaml", ".json": "json",
    ".jsonld": "json", ".toml": "toml", ".ipynb": "json", ".sh": "sh", ".csv": "csv",
}  # fmt: skip


def render_rule_markdown(
    rule: Rule,
    examples: Sequence[Example],
    items: Mapping[str, str],
    profiles: Sequence[str],
    judged: tuple[int, int] | None = None,
) -> str:
    """Return the page of a rule.

    `items` maps its references to what those items ask; `judged` counts the findings on real
    repositories that readers found true, and those they judged.
    """
    parts = [
        f"# {rule.id} `{rule.name}`\n\n{neutral(rule.title)}.\n",
        _facts(rule, profiles, judged),
        f"## Why\n\n{rule.why.strip()}\n",
        f"## How to fix\n\n{rule.fix_text.strip()}\n",
        "## Asked by\n\n" + "".join(_references(rule, items)),
        *_examples("## Reported", [each for each in examples if each.expect]),
        *_examples("## Left alone", [each for each in examples if _is_silent(each)]),
        *_examples("## Please look", [each for each in examples if each.expect_unknown]),
        f"## To accept one\n\n`# rai-lint: ignore[{rule.id}] the reason`\n",
    ]
    return "\n".join(parts)


def render_rule_index(rules: Sequence[Rule]) -> str:
    """Return the list of all rules, each with a link to its page."""
    head = "# Rules\n\n| Rule | Name | Severity | What it reports |\n| --- | --- | --- | --- |\n"
    rows = (
        f"| [{rule.id}]({rule.id}.md) | `{rule.name}` | {rule.severity} | "
        f"{_cell(rule.title)}{_mark(rule)} |\n"
        for rule in rules
    )
    return head + "".join(rows)


def _is_silent(example: Example) -> bool:
    return not example.expect and not example.expect_unknown


def _facts(rule: Rule, profiles: Sequence[str], judged: tuple[int, int] | None) -> str:
    rows = {
        "Severity": rule.severity,
        "Confidence": rule.confidence,
        "Status": rule.status,
        "Since": rule.since,
        "Profiles": ", ".join((*profiles, "strict")),
        "Measured": _measured(judged),
    }
    return "| | |\n| --- | --- |\n" + "".join(f"| {key} | {rows[key]} |\n" for key in rows)


def _measured(judged: tuple[int, int] | None) -> str:
    if judged is None:
        return "no finding on real repositories has been judged yet"
    true, all_ = judged
    share = f", precision {true / all_:.2f}" if all_ >= MEASURED else "; too few for a precision"
    return f"{true} of {all_} judged findings on real repositories are true{share}"


def _references(rule: Rule, items: Mapping[str, str]) -> Iterator[str]:
    for reference in rule.references:
        guideline, _, item = reference.partition("/")
        text = neutral(items.get(reference, ""))
        yield f"- [{guideline}](../guidelines/{guideline}.md) `{item}`: {text}\n"


def _examples(title: str, examples: Sequence[Example]) -> Iterator[str]:
    """Yield the first example in full, and the titles of the others."""
    if not examples:
        return
    first, *others = examples
    yield f"{title}\n\n{_sentence(first.title)}:\n"
    expected = first.expect or first.expect_unknown
    for path, content in first.files.items():
        lines = sorted({each.line for each in expected if each.path == path and each.line})
        where = f" (line {', '.join(map(str, lines))})" if lines else ""
        yield f"`{neutral(path)}`{where}\n\n{_fenced(path, content)}"
    if others:
        yield "Also:\n\n" + "".join(f"- {neutral(each.title)}\n" for each in others)


def _fenced(path: str, content: bytes) -> str:
    text = content.decode("utf-8", "replace").rstrip("\n")
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{_LANGUAGES.get(PurePosixPath(path).suffix, 'text')}\n{text}\n{fence}\n"


def _sentence(text: str) -> str:
    return neutral(text[:1].upper() + text[1:])


def _cell(text: str) -> str:
    return neutral(text).replace("|", "\\|")


def _mark(rule: Rule) -> str:
    return "" if rule.status == "stable" else f" ({rule.status})"
