"""Files that hold several texts: where each begins, what belongs to it, what to none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.instruments import EditionStatus, Mark
from corpus.keys import EditionKey
from ingest import parse_source, text_source
from ingest.akn import print_akn, read_akn
from ingest.collection import number_at
from ingest.handover import parse_json, read_parse
from ingest.lines import Line
from ingest.parse import Parse, parse_texts, text_with
from ingest.parts import BETWEEN, FRONT, contents_of, divide
from ingest.readers import read_source
from ingest.source import Source
from ingest.titles import plain_titles

SHARED = Path(__file__).parents[3] / "shared" / "texts"
FORMULA = "The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),"
UN = "The General Assembly,"


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line((at,), text) for at, text in enumerate(texts, 1))


def source(found: tuple[Line, ...], **said: object) -> Source:
    numbers = tuple(number for line in found for number in line.numbers)
    return Source(found, numbers, "0" * 64, **{"whole": True, **said})  # type: ignore[arg-type]


def names(found: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in parse_texts(source(found), "minutes"))


def text(number: str, title: str = "Lanterns", formula: str = FORMULA) -> tuple[str, ...]:
    return (number, title, formula, "resolves", "1 to keep a lantern.")


ROWS = {
    "one text": (text("RESOLUTION 900 (REV. LISBON, 2030)"), ("Resolution 900 (Rev. Lisbon, 2030)",)),
    "two texts": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), *text("DECISION 9 (LISBON, 2030)")),
        ("Resolution 900 (Rev. Lisbon, 2030)", "Decision 9 (Lisbon, 2030)"),
    ),
    "two editions": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), *text("RESOLUTION 900 (PORTO, 2026)")),
        ("Resolution 900 (Rev. Lisbon, 2030)", "Resolution 900 (Porto, 2026)"),
    ),
    "the same text twice": (
        text("RESOLUTION 900 (REV. LISBON, 2030)") * 2,
        ("Resolution 900 (Rev. Lisbon, 2030)",) * 2,
    ),
    "a list of contents": (
        ("DECISION 9 (PORTO, 2026)", "DECISION 8 (PORTO, 2026)", *text("RESOLUTION 900 (REV. LISBON, 2030)")),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "a list of contents with titles and pages": (
        ("Resolution 1: Care of lanterns ...... 4", "Resolution 2: Piers\t5",
         *text("RESOLUTION 1"), *text("RESOLUTION 2")),
        ("Resolution 1 (Lisbon, 2030)", "Resolution 2 (Lisbon, 2030)"),
    ),
    "numbers with their session": (
        (*text("Resolution 5 of the 29th CGPM (2030)",
               formula="The General Conference on Weights and Measures (CGPM), at its 29th meeting,"),
         *text("Resolution 6 of the 29th CGPM (2030)",
               formula="The General Conference on Weights and Measures (CGPM), at its 29th meeting,")),
        ("Resolution 5 of the 29th CGPM (2030)", "Resolution 6 of the 29th CGPM (2030)"),
    ),
    "a running head": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "RESOLUTION 901 (LISBON, 2030)", "2 to trim it."),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "a number without a title": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "RESOLUTION 901 (LISBON, 2030)", FORMULA),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "an annexed text": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "ANNEX 1", *text("RESOLUTION 12 (PORTO, 2026)")),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "an annexed text below a heading": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "ANNEX", "Text as amended",
         *text("RESOLUTION 12 (PORTO, 2026)")),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "a text with its annex, and another": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "ANNEX 1", "Lanterns by pier", "The piers are dark.",
         *text("DECISION 9 (LISBON, 2030)")),
        ("Resolution 900 (Rev. Lisbon, 2030)", "Decision 9 (Lisbon, 2030)"),
    ),
    "a formula that carries a footnote's mark": (
        (*text("DECISION 9 (LISBON, 2030)"), *text("DECISION 10 (LISBON, 2030)", formula=f"{FORMULA}⁴")),
        ("Decision 9 (Lisbon, 2030)", "Decision 10 (Lisbon, 2030)"),
    ),
    "one of the United Nations": (
        text("81/900. Lanterns", "Recalling", UN)[::2],
        ("UNGA Resolution 81/900",),
    ),
    "two of the United Nations": (
        ("81/900. Lanterns", UN, "1. Decides to keep a lantern;", "81/901. Piers", UN, "1. Notes the piers."),
        ("UNGA Resolution 81/900", "UNGA Resolution 81/901"),
    ),
    "one of the Security Council": (
        ("Resolution 3900 (2030)", "Adopted by the Security Council at its 20000th meeting, on 3 May 2030",
         "The Security Council,", "1. Decides to keep a lantern."),
        ("UNSC Resolution 3900 (2030)",),
    ),
    "two of a body that nobody knows": (
        ("Resolution HW-4", "Lanterns", "The Assembly of Wardens,", "1. Decides to keep a lantern;",
         "Resolution HW-5", "Piers", "The Assembly of Wardens,", "1. Notes the piers."),
        ("Resolution HW-4", "Resolution HW-5"),
    ),
    "no text": (("Minutes of the harbour wardens", "They met."), ("minutes",)),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_texts_are_told_by_their_openings(name: str):
    found, expected = ROWS[name]
    assert names(lines(*found)) == expected


# -- resolutions without a sentence that says who adopts them ------------------------------------------------

SHORT = (
    "# Resolution 07-2030", "Lanterns", "The wardens resolve to keep a lantern.",
    "# Resolution 08-2030", "Piers", "The wardens resolve to sweep the piers.",
    "# Resolution 09-2030", "Thanks", "The wardens thank the keeper.",
)  # fmt: skip
CONTENTS = ("# Resolution 07-2030", "# Resolution 08-2030", "# Resolution 09-2030")
NUMBERS = ("Resolution 07-2030", "Resolution 08-2030", "Resolution 09-2030")
SHORTS = {
    "headings": (SHORT, NUMBERS),
    "after a list of contents": ((*CONTENTS, *SHORT), NUMBERS),
    "with their titles beside them": (
        ("# Decision 7/2030 Lanterns", "Keep a lantern.", "# Decision 8/2030 Piers", "Sweep the piers."),
        ("Decision 7/2030", "Decision 8/2030"),
    ),
    "numbers that need no noun": (
        ("# WHA99(1) Lanterns", "The Assembly kept a lantern.", "# WHA99(2) Piers", "It swept the piers."),
        ("WHA99(1)", "WHA99(2)"),
    ),
    "beside others that have such a sentence": (
        (*text("# RESOLUTION 900 (LISBON, 2030)"), *text("# RESOLUTION 901 (LISBON, 2030)"), *SHORT),
        ("Resolution 900 (Lisbon, 2030)", "Resolution 901 (Lisbon, 2030)", *NUMBERS),
    ),
    "with a cell of an agenda beside them": (
        ("# Decision 7/2030\t(Item 1)", "Keep a lantern.", "# Decision 8/2030\t(Item 2)", "Sweep the piers."),
        ("Decision 7/2030", "Decision 8/2030"),
    ),
    "with an item of an agenda in their number": (
        ("# Decision 1.2", "Light it.", "# Decision 1.3", "Trim it.", "# Decision 2.1", "Sweep all."),
        ("Decision 1.2", "Decision 1.3", "Decision 2.1"),
    ),
    "of a sort that no list has, with initials": (
        ("# Action HW/9-1", "The HW keeps a lantern.", "# Action HW/9-2", "The HW sweeps the piers."),
        ("Action HW/9-1", "Action HW/9-2"),
    ),
    "by initials and figures alone": (
        ("# 15 HW 7A.1", "The HW keeps a lantern.", "# 15 HW 7A.2", "The HW sweeps the piers."),
        ("15 HW 7A.1", "15 HW 7A.2"),
    ),
    "of several kinds that count through": (
        (
            "# Decision 1", "The wardens keep a lantern.", "# Resolution 2", "The wardens sweep the piers.",
            "# Recommendation 3", "Sweep them.",
        ),
        ("Decision 1", "Resolution 2", "Recommendation 3"),
    ),
    "with who adopts below their recitals": (
        tuple(
            line
            for number in (1, 5, 9)
            for line in (
                f"# Resolution HW/{number}", "Lamps", "Whereas lamps are lit;", "The Harbour Assembly:",
                "1. Resolves to light lamps;", "2. Requests the Keeper to report.",
            )
        ),
        ("Resolution HW/1", "Resolution HW/5", "Resolution HW/9"),
    ),
    "with what was decided beside them": (
        (
            "# Decision HW/4/1: The Board adopts the agenda.", "Many keepers took the floor.",
            "# Decision HW/4/2: The Board will meet on the pier.",
        ),
        ("Decision HW/4/1", "Decision HW/4/2"),
    ),
    "not kinds that count each for itself": (
        ("# Decision 1", "Keep a lantern.", "# Resolution 1", "The wardens sweep the piers."),
        ("Decision 1",),
    ),
    "not the annexes of a text": (
        ("# Charter", "# ANNEX 1", "The HW keeps a lantern.", "# ANNEX 2", "The HW sweeps the piers."),
        ("minutes",),
    ),
    "not the articles of a text": (
        ("# Charter", "# Article 1", "The HW keeps a lantern.", "# Article 2", "The HW sweeps the piers."),
        ("Charter",),
    ),
    "not numbers that stand in running text": (tuple(one.lstrip("# ") for one in SHORT), NUMBERS[:1]),
    "not numbers that do not count on": (
        tuple(one.replace("09-", "03-") for one in SHORT), NUMBERS[:1]
    ),
    "not the headings inside a text": (
        (*text("RESOLUTION 900 (LISBON, 2030)"), *SHORT), ("Resolution 900 (Lisbon, 2030)",)
    ),
    "not the recommendations of a report": (
        tuple(one.replace("Resolution", "Recommendation") for one in SHORT), ("Recommendation 07-2030",)
    ),
}  # fmt: skip


def headed(*texts: str) -> tuple[Line, ...]:
    return tuple(
        Line((at,), one.lstrip("# "), heading=int(one.startswith("#"))) for at, one in enumerate(texts, 1)
    )


@pytest.mark.parametrize("name", SHORTS)
def test_short_resolutions_open_by_their_form(name: str):
    found, expected = SHORTS[name]
    assert names(headed(*found)) == expected


BESIDE = [
    ("ends with the bold", "Decision 9/2030 Thanks The wardens thank all.", 22),
    ("is whole where the number alone is bold", "Decision 9/2030 – Thanks", 17),
    ("is whole where nothing is bold", "Decision 9/2030 Thanks", 0),
]


@pytest.mark.parametrize(("rule", "words", "bold"), BESIDE, ids=[row[0] for row in BESIDE])
def test_a_title_beside_a_number(rule: str, words: str, bold: int):
    number = number_at([Line((1,), words, (Mark(0, bold, "strong"),) if bold else ())], 0, whole=True)
    assert number is not None
    assert (number.name, number.title) == ("Decision 9/2030", "Thanks")


MINUTES = (
    "12th HW Meeting", "Lisbon, 4–6 May 2030", "HARBOUR WARDENS’ COMMITTEE", "Resolutions",
    "# Resolution no. 1", "The Committee keeps a lantern lit since 1999.",
    "# Resolution no. 2", "Considering", "the piers, the Committee sweeps them.",
)  # fmt: skip


def test_what_stands_above_the_texts_of_a_file_holds_for_each():
    first, second = parse_texts(source(headed(*MINUTES)), "minutes")
    keys = [f"harbour-wardens-committee/res-12-{at}/2030" for at in (1, 2)]
    assert [str(one.key) for one in (first, second)] == keys
    assert second.name == "Resolution 2 of the 12th HW Meeting (2030)"
    assert (second.adopted, second.title) == ("2030", "")


def test_what_the_edges_of_the_pages_say_holds_for_each():
    found = source(headed(*MINUTES[4:]), edges=("12th HW Meeting (2030): Resolutions",))
    assert [str(one.key) for one in parse_texts(found, "minutes")] == ["hw/res-12-1/2030", "hw/res-12-2/2030"]


def test_a_treaty_with_resolutions_printed_behind_it_is_a_text_of_the_file():
    treaty = ("# Lantern Charter", "### Article  1", "There is a Lantern Council.", "### Article  2",
              "The Council lights the lanterns.")  # fmt: skip
    found = parse_texts(source(lines(*treaty, *text("RESOLUTION 900 (REV. LISBON, 2030)"),
                                     *text("RESOLUTION 901 (LISBON, 2030)"))), "charter")  # fmt: skip
    assert [one.name for one in found] == [
        "Lantern Charter", "Resolution 900 (Rev. Lisbon, 2030)", "Resolution 901 (Lisbon, 2030)"]  # fmt: skip
    assert [one.text for one in found[0].provisions if one.eid.startswith("art_") and "__" in one.eid] == [
        "There is a Lantern Council.", "The Council lights the lanterns."]  # fmt: skip


def test_one_doubtful_text_does_not_hold_back_the_others():
    doubtful = (*MINUTES, "# Resolution no. 3", "Keep all.", "Resolution no. 7", "Keep none.")
    assert [one.key is None for one in parse_texts(source(headed(*doubtful)), "minutes")] == [
        False,
        False,
        True,
    ]


def test_what_most_titles_of_a_file_share_is_none_of_them():
    subjects = ("Subject Lanterns", "Subject Piers", "Subject Dues of wardens")
    found = [
        text
        for number, title in zip(NUMBERS, subjects, strict=True)
        for text in (f"# {number}", title, "Ok.")
    ]
    assert [one.title for one in parse_texts(source(headed(*found)), "minutes")] == [
        "Lanterns", "Piers", "Dues of wardens",
    ]  # fmt: skip
    assert plain_titles(subjects[:2]) == subjects[:2]


def test_what_was_decided_beside_a_number_is_no_title():
    text = (
        "Minutes of the 4th meeting of the Fog Board, Oslo, 4 June 2019\n\n"
        "Decision FB/4/1: The Board adopts the agenda.\n\nDecision FB/4/2: The Board will meet on the pier.\n"
    )
    parses = parse_texts(text_source(text), "minutes")
    assert [(str(one.key), one.title) for one in parses] == [
        ("fog-board/dec-fb-4-1/2019", ""),
        ("fog-board/dec-fb-4-2/2019", ""),
    ]


def test_a_short_resolution_has_the_title_of_its_opening():
    marked = Line((9,), "Decision 9/2030 Thanks The wardens thank all.", (Mark(0, 22, "strong"),))
    found = (*headed(*SHORTS["with their titles beside them"][0]), marked, Line((10,), "It was taken."))
    assert [one.title for one in parse_texts(source(found), "minutes")] == ["Lanterns", "Piers", "Thanks"]
    assert [one.title for one in parse_texts(source(headed(*SHORT)), "minutes")] == [
        "Lanterns", "Piers", "Thanks",
    ]  # fmt: skip


CODES = {
    "letters and figures with a title": (
        "ASSEMBLY OF THE LANTERN UNION\n\nLisbon, 4–8 May 2030\n\nB41-28: Lighting of piers\n\nThe piers are "
        "dark and all keepers want lamps;\n\nB41-30: Dues\n\nThe dues are paid in oil by all harbours.\n",
        ("B41-28", "B41-30"),
        ("Lighting of piers", "Dues"),
    ),
    "a number below its title": (
        "Council of Ferries, 14 May 2030\n\n## Rest of ferrymen\n\nF 61/2030\n\nThe ferrymen shall rest on "
        "two days.\n\n## Colours of ferries\n\nF 64/2030\n\nThe ferries are painted by their harbours.\n",
        ("F 61/2030", "F 64/2030"),
        ("Rest of ferrymen", "Colours of ferries"),
    ),
    "one figure, below a meeting with its year": (
        "Motions of the Keeper Conference 2030\n\nC05 Heat at work\n\nConference resolves:\n\n1. To ask for "
        "cool lamps.\n\nC06 Rents\n\nConference resolves:\n\n1. To ask for lower rents.\n",
        ("C05", "C06"),
        ("Heat at work", "Rents"),
    ),
    "initials, and a subject with its verb": (
        "Union of Keepers\n\n14 May 2030\n\nUK-30-14\n\nThis Union Notes\n\n1. That the boats are late.\n"
        "\nUK-30-15\n\nThis Union Notes\n\n1. That the lamps are broken again.\n",
        ("UK-30-14", "UK-30-15"),
        ("", ""),
    ),
    "figures alone": (
        "Board of Lamps, 16 March 2030\n\n2030.03.16.01\n\nThe Board buys a lamp for keepers.\n\n"
        "2030.03.16.02\n\nThe Board lights the pier for keepers.\n",
        ("2030.03.16.01", "2030.03.16.02"),
        ("", ""),
    ),
}


@pytest.mark.parametrize("rule", CODES)
def test_codes_of_one_form_that_grow_open_texts(rule: str):
    text, numbers, titles = CODES[rule]
    parses = parse_texts(text_source(text), "minutes")
    assert tuple(one.name for one in parses) == numbers
    assert tuple(one.title for one in parses) == titles
    assert {one.key.year for one in parses if one.key} == {2030}
    assert all(one.key for one in parses)
    assert not any(one.report.unowned for one in parses)


NO_CODES = {
    "sections": "A.1 Scope\n\nThese rules are for all lamps.\n\nA.2 Terms\n\nA lamp is a light that burns.\n",
    "periods": "FY2029 Lamps\n\nThe lamps burnt in ports.\n\nFY2030 Lamps\n\nThe lamps burn in ports.\n",
    "a list of documents": "HW/29/1 Lamps\n\nHW/29/2 Piers\n\nHW/29/3 Dues\n",
    "codes in a treaty's margin": (
        "CONSTITUTION OF THE LANTERN UNION\n\nARTICLE 1\n\nLamps\n\n59 A lamp shall burn in each port.\n\n"
        "59A Exceptionally in the interval between two calm\n\nmornings, no lamp burns.\n\nARTICLE 2\n\n"
        "Piers\n\n73 A pier shall have a lamp.\n\n73A The functions of a lamp are specified in the\n\n"
        "rules of the port.\n"
    ),
    "numbers that fall": "C06 Heat\n\nThe lamps are too hot.\n\nC05 Rents\n\nThe rents are too high.\n",
}


@pytest.mark.parametrize("rule", NO_CODES)
def test_what_only_looks_like_codes_parts_no_file(rule: str):
    assert len(parse_texts(text_source(NO_CODES[rule]), "minutes")) == 1


def test_a_text_with_codes_below_its_number_is_not_certain():
    codes = CODES["letters and figures with a title"][0].partition("\n\nB41-28")
    text = f"Resolution 4\n\nLamps\n\nThe Lantern Assembly,\n\nDone on 4 May 2030.\n\nB41-28{codes[2]}"
    (parse,) = parse_texts(text_source(text), "minutes")
    assert parse.key is None


def test_a_text_without_a_year_has_not_that_of_the_text_beside_it():
    body = "The Lighthouse Assembly,\n\nRecalling the fog,\n\n1. Decides to light lamps.\n"
    texts = (
        f"{number}\n\nLamps\n\n{day}{body}"
        for number, day in (("Resolution 14", "Oslo, 9–12 June 2019\n\n"), ("Resolution 15", ""))
    )
    parses = parse_texts(text_source("\n".join(texts)), "minutes")
    assert tuple(one.key and one.key.year for one in parses) == (2019, None)


def test_the_texts_of_a_file_have_one_organ():
    text = (
        "## Decision 4/2\n\n*The Conference of the Harbour Union,*\n\n1. Asks for horns;\n\n"
        "## Decision 4/3\n\nThe keepers are thanked for their work.\n\n"
        "## Decision 4/4\n\n*The Conference,*\n\n1. Asks for oil.\n"
    )
    issuers = [one.proposal and one.proposal.issuer for one in parse_texts(text_source(text), "minutes")]
    assert issuers == ["conference-harbour-union"] * 3


# -- what belongs to which -----------------------------------------------------------------------------------


def steps(parse: Parse) -> Counter[str]:
    return Counter(one.step for one in parse.report.removed)


def test_a_text_among_others_reads_as_it_does_alone(harbours_text: str):
    other = harbours_text.replace("RESOLUTION 900", "RESOLUTION 901").replace("dark piers", "bright piers")
    parses = parse_texts(text_source(f"{harbours_text}\n\n{other}"), "two")
    alone = [parse_source(text_source(one), "one") for one in (harbours_text, other)]
    for among, apart in zip(parses, alone, strict=True):
        said = (among.key, among.name, among.title, among.adopted)
        assert said == (apart.key, apart.name, apart.title, apart.adopted)
        assert [(one.eid, one.label, one.text, one.marks) for one in among.provisions] == [
            (one.eid, one.label, one.text, one.marks) for one in apart.provisions
        ]
    assert [(one.part, one.parts) for one in parses] == [(1, 2), (2, 2)]
    below = len(f"{harbours_text}\n\n".split("\n")) - 1
    assert [one.line - below for one in parses[1].provisions] == [one.line for one in alone[1].provisions]


def test_every_line_is_one_text_s_or_removed_by_a_named_step():
    found = headed(
        "Report of the wardens", "Contents", *SHORT[:3], "# Part two", "# Piers and thanks", *SHORT[3:]
    )
    first, second, third = parse_texts(source(found), "report")
    assert steps(first) == {FRONT: 2, BETWEEN: 2}
    assert (steps(second), steps(third)) == ({}, {})
    assert not any(one.report.unowned for one in (first, second, third))
    numbers = [number for part in divide(source(found)) for number in part.source.numbers]
    assert numbers == list(range(1, len(found) + 1))


def test_what_a_report_says_between_texts_is_no_text_s():
    before, between, after = (
        ("4. They met.", "5. They kept on."),
        ("6. They ate.", "Wine was had."),
        "7. They left.",
    )
    first = (*text("DECISION 9 (LISBON, 2030)"), "2 to trim it.")
    second = (*text("DECISION 10 (LISBON, 2030)"), "2 to trim it.", "ANNEX", "The piers are dark.")
    told = tuple(f"{at}. They sang." for at in (1, 2, 3))
    parses = parse_texts(source(lines(*told, *before, *first, *between, *second, after)), "report")
    assert [steps(one) for one in parses] == [{FRONT: 5, BETWEEN: 2}, {BETWEEN: 1}]
    assert [parse.provisions[-1].text for parse in parses] == ["to trim it.", "The piers are dark."]


def test_a_text_keeps_the_pages_of_its_file():
    found = tuple(
        Line(line.numbers, line.text, page=12 + at // 3, heading=line.heading)
        for at, line in enumerate(headed(*SHORT))
    )
    assert [parse.provisions[0].page for parse in parse_texts(source(found), "minutes")] == [12, 13, 14]


def test_page_numbers_are_found_by_the_whole_file():
    page = "\n\n".join(f"{at} to keep lantern {at}." for at in range(1, 10))
    texts = [
        f"RESOLUTION {number} (LISBON, 2030)\n\nLanterns\n\n{FORMULA}\n\nresolves\n\n{page}\n\n{number - 870}"
        for number in (900, 901, 902)
    ]
    parses = parse_texts(text_source("\n\n".join(texts)), "volume")
    assert [steps(one)["page numbers"] for one in parses] == [1, 1, 1]
    assert {len(one.provisions) for one in parses} == {13}


def test_broken_lines_are_told_by_the_whole_file():
    long = "The Conference of the Lantern Keepers\nof the Northern Piers,"
    recital = "Recalling the dark piers and the\nlanterns of the harbours,"
    decision = "1. Requests the wardens to keep a\nlantern."
    text = f"Lanterns of the harbours\n\n{long}\n\n{recital}\n\n{decision}"
    texts = [f"RESOLUTION {number}\n\n{text}" for number in (1, 2, 3)]
    for parse in parse_texts(text_source("\n\n".join(texts)), "report"):
        assert [one.text for one in parse.provisions[2:]] == [
            "The Conference of the Lantern Keepers of the Northern Piers,",
            "Recalling the dark piers and the lanterns of the harbours,",
            "Requests the wardens to keep a lantern.",
        ]


def test_a_masthead_belongs_to_the_text_below_it():
    masthead = (
        "United Nations",
        "Seventy-ninth session",
        "Resolution adopted by the General Assembly on 3 May 2030",
    )
    first = ("81/900. Lanterns", UN, "1. Decides to keep a lantern.")
    second = ("81/901. Piers", UN, "1. Notes the piers.")
    parses = parse_texts(source(lines(*masthead, *first, *masthead, *second)), "volume")
    assert [str(one.key) for one in parses] == ["un-ga/res-81-900/2030", "un-ga/res-81-901/2030"]
    assert parses[0].provisions[-1].text == "Decides to keep a lantern."


def test_a_day_below_a_text_is_no_masthead():
    closed = ("81/900. Lanterns", UN, "1. Decides to keep a lantern.", "50th plenary meeting", "3 May 2030")
    (first, second) = parse_texts(
        source(lines(*closed, "81/901. Piers", UN, "1. Notes the piers.")), "volume"
    )
    assert (first.adopted, second.adopted) == ("2030-05-03", "")


def test_what_a_cover_calls_a_draft_are_drafts():
    texts = (*text("RESOLUTION 900 (LISBON, 2030)"), *text("DECISION 9 (LISBON, 2030)"))
    drafts = parse_texts(source(lines("DRAFT – NOT ADOPTED", "Final Acts", *texts)), "acts")
    assert {one.status for one in drafts} == {EditionStatus.DRAFT}
    assert {one.status for one in parse_texts(source(lines("Final Acts", *texts)), "acts")} == {
        EditionStatus.ADOPTED
    }


def test_a_parse_of_several_comes_back_from_its_handover():
    parses = parse_texts(source(headed(*SHORT)), "minutes")
    assert tuple(read_parse(parse_json(one)) for one in parses) == parses


# -- keys ----------------------------------------------------------------------------------------------------

LANTERNS, PIERS, THANKS = (EditionKey.parse(f"wardens/res-{at}-2030/2030") for at in (7, 8, 9))


def test_keys_that_a_person_gave_are_those_of_the_texts_if_there_are_as_many():
    found = source(headed(*SHORT))
    own = [EditionKey.parse(f"other/res-0{at}-2030/2030") for at in (7, 8, 9)]
    assert [one.key for one in parse_texts(found, "minutes", (LANTERNS, None, THANKS))] == [
        LANTERNS, own[1], THANKS,
    ]  # fmt: skip
    assert [one.key for one in parse_texts(found, "minutes", (LANTERNS, PIERS))] == own


def test_one_key_means_the_text_that_has_it():
    parses = parse_texts(source(headed(*SHORT)), "minutes", (LANTERNS, PIERS, THANKS))
    assert text_with(PIERS, parses, "minutes.pdf") is parses[1]
    with pytest.raises(UnreadableFile, match="holds 3 texts, Resolution 07-2030, ") as told:
        text_with(EditionKey.parse("wardens/res-1/2030"), parses, "minutes.pdf")
    assert told.value.reason == "several-texts"


def test_of_many_texts_three_are_named():
    assert contents_of(["A", "B", "C", "D"]) == "4 texts, among them A, B, C"
    assert contents_of(["A", "B"]) == "2 texts, A, B"


# -- Akoma Ntoso --------------------------------------------------------------------------------------------


def akn(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">{body}</akomaNtoso>'
    ).encode()


def statement(number: str, inside: str = "", kind: str = "statement") -> str:
    return (
        f'<{kind} name="resolution"><preface><p>{number}</p><p>Lanterns</p></preface>'
        f"<mainBody><p>{FORMULA}</p><p>resolves</p><p>1 to keep a lantern.</p></mainBody>{inside}</{kind}>"
    )


def components(*documents: str) -> str:
    return f"<components>{''.join(f'<component>{one}</component>' for one in documents)}</components>"


def collection(*documents: str, kind: str = "documentCollection") -> str:
    return f'<{kind} name="acts"><collectionBody/>{components(*documents)}</{kind}>'


ONE, TWO = statement("RESOLUTION 900 (LISBON, 2030)"), statement("DECISION 9 (LISBON, 2030)")
ANNEX = '<doc name="annex"><mainBody><p>ANNEX 1</p><p>The piers.</p></mainBody></doc>'
TABLE = '<doc name="table"><mainBody><p>Fees</p><p>The piers.</p></mainBody></doc>'
LAW = "<act><body><p>Lantern Act</p><p>Keep a lantern.</p></body></act>"
CHANGE = "<amendment><amendmentBody><p>Amendment 1</p></amendmentBody></amendment>"
ATTACHED = f"<attachments><attachment>{ANNEX}</attachment></attachments>"
FORMS = {
    "a collection of two": (collection(ONE, TWO), 2),
    "a collection in a collection": (collection(collection(ONE), collection(TWO)), 2),
    "a collection of one with its annex": (collection(ONE, ANNEX), 1),
    "a collection of one with a table": (collection(ONE, TABLE), 1),
    "a collection of acts that no grammar knows": (collection(LAW, LAW.replace("Lantern", "Pier")), 2),
    "a collection of documents": (collection(TABLE, TABLE.replace("Fees", "Dues"), ANNEX), 2),
    "a list of amendments": (collection(CHANGE, CHANGE.replace("1", "2"), kind="amendmentList"), 2),
    "a gazette": (collection(ONE, TWO, kind="officialGazette"), 2),
    "one text": (ONE, 1),
    "one text with annexes as components": (
        statement("RESOLUTION 900 (LISBON, 2030)", components(ANNEX, TABLE)), 1
    ),
    "one text with annexes as attachments": (
        statement("RESOLUTION 900 (LISBON, 2030)", ATTACHED), 1
    ),
    "a text with another as a component": (statement("RESOLUTION 900 (LISBON, 2030)", components(TWO)), 2),
    "two documents side by side": (ONE + TWO, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_texts_of_akoma_ntoso_are_told_from_annexes(name: str):
    body, count = FORMS[name]
    assert len(parse_texts(read_akn(akn(body), "lanterns.xml"), "lanterns")) == count


def test_our_own_export_with_its_annexes_is_one_text(harbours):
    (own,) = parse_texts(read_akn(print_akn(harbours).encode(), "own.xml"), "own")
    assert (own.key, own.parts) == (harbours.key, 1)


# -- real files ----------------------------------------------------------------------------------------------

REAL = {
    "itu/pp18_final_acts_akn.xml": (64, "Decision 5 (Rev. Dubai, 2018)", "Recommendation 7 (Dubai, 2018)"),
    "unfccc/cma2021.docx": (20, "6/CMA.3", "1/CMA.3"),
    "iso/N0728_32nd_meeting_Resolutions.pdf": (11, "003-2013", "013-2013"),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_split_and_every_line_is_accounted_for(name: str):
    path = SHARED / "other" / name
    if not path.is_file():
        pytest.skip("needs ../shared")
    count, first, last = REAL[name]
    found = read_source(path)
    parses = parse_texts(found, path.stem)
    assert len(parses) == count
    assert first in parses[0].name
    assert last in parses[-1].name
    assert all(one.title for one in parses)
    assert not any(one.report.unowned for one in parses)
    assert sorted(number for part in divide(found) for number in part.source.numbers) == list(found.numbers)
