"""A claim whose word excludes the clause's is another claim, however similar the two look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Support
from assistant.verification.participles import changed_participles
from assistant.verification.source import Source
from assistant.verification.verifier import verify
from ingest import parse_file

TEXTS = Path(__file__).parents[4] / "shared" / "texts"
TRANSFER = "to promote the transfer of lanterns from developed countries to developing countries, on request;"
AID = "that developed countries assist developing countries in lighting their harbours;"
# the clause, a claim that it makes, a word of the claim, the word that replaces it
SWAPS = (
    ("to lend lanterns to developing countries at low cost", "lanterns are lent to developing countries",
     "developing", "developed"),
    ("to lend lanterns to developed countries at low cost", "lanterns are lent to developed countries",
     "developed", "developing"),
    ("to lend lanterns to landlocked developing harbours", "landlocked developing harbours are lent lanterns",
     "developing", "developed"),
    ("to register exporting firms each year", "exporting firms are registered", "exporting",
     "exported"),
    ("to protect participating harbours from storms", "participating harbours are protected from storms",
     "participating", "participated"),
)  # fmt: skip
EXCHANGED = (
    ("prepositions kept apart", TRANSFER,
     "the transfer of lanterns from developing countries to developed countries, on request, is promoted"),
    ("who helps whom", AID, "developing countries assist developed countries in lighting harbours"),
    ("who helps whom, in the passive", AID, "developed countries are assisted by developing countries"),
    ("prepositions that change places", TRANSFER,
     "the transfer of lanterns to developed countries from developing countries is promoted"),
)  # fmt: skip
ACCEPTED = (
    ("another order with the same prepositions", TRANSFER,
     "the transfer of lanterns to developing countries from developed countries, on request, is promoted"),
    ("the passive", AID,
     "developing countries are assisted by developed countries in lighting their harbours"),
    ("a participle twice", "that developing countries light their harbours before dusk",
     "developing countries light the harbours of developing countries before dusk"),
)  # fmt: skip
HONEST = (
    *ACCEPTED,
    ("the same order", TRANSFER,
     "on request, the transfer of lanterns from developed to developing countries"),
    ("a verb that is no class of countries", "to develop standards for harbour lights in all ports",
     "standards for harbour lights are developed in all ports"),
    ("a participle made a verb", "to encourage the ports in lighting piers at dusk",
     "ports are encouraged in lighting piers at dusk"),
)  # fmt: skip


@pytest.mark.parametrize(("clause", "claim", "word", "other"), SWAPS, ids=[clause for clause, *_ in SWAPS])
def test_a_participle_with_the_other_ending_is_found(clause: str, claim: str, word: str, other: str):
    source = Source(clause, "")
    assert list(changed_participles(claim, source)) == []
    found = changed_participles(claim.replace(word, other), source)
    assert list(found) == [f"“{other} …” instead of “{word} …”"]


# a clause, a word of it, the word that replaces it
REPLACED = (
    ("to keep the national register of lanterns", "national", "regional"),
    ("to hold regional meetings on harbour lights", "regional", "international"),
    ("to open public harbours to small vessels", "public", "private"),
    ("to light urban harbours before dusk", "urban", "rural"),
    ("to increase the number of wardens", "increase", "reduce"),
    ("to set a minimum height of masts", "minimum", "maximum"),
    ("to consult Member States on the colour of sails", "Member States", "Sector Members"),
    ("to audit the revenue of the harbours", "revenue", "expenditure"),
    *((clause, word, other) for clause, _, word, other in SWAPS),
)


@pytest.mark.parametrize(
    ("clause", "word", "other"), REPLACED, ids=[f"{row[1]}/{row[2]}" for row in REPLACED]
)
def test_a_claim_with_another_word_in_the_place_of_the_clause_s_is_rejected(
    clause: str, word: str, other: str
):
    swapped = clause.replace(word, other)
    assert verify(clause, Source(clause)).support == Support.VERBATIM
    for claim in (swapped, swapped.removeprefix("to "), f"It is said {swapped}"):
        assert verify(claim, Source(clause)).support == Support.UNSUPPORTED


@pytest.mark.parametrize(("rule", "clause", "claim"), EXCHANGED)
def test_two_participles_that_change_places_are_found(rule: str, clause: str, claim: str):
    found = changed_participles(claim, Source(clause, ""))
    assert list(found) == ["“developed …” instead of “developing …”"], rule
    assert verify(claim, Source(clause)).support == Support.UNSUPPORTED, rule
    assert verify(clause, Source(clause)).support == Support.VERBATIM, rule


@pytest.mark.parametrize(("rule", "clause", "claim"), HONEST)
def test_nothing_is_said_against_an_honest_claim_with_such_words(rule: str, clause: str, claim: str):
    assert list(changed_participles(claim, Source(clause, ""))) == [], rule


@pytest.mark.parametrize(("rule", "clause", "claim"), ACCEPTED)
def test_a_correct_claim_with_participles_in_another_order_is_accepted(rule: str, clause: str, claim: str):
    assert verify(claim, Source(clause)).support == Support.PARAPHRASE, rule


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
    assert [
        claim for clause, claim in found if verify(claim, Source(clause)).support != Support.UNSUPPORTED
    ] == []
