"""One body's office: its duties, those that it shares as one of a group, and where it is mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.bodies import body_nouns
from assistant.library.library import Library
from assistant.register.bodies import Body, key_of, spellings, split_organisation
from assistant.register.entries import DutyRegister, Entry
from assistant.register.selection import DutyQuery, select
from corpus.bodies import bodies_in_use
from corpus.instruments import Edition, Kind, Provision
from corpus.issuers import organisation, organisation_names

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
    """What concerns a body: its own duties, those of its groups, and where it is mentioned.

    `body` is its name, with the organization if several have the name; `others` are the other bodies.
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
    duties = select(register, DutyQuery(name, superseded=superseded)) if name else ()
    addressed = {entry.duty.provision for entry in duties}
    mentions = [
        mention
        for mention in _mentions(register.library, name, meant, superseded=superseded)
        if mention.edition.id_of(mention.provision) not in addressed
    ]
    own, shared = (tuple(entry for entry in duties if entry.is_shared is side) for side in (False, True))
    return Office(name, own, shared, tuple(mentions), others)


def _mentions(library: Library, body: str, meant: Body | None, *, superseded: bool) -> Iterator[Mention]:
    """Walk the clauses that have one of the names of a body.

    A name within a longer one is another body: "Council" in "Security Council". A name that each organization
    has for a body of its own counts elsewhere only with the organization: "ITU Council".
    """
    bare, owner = split_organisation(body)
    owner = meant.organisation if meant else owner
    is_usual = key_of(bare, owner) in {key_of(noun, owner) for noun in body_nouns("whole")}
    owner = owner if is_usual or (meant and meant.needs_organisation) else ""
    names = tuple(filter(None, dict.fromkeys(spelling.removeprefix("itu ") for spelling in spellings(bare))))
    for edition in library.editions:
        if not superseded and not library.is_in_force(edition.key):
            continue
        pattern = _pattern(names, organisation(edition.key.instrument), owner)
        for clause in edition.provisions:
            text = clause.text.lower()
            if (
                clause.kind is Kind.HEADING
                or clause.inline
                or not any(name.lower() in text for name in names)
            ):
                continue  # quickly
            found = next(
                (match for match in pattern.finditer(clause.text) if _is_whole(clause.text, match)), None
            )
            if found:
                yield Mention(edition, clause, *found.span())


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...], issuer: str, owner: str) -> re.Pattern[str]:
    """Return the pattern for a body's names in one organization's texts; `owner` is the body's organization.

    Without an owner, the name is unique. Short forms in capitals match only as they are spelt.
    """
    forms = "|".join(re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})" for name in names)
    organizations = bodies_in_use().organizations.items() if owner else ()
    others = "|".join(re.escape(name) for key, names in organizations if key != owner for name in names)
    if not owner or issuer == owner:
        after = rf"(?! of (?:the )?(?:{others})\b)" if others else ""
        return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-]){after}")
    own = "|".join(map(re.escape, organisation_names(owner)))
    return re.compile(rf"(?<![\w-])(?:(?:{own}) (?:{forms})|(?:{forms}) of (?:the )?(?:{own}))(?![\w-])")


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Return True for a name that is no part of a longer one, by the capitals beside it."""
    if not match.group()[:1].isupper():
        return True
    before, after = text[: match.start()].split(" "), text[match.end() :].split(" ")
    last = before[-2] if len(before) > 1 and before[-1] == "" else ""
    goes_on = len(after) > 1 and after[0] == "" and after[1][:1].isupper() and " " not in match.group()
    return not (last[:1].isupper() and last not in _NO_NAME) and not goes_on
