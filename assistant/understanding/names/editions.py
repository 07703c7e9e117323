"""Editions by their year, place or age: "its 2018 version", "the Dubai text", "the earlier one", "now"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.library.library import Library
from assistant.understanding.forms import topic
from corpus.instruments import Edition

_ONE_WORDING = r"(?:edition|version|wording|text|revision)"
_WORDING = rf"{_ONE_WORDING}s?"
_DATED = re.compile(
    rf"\b(?:in |under |of |from |by )?(?:the )?(?P<which>\d{{4}}|"
    rf"[A-Z]\w+(?:[ -][A-Z]\w+)?)(?:['’]s)? {_ONE_WORDING}\b"
    rf"|\b{_ONE_WORDING} (?:of|from|adopted (?:in|at)) (?:the )?(?P<which2>\d{{4}}|[A-Z]\w+)\b"
    r"|\b(?P<which3>\d{4}) (?=resolution|decision|plan|one\b)|(?P<loose>\b(?:as of|back in|"
    r"in) (?P<which4>\d{4})\b)"
)
_BACK = re.compile(
    rf"\b(?:previous|earlier|older|old|former|superseded|prior|last) (?:{_WORDING}|one)\b|\bpreviously\b"
    rf"|\b(?:{_WORDING}|one) before\b|\bbefore that {_WORDING}\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|nowadays|today|currently|in force)\b"
    rf"|\b(?:(?:current|latest|newest|present|new) (?:{_WORDING}|one))\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    rf"\bin force\b|\b(?:current|latest|newest|present) (?:{_WORDING}|resolution|decision)\b", re.IGNORECASE
)
_LEFT = re.compile(
    rf"\b(?:same|clause|provision|question|thing|{_WORDING}|there|then|before|back|version|look|like|it|was|"
    r"in|under|rev)\b",
    re.IGNORECASE,
)


def dated(text: str, editions: Sequence[Edition], library: Library) -> tuple[Sequence[Edition], str]:
    """Return, of some texts, the editions of the year or place that a question says, and the rest of it.

    `editions` stay as they are where it says none. Of texts that are not narrowed to one instrument
    only those change that have an edition of that year or place which is not in force.
    """
    for match in _DATED.finditer(text):
        which = next(value for name, value in match.groupdict().items() if value and name != "loose")
        instruments = {edition.key.instrument for edition in editions}
        if match["loose"] and len(instruments) > 1:  # "in 2018" may date anything
            continue
        found = [
            edition
            for edition in library.editions
            if edition.key.instrument in instruments and _is_of(edition, which)
        ]
        superseded = [edition for edition in found if not library.is_newest(edition.key)]
        if found and (len(instruments) == 1 or superseded):
            chosen = found if len(instruments) == 1 else superseded
            return chosen, f"{text[: match.start()]} {text[match.end() :]}"
    return editions, text


def editions_dated(text: str, library: Library) -> list[Edition]:
    """Return the held editions whose year or place a text says."""
    tokens = re.findall(r"\b(?:\d{4}|[A-Z]\w+)\b", text)
    return [edition for edition in library.editions if any(_is_of(edition, which) for which in tokens)]


def _is_of(edition: Edition, which: str) -> bool:
    if which.isdigit():
        return edition.key.year == int(which)
    return which.lower() in edition.revision.lower().replace(",", " ").split()


def asks_in_force(text: str) -> bool:
    """Return True for a question about the edition in force: "what does the current edition say on …"."""
    return _IN_FORCE.search(text) is not None


def names_wording(turn: str) -> bool:
    """Return True for a turn that asks for another wording alone: "What was it in that edition?"."""
    words_left = topic(_LEFT.sub(" ", _BACK.sub(" ", _NOW.sub(" ", turn))))
    return re.search(_WORDING, turn, re.IGNORECASE) is not None and len(words_left) <= 1


def edition_meant(turn: str, edition: Edition, library: Library) -> Edition | None:
    """Return the other held edition of a text that a turn means, if it says nothing else."""
    others = sorted(
        (
            other
            for other in library.editions
            if other.key.instrument == edition.key.instrument and other != edition
        ),
        key=lambda other: other.key.year,
    )
    for other in others:
        rest = re.sub(rf"\b(?:{other.key.year}|{re.escape(_place(other))})\b", " ", turn)
        if rest != turn and not topic(_LEFT.sub(" ", rest)):
            return other
    if _BACK.search(turn) and not topic(_LEFT.sub(" ", _BACK.sub(" ", turn))):
        return next((other for other in reversed(others) if other.key.year < edition.key.year), None)
    if _NOW.search(turn) and not topic(_LEFT.sub(" ", _NOW.sub(" ", turn))):
        return next((other for other in others if library.is_newest(other.key)), None)
    return None


def _place(edition: Edition) -> str:
    """Return the place that tells an edition: the first word with a capital after "Rev."."""
    found = re.findall(r"[A-Z][\w-]+", re.sub(r"\bRev\b", "", edition.revision))
    return found[0] if found else edition.name
