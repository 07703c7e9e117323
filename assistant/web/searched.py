"""Where an answer was searched: what narrowed the search, and which other texts come as near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from assistant.answer import Answer, Status
from assistant.filtered import described
from assistant.library.library import Library
from assistant.scope.filters import Filters
from assistant.scope.scope import ScopeReason
from assistant.understanding.names.asked import edition_named
from assistant.web.addresses import address
from assistant.web.claims import Cite, cite
from corpus.keys import EditionKey, ProvisionId

NEAR = 0.5
"""A clause comes near whose likelihood is at least this share of the least likely one's that is shown."""
_ALSO = 3  # other texts that are named
_NAMED = 3  # texts searched that are named
_REASONS: Mapping[str, str] = {
    ScopeReason.NAMED: "named in the question",
    ScopeReason.MEANT: "the text that the question means",
    ScopeReason.SUBJECT: "the main text, because the question names none",
    ScopeReason.CONVERSATION: "the text of this conversation",
}
"""Why fewer texts were searched, where no filter says so."""


def everything(library: Library) -> str:
    """Say what is searched without a filter: "All 36 texts", "All 36 texts except 3 earlier editions"."""
    every, earlier = len(library.editions), len(library.editions) - len(library.newest)
    if every < 2:
        return library.editions[0].name if every else "No texts yet"
    left_out = f" except {earlier} earlier edition{'s' if earlier > 1 else ''}" if earlier else ""
    return f"All {every} texts{left_out}"


def narrowed_to(answer: Answer | None, filters: Filters, library: Library, later: str = "") -> str:
    """Say in which part of the library an answer was searched; '' where that was all of it.

    `later` is the question as it was typed, if others came before it: a text that it does not name was named
    by one of those.
    """
    trace = answer.trace if answer else None
    filtered = described(filters, library) if str(filters) else ""
    reason = _REASONS.get(trace.reason) if trace else None
    is_whole = trace is None or set(trace.texts) == {one.name for one in library.newest}
    if trace is None or reason is None or is_whole or filters.edition:
        return f"Searched: {filtered}" if filtered else ""
    if trace.reason == ScopeReason.NAMED and later and edition_named(later, library) is None:
        reason = _REASONS[ScopeReason.CONVERSATION]
    texts = ", ".join(trace.texts) if len(trace.texts) <= _NAMED else f"{len(trace.texts)} texts"
    return f"Searched: {f'{filtered}, in ' if filtered else ''}{texts} only ({reason})"


def is_of_conversation(answer: Answer) -> bool:
    """Return True if the texts of the conversation alone were searched."""
    return answer.trace is not None and answer.trace.reason == ScopeReason.CONVERSATION


def also_in(answer: Answer, library: Library) -> tuple[Cite, ...]:
    """Return the nearest clause of each other text that comes about as near as those that are shown.

    Only where a reader weighed the clauses: what is found by its label, or as a whole list, is complete.
    """
    if answer.status != Status.ANSWERED:
        return ()
    shown = {one.provision for claim in answer.claims for one in claim.citations}
    texts = {one.edition for one in shown}
    near: dict[EditionKey, Cite] = {}
    for id_ in _near(answer, shown):
        found = library.provision(id_) if id_.edition not in texts | near.keys() else None
        if found:
            near[id_.edition] = cite(found[0].citation(found[1]), address(id_), found[0])
    return tuple(near.values())[:_ALSO]


def _near(answer: Answer, shown: Set[ProvisionId]) -> Iterator[ProvisionId]:
    """Walk the clauses that come about as near as those that are shown, nearest first."""
    hits = answer.trace.hits if answer.trace else ()
    likely = [(one.provision, one.likelihood) for one in hits if one.likelihood is not None]
    least = NEAR * min((likelihood for id_, likelihood in likely if id_ in shown), default=1.0)
    return (id_ for id_, likelihood in likely if likelihood >= least and id_ not in shown)
