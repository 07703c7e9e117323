"""What an instrument, an edition, a provision and a reference are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from corpus.heads import Head
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_PLACE = re.compile(r" \([^()]*\b([0-9]{4})\)$")  # where and when, behind a name: "(Rev. Bucharest, 2022)"


class Kind(StrEnum):
    """What a provision is in its text."""

    HEADING = "heading"
    FORMULA = "formula"
    RECITAL = "recital"
    OPERATIVE = "operative"
    LIST_ITEM = "list-item"
    ANNEX_PARAGRAPH = "annex-paragraph"
    PARAGRAPH = "paragraph"  # of a text that follows no grammar
    TARGET = "target"
    TABLE_ROW = "table-row"
    FOOTNOTE = "footnote"


class EditionStatus(StrEnum):
    """Whether an edition counts as law; its value is what lists say."""

    ADOPTED = "adopted"
    DRAFT = "draft"  # the text says so
    TO_COME = "not yet adopted"  # its date of adoption lies in the future


class Part(StrEnum):
    """The four parts of a resolution, which differ in force."""

    PREFACE = "preface"
    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    ANNEX = "annex"


PART_NAMES = {
    Part.PREFACE: "Title",
    Part.PREAMBLE: "Preamble",
    Part.OPERATIVE: "Operative part",
    Part.ANNEX: "Annexes",
}
"""What the parts are called where a text is shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a provision's text that the source emphasises."""

    start: int
    end: int
    style: str  # "strong" or "em"


@dataclass(frozen=True, slots=True)
class Provision:
    """A citable unit of an edition.

    `text` is the source's own words without the unit's own marker and keeps footnote marks.
    `eid`, `parent` and `anchor` are eIds within the edition; `label` is the citation without
    the edition's name. `line` is the source line where the unit begins, from 1, and `page` its
    page, 0 where the source has none. An `inline` unit is an item inside its parent's sentence,
    whose words the parent keeps.
    """

    eid: str
    label: str
    parent: str
    kind: Kind
    text: str
    line: int
    head: Head | None = None
    anchor: str = ""
    marker: str = ""
    marks: tuple[Mark, ...] = ()
    inline: bool = False
    page: int = 0

    @property
    def part(self) -> Part:
        """The part of the text in which the unit stands, as its eId says; see Edition.part_of."""
        first = self.eid.split("__")[0]
        if first in ("preface", "preamble"):
            return Part(first)
        if first == "conclusions":  # they say, as the preface does, when and how a text was adopted
            return Part.PREFACE
        if first.split("_")[0] in ("annex", "app", "att"):
            return Part.ANNEX
        return Part.PREAMBLE if self.kind is Kind.RECITAL else Part.OPERATIVE  # a section's own recitals

    @property
    def has_marginal_number(self) -> bool:
        """Whether the unit's number stands in the margin of a treaty, and opens its marker."""
        return self.eid.rpartition("__")[2].startswith("no_")

    @property
    def closes_a_list(self) -> bool:
        """Whether the unit is the sentence that closes a list, which is none of its items."""
        return self.eid.endswith("__wrapup")

    @property
    def is_member(self) -> bool:
        """Whether the unit is a member of the heading or list above it, on a line of its own."""
        return self.kind not in (Kind.HEADING, Kind.FOOTNOTE) and not self.inline and not self.closes_a_list


class Relation(StrEnum):
    """What a text does to another by naming it in a decision."""

    REVOKES = "revokes"
    REPLACES = "replaces"
    AMENDS = "amends"  # also what revokes or replaces a part


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision naming another instrument, edition or provision.

    `start` and `end` bound the naming words in the text of the provision `source`. `target` is
    an instrument key where the text does not say which edition, else an edition key, or a
    provision id where it names a part. `relation` is None where the text only cites.
    """

    source: str
    text: str
    start: int
    end: int
    target: InstrumentKey | EditionKey | ProvisionId
    relation: Relation | None = None

    @property
    def target_edition(self) -> EditionKey | None:
        """The edition that is named, if one is."""
        if isinstance(self.target, ProvisionId):
            return self.target.edition
        return self.target if isinstance(self.target, EditionKey) else None

    @property
    def instrument(self) -> InstrumentKey:
        """The instrument that is named, whatever its edition and part."""
        target = self.target.edition if isinstance(self.target, ProvisionId) else self.target
        return target.instrument if isinstance(target, EditionKey) else target


@dataclass(frozen=True)
class Edition:
    """One wording of an instrument: its provisions in the order of the source.

    It is adopted, unless its status says otherwise (corpus/adoption.py).
    """

    key: EditionKey
    name: str
    title: str
    revision: str
    adopted: str
    provisions: tuple[Provision, ...]
    references: tuple[Reference, ...] = ()
    language: str = "en"
    sha256: str = field(default="", compare=False)
    status: EditionStatus = EditionStatus.ADOPTED

    @cached_property
    def _by_eid(self) -> dict[str, Provision]:
        return {provision.eid: provision for provision in self.provisions}

    @cached_property
    def _children(self) -> dict[str, tuple[Provision, ...]]:
        children: dict[str, list[Provision]] = {}
        for provision in self.provisions:
            children.setdefault(provision.parent, []).append(provision)
        return {parent: tuple(provisions) for parent, provisions in children.items()}

    @property
    def short_name(self) -> str:
        """Its name with no more than the year in brackets: "Resolution 71 (2022)"."""
        return _PLACE.sub(r" (\1)", self.name)

    @property
    def is_adopted(self) -> bool:
        """Whether the edition counts as law."""
        return self.status is EditionStatus.ADOPTED

    def __contains__(self, eid: str) -> bool:
        return eid in self._by_eid

    def provision(self, eid: str) -> Provision:
        """Return the provision with this eId. Raises KeyError."""
        return self._by_eid[eid]

    def find(self, eid: str) -> Provision | None:
        """Return the provision with this eId, or None."""
        return self._by_eid.get(eid)

    def children(self, eid: str) -> tuple[Provision, ...]:
        """Return the provisions directly below, in order; containers have children too."""
        return self._children.get(eid, ())

    def descendants(self, eid: str) -> Iterator[Provision]:
        """Walk everything below a provision, in order."""
        for child in self.children(eid):
            yield child
            yield from self.descendants(child.eid)

    def items(self, eid: str) -> tuple[Provision, ...]:
        """Return the provisions directly below another: the items of a list, the paragraphs of a head."""
        return tuple(child for child in self.children(eid) if child.is_member)

    def members(self, eid: str) -> tuple[Provision, ...]:
        """Return all that a provision governs, in order, items after their paragraph."""
        return tuple(provision for provision in self.descendants(eid) if provision.is_member)

    def with_list(self, provision: Provision) -> tuple[Provision, ...]:
        """Return a provision and, where it ends with a colon, the list that it opens, in order."""
        return provision, *(self.members(provision.eid) if provision.text.rstrip().endswith(":") else ())

    def ancestors(self, eid: str) -> tuple[Provision, ...]:
        """Return the provisions above, outermost first; containers are no provisions."""
        above: list[Provision] = []
        current = self._by_eid.get(self._by_eid[eid].parent)
        while current is not None:
            above.insert(0, current)
            current = self._by_eid.get(current.parent)
        return tuple(above)

    def id_of(self, provision: Provision) -> ProvisionId:
        """Return the full id of one of the edition's provisions."""
        return ProvisionId(self.key, provision.eid)

    def part_of(self, provision: Provision) -> Part:
        """Return the part that a provision belongs to, by its topmost ancestor: `no_1` in the preamble."""
        top = (*self.ancestors(provision.eid), provision)[0]
        if provision.part is Part.PREAMBLE:
            return Part.PREAMBLE  # a recital, whatever heading it stands below
        return Part(top.parent) if top.parent in (Part.PREFACE, Part.PREAMBLE) else top.part

    def citation(self, provision: Provision) -> str:
        """Return the label with the edition's name: what a person would cite.

        A numbered instrument is named first, "Resolution 71 (…), resolves 1"; a treaty after its
        part, "No. 235 of the Convention".
        """
        if provision.label.startswith(self.name):
            return provision.label
        if self.key.instrument.is_numbered:
            return f"{self.name}, {provision.label}"
        joint = "to" if provision.part is Part.ANNEX and "," not in provision.label else "of"
        return f"{provision.label} {joint} the {self.name}"

    def references_from(self, eid: str) -> tuple[Reference, ...]:
        """Return what the provision names, in the order of its text."""
        return tuple(reference for reference in self.references if reference.source == eid)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An adopted text as the catalogue knows it, whether or not it is in the library."""

    edition: EditionKey
    name: str
    title: str
    named_by: tuple[ProvisionId, ...] = ()
    address: str = ""
    symbols: tuple[str, ...] = ()
    text: str = ""  # file name of the shipped text, where it is shipped
    sha256: str = ""
