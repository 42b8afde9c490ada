"""Commands of notebooks and shell scripts: what is fetched, installed and run by no Python call."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from rai_lint.link.filled_in import filled_in
from rai_lint.link.origin_of_id import download_kind
from rai_lint.link.values import Values
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.value import ABSENT, Decider, Known, Unknown, Value

_FETCHERS = frozenset({"wget", "curl", "gdown", "aria2c"})
_UNCHECKED = frozenset({"--no-check-certificate", "-k", "--insecure", "--check-certificate=false"})
_CHECKERS = frozenset({"sha256sum", "sha512sum", "sha1sum", "md5sum", "md5", "shasum", "b2sum"})
_HUB_COMMANDS = frozenset({"huggingface-cli", "hf"})
_HARNESSES = {"lm_eval": "lm_eval", "lm-eval": "lm_eval", "lm_eval.__main__": "lm_eval"}
_LAUNCHERS = frozenset({"sudo", "time", "nohup", "exec", "env", "srun", "poetry", "uv", "run"})
_PYTHONS = frozenset({"python", "python3", "accelerate", "torchrun", "deepspeed"})
#: Arguments of a script, and variables that have a value only where the user gives none.
_GIVEN = regex(r"\$[1-9@*]|\$\{[1-9]|\$\{\w+:-")
_HUB_PAGE = "https://huggingface.co/"
_INSTALLERS = frozenset({"pip", "pip3", "conda", "mamba"})
#: Options of the installers that are followed by a word of their own.
_WITH_VALUE = frozenset(
    ("-r", "-c", "-f", "-i", "-t", "-n", "--index-url", "--extra-index-url", "--find-links")
)
#: A package, its extras, and the versions that are asked for.
_PACKAGE = regex(r"^([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*((?:[=<>!~]={0,2}\s*[\w.*+-]+,?\s*)*)$")


def shell_facts(module: Module, values: Values) -> Iterator[Fact]:
    """Yield the downloads, installations and evaluations of a module's commands."""
    checked = any(_program(_words(command.text))[0] in _CHECKERS for command in module.commands)
    for command in module.commands:
        name, words = _program(_words(command.text))
        for kind, fields in _read(name, words):
            if kind == "download" and checked and not module.notebook:
                fields["checksum"] = Known("computed", "implied")
            if (module.notebook or module.bindings) and "id" in fields:
                fields["id"] = filled_in(fields["id"], command.place, values)
            yield Fact(kind=kind, place=command.place, scope=module.scope, fields=fields)


def _program(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the name of the program, or module, that is run, and its arguments."""
    rest = list(words)
    while rest and (rest[0] in _LAUNCHERS or _is_assignment(rest[0])):
        rest = rest[1:]
    if rest and rest[0].startswith("("):
        rest[0] = rest[0].lstrip("(")
    name = PurePosixPath(rest[0]).name if rest else ""
    if name in _PYTHONS and "-m" in rest:
        at = rest.index("-m") + 1
        return (rest[at], rest[at + 1 :]) if at < len(rest) else (name, ())
    return name, rest[1:]


def _is_assignment(word: str) -> bool:
    name, sign, _ = word.partition("=")
    return bool(sign) and name.isidentifier()


def _read(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    for programs, reader in _READERS:
        if name in programs:
            yield from reader(name, words)


def _fetched(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    for word in words:
        if "://" not in word:
            continue
        target = _option(words, ("-O", "-o", "--output", "--output-document"))
        destination = Known(target) if target else ABSENT
        what = download_kind(Known(word), destination)
        if what is not None or name == "gdown":
            if _UNCHECKED.intersection(words):
                fields = {"check": Known("certificate"), "function": Known("shell")}
                yield "check-disabled", {**fields, "what": what or Known("data", "implied")}
            yield "download", _download(word, name, what or Known("data", "implied"), destination)


def _download(
    identity: str, provider: str, what: Value, destination: Value = ABSENT, revision: str = ""
) -> dict[str, Value]:
    return {
        "id": _value(identity),
        "provider": Known(provider),
        "what": what,
        "revision": _value(revision) if revision else ABSENT,
        "checksum": ABSENT,
        "destination": destination,
    }


def _from_hub(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield what `hf download owner/name` fetches."""
    if not words or words[0] != "download":
        return
    names = [word for word in words[1:2] if not word.startswith("-")]
    kind = _option(words, ("--repo-type",)) or "model"
    what = {"model": "weights", "dataset": "data"}.get(kind, "code")
    target = _option(words, ("--local-dir",))
    for identity in names:
        destination = _value(target) if target else ABSENT
        revision = _option(words, ("--revision",))
        yield "download", _download(identity, name, Known(what), destination, revision)


def _cloned(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield what `git clone https://huggingface.co/owner/name` fetches."""
    for word in words[1:] if words and words[0] == "clone" else ():
        path = word.partition(_HUB_PAGE)[2].removesuffix(".git").strip("/")
        if path and not path.startswith("spaces/"):
            what = "data" if path.startswith("datasets/") else "weights"
            identity = path.removeprefix("datasets/")
            revision = _option(words, ("-b", "--branch"))
            yield "download", _download(identity, name, Known(what), revision=revision)


def _evaluated(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield the run of a harness: `lm_eval --model_args pretrained=… --tasks a,b`."""
    tasks = _option(words, ("--tasks", "-t"))
    if not tasks or tasks == "list":
        return
    given = _option(words, ("--model_args", "-a"))
    limit = _option(words, ("--limit", "-L"))
    model = next((p[11:] for p in given.split(",") if p.startswith("pretrained=")), "")
    yield (
        "eval-run",
        {
            "harness": Known(_HARNESSES[name]),
            "tasks": _value(tasks, several=True),
            "model": _value(model) if model else ABSENT,
            "limit": _value(limit) if limit else ABSENT,
        },
    )


def _probed(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield the run of a scanner for harmful answers."""
    if any(word.startswith(("--model", "--target", "--probes", "-m", "-t")) for word in words):
        probes = _option(words, ("--probes", "-p"))
        risks = _value(probes, several=True) if probes else ABSENT
        yield "safety-eval", {"tool": Known(name), "risks": risks}


def _installed(name: str, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield the packages of `pip install torch==2.1.0 numpy`, with the versions asked for."""
    if not words or words[0] != "install":
        return
    for before, word in pairwise(words):
        found = _PACKAGE.match(word) if before not in _WITH_VALUE else None
        if found is not None:
            asked = found[2].replace(" ", "")
            if name in ("conda", "mamba") and asked[:1] == "=" != asked[1:2]:
                asked = f"={asked}.*"  # one `=` of conda asks for the beginning of a version
            package = found[1].replace("_", "-").lower()
            yield "install", {"name": Known(package), "specifier": Known(asked)}


_Reader = Callable[[str, Sequence[str]], Iterator[tuple[str, dict[str, Value]]]]
_READERS: tuple[tuple[frozenset[str], _Reader], ...] = (
    (_FETCHERS, _fetched),
    (_HUB_COMMANDS, _from_hub),
    (frozenset({"git"}), _cloned),
    (frozenset(_HARNESSES), _evaluated),
    (frozenset({"garak"}), _probed),
    (_INSTALLERS, _installed),
)


def _value(text: str, *, several: bool = False) -> Value:
    """Return a word of a command; what the shell or IPython (`{name}`) fills in is unknown."""
    if "$" in text or "{" in text or "`" in text:
        by: Decider = "user" if _GIVEN.search(text) else "repository"
        return Unknown(text, "a variable is filled in", by=by)
    return Known(tuple(text.split(","))) if several else Known(text)


def _option(words: Sequence[str], names: Sequence[str]) -> str:
    for word, following in pairwise(words):
        if word in names:
            return following
    return next(
        (
            word.partition("=")[2]
            for word in words
            if word.partition("=")[0] in names and "=" in word
        ),
        "",
    )


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return text.split()
