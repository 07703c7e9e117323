"""How pages and files are served: what a page may load, the pages of the navigation."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import HTMLResponse, Response

from assistant.web.templating import Html
from corpus.errors import ResolutionsError, UnknownEdition

ROOMS = (
    ("Ask", "/"),
    ("Start here", "/start"),
    ("Duties", "/duties"),
    ("Compare", "/compare"),
    ("References", "/references"),
    ("Concordance", "/concordance"),
    ("Draft", "/draft"),
    ("Library", "/library"),
    ("Conversations", "/conversations"),
)
"""The pages that the navigation lists: name, path."""

POLICY = "; ".join([
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
])  # fmt: skip
"""What pages may load: nothing from elsewhere, nothing inline."""


def served(
    html: Html, status: int = 200, headers: Mapping[str, str] | None = None, policy: str = POLICY
) -> HTMLResponse:
    """Serve a page: nothing from elsewhere, nothing inline, kept by no browser."""
    given = {"Content-Security-Policy": policy, "Cache-Control": "no-store", **(headers or {})}
    return HTMLResponse(str(html), status, headers=given)


def attachment(content: str | bytes, kind: str, name: str, *, is_kept: bool = True) -> Response:
    """Serve a file to save; `is_kept` where a browser may keep it, as everybody is served the same."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if not is_kept:
        headers["Cache-Control"] = "no-store"
    return Response(content, media_type=kind, headers=headers)


def status_of(error: ResolutionsError) -> int:
    """Return the HTTP status of a refusal: 404 for a text that is not in the library."""
    return 404 if isinstance(error, UnknownEdition) else 400
