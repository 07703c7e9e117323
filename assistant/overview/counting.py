"""Counts in words: "1 recital", "7 targets"; and what a unit is called in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.instruments import Kind, Provision

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
_PLURALS = {"annex": "annexes", "appendix": "appendices"}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 recital", "2 annexes"."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"


def tally(provisions: Iterable[Provision]) -> str:
    """Count units by what they are called, in the order in which they come: "2 sections, 12 targets"."""
    found = Counter(noun_of(one) for one in provisions)
    return ", ".join(counted(number, noun) for noun, number in found.items())


def noun_of(one: Provision) -> str:
    """Return what a unit is called: a heading by its rank, an item as its label has it ("outcome 1)")."""
    if one.kind is Kind.HEADING:
        rank = one.eid.rpartition("__")[2].partition("_")[0]
        return "heading" if one.head else _HEADINGS.get(rank, "heading")
    name, _, number = one.label.rpartition(", ")[2].partition(" ")
    is_named = one.kind is Kind.LIST_ITEM and name.isalpha() and name.islower() and number[:1].isdigit()
    return name if is_named else _KINDS[one.kind]


def has_articles(units: Iterable[Provision]) -> bool:
    """Return True if headings are those of a treaty."""
    return any(noun_of(one) in ("chapter", "article") for one in units)
