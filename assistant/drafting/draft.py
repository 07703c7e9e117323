"""A pasted draft → its words, and what it says of its structure: recital or decision, verb, addressee."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import ResolutionsError
from corpus.heads import Head, is_reciting, main_verb
from corpus.mandates import asks, head_of

LONGEST = 10_000  # characters of a draft: one clause, and the longest adopted ones have 5,000
# "3 to report", "a) that …", "1.2. Requests": the marker of a place in a list, no "30 per cent"
_MARKER = re.compile(
    r"^[ \t]*(?:\d{1,3}(?:\.\d{1,2})*[.)]|\d{1,3}(?=[ \t]+(?:to|that|[A-Z]?[a-z]+s)\b)"
    r"|\(?[a-z]{1,4}\)|[-–—•])[ \t]+",
    re.MULTILINE,
)
_DETERMINER = r"(?:the|a|an|all|each|any|this|that|these|those|its|their)\b"


class Force(StrEnum):
    """What a verb does: it recites, it asks somebody, it decides."""

    RECITING = "reciting"
    ASKING = "asking"
    DECIDING = "deciding"


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """A draft in one line, its head where it opens with one, and its force where its words say it."""

    text: str
    head: Head | None
    force: Force | None


def read_draft(text: str) -> ClauseDraft:
    """Read a pasted draft. Raises ResolutionsError for one that is empty or too long.

    >>> read_draft("instructs the ITU Council to oversee the plan").force
    <Force.ASKING: 'asking'>
    """
    if len(text) > LONGEST:
        raise ResolutionsError(
            f"the draft has {len(text):,} characters, more than {LONGEST:,}; paste one clause"
        )
    printable = "".join(char if char.isprintable() or char.isspace() else " " for char in text)
    line = " ".join(_MARKER.sub("", printable).split())
    if not re.search(r"\w", line):
        raise ResolutionsError('the draft is empty; paste a clause: "instructs the Council to report"')
    head = None if re.match(r"(?:that|to)\b", line) else head_of(line[0].upper() + line[1:])
    return ClauseDraft(line, head, force_of(head.verb) if head else _force_without_head(line))


def force_of(verb: str) -> Force:
    """Return what the verb of a head does."""
    if asks(verb):
        return Force.ASKING
    reciting = not verb.startswith("We ") and is_reciting(main_verb(verb))
    return Force.RECITING if reciting else Force.DECIDING


def _force_without_head(line: str) -> Force | None:
    """Return the force of an item without its head: "to report …" asks, "that X shall …" decides."""
    if re.match(rf"to (?!{_DETERMINER})[a-z]+", line):
        return Force.ASKING
    return Force.DECIDING if re.match(r"that\b.*\bshall\b", line) else None
