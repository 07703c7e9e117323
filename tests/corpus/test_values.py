"""Keys, heads, sentences and canonical JSON: what is printed parses back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import (
    Catalogue,
    EditionKey,
    Head,
    InstrumentKey,
    ProvisionId,
    catalogue,
    sentences,
)
from corpus.canonical import read_target
from corpus.errors import InvalidKey, ResolutionsError

part = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
instruments = st.builds(InstrumentKey, part, part)
editions = st.builds(EditionKey, instruments, st.integers(1000, 9999))
eids = st.from_regex(r"[a-z0-9]{1,8}(__[a-z0-9]{1,8}|[_-][a-z0-9]{1,8}){0,4}", fullmatch=True)
ids = st.builds(ProvisionId, editions, eids)


@given(st.one_of(instruments, editions, ids))
def test_a_key_parses_as_it_prints(key):
    assert type(key).parse(str(key)) == key
    assert read_target(str(key)) == key


WRONG = {
    "nothing": "",
    "no number": "itu-pp/",
    "capitals": "ITU-PP/res-71/2022",
    "space": "itu-pp/res 71/2022",
    "year of two digits": "itu-pp/res-71/22",
    "year with a nought": "itu-pp/res-71/0022",
    "foreign digits": "itu-pp/res-71/٢٠٢٢",
    "line end": "itu-pp/res-71/2022\n",
    "too many parts": "itu-pp/res-71/2022/1",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_no_key_is_refused_on_one_line(text):
    with pytest.raises(InvalidKey) as refused:
        EditionKey.parse(text)
    assert isinstance(refused.value, ResolutionsError)


@pytest.mark.parametrize(
    "text", ["itu-pp/res-71/2022", "itu-pp/res-71/2022#", "itu-pp/res-71/2022#a___b", "#a"]
)
def test_what_is_no_provision_id_is_refused(text):
    with pytest.raises(InvalidKey):
        ProvisionId.parse(text)


def test_parts_that_would_not_parse_back_are_refused():
    with pytest.raises(InvalidKey):
        InstrumentKey("ITU", "res-1")
    with pytest.raises(InvalidKey):
        EditionKey(InstrumentKey("itu", "res-1"), 99)


HEADS = {
    "considering": ("considering", "", (), True, "considering"),
    "considering further": ("considering further", "", (), True, "considering-further"),
    "noting with concern": ("noting with concern", "", (), True, "noting-with-concern"),
    "having noted": ("having noted", "", (), True, "having-noted"),
    "taking into account": ("taking into account", "", (), True, "taking-into-account"),
    "deeply concerned": ("deeply concerned", "", (), True, "deeply-concerned"),
    "aware": ("aware", "", (), True, "aware"),
    "resolves": ("resolves", "", (), False, "resolves"),
    "resolves further": ("resolves further", "", (), False, "resolves-further"),
    "further instructs the ITU Council": (
        "further instructs",
        "the ITU Council",
        ("ITU Council",),
        False,
        "further-instructs-itu-council",
    ),
    "invites Member States": ("invites", "Member States", ("Member States",), False, "invites-member-states"),
    "instructs the Secretary-General and the Directors of the Bureaux": (
        "instructs",
        "the Secretary-General and the Directors of the Bureaux",
        ("Secretary-General", "Directors of the Bureaux"),
        False,
        "instructs-secretary-general-directors-bureaux",
    ),
    "resolves to instruct the Keeper": (
        "resolves to instruct",
        "the Keeper",
        ("Keeper",),
        False,
        "resolves-instruct-keeper",
    ),
    "instructs the Secretary-General, with the assistance of the Wardens": (
        "instructs",
        "the Secretary-General, with the assistance of the Wardens",
        ("Secretary-General",),
        False,
        "instructs-secretary-general-with-assistance-wardens",
    ),
    "URGES FURTHER Member States and WHO": (
        "URGES FURTHER",
        "Member States and WHO",
        ("Member States", "WHO"),
        False,
        "urges-further-member-states-who",
    ),
    "calls upon all Member States and Sector Members": (
        "calls upon",
        "all Member States and Sector Members",
        ("Member States", "Sector Members"),
        False,
        "calls-upon-all-member-states-sector-members",
    ),
    "appeals to Member States": (
        "appeals to",
        "Member States",
        ("Member States",),
        False,
        "appeals-member-states",
    ),
}


@pytest.mark.parametrize("text", HEADS)
def test_a_head_is_a_verb_and_its_addressee(text):
    head = Head.parse(text)
    assert (head.verb, head.addressee, head.addressees, head.is_preambular, head.slug) == HEADS[text]


@given(st.text(max_size=60))
def test_a_head_prints_as_it_was(text):
    head = Head.parse(text)
    assert str(head) == text
    assert Head.parse(str(head)) == head
    assert f"{head.verb} {head.addressee}" in (text, f"{text} ")


SENTENCES = {
    "two": ("The pier is lit. It is old.", ["The pier is lit.", "It is old."]),
    "edition": (
        "See Resolution 7 (Rev. Lisbon, 2030). It binds.",
        ["See Resolution 7 (Rev. Lisbon, 2030).", "It binds."],
    ),
    "number": ("See No. 235 of it.", ["See No. 235 of it."]),
    "initial": ("A. Keeper came.", ["A. Keeper came."]),
    "quotes": ('"It is lit." He left.', ['"It is lit."', "He left."]),
    "lower case goes on": ("The pier, i.e. the old one.", ["The pier, i.e. the old one."]),
    "nothing": ("  ", []),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_end_where_they_end(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.one_of(st.text(max_size=200), st.text("aB .!?\"') No1", max_size=80)))
def test_sentences_hold_every_character_that_is_not_blank(text):
    spans = sentences(text)
    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_the_newest_known_edition_is_in_force():
    known = catalogue()
    assert isinstance(known, Catalogue)
    found = known.in_force(InstrumentKey.parse("itu-pp/res-71"))
    assert found is not None
    assert str(found.edition) == "itu-pp/res-71/2022"
    assert known.edition(found.edition) == found
    assert known.in_force(InstrumentKey.parse("itu-pp/res-0")) is None
    assert [str(one.edition) for one in known.shipped()] == ["itu-pp/res-71/2022"]


def test_no_edition_stands_twice_in_the_catalogue():
    keys = [one.edition for one in catalogue().instruments]
    assert len(keys) == len(set(keys))
