"""Before a request is answered, what other processes changed is taken in: an ASGI layer around the pages.

A request then takes the state as it is. The chat, below its own path, compares when a question's turn comes.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.library_watch import LibraryWatch
from assistant.web.state import State


class Freshness:
    """Lets a request in once the state agrees with the disk."""

    def __init__(self, app: ASGIApp, library: LibraryWatch[State], without: Sequence[str]) -> None:
        """Stand before an application; below the paths `without`, nothing is said of a text."""
        self.app, self._library, self._without = app, library, tuple(without)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        is_compared = scope["type"] != "http" or scope["path"].startswith(self._without)
        if not is_compared and not self._library.agrees():
            await run_in_threadpool(self._library.fresh)
        await self.app(scope, receive, send)
