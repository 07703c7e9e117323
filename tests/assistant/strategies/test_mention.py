"""Every place that has a phrase, word for word."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.rendering.reasons import not_quoted
from assistant.strategies.mentions import by_mention, by_phrase
from assistant.understanding.mentions import phrases_asked

BODY = """\
resolves

1 that a joint inspection of piers is held;

2 that every unit of piers has a rail;
"""


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY)


@pytest.fixture
def lamps(resolution_of) -> str:
    return resolution_of("resolves\n\n1 that every unit of piers has a lamp;\n", number=911, title="Lamps")


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("alone", "“every unit of piers”"),
        ("in any quotation marks", '"every unit of piers"'),
        ("in other letters and with other blanks", "«Every  Unit of piers»"),
        ("with a blank of another kind", "“every\u00a0unit of piers”"),
        ("with words around it that only ask for it", "Which clauses say “every unit of piers”?"),
        ("behind a mark that nothing closes", "““every unit of piers”"),
    ],
)
def test_every_clause_with_a_phrase_is_shown_and_counted_by_text(
    asking, chosen, text, lamps, rule: str, question: str
):
    finding = asking(text, lamps).ask(by_phrase, question)
    assert finding.status == Status.ANSWERED, rule
    assert chosen(finding) == ["res-910/2031#resolves__para_2", "res-911/2031#resolves__para_1"], rule
    said = " ".join(phrases_asked(question)[0].split())
    assert finding.lead.words == (
        f"“{said}” appears in 2 clauses (Resolution 910 (Rev. Willowford, 2031): 1, "
        "Resolution 911 (Rev. Willowford, 2031): 1)."
    ), rule


def test_of_two_phrases_both_must_stand_in_the_clause(asking, chosen, text, lamps):
    finding = asking(text, lamps).ask(by_phrase, "“every unit” “a lamp”")
    assert chosen(finding) == ["res-911/2031#resolves__para_1"]
    assert finding.lead.words == (
        "“every unit” and “a lamp” appear together in 1 clause (Resolution 911 (Rev. Willowford, 2031): 1)."
    )


def test_of_many_clauses_and_texts_the_first_are_shown_and_all_are_counted(asking, resolution_of):
    def clauses(count: int) -> str:
        return "resolves\n\n" + "\n\n".join(f"{at} that geese eat corn;" for at in range(1, count + 1)) + "\n"

    texts = [resolution_of(clauses(8 - at), number=910 + at, title="Geese") for at in range(8)]
    finding = asking(*texts).ask(by_phrase, "“geese eat corn”")
    assert len(finding.chosen) == 30
    assert finding.lead.words.startswith(
        "“geese eat corn” appears in 36 clauses (Resolution 910 (Rev. Willowford, 2031): 8, "
    )
    assert finding.lead.words.endswith("915 (Rev. Willowford, 2031): 3, and 2 other texts). The first 30:")


def test_a_phrase_that_stands_nowhere_is_said_to_stand_nowhere(asking, text):
    finding = asking(text, near={"resolves__para_2": 0.9}).ask(by_phrase, "“piers has a unit”")
    assert (finding.status, finding.chosen) == (Status.NOT_IN_CORPUS, ())
    assert finding.reason == not_quoted(("piers has a unit",))
    assert finding.closest[0].eid == "resolves__para_2"
    assert len(finding.closest) == 3


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("a question around it", "Who keeps “every unit of piers” by night?"),
        ("its meaning is asked for", "What is meant by “unit of piers”?"),
        ("nothing is quoted", "every unit of piers"),
        ("apostrophes quote nothing", "the warden's piers' unit"),
        ("nothing stands in the quotation marks", "“ ” piers"),
    ],
)
def test_a_phrase_that_is_not_all_that_is_asked_is_left_to_others(asking, text, rule: str, question: str):
    assert asking(text).ask(by_phrase, question) is None, rule


LAMPS = """\
considering

a) that green lamps are bright;

resolves

1 that green lamps are lit;

2 that Green\u00a0lamps¹ of WVO are oiled;

3 that pilots, who sleep, have their lamps maintained, and so is green paint;

¹ Lamps.
"""
FOUND = ["preamble__considering__rec_a", "resolves__para_1", "resolves__para_2"]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Where are green lamps mentioned?", FOUND),
        ("Where are green lamps mentioned in this text?", FOUND),
        ("Where does the term green lamps appear?", FOUND),
        ("in which texts are the words green lamps used", FOUND),
        ("Which clauses mention green lamps?", FOUND),
        ("Which clauses of this text mention green lamps?", FOUND),
        ("Which recitals mention green lamps?", FOUND[:1]),
        ("Does this text mention green lamps?", FOUND),
        ("Where does the text speak of green lamps?", FOUND),
        ("Show me every mention of green lamps", FOUND),
        ("Is there anything about green lamps?", FOUND),
        ("Which clauses mention WVO?", FOUND[2:]),
    ],
)
def test_every_place_of_words_is_shown_without_quotation_marks(
    asking, chosen, resolution_of, question, shown
):
    finding = asking(resolution_of(LAMPS, title="Green lamps"), near={}).ask(by_mention, question)
    assert [one.partition("#")[2] for one in chosen(finding)] == shown


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        ("a part of a word", "Where is paint maintain mentioned?"),
        ("an abbreviation that is a word in small letters", "Where is WHO mentioned?"),
        ("one of the words", "Which clauses mention green buoys?"),
        (
            "what clauses may say in other words",
            "Which clauses mention a duty to keep lamps green and bright?",
        ),
        ("no word to find", "Where is it mentioned?"),
        ("a mark", "Where is ¹ mentioned?"),
        ("more is asked", "Where are green lamps mentioned and by whom?"),
    ],
)
def test_words_that_may_be_said_otherwise_are_left_to_the_search(
    asking, resolution_of, rule: str, question: str
):
    assert asking(resolution_of(LAMPS), near={}).ask(by_mention, question) is None, rule


@pytest.mark.parametrize("question", ["Where is leprosy mentioned?", "Is there anything about zebra herds?"])
def test_words_that_no_text_has_are_not_answered_with_others(asking, resolution_of, question: str):
    finding = asking(resolution_of(LAMPS), near={}).ask(by_mention, question)
    assert (finding.status, finding.chosen) == (Status.NOT_IN_CORPUS, ())


@pytest.mark.parametrize("question", ["“aint”", "Which clauses say “reen lamp”?", "“¹”"])
def test_a_phrase_in_quotation_marks_is_of_whole_words(asking, resolution_of, question: str):
    finding = asking(resolution_of(LAMPS), near={}).ask(by_phrase, question)
    assert (finding.status, finding.chosen) == (Status.NOT_IN_CORPUS, ())
