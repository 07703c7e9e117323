"""The state of a conversation: the open question, what was shown, which text it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.library.library import Library
from assistant.understanding.sections import announced
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId

_SEVERAL = 2  # clauses that are a list
_LISTS = 2  # shown clauses whose lists an ordinal may count in, where it is open which of them is meant

Unit = tuple[Edition, Provision]


@dataclass(frozen=True, slots=True)
class State:
    """The state after a turn: the open question, its answer, the texts in focus, all clauses shown so far.

    In focus are the texts that the person named last, if no turn left them.
    """

    question: str
    answer: Answer
    library: Library
    focus: tuple[Edition, ...] = ()
    seen: frozenset[ProvisionId] = frozenset()

    @property
    def units(self) -> list[Unit]:
        """The clauses that were shown, in order."""
        return [unit for id_ in self.answer.cited if (unit := self.library.provision(id_))]

    @property
    def edition(self) -> Edition | None:
        """The text of the first clause that was shown or came nearest."""
        first = next(iter((*self.answer.cited, *self.answer.closest)), None)
        return self.library.find(first.edition) if first else None

    @property
    def is_sure(self) -> bool:
        """Whether the assistant stands behind what was shown."""
        return self.answer.status == Status.ANSWERED

    @property
    def listed(self) -> list[Unit]:
        """The items of the list that was shown, without what announces it; none if no list was."""
        units = [unit for unit in self.units if unit[1].kind is not Kind.FOOTNOTE]
        if self.answer.status == Status.CANDIDATES or len(units) < _SEVERAL:
            return []
        listed = announced([clause for _, clause in units], units[0][0])
        return units[-len(listed) :]

    def lists(self) -> Iterator[list[Unit]]:
        """Walk the lists in which an ordinal may count, the likeliest first.

        Several clauses of an answer, or that fit a label, are a list. A single clause, or one that may
        answer, has the items below it, else stands among those beside it.
        """
        if listed := self.listed:
            yield listed
            return
        units = self.units
        for edition, clause in units[:_LISTS]:
            below = [item for item in edition.children(clause.eid) if item.kind is not Kind.FOOTNOTE]
            beside = [item for item in level(edition, clause) if item.parent == clause.parent]
            yield [(edition, item) for item in below or beside]


def level(edition: Edition, provision: Provision) -> list[Provision]:
    """Return the provisions on the same level of the same part, in order."""

    def place(clause: Provision) -> tuple[object, ...]:
        return clause.kind, clause.part, clause.inline, clause.eid.count("__")

    return [clause for clause in edition.provisions if place(clause) == place(provision)]
