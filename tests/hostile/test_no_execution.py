"""Nothing that is read is run, and nothing is sent: canaries are silent, sandboxes see nothing."""

from __future__ import annotations

import io
import json
import os
import pickle
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from program import Done, git
from sandbox import VIOLATION
from started import SOURCE
from tree import notebook, write

from rai_lint.extract import pool as pool_module
from rai_lint.extract.pool import PAYS_FROM, Pool
from rai_lint.extract.worker import Task
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Skipped, Source

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(sys.platform == "win32", reason="the canaries are touched by a shell"),
]

TESTS = Path(__file__).parents[1]
CHECK = ("check", "--profile", "strict", "--format", "json", "--fail-on", "never")
WITNESS = "import torch\n\nstate = torch.load('model.pt', weights_only=False)\n"
#: Modules that rai-lint or Python itself imports early, late, or in a process of its own.
SHADOWS = """
    yaml libcst click json msgspec jinja2 re2 rich markdown_it pathspec jsonschema packaging
    license_expression tomllib tomli pickle socket subprocess tempfile sqlite3 ast tokenize
    multiprocessing runpy_helper typing_extensions cyclonedx xml sitecustomize usercustomize
    conftest setup noxfile tasks fabfile pythonstartup encodings antigravity
""".split()  # noqa: SIM905 - a table is easier to read than a list


class _Bomb:
    """What runs a command where it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self.command,)


def canaries(root: Path, cage: Path) -> None:
    """Put something that leaves a trace in a cage into every place that something may run."""
    cage.mkdir()

    def sing(name: str) -> str:
        return f"open({str(cage / name)!r}, 'w').close()\n"

    shell = f"touch '{cage}/shell'"
    for name in SHADOWS:
        write(root, {f"{name}.py": sing(name), f"packages/{name}/__init__.py": sing(name)})
    bomb = pickle.dumps(_Bomb(f"touch '{cage}/pickle'"))
    checkpoint = io.BytesIO()
    with zipfile.ZipFile(checkpoint, "w") as archive:
        archive.writestr("archive/data.pkl", bomb)
    jinja = f"{{{{ cycler.__init__.__globals__.os.popen(\"touch '{cage}/jinja'\").read() }}}}"
    tag = f"!!python/object/apply:os.system [\"touch '{cage}/yaml'\"]"
    write(
        root,
        {
            "evil.pth": f"import os; {sing('pth')}",
            "evil.dist-info/entry_points.txt": "[rai_lint.packs]\nevil = conftest\n",
            "evil.dist-info/METADATA": "Name: evil\nVersion: 1\n",
            "evil.egg-link": ".\n",
            ".envrc": shell,
            ".pythonrc": sing("pythonrc"),
            ".pdbrc": "import os;; os.system('true')\n",
            ".pre-commit-config.yaml": f"repos: [{{repo: local, hooks: [{{entry: {shell}}}]}}]\n",
            "Makefile": f"all:\n\t{shell}\n$(shell {shell})\n",
            "requirements.txt": "torch==2.4.0\n-e .\n--index-url http://127.0.0.1:9/simple\n",
            "environment.yml": f"dependencies: {tag}\n",
            "params.yaml": f"lr: {tag}\nname: ${{oc.env:PATH}}\nother: {jinja}\n",
            "README.md": f"---\nlicense: mit\nmodel_name: {jinja}\ntags: {tag}\n---\n# {jinja}\n"
            "\n![x](http://127.0.0.1:9/x.png)\n\n```sh\npython yaml.py\n```\n",
            "croissant.json": '{"@context": "http://127.0.0.1:9/context", "@type": "sc:Dataset",'
            ' "name": "a", "conformsTo": "http://mlcommons.org/croissant/1.0"}',
            "schema.json": '{"$schema": "http://127.0.0.1:9/s", "$ref": "http://127.0.0.1:9/r"}',
            "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = 'setup'\n"
            "backend-path = ['.']\n[project]\nname = 'evil'\nversion = '1'\n"
            "[project.entry-points.'rai_lint.packs']\nevil = 'conftest'\n",
            "notes.ipynb": notebook(f"!{shell}", f"%%bash\n{shell}", "%load_ext evil"),
            "model.pkl": bomb,
            "model.joblib": bomb,
            "model.pt": checkpoint.getvalue(),
            "state.npy": b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'shape': (1,)}" + bomb,
            "witness.py": WITNESS,
        },
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of canaries beside an empty cage."""
    root = tmp_path_factory.mktemp("canaries") / "repository"
    root.mkdir()
    canaries(root, root.parent / "cage")
    write(root, {f"filler{n}.py": "# filler\n" * 15_000 for n in range(6)})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


def run(tree: Path, *command: str, **environment: str) -> Done:
    """Run a command in the repository; nothing may have sung."""
    base = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env={**base, "PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert list((tree.parent / "cage").iterdir()) == []
    return Done(done.returncode, done.stdout, done.stderr)


def facts_of(done: Done) -> object:
    """Return what a run says, apart from how long it took."""
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    return {key: report[key] for key in ("findings", "unknown", "skipped")}


@pytest.fixture(scope="module")
def expected(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    """What a run says from elsewhere, in one process."""
    home = str(tmp_path_factory.mktemp("cache"))
    script = str(TESTS / "sandbox.py")
    jobs = ("--jobs", "1", str(tree))
    told = facts_of(run(tree, script, "open", str(tree), *CHECK, *jobs, XDG_CACHE_HOME=home))
    assert isinstance(told, dict)
    assert any(each["rule"] == "SEC001" for each in told["findings"])
    return told


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_canaries_stay_silent(tree: Path, expected: object, jobs: str) -> None:
    done = run(tree, "-m", "rai_lint", *CHECK, "--jobs", jobs, "--no-cache", ".")
    assert facts_of(done) == expected


@pytest.mark.skipif(sys.version_info < (3, 11), reason="-P is of Python 3.11")
def test_with_safe_path_even_a_folder_of_our_own_name_is_not_run(tree: Path) -> None:
    own = tree / "rai_lint"
    write(own, {"__init__.py": f"open({str(tree.parent / 'cage' / 'own')!r}, 'w')\n"})
    write(own, {"__main__.py": f"open({str(tree.parent / 'cage' / 'own')!r}, 'w')\n"})
    try:
        assert run(tree, "-P", "-m", "rai_lint", *CHECK, ".").returncode == 0
    finally:
        for file in own.iterdir():
            file.unlink()
        own.rmdir()


@pytest.mark.parametrize("option", ["--fix", "--diff", "--since=HEAD"])
def test_canaries_stay_silent_whatever_is_asked(tree: Path, option: str) -> None:
    plain = ("--profile", "strict", "--fail-on", "never")
    done = run(tree, "-m", "rai_lint", "check", *plain, option, ".")
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    git(tree, "checkout", "-q", "--", ".")


@pytest.mark.parametrize("how", ["audit", "no-net", "no-exec"])
def test_a_sandbox_sees_nothing_forbidden(
    tree: Path, expected: object, tmp_path: Path, how: str
) -> None:
    if how != "audit" and (
        sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64")
    ):
        pytest.skip("needs seccomp")
    more = {"XDG_CACHE_HOME": str(tmp_path)}
    if how == "no-exec":
        more["PATH"] = str(tmp_path)  # git is not there, so nothing at all may be started
    jobs = ("--jobs", "1" if how == "audit" else "2")
    done = run(tree, str(TESTS / "sandbox.py"), how, str(tree), *CHECK, *jobs, ".", **more)
    if "no filter" in done.stderr:
        pytest.skip("this kernel has no filters")
    assert facts_of(done) == expected


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("audit", "import socket; socket.socket()"),
        ("audit", "import os; os.system('true')"),
        ("audit", "import subprocess; subprocess.run(['true'])"),
        ("no-net", "import socket; socket.socket()"),
        ("no-exec", "import os; os.execv('/bin/true', ['true'])"),
    ],
)
def test_the_sandbox_is_closed(tmp_path: Path, how: str, code: str) -> None:
    if how != "audit" and sys.platform != "linux":
        pytest.skip("needs seccomp")
    enter = f"watch({str(tmp_path)!r})" if how == "audit" else f"close_kernel({how!r})"
    done = subprocess.run(
        [sys.executable, "-c", f"from sandbox import *; {enter}; {code}; print('out')"],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "no filter" in done.stderr:
        pytest.skip("this kernel has no filters")
    assert done.returncode == (VIOLATION if how == "audit" else -31)
    assert done.stdout == ""


def _text(_: Source) -> bytes | Skipped:
    return WITNESS.encode()


def test_a_process_that_starts_anew_imports_nothing_from_the_tree(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "_method", lambda: "spawn")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.chdir(tree)
    tasks = [Task(n, Source(f"{n}.py", "python", "source", PAYS_FROM)) for n in range(2)]
    with Pool(2, _text, Knowledge()) as pool:
        assert len(list(pool.answers(tasks))) == 2
    assert Path.cwd() == tree
    assert list((tree.parent / "cage").iterdir()) == []
