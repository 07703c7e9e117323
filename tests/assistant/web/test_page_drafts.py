"""Drafts that a server remembers: each for its visitor, the newest, for a while."""

from __future__ import annotations

import pytest

from assistant.web.drafting import MOST, Drafts, Form
from assistant.web.session_memory import SECONDS

PIERS, LAMPS = Form(draft="to sweep piers"), Form(draft="to light lamps")


class Clock:
    """A clock that a test turns."""

    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def drafts(clock):
    return Drafts(clock)


def test_a_draft_comes_back_with_the_lines_that_a_browser_sent():
    assert Form.read(b"draft=to+sweep%0D%0Apiers").draft == "to sweep\npiers"


def words(drafts, owner, session, number):
    form = drafts.draft(owner, session, number)
    return form.draft if form else None


def test_drafts_of_a_session_are_numbered_and_found(drafts):
    session, first = drafts.keep("anna", PIERS)
    again, second = drafts.keep("anna", Form(draft=LAMPS.draft, session=session))
    assert (again, first, second) == (session, 1, 2)
    assert [words(drafts, "anna", session, one) for one in (1, 2, 3)] == [PIERS.draft, LAMPS.draft, None]


def test_the_same_draft_again_is_no_new_one_and_the_selection_is_the_last(drafts):
    session, _ = drafts.keep("anna", PIERS)
    drafts.keep("anna", Form(draft=LAMPS.draft, session=session, selection=("a", "b")))
    assert drafts.keep("anna", Form(draft=LAMPS.draft, session=session, selection=("b",))) == (session, 2)
    assert drafts.draft("anna", session, 1).selection == ("b",)


@pytest.mark.parametrize(("owner", "other"), [("anna", "rudi"), ("anna", ""), ("", "anna")])
def test_nobody_opens_or_continues_another_persons_session(drafts, owner, other):
    session, _ = drafts.keep(owner, PIERS)
    assert drafts.draft(other, session, 1) is None
    assert drafts.keep(other, Form(draft=LAMPS.draft, session=session))[0] != session
    assert words(drafts, owner, session, 1) == PIERS.draft


def test_a_session_ends_a_while_after_its_last_draft(drafts, clock):
    session, _ = drafts.keep("", PIERS)
    clock.time = SECONDS - 1
    drafts.keep("", Form(draft=LAMPS.draft, session=session))
    clock.time = SECONDS + 1
    assert words(drafts, "", session, 1) == PIERS.draft
    clock.time = 2 * SECONDS
    assert drafts.draft("", session, 1) is None


def test_a_person_has_the_newest_drafts_and_takes_no_room_from_others(drafts):
    other, _ = drafts.keep("rudi", PIERS)
    first, _ = drafts.keep("anna", PIERS)
    second, _ = drafts.keep("anna", PIERS)
    for at in range(MOST - 1):
        drafts.keep("anna", Form(draft=f"to light lamp {at}", session=second))
    assert words(drafts, "anna", first, 1) is None
    assert words(drafts, "anna", second, 1) == PIERS.draft
    drafts.keep("anna", Form(draft=LAMPS.draft, session=second))
    assert words(drafts, "anna", second, 1) is None
    assert words(drafts, "anna", second, MOST + 1) == LAMPS.draft
    assert words(drafts, "rudi", other, 1) == PIERS.draft
