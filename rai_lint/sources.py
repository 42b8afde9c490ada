"""What a path is: the kind and the scope that its name and folders say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from rai_lint.model.source import Scope, SourceKind

#: Folders that hold neither code nor documents of the project, left out where git does not decide.
UNREAD_FOLDERS = frozenset(
    """.git .hg .svn .venv venv .env env .tox .nox node_modules __pycache__ .mypy_cache
    .pytest_cache .ruff_cache .hypothesis .eggs .ipynb_checkpoints .cache .idea .vscode .terraform
    .dvc site-packages""".split()
)

_KIND_BY_SUFFIX: Mapping[str, SourceKind] = MappingProxyType(
    {
        **dict.fromkeys((".py", ".pyi"), "python"),
        ".ipynb": "notebook",
        **dict.fromkeys((".md", ".markdown", ".mdx"), "markdown"),
        **dict.fromkeys((".yaml", ".yml", ".json", ".toml", ".cfg", ".ini", ".cff"), "config"),
        ".jsonld": "jsonld",
        **dict.fromkeys(
            """.pt .pth .bin .safetensors .onnx .pkl .pickle .joblib .h5 .hdf5 .keras .gguf .ggml
            .ckpt .tflite .pb .mlmodel .pdparams .msgpack .engine .torchscript .xgb .cbm""".split(),
            "artifact",
        ),
        **dict.fromkeys(
            """.csv .tsv .jsonl .ndjson .parquet .arrow .npz .npy .feather .orc .avro .tfrecord
            .sqlite""".split(),
            "data",
        ),
    }
)

_KIND_BY_NAME: Mapping[str, SourceKind] = MappingProxyType(
    {
        "pipfile": "config",
        "readme": "markdown",
        "model_card": "markdown",
        "modelcard": "markdown",
        "model-card": "markdown",
        "dataset_card": "markdown",
        "data_card": "markdown",
        "datasheet": "markdown",
    }
)

#: Locked dependency sets and tokenizers: long, written by programs, and no rule asks about them.
_PASSED_OVER = frozenset(
    """package-lock.json package.json npm-shrinkwrap.json tsconfig.json tokenizer.json vocab.json
    added_tokens.json special_tokens_map.json""".split()
)

_LICENCE_WORDS = ("license", "licence", "copying", "unlicense", "eula")
_POLICY_STEMS = frozenset(
    """notice security code_of_conduct code-of-conduct conduct contributing contributors changelog
    changes history news citation use_policy use-policy acceptable_use acceptable-use
    acceptable_use_policy usage_policy usage-policy""".split()
)
_TEXT_SUFFIXES = frozenset(("", ".txt", ".rst", ".text"))
_REQUIREMENTS_WORDS = ("requirements", "constraints")

_VENDORED = frozenset(
    """third_party third-party thirdparty 3rdparty vendor vendored vendors _vendor _vendored extern
    node_modules site-packages""".split()
)
_TESTS = frozenset("tests testing unittests unit_tests test_data testdata fixtures".split())
_EXAMPLES = frozenset(
    "examples example samples sample tutorials tutorial demo demos cookbook quickstart".split()
)
_DOCS = frozenset("docs doc documentation".split())
_DATA_FOLDERS = frozenset("data dataset datasets splits corpus images".split())


def kind_of(path: str) -> SourceKind | None:
    """Return what a file of that path is, or None if rai-lint does not read such files."""
    file = PurePosixPath(path)
    name, suffix = file.name.lower(), file.suffix.lower()
    if name in _PASSED_OVER:
        return None
    if suffix == ".json" and name.startswith("croissant"):
        return "jsonld"
    if name.endswith(".dvc") and name != ".dvc":
        return "data"
    if name in _KIND_BY_NAME:
        return _KIND_BY_NAME[name]
    return "text" if _is_text(name) else _KIND_BY_SUFFIX.get(suffix)


def _is_text(name: str) -> bool:
    """Tell a licence, a policy or a list of requirements from any other text, by its name."""
    stem, suffix = _split(name)
    if suffix not in _TEXT_SUFFIXES and suffix != ".in":
        return False
    words = stem.replace("-", "_").split("_")
    if any(word in _REQUIREMENTS_WORDS for word in words):
        return suffix in (".txt", ".in")
    return suffix != ".in" and (is_licence_name(name) or stem in _POLICY_STEMS)


def is_licence_name(name: str) -> bool:
    """Tell whether a file of that name holds the text of a licence: `LICENSE-MIT`, `DATA_LICENSE`.

    Programs and data that have the word in their name (`license.py`) do not.
    """
    lower = name.lower()
    stem, suffix = _split(lower)
    if suffix in _KIND_BY_SUFFIX and suffix != ".md":
        return False
    words = stem.replace("-", "_").replace(".", "_").replace(" ", "_").split("_")
    return any(word in _LICENCE_WORDS for word in words)


def _split(name: str) -> tuple[str, str]:
    """Split a lower-case name; what follows the dot of `license.apache` is no suffix of a format."""
    file = PurePosixPath(name)
    known = file.suffix in _TEXT_SUFFIXES or file.suffix in _KIND_BY_SUFFIX or file.suffix == ".in"
    if known or not any(word in file.stem for word in _LICENCE_WORDS):
        return file.stem, file.suffix
    return (name, "") if file.suffix[1:] not in _CODE_SUFFIXES else (file.stem, file.suffix)


_CODE_SUFFIXES = frozenset(
    "c h cc cpp cu go html css js jsx ts tsx java rs rb sh bat ps1 png svg jpg pdf docx xml".split()
)


def scope_of(path: str, kind: SourceKind | None) -> Scope:
    """Return the scope that the folders of a path say; the root's own name does not count."""
    file = PurePosixPath(path)
    folders = [part.lower() for part in file.parts[:-1]]
    if not _VENDORED.isdisjoint(folders):
        return "vendored"
    if _in_tests(folders) or (kind in ("python", "notebook") and _is_test_name(file.name.lower())):
        return "test"
    if not _EXAMPLES.isdisjoint(folders):
        return "example"
    return "docs" if not _DOCS.isdisjoint(folders) else "source"


def _in_tests(folders: list[str]) -> bool:
    """A folder `test` is a split of the data where it stands below a folder of data."""
    if not _TESTS.isdisjoint(folders):
        return True
    return "test" in folders and _DATA_FOLDERS.isdisjoint(folders[: folders.index("test")])


def _is_test_name(name: str) -> bool:
    stem = name.split(".", 1)[0]
    return stem == "conftest" or stem.startswith("test_") or stem.endswith("_test")
