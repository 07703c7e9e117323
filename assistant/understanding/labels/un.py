"""Labels of United Nations resolutions that people type: "75/233 OP 12 (a)", "A/RES/70/1, Goal 3".

A paragraph without a word before it is operative: "para. 3" is never a recital, "PP 3" always is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.library.library import Library
from corpus.instruments import Edition, Provision

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
_SPELT = (
    (r"\bpreambular (?:para(?:graph)?s?|recitals?)\b\.?|\bpp(?=[ .]?\d)\.?|\brecitals?\b", "preambular para"),
    (r"\b(?:operative )?para(?:graph)?s?\b\.?|\bop(?=[ .]?\d)\.?|§", " para "),
    (r"\(\s*([a-z0-9]+)\s*\)", r" (\1) "),
    (r"\b(?:of|the|in|to)\b|[,;:?]|\.(?!\d)", " "),
    (r"preambular para", " preambular para "),
)
_NUMBER = "preface__docnumber"
_NUMBERED = re.compile(r"\d{1,3}\b")

Found = tuple[Edition, Provision]


def by_un(label: str, library: Library) -> tuple[Found, ...] | None:
    """Return the provisions of United Nations resolutions that a label names; None for another label."""
    named = named_resolution(label, library)
    if named is None:
        return None
    start, end, editions = named
    wanted = _plain(f"{label[:start]} {label[end:]}")
    if not wanted:
        return tuple((one, one.provision(_NUMBER)) for one in editions if _NUMBER in one)
    if _NUMBERED.match(wanted):
        wanted = f"para {wanted}"
    return tuple(pair for edition in editions for pair in _in_edition(wanted, edition))


def named_resolution(text: str, library: Library) -> tuple[int, int, Sequence[Edition]] | None:
    """Return where a text first names a United Nations resolution that is held, and its editions."""
    return next(named_resolutions(text, library), None)


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


def _in_edition(wanted: str, edition: Edition) -> list[Found]:
    """Return what is called so: in full, else without the section or annex above it."""
    labels = [(one, _plain(one.label.removeprefix(edition.name))) for one in edition.provisions]
    exact = [(edition, one) for one, label in labels if label == wanted]
    return exact or [
        (edition, one)
        for one, label in labels
        if label.endswith(f" {wanted}") and not label.endswith(f"preambular {wanted}")
    ]


def _plain(label: str) -> str:
    """Spell a label in one way: small letters, "para 7 (a) (i)"."""
    text = label.lower()
    for pattern, spelt in _SPELT:
        text = re.sub(pattern, spelt, text)
    return re.sub(r"preambular +para(?: +para)?", "preambular para", " ".join(text.split()))
