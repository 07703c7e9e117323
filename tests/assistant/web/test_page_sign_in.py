"""Where a sign-in is needed: what answers without one, how one gets in, how long one stays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.settings import Settings
from assistant.web.routes.sign_in import wanted_path
from assistant.web.security import counters
from assistant.web.security.authentication import COOKIE
from assistant.web.security.clients import BY_NAME, BY_NETWORK, GUESSES, Throttle, network_of
from assistant.web.security.clients import SECONDS as SECONDS_WRONG
from assistant.web.security.counters import Counters
from assistant.web.security.guard import is_for_programs
from assistant.web.security.sessions import MOST, SECONDS, Sessions
from assistant.web.server import application
from corpus.errors import ResolutionsError

CURATOR, READER = ("anna", "lanterns on the pier"), ("rolf", "willows and reeds")
HERE = "http://127.0.0.1"
pytestmark = pytest.mark.usefixtures("one_chat")


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at once: how long it has to take is a question for the tests of accounts."""
    monkeypatch.setattr("assistant.administration.accounts.PasswordHasher", lambda: QUICK)


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """A home with two accounts; what is answered from lies elsewhere."""
    accounts = Accounts(tmp_path)
    accounts.add(*CURATOR, Role.CURATOR)
    accounts.add(*READER, Role.READER)
    return tmp_path


@pytest.fixture
def app(assistant, at: Path):
    return application(assistant, Settings(home=at, sign_in=True))


@pytest.fixture
def client(app):
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str, password: str, then: str = "/library"):
    return client.post("/sign-in", data={"name": name, "password": password, "then": then})


@pytest.fixture
def curator(client: TestClient) -> TestClient:
    assert sign_in(client, *CURATOR).status_code == 303
    return client


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    assert sign_in(client, *READER).status_code == 303
    return client


# -- what answers without a sign-in -----------------------------------------------------------------------

OPEN = {"/healthz", "/readyz", "/sign-in"}
GRADIO = [
    "/chat", "/chat/", "/chat/gradio_api/startup-events", "/chat/gradio_api/queue/join",
    "/chat/gradio_api/queue/data", "/chat/gradio_api/heartbeat/x", "/chat/gradio_api/cancel",
    "/chat/gradio_api/reset", "/chat/gradio_api/info", "/chat/gradio_api/app_id", "/chat/gradio_api/upload",
    "/chat/gradio_api/file=/etc/passwd", "/chat/config", "/chat/theme.css", "/chat/static/x",
    "/gradio.js", "/assets/x.js", "/nowhere", "/../library", "//library", "/library/",
    "/static/../library", "/static/page.js/../../library", "/sign-in/../library",
]  # fmt: skip


def routes(app) -> list[tuple[str, str]]:
    """Return every route that is ours as method and path, the paths filled in."""
    filled = {"key": "itu-pp/res-71/2022", "form": "json", "ending": "md"}
    found = []
    for one in (one for one in app.routes if isinstance(one, Route)):
        path = re.sub(
            r"\{(\w+)(:number)?[^}]*\}",
            lambda found: filled.get(found[1], "1" if found[2] else "one"),
            one.path,
        )
        found += [(method, path) for method in sorted(one.methods)]
    assert len(found) > 15
    return found


def is_open(path: str) -> bool:
    return path in OPEN


@pytest.mark.slow
def test_nothing_but_the_way_to_the_sign_in_answers_without_one(app, client, resolution):
    for method, path in [*routes(app), *((method, one) for one in GRADIO for method in ("GET", "POST"))]:
        if is_open(path):
            continue
        answer = client.request(method, path)
        assert answer.status_code in (401, 404), (method, path)
        assert resolution.title not in answer.text
        page = client.request(method, path, headers={"Accept": "text/html"})
        if is_for_programs(path):
            assert page.status_code == 401, (method, path)
            assert method == "HEAD" or page.json()["error"]["code"] == "key_needed"
            continue
        assert page.status_code in ((303, 404) if method == "GET" else (401, 404)), (method, path)
        if page.status_code == 303:
            assert page.headers["Location"].startswith("/sign-in?then=%2F")
    for method, path in routes(app):  # none of ours is merely closed
        if not is_open(path) and not is_for_programs(path):
            assert client.request(method, path).status_code == 401, path
            assert client.request(method, path).text == "Sign in first, at /sign-in.\n" or method == "HEAD"


def test_what_stays_open_says_nothing_of_what_is_held(client, resolution):
    assert client.get("/healthz").text == "alive\n"
    ready = client.get("/readyz")
    assert ready.json()["ready"] is True
    assert "notices" not in ready.json()
    assert resolution.name not in ready.text
    assert str(resolution.key) not in ready.text
    html = client.get("/sign-in").text
    assert resolution.name not in html
    assert "clauses" not in html
    assert 'href="/library"' not in html
    for name in ("page.css", "library.css", "page.js", "library.js"):
        assert client.get(f"/static/{name}").status_code == 200


def test_who_is_signed_in_is_answered_and_named(curator, app):
    for path in ("/", "/draft", "/library", "/read/itu-pp/res-71/2022", "/download/json/itu-pp/res-71/2022"):
        assert curator.get(path).status_code == 200, path
    assert set(curator.get("/readyz").json()) > {"ready", "clauses"}
    for path in ("/", "/draft", "/library"):
        html = curator.get(path).text
        assert "<span>anna</span>" in html
        assert 'action="/sign-out"' in html
        assert "form-action 'self'" in curator.get(path).headers["Content-Security-Policy"]
    assert curator.get("/chat/theme.css").status_code == 200  # Gradio's


def test_where_no_sign_in_is_needed_nobody_is_named_and_all_may_be_done(assistant, home):
    with TestClient(
        application(assistant, Settings(home=home)), base_url=HERE, follow_redirects=False
    ) as here:
        html = here.get("/library").text
        assert "sign-out" not in html
        assert 'action="/library/add"' in html
        assert here.get("/sign-in?then=/draft").headers["Location"] == "/draft"
        assert sign_in(here, *CURATOR, then="/draft").headers["Location"] == "/draft"
        assert here.post("/sign-out").status_code == 404


def test_without_an_account_nothing_is_served(assistant, tmp_path):
    with pytest.raises(ResolutionsError, match="resolutions account add NAME --role curator"):
        application(assistant, Settings(home=tmp_path, host="0.0.0.0"))


# -- roles --------------------------------------------------------------------------------------------------

CURATORS = [
    ("POST", "/library/add"), ("POST", "/library/fetch"),
    ("POST", "/library/remove"), ("GET", "/library/remove?key=itu-pp/res-71/2022"),
    ("POST", "/library/forget"), ("POST", "/library/index"), ("GET", "/library/check"),
    ("POST", "/library/review"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), CURATORS)
def test_a_reader_changes_nothing(reader, method, path):
    answer = reader.request(method, path)
    assert (answer.status_code, answer.text) == (
        403,
        "Only a curator may do this; ask one, or sign in as one.\n",
    )


def test_every_route_that_changes_the_library_is_for_curators(app):
    ours = [
        (method, path) for method, path in routes(app) if path.startswith("/library/") and method != "HEAD"
    ]
    for_readers = {
        ("GET", "/library/progress"),
        *((method, path) for method, path in ours if "/drafts" in path),
    }
    assert set(ours) - for_readers == {(method, path.partition("?")[0]) for method, path in CURATORS}


def test_a_reader_sees_the_page_with_the_form_of_drafts_alone(reader):
    html = reader.get("/library").text
    assert 'id="texts"' in html
    assert set(re.findall(r"/library/[a-z/]+", html)) == {"/library/drafts"}
    assert html.count('type="file"') == 1
    assert reader.get("/library/progress").json() == {"running": False, "jobs": []}


def test_the_metrics_are_for_curators_who_have_signed_in(client):
    assert client.get("/metrics").status_code == 401
    sign_in(client, *READER)
    assert client.get("/metrics").status_code == 403
    sign_in(client, *CURATOR)
    assert "resolutions_requests_total" in client.get("/metrics").text


def test_a_reader_s_upload_is_refused_before_it_is_read(reader, monkeypatch):
    def read(*_):
        raise AssertionError("it was read")

    monkeypatch.setattr("assistant.web.routes.library.read_upload", read)
    assert reader.post("/library/add", files=[("files", ("a.txt", b"x" * 300_000))]).status_code == 403


# -- getting in ---------------------------------------------------------------------------------------------


def test_one_gets_in_with_name_and_password_and_goes_on_to_what_was_wanted(client):
    turned = client.get("/library?q=plan", headers={"Accept": "text/html"})
    assert turned.headers["Location"] == "/sign-in?then=%2Flibrary%3Fq%3Dplan"
    form = client.get(turned.headers["Location"]).text
    assert 'name="then" value="/library?q=plan"' in form or 'value="/library?q=plan"' in form
    answer = sign_in(client, *CURATOR, then="/library?q=plan")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/library?q=plan")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    assert f"Max-Age={SECONDS}" in cookie
    assert "Secure" not in cookie
    assert len(cookie.partition("=")[2].partition(";")[0]) >= 43
    assert client.get("/sign-in?then=/draft").headers["Location"] == "/draft"


def test_over_https_the_secret_goes_over_nothing_else(app):
    with TestClient(app, base_url="https://archive.example", follow_redirects=False) as client:
        assert "; Secure" in sign_in(client, *CURATOR).headers["Set-Cookie"]
        assert client.get("/library").status_code == 200


@pytest.mark.parametrize(
    ("rule", "name", "password"),
    [
        ("a wrong password", "anna", "willows and reeds"),
        ("an unknown name", "nobody", "lanterns on the pier"),
        ("neither", "", ""),
        ("a long one", "anna" * 1000, "x" * 10_000),
        ("a payload", '"><script>alert(1)</script>', "lanterns on the pier"),
        ("a NUL", "anna\0", "lanterns on the pier"),
    ],
)
def test_a_wrong_password_is_one_plain_sentence_and_says_not_which_was_wrong(client, rule, name, password):
    answer = sign_in(client, name, password)
    assert answer.status_code == 403, rule
    alert = answer.text.split('role="alert"')[1].split(">")[1].split("<")[0]
    assert alert == "Wrong name or password. Try again."
    assert "Set-Cookie" not in answer.headers
    assert "<script>alert" not in answer.text
    assert password not in answer.text or not password
    assert client.get("/library").status_code == 401


def test_a_damaged_file_of_accounts_lets_nobody_in_and_says_so(client, at):
    sign_in(client, *CURATOR)
    (at / "accounts.json").write_bytes(b"{}")
    assert client.get("/library").status_code == 401
    answer = sign_in(client, *CURATOR)
    assert answer.status_code == 503
    assert "accounts.json in RESOLUTIONS_HOME is damaged and lets nobody in" in answer.text
    assert str(at) not in answer.text


@pytest.mark.parametrize(
    ("rule", "then", "path"),
    [
        ("a page", "/library", "/library"),
        ("with a question", "/?clause=itu-pp%2Fa%23b&quote=1-2", "/?clause=itu-pp%2Fa%23b&quote=1-2"),
        ("nothing", "", "/"),
        ("another server", "https://example.org/", "/"),
        ("another server, without a scheme", "//example.org", "/"),
        ("three slashes", "///example.org", "/"),
        ("a backslash", "/\\example.org", "/"),
        ("a tab between", "/\t/example.org", "/"),
        ("a line", "/\n/example.org", "/"),
        ("a header", "/x\r\nSet-Cookie: a=b", "/"),
        ("a script", "javascript:alert(1)", "/"),
        ("no path", "library", "/"),
        ("a name and an address", "@example.org", "/"),
        ("a space", "/ /example.org", "/"),
        ("a turned one", "/\u202e", "/"),
        ("signing in again", "/sign-in?then=/", "/"),
        ("signing out", "/sign-out", "/"),
        ("a long one", "/" + "x" * 3000, "/"),
    ],
)  # fmt: skip
def test_one_goes_on_to_a_path_of_this_server_only(client, rule, then, path):
    assert wanted_path(then) == path, rule
    assert sign_in(client, *CURATOR, then=then).headers["Location"] == path
    assert client.get(f"/sign-in?then={quote(then)}").headers["Location"] == path


def test_one_gets_out(curator):
    secret = curator.cookies[COOKIE]
    answer = curator.post("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert curator.get("/library").status_code == 401
    assert curator.get("/library", headers={"Cookie": f"{COOKIE}={secret}"}).status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 10_000, "None", "../accounts.json"])
def test_a_secret_that_was_never_given_is_nobody_s(client, cookie):
    headers = {"Cookie": f"{COOKIE}={cookie}".encode()}
    assert client.get("/library", headers=headers).status_code == 401


# -- sessions -----------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(at: Path, clock: Clock) -> Sessions:
    return Sessions(Accounts(at), clock)


def begun(sessions: Sessions, name: str = "anna") -> str:
    kept = sessions.accounts.find(name)
    assert kept is not None
    return sessions.begin(kept)


def test_a_session_ends_after_half_a_day(sessions, clock):
    secret = begun(sessions)
    clock.time += SECONDS - 1
    assert sessions.account(secret).name == "anna"
    clock.time += 1
    assert sessions.account(secret) is None


@pytest.mark.parametrize("rule", ["removed", "another password", "another role"])
def test_a_session_ends_when_the_account_is_not_what_it_was(sessions, at, rule):
    secret, other = begun(sessions), begun(sessions, "rolf")
    accounts = Accounts(at)
    accounts.remove("anna")
    if rule != "removed":
        password = "another password" if rule == "another password" else CURATOR[1]
        accounts.add("anna", password, Role.READER if rule == "another role" else Role.CURATOR)
    assert sessions.account(secret) is None
    assert sessions.account(other).name == "rolf"


def test_an_account_has_so_many_sessions_and_ends_nobody_else_s(sessions):
    others = begun(sessions)
    first, second, *_ = [begun(sessions, "rolf") for _ in range(MOST + 1)]
    assert sessions.account(first) is None, "the oldest of that account ends"
    assert sessions.account(second).name == "rolf"
    assert sessions.account(others).name == "anna"
    assert len(json.loads(sessions.path.read_text())["sessions"]) == MOST + 1


@pytest.mark.parametrize("jump", [-SECONDS, -3600, 3600])
def test_after_a_clock_was_set_a_session_ends_half_a_day_early_or_late_at_most(sessions, clock, jump):
    before = begun(sessions)
    clock.time += jump
    after = begun(sessions)
    assert [sessions.account(secret).name for secret in (before, after)] == ["anna", "anna"]
    clock.time += SECONDS
    assert (sessions.account(before) is None) is (jump > 0)
    assert sessions.account(after) is None
    clock.time += SECONDS
    assert sessions.account(before) is None


def test_a_sign_in_at_a_wrong_time_ends_when_the_clock_is_right_again(at, clock):
    clock.time += 400 * 24 * 60 * 60
    secret = begun(Sessions(Accounts(at), clock))
    clock.time -= 400 * 24 * 60 * 60
    restarted = Sessions(Accounts(at), clock)
    assert restarted.account(secret) is None
    assert restarted.account(begun(restarted)).name == "anna"


def test_a_sign_in_survives_a_restart_of_the_server(assistant, at, curator, one_chat):
    again = application(assistant, Settings(home=at, sign_in=True))
    with TestClient(again, base_url=HERE, cookies=curator.cookies) as later:
        assert later.get("/library").status_code == 200
        later.post("/sign-out")
    assert curator.get("/library").status_code == 401, "who signs out is signed out of every server"


def test_the_file_of_sign_ins_is_for_its_owner_alone_and_has_no_secret(sessions):
    secret = begun(sessions)
    assert sessions.path.stat().st_mode & 0o777 == 0o600
    assert secret not in sessions.path.read_text()
    assert sessions.accounts.find("anna").hash not in sessions.path.read_text()
    assert [one.name for one in sessions.path.parent.iterdir() if one.name.endswith(".new")] == []


@pytest.mark.parametrize("rule", ["as it was", "removed", "another password", "ended"])
def test_after_a_restart_a_sign_in_counts_only_for_the_account_as_it_was(sessions, at, clock, rule):
    secret = begun(sessions)
    accounts = Accounts(at)
    if rule in ("removed", "another password"):
        accounts.remove("anna")
    if rule == "another password":
        accounts.add("anna", "another password", Role.CURATOR)
    if rule == "ended":
        clock.time += SECONDS
    found = Sessions(Accounts(at), clock).account(secret)
    assert (found is not None) is (rule == "as it was")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"sessions": [1]}', '{"sessions": [{"secret": "x"}]}', "\0\0",
             '{"sessions": [{"secret": "x", "name": "anna", "account": "", "end": "never"}]}'],
)  # fmt: skip
def test_a_damaged_file_of_sign_ins_signs_everybody_out_and_the_next_sign_in_mends_it(sessions, at, text):
    secret = begun(sessions)
    sessions.path.write_text(text)
    later = Sessions(Accounts(at), sessions.now)
    assert later.account(secret) is None
    assert later.account(begun(later)).name == "anna"


def test_two_servers_of_one_home_know_each_other_s_sign_ins(sessions, at):
    other = Sessions(Accounts(at), sessions.now)
    secret = begun(sessions)
    assert other.account(secret).name == "anna"
    other.end(secret)
    assert sessions.account(secret) is None


def test_where_sign_ins_cannot_be_written_one_is_signed_in_until_the_server_ends(
    sessions, monkeypatch, caplog
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.web.security.sessions.write_durably", full)
    assert sessions.account(begun(sessions)).name == "anna"
    assert "No space left on device" in caplog.text


# -- wrong passwords ----------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_nobody_gets_in_by_that_name_from_there_for_a_while(client, app):
    for _ in range(BY_NAME):
        assert sign_in(client, "anna", "a wrong password").status_code == 403
    answer = sign_in(client, *CURATOR)
    assert answer.status_code == 429
    assert "Too many wrong passwords. Sign-in is locked for 1 minute." in answer.text
    assert answer.headers["Retry-After"] == "60"
    assert 'value="anna"' in answer.text
    assert client.get("/library").status_code == 401
    assert sign_in(client, *READER).status_code == 303
    with TestClient(app, base_url=HERE, client=("192.168.1.2", 1), follow_redirects=False) as elsewhere:
        assert sign_in(elsewhere, *CURATOR).status_code == 303, "who guesses locks nobody else out"


def test_after_twenty_wrong_passwords_from_one_address_nobody_gets_in_from_there(client, app):
    for number in range(BY_NETWORK):
        assert sign_in(client, f"name{number}", "a wrong password").status_code == 403
    assert sign_in(client, *CURATOR).status_code == 429
    with TestClient(app, base_url=HERE, client=("192.168.1.2", 1), follow_redirects=False) as elsewhere:
        assert sign_in(elsewhere, *CURATOR).status_code == 303


def test_the_right_password_in_between_begins_the_count_anew(client):
    for _ in range(3):
        for _ in range(BY_NAME - 1):
            assert sign_in(client, "anna", "a wrong password").status_code == 403
        assert sign_in(client, *CURATOR).status_code == 303


@pytest.mark.parametrize(
    ("more", "after", "minutes"),
    [
        (0, 0, 1),
        (0, 59, 1),
        (0, 60, 0),
        (1, 0, 2),
        (2, 61, 3),
        (3, 0, 8),
        (4, 0, 15),
        (20, 0, 15),
        (20, 900, 0),
    ],
)
def test_the_wait_doubles_is_told_in_minutes_and_ends(clock, more, after, minutes):
    counted = Throttle(Counters(now=clock))
    for _ in range(BY_NAME + more):
        counted.wrong("anna", "192.168.1.2")
    clock.time += after
    assert counted.wait("anna", "192.168.1.2") == minutes
    assert counted.wait("anna", "10.0.0.1") == 0


def test_what_was_wrong_long_ago_does_not_count(clock):
    counted = Throttle(Counters(now=clock))
    for _ in range(BY_NAME - 1):
        counted.wrong("anna", "192.168.1.2")
    clock.time += SECONDS_WRONG
    counted.wrong("anna", "192.168.1.2")
    assert counted.wait("anna", "192.168.1.2") == 0


@pytest.mark.parametrize(
    ("rule", "address", "network"),
    [
        ("an IPv4 address", "192.0.2.7", "192.0.2.7"),
        ("IPv4 as IPv6", "::ffff:192.0.2.7", "192.0.2.7"),
        ("an IPv6 address", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("its neighbour", "2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("another network", "2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("one of an interface", "fe80::1%eth0", "fe80::/64"),
        ("this machine", "::1", "::/64"),
        ("no address", "testclient", "testclient"),
        ("nothing", "", ""),
    ],
)
def test_addresses_of_one_network_count_as_one(rule, address, network):
    assert network_of(address) == network, rule


def test_guesses_from_one_network_of_ipv6_are_limited(app):
    """80 guesses, each from another address of one /64."""
    answers = []
    for number in range(80):
        with TestClient(app, base_url=HERE, client=(f"2001:db8::{number:x}", 1)) as guessing:
            answers.append(sign_in(guessing, "anna", f"guess {number}").status_code)
    assert answers == [403] * BY_NAME + [429] * (80 - BY_NAME)


def test_guesses_from_many_networks_are_limited_by_name_and_the_owner_gets_in(app, client):
    """Whoever has signed in from his network is not slowed by what others guess elsewhere."""
    assert sign_in(client, *CURATOR).status_code == 303
    answers = []
    for number in range(2 * GUESSES):
        with TestClient(app, base_url=HERE, client=(f"2001:db8:0:{number:x}::1", 1)) as guessing:
            answers.append(sign_in(guessing, "anna", f"guess {number}").status_code)
    assert (answers.count(403), answers.count(429)) == (GUESSES, GUESSES)
    assert sign_in(client, *CURATOR).status_code == 303
    with TestClient(app, base_url=HERE, client=("192.0.2.9", 1), follow_redirects=False) as elsewhere:
        refused = sign_in(elsewhere, *CURATOR)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "120")
        assert sign_in(elsewhere, *READER).status_code == 303, "other names are not slowed"


def test_so_many_guesses_of_a_name_are_free_in_an_hour_and_the_next_comes_in_two_minutes(clock):
    counted, taken = Throttle(Counters(now=clock)), 0
    for number in range(24 * 60):  # a guess a minute for a day, each from another network
        address = f"2001:db8:{number:x}::1"
        if not counted.wait("anna", address):
            counted.wrong("anna", address)
            taken += 1
        assert counted.wait("anna", "192.0.2.9") <= 60 / GUESSES
        clock.time += 60
    assert GUESSES * 24 <= taken <= GUESSES * 25


def test_what_is_remembered_of_wrong_passwords_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(counters, "MOST", 100)
    kept = Counters(now=clock)
    counted = Throttle(kept)
    for number in range(1000):
        counted.wrong(f"name{number}", f"address{number}")
        counted.right(f"name{number}", f"other{number}")
        clock.time += 1
    for kind in ("wrong passwords", "guesses of a name", "networks of a name"):
        assert 100 <= kept.change(lambda table, kind=kind: table.size(kind)) < 1000


# -- other sites --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def outside(assistant, tmp_path_factory):
    """A client that is not signed in, of pages that no test changes."""
    home = tmp_path_factory.mktemp("accounts")
    Accounts(home).add(*CURATOR, Role.CURATOR)
    with TestClient(application(assistant, Settings(home=home, sign_in=True)), base_url=HERE) as client:
        yield client


@pytest.mark.parametrize(
    ("rule", "method", "origin", "let_in"),
    [
        ("our own page", "POST", HERE, True),
        ("a program that is no browser", "POST", None, True),
        ("another site", "POST", "https://example.org", False),
        ("another port", "POST", "http://127.0.0.1:8000", False),
        ("a name that ends like ours", "POST", "http://x127.0.0.1", False),
        ("a page that hides where it is", "POST", "null", False),
        ("nothing", "POST", "", False),
        ("nonsense", "POST", "http://[", False),
        ("another site, only asked", "GET", "https://example.org", True),
        ("another site, other method", "OPTIONS", "https://example.org", False),
        ("another site, other method", "PUT", "https://example.org", False),
        ("another site, other method", "DELETE", "https://example.org", False),
    ],
)
@pytest.mark.parametrize("path", ["/draft", "/sign-in", "/library/index", "/chat/gradio_api/queue/join"])
def test_another_site_makes_nobody_send_anything(outside, path, rule, method, origin, let_in):
    answer = outside.request(method, path, headers={} if origin is None else {"Origin": origin})
    refused = answer.status_code == 403 and answer.text.startswith("Cross-site request blocked")
    assert refused is not let_in, rule


def test_behind_a_proxy_the_pages_have_the_proxy_s_name(app):
    with TestClient(app, base_url="https://archive.example", follow_redirects=False) as client:
        sign_in(client, *CURATOR)
        sent = client.post("/draft", content="draft=", headers={"Origin": "https://archive.example"})
        assert sent.status_code == 303
