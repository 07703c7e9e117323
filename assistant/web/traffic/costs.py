"""What a request costs, and which routes cost more than a plain page."""

from __future__ import annotations

from enum import StrEnum
from re import Pattern
from typing import NamedTuple, Self

from starlette.routing import compile_path


class Cost(StrEnum):
    """What a request costs.

    PLAIN    little: a page that is read, a style, a script
    PAGE     a page that is computed: compared, searched, drawn
    EXPORT   a file to keep: of a text, a table, a conversation
    UPLOAD   a form with files
    CHECK    a form with a document that is checked, which takes a while
    CALL     a call of a program
    QUESTION a call that may be a question; it never waits for anything but other questions
    WATCH    a monitor's look at the server; it is never refused
    """

    PLAIN = "plain"
    PAGE = "page"
    EXPORT = "export"
    UPLOAD = "upload"
    CHECK = "check"
    CALL = "call"
    QUESTION = "question"
    WATCH = "watch"


class CostlyRoute(NamedTuple):
    """A route that costs more than a plain page, or must always answer."""

    path: str
    pattern: Pattern[str]
    cost: Cost

    @classmethod
    def at(cls, path: str, cost: Cost) -> Self:
        """Return the route with a path as Starlette writes it."""
        return cls(path, compile_path(path)[0], cost)
