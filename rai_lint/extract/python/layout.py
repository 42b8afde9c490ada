"""In what order the parts of each kind of libcst node are written.

A layout is text: names of fields and, in quotes, what the node itself writes. `<` stands for the
indentation of a line, `'x'?field` for text that is written if the field is given, and `'x'!field`
for text that is written if it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

import libcst as cst
from msgspec import Struct

_LINE = "leading_lines <"
_DEFINITION = "leading_lines decorators lines_after_decorators < asynchronous"
_FIELD = (
    "'{' whitespace_before_expression expression equal whitespace_after_expression "
    "'!'?conversion conversion ':'?format_spec format_spec '}'"
)
_NAMES = "lpar names rpar semicolon"

#: Nodes with brackets around them are written between their `lpar` and `rpar`.
_BRACKETED: Mapping[str, str] = {
    "Name": "value",
    "Ellipsis": "'...'",
    "Integer": "value",
    "Float": "value",
    "Imaginary": "value",
    "SimpleString": "value",
    "FormattedString": "start parts end",
    "TemplatedString": "start parts end",
    "ConcatenatedString": "left whitespace_between right",
    "Comparison": "left comparisons",
    "UnaryOperation": "operator expression",
    "BinaryOperation": "left operator right",
    "BooleanOperation": "left operator right",
    "Attribute": "value dot attr",
    "Subscript": "value whitespace_after_value lbracket slice rbracket",
    "Lambda": "'lambda' whitespace_after_lambda params colon body",
    "Call": "func whitespace_after_func '(' whitespace_before_args args ')'",
    "Await": "'await' whitespace_after_await expression",
    "IfExp": "body whitespace_before_if 'if' whitespace_after_if test "
    "whitespace_before_else 'else' whitespace_after_else orelse",
    "Yield": "'yield' whitespace_after_yield value",
    "StarredElement": "'*' whitespace_before_value value comma",
    "Tuple": "elements",
    "List": "lbracket elements rbracket",
    "Set": "lbrace elements rbrace",
    "Dict": "lbrace elements rbrace",
    "GeneratorExp": "elt for_in",
    "ListComp": "lbracket elt for_in rbracket",
    "SetComp": "lbrace elt for_in rbrace",
    "DictComp": "lbrace key whitespace_before_colon ':' whitespace_after_colon value for_in rbrace",
    "NamedExpr": "target whitespace_before_walrus ':=' whitespace_after_walrus value",
    "MatchList": "lbracket patterns rbracket",
    "MatchTuple": "patterns",
    "MatchMapping": "lbrace elements '**'?rest whitespace_before_rest rest trailing_comma rbrace",
    "MatchClass": "cls whitespace_after_cls '(' whitespace_before_patterns patterns kwds "
    "whitespace_after_kwds ')'",
    "MatchAs": "pattern whitespace_before_as 'as'?pattern whitespace_after_as name '_'!name",
    "MatchOr": "patterns",
}

_PLAIN: Mapping[str, str] = {
    "Comment": "value",
    "TrailingWhitespace": "whitespace comment newline",
    "Module": "header body footer",
    "LeftSquareBracket": "'[' whitespace_after",
    "RightSquareBracket": "whitespace_before ']'",
    "LeftCurlyBrace": "'{' whitespace_after",
    "RightCurlyBrace": "whitespace_before '}'",
    "LeftParen": "'(' whitespace_after",
    "RightParen": "whitespace_before ')'",
    "Asynchronous": "'async' whitespace_after",
    "FormattedStringText": "value",
    "TemplatedStringText": "value",
    "FormattedStringExpression": _FIELD,
    "TemplatedStringExpression": _FIELD,
    "ComparisonTarget": "operator comparator",
    "Index": "star whitespace_after_star value",
    "Slice": "lower first_colon upper second_colon step",
    "SubscriptElement": "slice comma",
    "Annotation": "whitespace_before_indicator ':' whitespace_after_indicator annotation",
    "ParamStar": "'*' comma",
    "ParamSlash": "'/' whitespace_after comma",
    "Param": "star whitespace_after_star name annotation equal default comma "
    "whitespace_after_param",
    "Parameters": "posonly_params posonly_ind params star_arg kwonly_params star_kwarg",
    "Arg": "star whitespace_after_star keyword equal value comma whitespace_after_arg",
    "From": "whitespace_before_from 'from' whitespace_after_from item",
    "Element": "value comma",
    "DictElement": "key whitespace_before_colon ':' whitespace_after_colon value comma",
    "StarredDictElement": "'**' whitespace_before_value value comma",
    "CompFor": "whitespace_before asynchronous 'for' whitespace_after_for target "
    "whitespace_before_in 'in' whitespace_after_in iter ifs inner_for_in",
    "CompIf": "whitespace_before 'if' whitespace_before_test test",
    "Del": "'del' whitespace_after_del target semicolon",
    "Pass": "'pass' semicolon",
    "Break": "'break' semicolon",
    "Continue": "'continue' semicolon",
    "Return": "'return' whitespace_after_return value semicolon",
    "Expr": "value semicolon",
    "SimpleStatementLine": f"{_LINE} body trailing_whitespace",
    "SimpleStatementSuite": "leading_whitespace body trailing_whitespace",
    "Else": f"{_LINE} 'else' whitespace_before_colon ':' body",
    "AsName": "whitespace_before_as 'as' whitespace_after_as name",
    "ExceptHandler": f"{_LINE} 'except' whitespace_after_except type name "
    "whitespace_before_colon ':' body",
    "ExceptStarHandler": f"{_LINE} 'except' whitespace_after_except '*' whitespace_after_star "
    "type name whitespace_before_colon ':' body",
    "Finally": f"{_LINE} 'finally' whitespace_before_colon ':' body",
    "Try": f"{_LINE} 'try' whitespace_before_colon ':' body handlers orelse finalbody",
    "TryStar": f"{_LINE} 'try' whitespace_before_colon ':' body handlers orelse finalbody",
    "ImportAlias": "name asname comma",
    "ImportStar": "'*'",
    "Import": "'import' whitespace_after_import names semicolon",
    "ImportFrom": "'from' whitespace_after_from relative module whitespace_before_import "
    f"'import' whitespace_after_import {_NAMES}",
    "AssignTarget": "target whitespace_before_equal '=' whitespace_after_equal",
    "Assign": "targets value semicolon",
    "AnnAssign": "target annotation equal value semicolon",
    "AugAssign": "target operator value semicolon",
    "Decorator": f"{_LINE} '@' whitespace_after_at decorator trailing_whitespace",
    # The annotation of what is returned begins with `->`, all others with `:`.
    "FunctionDef": f"{_DEFINITION} 'def' whitespace_after_def name whitespace_after_name "
    "type_parameters whitespace_after_type_parameters '(' whitespace_before_params params ')' "
    "'>'?returns returns whitespace_before_colon ':' body",
    "ClassDef": "leading_lines decorators lines_after_decorators < 'class' "
    "whitespace_after_class name whitespace_after_name type_parameters "
    "whitespace_after_type_parameters lpar bases keywords rpar whitespace_before_colon ':' body",
    "WithItem": "item asname comma",
    "With": f"{_LINE} asynchronous 'with' whitespace_after_with lpar items rpar "
    "whitespace_before_colon ':' body",
    "For": f"{_LINE} asynchronous 'for' whitespace_after_for target whitespace_before_in 'in' "
    "whitespace_after_in iter whitespace_before_colon ':' body orelse",
    "While": f"{_LINE} 'while' whitespace_after_while test whitespace_before_colon ':' body orelse",
    "Raise": "'raise' whitespace_after_raise exc cause semicolon",
    "Assert": "'assert' whitespace_after_assert test comma msg semicolon",
    "NameItem": "name comma",
    "Global": "'global' whitespace_after_global names semicolon",
    "Nonlocal": "'nonlocal' whitespace_after_nonlocal names semicolon",
    "MatchCase": f"{_LINE} 'case' whitespace_after_case pattern whitespace_before_if 'if'?guard "
    "whitespace_after_if guard whitespace_before_colon ':' body",
    "MatchValue": "value",
    "MatchSingleton": "value",
    "MatchSequenceElement": "value comma",
    "MatchStar": "'*' whitespace_before_name name '_'!name comma",
    "MatchMappingElement": "key whitespace_before_colon ':' whitespace_after_colon pattern comma",
    "MatchKeywordElement": "key whitespace_before_equal '=' whitespace_after_equal pattern comma",
    "MatchOrElement": "pattern separator",
    "TypeVar": "name colon bound",
    "TypeVarTuple": "'*' whitespace_after_star name",
    "ParamSpec": "'**' whitespace_after_star name",
    "TypeParam": "param equal star whitespace_after_star default comma",
    "TypeParameters": "lbracket params rbracket",
    "TypeAlias": "'type' whitespace_after_type name whitespace_after_name type_parameters "
    "whitespace_after_type_parameters '=' whitespace_after_equals value semicolon",
    "NotEqual": "whitespace_before value whitespace_after",
    "NotIn": "whitespace_before 'not' whitespace_between 'in' whitespace_after",
    "IsNot": "whitespace_before 'is' whitespace_between 'not' whitespace_after",
}

#: Operators and punctuation: white space on both sides.
_BETWEEN = (
    "Semicolon ; Colon : Comma , Dot . AssignEqual = And and Or or Add + Subtract - Multiply * "
    "Divide / FloorDivide // Modulo % Power ** LeftShift << RightShift >> BitOr | BitAnd & "
    "BitXor ^ MatrixMultiply @ LessThan < GreaterThan > Equal == LessThanEqual <= "
    "GreaterThanEqual >= In in Is is AddAssign += SubtractAssign -= MultiplyAssign *= "
    "MatrixMultiplyAssign @= DivideAssign /= ModuloAssign %= BitAndAssign &= BitOrAssign |= "
    "BitXorAssign ^= LeftShiftAssign <<= RightShiftAssign >>= PowerAssign **= "
    "FloorDivideAssign //="
)
#: Signs in front of what they belong to.
_BEFORE = "Plus + Minus - BitInvert ~ Not not"


class Written(Struct, frozen=True):
    """Text of so many characters, written if `field` is given (or is not)."""

    length: int
    field: str
    given: bool


#: A step of a layout: the name of a field, the length of text, the indentation (None), or text
#: that depends on a field.
Step: TypeAlias = str | int | Written | None


class Layout(Struct, frozen=True):
    """How a kind of node is written: `steps` in their order.

    If they are fields and text only, `fields` takes all fields from a node at once, `before` is
    the length of the text before each of them, and `after` that of the text after the last one.
    """

    steps: tuple[Step, ...]
    fields: Callable[[cst.CSTNode], tuple[Any, ...]] | None = None
    before: tuple[int, ...] = ()
    after: int = 0


@cache
def layouts() -> Mapping[type[cst.CSTNode], Layout]:
    """Return the layout of each kind of node that has one here."""
    texts = {name: f"lpar {text} rpar" for name, text in _BRACKETED.items()} | dict(_PLAIN)
    for name, sign in _pairs(_BETWEEN):
        texts[name] = f"whitespace_before '{sign}' whitespace_after"
    for name, sign in _pairs(_BEFORE):
        texts[name] = f"'{sign}' whitespace_after"
    # What an older libcst does not know has no nodes of that kind.
    return {
        getattr(cst, name): _layout(tuple(map(_step, text.split())))
        for name, text in texts.items()
        if hasattr(cst, name)
    }


def _layout(steps: tuple[Step, ...]) -> Layout:
    names = [step for step in steps if isinstance(step, str)]
    several = len(names) > 1  # `attrgetter` of one name returns no tuple
    if not several or not all(isinstance(step, (str, int)) for step in steps):
        return Layout(steps)
    before, text = [], 0
    for step in steps:
        if isinstance(step, int):
            text += step
        else:
            before.append(text)
            text = 0
    return Layout(steps, attrgetter(*names), tuple(before), text)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    return zip(words[::2], words[1::2], strict=True)


def _step(word: str) -> Step:
    if word == "<":
        return None
    if not word.startswith("'"):
        return word
    text, _, condition = word[1:].rpartition("'")
    if not condition:
        return len(text)
    return Written(len(text), condition[1:], given=condition.startswith("?"))
