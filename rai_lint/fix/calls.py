"""Edits of calls: a keyword argument added, given another value, or taken away.

The tree says where things stand; what is written are pieces of text, so that nothing else moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper
from msgspec import Struct

from rai_lint.fix.content import Content, Splice
from rai_lint.fix.plan import Parse
from rai_lint.fix.refusal import Refusal
from rai_lint.fix.uses import goes_only_to, in_loop
from rai_lint.model.fix import Fix
from rai_lint.model.value import Plain


class Call(Struct, frozen=True):
    """A call, from `start` to `end` in the text, with what stands around it, the nearest first."""

    node: cst.Call
    start: int
    end: int
    around: tuple[cst.CSTNode, ...]


class Program:
    """A Python file in which calls are looked for."""

    def __init__(self, content: Content, parse: Parse) -> None:
        """Parse a file; raises `Refusal` where that fails."""
        tree = parse(content.text)
        if isinstance(tree, str) or tree.code != content.text:
            message = f"the file is not read ({tree})" if isinstance(tree, str) else "not read"
            raise Refusal(message)
        self.content = content
        self.text = content.text
        wrapper = MetadataWrapper(tree, unsafe_skip_copy=True)
        self._spans: Mapping[cst.CSTNode, object] = wrapper.resolve(ByteSpanPositionProvider)
        self._to_text = None if content.text.isascii() else _offsets(content.text)
        self._aliases = dict(_aliases(tree))
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self._calls: dict[int, list[cst.Call]] = {}
        self._look_through(tree)

    def _look_through(self, tree: cst.Module) -> None:
        """Note the parents of nodes, and where calls start: also at parentheses around them."""
        waiting: list[cst.CSTNode] = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, cst.Call):
                for part in (node, *node.lpar[:1]):
                    self._calls.setdefault(self.span(part)[0], []).append(node)
            for child in node.children:
                self._parents[child] = node
                waiting.append(child)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return where a node starts and ends in the text, without parentheses around it."""
        span = self._spans[node]
        start, length = span.start, span.length  # type: ignore[attr-defined]
        if self._to_text is None:
            return start, start + length
        return self._to_text[start], self._to_text[start + length]

    def edit(self, fix: Fix) -> tuple[Splice, bool]:
        """Return the piece of text that mends a call, and whether that is safe.

        Raises `Refusal` where the call is none that can be changed.
        """
        call = self._find(fix)
        arguments = call.node.args
        if any(each.star for each in arguments):
            message = "the call passes on arguments that are not written out (`*` or `**`)"
            raise Refusal(message)
        names = [each.keyword.value if each.keyword else "" for each in arguments]
        beside = next((name for name in fix.not_with if name in names), "")
        if beside:
            message = f"the call has `{beside}`, which does not go with it"
            raise Refusal(message)
        position = names.index(fix.name) if fix.name in names else -1
        if fix.op == "remove-argument":
            splice = _removed(self, call, position, fix)
        elif position < 0:
            splice = _added(self, call, fix)
        else:
            splice = _given(self, arguments[position], fix)
        return splice, _safe(call, fix)

    def _find(self, fix: Fix) -> Call:
        """Return the call of an edit; raises `Refusal` where it is not there, or not alone."""
        start = self.content.offset(fix.at.line, fix.at.column)
        calls = self._calls.get(-1 if start is None else start, [])
        fitting = [call for call in calls if self._callee(call) in fix.of]
        if fix.at.end_line:
            fitting = [call for call in fitting if self._last_line(call) == fix.at.end_line]
        if len(fitting) != 1:
            message = "the call is not written in a way that can be changed"
            raise Refusal(message)
        call = fitting[0]
        return Call(call, *self.span(call), tuple(self._around(call)))

    def _last_line(self, call: cst.Call) -> int:
        end = self.span((call, *call.rpar)[-1])[1]
        return self.text.count("\n", 0, end) + 1

    def _around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        parent = self._parents.get(node)
        while parent is not None:
            yield parent
            parent = self._parents.get(parent)

    def _callee(self, call: cst.Call) -> str:
        """Return the last name of what is called, as it was imported."""
        if isinstance(call.func, cst.Attribute):
            return call.func.attr.value
        if isinstance(call.func, cst.Name):
            return self._aliases.get(call.func.value, call.func.value)
        return ""


def _safe(call: Call, fix: Fix) -> bool:
    if fix.passed_to:
        return goes_only_to(call.node, call.around, fix.passed_to)
    return fix.safe and (fix.in_loops or not in_loop(call.around))


def _given(program: Program, argument: cst.Arg, fix: Fix) -> Splice:
    _check_current(argument, fix)
    return Splice(*program.span(argument.value), literal(fix.value))


def _check_current(argument: cst.Arg, fix: Fix) -> None:
    if not any(_is(argument.value, value) for value in fix.current):
        message = f"`{fix.name}` is given as something else than a plain value"
        raise Refusal(message)


def _is(node: cst.BaseExpression, value: Plain) -> bool:
    """Say whether an expression is that literal, or, for text, a dotted name that ends in it."""
    if isinstance(value, str):
        if isinstance(node, cst.SimpleString):
            return node.raw_value == value and not node.prefix
        return isinstance(node, cst.Attribute) and node.attr.value == value
    if value is None or isinstance(value, bool):
        return isinstance(node, cst.Name) and node.value == str(value)
    return isinstance(node, (cst.Integer, cst.Float)) and node.value == str(value)


def literal(value: Plain) -> str:
    """Return a plain value as Python writes it."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _added(program: Program, call: Call, fix: Fix) -> Splice:
    text, arguments = f"{fix.name}={literal(fix.value)}", call.node.args
    if not arguments:
        return Splice(call.end - 1, call.end - 1, text)
    last = arguments[-1]
    if isinstance(last.value, cst.GeneratorExp) and not last.value.lpar:
        message = "the only argument of the call is a generator without parentheses"
        raise Refusal(message)
    start, end = program.span(last)
    comma = isinstance(last.comma, cst.Comma)
    own_line = _own_line(program.text, start, end, comma=comma)
    if own_line is not None and comma:
        first, following = own_line
        indent = program.text[first:start]
        return Splice(following, following, f"{indent}{text},\n")
    return Splice(end, end, f", {text}")


def _own_line(text: str, start: int, end: int, *, comma: bool) -> tuple[int, int] | None:
    """Return the lines of what stands alone on them, but for a comma and a comment; else None."""
    first = text.rfind("\n", 0, start) + 1
    newline = text.find("\n", end)
    if newline < 0 or text[first:start].strip(" \t"):
        return None
    rest = text[end:newline].strip(" \t")
    if comma and not rest.startswith(","):
        return None
    rest = rest.removeprefix(",").strip(" \t")
    return None if rest and not rest.startswith("#") else (first, newline + 1)


def _removed(program: Program, call: Call, position: int, fix: Fix) -> Splice:
    if position < 0:
        message = f"the call has no argument `{fix.name}`"
        raise Refusal(message)
    arguments = call.node.args
    _check_current(arguments[position], fix)
    start, end = program.span(arguments[position])
    comma = isinstance(arguments[position].comma, cst.Comma)
    own_line = _own_line(program.text, start, end, comma=comma)
    if own_line is not None and (position or len(arguments) > 1):
        cut = own_line
    elif position + 1 < len(arguments):
        cut = start, program.span(arguments[position + 1])[0]
    else:
        cut = (program.span(arguments[position - 1])[1] if position else start), end
        if not position and comma:
            cut = start, program.text.index(",", end) + 1
    taken = program.text[cut[0] : start] + program.text[end : cut[1]]
    if "#" in taken:
        message = "a comment stands beside the argument"
        raise Refusal(message)
    return Splice(*cut, "")


def _offsets(text: str) -> Sequence[int]:
    """Return for each byte of UTF-8 the character that it belongs to; one more for the end."""
    found: list[int] = []
    for number, character in enumerate(text):
        found += [number] * len(character.encode("utf-8", "surrogatepass"))
    return [*found, len(text)]


def _aliases(tree: cst.Module) -> Iterator[tuple[str, str]]:
    """Yield the names that imports give things, with the names these have."""
    waiting: list[cst.CSTNode] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.ImportAlias) and node.asname is not None:
            renamed = node.asname.name
            name = node.name.attr if isinstance(node.name, cst.Attribute) else node.name
            if isinstance(renamed, cst.Name) and isinstance(name, cst.Name):
                yield renamed.value, name.value
        waiting += node.children
