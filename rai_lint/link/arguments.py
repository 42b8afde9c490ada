"""Defaults of command lines: `argparse`, and dataclasses read by `HfArgumentParser`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.context import Context, Origin, Settles, Stop
from rai_lint.link.entities import Bound, InClass, Outside
from rai_lint.link.origins import Origins
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.value import Known, Unknown

_PARSES = frozenset({"parse_args", "parse_known_args", "parse_intermixed_args"})
_DATACLASSES = frozenset(
    {
        "parse_args_into_dataclasses",
        "parse_args_and_config",
        "parse_dict",
        "parse_yaml_file",
        "parse_json_file",
        "parse",
    }
)


_ALL_PARSES = _PARSES | _DATACLASSES


class ArgumentParsers(Struct):
    """Answers what an option of a command line is by default."""

    origins: Origins

    def option(
        self, expr: ir.Attribute, context: Context, values: Settles
    ) -> Known | Unknown | Stop | None:
        """Return the default of `args.name`, or None if the object is no parsed command line."""
        flag = self.flag(expr, context, values)
        if flag is not None:
            return flag
        for made in self._parsed(expr.base, context):
            call, index = made.expr, 0
            if isinstance(call, ir.Item) and isinstance(call.key, ir.Const):
                index, call = call.key.value, call.base
            if not isinstance(call, ir.Call) or not isinstance(call.callee, ir.Attribute):
                continue
            if call.callee.name in _PARSES:
                return self._argparse(expr.name, call.callee.base, made.context, values)
            if call.callee.name in _DATACLASSES:
                found = self._dataclass(expr.name, call.callee.base, index, made.context, values)
                if found is not None:
                    return found
        owner = self.origins.annotated_class(expr.base, context)
        return self._default_of(owner, expr.name, values) if owner is not None else None

    def flag(
        self, expr: ir.Attribute, context: Context, values: Settles
    ) -> Known | Unknown | Stop | None:
        """Return the default of `FLAGS.name`, declared by `DEFINE_string("name", default, …)`."""
        entity = self.origins.entity(expr.base, context)
        for origin in () if entity is None else self.origins.follow(expr.base, context.deeper()):
            if isinstance(origin, Origin) and isinstance(origin.expr, (ir.Name, ir.Attribute)):
                found = self.origins.entity(origin.expr, origin.context)
                if isinstance(found, Outside) and found.dotted.endswith(".FLAGS"):
                    return self._defined(expr.name, context, values)
        return None

    def _defined(self, name: str, context: Context, values: Settles) -> Known | Unknown | Stop:
        names = self.origins.program.ask(context.path)
        for call in names.module.calls if names is not None else ():
            callee = getattr(call.callee, "name", "")
            declared = argument(call, "name", 0) if callee.startswith("DEFINE_") else None
            if isinstance(declared, ir.Const) and declared.value == name:
                default = argument(call, "default", 1)
                if default is None:
                    return Stop(f"the flag `{name}` has no default", "user")
                value = values.resolve(default, Context(context.path, call.scope, context.depth))
                return replace(value, how="default") if isinstance(value, Known) else value
        return Stop(f"`{name}` is a flag, which the user decides", "user")

    def _parsed(self, expr: ir.Expr, context: Context) -> Iterator[Origin]:
        for origin in self.origins.follow(expr, context.deeper()):
            if isinstance(origin, Origin):
                yield from self._unwrapped(origin)

    def _unwrapped(self, origin: Origin) -> Iterator[Origin]:
        """Look through a function of the repository that returns the parsed command line."""
        expr = origin.expr
        call = expr.base if isinstance(expr, ir.Item) else expr
        parses = (
            isinstance(call, ir.Call)
            and isinstance(call.callee, ir.Attribute)
            and call.callee.name in _ALL_PARSES
        )
        function = (
            self.origins.function(call.callee, origin.context)
            if isinstance(call, ir.Call) and not parses
            else None
        )
        if function is None or origin.context.depth > 20:  # noqa: PLR2004  # wrappers are shallow
            yield origin
            return
        inner = origin.context.deeper(function.path, function.function.qualname)
        for returned in function.function.returns:
            if isinstance(expr, ir.Item) and isinstance(returned, ir.Elements):
                key = expr.key.value if isinstance(expr.key, ir.Const) else None
                if isinstance(key, int) and key < len(returned.items):
                    yield from self._parsed(returned.items[key], inner)
            else:
                yield from self._parsed(returned, inner)

    def _argparse(
        self, name: str, parser: ir.Expr, context: Context, values: Settles
    ) -> Known | Unknown | Stop:
        paths = [context.path]
        paths += [
            origin.context.path
            for origin in self.origins.follow(parser, context.deeper())
            if isinstance(origin, Origin)
        ]
        function = self._maker(parser, context)
        paths += [function] if function else []
        for path in dict.fromkeys(paths):
            names = self.origins.program.ask(path)
            calls = names.calls_by_tail.get("add_argument", ()) if names is not None else ()
            for call in calls:
                if _destination(call) == name:
                    return self._declared(call, Context(path, call.scope, context.depth), values)
        return Stop(f"`{name}` is an option whose declaration was not found")

    def _maker(self, parser: ir.Expr, context: Context) -> str:
        """Return the path of the function of the repository that makes the parser."""
        for origin in self.origins.follow(parser, context.deeper()):
            if isinstance(origin, Origin) and isinstance(origin.expr, ir.Call):
                function = self.origins.function(origin.expr.callee, origin.context)
                if function is not None:
                    return function.path
        return ""

    def _declared(self, call: ir.Call, context: Context, values: Settles) -> Known | Unknown | Stop:
        default = argument(call, "default", -1)
        name = _destination(call)
        if default is None:
            action = argument(call, "action", -1)
            flag = action.value if isinstance(action, ir.Const) else None
            if flag in ("store_true", "store_false"):
                return Known(flag == "store_false", "default", call.place)
            return Stop(f"the option `{name}` has no default", "user")
        value = values.resolve(default, context)
        if not isinstance(value, Known):
            return value
        return Known(value.value, "default", call.place)

    def _dataclass(
        self, name: str, parser: ir.Expr, index: object, context: Context, values: Settles
    ) -> Known | Unknown | Stop | None:
        for origin in self._parsed(parser, context):
            if not isinstance(origin.expr, ir.Call):
                continue
            classes, inner = self._classes(origin.expr, origin.context)
            if isinstance(index, int) and index < len(classes):
                owner = self.origins.entity(classes[index], inner)
                if isinstance(owner, InClass):
                    found = self._default_of(owner, name, values)
                    because = f"`{name}` is an option of `{owner.definition.qualname}`"
                    return found or Stop(f"{because}; the user may give it", "user")
                if isinstance(owner, Outside):
                    because = f"`{name}` is an option of `{owner.dotted}`; the user may give it"
                    return Stop(because, "user")
        return None

    def _classes(self, call: ir.Call, context: Context) -> tuple[Sequence[ir.Expr], Context]:
        """Return the dataclasses that a parser is made of, and where they are written."""
        given = argument(call, "dataclass_types", 0)
        if given is None:
            return (), context
        for origin in self.origins.follow(given, context.deeper()):
            if isinstance(origin, Origin) and isinstance(origin.expr, ir.Elements):
                return origin.expr.items, origin.context
        return (given,), context

    def _default_of(
        self, owner: InClass, name: str, values: Settles
    ) -> Known | Unknown | Stop | None:
        attribute = self.origins.method(owner, name)
        if isinstance(attribute, Outside):
            because = f"`{name}` is an option of `{attribute.dotted}`; the user may give it"
            return Stop(because, "user")
        if not isinstance(attribute, Bound):
            return None
        binding = attribute.bindings[-1]
        if isinstance(binding.value, ir.Call) and not binding.value.place.path:
            return Stop(f"the field `{name}` has no default", "user")
        value = values.resolve(binding.value, Context(attribute.path, binding.scope))
        if not isinstance(value, Known):
            return value
        return replace(value, how="default", at=binding.place)


def _destination(call: ir.Call) -> str:
    """Return the attribute that `add_argument` fills, as argparse works it out."""
    named = argument(call, "dest", -1)
    if isinstance(named, ir.Const):
        return str(named.value)
    flags = [
        item.value.value
        for item in call.arguments
        if not item.keyword
        and isinstance(item.value, ir.Const)
        and isinstance(item.value.value, str)
    ]
    long = [flag for flag in flags if flag.startswith("--")]
    chosen = (long or flags or [""])[0]
    return chosen.lstrip("-").replace("-", "_")
