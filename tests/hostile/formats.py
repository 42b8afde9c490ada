"""Hostile data: YAML, JSON, TOML, lists of packages, scripts, tables, and files of models."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping

from hostile.inputs import Hostile, file, files

_DEEP = 100_000


def _bomb(levels: int) -> str:
    rows = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels))
    return f"a0: &a0 [x, x]\n{rows}"


def _one(
    name: str,
    reader: str,
    path: str,
    data: str | bytes,
    because: str = "",
) -> Hostile:
    skipped: Mapping[str, str] = {path: because} if because else {}
    return Hostile(name, reader, file(path, data), skipped)


_YAML = (
    _one("yaml-bomb", "yaml", "config.yaml", _bomb(12), "values"),
    _one("yaml-ring", "yaml", "config.yaml", "a: &a [*a]\n", "alias"),
    _one("yaml-ring-of-two", "yaml", "config.yaml", "a: &a {b: &b {c: *a}}\n", "alias"),
    _one(
        "yaml-constructs",
        "yaml",
        "config.yaml",
        "a: !!python/object/apply:os.system ['touch canary']\nb: !!python/name:os.system\n"
        "c: !!python/object/new:subprocess.Popen [[touch, canary]]\n",
    ),
    _one(
        "yaml-custom-tags",
        "yaml",
        "config.yaml",
        "".join(f"k{n}: !tag{n % 7000} {{a: !other [1, 2]}}\n" for n in range(9_000)),
    ),
    _one("yaml-same-keys", "yaml", "config.yaml", "learning_rate: 1\n" * 20_000),
    _one(
        "yaml-merges",
        "yaml",
        "config.yaml",
        "a: &a {b: 1}\n"
        + "".join(f"c{n}: &c{n} {{<<: [*a, *a], <<: *a}}\n" for n in range(4_000))
        + "d: {<<: 5}\n<<: *d\n",
        "alias",
    ),
    _one("yaml-integer", "yaml", "config.yaml", f"seed: {'9' * 50_000}\nb: 0x{'f' * 5_000}\n"),
    _one(
        "yaml-numbers",
        "yaml",
        "config.yaml",
        f"seed: {'9' * 39}\nlearning_rate: 1e999\nepochs: .nan\nbatch_size: -.inf\n"
        "a: 190:20:30\nb: 0o7777\nc: 1__0\nd: 9_9e9_9\n",
    ),
    _one("yaml-dates", "yaml", "config.yaml", "a: 2001-99-99\nb: 0000-00-00T99:99:99Z\nc: ! x\n"),
    _one("yaml-deep-flow", "yaml", "config.yaml", "[" * _DEEP, "nested"),
    _one("yaml-deep-maps", "yaml", "config.yaml", "{a: " * _DEEP, "nested"),
    _one("yaml-deep-block", "yaml", "config.yaml", "- " * 20_000 + "a\n", "nested"),
    _one("yaml-keys-of-keys", "yaml", "config.yaml", "? " * 20_000 + "a\n", "nested"),
    _one("yaml-long-key", "yaml", "config.yaml", f"{'k' * 500_000}: 1\n", "YAML"),
    _one("yaml-list-as-key", "yaml", "config.yaml", "? [a, b]\n: c\n? {a: b}\n: d\n"),
    _one("yaml-anchors", "yaml", "config.yaml", "".join(f"- &a{n} x\n" for n in range(30_000))),
    _one("yaml-documents", "yaml", "config.yaml", "---\na: 1\n" * 20_000),
    _one("yaml-directives", "yaml", "config.yaml", "%YAML 9.9\n%TAG ! !\n" * 50, "YAML"),
    _one("yaml-escapes", "yaml", "config.yaml", 'a: "\\ud800"\nb: "\\x00\\e[31m"\n', "YAML"),
    _one("yaml-quoted-breaks", "yaml", "config.yaml", 'a: "' + "\n" * 50_000 + '"\n'),
    _one("yaml-controls", "yaml", "config.yaml", "a: \x1b[31m\x07\n", "YAML"),
    _one("yaml-tabs", "yaml", "config.yaml", "a:\n\t- b\n", "YAML"),
    _one("yaml-nel", "yaml", "config.yaml", "a: b\x85c: d\u2028e: f\n"),
    _one("yaml-utf16", "yaml", "config.yaml", "a: b\n".encode("utf-16")),
    _one("yaml-latin", "yaml", "config.yaml", b"a: \xe9\n", "UTF-8"),
)

_JSON = (
    _one("json-deep", "json", "config.json", "[" * _DEEP, "nested"),
    _one("json-deep-maps", "json", "config.json", '{"a":' * _DEEP, "nested"),
    _one("json-deep-closed", "json", "config.json", "[" * _DEEP + "]" * _DEEP, "nested"),
    _one("json-integer", "json", "config.json", f'{{"a": {"9" * 5_000}}}', "JSON"),
    _one("json-power", "json", "config.json", '{"learning_rate": 1e999, "seed": -1e-999}'),
    _one("json-nan", "json", "results.json", '{"accuracy": NaN, "f1": Infinity, "auc": -1e400}'),
    _one("json-halves", "json", "config.json", r'{"model": "\ud800", "\udfff": "a\u0000b"}'),
    _one("json-same-keys", "json", "config.json", "{" + '"seed": 1, ' * 20_000 + '"a": 2}'),
    _one("json-commas", "json", "config.json", "[" + "," * 400_000, "JSON"),
    _one("json-comment", "json", "config.json", "/*" * 200_000, "JSON"),
    _one("json-quotes", "json", "config.json", '"' * 300_001, "values"),
    _one("json-escapes", "json", "config.json", '"' + "\\" * 300_001, "JSON"),
    _one(
        "json-many",
        "json",
        "config.json",
        json.dumps({str(n): [n] for n in range(90_000)}),
        "values",
    ),
    _one("json-nothing", "json", "config.json", ""),
    _one("json-digits", "json", "config.json", '{"a": ²³, "b": --1}', "JSON"),
    _one("jsonld-context", "json-ld", "croissant.json", '{"@context": "file:///etc/passwd"}'),
    _one(
        "jsonld-ring",
        "json-ld",
        "croissant.json",
        json.dumps(
            {
                "@context": {"a": {"@id": "a", "@context": "https://example.org/ring"}},
                "@graph": [
                    {"@id": "#a", "@type": "Dataset", "hasPart": {"@id": "#b"}},
                    {"@id": "#b", "@type": "Dataset", "hasPart": {"@id": "#a"}},
                ],
            }
        ),
    ),
    _one(
        "jsonld-types",
        "json-ld",
        "croissant.json",
        json.dumps(
            {
                "@context": 7,
                "@type": ["sc:Dataset", 7, None, {}],
                "name": {"@value": []},
                "license": [[], {}, 5, {"@id": 5}],
                "distribution": "x",
                "recordSet": [5, {"field": 5}, {"field": [5, {"source": []}]}],
                "creator": [None, {"name": {}}],
                "datePublished": {"a": 1},
            }
        ),
    ),
    _one(
        "jsonld-deep",
        "json-ld",
        "croissant.json",
        '{"@type": "Dataset", "hasPart": ' * 3_000,
        "nested",
    ),
    _one(
        "bill-types",
        "json",
        "bom.cdx.json",
        '{"bomFormat": "CycloneDX", "components": [1, null, {"name": [], "type": {}}, []]}',
    ),
)

_TOML = (
    _one("toml-deep-list", "toml", "pyproject.toml", "a = " + "[" * 20_000, "TOML"),
    _one("toml-deep-table", "toml", "pyproject.toml", "a = " + "{a = " * 2_000, "TOML"),
    _one("toml-dots", "toml", "pyproject.toml", ".".join("a" * 5_000) + " = 1\n", "too long"),
    _one("toml-headers", "toml", "pyproject.toml", "[" + ".".join("a" * 5_000) + "]\n", "too long"),
    _one(
        "toml-nested-headers",
        "toml",
        "pyproject.toml",
        "".join(f"[{'.'.join(['a'] * 19)}.b{n}]\n" for n in range(5_000)),
    ),
    _one("toml-integer", "toml", "config.toml", f"seed = {'9' * 4_000}\nlearning_rate = 1\n"),
    _one("toml-integers", "toml", "config.toml", f"seed = {'9' * 5_000}\n", "TOML"),
    _one("toml-hex", "toml", "config.toml", f"learning_rate = 0x{'f' * 9_000}\n"),
    _one("toml-floats", "toml", "config.toml", "learning_rate = inf\nseed = nan\nepochs = 1e400\n"),
    _one("toml-dates", "toml", "config.toml", "a = 0000-00-00\n", "TOML"),
    _one("toml-date", "toml", "config.toml", "a = 9999-12-31T23:59:59.999999-23:59\n"),
    _one("toml-twice", "toml", "pyproject.toml", "[a]\nb = 1\n[a]\n", "TOML"),
    _one("toml-long", "toml", "pyproject.toml", "a = 1\n" * 100_000, "TOML"),
    _one("toml-open", "toml", "pyproject.toml", 'a = """' + '"' * 4_000 + "\\" * 3_000, "TOML"),
    _one(
        "toml-wrong-types",
        "toml",
        "pyproject.toml",
        "project = 5\nbuild-system = []\ntool = 'x'\ndependency-groups = 7\n",
    ),
    _one(
        "toml-wrong-lists",
        "toml",
        "pyproject.toml",
        "[project]\nname = []\nlicense = {file = 5}\ndependencies = [1, [], {a = 1}]\n"
        "authors = [{name = 1}, 2]\n[tool.poetry]\ndependencies = [1]\n",
    ),
    _one("ini", "toml", "setup.cfg", "[" * 50_000 + "\n" + "a " * 50_000 + "\n[a\n" * 9_000),
)

_PACKAGES = (
    _one("requirements-long", "packages", "requirements.txt", "torch" + "=" * 200_000),
    _one("requirements-versions", "packages", "requirements.txt", "torch" + "==1.0," * 30_000),
    _one("requirements-extras", "packages", "requirements.txt", "torch" + "[a" * 50_000),
    _one("requirements-markers", "packages", "requirements.txt", "a;" + "(" * 20_000 + "x"),
    _one("requirements-number", "packages", "requirements.txt", f"torch=={'9' * 5_000}\n"),
    _one("requirements-ring", "packages", "requirements.txt", "-r requirements.txt\n" * 9),
    _one("requirements-paths", "packages", "requirements.txt", "-r ../../../../etc/passwd\n-c /\n"),
    _one("requirements-carried", "packages", "requirements.txt", "a \\\n" * 50_000),
    _one(
        "lock-versions",
        "lock",
        "uv.lock",
        f'[[package]]\nname = "torch"\nversion = "{"9" * 5_000}"\n'
        + '[[package]]\nname = "a"\n' * 30_000,
    ),
    _one(
        "lock-digits",
        "lock",
        "poetry.lock",
        f'[[package]]\nname = "torch"\nversion = "{"9" * 59}"\n',
    ),
    _one(
        "pipfile-lock",
        "lock",
        "Pipfile.lock",
        '{"default": [1, {"torch": 5}], "develop": ' + "[" * 99,
    ),
    _one("conda", "packages", "environment.yml", "dependencies:\n" + "  - pip:\n" * 20_000),
    _one("conda-types", "packages", "environment.yml", "dependencies: {a: [1, {b: }]}\n"),
    _one("setup-py", "packages", "setup.py", "setup(install_requires=[" + "'a'," * 9_000 + "])\n"),
)

_SCRIPTS = (
    _one("shell-quotes", "shell", "run.sh", "python '" * 50_000),
    _one("shell-substitutions", "shell", "run.sh", "$(" * 50_000 + "${" * 50_000),
    _one("shell-documents", "shell", "run.sh", "cat <<A <<B\n" * 20_000),
    _one("shell-loops", "shell", "run.sh", "for a in b\n" * 20_000 + "for a in b" + " " * 100_000),
    _one("shell-reads", "shell", "run.sh", "read -a " * 30_000),
    _one("shell-carried", "shell", "run.sh", "python a.py \\\n" * 30_000),
    _one("shell-variables", "shell", "run.sh", "".join(f"A{n}=$A{n + 1}\n" for n in range(9_000))),
    _one("shell-doubling", "shell", "run.sh", "A=x\n" + "A=$A$A$A$A\n" * 60 + "python $A.py\n"),
    _one("shell-fetches", "shell", "run.sh", "wget a " * 40_000 + "> > > " * 40_000),
    _one("image", "shell", "Dockerfile", "FROM " + "--a " * 50_000 + "\nRUN " + "&& " * 50_000),
    _one(
        "image-arguments", "shell", "Dockerfile", "ARG A=$A\nARG B=${A:-${B}}\nFROM $A$B\n" * 9_000
    ),
    _one("make", "shell", "Makefile", "a:\n\t" + "python a.py | " * 30_000),
    _one(
        "workflow",
        "yaml",
        ".github/workflows/a.yml",
        "jobs:\n  a: 5\n  b: {steps: [1, {run: [2]}]}\n",
    ),
    _one("settings-example", "text", ".env.example", "A_KEY=" * 50_000),
)


def _tensors(length: int, head: bytes) -> bytes:
    return struct.pack("<Q", length) + head


_TABLES = (
    _one("csv-columns", "tables", "train.csv", ",".join(f"c{n}" for n in range(50_000)) + "\n"),
    _one("csv-quote", "tables", "train.csv", 'a,b\n"' + "x,y\n" * 100_000),
    _one("csv-field", "tables", "train.csv", "a,b\n" + "x" * 400_000 + ",1\n"),
    _one("csv-nul", "tables", "train.csv", b"a,b\n1,\x00\n\x00\x00,2\n"),
    _one("csv-latin", "tables", "test.csv", b"a,b\n\xff\xfe,1\n"),
    _one("csv-returns", "tables", "train.csv", "a,b\r1,2\r" * 9_000),
    _one("csv-formulas", "tables", "train.csv", "=cmd|' /C calc'!A0,@x\n+1,-2\n"),
    _one("csv-empty", "tables", "train.csv", "\n" * 50_000),
    _one(
        "emissions", "tables", "emissions.csv", f"emissions,duration\n{'9' * 5_000},1e999\nnan,x\n"
    ),
    _one(
        "results-table", "tables", "results.csv", f"model,accuracy\na,{'9' * 5_000}\nb,inf\nc,²\n"
    ),
    _one("results-deep", "json", "results.json", '{"results": ' * 5_000, "nested"),
    _one(
        "results-types",
        "json",
        "eval_results.json",
        '{"results": [1, {"a": {"acc,none": []}}], "config": 5}',
    ),
    _one("rows-deep", "tables", "train.jsonl", '{"a": ' * 20_000 + "\n" + "[" * 20_000 + "\n"),
    _one("rows-integer", "tables", "train.jsonl", f'{{"a": {"9" * 5_000}}}\n{{"a": 1e999}}\n'),
    _one("rows-halves", "tables", "train.jsonl", '{"\\ud800": "\\udfff"}\n' * 100),
    _one("parquet", "tables", "train.parquet", b"PAR1" + b"\xff" * 4_000 + b"\xff\xff\xff\x7fPAR1"),
)

_MODELS = (
    _one("pickle", "models", "model.pkl", b"cos\nsystem\n(S'touch canary'\ntR."),
    _one("pickle-4", "models", "model.pickle", b"\x80\x04\x95" + b"\xff" * 8 + b"\x8c\x02os"),
    _one("pickle-sizes", "models", "model.pt", b"\x80\x02X\xff\xff\xff\x7f" + b"a" * 9),
    _one("joblib", "models", "model.joblib", b"\x80\x03" + b"(" * 90_000 + b"."),
    _one(
        "zip-lies",
        "models",
        "model.pth",
        b"PK\x03\x04" + b"\xff" * 26 + b"PK\x05\x06" + b"\xff" * 18,
    ),
    _one("tensors-length", "models", "model.safetensors", _tensors(2**63, b"{}")),
    _one("tensors-all", "models", "model.safetensors", _tensors(2**64 - 1, b"")),
    _one("tensors-short", "models", "model.safetensors", b"\x08\x00"),
    _one("tensors-deep", "models", "model.safetensors", _tensors(60_000, b"[" * 60_000)),
    _one(
        "tensors-metadata",
        "models",
        "model.safetensors",
        _tensors(99, json.dumps({"__metadata__": {"license": ["\x1b"]}, "a": 5}).encode()),
    ),
    _one("gguf", "models", "model.gguf", b"GGUF" + b"\xff" * 64),
    _one(
        "gguf-strings",
        "models",
        "model.gguf",
        b"GGUF\x03\0\0\0" + struct.pack("<QQQ", 1, 2**60, 2**62),
    ),
    _one("onnx", "models", "model.onnx", b"\x08" + b"\xff" * 64),
    _one("hdf5", "models", "model.h5", b"\x89HDF\r\n\x1a\n" + b"\xff" * 99),
    _one(
        "pointer",
        "models",
        "model.bin",
        f"version https://git-lfs.github.com/spec/v1\noid sha256:x\nsize {'9' * 900}\n",
    ),
    _one("dvc-size", "models", "model.pt.dvc", "outs:\n- path: model.pt\n  size: 1e999\n"),
    _one("dvc-paths", "models", "a.dvc", "outs:\n- path: ../../../etc/passwd\n- 5\n- path: [a]\n"),
    _one("dvc-deep", "models", "b.dvc", "outs: " + "[" * 9_000, "nested"),
    Hostile(
        "index",
        "models",
        files(
            file("model.safetensors.index.json", '{"weight_map": ' + "[" * 5_000),
            file("config.json", '{"_name_or_path": {"a": 1}, "architectures": 7}'),
            file("adapter_config.json", '{"base_model_name_or_path": ["/etc/passwd", {}]}'),
        ),
        {"model.safetensors.index.json": "nested"},
    ),
)

FORMATS: tuple[Hostile, ...] = (
    *_YAML, *_JSON, *_TOML, *_PACKAGES, *_SCRIPTS, *_TABLES, *_MODELS,
)  # fmt: skip
