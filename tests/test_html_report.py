"""The HTML report: what a reader sees, and that a repository can put nothing but text into it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from builders import make_outcome, make_rule
from msgspec.structs import replace
from program import rai_lint
from test_formats import ATTACK, HOSTILE, REPORT
from tree import write

from rai_lint.lines import Lines
from rai_lint.model.fact import Fact
from rai_lint.model.kinds import FIELDS
from rai_lint.model.outcome import Related
from rai_lint.model.pack import Guideline, GuidelineItem, Level
from rai_lint.model.report import Finding, Report, RoleEvidence
from rai_lint.model.request import Attestation, Request, Waiver
from rai_lint.model.source import Place, Skipped
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.report.formats import WITH_INVENTORY
from rai_lint.report.options import Options
from rai_lint.report.page.findings import MOST
from rai_lint.report.page.flow import MOST as MOST_NODES
from rai_lint.report.page.render import render_html
from rai_lint.run import check

TODAY = dt.date(2026, 11, 30)
VOID = {"br", "input", "link", "meta", "path", "rect", "img", "hr"}
RULE = make_rule()


@dataclass
class Element:
    """An element of a page, as a browser would build it."""

    name: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    def every(self, name: str = "") -> Iterator[Element]:
        """Yield this element and all below it, or those of a name."""
        if not name or self.name == name:
            yield self
        for child in self.children:
            yield from child.every(name)

    @property
    def text(self) -> str:
        """All text of it, on one line."""
        return " ".join("".join(self.own).split())

    def __getitem__(self, key: str) -> str:
        return self.attributes.get(key, "")


class Page(HTMLParser):
    """Builds elements, and fails where a tag is not closed by its own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self.current = Element("document", {})
        self.declared = ""
        self.feed(text)
        self.close()
        assert self.current is self.root

    def handle_decl(self, decl: str) -> None:
        self.declared = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        made = Element(tag, {name: value or "" for name, value in attrs}, self.current)
        self.current.children.append(made)
        if tag not in VOID:
            self.current = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.current.name == tag
        assert self.current.parent is not None
        self.current = self.current.parent

    def handle_data(self, data: str) -> None:
        above: Element | None = self.current
        while above is not None:
            above.own.append(data)
            above = above.parent

    def by_id(self, name: str) -> Element:
        """Return the element of an id."""
        return next(each for each in self.root.every() if each["id"] == name)

    def by_class(self, name: str) -> list[Element]:
        """Return the elements of a class."""
        return [each for each in self.root.every() if name in each["class"].split()]


def page(report: Report = REPORT, **options: object) -> Page:
    return Page(text(report, **options))


def text(report: Report = REPORT, **options: object) -> str:
    return render_html(report, Options(today=TODAY, name="shop", **options))  # type: ignore[arg-type]


def fact(kind: str, place: Place, **fields: object) -> Fact:
    known: dict[str, Value] = {
        name: value if isinstance(value, Unknown) else Known(value)
        for name, value in fields.items()
    }
    assert known.keys() <= {*FIELDS[kind]}
    return Fact(kind=kind, place=place, fields=known)


FACTS = (
    fact("dataset-load", Place("train.py", 3), id="imdb", provider="datasets", split="train"),
    fact("dataset-load", Place("t.py", 1), id=Unknown("args.data", "the user gives `data`")),
    fact("data-use", Place("train.py", 9), purpose="train", dataset="imdb", model="gpt2"),
    fact("data-use", Place("train.py", 12), purpose="evaluate", model="gpt2", object="x_test"),
    fact("model-load", Place("train.py", 5), id="gpt2", provider="transformers", part="model"),
    fact("model-train", Place("train.py", 9), model="gpt2", dataset="imdb", seed=3),
    fact("model-train", Place("other.py", 2), framework="torch"),
    fact("model-card", Place("README.md", 1), id="Shop", format="markdown"),
    fact("card-dataset", Place("README.md", 4), id="IMDB", role="training"),
    fact("card-metric", Place("README.md", 8), name="f1", printed="0.87", dataset="imdb"),
    fact("eval-run", Place("run.sh", 2), harness="lm-eval", tasks=("mmlu", "arc")),
    fact("safety-control", Place("app.py", 7), control="moderation", state="enabled"),
)
FULL = replace(
    REPORT,
    roles=(RoleEvidence("trains", (Place("train.py", 9),)), RoleEvidence("serves", (), "set")),
    not_applicable=(make_outcome(RULE, state="not-applicable", because="no model is trained"),),
    facts=FACTS,
    waivers=(
        Waiver(rule="DAT", reason="an old model", owner="ada", expires=dt.date(2026, 1, 1)),
        Waiver(rule="SEC", reason="inside only", owner="bob", unit="old"),
    ),
    attestations=(
        Attestation(
            item="hf-model-card/datasets",
            owner="eve",
            date=dt.date(2026, 5, 1),
            link="https://example.org/minutes",
            expires=dt.date(2027, 5, 1),
        ),
    ),
    guidelines=(
        *REPORT.guidelines,
        Guideline(
            id="other",
            title="Others",
            source="a book",
            items=(GuidelineItem(id="1", text="Ask people.", checkable=False),),
        ),
    ),
)

#: The attack in every text that a repository, or a pack or configuration in it, can choose.
EVERYWHERE = replace(
    HOSTILE,
    version=ATTACK,
    profile=ATTACK,
    roles=(RoleEvidence(ATTACK, (Place(ATTACK, 1),), ATTACK),),
    findings=(
        *HOSTILE.findings,
        replace(
            HOSTILE.findings[0],
            rule=replace(
                make_rule(ATTACK, ATTACK, references=(ATTACK, "hf-model-card/datasets")),
                title=ATTACK,
                why=ATTACK,
                fix_text=ATTACK,
                family=ATTACK,
            ),
            unit=ATTACK,
            suppressed=ATTACK,
        ),
    ),
    not_applicable=(make_outcome(RULE, state="not-applicable", because=ATTACK),),
    guidelines=(
        Guideline(
            id=ATTACK,
            title=ATTACK,
            source=ATTACK,
            date=ATTACK,
            items=(GuidelineItem(id=ATTACK, text=ATTACK),),
            levels=(Level(name=ATTACK, needs=(ATTACK,)),),
        ),
    ),
    asked=(ATTACK,),
    waivers=(Waiver(rule=ATTACK, reason=ATTACK, owner=ATTACK, unit=ATTACK),),
    attestations=(
        Attestation(item=f"{ATTACK}/{ATTACK}", owner=ATTACK, date=TODAY, link=ATTACK),
        Attestation(item=ATTACK, owner=ATTACK, date=TODAY, link="javascript:alert(1)"),
    ),
    facts=tuple(
        Fact(
            kind=kind,
            place=Place(ATTACK, 3),
            unit=ATTACK,
            fields=dict.fromkeys(names, value),
        )
        for kind, names in FIELDS.items()
        for value in (Known(ATTACK), Known((ATTACK, ATTACK)), Unknown(ATTACK, ATTACK, (ATTACK,)))
    ),
)
EMPTY = Report(root=".", version="0.1.0")


# What a reader sees


def test_the_overview_counts_and_says_what_to_do_next() -> None:
    shown = page(FULL)
    counts = [each.text for each in next(iter(shown.by_class("counts"))).children]
    assert counts == [
        "1 error",
        "1 warning",
        "0 notes",
        "1 to look at",
        "1 accepted",
        "1 not read",
    ]
    steps = [each.text for each in next(iter(shown.by_class("steps"))).children]
    assert steps[0].startswith("A dataset is not declared (1 error at serve.py:8-9)")
    assert "List it under datasets." in steps[0]
    assert any(each.startswith("Renew or drop 1 entry past the agreed day") for each in steps)
    overview = shown.by_id("overview").text
    assert "It trains models: train.py:9" in overview
    assert "It serves a model to users (set)" in overview
    assert "Model cards: 1 gap" in overview
    assert "research" in next(iter(shown.by_class("top"))).text
    assert shown.by_id("main").name == "main"


def test_there_is_no_score_and_no_verdict() -> None:
    words = " ".join(each.text for each in page(FULL).root.every("body"))
    words = words.split('"use strict"')[0]
    assert "%" not in words
    assert not re.search(r"(?i)\bcomplian|\bviolat|\bnon-?conform|\blegal\b", words)


def test_a_finding_has_its_code_its_places_and_what_belongs_to_it(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "a = 1\nb = 2\nload('<imdb>')\nc = 3\nd = 4\n"})
    shown = page(FULL, lines=Lines(tmp_path).of)
    article = next(each for each in shown.root.every("article") if "imdb" in each.text)
    lines = [(each["data-n"], each.text, each["class"]) for each in article.every("span")]
    assert ("2", "b = 2", "") in lines
    assert ("3", "load('<imdb>')", "hit") in lines
    assert ("4", "c = 3", "") in lines
    assert "train.py:3" in article.text
    assert "Also at my data/run.py:2-4" in article.text
    assert "See README.md:4 (the card's datasets)" in article.text
    group = article.parent
    assert group is not None
    assert "How to fix. List it under datasets. Then check its licence." in group.text
    assert "hf-model-card/datasets: Name the data." in group.text
    assert "Nobody can tell what it learnt." in group.text


def test_a_notebook_is_named_by_cell_and_line(tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text('{"cells": [{}, {"source": ["a\\n", "b = 2"]}]}')
    found = replace(REPORT.findings[0], places=(Place("n.ipynb", 2, 1, cell=1),))
    shown = page(replace(REPORT, findings=(found,)), lines=Lines(tmp_path).of)
    article = next(shown.root.every("article"))
    assert "n.ipynb, cell 2, line 2" in article.text
    assert any(each["class"] == "hit" and each.text == "b = 2" for each in article.every("span"))


def test_the_gravest_come_first_and_the_accepted_last() -> None:
    articles = list(page(FULL).root.every("article"))
    assert [(each["data-severity"], each["data-status"]) for each in articles] == [
        ("error", "open"),
        ("error", "accepted"),
        ("warning", "open"),
    ]
    assert "accepted our own file" in articles[1].text


def test_the_filters_offer_what_there_is_and_are_hidden_without_script() -> None:
    shown = page(FULL)
    filters = shown.by_id("filters")
    assert "hidden" in filters.attributes
    offered = {
        each["data-key"]: [option["value"] for option in each.every("option")]
        for each in filters.every("select")
    }
    assert offered == {
        "severity": ["", "error", "warning"],
        "family": ["", "SEC", "DAT"],
        "rule": ["", "SEC001", "DAT001"],
        "status": ["", "open", "accepted"],
    }
    labelled = {each["for"] for each in filters.every("label")}
    controls = [*filters.every("input"), *filters.every("select")]
    assert labelled == {each["id"] for each in controls}
    assert shown.by_id("filter-count")["aria-live"] == "polite"
    assert "hidden" not in shown.by_id("findings").attributes


def test_guidelines_are_told_item_by_item_those_of_the_profile_first() -> None:
    shown = page(replace(FULL, asked=("other",)))
    listed = shown.by_class("guideline")
    assert ["Others" in listed[0].text, "Model cards" in listed[1].text] == [True, True]
    assert "open" in listed[0].attributes
    assert "open" not in listed[1].attributes
    assert "no machine can see this in a repository" in listed[0].text
    item = next(each for each in listed[1].every("li") if "Name the data." in each.text)
    assert item.text.startswith("gap datasets Name the data. train.py:3")
    assert "Attested by eve, which is no evidence" in item.text
    assert next(item.every("a"))["href"] == "#rule-1"


def test_an_item_that_no_guideline_has_is_told_too() -> None:
    listed = page(replace(FULL, guidelines=())).by_class("guideline")
    assert [next(each.every("h3")).text for each in listed] == ["hf-model-card", "owasp-ml"]
    assert "gap ml06 serve.py:8-9" in listed[1].text


def test_the_inventory_has_a_row_for_each_thing() -> None:
    shown = page(FULL)
    rows = [div.text for each in shown.by_class("things") for div in each.children]
    assert "imdb loaded (split train, datasets) train.py:3 used to train (model gpt2)" in rows[0]
    assert any(
        row.startswith("not known: args.data (the user gives data) loaded t.py:1") for row in rows
    )
    assert any(
        row.startswith(
            "gpt2 loaded: model (transformers) train.py:5 trained (dataset imdb, seed 3)"
        )
        for row in rows
    )
    assert any(row.startswith("f1 in a card: 0.87 (dataset imdb) README.md:8") for row in rows)
    assert any(row.startswith("lm-eval run (tasks mmlu, arc) run.sh:2") for row in rows)
    assert any(row.startswith("moderation control: enabled app.py:7") for row in rows)


def test_the_picture_says_in_words_what_it_draws() -> None:
    shown = page(FULL)
    picture = next(each for each in shown.root.every("svg") if "flow" in each["class"])
    assert picture["role"] == "img"
    assert "From data to models to cards" in shown.by_id(picture["aria-labelledby"]).text
    words = shown.by_id(picture["aria-describedby"])
    assert [each.text for each in words.every("li")] == [
        "imdb is used to train gpt2 train.py:9",
        "x_test (not traced to a dataset) is used to evaluate gpt2 train.py:12",
        "gpt2 is described by README.md train.py:9",
        "a model without a name (in other.py) is described by README.md other.py:2",
    ]
    drawn = [each.text for each in picture.every("svg") if each is not picture]
    assert "imdbnamed in README.md" in drawn
    assert "x_testnot traced to a dataset" in drawn
    assert "IMDBnamed in README.md" not in drawn


def test_a_model_without_a_card_is_drawn_as_such() -> None:
    shown = page(replace(FULL, facts=FACTS[5:6]))
    assert "gpt2 has no model card train.py:9" in shown.by_id("flow-text").text


def test_two_things_have_one_arrow_that_says_all() -> None:
    also = fact("data-use", Place("a.py", 1), purpose="select", dataset="imdb", model="gpt2")
    shown = page(replace(FULL, facts=(*FACTS, also)))
    words = [each.text for each in shown.by_id("flow-text").every("li")]
    assert words[0] == "imdb is used to train and select gpt2 train.py:9"


def test_examples_are_drawn_where_the_program_itself_has_no_models() -> None:
    facts = tuple(replace(each, scope="example") for each in FACTS)
    words = page(replace(FULL, facts=facts)).by_id("flow-text").text
    assert words.startswith("As far as it could be followed, in examples: imdb is used to train")


def test_the_picture_is_bounded_and_says_what_it_leaves_out() -> None:
    loads = tuple(fact("dataset-load", Place("a.py", n), id=f"d{n}") for n in range(1, 31))
    shown = page(replace(FULL, facts=loads))
    picture = next(each for each in shown.root.every("svg") if "flow" in each["class"])
    assert sum(1 for _ in picture.every("svg")) == MOST_NODES + 1
    assert f"{30 - MOST_NODES} data, 0 models, 0 cards" in shown.by_id("flow-text").text


def test_what_people_answer_for_is_shown_with_owner_and_day() -> None:
    words = page(FULL).by_id("accepted").text
    assert "SEC001 at serve.py:18: our own file" in words
    assert "DAT for the whole repository: an old model over Owner ada, until 2026-01-01" in words
    assert "SEC for old: inside only Owner bob, no end was set" in words
    assert "hf-model-card/datasets: Name the data. eve on 2026-05-01, until 2027-05-01" in words
    assert "see https://example.org/minutes" in words


def test_what_is_not_known_has_its_reason() -> None:
    shown = page(FULL)
    assert "What stopped it: no default" in shown.by_id("unknown").text
    assert "bad.py syntax error at 3:7" in shown.by_id("unread").text
    assert "no model is trained: DAT001" in shown.by_id("unread").text


def test_an_empty_report_says_so() -> None:
    shown = page(EMPTY)
    assert "The rules of this profile found nothing." in shown.by_id("findings").text
    assert "Nothing was recognised." in shown.by_id("inventory").text
    assert "No guideline was read." in shown.by_id("guidelines").text
    assert not list(shown.root.every("article"))


# The page itself


@pytest.mark.parametrize("report", [REPORT, FULL, EVERYWHERE, EMPTY])
def test_ids_are_unique_and_links_lead_somewhere_in_the_page(report: Report) -> None:
    shown = page(report)
    ids = Counter(each["id"] for each in shown.root.every() if "id" in each.attributes)
    assert set(ids.values()) == {1}
    assert all(re.fullmatch(r"[a-z0-9-]+", each) for each in ids)
    links = {each["href"] for each in shown.root.every("a")}
    assert all(each.startswith("#") and each[1:] in ids for each in links)
    for name in ("aria-labelledby", "aria-describedby", "for"):
        assert {each[name] for each in shown.root.every() if each[name]} <= ids.keys()


@pytest.mark.parametrize("report", [REPORT, FULL, EVERYWHERE, EMPTY])
def test_headings_are_in_order_and_landmarks_are_there(report: Report) -> None:
    shown = page(report)
    assert shown.declared == "DOCTYPE html"
    assert next(shown.root.every("html"))["lang"] == "en"
    levels = [int(each.name[1]) for each in shown.root.every() if re.fullmatch("h[1-6]", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for name in ("header", "nav", "main", "footer"):
        assert len(list(shown.root.every(name))) == 1
    assert next(shown.root.every("a"))["href"] == "#main"


@pytest.mark.parametrize("report", [REPORT, EVERYWHERE, EMPTY])
def test_the_policy_allows_this_style_and_this_script_and_nothing_else(report: Report) -> None:
    shown = page(report)
    metas = list(shown.root.every("meta"))
    policy = next(each["content"] for each in metas if "http-equiv" in each.attributes)
    style, script = next(shown.root.every("style")), next(shown.root.every("script"))
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest(style)}'",
        f"script-src 'sha256-{digest(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    # The policy must stand before what it is about.
    assert metas.index(next(each for each in metas if "http-equiv" in each.attributes)) == 1


def digest(element: Element) -> str:
    hashed = hashlib.sha256("".join(element.own).encode()).digest()
    return base64.b64encode(hashed).decode()


@pytest.mark.parametrize("report", [FULL, EVERYWHERE])
def test_nothing_of_a_repository_becomes_markup(report: Report) -> None:
    shown = page(report, lines=lambda *_: (ATTACK, ATTACK, ATTACK, ATTACK))
    elements = list(shown.root.every())
    names = Counter(each.name for each in elements)
    assert (names["script"], names["style"]) == (1, 1)
    assert not names.keys() & {"img", "iframe", "object", "embed", "form", "base", "link", "image"}
    for element in elements:
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcset", "action", "formaction", "xlink:href"}
            if name == "href":
                assert value.startswith("#")
            if name not in {"data-rule", "data-family", "value", "content"}:
                assert "evil" not in value
    policy = next(each for each in shown.root.every("meta") if "http-equiv" in each.attributes)
    assert "evil" not in policy["content"]


def test_an_attack_is_shown_as_the_text_that_it_is() -> None:
    shown = text(EVERYWHERE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "\\x1b[31m" in shown
    assert "\\u202e" in shown
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    shown.encode()


def test_the_page_asks_nothing_of_anybody() -> None:
    shown = page(EMPTY)
    style, script = next(shown.root.every("style")).text, next(shown.root.every("script")).text
    assert not re.search(r"url\(|@import|https?:|//", style)
    assert not re.search(
        r"fetch|XMLHttp|import\(|WebSocket|sendBeacon|innerHTML|outerHTML|eval\(|document\.write",
        script,
    )


# Its size


def test_a_thousand_findings_stay_below_two_megabytes(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "x = load_dataset('somebody/something', split='train')\n" * 200})
    shown = text(thousands(1000), lines=Lines(tmp_path).of)
    assert len(shown.encode()) < 2_000_000
    assert 'class="many"' in shown


def test_findings_beyond_the_bound_are_counted() -> None:
    shown = page(thousands(MOST + 500))
    assert len(list(shown.root.every("article"))) == MOST
    assert "500 further findings of this rule" in shown.by_id("findings").text


def test_long_texts_are_cut() -> None:
    long = replace(
        REPORT.findings[0],
        message="long " * 10_000,
        places=tuple(Place(f"{number}.py") for number in range(5_000)),
        related=tuple(Related(Place("a.md", number), "x" * 9_000) for number in range(500)),
    )
    report = replace(REPORT, findings=(long,), skipped=(Skipped("x" * 9_000, "y" * 9_000),) * 900)
    shown = text(report, lines=lambda *_: ("z" * 100_000,) * 100)
    assert len(shown) < 400_000
    assert "and 4993 more" in shown


def thousands(number: int) -> Report:
    rules = [make_rule(f"DAT{n:03}", f"rule-number-{n}") for n in range(1 if number > MOST else 60)]
    findings = tuple(
        Finding(
            rule=rules[n % len(rules)],
            severity="warning",
            subject=f"somebody/data-{n}",
            unit=".",
            message=f"`somebody/data-{n}` is loaded for training here, and no card names it. " * 2,
            places=tuple(Place("train.py", 3 + (n + k) % 190) for k in range(12)),
            related=tuple(Related(Place("README.md", k), "the card's datasets") for k in range(9)),
        )
        for n in range(number)
    )
    return replace(REPORT, findings=findings)


# From a repository


def test_facts_of_every_kind_are_at_hand_where_an_inventory_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "import wandb\n\nwandb.init(project='x')\n"})
    request = Request(root=tmp_path, select=("SEC001",))
    assert "html" in WITH_INVENTORY
    assert "experiment-tracking" not in {each.kind for each in check(request).facts}
    full = check(replace(request, all_facts=True))
    assert "experiment-tracking" in {each.kind for each in full.facts}
    assert "wandb tracks experiments train.py:3" in page(full).by_id("inventory").text


def test_the_command_writes_a_page_with_the_inventory(tmp_path: Path) -> None:
    write(tmp_path, {"shop/train.py": "import wandb\n\nwandb.init(project='x')\n"})
    done = rai_lint("check", ".", "--no-cache", "--format", "html", cwd=tmp_path / "shop")
    assert (done.returncode, done.stderr) == (0, "")
    shown = Page(done.stdout)
    assert next(shown.root.every("h1")).text == "shop"
    assert "wandb tracks experiments train.py:3" in shown.by_id("inventory").text


def test_waivers_and_attestations_reach_the_report(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    request = Request(root=tmp_path, waivers=FULL.waivers[1:], attestations=FULL.attestations)
    report = check(request)
    assert (report.waivers, report.attestations) == (FULL.waivers[1:], FULL.attestations)
