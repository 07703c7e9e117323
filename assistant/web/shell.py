"""The page around the chat: name, holdings and reader are put into the page that Gradio serves.

They are there before Gradio's script starts, work without it, and are out of its reach.
"""

from __future__ import annotations

import base64
import hashlib
import re

from assistant.accounts import Account
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.web.holdings import holdings
from assistant.web.markup import Html, element, join
from assistant.web.service import State
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import ProvisionId

STYLES = ("page.css", "ask.css", "read.css")
SCRIPTS = ("editions.js", "quotes.js", "page.js", "copying.js", "search.js", "notes.js", "ask.js")
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# `<base>` would need a laxer policy and says what holds anyway; the rest describes Gradio.
_LEFT_OUT = re.compile(
    r"<base [^>]*>|<link rel=\"manifest\"[^>]*>|<meta\s+(?:property=\"og|name=\"twitter)[^>]*>"
)


def page(index: str, state: State, top: Html, filters: Html, clause: str = "", model: str = "") -> str:
    """Put the page around the chat in Gradio's HTML, under the header of all pages.

    `clause` is the full id that the address asks for, `model` what there is to say of a language model.
    """
    styles = join(element("link", rel="stylesheet", href=f"/{name}") for name in STYLES)
    head = styles + join(element("script", src=f"/{name}") for name in SCRIPTS)
    before, app, after = _around_app(_LEFT_OUT.sub("", index))
    title = element("title", "Resolutions")
    return "".join([
        before.replace("</head>", f"{title}{head}</head>"),
        top,
        '<div id="page"><div id="ask">',
        filters,
        app,
        element("noscript", "Asking needs JavaScript; reading does not."),
        element("aside", model, id="model", aria_label="Language model") if model else "",
        "</div>",
        state.texts.frame(asked_edition(clause, state.assistant), clause),
        "</div>",
        after,
    ])  # fmt: skip


def _around_app(index: str) -> tuple[str, str, str]:
    """Cut Gradio's HTML into what stands before its element, the element, and the rest."""
    start, end = index.index("<gradio-app"), index.index("</gradio-app>") + len("</gradio-app>")
    return index[:start], index[start:end], index[end:]


def asked_edition(clause: str, assistant: Assistant) -> Edition | None:
    """Return the edition that an address asks for, or another of its text, else the subject."""
    library = assistant.library
    try:
        key = ProvisionId.parse(clause).edition
        others = [one for one in library.editions if one.key.instrument == key.instrument]
        asked = library.find(key) or (others[-1] if others else None)
    except ResolutionsError:
        asked = None
    first = [one for one in library.editions if one.key in assistant.subject]
    in_force = [one for one in library.editions if library.is_in_force(one.key)]
    return asked or next(iter(first or in_force or library.editions), None)


_ROOMS = (
    ("Ask and read", "/"),
    ("Draft", "/draft"),
    ("Library", "/library"),
    ("Conversations", "/conversations"),
)
_FIRST = {
    "/": ("question", "#question"),
    "/draft": ("draft", "#draft-text"),
    "/library": ("library", "#library"),
    "/conversations": ("conversations", "#sheet"),
}


def header(library: Library, notices: tuple[str, ...], room: str, account: Account | None = None) -> Html:
    """Render the name, what is held, the pages, who is signed in, and what is wrong with library or index."""
    tabs = [
        element("button", name, type="button", data_view=view, aria_pressed="false")
        for name, view in (("Ask", "ask"), ("Read", "read"))
    ]
    rooms = [
        element("a", name, href=path, aria_current="page" if path == room else None) for name, path in _ROOMS
    ]
    name, first = _FIRST[room]
    bar = element(
        "div",
        element("a", f"Skip to the {name}", href=first, class_="skip"),
        element("h1", element("a", "Resolutions", href="/")),
        # The page of the library says all of it, under the same ids.
        holdings(library) if room != "/library" else "",
        element("nav", *rooms, class_="rooms", aria_label="Pages"),
        element("nav", *tabs, class_="tabs", aria_label="View") if room == "/" else "",
        _signed_in(account),
        class_="bar",
    )
    banner = element("div", *(element("p", one) for one in notices), class_="notices", role="status")
    return element("header", bar, banner if notices else "", id="top")


def _signed_in(account: Account | None) -> Html:
    """Render who is signed in, with the way out; where no sign-in is needed there is nothing to say."""
    if account is None or not account.name:
        return Html("")
    leave = element("button", "Sign out", type="submit")
    return element(
        "form", element("span", account.name), leave, method="post", action="/sign-out", class_="signed-in"
    )


def content_policy(html: str, *, forms: bool = False) -> str:
    """Return the Content-Security-Policy of a page: of scripts inside it, only those that are there now.

    With `forms` it may send a form to this server. `unsafe-eval`, as gr.HTML compiles its template
    with Function(); `unsafe-inline` for styles, as Svelte writes style attributes.
    """
    digests = (hashlib.sha256(one.encode()).digest() for one in _INLINE_SCRIPT.findall(html))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return "; ".join([
        "default-src 'self'",
        f"script-src 'self' 'unsafe-eval' {hashes}".rstrip(),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'" if forms else "form-action 'none'",
        "frame-ancestors 'none'",
    ])  # fmt: skip
