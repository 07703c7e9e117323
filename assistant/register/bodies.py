"""Bodies: which names in the register mean the same body, and which organization it belongs to.

The same name in the texts of two organizations means two bodies: the Secretary-General of the ITU is not
that of the United Nations. Spellings ("Secretary General", "the ITU Council") and orders of words
("entities of the system", "system entities") are merged.

    bodies.find("Council")          the bodies of that name, one an organization
    bodies.of(entry)                those that a duty addresses
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.bodies import body_nouns, head_noun, in_singular, names_office, plain_name
from assistant.drafting.duties import Duty
from assistant.understanding.addressees import spelt_out
from corpus.bodies import bodies_in_use
from corpus.issuers import organisation, organisation_names
from corpus.keys import EditionKey
from corpus.thesaurus import thesaurus

Key = tuple[str, ...]
_IN_BRACKETS = re.compile(r"\(([^()]*)\)$")
_JOINT = re.compile(r", (?:and )?|,? and |,? or ")
_WITH_SHORT_FORM = re.compile(r"(?P<long>.+) \((?P<short>[A-Z][\w/-]*)\)")
_UNCOUNTED = frozenset({"the", "of", "two", "three", "four", "five"})
_ITSELF = ("Union", "Organization")  # what a text calls its own organization


@dataclass(frozen=True, slots=True)
class Body:
    """A body of an organization: its usual name, its duties in force, whether it is an office.

    `needs_organisation` is True where another organization has one of the same name.
    """

    name: str
    organisation: str
    key: Key
    duties: int
    is_office: bool
    needs_organisation: bool = False

    @property
    def label(self) -> str:
        """Its name, with its organization where there is another of that name."""
        return f"{self.name} ({self.of})" if self.needs_organisation else self.name

    @property
    def of(self) -> str:
        """The name of its organization."""
        return organisation_names(self.organisation)[0]


class Bodies:
    """The bodies that the duties of a library address."""

    def __init__(self, duties: Iterable[Duty], in_force: Collection[EditionKey]) -> None:
        """Read them from the duties of all editions; those of the editions in force are counted."""
        all_duties = tuple(duties)
        addressed = [(_whose(duty), name) for duty in all_duties for name in duty.addressees]
        self._in_full: dict[tuple[str, str], str] = {}  # by the name and by its short form
        for owner, name in addressed:
            if match := _WITH_SHORT_FORM.fullmatch(plain := plain_name(name)):
                self._in_full |= {(owner, form): plain for form in match.groups()}
        self._alone = {(owner, key_of(name, owner)) for owner, name in addressed if not _JOINT.search(name)}
        spelt: dict[tuple[str, Key], Counter[str]] = {}
        for owner, name in addressed:
            for part in self._apart(name, owner):
                spelt.setdefault((owner, key_of(part, owner)), Counter())[plain_name(part)] += 1
        current = (duty for duty in all_duties if duty.provision.edition in in_force)
        counts = Counter((_whose(duty), key) for duty in current for key in self._keys(duty))
        organisations = Counter(key for _, key in spelt)
        self._known: dict[tuple[str, Key], Body] = {}
        for (owner, key), names in spelt.items():
            # the usual spelling; of equal ones, that with more capitals, then the shorter
            name = max(names, key=lambda form: (names[form], sum(map(str.isupper, form)), -len(form), form))
            body = Body(name, owner, key, counts[owner, key], names_office(name), organisations[key] > 1)
            self._known[owner, key] = body

    def of(self, duty: Duty) -> tuple[Body, ...]:
        """Return the bodies that a duty addresses, each once."""
        return tuple(self._known[_whose(duty), key] for key in self._keys(duty))

    def find(self, name: str) -> tuple[Body, ...]:
        """Return the bodies of a name, at most one an organization, the one with most duties first.

        "Secretary-General (ITU)" and "United Nations Secretary-General" say whose body is meant.
        """
        bare, wanted_owner = split_organisation(name)
        found: dict[str, Body] = {}
        for spelling in spellings(bare):
            for body in self._known.values():
                owner = body.organisation
                full = self._in_full.get((owner, plain_name(spelling)), spelling)
                if wanted_owner in ("", owner) and key_of(full, owner) == body.key:
                    found.setdefault(body.organisation, body)
        return tuple(sorted(found.values(), key=lambda body: -body.duties))

    def meant(self, name: str, first: str = "") -> tuple[Body | None, tuple[Body, ...]]:
        """Return the body that a name means, of the organization `first` if it has one; then the others.

        The others are the bodies of the same name in other organizations; None where no duty addresses one.
        """
        found = sorted(self.find(name), key=lambda body: body.organisation != first)
        if not found:
            return None, ()
        return found[0], tuple(body for body in self.find(found[0].name) if body != found[0])

    def listed(self, first: str = "") -> tuple[tuple[str, tuple[Body, ...]], ...]:
        """Return the offices of each organization by its name, `first` before the others; then "Others".

        Bodies with most duties come first; those that only superseded editions address are left out.
        """
        bodies = sorted(self._known.values(), key=lambda body: (-body.duties, body.name.casefold()))
        bodies = [body for body in bodies if body.duties]
        offices = Counter(body.organisation for body in bodies if body.is_office)
        groups = [
            (
                organisation_names(key)[0],
                [body for body in bodies if body.is_office and body.organisation == key],
            )
            for key in sorted(offices, key=lambda key: (key != first, -offices[key], key))
        ]
        groups.append(("Others", [body for body in bodies if not body.is_office]))
        return tuple((name, tuple(found)) for name, found in groups if found)

    def _keys(self, duty: Duty) -> tuple[Key, ...]:
        owner = _whose(duty)
        names = (part for name in duty.addressees for part in self._apart(name, owner))
        return tuple(dict.fromkeys(key_of(name, owner) for name in names))

    def _apart(self, name: str, owner: str) -> Iterator[str]:
        """Walk the names that are joined in one, where the first is known by itself.

        A name and its short form both give the name with it: "Lamp Committee (LC)".
        """
        for joint in _JOINT.finditer(name):
            first, rest = name[: joint.start()], name[joint.end() :]
            if (owner, key_of(first, owner)) in self._alone and rest:
                yield first
                yield from self._apart(rest, owner)
                return
        yield self._in_full.get((owner, plain_name(name)), name)


def _whose(duty: Duty) -> str:
    return organisation(duty.provision.edition.instrument)


def key_of(name: str, owner: str) -> Key:
    """Return the key of a body's name in the texts of an organization.

    Articles, capitals, hyphens, numbers and the plural do not count ("each study group", "study groups"), nor
    does the organization's own name before a name that is complete without it. The Director of a Bureau and
    the Directors of the Bureaux have different keys.

    >>> key_of("the ITU Council", "itu") == key_of("Council", "itu")
    True
    """
    return _key_of(name, organisation_names(owner))


@lru_cache(maxsize=8192)
def _key_of(name: str, names: tuple[str, ...]) -> Key:
    """Return by what the name of a body is known in the texts of an organization with these names."""
    plain = plain_name(name).lower().replace("’", "'")
    for own in (*names, *_ITSELF):
        bare = re.sub(rf"^{re.escape(own.lower())} | of (?:the )?{re.escape(own.lower())}$", "", plain)
        if bare != plain and body_nouns("whole").intersection((bare, bare.replace(" ", "-"))):
            plain = bare
    words = [in_singular(word) for word in re.split(r"[\s-]+", plain) if word not in _UNCOUNTED]
    several = ("",) if head_noun(plain) in body_nouns("persons") else ()
    return (*several, *sorted(words))


def split_organisation(name: str) -> tuple[str, str]:
    """Return a name without the organization in brackets behind it, and that organization, or ''.

    >>> split_organisation("Secretary-General (United Nations)")
    ('Secretary-General', 'un')
    """
    match = _IN_BRACKETS.search(name.strip())
    bracketed = match[1].strip().casefold() if match else ""
    organizations = bodies_in_use().organizations.items()
    owner = next((key for key, names in organizations if bracketed in map(str.casefold, names)), "")
    return (name.strip()[: match.start()].rstrip(), owner) if match and owner else (name.strip(), "")


def spellings(name: str) -> Iterator[str]:
    """Walk the names that are meant by a name: as it is, as heads spell it, as the thesaurus has it."""
    bare = spelt_out(name).strip().removeprefix("the ")
    yield name
    yield bare
    for entry in thesaurus():
        if bare in entry.official or bare in (abbreviation.lower() for abbreviation in entry.abbreviations):
            yield from (*entry.official, *entry.abbreviations)
