"""Which editions a question is searched in, why, and what is left of the question there."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.scope.filters import Filters
from assistant.scope.narrowing import filtered_scope
from assistant.scope.scope import Scope, ScopeFinder, ScopeReason
from assistant.understanding.query import Query, read_query
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
{kind} {number} (REV. {place}, {year})

{title}

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) that gates have keys,

resolves

1 that the keys of the gates shall be kept by the oldest warden.
"""


def text(number: int, title: str, year: int = 2031, kind: str = "RESOLUTION") -> Edition:
    place = "Willowford" if year == 2031 else "Oakham"
    drafted = TEXT.format(kind=kind, number=number, title=title, year=year, place=place)
    return parse_source(text_source(drafted), "a text").edition()


GARDENS, BRIDGES, EARLIER = text(901, "Gardens"), text(902, "Bridges"), text(902, "Bridges", 2027)
LIBRARY = Library((GARDENS, EARLIER, BRIDGES), Catalogue(()))


def scoped(question: str, context: tuple[Edition, ...] = ()) -> tuple[Scope, Query]:
    scopes = ScopeFinder(LIBRARY, subject=GARDENS)
    return scopes.of(read_query(question, scopes.lexicon), context)


@pytest.mark.parametrize(
    ("rule", "question", "context", "editions", "reason", "left"),
    [
        ("no text is named", "Who keeps the keys?", (), (GARDENS, BRIDGES),
         ScopeReason.NEWEST_HELD, "Who keeps the keys?"),
        ("a number", "Who keeps the keys under Resolution 902?", (), (BRIDGES,),
         ScopeReason.NAMED, "Who keeps the keys under this text?"),
        ("a number and a year", "What does Resolution 902 (Rev. Oakham, 2027) say of keys?", (), (EARLIER,),
         ScopeReason.NAMED, "What does this text say of keys?"),
        ("two numbers", "Who keeps the keys under Res. 901 and Res. 902?", (),
         (GARDENS, BRIDGES), ScopeReason.NAMED, "Who keeps the keys under Res. 901 and Res. 902?"),
        ("a type", "What does the resolution say of keys?", (), (GARDENS,),
         ScopeReason.MEANT, "What does the resolution say of keys?"),
        ("the conversation", "Who keeps the keys?", (BRIDGES,), (BRIDGES,),
         ScopeReason.CONVERSATION, "Who keeps the keys?"),
        ("another year of the text of the conversation", "Who kept the keys in the 2027 edition?", (BRIDGES,),
         (EARLIER,), ScopeReason.NAMED, "Who kept the keys"),
        ("a whole text", "Give me a summary", (), (GARDENS,), ScopeReason.SUBJECT, "Give me a summary"),
        ("the verb of a head", "What is resolved?", (), (GARDENS,), ScopeReason.SUBJECT, "What is resolved?"),
        ("the preamble", "What does the preamble say?", (), (GARDENS,),
         ScopeReason.SUBJECT, "What does the preamble say?"),
        ("a verb that the subject has not", "What is urged?", (), (GARDENS, BRIDGES),
         ScopeReason.NEWEST_HELD, "What is urged?"),
    ],
)  # fmt: skip
def test_the_scope_of_a_question(rule: str, question: str, context, editions, reason: ScopeReason, left: str):
    scope, query = scoped(question, context)
    assert (scope.editions, scope.reason) == (editions, reason), rule
    assert query.text.rstrip(" ?") == left.rstrip(" ?"), rule
    assert query.lexicon is scope.lexicon, rule


@pytest.mark.parametrize(
    ("question", "context", "beyond"),
    [
        ("What does the resolution say of keys?", (), True),
        ("Who keeps the keys?", (BRIDGES,), True),
        ("Give me a summary", (), True),
        ("Who keeps the keys under Resolution 902?", (), False),
        ("Who keeps the keys?", (), False),
    ],
)
def test_a_wider_scope_lies_beyond_editions_that_the_question_does_not_name(
    question: str, context, beyond: bool
):
    scope, _ = scoped(question, context)
    assert (scope.beyond is not None) == beyond
    assert scope.beyond is None or scope.beyond.reason == ScopeReason.NEWEST_HELD


def test_what_filters_leave_is_searched_for_that_reason():
    scopes = ScopeFinder(LIBRARY, editions=[EARLIER])
    assert (scopes.widest.editions, scopes.widest.reason) == ((EARLIER,), ScopeReason.FILTERED)


def test_the_words_of_the_same_editions_are_read_once():
    scopes = ScopeFinder(LIBRARY)
    asked = read_query("Who keeps the keys under Resolution 902?", scopes.lexicon)
    assert scopes.of(asked)[0].lexicon is scopes.of(asked)[0].lexicon


@pytest.mark.parametrize(
    ("rule", "filters", "editions"),
    [
        ("an instrument, in all its editions", Filters(instrument="itu-pp/res-902"), (EARLIER, BRIDGES)),
        ("an edition", Filters(edition="itu-pp/res-902/2027"), (EARLIER,)),
        ("years", Filters(since=2030), (GARDENS, BRIDGES)),
        ("no filter", Filters(), (GARDENS, EARLIER, BRIDGES)),
    ],
)
def test_the_scope_that_filters_leave(rule: str, filters: Filters, editions: tuple[Edition, ...]):
    scope = filtered_scope(LIBRARY, filters)
    assert (scope.editions, scope.reason) == (editions, ScopeReason.FILTERED), rule


def test_an_edition_that_filters_name_is_searched_whatever_is_searched_without_them():
    assert filtered_scope(LIBRARY, Filters(), [GARDENS]).editions == (GARDENS,)
    assert filtered_scope(LIBRARY, Filters(edition="itu-pp/res-902/2027"), [GARDENS]).editions == (EARLIER,)
