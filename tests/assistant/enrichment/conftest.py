"""A model that writes and checks questions about an invented text, well or as badly as a test wants it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.enrichment.asking import Asking, FailureLimit, Replies
from assistant.enrichment.enriching import IndexFinder
from index import EmbeddingCache

Row = dict[str, Any]


def clauses_in(user: str) -> Mapping[str, str]:
    """Return the words of each clause of a prompt, by its token."""
    found = {}
    for block in user.split("<clauses>\n")[1].split("\n</clauses>")[0].split("\n\n"):
        head, _, words = block.partition("\n")
        found[head[1:].partition("]")[0]] = words.partition("“")[2].rstrip("”")
    return found


def row(question: str, *tokens: str, missing: str = "", kind: str = "lookup", asker: str = "staff") -> Row:
    return {"question": question, "clauses": list(tokens), "kind": kind, "asker": asker, "missing": missing}


class Scribe:
    """Writes two questions and a near miss about each clause, and finds the clauses of what it wrote again.

    A clause is remembered by its words, as a reader who knows the text would: tokens differ from prompt to
    prompt. `extra` are rows that it adds to its first window; `misread` are questions for which it finds
    other clauses: the words of these, none where there are none.
    """

    def __init__(self, *extra: Row, misread: Mapping[str, Sequence[str]] | None = None) -> None:
        self.extra, self.misread = list(extra), dict(misread or {})
        self.wrote: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.failure: Callable[[int], Exception | str | None] = lambda number: None

    def complete(self, system: str, user: str, *, seconds: float, stream=None, schema=None) -> str:
        del system, seconds, stream, schema
        self.asked.append(user)
        failure = self.failure(len(self.asked))
        if isinstance(failure, BaseException):
            raise failure
        return failure if failure is not None else self.reply(user)

    def reply(self, user: str) -> str:
        return json.dumps(self._check(user) if "<questions>" in user else self._write(user))

    def _write(self, user: str) -> Row:
        clauses = clauses_in(user)
        rows, self.extra = self.extra, []
        for token, words in clauses.items():
            about = (
                f"lantern-{hashlib.sha256(words.encode()).hexdigest()[:8]}"  # shares no word with the clause
            )
            rows = [
                *rows,
                row(f"wherefore {about}", token, kind="paraphrase"),
                row(f"explain {about} please", token, asker="drafter"),
                row(f"how costly {about} was", token, missing="number"),
            ]
        for one in rows:
            if all(token in clauses for token in one["clauses"]):
                answers = [] if one["missing"] else [clauses[token] for token in one["clauses"]]
                self.wrote[one["question"]] = answers
        return {"questions": rows}

    def _check(self, user: str) -> Row:
        token_of = {words: token for token, words in clauses_in(user).items()}
        found = []
        for line in user.split("<questions>\n")[1].split("\n</questions>")[0].splitlines():
            number, _, question = line[1:].partition("] ")
            words = self.misread.get(question, self.wrote.get(question, []))
            found.append({"question": number, "clauses": [token_of[one] for one in words if one in token_of]})
        return {"found": found}


@pytest.fixture
def scribe() -> type[Scribe]:
    return Scribe


@pytest.fixture
def a_row() -> Callable[..., Row]:
    return row


@pytest.fixture
def finder(word_model, tmp_path: Path) -> IndexFinder:
    return IndexFinder(word_model, EmbeddingCache(tmp_path / "embeddings.sqlite"))


@pytest.fixture
def asking(tmp_path: Path) -> Callable[..., Asking]:
    """Ask a model, with the replies that are kept in this test's folder."""

    def made(model: Any, patience: FailureLimit | None = None) -> Asking:
        replies = Replies(tmp_path / "questions" / "harbours.replies", "small")
        return Asking(model, replies, patience or FailureLimit())

    return made
