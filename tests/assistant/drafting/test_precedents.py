"""Precedents: adopted clauses closest to a draft; the shipped text with its model, invented ones by words."""

from __future__ import annotations

import pytest

from assistant.drafting.precedents import PrecedentFinder, Precedents
from assistant.drafting.repeated_language import dice_similarity, folded
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.filters import Filters
from corpus.catalogue import catalogue
from corpus.errors import UnknownEdition
from corpus.instruments import Edition
from index import search_without_index
from ingest import parse_source, text_source

LAMPS = """\
RESOLUTION {number} (REV. {place})

Lamps of the harbours

The Plenipotentiary Conference of the International Telecommunication Union ({place}),

considering

a) that harbours without lamps are dark;

b) that wardens are few,

resolves

1 that each pier shall keep {kept};

2 that the lamps shall be painted green,

instructs the Harbour Council

1 to count the lamps of all piers every {years} years;

2 to report on dark piers,

invites Member States and Sector Members

to lend willows and reeds.

ANNEX 1 TO RESOLUTION {number} (REV. {place})

1 Lamps are kept by wardens.
"""


def lamps(number: int, place: str, kept: str, years: str = "three") -> Edition:
    text = LAMPS.format(number=number, place=place, kept=kept, years=years)
    return parse_source(text_source(text), "lamps").edition()


OLD = lamps(950, "PORTO, 2026", "two lamps, and that none shall be put out before dawn", years="two")
NEW = lamps(950, "LISBON, 2030", "three lamps, and that none shall be put out before dawn")
OTHER = lamps(951, "LISBON, 2030", "a bell that is heard at sea in fog and at night")


def finder(*editions: Edition) -> PrecedentFinder:
    return PrecedentFinder(Library(editions, catalogue()), search_without_index(editions, ()))


@pytest.fixture(scope="module")
def shipped(assistant: Assistant) -> PrecedentFinder:
    return PrecedentFinder(assistant.library, assistant.searcher)


def ids(found: Precedents) -> list[str]:
    return [str(one.passage.provision) for one in found.hits]


KEY = "itu-pp/res-71/2022#"
# what was done to adopted language → (the draft, the clauses it comes from)
DRAFTS = {
    "another addressee": (
        "instructs the Director of the Telecommunication Development Bureau to report every year to the "
        "Council on how the plan is being put into practice",
        ["instructs-secretary-general-directors-bureaux__para_4"],
    ),
    "another verb": (
        "requests the Council to oversee how the results framework is developed",
        ["instructs-itu-council__para_1"],
    ),
    "shortened": ("the persistent digital divide", ["preamble__recognizing__rec_c"]),
    "a recital made an instruction": (
        "to apply the new ITU Accountability Framework endorsed by the Council",
        ["preamble__recognizing__rec_f"],
    ),
    "merged": (
        "to tell the Council annually how far the strategic plan is implemented, and to distribute these "
        "reports to all Member States",
        [
            "instructs-secretary-general-directors-bureaux__para_4",
            "instructs-secretary-general-directors-bureaux__para_5",
        ],
    ),
}


@pytest.mark.parametrize("change", DRAFTS)
def test_the_language_that_a_draft_comes_from_is_among_the_first(change: str, shipped: PrecedentFinder):
    draft, clauses = DRAFTS[change]
    first = ids(shipped.find(draft, top=5))
    assert {KEY + one for one in clauses} <= set(first)


def test_a_clause_itself_comes_first_and_differs_in_nothing(shipped: PrecedentFinder, resolution: Edition):
    clause = resolution.provision("instructs-itu-council__para_2").text
    hit, *others = shipped.find(clause).hits
    assert hit.passage.text == clause
    assert {sign for sign, _ in hit.diff} == {"="}
    assert len(others) == 19
    scores = [one.score for one in (hit, *others)]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= min(scores) <= max(scores) <= 1


def test_the_difference_gives_both_wordings_back(shipped: PrecedentFinder):
    draft = "to report to the Council every two years on the plan"
    for hit in shipped.find(draft, top=5).hits:
        assert "".join(run for sign, run in hit.diff if sign != "-") == draft
        old = "".join(run for sign, run in hit.diff if sign != "+")
        assert old.split()[0] == hit.passage.text.split()[0]


def test_amounts_count_in_whatever_words():
    lengths = lamps(952, "LISBON, 2030", "18 months of oil"), lamps(953, "LISBON, 2030", "14 months of oil")
    found = finder(*lengths).find("that each pier shall keep oil for a year and a half")
    assert ids(found)[0] == "itu-pp/res-952/2030#resolves__para_1"


# rule → (filters, eIds that pass)
FILTERS = {
    "preambular": ({"kind": "preambular"}, {"preamble__considering__rec_a", "preamble__considering__rec_b"}),
    "annex": ({"kind": "annex"}, {"annex_1__para_1"}),
    "operative": (
        {"kind": "operative"},
        {
            "resolves__para_1",
            "resolves__para_2",
            "instructs-harbour-council__para_1",
            "instructs-harbour-council__para_2",
            "invites-member-states-sector-members__para_nn_1",
        },
    ),
    "a verb by its stem": ({"verb": "resolve"}, {"resolves__para_1", "resolves__para_2"}),
    "a verb as it stands": ({"verb": "invites"}, {"invites-member-states-sector-members__para_nn_1"}),
    "an addressee among others": (
        {"addressee": "Sector Members"},
        {"invites-member-states-sector-members__para_nn_1"},
    ),
    "an addressee within a name": (
        {"addressee": "Council"},
        {"instructs-harbour-council__para_1", "instructs-harbour-council__para_2"},
    ),
    "two at once": (
        {"kind": "operative", "verb": "instruct", "addressee": "Harbour Council"},
        {"instructs-harbour-council__para_1", "instructs-harbour-council__para_2"},
    ),
}


@pytest.mark.parametrize("rule", FILTERS)
def test_only_clauses_that_pass_the_filters_are_found(rule: str):
    given, eids = FILTERS[rule]
    found = finder(NEW).find("that lamps be kept", Filters.read(given))
    assert {one.passage.eid for one in found.hits} == eids
    assert found.reason == ""


def test_a_filter_that_nothing_passes_is_said():
    found = finder(NEW).find("that lamps be kept", Filters(verb="urge", addressee="Harbour Council"))
    assert found == Precedents((), "no clause in the library has verb 'urge', addressee 'Harbour Council'")
    assert finder().find("that lamps be kept").reason == "no clause in the library can be compared"


def test_an_edition_is_filtered_by_its_key_or_its_name():
    both = finder(OLD, NEW)
    for named in ("itu-pp/res-950/2026", "Resolution 950 (Rev. Porto, 2026)"):
        found = both.find("that each pier shall keep lamps", Filters(edition=named))
        assert {str(one.passage.edition) for one in found.hits} == {"itu-pp/res-950/2026"}
        assert not any(one.in_force for one in found.hits)
    with pytest.raises(UnknownEdition, match="'itu-pp/res-9/1999' is not in the library"):
        both.find("that each pier shall keep lamps", Filters(edition="itu-pp/res-9/1999"))


# rule → (filters, keys of the editions that clauses are found in)
TEXTS = {
    "an instrument by its key": ({"instrument": "itu-pp/res-950"}, {"2026", "2030"}),
    "by its name": ({"instrument": "Resolution 950"}, {"2026", "2030"}),
    "by the name of an edition": ({"instrument": "Resolution 950 (Rev. Porto, 2026)"}, {"2026", "2030"}),
    "with one of its editions": (
        {"instrument": "itu-pp/res-950", "edition": "itu-pp/res-950/2026"},
        {"2026"},
    ),
    "since a year": ({"instrument": "itu-pp/res-950", "since": "2027"}, {"2030"}),
    "until a year": ({"since": "2026", "until": "2026"}, {"2026"}),
}


@pytest.mark.parametrize("rule", TEXTS)
def test_clauses_are_found_in_the_texts_that_are_wanted(rule: str):
    given, years = TEXTS[rule]
    found = finder(OLD, NEW, OTHER).find("that each pier shall keep a lamp", Filters.read(given))
    shown = [one.passage.provision for one in found.hits]
    shown += [twin for one in found.hits for twin in one.superseded]
    assert {str(one.edition) for one in shown} == {f"itu-pp/res-950/{year}" for year in years}


def test_an_instrument_that_is_not_held_and_years_without_a_text_are_said():
    both = finder(OLD, NEW)
    with pytest.raises(UnknownEdition, match="the instrument 'itu-pp/res-9' is not in the library"):
        both.find("that each pier shall keep lamps", Filters(instrument="itu-pp/res-9"))
    found = both.find("that each pier shall keep lamps", Filters(since=2031))
    assert found == Precedents((), "no clause in the library has year from 2031")


def test_a_superseded_twin_is_folded_under_the_edition_in_force():
    # the draft has the superseded words; the twin in force stands for them
    found = finder(OLD, NEW).find("that each pier shall keep two lamps, and that none be put out before dawn")
    hit = found.hits[0]
    assert str(hit.passage.provision) == "itu-pp/res-950/2030#resolves__para_1"
    assert [str(one) for one in hit.superseded] == ["itu-pp/res-950/2026#resolves__para_1"]
    assert (str(hit.first), str(hit.last)) == (
        "itu-pp/res-950/2026#resolves__para_1", "itu-pp/res-950/2030#resolves__para_1",
    )  # fmt: skip
    assert hit.in_force
    assert {str(one.passage.edition) for one in found.hits} == {"itu-pp/res-950/2030"}


def test_a_superseded_clause_without_a_twin_stands_for_itself():
    gone = lamps(
        950, "PORTO, 2026", "a horn, which the warden sounds whenever ships come near in thick weather"
    )
    hit = finder(gone, NEW).find("that a horn be sounded whenever ships come near in thick weather").hits[0]
    assert str(hit.passage.provision) == "itu-pp/res-950/2026#resolves__para_1"
    assert not hit.in_force
    assert hit.superseded == ()
    assert hit.first == hit.last == hit.passage.provision


def test_use_is_told_over_all_texts_and_only_twins_of_one_instrument_are_folded():
    found = finder(OLD, OTHER).find("to report on dark piers")
    assert ids(found)[:2] == [
        "itu-pp/res-950/2026#instructs-harbour-council__para_2",
        "itu-pp/res-951/2030#instructs-harbour-council__para_2",
    ]
    for hit in found.hits[:2]:
        assert str(hit.first.edition) == "itu-pp/res-950/2026"
        assert str(hit.last.edition) == "itu-pp/res-951/2030"


def test_use_is_told_outside_the_filters_too():
    found = finder(OLD, OTHER).find("to report on dark piers", Filters(edition="itu-pp/res-951/2030"))
    assert str(found.hits[0].first.edition) == "itu-pp/res-950/2026"


def test_titles_formulas_and_headings_are_no_precedents():
    found = finder(NEW).find("Lamps of the harbours, the Plenipotentiary Conference, resolves", top=50)
    assert len(found.hits) == 8
    assert not any(one.passage.eid.startswith("preface") for one in found.hits)


def test_likeness_of_wordings():
    assert dice_similarity("to count the lamps;", "to count the lamps,") == 1
    assert dice_similarity("to count the lamps", "willows and reeds") == 0
    assert 0.5 < dice_similarity("to count the lamps of all piers", "to count the lamps of some piers") < 1


def test_twins_are_folded_through_several_editions():
    oldest = lamps(950, "FARO, 2022", "one lamp, and that none shall be put out before dawn")
    editions = oldest, OLD, NEW
    rows = [one for one in search_without_index(editions, ()).rows if one.id.endswith("resolves__para_1")]
    ((shown, under),) = folded(rows).items()
    assert str(shown) == "itu-pp/res-950/2030#resolves__para_1"
    assert [one.edition.year for one in under] == [2022, 2026]
