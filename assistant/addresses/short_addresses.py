"""Short addresses of texts and clauses, for people to read out, print and scan.

/res-71/2022   /res-71/2022/council-2   /itu-wtsa/res-1/2016/considering-a

The body is in front only where two bodies have adopted a text with the same number in the same year. An
address without it is then answered with the texts that may be meant.

The name of a clause, such as `council-2` or `annex-1/target-1.6`, is made from its citation. It is the
shortest unambiguous name in the edition. In order, these are tried: the addressee of its head, its label, its
label with its place, its eId.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Self
from urllib.parse import quote

from assistant.library.library import Library
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, ProvisionId

_LONGEST = 48  # characters of a head or a heading in a name: some have two hundred
_NOT_PLAIN = re.compile(r"[^a-z0-9./]|(?<![0-9])\.|\.(?![0-9])")  # a point stays within a number: 1.6
_HEADING = re.compile(r'"(.*)"')
_WITHOUT = re.compile(r"\b(?:the|ITU)\b")  # words of an addressee that tell nothing apart


class ShortAddresses:
    """The short addresses of a library's texts and clauses; parsing and printing are inverses."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.slugs = lru_cache(maxsize=64)(lambda key: Slugs.of(library.edition(key)))

    def text(self, key: EditionKey) -> str:
        """Return the short address of a text."""
        work = f"/{key.instrument.work}/{key.year}"
        return (
            work if self.texts(key.instrument.work, key.year) == (key,) else f"/{key.instrument.issuer}{work}"
        )

    def clause(self, id_: ProvisionId) -> str:
        """Return the short address of a clause in the library; that of a text where it has no such clause."""
        name = self.slugs(id_.edition).names.get(id_.eid, "")
        return f"{self.text(id_.edition)}/{quote(name)}" if name else self.text(id_.edition)

    def texts(self, work: str, year: int, issuer: str = "") -> tuple[EditionKey, ...]:
        """Return the texts with a number and a year that the library has or knows of, in order."""
        return tuple(
            key for key in self._known.get((work, year), ()) if issuer in ("", key.instrument.issuer)
        )

    def editions(self, work: str, issuer: str = "") -> tuple[EditionKey, ...]:
        """Return the texts in the library with a number, whatever their year."""
        keys = (edition.key for edition in self.library.editions)
        return tuple(
            key for key in keys if key.instrument.work == work and issuer in ("", key.instrument.issuer)
        )

    def provision(self, key: EditionKey, name: str) -> ProvisionId | None:
        """Return the clause that a name means in a text, or None."""
        eid = self.slugs(key).eid(name)
        return ProvisionId(key, eid) if eid else None

    @cached_property
    def _known(self) -> Mapping[tuple[str, int], tuple[EditionKey, ...]]:
        """The texts in the library, listed by the catalogue or cited, by number and year."""
        keys = {edition.key for edition in self.library.every}
        keys |= {target for target in self.library.named if isinstance(target, EditionKey)}
        found: defaultdict[tuple[str, int], tuple[EditionKey, ...]] = defaultdict(tuple)
        for key in sorted(keys):
            found[key.instrument.work, key.year] += (key,)
        return found


@dataclass(frozen=True, slots=True)
class Slugs:
    """The names of an edition's clauses, by eId; `meant` has every form that leads to one clause only."""

    names: Mapping[str, str]
    meant: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """Name every clause of an edition."""
        names: dict[str, str] = {}
        meant = {provision.eid: provision.eid for provision in edition.provisions}
        for form in _forms(edition):
            wanting: defaultdict[str, list[Provision]] = defaultdict(list)
            for provision in edition.provisions:
                wanting[form(provision)].append(provision)
            for slug, (first, *others) in wanting.items():
                # A name means the only clause that it could, or the one that all others are below.
                is_owner = all(first in edition.ancestors(other.eid) for other in others)
                if slug and is_owner and meant.setdefault(slug, first.eid) == first.eid:
                    names.setdefault(first.eid, slug)
        return cls({**{eid: eid for eid in meant.values()}, **names}, meant)

    def eid(self, slug: str) -> str | None:
        """Return the eId of the clause that a name means, or None."""
        return self.meant.get(slug.strip("/").lower())


def _forms(edition: Edition) -> Iterator[Callable[[Provision], str]]:
    """Walk the ways to name a clause, the shortest first."""
    labels = {provision.eid: _label(provision, edition) for provision in edition.provisions}
    addressees = _addressees(edition)

    def short(provision: Provision) -> str:
        head = provision.head.text if provision.head else ""
        if head not in addressees or not provision.label.startswith(head):
            return ""
        slug = plain(f"{addressees[head]} {provision.label.removeprefix(head)}")
        return "" if slug in label_slugs else slug

    def placed(name: str, provision: Provision) -> str:
        return f"{name}/{_place(provision)}" if name else ""

    label_slugs = set(labels.values())
    yield short
    yield lambda provision: labels[provision.eid]
    yield lambda provision: placed(short(provision), provision)
    yield lambda provision: placed(labels[provision.eid], provision)
    yield _place


def _addressees(edition: Edition) -> dict[str, str]:
    """Return the short addressee of each head that shares it with no other head of the edition."""
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for head in (provision.head for provision in edition.provisions):
        if head and any(letter.isupper() for letter in head.addressee):  # a body, not what is declared
            heads[_cut(_WITHOUT.sub(" ", head.addressee))].add(head.text)
    return {next(iter(texts)): short for short, texts in heads.items() if short and len(texts) == 1}


def _label(provision: Provision, edition: Edition) -> str:
    """Return what one cites without the name of the edition, as a path; long heads and headings are cut."""
    label = provision.label.removeprefix(edition.name)
    head = provision.head.text if provision.head else ""
    if head and label.startswith(head):
        label = f"{_cut(head)} {label.removeprefix(head)}"
    return plain(_HEADING.sub(lambda found: _cut(found[1]), label))


def _place(provision: Provision) -> str:
    """Name the place of a clause below another: the text below a head, else as its eId does."""
    segment = provision.eid.rpartition("__")[2]
    return "text" if segment == "para_nn_1" else plain(segment)


def _cut(words: str) -> str:
    """Return the first words of a head or a heading, as a path of one part."""
    slug = plain(words.replace(",", " "))
    return slug if len(slug) <= _LONGEST else slug[: _LONGEST + 1].rpartition("-")[0]


def plain(label: str) -> str:
    """Return a label as a path: letters a to z, digits, hyphens; a point within a number, `/` for a comma.

    >>> plain("Annex 1, Target 1.6")
    'annex-1/target-1.6'
    """
    spelt = unicodedata.normalize("NFKD", label.replace("§", " para ")).lower()
    letters = "".join(letter for letter in spelt if not unicodedata.combining(letter)).replace("/", " ")
    parts = ("-".join(_NOT_PLAIN.sub(" ", part).split()) for part in letters.split(","))
    return "/".join(filter(None, parts))
