"""No order of a treaty's lines, and no damage to them, loses a line or gives an id twice."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from corpus import EditionKey, from_json, to_json
from corpus.keys import is_eid
from ingest import Parse, parse_source, text_source

KEY = EditionKey.parse("lantern/convention/2031")
TREATY = (Path(__file__).parent / "lantern-convention.txt").read_text(encoding="utf-8")
OPENING = [
    "CONVENTION OF PIERS*",
    "Article 1",
    "Seat",
    "1 The seat is at Oslo.",
    "ARTICLE 2",
    "2 1 The Council",
]
PIECES = st.sampled_from(
    [
        "CHAPTER I", "SECTION 2", "ARTICLE 3 PP-98", "Article 4 – Keepers", "Article 4", "ANNEX",
        "(SUP) ARTICLES 5 to 7", "ANNEX 2", "Preamble", "3 1) keep a list", "3A a bis) mend", "4 (SUP)",
        "5 to 9 (SUP)", "10",
        "10 2 1) The keepers:", "73 bis The wardens", "1001 Pier: a", "PP-98", "PP-98 of the piers", "PP-02",
        "– one,", "a) two;", "i) three", "or four", "The Council", "Note: five.", "1. Six.", "(1) Seven.",
        "* A note", "¹ A note", "words¹ and", "x\ty", "In witness whereof,", "126 of this", "LC/Article 1 3",
        "_______", "CONTENTS", "Article 1 Seat .... 3", "Words go on", "and on", "CONVENTION OF PIERS",
        "RESOLUTION 7 (LISBON, 2030)", "٣ piers", "12",
    ]
)  # fmt: skip


def read(text: str) -> Parse:
    return parse_source(text_source(text), "a treaty", KEY)


def check_nothing_is_lost(text: str, parse: Parse) -> None:
    """Every line that is not blank is owned by one unit, or removed by a named step."""
    filled = {at for at, line in enumerate(text.split("\n"), 1) if line.strip()}
    assert parse.report.unowned == ()
    assert set(parse.report.owners) | {one.line for one in parse.report.removed} == filled
    eids = [one.eid for one in parse.provisions]
    assert len(eids) == len(set(eids))
    assert all(is_eid(eid) for eid in eids)
    assert from_json(to_json(parse.edition())) == parse.edition()


@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\n\n"]))
@example(["CONTENTS"], "\n")
def test_no_order_of_lines_loses_one(pieces: list[str], newline: str):
    text = newline.join([*OPENING, *pieces])
    check_nothing_is_lost(text, read(text))


@given(st.randoms(use_true_random=False))
def test_a_mangled_treaty_parses_and_loses_no_line(dice: random.Random):
    lines = TREATY.split("\n")
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(lines))
        cut = dice.randrange(len(lines[at]) + 1)
        change = dice.randrange(4)
        if change == 0:
            lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
        elif change == 1:
            lines[at] = lines[at][:cut]
        elif change == 2:
            lines.insert(at, lines[dice.randrange(len(lines))])
        else:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
    text = "\n".join(lines)
    check_nothing_is_lost(text, read(text))
