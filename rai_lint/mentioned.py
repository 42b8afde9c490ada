"""Which environment variables the files of a repository name, apart from its documents.

Programs read variables in every language, and in files that rai-lint has no reader for. So this
looks at all text of the repository, for the names that its documents state and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.sources import is_settings_example, kind_of
from rai_lint.walk import UnreadableError, read_listed

KIND = "stated-variable"

#: Together the files of most repositories are far smaller; of others nothing is said.
_MAX_FILES = 20_000
_MAX_BYTES = 80_000_000
_MAX_FILE = 2_000_000

_DOCUMENTS = frozenset({".md", ".mdx", ".markdown", ".rst", ".adoc", ".org", ".tex", ".html"})
_NO_TEXT = frozenset(
    """.png .jpg .jpeg .gif .webp .ico .bmp .tif .tiff .svg .pdf .docx .pptx .xlsx .mp3 .mp4 .wav
    .flac .ogg .avi .mov .zip .gz .tar .bz2 .xz .7z .whl .woff .woff2 .ttf .otf .eot .so .dll .exe
    .pyc .db .dcm .nii .mat .lock .css .map .npy""".split()  # noqa: SIM905 - a table is easier to read than a list
)
_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_USED = re.compile(rb"(?:\$\{?|%|\$env:|\$\()([A-Z][A-Z0-9_]*)")
_IMPORTED = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
#: Fields of such classes are variables of the same name, in any case.
_SETTINGS = re.compile(
    rb"BaseSettings|[dD]ynaconf|decouple|environs|environ\.Env|oc\.env|dotenv_values"
)
#: Names of variables are put together, from a prefix and the name of a field.
_COMPOSED = re.compile(
    rb"env_prefix|envvar_prefix|environ\.items|environ\.copy|from_env|default_env"
    rb"|(?:getenv\(|environ\[|environ\.get\()\s*(?:[fF][\"']|[\w.]+\s*\+|[\"'][^\"']*[\"']\s*[+%.])"
)
#: Frameworks of other languages that bind a variable to a setting of another spelling
#: (`MY_APP_KEY` to `my.app-key`, `Section__Key`, a field `Key`).
_BOUND = re.compile(
    rb"springframework|\bio\.quarkus|\bio\.micronaut|AddEnvironmentVariables|\.AutomaticEnv\("
    rb"|kelseyhightower/envconfig|caarlos0/env|\bEnv::prefixed"
)
_READ_WHOLE = frozenset({"python", "notebook", "shell"})


class _Words(Struct):
    """What is found so far: names, all words in small letters, and libraries that are imported.

    `own` are the names of the repository's files and folders; `unread` says what was not read.
    """

    names: frozenset[str]
    own: frozenset[str]
    found: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    libraries: set[str] = field(default_factory=set)
    settings: bool = False
    composed: bool = False
    bound: bool = False
    unread: str = ""

    def look(self, data: bytes, suffix: str) -> None:
        """Take in a file that is no document."""
        words = {word.decode() for word in _NAME.findall(data)}
        self.found |= words & self.names
        self.words |= set(map(str.lower, words))
        if suffix in {".py", ".ipynb", ".pyi"}:
            self.libraries |= {name.decode().lower() for name in _IMPORTED.findall(data)}
            self.composed = self.composed or _COMPOSED.search(data) is not None
        self.settings = self.settings or _SETTINGS.search(data) is not None
        self.bound = self.bound or _BOUND.search(data) is not None

    def answer(self, name: str) -> Value:
        """Return whether a variable is read; unknown where a library may do that."""
        if name in self.found or (self.settings and name.lower() in self.words):
            return Known(value=True)
        if any(_belongs(name, library) for library in self.libraries - self.own):
            return Unknown(name, "a library of that name may read it")
        if (self.settings or self.composed) and self._put_together(name.lower()):
            return Unknown(name, "names of variables are put together in code")
        if self.bound:
            return Unknown(name, "a framework binds variables to settings of another spelling")
        if self.unread:
            return Unknown(name, self.unread)
        return Known(value=False)

    def _put_together(self, name: str) -> bool:
        """Say whether a word is the beginning of the name, or the rest behind one."""
        cuts = [at for at, letter in enumerate(name) if letter == "_" and at]
        return "__" in name or any(
            name[:at] + "_" in self.words or name[at:] in self.words for at in cuts
        )


def _belongs(name: str, library: str) -> bool:
    """Say whether a variable is named like a library that is imported."""
    first = name.lower().split("_", 1)[0]
    known = library in sys.stdlib_module_names
    return not known and (library.startswith(first) or first in library.split("_"))


def with_mentions(root: Path, facts: Iterable[Fact], listed: Iterable[str]) -> tuple[Fact, ...]:
    """Return all facts; those of variables that documents state say whether anything reads them."""
    facts = tuple(facts)
    names = frozenset(str(fact.known("id")) for fact in facts if fact.kind == KIND)
    if not names:
        return facts
    paths = sorted(listed)
    own = frozenset(part.lower() for p in paths for part in PurePosixPath(p).with_suffix("").parts)
    words = _Words(names, own)
    _search(root, paths, words)
    return tuple(
        replace(fact, fields={**fact.fields, "read": words.answer(str(fact.known("id")))})
        if fact.kind == KIND
        else fact
        for fact in facts
    )


def _search(root: Path, listed: Iterable[str], words: _Words) -> None:
    left = _MAX_BYTES
    for number, path in enumerate(filter(_is_text, listed)):
        if left <= 0 or number >= _MAX_FILES:
            words.unread = "there is more text than is looked at"
            return
        try:
            data = read_listed(root, path, _MAX_FILE)
        except UnreadableError:
            if kind_of(path) in _READ_WHOLE:
                words.unread = f"{path} could not be read"
            continue
        left -= len(data)
        suffix = PurePosixPath(path.lower()).suffix
        if _is_document(path):
            # A command of a document may use what another one sets.
            words.found |= {name.decode() for name in _USED.findall(data)} & words.names
        else:
            words.look(data, suffix)


def _is_text(path: str) -> bool:
    suffix = PurePosixPath(path.lower()).suffix
    return suffix not in _NO_TEXT and kind_of(path) not in {"artifact", "data"}


def _is_document(path: str) -> bool:
    file = PurePosixPath(path.lower())
    return file.suffix in _DOCUMENTS or is_settings_example(path) or file.name in {".env", "readme"}
