"""Running a command as a person does, in this process: status, standard output, standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(
    assistant: Assistant, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Run a command on the shared home with the shared assistant, or on a home of its own."""

    def ran(*arguments: str, stdin: bytes = b"", at: Path | None = None) -> Ran:
        with monkeypatch.context() as patched:
            patched.setenv("RESOLUTIONS_HOME", str(at or home))
            patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            if at is None:  # the model is loaded once a session
                patched.setattr("assistant.opening.open_assistant", lambda *_: assistant)
            capsys.readouterr()
            try:
                status = main(arguments)
            except SystemExit as end:
                status = int(end.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return ran


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    """A home that cannot be written, even by root: it lies below a file."""
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "home"
