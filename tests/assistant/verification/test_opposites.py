"""A word that takes the place of one that it excludes makes another claim, however alike the two look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Support
from assistant.verification.opposites import opposites
from assistant.verification.source_frames import Source
from assistant.verification.verifier import verify
from ingest import parse_file

TEXTS = Path(__file__).parents[4] / "shared" / "texts"
TRANSFER = "to promote the transfer of lanterns from developed countries to developing countries, on request;"
AID = "that developed countries assist developing countries in lighting their harbours;"
# the clause, a claim that it makes, a word of the claim, the word that takes its place
SWAPS = (
    ("to lend lanterns to developing countries at low cost", "lanterns are lent to developing countries",
     "developing", "developed"),
    ("to lend lanterns to developed countries at low cost", "lanterns are lent to developed countries",
     "developed", "developing"),
    ("to lend lanterns to least developed countries", "lanterns are lent to least developed countries",
     "least developed", "developing"),
    ("to keep the national register of lanterns", "the national register of lanterns is kept",
     "national", "regional"),
    ("to hold regional meetings on harbour lights", "regional meetings are held on harbour lights",
     "regional", "international"),
    ("to follow international rules on harbour lights", "international rules on harbour lights are followed",
     "international", "national"),
    ("to open public harbours to small vessels", "public harbours are opened to small vessels",
     "public", "private"),
    ("to publish the internal audit of the harbours", "the internal audit of the harbours is published",
     "internal", "external"),
    ("to tax the import of lamp oil", "the import of lamp oil is taxed", "import", "export"),
    ("to light urban harbours before dusk", "urban harbours are lit before dusk", "urban", "rural"),
    ("to train women as wardens of harbours", "women are trained as wardens of harbours", "women", "men"),
    ("to increase the number of wardens", "the number of wardens is increased", "increased", "reduced"),
    ("to reduce the number of dark piers", "the number of dark piers is reduced", "reduced", "increased"),
    ("to set a minimum height of masts", "a minimum height of masts is set", "minimum", "maximum"),
    ("to sweep the piers before the regatta", "the piers are swept before the regatta", "before", "after"),
    ("to charge the sender of a signal", "the sender of a signal is charged", "sender", "receiver"),
    ("to consult Member States on the colour of sails", "Member States are consulted on sails",
     "Member States", "Sector Members"),
    ("to audit the revenue of the harbours", "the revenue of harbours is audited", "revenue",
     "expenditure"),
    ("to convene ordinary sessions of wardens", "ordinary sessions of wardens are convened",
     "ordinary", "extraordinary"),
    ("to draw up a long-term plan for piers", "a long-term plan is drawn up", "long-term",
     "short-term"),
    ("to license mobile lanterns on piers", "mobile lanterns on piers are licensed", "mobile", "fixed"),
    ("to register exporting firms each year", "exporting firms are registered", "exporting",
     "exported"),
    ("to protect participating harbours from storms", "participating harbours are protected from storms",
     "participating", "participated"),
)  # fmt: skip
EXCHANGED = (
    ("prepositions kept apart", TRANSFER,
     "the transfer of lanterns from developing countries to developed countries, on request, is promoted"),
    ("who helps whom", AID, "developing countries assist developed countries in lighting harbours"),
    ("who pays whom",
     "that importers shall pay exporters for lamp oil", "exporters shall pay importers for lamp oil"),
)  # fmt: skip
HONEST = (
    ("the same order", TRANSFER,
     "on request, the transfer of lanterns from developed to developing countries"),
    ("another order with the same prepositions", TRANSFER,
     "the transfer of lanterns to developing countries from developed countries, on request, is promoted"),
    ("the passive", AID,
     "developing countries are assisted by developed countries in lighting their harbours"),
    ("a verb that is no class of countries", "to develop standards for harbour lights in all ports",
     "standards for harbour lights are developed in all ports"),
    ("a participle made a verb", "to encourage the ports in lighting piers at dusk",
     "ports are encouraged in lighting piers at dusk"),
    ("another word of the same kind", "to hold international meetings on harbour lights",
     "global meetings are held on harbour lights"),
)  # fmt: skip


NAMES = [f"{word}/{other}" for *_, word, other in SWAPS]


@pytest.mark.parametrize(("clause", "claim", "word", "other"), SWAPS, ids=NAMES)
def test_a_sibling_or_an_opposite_in_the_place_of_a_word_is_found(clause, claim, word, other):
    source = Source(clause, "")
    assert word in claim
    assert list(opposites(claim, source)) == []
    assert any("instead of" in reason for reason in opposites(claim.replace(word, other), source))


@pytest.mark.parametrize(("clause", "claim", "word", "other"), SWAPS, ids=NAMES)
def test_a_claim_with_a_sibling_or_an_opposite_is_rejected(clause, claim, word, other):
    del claim
    own, changed = (word, other) if word in clause else (word.removesuffix("d"), other.removesuffix("d"))
    swapped = clause.replace(own, changed)
    assert verify(clause, clause).support == Support.VERBATIM
    for stated in (swapped, swapped.removeprefix("to "), f"It is said {swapped}"):
        assert stated not in clause
        assert verify(stated, clause).support == Support.UNSUPPORTED


@pytest.mark.parametrize(("rule", "clause", "claim"), EXCHANGED)
def test_two_kinds_that_change_places_are_found(rule: str, clause: str, claim: str):
    assert any("change places" in one for one in opposites(claim, Source(clause, ""))), rule
    assert verify(claim, clause).support == Support.UNSUPPORTED, rule
    assert verify(clause, clause).support == Support.VERBATIM, rule


@pytest.mark.parametrize(("rule", "clause", "claim"), HONEST)
def test_nothing_is_said_against_an_honest_claim_with_such_words(rule: str, clause: str, claim: str):
    assert list(opposites(claim, Source(clause, ""))) == [], rule


# -- the same in the clauses of official texts --------------------------------------------------------------

OFFICIAL = (
    *(("developing countries", "developed countries"), ("developed countries", "developing countries")),
    *(("national", "regional"), ("regional", "international"), ("international", "national")),
    *(("public", "private"), ("private", "public"), ("internal", "external"), ("women", "men")),
    *(("increase", "reduce"), ("minimum", "maximum"), ("before", "after"), ("after", "before")),
    *(("Member States", "Sector Members"), ("Sector Members", "Member States")),
    ("ordinary", "extraordinary"),
    *(("revenue", "expenditure"), ("rural", "urban"), ("mobile", "fixed"), ("long-term", "short-term")),
)  # fmt: skip


@pytest.fixture(scope="module")
def clauses() -> list[str]:
    if not TEXTS.is_dir():
        pytest.skip("needs ../shared/texts")
    names = ("itu/res-25-dubai-2018.md", "itu/res-71-dubai-2018.md", "itu/res-70-dubai-2018.md",
             "itu/dec-5-dubai-2018.md", "un/A_RES_71_243.md", "un/A_RES_70_125.md", "itu/convention-2022.txt",
             "itu/res-140-dubai-2018.md", "un/A_RES_70_1.md")  # fmt: skip
    return [one.text for name in names for one in parse_file(TEXTS / name).provisions]


def swapped(word: str, other: str, clauses: list[str]) -> Iterator[tuple[str, str]]:
    """Walk clauses that have a word and not the other, each with a claim that has the other instead."""
    has, has_other = (re.compile(rf"(?<![\w-])(?<!least ){one}(?![\w-])") for one in (word, other))
    for clause in clauses:
        if has.search(clause) and not has_other.search(clause) and len(clause.split()) > 5:
            yield clause, f"It is said that {has.sub(other, clause).rstrip(' ;,.')}"


@pytest.mark.parametrize(("word", "other"), OFFICIAL)
def test_a_swap_in_an_official_clause_is_rejected(word: str, other: str, clauses: list[str]):
    found = list(swapped(word, other, clauses))[:20]
    assert found, f"no clause has “{word}”"
    assert [claim for clause, claim in found if verify(claim, clause).support != Support.UNSUPPORTED] == []
