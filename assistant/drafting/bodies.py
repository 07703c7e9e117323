"""The names of bodies, by the nouns in bodies.toml: what the name is, and whether it names an office.

plain_name("each Member State")          "Member States"
names_office("the private sector")       False
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "bodies.toml"
_PLURALS = {"bureau": "bureaux", "chairman": "chairmen", "vice-chairman": "vice-chairmen"}
_FURTHER = re.compile(
    r",? (?:of|for|in|on|by|with|from|at|between|among|to|within|under|concerned|which|who|whose|that|"
    r"following)\b|,| \("
    r"| (?:[a-z]+ed|made|held|given)(?= (?:by|in|on|under|at|to|for|following|pursuant|with|as)\b)"
)
_TAIL = re.compile(r",? (?:concerned|which|who|whose|that|, in)\b.*", re.DOTALL)
_ACRONYM = re.compile(r"[A-Z]{2,}[\w/-]*")


@cache
def body_nouns(kind: str) -> frozenset[str]:
    """Return the words of one of the lists: offices, persons, whole, determiners, every, weak."""
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))[kind])


def head_noun(name: str) -> str:
    """Return the noun that a name is about, in small letters.

    >>> head_noun("the Directors of the Bureaux")
    'directors'
    """
    words = _FURTHER.split(name.strip(), maxsplit=1)[0].split()
    return words[-1].lower() if words else ""


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a name without articles and the like; "each Member State" gives "Member States"."""
    words = _TAIL.sub("", name.strip()).split()
    stands_for_all = bool(words) and words[0].lower() in body_nouns("every")
    while len(words) > 1 and words[0].lower() in body_nouns("determiners"):
        words.pop(0)
    plain = " ".join(words)
    return _in_plural(plain) if stands_for_all else plain


def _in_plural(name: str) -> str:
    further = _FURTHER.search(name)
    first, rest = (name[: further.start()], name[further.start() :]) if further else (name, "")
    noun = first.rpartition(" ")[2]
    if noun.lower().endswith(("s", "x", "men")):
        return name
    plural = _PLURALS.get(noun.lower(), f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s")
    return f"{first[: len(first) - len(noun)]}{plural}{rest}"


def in_singular(noun: str) -> str:
    """Put a noun into the singular, if it has one: "assemblies", "groups", "bureaux"."""
    for plural, singular in (("ies", "y"), ("eaux", "eau"), ("men", "man"), ("s", "")):
        if noun.endswith(plural) and not noun.endswith("ss"):
            return noun.removesuffix(plural) + singular
    return noun


def names_office(name: str) -> bool:
    """Return True for the name of an office or an organ, False for a class of people or a noun alone.

    A name has a proper name in it ("entities of the United Nations development system"), is whole within its
    organization ("the Council"), is a short form, or is a noun of an office with what tells it from others
    ("study groups"). "The Group" and "the Chair" name nobody by themselves, and a list of nouns without a
    proper name is no body.
    """
    plain = plain_name(name)
    if plain.islower() and ", " in plain:
        return False
    if plain.lower() in body_nouns("whole") or _ACRONYM.fullmatch(plain):
        return True
    words = [word for word in plain.split() if word.lower() not in body_nouns("weak")]
    if len(words) == 1:
        return False
    return (
        sum(word[:1].isupper() for word in words) > 1
        or _ACRONYM.match(plain) is not None
        or head_noun(plain) in body_nouns("offices")
    )
