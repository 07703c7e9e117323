"""Asking the golden questions: a table, an exit status that a gate can trust."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answering import Assistant
from evals import run as runs
from evals.metrics import table


class Misquoting:
    """An assistant whose quotes are shifted by a letter."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant, self.library, self.notices = assistant, assistant.library, ()

    def ask(self, turns):
        answer = self._assistant.ask(turns)
        shifted = [
            replace(one, citations=tuple(replace(it, start=it.start + 1) for it in one.citations))
            for one in answer.claims
        ]
        return replace(answer, claims=tuple(shifted))


@pytest.fixture
def asked(assistant: Assistant, monkeypatch, capsys):
    def ask(answerer: object, **options: bool) -> tuple[int, str, str]:
        monkeypatch.setattr(runs, "open_assistant", lambda settings: answerer)
        status = runs.run("dev", **options)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return ask


def test_the_table_has_every_metric_for_every_kind_of_question(asked, assistant: Assistant):
    status, out, err = asked(assistant)
    assert (status, err) == (0, "")
    assert all(f"\n{name} " in out for name in table(assistant.library))
    assert "questions (dev)" in out


def test_the_same_as_json(asked, assistant: Assistant):
    status, out, _ = asked(assistant, as_json=True)
    rows = json.loads(out)
    assert status == 0
    assert list(rows["all"]) == list(table(assistant.library))
    assert rows["all"]["citation validity"]["value"] == 1.0
    answerable = rows["all"]["wrongly refused"]["cases"]
    assert rows["all"]["right status"]["cases"] == answerable + rows["all"]["refusal recall"]["cases"]


def test_a_quote_that_does_not_stand_in_its_clause_breaks_the_gate(asked, assistant: Assistant):
    status, _, err = asked(Misquoting(assistant))
    assert status == 1
    assert err.startswith("gate broken: citation validity is ")
