"""Which edition a text is by its first page: certain where it says so itself, else proposed with places."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from corpus import EditionKey
from corpus.bodies import shipped_bodies
from corpus.bodies.names import name_reader
from corpus.instruments import EditionStatus
from ingest.first_page import names_organ
from ingest.handover import parse_json, read_parse
from ingest.parse import Parse, parse_source
from ingest.readers import decode
from ingest.stated import StatedIdentity
from ingest.text.reading import text_source

TWO = "1. Requests the Secretariat to count the lamps;\n\n2. Invites the keepers to help.\n"


def read(text: str, called: str = "file", **options) -> Parse:
    return parse_source(text_source(text), called, **options)


BOARD = f"Resolution 12\n\nFog\n\nThe Executive Board,\n\nRecalling fog,\n\n{TWO}\nDone on 14 June 2019.\n"
BERGEN = (
    "Bergen Declaration on Harbours\n\nWe, the Ministers of Harbours, assembled in Bergen on 9 May 2015,"
    f"\n\nAware of fog,\n\n{TWO}"
)
CERTAIN = [
    (
        "a number line, a formula, a closing date",
        f"Resolution 12\n\nFog signals\n\nThe Lighthouse Assembly,\n\nRecalling its resolution 4,\n\n{TWO}\n"
        "Adopted at Oslo on 14 June 2019.\n",
        "lighthouse-assembly/res-2019-12/2019",
        "Resolution 12 of the Lighthouse Assembly (2019)",
        "Fog signals",
        "2019-06-14",
    ),
    (
        "when it was passed, whatever else is dated",
        "Resolution 12\n\nFog signals\n\nEntry into force: 1 January 2020\n\nThe Lighthouse Assembly,\n\n"
        f"Recalling its resolution 4,\n\n{TWO}\nPassed at Oslo on 14 June 2019.\n",
        "lighthouse-assembly/res-2019-12/2019",
        "Resolution 12 of the Lighthouse Assembly (2019)",
        "Fog signals",
        "2019-06-14",
    ),
    (
        "a masthead that names the organization of an assembly",
        "INTERNATIONAL BUOY ORGANIZATION\n\nASSEMBLY\n\nNinth session\n\nOslo, 4–8 June 2018\n\n"
        f"RESOLUTION 9/12\n\nColours of buoys\n\nThe Assembly,\n\nRecalling the Convention,\n\n{TWO}",
        "assembly-international-buoy-organization/res-9-12/2018",
        "Resolution 9/12 of the Assembly of the International Buoy Organization (2018)",
        "Colours of buoys",
        "2018",
    ),
    (
        "a session in the formula, a title behind the number",
        "Fourteenth Congress, Lisbon, 2 to 6 October 1997\n\nResolution No. 5: Rest of pilots\n\n"
        f"The Fourteenth Congress of the Union of Pilots,\n\nRecalling its resolution 4,\n\n{TWO}",
        "congress-union-pilots/res-14-5/1997",
        "Resolution 5 of the 14th Congress of the Union of Pilots (1997)",
        "Rest of pilots",
        "1997",
    ),
    (
        "a symbol, and the title below the date",
        f"TC/RES/2021/3\n\n6 May 2021\n\nTide gauges\n\nThe Tidal Commission,\n\nRecognizing tides,\n\n{TWO}",
        "tidal-commission/res-tc-res-2021-3/2021",
        "TC/RES/2021/3",
        "Tide gauges",
        "2021-05-06",
    ),
    (
        "a year in the number, whom it addresses before the title",
        "Recommendation Rec(2004)11 of the Council of Ferries to member states on life jackets\n\n"
        f"The Council of Ferries,\n\nConsidering that children fall,\n\n{TWO}",
        "council-ferries/rec-2004-11/2004",
        "Recommendation Rec(2004)11",
        "Life jackets",
        "2004",
    ),
    (
        "an assembly that many organizations have",
        BOARD,
        "executive-board/res-2019-12/2019",
        "Resolution 12 of the Executive Board (2019)",
        "Fog",
        "2019-06-14",
    ),
    (
        "no number, but a title, an organ and a day",
        BERGEN,
        "ministers-harbours/bergen-declaration-harbours/2015",
        "Bergen Declaration on Harbours",
        "Bergen Declaration on Harbours",
        "2015-05-09",
    ),
    (
        "a number and a year, and no organ",
        f"# Measure 15 (2009)\n\nLamps on ferries\n\n{TWO}",
        "other/measure-2009-15/2009",
        "Measure 15 (2009)",
        "Lamps on ferries",
        "2009",
    ),
    (
        "a noun that no list has, before initials",
        f"44th meeting of the LJC (2021)\n\nAction LJC/44-1 (2021)\n\nThe LJC asks for lamps.\n\n{TWO}",
        "ljc/action-ljc-44-1/2021",
        "Action LJC/44-1",
        "",
        "2021",
    ),
    (
        "a symbol with a sign in it, and a title beside it",
        f"LC/DEC. No. 10/20 Dues of ferries\n\nOslo, 4 June 2020\n\nThe Lamp Council,\n\n{TWO}",
        "lamp-council/dec-lc-dec-no-10-20/2020",
        "LC/DEC. No. 10/20",
        "Dues of ferries",
        "2020-06-04",
    ),
    (
        "a symbol behind the heading, which has the day",
        f"## Decision of the Lamp Council of 19 December 1995 on ferries (95/953/LC)\n\n{TWO}",
        "lamp-council/95-953-lc/1995",
        "95/953/LC",
        "Decision of the Lamp Council of 19 December 1995 on ferries (95/953/LC)",
        "1995-12-19",
    ),
    (
        "a word that only says what sort of text it is",
        "NINTH MEETING of the INTERNATIONAL COMMITTEE of LAMPS Oslo, 4–8 June 2018\n\nDECISIONS\n\n"
        f"# Opening\n\nThe Committee took note of the lamps that the keepers had lit.\n\n{TWO}",
        "international-committee-lamps/decisions-9th-meeting-international-committee-lamps-2018/2018",
        "Decisions of the 9th meeting of the International Committee of Lamps (2018)",
        "Decisions of the 9th meeting of the International Committee of Lamps (2018)",
        "2018",
    ),
    (
        "a title in another language before its own",
        "## Protokoll von 2014 gegen Nebel\n\n#### Protocol of 2014 to the Fog Convention, 1930\n\nPreamble "
        "The General Conference of the Lamp Organization, Having met in its 9th Session on 28 May "
        f"2014, and Recalling that the Fog Convention has a protocol,\n\n{TWO}",
        "general-conference-lamp-organization/protocol-2014-fog-convention-1930/2014",
        "Protocol of 2014 to the Fog Convention, 1930",
        "Protocol of 2014 to the Fog Convention, 1930",
        "2014-05-28",
    ),
    (
        "a comment and a rule above the title",
        "<!--\nLicensed to all keepers, 2001\n-->\n<meta charset='utf-8'>\n\n# Rest of keepers\n\n---\n\n"
        f"Oslo, 4 June 2018\n\nThe Lamp Council, Having considered rest,\n\n{TWO}",
        "lamp-council/rest-keepers/2018",
        "Rest of keepers",
        "Rest of keepers",
        "2018-06-04",
    ),
    (
        "a conference that is named by its organization, and a report on it",
        "HARBOUR WARDENS' ASSOCIATION\n\nReport of the 12th Annual Conference, Bergen, 4-6 May 2019\n\n"
        "Item 1: Opening\n\nThe Conference thanked the hosts of the lamps and of the piers.\n",
        "conference-harbour-wardens-association/report-12th-annual-conference-bergen-4-6-may-2019/2019",
        "Report of the 12th Annual Conference, Bergen, 4-6 May 2019",
        "Report of the 12th Annual Conference, Bergen, 4-6 May 2019",
        "2019",
    ),
    (
        "a sentence of adoption with place and day",
        "# Recommendation 3/2018 on the marking of buoys\n\n*adopted at the 71st session of the Nordic Buoy "
        f"Council, Helsinki, 1 November 2018*\n\n{TWO}",
        "nordic-buoy-council/rec-3-2018/2018",
        "Recommendation 3/2018",
        "The marking of buoys",
        "2018-11-01",
    ),
    (
        "a number's line that goes on over lines, and a day of adoption",
        "Recommendation LC/Rec(2021)5\nof the Lamp Council to member States\non the lighting of rooms\n\n"
        f"Adopted 16 March 2022\n\nThe Lamp Council,\n\nRecalling rooms,\n\n{TWO}",
        "lamp-council/rec-lc-rec-2021-5/2022",
        "Recommendation LC/Rec(2021)5",
        "The lighting of rooms",
        "2022-03-16",
    ),
    (
        "a title in capitals on three lines, with marks of footnotes",
        "LAMP ASSEMBLY\n\nRESOLUTION 12/3\n\nNETWORK OF LAMPS\nAND OF THE PIERS OF\nNORTHERN HARBOURS1/ 2/"
        f"\n\nThe Lamp Assembly,\n\nRecalling rivers,\n\n{TWO}\nAdopted at Oslo on 14 June 2019.\n",
        "lamp-assembly/res-12-3/2019",
        "Resolution 12/3 of the Lamp Assembly (2019)",
        "NETWORK OF LAMPS AND OF THE PIERS OF NORTHERN HARBOURS",
        "2019-06-14",
    ),
    (
        "a symbol of the masthead whose last sign says what it is",
        f"34LC/24/R5\n\nOslo, 14 June 2024\n\nThe Lamp Council,\n\nRecalling fog,\n\n{TWO}",
        "lamp-council/res-34lc-24-r5/2024",
        "34LC/24/R5",
        "",
        "2024-06-14",
    ),
    (
        "an opening that has lost its line breaks",
        "Resolution adopted by the General Assembly on 18 December 2019 [on the report of the Third "
        "Committee (A/74/394)] 74/999. Lamps and lanterns The General Assembly, Recalling its resolution "
        "60/251 of 15 March 2006, by which it established the Lamp Office, Having considered the reports of "
        "the keepers of lamps and lanterns in the harbours of all regions, Takes note of the report on lamps "
        "and lanterns and of the recommendations in it.",
        "un-ga/res-74-999/2019",
        "UNGA Resolution 74/999",
        "Lamps and lanterns",
        "2019-12-18",
    ),
]


@pytest.mark.parametrize(
    ("rule", "text", "key", "name", "title", "adopted"), CERTAIN, ids=[row[0] for row in CERTAIN]
)
def test_a_text_of_any_body_says_itself_what_it_is(rule, text, key, name, title, adopted):
    parse = read(text)
    assert (str(parse.key), parse.name, parse.title, parse.adopted) == (key, name, title, adopted), rule
    assert read(text, called="another", key=parse.key).name == name, "a later parse calls it so too"


PROPOSED = [
    (
        "no year",
        "GOVERNING BOARD OF THE OIL FUND\n\nDecision B.22/05\n\nThe Board, having considered a report:\n",
        "governing-board-oil-fund/dec-b-22-05/YEAR",
        "Decision B.22/05 of the Governing Board of the Oil Fund",
    ),
    (
        "no number, of an organ that numbers its texts",
        f"Fog signals\n\nGeneva, 27 May 2013\n\nThe Sixty-sixth World Health Assembly,\n\n{TWO}",
        "who-wha/fog-signals/2013",
        "Fog signals",
    ),
    (
        "a year in its title alone",
        f"Lamp plan for 2021\n\nThe Lighthouse Assembly,\n\nRecalling fog,\n\n{TWO}",
        "lighthouse-assembly/lamp-plan-2021/2021",
        "Lamp plan for 2021",
    ),
    (
        "the year of another text in the formula",
        "Understandings on lamps\n\nThe Parties to the Lamp Treaty of November 19, 1990, Recalling fog,\n\n"
        f"{TWO}",
        "parties-lamp-treaty/understandings-lamps/YEAR",
        "Understandings on lamps",
    ),
    (
        "no organ and no number",
        f"# Keeping lamps\n\nOslo, 4 June 2018\n\n{TWO}",
        "other/keeping-lamps/2018",
        "Keeping lamps",
    ),
    (
        "a second number below",
        f"Resolution 12\n\nFog\n\nThe Lighthouse Assembly,\n\nRecalling fog,\n\n{TWO}\nResolution 13\n\n"
        "Rain\n\n3. Urges all to use umbrellas.\n\nAdopted at Oslo on 14 June 2019.\n",
        "lighthouse-assembly/res-2019-12/2019",
        "Resolution 12 of the Lighthouse Assembly (2019)",
    ),
    (
        "the header of a Markdown file has the date",
        "---\ntitle: Fog\ndate: 2016-10-21\n---\n\n# Decision LC-IV/7\n\n*The Conference of the Lantern "
        f"Convention,*\n\n*Recalling* fog,\n\n{TWO}",
        "conference-lantern-convention/dec-lc-iv-7/2016",
        "Decision LC-IV/7",
    ),
    (
        "a place",
        f"FORUM OF LAMPS\n\nRarotonga, Cook Islands\n\n10 November 2023\n\n{TWO}",
        "forum-lamps/file/2023",
        "File",
    ),
    (
        "a person",
        f"FORUM OF LAMPS\n\nRapporteur: Ms Anna Lee\n\n10 November 2023\n\n{TWO}",
        "forum-lamps/file/2023",
        "File",
    ),
    (
        "a line in ordinary type, without a formula",
        f"FORUM OF LAMPS\n\nWords of welcome\n\n10 November 2023\n\n{TWO}",
        "forum-lamps/words-welcome/2023",
        "Words of welcome",
    ),
    (
        "the year of a treaty",
        "Meeting of the Parties to the Fog Convention, 1930\n\nResolution 4\n\nHorns\n\nThe Meeting of the "
        f"Parties to the Fog Convention,\n\nRecalling its Resolution 2 of 5 May 1998,\n\n{TWO}",
        "meeting-parties-fog-convention/res-4/YEAR",
        "Resolution 4 of the Meeting of the Parties to the Fog Convention",
    ),
    *(
        (
            f"another day: {line}",
            f"LAMP COUNCIL\n\nResolution 12\n\nFog horns\n\n{line}\n\nThe Lamp Council,\n\n{TWO}",
            "lamp-council/res-2019-12/2019",
            "Resolution 12 of the Lamp Council (2019)",
        )
        for line in (
            "Comments are due by 3 May 2019",
            "Entry into force: 1 January 2019",
            "This copy was downloaded on 3 May 2019",
            "(replaces Resolution 4 of 2 March 2019)",
            "Replaces Resolution 4, which was in force until 2 March 2019",
        )
    ),
    (
        "the number of a paper",
        f"LAMP COUNCIL\n\nDocument No. 12\n\nFog horns\n\nOslo, 4 June 2019\n\nThe Lamp Council,\n\n{TWO}",
        "lamp-council/document-2019-12/2019",
        "Document 12 of the Lamp Council (2019)",
    ),
    (
        "numbers of two texts",
        f"LAMP COUNCIL\n\nResolution 12 (2019)\n\nDecision 3 (2019)\n\nFog\n\nThe Lamp Council,\n\n{TWO}",
        "lamp-council/res-2019-12/2019",
        "Resolution 12 of the Lamp Council (2019)",
    ),
    ("nothing but words", "The lamps are lit at dusk.\n", "other/file/YEAR", "File"),
]


@pytest.mark.parametrize(("rule", "text", "key", "name"), PROPOSED, ids=[row[0] for row in PROPOSED])
def test_what_is_not_certain_is_proposed(rule, text, key, name):
    parse = read(text)
    assert parse.key is None, rule
    assert parse.proposal is not None
    assert (parse.proposal.key_text, parse.proposal.name) == (key, name), rule
    assert any(key in warning for warning in parse.report.warnings)
    assert read_parse(json.loads(json.dumps(parse_json(parse)))) == parse


def test_a_proposal_says_what_was_read_where():
    parse = read(BERGEN)
    formula = "We, the Ministers of Harbours, assembled in Bergen on 9 May 2015,"
    formula = "We, the Ministers of Harbours, assembled in Bergen on 9 May 2015,"
    assert parse.proposal is not None
    assert [str(one) for one in parse.proposal.evidence] == [
        "title Bergen Declaration on Harbours: line 1",
        f"body Ministers of Harbours: line 3, “{formula}”",
        f"date 2015-05-09: line 3, “{formula}”",
    ]


def test_the_name_of_a_file_completes_the_number_that_a_heading_prints():
    text = "# 728. Lamps of the keepers\n\n– Author: UN General Assembly\n\n23 October 1953\n\n" + TWO
    assert str(read(text, "ga-728-VIII").key) == "un-ga/res-728-viii/1953"
    assert read(text.replace("728. ", ""), "ga-728-VIII").key is None


def test_a_mark_that_lost_its_height_is_no_part_of_a_title():
    text = CERTAIN[0][1].replace("Fog signals", "Fog signals{}", 1).replace("the lamps", "Fog signals")
    assert read(text.format("2")).title == "Fog signals"
    assert read(text.format(" 2")).title == "Fog signals 2"


@pytest.mark.parametrize(
    ("called", "key"),
    [
        ("A_RES_74_999", "un-ga/res-74-999/YEAR"),
        ("ga-728-VIII", "un-ga/res-728-viii/YEAR"),
        ("WHA66.99", "who-wha/res-66-99/2013"),
        ("A.1926_30", "imo-a/res-a-1926/2017"),
        ("74_132", "other/74-132/YEAR"),
    ],
)
def test_the_name_of_a_file_is_a_proposal(called: str, key: str):
    parse = read("Lamps are lit at dusk.\n", called)
    assert parse.key is None
    assert parse.proposal is not None
    assert parse.proposal.key_text == key


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Meeting of the Parties to the Fog Convention", True),
        ("SPECIAL SESSION OF THE LAMP COUNCIL", True),
        ("Membership of the Lamp Committee", False),
        ("This Union Notes", False),
    ],
)
def test_an_organ_is_what_stands_before_its_first_of(line: str, expected: bool):
    assert names_organ(line) is expected


def test_a_draft_by_its_number_is_one():
    text = CERTAIN[0][1].replace("Resolution 12", "Draft resolution 12", 1)
    assert read(text).status is EditionStatus.DRAFT
    assert read(CERTAIN[0][1]).status is EditionStatus.ADOPTED


def test_a_key_that_was_given_names_the_text_as_its_body_does():
    health, treaty = map(EditionKey.parse, ("who-wha/res-66-99/2013", "itu/convention/2022"))
    assert read("Lamps are lit at dusk.\n", "lamps", key=health).name == "WHA66.99"
    assert read("Lamps are lit at dusk.\n", "lamps", key=treaty).name == "lamps"


def test_what_a_person_states_counts_more_than_what_is_read():
    stated = StatedIdentity("Fog Signals Resolution", "On fog", "2019-06-13", draft=True)
    parse = read(CERTAIN[0][1], stated=stated)
    assert (parse.name, parse.title, parse.adopted) == ("Fog Signals Resolution", "On fog", "2019-06-13")
    assert parse.status is EditionStatus.DRAFT
    assert parse.edition().citation(parse.provisions[0]).startswith("Fog Signals Resolution, ")


@pytest.mark.parametrize(
    ("formula", "issuers"),
    [
        ("The Lighthouse Assembly,", ()),
        ("The Council of the Lamp Union,", ()),
        ("The Sixty-sixth World Health Assembly,", ("who-wha",)),
        ("The Council of the European Union,", ("eu-council",)),
    ],
)
def test_a_piece_of_an_unknown_organ_s_name_is_no_organ_that_is_known(formula: str, issuers: tuple[str, ...]):
    assert name_reader(shipped_bodies()).organs.adopting(formula) == issuers


def test_the_head_of_a_page_says_number_and_day():
    page = (
        b"<html><head><title>TC/RES/2021/3</title><meta name='dcterms.date' content='2021-05-06'></head>"
        b"<body><h1>Tide gauges</h1><p>The Tidal Commission,</p><p>1. Urges all to measure.</p></body></html>"
    )
    parse = parse_source(decode(page, "a.html"), "a")
    assert parse.key is None
    assert parse.proposal is not None
    assert parse.proposal.key_text == "tidal-commission/res-tc-res-2021-3/2021"
    assert (parse.proposal.title, parse.proposal.adopted) == ("Tide gauges", "2021-05-06")
    assert "number TC/RES/2021/3: the file's properties" in map(str, parse.proposal.evidence)


def test_the_properties_of_a_word_file_say_the_number():
    from docx import Document

    document = Document()
    document.core_properties.title = "Decision LC-IV/7"
    document.add_paragraph("The Conference of the Lantern Convention,")
    document.add_paragraph("1. Adopts the rules.")
    file = io.BytesIO()
    document.save(file)
    parse = parse_source(decode(file.getvalue(), "a.docx"), "a")
    assert parse.proposal is not None
    assert parse.proposal.key_text == "conference-lantern-convention/dec-lc-iv-7/YEAR"


def test_akoma_ntoso_says_number_and_day_in_its_metadata():
    xml = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
    <statement name="resolution">
    <meta><identification source="#a"><FRBRWork><FRBRdate date="2018-11-16" name="adoption"/>
    <FRBRauthor href="#la"/><FRBRnumber value="12" showAs="Resolution 12"/></FRBRWork></identification>
    <references source="#a"><TLCOrganization eId="la" href="/la" showAs="Lighthouse Assembly"/></references>
    </meta>
    <mainBody><p>Lamps are lit.</p></mainBody></statement></akomaNtoso>"""
    parse = parse_source(decode(xml.encode(), "a.xml"), "a")
    assert parse.proposal is not None
    assert (parse.proposal.key_text, parse.proposal.adopted) == (
        "lighthouse-assembly/res-2018-12/2018",
        "2018-11-16",
    )


CONFERENCE = "The Conference of the Parties,\n\nRecalling decision 1/CP.17,\n\n1. Decides to light lamps.\n"
ASSEMBLY = "The Lighthouse Assembly,\n\nRecalling the fog,\n\n1. Decides to light lamps.\n"


@pytest.mark.parametrize(
    ("head", "body", "key"),
    [
        (
            "---\ntitle: Draft decision on lamps\n---\n\n*Version of 6 November 2015*\n\n",
            CONFERENCE,
            "unfccc-cop/draft-decision-lamps/2015",
        ),
        ("---\ntitle: Decision on lamps\n---\n\n*Version of 6 November 2015*\n\n", CONFERENCE, None),
        ("---\ntitle: Draft decision on lamps\n---\n\n", CONFERENCE, None),
        (
            "DRAFT – NOT ADOPTED\n\nLamps of the piers\n\n6 November 2031\n\n",
            ASSEMBLY,
            "lighthouse-assembly/lamps-piers/2031",
        ),
        ("DRAFT – NOT ADOPTED\n\nLamps of the piers\n\n", ASSEMBLY, None),
    ],
    ids=["a draft", "no draft, and no number", "no day", "by a banner", "by a banner, no day"],
)
def test_a_draft_needs_no_number(head: str, body: str, key: str | None):
    parse = parse_source(decode((head + body).encode(), "a.md"), "a")
    assert parse.key == (EditionKey.parse(key) if key else None)
    if key:
        assert parse.status is EditionStatus.DRAFT


def test_a_text_cites_the_body_whose_text_it_is():
    text = (
        "---\ntitle: Draft decision on lamps\n---\n\n*Version of 6 November 2015*\n\n"
        "The Conference of the Parties,\n\nRecalling decision 1/CP.17,\n\n1. Decides to light lamps.\n"
    )
    parse = read(text)
    assert parse.proposal is not None
    assert parse.proposal.key_text == "unfccc-cop/draft-decision-lamps/2015"
    assert parse.status is EditionStatus.DRAFT


def test_the_real_texts_of_others_are_named(shared: Path):
    files = sorted(shared.iterdir())
    parses = [parse_source(decode(path.read_bytes(), path.name), path.stem) for path in files]
    keys = [str(parse.key or (parse.proposal and parse.proposal.key)) for parse in parses]
    assert dict(zip((path.name for path in files), keys, strict=True)) == {
        "A_RES_74_132.txt": "un-ga/res-74-132/2019",
        "ga-728-VIII.html": "un-ga/res-728-viii/1953",
    }


@pytest.fixture
def shared() -> Path:
    folder = Path(__file__).parents[3] / "shared" / "texts" / "other" / "un"
    if not folder.is_dir():
        pytest.skip("the real texts are not here")
    return folder
