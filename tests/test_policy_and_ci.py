from __future__ import annotations

import pytest
from shipped import plain, shipped, some, source

from rai_lint.extract.ci import extract_ci, extract_pipeline
from rai_lint.extract.policy import extract_policy


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("SECURITY.md", "security"),
        (".github/security.md", "security"),
        ("CODE_OF_CONDUCT.md", "conduct"),
        ("docs/code-of-conduct.md", "conduct"),
        ("CITATION.cff", "citation"),
        ("CONTRIBUTING", "contributing"),
        ("packages/a/CHANGELOG.md", "changelog"),
        ("USE_POLICY.md", "acceptable-use"),
        ("NOTICE", "notice"),
        ("governance/2026/risk-assessment.md", "risk-assessment"),
        ("SHA256SUMS", "integrity"),
        ("weights/checksums.txt", "integrity"),
        ("weights/tide.safetensors.sha256", "integrity"),
        ("model.sig", "integrity"),
        ("tide.onnx.sigstore.json", "integrity"),
        (".github/CODEOWNERS", "maintainers"),
    ],
)
def test_policies_are_told_by_their_names(path: str, policy: str) -> None:
    assert some(extract_policy(source(path), "text\n", shipped()), "id") == [(policy,)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/source/security.md", "how to configure it"),
        ("security_model.md", "text"),
        ("SECURITY.md", " \n"),
    ],
)
def test_pages_about_it_and_empty_files_are_none(path: str, text: str) -> None:
    assert extract_policy(source(path), text, shipped()).facts == ()


def test_a_security_policy_that_says_whom_to_tell_has_a_contact() -> None:
    text = "# Security\n\nWrite to security@example.org.\n"
    found = extract_policy(source("SECURITY.md"), text, shipped())
    assert some(found, "id", "line") == [("security", 1), ("incident-contact", 3)]


def test_each_job_says_what_it_runs() -> None:
    text = """\
name: tests
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: not run
        run: |
          pip install .
          pytest
  build:
    steps:
      - run: make
"""
    found = extract_ci(source(".github/workflows/ci.yml"), text, shipped())
    assert [plain(fact) for fact in found.facts] == [
        {
            "line": 4,
            "provider": "github",
            "runs": "actions/checkout@v4\npip install .\npytest",
        },
        {"line": 12, "provider": "github", "runs": "make"},
    ]


def test_gitlab_jobs_are_the_keys_with_a_script() -> None:
    text = "stages: [test]\nvariables: {A: b}\nunit:\n  script:\n    - pytest\n    - mypy\n"
    found = extract_ci(source(".gitlab-ci.yml"), text, shipped())
    assert some(found, "line", "provider", "runs") == [(3, "gitlab", "pytest\nmypy")]


def test_what_a_job_runs_is_bounded() -> None:
    text = "jobs:\n  a:\n    steps:\n" + "      - run: pytest\n" * 5000
    (fact,) = extract_ci(source(".github/workflows/ci.yml"), text, shipped()).facts
    assert len(plain(fact)["runs"]) == 4000


def test_other_yaml_is_no_workflow() -> None:
    assert extract_ci(source("jobs.yaml"), "jobs: {a: {run: x}}", shipped()).facts == ()


def test_stages_of_a_pipeline_and_recipes_of_targets_are_jobs() -> None:
    stages = "stages:\n  measure:\n    cmd: python measure.py\n    deps: [measure.py]\n"
    found = extract_ci(source("dvc.yaml"), stages, shipped())
    assert some(found, "provider", "runs") == [("dvc", "python measure.py")]
    targets = "all: data\n\tpython train.py\n\ndata:\n\tpython make.py\n"
    found = extract_pipeline(source("Makefile"), targets, shipped())
    assert some(found, "provider", "runs") == [("make", "python train.py\npython make.py")]
    assert extract_pipeline(source("LICENSE"), "\tx\n", shipped()).facts == ()
