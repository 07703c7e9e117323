"""A prompt in a file: "version N" on the first line, then parts between lines of three dashes."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def read_prompt(path: Path) -> tuple[str, ...]:
    """Return the version of a prompt, and then its parts in order."""
    version, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return (version.removeprefix("version "), *rest.split("\n---\n"))
