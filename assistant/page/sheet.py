"""A page without the chat, under the header of all pages."""

from __future__ import annotations

from assistant.page.markup import Html, element, join


def sheet(title: str, header: Html, main: Html, *styles: str) -> str:
    """Return the whole page; `styles` stand beside the style of all pages."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} – Resolutions"),
        join(element("link", rel="stylesheet", href=f"/{name}") for name in ("page.css", *styles)),
        element("script", "", src="/page.js"),
    )
    body = element("body", header, main, class_="sheet")
    return f"<!doctype html>{element('html', head, body, lang='en')}"
