"""Metrics of scikit-learn that are given predictions where the truth belongs: `swapped-metric`.

A program in; one fact out for each call whose first argument is surely what a model answered and
whose second is surely what is true. Metrics that do not mind the order are left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from rai_lint.extract.python.guesses import Guesses
from rai_lint.extract.python.syntax import python_tree, written
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

KIND = "swapped-metric"

_LIBRARIES = ("sklearn.metrics", "seqeval.metrics")
#: What the order decides, by the metric.
_EFFECTS = {
    "precision_score": "precision-recall",
    "recall_score": "precision-recall",
    "fbeta_score": "precision-recall",
    "classification_report": "precision-recall",
    "precision_recall_fscore_support": "precision-recall",
    "f1_score": "support",
    "confusion_matrix": "matrix",
    "multilabel_confusion_matrix": "matrix",
    "from_predictions": "matrix",
    "balanced_accuracy_score": "value",
    "r2_score": "value",
    "explained_variance_score": "value",
    "mean_absolute_percentage_error": "value",
    "roc_auc_score": "value",
    "average_precision_score": "value",
    "log_loss": "value",
    "roc_curve": "value",
    "precision_recall_curve": "value",
}
_TRUTH = ("y_true",)
_GUESS = ("y_pred", "y_score", "y_proba", "y_prob")
#: With these averages precision and recall are one number.
_EVEN = frozenset({"micro"})


class _Given(Struct, frozen=True):
    """A call of a metric: its own name, and what it is given as the truth and as the guess."""

    name: str
    truth: ast.expr
    guess: ast.expr


def swapped_metrics(
    source: Source, programs: Iterable[tuple[int | None, str]], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the metrics that get their arguments the wrong way round."""
    if not knowledge.asks(KIND):
        return
    given = [*programs]
    if not any(library.partition(".")[0] in text for _, text in given for library in _LIBRARIES):
        return
    read = ((cell, python_tree(text)) for cell, text in given)
    trees = [(cell, tree) for cell, tree in read if not isinstance(tree, str)]
    names = _imported([tree for _, tree in trees])
    if not names:
        return
    guesses = Guesses.of([tree for _, tree in trees])
    for cell, tree in trees:
        turned = {
            id(n.value)
            for n in ast.walk(tree)
            if isinstance(n, ast.Attribute) and n.attr in ("T", "transpose")
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            found = _given(call, names)
            if found is None or id(call) in turned or _is_even(call, found.name):
                continue
            if guesses.is_guess(found.truth) and guesses.is_truth(found.guess):
                place = Place(source.path, call.lineno, end_line=call.end_lineno or 0, cell=cell)
                fields = {
                    "id": Known(found.name),
                    "first": Known(written(found.truth)),
                    "second": Known(written(found.guess)),
                    "effect": Known(_EFFECTS[found.name]),
                }
                yield Fact(kind=KIND, place=place, fields=fields, scope=source.scope)


def _imported(trees: Iterable[ast.Module]) -> Mapping[str, str]:
    """Return the dotted names that a program's own names stand for, of the libraries alone."""
    found: dict[str, str] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for item in node.names:
                found[item.asname or item.name] = f"{node.module}.{item.name}"
        elif isinstance(node, ast.Import):
            for item in node.names:
                found[item.asname or item.name.partition(".")[0]] = (
                    item.name if item.asname else item.name.partition(".")[0]
                )
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = ""
    return {
        name: dotted for name, dotted in found.items() if dotted.startswith(("sklearn", "seqeval"))
    }


def _given(call: ast.Call, names: Mapping[str, str]) -> _Given | None:
    root, *rest = _dotted(call.func) or ("",)
    dotted = ".".join((names.get(root, ""), *rest))
    tail = dotted.rpartition(".")[2]
    if tail not in _EFFECTS or not dotted.startswith(_LIBRARIES):
        return None
    truth, guess = _argument(call, 0, _TRUTH), _argument(call, 1, _GUESS)
    return _Given(tail, truth, guess) if truth is not None and guess is not None else None


def _dotted(node: ast.expr) -> list[str]:
    """Return the parts of a dotted name; none of another expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def _argument(call: ast.Call, position: int, keywords: tuple[str, ...]) -> ast.expr | None:
    named = next((each.value for each in call.keywords if each.arg in keywords), None)
    if named is not None or any(isinstance(each, ast.Starred) for each in call.args):
        return named
    return call.args[position] if position < len(call.args) else None


def _is_even(call: ast.Call, name: str) -> bool:
    """Say whether the order changes nothing, by how classes are averaged."""
    average = next((each.value for each in call.keywords if each.arg == "average"), None)
    told = average.value if isinstance(average, ast.Constant) else None
    if name == "f1_score":
        return told != "weighted"
    if name in ("precision_score", "recall_score", "fbeta_score"):
        return average is not None and (told in _EVEN or not isinstance(average, ast.Constant))
    return False
