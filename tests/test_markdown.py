from __future__ import annotations

import textwrap
import time

from rai_lint.extract.blocks import Block
from rai_lint.extract.markdown import parse


def blocks(text: str) -> tuple[Block, ...]:
    return parse(textwrap.dedent(text).lstrip("\n"))


def test_headings_of_every_kind_have_their_lines() -> None:
    found = blocks(
        """
        One
        ===

        ## Two ##

        <h3 align="center">Three</h3>

        #### <span style="text-decoration:underline;">Four</span>
        """
    )

    assert [(b.kind, b.level, b.text, b.line) for b in found] == [
        ("heading", 1, "One", 1),
        ("heading", 2, "Two", 4),
        ("heading", 3, "Three", 6),
        ("heading", 4, "Four", 8),
    ]


def test_code_yields_neither_headings_nor_text() -> None:
    found = blocks(
        """
        - a list

          ```python
          # not a heading
          ```

        ~~~
        ## nor this
        <table><tr><td>nor this</td></tr></table>
        ~~~

            # nor this
        """
    )

    assert [(b.kind, b.text) for b in found] == [
        ("item", "a list"),
        ("code", ""),
        ("code", ""),
        ("code", ""),
    ]


def test_pipe_tables_have_cells_with_lines() -> None:
    found = blocks("| Benchmark | **Score** |\n|---|---|\n| `MMLU` | 66.6 |\n")

    assert [[(c.text, c.line, c.header) for c in row] for row in found[0].rows] == [
        [("Benchmark", 1, True), ("Score", 1, True)],
        [("MMLU", 3, False), ("66.6", 3, False)],
    ]


def test_html_tables_keep_the_line_of_each_cell_and_spread_what_spans() -> None:
    found = blocks(
        """
        <div>
        <table>
          <tr><th>Group</th>
          <th>Benchmark</th></tr>

          <tr>
            <td rowspan="2">General</td>
            <td><b>MMLU</b></td>
          </tr>
          <tr>
            <td>ARC &amp; more</td>
          </tr>
        </table>
        </div>
        """
    )

    tables = [block for block in found if block.kind == "table"]
    assert [[(c.text, c.line) for c in row] for row in tables[0].rows] == [
        [("Group", 3), ("Benchmark", 4)],
        [("General", 7), ("MMLU", 8)],
        [("General", 7), ("ARC & more", 11)],
    ]


def test_a_cell_cannot_claim_a_million_rows() -> None:
    found = blocks(
        '<table><tr><td rowspan="1000000" colspan="1000000">x</td></tr><tr><td>y</td></tr></table>'
    )

    assert sum(len(row) for block in found for row in block.rows) < 1_000


def test_links_bold_words_and_pictures_are_remembered() -> None:
    (found,) = blocks(
        "**License** see [MIT](https://x.example) ![badge](https://y.example/b.svg)\n"
    )

    assert found.text.strip() == "License see MIT"
    marks = [(found.text[m.start : m.end], m.kind, m.target) for m in found.marks]
    assert marks == [("License", "bold", ""), ("MIT", "link", "https://x.example")]
    assert [(i.alt, i.target) for i in found.images] == [("badge", "https://y.example/b.svg")]


def test_hostile_text_ends_soon() -> None:
    started = time.perf_counter()
    for text in ("<table\n" * 20_000, "<" * 100_000, "[" * 20_000, "> " * 5_000, "<!--\n" * 20_000):
        parse(text)

    assert time.perf_counter() - started < 20
