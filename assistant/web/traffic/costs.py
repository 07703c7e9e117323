"""What each route costs. A route that is not in the table is a plain page; a test names those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from starlette.routing import compile_path

import assistant.web.routes  # noqa: F401  it registers the convertor of numbers in paths


class Cost(StrEnum):
    """What a request costs.

    PLAIN         little: a page that is read, a style, a script
    PAGE          a page that is computed: compared, searched, drawn
    EXPORT        a file of a person's own
    SHARED_EXPORT a file that is the same for everybody: it is made once and kept
    UPLOAD        a form with files
    CALL          a call of a program
    QUESTION      a call that may be a question; it never waits for anything but other questions
    WATCH         a monitor's look at the server; it is never refused
    """

    PLAIN = "plain"
    PAGE = "page"
    EXPORT = "export"
    SHARED_EXPORT = "shared export"
    UPLOAD = "upload"
    CALL = "call"
    QUESTION = "question"
    WATCH = "watch"


COSTS: Mapping[str, Cost] = {
    "/api/v1/ask": Cost.QUESTION,
    "/api/v1/{operation}": Cost.CALL,
    "/compare": Cost.PAGE,
    "/compare/{ending}": Cost.SHARED_EXPORT,
    "/concordance": Cost.PAGE,
    "/concordance.csv": Cost.SHARED_EXPORT,
    "/conversations": Cost.PAGE,
    "/conversations/{id}/print": Cost.PAGE,
    "/conversations/{id}/{turn:number}/print": Cost.PAGE,
    "/conversations/{id}/{turn:number}.{form}": Cost.EXPORT,
    "/conversations/{id}.{form}": Cost.EXPORT,
    "/download/{form}/{key:path}": Cost.SHARED_EXPORT,
    "/draft/selection/{ending}": Cost.EXPORT,
    "/draft/{session}/{number:number}": Cost.PAGE,
    "/duties": Cost.PAGE,
    "/duties/changes": Cost.PAGE,
    "/duties/export/{ending}": Cost.SHARED_EXPORT,
    "/duties/office": Cost.PAGE,
    "/duties/office/calendar.ics": Cost.SHARED_EXPORT,
    "/glossary": Cost.PAGE,
    "/healthz": Cost.WATCH,
    "/library": Cost.PAGE,
    "/library/add": Cost.UPLOAD,
    "/library/review": Cost.UPLOAD,
    "/library/check": Cost.PAGE,
    "/mcp": Cost.QUESTION,
    "/metrics": Cost.WATCH,
    "/readyz": Cost.WATCH,
    "/references": Cost.PAGE,
    "/start": Cost.PAGE,
}
"""The routes that cost more than a plain page, or must always answer. The first that fits counts."""


@dataclass(frozen=True, slots=True)
class Costing:
    """What a request costs, and the pattern of its route: the log names it where no route answers."""

    cost: Cost
    path: str = ""


_PATTERNS = tuple((compile_path(path)[0], Costing(cost, path)) for path, cost in COSTS.items())


def costing(path: str) -> Costing:
    """Return what a request for a path costs."""
    return next((found for pattern, found in _PATTERNS if pattern.match(path)), Costing(Cost.PLAIN))
