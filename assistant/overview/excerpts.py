"""A clause in few words of its own: a sentence, its first words."""

from __future__ import annotations

from corpus.instruments import Edition, Kind, Provision
from corpus.sentences import sentences

_SENTENCE, _OPENING = 420, 110  # characters


def sentence_with(words: str, one: Provision, edition: Edition) -> str:
    """Return the sentence of a clause that has some words, else its first, with the items it introduces.

    Of a very long one the beginning is returned, with dots.
    """
    spans = sentences(one.text)
    at = max(one.text.find(words), 0)
    start, end = next(((a, b) for a, b in spans if a <= at < b), spans[0] if spans else (0, 0))
    sentence = one.text[start:end]
    if sentence.endswith(":"):
        items = (unit.text for unit in edition.children(one.eid) if unit.kind is Kind.LIST_ITEM)
        sentence = " ".join((sentence, *items))
    return shortened(sentence, _SENTENCE)


def opening_words(one: Provision) -> str:
    """Return the words that a clause sets off at its start ("Goal 1 – …"), else its first words."""
    lead = next((mark.end for mark in one.marks if mark.start == 0 and mark.style == "strong"), 0)
    return shortened(one.text[:lead] or one.text, max(lead, _OPENING))


def shortened(text: str, most: int) -> str:
    """Return a text on one line; one that is too long is cut between two words, and ends with dots."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0].rstrip(' ,;:')} …"
