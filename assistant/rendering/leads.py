"""The sentence that opens an answer: each kind is a type with its data, and says itself in `words`.

Heads, headings and labels come from a text, so they stand in quotation marks, which they cannot contain
(`rendered`): nobody can take them for words of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.comparison.changes import ChangeKind
from assistant.rendering.claims import Chosen
from assistant.rendering.phrases import in_quotes, joined
from corpus.instruments import Edition, Kind, Provision, Relation

_NAMED = 3  # texts that a lead names
_COUNTED = 6  # texts whose clauses are counted one by one
_LONG_TITLE = 160  # characters from which a list is called by its label
_CHANGED = {
    ChangeKind.NOC: "unchanged.",
    ChangeKind.MOD: "changed.",
    ChangeKind.MOVED: "moved, with the same words.",
    ChangeKind.ADD: "new in the later edition.",
    ChangeKind.SUP: "deleted in the later edition.",
}
_COUNTED_CHANGES = (
    (ChangeKind.MOD, "changed"),
    (ChangeKind.ADD, "new"),
    (ChangeKind.SUP, "deleted"),
    (ChangeKind.MOVED, "moved"),
    (ChangeKind.NOC, "unchanged"),
)
_SHOWN_CHANGES = {
    (ChangeKind.SUP,): "deleted clauses",
    (ChangeKind.ADD,): "new clauses",
    (ChangeKind.MOD, ChangeKind.ADD): "changed and new clauses as they now read",
}


class Lead(Protocol):
    """What opens an answer. `heads` are words in it that govern clauses; they are not printed twice."""

    @property
    def words(self) -> str: ...

    @property
    def heads(self) -> tuple[str, ...]: ...


# -- where clauses stand ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditionStanding:
    """Whether an edition is in force; `by` supersedes it, '' where nothing is known to.

    `relation` is what another text does to it, where that is no newer edition.
    """

    name: str
    by: str = ""
    is_adopted: bool = True
    relation: Relation | None = None
    heads: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        if not self.is_adopted:
            return f"{self.name} is not in force:"
        if self.by:
            if self.relation:
                return f"{self.name} is not in force; {self.by} {self.relation} it:"
            return f"{self.name} is not in force; it is superseded by {self.by}:"
        return f"{self.name} is in force, as far as this library knows:"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A clause by its label; `head` is the head that the label names, if any."""

    label: str
    head: str = ""

    @property
    def words(self) -> str:
        return f"“{self.label}”:"

    @property
    def heads(self) -> tuple[str, ...]:
        return (self.head,) if self.head else ()


@dataclass(frozen=True, slots=True)
class UnderHead:
    """A clause under a head: Resolution 71 (…), “instructs the Council”."""

    text: str
    head: str

    @property
    def words(self) -> str:
        return f"{self.text}, “{self.head}”:"

    @property
    def heads(self) -> tuple[str, ...]:
        return (self.head,)


@dataclass(frozen=True, slots=True)
class UnderHeading:
    """A clause under a heading that is no head, or ('') under none."""

    text: str
    heading: str = ""
    heads = ()

    @property
    def words(self) -> str:
        heading = self.heading.replace("\t", " | ").rstrip(":")
        return f"{self.text}, “{heading}”:" if heading else f"{self.text}:"


@dataclass(frozen=True, slots=True)
class Several:
    """Several clauses, of one text or more."""

    texts: tuple[str, ...]
    clauses: int
    heads = ()

    @property
    def words(self) -> str:
        if len(self.texts) > _NAMED:
            return f"{self.clauses} clauses from {len(self.texts)} texts:"
        return f"{joined(self.texts)}, {self.clauses} clauses:"


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole list of a text: its title, its place and how many items it has."""

    text: str
    title: str
    place: str
    items: int

    @property
    def words(self) -> str:
        of = "".join(f", “{words}”" for words in (self.title, self.place) if words)
        return f"{self.text}{of}, {self.items} {'item' if self.items == 1 else 'items'}:"

    @property
    def heads(self) -> tuple[str, ...]:
        return (self.title,) if self.title else ()


@dataclass(frozen=True, slots=True)
class Lists:
    """Several lists, one after another; `items` are shown in all, each below its own head."""

    lists: tuple[Listed, ...]
    items: int

    @property
    def words(self) -> str:
        if len(self.lists) == 1:
            return self.lists[0].words
        texts = tuple(dict.fromkeys(one.text for one in self.lists))
        where = f" of {texts[0]}" if len(texts) == 1 else f", from {len(texts)} texts"
        return f"{self.items} clauses in {len(self.lists)} lists{where}:"

    @property
    def heads(self) -> tuple[str, ...]:
        return self.lists[0].heads if len(self.lists) == 1 else ()


def label_lead(edition: Edition, provision: Provision) -> Labelled:
    """Return the lead that says a clause's label."""
    label = edition.citation(provision)
    head = provision.head.text if provision.head else ""
    return Labelled(label, head if head in label else "")


def clause_lead(chosen: Sequence[Chosen]) -> Lead:
    """Return the lead that says where the clauses come from and who tells whom."""
    one = chosen[0]
    head, name = one.provision.head, one.edition.name
    if len(chosen) > 1:
        return Several(tuple(dict.fromkeys(item.edition.name for item in chosen)), len(chosen))
    if head is not None and one.provision.text.startswith(head.verb):  # a paragraph that is its own head
        return label_lead(one.edition, one.provision)
    if head is not None and one.provision.kind != Kind.HEADING:
        return UnderHead(name, head.text)
    above = [up for up in one.edition.ancestors(one.provision.eid) if up.kind == Kind.HEADING]
    return UnderHeading(name, above[-1].text if above else "")


def list_lead(edition: Edition, heading: Provision, items: int) -> Listed:
    """Return the lead that says what a list is and how many items it has."""
    if heading.label.startswith(edition.name):  # the text's own title
        return Listed(edition.name, "", "", items)
    title = heading.text.rstrip(":")
    if len(title) > _LONG_TITLE or title == heading.label:
        return Listed(edition.name, heading.label, "", items)
    return Listed(edition.name, title, "" if heading.head else heading.label, items)


# -- other answers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidates:
    """Clauses that may answer; `unknown` are names in the question that no text searched has."""

    unknown: tuple[str, ...] = ()
    heads = ()

    @property
    def words(self) -> str:
        unknown = f"No text searched contains {in_quotes(self.unknown, 'or')}. " if self.unknown else ""
        return f"{unknown}These clauses may answer your question, most likely first:"


@dataclass(frozen=True, slots=True)
class StandsFor:
    """What letters stand for in a text: SIDS, "small island developing states"."""

    text: str
    letters: str
    long: str
    heads = ()

    @property
    def words(self) -> str:
        verb = "stand" if self.letters.endswith("s") else "stands"
        return f"{self.text}: {self.letters} {verb} for “{self.long}”."


@dataclass(frozen=True, slots=True)
class Quoted:
    """How many clauses of each text contain the phrases, most first; `shown` of them are shown."""

    phrases: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    shown: int
    heads = ()

    @property
    def words(self) -> str:
        total = sum(count for _, count in self.counts)
        counts = ", ".join(f"{text}: {count}" for text, count in self.counts[:_COUNTED])
        more = len(self.counts) - _COUNTED
        counts += f", and {more} other text{'s' * (more > 1)}" if more > 0 else ""
        verb = "appears" if len(self.phrases) == 1 else "appear together"
        first = f" The first {self.shown}:" if total > self.shown else ""
        return f"{in_quotes(self.phrases)} {verb} in {total} clause{'s' * (total > 1)} ({counts}).{first}"


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one clause between two editions."""

    old: str
    new: str
    change: ChangeKind
    heads = ()

    @property
    def words(self) -> str:
        return f"From {self.old} to {self.new}: {_CHANGED[self.change]}"


@dataclass(frozen=True, slots=True)
class Changes:
    """How many clauses changed between two editions, and which kinds of change are shown.

    `first` is how many of them are shown; 0 for all. `not_compared` are sentences about what is left out.
    """

    old: str
    new: str
    counts: tuple[tuple[ChangeKind, int], ...]
    shown: tuple[ChangeKind, ...]
    first: int = 0
    not_compared: tuple[str, ...] = ()
    heads = ()

    @property
    def words(self) -> str:
        counts = dict(self.counts)
        changed = ", ".join(f"{counts.get(kind, 0)} {word}" for kind, word in _COUNTED_CHANGES)
        shown = f"{f'first {self.first} ' if self.first else ''}{_SHOWN_CHANGES[self.shown]}"
        counted = f"From {self.old} to {self.new}, clauses and headings: {changed}."
        return " ".join((counted, *self.not_compared, f"The {shown}:"))
