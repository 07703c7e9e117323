"""Conversations on disk: whole when read back, one person's own, never lost to what goes wrong."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, AnswerWords, Citation, Claim, ReasonCode, Status, Support
from assistant.conversations.answer_json import from_text, to_text
from assistant.conversations.database import FILE, VERSION
from assistant.conversations.store import LONGEST_TITLE, ConversationStore
from assistant.conversations.turn import UnknownConversation, Verdict, VerdictKind
from assistant.scope.filters import ClauseKind, Filters
from assistant.trace import Trace, TraceHit
from corpus.errors import HomeUnavailable, ResolutionsError
from corpus.keys import ProvisionId

ID = ProvisionId.parse("itu-pp/res-900/2030#resolves__para_1")
CITED = Citation(ID, "Resolution 900, resolves 1", 0, 14, "keep a lantern", "resolves", "Resolution 901")
ANSWER = Answer(
    Status.ANSWERED,
    "The harbours resolve:",
    (Claim("keep a lantern", Support.VERBATIM, (CITED,)),),
    (ID,),
    (ID, ID),
    "Who keeps lanterns?",
    "no clause is sure to answer",
    ReasonCode.NOT_SURE,
    0.02,
    ("a notice",),
    0.7,
    ("Who trims lanterns?",),
)


@pytest.fixture
def store(tmp_path):
    opened = ConversationStore(tmp_path)
    yield opened
    opened.close()


def asked(store, *questions, owner="", id_=""):
    for question in questions:
        id_, _ = store.append(owner, id_, question, Filters(), ANSWER)
    return id_


def test_what_was_kept_is_read_back_whole_by_the_next_process(tmp_path, store):
    filters = Filters(kind=ClauseKind.OPERATIVE, addressee="Council", edition="itu-pp/res-71/2022")
    id_, number = store.append("", "", "Who keeps lanterns?", filters, ANSWER)
    store.judge("", id_, number, Verdict(VerdictKind.WRONG_CLAUSE, "resolves 2", "it is the second"))
    store.close()
    (turn,) = ConversationStore(tmp_path).turns("", id_)
    assert (turn.number, turn.question, turn.filters, turn.answer) == (
        1,
        "Who keeps lanterns?",
        filters,
        ANSWER,
    )
    assert turn.verdict == Verdict(VerdictKind.WRONG_CLAUSE, "resolves 2", "it is the second")


texts = st.text(max_size=30)


@given(
    texts,
    texts,
    st.sampled_from(Status),
    st.sampled_from(ReasonCode),
    st.sampled_from(Support),
    st.none() | st.floats(0, 1),
)
def test_an_answer_is_what_its_json_says(lead, quote, status, code, support, nearness):
    claim = Claim(quote, support, (Citation(ID, lead, 0, len(quote), quote, lead, quote),))
    answer = Answer(
        status, lead, (claim,), (ID,), (), quote, lead, code, 0.1, (lead,), nearness, (quote,), (lead,)
    )
    assert from_text(to_text(answer)) == answer
    certain = replace(answer, answer_words=AnswerWords(ID, 1, 3, quote))
    assert from_text(to_text(certain)) == certain


def test_how_an_answer_was_found_is_not_kept():
    trace = Trace("Who?", "passage", ("Resolution 900",), (TraceHit(ID, "resolves 1", 0.5, 0.7),), 0.8, 0.7)
    assert from_text(to_text(replace(ANSWER, trace=trace))) == ANSWER


def test_an_answer_that_was_kept_before_there_were_codes_and_heads_is_read():
    row = json.loads(to_text(ANSWER))
    del row["reason_code"]
    del row["heads"]
    for name in ("governing", "superseded_by"):
        del row["claims"][0]["citations"][0][name]
    (claim,) = ANSWER.claims
    bare = replace(claim, citations=(replace(CITED, governing="", superseded_by=""),))
    assert from_text(json.dumps(row)) == replace(ANSWER, claims=(bare,), reason_code=ReasonCode.NONE)


EVERY_USE = [
    lambda store, owner, id_: store.turns(owner, id_),
    lambda store, owner, id_: store.find(owner, id_),
    lambda store, owner, id_: store.rename(owner, id_, "mine now"),
    lambda store, owner, id_: store.delete(owner, id_),
    lambda store, owner, id_: store.append(owner, id_, "And?", Filters(), ANSWER),
    lambda store, owner, id_: store.judge(owner, id_, 1, Verdict(VerdictKind.RIGHT)),
]


@pytest.mark.parametrize("use", EVERY_USE)
@pytest.mark.parametrize("owner", ["", "ben", "Ada", "ada "])
def test_nobody_reaches_another_persons_conversation(store, use, owner):
    id_ = asked(store, "Who?", owner="ada")
    with pytest.raises(UnknownConversation):
        use(store, owner, id_)
    assert len(store.turns("ada", id_)) == 1
    assert store.list(owner) == ()


@pytest.mark.parametrize("use", EVERY_USE)
def test_a_conversation_that_was_deleted_is_told_so(store, use):
    id_ = asked(store, "Who?")
    store.delete("", id_)
    with pytest.raises(UnknownConversation, match="deleted"):
        use(store, "", id_)


def test_a_turn_that_is_not_there_cannot_be_judged(store):
    id_ = asked(store, "Who?")
    with pytest.raises(UnknownConversation):
        store.judge("", id_, 2, Verdict(VerdictKind.RIGHT))


def test_conversations_are_listed_the_last_changed_first_and_counted(store):
    first, second = asked(store, "First?"), asked(store, "Second?")
    asked(store, "On?", id_=first)
    assert [(one.id, one.turns) for one in store.list("")] == [(first, 2), (second, 1)]
    assert len(store.list("", most=1)) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("piers", True),
        ("PIERS lantern", True),  # in a question and in an answer
        ("renamed", True),
        ("harbours resolve", True),
        ("piers sails", False),
        ("100%", False),  # no sign stands for other signs
        ("_iers", False),
        ("straße", True),
        ("STRASSE", True),
    ],
)
def test_a_conversation_is_found_by_its_words(store, words, found):
    id_ = asked(store, "Who keeps the piers?", "And in the Straße?")
    store.rename("", id_, "Renamed")
    assert [one.id for one in store.list("", words)] == ([id_] if found else [])


@pytest.mark.parametrize("title", ["", "  \n ", "a" * (LONGEST_TITLE + 1)])
def test_a_title_that_is_none_is_told_and_changes_nothing(store, title):
    id_ = asked(store, "Who?")
    with pytest.raises(ResolutionsError, match=f"1 to {LONGEST_TITLE} characters"):
        store.rename("", id_, title)
    assert store.find("", id_).title == "Who?"


@pytest.mark.parametrize(
    ("question", "title"), [("", "(an empty question)"), ("a " * 100, "…"), (" Who\nkeeps? ", "Who keeps?")]
)
def test_a_question_gives_its_conversation_a_title_of_one_line(store, question, title):
    shown = store.find("", asked(store, question)).title
    assert shown.endswith(title)
    assert len(shown) <= LONGEST_TITLE


def test_what_is_said_of_an_answer_is_reviewed_once_and_again_when_it_changes(store):
    id_ = asked(store, "Who?", "And?")
    store.judge("", id_, 2, Verdict(VerdictKind.RIGHT))
    (given,) = store.verdicts()
    assert [one.question for one in given.turns] == ["Who?", "And?"]
    store.settle(given, "case-1")
    assert store.verdicts() == ()
    store.judge("", id_, 2, Verdict(VerdictKind.SHOULD_HAVE_REFUSED))
    assert [one.turns[-1].verdict.kind for one in store.verdicts()] == [VerdictKind.SHOULD_HAVE_REFUSED]


def test_what_is_said_of_an_answer_goes_with_its_conversation(store):
    id_ = asked(store, "Who?")
    store.judge("", id_, 1, Verdict(VerdictKind.RIGHT))
    store.delete("", id_)
    assert store.verdicts() == ()


def test_a_deleted_conversation_is_restored_whole(store):
    id_ = asked(store, "Who?", "And?")
    store.judge("", id_, 2, Verdict(VerdictKind.RIGHT))
    before = store.turns("", id_)
    store.delete("", id_)
    assert store.list("") == store.list("", "who") == ()
    assert store.find_deleted("", id_).title == "Who?"
    store.restore("", id_)
    assert store.turns("", id_) == before
    assert len(store.verdicts()) == len(store.list("")) == 1
    assert store.find_deleted("", id_) is None


@pytest.mark.parametrize("owner", ["", "ben"])
def test_nobody_restores_another_persons_conversation(store, owner):
    id_ = asked(store, "Who?", owner="ada")
    store.delete("ada", id_)
    assert store.find_deleted(owner, id_) is None
    with pytest.raises(UnknownConversation):
        store.restore(owner, id_)


@pytest.mark.parametrize("use", ["restore", "open"])
def test_a_deleted_conversation_is_erased_after_a_while(tmp_path, store, monkeypatch, use):
    id_ = asked(store, "Who?")
    store.delete("", id_)
    monkeypatch.setattr("assistant.conversations.database.RESTORABLE", timedelta(0))
    if use == "open":
        ConversationStore(tmp_path).close()
    with pytest.raises(UnknownConversation):
        store.restore("", id_)
    with sqlite3.connect(tmp_path / FILE) as database:
        rows = [
            database.execute(f"select * from {one}").fetchall() for one in ("conversation", "turn", "deleted")
        ]
    database.close()
    assert rows == [[], [], []]


def test_a_file_from_before_conversations_could_be_restored_is_used(tmp_path, store):
    id_ = asked(store, "Who?")
    store.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("drop table deleted")
    database.close()
    opened = ConversationStore(tmp_path)
    opened.delete("", id_)
    opened.restore("", id_)
    assert (opened.notice, len(opened.turns("", id_))) == ("", 1)


def test_two_processes_keep_turns_of_one_conversation(tmp_path, store):
    id_ = asked(store, "One?")
    other = ConversationStore(tmp_path)
    assert asked(other, "Two?", id_=id_) == id_
    assert store.append("", id_, "Three?", Filters(), ANSWER) == (id_, 3)
    other.close()


def test_a_file_of_another_version_is_left_as_it_is_and_told(tmp_path):
    path = tmp_path / FILE
    with sqlite3.connect(path) as database:
        database.execute(f"pragma user_version = {VERSION + 1}")
    database.close()
    before = path.read_bytes()
    store = ConversationStore(tmp_path)
    assert f"its number is {VERSION + 1}" in store.notice
    assert len(store.turns("", asked(store, "Who?"))) == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "damage", [b"no database at all, but a text that is long enough to be read", b"\0" * 200]
)
def test_a_damaged_file_is_left_as_it_is_and_told(tmp_path, damage):
    (tmp_path / FILE).write_bytes(damage)
    store = ConversationStore(tmp_path)
    assert FILE in store.notice
    assert "conversations are lost when the program ends" in store.notice
    asked(store, "Who?")
    assert (tmp_path / FILE).read_bytes() == damage


def test_a_home_that_is_a_file_is_told(tmp_path):
    (tmp_path / "home").write_text("")
    store = ConversationStore(tmp_path / "home")
    assert "cannot be opened" in store.notice
    assert asked(store, "Who?")


def test_a_file_that_breaks_while_it_is_used_is_told(tmp_path, store):
    id_ = asked(store, "Who?")
    (tmp_path / FILE).write_bytes(b"broken" * 1000)
    with pytest.raises(HomeUnavailable, match=FILE):
        store.append("", id_, "And?", Filters(), ANSWER)
