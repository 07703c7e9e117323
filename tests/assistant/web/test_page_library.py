"""The library page: what it shows, what curators do on it, and what it refuses in a sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from assistant.library.adding import Upload, add_files
from assistant.library.fetching import Fetched
from assistant.library.library import Library, open_library
from assistant.library.quarantine import Quarantine
from assistant.library.storage import HomeInUse, Record
from assistant.opening import open_assistant, rebuild
from assistant.settings import Settings
from assistant.web.addresses import address as address_of
from assistant.web.library_page.forms import MAX_FILES, EditionChoice, SubmittedFiles, file_name
from assistant.web.library_page.jobs import MAX_WAITING, Jobs, Stage
from assistant.web.library_page.page import FormState, LibraryState, library_page
from assistant.web.library_page.texts import PAGE, missing_groups
from assistant.web.reading import reading
from assistant.web.security import guard
from assistant.web.server import application
from assistant.web.service import Service
from assistant.web.templating import escape, render
from assistant.web.wording import for_pages, without_places
from corpus import EditionKey
from corpus.catalogue import TEXTS
from corpus.errors import IndexUnavailable
from index.generation import current
from ingest import parse_source, text_source
from ingest.limits import Limits
from ingest.parse import Report

KEY = "itu-pp/res-900/2030"
LETTER = b"Article 1\n\nThe wardens meet yearly.\n"
QUESTION = "Resolution 900 resolves 1"
pytestmark = pytest.mark.usefixtures("short_packs", "one_chat")


@pytest.fixture(autouse=True)
def _small_model(model_of_words, monkeypatch: pytest.MonkeyPatch, read_here) -> None:
    del read_here
    for module in ("assistant.opening", "assistant.doctor"):
        monkeypatch.setattr(f"{module}.EmbeddingModel", lambda folder: model_of_words())


@pytest.fixture(scope="module")
def indexed(tmp_path_factory, model_of_words, short_packs) -> Path:
    """A home with its first index, to be copied."""
    del short_packs
    home = tmp_path_factory.mktemp("indexed") / "home"
    rebuild(open_library(home), Settings(home=home), model=model_of_words())
    return home


@pytest.fixture
def at(indexed: Path, tmp_path: Path) -> Settings:
    return settings(Path(shutil.copytree(indexed, tmp_path / "home")))


def settings(home: Path) -> Settings:
    return Settings(home=home, readers=2, limits=Limits(size=50_000))


@pytest.fixture
def client(at: Settings):
    with TestClient(application(open_assistant(at), at), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def still(indexed: Path, model_of_words):
    """A client of pages that no test changes."""
    assistant = open_assistant(settings(indexed), model=model_of_words())
    with TestClient(application(assistant, settings(indexed)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def service(at: Settings) -> Service:
    return Service(open_assistant(at), at)


def upload(client: TestClient, *files: tuple[str, bytes], **fields: str):
    """Send files as the form does, and wait for what becomes of them."""
    sent = [("files", (name, data)) for name, data in files]
    answer = client.post("/library/add", files=sent, data=fields, follow_redirects=False)
    settle(client)
    return answer


def settle(client: TestClient) -> None:
    until(lambda: not client.get("/library/progress").json()["running"])


def until(is_so, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it does not come about"
        time.sleep(0.02)


def page(client: TestClient, address: str = "/library") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def part(html: str, id_: str) -> str:
    """Return the words of one section."""
    return Words.of(html.split(f'id="{id_}"')[1].split("<section")[0])


class Words(HTMLParser):
    """The words of a page, and what would run or be loaded in it."""

    LOADED = ("script", "img", "iframe", "object", "embed", "svg", "style", "base", "audio", "video")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.words.append(data)

    @classmethod
    def of(cls, html: str) -> str:
        parser = cls()
        parser.feed(html)
        return " ".join("".join(parser.words).split())


def asked(client: TestClient) -> str:
    """Ask the assistant that the pages answer from."""
    service = client.app.state.service
    return service.now.assistant.ask([QUESTION]).text


def edited(text: str) -> bytes:
    return text.replace("dark piers", "bright piers").encode()


# -- what is held -------------------------------------------------------------------------------------


def test_the_page_says_what_is_held_where_it_came_from_and_how_it_was_parsed(still, resolution):
    html = page(still)
    said = part(html, "texts")
    assert f"1 text, {len(resolution.provisions)} clauses" in said
    assert "Resolution 71 (Rev. Bucharest, 2022)" in said
    assert "adopted in 2022" in said
    assert "in force On one page" in said
    assert "Parse report" not in said
    kept = part(html, "held")
    assert f"{len(resolution.provisions)} clauses, " in kept
    assert "50 questions in its pack" in kept
    assert "came with the program" in kept
    assert "3 lines removed, by step" in kept
    assert "Remove Resolution 71" not in html
    assert 'href="/?clause=itu-pp%2Fres-71%2F2022%23' in html
    assert "Decision 5 (Rev. Bucharest, 2022)" in html.split('id="cited"')[1]
    assert 'aria-current="page"' in html.split(">Library<")[0].rpartition("<a")[2]


def test_a_file_is_added_reported_and_answered_from_without_a_restart(client, harbours_text):
    before = asked(client)
    answer = upload(client, ("harbours.txt", harbours_text.encode()))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/library#work")
    html = page(client)
    done = part(html, "work")
    assert "Adding harbours.txt: done" in done
    assert f"harbours.txt – added as {KEY}: " in done
    assert "Lanterns along the harbours" in part(html, "texts")
    assert "from the file harbours.txt" in part(html, "held")
    assert client.get(f"/read/{KEY}").status_code == 200
    assert "lantern" not in before
    assert "every harbour shall keep a lantern" in asked(client)


def test_a_key_is_given_to_one_file(client):
    assert (
        upload(client, ("letter.txt", LETTER), body="itu", type="convention", year="2022").status_code == 303
    )
    assert "added as itu/convention/2022" in part(page(client), "work")


def test_other_words_replace_those_of_an_upload_with_the_tick_alone_whatever_its_name(client, harbours_text):
    upload(client, ("harbours.txt", harbours_text.encode()))
    upload(client, ("harbours.txt", harbours_text.encode()))
    assert f"is already in the library as {KEY}" in part(page(client), "work")
    upload(client, ("harbours.txt", edited(harbours_text)))
    assert "(same-edition)" in part(page(client), "work")
    assert "dark piers" in page(client, f"/?clause={KEY}%23instructs-harbour-council__para_2")
    upload(client, ("harbours.txt", edited(harbours_text)), replace="on")
    assert f"replaces the earlier text of {KEY}" in part(page(client), "work")
    upload(client, ("other.txt", harbours_text.encode()))
    assert f"{KEY} from harbours.txt, with different words" in part(page(client), "work")
    said = part(page(client), "review")
    assert "other.txt The library has this edition with other words." in said
    assert "differs from Resolution 900 (Rev. Lisbon, 2030), first instructs the Harbour Council 2." in said
    upload(client, ("other.txt", harbours_text.encode()), replace="on")
    assert "from the file other.txt" in part(page(client), "held")
    assert "No files were rejected" in part(page(client), "rejected")


WRONG = [
    ("a picture", "a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported"),
    ("a PDF cut off", "b.pdf", b"%PDF-1.4\n1 0 obj", "damaged"),
    ("nothing", "c.txt", b" \n", "empty"),
    ("a program", "d.txt", bytes(range(256)) * 20, "binary"),
    ("no edition", "e.txt", LETTER, "no-key"),
]


def test_a_text_that_supersedes_one_is_confirmed_by_a_tick(client: TestClient, harbours_text: str):
    newer = harbours_text.replace("2030", "2034").encode()
    upload(client, ("harbours.txt", harbours_text.encode()))
    upload(client, ("newer.txt", newer))
    said = (
        "newer.txt – Resolution 900 (Rev. Lisbon, 2034) would supersede Resolution 900 (Rev. Lisbon, 2030). "
        "If it is adopted and in force, tick it under “To review”. (supersedes)"
    )
    assert said in part(page(client), "work")
    assert "If you add the file, it supersedes the edition in the library." in part(page(client), "review")
    assert "2034" not in part(page(client), "texts")
    upload(client, ("newer.txt", newer), supersede="on")
    texts = part(page(client), "texts")
    assert "superseded by Resolution 900 (Rev. Lisbon, 2034)" in texts
    assert "No files were rejected." in part(page(client), "rejected")


def test_a_draft_is_listed_and_read_as_one_and_supersedes_nothing(client: TestClient, harbours_text: str):
    draft = f"DRAFT – NOT ADOPTED\n\n{harbours_text.replace('2030', '2034')}".encode()
    upload(client, ("harbours.txt", harbours_text.encode()))
    count = part(page(client), "texts").partition("clauses")[0]
    upload(client, ("draft.txt", draft))
    name = "Resolution 900 (Rev. Lisbon, 2034; draft, not adopted)"
    assert "added as itu-pp/res-900/2034 (a draft, not adopted)" in part(page(client), "work")
    texts = part(page(client), "texts")
    assert texts.startswith(count)
    assert "and 1 text not adopted" in texts
    assert f"{name} draft, not adopted" in texts
    assert "superseded" not in texts
    reader = Words.of(page(client, "/?clause=itu-pp/res-900/2034%23resolves__para_1"))
    assert "Draft, not adopted. In force: Resolution 900 (Rev. Lisbon, 2030) · Compare" in reader
    compared = page(client, "/compare?a=itu-pp/res-900/2030&b=itu-pp/res-900/2034")
    assert name in Words.of(compared)
    assert name in Words.of(page(client, "/compare"))
    assert name in Words.of(page(client, "/read/itu-pp/res-900/2034"))
    assert name in client.get("/download/json/itu-pp/res-900/2034").text
    duties = client.get("/duties/changes?a=itu-pp/res-900/2030&b=itu-pp/res-900/2034")
    assert f"{name} is not adopted." in Words.of(duties.text)
    assert "has no duties to list: it is not adopted" in Words.of(
        client.get("/duties?text=itu-pp/res-900/2034").text
    )
    for room in ("/duties", "/concordance?q=lantern", "/start", "/references"):
        assert "2034" not in Words.of(page(client, room)), room


def test_a_draft_of_an_adopted_text_is_refused_in_a_sentence(client: TestClient, harbours_text: str):
    upload(client, ("harbours.txt", harbours_text.encode()))
    upload(client, ("draft.txt", f"DRAFT {harbours_text}".encode()), replace="on", supersede="on")
    said = (
        "draft.txt – a draft of Resolution 900 (Rev. Lisbon, 2030), whose adopted text it cannot replace; to "
        "compare the two, give the draft a year of its own. Tick it under “To review”. (draft)"
    )
    assert said in part(page(client), "work")


def test_a_server_opens_an_edition_to_come_as_law_on_its_day(
    at: Settings, tmp_path: Path, harbours_text: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("RESOLUTIONS_TODAY", "2029-12-31")
    (tmp_path / "harbours.txt").write_text(harbours_text)
    add_files([tmp_path / "harbours.txt"], at)
    service = Service(open_assistant(at), at)
    key = EditionKey.parse(KEY)
    assert service.library.fresh().assistant.library.is_pending(key)
    monkeypatch.setenv("RESOLUTIONS_TODAY", "2030-01-01")
    service.library.fresh()
    until(lambda: service.now.assistant.library.holds(key))
    assert {one.edition for one in service.now.assistant.searcher.rows} >= {key}, "it is indexed too"


def test_a_bad_file_is_set_aside_with_its_reason_and_the_others_go_on(client, harbours_text):
    files = [(name, data) for _, name, data, _ in WRONG]
    upload(client, *files, ("harbours.txt", harbours_text.encode()))
    html = page(client)
    reasons = {one.file.removeprefix("upload:"): one.reason for one in aside(client)}
    assert set(reasons) == {name for name, _ in files}
    for rule, name, _, reason in WRONG:
        assert reasons[name] == reason, rule
        assert f"{name} – " in part(html, "work"), rule
        assert reason in part(html, "work"), rule
        assert name in part(html, "review" if reason == "no-key" else "rejected"), rule
    assert "Lanterns along the harbours" in part(html, "texts")
    assert "Check it under “To review”." in part(html, "work")


def aside(client: TestClient):
    home = client.app.state.service.settings.home
    return Quarantine(home, 0).files()


def test_what_was_set_aside_is_forgotten_when_a_curator_says_so(client):
    upload(client, ("letter.txt", LETTER))
    assert client.post("/library/forget", follow_redirects=False).headers["Location"] == "/library#rejected"
    assert aside(client) == ()
    assert "Clear this list" not in page(client)


def test_what_is_proposed_is_added_under_the_name_that_a_curator_gives(
    client: TestClient, harbours_text: str
):
    lamps = "Lamps of {}\n\nThe lamps are lit at dusk.\n"
    letters = [(f"{name}.txt", lamps.format(name).encode()) for name in "abc"]
    upload(client, *letters, ("a copy.txt", letters[0][1]), ("harbours.txt", harbours_text.encode()))
    html = page(client)
    assert "Sent also as a.txt." in part(html, "review")
    first, second, third = (one for one in aside(client) if one.file != "upload:a.txt")
    before = generation(client)
    fields = {
        **{f"accept-{one.id}": "on" for one in (first, second)},
        **{f"year-{one.id}": "2019" for one in (first, second)},
        **{
            f"instrument-{one.id}": f"pier-council/res-{number}" for number, one in enumerate((first, second))
        },
        f"name-{first.id}": "The Lamp Resolution",
        f"title-{first.id}": "Lamps and oil",
    }
    answer = client.post("/library/review", data=fields, follow_redirects=False)
    settle(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/library#work")
    html = page(client)
    assert "The Lamp Resolution" in part(html, "texts")
    assert "Lamps and oil" in part(html, "texts")
    assert "The Lamp Resolution" in Words.of(page(client, "/read/pier-council/res-0/2019"))
    assert "Lamps of c" in html.split('id="review"')[1]
    assert [one.id for one in aside(client)] == [third.id], "its copy is forgotten with it"
    assert generation(client) == before + 1, "one generation for all that was ticked"


def generation(client: TestClient) -> int:
    home = client.app.state.service.settings.home
    return int(current(home / "index").name.rpartition("-")[2])


REVIEWS = [
    ("nothing ticked", {}, "Tick at least one text."),
    ("no year", {"name": "A <b>name</b>"}, "a.txt: give the year of adoption in four digits."),
    ("no key", {"year": "2019", "instrument": "a b"}, "a.txt: 'a b' is no instrument key"),
    ("a long name", {"year": "2019", "instrument": "a/b", "name": "x" * 201}, "a.txt: the name is no line"),
]


@pytest.mark.parametrize(("rule", "fields", "said"), REVIEWS, ids=[row[0] for row in REVIEWS])
def test_a_wrong_review_is_refused_on_the_page_with_what_was_typed(client, rule, fields, said):
    upload(client, ("a.txt", LETTER))
    (one,) = aside(client)
    ticked = {f"accept-{one.id}": "on"} if fields else {}
    typed = {f"{name}-{one.id}": value for name, value in fields.items()}
    answer = client.post("/library/review", data=typed | ticked)
    assert answer.status_code == 400, rule
    assert said in part(answer.text, "review"), rule
    assert all(f'value="{escape(value)}"' in answer.text for value in fields.values())
    assert aside(client) == (one,), "it still waits"


def test_every_field_of_a_review_has_a_label(client: TestClient):
    upload(client, ("a.txt", LETTER), ("b.txt", b"The lamps are lit at dusk.\n"))
    html = page(client).split('id="review"')[1].split("</section>")[0]
    fields = re.findall(r'<input[^>]* id="([^"]+)"', html)
    assert len(fields) == 2 * 6
    assert sorted(fields) == sorted(re.findall(r'<label for="([^"]+)"', html))


def test_each_list_is_cleared_by_itself(client: TestClient):
    upload(client, ("a.txt", LETTER), ("b.txt", b" \n"))
    client.post("/library/forget", data={"list": "rejected"})
    assert [one.reason for one in aside(client)] == ["no-key"]
    upload(client, ("b.txt", b" \n"))
    client.post("/library/forget", data={"list": "review"})
    assert [one.reason for one in aside(client)] == ["empty"]


MANY = [(f"{number}.txt", LETTER) for number in range(MAX_FILES + 1)]
CHOICE = {"body": "itu-pp", "type": "res", "number": "900", "year": "2030"}
REFUSED = [
    ("no file", [], {"body": ""}, 400, "choose at least one"),
    ("an empty choice", [("", b"")], {}, 400, "choose at least one"),
    ("too many", MANY, {}, 413, f"{MAX_FILES + 1} files are too many; send at most {MAX_FILES} at once."),
    ("far too many", MANY * 6, {}, 400, "The form cannot be read"),
    ("too large", [("big.pdf", bytes(50_001))], {}, 413, "big.pdf: 50,001 bytes; give a file of at most 50"),
    ("an edition for two", MANY[:2], CHOICE, 400, "You chose one edition for 2 files"),
    ("a type alone", MANY[:1], {"type": "res"}, 400, "Choose who adopted it and the number and the year"),
    ("a year in words", MANY[:1], {**CHOICE, "year": "last"}, 400, "Choose the year (four digits)"),
    ("no such body", MANY[:1], {**CHOICE, "body": "<b>"}, 400, "Choose who adopted it of the file"),
    ("no such number", MANY[:1], {**CHOICE, "number": "<b>7"}, 400, "“&lt;b&gt;7” is no number"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "fields", "status", "said"), REFUSED)
def test_what_cannot_be_taken_is_said_in_a_sentence_and_nothing_is_lost(
    still, rule, files, fields, status, said
):
    before = part(page(still), "texts")
    answer = upload(still, *files, replace="on", **fields)
    assert answer.status_code == status, rule
    alert = answer.text.split('role="alert"')[1].split("</p>")[0]
    assert said in alert, rule
    assert part(page(still), "texts") == before
    assert aside(still) == ()
    if (files and status != 400) or fields.get("type"):
        assert "checked" in answer.text.split('name="replace"')[1].split(">")[0], rule
    if fields == CHOICE:
        assert '<option value="itu-pp" selected>' in answer.text
        assert 'value="2030"' in answer.text


@pytest.mark.parametrize(
    ("rule", "fields", "key"),
    [
        ("a numbered instrument", CHOICE, "itu-pp/res-900/2030"),
        ("a number with a slash", {**CHOICE, "body": "un-ga", "number": "79/226"}, "un-ga/res-79-226/2030"),
        ("a letter", {**CHOICE, "body": "itu-t", "type": "rec", "number": "U.1"}, "itu-t/rec-u-1/2030"),
        ("no number", {"body": "itu", "type": "convention", "year": "2022"}, "itu/convention/2022"),
    ],
)  # fmt: skip
def test_an_edition_is_chosen_by_body_type_number_and_year(rule, fields, key):
    chosen = EditionChoice.read(fields)
    assert str(chosen.key()) == key, rule
    assert EditionChoice.of(EditionKey.parse(key)).key() == chosen.key(), rule


def test_where_nothing_is_chosen_the_file_says_which_edition_it_is():
    assert EditionChoice.read({}).key() is None


def test_a_form_larger_than_all_files_may_be_is_refused(still, monkeypatch):
    monkeypatch.setattr("assistant.web.security.guard.MOST_UNREAD", dict.fromkeys(guard.MOST_UNREAD, 10_000))
    monkeypatch.setattr("assistant.web.library_page.forms.MAX_UPLOAD", 10_000)
    answer = upload(still, ("big.txt", b"x" * 20_000))
    assert answer.status_code == 413
    assert "more than 10,000 bytes together; send fewer at once" in answer.text


def test_what_is_no_form_with_files_is_refused_and_not_read(still):
    answer = still.post("/library/add", content=b"key=itu", headers={"Content-Type": "text/plain"})
    assert (answer.status_code, "choose at least one" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "path", ["/library", "/library/remove", "/library/forget", "/library/index", "/draft"]
)
def test_only_the_form_with_files_may_be_large(still, path):
    assert still.post(path, content=bytes(300_000)).status_code == 413


@pytest.mark.parametrize(
    ("rule", "sent", "name"),
    [
        ("a plain name", "res-25.pdf", "res-25.pdf"),
        ("folders above", "../../etc/passwd", "passwd"),
        ("a whole path", "/etc/shadow", "shadow"),
        ("Windows", "C:\\texts\\res.pdf", "res.pdf"),
        ("both", "a/b\\c.txt", "c.txt"),
        ("nothing", "", "file"),
        ("dots", "..", "file"),
        ("a folder", "texts/", "file"),
        ("controls", "a\x00b\r\nc.txt", "abc.txt"),
        ("a turned name", "a\u202etxt.exe", "atxt.exe"),
        ("what cannot be seen", "a\u200b\ufeff.txt", "a.txt"),
        ("letters with marks", "re\u0301s.txt", "rés.txt"),
        ("a long name", "a" * 300 + ".pdf", "a" * 130 + "…" + "a" * 15 + ".pdf"),
    ],
)
def test_a_file_s_name_is_its_last_part_as_one_sees_it(rule, sent, name):
    assert file_name(sent) == name, rule


def test_an_upload_leaves_nothing_beside_the_library(client, harbours_text, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "rejected"))
    (tmp_path / "rejected").mkdir()
    upload(client, ("harbours.txt", harbours_text.encode()), ("letter.txt", LETTER))
    assert list((tmp_path / "rejected").glob("resolutions-upload-*")) == []


# -- removing, indexing, examining ----------------------------------------------------------------------


def test_a_text_is_removed_after_a_page_has_asked(client, harbours_text):
    upload(client, ("harbours.txt", harbours_text.encode()))
    asking = page(client, f"/library/remove?key={KEY}")
    assert "Remove Resolution 900 (Rev. Lisbon, 2030)?" in asking
    assert "0 other texts cite it." in Words.of(asking)
    assert client.get(f"/read/{KEY}").status_code == 200
    assert client.post("/library/remove", data={"key": KEY}, follow_redirects=False).status_code == 303
    settle(client)
    assert "Removing Resolution 900 (Rev. Lisbon, 2030): done" in part(page(client), "work")
    assert client.get(f"/read/{KEY}").status_code == 404
    assert "lantern" not in asked(client)


@pytest.mark.parametrize(
    ("rule", "key", "said"),
    [
        ("the shipped text", "itu-pp/res-71/2022", "comes with the program and cannot be removed"),
        ("one that is not held", "itu-pp/res-999/2022", "is not in the library"),
        ("no key", "<b>", "&lt;b&gt;"),
        ("none", "", "alert"),
    ],
)
def test_what_cannot_be_removed_is_said(still, rule, key, said):
    for answer in (
        still.get("/library/remove", params={"key": key}),
        still.post("/library/remove", data={"key": key}),
    ):
        assert answer.status_code == 404, rule
        assert said in answer.text.split('role="alert"')[1].split("</p>")[0] + "alert", rule


def test_the_index_is_brought_up_to_date_when_a_curator_says_so(client, at, harbours_text, tmp_path):
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], at)  # as when the command line was stopped before it came to the index
    assert "gen-000001" in part(page(client), "index")
    client.post("/library/index")
    settle(client)
    assert "gen-000002" in part(page(client), "index")
    assert "every harbour shall keep a lantern" in asked(client)


def test_an_examination_says_what_is_well_and_what_is_not(client, at):
    assert "OK – home: RESOLUTIONS_HOME can be written" in Words.of(page(client, "/library/check"))
    vectors = next((at.home / "index" / "segments").glob("*/vectors.npy"))
    vectors.write_bytes(b"broken")
    said = Words.of(page(client, "/library/check"))
    assert "1 of" in said
    changed = f"segments/{vectors.parent.name}/vectors.npy"
    assert f"Problem – index: gen-000001: changed or missing: {changed}" in said


def test_no_page_names_a_folder_of_the_machine(client, at, harbours_text, tmp_path):
    folder = tmp_path / "secret folder"
    folder.mkdir()
    (folder / "harbours.txt").write_text(harbours_text)
    (folder / "letter.txt").write_bytes(LETTER)
    add_files([folder], at)
    rebuild(open_library(at.home), at)
    upload(client, ("other.txt", edited(harbours_text)))
    for address in ("/library", "/library/check", f"/library/remove?key={KEY}"):
        html = page(client, address)
        assert "secret folder" not in html, address
        assert str(tmp_path) not in html, address
    assert "other.txt The library has this edition with other words." in part(page(client), "review")
    assert "letter.txt " in part(page(client), "review")


@pytest.mark.parametrize(
    ("rule", "said", "shown"),
    [
        ("the home", "/h/data/index: no index yet", "RESOLUTIONS_HOME/index: no index yet"),
        ("a file", "/a b/c.pdf: nothing in it", "c.pdf: nothing in it"),
        ("an address", "https://example.org/c.pdf: answers 404", "c.pdf: answers 404"),
        ("a file that was sent", "held from upload:d.pdf", "held from d.pdf"),
        ("nothing", "all is well", "all is well"),
    ],
)
def test_places_are_taken_out_of_what_is_said(rule, said, shown):
    files = ["/a b/c.pdf", "https://example.org/c.pdf", "upload:d.pdf", "shipped"]
    assert without_places(said, files, Settings(Path("/h/data"))) == shown, rule


@pytest.fixture
def library(at) -> Library:
    return open_library(at.home)


def texts_shown(library: Library, at: Settings, asked: tuple[str, int]) -> str:
    """Return the HTML of the texts in the library."""
    html = str(
        render(
            "library.html",
            **library_page(LibraryState(library, (), (), (), at, curating=False), FormState(), *asked),
        )
    )
    return html.split('id="texts"')[1].split("<section")[0]


# -- cited texts that are not in the library ---------------------------------------------------------------


def listed(library: Library, at: Settings, *, curating: bool = True) -> str:
    return str(
        render(
            "library.html",
            **library_page(LibraryState(library, (), (), (), at, curating=curating), FormState()),
        )
    )


def test_every_reference_to_a_missing_text_leads_to_its_row(library, resolution, at):
    html = listed(library, at)
    targets = set(re.findall(r'href="/library#(holding:[^"]+)"', str(reading(resolution, library))))
    assert targets
    assert all(f'id="{one}"' in html for one in targets)


def test_a_missing_text_says_who_cites_it_and_a_curator_can_fetch_it(library, at):
    html = listed(library, at)
    for instrument in library.catalogue.instruments:
        if not library.holds(instrument.edition) and instrument.address:
            row = html.split(f'id="holding:{instrument.edition}"')[1].split("</li>")[0]
            assert str(escape(instrument.name)) in row
            assert f'href="{escape(instrument.address)}"' in row
            assert f'name="key" value="{instrument.edition}"' in row
            assert "Cited " in row
    assert "resolutions " not in Words.of(html), "the command line is not quoted on a page"
    reader = listed(library, at, curating=False)
    assert all(piece not in reader for piece in ("/library/fetch", "Parse report", 'id="add"', 'id="index"'))


def test_missing_texts_are_grouped_by_kind_and_ordered_by_how_often_they_are_cited(
    library, harbours_text, at
):
    text = harbours_text.replace("harbours without", "Resolution 901 (Lisbon, 2030) without")
    citing = parse_source(text_source(text), "harbours").edition()
    groups = missing_groups(Library((*library.editions, citing), library.catalogue))
    kinds = [one.kind for one in groups]
    assert "Resolutions, ITU Plenipotentiary Conference" in kinds
    assert len(kinds) == len(set(kinds))
    for group in groups:
        counts = [one.count for one in group.texts]
        assert counts == sorted(counts, reverse=True)
    rows = {id_: row for group in groups for row in group.texts for id_ in row.ids}
    cited = rows["holding:itu-pp/res-901/2030"]
    assert (cited.name, cited.official, cited.others) == ("Resolution 901 (Lisbon, 2030)", "", ())


def test_a_missing_edition_offers_the_one_that_is_in_the_library(library, resolution, harbours_text, at):
    text = harbours_text.replace("harbours without", "Resolution 71 (Rev. Dubai, 2018) without")
    citing = parse_source(text_source(text), "harbours").edition()
    html = listed(Library((*library.editions, citing), library.catalogue), at)
    row = html.split('id="holding:itu-pp/res-71/2018"')[1].split("</li>")[0]
    first = escape(address_of(resolution.id_of(resolution.provisions[0])))
    assert f'In the library: <a href="{first}">{resolution.name}</a>' in row
    assert "It is not in the library." in row


def test_a_text_cited_with_and_without_its_edition_has_one_row(library, harbours_text):
    cited = "Resolution 901 (Lisbon, 2030), United Nations General Assembly resolutions 95/7 and 95/8 without"
    text = harbours_text.replace("harbours without", cited)
    citing = parse_source(text_source(text), "harbours").edition()
    both = Library((*library.editions, citing), library.catalogue)
    rows = [row for group in missing_groups(both) for row in group.texts]
    ids = [id_ for row in rows for id_ in row.ids]
    assert len(ids) == len(set(ids))
    assert not [row.name for row in rows if row.name[0].isdigit()]
    assert len({row.name for row in rows}) == len(rows)


def test_the_form_for_a_missing_treaty_has_its_edition_chosen(still):
    html = page(still, "/library?add=itu/convention/2022")
    assert '<option value="convention" selected>' in html
    assert "Add Convention" in Words.of(html)
    assert "selected" not in page(still, "/library?add=itu-pp/dec-5/2022"), "its file says what it is"
    assert "selected" not in page(still, "/library?add=<b>")


@pytest.mark.parametrize(
    ("rule", "key", "said"),
    [
        ("no key", "<b>", "is no edition key"),
        ("a text without an official address", "itu-pp/res-4711/2022", "no address is known"),
    ],
)
def test_what_cannot_be_fetched_is_said_without_the_command_line(still, rule, key, said):
    answer = still.post("/library/fetch", data={"key": key})
    alert = answer.text.split('role="alert"')[1].split("</p>")[0]
    assert (answer.status_code, said in alert) == (404, True), rule
    assert "resolutions " not in alert


def test_without_a_network_fetching_says_which_host_cannot_be_reached_and_what_to_do(client, monkeypatch):
    def unreached(instruments, settings, *, watch):
        return Fetched((), {"www.example.org": "no answer"})

    monkeypatch.setattr("assistant.web.library_page.jobs.fetch_texts", unreached)
    sent = client.post("/library/fetch", data={"key": "itu-pp/dec-5/2022"}, follow_redirects=False)
    assert sent.headers["Location"] == "/library#work"
    settle(client)
    said = part(page(client), "work")
    assert "Fetching Decision 5 (Rev. Bucharest, 2022): failed" in said
    assert "www.example.org cannot be reached from this computer. Open the official address" in said


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("the index is damaged; run: resolutions index", "the index is damaged"),
        ("maybe a/res-1/2031; to judge it, run: resolutions add --review review.toml", "maybe a/res-1/2031"),
        ("'x' is not in the library; see: resolutions list", "'x' is not in the library"),
        ("download the text and run: resolutions add FILE --key x", "download the text"),
        (
            "it is at https://a.org/b; add it with: resolutions fetch x, or save it",
            "it is at https://a.org/b",
        ),
        ("the resolutions list their parts", "the resolutions list their parts"),
        ("nothing is wrong", "nothing is wrong"),
    ],
)
def test_the_command_line_is_taken_out_of_what_pages_say(message, shown):
    assert for_pages(message) == shown


# -- many texts -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thousand(harbours) -> Library:
    found = open_library(Path("/nowhere"))
    editions = tuple(
        replace(
            harbours,
            key=EditionKey.parse(f"itu-pp/res-{900 + number // 2}/{2026 + 4 * (number % 2)}"),
            name=f"Resolution {900 + number // 2} ({2026 + 4 * (number % 2)})",
            title=f"Lanterns of pier {number // 2:05}",
        )
        for number in range(1000)
    )
    records = {one.key: Record(f"/texts/{one.key.year}.pdf", "0" * 64) for one in editions}
    return Library(editions, found.catalogue, (), records)


def test_a_thousand_texts_come_page_by_page(thousand, at):
    shown = LibraryState(thousand, (), (), (), at, curating=True)
    html = str(render("library.html", **library_page(shown, FormState())))
    assert html.count('class="held-edition"') == PAGE
    assert f"Texts 1 to {PAGE} of 1,000" in html
    assert "500 texts and 500 earlier editions" in html
    assert len(html) < 400_000


@pytest.mark.parametrize(
    ("rule", "asked", "count", "said"),
    [
        ("by a word of the title", ("pier 00077", 0), 2, "1 text and 1 earlier edition"),
        ("by a name, in any letters", ("RESOLUTION 1001", 0), 2, "1 text and 1 earlier edition"),
        ("by key", ("res-1002/2030", 0), 1, "1 text,"),
        ("by words in any order", ("1003 lanterns", 0), 2, "1 text and 1 earlier edition"),
        ("nothing", ("zeppelin", 0), 0, "No text has “zeppelin”"),
        ("the last page", ("", 950), 50, "Texts 951 to 1,000 of 1,000"),
        ("beyond the last", ("", 5000), PAGE, "Texts 1 to"),
        ("a payload", ("<script>", 0), 0, "“&lt;script&gt;”"),
    ],
)
def test_texts_are_found_by_words_of_their_names_and_titles(thousand, at, rule, asked, count, said):
    html = texts_shown(thousand, at, asked)
    assert html.count('class="held-edition"') == count, rule
    assert said in html, rule
    assert "Remove" not in html


def test_the_ways_to_other_pages_keep_the_words_that_were_asked_for(thousand, at):
    titled = (replace(one, title=f"Oil & wicks, 100 % {one.title}") for one in thousand.editions)
    library = replace(thousand, editions=tuple(titled))
    html = texts_shown(library, at, ("oil & 100 %", PAGE))
    addresses = [urlsplit(unescape(one)) for one in re.findall(r'href="(/library\?q=[^"]*)"', html)]
    asked = [dict(parse_qsl(one.query)) for one in addresses]
    assert asked == [{"q": "oil & 100 %", "after": after} for after in ("0", str(2 * PAGE))]


def test_editions_of_one_instrument_stand_together_the_newest_first(thousand, at):
    html = texts_shown(thousand, at, ("pier 00077", 0))
    assert html.count("<h3>") == 1
    assert html.index("(2030)") < html.index("(2026)")
    assert html.index("newest in the library") < html.index("superseded by")


@pytest.mark.parametrize(
    "query", ["q=%00&after=-1", "after=99999999999999999999", "after=²", "q=" + "x" * 5000]
)
def test_an_address_with_nonsense_in_it_still_gives_the_page(still, query):
    assert "Add" in page(still, f"/library?{query}")


# -- jobs ------------------------------------------------------------------------------------------------


@pytest.fixture
def held_up(monkeypatch):
    """Files are added when the test says so."""
    go_on, begun = Event(), Event()

    def add(*_, **__):
        begun.set()
        assert go_on.wait(30)
        return ()

    monkeypatch.setattr("assistant.web.library_page.jobs.add_uploads", add)
    yield go_on, begun
    go_on.set()


def test_how_far_a_job_is_is_told_with_and_without_script(client, held_up):
    go_on, begun = held_up
    client.post("/library/add", files=[("files", ("a.txt", LETTER))])
    assert begun.wait(10)
    (job,) = client.get("/library/progress").json()["jobs"]
    assert (job["what"], job["stage"], job["over"]) == ("Adding a.txt", "reading", False)
    html = page(client)
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "data-running" in html
    go_on.set()
    settle(client)
    html = page(client)
    assert "refresh" not in html
    assert "data-running" not in html
    assert "Adding a.txt: done" in part(html, "work")


def test_one_job_at_a_time_and_only_so_many_wait(client, held_up):
    go_on, begun = held_up
    for number in range(MAX_WAITING + 1):
        client.post("/library/add", files=[("files", (f"{number}.txt", LETTER))])
        assert begun.wait(10)
    stages = [one["stage"] for one in client.get("/library/progress").json()["jobs"]]
    assert stages == ["waiting"] * MAX_WAITING + ["reading"]
    answer = client.post("/library/add", files=[("files", ("last.txt", LETTER))])
    assert answer.status_code == 503
    assert f"{MAX_WAITING} jobs are already waiting. Try again" in answer.text
    assert client.post("/library/index").status_code == 503
    go_on.set()
    settle(client)
    until(lambda: len(client.get("/library/progress").json()["jobs"]) == 5)  # the last ones


def failing(error: Exception):
    def fail(*_, **__):
        raise error

    return fail


FAILING = [
    ("another process writes", HomeInUse("another process is changing it"), "another process"),
    ("the disk is full", OSError(28, "No space left"), "no space left on the disk"),
    ("a fault of ours", ValueError("deep inside"), "an internal error (id "),
]


def test_a_job_that_fails_says_why_and_the_next_one_is_done(client, monkeypatch, caplog, harbours_text):
    for number, (rule, error, said) in enumerate(FAILING):
        with monkeypatch.context() as patched:
            patched.setattr("assistant.web.library_page.jobs.add_uploads", failing(error))
            upload(client, (f"{number}.txt", LETTER))
        told = part(page(client), "work")
        assert f"Adding {number}.txt: failed" in told, rule
        assert said in told, rule
        assert "deep inside" not in told, rule
        assert ("deep inside" in caplog.text) is isinstance(error, ValueError), rule
    upload(client, ("harbours.txt", harbours_text.encode()))
    assert "Lanterns along the harbours" in part(page(client), "texts")


def test_a_library_whose_index_cannot_be_made_is_served_by_its_words(client, monkeypatch, harbours_text):

    monkeypatch.setattr(
        "assistant.web.library_page.jobs.rebuild", failing(IndexUnavailable("the new index failed its check"))
    )
    monkeypatch.setattr("assistant.opening.rebuild", failing(IndexUnavailable("no index")))
    upload(client, ("harbours.txt", harbours_text.encode()))
    html = page(client)
    assert "the new index failed its check" in part(html, "work")
    assert f"added as {KEY}" in part(html, "work")
    assert "by their words alone" in part(html, "index")
    assert client.get(f"/read/{KEY}").status_code == 200


def test_another_process_that_writes_gives_its_sentence(client, at, harbours_text):
    code = (
        "import sys; from pathlib import Path; from assistant.library.storage import writing\n"
        "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(at.home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    ) as other:  # fmt: skip
        assert other.stdout.readline() == "held\n"
        upload(client, ("harbours.txt", harbours_text.encode()))
        other.stdin.close()
    told = part(page(client), "work")
    assert "failed" in told
    assert "another process is changing the library; wait until it has ended" in told


def test_a_job_that_changes_nothing_leaves_what_is_answered_from(service, harbours_text, tmp_path):
    folder = TemporaryDirectory(dir=tmp_path)
    letter = Path(folder.name, "0")
    letter.write_bytes(LETTER)
    before, jobs = service.now, Jobs(service)
    jobs.add(SubmittedFiles((Upload("letter.txt", letter),), folder))
    until(lambda: jobs.all[0].is_over)
    (job,) = jobs.all
    assert (job.stage, job.done, job.total, job.rows[0].reason) == (Stage.DONE, 1, 1, "no-key")
    assert service.now is before
    assert not letter.exists()


def test_a_text_in_the_place_of_the_shipped_one_is_marked(client):
    words = (TEXTS / "resolution-71-bucharest-2022.txt").read_bytes()
    upload(client, ("copy.txt", words.replace(b"strategic plan", b"lantern plan")), replace="1")
    said = part(page(client), "held")
    assert "from the file copy.txt, not the text that comes with the program" in said


# -- what another process changes ------------------------------------------------------------------------


def test_what_the_command_line_adds_is_answered_from_without_a_restart(client, at, harbours_text, tmp_path):
    page(client)
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], at)
    page(client)
    assert client.get(f"/read/{KEY}").status_code == 404  # the library is not whole without its index
    rebuild(open_library(at.home), at)
    until(lambda: page(client) and client.get(f"/read/{KEY}").status_code == 200)
    assert "every harbour shall keep a lantern" in asked(client)


def test_a_question_that_is_being_answered_keeps_its_state(service, at, harbours_text, tmp_path):
    before = service.now
    file = tmp_path / "harbours.txt"
    file.write_text(harbours_text)
    add_files([file], at)
    rebuild(open_library(at.home), at)
    service.library.reopen()
    assert service.now is not before
    assert before.assistant.library.find(EditionKey.parse(KEY)) is None
    assert "lantern" not in before.assistant.ask([QUESTION]).text
    assert "lantern" in service.now.assistant.ask([QUESTION]).text
    assert service.now.assistant.searcher.model is before.assistant.searcher.model


# -- payloads --------------------------------------------------------------------------------------------

PAYLOADS = [
    "<script>window.ran=1</script>",
    '"><img src=//example.org/x onerror=window.ran=1>',
    "'><svg onload=window.ran=1>",
    "<iframe src=https://example.org></iframe>",
    "</title><script>window.ran=1</script>",
    "</textarea><script>window.ran=1</script>",
    "<a href=javascript:window.ran=1>x</a>",
    "<style>*{background:url(//example.org)}</style>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0;url=//example.org>",
    "<form action=//example.org><button>x</button></form>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<object data=//example.org></object>",
    "<embed src=//example.org>",
    "<video src=//example.org onerror=window.ran=1>",
    "<details open ontoggle=window.ran=1>",
    "<input autofocus onfocus=window.ran=1>",
    "<body onload=window.ran=1>",
    "<!--><script>window.ran=1</script>-->",
    "&lt;script&gt;<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>",
]


def test_a_payload_anywhere_is_text(client, at, harbours_text):
    files = []
    for number in range(0, len(PAYLOADS), 4):
        title, clause, name, other = PAYLOADS[number : number + 4]
        text = harbours_text.replace("900", str(800 + number)).replace("are dark;", f"are dark {clause};")
        text = text.replace("Lanterns along the harbours", f"Lanterns {title} {name}")
        files += [(f"{name}.txt", text.encode()), (f"{other}.txt", LETTER)]
    upload(client, *files)
    check_inert(page(client))
    said = part(page(client), "texts") + part(page(client), "rejected")
    assert all(payload in said for number, payload in enumerate(PAYLOADS) if number % 4 == 0)
    for number, payload in enumerate(PAYLOADS):
        check_inert(client.get("/library", params={"q": payload}).text)
        check_inert(client.get("/library/remove", params={"key": payload}).text)
        check_inert(client.get("/library/remove", params={"key": f"itu-pp/res-{800 + number}/2030"}).text)
        refused = client.post("/library/add", files=[("files", ("a.txt", LETTER))], data={"type": payload})
        assert refused.status_code == 400
        check_inert(refused.text)


def check_inert(html: str) -> None:
    """Look that nothing is in a page that would run, load or send but what is ours."""
    ours = re.sub(r'<script(?: defer)? src="/static/[a-z_]+\.js"></script>', "", html)
    found = Words()
    found.feed(ours)
    assert not set(found.tags) & {*Words.LOADED, "textarea"}
    assert found.tags.count("title") == 1
    assert found.tags.count("body") == 1
    assert {
        one for one in re.findall(r'action="([^"]*)"', html) if not one.startswith(("/library", "/sign-"))
    } == set()
    assert not [one for one in found.attributes if one.startswith("on") or one in ("autofocus", "style")]


def test_a_report_that_is_long_is_cut(harbours, at):
    report = Report({}, (), tuple(range(1, 500)), (), tuple(f"warning {one}" for one in range(300)))
    record = Record("upload:a.txt", "0" * 64, report)
    library = Library((harbours,), open_library(at.home).catalogue, (), {harbours.key: record})
    html = str(
        render(
            "library.html",
            **library_page(LibraryState(library, (), (), (), at, curating=True), FormState()),
        )
    )
    assert "499 unplaced lines, 300 warnings" in html
    assert "and 280 more" in html
    assert "warning 25" not in html
