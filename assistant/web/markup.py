"""Text → HTML. Every word that reaches the page is escaped here, and nowhere else.

`Html` is text that is HTML already; any other string is text and is escaped when it becomes part
of an element, so that a forgotten escape cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup as Html
from markupsafe import escape as _escape

__all__ = ["Html", "element", "escape", "join", "visible"]

_VOID = frozenset(("br", "hr", "input", "link", "meta"))
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


def element(name: str, *children: str, **attributes: str | bool | None) -> Html:
    """Build an element: `element("a", "b)", class_="marker", href="/?clause=…")`.

    `data_label` becomes `data-label`, `class_` becomes `class`; an attribute that is True stands
    without a value, one that is None or False is left out.
    """
    start = f"<{escape(name)}{''.join([_attribute(*pair) for pair in attributes.items()])}>"
    whole = start if name in _VOID else f"{start}{join(children)}</{escape(name)}>"
    return Html(whole)  # noqa: S704  its parts are escaped  # nosec B704


def _attribute(name: str, value: str | bool | None) -> str:
    """Build one attribute with the space before it."""
    if value is None or value is False:
        return ""
    name = escape(name.rstrip("_").replace("_", "-"))
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
