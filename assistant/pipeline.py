"""A conversation → an answer: understand → retrieve → find → compose → verify, one short chain.

What can answer is tried in order, from the surest way to the last, which always gives a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from assistant.answer import Answer, Status
from assistant.conversations.related_questions import related_questions
from assistant.library.held import Library
from assistant.rendering import claims, heads_shown, superseded_note
from assistant.strategies.changes import by_change
from assistant.strategies.comparison import by_comparison, compares_bodies
from assistant.strategies.definition import by_definition
from assistant.strategies.desk import Desk, Finding, ids
from assistant.strategies.groups import asks_of_text, by_duties, by_list, by_overview
from assistant.strategies.head import by_head, names_head
from assistant.strategies.label import by_label
from assistant.strategies.mentions import by_mention, by_references
from assistant.strategies.naming import by_naming
from assistant.strategies.not_held import by_name
from assistant.strategies.out_of_scope import by_form
from assistant.strategies.passage import by_passage
from assistant.strategies.unnumbered import by_document
from assistant.understanding.described_texts import dated, spoken_to
from assistant.understanding.edition_names import (
    edition_named,
    every_edition_named,
    named_editions,
    without_edition,
)
from assistant.understanding.follow_ups import Following
from assistant.understanding.forms import COMPARISON
from assistant.understanding.label_spotting import spot
from assistant.understanding.question import Question, check, read_question
from corpus.errors import InvalidQuestion
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from index.search import Hit, Searcher

Way = Callable[[Desk, Question, Sequence[Hit]], Finding | None]
WAYS: tuple[Way, ...] = (
    by_label,  # a clause by its label
    by_overview,  # what a text is about, who adopted it, its parts
    by_head,  # what the heads of a verb govern, whom they address
    by_naming,  # the clauses that name a text
    by_name,  # a text that is named and not held
    by_document,  # a document that is named without a number and not held
    by_references,  # the texts that a text names
    by_comparison,  # two things side by side
    by_duties,  # everything one body is told to do
    by_list,  # a list by what its items are called
    by_definition,  # a term, an abbreviation
    by_mention,  # every place that speaks of something
    by_passage,  # the best clause, or none
)
_RETRIEVED = 50
_FIRST = 10  # clauses of the subject that stand before those of other texts in what was retrieved
_CLOSEST = 3


class Assistant:
    """Answers questions about the texts of a library."""

    def __init__(
        self,
        library: Library,
        searcher: Searcher,
        subject: InstrumentKey | None = None,
        editions: Sequence[Edition] | None = None,
    ) -> None:
        """Take a library and a searcher over its passages.

        The `subject` is the instrument that "the resolution" means, and that a question about a whole
        text means when it names none; `editions` are those that are searched, by default those in force.
        """
        self.library = library
        self.searcher = searcher
        meant = library.in_force(subject) if subject else None
        self.subject = frozenset([meant] if meant and library.find(meant) else [])
        self._desk = Desk(library, searcher, editions)
        self._own = Desk(library, searcher, [*map(library.edition, self.subject)], beyond=self._desk)
        self._narrowed: dict[tuple[bool | EditionKey, ...], Desk] = {}
        self._following = Following(library, self._answered)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know of the state of the library and the index."""
        return tuple(dict.fromkeys((*self.library.notices, *self.searcher.notices)))

    def search(self, query: str, top: int = 20) -> tuple[Hit, ...]:
        """Return the clauses nearest to a query, best first. Raises InvalidQuestion."""
        return self._desk.search(check(query), top)

    def ask(self, turns: Sequence[str], shown: Sequence[Answer] = ()) -> Answer:
        """Answer the last of a reader's turns, oldest first. Never raises for a bad question.

        `shown` are the answers that were given to those before it, where they are known.
        """
        started = perf_counter()
        answer = self._following.answer(turns, shown)
        related = related_questions(self._desk.neighbours(answer.understood_as), self.searcher.spelling)
        return replace(answer, related=related, notices=self.notices, seconds=perf_counter() - started)

    def _answered(self, text: str, form: str = "", within: Sequence[Edition] = ()) -> Answer:
        """Answer one question; `form` says what form of answer, `within` the texts that are meant."""
        try:
            asked = read_question(self.searcher.spelling.correct(text), form)
        except InvalidQuestion as error:
            return Answer(Status.OUT_OF_SCOPE, str(error), reason=str(error))
        desk, question, hits, found = self._searched(asked, within)
        findings = (way(desk, question, hits) for way in WAYS)
        first = by_form(desk, question, hits) or by_change(self._desk, asked, found)
        finding = self._subject_first(first or next(one for one in findings if one))
        answer = _composed(finding, asked, (*hits[:_FIRST], *found, *hits[_FIRST:]))
        lead = superseded_note(finding.chosen, self.library) + answer.lead
        near = [hit.dense for hit in hits if hit.dense is not None]
        return replace(answer, lead=lead, nearness=max(near, default=None))

    def _subject_first(self, finding: Finding) -> Finding:
        """Show, of several that are asked back for, the subject's first."""
        if finding.status != Status.NEEDS_CLARIFICATION:
            return finding
        chosen = sorted(finding.chosen, key=lambda one: one.edition.key not in self.subject)
        return replace(finding, chosen=tuple(chosen))

    def searched(self, text: str) -> tuple[Desk, Question, Sequence[Hit]]:
        """Return what one question is answered from. Raises InvalidQuestion."""
        asked = read_question(self.searcher.spelling.correct(text))
        return self._searched(asked, ())[:3]

    def _searched(
        self, asked: Question, within: Sequence[Edition]
    ) -> tuple[Desk, Question, Sequence[Hit], Sequence[Hit]]:
        """Narrow a question to the texts that it means; return what is found there, and before that."""
        desk, question = self._narrowed_to(asked, within)
        found = desk.search(question.text, _RETRIEVED)
        if desk is not self._desk or not self.subject or spot(asked.text, self.library) is not None:
            return desk, question, found, found
        own = self._own
        elsewhere = set(own.known.foreign_names(asked.text)) - set(desk.known.foreign_names(asked.text))
        whole = asks_of_text(question) or names_head(question) or compares_bodies(own, question)
        if elsewhere or not whole:
            return desk, question, found, found
        return own, question, own.search(question.text, _RETRIEVED), found

    def _narrowed_to(self, asked: Question, within: Sequence[Edition]) -> tuple[Desk, Question]:
        """Narrow the search to the editions that a question names, superseded ones too.

        What is left of the question then speaks of "this text". Without a name it is narrowed to
        the texts that are meant, in the edition whose year or place is said.
        """
        several = every_edition_named(asked.text, self.library)
        if len(several.editions) > 1 and (several.joined or COMPARISON.search(asked.form)):
            return self._desk_of(*several.editions), asked
        named, rest = named_editions(asked.text, self.library)
        if not named or rest == asked.text or not any(one.isalnum() for one in rest):
            subject = self._own.editions[0] if self.subject else None
            text = spoken_to(asked.text, self.library, within[0] if len(within) == 1 else subject)
            if text is not None and text not in within:
                return (self._own if text is subject else self._desk_of(text)), asked
            return (self._desk_of(*within, beyond=self._desk), asked) if within else (self._desk, asked)
        if within and edition_named(asked.text, self.library) is None:
            meant, left = dated(asked.text, within, self.library)
            return self._desk_of(*meant), read_question(left, asked.form)
        left = asked.text if len(named) > 1 else without_edition(asked.text, self.library)
        return self._desk_of(*named), read_question(left, without_edition(asked.form, self.library))

    def _desk_of(self, *editions: Edition, beyond: Desk | None = None) -> Desk:
        """Return the desk on which only these editions lie, and the one beyond it, if any."""
        key: tuple[bool | EditionKey, ...] = (beyond is not None, *(edition.key for edition in editions))
        if key not in self._narrowed:
            self._narrowed[key] = Desk(self.library, self.searcher, editions, beyond)
        return self._narrowed[key]


def _composed(finding: Finding, question: Question, hits: Sequence[Hit]) -> Answer:
    """Make the answer; claims that do not stand in their clauses are dropped."""
    made = claims(finding.chosen)
    shown = tuple(one.provision for claim in made for one in claim.citations)
    closest = finding.closest or (() if made else ids(hits, _CLOSEST))
    return Answer(
        status=finding.status,
        lead=heads_shown(finding.lead, made, finding.chosen),
        claims=made,
        closest=closest,
        retrieved=tuple(dict.fromkeys((*shown, *closest, *ids(hits, len(hits))))),
        understood_as=question.text,
        reason=finding.reason,
    )
