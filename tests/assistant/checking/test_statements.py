"""Which sentences of a document attribute something to a text, and to which."""

from __future__ import annotations

import pytest

from assistant.checking.document import Document, Paragraph
from assistant.checking.statements import Statement, read_statements
from assistant.library.library import Library
from corpus.catalogue import Catalogue
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. WILLOWFORD, 2031)

{title}

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

resolves

1 that piers are swept;

2 that lamps are lit,

instructs the Secretary-General

1 to count the lamps;
"""
PIERS, BELLS = (
    parse_source(text_source(TEXT.format(number=number, title=title)), "a text").edition()
    for number, title in ((910, "Piers"), (911, "Bells"))
)
LIBRARY = Library((PIERS, BELLS), Catalogue(()))
NAMED = "Resolution 910 (Rev. Willowford, 2031)"


def statements(*paragraphs: str) -> tuple[Statement, ...]:
    numbered = tuple(Paragraph(line, text) for line, text in enumerate(paragraphs, 1))
    return read_statements(Document("paper", "", numbered), LIBRARY, PIERS.key)


@pytest.mark.parametrize(
    "text",
    [
        "We thank the chair for an excellent paper.",
        "Lamps are expensive, and nobody likes to count them.",
        "It hangs in my office, next to the window.",
        "“Well done”, said the mayor.",
        "Plan of action for the year",
    ],
)
def test_a_sentence_that_attributes_nothing_is_no_statement(text):
    assert statements(text) == ()


@pytest.mark.parametrize(
    ("words", "edition"),
    [
        (f"{NAMED} resolves that piers are swept.", PIERS.key),
        ("Resolution 911 wants lamps lit.", BELLS.key),
        ("The mayor “shall light every lamp at dusk”.", None),  # quotes without a name
        ("Resolution 4321 bans lamps.", None),
    ],
)
def test_a_sentence_that_names_or_quotes_a_text_is_one(words, edition):
    (statement,) = statements(words)
    assert (statement.words, statement.edition) == (words, edition)


@pytest.mark.parametrize("verb", ["also obliges", "tasks", "charges", "then mandates", "forbids"])
def test_whatever_verb_a_sentence_goes_on_with_it_is_one(verb):
    _, statement = statements(f"{NAMED} is about piers.", f"It {verb} the mayor to swim.")
    assert statement.edition == PIERS.key


def test_a_paragraph_that_is_set_as_a_quotation_is_one_quotation_without_its_marker_and_source():
    quoted = Paragraph(2, f"1 that all piers are swept ({NAMED})", is_quoted=True)
    document = Document("paper", "", (Paragraph(1, "Resolution 911 says:"), quoted, quoted))
    _, statement, _ = read_statements(document, LIBRARY, PIERS.key)
    assert [quote.words for quote in statement.quotations] == ["that all piers are swept"]
    assert (statement.edition, statement.cited.name) == (PIERS.key, NAMED)


def test_numbers_in_a_list_are_named_with_their_noun():
    (statement,) = statements("The Conference adopted Resolutions 910, 911 and 4321.")
    names = [reference.name for reference in statement.references]
    assert names == ["Resolutions 910", "Resolution 911", "Resolution 4321"]


def test_what_goes_on_about_the_text_named_last_is_about_it():
    first, second, third = statements(
        f"{NAMED} is about piers. The resolution also wants lamps. It instructs many."
    )
    assert {first.edition, second.edition, third.edition} == {PIERS.key}
    assert not second.may_say_nothing
    assert not third.may_say_nothing


def test_a_sentence_after_a_statement_may_say_nothing():
    _, after = statements(f"{NAMED} is about piers. Lamps must be lit every evening.")
    assert after.may_say_nothing
    assert after.edition == PIERS.key


def test_nothing_goes_on_from_a_text_that_is_not_held():
    found = statements("Resolution 4321 bans lamps. The resolution also bans bells.")
    assert [statement.edition for statement in found] == [None]


def test_a_label_beside_the_name_is_the_clause_meant():
    (statement,) = statements(f"{NAMED} wants lamps lit (resolves 2).")
    assert statement.cited is not None
    assert str(statement.cited.provision) == f"{PIERS.key}#resolves__para_2"


def test_a_label_alone_is_looked_for_in_the_text_named_last():
    _, after = statements(f"{NAMED} is about piers. Under resolves 9, bells are rung.")
    (label,) = after.references
    assert label.said == f"{NAMED} has no such clause."
    text = f"{NAMED} is about piers. Under resolves 9, bells are rung."
    assert text[label.start : label.end] == "resolves 9"


def test_a_heading_names_the_text_of_what_stands_under_it():
    item, after = statements(
        "Piers (Resolution 910)", "– Cleaning: resolves 1 has them swept.", "They are clean."
    )
    assert (item.words, item.edition, item.may_say_nothing) == (
        "resolves 1 has them swept.",
        PIERS.key,
        False,
    )
    assert after.may_say_nothing


def test_items_that_a_sentence_introduces_are_statements_about_its_text():
    found = statements(f"{NAMED} asks for two things:", "1. swept piers;", "2. lamps.", "We like both.")
    assert [statement.words for statement in found[1:]] == ["swept piers;", "lamps."]
    assert all(statement.edition == PIERS.key and not statement.may_say_nothing for statement in found)


def test_a_name_inside_a_quotation_is_the_texts_own():
    (statement,) = statements(f"{NAMED} has “lamps as Resolution 911 knows them are lit”.")
    assert [reference.words for reference in statement.references] == [NAMED]
    (quotation,) = statement.quotations
    assert quotation.words == "lamps as Resolution 911 knows them are lit"
    assert statement.words[quotation.start : quotation.end] == quotation.words
