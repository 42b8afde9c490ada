"""Import statements: which module or attribute each name stands for."""

from __future__ import annotations

from typing import Protocol

import libcst as cst

from rai_lint.extract.python.targets import dotted


class TakesImports(Protocol):
    """What keeps the imports of a file."""

    def imported(self, module: str, attribute: str, name: str, level: int = 0) -> None:
        """Record an import in the present scope."""


def plain_import(reader: TakesImports, node: cst.CSTNode) -> None:
    """Read `import a.b as c`."""
    assert isinstance(node, cst.Import)
    for alias in node.names:
        module = dotted(alias.name) or ""
        as_name = dotted(alias.asname.name) if alias.asname else None
        if as_name:
            reader.imported(module, "", as_name)
        else:
            # `import a.b` binds `a`.
            reader.imported(module.split(".")[0], "", module.split(".")[0])


def import_from(reader: TakesImports, node: cst.CSTNode) -> None:
    """Read `from a import b as c`."""
    assert isinstance(node, cst.ImportFrom)
    module = (dotted(node.module) or "") if node.module is not None else ""
    level = len(node.relative)
    if isinstance(node.names, cst.ImportStar):
        reader.imported(module, "*", "*", level)
        return
    for alias in node.names:
        attribute = dotted(alias.name) or ""
        as_name = dotted(alias.asname.name) if alias.asname else None
        reader.imported(module, attribute, as_name or attribute, level)
