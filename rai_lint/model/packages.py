"""What is known of Python packages: which distributions install what a program imports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.vocabulary import Term

_SEPARATORS = re.compile(r"[-_.]+")


class Package(Struct, frozen=True, kw_only=True):
    """A package as programs import it (`module`, perhaps dotted) and as lists name it (`id`).

    `providers` are the canonical names of all distributions that install it, by themselves or
    with what they bring along; `by_extras` those of which an optional part does. `common`: many
    distributions that nobody listed bring it along too.
    """

    module: str
    id: str
    providers: tuple[str, ...]
    by_extras: frozenset[str] = frozenset()
    common: bool = False


class Packages:
    """The tables `imports` and `distributions`, made ready for questions."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the tables, and follow what brings what."""
        self._distributions = knowledge.table("distributions")
        self._starts = tuple(
            text for term in self._distributions for text in _texts(term, "starts")
        )
        plain, optional = self._bringers()
        self.by_module: Mapping[str, Package] = {
            term.id: _package(term, plain, optional) for term in knowledge.table("imports")
        }
        self.roots: AbstractSet[str] = {name.partition(".")[0] for name in self.by_module}
        self.names: AbstractSet[str] = {
            name for package in self.by_module.values() for name in package.providers
        }

    def named(self, module: str) -> Package | None:
        """Return the package that a dotted name is imported from, if the tables know it."""
        name = module
        while name:
            if name in self.by_module:
                return self.by_module[name]
            name = name.rpartition(".")[0]
        return None

    def is_known(self, distribution: str) -> bool:
        """Say whether the tables know what a distribution brings along."""
        name = canonical(distribution)
        return self.term(name) is not None or name.startswith(self._starts)

    def term(self, distribution: str) -> Term | None:
        """Return the entry of a distribution, None if there is none."""
        return self._distributions.find(distribution)

    def _bringers(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        """Return, by canonical name, what brings a distribution along: always, and by extras."""
        plain: dict[str, set[str]] = defaultdict(set)
        optional: dict[str, set[str]] = defaultdict(set)
        for term in self._distributions:
            own = {canonical(name) for name in (term.id, *term.names)}
            for found, field in ((plain, "brings"), (optional, "extras")):
                for brought in _texts(term, field):
                    found[canonical(brought)] |= own
            for name in own:  # other names of a distribution install the same
                plain[name] |= own
        return plain, optional


def canonical(name: str) -> str:
    """Return the name of a distribution as PEP 503 writes it."""
    return _SEPARATORS.sub("-", name.strip()).lower()


def _package(
    term: Term, plain: Mapping[str, set[str]], optional: Mapping[str, set[str]]
) -> Package:
    accepted = [canonical(name) for name in _texts(term, "distributions")]
    providers = _reaching(accepted, plain)
    by_extras = _reaching((name for each in providers for name in optional.get(each, ())), plain)
    return Package(
        module=term.id,
        id=accepted[0] if accepted else term.id,
        # Some lists name the module, which installs nothing or something else: another matter.
        providers=tuple(sorted({*providers, canonical(term.id)})),
        by_extras=frozenset(by_extras - providers),
        common=term.values.get("common") is True,
    )


def _texts(term: Term, field: str) -> Iterator[str]:
    several = term.values.get(field, ())
    yield from (
        (text for text in several if isinstance(text, str)) if isinstance(several, tuple) else ()
    )


def _reaching(names: Iterable[str], bringers: Mapping[str, set[str]]) -> set[str]:
    """Return the names and all that bring one of them along, over any number of steps."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += bringers.get(name, ())
    return found
