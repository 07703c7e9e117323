"""Models that are tested: one that knows the right clauses, and those that go wrong in one way each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.language_model.client import LanguageModelFailed
from assistant.query_help.reply import SCHEMA
from assistant.selection.prompt import data
from assistant.self_test.questions import read_questions
from assistant.self_test.results import FILE

_KNOWN = 60  # characters by which a clause is known in a prompt


def reply(tokens, *, answered=True):
    return json.dumps({"clauses": list(tokens), "answered": answered, "missing": "", "opening": ""})


class Knows:
    """A model that names all right clauses and refuses every near miss; `asked` counts what it reads."""

    def __init__(self, edition) -> None:
        self.asked, self.helped = 0, 0
        self.gold = {
            data(one.text): [f"“{data(edition.provision(eid).text)[:_KNOWN]}" for eid in one.clauses]
            for one in read_questions()
        }

    def complete(self, system, user, *, seconds, schema=None):
        question = user.split("<question>\n")[1].split("\n</question>")[0]
        if schema is SCHEMA:
            self.helped += 1
            return self.helps(question)
        self.asked += 1
        blocks = user.split("<clauses>\n")[1].split("\n\n")
        right = [
            one[1:].partition("]")[0] for one in blocks if any(text in one for text in self.gold[question])
        ]
        return self.says(self.asked, right)

    def helps(self, question):
        """Reply to a request for help with a question: it stands alone already."""
        return json.dumps({"standalone": question, "phrases": ["oversee the results"], "language": "en"})

    def says(self, number, right):
        """Reply to the question of this number, whose clauses are those of these tokens."""
        return reply(right, answered=bool(right))


class First(Knows):
    """Names the first clause, whatever is asked."""

    def says(self, number, right):
        return reply(["c1"])


class NeverRefuses(Knows):
    """Knows the right clauses, and answers every near miss too."""

    def says(self, number, right):
        return reply(right or ["c1"])


class Chats(Knows):
    """Writes what is no reply."""

    def helps(self, question):
        return "I would rather chat."

    def says(self, number, right):
        return "I would rather chat."


class Fails(Knows):
    """Knows the right clauses, but ends in an error where it is due."""

    def __init__(self, edition, error, due=lambda number: True) -> None:
        super().__init__(edition)
        self.error, self.due = LanguageModelFailed("it said no", *error), due

    def says(self, number, right):
        if self.due(number):
            raise self.error
        return super().says(number, right)


class HelpsNobody(Knows):
    """Knows the right clauses, but never helps in time."""

    def helps(self, question):
        raise LanguageModelFailed("it is late", "slow")


@pytest.fixture(scope="session")
def models() -> SimpleNamespace:
    return SimpleNamespace(
        Knows=Knows,
        First=First,
        NeverRefuses=NeverRefuses,
        Chats=Chats,
        Fails=Fails,
        HelpsNobody=HelpsNobody,
    )


@pytest.fixture
def clean(home: Path) -> Iterator[Path]:
    """The shared home, with nothing remembered of models before and after."""
    (home / FILE).unlink(missing_ok=True)
    yield home
    (home / FILE).unlink(missing_ok=True)
