"""Numbers of texts as people write them: read in texts, read in questions, printed as texts are called."""

from corpus.bodies import shipped_bodies
from corpus.bodies.names import name_reader
from corpus.keys import EditionKey

READER = name_reader(shipped_bodies())
# as it is written, with whose text it stands in: "own: words"; what is named; what the text is called
WRITTEN = [
    ("WHA66.9", "who-wha/res-66-9/2013", "WHA66.9"),
    ("WHA 66.9", "who-wha/res-66-9/2013", "WHA66.9"),
    ("decision WHA73(12)", "who-wha/dec-73-12/2020", "WHA73(12)"),
    ("EB148.R2", "who-eb/res-148-2/2021", "EB148.R2"),
    ("EUR/RC62/R4", "who-rc/res-eur-62-4", "EUR/RC62/R4"),
    ("FAO Conference Resolution 7/2023", "fao-conference/res-7-2023/2023", "FAO Resolution 7/2023"),
    ("fao-council: Resolution 1/168", "fao-council/res-168-1", "FAO Council Resolution 1/168"),
    ("ILC.111/Resolution I", "ilo-ilc/res-111-1/2023", "ILC.111/Resolution I"),
    ("ILO Convention No. 190", "ilo-ilc/conv-190", "ILO Convention No. 190"),
    ("ILO Recommendation No. 206", "ilo-ilc/rec-206", "ILO Recommendation No. 206"),
    ("41 C/Resolution 12", "unesco-gc/res-41-12/2021", "41 C/Resolution 12"),
    ("Resolution 41 C/12", "unesco-gc/res-41-12/2021", "41 C/Resolution 12"),
    ("202 EX/Decision 5", "unesco-ex/dec-202-5", "202 EX/Decision 5"),
    ("145 EX/Decision 4.1", "unesco-ex/dec-145-4-1", "145 EX/Decision 4.1"),
    ("decision 202 EX/5", "unesco-ex/dec-202-5", "202 EX/Decision 5"),
    ("A.1126(30)", "imo-a/res-a-1126/2017", "A.1126(30)"),
    ("A.1126 (30)", "imo-a/res-a-1126/2017", "A.1126(30)"),
    ("resolution A.1006", "imo-a/res-a-1006", "Resolution A.1006"),
    ("MSC.428(98)", "imo-msc/res-428-98/2017", "MSC.428(98)"),
    ("MEPC.304(72)", "imo-mepc/res-304-72/2018", "MEPC.304(72)"),
    ("LEG.5(99)", "imo-leg/res-5-99", "LEG.5(99)"),
    ("FAL.12(40)", "imo-fal/res-12-40", "FAL.12(40)"),
    ("Resolution A40-18", "icao-assembly/res-40-18/2019", "Resolution A40-18"),
    ("Resolution 42 (Cg-19)", "wmo-cg/res-19-42/2023", "Resolution 42 (Cg-19)"),
    ("Resolution 40 (Cg-XII)", "wmo-cg/res-12-40/1995", "Resolution 40 (Cg-12)"),
    ("Resolution 1 (Cg-Ext(2021))", "wmo-cg/res-ext-2021-1/2021", "Resolution 1 (Cg-Ext(2021))"),
    ("Decision 5 (EC-73)", "wmo-ec/dec-73-5/2021", "Decision 5 (EC-73)"),
    ("Recommendation 1 (INFCOM-2)", "wmo-infcom/rec-2-1", "Recommendation 1 (INFCOM-2)"),
    ("Resolution C 27/2016", "upu-congress/res-c-27-2016/2016", "Resolution C 27/2016"),
    ("Decision C 1/Paris 1947", "upu-congress/dec-c-1-1947/1947", "Decision C 1/1947"),
    ("WO/GA/55/13", "wipo-ga/dec-55-13/2022", "WO/GA/55/13"),
    ("GC(67)/RES/8", "iaea-gc/res-67-8/2023", "GC(67)/RES/8"),
    ("GC(XLIV)/RES/21", "iaea-gc/res-44-21/2000", "GC(44)/RES/21"),
    ("UNEA resolution 5/14", "unep-ea/res-5-14/2022", "UNEA Resolution 5/14"),
    ("UNEP/EA.5/Res.14", "unep-ea/res-5-14/2022", "UNEA Resolution 5/14"),
    ("decision SS.XII/1", "unep-gc/dec-ss-12-1", "UNEP Governing Council Decision SS.XII/1"),
    ("cbd-cop: decision XIII/4", "cbd-cop/dec-13-4/2016", "CBD Decision 13/4"),
    ("cbd-cop: decision 15/4", "cbd-cop/dec-15-4/2022", "CBD Decision 15/4"),
    ("CBD/COP/DEC/15/4", "cbd-cop/dec-15-4/2022", "CBD Decision 15/4"),
    ("decision CP-9/1", "cbd-cp/dec-9-1/2018", "CBD Decision CP-9/1"),
    ("Resolution Conf. 9.21 (Rev. CoP18)", "cites-cop/res-conf-9-21/2019",
     "Resolution Conf. 9.21 (Rev. CoP18)"),
    ("CITES Decision 19.45", "cites-cop/dec-19-45/2022", "CITES Decision 19.45"),
    ("Ramsar Resolution XIII.5", "ramsar-cop/res-13-5/2018", "Ramsar Resolution XIII.5"),
    ("decision 1/CP.21", "unfccc-cop/dec-1-cp-21/2015", "Decision 1/CP.21"),
    ("7/CMA.3", "unfccc-cma/dec-7-cma-3/2021", "Decision 7/CMA.3"),
    ("2/CMP.16", "unfccc-cmp/dec-2-cmp-16/2021", "Decision 2/CMP.16"),
    ("Resolution 5 of the 24th CGPM", "bipm-cgpm/res-24-5/2011", "Resolution 5 of the 24th CGPM"),
    ("Recommendation 1 of the 93rd CIPM (2004)", "bipm-cipm/rec-2004-1/2004",
     "Recommendation 1 of the 93rd CIPM (2004)"),
    ("CIPM Recommendation 1 (CI-2009)", "bipm-cipm/rec-2009-1/2009", "CIPM Recommendation 1 (CI-2009)"),
    ("Assembly/AU/Dec.749(XXXIII)", "au-assembly/dec-749-33/2020", "Assembly/AU/Dec.749(XXXIII)"),
    ("Assembly/AU/Dec. 134 (VIII)", "au-assembly/dec-134-8/2007", "Assembly/AU/Dec.134(VIII)"),
    ("EX.CL/Dec.1031(XXXIV)", "au-ec/dec-1031-34/2019", "EX.CL/Dec.1031(XXXIV)"),
    ("AG/RES. 2907 (XLVII-O/17)", "oas-ga/res-2907/2017", "AG/RES. 2907 (XLVII-O/17)"),
    ("AG/RES. 2261(XXXVII-O/07)", "oas-ga/res-2261/2007", "AG/RES. 2261 (XXXVII-O/07)"),
    ("Ministerial Council Decision No. 4/16", "osce-mc/dec-4-16/2016",
     "Ministerial Council Decision No. 4/16"),
    ("MC.DEC/4/16", "osce-mc/dec-4-16/2016", "Ministerial Council Decision No. 4/16"),
    ("PC.DEC/1117", "osce-pc/dec-1117", "Permanent Council Decision No. 1117"),
    ("CM/Rec(2020)1", "coe-cm/rec-2020-1/2020", "CM/Rec(2020)1"),
    ("CM/Res(2013)1", "coe-cm/res-2013-1/2013", "CM/Res(2013)1"),
    ("CM/ResCMN(2019)5", "coe-cm/res-cmn-2019-5/2019", "CM/ResCMN(2019)5"),
    ("Recommendation No. R (98) 8", "coe-cm/rec-r-98-8/1998", "Recommendation No. R (98) 8"),
    ("coe-pace: Resolution 2341 (2020)", "coe-pace/res-2341/2020", "PACE Resolution 2341 (2020)"),
    ("coe-pace: Recommendation 2166 (2019)", "coe-pace/rec-2166/2019", "PACE Recommendation 2166 (2019)"),
    ("Regulation (EU) 2016/679", "eu-council/reg-2016-679/2016", "Regulation (EU) 2016/679"),
    ("Council Resolution 2013/C 123/01", "eu-council/res-2013-c-123-1/2013",
     "Council Resolution 2013/C 123/01"),
    ("ISO/TMB Resolution 12/2019", "iso-tmb/res-2019-12/2019", "ISO/TMB Resolution 12/2019"),
    ("iso-tc: Resolution 003-2013", "iso-tc/res-2013-3/2013", "Resolution 003-2013"),
    ("A/HRC/RES/46/3", "un-hrc/res-46-3", "HRC Resolution 46/3"),
    ("ECOSOC resolution 2023/12", "un-ecosoc/res-2023-12/2023", "ECOSOC Resolution 2023/12"),
    ("General Assembly decision 78/401", "un-ga/dec-78-401", "UNGA Decision 78/401"),
    ("Security Council resolution 1325 (2000)", "un-sc/res-1325/2000", "UNSC Resolution 1325 (2000)"),
    ("Resolution 646 (Rev.WRC-15)", "itu-wrc/res-646/2015", "Resolution 646 (Rev.WRC-15)"),
]  # fmt: skip


def test_a_number_is_read_in_a_text_and_in_a_question_and_printed_as_the_text_is_called(every_row):
    def check(row: tuple[str, str, str]) -> None:
        written, named, called = row
        own, _, words = written.rpartition(": ")
        (name,) = READER.names(f"Recalling {words}, on piers", own)
        assert (str(name.target), name.printed) == (named, called)
        instrument = name.target.instrument if isinstance(name.target, EditionKey) else name.target
        asked = READER.names(f"what does {words.lower()} say", own, typed=True, known={instrument})
        assert [str(one.target) for one in asked] == [named], "in a question"
        (again,) = READER.names(f"Recalling {called}, on piers", own)
        assert again.instrument == instrument, "as it is called"

    every_row([(row[0], row) for row in WRITTEN], check)
