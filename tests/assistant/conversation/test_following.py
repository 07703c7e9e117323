"""What an assistant answers to a turn that hangs on those before it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.conversation.conversation import Conversation
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.scope.scope import ScopeReason
from assistant.trace import Trace, TraceHit
from assistant.understanding.names.asked import texts_in_focus
from corpus import catalogue
from corpus.instruments import Edition
from index import search_without_index
from ingest import parse_source, text_source

COUNCIL = "instructs-itu-council__para_"
HEADS = "instructs-secretary-general-directors-bureaux__para_"
GATES = """\
RESOLUTION 903 (Rev. {place}, {year})

Gates

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

considering

a) that gates creak when nobody oils their hinges in the autumn months,

resolves

{first}

instructs the Secretary-General

1 to count the gates and report on their number to the Council every spring.
"""
OLD = GATES.format(
    place="Willowford", year=2027, first="1 that the gates shall be oiled by four wardens every autumn,"
)
NEW = GATES.format(
    place="Ashby",
    year=2031,
    first="1 that there shall be a warden of bells in every single town;\n\n"
    "2 that the gates shall be oiled by nine wardens every autumn,",
)

FOLLOWED = [
    ("the next", ["instructs the ITU Council 2", "next"], [COUNCIL + "3"]),
    ("the next two", ["instructs the ITU Council 2", "the next two"], [COUNCIL + "3", COUNCIL + "4"]),
    ("and again", ["instructs the ITU Council 2", "next", "and the next"], [COUNCIL + "4"]),
    ("thanks between", ["instructs the ITU Council 2", "Thanks!", "next"], [COUNCIL + "3"]),
    ("on from a label", ["What comes after instructs the ITU Council 2?"], [COUNCIL + "3"]),
    ("back from a label", ["Which clause precedes Target 1.6?"], ["annex_1__target_1-5"]),
    ("back", ["Target 1.6", "and the one before?"], ["annex_1__target_1-5"]),
    ("the last of its list", ["instructs the ITU Council 2", "and the last one?"], [COUNCIL + "5"]),
    ("another number", ["instructs the ITU Council 2", "and 4?"], [COUNCIL + "4"]),
    ("another letter", ["recognizing c)", "and d?"], ["preamble__recognizing__rec_d"]),
    ("another body", ["What is the Council instructed to do?", "And Sector Members?"],
     ["invites-sector-members__para_nn_1"]),
    ("a correction of the body", ["What are Sector Members invited to do?", "No, the Council."],
     [COUNCIL + str(number) for number in range(1, 6)]),
    ("a correction of the number", ["Target 2.3?", "no, 1.3"], ["annex_1__target_1-3"]),
    ("a label puts in its own place", ["Target 2.3?", "instructs the ITU Council 4"], [COUNCIL + "4"]),
    ("a pick by place", ["paragraph 2", "the second"], [COUNCIL + "2"]),
    ("a pick by label", ["paragraph 2", "the Council's"], [COUNCIL + "2"]),
    ("a pick by a short name", ["paragraph 2", "SG and Directors"], [HEADS + "2"]),
    ("a pick of a heading shows what stands under it", ["Goal 1", "the targets"],
     [f"annex_1__target_1-{number}" for number in range(1, 8)]),
    ("the exact words", ["instructs the ITU Council 4", "show me the exact words"], [COUNCIL + "4"]),
    ("what else stands there", ["instructs the ITU Council 4", "what else?"],
     [COUNCIL + str(number) for number in (1, 2, 3, 5)]),
    ("beside another body", ["Who oversees the results framework?",
                             "How does that compare with what the SG and the Directors have to do?"],
     [HEADS + "1"]),
    ("another Goal's targets", ["Targets for Goal 1?", "and Goal 2?"],
     [f"annex_1__target_2-{number}" for number in range(1, 6)]),
    ("a number counts in the list that was shown", ["What are the strategic goals?", "number 2"],
     ["annex_1__para_12"]),
    ("a number of the list", ["What is the Council instructed to do?", "number 3"], [COUNCIL + "3"]),
    ("the last of a list is no edition", ["What is the Council instructed to do?", "the last one"],
     [COUNCIL + "5"]),
    ("back from the last",
     ["What is the Council instructed to do?", "the last one", "and the one before that"],
     [COUNCIL + "4"]),
    ("a pick of a priority shows what stands under it", ["What are the thematic priorities?", "number 5"],
     ["annex_1__para_31", "annex_1__para_32", "annex_1__para_33", "annex_1__para_34",
      *(f"annex_1__para_34__point_{number}" for number in range(1, 6))]),
    ("on from a pick", ["What are the thematic priorities?", "the third one", "next"],
     ["annex_1__para_28", "annex_1__para_29", "annex_1__para_30",
      *(f"annex_1__para_30__point_{number}" for number in range(1, 5))]),
    ("another section", ["What is ITU's mission?", "And the vision?"], ["annex_1__para_8"]),
    ("another list", ["What are the thematic priorities?", "And what are the enablers?"],
     [f"annex_1__sec_2-8__dvs_nn_{number}" for number in range(1, 8)]),
    ("what is asked of the text", ["What is Resolution 71 about?", "When was it adopted?"],
     ["preface__docnumber", "preamble__formula"]),
    ("whether the text is in force", ["What is the Council instructed to do?", "Is it still in force?"],
     ["preface__docnumber"]),
    ("a new topic", ["instructs the ITU Council 4", "New question: Target 1.6?"], ["annex_1__target_1-6"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "turns", "shown"), FOLLOWED, ids=[row[0] for row in FOLLOWED])
def test_a_turn_is_answered_after_those_before_it(
    rule: str, turns: list[str], shown: list[str], assistant: Assistant
):
    answer = assistant.ask(turns)
    assert (answer.status, cited(answer)) == (Status.ANSWERED, shown)


def test_after_the_last_of_a_level_nothing_is_shown_as_next(assistant: Assistant):
    answer = assistant.ask(["recognizing f)", "what comes before?", "Annex 1, §76", "next"])
    assert (answer.status, cited(answer)) == (Status.NOT_STATED, [])
    assert "is the last item" in answer.lead
    assert str(answer.closest[0]).endswith("#annex_1__para_76")


@pytest.mark.parametrize("turn", ["number 4", "item 9"])
def test_a_number_beyond_the_list_is_no_paragraph_of_the_text(turn: str, assistant: Assistant):
    answer = assistant.ask(["What are the strategic goals?", turn])
    assert (answer.status, cited(answer)) == (Status.NOT_STATED, [])
    assert answer.lead == "Resolution 71 (Rev. Bucharest, 2022), Annex 1, §12 is the last item at its level."


def test_after_a_pick_it_means_what_was_picked(assistant: Assistant):
    answer = assistant.ask(
        ["What are the thematic priorities?", "the third one", "what outcomes does it have?"]
    )
    assert cited(answer)[:3] == [f"annex_1__para_27__point_{number}" for number in range(1, 4)]


@pytest.mark.parametrize(
    ("turns", "understood"),
    [
        (
            ["What is the Council instructed to do?", "No, Member States."],
            "Member States (following on from “What is the Council instructed to do?”)",
        ),
        (["instructs the ITU Council 4", "next"], "next (following on from “instructs the ITU Council 4”)"),
        (["instructs the ITU Council 4", "New question: Target 1.6?"], "Target 1.6?"),
        (
            ["What is the Council instructed to do?", "And when?", "And why?"],
            "And why? (following on from “What is the Council instructed to do? And when?”)",
        ),
        (
            ["What is the Council instructed to do?", "And when?", "And why?", "Who pays for it?"],
            "Who pays for it? (following on from “What is the Council instructed to do? And why?”)",
        ),
        (
            ["What is the Council instructed to do?", "Which fine does a State pay if it misses a target?"],
            "Which fine does a State pay if it misses a target?",
        ),
    ],
)
def test_what_a_turn_was_understood_as_says_what_it_follows(
    turns: list[str], understood: str, assistant: Assistant
):
    assert assistant.ask(turns).understood == understood


@pytest.fixture(scope="module")
def gates() -> Assistant:
    editions = tuple(parse_source(text_source(one), "gates").edition() for one in (OLD, NEW))
    return Assistant(Library(editions, catalogue()), search_without_index(editions, ()))


@pytest.mark.parametrize(
    ("first", "turn", "shown"),
    [
        ("Resolution 903, resolves 2", "and in 2027?", "itu-pp/res-903/2027#resolves__para_1"),
        ("Resolution 903, resolves 2", "and in the earlier edition?", "itu-pp/res-903/2027#resolves__para_1"),
        ("Resolution 903 (Rev. Willowford, 2027), resolves 1", "And now?",
         "itu-pp/res-903/2031#resolves__para_2"),
        ("Resolution 903 (Rev. Willowford, 2027), resolves 1", "no, the Ashby edition",
         "itu-pp/res-903/2031#resolves__para_2"),
    ],
)  # fmt: skip
def test_another_edition_shows_the_clause_that_took_the_place(
    first: str, turn: str, shown: str, gates: Assistant
):
    answer = gates.ask([first, turn])
    assert [str(one.provision) for claim in answer.claims for one in claim.citations] == [shown]
    newer = "Resolution 903 (Rev. Ashby, 2031)" if "/2027#" in shown else ""
    assert [one.superseded_by for claim in answer.claims for one in claim.citations] == [newer]
    assert "superseded" not in answer.lead
    assert (f"] (superseded by {newer})" in answer.text) == bool(newer)


class Counting:
    """An answering that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.within: list[object] = []

    def __call__(self, text: str, form: str, within: object) -> Answer:
        self.asked.append(text)
        self.within.append(within)
        return Answer(Status.NOT_IN_CORPUS, "Nothing.", understood_as=text)


WARDS = """\
RESOLUTION 904 (Ashby, 2031)

Wards

The Plenipotentiary Conference of the International Telecommunication Union (Ashby, 2031),

resolves

to adopt the rules in the Annex to this resolution.

ANNEX TO RESOLUTION 904 (ASHBY, 2031)

Rules

1 The Ward Board

1.1 It approves the budget of the wards.

2 Seasons

2.1 A season has nine weeks.
"""


def test_a_turn_after_an_answer_is_asked_of_all_texts():
    wards = parse_source(text_source(WARDS), "wards").edition()
    one = wards.provision("annex__para_1-1")
    citation = Citation(wards.id_of(one), wards.citation(one), 0, len(one.text), one.text)
    counting = Counting()

    def answering(text: str, form: str, within: object) -> Answer:
        counting(text, form, within)
        return Answer(
            Status.ANSWERED, "", (Claim(one.text, Support.VERBATIM, (citation,)),), understood_as=text
        )

    conversation = Conversation(Library((wards,), catalogue()), answering)
    conversation.answer(["What is the Ward Board told to do?", "And how often does it meet in autumn?"])
    assert counting.within == [()] * 3
    assert set(counting.asked[1:]) == {
        "And how often does it meet in autumn?",
        "What is the Ward Board told to do? And how often does it meet in autumn?",
    }


ROUND = """\
RESOLUTION 906 (Ashby, 2031)

Rounds

The Plenipotentiary Conference of the International Telecommunication Union (Ashby, 2031),

instructs the Secretary-General

1 to ring the bells;

2 to sweep the stairs;

3 to lock the gates;

4 to trim the lamps.
"""
PARAGRAPH = "instructs-secretary-general__para_"


def after(status: Status, shown: str, question: str, turn: str) -> Answer:
    """The answer to a turn after one that showed these paragraphs, as any question would be answered."""
    edition = parse_source(text_source(ROUND), "rounds").edition()

    def cited_as(number: str) -> Claim:
        one = edition.provision(PARAGRAPH + number)
        citation = Citation(edition.id_of(one), edition.citation(one), 0, len(one.text), one.text)
        return Claim(one.text, Support.VERBATIM, (citation,))

    def answering(text: str, form: str, within: object) -> Answer:
        every = tuple(edition.id_of(edition.provision(PARAGRAPH + at)) for at in "1234")
        return Answer(status, "", tuple(map(cited_as, shown)), retrieved=every, understood_as=text)

    return Conversation(Library((edition,), catalogue()), answering).answer([question, turn])


STEPPED = [
    ("after the first of several", Status.ANSWERED, "1234", "What comes first?", "next", "2", True),
    ("after the last of several", Status.ANSWERED, "123", "What must be done?", "next", "4", True),
    ("beside each that may have answered", Status.CANDIDATES, "31", "Who sweeps?", "next", "42", False),
    (
        "beside a single candidate",
        Status.CANDIDATES,
        "4",
        "Who sweeps?",
        "the one before",
        "3",
        False,
    ),
]


@pytest.mark.parametrize(
    ("rule", "status", "shown", "question", "turn", "numbers", "is_sure"),
    STEPPED,
    ids=[row[0] for row in STEPPED],
)
def test_where_a_conversation_stands_when_it_steps_on(
    rule: str, status: Status, shown: str, question: str, turn: str, numbers: str, is_sure: bool
):
    answer = after(status, shown, question, turn)
    assert cited(answer) == [PARAGRAPH + one for one in numbers]
    assert (answer.status, answer.reason_code) == (
        (Status.ANSWERED, "") if is_sure else (Status.CANDIDATES, "not_sure")
    )


def test_what_was_just_shown_is_not_given_again_as_the_answer():
    answer = after(Status.ANSWERED, "2", "Who sweeps the stairs?", "what's the other one?")
    assert answer.status == Status.CANDIDATES
    assert cited(answer) == [PARAGRAPH + one for one in "1234"]
    assert answer.reason_code == "not_sure"


OPEN = "How many brooms and buckets do they need for the stairs of northern towers?"


@pytest.mark.parametrize(
    ("rule", "alone", "together", "turn", "shown", "asked"),
    [
        ("in turn, each once", "12", "234", OPEN, "2134", 3),
        ("together nothing is found", "12", "", OPEN, "12", 3),
        (
            "no word points back",
            "12",
            "34",
            "How many brooms and buckets do stairs of northern towers need?",
            "12",
            1,
        ),
    ],
)
def test_a_turn_that_says_enough_and_points_back_shows_the_candidates_of_both_readings(
    rule: str, alone: str, together: str, turn: str, shown: str, asked: int
):
    edition = parse_source(text_source(ROUND), "rounds").edition()
    questions = []

    def answering(text: str, form: str, within: object) -> Answer:
        questions.append(text)
        numbers = together if text.startswith("Who") and turn in text else alone
        units = [edition.provision(PARAGRAPH + number) for number in numbers]
        cites = [
            Citation(edition.id_of(one), edition.citation(one), 0, len(one.text), one.text) for one in units
        ]
        claims = tuple(Claim(one.quote, Support.VERBATIM, (one,)) for one in cites)
        return Answer(Status.CANDIDATES if claims else Status.NOT_STATED, "", claims, understood_as=text)

    answer = Conversation(Library((edition,), catalogue()), answering).answer(
        ["Who sweeps the stairs?", turn]
    )
    assert (answer.status, cited(answer)) == (Status.CANDIDATES, [PARAGRAPH + one for one in shown]), rule
    assert len(questions) == asked
    assert bool(answer.follows) == (shown != alone), "what was asked together says so"


BELLS = """\
RESOLUTION 907 (Ashby, 2031)

Bells

The Plenipotentiary Conference of the International Telecommunication Union (Ashby, 2031),

considering

a) that bells crack in the frost when nobody wraps them in straw before winter,

instructs the Secretary-General

1 to wrap every bell in straw before winter.
"""
FOCUS = [
    ("a text that was named stays", ["What is Resolution 906 about?", "Who sweeps?", "until when?"], ["906"]),
    ("the text named last", ["What is Resolution 906 about?", "And Resolution 907?"], ["907"]),
    ("several texts", ["Compare Resolution 906 and Resolution 907"], ["906", "907"]),
    ("another edition", ["What is Resolution 903 about?", "What did its 2027 edition say?"], ["903"]),
    ("no text was named", ["Who sweeps the stairs?", "until when?"], []),
    ("a new topic leaves it", ["What is Resolution 906 about?", "New question: who sweeps?"], []),
    ("so does asking all texts", ["What is Resolution 906 about?", "Who sweeps in any other text?"], []),
    ("so does a text not there", ["What is Resolution 906 about?", "What does Resolution 999 say?"], []),
]


def texts_of(*sources: str) -> tuple[Edition, ...]:
    return tuple(parse_source(text_source(source), "texts").edition() for source in sources)


@pytest.mark.parametrize(("rule", "turns", "numbers"), FOCUS, ids=[row[0] for row in FOCUS])
def test_the_text_in_focus_is_the_one_named_last_until_a_turn_leaves_it(
    rule: str, turns: list[str], numbers: list[str]
):
    library = Library(texts_of(ROUND, BELLS, OLD, NEW), catalogue())
    found = texts_in_focus(turns, library)
    assert [edition.key.instrument.work for edition in found] == [f"res-{number}" for number in numbers], rule
    assert all(edition.key.year == 2027 for edition in found if "2027" in turns[-1])


TOLD = "What is the Secretary-General instructed to do?"
KEPT = [
    ("without a name all texts answer", [TOLD], {"res-906", "res-907"}),
    ("the text that was named", ["What is Resolution 907 about?", TOLD], {"res-907"}),
    ("also two turns before", ["What is Resolution 907 about?", "Who wraps the bells?", TOLD], {"res-907"}),
    ("until a turn asks all texts", ["What is Resolution 907 about?", "Is straw in other texts?", TOLD],
     {"res-906", "res-907"}),
    ("the resolution", ["What is Resolution 907 about?", "What does the resolution say about frost?"],
     {"res-907"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "turns", "texts"), KEPT, ids=[row[0] for row in KEPT])
def test_a_list_asked_for_after_a_text_was_named_is_that_of_this_text(
    rule: str, turns: list[str], texts: set[str]
):
    editions = texts_of(ROUND, BELLS)
    answer = Assistant(Library(editions, catalogue()), search_without_index(editions, ())).ask(turns)
    assert {id_.edition.instrument.work for id_ in answer.cited} == texts, rule


BESIDE = [
    ("its clauses join the candidates", Status.CANDIDATES, Status.CANDIDATES, ["907", "906"]),
    ("what is read there answers nothing", Status.CANDIDATES, Status.ANSWERED, ["907", "906"]),
    ("a sure answer from another text stays", Status.ANSWERED, Status.ANSWERED, ["906"]),
    ("nothing there", Status.CANDIDATES, Status.NOT_STATED, ["906"]),
]


@pytest.mark.parametrize(("rule", "of_all", "of_focus", "numbers"), BESIDE, ids=[row[0] for row in BESIDE])
def test_a_turn_that_stands_alone_is_also_asked_of_the_text_that_was_named(
    rule: str, of_all: Status, of_focus: Status, numbers: list[str]
):
    rounds, bells = editions = texts_of(ROUND, BELLS)

    def answering(text: str, form: str, within: Sequence[Edition]) -> Answer:
        edition, status, likelihood = (bells, of_focus, 0.9) if within else (rounds, of_all, 0.4)
        clause = edition.provision(PARAGRAPH + "1")
        id_ = edition.id_of(clause)
        citation = Citation(id_, edition.citation(clause), 0, len(clause.text), clause.text)
        reason = ScopeReason.CONVERSATION if within else ScopeReason.NEWEST_HELD
        hit = TraceHit(id_, "", 1.0, likelihood)
        trace = Trace(text, "passage", (edition.name,), (hit,), reason=reason, confidence=likelihood)
        found = (Claim(clause.text, Support.VERBATIM, (citation,)),) if status != Status.NOT_STATED else ()
        return Answer(status, "", found, understood_as=text, trace=trace)

    turn = "How many brooms and buckets do stairs of northern towers need?"
    conversation = Conversation(Library(editions, catalogue()), answering)
    answer = conversation.answer(["What is Resolution 907 about?", turn])
    assert [id_.edition.instrument.work for id_ in answer.cited] == [f"res-{number}" for number in numbers]
    assert answer.status == of_all


def test_a_follow_up_is_asked_in_the_text_that_was_named_together_and_alone_and_of_all_texts():
    rounds, bells = editions = texts_of(ROUND, BELLS)
    asked = []

    def answering(text: str, form: str, within: Sequence[Edition]) -> Answer:
        asked.append((text, within))
        clause = (within or editions)[0].provision(PARAGRAPH + "1")
        edition = bells if within else rounds
        citation = Citation(edition.id_of(clause), "1", 0, len(clause.text), clause.text)
        return Answer(
            Status.CANDIDATES, "", (Claim(clause.text, Support.VERBATIM, (citation,)),), understood_as=text
        )

    before = "How many brooms and buckets do stairs of northern towers need?"
    turns = ["What is Resolution 907 about?", before, "until when?"]
    Conversation(Library(editions, catalogue()), answering).answer(turns)
    found = [call for call in asked if "until when?" in call[0]]
    assert found == [(f"{before} until when?", (bells,)), ("until when?", ()), ("until when?", (bells,))]


@pytest.mark.parametrize("turn", ["Thanks!", "Hello again", "How does this work?"])
def test_small_talk_leans_on_nothing(turn: str):
    counting = Counting()
    Conversation(Library((), catalogue()), counting).answer(["What is a pier?", turn])
    assert counting.asked == [turn]


def test_a_turn_before_is_not_answered_twice():
    counting = Counting()
    conversation = Conversation(Library((), catalogue()), counting)
    conversation.answer(["What is a pier?"])
    conversation.answer(["What is a pier?", "And who paints it?"])
    assert counting.asked.count("What is a pier?") == 1


def test_a_turn_that_stands_alone_asks_nothing_of_those_before_it():
    counting = Counting()
    turns = [*(["And it?"] * 40), "Which colour are the lanterns of northern harbours painted?"]
    Conversation(Library((), catalogue()), counting).answer(turns)
    assert counting.asked == turns[-1:]


def test_a_long_conversation_is_looked_back_on_for_some_turns():
    counting = Counting()
    Conversation(Library((), catalogue()), counting).answer([f"And it, {number}?" for number in range(500)])
    assert len(counting.asked) <= 24
    assert max(map(len, counting.asked)) < 500


def cited(answer: Answer) -> list[str]:
    return [one.provision.eid for claim in answer.claims for one in claim.citations]
