"""The words around a place in a text, cut between words."""

from __future__ import annotations


def end_of(text: str, most: int) -> str:
    """Return the last whole words of a text, of at most so many characters."""
    if len(text) <= most:
        return text
    cut = text[-most:]
    return f"… {cut.partition(' ')[2] or cut}"


def start_of(text: str, most: int) -> str:
    """Return the first whole words of a text, of at most so many characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{cut.rpartition(' ')[0] or cut} …"
