"""What is fuzzed: bytes as a file of a repository, read, linked, judged and reported.

A target says under which names its bytes are put into a repository, what seeds it begins with, and
which pieces of text its mutations put together. Seeds are the files of the rules' own examples.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.config import load_config
from rai_lint.errors import UserError
from rai_lint.evaluate.stage import evaluate
from rai_lint.extract.file import read_file
from rai_lint.model.pack import Pack
from rai_lint.model.report import Report
from rai_lint.model.request import Request
from rai_lint.model.source import Source
from rai_lint.model.stored import restored_reading, stored
from rai_lint.packs.exampledocs import load_examples
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack
from rai_lint.report.json_v1 import render_json
from rai_lint.run import gather
from rai_lint.sources import kind_of, scope_of

_PYTHON = """def class import\\x20 from\\x20 as\\x20 lambda yield await async match case with except*
    return global for\\x20 in\\x20 if elif else while try finally ( ) [ ] { } : ; , . = == := ** *
    -> @ % + - ~ not\\x20 and or is f" f''' rb' \\"\\"\\" ''' {x!r:>{y}} {{ \\\\n # \\n \\n\\x20\\x20
    \\t \\x0c \\r \\x00 \\xef\\xbb\\xbf coding:utf-7 load_dataset( from_pretrained( torch.load(
    argparse add_argument( .format( .join( .split( %s {} {0} os.path.join( Path( 0x 1_000 1e999
    9**9**9 True None ... self. __init__ super() @dataclass @property # rai-lint: ignore[SEC001]
    \\\\N{DASH} \\\\ud800 \\ud800 \\u202e import\\x20torch\\n type\\x20X= print\\x20x"""
_YAML = """: -\\x20 {} [] & * << !!python/object: !x | > --- ... # ' " \\n \\n\\x20\\x20 \\t ? @ ` %YAML
    &a *a <<: datasets: license: tags: model-index: language: 2024-01-01 1e999 .inf .nan 0o17 1_000
    0x1F 12:30:45 ~ null true yes \\xef\\xbb\\xbf \\ud800 \\u2028 !!set !!omap !!binary !!timestamp"""
_MARKDOWN = """# ## ```\\n ~~~ > -\\x20 1.\\x20 | |---| ** __ [ ]( ) ![ <!-- --> <div> <br/> <table>
    <td> </td> <a\\x20href=" &amp; \\\\ ` \\n \\n\\n \\x20\\x20\\x20\\x20 --- === [x]: http://x.org $
    @article{ License Dataset Limitations {: } :::note {{ }} [[ ]] https://huggingface.co/ <p \\t
    rai-lint: ignore[MDC004] \\u202e \\u2028 \\x00"""
_JSON = """{ } [ ] : , " "" null true 1e999 -0 1E400 \\\\u0000 \\\\ud800 \\\\n // /* */ NaN Infinity
    "@context" "@type" "cells" "cell_type" "code" "source" "outputs" "text" "data" "text/html"
    "metadata" "kernelspec" "language" "markdown" "worksheets" "nbformat" [[[[ {"a":{"a": \\xef\\xbb\\xbf
    "%%bash\\\\n" "!pip\\x20install\\x20" "license" "name" "results" "accuracy" "schema" """
_TOML = """[ ] [[ ]] = . , { } " ' \\"\\"\\" ''' # \\n 1e999 inf nan 0x 0b 1_0 1979-05-27T07:32:00Z
    [project] dependencies license [tool.poetry] [tool.rai-lint] select ignore exclude
    per-file-ignores waivers attestations packs roles profile \\\\u \\\\U0010ffff \\ud800"""
_SHELL = """# #! $ ${ } $( ) ` ' " \\\\ \\n && || | ; < > << EOF if then fi for do done case esac
    python\\x20 pip\\x20install\\x20 torchrun --flag --seed= FROM RUN CMD ARG == >= ~= -r -e git+
    https:// @ export \\t \\r \\x00 make: %.o: $(shell huggingface-cli\\x20download\\x20"""
_PROSE = """License Copyright (c) 2024 Permission GPL MIT Apache Version 2.0 \\n \\n\\n SPDX-License-
    Identifier: CC-BY-4.0 non-commercial \\x20 http:// RAIL research\\x20only \\u00a9 \\t AND OR WITH"""
_RESULTS = """{ } [ ] : , " accuracy f1 bleu loss eval_ test_ mean std ± 0.5 1e999 % nan split seed
    dataset model \\n ; \\t "results" "n-shot" "config" emissions duration"""


class Target(Struct, frozen=True):
    """A target: the names its bytes are put under, its pieces of text, and what is put around."""

    paths: tuple[str, ...]
    pieces: str
    before: bytes = b""
    after: bytes = b""


TARGETS: Mapping[str, Target] = {
    "python": Target(("a.py", "setup.py", "tests/test_a.py"), _PYTHON),
    "notebook": Target(("a.ipynb",), _JSON + _PYTHON),
    "markdown": Target(("README.md", "MODEL_CARD.md", "docs/a.md"), _MARKDOWN),
    "front-matter": Target(
        ("README.md", "data/README.md"), _YAML, b"---\n", b"\n---\n# Model\n\nLimitations\n"
    ),
    "yaml": Target(("config.yaml", ".github/workflows/a.yml", "CITATION.cff"), _YAML),
    "json": Target(("config.json", "croissant.json", "a.jsonld", "bom.json"), _JSON),
    "toml": Target(("pyproject.toml", "Pipfile", "poetry.lock"), _TOML),
    "licence": Target(("LICENSE", "LICENSE-DATA.md", "NOTICE.txt"), _PROSE),
    "shell": Target(("run.sh", "Makefile", "Dockerfile", "requirements.txt"), _SHELL),
    "results": Target(("results.json", "results.csv", ".eval_results/a.yaml"), _RESULTS),
    "config": Target(("rai-lint.toml",), _TOML),
}


class Fuzz(Struct, frozen=True):
    """One target, ready to be handed bytes; `root` is an empty folder of its own."""

    target: Target
    root: Path
    pack: Pack
    evaluate: bool = True

    def __call__(self, data: bytes) -> None:
        """Put bytes through everything; whatever is raised is a fault."""
        data = self.target.before + data + self.target.after
        if self.target.paths == ("rai-lint.toml",):
            self._config(data)
            return
        for path in self.target.paths:
            self._read(path, data)
        if self.evaluate and _drawn(data):
            self._check(data)

    def _config(self, data: bytes) -> None:
        (self.root / "rai-lint.toml").write_bytes(data)
        try:
            load_config(self.root)
        except UserError as error:
            if not str(error):
                message = "an error that says nothing"
                raise AssertionError(message) from error

    def _read(self, path: str, data: bytes) -> None:
        kind = kind_of(path)
        if kind is None:
            return
        source = Source(path, kind, scope_of(path, kind), len(data))
        for whole in (False, True) if kind in ("python", "notebook") else (False,):
            reading = read_file(source, data, self.pack.knowledge, whole=whole)
            kept = stored(reading)
            if kept is not None:
                restored_reading(kept)

    def _check(self, data: bytes) -> None:
        for path in self.target.paths:
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        found = gather(Request(root=self.root, jobs=1), self.pack.knowledge)
        roles = {role.role for role in found.roles}
        pack = self.pack
        outcomes = evaluate(
            pack.rules, found.facts, roles, found.skipped, found.units, pack.knowledge
        )
        report = Report(
            root=".",
            version="0",
            roles=found.roles,
            findings=(),
            unknown=tuple(each for each in outcomes if each.state == "unknown"),
            passed=tuple(each for each in outcomes if each.state == "pass"),
            not_applicable=(),
            skipped=found.skipped,
            files=found.files,
            seconds=0.0,
            facts=found.facts,
        )
        render_json(report)


def _drawn(data: bytes) -> bool:
    """Say whether some bytes go through the whole of it, which costs fifty times as much."""
    return sum(data) % 16 == 0


@cache
def shipped() -> Pack:
    """Return the rules that are shipped, all of whose facts are asked for."""
    pack = load_pack(builtin_packs(), None)
    return replace(pack, knowledge=replace(pack.knowledge, asked=None, asked_of_tests=None))


def seeds(target: Target) -> Iterator[bytes]:
    """Yield files of rules' examples that are of the kinds of a target."""
    kinds = {kind_of(path) for path in target.paths}
    suffixes = {Path(path).suffix for path in target.paths}
    for examples in load_examples(builtin_packs()).values():
        for example in examples:
            for path, data in example.files.items():
                if kind_of(path) in kinds and Path(path).suffix in suffixes:
                    yield data.removeprefix(target.before)


def pieces(target: Target) -> list[bytes]:
    """Return the pieces of text of a target as bytes."""
    decode: Callable[[str], bytes] = _unescaped
    return [decode(word) for word in target.pieces.split()]


def _unescaped(word: str) -> bytes:
    text = word.encode().decode("unicode_escape")
    if all(ord(each) < 256 for each in text) and "\\x" in word:
        return text.encode("latin-1")
    return text.encode("utf-8", "surrogatepass")


def encoded(data: bytes) -> str:
    """Return bytes as text for a report."""
    return base64.b64encode(data[:200]).decode()
