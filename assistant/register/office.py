"""One body's office: its duties, those that it shares as one of a group, and where it is mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.library.library import Library
from assistant.register.entries import DutyRegister, Entry
from assistant.register.selection import of_body
from assistant.understanding.addressees import spelt_out
from corpus.instruments import Edition, Kind, Provision
from corpus.thesaurus import thesaurus

_OWNER = re.compile(r"(?:the )?([A-Z]{2,}) \w")  # whose body it is: "ITU Council"
_NO_NAME = ("The", "ITU", "In", "By", "At", "To", "From", "With", "For")  # capitals that lead no longer name
_SINGLE = re.compile(r"(?:the )?(?P<office>[a-z-]+) of (?:the )?(?P<of>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A clause that mentions a body, first from `start` to `end` in its text."""

    edition: Edition
    provision: Provision
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Office:
    """What concerns a body: its own duties, those of groups that it is one of, where it is mentioned."""

    body: str
    duties: tuple[Entry, ...]
    shared: tuple[Entry, ...]
    mentions: tuple[Mention, ...]

    @property
    def is_known(self) -> bool:
        """Whether any text has anything to do with it."""
        return bool(self.duties or self.shared or self.mentions)


def office(register: DutyRegister, body: str, *, superseded: bool = False) -> Office:
    """Return what concerns a body, in the texts in force or in all."""
    entries = register.entries(superseded=superseded)
    own = of_body(entries, body)
    own_ids = {id(one) for one in own}
    shared = [one for one in entries if id(one) not in own_ids and _is_one_of(body, one)]
    told = {one.duty.provision for one in (*own, *shared)}
    mentions = [
        one
        for one in _mentions(register.library, body, superseded=superseded)
        if one.edition.id_of(one.provision) not in told
    ]
    return Office(body, tuple(own), tuple(shared), tuple(mentions))


def _is_one_of(body: str, entry: Entry) -> bool:
    """Return True for a duty of a group: "Directors of the Bureaux" for the "Director of the X Bureau"."""
    return any(_belongs(body, one) for one in entry.duty.addressees)


@lru_cache(maxsize=4096)
def _belongs(body: str, group: str) -> bool:
    """Return True if a group's name is the plural of a body's, or has what the body is of."""
    single, several = _SINGLE.fullmatch(body.strip()), _SINGLE.fullmatch(group)
    if not single or not several or several["office"].lower() != f"{single['office'].lower()}s":
        return False
    of, those = single["of"].lower(), several["of"].lower()
    last = of.split()[-1]
    plural = those.split()[-1] in (f"{last}s", f"{last}x") and len(those.split()) <= len(("three", last))
    return plural or of in those


def _names(body: str) -> tuple[str, ...]:
    """Return the names by which texts mention a body: as given, without "ITU", and for short."""
    bare = spelt_out(body).strip().removeprefix("the ")
    bare = bare.removeprefix("itu ") if bare != "itu" else bare
    short = [
        one
        for entry in thesaurus()
        if bare in entry.official
        for one in (*entry.official, *entry.abbreviations)
    ]
    return tuple(dict.fromkeys(name for name in (bare, body.strip(), *short) if name))


def _mentions(library: Library, body: str, *, superseded: bool) -> Iterator[Mention]:
    """Walk the clauses that have one of the names of a body.

    A name within a longer one is another body: "Council" in "Security Council". What is a body of the ITU
    by its name is looked for without "ITU" only in texts of the ITU.
    """
    owner = match[1].lower() if (match := _OWNER.match(body)) else ""
    for edition in library.editions:
        if not superseded and not library.is_in_force(edition.key):
            continue
        theirs = edition.key.instrument.issuer.split("-")[0] == owner
        names = _names(body) if theirs or not owner else (body.strip(),)
        pattern, lowered = _pattern(names), [one.lower() for one in names]
        for one in edition.provisions:
            if one.kind is Kind.HEADING or one.inline or not _may_have(one.text, lowered):
                continue
            found = next((match for match in pattern.finditer(one.text) if _is_whole(one.text, match)), None)
            if found:
                yield Mention(edition, one, *found.span())


def _may_have(text: str, lowered: Sequence[str]) -> bool:
    """Return False for a text that has none of some names, cheaply."""
    small = text.lower()
    return any(one in small for one in lowered)


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Compile names; short forms in capitals count only as they are spelt."""
    ways = [re.escape(one) if one.isupper() else f"(?i:{re.escape(one)})" for one in names]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])")


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Return True for a name that is no part of a longer one, by the capitals beside it."""
    if not match.group()[:1].isupper():
        return True
    before, after = text[: match.start()].split(" "), text[match.end() :].split(" ")
    last = before[-2] if len(before) > 1 and before[-1] == "" else ""
    goes_on = len(after) > 1 and after[0] == "" and after[1][:1].isupper() and " " not in match.group()
    return not (last[:1].isupper() and last not in _NO_NAME) and not goes_on
