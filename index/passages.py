"""An edition → passages: one for each provision, with the context that makes it understandable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey, ProvisionId


@dataclass(frozen=True)
class Passage:
    """What is indexed: a provision with its context.

    `context` are the head, the headings and the introduction above, outermost first.
    """

    edition: EditionKey
    eid: str
    label: str
    text: str
    context: tuple[str, ...]
    kind: Kind
    part: Part
    verb: str = ""
    addressee: str = ""

    @property
    def id(self) -> str:
        """The full id of its provision, as text."""
        return f"{self.edition}#{self.eid}"

    @cached_property
    def provision(self) -> ProvisionId:
        """The full id of its provision."""
        return ProvisionId(self.edition, self.eid)

    @property
    def wording(self) -> str:
        """The words that are embedded: context, then text."""
        return "\n".join((*self.context, self.text))

    @property
    def labelled(self) -> str:
        """Its label and the words that are embedded."""
        return f"{self.label} {self.wording}"


def passages(edition: Edition) -> Iterator[Passage]:
    """Cut an edition into passages, in the order of its text; of the headings only titles have one."""
    for provision in edition.provisions:
        if provision.kind != Kind.HEADING or provision.eid.endswith("__title"):
            head = provision.head
            yield Passage(
                edition=edition.key,
                eid=provision.eid,
                label=edition.citation(provision),
                text=provision.text,
                context=context_of(edition, provision),
                kind=provision.kind,
                part=edition.part_of(provision),
                verb=head.verb if head else "",
                addressee=head.addressee if head else "",
            )


def context_of(edition: Edition, provision: Provision) -> tuple[str, ...]:
    """Return what a provision needs above it to be understood, outermost first.

    That is its head or nearest heading and the words that introduce it. Measured on 53
    questions over Resolution 71, recall@10 of dense search alone: without context .67, with
    every heading above .75, with the nearest .78.
    """
    above = edition.ancestors(provision.eid)
    headings = [ancestor.text for ancestor in above if ancestor.kind == Kind.HEADING]
    introductions = [ancestor.text for ancestor in above if ancestor.kind != Kind.HEADING]
    if provision.inline:  # of the sentence that holds an item, the opening
        introductions = [text.split(":")[0] + ":" for text in introductions]
    return (*headings[-1:], *introductions)
