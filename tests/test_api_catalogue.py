"""The API catalogue that ships: every file is sound, and real calls yield the facts they should."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from rai_lint.link.patterns import PatternIndex, matches
from rai_lint.model.kinds import CODE_KINDS, FIELDS, IDENTITY
from rai_lint.model.knowledge import ApiCall, Catalogue, FieldSource, Knowledge
from rai_lint.packs.store import load_pack

RULES = Path(__file__).parents[1] / "rules"
FILES = sorted((RULES / "apis").glob("*.yaml"))

#: Kinds whose identity may be missing: what a call of that kind is about may have no name.
NAMELESS = {"check-disabled", "unsafe-load", "model-publish", "llm-call", "data-write"}

#: Curves, scores between clusterings, judge prompts: computed, never claimed by that name.
UNLISTED = {
    "adjusted_mutual_info",
    "bias",
    "completeness",
    "context_relevancy",
    "d2_absolute_error",
    "fowlkes_mallows",
    "g_eval",
    "homogeneity",
    "mutual_info",
    "precision_recall",
    "rand",
    "roc",
    "summarization",
}

STATES = {"disabled", "lowered", "enabled"}
CONTROLS = {
    "image-safety-checker",
    "provider-safety-filter",
    "watermark",
    "moderation",
    "guard-model",
    "guardrails",
    "pii-redaction",
    "pseudonymisation",
    "differential-privacy",
    "federated-learning",
}
FIXED = {
    ("safety-control", "state"): STATES,
    ("safety-control", "control"): CONTROLS,
    ("model-load", "part"): {"model", "tokenizer", "processor", "config", "pipeline"},
    ("model-load", "origin"): {"hub", "url", "local", "builtin"},
    ("dataset-load", "origin"): {"hub", "url", "local", "builtin"},
    ("data-use", "purpose"): {"train", "evaluate", "select", "fit-preprocessor"},
    ("download", "what"): {"data", "weights", "code"},
}

#: What a call by its dotted name yields when no condition stands in the way.
YIELDS = [
    ("datasets.load_dataset", {"dataset-load"}),
    ("datasets.Dataset.train_test_split", {"data-split"}),
    ("datasets.Dataset.push_to_hub", {"data-write"}),
    ("transformers.AutoModelForCausalLM.from_pretrained", {"model-load"}),
    ("transformers.BertForTokenClassification.from_pretrained", {"model-load"}),
    ("peft.get_peft_model", {"model-derivation"}),
    ("transformers.models.bert.BertTokenizerFast.from_pretrained", {"model-load"}),
    ("transformers.pipeline", {"model-load"}),
    ("transformers.set_seed", {"seed-set"}),
    ("transformers.Trainer.train", {"model-train", "data-use"}),
    ("transformers.Trainer.push_to_hub", {"model-publish"}),
    ("transformers.GenerationMixin.generate", {"model-output"}),
    ("transformers.AutoTokenizer.decode", set()),
    ("trl.SFTTrainer.train", {"model-train"}),
    ("diffusers.StableDiffusionPipeline.from_pretrained", {"model-load"}),
    ("sentence_transformers.SentenceTransformer", {"model-load"}),
    ("torch.load", {"unsafe-load"}),
    ("torch.manual_seed", {"seed-set"}),
    ("torch.utils.data.random_split", {"data-split"}),
    ("torch.hub.load_state_dict_from_url", {"download", "unsafe-load"}),
    ("torch.nn.Module.load_state_dict", set()),
    ("torchvision.datasets.CIFAR10", {"dataset-load"}),
    ("torchvision.datasets.mnist.MNIST", {"dataset-load"}),
    ("torchvision.datasets.FakeData", set()),
    ("torchvision.transforms.Normalize", set()),
    ("tensorflow_datasets.load", {"dataset-load"}),
    ("tensorflow.keras.datasets.mnist.load_data", {"dataset-load"}),
    ("keras.utils.get_file", {"download"}),
    ("keras.Model.evaluate", {"eval-run", "data-use"}),
    ("sklearn.datasets.load_iris", {"dataset-load"}),
    ("sklearn.datasets.make_blobs", set()),
    ("sklearn.model_selection.train_test_split", {"data-split"}),
    ("sklearn.ensemble.RandomForestClassifier.fit", {"model-train", "data-use"}),
    ("sklearn.preprocessing.StandardScaler.fit", {"data-use"}),
    ("sklearn.feature_extraction.text.TfidfVectorizer.fit_transform", {"data-use"}),
    ("sklearn.metrics.roc_auc_score", {"metric-compute", "data-use"}),
    ("sklearn.metrics.pairwise_distances", set()),
    ("torchmetrics.classification.accuracy.Accuracy", {"metric-compute"}),
    ("torchmetrics.MetricCollection", set()),
    ("evaluate.load", {"metric-compute"}),
    ("pandas.read_csv", {"dataset-load"}),
    ("pandas.read_pickle", {"unsafe-load"}),
    ("pandas.concat", set()),
    ("pickle.load", {"unsafe-load"}),
    ("numpy.random.seed", {"seed-set"}),
    ("requests.get", {"download"}),
    ("requests.post", set()),
    ("openai.AsyncOpenAI.chat.completions.create", {"llm-call"}),
    ("openai.moderations.create", {"safety-control"}),
    ("openai.OpenAI.embeddings.create", set()),
    ("anthropic.AnthropicBedrock.messages.create", {"llm-call"}),
    ("google.genai.Client.models.generate_content", {"llm-call"}),
    ("langchain_openai.ChatOpenAI", {"llm-call"}),
    ("langchain.chat_models.ChatOpenAI", {"llm-call"}),
    ("langchain_openai.OpenAIEmbeddings", set()),
    ("gradio.ChatInterface", {"ui-app", "ai-disclosure"}),
    ("mlflow.log_metric", {"experiment-tracking"}),
    ("mlflow.sklearn.load_model", {"model-load"}),
    ("codecarbon.EmissionsTracker", {"energy-tracking"}),
    ("fairlearn.metrics.MetricFrame", {"fairness-eval"}),
    ("deepface.DeepFace.analyze", {"biometric-use", "sensitive-attribute"}),
    ("face_recognition.load_image_file", set()),
    ("lm_eval.simple_evaluate", {"eval-run", "dangerous-switch"}),
]

#: Conditions that decide: an argument, and the fact and field that it must come with.
GUARDED = [
    ("numpy.load", "unsafe-load", "allow_pickle"),
    ("yaml.load", "unsafe-load", "Loader"),
    ("keras.models.load_model", "unsafe-load", "safe_mode"),
    (
        "langchain_community.vectorstores.FAISS.load_local",
        "unsafe-load",
        "allow_dangerous_deserialization",
    ),
    (
        "langchain_experimental.agents.create_csv_agent",
        "dangerous-switch",
        "allow_dangerous_code",
    ),
    ("lm_eval.simple_evaluate", "dangerous-switch", "confirm_run_unsafe_code"),
    ("diffusers.DiffusionPipeline.from_pretrained", "safety-control", "safety_checker"),
    ("google.genai.types.SafetySetting", "safety-control", "threshold"),
    ("timm.create_model", "model-load", "pretrained"),
    ("torchvision.models.resnet50", "model-load", "weights"),
]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return what the catalogue and the vocabularies say, without the rules beside them."""
    pack = tmp_path_factory.mktemp("pack")
    shutil.copytree(RULES / "apis", pack / "apis")
    shutil.copytree(RULES / "vocabulary", pack / "vocabulary")
    return load_pack(pack, None).knowledge


@pytest.fixture(scope="module")
def catalogue(knowledge: Knowledge) -> Catalogue:
    return knowledge.catalogue


def sources(catalogue: Catalogue) -> Iterator[tuple[ApiCall, str, FieldSource]]:
    for entry in catalogue.calls:
        for name, source in entry.fields.items():
            yield entry, name, source


def test_a_file_is_named_after_its_library_and_says_where_it_was_read() -> None:
    assert len(FILES) > 40
    for path in FILES:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert document["library"] == path.stem
        assert document["source"].strip(), path
        assert len(document["date"]) == len("2026-11-20"), path


#: Cards that code writes; all that they say is settled when it runs.
WRITTEN_CARDS = {"model-card"}


def test_calls_yield_facts_of_code_with_fields_of_their_kind(catalogue: Catalogue) -> None:
    for entry in catalogue.calls:
        assert entry.fact in CODE_KINDS | WRITTEN_CARDS, entry.patterns
        assert set(entry.fields) <= set(FIELDS[entry.fact]), entry.patterns


def test_a_fact_says_what_it_is_about(catalogue: Catalogue) -> None:
    for entry in catalogue.calls:
        identity = IDENTITY.get(entry.fact)
        if identity is not None and entry.fact not in NAMELESS and not entry.each:
            assert identity in entry.fields, (entry.library, entry.patterns)


def slot(entry: ApiCall) -> str:
    """Return what a call yields once: a kind of fact, or a use of data for one purpose."""
    purpose = entry.fields.get("purpose") if entry.fact == "data-use" else None
    return f"{entry.fact} {purpose.value}" if purpose is not None else entry.fact


def test_no_entry_is_written_twice(catalogue: Catalogue) -> None:
    keys = Counter(
        (pattern, slot(entry), entry.when, entry.imports, entry.beside)
        for entry in catalogue.calls
        for pattern in entry.patterns
    )
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_entry_stands_behind_one_that_always_wins(catalogue: Catalogue) -> None:
    always: list[tuple[str, str]] = []
    hidden = []
    for entry in catalogue.calls:
        names = [pattern.replace("**", "a").replace("*", "b") for pattern in entry.patterns]
        if all(
            any(fact == slot(entry) and matches(earlier, name) for earlier, fact in always)
            for name in names
        ):
            hidden.append((entry.library, entry.fact, entry.patterns))
        if not entry.when and not entry.imports and not entry.beside:
            always += [(pattern, slot(entry)) for pattern in entry.patterns]
    assert hidden == []


def test_fixed_values_are_those_that_rules_may_ask_for(catalogue: Catalogue) -> None:
    for entry, name, source in sources(catalogue):
        allowed = FIXED.get((entry.fact, name))
        if allowed is not None and source.has_value:
            assert source.value in allowed, (entry.patterns, name, source.value)
        if allowed is not None and source.has_default:
            assert source.default in allowed, (entry.patterns, name, source.default)


def test_a_guard_has_a_name_and_an_unsafe_load_a_function(catalogue: Catalogue) -> None:
    for entry in catalogue.calls:
        if entry.fact == "unsafe-load":
            assert {"function", "format"} <= set(entry.fields), entry.patterns
            assert ("guard" in entry.fields) == ("guard_name" in entry.fields), entry.patterns
        if entry.fact == "seed-set":
            assert {"library", "function", "value"} <= set(entry.fields), entry.patterns


def test_metric_names_are_in_the_vocabulary(knowledge: Knowledge) -> None:
    metrics = knowledge.table("metrics")
    spelled = {
        str(value)
        for entry, name, source in sources(knowledge.catalogue)
        if entry.fact == "metric-compute" and name == "name"
        for value in (*source.values.values(), *((source.value,) if source.has_value else ()))
    }
    assert sorted(name for name in spelled - UNLISTED if metrics.find(name) is None) == []


def test_recipes_ask_for_another_key(catalogue: Catalogue) -> None:
    assert catalogue.recipes
    for recipe in catalogue.recipes:
        assert recipe.needs, recipe.keys
        assert not set(recipe.needs) & set(recipe.keys)


@pytest.mark.parametrize(("dotted", "facts"), YIELDS)
def test_a_plain_call_yields(catalogue: Catalogue, dotted: str, facts: set[str]) -> None:
    entries = PatternIndex(catalogue.calls).find(dotted)
    found = {
        entry.fact
        for entry in entries
        if not entry.imports and all(when.not_in or when.given for when in entry.when)
    }
    assert found == facts


@pytest.mark.parametrize(("dotted", "fact", "argument"), GUARDED)
def test_a_fact_hangs_on_its_argument(
    catalogue: Catalogue, dotted: str, fact: str, argument: str
) -> None:
    entries = [e for e in PatternIndex(catalogue.calls).find(dotted) if e.fact == fact]
    assert entries
    for entry in entries:
        assert entry.when, entry.patterns
    assert any(argument in when.keyword for entry in entries for when in entry.when)


def test_methods_on_unknown_objects_are_held_back(catalogue: Catalogue) -> None:
    """`model.fit(…)` says little: imports, arguments or neighbours must show what it is."""
    telling = {
        "flow_from_directory",
        "create",
        "parse",
        "dataset_download_files",
        "stream",
        "competition_download_files",
        "generate",
        "generate_content",
        "send_message",
        "merge_and_unload",
        "save_pretrained_merged",
        "push_to_hub_merged",
        "save_pretrained_gguf",
        "push_to_hub_gguf",
    }
    for entry in catalogue.calls:
        for pattern in entry.patterns:
            if pattern.startswith("?.") and pattern.rpartition(".")[2] not in telling:
                held = entry.imports or entry.beside or entry.when or entry.reached
                assert held, pattern
