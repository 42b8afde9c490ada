"""Runs rai-lint where it may neither open a socket nor start, or execute, what it reads.

`python sandbox.py HOW ROOT ARGUMENT...`: with `audit` Python itself tells of each such event, and
the first one ends the run with code 99; with `no-exec` and `no-net` the kernel ends the process at
the system call (Linux on x86-64 or ARM), and so whatever a library of C does.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path
from typing import Any

VIOLATION = 99
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
#: Numbers of system calls: to make a socket, to connect it, to start a program (two ways).
_CALLS = {"x86_64": (41, 42, 59, 322), "aarch64": (198, 203, 221, 281)}
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_FORBIDDEN = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "ctypes.dlopen")


def _filter(numbers: tuple[int, ...]) -> bytes:
    """Return a program for the kernel: another architecture or one of these calls is the end."""
    machine = platform.machine()
    count = len(numbers)
    steps = [(0x20, 0, 0, 4), (0x15, 0, count + 2, _ARCHITECTURES[machine]), (0x20, 0, 0, 0)]
    steps += [(0x15, count - at, 0, number) for at, number in enumerate(numbers)]
    steps += [(0x06, 0, 0, _ALLOW), (0x06, 0, 0, _KILL)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def close_kernel(how: str) -> None:
    """Let the kernel end this process and its children at a call that is forbidden."""
    calls = _CALLS[platform.machine()]
    code = _filter(calls if how == "no-exec" else calls[:2])
    program = ctypes.create_string_buffer(code)
    whole = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.create_string_buffer(whole), 0, 0):
        message = f"no filter: {os.strerror(ctypes.get_errno())}"
        raise OSError(message)


def watch(root: str) -> None:
    """End the run at the first event that reading a repository has no use for."""

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        said = _forbidden(event, arguments, root)
        if said:
            os.write(2, f"sandbox: {said}\n".encode())
            os._exit(VIOLATION)

    sys.addaudithook(look)


def _forbidden(event: str, arguments: tuple[Any, ...], root: str) -> str:
    if event.startswith("socket.") and event != "socket.gethostname":
        return event
    if event in _FORBIDDEN or event.startswith(("urllib.", "http.", "ftplib.", "smtplib.")):
        return event
    if event == "subprocess.Popen" and Path(str(arguments[0])).name != "git":
        return f"{event} {arguments[0]}"
    if event == "exec" and str(getattr(arguments[0], "co_filename", "")).startswith(root):
        return f"{event} {arguments[0].co_filename}"
    if event == "import" and str(arguments[1] or "").startswith(root):
        return f"{event} {arguments[1]}"
    if event == "pickle.find_class":
        return f"{event} {arguments}"
    if event == "open" and _writes(arguments) and str(arguments[0]).startswith(root):
        return f"{event} {arguments[0]} to write"
    return ""


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    written = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
    return written or bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))


def main() -> None:
    """Close the sandbox, then run the program."""
    _, how, root, *arguments = sys.argv
    sys.argv = ["rai-lint", *arguments]
    from rai_lint.cli import main as run  # noqa: PLC0415 - the helpers above need no engine

    if how == "audit":
        watch(root)
    elif how != "open":
        close_kernel(how)
    run()


if __name__ == "__main__":
    main()
