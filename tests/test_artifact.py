from __future__ import annotations

from typing import Any

import pytest
from shipped import plain, shipped, source

from rai_lint.extract.artifact import extract_artifact, is_model
from rai_lint.extract.data import extract_data
from rai_lint.model.fact import Extraction

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:00ff\nsize 4242\n"


def artifact(path: str, data: bytes = b"") -> Extraction:
    return extract_artifact(source(path, len(data)), data, shipped())


def described(path: str, data: bytes = b"") -> tuple[Any, ...]:
    (fact,) = artifact(path, data).facts
    assert fact.kind == "model-artifact"
    found = plain(fact)
    assert found["id"] == path
    return (found["format"], found["bytes"], found["storage"])


@pytest.mark.parametrize(
    ("path", "data", "name"),
    [
        ("model.safetensors", b"\0", "safetensors"),
        ("ckpt.pt", b"PK\x03\x04", "pytorch"),
        ("models/net.onnx", b"\x08", "onnx"),
        ("pytorch_model.bin", b"\x80\x02", "pytorch"),
        ("pytorch_model.bin", b"", "pytorch"),
        ("weights.bin", b"\0\0", "binary"),
        ("blob.bin", b"PK\x03\x04", "pytorch"),
        ("llama.bin", b"GGUF", "gguf"),
        ("classifier.pkl", b"\x80\x04", "pickle"),
        ("model.h5", b"\x89HDF\r\n\x1a\n", "hdf5"),
        ("saved_model.pb", b"", "protobuf"),
        ("rf.joblib", b"", "joblib"),
    ],
)
def test_a_model_is_told_by_its_suffix_or_its_first_bytes(
    path: str, data: bytes, name: str
) -> None:
    assert described(path, data) == (name, len(data), "git")


@pytest.mark.parametrize(
    "path", ["train.bin", "meta.pkl", "features.pkl", "image.h5", "message.pb"]
)
def test_suffixes_of_any_content_are_no_models_by_themselves(path: str) -> None:
    assert artifact(path, b"\0\0") == Extraction()


ESTIMATORS = {
    "before version 4": b"\x80\x03csklearn.linear_model.logistic\nLogisticRegression\nq\x00)",
    "version 4": b"\x80\x04\x95" + bytes(8) + b"\x8c\x18sklearn.ensemble._forest\x94",
    "boosted": b"\x80\x04\x95\x10\x02\x00\x00\x00\x00\x00\x00\x8c\x0fxgboost.sklearn\x94",
}
OTHERS = {
    "a scaler": b"\x80\x04\x95" + bytes(8) + b"\x8c\x1bsklearn.preprocessing._data\x94",
    "a pipeline": b"\x80\x04\x95\x10\x02\x00\x00\x00\x00\x00\x00\x8c\x10sklearn.pipeline\x94",
    "a text that names one": b"\x80\x04X" + b" " * 60 + b"sklearn.ensemble._forest",
}


@pytest.mark.parametrize("start", ESTIMATORS.values(), ids=ESTIMATORS)
def test_a_pickled_estimator_is_a_model_whatever_its_name(start: bytes) -> None:
    assert described("kept/toxic_lr.pkl", start)[0] == "pickle"


@pytest.mark.parametrize("start", OTHERS.values(), ids=OTHERS)
def test_other_pickles_are_none(start: bytes) -> None:
    assert artifact("kept/toxic_lr.pkl", start) == Extraction()


def test_a_git_lfs_pointer_gives_the_size() -> None:
    assert described("model.safetensors", LFS) == ("safetensors", 4242, "lfs")


def test_models_of_tests_keep_their_scope() -> None:
    (fact,) = artifact("tests/fixtures/tiny.pt").facts
    assert fact.scope == "test"


def test_a_dvc_pointer_names_models_and_data_at_their_line() -> None:
    text = b"outs:\n- md5: aa\n  size: 10\n  path: model.pt\n- md5: bb.dir\n  path: raw\n"
    found = extract_data(source("store/x.dvc", len(text)), text, shipped()).facts
    assert [(fact.kind, plain(fact)["line"], plain(fact)["id"]) for fact in found] == [
        ("model-artifact", 4, "store/model.pt"),
        ("data-file", 6, "store/raw/"),
    ]
    model, data = map(plain, found)
    assert (model["format"], model["bytes"], model["storage"]) == ("pytorch", 10, "dvc")
    assert (data["format"], data["bytes"]) == ("folder", "? the pointer gives no size")


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("best_val.pt", True),
        ("weights/epoch_3_test.pth", True),
        ("train_model.pt", True),
        ("resnet.pt", True),
        ("explanations/sample_0_activation_maps.pt", False),
        ("cache/train_features.pt", False),
    ],
)
def test_tensors_are_told_from_weights_by_their_name(path: str, model: bool) -> None:
    assert is_model(path) is model
