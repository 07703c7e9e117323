"""Each request has an id, is counted and is logged; what a server counts, in the form that Prometheus reads.

The response says the id as X-Request-Id. One that comes with a request is taken over from a proxy that the
settings name, where it is a plain word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from secrets import token_hex
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.administration.logs import log_event
from assistant.web.security.clients import Proxies

__all__ = ["CONTENT_TYPE", "HEADER", "Metrics", "RequestLog", "request_id"]

HEADER = "X-Request-Id"
_PLAIN = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_NO_ROUTE = "none"  # for what was refused before a route was looked for, or has none
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0)


class Metrics:
    """The counters of one server.

    questions by status; seconds of answers; requests by the pattern of their route and the class of their
    status; questions refused, by why; swaps of the generation; calls of the language model, by what came of
    them. No label has words of a person, so that there are only so many.
    """

    def __init__(self) -> None:
        """Use a separate registry, so that servers in one process do not share counters."""
        self._registry = CollectorRegistry()
        self.questions = self._counter("questions", "Questions by the status of their answer.", "status")
        self.requests = self._counter("requests", "Requests by route and class of status.", "route", "status")
        self.refused = self._counter("refused_questions", "Questions that were refused, by why.", "reason")
        self.swaps = self._counter("generation_swaps", "Times that another state of the library took over.")
        self.model = self._counter("language_model", "Answers asked of a language model.", "outcome")
        self.seconds = Histogram(
            "resolutions_answer_seconds",
            "Seconds that an answer took, without the language model.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def exposition(self) -> bytes:
        """Return all of it as text for Prometheus."""
        return generate_latest(self._registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"resolutions_{name}", about, labels, registry=self._registry)


class RequestLog:
    """Names, counts and logs requests."""

    def __init__(self, app: ASGIApp, metrics: Metrics, proxies: Sequence[str], chat: str) -> None:
        """Stand before an application; `chat` is where the chat's is mounted in it."""
        self.app, self._metrics, self._chat = app, metrics, chat
        self._proxies = Proxies(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        header, host = Headers(scope=scope).get(HEADER, ""), (scope.get("client") or ("",))[0]
        id_ = header if _PLAIN.fullmatch(header) and host in self._proxies else token_hex(8)
        started, status = perf_counter(), 500
        scope["state"] = {**scope.get("state", {}), "request_id": id_}

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id_
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            self._done(scope, status, perf_counter() - started)

    def _done(self, scope: Scope, status: int, seconds: float) -> None:
        """Count and log a request: the pattern of its route, never the address itself."""
        matched, state = scope.get("route"), scope["state"]
        account, event = state.get("account"), state.get("event")
        pattern = getattr(matched, "path", "")
        if isinstance(matched, Mount):  # "/static/…"
            pattern = f"{pattern}/…"
        elif pattern and scope["path"].startswith(f"{self._chat}/") and not pattern.startswith(self._chat):
            pattern = f"{self._chat}{pattern}"
        route = pattern or _NO_ROUTE
        self._metrics.requests.labels(route, f"{status // 100}xx").inc()
        log_event("request", {
            "request_id": request_id(scope),
            "method": scope["method"] if scope["method"].isalpha() else "",
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "role": str(account.role) if account else "",
            **({"action": str(event.action)} if event else {}),
        })  # fmt: skip


def request_id(scope: Scope) -> str:
    """Return the id of a request; '' for one that did not come through the log."""
    return str(scope.get("state", {}).get("request_id", ""))
