"""Text → HTML. Every word that reaches the page is escaped here, and nowhere else.

`Html` is text that is HTML already; any other string is text and is escaped when it becomes part
of an element, so that a forgotten escape cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup as Html
from markupsafe import escape as _escape

__all__ = ["Html", "escape", "filled", "join", "visible"]

# Controls that a browser drops or that turn the direction of what follows are shown as one
# visible character each, so that the positions of a quote stay what they are.
_CONTROLS = {
    **{code: "\ufffd" for code in (*range(0x09), *range(0x0B, 0x20), 0x7F, *range(0x80, 0xA0))},
    **{code: "\u25cc" for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))},
    **{code: "\u25cc" for code in (0xFEFF, *range(0xE0000, 0xE0080))},
}


def escape(text: str) -> Html:
    """Return text as HTML that shows exactly these characters; HTML is returned as it is."""
    return text if isinstance(text, Html) else _escape(visible(text))


def visible(value: object) -> object:
    """Return a text with each control as a visible character; anything else as it is."""
    if not isinstance(value, str) or isinstance(value, Html) or value.isprintable():
        return value
    return value.translate(_CONTROLS)


def join(parts: Iterable[str]) -> Html:
    """Return the parts one after the other, escaped where they are text."""
    return Html("".join([escape(part) for part in parts]))  # noqa: S704  each part is escaped  # nosec B704


def filled(template: str, *values: str) -> Html:
    """Return HTML with values in its places: `filled('<a href="{}">{}</a>', "/?clause=…", "b)")`."""
    return Html(template).format(*map(escape, values))  # noqa: S704  the template is ours  # nosec B704
