"""A provision's words → HTML: emphasis, references, footnote marks, the items inside a sentence.

Only elements are added; the characters stay those of the provision's text, in order, so that the
start and end of a quote can be counted on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.web.addresses import address, holding_address, target_address
from assistant.web.markup import Html, escape, filled, join
from corpus.instruments import Edition, Kind, Provision


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and the element that is put around it."""

    start: int
    end: int
    wrap: Callable[[Html], Html]


Layer = Sequence[Span]
_LOW = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def provision_html(provision: Provision, edition: Edition, library: Library) -> Html:
    """Return the text of a provision as HTML."""
    layers = [*_items(provision, edition), _links(provision, edition, library), _emphasis(provision)]
    return render(provision.text, 0, len(provision.text), layers)


def cells(provision: Provision, edition: Edition, library: Library) -> tuple[Html, ...]:
    """Return the tab-separated cells of a table row, or the whole text as one cell."""
    layers = [_links(provision, edition, library), _emphasis(provision)]
    found, start = [], 0
    for cell in provision.text.split("\t"):
        found.append(render(provision.text, start, start + len(cell), layers))
        start += len(cell) + 1
    return tuple(found)


def render(text: str, start: int, end: int, layers: Sequence[Layer]) -> Html:
    """Render a stretch of text; the spans of an outer layer hold those of the inner ones.

    A span that crosses the border of an outer one is cut there.
    """
    if not layers:
        return escape(text[start:end])
    parts, at = [], start
    for span in sorted(layers[0], key=lambda one: one.start):
        left, right = max(span.start, at), min(span.end, end)
        if left < right:
            parts.append(render(text, at, left, layers[1:]))
            parts.append(span.wrap(render(text, left, right, layers[1:])))
            at = right
    return join([*parts, render(text, at, end, layers[1:])])


def _items(provision: Provision, edition: Edition) -> list[Layer]:
    """Give each item inside the sentence its own element, those of inner lists inside."""
    layers: list[Layer] = []
    level = [(provision, 0)]
    while level := [found for one, at in level for found in _inline(one, at, edition)]:
        layers.append([Span(at, at + len(one.text), _item(one, edition)) for one, at in level])
    return layers


def _inline(parent: Provision, start: int, edition: Edition) -> Iterator[tuple[Provision, int]]:
    """Find where the words of each inline item stand in the words of its parent."""
    at = 0
    for child in edition.children(parent.eid):
        found = parent.text.find(child.text, at) if child.inline else -1
        if found >= 0:
            at = found + len(child.text)
            yield child, start + found


def is_placed(provision: Provision, edition: Edition) -> bool:
    """Return True if an inline item was found in its parent's words, so that they show it."""
    parent = edition.find(provision.parent)
    return parent is not None and provision in (one for one, _ in _inline(parent, 0, edition))


def _item(provision: Provision, edition: Edition) -> Callable[[Html], Html]:
    """Make an inline item a clause of its own."""
    id_ = str(edition.id_of(provision))
    label = edition.citation(provision)
    return lambda inner: filled('<span class="inline" id="{}" data-label="{}">{}</span>', id_, label, inner)


def _links(provision: Provision, edition: Edition, library: Library) -> Layer:
    """Link references to their texts, or to how to get a missing one, and marks to footnotes."""
    spans = [
        Span(
            one.start,
            one.end,
            _reference(target_address(one.target, library), holding_address(one.target, library)),
        )
        for one in edition.references_from(provision.eid)
    ]
    return [*spans, *_footnote_marks(provision, edition)]


def _reference(target: str | None, holding: str) -> Callable[[Html], Html]:
    """Build the link of a reference."""
    if target:
        return lambda inner: filled('<a class="reference" href="{}">{}</a>', target, inner)
    return lambda inner: filled(
        '<a class="unheld" href="{}" title="not in the library">{}</a>', holding, inner
    )


def _footnote_marks(provision: Provision, edition: Edition) -> Iterator[Span]:
    """Link each footnote's mark to the footnote."""
    for note, start, end in footnote_marks(provision, edition):
        is_low = provision.text[start:end].isdecimal()
        yield Span(start, end, _mark(address(edition.id_of(note)), f"footnote {note.marker}", is_low=is_low))


def footnote_marks(provision: Provision, edition: Edition) -> Iterator[tuple[Provision, int, int]]:
    """Walk the footnotes of a provision whose mark is in its words, with the start and end of the mark."""
    for note in edition.children(provision.eid):
        if note.kind != Kind.FOOTNOTE or not note.marker:
            continue
        # "¹" is not the first half of "¹²", nor "*" that of "**"
        alone = rf"(?<![*⁰¹²³⁴-⁹]){re.escape(note.marker)}(?![*⁰¹²³⁴-⁹])"
        # a source that raises nothing has "countries1"
        low = rf"(?<=[^\W\d_]){re.escape(note.marker.translate(_LOW))}(?!\w)"
        if found := re.search(alone, provision.text) or re.search(low, provision.text):
            yield note, *found.span()


def _mark(href: str, label: str, *, is_low: bool) -> Callable[[Html], Html]:
    """Build the link of a footnote mark; `is_low`: its letters are not raised themselves."""
    classes = "footnote-mark low" if is_low else "footnote-mark"
    link = '<a class="{}" href="{}" aria-label="{}">{}</a>'
    return lambda inner: filled(link, classes, href, label, inner)


def _emphasis(provision: Provision) -> Layer:
    """Show what the source emphasises."""
    return [Span(mark.start, mark.end, _emphasised(mark.style)) for mark in provision.marks]


def _emphasised(style: str) -> Callable[[Html], Html]:
    """Build the element of an emphasis."""
    name = style if style in ("strong", "em") else "em"
    return lambda inner: filled(f"<{name}>{{}}</{name}>", inner)
