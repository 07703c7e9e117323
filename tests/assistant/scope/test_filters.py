"""Filters: a verb by its stem or as it stands, a body among those that a head addresses."""

from __future__ import annotations

import pytest

from assistant.scope.filters import Filters, addresses, has_verb
from corpus.errors import ResolutionsError
from corpus.heads import Head

# rule → (head, verb, whether it has it)
VERBS = {
    "by its stem": ("instructs the Harbour Council", "instruct", True),
    "as it stands": ("instructs the Harbour Council", "instructs", True),
    "in another case": ("Requests the Board", "request", True),
    "another verb": ("invites Member States", "instruct", False),
    "behind an adverb": ("further instructs the Board", "instruct", True),
    "a participle": ("noting with concern", "note", True),
    "a perfect participle": ("having noted", "note", True),
    "the first of two": ("resolves to instruct the Board", "resolve", True),
    "the second of two": ("resolves to instruct the Board", "instruct", True),
    "two words": ("calls upon all Parties", "call upon", True),
    "the addressee is no verb": ("invites the Instruct Group", "instruct", False),
    "in British spelling": ("recognizing further", "recognise", True),
    "an adjective": ("deeply aware", "aware", True),
}
# rule → (head, body, whether it addresses it)
BODIES = {
    "alone": ("instructs the Harbour Council", "Harbour Council", True),
    "with its article": ("instructs the Harbour Council", "the Harbour Council", True),
    "without ITU": ("instructs the ITU Council", "Council", True),
    "the first of two": (
        "instructs the Secretary-General and the Directors of the Bureaux",
        "Secretary-General",
        True,
    ),
    "the second of two": (
        "instructs the Secretary-General and the Directors of the Bureaux",
        "directors of the bureaux",
        True,
    ),
    "one of a row": ("invites Member States, Sector Members and Academia", "Sector Members", True),
    "how many there are": ("instructs the Directors of the three Bureaux", "Directors of the Bureaux", True),
    "for short": (
        "instructs the Director of the Telecommunication Development Bureau",
        "Director of BDT",
        True,
    ),
    "with an adjective": ("invites developing Member States", "Member States", True),
    "countries go by their name in the head": ("Invites Governments and donors", "Governments", True),
    "a longer name": ("invites the Economic and Social Council", "Council", False),
    "a deputy": ("instructs the Deputy Secretary-General", "Secretary-General", False),
    "who stands for it": ("invites the Chair of the Council", "Council", False),
    "the beginning of a longer name": ("Invites the United Nations Children's Fund", "United Nations", False),
    "who is only heard": ("instructs the Director, in consultation with the Council", "Council", False),
    "nobody": ("resolves", "Council", False),
}


@pytest.mark.parametrize("rule", VERBS)
def test_a_head_has_a_verb_by_its_stem(rule: str):
    head, verb, has = VERBS[rule]
    assert has_verb(Head.parse(head), verb) is has


@pytest.mark.parametrize("rule", BODIES)
def test_a_head_addresses_a_body_among_others(rule: str):
    head, body, does = BODIES[rule]
    assert addresses(Head.parse(head), body) is does


def test_a_name_is_found_within_longer_ones_when_that_is_asked():
    head = Head.parse("Requests the Executive Director of the United Nations Children's Fund")
    assert not addresses(head, "United Nations Children's Fund")
    assert addresses(head, "United Nations Children's Fund", within=True)


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        (
            "unknown",
            {"colour": "red"},
            "'colour' is no filter; the filters are kind, verb, addressee, edition",
        ),
        ("no text", {"verb": ["note"]}, "the filter 'verb' is [\"note\"], which is no text"),
        ("unknown kind", {"kind": "footnote"}, "the kinds are preambular, operative, annex"),
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
        ({"since": 2018.5}, "'since' is 2018.5, which is no text"),
        ({"since": True}, "'since' is true, which is no text"),
        ({"verb": 2018}, "'verb' is 2018, which is no text"),
        ({"since": "2022", "until": "2018"}, "no year is since 2022 and until 2018"),
    ],
)
def test_a_year_that_is_none_is_said(given, said):
    with pytest.raises(ResolutionsError, match=said):
        Filters.read(given)


def test_filters_say_what_they_ask():
    filters = Filters.read({"kind": "annex", "instrument": "itu-pp/res-71", "since": "2018", "until": 2022})
    assert str(filters) == "kind annex, instrument 'itu-pp/res-71', year from 2018 to 2022"
