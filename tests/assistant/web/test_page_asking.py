"""Asking on the page: tabs, the conversation that is kept, what goes wrong between them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.requests import Request

from assistant.administration.accounts import Account, Role
from assistant.query_help.reading import Question
from assistant.scope.filters import ClauseKind, Filters
from assistant.settings import Settings
from assistant.web.asking import MAX_EXCHANGES, Asking, Tab, Visitor, read_visitor
from assistant.web.service import Service
from corpus.errors import HomeUnavailable

GOALS, OVERSIGHT = "What are the strategic goals?", "Who oversees the strategic plan?"


@pytest.fixture
def service(assistant, tmp_path):
    return Service(assistant, Settings(home=tmp_path))


@pytest.fixture
def asking(service):
    return Asking(service)


def ask(asking, tab, question, visitor=Visitor()):  # noqa: B008  it is frozen
    *_, html = asking.answer(question, tab, visitor)
    return html


def test_a_conversation_goes_on_from_what_was_asked(asking):
    tab = Tab()
    ask(asking, tab, GOALS)
    html = ask(asking, tab, OVERSIGHT)
    assert [one.question for one in tab.exchanges] == [GOALS, OVERSIGHT]
    assert [one.turn for one in tab.exchanges] == [1, 2]
    assert f'data-conversation="{tab.conversation}"' in html
    assert GOALS in html


def test_a_conversation_is_opened_by_its_address(asking):
    tab, later = Tab(), Tab()
    ask(asking, tab, GOALS)
    html = asking.open(later, Visitor(conversation=tab.conversation))
    before = tab.exchanges[0].answer
    assert before.trace is not None
    assert later.exchanges[0].answer == replace(before, trace=None), "how it was found is not kept"
    assert GOALS in html
    assert "How this answer was found" not in html


@pytest.mark.parametrize("name", ["", "ben"])
def test_another_persons_conversation_is_not_opened(asking, name):
    tab, later = Tab(), Tab()
    ask(asking, tab, GOALS, Visitor("ada"))
    html = asking.open(later, Visitor(name, conversation=tab.conversation))
    assert "is not here" in html
    assert (later.conversation, later.exchanges) == ("", ())
    assert GOALS not in html.partition("welcome")[0]


def test_two_tabs_of_one_conversation_see_what_the_other_asked(asking):
    one, two = Tab(), Tab()
    ask(asking, one, GOALS)
    asking.open(two, Visitor(conversation=one.conversation))
    ask(asking, one, OVERSIGHT)
    html = ask(asking, two, "What about Sector Members?")
    assert [each.question for each in two.exchanges] == [GOALS, OVERSIGHT, "What about Sector Members?"]
    assert "in another window" in html
    assert "in another window" not in ask(asking, two, GOALS)


def test_a_conversation_that_was_deleted_elsewhere_begins_anew_and_says_so(asking, service):
    tab = Tab()
    ask(asking, tab, GOALS)
    service.conversations.delete("", tab.conversation)
    html = ask(asking, tab, OVERSIGHT)
    assert "has been deleted" in html
    assert [one.question for one in tab.exchanges] == [OVERSIGHT]
    assert len(service.conversations.turns("", tab.conversation)) == 1


def test_where_nothing_can_be_kept_the_tab_goes_on_and_says_so(asking, service, monkeypatch):
    def full(*_):
        raise HomeUnavailable("the disk is full")

    monkeypatch.setattr(service.conversations, "append", full)
    tab = Tab()
    assert "the disk is full" in ask(asking, tab, GOALS, Visitor(is_curator=True))
    ask(asking, tab, OVERSIGHT)
    assert [one.question for one in tab.exchanges] == [GOALS, OVERSIGHT]
    assert "the disk is full" not in ask(asking, Tab(), GOALS), "a reader is told without the place"


def test_a_new_conversation_leaves_the_old_one_kept(asking, service):
    tab = Tab()
    ask(asking, tab, GOALS)
    before = tab.conversation
    html = asking.begin(tab, Visitor())
    assert "data-conversation" not in html
    assert f"/?conversation={before}" in html
    ask(asking, tab, OVERSIGHT)
    assert {one.id for one in service.conversations.list("")} == {before, tab.conversation}


def test_a_tab_that_the_server_knows_nothing_of_goes_on_where_its_address_says(asking, service):
    tab = Tab()
    ask(asking, tab, GOALS)
    later = Tab()  # as it is after the server has started again
    html = ask(asking, later, OVERSIGHT, Visitor(conversation=tab.conversation))
    assert later.conversation == tab.conversation
    assert [one.question for one in later.exchanges] == [GOALS, OVERSIGHT]
    assert "in another window" not in html
    assert len(service.conversations.turns("", tab.conversation)) == 2


def test_a_new_conversation_begins_though_the_address_still_names_the_last(asking):
    tab = Tab()
    ask(asking, tab, GOALS)
    stale = Visitor(conversation=tab.conversation)
    asking.begin(tab, stale)
    ask(asking, tab, OVERSIGHT, stale)
    assert tab.conversation != stale.conversation
    assert [one.question for one in tab.exchanges] == [OVERSIGHT]


def test_of_a_long_conversation_the_last_questions_are_shown_and_all_are_kept(asking, service):
    tab = Tab()
    ask(asking, tab, GOALS)
    answer = tab.exchanges[0].answer
    for at in range(MAX_EXCHANGES + 5):
        service.conversations.append("", tab.conversation, f"Question {at}?", Filters(), answer)
    ask(asking, tab, OVERSIGHT)
    assert len(tab.exchanges) == MAX_EXCHANGES
    assert len(service.conversations.turns("", tab.conversation)) == MAX_EXCHANGES + 7


def test_a_fault_of_ours_is_told_with_an_id(asking, service, caplog):
    class Broken:
        def ask(self, turns, filters, shown):
            raise RuntimeError("deep inside")

    service.library.change(lambda state: replace(state, filtered=Broken()))
    html = ask(asking, Tab(), "Why?")
    fault = html.split("logged as ")[1].split(".")[0]
    assert f"fault {fault}" in caplog.text
    assert "A fault in the program, not in your question" in html
    assert "these texts can answer" not in html
    assert "deep inside" not in html


def test_an_answer_from_a_text_that_has_changed_since_says_so(asking, service, resolution):
    tab = Tab()
    ask(asking, tab, GOALS)
    assert "has since changed or been removed" not in asking.open(
        Tab(), Visitor(conversation=tab.conversation)
    )
    provisions = tuple(replace(one, text=f"Anew: {one.text}") for one in resolution.provisions)
    library = replace(service.now.assistant.library, editions=(replace(resolution, provisions=provisions),))
    changed = type("Changed", (), {"library": library, "notices": ()})()
    service.library.change(lambda state: replace(state, assistant=changed))
    assert "has since changed or been removed" in asking.open(Tab(), Visitor(conversation=tab.conversation))


class Reads:
    """A language model that shows the first clause alone, or leaves all as it is with a notice."""

    def __init__(self, read_by="small"):
        self.read_by = read_by

    def asks(self, answer, turns):
        return True

    def improve(self, answer, question):
        self.question = question
        if not self.read_by:
            return replace(answer, notices=("It failed",))
        return replace(answer, claims=answer.claims[:1], read_by=self.read_by)


def test_the_model_s_answer_takes_the_place_of_the_quick_one_which_can_be_shown_again(asking, service):
    service.library.change(lambda state: replace(state, model_reader=Reads("small<b>")))
    tab = Tab()
    html = ask(asking, tab, GOALS)
    assert "data-waiting" in html
    assert "Read by" not in html
    html = asking.improve(tab, Visitor())
    assert "data-waiting" not in html
    assert "<span>Read by small&lt;b&gt;</span>" in html
    assert "Show the quick answer</button>" in html
    now, quick = html.split('class="said quick answered" hidden')
    assert (now.count('class="claim"'), quick.count('class="claim"') > 1) == (1, True)
    (turn,) = service.conversations.turns("", tab.conversation)
    assert (len(turn.answer.claims), turn.answer.read_by) == (1, "small<b>")
    assert asking.improve(tab, Visitor()) is None
    html = ask(asking, tab, OVERSIGHT)
    assert html.count("Show the quick answer") == 1, "of the first question it can still be shown"
    kept = asking.open(Tab(), Visitor(conversation=tab.conversation))
    assert "Read by small" in kept
    assert "Show the quick answer" not in kept


def test_the_model_reads_what_the_filter_of_the_question_leaves(asking, service):
    model, tab, filters = Reads(), Tab(), Filters(kind=ClauseKind.OPERATIVE)
    service.library.change(lambda state: replace(state, model_reader=model))
    list(asking.answer(OVERSIGHT, tab, Visitor(filters=filters)))
    asking.improve(tab, Visitor())
    assert model.question == Question((OVERSIGHT,), filters)


def test_a_model_that_agrees_needs_no_button(asking, service):
    service.library.change(lambda state: replace(state, model_reader=Reads()))
    tab = Tab()
    ask(asking, tab, OVERSIGHT)
    assert len(tab.exchanges[0].answer.claims) == 1
    html = asking.improve(tab, Visitor())
    assert "Read by small, with the same result" in html
    assert "Show the quick answer" not in html


def test_a_model_that_fails_leaves_the_quick_answer_with_a_notice(asking, service):
    service.library.change(lambda state: replace(state, model_reader=Reads("")))
    tab = Tab()
    ask(asking, tab, GOALS)
    html = asking.improve(tab, Visitor())
    assert '<p class="notice">It failed</p>' in html
    assert "Read by the built-in reader" in html
    (turn,) = service.conversations.turns("", tab.conversation)
    assert turn.answer.notices == ()


@pytest.mark.parametrize(
    ("query", "visitor"),
    [
        ("", Visitor()),
        ("kind=operative", Visitor(filters=Filters(kind=ClauseKind.OPERATIVE))),
        ("edition=itu-pp%2Fres-71%2F2022&clause=x", Visitor(filters=Filters(edition="itu-pp/res-71/2022"))),
        ("addressee=+Council+&conversation=abc", Visitor("", Filters(addressee="Council"), "abc")),
        ("verb=instruct&other=1", Visitor()),
    ],
)
def test_the_address_says_what_is_asked(query, visitor):
    assert read_visitor(request(query)) == visitor


def test_a_filter_that_is_none_is_told_and_answers_nothing(asking):
    visitor = read_visitor(request("kind=nonsense"))
    html = ask(asking, Tab(), GOALS, visitor)
    assert "Unknown kind of clause &#39;nonsense&#39;" in html
    assert "claim" not in html


def test_the_account_that_signed_in_is_the_reader():
    account = Account("ada", Role.READER, "#1")
    assert read_visitor(request("", account)).owner == "#1"


def request(query, account=None):
    scope = {"type": "http", "query_string": query.encode(), "headers": [], "state": {"account": account}}
    return Request(scope)
