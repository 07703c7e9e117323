"""Precedents: a draft clause → the adopted clauses closest to it, over every edition in the library.

Closeness is by words and by meaning, word by word both ways, by amounts ("a year and a half", "18
months") and by structure: a recital or a decision, what its verb does, whom it addresses. On the 54
development drafts (recall@5, recall@10, mean reciprocal rank of each clause a draft comes from):
search's own weights .870, .880, .722; with both ways .898, .926, .752; with amounts and structure
.898, .944, .773; with filters and twins folded .898, .972. The weights are round because the drafts
cannot tell finer ones apart. Tried and left out, within two drafts of this or worse: a search for each
part of a merged draft, neighbours of what is close, clauses that say what the closest leaves out,
vectors without context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from assistant.comparison.redline import Edit, redline
from assistant.drafting.draft import ClauseDraft, Force, force_of, read_draft
from assistant.drafting.repeated_language import folded, using
from assistant.library.heads import HeadChoices
from assistant.library.library import Library
from assistant.scope.filters import Filters, kind_of, matches_head
from assistant.scope.narrowing import filtered_scope
from assistant.understanding.addressees import spelt_out
from assistant.verification.amounts import amounts, numbers
from corpus.heads import Head
from corpus.instruments import Kind, Part, Provision
from corpus.keys import ProvisionId
from index.passages import Passage
from index.search import Marks, Searcher, Similarity, normalised

_LEXICAL, _DENSE, _TOKENS, _AMOUNTS, _STRUCTURE = 0.2, 0.4, 0.4, 0.1, 0.15
_COMMON = frozenset("the of and all other relevant itu in for to".split())


@dataclass(frozen=True, slots=True)
class Precedent:
    """An adopted clause close to a draft, scored 0 to 1; `diff` turns its words into the draft's.

    `first` and `last` are the earliest and the latest provision in the library with the same language, or
    the clause itself; `superseded` are its twins in earlier editions.
    """

    passage: Passage
    score: float
    diff: tuple[Edit, ...]
    first: ProvisionId
    last: ProvisionId
    superseded: tuple[ProvisionId, ...]
    in_force: bool


@dataclass(frozen=True, slots=True)
class Precedents:
    """What was found, best first; `reason` says in a line why nothing was."""

    hits: tuple[Precedent, ...]
    reason: str = ""


class PrecedentFinder:
    """Finds adopted language in the texts of a library."""

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self.library, self.searcher = library, searcher
        self._marked = lru_cache(maxsize=64)(self._mark)

    @cached_property
    def heads(self) -> HeadChoices:
        """The verbs and the bodies that filters can ask for."""
        return HeadChoices.of(self.library.editions)

    def find(self, draft: str, filters: Filters = Filters(), top: int = 20) -> Precedents:  # noqa: B008  frozen
        """Return the adopted clauses closest to a draft. Raises ResolutionsError for an empty one."""
        parsed = read_draft(draft)
        passing, everything = self._marked(filters), self._marked(Filters())
        if not passing.any():
            what = f"has {filters}" if filters else "can be compared"
            return Precedents((), f"no clause in the library {what}")
        found = self.searcher.similar_to(parsed.text, passing, everything)
        scores = _scores(parsed, found)
        order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
        passes = [at for at in order if passing[found.rows[at]]]
        return Precedents(tuple(self._shown(parsed, found, scores, passes, top)))

    def _shown(
        self, draft: ClauseDraft, found: Similarity, scores: Sequence[float], order: Sequence[int], top: int
    ) -> Iterator[Precedent]:
        """Walk the first that are shown, the superseded twins folded under them."""
        best = {found.passages[at].provision: scores[at] for at in order}
        by_id = {found.passages[at].provision: found.passages[at] for at in order}
        for id_, twins in list(folded(list(by_id.values())).items())[:top]:
            passage = by_id[id_]
            first, last = self._span(passage, using(passage, twins, found.passages))
            yield Precedent(
                passage,
                max(best[twin.provision] for twin in (passage, *twins)),
                redline(passage.text, draft.text),
                first,
                last,
                tuple(twin.provision for twin in twins),
                self.library.is_in_force(id_.edition),
            )

    def _span(self, passage: Passage, used: Sequence[Passage]) -> tuple[ProvisionId, ProvisionId]:
        """Return the earliest and the latest of those that use the same language; of one day, itself."""
        dated = [
            (self.library.edition(candidate.edition).adopted or str(candidate.edition.year), candidate)
            for candidate in used
        ]
        first = min(dated, key=lambda row: (row[0], row[1] is not passage))
        last = max(dated, key=lambda row: (row[0], row[1] is passage))
        return first[1].provision, last[1].provision

    def _mark(self, filters: Filters) -> Marks:
        """Mark the clauses that pass filters; if no addressee has that name, longer names count too."""
        scope = filtered_scope(self.library, filters)

        def passes(passage: Passage, *, partial: bool = False) -> bool:
            if passage.edition not in scope.keys or filters.kind not in (None, kind_of(passage.part)):
                return False
            clause = self._clause(passage)
            return clause is not None and matches_head(clause, filters, partial=partial)

        marks = self.searcher.mark(passes)
        if filters.addressee and not marks.any():
            return self.searcher.mark(lambda passage: passes(passage, partial=True))
        return marks

    def _clause(self, passage: Passage) -> Provision | None:
        """Return the provision of a passage that can be a precedent: no title or formula."""
        if passage.part == Part.PREFACE or passage.kind in (Kind.HEADING, Kind.FORMULA):
            return None
        edition = self.library.find(passage.edition)
        return edition.find(passage.eid) if edition else None


def _scores(draft: ClauseDraft, found: Similarity) -> list[float]:
    """Return how close each clause is to a draft, 0 to 1: each measure scaled over the candidates."""
    lexical = normalised(found.lexical)
    score = (_LEXICAL + _DENSE + _TOKENS) * lexical
    if found.dense is not None and found.tokens is not None:
        score = _LEXICAL * lexical + _DENSE * normalised(found.dense) + _TOKENS * normalised(found.tokens)
    same_amounts = _same_amounts(draft.text, found.passages)
    whole = _LEXICAL + _DENSE + _TOKENS + _AMOUNTS + _STRUCTURE
    return [
        (float(closeness) + _AMOUNTS * same + _STRUCTURE * _structure(draft, passage)) / whole
        for closeness, same, passage in zip(score, same_amounts, found.passages, strict=True)
    ]


def _same_amounts(text: str, passages: Sequence[Passage]) -> list[float]:
    """Return the share of a draft's amounts and numbers that each clause has, the rare ones more."""
    wanted = _counted(text)
    if not wanted:
        return [0.0] * len(passages)
    shared = [wanted & _counted(passage.text) for passage in passages]
    weight = {
        amount: log((len(shared) + 1) / (sum(amount in row for row in shared) + 0.5)) for amount in wanted
    }
    total = sum(weight.values())
    return [sum(weight[amount] for amount in row) / total for row in shared]


@lru_cache(maxsize=8192)
def _counted(text: str) -> frozenset[str]:
    return frozenset(amounts(text) | numbers(text))


def _structure(draft: ClauseDraft, passage: Passage) -> float:
    """Return how alike a draft's and a clause's structure are, 0 to 1, as far as the draft shows its own."""
    if draft.force is None:
        return 0.0
    recites = draft.force == Force.RECITING
    part = recites == (passage.part == Part.PREAMBLE)
    force = bool(passage.verb) and _force(passage.verb) == draft.force
    return (part + force + _same_addressee(draft.head, passage.addressee)) / 3


def _same_addressee(head: Head | None, addressee: str) -> float:
    """Return the share of the words of two addressees that they have in common."""
    first, second = _name_words(head.addressee if head else ""), _name_words(addressee)
    return len(first & second) / len(first | second) if first and second else 0.0


@lru_cache(maxsize=8192)
def _name_words(addressee: str) -> frozenset[str]:
    """Return the words that tell an addressee from others."""
    return frozenset(re.findall(r"[a-z-]+", spelt_out(addressee))) - _COMMON


_force = lru_cache(maxsize=4096)(force_of)
