"""Every place that speaks of something: by its words, and by the initials that stand for them."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.rendering.reasons import NotMentioned, NotQuoted
from assistant.scope.retrieval import Retrieval
from assistant.strategies.mentions import by_mention, by_phrase
from assistant.understanding.mentions import phrases_asked
from assistant.understanding.query import read_query

# The thesaurus of the project has JIU for the Joint Inspection Unit.
BODY = """\
noting

a) the report of the Joint Inspection Unit;

b) that JIU was founded long ago;

resolves

1 that a joint inspection of piers is held;

2 that every unit of piers has a rail;
"""
SPELT, SHORT = "preamble__noting__rec_a", "preamble__noting__rec_b"


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY)


@pytest.mark.parametrize(
    ("rule", "subject", "expected"),
    [
        ("the initials find the name as well", "JIU", [SPELT, SHORT]),
        ("the name finds the initials as well", "the Joint Inspection Unit", [SPELT, SHORT]),
        ("words that stand side by side, no others", "joint inspection", [SPELT, "resolves__para_1"]),
        ("a word", "rails", ["resolves__para_2"]),
    ],
)
def test_every_mention_is_shown(asking, chosen, text, rule: str, subject: str, expected: list[str]):
    finding = asking(text).ask(by_mention, f"Where does the text mention {subject}?")
    assert finding.status == Status.ANSWERED, rule
    assert [one.partition("#")[2] for one in chosen(finding)] == expected, rule


def test_initials_find_the_name_where_they_stand_nowhere(asking, chosen, resolution_of):
    text = resolution_of(BODY.replace("JIU", "it"))
    finding = asking(text).ask(by_mention, "Where does the text mention the JIU?")
    assert [one.partition("#")[2] for one in chosen(finding)] == [SPELT]


@pytest.mark.parametrize("subject", ["zebras", "the Zebra Office"])
def test_what_no_clause_mentions_is_said_to_be_absent(asking, text, subject: str):
    finding = asking(text).ask(by_mention, f"Where does the text mention {subject}?")
    assert finding.status == Status.NOT_IN_CORPUS
    assert finding.reason == NotMentioned(subject)


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("asked where", "Where is the Joint Inspection Unit mentioned?", [SPELT, SHORT]),
        ("asked where in a text", "Where in this resolution are piers mentioned?",
         ["resolves__para_1", "resolves__para_2"]),
        ("asked for the word", "Which clauses use the word \"joint\"?", [SPELT, "resolves__para_1"]),
        ("asked whether", "Is there anything about the JIU?", [SPELT, SHORT]),
        ("of one part", "Which recitals mention units?", [SPELT]),
        ("of the text's clauses", "Which clauses of the resolution mention piers?",
         ["resolves__para_1", "resolves__para_2"]),
    ],
)  # fmt: skip
def test_ways_to_ask_for_mentions(asking, chosen, text, rule: str, question: str, expected: list[str]):
    finding = asking(text).ask(by_mention, question)
    assert [one.partition("#")[2] for one in chosen(finding)] == expected, rule


@pytest.mark.parametrize(
    ("rule", "subject", "is_refused"),
    [
        ("one of two words that name a thing is strange", "zebra piers", True),
        ("both stand in no one clause", "founded rails", True),
        ("more words describe a thing", "rails along a pier for old people", False),
    ],
)
def test_what_is_named_must_be_there_whole(asking, text, rule: str, subject: str, is_refused: bool):
    finding = asking(text, near={"resolves__para_2": 0.9}).ask(
        by_mention, f"Does the text mention {subject}?"
    )
    assert (finding is not None and finding.status == Status.NOT_IN_CORPUS) == is_refused, rule


def test_of_one_text_it_is_said_which_others_mention_it(asking, text, resolution_of):
    zebras = resolution_of("resolves\n\n1 that zebras are fed;\n", number=911, title="Zebras")
    asked = asking(text, zebras)
    own = next(one for one in asked.library.editions if one.title == "Piers")
    retriever = asked.over(own)
    finding = by_mention(
        Retrieval(retriever, read_query("Does the text mention zebras?", retriever.lexicon), ())
    )
    assert (finding.status, finding.chosen) == (Status.NOT_STATED, ())
    assert finding.reason == NotMentioned("zebras", own.name, ("Resolution 911 (Rev. Willowford, 2031)",))
    assert [one.eid for one in finding.closest] == ["resolves__para_1"]


def test_which_texts_mention_it_is_asked_of_all(asking, text, resolution_of):
    zebras = resolution_of("resolves\n\n1 that zebras are fed;\n", number=911, title="Zebras")
    asked = asking(text, zebras)
    own = next(one for one in asked.library.editions if one.title == "Piers")
    retriever = asked.over(own, beyond=True)
    finding = by_mention(
        Retrieval(retriever, read_query("Which texts mention zebras?", retriever.lexicon), ())
    )
    assert [one.edition.title for one in finding.chosen] == ["Zebras"]


# -- by a phrase in quotation marks -----------------------------------------------------------------


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
    assert finding.reason == NotQuoted(("piers has a unit",))
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
