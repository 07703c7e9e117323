"""Asking with filters: an answer from what they leave, and the way out where that does not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answer import Answer, ReasonCode, Status, WayOut
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.rendering import rendered
from assistant.rendering.out_of_scope import BadFilter
from assistant.rendering.reasons import LEFT_OUT, Fixed, NothingLeft
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.scope.narrowing import holds_passage, narrowed
from assistant.understanding.languages import may_be_foreign
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId
from index.search import Hit

_KEPT = 16  # assistants over a part of the library
_NONE_PASSES = Fixed(ReasonCode.NOTHING_HELD, "No clause in the texts searched matches the filter.")
_MISSING = (Status.REFERENCED_NOT_HELD, Status.SUPERSEDED_ONLY)  # said of a text that a filter may exclude


class Filtered:
    """Answers with filters from the part of a library that passes them."""

    def __init__(self, assistant: Assistant) -> None:
        """Take the assistant over the whole library."""
        self._whole = assistant
        self._over = lru_cache(maxsize=_KEPT)(self._narrowed)

    def ask(self, turns: Sequence[str], filters: Filters, shown: Sequence[Answer] = ()) -> Answer:
        """Answer the last of a reader's turns from what passes filters. Never raises for a bad filter."""
        if not str(filters):
            return self._whole.ask(turns, shown)
        try:
            assistant = self._over(filters)
        except ResolutionsError as error:
            return rendered(Answer(Status.OUT_OF_SCOPE), reason=BadFilter(str(error)))
        if assistant is None:
            reason = NothingLeft(described(filters, self._whole.library))
            answer = rendered(Answer(Status.NOT_IN_CORPUS), reason=reason)
            return self._with_way_out(answer, turns, shown)
        answer = assistant.ask(turns, shown)
        if answer.reason_code == ReasonCode.NOTHING_HELD:
            answer = rendered(answer, reason=_NONE_PASSES)
        return answer if answer.claims else self._with_way_out(answer, turns, shown)

    def search(self, query: str, filters: Filters, top: int) -> tuple[Hit, ...]:
        """Return the clauses nearest to a query among those that pass filters, best first.

        Raises InvalidQuestion, ResolutionsError for a bad filter.
        """
        assistant = self._over(filters) if str(filters) else self._whole
        return assistant.search(query, top) if assistant else ()

    def joined(
        self, answer: Answer, phrases: Sequence[str], filters: Filters, also: Sequence[ProvisionId] = ()
    ) -> Answer:
        """Return an answer with what phrases find, and others found for it, among its retrieved clauses."""
        if not answer.retrieved:
            return answer
        assistant = self._over(filters) if str(filters) else self._whole
        return assistant.joined(answer, phrases, also) if assistant else answer

    def may_be_foreign(self, text: str) -> bool:
        """Tell a question that seems to be in another language than English."""
        return may_be_foreign(text, self._whole.scopes.lexicon.vocabulary.frequency)

    def library(self, filters: Filters) -> Library:
        """Return the library that filters leave; it is empty where they name a text that is not held."""
        if not str(filters):
            return self._whole.library
        try:
            assistant = self._over(filters)
        except ResolutionsError:
            assistant = None
        return assistant.library if assistant else replace(self._whole.library, editions=())

    def _with_way_out(self, answer: Answer, turns: Sequence[str], shown: Sequence[Answer]) -> Answer:
        """Say of a refusal whether the filter is why."""
        without = self._whole.ask(turns, shown)
        if answer.status in _MISSING and answer.status != without.status:
            answer = rendered(replace(answer, status=Status.NOT_IN_CORPUS), reason=LEFT_OUT)
        cited = [one.label for claim in without.claims for one in claim.citations]
        if without.status != Status.ANSWERED or not cited:
            return answer
        more = f" and {len(cited) - 1} more" if len(cited) > 1 else ""
        notice = WayOut(f"Without the filter this is answered, by {cited[0]}{more}")
        return replace(answer, notices=(*answer.notices, notice))

    def _narrowed(self, filters: Filters) -> Assistant | None:
        """Return an assistant over what passes, None where nothing does. Raises UnknownEdition."""
        library = narrowed(self._whole.library, filters)
        if not library.editions:
            return None
        searcher = self._whole.searcher
        return Assistant(
            library,
            searcher.among(searcher.mark(lambda one: holds_passage(library, one))),
            next((one.instrument for one in self._whole.subject), None),
            library.editions if filters.edition or filters.instrument else library.newest,
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
    """Return the name of an edition by its key, or what was given."""
    try:
        found = library.find(EditionKey.parse(edition))
    except ResolutionsError:
        found = None
    return found.name if found else edition
