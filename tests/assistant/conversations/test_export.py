"""Exported answers: status, whole clauses, full citations; a model's sentence is set apart from them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from assistant.answer import Answer, Citation, Claim, ReasonCode, Status, Support
from assistant.conversations.export import (
    FORMS,
    GOVERNED,
    OTHER_WORDS,
    OWN_WORDS,
    STATUS_LINES,
    exported,
    markdown,
    word,
)
from assistant.conversations.turn import STATUS_SENTENCES, Conversation, Turn
from assistant.library.library import Library
from assistant.scope.filters import Filters
from corpus.catalogue import Catalogue
from corpus.keys import ProvisionId
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 900 (REV. OSTERLEY, 2030)

Lanterns

The Plenipotentiary Conference of the International Telecommunication Union (Osterley, 2030),

resolves

1 to keep a lantern;

2 to trim it, in order to:

– be seen;

– save oil,

3 to report.
"""
LANTERNS = parse_source(text_source(TEXT), "a text").edition()
LIBRARY = Library((LANTERNS,), Catalogue(()))
NAME = "Resolution 900 (Rev. Osterley, 2030)"
WHERE = ProvisionId.parse("itu-pp/res-900/2030#resolves__para_1")
CITED = Citation(WHERE, f"{NAME}, resolves 1", 0, 20, "to keep a lantern;", "resolves")
ANSWER = Answer(
    Status.ANSWERED,
    "Resolution 900 resolves:",
    (Claim("to keep a lantern;", Support.VERBATIM, (CITED,)),),
    opening="Harbours *shall* keep a lantern.",
    read_by="small",
)
TURN = Turn(1, "What is kept?", Filters(), ANSWER, "2030-06-03T14:05:00+00:00")
TALK = Conversation("abc", "Lanterns", "2030-01-01", 1)


def cited(eid, quote="", **fields):
    provision = LANTERNS.provision(eid)
    quote = quote or provision.text
    start = provision.text.index(quote)
    label = LANTERNS.citation(provision)
    return Citation(LANTERNS.id_of(provision), label, start, start + len(quote), quote, "resolves", **fields)


def answered(*citations, **fields):
    claims = tuple(Claim(one.quote, Support.VERBATIM, (one,)) for one in citations)
    return replace(TURN, answer=Answer(Status.ANSWERED, "The lead.", claims, **fields))


def test_a_model_that_read_is_named_and_its_opening_is_no_quote():
    text = markdown(TALK, (TURN,), LIBRARY)
    assert "Clauses chosen by small" in text
    assert "keep a lantern. (in other words)" in text
    assert "*shall*" not in text
    assert "> to keep a lantern" in text
    assert OTHER_WORDS in text


def test_markdown_has_the_question_the_status_whole_clauses_and_notes():
    turn = answered(cited("resolves__para_1"), cited("resolves__para_2"))
    assert markdown(TALK, (turn,), LIBRARY) == (
        "# Lanterns\n\n## What is kept?\n\n*3 June 2030, 14:05 UTC*\n\n"
        "**Answered in the words of the text**\n\nThe lead.\n\n"
        f"> *resolves* …\n>\n> to keep a lantern;\n\n— {NAME}, resolves 1\n\n"
        "> to trim it, in order to:\n>\n> > – be seen;\n> >\n> > – save oil,\n\n"
        f"— {NAME}, resolves 2\n\n*{OWN_WORDS}*\n\n*{GOVERNED}*\n"
    )


ITEM = "resolves__para_2__indent_1"
# rule → (what an answer cites, the items that its first clause is exported with)
ITEMS = {
    "an introduction with its items": ([cited("resolves__para_2")], 2),
    "an introduction whose items the answer cites": ([cited("resolves__para_2"), cited(ITEM)], 0),
    "the end of an introduction": ([cited("resolves__para_2", "in order to:")], 2),
    "the beginning of an introduction": ([cited("resolves__para_2", "to trim it,")], 0),
    "a sentence": ([cited("resolves__para_1")], 0),
    "words that the library no longer has": ([replace(cited("resolves__para_2"), quote="to trim:")], 0),
    "a clause that the library no longer has": (
        [replace(cited("resolves__para_2"), provision=ProvisionId.parse("itu-pp/res-900/2030#x"))], 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", ITEMS)
def test_a_quote_is_exported_with_the_items_that_it_introduces(rule):
    citations, items = ITEMS[rule]
    assert len(exported(answered(*citations), LIBRARY).clauses[0].quotation.below) == items


def test_governing_words_come_once_and_not_where_the_lead_has_them():
    two = [cited("resolves__para_1"), cited("resolves__para_3")]
    assert [one.quotation.above for one in exported(answered(*two), LIBRARY).clauses] == ["resolves", ""]
    led = exported(answered(*two, heads=("resolves",)), LIBRARY)
    assert [one.quotation.above for one in led.clauses] == ["", ""]


def test_words_that_were_just_quoted_are_not_said_to_govern_their_items():
    above = "resolves 2 to trim it, in order to:"
    items = [replace(cited(f"resolves__para_2__indent_{at}"), governing=above) for at in (1, 2)]
    clauses = exported(answered(cited("resolves__para_2"), *items), LIBRARY).clauses
    assert [one.quotation.above for one in clauses] == ["resolves", "", ""]
    alone = exported(answered(*items), LIBRARY).clauses
    assert [one.quotation.above for one in alone] == [above, ""]


def test_a_citation_names_the_edition_that_superseded_its_own():
    turn = answered(cited("resolves__para_1", superseded_by="Resolution 901"))
    (clause,) = exported(turn, LIBRARY).clauses
    assert clause.note == f"{NAME}, resolves 1 (superseded by Resolution 901)"


def test_a_refusal_says_why_and_what_is_closest():
    answer = Answer(
        Status.NOT_STATED, "The texts give no date.", closest=(WHERE,), reason="no clause has a date.",
        reason_code=ReasonCode.DATE,
    )  # fmt: skip
    text = markdown(TALK, (replace(TURN, answer=answer),), LIBRARY)
    assert f"**{STATUS_SENTENCES[Status.NOT_STATED]}**" in text
    assert "No clause has a date." in text
    assert f"Closest clauses, not an answer:\n\n- {NAME}, resolves 1\n" in text
    assert OWN_WORDS not in text


def test_every_status_has_its_line_and_small_talk_none():
    assert set(STATUS_LINES) == set(Status)
    greeting = Answer(Status.OUT_OF_SCOPE, "Hello.", reason_code=ReasonCode.GREETING)
    assert exported(replace(TURN, answer=greeting), LIBRARY).status == ""


def test_the_word_file_has_headings_quotes_and_citations_in_footnotes():
    turn = answered(cited("resolves__para_1"), cited("resolves__para_2"))
    written = word(TALK, (turn,), LIBRARY)
    rows = [(one.style.name, one.text) for one in docx.Document(BytesIO(written)).paragraphs]
    assert rows == [
        ("Title", "Lanterns"), ("Heading 1", "What is kept?"), ("Normal", "3 June 2030, 14:05 UTC"),
        ("Normal", "Answered in the words of the text."), ("Normal", "The lead."),
        ("Quote Introduction", "resolves …"),
        ("Quote", "to keep a lantern;"), ("Quote", "to trim it, in order to:"), ("Quote", "–\tbe seen;"),
        ("Quote", "–\tsave oil,"), ("Normal", OWN_WORDS), ("Normal", GOVERNED),
    ]  # fmt: skip
    with ZipFile(BytesIO(written)) as parts:
        noted = parts.read("word/footnotes.xml").decode()
    assert f"{NAME}, resolves 1." in noted
    assert f"{NAME}, resolves 2." in noted


@pytest.mark.parametrize("form", FORMS)
def test_every_form_writes_an_answer_without_a_claim(form):
    turn = replace(TURN, answer=Answer(Status.NOT_IN_CORPUS))
    assert FORMS[form][1](TALK, (turn,), LIBRARY)


def test_one_answer_has_its_question_as_the_only_heading():
    alone = markdown(replace(TALK, title=TURN.question), (TURN,), LIBRARY)
    assert alone.count("What is kept?") == 1
    assert alone.startswith("# What is kept?")
