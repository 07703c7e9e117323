"""Fetching never reaches a private host, whatever a catalogue, a redirect or a name leads to."""

from __future__ import annotations

import asyncio
import datetime
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.library.fetching import fetch_texts
from assistant.library.public_hosts import PrivateHost, PublicHosts, is_public, resolve_host
from assistant.settings import Fetching, Settings
from corpus import EditionKey, Instrument

HARBOURS = EditionKey.parse("itu-pp/res-900/2030")
PUBLIC, OTHER_PUBLIC = "192.0.43.8", "2a00:1450::1"
Resolver = Callable[[str], object]


@pytest.mark.parametrize(
    ("rule", "address"),
    [
        ("this machine", "127.0.0.1"),
        ("all of this machine", "127.255.0.9"),
        ("any address", "0.0.0.0"),
        ("a private network", "10.1.2.3"),
        ("a private network", "172.16.0.1"),
        ("a private network", "192.168.1.1"),
        ("a carrier's network", "100.64.0.1"),
        ("a link", "169.254.169.254"),
        ("many hosts", "224.0.0.1"),
        ("all hosts", "255.255.255.255"),
        ("a reserved network", "240.0.0.1"),
        ("this machine, IPv6", "::1"),
        ("any address, IPv6", "::"),
        ("a link, IPv6", "fe80::1"),
        ("a link with its interface", "fe80::1%eth0"),
        ("unique-local", "fd12:3456::1"),
        ("site-local", "fec0::1"),
        ("many hosts, IPv6", "ff02::1"),
        ("documentation", "2001:db8::1"),
        ("IPv4-mapped", "::ffff:127.0.0.1"),
        ("IPv4-mapped, private", "::ffff:10.0.0.1"),
        ("IPv4-compatible", "::127.0.0.1"),
        ("NAT64", "64:ff9b::7f00:1"),
        ("6to4", "2002:7f00:1::1"),
        ("Teredo", "2001::7f00:1"),
        ("no address", "harbours"),
    ],
)
def test_a_private_address_is_not_public(rule: str, address: str):
    assert not is_public(address), rule


@pytest.mark.parametrize("address", [PUBLIC, OTHER_PUBLIC, f"::ffff:{PUBLIC}", "64:ff9b::c000:2b08"])
def test_an_address_on_the_internet_is_public(address: str):
    assert is_public(address)


# -- a server with a certificate -------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """A site that answers with a text, or leads on; it notes which host was asked for."""

    text: ClassVar[bytes] = b""
    location: ClassVar[str] = ""
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.headers["Host"], self.path))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", self.location)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.text)))
        self.end_headers()
        self.wfile.write(self.text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def certified(folder: Path, *names: str) -> Path:
    """Write a key and a certificate for some names into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, form, serialization.NoEncryption()) + certificate.public_bytes(pem)
    )
    return path


class ToThisMachine(httpx.AsyncBaseTransport):
    """Connects to a server of the test, whatever address is asked for, and notes the address."""

    def __init__(self, port: int, certificate: Path, unreachable: Sequence[str] = ()) -> None:
        context = ssl.create_default_context(cafile=certificate)
        self.real = httpx.AsyncHTTPTransport(verify=context)
        self.port, self.unreachable, self.connected = port, unreachable, list[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.connected.append(request.url.host)
        if request.url.host in self.unreachable:
            raise httpx.ConnectError("Network is unreachable", request=request)
        url = request.url.copy_with(host="127.0.0.1", port=self.port)
        return await self.real.handle_async_request(
            httpx.Request(request.method, url, headers=request.headers, extensions=request.extensions)
        )

    async def aclose(self) -> None:
        await self.real.aclose()


@pytest.fixture
def server(
    tmp_path: Path, harbours_text: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., ToThisMachine]]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Site, "text", harbours_text.encode())
    monkeypatch.setattr(Site, "asked", [])
    certificate = certified(tmp_path, "texts.example", "other.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    served = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    served.socket = context.wrap_socket(served.socket, server_side=True)
    served.handle_error = lambda *_: None  # a client that does not trust the certificate
    threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True).start()
    yield lambda *unreachable: ToThisMachine(served.server_port, certificate, unreachable)
    served.shutdown()
    served.server_close()


class Names:
    """Resolves names as a test says; each list of addresses is given once, the last for ever."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {f"{name}.example": answers for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.names:
            return await resolve_host(host)
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", fetching=Fetching(connect=2, seconds=10))


def fetched(at: Settings, address: str, names: Names, direct: httpx.AsyncBaseTransport):
    """Fetch a text from an address; return its row, or what was said of a host that was not reached."""
    instrument = Instrument(HARBOURS, "the text", "Lanterns", address=address)
    found = fetch_texts([instrument], at, network=lambda: PublicHosts(names, direct))
    return found.added[0] if found.added else found.unreached


def test_a_text_comes_from_the_address_that_was_checked_under_the_name_of_its_host(at: Settings, server):
    direct, names = server(), Names(texts=[[PUBLIC], ["127.0.0.1"]])
    row = fetched(at, "https://texts.example/harbours", names, direct)
    assert row.status == "added"
    assert direct.connected == [PUBLIC]
    assert names.asked == ["texts.example"], "a second look-up could lead elsewhere"
    assert Site.asked == [("texts.example", "/harbours")]


def test_the_certificate_must_be_that_of_the_name(at: Settings, server):
    unreached = fetched(at, "https://stranger.example/harbours", Names(stranger=[[PUBLIC]]), server())
    assert "certificate" in unreached["stranger.example"]
    assert Site.asked == []


def test_the_next_address_is_asked_where_one_cannot_be_reached(at: Settings, server):
    direct = server(OTHER_PUBLIC)
    names = Names(texts=[[OTHER_PUBLIC, PUBLIC]])
    assert fetched(at, "https://texts.example/harbours", names, direct).status == "added"
    assert direct.connected == [OTHER_PUBLIC, PUBLIC]


PRIVATE = [
    ("an address of this machine", "https://127.0.0.1/x"),
    ("another way to write it", "https://2130706433/x"),
    ("in short", "https://127.1/x"),
    ("its name", "https://localhost/x"),
    ("a name below it", "https://a.localhost/x"),
    ("a private network", "https://10.0.0.7:8443/x"),
    ("a link", "https://169.254.169.254/latest/meta-data"),
    ("IPv6", "https://[::1]/x"),
    ("IPv4 within IPv6", "https://[::ffff:10.0.0.7]/x"),
    ("a name that resolves to one", "https://inside.example/x"),
    ("a name with one such address among others", "https://both.example/x"),
    ("a name that resolves to one only now", "https://texts.example/x"),
]


@pytest.mark.parametrize(("rule", "address"), PRIVATE, ids=[row[0] for row in PRIVATE])
def test_a_redirect_to_a_private_host_is_not_followed(
    at: Settings, server, monkeypatch, rule: str, address: str
):
    monkeypatch.setattr(Site, "location", address)
    direct = server()
    names = Names(texts=[[PUBLIC], ["192.168.0.9"]], inside=[["fd00::1"]], both=[[PUBLIC, "10.0.0.7"]])
    row = fetched(at, "https://texts.example/away", names, direct)
    assert (row.status, row.reason) == ("quarantined", "unreadable"), rule
    assert f"https://texts.example/away: leads to {address}, and " in row.said
    assert "is not a public host" in row.said
    assert "\n" not in row.said
    assert direct.connected == [PUBLIC]
    assert Site.asked == [("texts.example", "/away")]


@pytest.mark.parametrize(("rule", "address"), PRIVATE[:-1], ids=[row[0] for row in PRIVATE[:-1]])
def test_a_catalogue_cannot_name_a_private_host_either(at: Settings, server, rule: str, address: str):
    direct = server()
    names = Names(inside=[["fd00::1"]], both=[[PUBLIC, "10.0.0.7"]])
    row = fetched(at, address, names, direct)
    assert row.said.startswith(f"{address}: not fetched, and "), rule
    assert "is not a public host; download the text with a browser" in row.said
    assert direct.connected == []


def test_a_redirect_from_one_public_host_to_another_is_followed(at: Settings, server, monkeypatch):
    monkeypatch.setattr(Site, "location", "https://other.example/harbours")
    names = Names(texts=[[PUBLIC]], other=[[OTHER_PUBLIC]])
    assert fetched(at, "https://texts.example/away", names, server()).status == "added"
    assert [host for host, _ in Site.asked] == ["texts.example", "other.example"]


def test_a_name_that_does_not_resolve_is_a_host_that_was_not_reached(at: Settings, server):
    for host in ("nowhere.invalid", f"{'a' * 70}.example"):
        unreached = fetched(at, f"https://{host}/x", Names(), server())
        assert list(unreached) == [host]


# -- behind a proxy --------------------------------------------------------------------------------


def through_proxy(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Ask for an address where the environment names a proxy that nothing listens at."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    async def ask() -> None:
        async with httpx.AsyncClient(transport=PublicHosts(Names())) as client:
            await client.get(url)

    asyncio.run(ask())


def test_a_proxy_of_the_environment_is_used_and_resolves_names(monkeypatch):
    with pytest.raises(httpx.ConnectError):
        through_proxy(monkeypatch, "https://texts.example/x")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost", "[::ffff:10.0.0.7]", "10.0.0.7"])
def test_no_proxy_is_asked_for_a_private_address(monkeypatch, host: str):
    with pytest.raises(PrivateHost):
        through_proxy(monkeypatch, f"https://{host}/x")
