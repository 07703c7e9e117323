"""The numbering of a body that has no file, as one of its texts shows it. All bodies are invented."""

import pytest

from corpus.bodies import shipped_bodies
from corpus.bodies.inferred import series_like
from corpus.bodies.names import name_reader
from corpus.keys import InstrumentKey

READER = name_reader(shipped_bodies())
# the text's own name and key, what it says, what is named
NAMED = {
    "two figures": ("Resolution 2.1", "herons/res-2-1", "Resolution 1.9, and Resolutions 1.2 and 2.10",
                    ["herons/res-1-9", "herons/res-1-2", "herons/res-2-10"]),
    "another kind of text": ("Resolution 2.1", "herons/res-2-1", "Decision 1.4", ["herons/dec-1-4"]),
    "a year in brackets": ("Measure 15 (2009)", "terns/measure-2009-15", "Resolution 4 (2007)",
                           ["terns/res-2007-4/2007"]),
    "a symbol": ("Resolution LAMP/2025/44", "lamps/res-lamp-2025-44", "as LAMP/2021/03 says",
                 ["lamps/res-lamp-2021-03/2021"]),
    "a symbol of another organ": (
        "Resolution LAMP/2025/44", "lamps/res-lamp-2025-44",
        "Resolutions LAMP/2021/13 of the 56th LAMP Meeting, and Conference/2021/07",
        ["lamps/res-lamp-2021-13/2021", "lamps/res-conference-2021-07/2021"]),
    "Roman sessions": ("Decision XXVIII/1", "vapours/dec-xxviii-1", "decisions IX/2 and XIX/6",
                       ["vapours/dec-ix-2", "vapours/dec-xix-6"]),
    "letters before the figures": ("Decision PC-14/12", "piers/dec-pc-14-12", "decisions PC-9/1 and RC-8/2",
                                   ["piers/dec-pc-9-1", "piers/dec-rc-8-2"]),
    "zeros": ("Recommendation 19-05", "tunas/rec-19-05", "No. 18-02, and Recommendation No. 16-01",
              ["tunas/rec-16-01"]),
    "the year before the number": ("Resolution 2020/33", "lamps/res-2020-33", "its Resolution no. 2019/36",
                                   ["lamps/res-2019-36/2019"]),
    "with the organ of another body": (
        "Resolution 2020/33", "lamps/res-2020-33", "Economic and Social Council resolution 2020/4",
        ["un-ecosoc/res-2020-4/2020"]),
    "the session of a meeting": (
        "Resolution 29", "lamps/res-46-29",
        "Resolution no. 3 of its 45th Meeting, and Resolutions 15 and 19 of the Fourth Lamp Conference",
        ["lamps/res-45-3", "lamps/res-4-15", "lamps/res-4-19"]),
    "the year of a meeting": (
        "Resolution 29", "lamps/res-2011-29", "Resolution 8 of the 14th Lamp Conference (2008)",
        ["lamps/res-2008-8/2008"]),
    "another form": ("Measure 15 (2009)", "terns/measure-2009-15", "Recommendation XV-8",
                     ["terns/rec-xv-8"]),
    "its own, in another form": ("Resolution 29", "lamps/res-29", "its Resolution 9/11", ["lamps/res-9-11"]),
    "the organization of an organ": (
        "Resolution 29", "lamps/res-29", "UN resolution 70/1 and United Nations resolution 2020/4",
        ["un-ga/res-70-1", "un-ecosoc/res-2020-4/2020"]),
    "an abbreviation for organ and kind": (
        "Resolution 29", "lamps/res-29", "UNSCR 1325 (2000)", ["un-sc/res-1325/2000"]),
    "what another body calls its own": (
        "Resolution 29", "lamps/res-29", "the General Assembly and its resolution 70/1", ["un-ga/res-70-1"]),
    "another body's form": ("Resolution 2.1", "herons/res-2-1", "resolution 70/1", ["un-ga/res-70-1"]),
}  # fmt: skip
NO_FORM = {
    "a single number": ("Resolution 29", "lamps/res-29", "Resolution 12"),
    "a key that is not made of the number": ("Resolution 2.1", "herons/res-amendments", "resolution 1.9"),
    "a key that has less": ("Resolution LAMP/2025/44", "lamps/res-44", "as LAMP/2021/03 says"),
    "a part of a report": ("Agreement on Herons", "herons/agreement", "recommendation 3.2 of the report"),
    "a range": ("Agreement on Herons", "herons/agreement", "Recommendations 3-5"),
}


@pytest.mark.parametrize(("name", "key", "text", "expected"), NAMED.values(), ids=NAMED)
def test_a_text_shows_how_its_body_numbers_texts(name, key, text, expected):
    own = InstrumentKey.parse(key)
    names = READER.names(text, own.issuer, also=series_like(name, own))
    assert [str(one.target) for one in names] == expected


@pytest.mark.parametrize(("name", "key", "text"), NO_FORM.values(), ids=NO_FORM)
def test_a_number_without_a_form_names_nothing(name, key, text):
    own = InstrumentKey.parse(key)
    assert READER.names(text, own.issuer, also=series_like(name, own)) == ()
