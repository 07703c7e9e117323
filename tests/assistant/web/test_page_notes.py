"""Notes and collections: written, shown, changed, exported; nobody sees another's; nothing typed is lost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import docx
import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.comparison.comparison import Comparisons
from assistant.comparison.counterparts import ClauseLocator
from assistant.library.library import Library
from assistant.notebook.note import StoredClause
from assistant.notebook.placing import by_text, placed, placed_in
from assistant.notebook.store import LONGEST_NOTE, NotebookStore
from assistant.scope.filters import Filters
from assistant.settings import Settings
from assistant.web.server import application
from corpus.catalogue import Catalogue
from ingest import parse_source, text_source

KEY = "itu-pp/res-71/2022"
ELSEWHERE = {"Origin": "http://else.example"}
HERE = "http://127.0.0.1"
CLAUSE = "itu-pp/res-71/2022#instructs-itu-council__para_1"
OTHER = "itu-pp/res-71/2022#instructs-itu-council__para_2"
GONE = "itu-pp/res-900/2030#resolves__para_1"
LOST = StoredClause(GONE, "Resolution 900 (Lisbon), resolves 1", "that every harbour keeps a lantern")
PERSIAN = "می\u200cخواهم: این بند مهم است"


@pytest.fixture(scope="module")
def app(assistant, tmp_path_factory):
    return application(assistant, Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture
def store(app, tmp_path):
    app.state.service.notebook = NotebookStore(tmp_path)
    return app.state.service.notebook


@pytest.fixture
def client(app, store):
    del store  # of this test alone
    with TestClient(app, base_url=HERE, headers={"Accept": "text/html"}) as client:
        yield client


@pytest.fixture
def words(assistant):
    return assistant.library.provision(_id(CLAUSE))[1].text


def _id(clause):
    return StoredClause(clause, "", "").id


def write(client, body="Ask the Council about this.", clause=CLAUSE, **fields):
    return client.post("/notes/on", data={"clause": clause, "body": body, **fields})


def id_of(answer):
    return answer.url.path.rpartition("/")[2]


def collect(client, *clauses, title="For Monday", **fields):
    return client.post("/collections/add", data={"clause": list(clauses), "title": title, **fields})


def test_a_note_on_a_whole_clause_is_written_by_form_listed_and_exported(client, words):
    assert "Write a note on this clause" in client.get("/", params={"clause": CLAUSE}).text
    form = client.get("/notes/on", params={"clause": CLAUSE}).text
    assert 'action="/notes/on"' in form
    assert "Saved." in write(client).text
    html = client.get("/notes").text
    assert "Ask the Council about this." in html
    assert words in html
    assert f'href="/?clause={CLAUSE.replace("/", "%2F").replace("#", "%23")}"' in html
    markdown = client.get("/notes.md").text
    assert "Ask the Council about this." in markdown
    assert "— Resolution 71" in markdown
    (note,) = json.loads(client.get("/notes.json").text)["notes"]
    assert (note["clause"], note["words"], note["note"]) == (CLAUSE, words, "Ask the Council about this.")
    file = docx.Document(BytesIO(client.get("/notes.docx").content))
    paragraphs = [paragraph.text for paragraph in file.paragraphs]
    assert "Ask the Council about this." in paragraphs
    assert words in paragraphs


def test_highlighted_words_come_by_their_place_or_as_they_are_typed(client, words):
    write(client, "", quote="3-12")
    write(client, "", words=words[5:20].strip())
    notes = json.loads(client.get("/notes.json").text)["notes"]
    assert {note["highlighted"] for note in notes} == {words[3:12], words[5:20].strip()}
    assert f"<mark>{words[3:12]}</mark>" in client.get("/notes").text
    shown = client.get("/notes/in/itu-pp/res-71/2022").text
    assert f'data-clause="{CLAUSE}" data-quote="3-12"' in shown


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"body": ""}, 400, "Write a note or give words to highlight."),
        ({"body": "kept words", "words": "purple lanterns"}, 400, "words are not in the clause"),
        ({"body": "kept words", "clause": GONE}, 404, "This clause is not in the library."),
        ({"body": "kept words", "clause": "<b>no address"}, 404, "This clause is not in the library."),
        ({"body": "kept words" * 10_000}, 400, "at most 20,000 characters; this one has 100,000."),
    ],
)
def test_what_cannot_be_saved_is_refused_in_a_sentence_and_the_text_stays(client, fields, status, sentence):
    answer = write(client, **fields)
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert not fields["body"] or f"\n{fields['body']}</textarea>" in answer.text
    assert "No notes yet." in client.get("/notes").text


def test_a_person_has_no_more_than_a_page_can_show_and_may_go_on_once_something_is_deleted(
    client, monkeypatch
):
    monkeypatch.setattr("assistant.notebook.store.MOST_WRITTEN", 40)
    monkeypatch.setattr("assistant.notebook.store.MOST_COLLECTED", 1)
    first = id_of(write(client, "x" * 30))
    refused = write(client, "y" * 20)
    assert (refused.status_code, "the limit of 40 characters in all your notes" in refused.text) == (
        400,
        True,
    )
    assert client.post(f"/notes/{first}", data={"body": "x" * 41, "version": "1"}).status_code == 400
    client.post(f"/notes/{first}/delete")
    assert write(client, "y" * 20).status_code == 200
    assert client.post(f"/notes/{first}/restore").status_code == 400
    collect(client, CLAUSE)
    answer = collect(client, CLAUSE, title="For Tuesday")
    assert (answer.status_code, "clauses in all your collections" in answer.text) == (400, True)
    assert "For Tuesday" not in client.get("/notes").text


def test_the_longest_note_in_any_script_fits_into_a_form(client):
    assert write(client, "𓂀" * LONGEST_NOTE).status_code == 200


def test_words_from_right_to_left_come_back_as_they_were_typed(client):
    answer = write(client, f"{PERSIAN}\n<script>alert(1)</script>")
    escaped = f"{PERSIAN}\n&lt;script&gt;alert(1)&lt;/script&gt;"
    assert escaped in answer.text
    assert f'dir="auto">{escaped}' in client.get("/notes").text
    assert json.loads(client.get("/notes.json").text)["notes"][0]["note"].startswith(PERSIAN)
    assert PERSIAN in client.get("/notes.md").text
    paragraphs = docx.Document(BytesIO(client.get("/notes.docx").content)).paragraphs
    assert PERSIAN in [paragraph.text for paragraph in paragraphs]


def test_of_two_windows_the_second_is_shown_both_texts_and_may_save_again(client):
    path = write(client).url.path
    assert client.post(path, data={"body": "the first window", "version": "1"}).status_code == 200
    refused = client.post(path, data={"body": "the second window", "version": "1", "clause": CLAUSE})
    assert refused.status_code == 409
    assert "This note was changed in another window" in refused.text
    assert "the first window" in refused.text
    assert "\nthe second window</textarea>" in refused.text
    version = re.search(r'name="version" value="(\d+)"', refused.text)[1]
    assert client.post(path, data={"body": "the second window", "version": version}).status_code == 200
    html = client.get("/notes").text
    assert ("the second window" in html, "the first window" in html) == (True, False)


def test_a_note_that_another_window_has_deleted_can_be_saved_as_a_new_one(client):
    path = write(client).url.path
    client.post(f"{path}/delete")
    answer = client.post(path, data={"body": "more words", "version": "1", "clause": CLAUSE})
    assert (answer.status_code, "\nmore words</textarea>" in answer.text) == (404, True)
    assert 'action="/notes/on"' in answer.text


def test_a_deleted_note_can_be_restored(client):
    path = write(client).url.path
    deleted = client.post(f"{path}/delete")
    assert (deleted.url.path, "was deleted" in deleted.text) == (path, True)
    assert "Ask the Council" not in client.get("/notes").text
    client.post(f"{path}/restore")
    assert "Ask the Council" in client.get("/notes").text


def test_a_full_disk_is_said_in_one_sentence_and_the_text_stays(client, store):
    path = write(client).url.path
    database = store._database
    (pages,) = database.execute("pragma page_count").fetchone()
    database.execute(f"pragma max_page_count = {pages}")
    long = "a long note " * 1_600
    for answer in (write(client, long), client.post(path, data={"body": long, "version": "1"})):
        assert answer.status_code == 503
        assert answer.text.count("database or disk is full") == 1
        assert long.strip() in answer.text
    assert "Ask the Council about this." in client.get("/notes").text


def test_a_note_on_a_text_that_was_removed_keeps_its_label_and_its_words(client, store):
    store.write("", LOST, 5, 10, "still mine")
    for page in (client.get("/notes").text, client.get("/notes.md").text.replace("\\", "")):
        assert LOST.label in page
        assert "still mine" in page
    html = client.get("/notes").text
    assert "that <mark>every</mark> harbour keeps a lantern" in html
    assert "no longer in the library" in html
    assert '<section aria-label="Resolution 900 (Lisbon)">' in html
    path = re.search(r'href="(/notes/[^"]+)" aria-label', html)[1]
    assert "Saved." in client.post(path, data={"body": "changed", "version": "1"}).text


def test_five_thousand_notes_are_listed(client, store, assistant):
    edition = assistant.library.edition(_id(CLAUSE).edition)
    clauses = [StoredClause.of(edition, provision) for provision in edition.provisions]
    with store._changing() as database:
        rows = [
            (
                str(at),
                "",
                on.clause,
                on.label,
                on.words,
                0,
                min(9, len(on.words)),
                f"note {at}",
                1,
                "2060",
                "",
            )
            for at in range(5_000)
            for on in [clauses[at % len(clauses)]]
        ]
        database.executemany("insert into note values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    html = client.get("/notes").text
    assert html.count('<li id="note-') == 5_000
    assert client.get("/notes/in/itu-pp/res-71/2022").text.count('class="own-note"') == 5_000


# -- collections ---------------------------------------------------------------------------------------------


def titles_of(html):
    return re.findall(r'aria-label="Remove: [^"]*?, ([^",]*)"', html)


def test_a_collection_is_filled_ordered_renamed_and_exported(client):
    path = collect(client, CLAUSE, OTHER).url.path
    added = collect(client, OTHER, f"{KEY}#resolves__para_nn_1", collection=path.rpartition("/")[2])
    assert added.url.path == path
    labels = titles_of(added.text)
    assert len(labels) == 3
    moved = client.post(f"{path}/move", data={"clause": OTHER, "way": "up"})
    assert titles_of(moved.text) == [labels[1], labels[0], labels[2]]
    assert "Tuesday" in client.post(f"{path}/rename", data={"title": "Tuesday"}).text
    removed = client.post(f"{path}/remove", data={"clause": OTHER})
    assert (titles_of(removed.text), "was removed." in removed.text) == ([labels[0], labels[2]], True)
    back = client.post(f"{path}/remove", data={"clause": OTHER, "way": "undo"})
    assert titles_of(back.text) == [labels[1], labels[0], labels[2]]
    markdown = client.get(f"{path}.md").text
    assert markdown.startswith("# Tuesday\n")
    assert markdown.count("\n— ") == 3
    assert len(json.loads(client.get(f"{path}.json").text)["collections"][0]["clauses"]) == 3
    assert client.get(f"{path}.docx").content.startswith(b"PK")


def test_the_clauses_of_a_collection_are_presented_and_saved(client):
    html = client.get(collect(client, CLAUSE, OTHER).url.path).text
    for start in ("/meeting?", "/handout/file?", "/handout?"):
        address = re.search(rf'["]({re.escape(start)}[^" ]*)', html)[1]
        shown = client.get(unescape(address)).text
        assert all(f'id="{clause}"' in shown for clause in (CLAUSE, OTHER)), address


def test_a_deleted_collection_can_be_restored(client):
    path = collect(client, CLAUSE).url.path
    assert "“For Monday” was deleted." in client.post(f"{path}/delete").text
    assert "For Monday" not in client.get("/notes").text
    assert "For Monday" in client.post(f"{path}/restore").text


def test_an_answer_and_a_drafters_selection_become_collections(client, app, assistant):
    conversations = app.state.service.conversations
    question = "What does the resolution instruct the ITU Council to do?"
    id_, number = conversations.append("", "", question, Filters(), assistant.ask([question]))
    html = client.get(f"/conversations/{id_}/{number}/collect").text
    assert f'value="{question}"' in html
    assert f'value="{CLAUSE}" checked' in html
    chosen = client.post("/collections/choose", data={"draft": "secret draft", "selection": [CLAUSE, OTHER]})
    assert (f'value="{OTHER}" checked' in chosen.text, "secret draft" in chosen.text) == (True, False)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"title": " "}, 400, "Give the collection a title of up to 120 characters."),
        ({"clause": [], "offered": [CLAUSE]}, 400, "Select at least one clause."),
        ({"clause": [CLAUSE, GONE]}, 404, "This clause is not in the library."),
        ({"collection": "none"}, 404, "Collection not found"),
    ],
)
def test_a_collection_that_cannot_be_is_refused_in_a_sentence(client, fields, status, sentence):
    answer = client.post("/collections/add", data={"clause": [CLAUSE], "title": "For Monday", **fields})
    assert (answer.status_code, sentence in answer.text) == (status, True)
    assert CLAUSE in answer.text


# -- whose they are ------------------------------------------------------------------------------------------


def test_nothing_of_one_account_is_seen_or_changed_by_another(assistant, tmp_path, monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: quick)
    for name in ("anna", "rolf"):
        Accounts(tmp_path).add(name, "lanterns on the pier", Role.READER)
    app = application(assistant, Settings(home=tmp_path, sign_in=True))
    with TestClient(app, base_url=HERE, headers={"Accept": "text/html"}) as client:

        def sign_in(name):
            client.cookies.clear()
            client.post("/sign-in", data={"name": name, "password": "lanterns on the pier"})

        sign_in("anna")
        note = write(client, "anna's secret").url.path
        collection = collect(client, CLAUSE, title="anna's secret").url.path
        client.post(f"{write(client, 'deleted secret').url.path}/delete")
        sign_in("rolf")
        for path in (
            "/notes",
            "/notes.json",
            "/notes.md",
            "/notes/in/itu-pp/res-71/2022",
            "/collections/add",
        ):
            assert "secret" not in client.get(path, params={"clause": CLAUSE}).text
        for path in (note, collection, f"{collection}.md", f"{collection}.docx"):
            answer = client.get(path)
            assert (answer.status_code, "secret" in answer.text) == (404, False)
            assert "not found; it may have been deleted" in answer.text
        data = {"body": "mine", "version": "1", "clause": CLAUSE, "title": "mine", "way": "up"}
        changes = ("rename", "move", "remove", "delete", "restore")
        for path in (note, f"{note}/delete", f"{note}/restore", *(f"{collection}/{way}" for way in changes)):
            answer = client.post(path, data=data)
            assert (answer.status_code, "secret" in answer.text) == (404, False), path
        assert collect(client, OTHER, collection=collection.rpartition("/")[2]).status_code == 404
        assert client.post("/notes/on", data=data, headers=ELSEWHERE).status_code == 403
        sign_in("anna")
        assert client.get("/notes").text.count("anna&#39;s secret") == 2


# -- editions ------------------------------------------------------------------------------------------------

TEXT = """\
RESOLUTION 930 (REV. {city}, {year})

Ropes of the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

{clauses}
"""
OLD = """\
1 that every pier shall keep a coil of hemp rope for the boats that come in at night;

2 that wardens shall splice what the winter storms have torn apart;

3 that the price of rope shall be written on a board beside the harbour gate."""
NEW = """\
1 that wardens shall splice promptly what the winter storms have torn apart;

2 that the price of rope shall be written on a slate beside the harbour gate."""


def edition(place, year, clauses):
    text = TEXT.format(city=place.upper(), place=place, year=year, clauses=clauses)
    return parse_source(text_source(text), "ropes").edition()


def test_a_note_is_shown_on_the_clause_of_a_newer_edition(store):
    then, now = edition("Osterley", 2027, OLD), edition("Willowford", 2031, NEW)
    locator = ClauseLocator(Comparisons(Library((then, now), Catalogue(()))))
    clauses = [StoredClause.of(then, provision) for provision in then.provisions if "para" in provision.eid]
    hemp, splice, price = clauses
    at = splice.words.index("winter storms")
    store.write("", hemp, 0, 0, "gone later")
    store.write("", splice, at, at + len("winter storms"), "moved")
    store.write("", price, price.words.index("board"), price.words.index("board") + 5, "reworded")
    notes = store.notes("", now.key.instrument)
    moved, reworded = placed_in(now, notes, locator)
    assert moved.on.words[moved.start : moved.stop] == "winter storms"
    assert moved.start == at + len("promptly ")
    assert moved.remarks == ("Your note on the 2027 edition.",)
    assert reworded.remarks[1] == "The highlighted words are no longer in this clause: “board”"
    ((name, listed),) = by_text(notes, locator)
    assert name == then.name
    assert listed[0].remarks == ("The 2031 edition has no corresponding clause.",)
    assert str(listed[1].newer) == "itu-pp/res-930/2031#resolves__para_1"


def test_words_are_found_again_in_a_clause_that_was_corrected(store):
    text = edition("Osterley", 2027, OLD)
    clause = StoredClause.of(text, text.provision("resolves__para_2"))
    store.write("", clause, 5, 12, "")
    store.write("", clause, 0, 0, "on all of it")
    corrected = edition("Osterley", 2027, OLD.replace("that wardens", "that all wardens"))
    locator = ClauseLocator(Comparisons(Library((replace(corrected),), Catalogue(()))))
    highlighted, whole = (placed(note, locator) for note in store.notes(""))
    assert (highlighted.start, highlighted.remarks) == (9, ())
    assert whole.remarks == ("The clause has changed since this note was written.",)
