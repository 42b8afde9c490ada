from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from builders import make_outcome, make_rule
from inline_snapshot import snapshot
from msgspec.structs import replace

from rai_lint.model.example import Example, Expected
from rai_lint.model.outcome import Related
from rai_lint.model.report import Finding, Report, RoleEvidence
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place, Skipped
from rai_lint.report.neutral import neutral, neutral_code
from rai_lint.report.options import Options
from rai_lint.report.rule_page import render_rule
from rai_lint.report.text import render_text

FILES = {
    "train.py": ("import datasets", "", 'data = datasets.load_dataset("imdb")'),
    "run.ipynb": ("%pip install datasets", "load(", '    "imdb",', ")"),
}


def lines(path: str, _cell: int | None) -> Sequence[str]:
    return FILES.get(path, ())


def finding(
    rule: Rule, *places: Place, message: str = "", suppressed: str | None = None
) -> Finding:
    return Finding(
        rule=rule,
        severity=rule.severity,
        subject="imdb",
        unit=".",
        message=message or "`imdb` is loaded here, but README.md does not list it.",
        places=places,
        suppressed=suppressed,
    )


EMPTY = Report(root=".", version="0.1.0", files=3, seconds=0.24)
RULE = make_rule(references=("hf-model-card/datasets", "otdi/source-datasets"))


def shown(report: Report, **options: Any) -> str:
    return render_text(report, replace(Options(lines=lines), **options))


def test_nothing_found() -> None:
    assert shown(EMPTY) == "No findings in 3 files (0.2 s)\n"
    assert shown(EMPTY, quiet=True) == ""


def test_rules_that_one_unread_card_leaves_open_share_a_line() -> None:
    unknown = tuple(
        make_outcome(make_rule(code), Place("README.md"), state="unknown", because="not UTF-8")
        for code in ("MDC003", "MDC007")
    )
    text = shown(replace(EMPTY, unknown=unknown))
    assert "  README.md:1  MDC003 MDC007  not UTF-8\n" in text
    assert "2 to look at" in text


def test_a_whole_report() -> None:
    related = (Related(Place("README.md", 4), "the card's datasets"),)
    report = replace(
        EMPTY,
        findings=(
            replace(
                finding(RULE, Place("train.py", 3, 8), Place("run.ipynb", 2, cell=4)),
                related=related,
            ),
            finding(make_rule("SEC001", "torch-load-unsafe"), Place("a.py"), suppressed="ours"),
        ),
        unknown=(
            make_outcome(
                RULE,
                Place("other.py", 7),
                Place("more.py", 9),
                state="unknown",
                because="args.dataset has no default",
            ),
        ),
        skipped=(Skipped("bad.py", "syntax error at 3:7"),),
        roles=(RoleEvidence("trains", (Place("train.py", 9),)),),
        files=41,
    )
    assert shown(report, roles=True, statistics=True) == snapshot(
        """\
train.py
  3:8  warning  DAT001 training-dataset-undeclared
      `imdb` is loaded here, but README.md does not list it.
        3 | data = datasets.load_dataset("imdb")
      also at run.ipynb, cell 5:2
      see README.md:4 (the card's datasets)
      asked by: hf-model-card/datasets, otdi/source-datasets
      how to fix: List it under `datasets`.

Please look at these: they could not be settled
  other.py:7  DAT001  args.dataset has no default (and 1 more)

Not looked at
  bad.py  syntax error at 3:7

Roles of this repository
  trains  train.py:9

Findings by rule
     1  DAT001  training-dataset-undeclared
     1  SEC001  torch-load-unsafe

1 warning, 1 suppressed, 1 to look at, 1 not looked at in 41 files (0.2 s)
`rai-lint rule DAT001` explains a rule; --write-baseline FILE accepts what is found today
"""
    )


def test_several_lines_of_a_notebook_cell() -> None:
    report = replace(EMPTY, findings=(finding(RULE, Place("run.ipynb", 2, 1, 4, cell=0)),))
    assert shown(report, quiet=True) == snapshot(
        """\
run.ipynb
  cell 1:2  warning  DAT001 training-dataset-undeclared
      `imdb` is loaded here, but README.md does not list it.
        2 | load(
        3 |     "imdb",
        4 | )
      asked by: hf-model-card/datasets, otdi/source-datasets
      how to fix: List it under `datasets`.

"""
    )


def test_findings_stand_by_file_in_reading_order() -> None:
    places = [Place("b.py", 2), Place("a.py", 10), Place("a.py", 9)]
    report = replace(EMPTY, findings=tuple(finding(RULE, place) for place in places))
    heads = [
        line
        for line in shown(report, quiet=True).splitlines()
        if "  warning  " in line or line.endswith(".py")
    ]
    assert [head.split("  warning")[0].strip() for head in heads] == [
        "a.py",
        "9:1",
        "10:1",
        "b.py",
        "2:1",
    ]


def test_long_lists_are_cut_and_counted() -> None:
    report = replace(EMPTY, skipped=tuple(Skipped(f"{n}.py", "no text") for n in range(25)))
    assert "  … and 5 more (all are in --format json)\n" in shown(report)


def test_what_a_repository_writes_cannot_steer_the_terminal() -> None:
    hostile = replace(
        EMPTY,
        findings=(
            finding(RULE, Place("a\x1b[2J\nNo findings\u202e.py"), message="see \x1b]0;owned\x07"),
        ),
        skipped=(Skipped("b\r\x9b.py", "a\u2028b\ud800"),),
    )
    text = shown(hostile)
    assert r"a\x1b[2J\nNo findings\u202e.py" in text
    assert r"see \x1b]0;owned\x07" in text
    assert r"b\r\x9b.py  a\u2028b\ud800" in text
    assert all(character == "\n" or character.isprintable() for character in text)


def test_code_frames_are_neutral_and_bounded() -> None:
    assert neutral_code("\tx = '\x1b[31m'  ", 40) == "    x = '\\x1b[31m'"
    assert neutral_code("x" * 10_000, 10) == "xxxxxxxxx…"
    assert neutral("grüße 数据 🙂") == "grüße 数据 🙂"


def test_colour_is_only_there_if_wanted() -> None:
    report = replace(EMPTY, findings=(finding(RULE, Place("train.py", 3)),))
    assert "\x1b[1;33mwarning\x1b[0m" in shown(report, color=True)
    assert "\x1b" not in shown(report)


def example(
    title: str,
    files: dict[str, bytes],
    *,
    expect: tuple[Expected, ...] = (),
    unknown: tuple[Expected, ...] = (),
) -> Example:
    return Example(
        title=title, files=files, expect=expect, expect_unknown=unknown, path="x.yaml", line=1
    )


def test_the_page_of_a_rule() -> None:
    code = b'import datasets\ndatasets.load_dataset("imdb")\n'
    here = (Expected(path="train.py", line=2),)
    examples = (
        example("loaded and not listed", {"train.py": code}, expect=here),
        example("listed", {}),
        example("no default", {}, unknown=here),
    )
    items = {"hf-model-card/datasets": "the datasets it was trained on"}
    assert render_rule(RULE, examples, items, ("basic",)) == snapshot(
        """\
DAT001 training-dataset-undeclared
A dataset is not declared

warning, high confidence, since 0.1, in basic

Why
  Nobody can tell what it learnt.

How to fix
  List it under `datasets`. Then check its licence.

Asked by
  hf-model-card/datasets  the datasets it was trained on
  otdi/source-datasets

Reported
  loaded and not listed
    train.py
        1 | import datasets
    >   2 | datasets.load_dataset("imdb")

Left alone
  listed
  no default (listed as: please look)

To accept one
  # rai-lint: ignore[DAT001] the reason

"""
    )


def test_what_stands_below_each_other_is_aligned_and_wrapped() -> None:
    long = "args.dataset has no default, and nothing in the repository says what it is called with"
    unknown = (
        make_outcome(RULE, Place("a.py", 7), state="unknown", because="no default"),
        make_outcome(RULE, Place("data/load.py", 12), state="unknown", because=long),
    )
    assert shown(replace(EMPTY, unknown=unknown), width=60) == snapshot(
        """\
Please look at these: they could not be settled
  a.py:7           DAT001  no default
  data/load.py:12  DAT001  args.dataset has no default, and
                           nothing in the repository says
                           what it is called with

No findings, 2 to look at in 3 files (0.2 s)
"""
    )


def test_one_long_path_moves_no_other_row() -> None:
    skipped = (Skipped("a.py", "too large"), Skipped("b/" * 40 + "c.py", "too large"))
    lines = shown(replace(EMPTY, skipped=skipped)).splitlines()
    assert lines[1] == "  a.py  too large"
    assert lines[2] == f"  {'b/' * 40}c.py  too large"


def test_long_texts_of_a_finding_are_wrapped_below_their_label() -> None:
    rule = replace(
        make_rule(references=("a/b", "c/d")), fix_text=f"List it {'here and ' * 9}there."
    )
    text = shown(replace(EMPTY, findings=(finding(rule, Place("train.py", 3)),)), width=60)
    assert text == snapshot(
        """\
train.py
  3:1  warning  DAT001 training-dataset-undeclared
      `imdb` is loaded here, but README.md does not list it.
        3 | data = datasets.load_dataset("imdb")
      asked by: a/b, c/d
      how to fix: List it here and here and here and here
                  and here and here and here and here and
                  here and there.

1 warning in 3 files (0.2 s)
`rai-lint rule DAT001` explains a rule; --write-baseline FILE accepts what is found today
"""
    )
    colored = shown(
        replace(EMPTY, findings=(finding(rule, Place("train.py", 3)),)), width=60, color=True
    )
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == text


def test_the_last_line_says_what_to_do_next() -> None:
    grave = replace(finding(make_rule("SEC001", severity="error"), Place("z.py")), severity="error")
    found = replace(EMPTY, findings=(finding(RULE, Place("a.py")), grave))
    assert "`rai-lint rule SEC001` explains" in shown(found).splitlines()[-1]
    assert shown(EMPTY).splitlines()[-1].startswith("No findings")
    assert "`rai-lint init` proposes" in shown(EMPTY, configured=False).splitlines()[-1]
    assert "rai-lint rule" not in shown(found, quiet=True)


def test_the_id_of_a_rule_is_a_link_where_links_are_wanted() -> None:
    report = replace(
        EMPTY,
        findings=(finding(RULE, Place("a.py")), finding(make_rule("XYZ001"), Place("b.py"))),
    )
    pages = {"DAT001": "file://host/pages/DAT001.md"}
    linked = shown(report, page=lambda code: pages.get(code, ""))
    link = "\x1b]8;;file://host/pages/DAT001.md\x1b\\DAT001\x1b]8;;\x1b\\"
    assert f"{link} training-dataset-undeclared" in linked
    assert linked.replace(link, "DAT001") == shown(report)
    assert "\x1b" not in shown(report)


def test_an_address_that_would_end_the_link_makes_none() -> None:
    report = replace(EMPTY, findings=(finding(RULE, Place("a.py")),))
    for address in ("file://h/\x1b]0;x\x07", "file://h/\u202e", "file://h/\n"):
        assert shown(report, page=lambda _, address=address: address) == shown(report)
