"""What a term means: the ways to ask, and where texts explain it."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.scope.retriever import Retrieval
from assistant.strategies.definition import by_definition
from assistant.understanding.glossary import TermAsked, term_asked
from assistant.understanding.query import read_query
from evals.worlds import INVENTED
from index.tokens import words

PIERS = """\
considering

a) that a mooring post¹ outlasts the pier;

b) that piers are swept;

resolves

1 that “slack tide” means the hour in which no boat drifts;

2 that a landing stage is a pier that floats;

3 that the small mooring authority (SMA) shall sweep the piers;

¹ A post of oak, taller than a child.
"""


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is a landing stage?", "landing stage"),
        ("Plain question: what is a landing stage in the first place?", "landing stage"),
        ("What is meant by a landing stage in this resolution?", "landing stage"),
        ("What does 'slack tide' mean where the piers are swept?", "slack tide"),
        ("slack tide: what is meant by it?", "slack tide"),
        ("slack tide = ?", "slack tide"),
        ("What exactly is slack tide?", "slack tide"),
        ("Which texts contain a definition of slack tide?", "slack tide"),
        ("Who is a 'warden' for the purposes of the Convention?", "warden"),
    ],
)
def test_a_meaning_is_asked_for(question: str, subject: str):
    assert term_asked(question) == TermAsked(frozenset(words(subject)))


@pytest.mark.parametrize(
    ("question", "letters", "asks_letters"),
    [
        ("What does SMA stand for?", "SMA", True),
        ("In the text on piers I see the letters SMA and nobody explains them", "SMA", True),
        ("What is the SMA?", "SMA", False),
        ("SMA?", "SMA", False),
        ("SMA = ?", "SMA", False),
        ("What does SMA stand for in ITU documents?", "SMA", True),
        ("In ITU documents, what does SMA stand for?", "SMA", True),
    ],
)
def test_letters_are_asked_about(question: str, letters: str, asks_letters: bool):
    asked = term_asked(question)
    assert asked is not None
    assert (asked.abbreviation, asked.asks_letters) == (letters, asks_letters)


@pytest.mark.parametrize(
    "question",
    [
        "What exactly is the Council asked to do?",
        "Who is responsible for the piers?",
        "Who is the Council asked to tell?",
        "What is the deadline?",
        "What must the SMA do?",
        "And the SMA?",
    ],
)
def test_no_meaning_is_asked_for(question: str):
    assert term_asked(question) is None


@pytest.mark.parametrize(
    ("place", "question", "expected"),
    [
        ("a sentence", "What is a landing stage?", "resolves__para_2"),
        ("a term in quotation marks", "What is meant by slack tide?", "resolves__para_1"),
        ("a note", "What is a mooring post?", "ftn_1"),
        ("what an abbreviation stands for", "What does SMA stand for?", "resolves__para_3"),
    ],
)
def test_the_clause_that_explains(asking, chosen, resolution_of, place, question, expected):
    finding = asking(resolution_of(PIERS), near={}).ask(by_definition, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, [f"res-910/2031#{expected}"]), place


ENTRIES = """\
resolves

1 that the following terms have these meanings:

a) Mooring Post: A post to which a boat is made fast.

b) Pilot: A person sent by either:
i) a harbour;
ii) a guild of boatmen;

c) Post: A letter carried by boat.
"""


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("an entry", "What is a mooring post?", ["para_1__point_a"]),
        ("of the whole term alone", "What is a post?", ["para_1__point_c"]),
        ("with the list that it opens", "What is a pilot?",
         ["para_1__point_b", "para_1__point_b__point_i", "para_1__point_b__point_ii"]),
    ],
)  # fmt: skip
def test_an_entry_of_a_list_of_definitions(asking, chosen, resolution_of, rule, question, expected):
    finding = asking(resolution_of(ENTRIES), near={}).ask(by_definition, question)
    assert chosen(finding) == [f"res-910/2031#resolves__{one}" for one in expected], rule


def test_a_term_that_the_text_meant_does_not_explain_is_looked_for_in_all(asking, chosen, resolution_of):
    own = resolution_of("resolves\n\n1 that a pilot is paid;\n", number=911, title="Pay")
    asked = asking(own, resolution_of(ENTRIES), near={})
    text = next(one for one in asked.library.editions if one.key.instrument.work == "res-911")
    retriever = asked.over(text, beyond=True)
    finding = by_definition(Retrieval(retriever, read_query("What is a pilot?", retriever.lexicon), ()))
    assert chosen(finding)[0] == "res-910/2031#resolves__para_1__point_b"


@pytest.mark.parametrize(
    ("rule", "bracket", "asked", "long"),
    [
        ("initials", "small mooring authority (SMA)", "SMA", "small mooring authority"),
        ("a plural", "small mooring authorities (SMAs)", "SMA", "small mooring authorities"),
        ("two letters of one word", "landlocked piers (LLP)", "LLP", "landlocked piers"),
        ("a letter before the noun", "the Union Pilots Sector (U-P)", "U-P", "Union Pilots Sector"),
        (
            "no more words than it takes",
            "the sea and small mooring authority (SMA)",
            "SMA",
            "small mooring authority",
        ),
    ],
)
def test_what_letters_stand_for(asking, resolution_of, rule: str, bracket: str, asked: str, long: str):
    text = resolution_of(f"resolves\n\n1 that {bracket} sweep the piers;\n")
    finding = asking(text, near={}).ask(by_definition, f"What does {asked} stand for?")
    assert f"for “{long}”" in finding.lead.words, rule


@pytest.mark.parametrize(
    ("rule", "question", "status"),
    [
        ("a text has it and does not spell it out", "What does XQ stand for?", Status.NOT_STATED),
        ("no text has it", "What does WVZ stand for?", Status.NOT_IN_CORPUS),
        ("what they are", "What is WVZ?", Status.NOT_IN_CORPUS),
        ("nothing but the letters", "WVZ?", Status.NOT_IN_CORPUS),
    ],
)
def test_letters_that_no_text_spells_out_are_refused(asking, resolution_of, rule, question, status):
    text = resolution_of("resolves\n\n1 that the XQ sweeps the piers;\n")
    finding = asking(text, near={"resolves__para_1": 0.9}).ask(by_definition, question)
    assert (finding.status, finding.chosen) == (status, ()), rule
    assert finding.closest, rule


@pytest.mark.parametrize("question", ["What is the XQ?", "XQ?", "PIERS?"])
def test_letters_or_capitals_that_a_text_has_may_still_be_described(asking, resolution_of, question: str):
    text = resolution_of("resolves\n\n1 that the XQ sweeps the piers;\n")
    assert asking(text, near={"resolves__para_1": 0.9}).ask(by_definition, question) is None


def test_a_term_that_no_clause_explains_is_looked_for_otherwise(asking, resolution_of):
    assert asking(resolution_of(PIERS), near={}).ask(by_definition, "What is a pier?") is None


def test_a_note_whose_mark_is_not_raised(asking, chosen):
    text = (INVENTED[0] / "res-911-montevideo-2035.txt").read_text(encoding="utf-8")
    finding = asking(text, near={}).ask(by_definition, "What is a learning centre?")
    assert chosen(finding) == ["res-911/2035#ftn_1"]


ROWS = """\
resolves to adopt the plan in Annex 1,

ANNEX 1 TO RESOLUTION 910 (REV. WILLOWFORD, 2031)

Plan of the piers

1 Words

1 The words of the plan are explained in the following table:

Word\tMeaning
Harbour aims\tWhat the harbour wants.
Night lamps\tLamps that are lit at dusk.
Day lamps\tLamps that are not.
"""


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("the whole name", "What is meant by harbour aims?", "What the harbour wants."),
        ("a part of a name", "What is meant by lamps?", None),
    ],
)
def test_the_row_of_a_table(asking, resolution_of, rule: str, question: str, expected: str | None):
    finding = asking(resolution_of(ROWS), near={}).ask(by_definition, question)
    assert (finding.chosen[0].quote if finding else None) == expected, rule
