"""Hostile settings: rule packs, configurations, baselines, waivers and what one is asked to write.

Each is the user's own mistake, or looks like one: the run ends with 2 and says what is wrong.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import yaml
from msgspec import Struct

from hostile.inputs import Write, file, files
from rulefiles import RULE

_GIVEN = '[[attestation]]\nitem = "a/b"\nowner = "c"\ndate = 2026-01-01\n'


class Mistake(Struct, frozen=True):
    """Files of a repository, arguments for the check, how it ends, and a part of what it says."""

    name: str
    files: Write
    says: str
    arguments: tuple[str, ...] = ()
    exit_code: int = 2


def _pack(name: str, text: str | bytes, says: str, path: str = "a.yaml", code: int = 2) -> Mistake:
    config = file("rai-lint.toml", 'packs = ["pack"]\n')
    return Mistake(f"pack-{name}", files(config, file(f"pack/{path}", text)), says, (), code)


def _rule(**changes: object) -> str:
    return yaml.safe_dump({**RULE, "references": [], **changes}, sort_keys=False)


def _linked(target: str, path: str = "pack/a.yaml") -> Write:
    def write(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).symlink_to(target)

    return files(file("rai-lint.toml", 'packs = ["pack"]\n'), write)


def _fifo(path: str) -> Write:
    def write(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / path)

    return files(file("rai-lint.toml", 'packs = ["pack"]\n'), write)


def _many(count: int, text: Callable[[int], str]) -> Write:
    def write(folder: Path) -> None:
        (folder / "rai-lint.toml").write_text('packs = ["pack"]\n', "utf-8")
        (folder / "pack").mkdir()
        for number in range(count):
            (folder / "pack" / f"r{number}.yaml").write_text(text(number), "utf-8")

    return write


_BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)

PACKS = (
    _pack("empty", "", "the file is empty"),
    _pack("list", "- a\n- b\n", "object"),
    _pack("bytes", b"\xff\xfe\x00", "not UTF-8"),
    _pack("bomb", _BOMB, "values"),
    _pack("ring", "a: &a [*a]\n", "stands inside its own anchor"),
    _pack("deep", "[" * 50_000, "deep"),
    _pack("tags", "id: !!python/object/apply:os.system ['touch canary']\n", "is not allowed"),
    _pack("same-keys", "id: A\n" * 3_000, "stands here twice"),
    _pack("documents", "---\na: 1\n" * 3, "a second document"),
    _pack("types", yaml.safe_dump(dict.fromkeys(RULE, 7)), "pack/a.yaml"),
    _pack("lists", yaml.safe_dump(dict.fromkeys(RULE, [[]])), "pack/a.yaml"),
    _pack("tables", yaml.safe_dump(dict.fromkeys(RULE, {"a": {}})), "pack/a.yaml"),
    _pack("nothing", yaml.safe_dump(dict.fromkeys(RULE)), "pack/a.yaml"),
    _pack("number", _rule(since=int("9" * 18), id="9" * 300), "id"),
    _pack("name-of-path", _rule(name="../../etc/passwd"), "name"),
    _pack("id-of-path", _rule(id="../X001"), "id"),
    _pack("id-escapes", _rule(id="\x1b[31mX001"), "id"),
    _pack("reference-of-path", _rule(references=["../../a/b"]), "references"),
    _pack("message-loop", _rule(message="{% for a in range(10**9) %}x{% endfor %}"), "block"),
    _pack("message-power", _rule(message="{{ 9**9**9 }}"), "pow"),
    _pack("message-class", _rule(message="{{ ''.__class__.__mro__ }}"), "const"),
    _pack("message-filter", _rule(message="{{ id|attr('x') }}"), "filter"),
    _pack("message-deep", _rule(message="{{ " + "(" * 450 + "a" + ")" * 450 + " }}"), "message"),
    _pack("message-long", _rule(message="x" * 200_000), "characters"),
    _pack("message-include", _rule(message="{% include '/etc/passwd' %}"), "include"),
    _pack("pattern-of-python", _rule(where={"matches": {"id": r"(?=a)\1"}}), "where"),
    _pack("pattern-long", _rule(where={"matches": {"id": "a" * 9_000}}), "where"),
    _pack("pattern-program", _rule(where={"matches": {"id": "(a{1000}){1000}"}}), "where"),
    _pack("kind", _rule(**{"for-each": "os.system"}), "os.system"),
    _pack("huge", "a: " + "x" * 4_100_000, "more than 4000000 characters"),
    _pack("vocabulary", "table: ../a\nabout: 5\nentries: 7\n", "vocabulary/a.yaml", "vocabulary/a.yaml"),
    _pack("guideline", "id: [\nitems: 7\n", "guidelines/a.yaml", "guidelines/a.yaml"),
    _pack("profile", "name: 5\nrules: {}\n", "profiles/a.yaml", "profiles/a.yaml"),
    _pack("catalogue", "library: ../..\ncalls: [5]\n", "api/a.yaml", "api/a.yaml"),
    Mistake("pack-device", _linked("/dev/zero"), "link out of the pack"),
    Mistake("pack-elsewhere", _linked("/etc/passwd"), "link out of the pack"),
    Mistake("pack-of-itself", _linked("a.yaml"), "cannot be read"),
    Mistake("pack-dangling", _linked("nothing.yaml"), "cannot be read"),
    Mistake("pack-pipe", _fifo("pack/a.yaml"), "no regular file"),
    Mistake("pack-files", _many(5_001, lambda _: ""), "more than 5000 files"),
    Mistake("pack-folder", _linked("/etc", "pack"), "lies outside"),
    Mistake("pack-file", file("rai-lint.toml", 'packs = ["rai-lint.toml"]\n'), "is no folder"),
    Mistake("pack-upward", file("rai-lint.toml", 'packs = ["../.."]\n'), "lies outside"),
    Mistake("pack-root", file("rai-lint.toml", 'packs = ["/"]\n'), "lies outside"),
    Mistake("pack-nul", file("rai-lint.toml", 'packs = ["a\\u0000b"]\n'), "is no folder"),
    Mistake("pack-long-name", file("rai-lint.toml", f'packs = ["{"a" * 5_000}"]\n'), "is no folder"),
)


def _config(name: str, text: str | bytes, says: str = "rai-lint.toml", code: int = 2) -> Mistake:
    return Mistake(f"config-{name}", file("rai-lint.toml", text), says, (), code)


CONFIGS = (
    _config("syntax", "= = =\n"),
    _config("bytes", b"profile = '\xff'\n", "not UTF-8"),
    _config("nul", b"profile = 'a\x00b'\n"),
    _config("deep", "a = " + "[" * 50_000, "nested too deeply"),
    _config("dots", ".".join("a" * 20_000) + " = 1\n"),
    _config("large", "#" * 1_100_000, "larger than"),
    _config("integer", f"profile = {'9' * 5_000}\n"),
    _config("large-integer", f"profile = {'9' * 4_000}\n"),
    _config("unknown", "".join(f"k{n} = 1\n" for n in range(3_000)), "k0"),
    _config("types", "profile = []\nselect = 5\nexclude = {}\nroles = 1.5\npacks = 7\n", "profile"),
    _config("profile-path", 'profile = "../../etc/passwd"\n', "profile"),
    _config("profile-escapes", 'profile = "\\u001b[31m\\u202e"\n', "profile"),
    _config("select", 'select = ["' + "A" * 100_000 + '"]\n', ""),
    _config("globs", 'exclude = ["' + "**/" * 20_000 + 'a"]\n', "", 1),
    _config("stars", 'exclude = ["' + "*a" * 2_000 + '"]\n', "", 1),
    _config("sets", 'exclude = ["[", "[!", "[a-", "{a", "!!", "\\\\"]\n', "", 1),
    _config("upward", 'exclude = ["../../**", "/etc/**"]\n', "", 1),
    _config("ignores", "[per-file-ignores]\n" + "".join(f'"a{n}*" = ["SEC001"]\n' for n in range(900)), "", 1),
    _config("ignores-types", "[per-file-ignores]\n'a' = 5\n'b' = [[]]\n", "per-file-ignores"),
    _config("waiver-types", "waiver = 5\n", "waiver"),
    _config("waiver", '[[waiver]]\nrule = "NO999"\nreason = ""\nowner = ""\n', ""),
    _config("waiver-date", '[[waiver]]\nrule = "SEC001"\nreason = "a"\nowner = "b"\nexpires = "never"\n', "expires"),
    _config("waiver-paths", '[[waiver]]\nrule = "SEC001"\nreason = "a"\nowner = "b"\nunit = "../../.."\n', "", 1),
    _config("attestation", _GIVEN.replace("2026-01-01", "5"), "date"),
    _config("attestation-item", _GIVEN, "a/b"),
    _config("attestation-keys", _GIVEN + 'x = "y"\n', "x"),
    Mistake("config-folder", file("rai-lint.toml/a", ""), "", (), 1),
    Mistake("config-pipe", _fifo("rai-lint.toml.d/a"), "no folder"),
)


def _baseline(name: str, text: str | bytes, says: str = "a.json", code: int = 2) -> Mistake:
    return Mistake(
        f"baseline-{name}", file("a.json", text), says, ("--baseline", "{root}/a.json"), code
    )


def _entries(entries: object) -> str:
    return json.dumps({"schema": "rai-lint/baseline/1", "findings": entries})


BASELINES = (
    _baseline("empty", ""),
    _baseline("bytes", b"\xff\xfe", "not UTF-8"),
    _baseline("nul", b"\x00" * 900),
    _baseline("deep", "[" * 200_000),
    _baseline("deep-entries", '{"schema": "rai-lint/baseline/1", "findings": ' + "[" * 200_000),
    _baseline("integer", f'{{"schema": {"9" * 5_000}}}'),
    _baseline("other", '{"schema": "rai-lint/baseline/2", "findings": []}', "baseline"),
    _baseline("list", "[]", "no baseline"),
    _baseline("types", _entries(7), "findings"),
    _baseline("entry-types", _entries([1, None, [], {"rule": 5, "path": []}]), "findings"),
    _baseline("keys", _entries([{"rule": "A", "path": "b", "exec": "touch canary"}]), "exec"),
    _baseline("occurrence", _entries([{"rule": "A", "path": "b", "occurrence": 10**30}]), "occurrence"),
    _baseline("many", _entries([{"rule": "A", "path": "b"}] * 50_001), "at most 50000"),
    _baseline("large", " " * 8_100_000, "larger than"),
    _baseline("paths", _entries([{"rule": "SEC001", "path": "../../../etc/passwd"}]), "", 1),
    _baseline("halves", r'{"schema": "rai-lint/baseline/1", "findings": [{"rule": "\ud800", "path": "\udfff\u001b[31m"}]}', "", 1),
    Mistake("baseline-device", file("b", ""), "regular file", ("--baseline", "/dev/zero")),
    Mistake("baseline-folder", file("b", ""), "regular file", ("--baseline", "{root}")),
    Mistake("baseline-nothing", file("b", ""), "no such file", ("--baseline", "{root}/none")),
    Mistake("baseline-name", file("b", ""), "", ("--baseline", "{root}/" + "a" * 5_000)),
    Mistake("write-folder", file("b", ""), "", ("--write-baseline", "{root}")),
    Mistake("output-folder", file("b", ""), "", ("--output", "{root}")),
    Mistake("output-nowhere", file("b", ""), "", ("--output", "{root}/none/a.json")),
    Mistake("since-option", file("b", ""), "", ("--since", "--upload-pack=touch canary")),
    Mistake("since-long", file("b", ""), "", ("--since", "a" * 100_000)),
    Mistake("profile-nothing", file("b", ""), "", ("--profile", "\x1b[31m../x")),
    Mistake("select-nothing", file("b", ""), "", ("--select", ",".join(["X"] * 20_000))),
)

MISTAKES: tuple[Mistake, ...] = (*PACKS, *CONFIGS, *BASELINES)
