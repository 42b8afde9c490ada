"""What people are told in a user interface: that they talk to a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.callees import Callees
from rai_lint.link.context import Context
from rai_lint.link.values import Values
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module, Text
from rai_lint.model.regex import found_in
from rai_lint.model.value import Known, Unknown

MAX_LENGTH = 2000
MAX_SHOWN = 200
_KIND = "ai-disclosure"


class Disclosures(Struct, dict=True):
    """Finds the texts of user interfaces that say that a model answers, for one repository."""

    callees: Callees
    values: Values
    knowledge: Knowledge

    def __post_init__(self) -> None:
        self._said: tuple[str, ...] = _patterns("ai-disclosure", self.knowledge)
        # "OpenAI API key" asks for a key, and a system prompt speaks to the model, not to people.
        self._not_shown: tuple[str, ...] = (
            *_patterns("credentials", self.knowledge),
            *_patterns("system-prompt", self.knowledge),
        )
        self._libraries: frozenset[str] = frozenset(
            pattern.split(".", 1)[0]
            for call in self.knowledge.catalogue.calls
            if call.fact == "ui-app"
            for pattern in call.patterns
        )

    def settle(self, module: Module, found: Sequence[Fact]) -> Iterator[Fact]:
        """Yield the facts of a file, with what its user interface says of itself.

        `found` are the facts of its calls; those of titles are kept where they say that a model
        answers, or where what they say is not known. Only files with a user interface count.
        """
        titles = [fact for fact in found if fact.kind == _KIND]
        yield from (fact for fact in found if fact.kind != _KIND)
        if all(fact.kind != "ui-app" for fact in found):
            return
        told = next(self._told(module), None)
        if told is not None:
            fields = {"text": Known(told.text[:MAX_SHOWN])}
            yield Fact(kind=_KIND, place=told.place, scope=module.scope, fields=fields)
            return
        for fact in titles:
            text = fact.get("text")
            if isinstance(text, Unknown):
                yield replace(fact, fields={"text": text})
                return

    def _told(self, module: Module) -> Iterator[Text]:
        """Yield what is written in the file, then constants that calls of the library show."""
        for text in module.texts:
            if self._says(text.text):
                yield text
        for call in module.calls:
            context = Context(module.path, call.scope)
            if self._shows(call, context):
                for item in call.arguments:
                    value = self.values.resolve(item.value, context)
                    if isinstance(value, Known) and self._says(str(value.value)):
                        yield Text(str(value.value), call.place)

    def _shows(self, call: ir.Call, context: Context) -> bool:
        """Say whether a call of a library of user interfaces is given more than literals."""
        if all(isinstance(item.value, ir.Const) for item in call.arguments):
            return False
        names = self.callees.names(call, context) if getattr(call.callee, "name", "") else ()
        return any(name.split(".", 1)[0] in self._libraries for name in names)

    def _says(self, text: str) -> bool:
        return (
            len(text) <= MAX_LENGTH
            and any(found_in(pattern, text) for pattern in self._said)
            and not any(found_in(pattern, text) for pattern in self._not_shown)
        )


def _patterns(name: str, knowledge: Knowledge) -> tuple[str, ...]:
    term = knowledge.table("phrases").find(name)
    return term.patterns if term is not None else ()
