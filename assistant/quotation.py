"""A clause → a quotation: its exact words with what governs them, everything below it, its citation.

    “[instructs the ITU Council] to oversee the plan;” (Resolution 71 (Rev. Bucharest, 2022), …)

Words with quotation marks or brackets of their own are set as a block, so that nobody takes these for ours.

Only this module decides what belongs to a clause: for the page, copying, a drafter's selection and every
export. A clause is always quoted with its head and the words that introduce it, in brackets before it. A
head or a list is quoted with its items, in order, each with its marker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assistant import plain_text
from corpus.instruments import Edition, Kind, Provision
from ingest.treaty.margin import without_margin

_CLOSING = (".", ";", "!", "?")  # a paragraph that ends so introduces nothing
_OPENING = (":", "—", " to", " that")  # one that ends so is no sentence without what follows it
_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹*"  # of footnotes


@dataclass(frozen=True, slots=True)
class Item:
    """A line below a clause; `depth` is 1 directly below it, and more below one of its items."""

    eid: str
    marker: str
    text: str
    depth: int = 1
    is_note: bool = False

    @property
    def line(self) -> str:
        """Its words behind its marker."""
        return f"{self.marker} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A clause with all that belongs to it: the words that govern it, its own, the items below it."""

    above: str
    words: str
    below: tuple[Item, ...]
    citation: str

    @property
    def text(self) -> str:
        """Its words and the items below them, each in a line."""
        return "\n".join([self.words, *(item.line for item in self.below)])

    def __str__(self) -> str:
        """Return it in quotation marks, behind what governs it, then its citation."""
        return quoted(self.text, self.above, self.citation)


def quotation(edition: Edition, provision: Provision) -> Quotation:
    """Return a clause with what governs it and everything below it."""
    is_heading = provision.kind == Kind.HEADING
    words = f"{provision.marker} {provision.text}".strip() if is_heading else provision.text
    below = (
        Item(child.eid, child.marker, child.text, depth, child.kind == Kind.FOOTNOTE)
        for child, depth in _below(edition, provision)
    )
    return Quotation(governing(edition, provision), words, tuple(below), edition.citation(provision))


def quotation_of_words(edition: Edition, provision: Provision, start: int, end: int) -> Quotation:
    """Return words of a clause as somebody chose them, with its items where they introduce them."""
    whole, words = quotation(edition, provision), provision.text[start:end]
    introduces = provision.kind != Kind.HEADING and provision.text.endswith(words) and is_open(words)
    return Quotation(whole.above, words, whole.below if introduces else (), whole.citation)


def is_open(words: str) -> bool:
    """Return True if words do not end a sentence or an item, so that what follows belongs to them.

    >>> is_open("invites Member States to contribute, in order to:"), is_open("to report annually;")
    (True, False)
    """
    return not _bare(words).endswith(_CLOSING)


def quoted(words: str, above: str, citation: str) -> str:
    """Return words in quotation marks, behind what governs them, then their citation; or as a block."""
    if not plain_text.is_unmarked(f"{above}\n{words}"):
        governed = [plain_text.governing(above)] if above else []
        return "\n".join([*governed, plain_text.quote(words), plain_text.citation(citation)])
    return f"“{f'[{above}] ' if above else ''}{words}” ({plain_text.label(citation)})"


def governing(edition: Edition, provision: Provision) -> str:
    """Return the head under which a provision stands with the words that introduce it; '' for none."""
    if provision.kind in (Kind.FOOTNOTE, Kind.HEADING):
        return ""
    path = [*edition.ancestors(provision.eid), provision]
    introductions = [_introduction(above, below, edition) for above, below in pairwise(path)]
    return " ".join(filter(None, introductions)) or head_above(provision)


def head_above(provision: Provision) -> str:
    """Return the head under which a clause stands, or '' where its own words say it."""
    head = provision.head
    return "" if head is None or provision.text.startswith(head.verb) else head.text


def _introduction(above: Provision, below: Provision, edition: Edition) -> str:
    """Return the words of a provision that lead to one directly below it, without a treaty's margin."""
    if above.kind == Kind.HEADING:
        return above.text if above.head else ""
    text = above.text
    first = next((item for item in edition.children(above.eid) if item.inline and item.text in text), None)
    if below.inline and first is not None:
        text = text[: text.index(first.text)].rstrip().removesuffix(first.marker).rstrip()
    elif text.rstrip().endswith(_CLOSING):
        return ""
    marker = without_margin(above.marker) if above.has_marginal_number else above.marker
    return f"{marker} {text}".strip()


def _below(edition: Edition, provision: Provision) -> list[tuple[Provision, int]]:
    """List what is below a provision with its depth; where that is notes alone, the items beside it too."""
    tree = list(_descendants(edition, provision, 1))
    if all(item.kind == Kind.FOOTNOTE for item, _ in tree):
        return [*_beside(edition, provision), *tree]
    return tree


def _descendants(edition: Edition, provision: Provision, depth: int) -> Iterator[tuple[Provision, int]]:
    """Walk the tree below a provision, but for the items that are in a sentence which is quoted."""
    for child in edition.children(provision.eid):
        if not (child.inline and child.text in provision.text):
            yield child, depth
        yield from _descendants(edition, child, depth + 1)


def _beside(edition: Edition, provision: Provision) -> Iterator[tuple[Provision, int]]:
    """Walk the paragraphs that an open one introduces in its section: "we hereby pledge to:", 11, 12, 13.

    They end at the next heading and where the kind changes, as a preamble's last words open all that is
    decided.
    """
    if not _introduces(provision):
        return
    siblings = edition.children(provision.parent)
    after = siblings[siblings.index(provision) + 1 :]
    for paragraph in takewhile(lambda paragraph: paragraph.kind == provision.kind, after):
        yield paragraph, 1
        yield from _descendants(edition, paragraph, 2)


def _introduces(provision: Provision) -> bool:
    """Return True if a paragraph without items below it says that some follow; a numbered one has its own."""
    marker = without_margin(provision.marker) if provision.has_marginal_number else provision.marker
    return not marker and provision.kind != Kind.HEADING and _bare(provision.text).endswith(_OPENING)


def _bare(text: str) -> str:
    """Return text without what may follow its last mark of punctuation."""
    return text.rstrip().rstrip(_MARKS).rstrip()
