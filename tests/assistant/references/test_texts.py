"""References from text to text, and what texts are called."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.references.graph import Graph
from assistant.references.names import full_name
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Lamps on the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) Resolution 961 (Rev. Willowford, 2030), and again Resolution 961 (Rev. Willowford, 2030);

b) Resolution 962 (Rev. Willowford, 2030);

c) General Assembly resolution 75/901 of 21 December 2020;

resolves

to follow Annex 1 to this resolution, and Annex 2 to this resolution

ANNEX 1 TO RESOLUTION {number} (REV. {city}, {year})

1 Lamps are tall, as Resolution 962 (Rev. Willowford, 2030) says.
"""


def edition(number: int, place: str, year: int, text: str = TEXT) -> Edition:
    text = text.format(number=number, city=place.upper(), place=place, year=year)
    return parse_source(text_source(text), "lamps").edition()


LAMPS, CITED = edition(960, "Willowford", 2030), edition(961, "Willowford", 2030)


@pytest.fixture(scope="module")
def texts() -> Graph:
    return Graph.of(Library((LAMPS, CITED), Catalogue(())))


def test_references_are_counted_from_text_to_text(texts: Graph):
    assert dict(texts.counts) == {(LAMPS.key, CITED.key): 2}


def test_what_a_text_cites_is_listed_by_text_with_its_clauses(texts: Graph):
    around = texts.around(LAMPS.key)
    assert [(one.name, len(one.links), one.is_in_library) for one in around.cites] == [
        ("Resolution 961 (Rev. Willowford, 2030)", 2, True),
        ("Resolution 962 (Rev. Willowford, 2030)", 2, False),
        ("UNGA Resolution 75/901", 1, False),
    ]
    assert around.cited_by == ()
    assert [link.text for link in around.inner] == [
        "Annex 1 to this resolution",
        "Annex 2 to this resolution",
    ]


def test_what_cites_a_text_is_listed_too(texts: Graph):
    (citing,) = texts.around(CITED.key).cited_by
    assert (citing.target, {link.source.eid for link in citing.links}) == (
        LAMPS.key, {"preamble__considering__rec_a"},
    )  # fmt: skip


def test_a_clause_has_its_own_references_and_those_below_it(texts: Graph):
    head, item = (
        ProvisionId(LAMPS.key, eid) for eid in ("preamble__considering", "preamble__considering__rec_b")
    )
    assert len(texts.around(head).cites) == 3
    assert [one.name for one in texts.around(item).cites] == ["Resolution 962 (Rev. Willowford, 2030)"]


def test_what_a_text_that_is_not_in_the_library_is_cited_by(texts: Graph):
    around = texts.around(EditionKey.parse("un-ga/res-75-901/2020"))
    assert [one.target for one in around.cited_by] == [LAMPS.key, CITED.key]


@pytest.mark.parametrize(
    ("rule", "key", "words", "name"),
    [
        ("the Assembly's", "un-ga/res-69-313/2015", "resolution 69/313", "UNGA Resolution 69/313"),
        ("a part of a resolution", "un-ga/res-52-12-b", "", "UNGA Resolution 52/12 B"),
        ("with its session", "un-ga/res-217-a-iii", "", "UNGA Resolution 217 A (III)"),
        ("a session alone", "un-ga/res-2625-xxv", "", "UNGA Resolution 2625 (XXV)"),
        ("a special session", "un-ga/res-s-21-2", "", "UNGA Resolution S-21/2"),
        ("the Security Council's, with its year", "un-sc/res-2719/2023", "", "UNSC Resolution 2719 (2023)"),
        ("a report", "un-jiu/rep-2016-1/2016", "JIU/REP/2016/1", "JIU/REP/2016/1"),
        ("a conference's, as it is named", "itu-pp/res-9/2018", "Resolution 9 (Osterley, 2018)",
         "Resolution 9 (Osterley, 2018)"),
        ("another body's", "itu-wtdc/res-9/2017", "Resolution 9 (Osterley, 2017)",
         "WTDC Resolution 9 (Osterley, 2017)"),
        ("a meeting's, by its key", "bipm-cgpm/res-23-12/2007", "Resolution 12",
         "Resolution 12 of the 23rd CGPM (2007)"),
        ("a treaty", "un/charter/1945", "Article 5 of the Charter", "Charter of the United Nations"),
        ("one of several", "itu-t/rec-a-8", "Recommendations ITU-T A.8", "Recommendation ITU-T A.8"),
        ("a forum's", "itu-wtpf/op-3/2009", "Opinion 3 (Lisbon, 2009)", "WTPF Opinion 3 (Lisbon, 2009)"),
        ("of a body without a file", "herons/res-1-9", "resolutions 1.9", "Resolution 1.9"),
        ("with its organ", "harbour-board/res-5-3", "Harbour Board resolution 5/3",
         "Harbour Board resolution 5/3"),
        ("of such a body, in a list", "herons/res-1-10", "1.10", "Resolution 1.10"),
        ("nothing but a key", "osce/pact/2001", "", "osce/pact/2001"),
    ],
)  # fmt: skip
def test_what_nobody_has_is_named(rule: str, key: str, words: str, name: str):
    kind = EditionKey if key.count("/") == 2 else InstrumentKey
    assert full_name(kind.parse(key), Library((), Catalogue(())), words) == name, rule
