"""Texts that a page's width has broken: an invented one in full, the official ones by their heads."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from printing import print_provisions

from corpus import Kind
from ingest import Parse, parse_file, parse_source, text_source

OFFICIAL = Path(__file__).parents[3] / "shared" / "texts" / "itu"

UNITS = [
    ("preface__docnumber", "RESOLUTION 12 (REV. LISBON, 2030)"),
    ("preface__title", "Care of the lanterns along the harbours and on the piers of the northern coast"),
    (
        "preamble__formula",
        "The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),",
    ),
    ("preamble__considering", "considering"),
    (
        "preamble__considering__rec_a",
        "that lanterns on a pier guide the smaller boats, in particular in far harbours1, "
        "where the fog is thick and the channel narrow;",
    ),
    (
        "preamble__considering__rec_b",
        "the provisions of Resolution 25 (Rev. Lisbon, 2030) of this conference and of Article "
        "5 of the ITU Convention;",
    ),
    (
        "preamble__considering__rec_c",
        "that the keepers have shown, taking into account the requirements of the piers, that "
        "lanterns with small flames last longer, and that the use of telecommunications/ICTs makes "
        "their care results-based and cheap,",
    ),
    ("preamble__considering-further", "considering further"),
    ("preamble__considering-further__rec_a", "the reports of the wardens for the years 2026-2029;"),
    (
        "ftn_1",
        "These include harbours that no road reaches, harbours with one pier, and harbours in ice.",
    ),
    (
        "preamble__considering-further__rec_b",
        "the need for lanterns of one kind, which the wardens called the lantern of the year,",
    ),
    ("preamble__emphasizing", "emphasizing"),
    (
        "preamble__emphasizing__rec_nn_1",
        "the urgent need to light the piers before the winter of the coming year and to keep them lit,",
    ),
    ("resolves", "resolves"),
    (
        "resolves__para_1",
        "to keep every lantern lit in the hours of the night, and in far harbours1 also in the "
        "hours of dusk, subject to the following:",
    ),
    ("resolves__para_1__para_1-1", "that no lantern shall burn without a keeper;"),
    ("resolves__para_1__para_1-2", "that a keeper shall mind no more than 12 lanterns;"),
    (
        "resolves__para_2",
        "that keepers shall report on the lanterns in their care, bearing in mind resolves 1 above;",
    ),
    (
        "resolves__para_3",
        "that the sum of 318 000 francs shall be spent on glass, which 2027 shall not see again,",
    ),
    (
        "resolves-instruct-secretary-general-directors-bureaux",
        "resolves to instruct the Secretary-General and the Directors of the Bureaux",
    ),
    (
        "resolves-instruct-secretary-general-directors-bureaux__para_1",
        "to count the lanterns each year and to make a list of:",
    ),
    ("resolves-instruct-secretary-general-directors-bureaux__para_1__point_i", "those that are lit;"),
    (
        "resolves-instruct-secretary-general-directors-bureaux__para_1__point_ii",
        "those that are not, with the reasons and with the name of the keeper; and",
    ),
    (
        "resolves-instruct-secretary-general-directors-bureaux__para_1__point_iii",
        "those that nobody has seen;",
    ),
    ("resolves-instruct-secretary-general-directors-bureaux__para_2", "to publish the list,"),
    (
        "instructs-keeper-piers-in-close-consultation-with-wardens-harbours",
        "instructs the Keeper of the Piers, in close consultation with the wardens of the harbours",
    ),
    (
        "instructs-keeper-piers-in-close-consultation-with-wardens-harbours__para_nn_1",
        "to mend what is broken,",
    ),
    ("invites-member-states", "invites Member States"),
    ("invites-member-states__para_1", "to send glass:"),
    ("invites-member-states__para_1__indent_1", "of a clear kind;"),
    (
        "invites-member-states__para_1__indent_2",
        "of a thickness that no storm breaks, with frames of a width that fits the lanterns of every pier;",
    ),
    ("invites-member-states__para_2", "to send keepers."),
    ("annex", "ANNEX TO RESOLUTION 12 (REV. LISBON, 2030)"),
    ("annex__title", "Lanterns by harbour"),
    ("annex__table_1__row_1", "North\t12\t14\t26"),
    ("annex__table_1__row_2", "South\t3 918\t4 000\t7 918"),
    (
        "annex__point_1",
        "Each harbour keeps its lanterns in the order in which they came, and tells "
        "the keeper of every change.",
    ),
    ("annex__point_2", "Lanterns that came last are mended first."),
]


@pytest.fixture(scope="module")
def lanterns() -> Parse:
    return parse_file(Path(__file__).with_name("lanterns.txt"))


def test_every_unit_of_the_invented_text_is_read(lanterns: Parse):
    assert [(one.eid, one.text) for one in lanterns.provisions] == UNITS


def test_the_invented_text_is_accounted_for(lanterns: Parse):
    assert str(lanterns.key) == "itu-pp/res-12/2030"
    assert lanterns.report.unowned == lanterns.report.gaps == ()
    steps = Counter(one.step for one in lanterns.report.removed)
    assert steps == {"running heads": 4, "repeated footnotes": 2, "adoption history": 2}


def test_its_footnote_hangs_on_the_word_that_carries_it(lanterns: Parse):
    note = next(one for one in lanterns.provisions if one.kind is Kind.FOOTNOTE)
    assert note.anchor == note.parent == "preamble__considering__rec_a"


def test_its_flattened_table_has_its_columns_again(lanterns: Parse):
    rows = [one for one in lanterns.provisions if one.kind is Kind.TABLE_ROW]
    assert [(one.label, one.parent) for one in rows] == [
        ('Annex, table, row "North"', "annex"),
        ('Annex, table, row "South"', "annex"),
    ]
    assert lanterns.report.warnings == ()


HEADS = {
    "res-025-bucharest-2022.txt": (
        "itu-pp/res-25/2022",
        "Resolution 25 (Rev. Bucharest, 2022)",
        "Strengthening the ITU regional presence",
        """considering|considering further|noting with appreciation|noting with concern|recognizing|convinced
        noting|noting also|resolves|further resolves|instructs the ITU Council|instructs the Secretary-General
        instructs the Secretary-General, in close consultation with the Directors of the three Bureaux
        instructs the Director of the Telecommunication Development Bureau
        instructs the Director of the Telecommunication Development Bureau, in close consultation with the \
Secretary-General and the Directors of the Radiocommunication Bureau and the Telecommunication \
Standardization Bureau
        instructs the Directors of the Radiocommunication Bureau and the Telecommunication \
Standardization Bureau""",
    ),
    "res-002-bucharest-2022.txt": (
        "itu-pp/res-2/2022",
        "Resolution 2 (Rev. Bucharest, 2022)",
        "World telecommunication/information and communication technology policy forum",
        """considering|conscious|emphasizing|resolves|instructs the Secretary-General
        instructs the ITU Council|further instructs the ITU Council""",
    ),
    "res-021-bucharest-2022.txt": (
        "itu-pp/res-21/2022",
        "Resolution 21 (Rev. Bucharest, 2022)",
        "Measures concerning alternative calling procedures on international telecommunication networks",
        """recognizing|considering|aware|resolves
        instructs the Directors of the Telecommunication Development Bureau and the \
Telecommunication Standardization Bureau
        invites Member States|invites Sector Members""",
    ),
    "res-030-bucharest-2022.txt": (
        "itu-pp/res-30/2022",
        "Resolution 30 (Rev. Bucharest, 2022)",
        "Special measures for the least developed countries, small island developing states, landlocked "
        "developing countries and countries with economies in transition",
        """considering|recognizing|having noted|concerned|aware|recalling|emphasizing
        resolves to instruct the Secretary-General and the Director of the Telecommunication Development \
Bureau
        instructs the ITU Council
        encourages least developed countries, small island developing states, landlocked developing \
countries and countries with economies in transition
        invites Member States""",
    ),
    "dec-005-bucharest-2022.txt": (
        "itu-pp/dec-5/2022",
        "Decision 5 (Rev. Bucharest, 2022)",
        "Revenue and expenses for the Union for the period 2024-2027",
        """considering|considering further|noting|noting further|decides
        instructs the Secretary-General, with the assistance of the Coordination Committee
        instructs the Secretary-General|instructs the Secretary-General and the Directors of the Bureaux
        instructs the ITU Council|invites the ITU Council|invites Member States""",
    ),
}
CONVERTED = {
    f"{kind}-{n}-dubai-2018.md": f"itu-pp/{kind}-{n}/2018"
    for kind, n in [("dec", 5), *(("res", n) for n in (25, 48, 70, 71, 140, 151, 191, 200))]
}


def official(name: str) -> Parse:
    if not (OFFICIAL / name).is_file():
        pytest.skip(f"{OFFICIAL / name} is not here")
    return parse_file(OFFICIAL / name)


@pytest.mark.parametrize("name", HEADS)
def test_an_official_text_has_its_heads_and_no_other(name: str):
    key, called, title, heads = HEADS[name]
    parse = official(name)
    assert (str(parse.key), parse.name, parse.title) == (key, called, title)
    found = [one.text for one in parse.provisions if one.head and one.kind is Kind.HEADING]
    assert found == [head.strip() for head in re.split(r"[|\n]", heads)]


@pytest.mark.parametrize("name", HEADS)
def test_an_official_text_loses_nothing_and_keeps_no_running_head(name: str):
    parse = official(name)
    assert parse.report.unowned == parse.report.gaps == ()
    running = re.compile(r"\b\d{3} (?:Resolution|Decision) \d+$|(?:Resolution|Decision) \d+ \d{3}\b")
    assert not [one.eid for one in parse.provisions if running.search(one.text)]
    notes = [one for one in parse.provisions if one.kind is Kind.FOOTNOTE]
    assert all(one.anchor for one in notes)
    assert len(notes) == (not name.startswith("dec"))


@pytest.mark.parametrize("name", [*HEADS, *CONVERTED])
def test_an_official_text_prints_what_parses_the_same(name: str):
    parse = official(name)
    again = parse_source(text_source(print_provisions(parse.provisions)), "again")
    assert [replace(one, line=0) for one in again.provisions] == [
        replace(one, line=0) for one in parse.provisions
    ]


# the heads of the converted texts by their eIds, without "preamble__"; and how many items each has
ITEMS = {
    "dec-5-dubai-2018.md": """considering 2|considering-further 2|noting nn|noting-further nn|decides 7
        instructs-secretary-general-with-assistance-coordination-committee 3|instructs-secretary-general 3
        instructs-secretary-general-directors-bureaux 3|instructs-itu-council 9|invites-itu-council nn
        invites-member-states nn""",
    "res-140-dubai-2018.md": """recalling 6|considering 14|considering-further 12|noting 8
        taking-into-account nn|recognizing 7|resolves 11|instructs-secretary-general 10
        instructs-secretary-general-directors-bureaux 5|instructs-directors-bureaux 2
        instructs-director-telecommunication-development-bureau nn|requests-itu-council 9
        invites-member-states-sector-members-associates-academia 6|expresses nn""",
    "res-151-dubai-2018.md": """considering 5|noting 2|recognizing 4|recognizing-further nn|emphasizing nn
        resolves-instruct-secretary-general-directors-three-bureaux 8|instructs-secretary-general nn
        instructs-itu-council 2|encourages-member-states nn""",
    "res-191-dubai-2018.md": """noting 6|considering 5|recognizing 7|bearing-in-mind 7|resolves nn|invites 2
        instructs-secretary-general 6|instructs-itu-council nn
        instructs-secretary-general-directors-three-bureaux 4|invites-member-states-sector-members 3""",
    "res-200-dubai-2018.md": """recalling 7|considering 3|noting nn|recognizing 5|recognizing-further 4
        resolves 3|instructs-secretary-general 6|instructs-directors-bureaux nn
        instructs-director-telecommunication-development-bureau nn|instructs-itu-council 2
        invites-member-states 6|invites-sector-members-associates-academia nn|invites-all-stakeholders nn""",
    "res-25-dubai-2018.md": """considering 3|bearing-in-mind 12|noting-with-appreciation 5|recognizing 3
        convinced 8|noting 4|noting-also nn|resolves 12|further-resolves 2|instructs-itu-council 7
        instructs-secretary-general 6
        instructs-secretary-general-in-close-consultation-with-directors-three-bureaux 3
        instructs-director-telecommunication-development-bureau 1
        instructs-director-telecommunication-development-bureau-in-close-consultation-with-secretary-general\
-directors-radiocommunication-bureau-telecommunication-standardization-bureau 7
        instructs-directors-radiocommunication-bureau-telecommunication-standardization-bureau 2""",
    "res-48-dubai-2018.md": """recognizing nn|recalling 5|noting 14|noting-with-concern nn|welcoming 2
        considering 11|resolves 9|instructs-secretary-general 8|instructs-itu-council 4""",
    "res-70-dubai-2018.md": """recalling 9|noting 6|noting-also 2|recognizing 8|recognizing-further 4
        considering 4|noting-further 5|taking-into-account nn|encourages-member-states-sector-members 9
        resolves 4|instructs-itu-council 4|instructs-secretary-general 15
        instructs-secretary-general-directors-bureaux 2
        instructs-director-telecommunication-development-bureau 6|invites-member-states-sector-members 12""",
    "res-71-dubai-2018.md": """considering 4|welcoming nn|noting 2|recognizing 4|resolves nn
        instructs-secretary-general-directors-bureaux 6|instructs-itu-council 5|invites-member-states nn
        invites-sector-members nn""",
}


@pytest.mark.parametrize("name", CONVERTED)
def test_a_converted_text_has_its_heads_and_their_items(name: str):
    parse = official(name)
    heads = [one for one in parse.provisions if one.head and one.kind is Kind.HEADING]
    found = []
    for head in heads:
        below = [one for one in parse.provisions if one.parent == head.eid]
        count = "nn" if len(below) == 1 and not below[0].marker else len(below)
        found.append(f"{head.eid.removeprefix('preamble__')} {count}")
    assert found == [one.strip() for one in re.split(r"[|\n]", ITEMS[name])]


@pytest.mark.parametrize("name", CONVERTED)
def test_a_converted_text_says_which_it_is_and_loses_no_line_and_no_number(name: str):
    parse = official(name)
    assert str(parse.key) == CONVERTED[name]
    assert parse.report.unowned == parse.report.gaps == ()
    assert all(one.anchor for one in parse.provisions if one.kind is Kind.FOOTNOTE)
