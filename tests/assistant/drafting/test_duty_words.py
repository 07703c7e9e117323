"""What the words of a duty say: how far a verb binds, to whom one reports, how often, by which day."""

from __future__ import annotations

import pytest

from assistant.drafting.conditions import conditions
from assistant.drafting.duties import ends_of
from assistant.drafting.recurrence import Recurrence, Unit, first_day, last_day, named_days, recurrence
from assistant.drafting.reporting import reports_to
from assistant.drafting.strength import Strength, strength_of, verbs_of_mandate
from assistant.drafting.timing import times
from corpus.heads import Head
from corpus.mandates import _ASKING, find_mandates
from corpus.requests import find_that_requests

BINDING, REQUESTING, INVITING = Strength


def test_every_verb_that_asks_has_a_force():
    assert verbs_of_mandate().keys() >= _ASKING


@pytest.mark.parametrize(
    ("verb", "force"),
    [
        ("instructs", BINDING),
        ("further instructs", BINDING),
        ("resolves to instruct", BINDING),
        ("Decides", BINDING),
        ("demand", BINDING),
        ("Requests", REQUESTING),
        ("We request", REQUESTING),
        ("calls upon", REQUESTING),
        ("resolves to invite", INVITING),
        ("Strongly urges", INVITING),
        ("encourages", INVITING),
        ("Appeals to", INVITING),
        ("sings", None),
    ],
)
def test_a_verb_phrase_has_the_force_of_its_strongest_word_that_asks(verb: str, force: Strength | None):
    assert strength_of(verb) == force


@pytest.mark.parametrize(
    ("rule", "words", "bodies"),
    [
        ("reporting", "to report annually to the Board on piers", ["the Board"]),
        ("a name in full", "to report each year to the ITU Council on piers", ["the ITU Council"]),
        ("what is submitted", "to submit a plan of piers to the next harbour conference", []),
        (
            "a meeting to come",
            "to submit a plan of piers to the next plenipotentiary conference",
            ["the next plenipotentiary conference"],
        ),
        ("first the body", "to provide to the Council, each year, a report on piers", ["the Council"]),
        ("help is no report", "to provide to Member States help with piers", []),
        ("informing", "to inform Member States of storms", ["Member States"]),
        ("kept informed", "and keep the Council fully informed", ["the Council"]),
        (
            "two bodies",
            "to submit to the Council and to the General Assembly a report",
            ["the Council", "the General Assembly"],
        ),
        (
            "a name with and",
            "to report to the Economic and Social Council in its session",
            ["the Economic and Social Council"],
        ),
        (
            "a name with on and for",
            "to report to the Commission on Piers for Development",
            ["the Commission on Piers for Development"],
        ),
        ("a session of a body", "to report to the 2031 session of the Council", ["the Council"]),
        (
            "at a session of a body",
            "to present its findings at the 2031 session of the General Assembly",
            ["the General Assembly"],
        ),
        ("a report that exists", "to distribute these reports to all Member States", []),
        ("another task", "to report on piers and to assist the Council", []),
        ("none", "to count the piers", []),
    ],
)
def test_a_duty_is_reported_to(rule: str, words: str, bodies: list[str]):
    assert list(reports_to(words)) == bodies, rule


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("annually", Recurrence(Unit.YEARLY)),
        ("on an annual basis", Recurrence(Unit.YEARLY)),
        ("an annual report", Recurrence(Unit.YEARLY)),
        ("each year", Recurrence(Unit.YEARLY)),
        ("every two years", Recurrence(Unit.YEARLY, 2)),
        ("every second year", Recurrence(Unit.YEARLY, 2)),
        ("once every four years", Recurrence(Unit.YEARLY, 4)),
        ("biennially", Recurrence(Unit.YEARLY, 2)),
        ("at least twice a year", Recurrence(Unit.MONTHLY, 6)),
        ("three times a year", Recurrence(Unit.MONTHLY, 4)),
        ("five times a year", None),
        ("quarterly", Recurrence(Unit.MONTHLY, 3)),
        ("every 6 months", Recurrence(Unit.MONTHLY, 6)),
        ("fortnightly", Recurrence(Unit.WEEKLY, 2)),
        ("by 1 May of every year", Recurrence(Unit.YEARLY)),
        ("to each ordinary session", None),
        ("at its annual session", None),
        ("regularly", None),
        ("by 2030", None),
        ("every ² years", None),
    ],
)
def test_words_say_how_often(words: str, every: Recurrence | None):
    assert recurrence(words) == every


@pytest.mark.parametrize(
    ("words", "days", "first"),
    [
        ("by 31 December 2034", ["2034-12-31"], "2034-12-31"),
        ("by the end of June 2034", ["2034-06-30"], "2034-06-01"),
        ("in February 2032", ["2032-02-29"], "2032-02-01"),
        ("by 2030", ["2030-12-31"], "2030-01-01"),
        ("in 2030 and 2031", ["2030-12-31", "2031-12-31"], "2030-01-01"),
        ("in 2030-2033", ["2033-12-31"], "2030-01-01"),
        ("by 31 February 2034", [], None),
        ("by 0 March 2034", [], None),
        ("at its next session", [], None),
    ],
)
def test_words_name_days(words: str, days: list[str], first: str | None):
    assert [one.day.isoformat() for one in named_days(words)] == days
    start, end = first_day(words), last_day(words)
    assert (start.day.isoformat() if start else None) == first
    assert (end.day.isoformat() if end else None) == (max(days) if days else None)


@pytest.mark.parametrize(
    ("rule", "words", "found"),
    [
        (
            "how often, and from when",
            "to report annually, beginning in 2031",
            [("annually", "frequency"), ("beginning in 2031", "date")],
        ),
        (
            "each meeting, and one",
            "to act at each subsequent session of the Board and to report to the next harbour conference",
            [("at each subsequent session", "frequency"), ("to the next harbour conference", "event")],
        ),
        ("at once", "to act without delay", [("without delay", "prompt")]),
        ("after something", "to act after approval by the Board", [("after approval by the Board", "event")]),
        (
            "a calendar year",
            "before the end of the calendar year 2034",
            [("before the end of the calendar year 2034", "date")],
        ),
        ("some years", "to report in 2031 and 2032", [("in 2031 and 2032", "date")]),
        ("what another does", "to read the plans prepared annually by the Board", []),
        (
            "what is to be done by another",
            "to ensure that it be updated annually by the Board",
            [("annually", "frequency")],
        ),
        ("a period that began before", "on what was done in 2025-2031", []),
    ],
)
def test_a_text_of_2030_says_when(rule: str, words: str, found: list[tuple[str, str]]):
    assert [(one.words, one.kind.value) for one in times(words, 2030)] == found, rule


def test_as_requested_by_somebody_is_no_condition():
    assert conditions("to align it as requested by the Board") == ()
    assert conditions("to align it as needed for the budget") == ()
    assert conditions("to align it, as needed") == ("as needed",)


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("its sentence", "We request the Board to act. We note its report.", "to act."),
        ("another verb", "Requests the Board to act, and notes the report;", "to act"),
        (
            "another verb in this regard",
            "Requests the Board to act, and in this regard welcomes efforts, if any;",
            "to act",
        ),
        (
            "another verb without and",
            "Requests the Board to act, in this respect reiterates its call for reeds;",
            "to act",
        ),
        ("what it calls for", "Requests the Board to act, and calls for the repair of piers;", "to act"),
        (
            "another task goes on",
            "Requests the Board to act, and to report on it;",
            "to act, and to report on it",
        ),
    ],
)
def test_a_mandate_ends_with(rule: str, text: str, words: str):
    mandate = find_mandates(text)[0]
    assert text[mandate.action : ends_of(text, mandate)].strip() == words, rule


@pytest.mark.parametrize(
    ("rule", "text", "bodies"),
    [
        ("a body does", "Requests that the Board submit a plan;", ["the Board"]),
        ("with an aside", "Requests that the Board, each year, submit a plan;", ["the Board"]),
        (
            "a longer name",
            "Requests that the Board of the Harbour Office submit a plan;",
            ["the Board of the Harbour Office"],
        ),
        ("what is to happen", "Requests that the plan be submitted;", []),
        ("what is to happen to a body", "Requests that the Board be informed;", []),
        ("what is recalled", "Recalls that the Board submits plans;", []),
    ],
)
def test_a_paragraph_asks_by_that(rule: str, text: str, bodies: list[str]):
    assert [one.head.addressee for one in find_that_requests(text)] == bodies, rule


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("invites the Economic and Social Council", ("Economic and Social Council",)),
        (
            "invites the President of the Economic and Social Council and the Board",
            ("President of the Economic and Social Council", "Board"),
        ),
        ("invites Member States as well as other stakeholders", ("Member States", "other stakeholders")),
        ("instructs the Secretary-General and the Council", ("Secretary-General", "Council")),
        ("appeals to Member States, to the extent possible", ("Member States",)),
        ("urges all stakeholders, and particularly Governments", ("stakeholders",)),
    ],
)
def test_bodies_are_told_apart(head: str, names: tuple[str, ...]):
    assert Head.parse(head).addressees == names
