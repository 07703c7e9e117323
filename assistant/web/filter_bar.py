"""The filters of a question: one line that says what is searched, and the choices behind it.

They live in the address of the page, so that they stay while one asks on, and can be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.library.library import Library
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.web.markup import Html, element
from corpus.instruments import Edition

_KINDS = (("", "all parts"), *KIND_NAMES.items())


def filter_bar(filters: Filters, library: Library, bodies: Iterable[str]) -> Html:
    """Render the filters as they are set; ask.js keeps the line at the top true to the choices."""
    summary = element(
        "summary", "Searching ", element("b", "", id="searching"), element("span", "Filter", class_="opens")
    )
    form = element(
        "form",
        _field("edition", "Text", _editions(filters.edition, library)),
        _field("kind", "Part", _choice("kind", [element("option", said, value=str(kind), selected=kind == (
            filters.kind or "")) for kind, said in _KINDS])),
        _field("addressee", "Addressed to", _addressee(filters.addressee, bodies)),
        element("button", "Search everything", type="reset", class_="clear"),
        aria_label="Filters",
    )  # fmt: skip
    return element("details", summary, form, id="filters")


def _editions(chosen: str, library: Library) -> Html:
    """Render the choice of a text, by instrument, the one in force first."""
    groups = [_group(held, chosen, library) for held in library.instruments.values()]
    everything = element("option", "all texts in force", value="", selected=not chosen)
    return _choice("edition", [everything, *(option for group in groups for option in group)])


def _group(editions: Sequence[Edition], chosen: str, library: Library) -> list[Html]:
    """Render the editions of one instrument."""
    return [
        element(
            "option",
            one.name if library.is_in_force(one.key) else f"{one.name}, superseded",
            value=str(one.key),
            selected=str(one.key) == chosen,
        )
        for one in editions
    ]


def _addressee(given: str, bodies: Iterable[str]) -> Html:
    """Render the line for a body, with those that are told something."""
    options = [element("option", value=one) for one in bodies]
    line = element("input", id="filter-addressee", name_="addressee", value=given, placeholder="anybody",
                   list="bodies", autocomplete="off", maxlength="200")  # fmt: skip
    return element("span", line, element("datalist", *options, id="bodies"))


def _choice(name: str, options: Sequence[Html]) -> Html:
    """Render a choice."""
    return element("select", *options, id=f"filter-{name}", name_=name)


def _field(name: str, label: str, control: Html) -> Html:
    """Render a control under its label."""
    return element("p", element("label", label, for_=f"filter-{name}"), control)
