"""A verdict given on the page becomes a reviewed case, and the suite asks it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Status
from assistant.conversations.store import ConversationStore
from assistant.conversations.turn import Verdict, VerdictKind
from assistant.scope.filters import ClauseKind, Filters
from corpus.keys import EditionKey
from evals.cases import BadCase
from evals.report.figures import reviewed as section
from evals.results import Results
from evals.review import run
from evals.reviewed import add, ask_reviewed, place, read

GOALS = "What are the strategic goals?"
INVITES = "What does the resolution invite Member States to do?"
INVITED = [
    "invites Member States",
    "invites Member States, first indent",
    "invites Member States, second indent",
]
BUDGET = "What is the budget of the plan?"
RIGHT, WRONG = VerdictKind.RIGHT, VerdictKind.WRONG_CLAUSE


@pytest.fixture
def here(tmp_path, golden_texts, monkeypatch):
    """A home without texts of its own: what everyone has is gathered once."""
    monkeypatch.setenv("RESOLUTIONS_HOME", str(tmp_path))
    monkeypatch.setattr("evals.review.gather", lambda home: golden_texts)
    return tmp_path


def judged(home, assistant, *turns, kind=RIGHT, clause="", words="", filters=Filters()):  # noqa: B008
    """Ask on, and say something of the last answer."""
    store = ConversationStore(home)
    id_ = ""
    for at in range(len(turns)):
        answer = assistant.ask(turns[: at + 1])
        id_, number = store.append("ada", id_, turns[at], filters, answer)
    store.judge("ada", id_, number, Verdict(kind, clause, words))
    store.close()
    return f"person-{id_}-{number}"


def reviewing(*said):
    """Answer the reviewer's questions in order; then the input ends."""
    words = iter(said)

    def ask(prompt):
        try:
            return next(words)
        except StopIteration:
            raise EOFError from None

    return ask


@pytest.fixture
def taken(golden_texts):
    return lambda home: read(place(home), golden_texts)


def labels(case, resolution):
    return [resolution.provision(one.provision.eid).label for group in case.gold for one in group]


def test_a_verdict_becomes_a_case_only_when_somebody_takes_it(here, assistant, taken):
    id_ = judged(here, assistant, GOALS)
    assert run(ask=reviewing("n")) == 0
    assert not place(here).exists()
    run(ask=reviewing("a"))
    (case,) = taken(here)
    assert (case.id, case.turns, case.status) == (id_, (GOALS,), Status.ANSWERED)
    assert run(ask=reviewing()) == 0  # it is not shown again


@pytest.mark.parametrize(
    ("turns", "kind", "clause", "said", "status", "gold"),
    [
        ([INVITES], RIGHT, "", ["a"], "answered", INVITED),
        ([BUDGET], RIGHT, "", ["a"], "not_stated", []),
        ([GOALS], WRONG, "Annex 1 §72", ["a"], "answered", ["Annex 1, §72"]),
        ([INVITES], VerdictKind.MISSING_CLAUSE, "Annex 1 §72", ["a"], "answered", [*INVITED, "Annex 1, §72"]),
        ([BUDGET], VerdictKind.MISSING_CLAUSE, "§72", ["a"], "answered", ["Annex 1, §72"]),
        ([GOALS], VerdictKind.SHOULD_HAVE_REFUSED, "", ["a"], "not_stated", []),
        ([GOALS], WRONG, "resolves 99", ["a", "c §72", "a"], "answered", ["Annex 1, §72"]),
        ([GOALS], WRONG, "", ["a", "c §11", "+ §12", "k list", "a"], "answered",
         ["Annex 1, §11", "Annex 1, §12"]),
        ([GOALS], RIGHT, "", ["s out_of_scope", "a"], "out_of_scope", []),
        ([INVITES, "And the Council?"], RIGHT, "", ["f ellipsis", "a"], "answered", None),
    ],
)  # fmt: skip
def test_what_is_said_proposes_a_case_and_a_reviewer_corrects_it(
    here, assistant, resolution, turns, kind, clause, said, status, gold, taken
):
    judged(here, assistant, *turns, kind=kind, clause=clause)
    run(ask=reviewing(*said))
    (case,) = taken(here)
    assert (case.turns, case.status) == (tuple(turns), status)
    assert gold is None or labels(case, resolution) == gold
    assert case.kind == ("list" if "k list" in said else "lookup")
    assert case.follow_up == ("ellipsis" if "f ellipsis" in said else "")


@pytest.mark.parametrize(
    "said",
    ["c resolves 99", "c", "+ nothing", "s splendid", "k splendid", "f pronoun", "hello", "", "?"],
)
def test_what_is_no_correction_is_told_and_changes_nothing(here, assistant, said, capsys):
    judged(here, assistant, GOALS)
    run(ask=reviewing(said, "q"))
    assert "! " in capsys.readouterr().out
    assert not place(here).exists()


def test_a_case_without_its_clause_is_not_taken(here, assistant, capsys):
    judged(here, assistant, GOALS, kind=WRONG)
    run(ask=reviewing("a"))
    assert "no clause was named: say which one answers" in capsys.readouterr().out
    assert not place(here).exists()


def test_a_rejected_verdict_becomes_no_case_and_is_not_shown_again(here, assistant, capsys):
    judged(here, assistant, GOALS)
    run(ask=reviewing("r"))
    run(ask=reviewing())
    assert capsys.readouterr().out.count("verdict   right") == 1
    assert not place(here).exists()


def test_the_suite_asks_reviewed_cases_with_their_filters_and_tells_how_they_were_met(
    here, assistant, golden_texts
):
    judged(here, assistant, GOALS, filters=Filters(kind=ClauseKind.ANNEX))
    judged(here, assistant, GOALS, kind=WRONG, clause="Annex 1 §72")
    run(ask=reviewing("a", "a"))
    texts = golden_texts
    asked = ask_reviewed(here, texts, lambda held: assistant, "all")
    assert [one.case.filters.kind for one in asked.outcomes] == [ClauseKind.ANNEX, None]
    assert list(asked.scores["correct"].values()) == [1, 0]
    told = section(Results("all", texts, None, (), {}, reviewed=asked))
    assert told.said.startswith("1 of 2 cases")
    assert [row[-1] for row in told.tables[0].rows] == ["yes", "no"]


def test_a_case_over_texts_that_are_not_held_is_left_out_and_counted(here, assistant, taken, golden_texts):
    judged(here, assistant, GOALS)
    run(ask=reviewing("a"))
    texts = golden_texts
    (case,) = taken(here)
    add(replace(case, id="other", held=(EditionKey.parse("itu-pp/res-9/2030"),)), place(here), texts)
    asked = ask_reviewed(here, texts, lambda held: assistant, "all")
    assert (len(asked.outcomes), asked.left_out) == (1, 1)


def test_a_bad_case_is_not_kept_and_those_before_stay(here, assistant, taken, golden_texts):
    judged(here, assistant, GOALS)
    run(ask=reviewing("a"))
    (case,) = taken(here)
    with pytest.raises(BadCase, match="an answered case needs gold"):
        add(replace(case, id="other", gold=()), place(here), golden_texts)
    assert [one.id for one in taken(here)] == [case.id]
    assert [path.name for path in place(here).parent.iterdir()] == ["reviewed.jsonl"]


def test_a_damaged_file_of_cases_is_told_by_line(here, golden_texts):
    place(here).parent.mkdir()
    place(here).write_text(json.dumps({"id": "x"}) + "\n")
    with pytest.raises(BadCase, match=r"reviewed\.jsonl:1"):
        ask_reviewed(here, golden_texts, lambda held: None, "all")
