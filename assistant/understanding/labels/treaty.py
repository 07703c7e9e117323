"""Labels of treaties that people type: "CV 235", "CS/Art. 1", "No. 191A", "Article 5(1)(a) of the Statute".

A treaty goes by its name, its title or the symbol that the catalogue knows. A marginal number that
was taken out with others is found where the text says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.library.library import Library
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
# What stands before the name of a treaty of which something is asked: "under …", "does the … say".
_ASKED_OF = (
    r"under|in|within|by|per|according to|pursuant to|in accordance with|in terms of"
    r"|does|do|did|can|may|must|shall|should|is|are"
)
_NOISE = re.compile(r"\b(?:of|the|to|itu)\b|[,:;]")
_RANGE = re.compile(r"no_(?P<first>\d+)[a-z]*-(?P<last>\d+)[a-z]*")

Found = tuple[Edition, Provision]


def by_treaty(label: str, library: Library) -> tuple[Found, ...] | None:
    """Return the provisions of treaties that a typed label names; None when it is no treaty's label."""
    text = " ".join(label.lower().replace("/", " ").replace("’", "'").split())
    named, rest = _named(text, library)
    rest = " ".join(_NOISE.sub(" ", rest).split())
    match = _LABEL.fullmatch(rest)
    if match is None or not (named or (match["unit"] and _SEGMENTS[match["unit"]] in _ALONE)):
        whole = named if named and not rest else ()
        return tuple((one, one.provisions[0]) for one in whole if one.provisions) or None
    editions = named or [one for one in treaties(library) if library.is_newest(one.key)]
    found = tuple(pair for edition in editions for pair in _in_edition(match, edition))
    return found if found or named else None


def treaties(library: Library) -> list[Edition]:
    """Return the treaties that are held."""
    return [one for one in library.editions if not one.key.instrument.is_numbered]


def names_of(edition: Edition, library: Library) -> tuple[str, ...]:
    """Return what a treaty goes by, in small letters, the longest first."""
    names = {edition.title.lower(), edition.name.lower(), *_symbols(edition, library)}
    return tuple(sorted(filter(None, names), key=len, reverse=True))


def _symbols(edition: Edition, library: Library) -> tuple[str, ...]:
    """Return what a treaty is called for short: "cv"."""
    known = library.catalogue.in_force(edition.key.instrument)
    return tuple(symbol.lower() for symbol in known.symbols) if known else ()


def label_pattern(library: Library) -> str:
    """Return a pattern of labels of the treaties held, as they stand in a question; '' without any."""
    held = treaties(library)
    if not held:
        return ""
    names, symbols = (
        "|".join(sorted({re.escape(one) for edition in held for one in listed(edition, library)}))
        for listed in (names_of, _symbols)
    )
    number = r"\d{1,4}[a-z]{0,2}(?:bis|ter)?\b(?:\(\w{1,3}\))*"
    labels = [
        rf"\b(?:nos?|number|articles?|art)\.? ?{number}(?:,? (?:of|to) (?:the )?(?:itu )?(?:{names})\b)?"
    ]
    if symbols:
        labels.append(rf"\b(?:{symbols})[ /](?:(?:no|art)\.? ?)?{number}")
    return "|".join(labels)


def spoken_of(text: str, library: Library) -> tuple[int, int, Sequence[Edition]] | None:
    """Return where a question asks of a treaty that is held ("under the Convention"), and its editions.

    A treaty that is merely mentioned ("which texts name the Convention?") is not what is asked of.
    """
    names = {name for one in treaties(library) for name in names_of(one, library)}
    if not names:
        return None
    named = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    match = re.search(
        rf"\b(?:{_ASKED_OF}) (?P<whole>(?:the )?(?:itu )?(?P<name>{named})(?![\w-])(?: ?\(\d{{4}}\))?)"
        r"(?! (?:of|on|for|against) )",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return None
    editions, _ = _named(text[match.start("name") : match.end()].lower(), library)
    return *match.span("whole"), editions


def every_name(text: str, library: Library) -> Iterator[tuple[int, int, Sequence[Edition]]]:
    """Walk the names of treaties that are held, wherever they stand, with their editions."""
    names = {name for one in treaties(library) for name in names_of(one, library)}
    named = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    pattern = rf"\b(?:the )?(?:itu )?(?P<name>{named})(?![\w-])(?: ?\(\d{{4}}\))?"
    for match in re.finditer(pattern, text, re.IGNORECASE) if names else ():
        editions, _ = _named(text[match.start("name") : match.end()].lower(), library)
        yield *match.span(), editions


def _named(text: str, library: Library) -> tuple[list[Edition], str]:
    """Return the treaties that a text names, in force unless it says the year, and the rest of it."""
    held = treaties(library)
    for edition in held:
        for name in names_of(edition, library):
            match = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?: ?\((?P<year>\d{{4}})\))?", text)
            if match is None:
                continue
            same = [one for one in held if name in names_of(one, library)]
            if match["year"]:
                same = [one for one in same if one.key.year == int(match["year"])]
            else:
                same = [one for one in same if library.is_newest(one.key)] or same
            return same, f"{text[: match.start()]} {text[match.end() :]}"
    return [], text


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


def exactly(text: str, library: Library) -> Sequence[Edition]:
    """Return the treaties, in force, of which a text is the name, the title or the symbol."""
    wanted = " ".join(text.lower().removeprefix("the ").removeprefix("itu ").split())
    return [
        one for one in treaties(library) if wanted in names_of(one, library) and library.is_newest(one.key)
    ]
