"""Jinja templates → HTML. Templates are in `templates/`; every value in them is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.web.addresses import address
from assistant.web.markup import Html, visible
from assistant.web.wording import counted

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=visible,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(address=address, counted=counted)


def render(template: str, **values: object) -> Html:
    """Return a template with its values filled in; a value that is text is escaped, HTML is not.

    Raises jinja2.TemplateError: no such template, or a value that it needs is missing.
    """
    return Html(_ENVIRONMENT.get_template(template).render(values))
