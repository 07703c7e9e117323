"""Words of pages: a number with what it counts, the words around a place in a text."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """Return a number with what it counts: "1 text", "1,204 texts"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


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


def shortened(text: str, most: int = 80) -> str:
    """Return the beginning of a text, of so many characters, with a mark where it is cut."""
    return text if len(text) <= most else f"{text[:most]}…"
