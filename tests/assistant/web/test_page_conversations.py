"""The page of conversations and what is said of answers: served, changed, refused in plain sentences."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

import docx
import pytest
from starlette.testclient import TestClient

from assistant.conversations.store import LONGEST_TITLE, ConversationStore
from assistant.conversations.turn import Conversation
from assistant.scope.filters import Filters
from assistant.settings import Settings
from assistant.web.exchanges import LONGEST_WORDS
from assistant.web.server import application
from assistant.web.templating import render

QUESTION = "What are the strategic goals?"


@pytest.fixture(scope="module")
def app(assistant, tmp_path_factory):
    return application(assistant, Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture
def store(app, tmp_path):
    app.state.service.conversations = ConversationStore(tmp_path)
    return app.state.service.conversations


@pytest.fixture
def client(app, store):
    del store  # of this test alone
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def kept(store, assistant):
    return store.append("", "", QUESTION, Filters(), assistant.ask([QUESTION]))[0]


def said(client, id_, **fields):
    return client.post("/verdict", data={"conversation": id_, "turn": "1", "kind": "right", **fields})


def test_the_page_lists_and_finds(client, kept):
    assert QUESTION in client.get("/conversations").text
    assert f"/?conversation={kept}" in client.get("/conversations?q=strategic+GOALS").text
    assert "No conversation has the words “sails”" in client.get("/conversations?q=sails").text


def test_an_empty_page_says_how_to_fill_it(client):
    assert "No conversations yet." in client.get("/conversations").text


@pytest.mark.parametrize(("most", "listed", "told"), [(1, 1, True), (2, 2, False), (3, 2, False)])
def test_where_there_are_more_than_a_page_lists_it_says_so(
    client, store, kept, assistant, monkeypatch, most, listed, told
):
    monkeypatch.setattr("assistant.web.routes.conversations._MOST", most)
    store.append("", "", QUESTION, Filters(), assistant.ask([QUESTION]))
    html = client.get("/conversations").text
    assert (html.count('class="name"'), "Search to find older conversations" in html) == (listed, told)


def test_a_conversation_is_renamed_and_deleted_by_forms(client, kept):
    answer = client.post(f"/conversations/{kept}/rename", data={"title": "The goals"})
    assert (answer.url.path, "The goals" in answer.text) == ("/conversations", True)
    answer = client.post(f"/conversations/{kept}/delete")
    assert str(answer.url).endswith(f"/conversations?deleted={kept}")
    assert 'class="name"' not in answer.text


def test_a_deleted_conversation_can_be_restored_from_the_page_that_follows(client, kept):
    html = client.post(f"/conversations/{kept}/delete").text
    assert f"“{QUESTION}” was deleted." in html
    assert f'action="/conversations/{kept}/restore"' in html
    assert "was deleted" not in client.get("/conversations").text
    restored = client.post(f"/conversations/{kept}/restore")
    assert (restored.url.path, 'class="name"' in restored.text) == ("/conversations", True)
    assert "was deleted" not in client.get(f"/conversations?deleted={kept}").text


def test_a_bad_title_is_told_and_the_list_stays(client, kept):
    answer = client.post(f"/conversations/{kept}/rename", data={"title": " "})
    assert (answer.status_code, "A title has 1 to 120 characters" in answer.text) == (400, True)
    assert QUESTION in answer.text


@pytest.mark.parametrize("path", ["none/rename", "none/delete", "none/restore"])
def test_what_is_not_there_cannot_be_changed(client, path):
    answer = client.post(f"/conversations/{path}", data={"title": "x"})
    assert (answer.status_code, "This conversation is not here" in answer.text) == (404, True)


def test_a_conversation_is_exported_to_markdown(client, kept, resolution):
    answer = client.get(f"/conversations/{kept}.md")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="conversation.md"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.startswith(f"# {QUESTION}\n\n*")
    assert f"\n— {resolution.name}, Annex 1, §11" in answer.text.replace("\\", "")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("none.md", "is not here"),
        ("none/print", "is not here"),
        ("none/1.docx", "is not here"),
        ("{}/7.md", "This conversation has no question 7; it has 1."),
        ("{}/7/print", "This conversation has no question 7; it has 1."),
        ("{}.pdf", "No conversation is exported as 'pdf': choose docx, md"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence(client, kept, path, said):
    answer = client.get(f"/conversations/{path.format(kept)}")
    assert (answer.status_code, said in answer.text) == (404, True)


def test_an_answer_is_exported_alone_to_word(client, store, kept, assistant, resolution):
    store.append("", kept, "Who else?", Filters(), assistant.ask(["What does it instruct the Council?"]))
    answer = client.get(f"/conversations/{kept}/2.docx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="answer-2.docx"'
    rows = [(one.style.name, one.text) for one in docx.Document(BytesIO(answer.content)).paragraphs]
    assert [text for style, text in rows if style in ("Title", "Heading 1")] == [QUESTION, "Who else?"]
    quotes = [text for style, text in rows if style == "Quote"]
    assert resolution.provision("instructs-itu-council__para_2").text in quotes


def test_answers_are_printed_on_a_page_without_the_forms(client, store, kept, assistant):
    store.append("", kept, "Who else?", Filters(), assistant.ask([QUESTION]))
    html = client.get(f"/conversations/{kept}/print").text
    assert html.count("<h2>") == 2
    assert '<p class="print-head">Resolution 71 (Rev. Bucharest, 2022) · ' in html
    assert f" · http://127.0.0.1/?conversation={kept}</p>" in html
    assert "the texts&#39; own words" in html
    assert "<form" not in html.split("<main")[1]
    assert f'href="/conversations/{kept}.docx"' in html
    alone = client.get(f"/conversations/{kept}/2/print").text
    assert (alone.count("<h2>"), f'href="/conversations/{kept}/2.docx"' in alone) == (1, True)


def test_nobody_exports_another_persons_answers(client, store, assistant):
    id_ = store.append("ada", "", QUESTION, Filters(), assistant.ask([QUESTION]))[0]
    for path in (f"{id_}.docx", f"{id_}/1.md", f"{id_}/print", f"{id_}/1/print"):
        answer = client.get(f"/conversations/{path}")
        assert (answer.status_code, "Bucharest" in answer.text) == (404, False)


def test_a_verdict_is_kept_and_told(client, store, kept):
    answer = said(client, kept, kind="wrong clause", clause="§11", words="It is the first.")
    assert answer.text.startswith("Thank you. This will be reviewed. Understood: Resolution 71 (Rev. Buch")
    (given,) = store.verdicts()
    assert (given.turns[-1].verdict.clause, given.turns[-1].verdict.words) == ("§11", "It is the first.")


@pytest.mark.parametrize(
    ("clause", "note"),
    [("resolves 99", "is not a clause in the library; it is recorded"), ("", "reviewed.\n")],
)
def test_a_clause_that_is_not_known_is_told_and_kept_as_it_was_written(client, store, kept, clause, note):
    assert note in said(client, kept, kind="missing clause", clause=clause).text
    assert store.verdicts()[0].turns[-1].verdict.clause == clause


@pytest.mark.parametrize(
    ("fields", "status", "said_"),
    [
        ({"kind": "splendid"}, 400, "'splendid' is not a verdict"),
        ({"turn": "one"}, 400, "is not the number of a question"),
        ({"words": "a" * (LONGEST_WORDS + 1)}, 400, f"your words {LONGEST_WORDS}"),
        ({"turn": "7"}, 409, "This conversation is not here"),
        ({"conversation": "none"}, 409, "This conversation is not here"),
    ],
)
def test_a_verdict_that_cannot_be_kept_is_told(client, store, kept, fields, status, said_):
    answer = said(client, kept, **fields)
    assert (answer.status_code, said_ in answer.text) == (status, True)
    assert store.verdicts() == ()


def shown_with(words):
    deleted = Conversation("abc", words, "2030-01-01", 1)
    return str(render(
        "conversations.html", conversations=(), words=words, refusal=words, more=False,
        deleted=deleted, longest=LONGEST_TITLE,
    ))  # fmt: skip


def test_what_a_person_typed_is_text(client, store, kept, payload):
    def elements(html):
        return Counter(re.findall(r"<[a-z]+", html))

    shown = client.get("/conversations").text
    store.rename("", kept, payload)
    assert elements(client.get("/conversations").text) == elements(shown)
    assert elements(client.get("/conversations", params={"q": f"none {payload}"}).text) == elements(
        client.get("/conversations?q=none").text
    )
    assert elements(shown_with(payload)) == elements(shown_with("x"))
    assert elements(client.get(f"/conversations/{kept}/print").text)["<script"] == shown.count("<script") + 1
    written = client.get(f"/conversations/{kept}.md").text
    assert "<" not in written.replace("\\<", "")


def test_without_script_only_forms_of_this_server_are_sent(client):
    policy = client.get("/conversations").headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert "script-src 'self' 'unsafe-eval'" not in policy
