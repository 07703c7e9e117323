"""What is searched, and what else comes near, as the page says it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from assistant.answer import Answer, Status
from assistant.library.library import Library
from assistant.rendering import ChosenClause, claims
from assistant.scope.filters import Filters
from assistant.scope.scope import ScopeReason
from assistant.trace import Trace, TraceHit
from assistant.web.answer_view import also_in, narrowed_to
from assistant.web.exchanges import ConversationView, Exchange, conversation, welcome
from assistant.web.library_page.texts import text_list
from assistant.web.routes.home import filter_bar
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Ropes of pier {number}

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

1 that every rope be coiled;

2 that every rope be tarred.
"""


def ropes(number: int, place: str = "Willowford", year: int = 2031) -> Edition:
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year)
    return parse_source(text_source(text), "ropes").edition()


THEN, NOW, OTHER, THIRD = ropes(51, "Osterley", 2027), ropes(51), ropes(52), ropes(53)
FIRST, SECOND = "resolves__para_1", "resolves__para_2"


def library(*editions: Edition) -> Library:
    return Library(editions, Catalogue(()))


def trace(*texts: Edition, reason: str = "", hits: tuple[TraceHit, ...] = ()) -> Trace:
    return Trace("What of ropes?", "passage", tuple(one.name for one in texts), hits, 0.9, 0.8, reason)


NARROWED = [
    ("all texts were searched", trace(NOW, OTHER, reason=ScopeReason.NEWEST_HELD), Filters(), ""),
    ("how it was searched is not known any more", None, Filters(), ""),
    (
        "a text is named",
        trace(NOW, reason=ScopeReason.NAMED),
        Filters(),
        f"Searched: {NOW.name} only (named in the question)",
    ),
    (
        "an earlier edition is named",
        trace(THEN, reason=ScopeReason.NAMED),
        Filters(),
        f"Searched: {THEN.name} only (named in the question)",
    ),
    (
        "the conversation is about a text",
        trace(NOW, reason=ScopeReason.CONVERSATION),
        Filters(),
        f"Searched: {NOW.name} only (the text of this conversation)",
    ),
    (
        "many texts are named",
        trace(*[THEN, NOW] * 2, reason=ScopeReason.NAMED),
        Filters(),
        "Searched: 4 texts only (named in the question)",
    ),
    (
        "a filter is set",
        trace(NOW, reason=ScopeReason.FILTERED),
        Filters.read({"kind": "operative"}),
        "Searched: the operative clauses of all texts",
    ),
    (
        "a filter is set, and a text is named",
        trace(NOW, reason=ScopeReason.NAMED),
        Filters.read({"kind": "operative"}),
        f"Searched: the operative clauses of all texts, in {NOW.name} only (named in the question)",
    ),
    (
        "a text is chosen by a filter and named",
        trace(NOW, reason=ScopeReason.NAMED),
        Filters.read({"edition": str(NOW.key)}),
        f"Searched: the clauses of {NOW.name}",
    ),
]


@pytest.mark.parametrize(
    ("searched", "filters", "said"), [row[1:] for row in NARROWED], ids=[row[0] for row in NARROWED]
)
def test_a_search_that_is_narrower_than_everything_says_so(searched, filters, said):
    answer = Answer(Status.ANSWERED, "Lead:", trace=searched)
    assert narrowed_to(answer, filters, library(THEN, NOW, OTHER)) == said


def test_candidates_from_other_texts_too_are_not_said_to_come_from_one():
    held = library(NOW, OTHER)
    shown = claims([ChosenClause(edition, edition.provision(FIRST)) for edition in (NOW, OTHER)], held)
    answer = Answer(Status.CANDIDATES, "Lead:", shown, trace=trace(NOW, reason=ScopeReason.CONVERSATION))
    assert narrowed_to(answer, Filters(), held) == ""


def test_one_text_alone_is_not_narrower_than_everything():
    answer = Answer(Status.ANSWERED, "Lead:", trace=trace(NOW, reason=ScopeReason.NAMED))
    assert narrowed_to(answer, Filters(), library(NOW)) == ""


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("And the targets?", "the text of this conversation"),
        (f"And in {NOW.name}?", "named in the question"),
    ],
)
def test_a_text_that_an_earlier_question_named_is_that_of_the_conversation(question, reason):
    answer = Answer(Status.ANSWERED, "Lead:", trace=trace(NOW, reason=ScopeReason.NAMED))
    said = narrowed_to(answer, Filters(), library(THEN, NOW, OTHER), question)
    assert said == f"Searched: {NOW.name} only ({reason})"


def test_what_was_searched_stands_under_the_question():
    answer = Answer(Status.NOT_STATED, "No.", trace=trace(NOW, reason=ScopeReason.MEANT))
    html = str(conversation(ConversationView("a", (Exchange("Why?", answer),)), library(NOW, OTHER)))
    assert re.findall(r'<p class="narrowed">(.*?)</p>', html) == [
        f"Searched: {NOW.name} only (the text that the question means)"
    ]


# -- the chip ---------------------------------------------------------------------------------------

CHIPS = [
    ("no text", library(), {}, "No texts yet", False),
    ("one text", library(NOW), {}, NOW.name, False),
    ("all texts", library(NOW, OTHER), {}, "All 2 texts", False),
    ("with an earlier edition", library(THEN, NOW, OTHER), {}, "All 2 texts", False),
    ("a text", library(NOW, OTHER), {"edition": str(OTHER.key)}, OTHER.name, True),
    (
        "a part of a text",
        library(NOW, OTHER),
        {"edition": str(NOW.key), "kind": "operative"},
        f"{NOW.name} · operative clauses",
        True,
    ),
    (
        "a body",
        library(NOW, OTHER),
        {"addressee": "<Warden>"},
        "All 2 texts · addressed to <Warden>",
        True,
    ),
]


@pytest.mark.parametrize(
    ("texts", "given", "said", "is_narrow"), [row[1:] for row in CHIPS], ids=[row[0] for row in CHIPS]
)
def test_the_chip_says_what_is_searched(texts, given, said, is_narrow):
    html = str(filter_bar(Filters.read(given), texts, ("Warden",)))
    (shown,) = re.findall(r'<b id="searching">(.*?)</b>', html)
    assert unescape(shown) == said
    assert ('class="narrow"' in html) == is_narrow
    assert ("1 earlier edition is searched only" in html) == (len(texts.newest) < len(texts.editions))


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (library(NOW, OTHER), "2 texts"),
        (library(THEN, NOW, OTHER), "2 texts and 1 earlier edition"),
        (library(NOW), "1 text"),
    ],
)
def test_pages_count_the_same_texts(texts, said):
    listed = text_list(texts)
    assert listed.count.partition(",")[0] == said
    if len(texts.editions) > 1:
        assert f"the {said} in the library" in str(welcome(texts, {}))
        number = said.partition(" ")[0]
        assert f"All {number} texts" in str(filter_bar(Filters(), texts, ()))


# -- other texts that come near ---------------------------------------------------------------------


def hit(edition: Edition, eid: str, likelihood: float | None) -> TraceHit:
    one = edition.provision(eid)
    return TraceHit(edition.id_of(one), edition.citation(one), 1.0, likelihood)


ALSO = [
    ("nearly as likely", Status.ANSWERED, [hit(OTHER, FIRST, 0.5)], [OTHER]),
    ("less than half as likely", Status.ANSWERED, [hit(OTHER, FIRST, 0.2)], []),
    ("each text once", Status.ANSWERED, [hit(OTHER, FIRST, 0.5), hit(OTHER, SECOND, 0.5)], [OTHER]),
    ("the nearest first", Status.ANSWERED, [hit(THIRD, FIRST, 0.5), hit(OTHER, FIRST, 0.4)], [THIRD, OTHER]),
    ("the same text", Status.ANSWERED, [hit(NOW, SECOND, 0.5)], []),
    ("nothing was weighed", Status.ANSWERED, [hit(OTHER, FIRST, None)], []),
    ("candidates", Status.CANDIDATES, [hit(OTHER, FIRST, 0.5)], []),
]


@pytest.mark.parametrize(
    ("status", "others", "texts"), [row[1:] for row in ALSO], ids=[row[0] for row in ALSO]
)
def test_other_texts_that_come_about_as_near_are_named(status, others, texts):
    texts_ = library(NOW, OTHER, THIRD)
    is_weighed = others[0].likelihood is not None
    hits = (hit(NOW, FIRST, 0.7 if is_weighed else None), *others)
    made = claims([ChosenClause(NOW, NOW.provision(FIRST))], texts_)
    answer = Answer(status, "Lead:", made, trace=trace(NOW, OTHER, THIRD, hits=hits))
    found = also_in(answer, texts_)
    assert [one.label for one in found] == [f"{text.name}, resolves 1" for text in texts]
    html = str(conversation(ConversationView("a", (Exchange("Why?", answer),)), texts_))
    assert ('<p class="also">Also in: <a class="citation"' in html) == bool(texts)
