"""What a path is: the kind and the scope that its name and folders say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from rai_lint.model.source import Scope, SourceKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Folders that hold neither code nor documents of the project, left out where git does not decide.
UNREAD_FOLDERS = _words(
    """.git .hg .svn .venv venv .env env .tox .nox node_modules __pycache__ .mypy_cache
    .pytest_cache .ruff_cache .hypothesis .eggs .ipynb_checkpoints .cache .idea .vscode .terraform
    .dvc site-packages"""
)

_SUFFIXES: Mapping[SourceKind, frozenset[str]] = MappingProxyType(
    {
        "python": _words(".py .pyi"),
        "notebook": _words(".ipynb"),
        "shell": _words(".sh .bash"),
        "markdown": _words(".md .markdown .mdx"),
        "latex": _words(".tex"),
        "config": _words(".yaml .yml .json .toml .cfg .ini .cff"),
        "jsonld": _words(".jsonld"),
        "artifact": _words(
            """.pt .pth .bin .safetensors .onnx .pkl .pickle .joblib .h5 .hdf5 .keras .gguf .ggml
            .ckpt .skops .tflite .pb .mlmodel .pdparams .msgpack .engine .torchscript .xgb .cbm"""
        ),
        "data": _words(
            """.csv .tsv .jsonl .ndjson .parquet .arrow .npz .npy .feather .orc .avro .tfrecord
            .sqlite .dvc"""
        ),
    }
)
_KIND_BY_SUFFIX: Mapping[str, SourceKind] = MappingProxyType(
    {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes}
)

_CARD_NAMES = _words("readme model_card model-card modelcard dataset_card data_card datasheet")

#: Locked dependency sets and tokenizers: long, written by programs, and no rule asks about them.
_PASSED_OVER = _words(
    """package-lock.json package.json npm-shrinkwrap.json tsconfig.json tokenizer.json vocab.json
    added_tokens.json special_tokens_map.json"""
)

#: Lists of all packages with their versions, as programs write them.
_LOCKS = _words("poetry.lock uv.lock pdm.lock pipfile.lock")
_LICENCE_WORDS = _words("license licence copying unlicense eula")
#: Pages and files that say what to install, in formats of which nothing else is read.
_INSTALLATION_STEMS = _words(
    "req reqs dep deps dependencies packages environment env conda pip freeze frozen"
)
_INSTALLATION_PAGES = _words("readme install installation setup requirements")
#: Files of targets: what a project runs, and how.
_TARGETS = _words("makefile gnumakefile justfile procfile")
#: Recipes of images, and files that name one Python.
_RECIPES = _words("dockerfile containerfile singularity")
_PINS = _words(".python-version runtime.txt")
_OF_PROGRAMS = _words(".dockerignore .md .py .sh .yaml .yml .json .toml .txt .rst .lock")
#: Files that show which environment variables are to be set, without their values.
_SHOWS = _words("example sample template dist")
_OF_SETTINGS = _SHOWS | _words("env local prod production dev development test docker staging")
_POLICY_STEMS = _words(
    """notice security code_of_conduct conduct contributing changelog changes history news
    citation use_policy usage_policy acceptable_use acceptable_use_policy prohibited_use_policy
    responsible_use_guide codeowners maintainers authors
    sha256sums sha256sum sha512sums checksums checksum"""
)
#: Hashes and signatures that are written as text, beside what they are of.
_INTEGRITY_SUFFIXES = _words(".sha256 .sha512 .sigstore")
_INTEGRITY_NAMES = _words("model.sig")
_REQUIREMENTS_WORDS = _words("requirements constraints")
_TEXT_SUFFIXES = frozenset(("", ".txt", ".rst"))

#: Suffixes of programs, pages and pictures: `license.js` is not the text of a licence.
_OTHER_SUFFIXES = _words(
    """.c .h .cc .cpp .cu .go .html .css .js .jsx .ts .tsx .java .rs .rb .sh .bat .ps1 .png .svg
    .jpg .pdf .docx .xml"""
)

_VENDORED = _words(
    """third_party third-party thirdparty 3rdparty vendor vendors vendored _vendor _vendored extern
    node_modules site-packages"""
)
_TESTS = _words("tests testing unittests unit_tests test_data testdata fixtures")
_EXAMPLES = _words("examples example samples tutorials tutorial demo demos cookbook quickstart")
_DOCS = _words("docs doc documentation")
_DATA_WORDS = _words("data dataset corpus train test val valid dev samples instances annotations")
_DATA_FOLDERS = _words("data dataset datasets splits corpus images")


def kind_of(path: str) -> SourceKind | None:
    """Return what a file of that path is, or None if rai-lint does not read such files."""
    file = PurePosixPath(path.lower())
    if file.name in _PASSED_OVER or file.name == ".dvc":
        return None
    if file.suffix == ".json" and file.name.startswith("croissant"):
        return "jsonld"
    if file.name in _LOCKS:
        return "lock"
    if file.name in _CARD_NAMES:
        return "markdown"
    if _is_text(file):
        return "text"
    return "config" if file.name in ("pipfile", "mlproject") else _KIND_BY_SUFFIX.get(file.suffix)


def is_settings_example(path: str) -> bool:
    """Say whether a file is an example of a `.env`: `.env.example`, `env-template`."""
    words = _name_words(PurePosixPath(path.lower()).name.lstrip("."))
    return "env" in words and not _SHOWS.isdisjoint(words) and _OF_SETTINGS.issuperset(words)


def is_data_by_name(path: str) -> bool:
    """Tell JSON that holds data from settings by its name, where its content is not there."""
    file = PurePosixPath(path.lower())
    return file.suffix == ".json" and not _DATA_WORDS.isdisjoint(_name_words(file.stem))


def _is_text(file: PurePosixPath) -> bool:
    """Tell a licence, a policy or a list of requirements from any other text, by its name."""
    words = _name_words(file.stem)
    if file.name in _TARGETS or is_settings_example(file.name):
        return True
    if _says_installs(file, words) or _gives_environment(file):
        return True
    if not _REQUIREMENTS_WORDS.isdisjoint((*words, file.parent.name)):
        return file.suffix in (".txt", ".in")
    if file.suffix in _TEXT_SUFFIXES and "_".join(words) in _POLICY_STEMS:
        return True
    if file.suffix in _INTEGRITY_SUFFIXES or file.name in _INTEGRITY_NAMES:
        return True
    # `LICENSE.apache` has a suffix of no known format; `LICENSE.md` is the one that is text too.
    format_known = file.suffix in _KIND_BY_SUFFIX or file.suffix in _OTHER_SUFFIXES
    return not _LICENCE_WORDS.isdisjoint(words) and (file.suffix == ".md" or not format_known)


def _says_installs(file: PurePosixPath, words: list[str]) -> bool:
    """Tell pages and lists that say what to install, in formats of which nothing else is read."""
    if file.suffix == ".rst":
        return not _INSTALLATION_PAGES.isdisjoint(words)
    return file.suffix == ".txt" and not _INSTALLATION_STEMS.isdisjoint(words)


def _gives_environment(file: PurePosixPath) -> bool:
    """Tell a recipe of an image, or the pin of a Python, by its name."""
    if file.name in _PINS or file.suffix == ".def":
        return True
    recipe = file.stem if file.suffix not in (".dockerfile", ".containerfile") else file.suffix[1:]
    return _name_words(recipe)[0] in _RECIPES and file.suffix not in _OF_PROGRAMS


def _name_words(stem: str) -> list[str]:
    return stem.replace("-", "_").replace(".", "_").replace(" ", "_").split("_")


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
    """Tell tests by a folder; `test` below a folder of data is a split of the data."""
    if not _TESTS.isdisjoint(folders):
        return True
    return "test" in folders and _DATA_FOLDERS.isdisjoint(folders[: folders.index("test")])


def _is_test_name(name: str) -> bool:
    stem = name.split(".", 1)[0]
    return stem == "conftest" or stem.startswith("test_") or stem.endswith("_test")
