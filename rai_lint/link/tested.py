"""Whether a test holds for a value: three-valued, None where that cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from rai_lint.link.context import Context, Origin, Stop
from rai_lint.link.written import dotted_text
from rai_lint.model import expression as ir
from rai_lint.model.module import Test
from rai_lint.model.value import Plain

#: Methods of a text that ask something of it, and of a path.
_ASKS = ("startswith", "endswith")
_FILES = ("isfile", "isdir", "exists", "is_file", "is_dir")
#: Tests of whether there is a value at all, and of what sort it is.
_PRESENCE = ("is", "true", "isinstance")
_WRAPPERS = frozenset({"list", "set", "tuple", "sorted", "frozenset"})


class Follows(Protocol):
    """What follows expressions to where their values are made."""

    def follow(self, expr: ir.Expr, context: Context) -> Sequence[Origin | Stop]:
        """Return every place where the value of an expression may be made."""

    def grows(self, expr: ir.Expr, context: Context) -> bool:
        """Say whether more is put into a collection after it is made."""

    def stays(self, origin: Origin) -> bool:
        """Say whether the module that makes a collection puts nothing more into it."""


def names_in(test: Test) -> Iterator[str]:
    """Yield the dotted names whose values a test asks about."""
    for part in test.parts:
        yield from names_in(part)
    for operand in test.operands:
        subject = _subject(operand)
        if subject:
            yield subject


def _subject(operand: ir.Expr) -> str:
    """Return the name that an operand asks about: `name`, or that of `name.startswith(…)`."""
    if not isinstance(operand, ir.Call):
        return dotted_text(operand)
    tail = getattr(operand.callee, "name", "")
    if tail in _ASKS and isinstance(operand.callee, ir.Attribute):
        return dotted_text(operand.callee.base)
    if tail in (*_FILES, "isinstance") and operand.arguments:
        return dotted_text(operand.arguments[0].value)
    return ""


def is_on_disk(test: Test, name: str) -> bool:
    """Say whether a test that holds shows that a name is that of a file or folder on disk."""
    if test.operator == "and":
        return any(is_on_disk(part, name) for part in test.parts)
    if test.operator == "or":
        return all(is_on_disk(part, name) for part in test.parts)
    operand = test.operands[0] if test.operator == "true" else None
    if not isinstance(operand, ir.Call) or getattr(operand.callee, "name", "") not in _FILES:
        return False
    return _subject(operand) == name


class Asked(Struct, frozen=True):
    """A name, and the value that it is taken to have; where the tests of it stand."""

    name: str
    value: Plain
    context: Context
    origins: Follows

    def holds(self, test: Test) -> bool | None:
        """Say whether a test holds if the name has the value; of a template nobody knows."""
        if isinstance(self.value, str) and "{{" in self.value:
            return None
        match test.operator:
            case "not":
                inner = self.holds(test.parts[0])
                return None if inner is None else not inner
            case "and" | "or":
                return self._joined(test.parts, decisive=test.operator == "or")
            case "==" | "in" | "is" if len(test.operands) > 1:
                return self._compared(test.operator, test.operands[0], test.operands[1])
            case "true":
                return self._true(test.operands[0])
            case _:
                return None

    def undecided(self, test: Test) -> Iterator[str]:
        """Yield how a test asks about the name, for each part of it that cannot be told."""
        for part in test.parts:
            yield from self.undecided(part)
            if test.operator == "either":
                yield from ("either" for asks in self._asks(part) if asks not in _PRESENCE)
        if not test.parts and self.holds(test) is None:
            yield from self._asks(test)

    def _asks(self, test: Test) -> Iterator[str]:
        """Yield how a test asks about the name."""
        for part in test.parts:
            yield from self._asks(part)
        for operand in test.operands:
            if _subject(operand) == self.name:
                tail = getattr(operand.callee, "name", "") if isinstance(operand, ir.Call) else ""
                yield tail or test.operator

    def among(self, test: Test, *, holds: bool = True) -> list[Plain] | None:
        """Return the values of which the name has one where a test holds (or does not)."""
        if test.operator == "not":
            return self.among(test.parts[0], holds=not holds)
        if test.operator in ("and", "or"):
            found = [self.among(part, holds=holds) for part in test.parts]
            given = [each for each in found if each is not None]
            if (test.operator == "and") == holds:
                return min(given, key=len) if given else None
            return [v for each in given for v in each] if len(given) == len(found) else None
        if not holds or test.operator not in ("==", "in"):
            return None
        left, right = test.operands
        if dotted_text(left) == self.name and test.operator == "in":
            members = self._members(right)
            return members[0] if members is not None and members[1] else None
        other = right if dotted_text(left) == self.name else left
        if test.operator == "==" and self.name in (dotted_text(left), dotted_text(right)):
            constants = self._constants(other)
            return constants if constants is not None and len(constants) == 1 else None
        return None

    def _joined(self, parts: Sequence[Test], *, decisive: bool) -> bool | None:
        answers = [self.holds(part) for part in parts]
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    def _compared(self, operator: str, left: ir.Expr, right: ir.Expr) -> bool | None:
        mine = dotted_text(left) == self.name
        if operator == "in":
            return self._within(right) if mine else self._contains(left, right)
        other = right if mine else left
        if not mine and dotted_text(right) != self.name:
            return None
        texts = self._constants(other)
        if texts is None or not texts:
            return None
        answers = {text == self.value for text in texts}
        return answers.pop() if len(answers) == 1 else None

    def _within(self, container: ir.Expr) -> bool | None:
        members = self._members(container)
        if members is None:
            return None
        known, closed = members
        if self.value in known:
            return True
        return False if closed else None

    def _contains(self, part: ir.Expr, whole: ir.Expr) -> bool | None:
        """Answer `"part" in name`."""
        if dotted_text(whole) != self.name or not isinstance(part, ir.Const):
            return None
        if not isinstance(part.value, str) or not isinstance(self.value, str):
            return None
        return part.value in self.value

    def _true(self, operand: ir.Expr) -> bool | None:
        if dotted_text(operand) == self.name:
            return bool(self.value)
        if not isinstance(operand, ir.Call) or _subject(operand) != self.name:
            return None
        tail = getattr(operand.callee, "name", "")
        if tail == "isinstance" and len(operand.arguments) > 1:
            is_text = dotted_text(operand.arguments[1].value) == "str"
            return isinstance(self.value, str) if is_text else None
        if tail not in _ASKS or not isinstance(self.value, str) or len(operand.arguments) != 1:
            return None
        pieces = self._constants(operand.arguments[0].value)
        if pieces is None or not all(isinstance(piece, str) for piece in pieces):
            return None
        texts = tuple(str(piece) for piece in pieces)
        return self.value.startswith(texts) if tail == "startswith" else self.value.endswith(texts)

    def _constants(self, expr: ir.Expr) -> list[Plain] | None:
        """Return the literals that an expression stands for, all elements of a display."""
        found: list[Plain] = []
        for origin in self.origins.follow(expr, self.context):
            made = origin.expr if isinstance(origin, Origin) else None
            items = made.items if isinstance(made, ir.Elements) else (made,)
            for item in items:
                if not isinstance(item, ir.Const):
                    return None
                found.append(item.value)
        return found

    def _members(self, expr: ir.Expr) -> tuple[list[Plain], bool] | None:
        """Return the members of a collection that are written down, and whether these are all."""
        expr = _unwrapped(expr)
        found: list[Plain] = []
        closed = not self.origins.grows(expr, self.context)
        for origin in self.origins.follow(expr, self.context):
            made = origin.expr if isinstance(origin, Origin) else None
            closed = closed and isinstance(origin, Origin) and self.origins.stays(origin)
            if isinstance(made, ir.Mapped):
                keys: Sequence[ir.Expr | None] = [key for key, _ in made.items]
            elif isinstance(made, ir.Elements):
                keys = made.items
            else:
                return None
            found += [key.value for key in keys if isinstance(key, ir.Const)]
            closed = closed and all(isinstance(key, ir.Const) for key in keys)
        return found, closed


def _unwrapped(expr: ir.Expr) -> ir.Expr:
    """Return `names` of `names.keys()` and of `list(names)`."""
    if not isinstance(expr, ir.Call):
        return expr
    callee = expr.callee
    if isinstance(callee, ir.Attribute) and callee.name == "keys" and not expr.arguments:
        return callee.base
    if isinstance(callee, ir.Name) and callee.name in _WRAPPERS and len(expr.arguments) == 1:
        return _unwrapped(expr.arguments[0].value)
    return expr
