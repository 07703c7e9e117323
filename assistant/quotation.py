"""A clause → a quotation: its exact words with what governs them, everything below it, its citation.

    “[instructs the ITU Council] to oversee the plan;” (Resolution 71 (Rev. Bucharest, 2022), …)

A clause is never severed from its head: the head, and the words that introduce an item, stand before
it in brackets. A head or a list is quoted with its items, in order, each with its marker.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corpus.instruments import Edition, Kind, Provision
from ingest.treaty.margin import without_margin

_CLOSING = (".", ";", "!", "?")  # a paragraph that ends so introduces nothing


def quotation(edition: Edition, provision: Provision) -> str:
    """Return the words of a provision and of all below it in quotation marks, then its citation."""
    own = _words(provision) if provision.kind == Kind.HEADING else provision.text
    lines = [own, *(_words(one) for one in _below(edition, provision))]
    return quoted("\n".join(lines), governing(edition, provision), edition.citation(provision))


def quoted(words: str, above: str, citation: str) -> str:
    """Return words in quotation marks, behind what governs them, then their citation."""
    return f"“{f'[{above}] ' if above else ''}{words}” ({citation})"


def governing(edition: Edition, provision: Provision) -> str:
    """Return the head under which a provision stands with the words that introduce it; '' for none."""
    if provision.kind in (Kind.FOOTNOTE, Kind.HEADING):
        return ""
    path = [*edition.ancestors(provision.eid), provision]
    said = [_introduction(above, below, edition) for above, below in pairwise(path)]
    return " ".join(filter(None, said)) or head_above(provision)


def head_above(provision: Provision) -> str:
    """Return the head under which a clause stands, or '' where its own words say it."""
    head = provision.head
    return "" if head is None or provision.text.startswith(head.verb) else head.text


def _introduction(above: Provision, below: Provision, edition: Edition) -> str:
    """Return the words of a provision that lead to one directly below it, without a treaty's margin."""
    if above.kind == Kind.HEADING:
        return above.text if above.head else ""
    text = above.text
    first = next((one for one in edition.children(above.eid) if one.inline and one.text in text), None)
    if below.inline and first is not None:
        text = text[: text.index(first.text)].rstrip().removesuffix(first.marker).rstrip()
    elif text.rstrip().endswith(_CLOSING):
        return ""
    marker = without_margin(above.marker) if above.has_marginal_number else above.marker
    return f"{marker} {text}".strip()


def _below(edition: Edition, provision: Provision) -> Iterator[Provision]:
    """Walk what is below a provision, but for the items that stand in a sentence which is quoted."""
    for one in edition.children(provision.eid):
        if not (one.inline and one.text in provision.text):
            yield one
        yield from _below(edition, one)


def _words(provision: Provision) -> str:
    """Return the words of a provision behind its marker."""
    return f"{provision.marker} {provision.text}".strip()
