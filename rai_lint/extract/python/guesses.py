"""Which expressions of a program are what a model answered, and which what is true.

Names say so, and so does what they were assigned from. Where the two disagree, or a name says
both, an expression is neither.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from rai_lint.model.regex import regex

#: Expressions that are looked at on the way back from one.
_MAX_STEPS = 200
_GUESS = regex(r"(?i)pred(?!icate|ecess)|y_?hat|guess|(?:^|_)hyp(?:s|oth|_|$)")
_TRUTH = regex(
    r"(?i)(?:^|_)(?:y_?)?(?:true|truths?|test|val|valid|gold|gts?|ground|actuals?|labels?|targets?|trg|expected)"
    r"(?:_|\d|$)|^(?:y|Y)(?:test|true|val)$|^y$|[a-z](?:True|Test|Labels?|Targets?)$"
)
_TOLD = regex(r"(?i)(?:^|_)(?:true|truth|gold|gts?|actual|ground)(?:_|$)")
_PREDICTS = frozenset({"predict", "predict_classes", "cross_val_predict"})
#: Calls and attributes that leave what they are given what it is.
_KEEPS = frozenset(
    """argmax around array asarray astype append concat concatenate cpu detach extend flatten float
    int list numpy ravel reshape rint round squeeze stack tensor to tolist values view
    where""".split()  # noqa: SIM905 - a table
)


class Guesses(Struct, frozen=True):
    """Tells guesses from truth by names, and by what names are assigned from anywhere."""

    assigned: Mapping[str, Sequence[ast.expr]]

    @classmethod
    def of(cls, trees: Iterable[ast.Module]) -> Guesses:
        """Take in what the names of a program are assigned from."""
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for node in (node for tree in trees for node in ast.walk(tree)):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found[target.id].append(node.value)
        return cls(found)

    def is_guess(self, node: ast.expr) -> bool:
        """Say whether an expression is surely what a model answered."""
        name = _name(node)
        if _TRUTH.search(name) and not _GUESS.search(name):
            return False
        return self._by_name(node) == "guess" or (not name and self._predicted(node))

    def is_truth(self, node: ast.expr) -> bool:
        """Say whether an expression is surely what is true: no answer of a model reaches it."""
        return self._by_name(node) == "truth" and not self._predicted(node)

    def _by_name(self, node: ast.expr) -> str:
        name = _name(node)
        guess, truth = _GUESS.search(name), _TRUTH.search(name)
        if guess and not _both(name):
            return "guess"
        if not guess and truth:
            return "truth"
        return "guess" if not truth and self._predicted(node) else ""

    def _predicted(self, node: ast.expr) -> bool:
        """Say whether an expression is made of what a call of `predict` returned."""
        seen: set[str] = set()
        waiting = [node]
        for _ in range(_MAX_STEPS):
            if not waiting:
                return False
            current = waiting.pop()
            if isinstance(current, ast.Call) and _called(current) in _PREDICTS:
                return True
            if not isinstance(current, ast.Name):
                waiting += _made_of(current)
            elif current.id not in seen:
                seen.add(current.id)
                waiting += self.assigned.get(current.id, ())
        return False


def _made_of(node: ast.expr) -> list[ast.expr]:
    """Return what an expression holds the values of."""
    if isinstance(node, ast.Call):
        inner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return [*inner, *node.args[:1]] if _called(node) in _KEEPS else []
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return [node.value]
    return [node.left] if isinstance(node, (ast.BinOp, ast.Compare)) else []


def _both(name: str) -> bool:
    """Say whether a name with a word for a guess has one for the truth too: `gold_pred`."""
    return _TOLD.search(name) is not None


def _name(node: ast.expr) -> str:
    """Return the name that stands for an expression, through what leaves it what it is."""
    inner: ast.expr | None = node
    while inner is not None:
        node, inner = inner, _inside(inner)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return node.attr if isinstance(node, ast.Attribute) else ""


def _inside(node: ast.expr) -> ast.expr | None:
    """Return the expression that this one is made of and named after; None if it has a name."""
    if isinstance(node, ast.Subscript):
        named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        return None if named else node.value
    if isinstance(node, ast.Attribute):
        return node.value if node.attr in _KEEPS or node.attr in ("T", "data") else None
    if isinstance(node, (ast.BinOp, ast.Compare)):
        return node.left
    if not isinstance(node, ast.Call) or _called(node) not in _KEEPS:
        return None
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
        return node.func.value
    return node.args[0] if node.args else None


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in (
        "np",
        "numpy",
        "torch",
        "tf",
        "pd",
        "jnp",
        "K",
    )
