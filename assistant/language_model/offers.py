"""What language models a server offers, and which servers on this machine offer any.

A server is sent `GET /v1/models` and nothing else. It may be anything that listens at a usual port, so its
reply is read within a time and a size, no redirect is followed, and no proxy stands before this machine.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from assistant.plain_text import on_one_line
from assistant.settings import is_loopback
from corpus.errors import ResolutionsError

if TYPE_CHECKING:
    import httpx

_SECONDS = 1.0  # for a server on this machine
_REMOTE_SECONDS = 8.0
_MOST_BYTES = 1_000_000
_MOST_MODELS = 200
_LONGEST = 200  # characters of a model's name
_NO_READERS = ("embed", "rerank", "whisper", "tts")  # in the name of a model that writes no text


class LocalServer(NamedTuple):
    """A program that serves language models, and where it listens unless somebody changes that."""

    name: str
    port: int
    path: str = "/v1"


LOCAL_SERVERS = (
    LocalServer("Ollama", 11434),
    LocalServer("LM Studio", 1234),
    LocalServer("llama.cpp", 8080),  # LocalAI and MLX too
    LocalServer("vLLM", 8000),
    LocalServer("Jan", 1337),
    LocalServer("GPT4All", 4891),
    LocalServer("KoboldCpp", 5001),
    LocalServer("SGLang", 30000),
    LocalServer("Docker Model Runner", 12434, "/engines/v1"),
)
"""The servers that are looked for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A server on this machine and the names of its models, at least one."""

    server: str
    base_url: str
    models: tuple[str, ...]


class NoModels(ResolutionsError):
    """A server lists no models; the message is a sentence."""

    code = "no-models"


async def models_at(base_url: str, key: str = "") -> tuple[str, ...]:
    """Return the names of the models that a server lists. Raises NoModels."""
    import httpx

    is_local = is_loopback(urlsplit(base_url).hostname or "")
    most = _SECONDS if is_local else _REMOTE_SECONDS
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        async with (
            asyncio.timeout(most),
            httpx.AsyncClient(timeout=most, trust_env=not is_local, follow_redirects=False) as network,
            network.stream("GET", f"{base_url}/models", headers=headers) as response,
        ):
            if problem := _refusal(response.status_code, base_url, has_key=bool(key)):
                raise NoModels(problem)
            return _models(await _body(response, base_url), base_url)
    except (TimeoutError, httpx.TimeoutException):
        raise NoModels(f"{base_url} does not answer within {most:g} s.") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        cause = on_one_line(str(error))[:_LONGEST] or type(error).__name__
        raise NoModels(f"{base_url} cannot be reached ({cause}).") from None


def found_here(own_port: int) -> tuple[Offer, ...]:
    """Return which servers on this machine offer models; our own port is not asked.

    Not to be called inside a running event loop.
    """

    async def offered(server: LocalServer) -> Offer | None:
        base_url = f"http://127.0.0.1:{server.port}{server.path}"
        try:
            models = await models_at(base_url)
        except NoModels:
            return None
        writers = tuple(name for name in models if not any(part in name.lower() for part in _NO_READERS))
        return Offer(server.name, base_url, writers) if writers else None

    async def all_offered() -> list[Offer | None]:
        return await asyncio.gather(*(offered(one) for one in LOCAL_SERVERS if one.port != own_port))

    return tuple(offer for offer in asyncio.run(all_offered()) if offer)


def _refusal(status: int, base_url: str, *, has_key: bool) -> str:
    """Say why a response is no list of models, by its status, or ''."""
    if status == 200:
        return ""
    if status in (401, 403):
        return "The server does not take this key." if has_key else "The server asks for a key."
    if 300 <= status < 400:
        return f"{base_url} redirects to another address; give that one, if it is the server you mean."
    return f"{base_url}/models answers {status}; check the address, which often ends in /v1."


async def _body(response: httpx.Response, base_url: str) -> bytes:
    """Read a reply as it comes. Raises NoModels for one that is too large."""
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > _MOST_BYTES:
            raise NoModels(_no_list(base_url))
    return body


def _models(body: bytes, base_url: str) -> tuple[str, ...]:
    """Read the names of models; one that is no plain name is left out. Raises NoModels."""
    try:
        names = [row["id"] for row in json.loads(body)["data"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoModels(_no_list(base_url)) from None
    plain = [
        name for name in names if isinstance(name, str) and name.isprintable() and 0 < len(name) <= _LONGEST
    ]
    return tuple(dict.fromkeys(plain))[:_MOST_MODELS]


def _no_list(base_url: str) -> str:
    return f"What {base_url}/models sends is no list of models; check the address, which often ends in /v1."
