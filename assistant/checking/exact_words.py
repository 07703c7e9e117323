"""A quotation → where its words stand in the library, to the letter; else how it differs from a clause.

Quotation marks, dashes, spaces and footnote marks are forgiven, and so are an ellipsis, a letter in brackets
("[T]he") and the punctuation at both ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.library.library import Library
from assistant.quotation import governing
from assistant.understanding.literal import folded
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey

_GAP = re.compile(r"\s*[\[(]?(?:…|\.\.\.|\. \. \.)[\])]?\s*|\s*\[[^\]]{2,}\]\s*")
_BRACKETED = re.compile(r"\[([A-Za-z])\]")
_OPENING = 10  # characters of a clause that a quotation of it with its head has
_EDGES = " .,;:!?\"'"
_WORD = re.compile(r"\w+(?:[-'/.]\w+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """A clause that has quoted words, alone or together with its head."""

    edition: Edition
    provision: Provision


class ExactWords:
    """Looks for quoted words in the clauses of a library, in force first, then the newest text first."""

    def __init__(self, library: Library) -> None:
        texts = sorted(
            library.editions, key=lambda edition: (not library.is_in_force(edition.key), -edition.key.year)
        )
        self._clauses = [
            (edition, provision, folded(provision.text).lower())
            for edition in texts
            for provision in edition.provisions
        ]

    def places(self, quote: str, edition: EditionKey | None = None) -> tuple[Place, ...]:
        """Return every clause that has the words, of one edition or of all."""
        parts = _parts(quote)
        pattern = (
            re.compile(r"(?<!\w)" + r"\b.*?\b".join(map(re.escape, parts)) + r"(?!\w)") if parts else None
        )
        if pattern is None:
            return ()
        found = (
            Place(text, provision)
            for text, provision, plain in self._of(edition)
            if all(part in plain for part in parts) and pattern.search(plain)
        )
        return tuple(found) or tuple(self._below_heads(pattern, parts, edition))

    def _below_heads(
        self, pattern: re.Pattern[str], parts: Sequence[str], edition: EditionKey | None
    ) -> Iterator[Place]:
        """Walk the clauses that have the words together with those that govern them."""
        for text, provision, plain in self._of(edition):
            if not any(plain[:_OPENING] in part for part in parts):
                continue
            above = governing(text, provision)
            if above and pattern.search(f"{folded(above).lower()} {plain}"):
                yield Place(text, provision)

    def _of(self, edition: EditionKey | None) -> Iterable[tuple[Edition, Provision, str]]:
        return (clause for clause in self._clauses if edition is None or clause[0].key == edition)


def _parts(quote: str) -> list[str]:
    """Return what is quoted between the ellipses, folded, in lower case."""
    plain = _BRACKETED.sub(r"\1", quote)
    parts = (folded(part).lower().strip(_EDGES) for part in _GAP.split(plain))
    return [part for part in parts if part]


def difference(quote: str, clause: str) -> tuple[float, str]:
    """Return how much of a quotation stands in a clause word after word, 0 to 1, and the first difference.

    >>> difference("to approve the plan", "to oversee the plan;")
    (0.75, 'the clause has “oversee” where the quotation has “approve”')
    """
    said, quoted = _WORD.findall(folded(clause).lower()), _WORD.findall(" ".join(_parts(quote)))
    matcher = SequenceMatcher(None, said, quoted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks or not quoted:
        return 0.0, ""
    shared = sum(block.size for block in blocks) / len(quoted)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal" or (kind == "delete" and (b1 == 0 or b2 == len(quoted))):
            continue  # what the clause has before and after the quotation
        has, wants = " ".join(said[a1:a2]), " ".join(quoted[b1:b2])
        if b1 == 0 and kind == "replace":
            has = " ".join(said[max(a1, a2 - (b2 - b1)) : a2])
        if b2 == len(quoted) and kind == "replace":
            has = " ".join(said[a1 : min(a2, a1 + b2 - b1)])
        if kind == "insert":
            return shared, f"the clause does not have “{wants}” here"
        if kind == "delete":
            return shared, f"the quotation leaves out “{has}”"
        return shared, f"the clause has “{has}” where the quotation has “{wants}”"
    return shared, ""
