# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rulefiles import NO_DEFAULT, VOCABULARY, write_pack

from rai_lint.evaluate.identity import canonical, clean
from rai_lint.evaluate.index import Unread
from rai_lint.evaluate.numbers import allows_below, rounds_to
from rai_lint.evaluate.predicates import NAMES, decide
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.predicates import PREDICATES
from rai_lint.model.splits import overlap
from rai_lint.model.value import ABSENT, Known, Plain, Value
from rai_lint.model.vocabulary import Table
from rai_lint.packs.store import load_pack

UNREAD = Unread("", "notes.md was not read: not UTF-8")


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder: Path = tmp_path_factory.mktemp("pack")
    return load_pack(write_pack(folder, VOCABULARY), None).knowledge


def value(plain: Plain) -> Value:
    return (
        plain
        if isinstance(plain, (Known, Unread, type(ABSENT), type(NO_DEFAULT)))
        else Known(plain)
    )


def truth(knowledge: Knowledge, op: str, left: Plain, *rights: Plain) -> bool | None:
    return decide(op, value(left), [value(each) for each in rights], knowledge).truth


def test_the_loader_and_the_evaluator_know_the_same_predicates() -> None:
    assert set(PREDICATES) == NAMES


@pytest.mark.parametrize(
    ("op", "left", "right", "expected"),
    [
        ("is", "IMDB", "imdb", True),
        ("is", "imdb", "squad", False),
        ("is", 1, 1.0, True),
        ("is", True, 1, False),
        ("is", False, 0, False),
        ("is", None, None, True),
        ("is", None, "None", False),
        ("is", "true", True, False),
        ("is", ("a", "b"), "B", True),
        ("is", ("a", "b"), ("A", "b"), True),
        ("is", ("a", "b"), ("a",), False),
        ("matches", "train[:90%]", r"^train\[", True),
        ("matches", "Train", "train", False),
        ("matches", 12, "^1", True),
        ("contains", "the IMDB reviews", "imdb", True),
        ("contains", ("a", "imdb-x"), "imdb", False),
        ("contains", ("a", "IMDB"), "imdb", True),
        ("contains", (), "imdb", False),
        ("starts-with", "Llama3.1", "llama", True),
        ("starts-with", "My-Llama", "llama", False),
        ("at-least", 3, 3, True),
        ("at-least", "2.5", 3, False),
        ("at-least", "many", 3, None),
        ("at-most", 3, 3, True),
        ("at-most", 4, 3, False),
        ("at-most", True, 3, None),
        ("allows-below", ">=2.0", "2.6", True),
        ("allows-below", ">=2.6", "2.6", False),
        ("allows-below", "", "2.6", None),
        ("allows-below", "^2.0", "2.6", True),
        ("allows-below", "^2.6", "2.6", False),
        ("allows-below", "~2.4,<3", "2.6", True),
        ("allows-below", "latest", "2.6", None),
        ("same-dataset", "imdb", "stanfordnlp/IMDB", True),
        ("same-dataset", "Large Movie Review Dataset", "stanfordnlp/imdb", True),
        ("same-dataset", "someone/imdb", "stanfordnlp/imdb", False),
        ("same-dataset", "someone/imdb", "imdb", True),
        ("same-dataset", "https://huggingface.co/datasets/stanfordnlp/imdb/tree/main", "imdb", True),
        ("same-dataset", "hf://datasets/stanfordnlp/imdb@main", "imdb", True),
        ("same-dataset", "imdb:1.0.0", "imdb", True),
        ("same-dataset", "squad_v2", "squad-v2", True),
        ("same-dataset", "squad", "squad_v2", False),
        ("same-dataset", ("squad", "imdb"), "stanfordnlp/imdb", True),
        ("same-model", "bert-base-uncased", "google-bert/bert-base-uncased", True),
        ("same-model", "bert-base-uncased", "bert-base-cased", False),
        ("same-model", "meta-llama/Llama-3-8B", "meta-llama/Llama-3-70B", False),
        ("same-model", "https://github.com/openai/CLIP.git", "openai/clip", True),
        ("same-metric", "sklearn.metrics.accuracy_score", "Accuracy", True),
        ("same-metric", "eval_accuracy", "acc", True),
        ("same-metric", "evaluate-metric/f1", "F1", True),
        ("same-metric", "f1", "accuracy", False),
        ("same-metric", "bleu", "BLEU", True),
        ("same-metric", "rouge", "ROUGE-L", False),
        ("computes-metric", "rouge", "ROUGE-L", True),
        ("computes-metric", "rouge1", "ROUGE", True),
        ("computes-metric", "rouge1", "rougeL", True),
        ("computes-metric", "f1", "ROUGE", False),
        ("computes-metric", "ndcg", "NDCG@20", True),
        ("computes-metric", "hits_at_3", "Hits@10", True),
        ("computes-metric", "hits_at_3", "NDCG@3", False),
        ("same-licence", "Apache License 2.0", "apache-2.0", True),
        ("same-licence", "MIT", "mit", True),
        ("same-licence", "mit", "apache-2.0", False),
        ("names-dataset", "Trained on the IMDB reviews.", "stanfordnlp/imdb", True),
        ("names-dataset", "the Large Movie Review Dataset", "imdb", True),
        ("names-dataset", "similar to imdbx", "imdb", False),
        ("names-dataset", "we use train data", "me/train", False),
        ("names-dataset", "Based on someone/reviews-2024 only", "someone/reviews_2024", True),
        ("names-model", "Finetuned from Llama-3-8B.", "meta-llama/Llama-3-8B", True),
        ("names-model", "Finetuned from Llama 3.1.", "llama-3", False),
        ("names-model", "based on CLIP", "openai/clip", True),
        ("rounds-to", "91.3", 0.91312, True),
        ("rounds-to", "91.3%", 0.91312, True),
        ("rounds-to", "0.913", 91.312, True),
        ("rounds-to", "91.4", 0.91312, False),
        ("rounds-to", "n/a", 0.9, None),
        ("mentions", "We measured bias across groups.", "bias", True),
        ("mentions", "Bias was not evaluated.", "bias", False),
        ("mentions", "No evaluation of bias was made.", "bias", False),
        ("mentions", "There is not only bias.", "bias", True),
        ("mentions", "Nothing was tested. Bias was measured.", "bias", True),
        ("mentions", "We haven't looked at fairness", "bias", False),
        ("mentions", "speed only", "bias", False),
        ("mentions", "Nous n'avons pas mesuré de bias.", "bias", False),
        ("mentions", "Es wurde kein Bias gefunden.", "bias", False),
        ("mentions", "Nicht nur Bias wurde gemessen.", "bias", True),
        ("mentions", "Bias wurde nicht gemessen.", "bias", False),
        ("says", "the marital status of people", "marital_status", True),
        ("says", "sexual", "sex", False),
        ("says", "`sex`, age", "Sex", True),
        ("says", "anything", "", False),
        ("overlaps", "train[:90%]", "train[80%:]", True),
        ("overlaps", "train", "test", False),
        ("disjoint", "train[:80%]", "train[80%:]", True),
        ("disjoint", ("a", "b"), ("b", "c"), False),
        ("contains-benchmark", "big/crawl", "gsm8k", True),
        ("contains-benchmark", "big/crawl", "mmlu", False),
        ("contains-benchmark", "openai/gsm8k", "gsm8k", True),
        ("contains-benchmark", "unheard/of", "gsm8k", False),
        ("covers-language", "big/crawl", "fr", True),
        ("covers-language", "big/crawl", "no", False),
        ("covers-language", "unheard/of", "fr", None),
        ("covers-language", "French", "fr-CA", True),
        ("covers-language", ("imdb", "big/crawl"), "fr", True),
        ("drops-duty-of", "mit", "cc-by-nc-4.0", True),
        ("drops-duty-of", "cc-by-nc-4.0", "cc-by-4.0", False),
        ("drops-duty-of", "cc-by-4.0", "mit", True),
        ("drops-duty-of", "cc-by-4.0", "strange", None),
        ("drops-duty-of", "strange", "cc-by-4.0", None),
        ("drops-duty-of", "unheard-of", "mit", None),
        ("drops-duty-of", "mit", ("cc0-1.0", "cc-by-nc-4.0"), True),
        ("has-duty", "CC BY-NC 4.0", "non-commercial", True),
        ("has-duty", "mit", "non-commercial", False),
        ("has-duty", "mit", ("non-commercial", "notice"), True),
        ("has-duty", "strange", "non-commercial", None),
        ("has-duty", "unheard-of", "notice", None),
    ],
)  # fmt: skip
def test_a_predicate_of_two_known_values(
    knowledge: Knowledge, op: str, left: Plain, right: Plain, expected: bool | None
) -> None:
    assert truth(knowledge, op, left, right) is expected


def test_in_is_one_of_several(knowledge: Knowledge) -> None:
    assert truth(knowledge, "in", "HUB", "hub", "url") is True
    assert truth(knowledge, "in", "local", "hub", "url") is False
    assert truth(knowledge, "in", "local") is False
    assert truth(knowledge, "in", "url", ("hub", "url")) is True


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("known", [True, False, False, None]),
        ("absent", [False, True, False, None]),
        ("given", [True, False, True, None]),
        ("unknown", [False, False, True, None]),
        ("settled", [True, False, None, None]),
    ],
)
def test_a_state_is_never_unknown_unless_nothing_was_read(
    knowledge: Knowledge, op: str, expected: list[bool | None]
) -> None:
    values = (Known("x"), ABSENT, NO_DEFAULT, UNREAD)

    assert [truth(knowledge, op, each, True) for each in values] == expected
    opposite = [None if each is None else not each for each in expected]
    assert [truth(knowledge, op, each, False) for each in values] == opposite


def test_a_default_that_may_be_overridden_is_not_settled(knowledge: Knowledge) -> None:
    verdict = decide("settled", Known("imdb", "default"), [Known(value=True)], knowledge)

    assert verdict.truth is None
    assert verdict.because == ("`imdb` is a default that may be overridden",)


PLAIN_OPS = sorted(set(PREDICATES) - {"absent", "given", "known", "unknown", "settled"})


@pytest.mark.parametrize("op", PLAIN_OPS)
def test_what_is_unknown_on_either_side_makes_a_predicate_unknown_and_says_why(
    knowledge: Knowledge, op: str
) -> None:
    for left, right in ((NO_DEFAULT, Known("imdb")), (Known("imdb"), NO_DEFAULT)):
        verdict = decide(op, left, [right], knowledge)

        assert verdict.truth is None
        assert verdict.because == ("`args.dataset`: no default",)


@pytest.mark.parametrize("op", sorted({*PLAIN_OPS} - {"allows-below"}))
def test_what_is_absent_on_either_side_makes_a_predicate_false(
    knowledge: Knowledge, op: str
) -> None:
    assert truth(knowledge, op, ABSENT, "imdb") is False
    assert truth(knowledge, op, "imdb", ABSENT) is False


def test_a_requirement_without_a_version_is_unknown(knowledge: Knowledge) -> None:
    assert truth(knowledge, "allows-below", ABSENT, "2.6") is None


def test_one_member_that_fits_settles_a_list_with_unknown_members(knowledge: Knowledge) -> None:
    assert truth(knowledge, "same-dataset", "imdb", NO_DEFAULT, "imdb") is True
    assert truth(knowledge, "same-dataset", "imdb", NO_DEFAULT, "squad") is None


@pytest.mark.parametrize(
    ("specifier", "below"),
    [
        (">=1.13", True), ("==2.1.0", True), ("~=2.5", True), ("<3", True), ("!=2.5", True),
        (">2.5", True), ("==2.5.*", True), (">=2.5.5,<2.5.6", True), (">2.5.5,<2.5.7", True),
        (">=2.6,<3", False), ("==2.6.0", False), ("~=2.6", False), (">2.6", False), ("==3.*", False),
        (">=2.5,!=2.5.*,>=2.6", False), ("garbage", None), (" ", None),
    ],
)  # fmt: skip
def test_a_specifier_admits_versions_below(specifier: str, below: bool | None) -> None:
    assert allows_below(specifier, "2.6") is below


@pytest.mark.parametrize(
    ("printed", "exact", "same"),
    [
        ("0.91", 0.9149, True), ("0.91", 0.9151, False), ("91", 0.914, True), ("92.0", 0.92, True),
        ("1", 95, False), ("1.0", 95, False), ("0.95", 95, True), ("1,234.5", 1234.51, True),
        ("**91.3** ± 0.2", 0.913, True), ("12.5%", 12.5, True), ("0.5%", 0.005, True),
        ("-0.3", -0.31, True), (91.3, 0.913, True), ("91.3", "0.913", True), ("", 0.9, None),
        ("91.3", float("nan"), None), ("91.3", True, None), ("3", 1e300, None),
    ],
)  # fmt: skip
def test_a_printed_number_is_a_number_rounded(
    printed: Plain, exact: Plain, same: bool | None
) -> None:
    assert rounds_to(printed, exact) is same


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ("train", "Train", True), ("train[:10%]", "train", True), ("train[:10%]", "test[:10%]", False),
        ("train[:50%]", "train[50%:]", False), ("train[:51%]", "train[50%:]", True),
        ("train[-10%:]", "train[:90%]", False), ("train[-10%:]", "train[:91%]", True),
        ("train[:100]", "train[100:]", False), ("train[:100]", "train[99:]", True),
        ("train[:10%]", "train[:100]", True), ("train[10%:]", "train[100:]", None),
        ("train[-100:]", "train[:100]", None), ("train+validation", "validation", True),
        ("train[:10%]+test", "test", True), ("train[weird", "train", False), ("", "train", False),
    ],
)  # fmt: skip
def test_splits_share_rows(one: str, other: str, meets: bool | None) -> None:
    assert overlap(one, other) is meets
    assert overlap(other, one) is meets


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("https://huggingface.co/datasets/a/b/resolve/main/x.csv", "a/b"),
        ("https://huggingface.co/a/b?library=x#y", "a/b"),
        ("https://www.kaggle.com/datasets/a/b", "a/b"),
        ("git@github.com:a/b.git", "a/b"),
        ("git+https://github.com/a/b.git@v1", "a/b"),
        ("a/b@abc123", "a/b"),
        ("pytorch/vision:v0.10.0", "pytorch/vision"),
        (" 'a/b/' ", "a/b"),
        ("zillow/zecon/versions/3", "zillow/zecon"),
        ("https://example.org/files/data.csv", "example.org/files/data.csv"),
        ("@only", "@only"),
        ("", ""),
    ],
)
def test_an_id_without_what_does_not_name_the_thing(written: str, name: str) -> None:
    assert clean(written) == name


@given(st.text(max_size=40))
def test_cleaning_an_id_never_fails_and_a_thing_is_always_itself(text: str) -> None:
    table = Table(name="datasets")

    assert canonical(text, table) == canonical(text, table)
    assert len(clean(text)) <= len(text)


def test_a_pattern_that_would_run_away_elsewhere_is_answered_at_once(knowledge: Knowledge) -> None:
    started = time.perf_counter()

    assert truth(knowledge, "matches", "a" * 100_000 + "b", "^(a+)+$") is False
    assert time.perf_counter() - started < 1


def test_a_text_full_of_negations_is_answered_at_once(knowledge: Knowledge) -> None:
    started = time.perf_counter()

    assert truth(knowledge, "mentions", "not " * 20_000 + "bias " * 2_000, "bias") is True
    assert truth(knowledge, "mentions", "no bias " * 2_000, "bias") is False
    assert time.perf_counter() - started < 2
