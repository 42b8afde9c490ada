"""The vocabularies that rai-lint ships: sources, dates, names that mean one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import re2
import yaml

from rai_lint.model.kinds import SECTIONS
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.vocabulary import Table
from rai_lint.packs.build import build_pack
from rai_lint.packs.files import pack_files

FOLDER = Path(__file__).parent.parent / "rules" / "vocabulary"
DUTIES = {
    "attribution",
    "share-alike",
    "non-commercial",
    "no-derivatives",
    "use-restrictions",
    "naming",
    "notice",
}
FAMILIES = {
    "permissive",
    "copyleft",
    "creative-commons",
    "rail",
    "llama",
    "gemma",
    "data",
    "other",
}
#: What training libraries leave at the top of a card.
AUTOMATIC = (
    "This model card has been generated automatically according to the information "
    "the Trainer had access to."
)
#: Ids that are one name once signs are dropped: an id written as it is finds its own entry.
SAME_NAME = {
    ("licences", "openrailm"),
    ("licences", "openrail"),
    ("licence-phrases", "creativemlopenrailm"),
}


@cache
def knowledge() -> Knowledge:
    """Return the shipped vocabularies, as packs load them."""
    files = tuple(file for file in pack_files(FOLDER.parent) if "vocabulary/" in str(file))
    return build_pack(FOLDER.parent, files).knowledge


def table(name: str) -> Table:
    """Return a shipped vocabulary."""
    found = knowledge().table(name)
    assert found.terms, f"no vocabulary {name}"
    return found


def tables() -> list[str]:
    """Return the names of the shipped vocabularies."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def texts(value: object) -> tuple[str, ...]:
    """Return one text or several as several."""
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value),)


@pytest.mark.parametrize("name", tables())
def test_every_entry_has_a_source_and_a_date_that_has_come(name: str) -> None:
    for term in table(name):
        assert term.source, term.id
        assert date.fromisoformat(term.date) <= date(2026, 12, 31), term.id


@pytest.mark.parametrize("name", tables())
def test_a_file_is_named_after_its_table_and_says_what_it_is_about(name: str) -> None:
    document = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))

    assert document["table"] == name
    assert document["about"].strip()


@pytest.mark.parametrize("name", tables())
def test_a_name_stands_in_one_entry_only(name: str) -> None:
    owners: dict[str, str] = {}
    twice = []
    for term in table(name):
        for spelling in (term.id, *term.names):
            key = table(name).key(spelling)
            other = owners.setdefault(key, term.id)
            if other != term.id and (name, key) not in SAME_NAME:
                twice.append((spelling, other, term.id))
    assert twice == []


def _patterns() -> Iterator[tuple[str, str]]:
    for name in tables():
        for term in table(name):
            for key in ("pattern", "patterns"):
                for pattern in texts(term.values.get(key, ())):
                    yield f"{name}: {term.id}", pattern


def test_patterns_are_re2_and_never_match_nothing() -> None:
    for where, pattern in _patterns():
        assert re2.compile(pattern).search("") is None or "$" in pattern, where


def test_licences_carry_duties_of_the_closed_list_or_say_that_their_terms_are_unclear() -> None:
    for term in table("licences"):
        duties = term.values.get("duties")
        assert (duties is None) is bool(term.values.get("unclear")), term.id
        assert set(texts(duties or ())) <= DUTIES, term.id
        assert term.values["family"] in FAMILIES, term.id


def test_the_hub_lists_eighty_three_licences() -> None:
    hub = [term.id for term in table("licences") if term.values.get("hub")]

    assert len(hub) == 83
    assert {"apache-2.0", "llama3.3", "openrail++", "gemma", "other", "unknown"} <= set(hub)


@pytest.mark.parametrize("name", ["datasets", "models"])
def test_licences_of_datasets_and_models_exist(name: str) -> None:
    known = {term.id for term in table("licences")}

    assert {
        texts(term.values["licence"])[0] for term in table(name) if "licence" in term.values
    } <= known


def test_licence_phrases_and_llama_licences_are_licences() -> None:
    known = {term.id for term in table("licences")}

    assert {term.id for term in table("licence-phrases")} <= known
    assert {term.id for term in table("llama-licences")} == {
        term.id for term in table("licences") if term.values["family"] == "llama"
    }


def test_languages_of_datasets_and_tasks_exist() -> None:
    known = {term.id for term in table("languages")}
    for name in ("datasets", "eval-tasks"):
        for term in table(name):
            assert set(texts(term.values.get("languages", ()))) <= known, term.id


def test_benchmarks_that_a_dataset_contains_are_entries() -> None:
    for name, key in (("datasets", "contains"), ("eval-tasks", "dataset")):
        for term in table(name):
            for contained in texts(term.values.get(key, ())):
                found = table("datasets").find(contained)
                assert found is not None, contained
                assert found.values.get("benchmark"), contained


def test_metrics_that_suit_a_task_are_entries() -> None:
    for term in table("tasks"):
        for metric in texts(term.values.get("metrics", ())):
            assert table("metrics").find(metric) is not None, (term.id, metric)


def test_every_section_is_canonical_and_none_is_forgotten() -> None:
    assert {term.id for term in table("sections")} == set(SECTIONS)


def test_a_heading_with_two_meanings_stands_under_both() -> None:
    for term in table("sections"):
        for heading in texts(term.values.get("shared", ())):
            other = table("sections").find(heading)
            assert other is not None, heading
            assert other.id != term.id, heading


def test_a_spelling_that_counts_only_as_written_has_a_capital() -> None:
    for name in ("datasets", "metrics"):
        for term in table(name):
            for spelling in texts(term.values.get("cased", ())):
                assert spelling != spelling.lower(), spelling
                assert table(name).find(spelling) == term, spelling


def test_front_matter_keys_name_tables_that_exist() -> None:
    for term in table("hub-values"):
        assert set(texts(term.values["for"])) <= {"model", "dataset", "space"}, term.id
        if "table" in term.values:
            assert knowledge().table(str(term.values["table"])).terms, term.id


@pytest.mark.parametrize(
    ("name", "spelling", "expected"),
    [
        ("licences", "Apache License, Version 2.0", "apache-2.0"),
        ("licences", "CC-BY-NC-SA-4.0", "cc-by-nc-sa-4.0"),
        ("licences", "openrail++", "openrail++"),
        ("licences", "GPL-3.0-or-later", "gpl-3.0"),
        ("datasets", "imdb", "stanfordnlp/imdb"),
        ("datasets", "fetch_openml adult", None),
        ("datasets", "GSM-8K", "openai/gsm8k"),
        ("datasets", "ARC-Challenge", "allenai/ai2_arc"),
        ("datasets", "boston", "sklearn/boston"),
        ("models", "meta-llama/Meta-Llama-3.1-8B-Instruct", "llama-3.1"),
        ("models", "huggyllama/llama-30b", "llama-30b"),
        ("models", "ggerganov/llama.cpp", None),
        ("models", "google/gemma-4-12b", "gemma-4"),
        ("models", "stable-diffusion-v1-5/stable-diffusion-v1-5", "stable-diffusion-v1"),
        ("metrics", "f1-score", "f1"),
        ("metrics", "eval accuracy", None),
        ("languages", "Chinese (Simplified)", "zh"),
        ("sections", "Where to send questions or comments about the model", "contact"),
        ("sections", "Responsibility & Safety", "ethical-considerations"),
        ("eval-tasks", "truthfulqa_mc2", "truthfulqa"),
        ("attributes", "native-country", "nationality"),
        ("attributes", "eta", None),
        ("identifiers", "E-Mail", "email"),
        ("identifiers", "name", None),
    ],
)
def test_what_people_write_is_found(name: str, spelling: str, expected: str | None) -> None:
    found = table(name).find(spelling)

    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("moderation", "All prompts are screened for harmful content before they reach the model."),
        ("safety-checker", "The safety checker is enabled by default."),
        ("guardrails", "Inputs are screened with Llama Guard 3."),
        ("pii-removed", "Email addresses and phone numbers were removed."),
        ("watermark", "Generated images are watermarked."),
        ("deduplicated", "The dataset was deduplicated with MinHash."),
        ("open-source", "We introduce an open-source language model."),
        ("differential-privacy", "It was trained with differential privacy."),
        ("red-teamed", "We conducted extensive red teaming with outside experts."),
        ("anonymised", "All records were anonymised."),
    ],
)
def test_claims_are_recognised(claim: str, sentence: str) -> None:
    assert _claims(sentence) == {claim}


@pytest.mark.parametrize(
    "sentence",
    [
        "Users should add their own content filters.",
        "Developers should deduplicate data before training.",
        "We use an unbiased estimator of the gradient.",
        "Watermarks in photographs confuse the classifier.",
        "The model may produce harmful content and needs moderation.",
        "PII detection is a task that this model was trained for.",
        "This repository holds open-source training code.",
        "Red teaming is left for future work.",
    ],
)
def test_advice_and_talk_about_other_things_claims_nothing(sentence: str) -> None:
    assert _claims(sentence) == set()


def _claims(sentence: str) -> set[str]:
    return {
        term.id
        for term in table("claims")
        if any(re2.search(f"(?i){pattern}", sentence) for pattern in texts(term.values["patterns"]))
    }


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("ai-disclosure", "You are chatting with an AI system.", True),
        ("ai-disclosure", "Ask Julia from support", False),
        ("ai-disclosure", "Sie sprechen mit einer künstlichen Intelligenz: KI", True),
        ("ai-disclosure", "Please say again", False),
        ("synthetic-data", "The answers were generated by text-davinci-003.", True),
        ("synthetic-data", "Posts written by volunteers.", False),
        ("subset-evaluation", "GSM8K (first 200 items)", True),
        ("subset-evaluation", "GSM8K, all test problems", False),
        ("built-with-llama", "Built with Meta Llama 3", True),
        ("safety-evaluation", "Toxicity was measured; it scored 0.1 on ToxiGen.", True),
        ("non-commercial-terms", "The weights are for research use only.", True),
        ("non-commercial-terms", "You may use it commercially.", False),
        ("no-personal-data", "Aucune donnée personnelle n'y figure.", True),
        ("no-personal-data", "Des données personnelles y figurent.", False),
        ("no-personal-data", "Ohne personenbezogene Daten.", True),
        ("no-personal-data", "Es sind personenbezogene Daten darin.", False),
        ("no-personal-data", "No contiene datos personales.", True),
        ("no-personal-data", "Não há dados pessoais.", True),
        ("no-personal-data", "不包含任何个人信息。", True),
        ("no-personal-data", "个人信息已脱敏。", False),
        ("no-personal-data", "個人情報は含まれていません。", True),
        ("no-personal-data", "個人情報が含まれています。", False),
        ("use-forbidden", "Ne pas utiliser pour des conseils.", True),
        ("use-forbidden", "Comment utiliser le modèle", False),
        ("use-forbidden", "Das Modell darf nicht im Gericht eingesetzt werden.", True),
        ("use-forbidden", "Das Modell kann im Amt eingesetzt werden.", False),
        ("use-forbidden", "请勿用于医疗。", True),
        ("use-unsuitable", "Le modèle n'est pas adapté aux enfants.", True),
        ("use-unsuitable", "Pas adapte aux longs textes.", True),
        ("no-personal-data", "Aucune donnee personnelle.", True),
        ("use-unsuitable", "Un modèle adapté aux enfants.", False),
        ("use-unsuitable", "医療には適していません。", True),
        ("intended-use", "Conçu pour trier les lettres.", True),
        ("collection-told", "Les prix ont été relevés.", False),
        ("collection-told", "Collectés par deux agents au port en 2025.", True),
    ],
)
def test_phrases_mean_what_their_set_is_called(phrase: str, text: str, expected: bool) -> None:
    term = table("phrases").ids[phrase]

    found = any(re2.search(f"(?i){pattern}", text) for pattern in texts(term.values["patterns"]))
    assert found is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[More Information Needed]", True),
        ("More information needed", True),
        ("TODO: describe the data", True),
        ("Este modelo sirve para todo tipo de textos.", False),
        ("See the paper for more information.", False),
        ("`link`", True),
        (
            AUTOMATIC,
            True,
        ),
        ("{{ model_summary }}", True),
        ("Trained on English news only; error doubles on social media.", False),
    ],
)
def test_placeholders_are_told_from_text(text: str, expected: bool) -> None:
    found = any(
        re2.search(("" if term.values.get("cased") else "(?i)") + str(term.values["pattern"]), text)
        for term in table("placeholders")
        if "pattern" in term.values and not term.values.get("note")
    )
    assert found is expected


def test_withdrawn_datasets_say_why_and_since_when() -> None:
    withdrawn: dict[str, Any] = {
        term.id: term.values["withdrawn"]
        for term in table("datasets")
        if "withdrawn" in term.values
    }

    assert set(withdrawn) >= {"sklearn/boston", "laion/laion5B", "dukemtmc/dukemtmc"}
    assert all(len(reason) > len("withdrawn") for reason in withdrawn.values())
    assert not any(re.search(r"[.]$", reason) for reason in withdrawn.values())
