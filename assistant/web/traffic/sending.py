"""Responses are sent in pieces: a client that reads nothing makes the server hold no copy of them.

uvicorn waits between two messages until the client has taken what was sent, but puts a whole message into
the buffer of its connection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Send

PIECE = 64 * 1024
"""Bytes that are sent at once."""


class Unread:
    """Counts what was made for each client and is not yet received by it."""

    def __init__(self, most: int) -> None:
        """Allow so many bytes a client, and beyond them one response."""
        self._most = most
        self._bytes: Counter[str] = Counter()

    def is_full(self, client: str) -> bool:
        """Return True if a client must first receive what was made for it."""
        return self._bytes[client] > self._most

    @contextmanager
    def counted(self, client: str, size: int) -> Iterator[None]:
        """Count so many bytes while they are sent."""
        self._bytes[client] += size
        try:
            yield
        finally:
            self._bytes[client] -= size
            if not self._bytes[client]:
                del self._bytes[client]


async def send_in_pieces(body: bytes, send: Send, *, more: bool = False) -> None:
    """Send a part of a response, its last unless there is more."""
    seen = memoryview(body)
    for start in range(0, max(len(body), 1), PIECE):
        piece, is_last = bytes(seen[start : start + PIECE]), start + PIECE >= len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more or not is_last})
