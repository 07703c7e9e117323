"""What the opening of an ITU text says of it: type, number, revision, issuer, year."""

from __future__ import annotations

import re

from corpus.keys import EditionKey, InstrumentKey
from ingest.grammar import Identity
from ingest.opening import DOC_NUMBER
from ingest.references import issuer_of
from ingest.tree import Node

_TYPES = {"resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op"}
_PLACE = re.compile(r"(?P<rev>rev\. ?)?(?P<city>.*?),? (?P<year>[0-9]{4})", re.IGNORECASE)
_CITY = re.compile(r"\((?P<city>[^()]+?), (?P<year>[0-9]{4})\)")


def identify(root: Node, name: str, given: EditionKey | None) -> Identity:
    """Read type, number, revision and issuer from the opening; the given key wins."""
    number, title, formula = (words_of(root, role) for role in ("docnumber", "title", "formula"))
    match = DOC_NUMBER.fullmatch(number)
    if match is None:
        return Identity(given, name, title, "", str(given.year) if given else "")
    place = _PLACE.fullmatch(match["revision"] or "") or _CITY.search(formula)
    revision = _revision(place, formula) if place else ""
    year = place["year"] if place else ""
    issuer = issuer_of(formula)
    key = given
    if key is None and issuer and year and re.fullmatch(r"\w+(?:[/-]\w+)*", match["number"]):
        work = f"{_TYPES[match['type'].lower()]}-{re.sub('[/_]', '-', match['number'].lower())}"
        key = EditionKey(InstrumentKey(issuer, work), int(year))
    called = f"{match['type'].capitalize()} {match['number']}"
    return Identity(key, f"{called} ({revision})" if revision else called, title, revision, year)


def words_of(root: Node, role: str) -> str:
    """Return the text of the first unit with a role, outside annexes."""
    for node in root.walk():
        if node.role == role and node.ancestor("division") is None:
            return node.text
    return ""


def _revision(place: re.Match[str], formula: str) -> str:
    """Print "Rev. Bucharest, 2022" with the city spelt as the formula spells it."""
    city = place["city"].strip()
    adopted = _CITY.search(formula)
    spelt = adopted["city"] if adopted and adopted["city"].lower() == city.lower() else city.title()
    revised = "Rev. " if place.groupdict().get("rev") else ""
    return f"{revised}{spelt}, {place['year']}"
