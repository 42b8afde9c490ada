"""What datasets and evaluation tasks cover: languages, and benchmarks they contain."""

from __future__ import annotations

from rai_lint.evaluate.entries import find_term
from rai_lint.evaluate.identity import same_dataset
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.value import Plain
from rai_lint.model.vocabulary import Term

_EVERY = "multilingual"


def contains_benchmark(dataset: str, benchmark: str, knowledge: Knowledge) -> bool:
    """Return whether a dataset is known to contain a benchmark (or is it)."""
    if same_dataset(dataset, benchmark, knowledge):
        return True
    term = find_term("datasets", dataset, knowledge)
    return term is not None and any(
        same_dataset(each, benchmark, knowledge) for each in _listed(term, "contains")
    )


def covers_language(name: str, language: str, knowledge: Knowledge) -> bool | None:
    """Return whether a dataset, task or language code covers a language; None if nobody says."""
    wanted = _code(language, knowledge)
    if _code(name, knowledge) == wanted:
        return True
    terms = [find_term(table, name, knowledge) for table in ("datasets", "eval-tasks")]
    languages = [each for term in terms if term for each in _listed(term, "languages")]
    codes = {_code(each, knowledge) for each in languages}
    if wanted in codes:
        return True
    if codes:
        return None if _EVERY in codes else False
    return False if knowledge.table("languages").find(name) is not None else None


def _code(language: str, knowledge: Knowledge) -> str:
    """Return the code of a language by any of its names; regions do not count (`en-US` is `en`)."""
    table = knowledge.table("languages")
    term = table.find(language) or table.find(language.replace("_", "-").split("-", 1)[0])
    return (term.id if term else language).casefold()


def _listed(term: Term, key: str) -> tuple[str, ...]:
    value: Plain = term.values.get(key, ())
    return tuple(map(str, value)) if isinstance(value, (tuple, list)) else (str(value),)
