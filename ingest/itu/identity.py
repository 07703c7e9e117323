"""What the opening of an ITU text says of it: type, number, revision, issuer, year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from corpus.bodies.registry import NOUNS
from corpus.keys import EditionKey, InstrumentKey
from ingest.grammar import Identity
from ingest.opening import DOC_NUMBER
from ingest.tree import Node

_PLACE = re.compile(r"\A(?P<rev>rev\. ?)?(?P<city>.*?),? (?P<year>[1-9][0-9]{3})", re.IGNORECASE)
_CITY = re.compile(r"\((?P<city>[^()]+?), (?P<year>[1-9][0-9]{3})\)")
_YEAR = r"(?:18|19|20)[0-9]{2}"
_DATED = re.compile(
    # the last of "(Lisbon, 1988; revised at Rome, 1993)", "(Rome, March 1-12, 1993)"
    r"\([^()]*?(?P<city>[A-Z][\w.'-]+(?: (?:del |de |la |[A-Z])[\w.'-]*){0,4}), "
    rf"(?:(?!{_YEAR})[^();]{{1,20}} )?(?P<held>{_YEAR})\)"
    r"|\(?\b(?P<month>(?:0?[1-9]|1[0-2])/(?P<at>[1-9][0-9]{3}|[0-9]{2}))\b\)?"  # "(03/93)", "(10/2012)"
    rf"|\A\(?(?:[0-9]{{4}}[-–])*(?P<edition>{_YEAR})\)?\Z"  # "(1994-1999-2019)": of a sector's text
)
_NUMBER = re.compile(r"[A-Z]?\.?\w+(?:[./-]\w+)*")


def identify(root: Node, name: str, given_key: EditionKey | None) -> Identity:
    """Read type, number, revision and issuer from the opening; the given key wins."""
    number, title, formula = (words_of(root, role) for role in ("docnumber", "title", "formula"))
    match = DOC_NUMBER.fullmatch(number)
    if match is None:
        return Identity(given_key, name, title, "", str(given_key.year) if given_key else "")
    preface_texts = (node.text for node in root.walk() if node.role == "para_nn" and node.ancestor("preface"))
    place, year = _adopted(match["revision"] or "", formula, tuple(preface_texts))
    sector = match["sector"] or match["of"]
    short_name = " ".join(
        filter(None, (match["type"].capitalize(), sector and sector.upper(), match["number"]))
    )
    full_name = f"{short_name} ({place})" if place else short_name
    recommends = match["type"].lower() == "recommendation"
    issuer = sector.lower() if recommends and sector else _issuer(formula, full_name)
    key = given_key
    if key is None and issuer and year and _NUMBER.fullmatch(match["number"]):
        work = re.sub("[/_. ]+", "-", match["number"].lower()).strip("-")
        key = EditionKey(InstrumentKey(issuer, f"{NOUNS[match['type'].lower()]}-{work}"), int(year))
    return Identity(key, full_name, title, place, year)


def _issuer(formula: str, name: str) -> str:
    """Return the organ of ITU that a formula names, else that whose conference a name places; or ''."""
    reader = name_reader(bodies_in_use())
    placed = (mention.series.issuer for mention in reader.names(name))
    return next(
        (issuer for issuer in (*reader.organs.adopting(formula), *placed) if issuer.startswith("itu-")), ""
    )


def _adopted(revision: str, formula: str, preface_texts: Sequence[str]) -> tuple[str, str]:
    """Return where and when a text was adopted, as its name has it, and the year.

    Both are read from the number's line, the formula, the history or the cover.
    """
    place = _PLACE.fullmatch(revision) or _CITY.search(formula)
    if place:
        return _revision(place, formula), place["year"]
    for text in (revision, *preface_texts):
        if dated := _DATED.search(text):
            year = dated["held"] or dated["at"] or dated["edition"]
            if len(year) == 2:  # "(03/93)"
                year = f"19{year}" if int(year) >= 50 else f"20{year}"
            place_and_year = dated["city"] and f"{dated['city']}, {year}"
            return place_and_year or dated["month"] or year, year
    return "", ""


def words_of(root: Node, role: str) -> str:
    """Return the text of the first unit with a role, outside annexes."""
    for node in root.walk():
        if node.role == role and node.ancestor("division") is None:
            return node.text
    return ""


def _revision(place: re.Match[str], formula: str) -> str:
    """Print "Rev. Bucharest, 2022" with the city spelt as the formula spells it."""
    city = place["city"].strip()
    if "," not in place.group():  # "modified 2016"
        return place.group()
    adopted = _CITY.search(formula)
    spelt = adopted["city"] if adopted and adopted["city"].lower() == city.lower() else city.title()
    revised = "Rev. " if place.groupdict().get("rev") else ""
    return f"{revised}{spelt}, {place['year']}"
