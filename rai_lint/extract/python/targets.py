"""What assignments give a value: names, attributes, items and elements of tuples."""

from __future__ import annotations

import libcst as cst

from rai_lint.model import expression as ir


def dotted(node: cst.CSTNode) -> str | None:
    """Return `a.b.c` for a name or attribute of names, else None."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr.value}" if base else None
    return None


def item_name(node: cst.CSTNode) -> str | None:
    """Return `base["key"]` for an item that is given a value, so that dicts in change are known."""
    if not isinstance(node, cst.Subscript) or len(node.slice) != 1:
        return None
    base, index = dotted(node.value), node.slice[0].slice
    if base and isinstance(index, cst.Index) and isinstance(index.value, cst.SimpleString):
        return f"{base}[{index.value.evaluated_value!r}]"
    return None


def changed_name(node: cst.CSTNode) -> str | None:
    """Return `base[...]` for `base[i] = …`, `base[i].x["y"] = …`: part of what `base` holds."""
    while isinstance(node, (cst.Attribute, cst.Subscript)) and dotted(node) is None:
        node = node.value
    base = dotted(node)
    return f"{base}[...]" if base else None


def first_name(node: cst.CSTNode) -> cst.CSTNode:
    """Return the node of `a` in `a.b["c"]`, where the place of a target is taken from."""
    while isinstance(node, (cst.Attribute, cst.Subscript)):
        node = node.value
    return node


def element_of(value: ir.Expr, index: int) -> ir.Expr:
    """Return the element of a value that is unpacked, by its 0-based index."""
    if isinstance(value, ir.Elements) and index < len(value.items):
        return value.items[index]
    return ir.Item(value, ir.Const(index))


def copy_of(node: cst.DictComp) -> cst.CSTNode | None:
    """Return `base` of `{k: v for k, v in base.items() if …}`, which has no key but those."""
    loop = node.for_in
    call, target = loop.iter, loop.target
    if not isinstance(call, cst.Call) or call.args or not isinstance(call.func, cst.Attribute):
        return None
    if call.func.attr.value != "items" or loop.inner_for_in is not None:
        return None
    names = (
        [dotted(each.value) for each in target.elements] if isinstance(target, cst.Tuple) else []
    )
    return call.func.value if names == [dotted(node.key), dotted(node.value)] else None
