"""Rule packs for tests: a rule that loads, to change one thing of, and facts for it to read."""

# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from rai_lint.errors import PackError
from rai_lint.evaluate.stage import evaluate
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place, Scope, Skipped
from rai_lint.model.value import Absent, Known, Plain, Unknown
from rai_lint.packs.store import load_pack

_EXAMPLES: list[Plain] = [
    {"title": "fires", "files": {"a.py": "x"}, "expect": [{"path": "a.py", "line": 1}]},
    {"title": "fires too", "files": {"a.py": "y"}, "expect": [{"path": "a.py"}]},
    {"title": "silent", "files": {"a.py": ""}, "expect": []},
    {"title": "unsure", "files": {"a.py": "z"}, "expect-unknown": [{"path": "a.py", "line": 2}]},
]

RULE: Mapping[str, Plain] = {
    "id": "DAT001",
    "name": "dataset-undeclared",
    "title": "A dataset is not declared",
    "severity": "warning",
    "confidence": "high",
    "since": "0.1",
    "status": "stable",
    "references": ["hf-model-card/datasets"],
    "for-each": "dataset-load",
    "message": "`{{ id }}` is not declared.",
    "why": "Nobody can tell what it learnt.",
    "fix-text": "Declare it.",
    "examples": _EXAMPLES,
}

DATASETS = """\
table: datasets
about: Datasets.
fields: [licence, withdrawn, contains, languages]
source: https://example.org
date: "2026-11-20"
entries:
  - {id: stanfordnlp/imdb, names: [imdb, Large Movie Review Dataset], licence: other, languages: [en]}
  - {id: big/crawl, licence: [cc-by-4.0, cc-by-nc-4.0], contains: [openai/gsm8k], languages: [en, fr]}
  - {id: old/faces, withdrawn: consent was missing}
"""
LICENCES = """\
table: licences
about: Licences.
fields: [duties, spdx, unclear]
entries:
  - {id: mit, names: [MIT License], spdx: MIT, duties: [notice]}
  - {id: apache-2.0, names: ["Apache License 2.0"], spdx: Apache-2.0, duties: [attribution, notice]}
  - {id: cc-by-4.0, duties: [attribution]}
  - {id: cc-by-nc-4.0, names: [CC BY-NC 4.0], duties: [attribution, non-commercial]}
  - {id: cc0-1.0, duties: []}
  - {id: strange, duties: [], unclear: true}
"""
PHRASES = """\
table: phrases
about: Phrases.
fields: [patterns]
entries:
  - {id: bias, patterns: ["bias(es)?", "fairness"]}
"""
LANGUAGES = """\
table: languages
about: Languages.
match: exact
fields: [title]
entries:
  - {id: en, names: [english], title: English}
  - {id: fr, names: [french], title: French}
  - {id: "no", names: [norwegian], title: Norwegian}
"""
METRICS = """\
table: metrics
about: Metrics.
fields: [family]
entries:
  - {id: accuracy, names: [accuracy_score, acc]}
  - {id: f1, names: [f1_score, F1]}
  - {id: rouge}
  - {id: rouge1, family: [rouge]}
  - {id: rougeL, names: [rouge-l], family: [rouge]}
  - {id: ndcg, names: [ndcg@k]}
"""
MODELS = """\
table: models
about: Models.
match: prefix
fields: [licence]
entries:
  - {id: llama-3, names: [meta-llama-3], licence: llama3}
  - {id: bert-base, names: [bert], licence: apache-2.0}
"""
SECTIONS = """\
table: wanted
about: What a card must say.
fields: [words]
entries:
  - {id: licence, words: [licence, license]}
  - {id: contact, words: [contact]}
"""
VOCABULARY: Mapping[str, str] = {
    "vocabulary/datasets.yaml": DATASETS,
    "vocabulary/languages.yaml": LANGUAGES,
    "vocabulary/licences.yaml": LICENCES,
    "vocabulary/metrics.yaml": METRICS,
    "vocabulary/models.yaml": MODELS,
    "vocabulary/phrases.yaml": PHRASES,
    "vocabulary/wanted.yaml": SECTIONS,
}


def rule_text(**changes: Plain) -> str:
    """Return the YAML of a rule; a key of None is left out, `_` in keys stands for `-`."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in changes.items()}
    document = {key: value for key, value in {**RULE, **named}.items() if value is not None}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def write_pack(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files of a pack and return its folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return what is wrong in a pack, as a user reads it."""
    write_pack(folder, files)
    with pytest.raises(PackError) as caught:
        load_pack(folder, None)
    return str(caught.value).splitlines()


def compiled(folder: Path, **changes: Plain) -> tuple[Rule, Knowledge]:
    """Return a rule as compiled beside the test vocabularies, with the knowledge it may use."""
    write_pack(folder, {**VOCABULARY, "dat/rule.yaml": rule_text(**changes)})
    pack = load_pack(folder, None)
    return pack.rules[0], pack.knowledge


def fact(  # noqa: PLR0913 - a fact has that many sides
    kind: str,
    path: str = "train.py",
    line: int = 1,
    *,
    unit: str = ".",
    scope: Scope = "source",
    cell: int | None = None,
    **fields: Plain,
) -> Fact:
    """Return a fact; plain values of its fields count as literals."""
    values = {
        name: value if isinstance(value, (Known, Unknown, Absent)) else Known(value)
        for name, value in fields.items()
    }
    return Fact(
        kind=kind, place=Place(path, line, cell=cell), fields=values, scope=scope, unit=unit
    )


def outcomes(
    folder: Path,
    facts: Sequence[Fact],
    *,
    roles: Collection[str] = (),
    skipped: Sequence[Skipped] = (),
    units: Collection[str] = (),
    **changes: Plain,
) -> list[Outcome]:
    """Return what a rule, changed from the usual one, says of facts."""
    rule, knowledge = compiled(folder, **changes)
    return list(evaluate((rule,), facts, roles, skipped, units, knowledge))


def states(found: Sequence[Outcome]) -> list[tuple[str, str, str]]:
    """Return outcomes as state, subject and main place."""
    return [
        (
            each.state,
            each.subject,
            f"{each.places[0].path}:{each.places[0].line}" if each.places else "",
        )
        for each in found
    ]


NO_DEFAULT = Unknown("args.dataset", "no default")
