"""A text in few words: counts ("1 recital", "7 targets"), a sentence of a clause, its first words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assistant.plain_text import counted
from corpus.instruments import Edition, Kind, Provision
from corpus.sentences import sentences

_KINDS = {
    Kind.HEADING: "heading",
    Kind.RECITAL: "recital",
    Kind.OPERATIVE: "paragraph",
    Kind.LIST_ITEM: "item",
    Kind.ANNEX_PARAGRAPH: "paragraph",
    Kind.PARAGRAPH: "paragraph",
    Kind.TARGET: "target",
    Kind.TABLE_ROW: "row",
    Kind.FOOTNOTE: "footnote",
    Kind.FORMULA: "formula",
}
_HEADINGS = {
    "chp": "chapter", "art": "article", "sec": "section", "goal": "goal", "action": "action",
    "objective": "objective", "annex": "annex", "app": "appendix", "part": "part",
}  # fmt: skip
_SENTENCE, _OPENING = 420, 110  # characters


def tally(provisions: Iterable[Provision]) -> str:
    """Count units by what they are called, in the order in which they come: "2 sections, 12 targets"."""
    found = Counter(noun_of(provision) for provision in provisions)
    return ", ".join(counted(number, noun) for noun, number in found.items())


def noun_of(provision: Provision) -> str:
    """Return what a unit is called: a heading by its rank, an item as its label has it ("outcome 1)")."""
    if provision.kind is Kind.HEADING:
        rank = provision.eid.rpartition("__")[2].partition("_")[0]
        return "heading" if provision.head else _HEADINGS.get(rank, "heading")
    name, _, number = provision.label.rpartition(", ")[2].partition(" ")
    is_named = provision.kind is Kind.LIST_ITEM and name.isalpha() and name.islower() and number[:1].isdigit()
    return name if is_named else _KINDS[provision.kind]


def has_articles(units: Iterable[Provision]) -> bool:
    """Return True if headings are those of a treaty."""
    return any(noun_of(unit) in ("chapter", "article") for unit in units)


def sentence_with(words: str, provision: Provision, edition: Edition) -> str:
    """Return the sentence of a clause that has some words, else its first, with the items it introduces.

    Of a very long one the beginning is returned, with dots.
    """
    spans = sentences(provision.text)
    at = max(provision.text.find(words), 0)
    start, end = next(((a, b) for a, b in spans if a <= at < b), spans[0] if spans else (0, 0))
    sentence = provision.text[start:end]
    if sentence.endswith(":"):
        items = (unit.text for unit in edition.children(provision.eid) if unit.kind is Kind.LIST_ITEM)
        sentence = " ".join((sentence, *items))
    return shortened(sentence, _SENTENCE)


def opening_words(provision: Provision) -> str:
    """Return the words that a clause sets off at its start ("Goal 1 – …"), else its first words."""
    lead = next((mark.end for mark in provision.marks if mark.start == 0 and mark.style == "strong"), 0)
    return shortened(provision.text[:lead] or provision.text, max(lead, _OPENING))


def shortened(text: str, most: int = 80) -> str:
    """Return a text on one line; one that is too long is cut between two words, and ends with dots."""
    line = " ".join(text.split())
    cut = line[:most]
    return line if cut == line else f"{(cut.rpartition(' ')[0] or cut).rstrip(' ,;:')} …"
