"""Heads that a conversion ran into the unit before: "…, further resolves 1 to mend the pier"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.heads import Head, is_deciding, is_reciting, main_verb
from ingest.markers import cut_marker
from ingest.opening import is_strict_head, runs_into_decision

_LONGEST = 400  # characters of a head
_ITEM = 4_000  # characters of a list's first item
# the first item of a list: "1 to mend", "a) the pier"; "1 above", "1 to 4", "1 and 2" name clauses
_FIRST = re.compile(r" (?=(?:1|a\)|\(a\)|i\)|1\)) (?!(?:above|below|of|and|or|to [0-9])\b)[^\W\d_\"“])")
_SECOND = {"1": "2", "a)": "b)", "(a)": "(b)", "i)": "ii)", "1)": "2)"}
# a verb that decides and needs no addressee: "resolves to mend", "expresses its thanks"
_WORDS = re.compile(
    r"\A(?:further |also )?(?P<verb>[a-z]+)(?P<further> further| also)? (?=(?:to|that|its|their) )"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a place where a head may open.

    `sign` is the punctuation before it, `verb` the open head's, `next_verb` that of the next head
    that stands alone, `following` the next line; `continues` tells that this line goes on with
    the list that is open.
    """

    sign: str
    verb: str
    next_verb: str
    following: str
    continues: bool
    decided: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A head's verb, and where the first item begins that has run into it; 0 for none."""

    verb: str
    item: int = 0


def holds_listed_head(text: str, at: int) -> bool:
    """Return True if a head and the first items of its list stand inside a line, at a place."""
    window = text[at : at + _LONGEST]
    verb = main_verb(window[:80])
    return (is_reciting(verb) or is_deciding(verb)) and _listed(text, at, window, verb) is not None


def open_head(text: str, at: int, around: Around) -> Opened | None:
    """Return the head that opens at a place of a text, or None."""
    window = text[at : at + _LONGEST]
    verb = main_verb(window[:80])
    if not (is_reciting(verb) or is_deciding(verb)):
        return None
    if at + len(window) == len(text) and is_strict_head(window):
        return Opened(verb) if _governs(around) else None
    listed = _listed(text, at, window, verb)
    if listed:
        return listed
    return Opened(verb) if _runs_in(window, verb, around) else None


def _listed(text: str, at: int, window: str, verb: str) -> Opened | None:
    """Read a head that the first item of its list follows in the line.

    A second item must follow, for "invites Group 1 to meet" names a group, but not where a verb
    stands alone or a clause begins: "invites the Wardens 1 that …".
    """
    first = _FIRST.search(window)
    if (
        first is None
        or not is_strict_head(window[: first.start()])
        or re.search("[;:.]", window[: first.start()])
    ):
        return None
    item = at + first.end()
    marker = text[item:].split(" ", 1)[0]
    second = _SECOND[marker]
    counts = re.search(rf"[;,:] (?:and )?{re.escape(second)} ", text[item : item + _ITEM]) is not None
    alone = not Head.parse(window[: first.start()]).addressee or text.startswith(f"{marker} that ", item)
    return Opened(verb, item) if alone or counts else None


def _governs(around: Around) -> bool:
    """Return True if the next line begins a list, which a head at the end of this one governs."""
    return any(one.order in (0, 1) for one in cut_marker(around.following[:40]).readings)


def _runs_in(window: str, verb: str, around: Around) -> bool:
    """Return True for a head that runs into its only paragraph, False for a verb of the sentence."""
    if around.continues:
        return False
    if is_reciting(verb):
        further = re.match(rf"(?:further |also )?{verb}(?: further| also)? that ", window)
        adds = further is not None and re.search(r"\b(?:further|also)\b", further.group())
        return not around.decided and (around.sign == "." or (bool(adds) and verb == around.verb))
    if around.next_verb and is_reciting(around.next_verb):
        return False
    if runs_into_decision(window):
        return True
    words = _WORDS.match(window)
    if words is None or not is_strict_head(words["verb"]):
        return False
    # the sentence may hold the verb that the next head has: "the resolution, which … resolves that"
    return around.decided or verb != around.next_verb or bool(words["further"])
