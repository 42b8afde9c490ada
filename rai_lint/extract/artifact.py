"""Files that hold a trained model, by suffix and first bytes. Nothing is ever loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

import re2

from rai_lint.extract.stored import Stored, stored
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Unknown, Value

_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".pt", ".pth", ".ckpt", ".torchscript"), "pytorch"),
        **dict.fromkeys((".pkl", ".pickle"), "pickle"),
        **dict.fromkeys((".h5", ".hdf5"), "hdf5"),
        **dict.fromkeys((".safetensors", ".onnx", ".joblib", ".keras", ".skops"), ""),
        **dict.fromkeys(
            (".gguf", ".ggml", ".tflite", ".mlmodel", ".pdparams", ".engine", ".xgb", ".cbm"), ""
        ),
        ".bin": "binary",
        ".pb": "protobuf",
        ".msgpack": "msgpack",
    }
)

#: First bytes that settle a format whatever the suffix says. Those of a zip archive are PyTorch's
#: (or Keras's, by suffix).
_MAGIC = (
    (b"GGUF", "gguf"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"PK\x03\x04", "pytorch"),
    (b"\x80\x02", "pickle"),
    (b"\x80\x03", "pickle"),
    (b"\x80\x04", "pickle"),
    (b"\x80\x05", "pickle"),
)

#: PyTorch saves tensors of any kind under these: a name that says data, and no model, is heeded.
_OF_TENSORS = frozenset((".pt", ".pth"))
#: These suffixes are used for any content: only a name, or the first bytes, makes it a model.
_AMBIGUOUS = frozenset((".bin", ".pb", ".msgpack", ".engine", ".h5", ".hdf5", ".pkl", ".pickle"))
_MODEL_WORDS = re2.compile(
    r"(?i)model|weights?|checkpoint|ckpt|adapter|pytorch|graph|consolidated|ggml|classifier"
    r"|regressor|estimator|clf|pipeline|encoder|decoder|policy|net(?:$|[-_.])"
)
#: How checkpoints are called that say nothing of a model.
_KEPT_WORDS = re2.compile(r"(?i)best|last|latest|final|epoch|step|swa|ema(?:[-_.]|$)")
#: A pickle that begins with the class of an estimator is one, whatever its name; a pipeline may as
#: well only prepare rows.
_ESTIMATOR = regex(
    rb"\A\x80[\x02-\x05][\x00-\xff]{0,30}?(?:sklearn\.(?:linear_model|ensemble|tree|svm|naive_bayes"
    rb"|neural_network|neighbors|discriminant_analysis|gaussian_process|mixture|calibration"
    rb"|multiclass|multioutput)\b|xgboost\.(?:sklearn|core)\b|lightgbm\.(?:sklearn|basic)\b"
    rb"|_?catboost\b)"
)
_DATA_WORDS = re2.compile(
    r"(?i)(?:^|[-_./])(?:data|datasets?|features?|train|test|val|valid|meta|vocab|labels?|index"
    r"|embeddings?|results?|cache|activations?|attributions?|gradients?|logits|predictions?|preds"
    r"|samples?|tensors?)(?:[-_./]|$)"
)


def extract_artifact(source: Source, data: bytes, knowledge: Knowledge) -> Extraction:
    """Yield the model a file holds, from its first bytes (`data`), or the data if it is that."""
    del knowledge
    found = stored(source, data)
    return (
        Extraction(facts=(artifact_fact(source, found, data),))
        if _counts(found, data)
        else Extraction()
    )


def is_model(path: str) -> bool:
    """Tell by its name alone whether a path is that of a model."""
    file = PurePosixPath(path.lower().rstrip("/"))
    names_model = bool(_MODEL_WORDS.search(file.name))
    names_data = bool(_DATA_WORDS.search(file.name))
    if file.suffix in _AMBIGUOUS or file.suffix not in _FORMATS:
        return names_model and not names_data
    is_data = names_data and not _KEPT_WORDS.search(file.name)
    return names_model or not (is_data and file.suffix in _OF_TENSORS)


def _counts(found: Stored, data: bytes) -> bool:
    if is_model(found.path) or _ESTIMATOR.match(data[:200]):
        return True
    # An archive or a pickle in a `.bin` is PyTorch's; as `.pkl` it may as well be data.
    magic = _magic(data)
    settled = magic in ("pytorch", "gguf") or (magic == "pickle" and found.suffix == ".bin")
    return settled and found.suffix in _AMBIGUOUS


def _magic(data: bytes) -> str:
    return next((name for start, name in _MAGIC if data.startswith(start)), "")


def format_of(found: Stored, data: bytes = b"") -> str:
    """Return the format: by suffix, and by the first bytes where the suffix fits several."""
    by_suffix = _FORMATS.get(found.suffix) or found.suffix.removeprefix(".")
    magic = _magic(data) if found.storage == "git" else ""
    if found.suffix == ".bin" and magic == "pickle":
        return "pytorch"
    named_torch = found.suffix == ".bin" and "pytorch" in found.path.lower()
    if found.suffix in _AMBIGUOUS and magic:
        return magic
    return "pytorch" if named_torch else by_suffix


def artifact_fact(source: Source, found: Stored, data: bytes = b"") -> Fact:
    """Return the fact; `id` is the path of the model, which a pointer does not share."""
    size: Value = Known(found.bytes)
    if found.bytes is None:
        size = Unknown("size", "the pointer gives no size")
    fields: dict[str, Value] = {
        "id": Known(found.path),
        "format": Known(format_of(found, data)),
        "bytes": size,
        "storage": Known(found.storage),
    }
    place = Place(source.path, found.line)
    return Fact(kind="model-artifact", place=place, fields=fields, scope=source.scope)
