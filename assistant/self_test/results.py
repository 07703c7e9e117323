"""What a home remembers of language models: how each did in its test, and which addresses were announced.

    language_model.json    {"results": [...], "announced": ["https://..."]}

A result counts for one address, name and version of the prompts. A key is never written. A file that cannot
be read is as good as none: the model is then untested.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.library.storage import write_durably
from assistant.query_help.prompt import help_version
from assistant.selection.prompt import prompt_version
from assistant.self_test.questions import Tally
from assistant.settings import LanguageModel

FILE = "language_model.json"
PATIENCE = 8
"""Questions after which a model is too slow if no reply has come in time."""
_MOST = 20  # results and addresses that are remembered, the latest
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Result:
    """How a model did on the questions that it was asked.

    `reader` is how the built-in reader did on all questions, `beside` on those that the model was asked.
    `day` is the ISO date of the test, `seconds` wall time, `tokens` an estimate of those sent and received.
    """

    base_url: str
    model: str
    prompt: str
    day: str
    by_model: Tally
    beside: Tally
    reader: Tally
    seconds: float
    tokens: int

    @property
    def is_too_slow(self) -> bool:
        """Whether no reply has come in time, which says nothing else about the model."""
        return self.by_model.late == self.by_model.asked >= PATIENCE

    @property
    def is_used(self) -> bool:
        """Whether the model is not worse: its score is, or can still become, that of the built-in reader."""
        left = self.reader.asked - self.by_model.asked
        return self.by_model.score + left >= self.reader.score and not self.is_too_slow

    @property
    def is_decided(self) -> bool:
        """Whether the questions that are left cannot change that: each adds 1 at most, or takes 1 away."""
        left = self.reader.asked - self.by_model.asked
        return not self.is_used or self.by_model.score - left >= self.reader.score

    def is_of(self, configured: LanguageModel) -> bool:
        """Return True if this is the result of a model with the prompts of now."""
        key = (configured.base_url, configured.model, prompt_versions())
        return (self.base_url, self.model, self.prompt) == key


@dataclass(frozen=True, slots=True)
class Remembered:
    """Results and announced addresses, the latest last."""

    results: tuple[Result, ...] = ()
    announced: tuple[str, ...] = ()


def prompt_versions() -> str:
    """Return the versions of the prompts that a model is tested with: of the one that reads, then of help."""
    return f"{prompt_version()}+{help_version()}"


def result_of(home: Path, configured: LanguageModel) -> Result | None:
    """Return how a model did in its test, None for one that is not yet tested."""
    return next((one for one in _read(home).results if one.is_of(configured)), None)


def keep_result(home: Path, result: Result) -> None:
    """Remember a result in the place of an earlier one of the same model. Raises OSError."""
    kept = _read(home)
    key = (result.base_url, result.model, result.prompt)
    others = [one for one in kept.results if (one.base_url, one.model, one.prompt) != key]
    _write(home, replace(kept, results=(*others, result)[-_MOST:]))


def is_announced(home: Path, base_url: str) -> bool:
    """Return True if it was said that questions go to an address."""
    return base_url in _read(home).announced


def keep_announced(home: Path, base_url: str) -> None:
    """Remember that it was said that questions go to an address. Raises OSError."""
    kept = _read(home)
    _write(home, replace(kept, announced=(*kept.announced, base_url)[-_MOST:]))


def _read(home: Path) -> Remembered:
    """Read what is remembered; nothing of a damaged file."""
    try:
        row = json.loads((home / FILE).read_text(encoding="utf-8"))
        announced = tuple(one for one in row["announced"] if isinstance(one, str))
        return Remembered(tuple(map(_result, row["results"])), announced)
    except _DAMAGE:
        return Remembered()


def _result(row: Mapping[str, Any]) -> Result:
    """Read a result. Raises ValueError, KeyError, TypeError."""
    words = [row[name] for name in ("base_url", "model", "prompt", "day")]
    if not all(isinstance(one, str) for one in words):
        raise ValueError("a result has a field that is not text")
    by_model, beside, reader = (Tally(**row[name]) for name in ("by_model", "beside", "reader"))
    numbers = [getattr(one, name) for one in (by_model, beside, reader) for name in Tally.__slots__]
    if not all(type(one) is int and one >= 0 for one in (*numbers, row["tokens"])):
        raise ValueError("a result has a count that is not a whole number from 0")
    base_url, model, prompt, day = words
    seconds, tokens = float(row["seconds"]), row["tokens"]
    return Result(base_url, model, prompt, day, by_model, beside, reader, seconds, tokens)


def _write(home: Path, remembered: Remembered) -> None:
    """Write what is remembered, whole or not at all. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(remembered), ensure_ascii=False, indent=1) + "\n"
    write_durably(home / FILE, text.encode())
