"""Text → HTML → pages: every word that reaches a page is escaped here, and nowhere else.

`Html` is text that is HTML already; any other string is text and is escaped when it becomes part of an
element, by a template in `templates/` or by `filled`, so that a forgotten escape cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from markupsafe import escape as _escape
from starlette.responses import HTMLResponse, Response

from assistant.plain_text import counted
from assistant.web.addresses import address, ask_address, start_address, text_address
from corpus.errors import ResolutionsError, UnknownEdition

Html = Markup
"""Text that is HTML already."""
# Controls that a browser drops or that turn the direction of what follows are shown as one
# visible character each, so that the positions of a quote stay what they are.
_CONTROLS = {
    **{code: "\ufffd" for code in (*range(0x09), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0))},
    **{code: "\u25cc" for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))},
    **{code: "\u25cc" for code in (0xFEFF, *range(0xE0000, 0xE0080))},
}


def escape(text: str) -> Html:
    """Return text as HTML that shows exactly these characters; HTML is returned as it is."""
    return text if isinstance(text, Html) else _escape(_visible(text))


def typed(text: str) -> Html:
    """Return a person's own words as HTML, for this person alone: joiners and marks of direction stay."""
    return _escape(text)


def _visible(value: object) -> object:
    """Return a text with each control as a visible character; anything else as it is."""
    if not isinstance(value, str) or isinstance(value, Html) or value.isprintable():
        return value
    return value.translate(_CONTROLS)


def filled(template: str, *values: str) -> Html:
    """Return HTML with values in its places: `filled('<a href="{}">{}</a>', "/?clause=…", "b)")`."""
    return Html(template).format(*map(escape, values))


_HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader([_HERE / "templates", _HERE / "chat" / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_visible,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(
    address=address,
    ask_address=ask_address,
    counted=counted,
    start_address=start_address,
    text_address=text_address,
    typed=typed,
)


def render(template: str, **values: object) -> Html:
    """Return a template with its values filled in; a value that is text is escaped, HTML is not.

    Raises jinja2.TemplateError: no such template, or a value that it needs is missing.
    """
    html = _ENVIRONMENT.get_template(template).render(values)
    return Html(html)


ROOMS = (
    ("Ask", (("Ask", "/"),)),
    ("Texts", (("Start here", "/start"), ("Library", "/library"), ("Concordance", "/concordance"))),
    (
        "Duties",
        (("Duties", "/duties"), ("My office", "/duties/office"), ("Changed duties", "/duties/changes")),
    ),
    (
        "Compare",
        (
            ("Compare two texts", "/compare"),
            ("References", "/references"),
            ("Streamlining map", "/streamline"),
        ),
    ),
    (
        "Draft",
        (
            ("Adopted wording", "/draft"),
            ("Proposals", "/propose"),
            ("Proposals in one table", "/proposals"),
            ("Check a document", "/check"),
        ),
    ),
    (
        "My work",
        (
            ("Conversations", "/conversations"),
            ("Notes and collections", "/notes"),
            ("Saved offline", "/kept"),
        ),
    ),
)
"""What the navigation lists: the name of each group, its pages with their paths."""

PAGES = tuple(page for _, pages in ROOMS for page in pages)
"""The pages that the palette lists."""

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
    merged = {"Content-Security-Policy": policy, "Cache-Control": "no-store", **(headers or {})}
    return HTMLResponse(str(html), status, headers=merged)


def attachment(content: str | bytes, kind: str, name: str, *, is_kept: bool = True) -> Response:
    """Serve a download; if `is_kept`, browsers may cache it, because it is the same for everybody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if not is_kept:
        headers["Cache-Control"] = "no-store"
    return Response(content, media_type=kind, headers=headers)


def status_of(error: ResolutionsError) -> int:
    """Return the HTTP status of a refusal: 404 for a text that is not in the library."""
    return 404 if isinstance(error, UnknownEdition) else 400
