"""Options that a program declares with argparse and never looks at.

An option counts as looked at if its name is an attribute or a text anywhere in the file, whatever
object it belongs to. Nothing is said of a file that hands all of its options on as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct, field

from rai_lint.extract.python.syntax import python_tree
from rai_lint.model.regex import regex

_MAX_CHARACTERS = 400_000
#: Longer texts are documentation; the name of an option in it is no use of it.
_MAX_USED_TEXT = 200
_WORD = regex(r"\w+")
#: Ways to all options at once, or to options that are not declared here.
_OPEN = regex(
    r"\b(?:parse_known_args|HfArgumentParser|locals|globals|exec|eval|argv|__dict__|_get_kwargs"
    r"|add_subparsers|add_argparse_args|add_arguments|deepspeed\.add_config_arguments|namespace)\b"
)
_SHOWS = frozenset({"print", "info", "debug", "log", "warning"})
#: Launchers give these whether a program wants them or not.
_LAUNCHED = frozenset({"local_rank", "local-rank"})
_EXCUSED = regex(
    r"(?i)deprecat|ignored|unused|not used|no effect|backward|reserved|legacy|placeholder"
)


def unread_options(text: str) -> tuple[str, ...]:
    """Return the flags of options that a program takes and never looks at; none where unsure."""
    if "add_argument" not in text or len(text) > _MAX_CHARACTERS or _OPEN.search(text):
        return ()
    tree = python_tree(text)
    return () if isinstance(tree, str) else tuple(_Reader(tree).unread())


class _Reader(Struct, dict=True):
    """One program: its nodes, what stands around each, and its functions by name."""

    tree: ast.Module
    nodes: list[ast.AST] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = list(ast.walk(self.tree))
        self.around: dict[ast.AST, ast.AST] = {
            child: node for node in self.nodes for child in ast.iter_child_nodes(node)
        }
        self.functions: dict[str, ast.FunctionDef] = {
            node.name: node for node in self.nodes if isinstance(node, ast.FunctionDef)
        }

    def unread(self) -> Iterator[str]:
        """Yield the flags of the options that nothing looks at."""
        declarations = [call for call in self._calls() if _tail(call) == "add_argument"]
        names = self._holders()
        if not names or not all(self._harmless(node, names) for node in self._bare(names)):
            return
        used = self._used(declarations)
        for call in declarations:
            flags = [value for value in map(_text, call.args) if value.startswith("-")]
            if flags and _destination(call, flags) not in used and not _excused(call, flags):
                yield from flags

    def _calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def _holders(self) -> set[str]:
        """Return the names of what holds all options; none if they may be elsewhere too."""
        parses = {call for call in self._calls() if _tail(call) == "parse_args"}
        makers = {name for call in parses for name in self._maker(call)}
        called = {call.func.id for call in self._calls() if isinstance(call.func, ast.Name)}
        if not makers <= called:
            return set()  # what nobody here calls is for other files
        names: set[str] = set()
        for call in self._calls():
            if call not in parses and not (
                isinstance(call.func, ast.Name) and call.func.id in makers
            ):
                continue
            around = self.around[call]
            if isinstance(around, ast.Assign) and all(
                isinstance(t, ast.Name) for t in around.targets
            ):
                names |= {target.id for target in around.targets if isinstance(target, ast.Name)}
            elif isinstance(around, ast.Call) and self._parameter(around, call):
                names.add(self._parameter(around, call))
            elif not isinstance(around, ast.Return):
                return set()
        return self._with_parameters(names)

    def _with_parameters(self, names: set[str]) -> set[str]:
        """Return the names and those of parameters that are given what the names hold."""
        while True:
            more = {
                self._parameter(around, node)
                for node in self._bare(names)
                if isinstance(around := self.around[node], ast.Call)
            } - {"", *names}
            if not more:
                return names
            names = names | more

    def _bare(self, names: set[str]) -> list[ast.Name]:
        """Return where a name is used as a whole, not for one of its attributes."""
        return [
            node
            for node in self.nodes
            if isinstance(node, ast.Name)
            and node.id in names
            and isinstance(node.ctx, ast.Load)
            and not isinstance(self.around[node], ast.Attribute)
        ]

    def _harmless(self, node: ast.Name, names: set[str]) -> bool:
        """Say whether a use of all options is one by which no single one is looked at."""
        around = self.around[node]
        if isinstance(around, ast.Call):
            return _tail(around) in _SHOWS or self._parameter(around, node) in names
        return isinstance(around, (ast.Return, ast.FormattedValue))

    def _parameter(self, call: ast.Call, given: ast.expr) -> str:
        """Return the parameter of a function of this file that an argument is for, or ""."""
        function = self.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if function is None or given not in call.args or function.args.vararg:
            return ""
        at = call.args.index(given)
        parameters = [*function.args.posonlyargs, *function.args.args]
        return parameters[at].arg if at < len(parameters) else ""

    def _maker(self, call: ast.Call) -> Iterator[str]:
        """Yield the function that returns what a call gives, or a name that it gave it to."""
        around = self.around[call]
        targets = around.targets if isinstance(around, ast.Assign) else []
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        function = self._function_around(call)
        for node in ast.walk(function) if function is not None else ():
            value = node.value if isinstance(node, ast.Return) else None
            if function and (value is call or (isinstance(value, ast.Name) and value.id in names)):
                yield function.name

    def _function_around(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self.around:
            node = self.around[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None

    def _used(self, declarations: list[ast.Call]) -> set[str]:
        """Return all attributes, and all words of texts but those of the declarations."""
        told = {id(part) for call in declarations for part in _declaring(call)}
        found: set[str] = set()
        for node in self.nodes:
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and id(node) not in told and _is_use(node.value):
                found.update(_WORD.findall(str(node.value)))
        return found


def _tail(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_use(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MAX_USED_TEXT


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def _declaring(call: ast.Call) -> Iterator[ast.AST]:
    """Yield the parts of a declaration that name and describe its option."""
    for part in (*call.args, _keyword(call, "dest"), _keyword(call, "help")):
        if part is not None:
            yield from ast.walk(part)


def _destination(call: ast.Call, flags: list[str]) -> str:
    dest = _keyword(call, "dest")
    if dest is not None:
        return _text(dest)
    long = next((flag for flag in flags if flag.startswith("--")), flags[0])
    return long.lstrip("-").replace("-", "_")


def _excused(call: ast.Call, flags: list[str]) -> bool:
    """Say whether an option does something by itself, or is said to do nothing."""
    action, told = _keyword(call, "action"), _keyword(call, "help")
    acts = action is not None and _text(action) in {"", "version", "help"}
    said = told is not None and (not _text(told) or _EXCUSED.search(_text(told)) is not None)
    dest = _keyword(call, "dest")
    unsure = any(each.arg is None for each in call.keywords) or (
        dest is not None and not _text(dest)
    )
    return acts or said or unsure or not _LAUNCHED.isdisjoint(flag.lstrip("-") for flag in flags)
