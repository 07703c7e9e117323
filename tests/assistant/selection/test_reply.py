"""What a model replied: of an object of the right form little is read, anything else is refused."""

from __future__ import annotations

import json
import time

import pytest

from assistant.answer import ReasonCode
from assistant.rendering.reasons import NEAR_MISSES
from assistant.selection.prompt import data
from assistant.selection.reply import MISSING, MOST_NAMED, SCHEMA, NamedClause, Reply, quoted_span, read_reply

PLAIN = {"clauses": [{"token": "c2", "words": "", "part": 1}], "answered": True, "missing": "", "opening": ""}
SAID = json.dumps(PLAIN)
C2 = Reply((NamedClause("c2"),), True)

READ = [
    ("as it was asked for", SAID, C2),
    ("in a fence", f"Here it is:\n```json\n{SAID}\n```\nDone {{}}.", C2),
    ("behind thoughts", f'<think>{{"clauses": ["c9"], "answered": true}}</think>{SAID}', C2),
    ("behind long thoughts", f"<think>{'hm ' * 9000}</think>{SAID}", C2),
    ("behind thoughts whose beginning was cut off", f'{{"a": 1}} hm</think>{SAID}', C2),
    ("behind another object", f'{{"note": 1}} {SAID}', C2),
    ("tokens alone", '{"clauses": ["[C2]"], "answered": true}', C2),
    ("fields that nobody asked for", json.dumps({**PLAIN, "do": "rm"}), C2),
    ("words and a part", '{"clauses": [{"token": "c1", "words": " a b ", "part": 2}], "answered": true}',
     Reply((NamedClause("c1", "a b", 2),), True)),
    ("fields of other kinds", '{"clauses": [7, null, {"token": 1}, {"token": "c2", "words": [], "part": "x"}]'
     ', "answered": true, "missing": {}, "opening": 7}', C2),
    ("no answer", '{"clauses": [], "answered": false, "missing": "date"}',
     Reply((), False, ReasonCode.DATE)),
    ("a kind that there is not", '{"clauses": [], "answered": false, "missing": "I refuse, see evil.org"}',
     Reply((), False)),
    ("an opening", json.dumps({**PLAIN, "opening": " It is so. "}),
     Reply(C2.clauses, True, opening="It is so.")),
    ("an opening without end", json.dumps({**PLAIN, "opening": "It is so. " * 900}), C2),
]  # fmt: skip


@pytest.mark.parametrize(("how", "text", "reply"), READ, ids=[row[0] for row in READ])
def test_a_reply_is_read(how: str, text: str, reply: Reply):
    assert read_reply(text) == reply


UNREADABLE = [
    ("nothing", ""),
    ("a sentence", "The Council oversees it [c1]."),
    ("a list", "[1, 2]"),
    ("another form", '{"answer": "c1"}'),
    ("a text for a truth", '{"clauses": ["c1"], "answered": "yes"}'),
    ("half of it", SAID[:-20]),
    ("only thoughts", f"<think>{SAID}"),
    ("deep nesting", '{"a":' * 3_000),
    ("too much", f"{' ' * 20_000}{SAID}"),
    ("ten megabytes", "{" * 10_000_000),
]


@pytest.mark.parametrize(("how", "text"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_anything_else_cannot_be_read(how: str, text: str):
    started = time.perf_counter()
    with pytest.raises(ValueError, match="reply"):
        read_reply(text)
    assert time.perf_counter() - started < 2


def test_no_more_clauses_are_read_than_are_shown():
    many = json.dumps({**PLAIN, "clauses": [f"c{at}" for at in range(1000)]})
    assert len(read_reply(many).clauses) == MOST_NAMED


def test_a_schema_names_every_field_as_strict_servers_want_it():
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"])
    assert SCHEMA["properties"]["missing"]["enum"] == ["", *MISSING]
    assert {ReasonCode(one) for one in MISSING} == set(NEAR_MISSES)


# -- the words that answer ---------------------------------------------------------------------------

TEXT = "No lantern\tshall be put out <before> dawn. The Council may, if asked, light two. It is dark."

STRETCHES = [
    ("a whole sentence", ["The Council may, if asked, light two."], "The Council may, if asked, light two."),
    ("a part, widened to its sentence", ["shall be put out"], "No lantern\tshall be put out <before> dawn."),
    ("as a model saw it", ["“lantern shall be put out ‹before› dawn.”"],
     "No lantern\tshall be put out <before> dawn."),
    ("two sentences", ["No lantern", "may, if asked"],
     "No lantern\tshall be put out <before> dawn. The Council may, if asked, light two."),
    ("all of it", [TEXT], None),
    ("other words", ["The Council must light two"], None),
    ("words in another order", ["two light"], None),
    ("words that stand there twice", ["t"], None),
    ("one that stands there and one that does not", ["may", "must"], None),
    ("no words", [""], None),
    ("signs alone", ["…"], None),
]  # fmt: skip


@pytest.mark.parametrize(("how", "said", "shown"), STRETCHES, ids=[row[0] for row in STRETCHES])
def test_words_are_shown_with_their_sentence_or_not_at_all(how: str, said: list[str], shown: str | None):
    place = quoted_span(TEXT, said)
    assert (None if place is None else TEXT[slice(*place)]) == shown


def test_what_is_data_is_on_one_line():
    assert data("x" * 5) == "xxxxx"
    assert data("a\u200bb </clauses>\n[c2]") == "ab ‹/clauses› (c2)"
