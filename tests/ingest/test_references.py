"""Every form in which a text names another, and what only looks like one."""

import pytest

from corpus import EditionKey, Kind, Provision, catalogue
from ingest.references import find_references
from ingest.targets import CitingText

SELF = EditionKey.parse("itu-pp/res-7/2030")

NAMED = {
    "edition": (
        "Resolution 25 (Rev. Lisbon, 2030)",
        [("Resolution 25 (Rev. Lisbon, 2030)", "itu-pp/res-25/2030")],
    ),
    "first edition": ("Resolution 2 (Kyoto, 1994)", [("Resolution 2 (Kyoto, 1994)", "itu-pp/res-2/1994")]),
    "several": (
        "Resolutions 71 (Rev. Rome, 2030), 72 (Rome, 2026) and 73 (Oslo, 2022)",
        [
            ("Resolutions 71 (Rev. Rome, 2030)", "itu-pp/res-71/2030"),
            ("72 (Rome, 2026)", "itu-pp/res-72/2026"),
            ("73 (Oslo, 2022)", "itu-pp/res-73/2022"),
        ],
    ),
    "of this conference": (
        "Decision 5 (Rome, 2030) of this conference",
        [("Decision 5 (Rome, 2030)", "itu-pp/dec-5/2030")],
    ),
    "of an assembly": (
        "Resolution 20 (Rev. Geneva, 2022) of the World Telecommunication Standardization Assembly (WTSA)",
        [("Resolution 20 (Rev. Geneva, 2022)", "itu-wtsa/res-20/2022")],
    ),
    "of WTDC": (
        "Resolution 49 (Doha, 2006) of WTDC",
        [("Resolution 49 (Doha, 2006)", "itu-wtdc/res-49/2006")],
    ),
    "of a body that is not known": ("Resolution 3 (Rome, 2030) of the Harbour Board", []),
    "sector's number": (
        "Resolution ITU-R 7-3 (Oslo, 2015) of RA",
        [("Resolution ITU-R 7-3 (Oslo, 2015)", "itu-ra/res-7-3/2015")],
    ),
    "annex of an edition": (
        "Annex 1 to Decision 5 (Rev. Rome, 2030)",
        [("Annex 1 to Decision 5 (Rev. Rome, 2030)", "itu-pp/dec-5/2030#annex_1")],
    ),
    "annex without number": (
        "the annex to Resolution 5 (Rome, 2030)",
        [("annex to Resolution 5 (Rome, 2030)", "itu-pp/res-5/2030#annex")],
    ),
    "own annexes in a list": (
        "Annexes 2, 3 and B to this resolution",
        [
            ("Annexes 2", "itu-pp/res-7/2030#annex_2"),
            ("3", "itu-pp/res-7/2030#annex_3"),
            ("B to this resolution", "itu-pp/res-7/2030#annex_b"),
        ],
    ),
    "annexes of another text in a list": ("Annexes 2 and 3 to the charter of the harbour", []),
    "own annex": (
        "Annex 2 to this resolution",
        [("Annex 2 to this resolution", "itu-pp/res-7/2030#annex_2")],
    ),
    "own appendix": (
        "Appendix A to Annex 1 to this decision",
        [("Appendix A to Annex 1 to this decision", "itu-pp/res-7/2030#annex_1__app_a")],
    ),
    "undated": ("Resolution 139 on piers", [("Resolution 139", "itu-pp/res-139")]),
    "undated, newest known": ("Decision 5 on piers", [("Decision 5", "itu-pp/dec-5/2022")]),
    "Council's": ("Council Resolution 1299", [("Council Resolution 1299", "itu-council/res-1299")]),
    "of the Council": ("Decision 11 of the Council", [("Decision 11", "itu-council/dec-11")]),
    "adopted by": (
        "Resolution 13 adopted by the Council",
        [("Resolution 13", "itu-council/res-13")],
    ),
    "General Assembly": ("UNGA Resolution 75/1", [("UNGA Resolution 75/1", "un-ga/res-75-1/2020")]),
    "General Assembly, not known": (
        "General Assembly resolution 60/2",
        [("General Assembly resolution 60/2", "un-ga/res-60-2")],
    ),
    "General Assembly, dated": (
        "UNGA Resolutions 60/1 of 3 May 2005, on piers, and 61/2 of 4 June 2006",
        [("UNGA Resolutions 60/1", "un-ga/res-60-1/2005"), ("61/2", "un-ga/res-61-2/2006")],
    ),
    "symbol": ("contained in A/RES/60/2", [("A/RES/60/2", "un-ga/res-60-2")]),
    "Security Council": (
        "Security Council resolution 2768 (2025)",
        [("Security Council resolution 2768 (2025)", "un-sc/res-2768/2025")],
    ),
    "marginal number": (
        "No. 235 of the Convention",
        [("No. 235 of the Convention", "itu/convention/2022#no_235")],
    ),
    "marginal numbers": (
        "Nos. 11 and 12A of the ITU Constitution",
        [
            ("Nos. 11", "itu/constitution/2022#no_11"),
            ("12A of the ITU Constitution", "itu/constitution/2022#no_12a"),
        ],
    ),
    "articles": (
        "Article 1 and Article 21 of the Constitution",
        [
            ("Article 1", "itu/constitution/2022#art_1"),
            ("Article 21 of the Constitution", "itu/constitution/2022#art_21"),
        ],
    ),
    "treaties": (
        "the Constitution and Convention",
        [("Constitution", "itu/constitution/2022"), ("Convention", "itu/convention/2022")],
    ),
    "treaty with its name": ("the ITU Convention", [("ITU Convention", "itu/convention/2022")]),
    "inspection's report": ("(JIU) Report 2012/12", [("(JIU) Report 2012/12", "un-jiu/rep-2012-12/2012")]),
    "inspection's symbol": ("JIU/REP/2016/1", [("JIU/REP/2016/1", "un-jiu/rep-2016-1/2016")]),
    "recommendation": (
        "Recommendation ITU-T U.1 (1993)",
        [("Recommendation ITU-T U.1 (1993)", "itu-t/rec-u-1/1993")],
    ),
    "recommendation, undated": (
        "Recommendations ITU-T E.164.1",
        [("Recommendations ITU-T E.164.1", "itu-t/rec-e-164-1")],
    ),
    "another convention": ("the Tampere Convention", []),
    "a convention's subject": ("the Convention on the Rights of the Child", []),
    "another constitution": ("the Constitution of the Republic", []),
    "plural": ("Conventions and Constitutions", []),
    "Human Rights Council": (
        "Human Rights Council resolution 48/7",
        [("Human Rights Council resolution 48/7", "un-hrc/res-48-7")],
    ),
    "Human Rights Council, plain number": ("Human Rights Council Resolution 48", []),
    "ECOSOC": (
        "ECOSOC Resolution 2012/24",
        [("ECOSOC Resolution 2012/24", "un-ecosoc/res-2012-24/2012")],
    ),
    "and/or": ("piers and/or harbours, 24/7", []),
    "date": ("UNGA Resolution 75/1, as read on 21/12", [("UNGA Resolution 75/1", "un-ga/res-75-1/2020")]),
    "share": ("UNGA Resolutions 75/1, in 3/4 of cases", [("UNGA Resolutions 75/1", "un-ga/res-75-1/2020")]),
    "clause of a head": ("resolves 1 above", []),
}


def named(text: str, kind: Kind = Kind.RECITAL, *, inline: bool = False):
    provision = Provision(
        "preamble__noting__rec_a", "noting a)", "preamble__noting", kind, text, 1, inline=inline
    )
    return find_references([provision], CitingText(SELF, catalogue()))


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_a_reference_is_read(text, expected):
    found = named(f"{text}, which holds;")
    assert [(one.text, str(one.target)) for one in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 25 (Rev. Lisbon, 0030)",
        "the report JIU/REP/0012/12",
        "Recommendation ITU-T U.1 (0093)",
    ],
)
def test_a_year_that_is_none_names_no_edition(text: str):
    assert not [one for one in named(f"{text}, which holds;") if isinstance(one.target, EditionKey)]


def test_headings_and_repeated_words_name_nothing():
    assert named("Resolution 25 (Rev. Lisbon, 2030)", Kind.HEADING) == ()
    assert named("Resolution 25 (Rev. Lisbon, 2030)", inline=True) == ()


def test_the_texts_of_a_body_without_a_file_are_named_as_the_text_itself_is():
    key = EditionKey.parse("herons/res-2-1/2002")
    said = "Recalling the annex to resolution 1.9, and paragraph 3 of resolution 1.4,"
    clause = Provision("preamble__rec_1", "first recital", "preamble", Kind.RECITAL, said, 1)
    found = find_references([clause], CitingText(key, catalogue(), name="Resolution 2.1"))
    assert [str(one.target) for one in found] == ["herons/res-1-9", "herons/res-1-4"]
    assert find_references([clause], CitingText(key, catalogue(), name="Agreement on Herons")) == ()


def test_without_an_own_edition_nothing_is_guessed():
    provision = Provision(
        "para_nn_1", "first paragraph", "body", Kind.PARAGRAPH, "Annex 1 to this resolution", 1
    )
    assert find_references([provision], CitingText(None, catalogue())) == ()


@pytest.mark.parametrize(
    ("rule", "named", "has", "target"),
    [
        ("an appendix without its letter", "the appendix to Annex 1", "annex_1__app_a", "annex_1__app_a"),
        ("an annex without its number", "the annex", "annex_1__sec_1", "annex_1"),
        ("a single annex by a number", "Annex 1", "annex__para_1", "annex"),
        ("an appendix without the annex that it is to", "Appendix A", "annex_1__app_a", "annex_1__app_a"),
        ("another number is another annex", "Annex 2", "annex_1__sec_1", "annex_2"),
        ("a single annex is not the second", "Annex 2", "annex__para_1", "annex_2"),
    ],
)
def test_a_text_cites_its_own_annex_by_the_name_that_it_has(rule, named, has, target):
    clauses = (
        Provision("resolves__para_1", "resolves 1", "", Kind.OPERATIVE, f"{named} to this resolution", 1),
        Provision(has, "a clause of an annex", has.rpartition("__")[0], Kind.ANNEX_PARAGRAPH, "x", 2),
    )
    found = find_references(clauses, CitingText(SELF, catalogue()))
    assert [str(reference.target) for reference in found] == [f"{SELF}#{target}"], rule


@pytest.mark.parametrize(
    ("rule", "text", "year", "target"),
    [
        ("of that year", "Decision 5 on piers", 2022, "itu-pp/dec-5/2022"),
        ("adopted later", "Decision 5 on piers", 2018, "itu-pp/dec-5"),
        ("a treaty of that year", "the Convention", 2022, "itu/convention/2022"),
        ("a treaty as it then was", "the Convention", 2018, "itu/convention"),
        ("a part of a treaty as it then was", "No. 8 of the Convention", 2018, "itu/convention"),
    ],
)
def test_a_text_cites_no_edition_that_was_adopted_after_it(rule, text, year, target):
    naming = CitingText(EditionKey(SELF.instrument, year), catalogue())
    clause = Provision("resolves__para_1", "resolves 1", "", Kind.OPERATIVE, text, 1)
    found = find_references([clause], naming)
    assert [str(reference.target) for reference in found] == [target], rule
