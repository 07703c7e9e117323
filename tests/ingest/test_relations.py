"""What a text does to those that it names: only what its own decisions say."""

from __future__ import annotations

import pytest

from corpus import EditionKey, Kind, Provision, catalogue
from corpus.heads import Head
from ingest.references import find_references
from ingest.targets import CitingText

# own issuer, a clause, the relation of each text that it names
DONE = {
    "a verb in capitals": ("imo-a", "REVOKES resolution A.906(20).", ["revokes"]),
    "a list": (
        "imo-a",
        "ADOPTS the Guidelines, and revokes resolutions A.900(12), A.901(12) and A.902(12).",
        ["revokes"] * 3,
    ),
    "this resolution": ("who-wha", "DECIDES that this resolution replaces resolution WHA5.1.", ["replaces"]),
    "a verb of decision": (
        "cbd-cop",
        "Decides to retire decision 7/12 and decision 7/13;",
        ["revokes"] * 2,
    ),
    "with a date": (
        "un-ga",
        "Decides to abrogate, with effect from 1 January 2020, its resolution 52/12 B of 19 December 1997;",
        ["revokes"],
    ),
    "is abrogated": ("itu-pp", "that Resolution 905 (Lisbon, 1994) is abrogated", ["revokes"]),
    "shall be superseded": (
        "who-wha",
        "DECIDES that resolution WHA5.1, on lanterns, shall be superseded by this resolution;",
        ["replaces"],
    ),
    "declares": ("icao-assembly", "Declares that this resolution supersedes Resolution A39-3.", ["replaces"]),
    "a paragraph": ("who-wha", "DECIDES to rescind paragraph 3 of resolution WHA5.1;", ["amends"]),
    "an annex": ("imo-a", "AMENDS the annex to resolution A.900(12);", ["amends"]),
    "an edition with a place": (
        "cites-cop",
        "REPEALS Resolution Conf. 2.11 (Rev.) (Willowford, 1979, as amended at Ashby, 1994) – Lamps.",
        ["revokes"],
    ),
    "amended by another": (
        "itu-pp",
        "to abrogate Resolution 905 (Lisbon, 1994), as amended by Resolution 906 (Kyoto, 1998)",
        ["revokes", None],
    ),
    "a list of two verbs": (
        "iaea-gc",
        "Revokes GC(60)/RES/4 and requests the Secretariat to replace GC(61)/RES/5;",
        ["revokes", None],
    ),
}
NOTHING_DONE = {
    "asked of a body": ("who-wha", "REQUESTS the Director-General to revoke resolution WHA5.1."),
    "recommended": ("who-wha", "RECOMMENDS that resolution WHA5.1 be revoked."),
    "hoped": ("imo-a", "EXPRESSES the hope that the Council amends resolution A.900(12)"),
    "what another text adopted": ("who-wha", "DECIDES to amend the rules adopted by resolution WHA5.1;"),
    "what another text set up": ("un-ga", "Decides to revoke the mandate established by resolution 60/251;"),
    "done by another": ("unfccc-cop", "Notes that decision 1/CP.3 has been superseded by decision 2/CP.4;"),
    "merely cited": ("un-ga", "Reaffirms resolution 70/1;"),
    "not done": ("un-ga", "Decides not to revoke resolution 70/1;"),
}


def relations(issuer: str, *provisions: Provision) -> list[str | None]:
    own = EditionKey.parse(f"{issuer}/res-9999/2035")
    return [one.relation for one in find_references(provisions, CitingText(own, catalogue()))]


def clause(text: str, parent: str = "", eid: str = "para_1", kind: Kind = Kind.OPERATIVE) -> Provision:
    return Provision(eid, eid, parent, kind, text, 1)


@pytest.mark.parametrize(("issuer", "text", "expected"), DONE.values(), ids=DONE)
def test_a_decision_about_a_text_is_a_relation(issuer: str, text: str, expected: list[str | None]):
    if issuer == "itu-pp":
        text = f"decides {text}"
    assert relations(issuer, clause(text)) == expected


@pytest.mark.parametrize(("issuer", "text"), NOTHING_DONE.values(), ids=NOTHING_DONE)
def test_what_is_asked_told_or_described_is_none(issuer: str, text: str):
    assert set(relations(issuer, clause(text))) == {None}


def test_a_head_and_an_introduction_govern_what_stands_below_them():
    head = Provision("resolves", "resolves", "", Kind.HEADING, "resolves", 1, Head.parse("resolves"))
    item = clause("to abrogate Resolution 905 (Lisbon, 1994)", "resolves", "resolves__para_1")
    assert relations("itu-pp", head, item) == ["revokes"]
    above = clause("REPEALS the Resolutions listed hereunder:")
    listed = clause("Resolution Conf. 5.10 – Lamps", "para_1", "para_1__subpara_a", Kind.LIST_ITEM)
    assert relations("cites-cop", above, listed) == ["revokes"]
    asked = clause("REQUESTS the Secretariat:")
    listed = clause("to revoke Resolution Conf. 5.10", "para_1", "para_1__subpara_a", Kind.LIST_ITEM)
    assert relations("cites-cop", asked, listed) == [None]


def test_a_recital_and_an_annex_decide_nothing():
    recital = clause("Decides to revoke resolution 70/1,", eid="preamble__rec_1", kind=Kind.RECITAL)
    annexed = clause("Decides to revoke resolution 70/1.", eid="annex__para_1", kind=Kind.ANNEX_PARAGRAPH)
    assert relations("un-ga", recital, annexed) == [None, None]
