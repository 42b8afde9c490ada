"""Whether anything in a repository uses the tools that its documents claim.

The answer is looked for in every text file but prose, whatever its language, and only where a
document claims something. A list of requirements alone shows no use, nor does a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.extract.claimed_tools import KIND, traced
from rai_lint.extract.program_text import program_text
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import found_in, regex
from rai_lint.model.source import Skipped, Source
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.model.vocabulary import Term
from rai_lint.sources import kind_of, scope_of

#: Returns the bytes of a source, or why they cannot be had.
Load = Callable[[Source], "bytes | Skipped"]

#: A repository larger than this is not searched to its end, and what was not found is unknown.
MAX_FILES = 20_000
MAX_BYTES = 200_000_000
#: A zero byte in so many bytes at the start shows that a file is no text.
_HEAD = 8_192
#: Prose, pictures, archives and logs: none of them uses anything.
_NO_USE = regex(
    r"(?i)\.(?:md|markdown|mdx|rst|tex|bib|pdf|docx|pptx|xlsx|png|jpe?g|gif|svg|ico|webp|mp4|mov|wav"
    r"|mp3|zip|gz|tar|bz2|xz|7z|whl|ttf|woff2?|exe|dll|so|log)$"
)
_NO_USE_KINDS = frozenset({"data", "artifact", "markdown"})
_PROGRAMS = frozenset({"python", "notebook", "shell"})
#: Lists of packages: what stands there may be used nowhere.
_LISTS = regex(
    r"(?i)(?:^|/)(?:[\w.-]*(?:requirements?|constraints)[\w.-]*(?:/[^/]+)?"
    r"|(?:environment|env|conda)[\w.-]*\.ya?ml|pyproject\.toml|setup\.(?:py|cfg)"
    r"|pipfile(?:\.lock)?|[\w.-]+\.lock|package(?:-lock)?\.json)$"
)


class _Search(Struct):
    """The tools that are still looked for, and why some may be where nobody can look.

    `closed` are the paths that the walk could not hand over.
    """

    wanted: dict[str, Term]
    closed: AbstractSet[str]
    hidden: str = ""
    found: set[str] = field(default_factory=set)

    def see(self, names: Sequence[str]) -> None:
        """Note that tools are used: they need not be looked for any more."""
        self.found.update(names)
        for name in names:
            self.wanted.pop(name, None)


def settled_tools(
    facts: Sequence[Fact],
    listed: AbstractSet[str],
    skipped: Sequence[Skipped],
    load: Load,
    knowledge: Knowledge,
) -> tuple[Fact, ...]:
    """Return all facts; those of claimed tools say whether anything among `listed` uses them.

    `skipped` are the files that the walk could not hand over. Where there is no program, a
    document speaks of one elsewhere: its claims are left out.
    """
    claims = [fact for fact in facts if fact.kind == KIND]
    if not claims:
        return tuple(facts)
    if not any(map(_is_program, listed)):
        return tuple(fact for fact in facts if fact.kind != KIND)
    search = _Search(_terms(claims, knowledge), {each.path for each in skipped})
    # Of a repository inside this one, or a folder that cannot be entered, nothing is known.
    unread = (_why(each) for each in skipped if each.kind is None or each.kind in _PROGRAMS)
    search.hidden = next(unread, "")
    _by_path(search, listed)
    _by_content(search, listed, load)
    return tuple(_settled(fact, search) if fact.kind == KIND else fact for fact in facts)


def _terms(claims: Sequence[Fact], knowledge: Knowledge) -> dict[str, Term]:
    table = knowledge.table("tools").ids
    ids = dict.fromkeys(str(fact.known("id")) for fact in claims)
    return {name: table[name.casefold()] for name in ids if name.casefold() in table}


def _why(skipped: Skipped) -> str:
    return f"{skipped.path}: {skipped.because}"


def _settled(fact: Fact, search: _Search) -> Fact:
    name = str(fact.known("id"))
    used: Value = Known(name in search.found)
    if search.hidden and name not in search.found:
        used = Unknown(name, search.hidden)
    return replace(fact, fields={**fact.fields, "used": used})


def _is_program(path: str) -> bool:
    kind = kind_of(path)
    return kind in {"python", "notebook"} and scope_of(path, kind) in {"source", "example"}


def _by_path(search: _Search, listed: AbstractSet[str]) -> None:
    """Find the tools that have files of their own."""
    paths = [path for path in listed if path.isascii()]
    search.see(
        [
            name
            for name, term in search.wanted.items()
            if any(found_in(pattern, path) for pattern in _files(term) for path in paths)
        ]
    )


def _files(term: Term) -> Iterator[str]:
    patterns = term.values.get("files", ())
    yield from map(str, patterns if isinstance(patterns, (tuple, list)) else (patterns,))


def _by_content(search: _Search, listed: AbstractSet[str], load: Load) -> None:
    """Read file after file until every tool is found; programs first, the likeliest to use one."""
    paths = [path for path in listed if not _NO_USE.search(path)]
    ordered = sorted(paths, key=lambda path: (not path.endswith(".py"), path))
    read = 0
    for path in ordered[:MAX_FILES]:
        if not search.wanted or read > MAX_BYTES:
            break
        data = _bytes(path, load, search)
        read += len(data)
        if b"\0" not in data[:_HEAD]:
            _in_file(search, path, data.decode("utf-8", errors="replace"))
    if search.wanted and (len(ordered) > MAX_FILES or read > MAX_BYTES):
        search.hidden = "the repository is too large to be searched to its end"


def _bytes(path: str, load: Load, search: _Search) -> bytes:
    """Return the bytes of a file, none of what uses nothing; a program that is shut is noted."""
    kind = kind_of(path)
    if kind in _NO_USE_KINDS or path in search.closed:
        return b""
    data = load(Source(path, kind or "text", scope_of(path, kind)))
    if not isinstance(data, Skipped):
        return data
    if kind in _PROGRAMS:
        search.hidden = search.hidden or _why(data)
    return b""


def _in_file(search: _Search, path: str, text: str) -> None:
    """Note which tools a file uses; what is no program in it is taken out only where it counts."""
    likely = _traced(search.wanted, text)
    if _LISTS.search(path):
        likely = {name: term for name, term in likely.items() if term.values.get("listed")}
    if likely:
        search.see([*_traced(likely, program_text(path, text))])


def _traced(terms: Mapping[str, Term], text: str) -> dict[str, Term]:
    return {name: term for name, term in terms.items() if traced(term, text)}
