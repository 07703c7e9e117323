"""Each step of the clean-up says what it removed and keeps the rest."""

import pytest
from printing import print_emphasis

from ingest import parse_source, text_source
from ingest.cleanup import clean
from ingest.itu.cleanup import STEPS as ITU_STEPS
from ingest.joining import joined, vocabulary
from ingest.lines import Line, ending, is_flat_row, is_headline
from ingest.text.emphasis import lift

NUMBER = "RESOLUTION 7 (REV. LISBON, 2030)"
STEPS = {
    "comment": ("<!-- from\nthe web -->\n\nPier", ["Pier"], {1: "comments", 2: "comments"}),
    "comment that does not close": ("<!-- from\nPier", ["<!-- from", "Pier"], {}),
    "front matter": (f"Final Acts\n\n{NUMBER}\n\nPier", [NUMBER, "Pier"], {1: "front matter"}),
    "front matter that names the number": (
        f"Union\n\nResolution 7\n\nFOREWORD\n\nOld.\n\n{NUMBER}\n\nPier\n\nconsidering\n\na) boats.",
        [NUMBER, "Pier", "considering", "a) boats."],
        {1: "front matter", 3: "front matter", 5: "front matter", 7: "front matter"},
    ),
    "footnote inside a line": (
        "Pier1 and boat; ____________________ 1 Of stone.",
        ["Pier1 and boat;", "¹ Of stone."],
        {},
    ),
    "tab after a marker": ("a)\tPier\nb)\tBoat", ["a) Pier", "b) Boat"], {}),
    "columns": ("North 1 2 3\nSouth 4 5 6", ["North\t1\t2\t3", "South\t4\t5\t6"], {}),
    "running heads": (
        "266 Resolution 25\nPier.\n\nResolution 25 267\nBoat.",
        ["Pier.", "Boat."],
        {1: "running heads", 4: "running heads"},
    ),
    "one running head of its own": (
        f"{NUMBER}\n\nPier\n\n102 Resolution 7\nBoat",
        [NUMBER, "Pier", "Boat"],
        {5: "running heads"},
    ),
    "one line like a running head": (
        "Pier\n\nResolution 25 267\n\nBoat",
        ["Pier", "Resolution 25 267", "Boat"],
        {},
    ),
    "history": (
        "Pier.\n(Kyoto, 1994) – (Rev.\nRome, 2026)",
        ["Pier."],
        {2: "adoption history", 3: "adoption history"},
    ),
    "a place alone": ("(Kyoto, 1994)", ["(Kyoto, 1994)"], {}),
    "page numbers": (
        "\n\n".join(["Pier."] * 12 + ["- 3 -"] + ["Boat."] * 12 + ["- 4 -"]),
        ["Pier."] * 12 + ["Boat."] * 12,
        {25: "page numbers", 51: "page numbers"},
    ),
    "a number alone": ("Pier\n\n3\n\nBoat", ["Pier", "3", "Boat"], {}),
    "heading signs": ("## # Pier", ["Pier"], {}),
    "emphasis": ("**Pier** and *boat*", ["Pier and boat"], {}),
    "form feed": ("Pier\fBoat", ["Pier", "Boat"], {}),
    "carriage returns": ("Pier\r\rBoat", ["Pier", "Boat"], {}),
    "both line ends": ("Pier\r\n\r\nBoat", ["Pier", "Boat"], {}),
    "no-break space": ("Pier\n\u00a0\nBoat", ["Pier", "Boat"], {}),
}


@pytest.mark.parametrize(("text", "kept", "removed"), STEPS.values(), ids=STEPS)
def test_a_step_removes_its_lines_and_no_other(text, kept, removed):
    cleaned = clean(text_source(text), ITU_STEPS)
    assert [line.text for line in cleaned.lines] == kept
    assert {one.line: one.step for one in cleaned.removed} == removed


EMPHASIS = {
    "strong": "**pier** boat",
    "slight": "a *pier*",
    "both at once": "***pier***",
    "one in the other": "**a *pier* lit**",
    "the other in one": "*a **pier** lit*",
    "stray": "2 * 3 ** 4",
    "open": "**pier",
    "signs alone": "**** **",
}


@pytest.mark.parametrize("text", EMPHASIS.values(), ids=EMPHASIS)
def test_emphasis_is_lifted_and_printed_back(text):
    assert print_emphasis(*lift(text)) == text


JOINTS = {
    "space": ("the pier", "and boat", "the pier and boat"),
    "solidus": ("piers/", "Boats", "piers/Boats"),
    "solidus that stands alone": ("piers /", "boats", "piers / boats"),
    "hyphen of a compound": ("results-", "based", "results-based"),
    "hyphen of years": ("2024-", "2027", "2024-2027"),
    "hyphen of a name": ("Secretary-", "General", "Secretary-General"),
    "hyphen that waits": ("short-", "and long-term", "short- and long-term"),
    "hyphen of a syllable": ("the lan-", "tern is lit", "the lantern is lit"),
    "soft hyphen": ("the lan\u00ad", "tern", "the lantern"),
    "dash": ("the pier -", "a boat", "the pier - a boat"),
}


@pytest.mark.parametrize(("first", "second", "expected"), JOINTS.values(), ids=JOINTS)
def test_lines_are_joined_as_a_page_has_cut_them(first, second, expected):
    words = vocabulary([Line((9,), "a lantern on a pier")])
    line = joined([Line((1,), first), Line((2,), second)], words)
    assert (line.text, line.numbers) == (expected, (1, 2))


def test_a_hyphen_that_the_text_also_has_stays():
    words = vocabulary([Line((9,), "cooperation, that is, co-operation")])
    assert joined([Line((1,), "co-"), Line((2,), "operation")], words).text == "co-operation"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("pier;", ";"),
        ("pier.»", "."),
        ('pier,"', ","),
        ("pier;¹", ";"),
        ("pier", ""),
        ("", ""),
        ("(pier.)", "."),
    ],
)
def test_an_ending_is_seen_past_quotes_and_marks(text, sign):
    assert ending(text) == sign


def test_a_headline_is_short_and_open():
    assert is_headline("Lanterns along the pier")
    assert not is_headline("Lanterns along the pier.")
    assert not is_headline("lanterns")
    assert not is_headline("North 12 14 26")
    assert is_flat_row("North 3 918 4 000 7 918")
    assert not is_flat_row("in 1996 and in 2001")


def test_lists_in_lists_in_lists_end_somewhere():
    text = "\n\n".join(["a) pier:", "i) pier:", "1) pier:", "- pier:"] * 500)
    assert parse_source(text_source(text), "deep").report.unowned == ()
