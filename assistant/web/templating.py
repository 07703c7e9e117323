"""Text → HTML: every word that reaches a page is escaped here, and nowhere else.

`Html` is text that is HTML already; any other string is text and is escaped when it becomes part of an
element, by a template in `templates/` or by `filled`, so that a forgotten escape cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup as Html
from markupsafe import escape as _escape

from assistant.web.addresses import address, ask_address, duties_address, office_address, text_address
from assistant.web.wording import counted

__all__ = ["Html", "escape", "filled", "join", "render"]

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


def _visible(value: object) -> object:
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


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
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
    duties_address=duties_address,
    office_address=office_address,
    text_address=text_address,
)


def render(template: str, **values: object) -> Html:
    """Return a template with its values filled in; a value that is text is escaped, HTML is not.

    Raises jinja2.TemplateError: no such template, or a value that it needs is missing.
    """
    made = _ENVIRONMENT.get_template(template).render(values)
    return Html(made)  # noqa: S704  every value in it is escaped  # nosec B704
