"""What is made of a reading: an answer, a list shown whole, clauses that may answer, a refusal."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.rendering.leads import candidates_lead
from assistant.rendering.reasons import NOT_SURE
from assistant.strategies.passage import by_passage

BODY = """\
resolves

1 that a warden shall carry:
i) a lamp of brass;
ii) a whistle;
iii) a map of the piers;

2 that the following are forbidden on a pier: running, whistling, fishing;

3 that a warden shall wear a coat of wool;

4 that a coat shall be mended each winter;
"""
QUESTION = "how is the outfit of a warden"
NAME = "Resolution 910 (Rev. Willowford, 2031)"
OPENS = "resolves__para_1"
ITEMS = [f"{OPENS}__point_{at}" for at in ("i", "ii", "iii")]
FORBIDDEN, WORN, MENDED = (f"resolves__para_{number}" for number in (2, 3, 4))


@pytest.fixture
def text(resolution_of) -> str:
    return resolution_of(BODY, title="Wardens of the piers")


def eids(shown: list[str]) -> list[str]:
    return [one.partition("#")[2] for one in shown]


# -- answered ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "near", "expected", "lead"),
    [
        ("a clause is shown alone", {WORN: 0.9}, [WORN], f"{NAME}, “resolves”:"),
        ("an item is shown alone", {ITEMS[1]: 0.9}, ITEMS[1:2], f"{NAME}, “resolves”:"),
        ("a sentence that lists is shown as it is", {FORBIDDEN: 0.9}, [FORBIDDEN], f"{NAME}, “resolves”:"),
        ("one that is half as likely is shown beside it", {MENDED: 0.9, WORN: 0.45}, [WORN, MENDED],
         "2 clauses from Resolution 910 (2031):"),
        ("one that is less likely is not", {MENDED: 1.0, WORN: 0.49}, [MENDED], f"{NAME}, “resolves”:"),
        ("a third is shown too", {WORN: 0.9, ITEMS[0]: 0.8, FORBIDDEN: 0.7}, [ITEMS[0], FORBIDDEN, WORN],
         "3 clauses from Resolution 910 (2031):"),
        ("most paragraphs under a head are a list of them", {WORN: 0.9, MENDED: 0.8, FORBIDDEN: 0.7},
         [OPENS, *ITEMS, FORBIDDEN, WORN, MENDED], f"{NAME}, “resolves”, 4 items:"),
    ],
)  # fmt: skip
def test_the_clauses_that_answer_are_shown_in_the_order_of_the_text(
    asking, chosen, reading, text, rule: str, near: dict[str, float], expected: list[str], lead: str
):
    reading(1.0)
    finding = asking(text, near=near).ask(by_passage, QUESTION)
    assert (finding.status, eids(chosen(finding))) == (Status.ANSWERED, expected), rule
    assert finding.lead.words == lead, rule
    assert (finding.closest, finding.reason) == ((), None), rule


def test_of_clauses_of_two_texts_those_of_the_likeliest_s_stand_first(
    asking, chosen, reading, text, resolution_of
):
    reading(1.0)
    other = resolution_of("resolves\n\n1 that coats are blue;\n", number=911, title="Coats")
    near = {"res-911/2031#resolves__para_1": 0.9, WORN: 0.8}
    finding = asking(text, other, near=near).ask(by_passage, QUESTION)
    assert chosen(finding) == ["res-911/2031#resolves__para_1", f"res-910/2031#{WORN}"]
    assert finding.lead.words == "2 clauses from Resolution 911 (2031) and Resolution 910 (2031):"


def items_of(count: int) -> list[str]:
    return [f"{OPENS}__point_{'abcdefghijklmnopqrstuvwxyz'[at]}" for at in range(count)]


@pytest.mark.parametrize(
    ("rule", "items", "near", "expected"),
    [
        ("every item", 3, items_of(3), items_of(3)),
        ("two of three, in the order of the list", 3, items_of(3)[:0:-1], items_of(3)),
        ("and what introduces it, which is not shown twice", 3, [OPENS, *items_of(2)], items_of(3)),
        ("four of six", 6, items_of(4), items_of(6)),
        ("less than two thirds of it", 7, items_of(4), items_of(4)),
        ("one item", 1, items_of(1), items_of(1)),
        ("a clause beside it", 3, [*items_of(3), "resolves__para_2"], [*items_of(3), "resolves__para_2"]),
    ],
)
def test_a_list_is_shown_whole_where_most_of_it_and_nothing_else_answers(
    asking, chosen, reading, resolution_of, rule: str, items: int, near: list[str], expected: list[str]
):
    reading(1.0)
    named = "\n".join(f"{one[-1]}) a thing of kind {one[-1]};" for one in items_of(items))
    body = f"resolves\n\n1 that a warden shall carry:\n{named}\n\n2 that a coat is worn;\n"
    nearness = {one: 0.9 - at / 100 for at, one in enumerate(near)}
    finding = asking(resolution_of(body), near=nearness).ask(by_passage, QUESTION)
    assert (finding.status, eids(chosen(finding))) == (Status.ANSWERED, expected), rule
    is_whole = expected == items_of(items) and items > 1
    whole = f"{NAME}, “that a warden shall carry”, {items} items:"
    assert (finding.lead.words == whole) == is_whole, rule


# -- what may answer --------------------------------------------------------------------------------


def test_clauses_that_may_answer_are_shown_as_such_five_at_most(asking, chosen, reading, resolution_of):
    reading(1.0)
    bodies = ("Council", "Secretary-General", "Bureau", "Union", "Board", "Committee")
    text = resolution_of("\n\n".join(f"instructs the {one}\n\n1 to mend the coats;" for one in bodies))
    hits = asking(text).ask(by_passage, QUESTION).reading.hits
    near = {hit.passage.eid: 0.49 - at / 100 for at, (hit, _) in enumerate(reversed(hits))}
    finding = asking(text, near=near).ask(by_passage, QUESTION)
    assert finding.status == Status.CANDIDATES
    assert len(hits) > 5
    assert eids(chosen(finding)) == list(near)[:5]
    assert (finding.lead, finding.reason) == (candidates_lead(), NOT_SURE)
    assert finding.closest == ()


def test_of_a_name_that_no_text_has_it_is_said_before_what_may_answer(asking, reading, text):
    reading(0.5)
    question = f"what does the Galactic Senate say of {QUESTION.removeprefix('how is ')}"
    finding = asking(text, near={WORN: 0.9}).ask(by_passage, question)
    assert finding.status == Status.CANDIDATES
    assert finding.lead == candidates_lead(("Galactic", "Senate"))


@pytest.mark.parametrize(
    ("rule", "near", "rest"),
    [
        ("three items", [MENDED, WORN, ITEMS[0], FORBIDDEN], [OPENS]),
        ("what opens a list counts", [ITEMS[1], OPENS, WORN, ITEMS[0]], [ITEMS[2]]),
        ("two items are too few", [ITEMS[1], ITEMS[0], WORN], []),
    ],
)
def test_the_rest_of_a_list_stands_behind_what_may_answer(
    asking, chosen, reading, text, rule: str, near: list[str], rest: list[str]
):
    reading(1.0)
    scores = {eid: 0.4 - at / 100 for at, eid in enumerate(near)}
    shown = eids(chosen(asking(text, near=scores).ask(by_passage, QUESTION)))
    assert shown[: len(near)] == near, rule
    assert [one for one in shown[5:] if one not in near] == rest, rule


@pytest.mark.parametrize(
    ("rule", "answered", "best", "status"),
    [
        ("both are likely", 0.9, 0.9, Status.ANSWERED),
        ("just likely enough together", 1.0, 0.5, Status.ANSWERED),
        ("each is likely, not so both", 0.7, 0.7, Status.CANDIDATES),
        ("no clause is likely", 1.0, 0.01, Status.CANDIDATES),
        ("just likely enough not to be refused", 0.2, 0.9, Status.CANDIDATES),
        ("not likely to be answered, however likely the clause", 0.19, 1.0, Status.NOT_STATED),
    ],
)
def test_likelihoods_decide(asking, reading, text, rule: str, answered: float, best: float, status: Status):
    reading(answered)
    finding = asking(text, near={WORN: best}).ask(by_passage, QUESTION)
    assert finding.status == status, rule
    assert bool(finding.chosen) == (status != Status.NOT_STATED), rule


@pytest.mark.parametrize("answered", [1.0, 0.3, 0.1])
def test_what_was_read_is_told_with_what_was_found(asking, reading, text, answered: float):
    reading(answered)
    finding = asking(text, near={WORN: 0.9}).ask(by_passage, QUESTION)
    assert finding.reading.answered == answered
    assert finding.reading.hits[0][0].passage.eid == WORN
    assert finding.reading.confidence == pytest.approx(0.9 * answered)


def test_a_clause_that_is_long_is_shown_whole(asking, reading, resolution_of):
    reading(1.0)
    chaff = "that the piers of the harbour are swept by hand, by day and by night, in summer and in winter. "
    clause = f"{chaff * 5}A zebra is fed with hay by the oldest warden."
    body = f"resolves\n\n1 {clause}\n\n2 that lamps burn;\n"
    finding = asking(resolution_of(body), near={OPENS: 0.9}).ask(by_passage, "Who feeds a zebra with hay?")
    assert [one.quote for one in finding.chosen] == [clause]


# -- the fact that is asked for ---------------------------------------------------------------------

FACTS = """\
resolves

1 that wardens keep the piers, and pilots the boats;

2 that four wardens keep the piers by night;

3 that most of the piers have lamps by 2035;
"""


@pytest.mark.parametrize(
    ("rule", "question", "expected"),
    [
        ("a number of what is counted", "How many wardens keep the piers?", [2]),
        ("of something else", "How many pilots keep the boats?", []),
        ("the whole is a share", "What share of the piers have lamps?", [3]),
        ("a date", "When do the piers have lamps?", [3]),
    ],
)
def test_which_clauses_state_the_fact_that_is_asked_for(
    asking, resolution_of, rule: str, question: str, expected: list[int]
):
    retriever, asked, hits = asking(resolution_of(FACTS)).read(question)
    clauses = [hit for hit in hits if hit.passage.eid.startswith("resolves__para_")]
    stating = [
        hit.passage.eid
        for hit in clauses
        if asked.fact.is_stated_by(hit.passage.text, retriever.lexicon.vocabulary)
    ]
    assert len(clauses) == 3
    assert sorted(stating) == [f"resolves__para_{number}" for number in expected], rule
