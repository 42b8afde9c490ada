"""What the expression of an id shows beside its value: where it comes from, the split it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from rai_lint.link.context import MAX_DEPTH, Context, Origin
from rai_lint.link.entities import Outside
from rai_lint.link.origin_of_id import origin_of
from rai_lint.link.origins import Origins
from rai_lint.model import expression as ir
from rai_lint.model.regex import regex
from rai_lint.model.value import ABSENT, Absent, Known, Plain, Unknown, Value
from rai_lint.model.vocabulary import Table

_PATHS = ("pathlib.", "os.path.", "posixpath.", "glob.", "importlib.resources.")
_WORDS = regex(r"[A-Z]?[a-z]+|[A-Z]+")


class IdShape(Struct, frozen=True, dict=True):
    """Looks at how ids are written; `splits` is the vocabulary of split names."""

    origins: Origins
    splits: Table

    def origin(self, value: Value, default: Plain, expr: ir.Expr | None, context: Context) -> Value:
        """Return the origin of an id: by a test that found it on disk, else as `origin_of` does."""
        if expr is None:
            return origin_of(value, default)
        tests = self.origins.narrowing.around(expr, context)
        if tests is not None and tests.on_disk():
            return Known("local", "implied")
        # Where the library reads the user's own files, a path is a path.
        own = isinstance(value, Unknown) and default == "local"
        return origin_of(value, default, path=own and self._makes_path(expr, context))

    def _makes_path(self, expr: ir.Expr, context: Context) -> bool:
        """Return whether every way to make the value makes a path of this machine."""
        found = self.origins.follow(expr, context)
        return bool(found) and all(
            isinstance(item, Origin) and self._is_path(item.expr, item.context) for item in found
        )

    def _is_path(self, expr: ir.Expr, context: Context) -> bool:
        match expr:
            case ir.Joined(separator=separator):
                return separator == "/"
            case ir.Call(callee=callee):
                entity = self.origins.entity(callee, context)
                return isinstance(entity, Outside) and entity.dotted.startswith(_PATHS)
            case ir.Item(base=base) | ir.Each(iterable=base):
                return context.depth < MAX_DEPTH and self._makes_path(base, context.deeper())
            case _:
                return False

    def split(self, value: Value, expr: ir.Expr | None, context: Context) -> Value:
        """Return the split that an id names: by its path if known, else by how it is written."""
        if isinstance(value, Absent) or (isinstance(value, Known) and value.value is None):
            return ABSENT
        if isinstance(value, Known):
            several = value.value if isinstance(value.value, tuple) else (value.value,)
            return _one(self._of_path(str(item)) for item in several)
        return _one(self._written(expr, context)) if expr is not None else ABSENT

    def _written(self, expr: ir.Expr, context: Context) -> Iterator[str]:
        own = self._of_name(expr)
        if own or context.depth > MAX_DEPTH:
            yield own
            return
        for item in self.origins.follow(expr, context):
            if isinstance(item, Origin) and item.expr is not expr:
                yield from self._written(item.expr, item.context.deeper())
            else:
                yield ""

    def _of_name(self, expr: ir.Expr) -> str:
        """Return the split that an expression names by its last part."""
        match expr:
            case ir.Const(value=str(text)):
                return self._of_path(text)
            case ir.Name(name=name) | ir.Attribute(name=name):
                return self._of_words(name)
            case ir.Item(key=ir.Const(value=str(name))):
                return self._of_words(name)
            case ir.Joined(parts=parts) if parts:
                return self._of_name(parts[-1])
            case ir.Call(arguments=arguments) if arguments and not arguments[-1].star:
                return self._of_name(arguments[-1].value)
            case _:
                return ""

    def _of_path(self, path: str) -> str:
        """Return the split of a file by its name, or by the folder it stands in."""
        pure = PurePosixPath(path.replace("\\", "/"))
        return self._of_words(pure.name.partition(".")[0]) or self._of_folder(pure.parent.name)

    def _of_folder(self, name: str) -> str:
        term = self.splits.index.get(name.casefold())
        return term.id if term else ""

    def _of_words(self, name: str) -> str:
        words = {word.casefold() for word in _WORDS.findall(name)}
        found = {self.splits.index[word].id for word in words if word in self.splits.index}
        return found.pop() if len(found) == 1 else ""


def _one(found: Iterable[str]) -> Value:
    """Return the split that all agree on; several: unknown; none: absent."""
    named = list(dict.fromkeys(found))
    known = tuple(name for name in named if name)
    if not known:
        return ABSENT
    if len(named) == 1:
        return Known(known[0], "implied")
    return Unknown(" or ".join(known), "it has several values", known)
