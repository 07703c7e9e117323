"""What no reader sees is taken out of a text, and told."""

import pytest

from corpus.instruments import Mark
from ingest import parse_source, text_source
from ingest.invisible import STEP, cut_out, without_invisible
from ingest.lines import Line
from ingest.source import Source


def source(*lines: Line, whole: bool = False) -> Source:
    return Source(lines, tuple(line.number for line in lines), "", whole=whole)


TAKEN = {
    "zero-width space": ("pi\u200ber", "pier", "zero-width"),
    "zero-width joiner": ("pi\u200der", "pier", "zero-width"),
    "byte order mark in the text": ("pi\ufeffer", "pier", "zero-width"),
    "variation selector": ("pier\ufe0f", "pier", "zero-width"),
    "word joiner": ("pi\u2060er", "pier", "zero-width"),
    "override of direction": ("\u202epier\u202c", "pier", "bidirectional"),
    "mark of direction": ("pier\u200f", "pier", "bidirectional"),
    "isolate": ("\u2067pier\u2069", "pier", "bidirectional"),
    "tags": ("pier\U000e0068\U000e0069", "pier", "tag"),
    "control sign": ("pi\x08er", "pier", "control"),
    "control sign of the second set": ("pi\x9fer", "pier", "control"),
    "lone surrogate": ("pi\ud800er", "pier", "control"),
}


@pytest.mark.parametrize(("text", "left", "kind"), TAKEN.values(), ids=TAKEN)
def test_what_nobody_sees_is_taken_out_and_told(text: str, left: str, kind: str):
    seen = without_invisible(source(Line((4,), text)))
    assert [line.text for line in seen.lines] == [left]
    (warning,) = seen.warnings
    assert warning.startswith("line 4: ")
    assert f"({kind})" in warning


TYPOGRAPHY = {
    "no-break space": ("No.\xa071", "No. 71"),
    "narrow space": ("318\u202f000", "318 000"),
    "thin space": ("a\u2009–\u2009b", "a – b"),
    "soft hyphen in a word": ("lan\xadtern", "lantern"),
    "soft hyphen at a line's end": ("lan\xad", "lan\xad"),
    "spaces at the ends": ("\xa0pier\u2003", "pier"),
}


@pytest.mark.parametrize(("text", "left"), TYPOGRAPHY.values(), ids=TYPOGRAPHY)
def test_typography_goes_without_a_word(text: str, left: str):
    seen = without_invisible(source(Line((1,), text)))
    assert ([line.text for line in seen.lines], seen.warnings) == ([left], ())


def test_a_soft_hyphen_at_the_end_goes_where_no_line_follows_on():
    assert without_invisible(source(Line((1,), "lan\xad"), whole=True)).lines[0].text == "lan"


@pytest.mark.parametrize("text", ["pier", "café – “lit”", "a\tb", "🌊 waves", "naïve e\u0301"])
def test_what_can_be_seen_stays(text: str):
    line = Line((1,), text)
    assert without_invisible(source(line)).lines == (line,)


def test_marks_move_with_their_words():
    line = Line((1,), "\u200ba \u200bpier\u200b lit", (Mark(4, 9, "em"), Mark(0, 1, "strong")))
    (seen,) = without_invisible(source(line)).lines
    assert seen.text == "a pier lit"
    assert [seen.text[one.start : one.end] for one in seen.marks] == ["pier"]


def test_a_line_of_nothing_else_is_removed_by_a_step():
    seen = without_invisible(
        source(Line((1,), "pier"), Line((2,), "\u200b\u200b"), Line((3,), "\u200b\t\u200b"))
    )
    assert [line.number for line in seen.lines] == [1]
    assert [(one.line, one.step) for one in seen.removed] == [(2, STEP), (3, STEP)]
    assert seen.numbers == (1, 2, 3)


def test_the_warning_counts_and_names_the_first_line():
    seen = without_invisible(source(Line((1,), "a"), Line((2,), "\u200bb\u202e"), Line((7,), "\u200bc")))
    (warning,) = seen.warnings
    assert warning == "line 2: 3 invisible characters taken out here and after it (zero-width, bidirectional)"


def test_single_characters_are_cut_out_with_their_marks():
    assert cut_out("xaxbx", [Mark(1, 4, "em"), Mark(4, 5, "em")], [0, 2, 4]) == ("ab", (Mark(0, 2, "em"),))


def test_a_text_with_hidden_words_parses_without_them():
    parse = parse_source(text_source("The pier\u200b is lit.\n\n\u2066\u2069\n\nThe boat."), "piers")
    assert [one.text for one in parse.provisions] == ["The pier is lit.", "The boat."]
    assert parse.report.unowned == ()
    assert [(one.line, one.step) for one in parse.report.removed] == [(3, STEP)]
