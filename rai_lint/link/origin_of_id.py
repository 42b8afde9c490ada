"""Where an id points: a URL, a local path, or a repository on a hub; and what a URL holds."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from rai_lint.model.regex import regex
from rai_lint.model.value import Known, Plain, Unknown, Value

_DATA = frozenset(
    [
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".parquet",
        ".arrow",
        ".txt",
        ".xml",
        ".npz",
        ".npy",
        ".h5",
        ".hdf5",
        ".zip",
        ".tar",
        ".gz",
        ".tgz",
        ".bz2",
        ".xz",
        ".7z",
        ".rar",
        ".zst",
        ".feather",
        ".mat",
        ".xlsx",
        ".jpg",
        ".png",
        ".wav",
        ".mp3",
        ".mp4",
        ".idx",
        ".bin",
        ".data",
        ".names",
        ".warc",
    ]
)
_WEIGHTS = frozenset(
    [
        ".pt",
        ".pth",
        ".ckpt",
        ".safetensors",
        ".onnx",
        ".pkl",
        ".joblib",
        ".keras",
        ".tflite",
        ".gguf",
        ".ggml",
        ".caffemodel",
        ".pb",
        ".weights",
        ".bin",
        ".h5",
    ]
)
_LOCAL = _DATA | _WEIGHTS | frozenset({".yaml", ".yml", ".model", ".db", ".sqlite"})
#: Folders that programs write models and data to: `models/adapter` is no repository of an owner.
_FOLDERS = frozenset(
    # Owners of the Hub have other names.
    [
        "model",
        "models",
        "checkpoint",
        "checkpoints",
        "ckpt",
        "ckpts",
        "output",
        "outputs",
        "result",
        "results",
        "run",
        "runs",
        "data",
        "dataset",
        "datasets",
        "artifact",
        "artifacts",
        "adapter",
        "adapters",
        "weights",
        "saved",
        "saved_model",
        "saved_models",
        "logs",
        "experiments",
        "exp",
        "exps",
        "finetuned",
        "fine_tuned",
        "trained",
        "trained_models",
        "tmp",
        "temp",
        "cache",
        "src",
    ]
)
_FOLDER_ENDS = ("_output", "_outputs", "_checkpoints", "_results", "-output", "-outputs")
_ARCHIVES = ("http://", "https://", "ftp://", "s3://", "gs://", "hf://", "az://", "abfs://")


#: Owners that a template leaves to be filled in: `your-username/router`, `<username>/router`.
_BLANK_OWNER = regex(
    r"(?:(?:your|my)[-_ ]?(?:(?:hf|hub|hugging[-_ ]?face|github)[-_ ]?)?(?:user(?:[-_ ]?name)?"
    r"|(?:user[-_ ]?)?id|name|org(?:ani[sz]ation)?(?:[-_ ]?name)?|account|handle|profile|namespace)"
    r"|your[-_ ]?(?:hf|hub|hugging[-_ ]?face)?|user[-_ ]?name"
    r"|(?:hf|hub)[-_ ]?(?:user(?:[-_ ]?name)?|account)"
    r"|<[^<>/\n]{1,40}>|\[[^\[\]/\n]{1,40}\]|\{[^{}/\n]{1,40}\})/[^/\n]{1,100}",
    re.IGNORECASE,
)


def has_blank_owner(name: str) -> bool:
    """Say whether an id names an owner that somebody was to fill in."""
    return _BLANK_OWNER.fullmatch(name) is not None


def origin_of(value: Value, default: Plain = None, *, path: bool = False) -> Value:
    """Return the origin that an id shows: `url`, `local`, `hub` (`default` where it shows none).

    `path` says that the expression makes a path, whatever its value is.
    """
    if isinstance(value, Unknown):
        return _of_unknown(value, default, path=path)
    if not isinstance(value, Known):
        return Known(default, "implied") if default is not None else value
    first = value.value[0] if isinstance(value.value, tuple) and value.value else value.value
    if not isinstance(first, str):
        return Known(default, "implied") if default is not None else Unknown("origin", "no text")
    return Known(_origin(first, default), "implied")


def _of_unknown(value: Unknown, default: Plain, *, path: bool) -> Value:
    """Answer for an id that is not known: by what it may be, or by the shape of its expression."""
    texts = _texts(value)
    if path and not any(text.startswith(_ARCHIVES) for text in texts):
        return Known("local", "implied")
    several = tuple(dict.fromkeys(_origin(text, default) for text in texts))
    return Unknown("origin", "the id is not known", several)


def _origin(name: str, default: Plain) -> Plain:
    if name.startswith(_ARCHIVES):
        return "url"
    if name.startswith(("./", "../", "/", "~", "\\")) or "\\" in name or name in (".", ".."):
        return "local"
    if "/" in name and _is_folder(name.split("/", 1)[0].lower()):
        return "local"
    if name.count("/") > 1 or PurePosixPath(name).suffix.lower() in _LOCAL or " " in name:
        return "local"
    if default in (None, "hub") and has_blank_owner(name):
        return "blank"
    return default if default is not None else "hub"


def _is_folder(name: str) -> bool:
    """Return whether a name is a folder that programs write to: `runs`, `qlora_output`."""
    return name in _FOLDERS or name.endswith(_FOLDER_ENDS)


def download_kind(url: Value, destination: Value) -> Value | None:
    """Return what is downloaded (`data`, `weights`), unknown, or None for what is no download.

    `requests.get` is mostly API traffic: a URL counts if it, or where it is written to, ends like
    a data or weights file.
    """
    for text in (*_texts(url), *_texts(destination)):
        suffix = PurePosixPath(urlsplit_path(text)).suffix.lower()
        if suffix in _WEIGHTS - _DATA:
            return Known("weights", "implied")
        if suffix in _DATA:
            return Known("data", "implied")
    return None


def _texts(value: Value) -> tuple[str, ...]:
    """Return what a value says, or might say."""
    found = (value.value,) if isinstance(value, Known) else getattr(value, "candidates", ())
    return tuple(text for text in found if isinstance(text, str))


def urlsplit_path(url: str) -> str:
    """Return the path of a URL, or the text itself if it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return url
