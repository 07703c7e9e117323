"""The language model a person may configure: any server that speaks the OpenAI protocol.

LanguageModelFailed   one error, with the reason
├── absent            nothing answers at the address
├── slow              not done within the seconds that it was given
├── broken            it refuses, or what it sends cannot be read
└── cut-off           the answer ends before it is done

Its output is never trusted: every caller checks it. The client of the protocol stops at this
file, and is loaded when the first answer is asked for.

An answer that must follow a JSON schema is asked for in three ways: by the schema, as any JSON, as
text. A server that refuses one is asked in the next; what it takes is remembered while the process runs.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping
from enum import IntEnum
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

from assistant.plain_text import on_one_line
from assistant.settings import LanguageModel
from corpus.errors import ResolutionsError

if TYPE_CHECKING:
    import httpx

_TOKENS = 4096  # of an answer, with what a model thinks before it; one that needs more is cut off
_CHARACTERS = 100_000  # of an answer, should a server send more tokens than it was asked for
_CONNECT = 5.0  # seconds
_FIRST = 45.0  # seconds until anything comes: on two cores a small model reads 3,000 tokens that long
_LONGEST_MESSAGE = 160  # characters of what a server says of its own failure
REMEDY = "see RESOLUTIONS_LLM_BASE_URL and RESOLUTIONS_LLM_MODEL"
"""Where the environment configures a model; a page says instead what it offers."""
_UNKNOWN_FORM = (400, 415, 422, 501)  # how servers refuse a form of output that they do not have
_FAULT = 500
_PASSING = (408, 409, 425, 429, 500, 502, 503, 504)  # what may be over when it is asked again


class LanguageModelFailed(ResolutionsError):
    """There is no whole answer; `reason` is absent, slow, broken or cut-off, `status` the server's or 0."""

    code = "language-model-failed"

    def __init__(self, message: str, reason: str, status: int = 0) -> None:
        super().__init__(message)
        self.reason, self.status = reason, status

    @property
    def is_passing(self) -> bool:
        """Whether asking again may help."""
        return self.reason == "cut-off" or self.status in _PASSING


class Form(IntEnum):
    """How an answer by a schema is asked for, the strictest way first."""

    SCHEMA = 0
    JSON = 1
    TEXT = 2


Schema = Mapping[str, Any]
_forms: dict[LanguageModel, Form] = {}  # what each model took


class Writer(Protocol):
    """What completes a prompt: a configured model, or a fake in its place."""

    def complete(self, system: str, user: str, *, seconds: float, schema: Schema | None = None) -> str:
        """Return the answer, by a JSON schema where one is given. Raises LanguageModelFailed."""
        ...


class Client:
    """A configured model, asked over the network or on this machine."""

    def __init__(self, configured: LanguageModel, first: float = _FIRST) -> None:
        """Take what is configured, and the seconds until its first words; nothing is asked yet."""
        self.configured, self._first = configured, first

    def complete(self, system: str, user: str, *, seconds: float, schema: Schema | None = None) -> str:
        """Return the whole answer to a prompt.

        With a `schema` the answer is asked to be JSON that follows it; that it does is not certain. The
        seconds are on the clock, from the first byte asked to the last one read. Not to be called
        inside a running event loop. Raises LanguageModelFailed.
        """
        end = monotonic() + seconds
        if problem := unreachable(self.configured, min(seconds, _CONNECT)):
            raise self._failed("absent", problem)  # at once: the client takes a second to load
        form = _forms.get(self.configured, Form.SCHEMA) if schema else Form.TEXT
        while True:
            output: dict[str, Any] = {}
            if form == Form.SCHEMA:
                named = {"name": "answer", "strict": True, "schema": schema}
                output = {"response_format": {"type": "json_schema", "json_schema": named}}
            elif form == Form.JSON:
                output = {"response_format": {"type": "json_object"}}
            try:
                text = asyncio.run(self._timed(seconds, system, user, output))
            except LanguageModelFailed as error:
                # One of llama.cpp's servers calls a form that it does not have a fault of its own.
                is_fault = error.status == _FAULT and "response_format" in str(error)
                if form == Form.TEXT or not (is_fault or error.status in _UNKNOWN_FORM):
                    raise
                form, seconds = Form(form + 1), max(end - monotonic(), 0.1)
            else:
                if schema:
                    _forms[self.configured] = form
                return text

    async def _timed(self, seconds: float, system: str, user: str, output: Mapping[str, Any]) -> str:
        """Return the answer, or say in one way why there is none. Raises LanguageModelFailed."""
        import httpx
        import openai

        try:
            async with (
                asyncio.timeout(seconds),
                httpx.AsyncClient(
                    timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT)),
                    trust_env=not self.configured.is_local,  # no proxy stands before this machine
                    follow_redirects=False,  # what is asked goes to the address that was set, to no other
                ) as network,
            ):
                return await self._streamed(network, system, user, output)
        except (TimeoutError, openai.APITimeoutError, httpx.TimeoutException) as error:
            if isinstance(error.__cause__, httpx.ConnectTimeout):
                raise self._failed("absent", "does not answer") from error
            raise self._failed("slow", f"no whole answer after {seconds:g} s") from error
        except openai.APIStatusError as error:
            problem = f"answers {error.status_code}: {_message(error)}"
            raise self._failed("broken", problem, error.status_code) from error
        except openai.APIConnectionError as error:
            problem = f"cannot be reached ({_message(error.__cause__ or error)})"
            raise self._failed("absent", problem) from error
        except httpx.TransportError as error:  # it had begun to answer
            raise self._failed("cut-off", f"the answer breaks off ({_message(error)})") from error
        except (openai.OpenAIError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failed("broken", f"answers with an error: {_message(error)}") from error
        except (ValueError, TypeError, AttributeError, LookupError) as error:  # the client's, over what came
            raise self._failed("broken", f"what it sends cannot be read ({_message(error)})") from error

    async def _streamed(
        self, network: httpx.AsyncClient, system: str, user: str, output: Mapping[str, Any]
    ) -> str:
        """Read the answer piece by piece. Raises LanguageModelFailed, and what the client raises."""
        from openai import AsyncOpenAI

        text, end = "", ""
        request: dict[str, Any] = {
            "model": self.configured.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0.0,
            "max_tokens": _TOKENS,
            "extra_headers": _own_headers(self.configured.api_key or "none"),
            **output,
        }
        url, key = self.configured.base_url, self.configured.api_key or "none"
        client = AsyncOpenAI(base_url=url, api_key=key, max_retries=0, http_client=network)
        try:
            async with asyncio.timeout(self._first) as waiting:
                async for piece in await client.chat.completions.create(stream=True, **request):
                    waiting.reschedule(None)  # it has begun, be it to think
                    for choice in piece.choices:
                        text, end = text + (choice.delta.content or ""), choice.finish_reason or end
                    if len(text) > _CHARACTERS:
                        raise self._failed("broken", f"sends more than {_CHARACTERS:,} characters")
        except TimeoutError as error:
            raise self._failed("slow", f"no word after {self._first:g} s") from error
        if end != "stop":
            because = {"": "no end came", "length": f"longer than {_TOKENS} tokens"}.get(
                end, on_one_line(end)
            )
            raise self._failed("cut-off", f"the answer is cut off ({because})")
        if not text.strip():
            raise self._failed("broken", "the answer is empty")
        return text

    def _failed(self, reason: str, problem: str, status: int = 0) -> LanguageModelFailed:
        """Say what became of a call, and where to look."""
        model = f"language model '{self.configured.model}' at {self.configured.base_url}"
        return LanguageModelFailed(f"{model}: {problem}; {REMEDY}", reason, status)


def _own_headers(key: str) -> Mapping[str, Any]:
    """Return headers that replace those which the client takes from OpenAI's environment variables."""
    from openai import Omit

    lines = os.environ.get("OPENAI_CUSTOM_HEADERS", "").split("\n")
    names = [line.partition(":")[0].strip() for line in lines]
    omitted = dict.fromkeys(("OpenAI-Organization", "OpenAI-Project", *names), Omit())
    return {**omitted, "Authorization": f"Bearer {key}"}


def is_behind_proxy(configured: LanguageModel) -> bool:
    """Return True if a model is asked through a proxy; one on this machine never is."""
    return not configured.is_local and bool(getproxies())


def unreachable(configured: LanguageModel, seconds: float = _CONNECT) -> str:
    """Say why a model cannot be reached, or ''; where only a proxy knows the way it cannot be told.

    Nothing is sent: a connection is opened and closed, in a thread of its own, so that neither the look-up of
    a name nor a silent host is waited for any longer.
    """
    if is_behind_proxy(configured):
        return ""
    parts, problems = urlsplit(configured.base_url), ["does not answer"]
    address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))

    def connect() -> None:
        try:
            socket.create_connection(address, seconds).close()
            problems.append("")
        except TimeoutError:
            return
        except (OSError, UnicodeError) as error:  # a name with too long a part is no address
            problems.append(f"cannot be reached ({_message(error)})")

    probe = Thread(target=connect, daemon=True, name="probe")
    probe.start()
    probe.join(seconds)
    return problems[-1]


def _message(error: BaseException) -> str:
    text = on_one_line(" ".join(str(error).split())) or type(error).__name__
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
