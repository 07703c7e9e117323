"""Names of texts in running words, as each body writes them, and what only looks like one.

The sentences are invented, in the manner of the bodies.
"""

import pytest

from corpus.bodies import shipped_bodies
from corpus.bodies.names import name_reader
from corpus.keys import InstrumentKey

READER = name_reader(shipped_bodies())
# own issuer, words, what is named
NAMED = {
    "WHA": ("who-wha", "Recalling resolutions WHA57.17, WHA61.14 and WHA65.8;",
            ["who-wha/res-57-17/2004", "who-wha/res-61-14/2008", "who-wha/res-65-8/2012"]),
    "Executive Board": ("who-wha", "Recalling decision EB130(5) and resolution EB130.R7;",
                        ["who-eb/dec-130-5/2012", "who-eb/res-130-7/2012"]),
    "IMO": ("imo-a", "REVOKES resolution A.1006(25).", ["imo-a/res-a-1006/2007"]),
    "IMO committee": ("imo-a", "as amended by resolution MSC.428(98)", ["imo-msc/res-428-98/2017"]),
    "CGPM": ("bipm-cgpm", "Resolution 1 of the 24th CGPM (2011)", ["bipm-cgpm/res-24-1/2011"]),
    "CGPM, adopted by": ("bipm-cgpm", "Resolution 3 adopted by the CGPM at its 21st meeting (1999)",
                         ["bipm-cgpm/res-21-3/1999"]),
    "CGPM, meeting before": ("bipm-cgpm", "the metre (17th meeting of the CGPM, 1983, Resolution 1), which",
                             ["bipm-cgpm/res-17-1/1983"]),
    "CGPM, at its meeting": ("bipm-cgpm", "the CGPM, at its 23rd meeting in 2007, adopted Resolution 12",
                             ["bipm-cgpm/res-23-12/2007"]),
    "CGPM, of its meeting": ("bipm-cgpm", "Resolution 12 of the 23rd meeting of the General Conference",
                             ["bipm-cgpm/res-23-12/2007"]),
    "CIPM, year": ("bipm-cgpm", "(CIPM, 1988, Recommendations 1 and 2)",
                   ["bipm-cipm/rec-1988-1/1988", "bipm-cipm/rec-1988-2/1988"]),
    "CIPM, leading zero": ("bipm-cgpm", "noting Decision 103-08 of the CIPM", ["bipm-cipm/dec-103-8"]),
    "verbs in capitals": ("imo-a", "RECALLING ALSO resolution 69/313 adopted by the General Assembly",
                          ["un-ga/res-69-313"]),
    "a space after a full stop": ("unfccc-cma", "Pursuant to decision 1/CP. 17,",
                                  ["unfccc-cop/dec-1-cp-17/2011"]),
    "CITES, place and year": ("cites-cop", "Resolution Conf. 9.20 (Rev.) (Ashby, 1994)",
                              ["cites-cop/res-conf-9-20/1994"]),
    "CMA": ("unfccc-cma", "decisions 1/CMA.2, 4/CMA.1 and 18/CMA.1",
            ["unfccc-cma/dec-1-cma-2/2019", "unfccc-cma/dec-4-cma-1/2018", "unfccc-cma/dec-18-cma-1/2018"]),
    "COP": ("unfccc-cma", "Recalling decision 1/CP.21,", ["unfccc-cop/dec-1-cp-21/2015"]),
    "CBD": ("cbd-cop", "Recalling decision 14/34,", ["cbd-cop/dec-14-34/2018"]),
    "CBD, Roman": ("cbd-cop", "Recalling decision X/2,", ["cbd-cop/dec-10-2/2010"]),
    "CITES": ("", "Resolution Conf. 9.21 (Rev. CoP18)", ["cites-cop/res-conf-9-21/2019"]),
    "Ramsar": ("ramsar-cop", "RECALLING Resolution XIII.12,", ["ramsar-cop/res-13-12/2018"]),
    "UNEA": ("un-ga", "UNEA resolution 5/14", ["unep-ea/res-5-14/2022"]),
    "UNESCO": ("unesco-gc", "Recalling 41 C/Resolution 15,", ["unesco-gc/res-41-15/2021"]),
    "ICAO": ("icao-assembly", "Recalling Resolution A40-18,", ["icao-assembly/res-40-18/2019"]),
    "WMO": ("wmo-ec", "Recalling Resolution 1 (Cg-19),", ["wmo-cg/res-19-1/2023"]),
    "IAEA": ("iaea-gc", "Recalling resolution GC(66)/RES/8,", ["iaea-gc/res-66-8/2022"]),
    "ILO": ("ilo-ilc", "the Recommendation No. 206", ["ilo-ilc/rec-206"]),
    "FAO": ("fao-conference", "Recalling Resolution 7/2023,", ["fao-conference/res-7-2023/2023"]),
    "UPU": ("upu-congress", "Having regard to resolution C 12/2021,", ["upu-congress/res-c-12-2021/2021"]),
    "AU": ("", "Recalling Decision Assembly/AU/Dec.749(XXXIII),", ["au-assembly/dec-749-33/2020"]),
    "OAS": ("oas-ga", "RECALLING resolution AG/RES. 2959 (L-O/20),", ["oas-ga/res-2959/2020"]),
    "OSCE": ("osce-mc", "Recalling Decision No. 3/19,", ["osce-mc/dec-3-19/2019"]),
    "Council of Europe": ("coe-pace", "referring to Resolution 2400 (2021)", ["coe-pace/res-2400/2021"]),
    "Committee of Ministers": ("coe-pace", "Recommendation CM/Rec(2020)1", ["coe-cm/rec-2020-1/2020"]),
    "EU Council": ("eu-council", "Having regard to Decision (EU) 2021/1764,",
                   ["eu-council/dec-2021-1764/2021"]),
    "ISO": ("iso-tmb", "further to Resolution 12/2019,", ["iso-tmb/res-2019-12/2019"]),
    "General Assembly in an IMO text": (
        "imo-a", "RECALLING resolution 69/313 adopted by the United Nations General Assembly",
        ["un-ga/res-69-313"]),
    "list with dates and subjects": (
        "un-ga", "resolutions 66/288 of 27 July 2012, on piers, 67/290 of 9 July 2013, 68/1 and 70/299",
        ["un-ga/res-66-288/2012", "un-ga/res-67-290/2013", "un-ga/res-68-1", "un-ga/res-70-299"]),
    "one edition after a list is that of all": (
        "itu-pp", "Resolutions 102, 130 and 197 (Rev. Lisbon, 2030)",
        ["itu-pp/res-102/2030", "itu-pp/res-130/2030", "itu-pp/res-197/2030"]),
    "a conference is known by place and year": (
        "", "Resolution 71 (Rev. Bucharest, 2022)", ["itu-pp/res-71/2022"]),
    "a conference of another organ": (
        "itu-pp", "in accordance with Resolution 30 (Rev. Buenos Aires, 2017)", ["itu-wtdc/res-30/2017"]),
    "one edition after a list, of another conference": (
        "itu-pp", "Resolutions 50 and 52 (Rev. Hammamet, 2016)",
        ["itu-wtsa/res-50/2016", "itu-wtsa/res-52/2016"]),
    "an organ with its year": (
        "itu-pp", "WTSA-12 adopted Resolution 9 (Rev. Dubai, 2012)", ["itu-wtsa/res-9/2012"]),
    "what was revised is of a conference that is held again": (
        "itu-pp", "Resolution 9 (Rev. Dubai, 2012)", ["itu-wtsa/res-9/2012"]),
    "a forum": ("itu-pp", "Opinion 3 (Lisbon, 2009) of the World Telecommunication Policy Forum",
                ["itu-wtpf/op-3/2009"]),
    "letters without those of the sector": (
        "itu-t", "as in Recommendations U.11 and R.44", ["itu-t/rec-u-11", "itu-t/rec-r-44"]),
    "a symbol in quotation marks": (
        "bipm-cgpm", 'in Recommendation ITU-R "TF".460-6', ["itu-r/rec-tf-460"]),
    "a report of a sector": ("itu-pp", "Report ITU-R M.2083 on masts", ["itu-r/rep-m-2083"]),
    "the mark of a note": ("unfccc-cop", "in accordance with decision 9/CMA.1⁸ and",
                           ["unfccc-cma/dec-9-cma-1/2018"]),
    "in its": ("un-ga", "the World Health Assembly, in its resolution 70.5, and",
               ["who-wha/res-70-5/2017"]),
    "a session, in its": (
        "bipm-cipm", "the 22nd General Conference on Weights and Measures, in its Resolution 11,",
        ["bipm-cgpm/res-22-11/2003"]),
    "a sign before the number": ("un-ga", "Recalling resolution No. 70/1,", ["un-ga/res-70-1"]),
    "a convention with its year": ("un-ga", "the Lantern Work Convention (Revised), 1949 (No. 97),",
                                   ["ilo-ilc/conv-97/1949"]),
    "signs before numbers": ("ilo-ilc", "Conventions Nos. 87 and 98", ["ilo-ilc/conv-87", "ilo-ilc/conv-98"]),
    "a year of two digits": ("", "Directive 95/46/EC", ["eu-council/dir-95-46/1995"]),
    "the letters of the sector are those of the list": (
        "itu-pp", "Recommendations ITU-T X.1205, X.805 and ITU-T Y.2701",
        ["itu-t/rec-x-1205", "itu-t/rec-x-805", "itu-t/rec-y-2701"]),
    "the letters of an assembly": ("itu-pp", "Resolution ITU-R 2-8 on masts", ["itu-ra/res-2-8"]),
    "a space before the bracket": (
        "itu-pp", "Resolution 66 (Rev. Buenos Aires, 2017 ) of WTDC", ["itu-wtdc/res-66/2017"]),
    "the mark of a note after a bracket": (
        "itu-pp", "Resolution 71 (Rev. Dubai, 2018)1;", ["itu-pp/res-71/2018"]),
    "a conference with its whole year": ("itu-pp", "Resolution 958 (WRC-2015)", ["itu-wrc/res-958/2015"]),
    "a revision without a place": (
        "itu-pp", "ITU Council Resolution 1333 (Rev. 2016)", ["itu-council/res-1333/2016"]),
    "an organ without a file": ("un-ga", "Recalling Harbour Board resolution 5/3", ["harbour-board/res-5-3"]),
    "initials of an organ without a file": (
        "un-ga", "steps to implement LAMP resolution 2019/30", ["lamp/res-2019-30"]),
    "an organ without a file, after": (
        "un-ga", "Resolutions 4/2017 and 6/2019 of the Harbour Board",
        ["harbour-board/res-4-2017", "harbour-board/res-6-2019"]),
    "an organ of an organization without a file": (
        "un-ga", "decision 8/11 of the Conference of the Parties to the Harbour Convention",
        ["conference-parties-harbour-convention/dec-8-11"]),
    "an organ without a file, with a long name": (
        "un-ga", "the Commission on the State of Piers decision B.36/42",
        ["commission-state-piers/dec-b-36-42"]),
    "the session after a list is that of all": (
        "bipm-cipm", "Resolutions 1 and 3 of the 24th CGPM",
        ["bipm-cgpm/res-24-1/2011", "bipm-cgpm/res-24-3/2011"]),
    "a year after a list is that of the last": ("un-sc", "resolutions 242 and 338 (1973)",
                                                ["un-sc/res-242", "un-sc/res-338/1973"]),
    "the Council of the body itself": ("iso-tmb", "Council Resolution 15/2019",
                                       ["iso-council/res-2019-15/2019"]),
}  # fmt: skip
NOTHING = {
    "an organ that anybody may have": ("un-ga", "Governing Board decision 12/3"),
    "a number without parts of an organ that is not known": ("un-ga", "Harbour Board resolution 5"),
    "a body that is not known, after": ("itu-pp", "Resolution 3 (Rome, 2030) of the Harbour Board"),
    "the Council of nobody": ("imo-a", "Council resolution 15/20"),
    "another kind of text": ("itu-pp", "in its General Recommendation No. 37"),
    "zeros that the Assembly does not write": ("harbours", "Recalling Resolution 45/02 and"),
    "a counter and a year, of a body without a file": ("harbours", "Recalling Resolution 2012/08 and"),
    "a small number after a small noun": ("itu-pp", "in particular its recommendation 12,"),
    "a number of a table": ("itu-pp", "A.2 Sector Member contributions"),
    "a fraction": ("itu-pp", "in 3/4 of cases"),
    "a conference that nobody knows": ("itu-pp", "Resolution 58 (WXYZ-15)"),
    "a number that goes on": ("un-ga", "resolution 75/1/2"),
    "an edition that cannot be read": ("itu-pp", "Resolution 25 (Rev. Lisbon, 0030)"),
    "a document": ("un-ga", "see A/75/79 and E/2020/55"),
}


@pytest.mark.parametrize(("own", "text", "expected"), NAMED.values(), ids=NAMED)
def test_a_name_is_read(own, text, expected):
    assert [str(name.target) for name in READER.names(text, own)] == expected


@pytest.mark.parametrize(("own", "text"), NOTHING.values(), ids=NOTHING)
def test_what_only_looks_like_a_name_is_none(own, text):
    assert READER.names(text, own) == ()


def test_what_people_type_is_read_in_any_case():
    typed = "what does wha66.9 say about a.1126(30) and 7/cma.3?"
    found = [str(name.instrument) for name in READER.names(typed, typed=True)]
    assert found == ["who-wha/res-66-9", "imo-a/res-a-1126", "unfccc-cma/dec-7-cma-3"]


def test_a_short_number_alone_is_a_name_only_of_a_text_that_is_known():
    known = [InstrumentKey("imo-a", "res-a-1126")]
    assert [str(one.target) for one in READER.names("What does A.1126 say?", typed=True, known=known)] == [
        "imo-a/res-a-1126"
    ]
    assert READER.names("What does A.5 say?", typed=True, known=known) == ()


def test_an_organ_with_its_session_completes_a_number_later_in_the_question():
    asked = "What did the 24th CGPM decide in its Resolution 5 about the Council?"
    assert [str(one.target) for one in READER.names(asked, "itu-pp", typed=True)] == [
        "bipm-cgpm/res-24-5/2011"
    ]


def test_a_number_after_another_noun_is_no_resolution():
    assert READER.names("What may passengers do under Measure 15 (2009)?", typed=True) == ()
    (name,) = READER.names("What may passengers do under 1540 (2004)?", typed=True)
    assert str(name.target) == "un-sc/res-1540/2004"


def test_a_name_covers_the_organ_before_it():
    text = "Recalling Security Council resolution 1325 (2000), and"
    (name,) = READER.names(text, "un-ga")
    assert text[name.start : name.end] == "Security Council resolution 1325 (2000)"
    assert name.printed == "UNSC Resolution 1325 (2000)"
