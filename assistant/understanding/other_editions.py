"""The same question of another edition: "and in 2018?", "no, the earlier one", "and now?"."""

from __future__ import annotations

import re

from assistant.library.library import Library
from assistant.understanding.edition_names import EditionName, edition_named, names_in
from assistant.understanding.forms import topic
from corpus.instruments import Edition

_WORDING = r"(?:edition|version|wording|text|revision)s?"
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
# "is … still in force", "does … apply", "has … been superseded", without the name
_STANDING = re.compile(
    r"(?:and )?(?:(?:is|are|was|do|does|has|have)(?: the)?(?: text)?(?: of)?(?: still| already| now)?"
    r"(?: been)? (?:in force|valid|applicable|appl(?:y|ies)|superseded|replaced|obsolete|current|up to date"
    r"|law|binding now)(?: (?:now|today|any more|anymore|yet))?)",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b\d{{4}}\b|\b(?:in|of|from|by|the|at) (?:the )?(?P<place>[A-Z]\w+)\b|{_WORDING}", re.IGNORECASE
)
_DATED = re.compile(rf"(?:the )?\b\d{{4}} (?:plan|resolution|decision|{_WORDING})\b", re.IGNORECASE)
_LEFT = re.compile(
    rf"\b(?:same|clause|provision|question|thing|{_WORDING}|there|then|before|back|version|look|like|it|was|"
    r"in|under|rev)\b",
    re.IGNORECASE,
)


def standing_asked(text: str, library: Library) -> EditionName | None:
    """Return the text, held or not, of which a question asks whether it is in force, and nothing else."""
    names = list(names_in(text, library))
    if len(names) != 1 or len(names[0].editions) > 1:
        return None
    rest = " ".join(f"{text[: names[0].start]} {text[names[0].end :]}".split())
    return names[0] if _STANDING.fullmatch(rest.strip(" ?.!")) else None


def asks_in_force(text: str) -> bool:
    """Return True for a question about the edition in force: "what does the current edition say on …"."""
    return _IN_FORCE.search(text) is not None


def names_wording(turn: str) -> bool:
    """Tell a turn that asks of another wording and says nothing else: "What was it in that edition?"."""
    words_left = topic(_LEFT.sub(" ", _BACK.sub(" ", _NOW.sub(" ", turn))))
    return re.search(_WORDING, turn, re.IGNORECASE) is not None and len(words_left) <= 1


def edition_meant(turn: str, edition: Edition, library: Library) -> Edition | None:
    """Return the other held edition of a text that a turn means, if it says nothing else."""
    others = sorted(
        (one for one in library.editions if one.key.instrument == edition.key.instrument and one != edition),
        key=lambda one: one.key.year,
    )
    for one in others:
        rest = re.sub(rf"\b(?:{one.key.year}|{re.escape(_place(one))})\b", " ", turn)
        if rest != turn and not topic(_LEFT.sub(" ", rest)):
            return one
    if _BACK.search(turn) and not topic(_LEFT.sub(" ", _BACK.sub(" ", turn))):
        return next((one for one in reversed(others) if one.key.year < edition.key.year), None)
    if _NOW.search(turn) and not topic(_LEFT.sub(" ", _NOW.sub(" ", turn))):
        return next((one for one in others if library.is_newest(one.key)), None)
    return None


def asked_of(question: str, edition: Edition, library: Library) -> tuple[str, str]:
    """Return a question as it is asked of an edition, and as it is shown: with the edition's name."""
    named = edition_named(question, library)
    if named is not None:
        asked = f"{question[: named.start]}{edition.name}{question[named.end :]}"
        return asked, asked
    dated = _DATED.search(question)
    if dated is not None:  # "under the 2018 plan"
        asked = f"{question[: dated.start()]}{edition.name}{question[dated.end() :]}"
        return asked, asked
    return question, f"{question.rstrip(' ?.!')}, in {edition.name}?"


def _place(edition: Edition) -> str:
    """Return the place that tells an edition: the first word with a capital after "Rev."."""
    found = re.findall(r"[A-Z][\w-]+", re.sub(r"\bRev\b", "", edition.revision))
    return found[0] if found else edition.name
