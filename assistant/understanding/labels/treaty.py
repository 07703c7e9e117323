"""Labels of treaties that people type: "CV 235", "CS/Art. 1", "No. 191A", "Article 5(1)(a) of the Statute".

A treaty goes by its name, its title or the symbol that the catalogue knows. A marginal number that
was taken out with others is found where the text says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.library.library import Library
from assistant.understanding.names.reader import symbols_of, titles_in, titles_of
from corpus.instruments import Edition, Provision

_SEGMENTS = {
    "no": "no", "nos": "no", "number": "no", "article": "art", "art": "art",
    "chapter": "chp", "chap": "chp", "section": "sec", "sec": "sec", "part": "part",
}  # fmt: skip
_ALONE = ("no", "art")  # what needs no treaty's name beside it
_NUMBER = r"(?:\d{1,4}[a-z]{0,2}|[ivxlc]+[a-z]?)(?: ?(?:bis|ter|quater|quinquies|penter|sexies))?"
_UNIT = "|".join(sorted(_SEGMENTS, key=len, reverse=True))
_LABEL = re.compile(rf"(?:(?P<unit>{_UNIT})\b\.? ?)?(?P<number>{_NUMBER})(?![a-z0-9])(?P<below>.*)")
_BELOW = re.compile(
    r"(?:(?:para(?:graph)?s?|point|item|section|sec|article|art|§)\.? ?)?"
    r"\(?(?P<value>\d{1,2}|[a-z]|[ivx]{1,5})\b\)?"
)
_NOISE = re.compile(r"\b(?:of|the|to|itu)\b|[,:;]")
_RANGE = re.compile(r"no_(?P<first>\d+)[a-z]*-(?P<last>\d+)[a-z]*")

Found = tuple[Edition, Provision]


def by_treaty(label: str, library: Library) -> tuple[Found, ...] | None:
    """Return the provisions of treaties that a typed label names; None when it is no treaty's label."""
    text = " ".join(label.lower().replace("/", " ").replace("’", "'").split())
    title = next((one for one in titles_in(text, library) if one.editions), None)
    named = title.editions if title else ()
    rest = f"{text[: title.start]} {text[title.end :]}" if title else text
    rest = " ".join(_NOISE.sub(" ", rest).split())
    match = _LABEL.fullmatch(rest)
    if match is None or not (named or (match["unit"] and _SEGMENTS[match["unit"]] in _ALONE)):
        whole = named if named and not rest else ()
        return tuple((one, one.provisions[0]) for one in whole if one.provisions) or None
    editions = named or [one for one in library.newest if not one.key.instrument.is_numbered]
    found = tuple(pair for edition in editions for pair in _in_edition(match, edition))
    return found if found or named else None


def label_pattern(library: Library) -> str:
    """Return a pattern of labels of the treaties held, as they stand in a question; '' without any."""
    held = [one for one in library.editions if not one.key.instrument.is_numbered]
    names, symbols = (
        "|".join(sorted({re.escape(one) for edition in held for one in listed(edition, library)}))
        for listed in (titles_of, symbols_of)
    )
    number = r"\d{1,4}[a-z]{0,2}(?:bis|ter)?\b(?:\(\w{1,3}\))*"
    unit = rf"\b(?:nos?|number|articles?|art)\.? ?{number}(?:,? (?:of|to) (?:the )?(?:itu )?(?:{names})\b)?"
    symbol = rf"\b(?:{symbols})[ /](?:(?:no|art)\.? ?)?{number}"
    return "|".join([*([unit] if held else []), *([symbol] if symbols else [])])


def _in_edition(match: re.Match[str], edition: Edition) -> Iterator[Found]:
    """Find the unit that a label names, then what the label says stands below it."""
    segment = _SEGMENTS[match["unit"]] if match["unit"] else "no"
    value = match["number"].replace(" ", "")
    found = [one for one in edition.provisions if _is_unit(one, segment, value)]
    for step in _BELOW.finditer(match["below"]):
        found = [low for one in found for low in edition.children(one.eid) if _is_item(low, step["value"])]
    if _BELOW.sub("", match["below"]).strip(" ,)("):
        return
    yield from ((edition, one) for one in found)


def _is_unit(provision: Provision, segment: str, value: str) -> bool:
    """Return True for the unit with a number, or the one that says that its number was taken out."""
    own = provision.eid.split("__")[-1]
    if own == f"{segment}_{value}":
        return True
    several = _RANGE.fullmatch(own) if segment == "no" and value.isdigit() else None
    return several is not None and int(several["first"]) <= int(value) <= int(several["last"])


def _is_item(provision: Provision, value: str) -> bool:
    """Return True for an item by its number, its marker among several of a marginal number included."""
    own = provision.eid.split("__")[-1]
    last = provision.marker.split(" ")[-1].strip("().")
    return own.rpartition("_")[2] == value if not own.startswith("no_") else last == value
