"""The library that counts what a process does to the disk (shim.c): built once, armed in a forked process."""

from __future__ import annotations

import ctypes
import subprocess
from enum import IntEnum
from pathlib import Path

_SOURCE = Path(__file__).with_name("shim.c")


class Mode(IntEnum):
    """What happens at the nth touch; of FULL at it and all after, of BAD_READ at the nth read."""

    OFF = 0
    COUNT = 1
    KILL = 2
    TORN = 3
    FULL = 4
    BAD_READ = 5


def build(folder: Path) -> Path:
    """Compile the library into a folder. Raises CalledProcessError."""
    path = folder / "shim.so"
    made = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-o", str(path), str(_SOURCE), "-ldl"]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603  our own source
    return path


def arm(mode: Mode, at: int = 0) -> None:
    """Begin to count in this process. Raises AttributeError where the library was not loaded with it."""
    ctypes.CDLL(None).faults_arm(ctypes.c_int(mode), ctypes.c_long(at))


def is_loaded() -> bool:
    """Return whether this process was started with the library."""
    return hasattr(ctypes.CDLL(None), "faults_arm")


def disarm() -> None:
    """Stop counting, if this process counts."""
    if is_loaded():
        arm(Mode.OFF)


def touches() -> int:
    """Return how often this process has touched the disk since it was armed."""
    count = ctypes.CDLL(None).faults_count
    count.restype = ctypes.c_long
    return int(count())
