"""The clauses of the texts that are compared, and the words that two of them share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from assistant.drafting.strength import Strength, strength_of
from assistant.register.bodies import Key, key_of
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.issuers import organisation
from corpus.keys import InstrumentKey

_RUN = 4  # words: shorter runs are the small change of every text
_WORD = re.compile(r"\w+(?:[-‐‑'’./]\w+)*")
_OTHERS = (Kind.HEADING, Kind.FORMULA, Kind.FOOTNOTE, Kind.TABLE_ROW)
_OWN_TEXT = re.compile(
    r"\b(?:this|the present) (?:resolution|decision|recommendation)\b(?! of)", re.IGNORECASE
)

Piece = tuple[str, bool]
"""Words of a clause, and whether the other clause has them too."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A clause with its text."""

    edition: Edition
    provision: Provision

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word begins and ends."""
        return tuple(match.span() for match in _WORD.finditer(self.provision.text))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, in lower case."""
        return tuple(self.provision.text[start:end].lower() for start, end in self.spans)

    @property
    def citation(self) -> str:
        """The clause as a person cites it."""
        return self.edition.citation(self.provision)

    @cached_property
    def is_recital(self) -> bool:
        """Whether it is in the preamble."""
        return self.edition.part_of(self.provision) is Part.PREAMBLE

    @property
    def is_operative(self) -> bool:
        """Whether it decides or asks; annexes do neither."""
        return self.edition.part_of(self.provision) is Part.OPERATIVE

    @cached_property
    def addressees(self) -> dict[Key, str]:
        """Whom its head addresses, by what is the same however a text spells it."""
        head, owner = self.provision.head, organisation(self.edition.key.instrument)
        return {key_of(name, owner): name for name in head.addressees} if head else {}

    @property
    def strength(self) -> Strength | None:
        """How far its verb binds."""
        return strength_of(self.provision.head.verb) if self.provision.head else None

    @cached_property
    def cited(self) -> dict[InstrumentKey, str]:
        """The instruments that it names, each with the words that name it."""
        references = self.edition.references_from(self.provision.eid)
        return {reference.instrument: reference.text for reference in references}

    def cites_text_of(self, other: Clause) -> bool:
        """Return True if any clause of its text names the text of another clause."""
        wanted = other.edition.key.instrument
        return any(reference.instrument == wanted for reference in self.edition.references)

    @property
    def speaks_of_its_text(self) -> bool:
        """Whether it speaks of the text that it is in: "the implementation of this resolution"."""
        return _OWN_TEXT.search(self.provision.text) is not None


@dataclass(frozen=True)
class Shared:
    """The words that two clauses share, in runs of four at least."""

    first: Clause
    second: Clause

    @cached_property
    def runs(self) -> tuple[tuple[int, int, int], ...]:
        """The runs: where each begins in the first and in the second clause, and how many words it has."""
        matcher = SequenceMatcher(None, self.first.words, self.second.words, autojunk=False)
        blocks = matcher.get_matching_blocks()
        return tuple((block.a, block.b, block.size) for block in blocks if block.size >= _RUN)

    @property
    def number(self) -> int:
        """How many words they share."""
        return sum(size for _, _, size in self.runs)

    @property
    def of_first(self) -> float:
        """The share of the words of the first that the second has."""
        return self.number / len(self.first.words)

    @property
    def of_second(self) -> float:
        """The share of the words of the second that the first has."""
        return self.number / len(self.second.words)

    @property
    def are_the_same(self) -> bool:
        """Whether both have the same words."""
        return self.first.words == self.second.words

    @property
    def pieces(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Both texts to the letter, cut where the words are shared."""
        first = [(start, size) for start, _, size in self.runs]
        second = sorted((start, size) for _, start, size in self.runs)
        return tuple(_pieces(self.first, first)), tuple(_pieces(self.second, second))


def clauses_of(edition: Edition) -> Iterator[Clause]:
    """Walk the clauses of a text that have words: no title, heading, table, note or item in a sentence."""
    for provision in edition.provisions:
        is_clause = provision.kind not in _OTHERS and not provision.inline
        if is_clause and edition.part_of(provision) is not Part.PREFACE and _WORD.search(provision.text):
            yield Clause(edition, provision)


def _pieces(clause: Clause, runs: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    text, at = clause.provision.text, 0
    for start, size in runs:
        begin, end = clause.spans[start][0], clause.spans[start + size - 1][1]
        if at < begin:
            yield text[at:begin], False
        yield text[begin:end], True
        at = end
    if text[at:]:
        yield text[at:], False
