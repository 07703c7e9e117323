"""One body's office: its duties, those that it shares as one of a group, and where it is mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.bodies import body_nouns
from assistant.library.library import Library
from assistant.register.bodies import Body, key_of, split_organisation
from assistant.register.entries import DutyRegister, Entry
from assistant.register.selection import of_body, shared_by
from assistant.understanding.addressees import spelt_out
from corpus.bodies import bodies_in_use
from corpus.instruments import Edition, Kind, Provision
from corpus.issuers import organisation, organisation_names
from corpus.thesaurus import thesaurus

_NO_NAME = ("The", "ITU", "In", "By", "At", "To", "From", "With", "For")  # capitals that lead no longer name


@dataclass(frozen=True, slots=True)
class Mention:
    """A clause that mentions a body, first from `start` to `end` in its text."""

    edition: Edition
    provision: Provision
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Office:
    """What concerns a body: its own duties, those of groups that it is one of, where it is mentioned.

    `body` is its name, with its organization where another has one of that name; `others` are those.
    """

    body: str
    duties: tuple[Entry, ...]
    shared: tuple[Entry, ...]
    mentions: tuple[Mention, ...]
    others: tuple[Body, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether any text has anything to do with it."""
        return bool(self.duties or self.shared or self.mentions)


def office(register: DutyRegister, body: str, *, superseded: bool = False, first: str = "") -> Office:
    """Return what concerns a body, in the texts in force or in all.

    Of several bodies of one name it is that of the organization `first`, or the one with most duties.
    """
    meant, others = register.bodies.meant(body, first)
    name = meant.label if meant else body
    entries = register.entries(superseded=superseded)
    shared = shared_by(register, entries, name)
    theirs = {id(one.duty) for one in shared}
    own = [one for one in of_body(register, entries, name) if id(one.duty) not in theirs]
    told = {one.duty.provision for one in (*own, *shared)}
    mentions = [
        one
        for one in _mentions(register.library, name, meant, superseded=superseded)
        if one.edition.id_of(one.provision) not in told
    ]
    return Office(name, tuple(own), tuple(shared), tuple(mentions), others)


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


def _mentions(library: Library, body: str, meant: Body | None, *, superseded: bool) -> Iterator[Mention]:
    """Walk the clauses that have one of the names of a body.

    A name within a longer one is another body: "Council" in "Security Council". A name that each organization
    has for a body of its own counts elsewhere only with the organization: "ITU Council".
    """
    for edition in library.editions:
        if not superseded and not library.is_in_force(edition.key):
            continue
        names, not_theirs = _names_in(organisation(edition.key.instrument), body, meant)
        pattern, lowered = _pattern(names), [one.lower() for one in names]
        for one in edition.provisions:
            text = one.text.lower()
            if one.kind is Kind.HEADING or one.inline or not any(name in text for name in lowered):
                continue  # quickly
            found = next((m for m in pattern.finditer(one.text) if _is_theirs(one.text, m, not_theirs)), None)
            if found:
                yield Mention(edition, one, *found.span())


def _is_theirs(text: str, match: re.Match[str], not_theirs: re.Pattern[str] | None) -> bool:
    """Return True for a mention that is no part of a longer name, nor followed by another's name."""
    return _is_whole(text, match) and not (not_theirs and not_theirs.match(text, match.end()))


def _names_in(whose: str, body: str, meant: Body | None) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Return by what names an organization's texts mention a body, and what may not follow them."""
    bare, named = split_organisation(body)
    owner = meant.organisation if meant else named
    own = [one for one in _names(bare) if one]
    is_usual = key_of(bare, owner) in {key_of(one, owner) for one in body_nouns("whole")}
    if not owner or not (is_usual or (meant and meant.needs_organisation)):
        return tuple(own), None
    if whose == owner:
        known = bodies_in_use().organizations.items()
        others = [name for key, names in known if key != owner for name in names]
        return tuple(own), re.compile(rf" of (?:the )?(?:{'|'.join(map(re.escape, others))})\b")
    plain = [one for one in own if not one.lower().startswith(organisation_names(owner)[0].lower())]
    full = [f"{name} {one}" for name in organisation_names(owner) for one in plain]
    full += [
        f"{one} of {the}{name}" for name in organisation_names(owner) for one in plain for the in ("", "the ")
    ]
    return tuple(full), None


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
