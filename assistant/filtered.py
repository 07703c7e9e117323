"""Ask with filters: answer from the clauses that match, or say what would answer without the filter.

Editions that are not adopted are searched only if a question or a filter names one, and apart from the
library, so they change no other answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answer import Answer, ReasonCode, Status, UnfilteredNotice
from assistant.conversation.conversation import stands_alone
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.rendering import rendered
from assistant.rendering.reasons import LEFT_OUT, NONE_PASSES, bad_filter, nothing_left
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.scope.narrowing import holds_passage, narrowed
from assistant.understanding.changes import change_asked
from assistant.understanding.languages import may_be_foreign
from assistant.understanding.names.asked import edition_key, edition_named, every_edition_named
from assistant.understanding.names.pending import pending_named
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId
from index.search import Hit

_KEPT = 16  # assistants over a part of the library
_LOOKED_BACK = 6  # turns in which the text of a conversation is looked for
_MISSING = (Status.REFERENCED_NOT_HELD, Status.SUPERSEDED_ONLY)  # said of a text that a filter may exclude


class FilteredAssistant:
    """Answers with filters from the part of a library that passes them."""

    def __init__(self, assistant: Assistant) -> None:
        self._whole = assistant
        self._over = lru_cache(maxsize=_KEPT)(self._narrowed)

    def ask(self, turns: Sequence[str], filters: Filters, shown: Sequence[Answer] = ()) -> Answer:
        """Answer the last of a reader's turns from what passes filters. Never raises for a bad filter."""
        pending = self._pending(turns)
        filters = self._with_other_editions(filters, turns)
        if not filters and not pending:
            return self._whole.ask(turns, shown)
        try:
            assistant = self._over(filters, pending)
        except ResolutionsError as error:
            return rendered(Answer(Status.OUT_OF_SCOPE), reason=bad_filter(str(error)))
        if assistant is None:
            reason = nothing_left(described(filters, self._whole.library))
            answer = rendered(Answer(Status.NOT_IN_CORPUS), reason=reason)
            return answer if pending else self._with_way_out(answer, turns, shown)
        answer = assistant.ask([self._plain(turn) for turn in turns], shown)
        if answer.reason_code == ReasonCode.NOTHING_HELD:
            answer = rendered(answer, reason=NONE_PASSES)
        is_final = answer.claims or pending or self._pending_filtered(filters)
        return answer if is_final else self._with_way_out(answer, turns, shown)

    def _with_other_editions(self, filters: Filters, turns: Sequence[str]) -> Filters:
        """Return filters that keep to a text but not to its edition, where a turn asks what changed in it."""
        library = self._whole.library
        key = edition_key(filters.edition, library) if filters.edition and turns else None
        editions = library.instruments.get(key.instrument, ()) if key else ()
        if key is None or change_asked(turns[-1], replace(library, editions=tuple(editions))) is None:
            return filters
        return replace(filters, edition="", instrument=str(key.instrument))

    def scoped(self, answer: Answer, filters: Filters) -> Filters:
        """Return filters, with the edition that is not adopted if an answer was searched in one."""
        editions = {id_.edition for id_ in answer.retrieved}
        only = next(iter(editions)) if len(editions) == 1 else None
        is_pending = only is not None and self._whole.library.is_pending(only)
        return replace(filters, edition=str(only)) if is_pending else filters

    def search(self, query: str, filters: Filters, top: int) -> tuple[Hit, ...]:
        """Return the clauses nearest to a query among those that pass filters, best first.

        Raises InvalidQuestion, ResolutionsError for a bad filter.
        """
        assistant = self._over(filters) if filters else self._whole
        return assistant.search(query, top) if assistant else ()

    def joined(
        self, answer: Answer, phrases: Sequence[str], filters: Filters, also: Sequence[ProvisionId] = ()
    ) -> Answer:
        """Return an answer with what phrases find, and others found for it, among its retrieved clauses."""
        if not answer.retrieved:
            return answer
        assistant = self._over(filters) if filters else self._whole
        return assistant.joined(answer, phrases, also) if assistant else answer

    def may_be_foreign(self, text: str) -> bool:
        """Return True for a question that seems to be in another language than English."""
        return may_be_foreign(text, self._whole.scopes.lexicon.vocabulary)

    def library(self, filters: Filters) -> Library:
        """Return the library that filters leave; it is empty where they name a text that is not held."""
        if not filters:
            return self._whole.library
        try:
            assistant = self._over(filters)
        except ResolutionsError:
            assistant = None
        return assistant.library if assistant else replace(self._whole.library, editions=())

    def _with_way_out(self, answer: Answer, turns: Sequence[str], shown: Sequence[Answer]) -> Answer:
        """Return a refusal with a notice if the filter is the cause."""
        without = self._whole.ask(turns, shown)
        if answer.status in _MISSING and answer.status != without.status:
            answer = rendered(replace(answer, status=Status.NOT_IN_CORPUS), reason=LEFT_OUT)
        cited = [citation.label for claim in without.claims for citation in claim.citations]
        if without.status != Status.ANSWERED or not cited:
            return answer
        more = f" and {len(cited) - 1} more" if len(cited) > 1 else ""
        notice = UnfilteredNotice(f"Without the filter this is answered, by {cited[0]}{more}")
        return replace(answer, notices=(*answer.notices, notice))

    def _plain(self, turn: str) -> str:
        """Return a turn with drafts named like adopted editions, the only ones an assistant knows."""
        return pending_named(turn, self._whole.library).text

    def _pending(self, turns: Sequence[str]) -> tuple[EditionKey, ...]:
        """Return the editions that the last turn is asked of, if one is not adopted; else none.

        A follow-up that names no text is asked of the editions of the turns before it.
        """
        library = self._whole.library
        if not library.pending or not turns:
            return ()
        found = pending_named(turns[-1], library)
        if found.editions:
            others = every_edition_named(found.rest, library).editions
            return (*(edition.key for edition in others), *found.editions)
        leans = len(turns) > 1 and not stands_alone(turns[-1]) and edition_named(turns[-1], library) is None
        return self._pending(turns[-_LOOKED_BACK:-1]) if leans else ()

    def _pending_filtered(self, filters: Filters) -> tuple[EditionKey, ...]:
        """Return the edition that filters name, if it is not adopted; else none."""
        library = self._whole.library
        key = edition_key(filters.edition, library) if filters.edition and library.pending else None
        return (key,) if key is not None and library.is_pending(key) else ()

    def _narrowed(self, filters: Filters, pending: tuple[EditionKey, ...] = ()) -> Assistant | None:
        """Return an assistant over what passes, None where nothing does. Raises UnknownEdition.

        `pending` are the editions that are searched apart, because one of them is not adopted.
        """
        whole, searcher = self._whole.library, self._whole.searcher
        if pending := pending or self._pending_filtered(filters):
            whole = whole.apart(pending)
            searcher = searcher.apart(whole.editions)
        library = narrowed(whole, filters)
        if not library.editions:
            return None
        return Assistant(
            library,
            searcher.among(searcher.mark(lambda passage: holds_passage(library, passage))),
            next((key.instrument for key in self._whole.subject), None),
            library.editions if pending or filters.edition or filters.instrument else library.newest,
        )


def described(filters: Filters, library: Library) -> str:
    """Say what filters leave: "the operative clauses of Resolution 25 (…) addressed to the Council"."""
    what = KIND_NAMES[filters.kind] if filters.kind else "clauses"
    name = _name(filters.edition, library) if filters.edition else filters.instrument or "all texts"
    years = f" of the years {filters.since or '…'} to {filters.until or '…'}"
    whom = f" addressed to {filters.addressee}" if filters.addressee else ""
    verb = f' under "{filters.verb}"' if filters.verb else ""
    return f"the {what} of {name}{years if filters.since or filters.until else ''}{verb}{whom}"


def _name(edition: str, library: Library) -> str:
    try:
        found = library.find(EditionKey.parse(edition))
    except ResolutionsError:
        found = None
    return found.name if found else edition
