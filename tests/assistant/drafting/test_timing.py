"""By when, how often, and on what condition."""

from __future__ import annotations

from time import process_time

import pytest

from assistant.drafting.conditions import conditions
from assistant.drafting.timing import times

# rule → (words of a text of 2030, what says when)
TIMES = {
    "an adverb": ("to report annually to the Board", "annually"),
    "every so many years": ("to count the lanterns every three years;", "every three years"),
    "every ordinal": ("to count every second year", "every second year"),
    "each sitting": ("to report to each ordinary session of the Board", "to each ordinary session"),
    "so many times": ("to inspect piers at least twice a year", "at least twice a year"),
    "once in so many": ("to inspect every pier once in three years", "once in three years"),
    "on a basis": ("to publish figures on an annual basis", "on an annual basis"),
    "a report of the year": ("to submit an annual report on piers", "an annual report"),
    "the report of the year is a thing": ("to read the annual report on piers", None),
    "by a day": ("to finish by 31 December 2034, if possible", "by 31 December 2034"),
    "by a day of every year": ("to publish by 1 May of every year", "by 1 May of every year"),
    "by the end": ("to finish by the end of 2034", "by the end of 2034"),
    "before the end of a sitting": (
        "to report before the end of the ninth session of it",
        "before the end of the ninth session",
    ),
    "no later than": ("to report no later than two months", "no later than two months"),
    "so long before": (
        "to send papers not later than ten weeks before the session",
        "not later than ten weeks before the session",
    ),
    "within a time": ("to answer within 30 days of the request, at no cost", "within 30 days of the request"),
    "within means is no time": ("to answer within existing resources", None),
    "at a sitting to come": (
        "to report to the Assembly at its ninetieth session",
        "at its ninetieth session",
    ),
    "to a sitting to come": (
        "to present it to the next harbour conference",
        "to the next harbour conference",
    ),
    "to a body is no time": ("to present it to the Harbour Conference", None),
    "by a body is no time": ("the plan adopted by the Harbour Assembly", None),
    "in a year to come": ("to hold in 2031 a workshop", "in 2031"),
    "in the text's own year": ("to apply what was agreed in 2030", None),
    "in a year that passed": ("to apply the plan of 2019", None),
    "adopted then": ("the plan adopted at its next session", None),
    "in a name": ("to apply Resolution 9 (Rev. Lisbon, 2031)", None),
    "as soon as possible": ("to begin as soon as possible", "as soon as possible"),
    "no time": ("to lend willows and reeds", None),
}
# rule → (words, what makes them conditional)
CONDITIONS = {
    "where appropriate": ("to report on piers where appropriate,", ["where appropriate"]),
    "as and when": ("to report as and when needed", ["as and when needed"]),
    "if need be": ("and, if need be, to close it", ["if need be"]),
    "subject to": ("to hire wardens, subject to available funds;", ["subject to available funds"]),
    "the condition ends where the next task begins": (
        "to hire, subject to approval and to report",
        ["subject to approval"],
    ),
    "within means": (
        "to report, within existing resources and mandates, on",
        ["within existing resources and mandates"],
    ),
    "within limits that are set": (
        "to spend within the limits set by the Board",
        ["within the limits set by the Board"],
    ),
    "within a time is none": ("to answer within ten days", []),
    "as soon as possible is none": ("to begin as soon as possible", []),
    "unless": ("to close it, unless the Board objects, and", ["unless the Board objects"]),
    "provided that": ("to lend it, provided that it is returned.", ["provided that it is returned"]),
    "except": ("to light all piers except where No. 23 applies;", ["except where No. 23 applies"]),
    "if": ("if no lamp burns, to call the warden", ["if no lamp burns"]),
    "where, of a case": ("to act, where a lamp is out, at once", ["where a lamp is out"]),
    "where, of a place": ("to visit piers where lamps burn", []),
    "on request": ("to assist ports, upon their request, and", ["upon their request"]),
    "at the request of": ("at the request of the Parties, to act", ["at the request of the Parties"]),
    "to the extent": ("to the fullest extent possible, to share", ["to the fullest extent possible"]),
    "several, in order": (
        "where necessary, to act, subject to means, where necessary",
        ["where necessary", "subject to means"],
    ),
    "none": ("to count the lanterns", []),
}


@pytest.mark.parametrize("rule", TIMES)
def test_a_deadline_is_the_words_that_say_when(rule: str):
    text, when = TIMES[rule]
    assert next((one.words for one in times(text, 2030)), None) == when
    assert when is None or when in text


@pytest.mark.parametrize("rule", CONDITIONS)
def test_conditions_are_the_words_that_condition(rule: str):
    text, found = CONDITIONS[rule]
    assert list(conditions(text)) == found
    assert all(one in text for one in found)


@pytest.mark.parametrize(
    "piece", ["within the ", "by 2031 and ", "if ", "at the next ", "the end of ", "each "]
)
def test_time_grows_as_the_text(piece: str):
    seconds = []
    for size in (2_000, 20_000):
        text = piece * (size // len(piece))
        started = process_time()
        times(text, 2040)
        conditions(text)
        seconds.append(process_time() - started)
    assert seconds[1] < 40 * seconds[0] + 0.05
