"""What rai-lint knows about the world: vocabularies and the API catalogue, both read from YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.model.value import Plain
from rai_lint.model.vocabulary import Table

T = TypeVar("T")


class FieldSource(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a field of a fact comes from in a call; the first that applies counts.

    `value`: fixed text. `position`/`keyword`: an argument (-1: none). `of`: "call", or "receiver"
    for the call that made the object a method is called on, or "argument:NAME" for the call that
    made an argument. `segment`: a part of the call's dotted name. `infer`: a named way to work it
    out (`origin`, `download`, `split`, `revision`). `default` (if `has_default`): what the library
    uses when it is not given. `values`: other spellings → value. `loaded`: the id of the fact made
    by the call that produced the argument (or, without an argument, the object `of` names).
    `flow`: the ids of all "sources" (loads of data) or "generators" (models) that reach the
    argument, or the object that the method is called on; of a `command` given as a list, its
    program and the code after `-c` only.
    `predicted`: the argument is what a model predicted. `element`: the argument is a list, and its
    n-th element is meant. `of` may also be "loop", for what the loop around the call goes through,
    or "best", for the data by whose score the `if` around the call keeps a model.
    """

    value: Plain = None
    has_value: bool = False
    position: int = -1
    keyword: tuple[str, ...] = ()
    of: str = "call"
    segment: int | None = None
    infer: str = ""
    default: Plain = None
    has_default: bool = False
    values: Mapping[str, Plain] = field(default_factory=dict)
    loaded: bool = False
    flow: str = ""
    command: bool = False
    predicted: bool = False
    element: int | None = None

    @property
    def is_around(self) -> bool:
        """Whether it is told by where the call stands, not by what the call is given."""
        return self.of in ("loop", "best")


class When(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A condition of a catalogue entry on an argument.

    `is_in`: its known value is one of these. `given`: it is given at all (or, if False, not).
    `contains`: one of these is its value or an element of it, however deep (a dotted name, such as
    an enum member, counts as its last part). `matches`: RE2 text found in its known text.
    `made_by`: an element of it is made by a call of that name, of which `holding` holds.
    """

    position: int = -1
    keyword: tuple[str, ...] = ()
    of: str = "call"
    is_in: tuple[Plain, ...] = ()
    not_in: tuple[Plain, ...] = ()
    given: bool | None = None
    contains: tuple[Plain, ...] = ()
    matches: str = ""
    made_by: tuple[str, ...] = ()
    holding: tuple[When, ...] = ()


class ApiCall(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A call of a library that yields a fact.

    `patterns` match dotted names (`*` one part, `**` any). A pattern that starts with `?.` is a
    method called on an object of unknown class. `beside` are patterns of which one must be called
    in the same file; `imports` are modules it must import. `once` keeps the first such call of a
    "function" or a "file". `reached`: it yields a fact only if something reaches a `flow` field;
    `divides`: only if rows of one thing are taken in several ways by what the call draws.
    With `each`, every argument that this vocabulary names is a fact:
    `names` are arguments (or positions) with a meaning of their own, `called` is what the name of
    the call is.
    """

    patterns: tuple[str, ...]
    fact: str
    fields: Mapping[str, FieldSource] = field(default_factory=dict)
    when: tuple[When, ...] = ()
    beside: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    once: str = ""
    library: str = ""
    reached: bool = False
    divides: bool = False
    each: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    called: str = ""

    @property
    def flows(self) -> bool:
        """Return whether a field of it is settled by what reaches an argument."""
        return any(source.flow for source in self.fields.values())


class ApiObject(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What class of object a call returns, where the name does not say so: `is_a` a dotted name.

    `is_a` may be "$receiver": the class the method was called on.
    """

    patterns: tuple[str, ...]
    is_a: str


class ApiClass(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A library class that counts as another one (`bases`), for its methods."""

    name: str
    bases: tuple[str, ...]


class ApiBarrier(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Calls that return nothing of what they are given: counts, scores, checks."""

    patterns: tuple[str, ...]


class ApiReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Calls that show people what they are given: on a screen, in a file, in a tracker."""

    patterns: tuple[str, ...]
    where: str


class ApiResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose rows the result of a call has.

    `rows` are the arguments (or the receiver) that they come from; of several the first counts,
    for all have the same rows. `cut` says what becomes of them (see docs/api-catalogue.md), ""
    for nothing. `transforms`: they went through what the receiver has learnt.
    `predicts`: the call asks a model.
    """

    patterns: tuple[str, ...]
    when: tuple[When, ...] = ()
    rows: tuple[FieldSource, ...] = ()
    cut: str = ""
    labels: tuple[str, ...] = ()
    count: FieldSource | None = None
    transforms: bool = False
    predicts: bool = False


class ApiRecipe(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Keys of YAML or JSON recipes that name what a training program will load.

    `keys` are dotted paths, `[]` for the elements of a list. `beside` are sibling keys for other
    fields. `needs` are keys of which one must be in the same file. An id among `formats` is no data
    but says how to read it: the sibling keys `files` say what is read. With `each`, every key that
    this vocabulary names is a fact, at any depth; `names` are keys with a meaning of their own.
    """

    keys: tuple[str, ...]
    fact: str
    fields: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Plain] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    formats: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    each: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


class Catalogue(Struct, frozen=True, dict=True, kw_only=True, omit_defaults=True):
    """The API catalogue: which calls of which library yield which fact.

    What a stage derives from it is derived once for each catalogue, see `once`.
    """

    calls: tuple[ApiCall, ...] = ()
    objects: tuple[ApiObject, ...] = ()
    classes: tuple[ApiClass, ...] = ()
    recipes: tuple[ApiRecipe, ...] = ()
    barriers: tuple[ApiBarrier, ...] = ()
    results: tuple[ApiResult, ...] = ()
    reports: tuple[ApiReport, ...] = ()
    same_rows: frozenset[str] = frozenset()

    def once(self, derive: Callable[[Catalogue], T]) -> T:
        """Return what a function makes of this catalogue; it is called the first time only."""
        return _once(self.__dict__, derive, self)


class Knowledge(Struct, frozen=True, dict=True, kw_only=True, omit_defaults=True):
    """The vocabularies by name, and the API catalogue.

    `asked` are the kinds of facts that are wanted, `asked_of_tests` those that are wanted of the
    programs of tests; None for all.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=Catalogue)
    asked: frozenset[str] | None = None
    asked_of_tests: frozenset[str] | None = None

    def of_program(self, scope: str) -> Knowledge:
        """Return what is looked for in programs of a scope: in tests, less than elsewhere."""
        if scope != "test" or self.asked_of_tests is None:
            return self
        return self.once(_of_tests)

    def asks(self, *kinds: str) -> bool:
        """Say whether facts of one of these kinds are wanted: others need not be looked for."""
        return self.asked is None or not self.asked.isdisjoint(kinds)

    def once(self, derive: Callable[[Knowledge], T]) -> T:
        """Return what a function makes of this knowledge; it is called the first time only."""
        return _once(self.__dict__, derive, self)

    def table(self, name: str) -> Table:
        """Return a vocabulary; one that no pack ships is empty."""
        return self.tables.get(name) or Table(name=name)


def _of_tests(knowledge: Knowledge) -> Knowledge:
    return replace(knowledge, asked=knowledge.asked_of_tests, asked_of_tests=None)


def _once(kept: dict[Any, Any], derive: Callable[[Any], T], given: object) -> T:
    if derive not in kept:
        kept[derive] = derive(given)
    found: T = kept[derive]
    return found
