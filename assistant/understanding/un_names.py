"""Names of United Nations resolutions that people type: "75/233", "A/RES/70/1", "resolution 2250 (2015)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.library.library import Library
from corpus.instruments import Edition

_BODY = (
    r"UN ?GA|UN ?SC|GA|SC|UN|ECOSOC|HRC|(?:the )?(?:United Nations )?"
    r"(?:General Assembly|Security Council|Economic and Social Council|Human Rights Council)"
)
_NAME = re.compile(
    rf"(?:(?<![\w/])(?:A/HRC|A|S|E)/RES/"
    rf"|(?<![\w/.])(?:(?:{_BODY})(?:’s|'s)? )?(?:(?:resolution|res)\b\.? ?)?)"
    r"(?P<number>(?:ES-|S-)?\d{1,4}/\d{1,4}(?: [A-Z]\b)?|\d{3,4} ?\(\d{4}\)|\d{3,4}\b)(?![/\d])",
    re.IGNORECASE,
)


def named_resolutions(text: str, library: Library) -> Iterator[tuple[int, int, Sequence[Edition]]]:
    """Walk the places where a text names a United Nations resolution that is held, with its editions."""
    for match in _NAME.finditer(text):
        number, _, year = match["number"].partition("(")
        work = "res-" + re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")
        held = [
            one
            for one in library.editions
            if one.key.instrument.issuer.startswith("un-") and one.key.instrument.work == work
        ]
        if year:
            held = [one for one in held if one.key.year == int(year.rstrip(")"))]
        if held and ("/" in number or year or match.start() < match.start("number")):
            yield match.start(), match.end(), held


def numbered_resolutions(text: str) -> Iterator[tuple[int, int]]:
    """Walk the places where a text names a resolution by its session and number, "70/1", held or not."""
    return (match.span() for match in _NAME.finditer(text) if "/" in match["number"])
