"""An interrupt ends the program quietly, from its first moments on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rai_lint.commands.boundary import guarded

TOP = Path(__file__).parents[1]
#: Stands for the library that the command line imports first, and is interrupted meanwhile.
INTERRUPTED = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(20)\n"
#: Code that catches everything must not turn the interrupt into something else.
SWALLOWED = (
    "import os, signal, time\n"
    "try:\n"
    "    os.kill(os.getpid(), signal.SIGINT)\n"
    "    time.sleep(20)\n"
    "except BaseException as error:\n"
    "    raise ImportError('lost') from error\n"
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="os.kill has no SIGINT there")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(folder), str(TOP)))
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=15,
        cwd=folder,
        env={"PYTHONPATH": paths, "PATH": os.environ["PATH"]},
    )


@pytest.mark.parametrize("library", [INTERRUPTED, SWALLOWED])
@pytest.mark.parametrize(
    "command",
    [("-m", "rai_lint", "--version"), ("-c", "from rai_lint.__main__ import main; main()")],
)
def test_an_interrupt_during_the_import_of_the_command_line_is_quiet(
    tmp_path: Path, library: str, command: tuple[str, ...]
) -> None:
    (tmp_path / "click.py").write_text(library)
    done = run(tmp_path, *command)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "rai-lint: interrupted\n")


def test_an_ignored_interrupt_stays_ignored(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    code = (
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from rai_lint.__main__ import main\n"
        "main()\n"
    )
    done = run(tmp_path, "-c", code)
    assert "interrupted" not in done.stderr
    # The import went on: what it stumbles over is the library that is none.
    assert "module 'click' has no attribute" in done.stderr


def test_once_imported_python_handles_interrupts_again(tmp_path: Path) -> None:
    code = (
        "import signal\n"
        "from rai_lint import __main__, cli\n"
        "cli.main = lambda: print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)\n"
        "__main__.main()\n"
    )
    assert run(tmp_path, "-c", code).stdout == "True\n"


def test_an_interrupt_inside_generated_code_ends_with_the_same_code(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import sys\n"
        "from rai_lint import __main__, cli\n"
        "from rai_lint.commands.boundary import guarded\n"
        "cli.main = lambda: sys.exit(guarded(lambda: exec('raise KeyboardInterrupt')))\n"
        "__main__.main()\n"
    )
    done = run(tmp_path, "-m", "program")
    assert (done.returncode, done.stderr) == (130, "rai-lint: interrupted\n")


def test_an_interrupt_that_python_wraps_in_an_error_is_one_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def wrapped() -> int:
        message = "Error calling __set_name__"
        raise RuntimeError(message) from KeyboardInterrupt()

    assert guarded(wrapped) == 130
    assert capsys.readouterr().err == "rai-lint: interrupted\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
@pytest.mark.parametrize("command", ["rules", "rule SEC001", "check --help"])
def test_a_full_disk_behind_standard_output_is_said(command: str) -> None:
    shell = f"{sys.executable} -m rai_lint {command} >/dev/full"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - a redirection of a shell
    assert done.returncode == 2
    assert done.stderr.startswith("rai-lint: standard output cannot be written (No space")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a redirection of a POSIX shell")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), (">&- 2>&-", 0)])
def test_closed_streams_are_no_bug(closed: str, code: int) -> None:
    shell = f"{sys.executable} -m rai_lint rules {closed}"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - see above
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
