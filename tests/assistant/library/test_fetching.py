"""Fetching: what may come from an address, and what is said when something else comes, or nothing."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from assistant.library.fetching import Fetched, fetch_texts, fetchable, instruments_to_fetch
from assistant.library.importing import Allowed
from assistant.library.library import Library, open_library
from assistant.library.quarantine import Quarantine
from assistant.settings import Fetching, Settings
from corpus import Catalogue, EditionKey, Instrument
from corpus.errors import ResolutionsError
from ingest.limits import Limits

HARBOURS = EditionKey.parse("itu-pp/res-900/2030")
OTHER = EditionKey.parse("itu-pp/res-901/2030")
CHARTER = EditionKey.parse("itu/charter/2030")
TREATY = EditionKey.parse("itu/convention/2030")
PAGE = b"<!DOCTYPE html>\n<html><head><title>Viewer</title></head><body><p>Loading</p></body></html>"
ARTICLES = b"Article 1\n\nThe wardens of this Convention meet yearly.\n"


class Site(BaseHTTPRequestHandler):
    """A site that answers as each test asks: one function a path."""

    texts: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        name = self.path.strip("/")
        hops, _, rest = name.partition("/")
        if name in self.texts:
            self.answer(self.texts[name])
        elif hops.isdigit():
            self.lead(f"/{int(hops) - 1}/{rest}" if int(hops) > 1 else f"/{rest}")
        elif name == "away":
            self.lead("http://harbours.example/text")
        elif name == "bad":
            self.lead("https://harbours.example:lantern/text")
        elif name == "without":
            self.send_response(302)
            self.end_headers()
        elif name == "file":
            self.lead("file:///etc/hostname")
        elif name == "drip":
            self.drip()
        elif name == "cut":
            self.answer(b"RESOLUTION 900", length=5000)
        else:
            self.send_error(404)

    def answer(self, body: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")  # what a server says of a type is not asked
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def drip(self) -> None:
        """Send a header a moment, for ever: no single wait is long."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for at in range(200):
                self.wfile.write(b"X-%d: drip\r\n" % at)
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Routed(httpx.AsyncBaseTransport):
    """Connects to servers of a test on this machine, each under the name of a host."""

    ports: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        self.plain = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        port = self.ports[request.url.host]
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)
        return await self.plain.handle_async_request(
            httpx.Request(request.method, url, headers=request.headers, extensions=request.extensions)
        )

    async def aclose(self) -> None:
        await self.plain.aclose()


@pytest.fixture
def site(harbours_text: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    texts = {"harbours": harbours_text.encode(), "page": PAGE, "articles": ARTICLES, "empty": b""}
    monkeypatch.setattr(Site, "texts", texts)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(Routed, "ports", {"site.example": server.server_port})
    yield "https://site.example"
    server.shutdown()
    server.server_close()


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", fetching=Fetching(connect=2, seconds=10))


def known(key: EditionKey, address: str) -> Instrument:
    """What a catalogue says of an edition."""
    return Instrument(key, "the text", "Lanterns", address=address)


def fetch(at: Settings, *instruments: Instrument, **options) -> Fetched:
    return fetch_texts(instruments, at, **{"network": Routed, **options})


def test_a_text_is_fetched_and_its_address_hash_and_day_are_kept(at: Settings, site: str, harbours_text: str):
    (row,) = fetch(at, known(HARBOURS, f"{site}/harbours")).added
    assert (row.file, row.status, row.key) == (f"{site}/harbours", "added", HARBOURS)
    library = open_library(at.home)
    record = library.records[HARBOURS]
    assert record.file == f"{site}/harbours"
    assert record.sha256 == hashlib.sha256(harbours_text.encode()).hexdigest()
    assert record.fetched == datetime.now(UTC).date().isoformat()
    assert library.edition(HARBOURS).name == "Resolution 900 (Rev. Lisbon, 2030)"


def test_what_is_fetched_again_is_unchanged_and_what_changed_replaces(at: Settings, site: str):
    instrument = known(HARBOURS, f"{site}/harbours")
    fetch(at, instrument)
    assert [one.status for one in fetch(at, instrument).added] == ["unchanged"]
    Site.texts["harbours"] = Site.texts["harbours"].replace(b"dark piers", b"bright piers")
    assert [one.status for one in fetch(at, instrument).added] == ["replaced"]


def test_a_treaty_is_taken_by_its_address(at: Settings, site: str):
    (row,) = fetch(at, known(TREATY, f"{site}/articles")).added
    assert (row.status, row.key) == ("added", TREATY)


def test_three_redirects_are_followed(at: Settings, site: str):
    assert [one.status for one in fetch(at, known(HARBOURS, f"{site}/3/harbours")).added] == ["added"]


REFUSED = [
    ("another edition", OTHER, "harbours", "other-edition", "is itu-pp/res-900/2030, not itu-pp/res-901"),
    ("no edition at all", HARBOURS, "articles", "other-edition", "does not say which edition it is"),
    ("a treaty that calls itself otherwise", CHARTER, "articles", "other-edition", "not itu"),
    ("a page", HARBOURS, "page", "unsupported", "answers with a web page"),
    ("a page for a treaty", TREATY, "page", "unsupported", "answers with a web page"),
    ("nothing", HARBOURS, "empty", "empty", "empty"),
    ("not there", HARBOURS, "nowhere", "missing", "answers 404 Not Found"),
    ("four redirects", HARBOURS, "4/harbours", "unreadable", "leads on more than 3 times"),
    ("a redirect to plain http", HARBOURS, "away", "unreadable", "leads to http://harbours.example"),
    ("a redirect to a file", HARBOURS, "file", "unreadable", "/etc/hostname, which is not https"),
    ("a redirect that cannot be read", HARBOURS, "bad", "unreadable", "Invalid port"),
    ("a redirect to nowhere", HARBOURS, "without", "missing", "answers 302 Found"),
    ("cut off", HARBOURS, "cut", "unreadable", "broke off"),
    ("a drip", HARBOURS, "drip", "time", "not there after 1 s"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "key", "path", "reason", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_else_comes_is_refused_with_a_reason_and_the_others_go_on(
    at: Settings, site: str, rule: str, key: EditionKey, path: str, reason: str, said: str
):
    if path == "drip":
        at = replace(at, fetching=replace(at.fetching, seconds=1))
    before = open_library(at.home).editions
    (row, second) = fetch(at, known(key, f"{site}/{path}"), known(HARBOURS, f"{site}/harbours")).added
    assert (row.status, row.reason) == ("quarantined", reason)
    assert said in row.said
    assert row.said.startswith(f"{site}/")
    assert "\n" not in row.said
    assert second.status == "added"
    assert [one.key for one in open_library(at.home).editions] == [*(one.key for one in before), HARBOURS]


def test_a_text_may_have_so_many_bytes(at: Settings, site: str):
    (row,) = fetch(replace(at, limits=Limits(size=100)), known(HARBOURS, f"{site}/harbours")).added
    assert row.reason == "too-large"
    assert "more than 100 bytes" in row.said


def test_what_came_and_is_no_such_text_is_set_aside(at: Settings, site: str):
    fetch(at, known(HARBOURS, f"{site}/page"))
    (one,) = Quarantine(at.home, at.quarantine).files()
    assert (one.file, one.reason, one.copied) == (f"{site}/page", "unsupported", True)


def test_plain_http_is_not_asked(at: Settings, site: str):
    (row,) = fetch(at, known(HARBOURS, f"{site}/harbours".replace("https", "http"))).added
    assert "not fetched, which is not https" in row.said


def test_a_host_that_is_not_there_is_asked_once_and_changes_nothing(at: Settings, site: str):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        Routed.ports["gone.example"] = taken.getsockname()[1]
    closed = "https://gone.example"
    fetched = fetch(
        at, known(HARBOURS, f"{closed}/a"), known(OTHER, f"{closed}/b"), known(HARBOURS, f"{site}/harbours")
    )
    assert list(fetched.unreached) == [closed.removeprefix("https://")]
    assert [one.status for one in fetched.added] == ["added"], "another host may answer"


def test_a_text_that_is_held_from_elsewhere_gives_way_only_when_that_is_said(at: Settings, site: str):
    fetch(at, known(HARBOURS, f"{site}/harbours"))
    Site.texts["again"] = Site.texts["harbours"].replace(b"dark piers", b"bright piers")
    instrument = known(HARBOURS, f"{site}/again")
    (row,) = fetch(at, instrument).added
    assert row.reason == "same-edition"
    replaced = fetch(at, instrument, allowed=Allowed(replacing=True))
    assert [one.status for one in replaced.added] == ["replaced"]


# -- what is fetched -------------------------------------------------------------------------------


@pytest.fixture
def library(harbours) -> Library:
    instruments = (
        known(HARBOURS, "https://a.example/a"),
        known(OTHER, "https://a.example/b"),
        known(TREATY, ""),
    )
    return Library((harbours,), Catalogue(instruments))


def test_without_a_key_all_is_meant_that_has_an_address_and_is_not_held(library: Library):
    assert [one.edition for one in fetchable(library)] == [OTHER]


def test_a_key_is_meant_held_or_not(library: Library):
    assert [one.edition for one in instruments_to_fetch([HARBOURS], library)] == [HARBOURS]


@pytest.mark.parametrize("key", [TREATY, EditionKey.parse("itu-pp/res-1/1900")])
def test_a_key_without_an_address_is_named_with_the_remedy(library: Library, key: EditionKey):
    with pytest.raises(
        ResolutionsError, match=f"'{key}': no address is known.*resolutions add FILE --key {key}"
    ):
        instruments_to_fetch([key], library)
