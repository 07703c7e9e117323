"""The words of a clause that a language model says answer → the sentences that contain them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.selection.prompt import data
from corpus.sentences import sentences

_AROUND = "“”\"'‘’ .,;:…"


def stretch(text: str, said: Sequence[str]) -> tuple[int, int] | None:
    """Return the span of the sentences that contain all of these words; None where the whole text is meant.

    Words must stand in the text once, letter for letter but for blanks. They are widened to their
    sentences: cut out of one, they may say the opposite of it.
    """
    places = [_place(text, one) for one in said]
    if not places or any(one is None for one in places):
        return None
    known = [one for one in places if one is not None]
    start, end = min(one for one, _ in known), max(one for _, one in known)
    held = [one for one in sentences(text) if one[0] < end and one[1] > start]
    place = (held[0][0], held[-1][1])
    return place if place != (0, len(text)) else None


def _place(text: str, said: str) -> tuple[int, int] | None:
    """Return where words occur in a text, if they occur exactly once."""
    wanted = data(said).strip(_AROUND)
    plain, at = _plain(text)
    found = plain.find(wanted) if wanted else -1
    if found < 0 or plain.find(wanted, found + 1) >= 0:
        return None
    return at[found], at[found + len(wanted) - 1] + 1


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text as a model was shown it, and the place of each of its characters."""
    signs: list[str] = []
    at: list[int] = []
    for place, sign in enumerate(text):
        shown = " " if sign.isspace() else data(sign)
        if shown and not (shown == " " and signs[-1:] in ([], [" "])):
            signs.append(shown)
            at.append(place)
    return "".join(signs), at
