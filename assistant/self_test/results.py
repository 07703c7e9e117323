"""What a home remembers of language models: how each did in its test.

    language_model.json    {"results": [...]}

A result counts for one address, name and version of the prompts. A key is never written. A file that cannot
be read is as good as none: the model is then untested.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from assistant.library.storage import write_durably
from assistant.query_help.prompt import help_version
from assistant.selection.prompt import prompt_version
from assistant.self_test.questions import Tally
from assistant.settings import LanguageModel

FILE = "language_model.json"
PATIENCE = 8
"""Questions after which a model is too slow if no reply has come in time."""
_MOST = 20  # results that are remembered, the latest


@dataclass(frozen=True, slots=True)
class Result:
    """How a model did on the questions that it was asked.

    `reader` is how the built-in reader did on all questions, `beside` on those that the model was asked.
    `day` is the ISO date of the test, `seconds` wall time, `tokens` an estimate of those sent and received;
    `reader_seconds` are those that the built-in reader took for all questions.
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
    reader_seconds: float = 0.0

    @property
    def is_too_slow(self) -> bool:
        """Whether no reply has come in time, which says nothing else about the model."""
        return self.by_model.late == self.by_model.asked >= PATIENCE

    @property
    def is_used(self) -> bool:
        """Whether the model is not worse: its score is, or can still become, that of the built-in reader."""
        remaining = self.reader.asked - self.by_model.asked
        return self.by_model.score + remaining >= self.reader.score and not self.is_too_slow

    @property
    def is_decided(self) -> bool:
        """Whether the questions that are left cannot change that: each adds 1 at most, or takes 1 away."""
        remaining = self.reader.asked - self.by_model.asked
        return not self.is_used or self.by_model.score - remaining >= self.reader.score

    @property
    def key(self) -> tuple[str, str, str]:
        """What the result counts for: the model's address and name, the versions of the prompts."""
        return self.base_url, self.model, self.prompt


_FORM = TypeAdapter(dict[Literal["results"], tuple[Result, ...]])  # the latest result last


def prompt_versions() -> str:
    """Return the versions of the prompts that a model is tested with: of the one that reads, then of help."""
    return f"{prompt_version()}+{help_version()}"


def result_of(home: Path, configured: LanguageModel) -> Result | None:
    """Return how a model did in its test with the prompts of now, None for one that is not yet tested."""
    key = (configured.base_url, configured.model, prompt_versions())
    return next((result for result in _read(home) if result.key == key), None)


def keep_result(home: Path, result: Result) -> None:
    """Remember a result in the place of an earlier one of the same model. Raises OSError."""
    others = [other for other in _read(home) if other.key != result.key]
    home.mkdir(parents=True, exist_ok=True)
    written = _FORM.dump_json({"results": (*others, result)[-_MOST:]}, indent=1)
    write_durably(home / FILE, written + b"\n")


def _read(home: Path) -> tuple[Result, ...]:
    try:
        return _FORM.validate_json((home / FILE).read_bytes(), strict=True)["results"]
    except (OSError, ValueError, KeyError):
        return ()
