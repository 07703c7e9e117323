"""Where a clause is in the other editions of its text, and what happened to one that was deleted."""

from __future__ import annotations

from assistant.comparison.comparison import Comparisons
from assistant.comparison.redline import words
from corpus.annexes import MissingAnnex, missing_annexes
from corpus.errors import InvalidKey
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

Sentence = tuple[str | ProvisionId | EditionKey, ...]
"""Words, and among them the clauses and the texts that they name."""

_SHOWN = 80  # characters of a wrong address that a message repeats
_NONE = "has no clause at this address"
_EXAMPLE = "An address looks like itu-pp/res-71/2022#resolves__para_1."


class ClauseLocator:
    """Follows clauses through the editions of a library; two editions are aligned once."""

    def __init__(self, comparisons: Comparisons) -> None:
        self.library, self._comparisons = comparisons.library, comparisons

    def others(self, key: InstrumentKey, but: EditionKey | None = None) -> list[Edition]:
        """Return the editions of an instrument in the library, the newest first."""
        return [edition for edition in self.library.instruments.get(key, ()) if edition.key != but]

    def elsewhere(self, id_: ProvisionId) -> tuple[ProvisionId, ...]:
        """Return the corresponding clause in the other editions in the library, the newest first."""
        if self.library.provision(id_) is None:
            return ()
        others = self.others(id_.edition.instrument, id_.edition)
        found = (self.counterpart(id_, edition.key) for edition in others)
        return tuple(clause for clause in found if clause is not None)

    def counterpart(self, id_: ProvisionId, other: EditionKey) -> ProvisionId | None:
        """Return which clause of another edition is the same one; None where there is none."""
        old, new = sorted((id_.edition, other))
        compared = self._comparisons.of(old, new)
        eid = (compared.by_eid if id_.edition == old else compared.by_new_eid).get(id_.eid)
        return ProvisionId(other, eid) if eid else None

    def reads_alike(self, one: ProvisionId, other: ProvisionId) -> bool:
        """Return True if two clauses in the library have the same words."""
        texts = (self.library.edition(id_.edition).provision(id_.eid).text for id_ in (one, other))
        return len(set(map(words, texts))) == 1

    def fate(self, address: str) -> Sentence:
        """Explain in a sentence why an address leads to no clause; nothing where it leads to one."""
        try:
            id_ = ProvisionId.parse(address)
        except InvalidKey:
            short = address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
            return (f"“{short}” is not the address of a clause. {_EXAMPLE}",)
        edition = self.library.find(id_.edition)
        if edition is None:
            return self._of_no_text(id_)
        if id_.eid in edition:
            return ()
        others = self.others(edition.key.instrument, edition.key)
        having = [ProvisionId(other.key, id_.eid) for other in others if id_.eid in other]
        name = f"{edition.name} {_NONE}. The address is that of "
        for theirs in having:
            if here := self.counterpart(theirs, edition.key):
                noun = "the same clause" if self.reads_alike(theirs, here) else "the corresponding clause"
                return name, theirs, f". In this edition, {noun} is ", here, "."
        if annex := next((annex for annex in missing_annexes(edition) if annex.covers(id_.eid)), None):
            return (f"{annex.citation} is not in the library.",)
        if having:
            return name, having[0], ", which has no counterpart in this edition."
        if not edition.provisions:
            return (f"{edition.name} {_NONE}.",)
        return f"{edition.name} {_NONE}. The nearest clause is ", _nearest(id_.eid, edition), "."

    def missing_for(self, id_: ProvisionId, other: EditionKey) -> MissingAnnex | None:
        """Return the annex that another edition lacks, if that is why a clause has no counterpart there."""
        clause = self.library.edition(id_.edition).provision(id_.eid)
        return self._comparisons.of(*sorted((id_.edition, other))).missing_for(clause)

    def _of_no_text(self, id_: ProvisionId) -> Sentence:
        """Say that an edition is not in the library, and where the clause is nearest in another one."""
        held = [edition for edition in self.others(id_.edition.instrument) if edition.provisions]
        if not held:
            return id_.edition, " is not in the library."
        nearest = _nearest(id_.eid, next((edition for edition in held if id_.eid in edition), held[0]))
        return id_.edition, " is not in the library. In another edition, the nearest clause is ", nearest, "."


def _nearest(eid: str, edition: Edition) -> ProvisionId:
    """Return the clause nearest to an address: at it, the first below it, the last above it, or the first."""
    inside = next((clause for clause in edition.provisions if f"{clause.eid}__".startswith(f"{eid}__")), None)
    while inside is None and "__" in eid:
        eid = eid.rpartition("__")[0]
        inside = edition.find(eid)
    return edition.id_of(inside or edition.provisions[0])
