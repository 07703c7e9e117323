"""A provision's words → HTML: emphasis, references, footnote marks, the items inside a sentence.

Only elements are added; the characters stay those of the provision's text, in order, so that the
start and end of a quote can be counted on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.web.addresses import address, missing_row_address, target_address
from assistant.web.templating import Html, escape, filled
from corpus.instruments import Edition, Kind, Provision


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and the tags that are put around it."""

    start: int
    end: int
    opening: Html
    closing: Html


Layer = Sequence[Span]
_LOW = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def provision_html(provision: Provision, edition: Edition, library: Library) -> Html:
    """Return the text of a provision as HTML."""
    layers = [*_items(provision, edition), list(_links(provision, edition, library)), _emphasis(provision)]
    return render(provision.text, 0, len(provision.text), layers)


def cells(provision: Provision, edition: Edition, library: Library) -> tuple[Html, ...]:
    """Return the tab-separated cells of a table row, or the whole text as one cell."""
    layers = [list(_links(provision, edition, library)), _emphasis(provision)]
    rendered, start = [], 0
    for cell in provision.text.split("\t"):
        rendered.append(render(provision.text, start, start + len(cell), layers))
        start += len(cell) + 1
    return tuple(rendered)


def render(text: str, start: int, end: int, layers: Sequence[Layer]) -> Html:
    """Render a stretch of text; the spans of an outer layer hold those of the inner ones.

    A span that crosses the border of an outer one is cut there.
    """
    if not layers:
        return escape(text[start:end])
    parts: list[Html] = []
    at = start
    for span in sorted(layers[0], key=lambda span: span.start):
        left, right = max(span.start, at), min(span.end, end)
        if left < right:
            parts.append(render(text, at, left, layers[1:]))
            parts += [span.opening, render(text, left, right, layers[1:]), span.closing]
            at = right
    return Html("").join([*parts, render(text, at, end, layers[1:])])


def _items(provision: Provision, edition: Edition) -> list[Layer]:
    """Give each item inside the sentence its own element, those of inner lists inside."""
    layers: list[Layer] = []
    level = [(provision, 0)]
    while level := [inner for parent, at in level for inner in _inline(parent, at, edition)]:
        spans = []
        for item, at in level:
            id_, label = str(edition.id_of(item)), edition.citation(item)
            opening = filled('<span class="inline" id="{}" data-label="{}">', id_, label)
            spans.append(Span(at, at + len(item.text), opening, Html("</span>")))
        layers.append(spans)
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
    return parent is not None and provision in (item for item, _ in _inline(parent, 0, edition))


def _links(provision: Provision, edition: Edition, library: Library) -> Iterator[Span]:
    """Link references to their texts, or to how to get a missing one, and marks to footnotes."""
    for reference in edition.references_from(provision.eid):
        if target := target_address(reference.target, library):
            opening = filled('<a class="reference" href="{}">', target)
        else:
            holding = missing_row_address(reference.target, library)
            opening = filled('<a class="unheld" href="{}" title="not in the library">', holding)
        yield Span(reference.start, reference.end, opening, Html("</a>"))
    for note, start, end in footnote_marks(provision, edition):
        # The source did not use superscript digits, so CSS raises the mark.
        classes = "footnote-mark low" if provision.text[start:end].isdecimal() else "footnote-mark"
        href, label = address(edition.id_of(note)), f"footnote {note.marker}"
        opening = filled('<a class="{}" href="{}" aria-label="{}">', classes, href, label)
        yield Span(start, end, opening, Html("</a>"))


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


def _emphasis(provision: Provision) -> Layer:
    tags = {True: (Html("<strong>"), Html("</strong>")), False: (Html("<em>"), Html("</em>"))}
    return [Span(mark.start, mark.end, *tags[mark.style == "strong"]) for mark in provision.marks]
