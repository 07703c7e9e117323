"""A page without the chat: its head, the header of all pages, one content; it runs no script but ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse

from assistant.web.markup import Html, element, join

_POLICY = "; ".join([
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
])  # fmt: skip


def plain_page(
    title: str,
    header: Html,
    content: Html,
    *,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    refresh: str = "",
) -> str:
    """Return a whole page; without scripts another one follows it, as in `refresh="3;url=/library"`."""
    again = element("noscript", element("meta", http_equiv="refresh", content=refresh))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} – Resolutions"),
        join(element("link", rel="stylesheet", href=f"/{name}") for name in ("page.css", *styles)),
        join(element("script", "", src=f"/{name}") for name in ("page.js", *scripts)),
        again if refresh else "",
    )
    body = element("body", header, content, class_="sheet")
    return f"<!doctype html>{element('html', head, body, lang='en')}"


def served(html: str, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Serve such a page: nothing from elsewhere, nothing inline, kept by no browser."""
    told = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", **(headers or {})}
    return HTMLResponse(html, status, headers=told)
