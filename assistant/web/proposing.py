"""The editor of a proposal: a form's step, which clauses it changed, and what stands beside a clause."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting.draft import LONGEST
from assistant.drafting.duties import Duty, duties_of
from assistant.drafting.precedents import Precedent
from assistant.library.standing import edition_name
from assistant.proposals.proposal import Proposal, ProposedClause
from assistant.proposals.store import Listed, Stored
from assistant.references.graph import Link
from assistant.web.wording import as_sentence
from corpus.errors import ResolutionsError
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey, ProvisionId

if TYPE_CHECKING:
    from assistant.library.library import Library
    from assistant.web.service import State

_PRECEDENTS, _SEARCHED, _CITING = 3, 8, 6
_WRITTEN = ("words", "number", "reasons")
DEEDS = ("save", "divide", "before", "after", "delete", "restore", "up", "down", "anew")
"""What a button of a clause does, and `divide`: what is pasted becomes clauses of its own."""


class ClauseChanged(ResolutionsError):
    """Raised if a clause was changed in another window since it was shown; `stored` is what it is now."""

    def __init__(self, stored: ProposedClause) -> None:
        super().__init__("this clause was changed in another window after you opened it")
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Step:
    """What a form does to a clause: its words are saved, then `deed` is done.

    `state` says what the clause was when the form was shown. A field that the form does not have is None.
    """

    clause: str
    state: str
    deed: str
    words: str | None = None
    number: str | None = None
    reasons: str | None = None

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Step:
        """Read a form. Raises ResolutionsError for something that no button does."""
        deed = fields.get("do", "save")
        if deed not in DEEDS:
            raise ResolutionsError(f"'{deed[:20]}' cannot be done to a clause")
        written = {name: fields.get(name) for name in _WRITTEN}
        return cls(fields.get("clause", ""), fields.get("state", ""), deed, **written)

    def __call__(self, proposal: Proposal) -> Proposal:
        """Return the proposal after this step. Raises ClauseChanged, ResolutionsError."""
        return self._done(self._saved(proposal))

    def _saved(self, proposal: Proposal) -> Proposal:
        clause, saved = proposal.clause(self.clause), proposal
        if self.number is not None and not clause.is_deleted:
            saved = saved.renumbered(self.clause, self.number)
        if self.words is not None and not clause.is_deleted:
            write = saved.divided if self.deed == "divide" else saved.typed
            saved = write(self.clause, self.words)
        if self.reasons is not None:
            saved = saved.reasoned(self.clause, self.reasons)
        if state_of(clause) != self.state and saved != proposal:
            raise ClauseChanged(clause)
        return saved

    def _done(self, proposal: Proposal) -> Proposal:
        if self.deed in ("before", "after"):
            return proposal.added(self.clause, before=self.deed == "before")
        if self.deed in ("up", "down"):
            return proposal.stepped(self.clause, up=self.deed == "up")
        deeds = {
            "delete": proposal.deleted,
            "restore": proposal.restored,
            "anew": proposal.renumbered_list,
        }
        return deeds[self.deed](self.clause) if self.deed in deeds else proposal

    def focus(self, before: Proposal, after: Proposal) -> str:
        """Return the id of the clause to go on with: a new one, else this one, else the one before it."""
        known = [clause.id for clause in before.clauses]
        there = {clause.id for clause in after.clauses}
        fresh = next((clause.id for clause in after.clauses if clause.id not in known), "")
        if fresh or self.clause in there:
            return fresh or self.clause
        above = known[: known.index(self.clause)] if self.clause in known else []
        return next((id_ for id_ in reversed(above) if id_ in there), after.clauses[0].id)


def state_of(clause: ProposedClause) -> str:
    """Return a mark of what a clause says: two windows that show the same have the same."""
    said = (clause.marker.now, clause.text.now, clause.is_deleted, clause.reasons)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def changes(before: Proposal, after: Proposal) -> tuple[list[str], list[tuple[ProposedClause, str]]]:
    """Return the ids that are gone, and the clauses that differ, each with the id of the one before it."""
    known = {clause.id: clause for clause in before.clauses}
    gone = known.keys() - {clause.id for clause in after.clauses}
    above = ("", *(clause.id for clause in after.clauses))
    rows = zip(after.clauses, above, strict=False)
    return sorted(gone), [(clause, place) for clause, place in rows if known.get(clause.id) != clause]


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adopted clause close to what is typed."""

    id: ProvisionId
    citation: str
    words: str
    superseded_by: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a clause: adopted language, who has such a duty, what cites the clause."""

    adopted: tuple[Adopted, ...] = ()
    duties: tuple[Duty, ...] = ()
    citing: tuple[Link, ...] = ()
    more_citing: int = 0


def beside(words: str, clause: ProposedClause, edition: EditionKey, state: State) -> Beside:
    """Return what is beside a clause for the words that are typed."""
    own = ProvisionId(edition, clause.moved_from or clause.id)
    hits: list[Precedent] = []
    if words.strip() and clause.kind is not Kind.HEADING:
        found = state.finder.find(words[:LONGEST], top=_SEARCHED).hits
        hits = [hit for hit in found if own not in (hit.passage.provision, *hit.superseded)]
    citing = () if clause.is_new or not state.library.find(edition) else state.graph().into(own)
    citing = tuple(link for link in citing if link.source != own)
    return Beside(
        tuple(_adopted(hit, state.library) for hit in hits[:_PRECEDENTS]),
        tuple(duty for hit in hits for duty in _duties(hit, state.library)),
        citing[:_CITING],
        max(len(citing) - _CITING, 0),
    )


def _adopted(hit: Precedent, library: Library) -> Adopted:
    id_ = hit.passage.provision
    edition = library.edition(id_.edition)
    clause = edition.provision(id_.eid)
    return Adopted(id_, edition.citation(clause), clause.text, library.superseded_by(id_.edition))


def _duties(hit: Precedent, library: Library) -> tuple[Duty, ...]:
    if not hit.in_force:
        return ()
    id_ = hit.passage.provision
    return tuple(duty for duty in duties_of(library.edition(id_.edition)) if duty.provision == id_)


def opened_at(proposal: Proposal, edition: Edition | None, eid: str) -> str:
    """Return the id of the clause that an address means: an item within a sentence is in its paragraph."""
    there = {clause.id for clause in proposal.clauses}
    while eid not in there and edition and eid in edition:
        eid = edition.provision(eid).parent
    return eid if eid in there else ""


def remarks(stored: Stored, library: Library) -> tuple[str, ...]:
    """Return what has become of the adopted text since the proposal was begun, in sentences."""
    listed, key = stored.listed, stored.proposal.edition
    if not library.find(key):
        return (f"{listed.about.edition_name} is no longer in the library. Your proposal has its own copy.",)
    said = []
    if library.fingerprints().get(str(key)) != stored.proposal.fingerprint:
        said.append("The text in the library was replaced since. Your proposal keeps the earlier words.")
    return (*said, *standing(key, library))


def standing(key: EditionKey, library: Library) -> tuple[str, ...]:
    """Return that an edition is not the newest or not adopted, in sentences."""
    if library.is_pending(key):
        return ("This text is not adopted yet.",)
    newest = library.successor(key)
    return (as_sentence(f"there is a newer edition: {edition_name(newest, library)}"),) if newest else ()


def called(listed: Listed) -> str:
    """Return what a proposal is called: its title, else what it would change."""
    return listed.about.title or f"Proposal on {listed.about.edition_name}"
