"""A streamlining map: clauses of several texts that repeat, overlap or supersede one another.

    the clauses of the newest editions → pairs that are alike → for each clause the nearest one of another
    text → a proposal with its reason; an older edition is read beside the newer one, as Compare reads it

Every proposal is for people to decide. What can be lost by it is proposed least: "suppress" only where
another text has the same words, or a newer edition of the same text has the clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from assistant.comparison.comparison import Comparisons
from assistant.comparison.similarity import similarity
from assistant.library.library import Library
from assistant.plain_text import counted, joined
from assistant.streamlining.clauses import Clause, Shared, clauses_of
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.issuers import issuer_name
from corpus.keys import EditionKey, InstrumentKey

MOST = 40
"""Texts of which a map can be made; the pairs of their clauses grow as the square."""

# Judged by eye on pairs of official texts (README.md): more alike, nine in ten are on one matter.
_ALIKE = 0.45
_WHOLE = 0.8  # of a clause's words: the other one has it whole
_LEAST = 6  # words: two shorter clauses are alike by chance
_HALF = 0.5  # of a clause's words: clauses that share fewer are no one clause in other words
_LEVELS = ({"itu"}, {"itu-pp"})  # treaties, then the conference; what its Sectors adopt stands below

Proposal = tuple["Action", str]
"""What is proposed, and why."""


class Relation(StrEnum):
    """What two clauses have to do with each other."""

    REPEATED = "repeated"
    OVERLAPPING = "overlapping"
    SUPERSEDED = "superseded"


class Action(StrEnum):
    """What is proposed for the first clause of a pair."""

    SUPPRESS = "suppress"
    POINT_TO = "point to"
    MERGE = "merge"
    KEEP = "keep"


@dataclass(frozen=True)
class Line:
    """A clause, another one that stands for it or beside it, what is proposed for the first, and why."""

    clause: Clause
    other: Clause
    relation: Relation
    action: Action
    reason: str

    @cached_property
    def shared(self) -> Shared:
        """The words that both have."""
        return Shared(self.clause, self.other)

    @property
    def share(self) -> str:
        """How many words they share: "31 of 31 words"."""
        if self.shared.are_the_same:
            return "the same words"
        return f"{self.shared.number} of {counted(len(self.clause.words), 'word')}"


@dataclass(frozen=True)
class StreamliningMap:
    """The lines of a map, by texts, and what to know of these first."""

    editions: tuple[Edition, ...]
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]

    @cached_property
    def counts(self) -> Mapping[Action, int]:
        """How many lines propose each action."""
        found = Counter(line.action for line in self.lines)
        return {action: found[action] for action in Action}

    def groups(
        self, action: Action | None = None, most: int | None = None
    ) -> Iterator[tuple[Edition, tuple[Line, ...]]]:
        """Walk the texts, each with its lines, or with those of an action; `most` lines in all."""
        wanted = [line for line in self.lines if action in (None, line.action)]
        for edition, lines in groupby(wanted[:most], key=lambda line: line.clause.edition):
            yield edition, tuple(lines)


def streamlining_map(library: Library, keys: Sequence[EditionKey], compared: Comparisons) -> StreamliningMap:
    """Return the map of some texts of a library. Raises ResolutionsError for fewer than two or too many."""
    chosen = [library.edition(key) for key in dict.fromkeys(keys)]
    if len(chosen) < 2:
        raise ResolutionsError("Choose two texts or more: a map shows what texts have in common")
    if len(chosen) > MOST:
        raise ResolutionsError(f"You chose {len(chosen)} texts; a map has {MOST} at most. Choose fewer")
    newest: dict[InstrumentKey, Edition] = {}
    for edition in sorted(chosen, key=lambda edition: edition.key.year):
        newest[edition.key.instrument] = edition
    older = [edition for edition in chosen if newest[edition.key.instrument] is not edition]
    lines = [*_alike(tuple(newest.values()))]
    remarks = [*_standing(library, newest.values())]
    for edition in older:
        newer = newest[edition.key.instrument]
        found = [*_superseded(compared, edition, newer)]
        lines += found
        number = counted(sum(1 for _ in clauses_of(edition)), "clause")
        remarks.append(
            f"{newer.name} supersedes {edition.name}: {len(found)} of its {number} have a counterpart there."
        )
    places = {edition.key: at for at, edition in enumerate(chosen)}
    lines.sort(key=lambda line: places[line.clause.edition.key])
    return StreamliningMap(tuple(chosen), tuple(lines), tuple(remarks))


def _standing(library: Library, editions: Iterable[Edition]) -> Iterator[str]:
    """Say which of the texts are superseded by others that were not chosen."""
    names = [edition.name for edition in editions if library.superseded_by(edition.key)]
    if names:
        which = (
            "A newer text, which was not chosen, has"
            if len(names) == 1
            else "Newer texts, which were not chosen, have"
        )
        yield f"{which} superseded {joined(names)}."


def _superseded(compared: Comparisons, old: Edition, new: Edition) -> Iterator[Line]:
    """Walk the clauses of an older edition that have a counterpart in the newer one."""
    clauses = {clause.provision.eid: clause for clause in clauses_of(old)}
    for eid, other in compared.of(old.key, new.key).by_eid.items():
        if eid not in clauses:
            continue
        clause, newer = clauses[eid], Clause(new, new.provision(other))
        shared = Shared(clause, newer)
        action, reason = Action.SUPPRESS, f"The edition of {new.key.year} has the same words."
        if not shared.are_the_same:
            reason = f"The edition of {new.key.year} has the clause in other words."
        if shared.of_first < _HALF:
            action = Action.KEEP
            reason = (
                f"The edition of {new.key.year} has other words in its place: make sure that nothing is lost."
            )
        yield Line(clause, newer, Relation.SUPERSEDED, action, reason)


def _alike(editions: Sequence[Edition]) -> Iterator[Line]:
    """Walk the clauses that are like one of another text, each with the one that it is most like."""
    clauses = [
        clause for edition in editions for clause in clauses_of(edition) if len(clause.words) >= _LEAST
    ]
    texts = [clause.provision.text for clause in clauses]
    alike = similarity(
        texts,
        texts,
        lambda at, other: at < other and clauses[at].edition is not clauses[other].edition,
    )
    found: dict[Clause, tuple[tuple[bool, float], Line]] = {}
    for (at, other), score in alike.items():
        if score >= _ALIKE:
            line = _proposed(*sorted((clauses[at], clauses[other]), key=_rank, reverse=True))
            weight = line.shared.are_the_same, score
            if line.clause not in found or weight > found[line.clause][0]:
                found[line.clause] = weight, line
    places = {clause: at for at, clause in enumerate(clauses)}
    for clause in sorted(found, key=places.__getitem__):
        yield found[clause][1]


def _rank(clause: Clause) -> tuple[bool, int, int, str]:
    """Return where a clause stands: what decides before what recites, the conference before its sectors."""
    key = clause.edition.key
    level = next((at for at, issuers in enumerate(_LEVELS) if key.instrument.issuer in issuers), len(_LEVELS))
    return not clause.is_operative, level, -key.year, key.instrument.work


def _proposed(clause: Clause, other: Clause) -> Line:
    """Return the line of two clauses, of which the second stands higher."""
    for citing, cited in ((clause, other), (other, clause)):
        if not citing.is_operative and cited.edition.key.instrument in citing.cited:
            relation = _relation(Shared(citing, cited))
            text = cited.edition.name.partition(" (")[0]
            reason = f"It cites {text} and repeats words of {cited.provision.label}: the citation is enough."
            return Line(citing, cited, relation, Action.POINT_TO, reason)
    shared = Shared(clause, other)
    if clause.is_recital and other.is_recital:
        action, reason = _of_recitals(shared)
    elif clause.is_operative and other.is_operative:
        action, reason = _of_decisions(shared)
    elif shared.of_first >= _WHOLE:
        action, reason = Action.POINT_TO, f"It repeats what {_name(other)} says: a reference is enough."
    else:
        action, reason = Action.KEEP, "They stand in different parts of their texts, and each says more."
    return Line(clause, other, _relation(shared), action, reason)


def _relation(shared: Shared) -> Relation:
    is_whole = shared.are_the_same or shared.of_first >= _WHOLE
    return Relation.REPEATED if is_whole else Relation.OVERLAPPING


def _of_recitals(shared: Shared) -> Proposal:
    clause, other = shared.first, shared.second
    if both := clause.cited.keys() & other.cited.keys():
        names = joined(sorted(clause.cited[key] for key in both))
        return Action.KEEP, f"Both recall {names}; each preamble needs the reference."
    if shared.are_the_same and clause.cites_text_of(other):
        return Action.SUPPRESS, f"{_name(other)}, which this text cites, has the same words."
    if shared.are_the_same or shared.of_first >= _WHOLE:
        return Action.POINT_TO, f"{_name(other)} says it too: one preamble can recall the other."
    return Action.KEEP, "They overlap, and each says more."


def _of_decisions(shared: Shared) -> Proposal:
    clause, other = shared.first, shared.second
    both = clause.addressees.keys() & other.addressees.keys()
    if not both and (clause.addressees or other.addressees):
        return Action.KEEP, "They address different bodies."
    if clause.strength != other.strength:
        return Action.KEEP, "Their verbs do not bind alike."
    who = (
        f"Both address the {joined([clause.addressees[key] for key in sorted(both)])}"
        if both
        else "Both decide"
    )
    if clause.speaks_of_its_text and other.speaks_of_its_text:
        return Action.MERGE, f"{who}, each for its own text: one clause could cover both texts."
    if shared.are_the_same and not clause.speaks_of_its_text:
        return Action.SUPPRESS, f"{who}, and {_name(other)} has the same words."
    if max(shared.of_first, shared.of_second) < _HALF:
        return Action.KEEP, f"{who}, on matters that share few words."
    if clause.edition.key.instrument.issuer != other.edition.key.instrument.issuer:
        adopter = issuer_name(other.edition.key.instrument)
        return Action.POINT_TO, f"{who}, and the {adopter} has it in {_name(other)}."
    return Action.MERGE, f"{who} on the same matter: one clause could say both."


def _name(clause: Clause) -> str:
    """Return a clause with its text, without the edition: "Resolution 71, resolves 1"."""
    return f"{clause.edition.name.partition(' (')[0]}, {clause.provision.label}"
