"""Asking for replies, of which each is kept when it comes: an interrupted run goes on where it ended.

questions/itu-pp_dec-5_2022.replies   {"model", "prompt": a mark, "reply"}, one a line
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from assistant.language_model.calls import Calls
from assistant.language_model.client import LanguageModelFailed, Schema, Writer
from assistant.selection.prompt import Prompt
from corpus.errors import ResolutionsError

CHARACTERS = 4
"""Of a token, about."""
SECONDS = 300.0
"""Seconds that a call may take."""
FAILURES = 3
"""Calls that fail one after the other until the run ends."""
Read = TypeVar("Read")


class Stopped(ResolutionsError):
    """Too many calls failed one after the other."""

    code = "enrichment-stopped"


class FailureLimit:
    """Ends a run, over however many texts, when too many calls failed one after the other."""

    def __init__(self, failures: int = FAILURES) -> None:
        self._most, self._in_a_row = failures, 0

    def succeeded(self) -> None:
        """Forget the failures."""
        self._in_a_row = 0

    def failed(self, error: LanguageModelFailed) -> None:
        """Count a failure. Raises Stopped."""
        self._in_a_row += 1
        if self._in_a_row >= self._most:
            problem = f"{self._in_a_row} calls in a row failed, the last with: {error}"
            raise Stopped(f"{problem}. Every reply is kept; run the same command again to go on") from error


class Replies:
    """The replies kept in a file, by a mark of model and prompt; a line that a crash cut off is ignored."""

    def __init__(self, path: Path, model: str) -> None:
        self._path, self._model = path, model
        self._known = dict(_rows(path, model))

    def __len__(self) -> int:
        """Return how many replies of this model there are."""
        return len(self._known)

    def find(self, prompt: Prompt) -> str | None:
        """Return the reply to a prompt, if there is one."""
        return self._known.get(self._mark(prompt))

    def keep(self, prompt: Prompt, reply: str) -> None:
        """Keep a reply; it is on disk when this returns. Raises OSError."""
        mark = self._mark(prompt)
        line = json.dumps({"model": self._model, "prompt": mark, "reply": reply}, ensure_ascii=False)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:  # a line that a crash cut off ends here
            file.write(f"\n{line}\n".encode(errors="replace"))
            file.flush()
            os.fsync(file.fileno())
        self._known[mark] = reply

    def _mark(self, prompt: Prompt) -> str:
        text = json.dumps([self._model, prompt.system, prompt.user])
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def _rows(path: Path, model: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            row = json.loads(line)
            if row["model"] == model:
                found.append((str(row["prompt"]), str(row["reply"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found


class Asking:
    """Asks a model what it has not answered yet, and counts calls, failures and tokens of this run."""

    def __init__(self, writer: Writer, replies: Replies, patience: FailureLimit) -> None:
        self._calls = Calls(writer, seconds=SECONDS, pause=0.0)
        self._replies, self._patience = replies, patience
        self.asked, self.unusable, self.unanswered = 0, 0, 0
        self.tokens_in, self.tokens_out = 0, 0

    def ask(self, prompt: Prompt, schema: Schema, read: Callable[[str], Read]) -> Read | None:
        """Return what `read` makes of the reply, None where none can be read. Raises Stopped."""
        with suppress(ValueError):  # a reply that an older version kept may not be read by this one
            if (known := self._replies.find(prompt)) is not None:
                return read(known)
        self.asked += 1
        self.tokens_in += (len(prompt.system) + len(prompt.user)) // CHARACTERS
        try:
            text, found = self._calls.ask(prompt.system, prompt.user, schema, lambda text: (text, read(text)))
        except LanguageModelFailed as error:
            # Slow, cut-off or unreadable replies count against the prompt, others against the model.
            if error.reason in ("slow", "cut-off") or (error.reason == "broken" and not error.status):
                self.unusable += 1
            else:
                self.unanswered += 1
            self._patience.failed(error)
            return None
        self._patience.succeeded()
        self.tokens_out += len(text) // CHARACTERS
        self._replies.keep(prompt, text)
        return found
