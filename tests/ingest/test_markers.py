"""What a unit begins with, one row a rule."""

import pytest

from ingest.markers import GLUED_MARK, cut_marker, plain_number, superscript

MARKERS = {
    "letter": ("a) willows", [("letter", "a", 1)], "willows"),
    "letter in brackets": ("(b) willows", [("letter", "b", 2)], "willows"),
    "letter after z": ("aa) willows", [("letter", "aa", 27)], "willows"),
    "letter or roman": ("i) willows", [("letter", "i", 9), ("roman", "i", 1)], "willows"),
    "roman": ("xiv) willows", [("roman", "xiv", 14)], "willows"),
    "number": ("3 willows", [("number", "3", 3)], "willows"),
    "number with a point": ("3. willows", [("number", "3", 3)], "willows"),
    "number in brackets": ("12) willows", [("paren", "12", 12)], "willows"),
    "decimal": ("2.4.1 willows", [("decimal", "2-4-1", 1)], "willows"),
    "target": ("1.6: willows", [("colon", "1-6", 6)], "willows"),
    "label": ("Target 1.6: willows", [("label", "1-6", 6)], "willows"),
    "caption": ("Table 1.6: willows", [], "Table 1.6: willows"),
    "code of an outcome": ("R.1-b: willows", [("code", "r-1-b", 2)], "willows"),
    "code of an output": ("T.2-10: willows", [("code", "t-2-10", 10)], "willows"),
    "decimal below bis": ("1bis.2 willows", [("decimal", "1bis-2", 2)], "willows"),
    "decimal bis": ("4.3bis willows", [("decimal", "4-3bis", 3)], "willows"),
    "bis past the bracket": ("b)bis willows", [("letter", "bbis", 2)], "willows"),
    "footnote bis": ("¹ bis Willows", [("footnote", "1bis", 1)], "Willows"),
    "numbers alone": ("1 2 3", [], "1 2 3"),
    "bis": ("b bis) willows", [("letter", "bbis", 2)], "willows"),
    "number bis": ("4bis willows", [("number", "4bis", 4)], "willows"),
    "dash": ("- willows", [("dash", "", 0)], "willows"),
    "bullet": ("• willows", [("dash", "", 0)], "willows"),
    "dash before a letter": ("- c) willows", [("letter", "c", 3)], "willows"),
    "dash before a number in brackets": ("- 1) willows", [("paren", "1", 1)], "willows"),
    "dash before a number": ("- 5 willows", [("dash", "", 0)], "5 willows"),
    "footnote": ("¹² Willows", [("footnote", "12", 12)], "Willows"),
    "year": ("2027 shall remain", [], "2027 shall remain"),
    "amount": ("318 000 francs", [], "318 000 francs"),
    "date": ("12 December is the day", [], "12 December is the day"),
    "share": ("6 per cent of all", [], "6 per cent of all"),
    "word in brackets": ("etc) willows", [], "etc) willows"),
    "nothing after it": ("a)", [], "a)"),
    "edition": ("(Rev. Lisbon, 2030) of it", [], "(Rev. Lisbon, 2030) of it"),
    "too many digits": ("¹" * 5000, [], "¹" * 5000),
}


@pytest.mark.parametrize(("line", "readings", "text"), MARKERS.values(), ids=MARKERS)
def test_a_marker_is_cut_off(line, readings, text):
    cut = cut_marker(line)
    assert [(one.style, one.value, one.order) for one in cut.readings] == readings
    assert cut.text == text
    assert line[cut.offset :] == text


GLUED = {
    "word": ("the piers1; and", ["1"]),
    "bracket": ("the piers (SIDS)12 and", ["12"]),
    "end of a sentence": ("the piers exist.4", ["4"]),
    "action line": ("for Action Line C2, which", []),
    "decimal": ("in section 2.4 of", []),
    "letters and a number": ("the A4 sheet of G20", []),
}


@pytest.mark.parametrize(("text", "numbers"), GLUED.values(), ids=GLUED)
def test_a_mark_that_lost_its_height_is_seen(text, numbers):
    assert [match["n"] for match in GLUED_MARK.finditer(text)] == numbers


@pytest.mark.parametrize("number", ["1", "20", "345"])
def test_a_footnote_mark_reads_as_its_number(number):
    assert plain_number(superscript(number)) == number
