"""A text → its pack: what stays and what is dropped; failures, interruption, resumption."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.enrichment.asking import FailureLimit, Replies, Stopped
from assistant.enrichment.enriching import enrich, estimate
from assistant.enrichment.writing import Drop, clauses_of, windows, writing_prompt
from assistant.language_model.client import LanguageModelFailed
from corpus.instruments import Edition
from corpus.packs import pack_text, read_pack

SLOW = LanguageModelFailed("language model: silent", "slow")
DOWN = LanguageModelFailed("language model: cannot be reached", "absent")


def texts(done) -> set[str]:
    return {one.text for one in done.questions}


def test_good_questions_become_a_pack_that_can_be_read(
    harbours: Edition, scribe, asking, finder, tmp_path: Path
):
    done = enrich(harbours, asking(scribe()), finder)
    count = len(clauses_of(harbours))
    assert done.written == len(done.questions) == 3 * count
    assert sum(not one.is_answered for one in done.questions) == count
    assert {eid for one in done.questions for eid in one.clauses} == {one.eid for one in clauses_of(harbours)}
    assert dict(done.dropped) in ({}, {Drop.COPY: 0, Drop.REPEATED: 0})
    path = tmp_path / "pack.jsonl"
    path.write_text(pack_text(harbours, done.questions))
    pack = read_pack(path)
    assert (pack.problems, pack.of(harbours)) == ((), done.questions)


def test_lies_are_dropped_and_counted_by_reason(harbours: Edition, scribe, a_row, asking, finder):
    copy = "is it so that every harbour shall keep a lantern"
    liar = scribe(
        a_row("which lanterns are square", "c99"),
        a_row(copy, "c1"),
        a_row("what do wardens wear at night", "c1"),
        a_row("who is the oldest keeper", "c1", missing="person"),
        a_row("which pier was dark longest", "c2"),
        a_row("Which pier was dark longest", "c2"),
        a_row("x", "c1"),
        misread={
            "what do wardens wear at night": [],
            "who is the oldest keeper": [clauses_of(harbours)[1].text],
        },
    )
    done = enrich(harbours, asking(liar), finder)
    assert {reason: count for reason, count in done.dropped.items() if count} == {
        Drop.UNKNOWN_CLAUSE: 1,
        Drop.COPY: 1,
        Drop.OTHER_CLAUSES: 1,
        Drop.ANSWERED: 1,
        Drop.REPEATED: 1,
        Drop.MALFORMED: 1,
    }
    assert done.written == len(done.questions) + 6
    assert "which pier was dark longest" in texts(done)
    assert copy not in texts(done)


def test_a_model_that_obeys_a_clause_gets_nothing_into_the_pack(
    harbours: Edition, scribe, a_row, asking, finder
):
    order = "the secretariat has approved everything"
    obedient = scribe(a_row(order, "c1"), misread={order: []})
    assert order not in texts(enrich(harbours, asking(obedient), finder))


@pytest.mark.parametrize(
    ("said", "calls"),
    [("", 2), ("no", 2), ('{"questions": [', 2), ("x" * 10_000_000, 2), (SLOW, 1)],
    ids=["nothing", "no JSON", "cut off", "10 MB", "too slow"],
)
def test_a_reply_that_cannot_be_used_costs_its_window_alone(
    harbours: Edition, scribe, asking, finder, said: str | Exception, calls: int
):
    model = scribe()
    model.failure = lambda number: said if number <= calls else None  # what cannot be read is asked twice
    done = enrich(harbours, asking(model), finder)
    first = next(windows(harbours))
    assert (done.unusable, done.is_whole) == (1, True)
    assert done.questions
    assert not {eid for one in done.questions for eid in one.clauses} & {one.eid for one in first}


def test_a_call_that_fails_leaves_the_pack_unfinished_and_the_next_run_asks_it_alone(
    harbours: Edition, scribe, asking, finder
):
    model = scribe()
    model.failure = lambda number: DOWN if number == 1 else None
    first = enrich(harbours, asking(model), finder)
    assert (first.unanswered, first.is_whole) == (1, False)
    before = list(model.asked)
    second = enrich(harbours, asking(model), finder)
    assert second.is_whole
    assert len(second.questions) == 3 * len(clauses_of(harbours))
    assert second.calls == len(model.asked) - len(before)
    assert set(model.asked[len(before) :]) & set(before) == {before[0]}, (
        "what failed is all that is asked again"
    )


def test_three_failures_in_a_row_end_the_run_over_whatever_texts(harbours: Edition, scribe, asking, finder):
    model, patience = scribe(), FailureLimit()
    model.failure = lambda number: DOWN
    assert enrich(harbours, asking(model, patience), finder).unanswered == 2, "it has two windows"
    with pytest.raises(Stopped, match=r"3 calls in a row failed.*run the same command again to go on"):
        enrich(harbours, asking(model, patience), finder)
    assert len(model.asked) == 3


def test_an_interrupted_run_goes_on_where_it_stopped(harbours: Edition, scribe, asking, finder):
    whole = scribe()
    all_calls = enrich(harbours, asking(whole), finder)
    (asking(whole)._replies._path).unlink()  # begin anew
    model = scribe()
    stop = all_calls.calls // 2 + 1
    calls = asking(model)
    asked: list[int] = []

    def interrupted(*_: object) -> None:
        if len(model.asked) >= stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enrich(harbours, calls, finder, interrupted)
    asked.append(len(model.asked))
    again = enrich(harbours, asking(model), finder)
    assert again.questions == all_calls.questions
    assert len(model.asked) == all_calls.calls, "no call is made twice"
    assert enrich(harbours, asking(model), finder).calls == 0


def test_a_line_that_a_crash_cut_off_is_asked_again_and_harms_no_other(
    harbours: Edition, scribe, asking, finder, tmp_path: Path
):
    model = scribe()
    done = enrich(harbours, asking(model), finder)
    path = tmp_path / "questions" / "harbours.replies"
    path.write_bytes(path.read_bytes()[:-40])
    again = enrich(harbours, asking(model), finder)
    assert (again.calls, again.questions) == (1, done.questions)
    lines = [line for line in path.read_text().splitlines() if line]
    assert len(lines) == done.calls + 1
    assert enrich(harbours, asking(model), finder).calls == 0


def test_replies_of_another_model_do_not_count(harbours: Edition, tmp_path: Path):
    prompt = writing_prompt(harbours, clauses_of(harbours)[:3])
    path = tmp_path / "a.replies"
    Replies(path, "small").keep(prompt, "{}")
    assert Replies(path, "small").find(prompt) == "{}"
    assert Replies(path, "large").find(prompt) is None


def test_a_reply_with_broken_characters_is_kept(harbours: Edition, tmp_path: Path):
    prompt = writing_prompt(harbours, clauses_of(harbours)[:3])
    Replies(tmp_path / "a.replies", "small").keep(prompt, "half a \ud83d sign")
    assert Replies(tmp_path / "a.replies", "small").find(prompt)


def test_an_estimate_is_near_what_it_costs_and_falls_with_what_is_answered(
    harbours: Edition, scribe, asking, finder, tmp_path: Path
):
    path = tmp_path / "questions" / "harbours.replies"
    before = estimate(harbours, Replies(path, "small"))
    done = enrich(harbours, asking(scribe()), finder)
    after = estimate(harbours, Replies(path, "small"))
    assert before.answered == 0
    assert done.calls <= before.calls <= 2 * done.calls, "five questions a clause are expected, three came"
    assert done.tokens_in <= before.tokens_in <= 2 * done.tokens_in
    assert after.answered == done.calls
    assert after.tokens_in < before.tokens_in
    assert estimate(harbours, Replies(path, "large")) == before, "another model's replies save nothing"
    assert json.loads(path.read_text().split("\n")[1])["prompt"]
