from __future__ import annotations

import subprocess
import sys

import pytest

from rai_lint.model.message import Message, Part, fill
from rai_lint.packs.messages import compile_message
from rai_lint.packs.problems import Problems
from rai_lint.packs.yaml_nodes import Node


def compile_text(text: str) -> tuple[Message, list[str]]:
    problems = Problems("f.yaml", Node(1, 1, text))
    return compile_message(text, problems), [problem.text for problem in problems.found]


def test_a_message_is_taken_apart_once_and_filled_many_times() -> None:
    message, problems = compile_text("`{{ id }}` in {{ card.path }}: {{ tags | first | upper }}\n")

    assert problems == []
    names = {"id": "imdb", "card": {"path": "README.md"}, "tags": ("en", "fr")}
    assert fill(message, names) == "`imdb` in README.md: EN"


def test_text_without_slots_needs_no_template_engine() -> None:
    code = (
        "import sys\n"
        "from rai_lint.packs.messages import compile_message\n"
        "print(compile_message(' plain } text ', None), 'jinja2' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == f"{Message((Part('plain }} text'.replace('}}', '}')),))} False\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ a", "unexpected end of template"),
        ("{{ 1 + 1 }}", "found `add` in a slot"),
        ("{{ a * 9999999999 }}", "found `mul` in a slot"),
        ("{{ 'x' * 99 }}", "found `mul` in a slot"),
        ("{{ a[0] }}", "found `getitem` in a slot"),
        ("{{ a.b() }}", "found `call` in a slot"),
        ("{{ ''.__class__ }}", "found `const` in a slot"),
        ("{{ a if b else c }}", "found `condexpr` in a slot"),
        ("{{ a | join(', ') }}", "the filter `join` takes no arguments"),
        ("{{ a | uper }}", "unknown filter `uper`; did you mean `upper`?"),
        ("{{ a | attr }}", "unknown filter `attr`"),
        ("{% for x in y %}{{ x }}{% endfor %}", "found a `for` block"),
        ("{% set x = 1 %}", "found a `assign` block"),
        ("{% include '/etc/passwd' %}", "found a `include` block"),
        ("{% nothing %}", "Encountered unknown tag 'nothing'"),
        ("{{ " + "(" * 450 + "a" + ")" * 450 + " }}", "nested too deeply"),
        ("x" * 1001, "longer than 1000 characters"),
    ],
)
def test_more_than_names_fields_and_filters_is_refused(text: str, complaint: str) -> None:
    message, (problem,) = compile_text(text)

    assert problem.startswith(complaint)
    assert message == Message()


def test_private_attributes_are_only_names_of_fields_and_reach_nothing() -> None:
    message, problems = compile_text("{{ id.__class__.__mro__ }}")

    assert problems == []
    assert fill(message, {"id": "imdb"}) == "(unknown)"
