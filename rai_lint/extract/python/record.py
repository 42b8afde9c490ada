"""What has been seen of a Python file so far, and the `Module` it becomes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from rai_lint.model import expression as ir
from rai_lint.model.module import (
    Binding,
    Block,
    Class,
    Column,
    Function,
    Guard,
    Import,
    Module,
    Text,
)
from rai_lint.model.source import Source


class Record(Struct):
    """Collects what a reader meets, in the order it is written."""

    imports: list[Import] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    calls: list[ir.Call] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def module(self, source: Source, commands: Sequence[Text], guards: Sequence[Guard]) -> Module:
        """Return the whole as a value, with the shell lines of a notebook."""
        return Module(
            path=source.path,
            scope=source.scope,
            notebook=source.kind == "notebook",
            imports=tuple(self.imports),
            bindings=tuple(self.bindings),
            functions=tuple(self.functions),
            classes=tuple(self.classes),
            calls=tuple(self.calls),
            columns=tuple(self.columns),
            texts=tuple(self.texts),
            commands=tuple(commands),
            blocks=tuple(self.blocks),
            guards=tuple(guards),
        )
