"""What a last turn was understood as, in one line that a reader can read."""

from __future__ import annotations

import re

from assistant.understanding.noun_phrases import last_phrase
from assistant.understanding.turns import asks, fragment

_SAID_OF = re.compile(r"\A(?:Concerning [^:]*|“[^”]*”): ")
_AFTER = re.compile(r"\A“(?P<before>.+)”: (?P<asked>[^”]+?)\??")
_IS_WHETHER = re.compile(
    r"(?:does|do|did|must|is|are|was|were|has|have|can|may|should)\b", re.IGNORECASE
)  # its subject and its verb cannot be told apart by form


def concerning(turn: str, before: str) -> str:
    """Put a turn that leans into a line of its own.

    >>> concerning("Who counts them?", "Where is the list of piers?")
    'Concerning the list of piers: who counts them?'
    """
    asked = fragment(turn)
    asked = asked[:1].lower() + asked[1:] if asks(asked.partition(" ")[0]) else asked
    if said_of := _SAID_OF.match(before):
        return f"{said_of.group()}{asked}?"
    about = "" if _IS_WHETHER.match(before) else last_phrase(before)
    return f"Concerning {about}: {asked}?" if about else f"“{before.rstrip(' ?.!')}”: {asked}?"


def in_plain_words(understood: str) -> str:
    """Say what a turn was understood as; the question that it follows comes last.

    >>> in_plain_words("“Where is the list of piers?”: the targets?")
    'the targets (following on from “Where is the list of piers?”)'
    """
    found = _AFTER.fullmatch(understood)
    if found is None:
        return understood
    asked = f"{found['asked']}?" if asks(found["asked"]) else found["asked"]
    return f"{asked} (following on from “{found['before']}”)"


def sentence(shown: str) -> str:
    """Return a question with a capital to open it and one mark to close it; a label as it is."""
    text = " ".join(shown.split())
    if not asks(text):
        return text
    text = text[:1].upper() + text[1:]
    return text if text.endswith(("?", ".", "!", ":", ")")) else f"{text}?"
