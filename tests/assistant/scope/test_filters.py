"""Filters: how they are read, what they say, what is refused."""

from __future__ import annotations

import pytest

from assistant.scope.filters import Filters
from corpus.errors import ResolutionsError


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        (
            "unknown",
            {"colour": "red"},
            "Unknown filter 'colour'; the filters are kind, verb, addressee, edition",
        ),
        ("no text", {"verb": ["note"]}, "the filter 'verb' is [\"note\"], which is not text"),
        (
            "unknown kind",
            {"kind": "footnote"},
            "Unknown kind of clause 'footnote'; the kinds are preambular, operative, annex",
        ),
    ],
)
def test_a_filter_that_cannot_be_used_is_said(rule: str, given: dict, said: str):
    with pytest.raises(ResolutionsError) as raised:
        Filters.read(given)
    assert said in str(raised.value), rule


def test_what_is_empty_is_not_asked():
    assert Filters.read({"kind": None, "verb": " ", "addressee": ""}) == Filters()
    assert str(Filters.read({"kind": "Annex", "verb": "note "})) == "kind annex, verb 'note'"


# rule → (given, since, until)
YEARS = {
    "one year": ({"since": "2018"}, 2018, None),
    "two": ({"since": "2018", "until": "2022"}, 2018, 2022),
    "the same": ({"since": "2022", "until": "2022"}, 2022, 2022),
    "a number": ({"until": 2022}, None, 2022),
    "none": ({"since": "", "until": None}, None, None),
}


@pytest.mark.parametrize("rule", YEARS)
def test_years_are_read(rule):
    given, since, until = YEARS[rule]
    filters = Filters.read(given)
    assert (filters.since, filters.until) == (since, until)
    assert filters.has_year(since or until or 1865)
    assert not since or not filters.has_year(since - 1)
    assert not until or not filters.has_year(until + 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "soon"}, "'since' is 'soon', which is no year; write it as 2018"),
        ({"until": "18"}, "'until' is '18', which is no year"),
        ({"until": "02018"}, "'until' is '02018', which is no year"),
        ({"since": "²018"}, "is no year"),
        ({"since": 2018.5}, "'since' is 2018.5, which is not text"),
        ({"since": True}, "'since' is true, which is not text"),
        ({"verb": 2018}, "'verb' is 2018, which is not text"),
        ({"since": "2022", "until": "2018"}, "'since' 2022 is later than 'until' 2018; swap them"),
    ],
)
def test_a_year_that_is_none_is_said(given, said):
    with pytest.raises(ResolutionsError, match=said):
        Filters.read(given)


def test_filters_say_what_they_ask():
    filters = Filters.read({"kind": "annex", "instrument": "itu-pp/res-71", "since": "2018", "until": 2022})
    assert str(filters) == "kind annex, instrument 'itu-pp/res-71', year from 2018 to 2022"
