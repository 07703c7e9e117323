"""An invented text in the manner of each body that was checked on no real one: what is read, what finds it.

Each file of tests/ingest/bodies/ is drafted and set as its body does it.
"""

from pathlib import Path

import pytest

from corpus.bodies import bodies_in_use, shipped_bodies
from corpus.bodies.names import name_reader
from ingest import Parse, parse_source, text_source

TEXTS = Path(__file__).with_name("bodies")
# key, name, title, another text that it names, how people ask for it
ROWS = {
    "au": ("au-assembly/dec-990-38/2025", "Assembly/AU/Dec.990(XXXVIII)",
           "DECISION ON THE LANTERNS OF HARBOURS", "au-assembly/dec-985-36/2023",
           "Assembly/AU/Dec.990 (XXXVIII)"),
    "cbd": ("cbd-cop/dec-16-90/2024", "CBD Decision 16/90",
            "Lanterns and nesting birds", "cbd-cop/dec-13-94/2016", "CBD decision XVI/90"),
    "cites": ("cites-cop/res-conf-18-90/2025", "Resolution Conf. 18.90 (Rev. CoP20)",
              "Trade in lanterns made of protected wood", "cites-cop/res-conf-9-91/2019", "Conf. 18.90"),
    "coe-resolution": ("coe-pace/res-9341/2031", "PACE Resolution 9341 (2031)",
                       "Lanterns as a public good", "coe-pace/res-9301/2030", "PACE resolution 9341 (2031)"),
    "coe-recommendation": ("coe-cm/rec-2031-9/2031", "CM/Rec(2031)9",
                           "of the Committee of Ministers to member States on the lanterns of harbours",
                           "coe-cm/rec-2030-4/2030", "CM/Rec (2031) 9"),
    "eu": ("eu-council/dec-2031-990/2031", "Decision (EU) 2031/990",
           "on the lanterns of harbours", "eu-council/dec-2030-912/2030", "Council Decision (EU) 2031/990"),
    "fao": ("fao-conference/res-9-2031/2031", "FAO Resolution 9/2031",
            "Lanterns of Fishing Harbours", "fao-conference/res-7-2029/2029",
            "FAO Conference resolution 9/2031"),
    "iaea": ("iaea-gc/res-75-90/2031", "GC(75)/RES/90",
             "Lanterns of research reactors", "iaea-gc/res-74-96/2030", "GC(75)/RES/90"),
    "icao": ("icao-assembly/res-42-90/2025", "Resolution A42-90",
             "Lanterns of water aerodromes", "icao-assembly/res-40-98/2019", "A42-90"),
    "ilo": ("ilo-ilc/res-113-9/2025", "ILC.113/Resolution IX",
            "Resolution concerning the lanterns of harbours", "ilo-ilc/conv-590", "ILC.113/Resolution IX"),
    "oas": ("oas-ga/res-9907/2031", "AG/RES. 9907 (LXI-O/31)",
            "LANTERNS OF HARBOURS", "oas-ga/res-9800/2030", "AG/RES.9907"),
    "osce": ("osce-mc/dec-4-31/2031", "Ministerial Council Decision No. 4/31",
             "LANTERNS OF HARBOURS", "osce-pc/dec-9117", "OSCE Ministerial Council decision 4/31"),
    "ramsar": ("ramsar-cop/res-15-90/2025", "Ramsar Resolution XV.90",
               "Lanterns and waterbirds", "ramsar-cop/res-13-92/2018", "Ramsar resolution XV.90"),
    "unep": ("unep-ea/res-7-90/2025", "UNEA Resolution 7/90",
             "Lanterns of harbours", "unep-ea/res-5-94/2022", "UNEA resolution 7/90"),
    "upu": ("upu-congress/res-c-90-2031/2031", "Resolution C 90/2031",
            "Lanterns of post offices", "upu-congress/res-c-12-2029/2029", "C 90/2031"),
    "wipo": ("wipo-ga/dec-58-90/2025", "WO/GA/58/90",
             "Lanterns as industrial designs", "wipo-ga/dec-57-92/2024", "WO/GA/58/90"),
    "wmo": ("wmo-cg/res-21-90/2031", "Resolution 90 (Cg-21)",
            "Lanterns of weather stations", "wmo-ec/dec-73-5/2021", "resolution 90 (Cg-XXI)"),
}  # fmt: skip


def parsed(text: str) -> Parse:
    return parse_source(text_source((TEXTS / f"{text}.txt").read_text(encoding="utf-8")), text)


def test_every_body_that_was_checked_on_no_real_text_has_an_invented_one():
    unchecked = {body.key for body in shipped_bodies().bodies if not body.checked}
    assert {text.partition("-")[0] for text in ROWS} == unchecked


@pytest.mark.parametrize(("text", "row"), ROWS.items(), ids=ROWS)
def test_a_text_in_the_manner_of_a_body_is_read(text: str, row: tuple[str, ...]):
    key, name, title, named, asked = row
    parse = parsed(text)
    assert (str(parse.key), parse.name, parse.title) == (key, name, title)
    assert named in [str(reference.target) for reference in parse.references]
    assert parse.key
    instrument = parse.key.instrument
    reader = name_reader(bodies_in_use())
    found = reader.names(f"what does {asked} say of lanterns?", typed=True, known={instrument})
    assert [one.instrument for one in found] == [instrument], "the question names another text"
    printed = reader.names(f"Recalling {parse.name},", instrument.issuer)
    assert [one.instrument for one in printed] == [instrument], "its own name is not read in a text"
