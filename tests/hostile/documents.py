"""Hostile documents: Markdown, its front matter and HTML, LaTeX, licences and other prose."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.inputs import Hostile, file

_HEAD = "---\nlicense: mit\nlibrary_name: transformers\n---\n# Model card\n\n"
_SIZE = 20_000

#: What is slow in parsers of Markdown: each is repeated until the text is long.
_REPEATED = {
    "openers": "*a _b ",
    "closers": "a* b_ ",
    "mixed": "*a__b**c_",
    "bold-in-bold": "**x *a ",
    "slashed": "/**/",
    "brackets": "[",
    "closed-brackets": "]",
    "links": "[a](",
    "images": "![",
    "half-links": "[a](<b",
    "references": "[a][",
    "definitions": "[a]: /b\n",
    "backticks": "a`b``c```",
    "tags": "a <b ",
    "comments": "a <!-- b ",
    "instructions": "a <? b ",
    "declarations": "a <!X b ",
    "cdata": "a <![CDATA[ ",
    "entities": "&a &#1 &#x ",
    "escapes": "\\",
    "quotes": "> ",
    "quotes-of-lists": "> - ",
    "lists": "- ",
    "deeper-items": "- a\n  ",
    "ordered": "1. ",
    "headings": "# a\n",
    "underlined": "a\n===\n",
    "tables": "| a | b |\n",
    "rules": "| a | b |\n|---|---|\n",
    "bars": "|",
    "fences": "```\n",
    "tildes": "~~~a\n",
    "cells": "<table><tr><td>",
    "table-heads": "<h1\n",
    "details": "<details>\n\n",
    "spaces": " ",
    "lines": "\n",
    "bold-labels": "**a:** b\n",
    "suppressions": "<!-- rai-lint: ignore[X] -->",
    "conflicts": "<<<<<<< a\n=======\n",
    "addresses": "https://a.b/c",
    "form-feeds": "\x0c",
    "right-to-left": "\u202ea\u2066",
    "accents": "a" + "\u0301" * 9,
    "lone-returns": "a\r",
    "metrics": "F1 of 0.9 ",
    "negations": "not no never without ",
    "installs": "pip install a ",
    "versions": "torch 1.2 ",
}


def _repeated() -> Iterator[Hostile]:
    for name, piece in _REPEATED.items():
        text = _HEAD + "Text " + piece * (_SIZE // len(piece))
        yield Hostile(f"md-{name}", "markdown", file("MODEL_CARD.md", text))


def _wide() -> Iterator[Hostile]:
    """Yield documents that are too much to be parsed."""
    for name, text, reason in (
        ("bytes", "a" * 2_100_000, "larger than 2 MB"),
        ("lines", "a\n" * 60_000, "more than 50000 lines"),
        ("brackets", "[" * 60_000, "more than 50000 `[`"),
        ("tags", "<" * 60_000, "more than 50000 `<`"),
        ("stars", "*a" * 250_000, "more than 200000 `*`"),
        ("bars", "|a" * 250_000, "more than 200000 `|`"),
    ):
        skipped = {"MODEL_CARD.md": reason}
        yield Hostile(f"md-too-many-{name}", "markdown", file("MODEL_CARD.md", text), skipped)


_ONE_LINE = "a *b* _c_ `d` &amp; e " * 40_000

_OTHERS = (
    Hostile("md-one-line", "markdown", file("MODEL_CARD.md", _HEAD + _ONE_LINE)),
    Hostile("md-heading", "markdown", file("README.md", "# " + "framework library " * 40_000)),
    Hostile("md-digits", "markdown", file("README.md", "# x\n\n<p>&#" + "9" * 5_000 + ";</p>\n")),
    Hostile(
        "md-spans",
        "markdown",
        file(
            "README.md",
            "# x\n\n<table>"
            + ("<tr>" + "<td rowspan=99999 colspan=99999>a" * 30) * 30
            + f"<td rowspan={'9' * 1900}></table>\n",
        ),
    ),
    Hostile("md-nul", "markdown", file("README.md", b"# x\n\n\x00\x00 a\x00b\n")),
    Hostile(
        "md-bytes", "markdown", file("README.md", b"# x\n\n\xff\xfe\xfd\n"), {"README.md": "UTF-8"}
    ),
    Hostile("md-utf16", "markdown", file("README.md", "# x\n\ntext\n".encode("utf-16"))),
    Hostile("front-never-closed", "front matter", file("README.md", "---\nlicense: mit\n" * 2_000)),
    Hostile(
        "front-open", "front matter", file("README.md", "---\nlicense: mit\n" + "a: b\n" * 5_000)
    ),
    Hostile(
        "front-bomb",
        "front matter",
        file(
            "README.md",
            "---\nlicense: mit\na0: &a0 [x, x]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
            + "---\n# x\n",
        ),
        {"README.md": "front matter"},
    ),
    Hostile(
        "front-sizes",
        "front matter",
        file(
            "DATASET_CARD.md",
            "---\nlicense: mit\nsize_categories:\n- n<"
            + "9" * 5_000
            + "K\ndataset_info:\n  splits:\n  - name: a\n    num_examples: 1e999\n---\n# Data\n",
        ),
    ),
    Hostile(
        "front-deep",
        "front matter",
        file("README.md", "---\nlicense: mit\na: " + "[" * 5_000 + "\n---\n# x\n"),
        {"README.md": "front matter"},
    ),
    Hostile(
        "front-numbers",
        "front matter",
        file(
            "MODEL_CARD.md",
            "---\nlicense: mit\nmodel-index:\n- name: a\n  results:\n  - task: {type: b}\n"
            "    dataset: {name: c, type: c}\n    metrics:\n"
            f"    - {{type: accuracy, value: .inf}}\n    - {{type: f1, value: {'9' * 40}}}\n"
            "    - {type: bleu, value: 1e999}\n    - {type: rouge, value: .nan}\n---\n# x\n",
        ),
    ),
    Hostile(
        "front-tags",
        "front matter",
        file("README.md", "---\nlicense: !!python/object/apply:os.system ['touch canary']\n---\n"),
    ),
    Hostile("tex-braces", "latex", file("a.tex", "\\section{" * 3_000 + "\\textbf{" * 3_000)),
    Hostile("tex-spaces", "latex", file("a.tex", "\\section" + " " * 19_000 + "x\n")),
    Hostile("tex-begin", "latex", file("a.tex", "\\begin{a}\n" * 20_000)),
    Hostile("tex-cites", "latex", file("a.tex", "\\cite[a]" * 2_000 + "$a " * 2_000)),
    Hostile("licence-spaces", "text", file("LICENSE", " \n" * 100_000)),
    Hostile("licence-copyright", "text", file("LICENSE", "Copyright (c) [year] " * 20_000)),
    Hostile("licence-huge", "text", file("LICENSE", "MIT License Apache License GPL " * 30_000)),
    Hostile("policy", "text", file("SECURITY.md", "report a vulnerability " * 20_000)),
    Hostile("install", "text", file("INSTALL.rst", "pip pip- install " * 20_000)),
)

DOCUMENTS: tuple[Hostile, ...] = (*_repeated(), *_wide(), *_OTHERS)
