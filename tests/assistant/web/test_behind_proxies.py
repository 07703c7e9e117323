"""Proxies as people configure them: the examples of the security README, and others with fewer headers."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from assistant.administration.accounts import Accounts, Role
from assistant.settings import Settings
from assistant.web.security.authentication import COOKIE
from assistant.web.server import application

ADDRESS = "https://texts.example"
NAME, PASSWORD = "anna", "lanterns on the pier"
README = Path(__file__).parents[3] / "assistant" / "web" / "security" / "README.md"
BARE = "server {\n    listen 443 ssl;\n    location / { proxy_pass http://127.0.0.1:7860; }\n}\n"
"""What somebody writes first: no header is passed on, and the server's own address is the Host."""
TEMPORARY = "client_body proxy fastcgi uwsgi scgi".split()


def example(kind: str) -> str:
    """Return an example of the security README."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


def nginx(text: str, port: int, server: str, folder: Path) -> list[str]:
    """Write a configuration of nginx for loopback without https; return the command that starts it."""
    text = re.sub(r"\s*ssl_certificate\w* [^;]+;", "", text).replace("443 ssl", f"127.0.0.1:{port}")
    paths = "".join(f"    {name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    text = text.replace("http://127.0.0.1:7860", server)
    main = f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{main}http {{\n    access_log off;\n{paths}{text}}}\n")
    return ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]


def caddy(text: str, port: int, server: str, folder: Path) -> list[str]:
    """Write a configuration of Caddy for loopback without https; return the command that starts it."""
    text = text.replace("texts.example {", f"http://texts.example:{port} {{\n    bind 127.0.0.1")
    text = text.replace("127.0.0.1:7860", server.removeprefix("http://"))
    (folder / "Caddyfile").write_text(f"{{\n    admin off\n    auto_https off\n}}\n{text}")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("behind a proxy") / "home"
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    Accounts(home, quick).add(NAME, PASSWORD, Role.CURATOR)
    return home


@pytest.fixture(scope="module")
def server(assistant, at: Path, served: Callable[..., str]) -> str:
    return served(assistant, at, sign_in=True, address=ADDRESS, proxies=("127.0.0.1",))


@pytest.fixture(
    scope="module",
    params=[("nginx", "nginx"), ("nginx", "bare"), ("caddy", "caddy")],
    ids=["nginx", "nginx without headers", "caddy"],
)
def proxy(request, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a proxy in front of the server; return its address."""
    program, kind = request.param
    if not shutil.which(program):
        pytest.skip(f"needs {program}")
    folder = tmp_path_factory.mktemp("proxy")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    write = nginx if program == "nginx" else caddy
    command = write(BARE if kind == "bare" else example(kind), port, server, folder)
    environment = {"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/bin"}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
    try:
        wait_for(port, process, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a proxy answers."""
    for _ in range(200):
        assert process.poll() is None, (folder / "output").read_text()
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the proxy does not answer")


def ask(proxy: str, method: str, path: str, **given) -> httpx.Response:
    headers = {"Host": "texts.example", **given.pop("headers", {})}
    return httpx.request(method, f"{proxy}{path}", headers=headers, timeout=60, **given)


def test_behind_a_proxy_one_signs_in_and_another_site_cannot(proxy):
    form = {"name": NAME, "password": PASSWORD, "then": "/library"}
    signed_in = ask(proxy, "POST", "/sign-in", data=form, headers={"Origin": ADDRESS})
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/library")
    assert "; Secure" in signed_in.headers["Set-Cookie"]
    foreign = ask(proxy, "POST", "/sign-in", data=form, headers={"Origin": "https://other.example"})
    assert foreign.status_code == 403
    cookie = {"Cookie": f"{COOKIE}={signed_in.cookies[COOKIE]}"}
    assert ask(proxy, "GET", "/library", headers=cookie).status_code == 200
    draft = ask(proxy, "POST", "/draft", data={"draft": "to trim"}, headers={**cookie, "Origin": ADDRESS})
    assert draft.status_code == 303
    assert ask(proxy, "GET", "/metrics", headers=cookie).status_code == 200


def test_behind_a_proxy_the_metrics_are_for_curators(proxy, at):
    assert ask(proxy, "GET", "/metrics").status_code == 401
    key = Accounts(at).add_key(NAME)
    answer = ask(proxy, "GET", "/metrics", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, "resolutions_requests_total" in answer.text) == (200, True)


# -- the rules, without a proxy -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "address", "host", "origin", "let_in"),
    [
        ("the proxy passes the host on", "", "texts.example", ADDRESS, True),
        ("it asks for the server's own", ADDRESS, "127.0.0.1:7860", ADDRESS, True),
        ("it does, and the address is not set", "", "127.0.0.1:7860", ADDRESS, False),
        ("on this machine, past the proxy", ADDRESS, "127.0.0.1:7860", "http://127.0.0.1:7860", True),
        ("another host than the address", ADDRESS, "evil.example", "https://evil.example", False),
        ("the address over http, also as the host", ADDRESS, "texts.example", "http://texts.example", False),
        ("a host that cannot be read", ADDRESS, "[::1", "http://[::1", False),
        ("another site", ADDRESS, "127.0.0.1:7860", "https://other.example", False),
        ("the address over http", ADDRESS, "127.0.0.1:7860", "http://texts.example", False),
        ("another port", ADDRESS, "127.0.0.1:7860", "https://texts.example:8443", False),
        ("a name that begins like the address", ADDRESS, "127.0.0.1:7860", f"{ADDRESS}.evil.example", False),
        ("a page that hides where it is", ADDRESS, "127.0.0.1:7860", "null", False),
        ("nothing", "", "127.0.0.1:7860", "", False),
    ],
)  # fmt: skip
def test_a_page_of_the_address_is_ours_whatever_host_is_asked(
    assistant, at, one_chat, rule, address, host, origin, let_in
):
    app = application(assistant, Settings(home=at, sign_in=True, address=address))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        answer = client.post("/sign-out", headers={"Host": host, "Origin": origin})
    assert (answer.status_code != 403) is let_in, rule


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-For": "192.0.2.7"}, {"Host": "127.0.0.1:7860"},
                                     {"X-Forwarded-For": "127.0.0.1"}, {"X-Real-Ip": "::1"}])  # fmt: skip
def test_no_header_opens_the_metrics(assistant, at, one_chat, headers):
    app = application(assistant, Settings(home=at, sign_in=True, proxies=("127.0.0.1",)))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        assert client.get("/metrics", headers=headers).status_code == 401
