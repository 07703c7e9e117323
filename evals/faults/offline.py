"""What is done without a network: `python -m evals.faults.offline FOLDER RESULT`, in a network of its own.

The loopback interface is brought up first; there is no other.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from time import monotonic

from evals.faults.network import QUESTIONS
from evals.faults.served import Tab, called, server

_UP = 0x1
_SET_FLAGS = 0x8914  # SIOCSIFFLAGS
_ASKED = (
    "Who oversees the strategic plan?", "considering b)", "What are the thematic priorities?", "Hello",
    "What is the vision of the Union?", "What is the Council instructed to do?", "Who counts the barns?",
    "What is capacity building?",
    "What changed since Resolution 71 (Rev. Dubai, 2018)?", "Which resolutions are cited?",
)  # fmt: skip


def main(folder: str, result: str) -> int:
    """Start, add, ask; write what each step came to."""
    steps: dict[str, dict[str, object]] = {}
    _loopback()
    started = monotonic()
    home = Path(os.environ["RESOLUTIONS_HOME"])
    with server(home, Path(folder, "server.log")) as (process, port):
        steps["start"] = _step("", started)
        started = monotonic()
        add = [sys.executable, "-m", "assistant.cli", "add", str(Path(folder, "texts"))]
        done = subprocess.run(add, capture_output=True, text=True, check=False)  # noqa: S603  our own program
        steps["add"] = _step("" if done.returncode == 0 else done.stderr[-300:], started)
        tab = Tab(port)
        for at in range(QUESTIONS):
            started = monotonic()
            question = _ASKED[at % len(_ASKED)]
            reply = tab.ask(question) if at % 2 else called(port, question)
            steps[f"question {at}"] = _step(reply.problem or ("busy" if reply.is_full else ""), started)
        started = monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        steps["stop"] = _step("", started)
    Path(result).write_text(json.dumps(steps), encoding="utf-8")
    return 0


def _step(problem: str, started: float) -> dict[str, object]:
    """Return what a step came to."""
    return {"problem": problem, "seconds": monotonic() - started}


def _loopback() -> None:
    """Bring the loopback interface up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
