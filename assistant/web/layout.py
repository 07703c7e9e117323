"""The frame of every page: head, navigation, notices, and one content; no inline script or style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.web.markup import Html
from assistant.web.messages import for_pages, without_places
from assistant.web.security.authentication import account_of
from assistant.web.service import Service
from assistant.web.templating import render

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


def page(
    request: Request,
    service: Service,
    title: str,
    content: Html,
    *,
    room: str = "",
    main: str = "sheet",
    styles: Sequence[str] = ("sheet.css",),
    scripts: Sequence[str] = (),
    status: int = 200,
    refresh: str = "",
    notices: Sequence[str] = (),
) -> HTMLResponse:
    """Serve a content under the header of all pages.

    `room` is the path that the navigation marks, `main` the id of the content's element; `styles` and
    `scripts` are files of `static/`. Without scripts another page follows, as in `refresh="3;url=/library"`.
    """
    html = render(
        "base.html",
        content=content,
        main=main,
        styles=styles,
        scripts=scripts,
        refresh=refresh,
        sheet=True,
        **frame(request, service, title, room, notices),
    )
    return served(html, status)


def frame(
    request: Request, service: Service, title: str, room: str, notices: Sequence[str] = ()
) -> dict[str, object]:
    """Return what the header of a page shows: its title, the pages, the notices, who is signed in."""
    account = account_of(request)
    # Someone who has not signed in learns nothing about the library.
    off = filter(None, [service.questions.notice])
    shown = (*off, *service.now.assistant.notices, *notices) if account else ()
    return {
        "title": title,
        "room": room,
        "rooms": ROOMS if account else (),
        "notices": tuple(for_pages(without_places(one, (), service.settings)) for one in shown),
        "account": account.name if account else "",
    }


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


def error_page(
    request: Request, service: Service, heading: str, sentence: str, status: int = 404
) -> HTMLResponse:
    """Serve a page that says what went wrong, with ways on."""
    content = render("error.html", heading=heading, sentence=for_pages(sentence))
    return page(request, service, heading, content, status=status)
