"""A conversation → an answer: understand → scope → retrieve → select → compose → verify.

Strategies are tried in order, the surest first; the last always returns a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from assistant.answer import Answer, Status
from assistant.conversation.conversation import Conversation
from assistant.conversations.related_questions import related_questions
from assistant.library.library import Library
from assistant.ranking import interleaved, ranked
from assistant.rendering import answer_words, claims, rendered
from assistant.rendering.reasons import bad_question, superseded_only
from assistant.scope.retriever import Retrieval, Retriever
from assistant.scope.scope import ScopeFinder, ScopeReason
from assistant.strategies.changes import by_change
from assistant.strategies.definition import by_definition
from assistant.strategies.duties import by_duties
from assistant.strategies.finding import Finding, ids
from assistant.strategies.groups import by_head, by_overview, by_section
from assistant.strategies.label import by_label, by_unit
from assistant.strategies.mentions import (
    by_clause_cited,
    by_mention,
    by_naming,
    by_phrase,
    by_references,
)
from assistant.strategies.not_held import by_document, by_name
from assistant.strategies.out_of_scope import by_form
from assistant.strategies.passage import by_passage
from assistant.strategies.standing import by_relation, by_standing
from assistant.trace import Trace, TraceHit
from assistant.understanding.query import MAX_CHARACTERS, Query, checked, read_query
from corpus.errors import InvalidQuestion
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from index.search import Hit, Searcher

Strategy = Callable[[Retrieval], Finding | None]
STRATEGIES: tuple[Strategy, ...] = (
    by_form,  # small talk, an opinion, another language
    by_standing,  # whether an edition is in force
    by_relation,  # what a text revokes, replaces, amends, and what does so to it
    by_change,  # what changed between two editions
    by_clause_cited,  # the clauses that cite a clause
    by_label,  # a clause by its label
    by_phrase,  # every clause that has a quoted phrase
    by_overview,  # what a text is about, its parts
    by_naming,  # the clauses that name a text
    by_name,  # a text that is named and not held
    by_document,  # a document without a number that is named and not held
    by_unit,  # a numbered unit that no text has
    by_references,  # the texts that a text names
    by_head,  # all that a verb governs, the preamble
    by_duties,  # everything one body is told to do
    by_definition,  # a term, an abbreviation
    by_mention,  # every clause that has the words to find
    by_section,  # what a section lists, by its heading
    by_passage,  # the best clause, or none
)
_RETRIEVED = 50
_FIRST = 10  # clauses of the subject that stand before those of other texts in what was retrieved
_TRACED = 10  # hits that a trace shows
_CERTAIN = 0.65  # the confidence from which the words that answer are shown by themselves


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
        text means when it names none; `editions` are those that are searched, by default the newest
        held of each instrument.
        """
        self.library = library
        self.searcher = searcher
        meant = next((edition for edition in library.newest if edition.key.instrument == subject), None)
        self.scopes = ScopeFinder(library, meant, editions)
        self._retriever = Retriever(self.scopes.widest, searcher)
        self._conversation = Conversation(library, self._answered)

    @property
    def subject(self) -> frozenset[EditionKey]:
        """The edition that "the resolution" means, if one does."""
        return frozenset((self.scopes.subject.key,) if self.scopes.subject else ())

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know of the state of the library and the index."""
        return tuple(dict.fromkeys((*self.library.notices, *self.searcher.notices)))

    def search(self, query: str, top: int = 20) -> tuple[Hit, ...]:
        """Return the clauses nearest to a query, best first. Raises InvalidQuestion."""
        return self._retriever.search(checked(query), top)

    def ask(self, turns: Sequence[str], shown: Sequence[Answer] = ()) -> Answer:
        """Answer the last of a reader's turns, oldest first. Never raises for a bad question.

        `shown` are the answers that were given to those before it, where they are known.
        """
        started = perf_counter()
        if turns and len(turns[-1]) > MAX_CHARACTERS:  # before anything reads it
            return replace(self._answered(turns[-1]), notices=self.notices)
        answer = self._conversation.answer(turns, shown)
        related = related_questions(self._retriever.neighbours(answer.question), self.searcher.spelling)
        return replace(answer, related=related, notices=self.notices, seconds=perf_counter() - started)

    def joined(self, answer: Answer, phrases: Sequence[str], also: Sequence[ProvisionId] = ()) -> Answer:
        """Return an answer with what phrases find among its retrieved clauses, and with others found for it.

        The phrases are searched in the scope of its question.
        """
        retriever = self.retrieved(answer.question).retriever
        found = [retriever.search(checked(phrase), _RETRIEVED) for phrase in phrases]
        lists = [answer.retrieved, *(ids(hits, _RETRIEVED) for hits in found), also]
        return replace(answer, retrieved=interleaved(lists))

    def _answered(self, text: str, form: str = "", context: Sequence[Edition] = ()) -> Answer:
        """Answer one question; `form` says what form of answer, `context` the texts of the conversation."""
        try:
            query = self._read(text, form)
        except InvalidQuestion as error:
            return rendered(Answer(Status.OUT_OF_SCOPE), reason=bad_question(str(error)))
        retrieval = self._retrieved(query, context)
        findings = ((_name(strategy), strategy(retrieval)) for strategy in STRATEGIES)
        strategy, finding = next((name, finding) for name, finding in findings if finding)
        finding = self._in_force_only(finding, retrieval.query)
        hits = retrieval.hits
        read = [hit for hit, _ in finding.reading.hits] if finding.reading else finding.hits
        ranked = (*read, *hits[:_FIRST], *retrieval.wider_hits, *hits[_FIRST:])
        answer = _composed(self._subject_first(finding), query, ranked, self.library)
        near = [hit.dense for hit in hits if hit.dense is not None]
        trace = _trace(retrieval, strategy, finding)
        return replace(answer, nearness=max(near, default=None), trace=trace)

    def _in_force_only(self, finding: Finding, query: Query) -> Finding:
        """Return a refusal if the question asks for the text in force and only earlier editions answer."""
        if not finding.chosen or not query.asks_in_force:
            return finding
        if any(self._has_in_force(chosen.edition) for chosen in finding.chosen):
            return finding
        return Finding(
            Status.SUPERSEDED_ONLY,
            reason=superseded_only(tuple(dict.fromkeys(clause.edition.name for clause in finding.chosen))),
            closest=tuple(clause.id for clause in finding.chosen),
            reading=finding.reading,
        )

    def _has_in_force(self, edition: Edition) -> bool:
        """Return True if the texts that are searched have the edition in force of an edition's instrument."""
        newest = self.library.in_force(edition.key.instrument)
        return newest is not None and self.library.adopted(newest) is not None

    def _subject_first(self, finding: Finding) -> Finding:
        if finding.status != Status.NEEDS_CLARIFICATION:
            return finding
        chosen = sorted(finding.chosen, key=lambda clause: clause.edition.key not in self.subject)
        return replace(finding, chosen=tuple(chosen))

    def retrieved(self, text: str) -> Retrieval:
        """Return what one question is answered from. Raises InvalidQuestion."""
        return self._retrieved(self._read(text), ())

    def _read(self, text: str, form: str = "") -> Query:
        return read_query(text, self.scopes.lexicon, form, self.searcher.spelling)

    def _retrieved(self, asked: Query, context: Sequence[Edition]) -> Retrieval:
        """Search the scope of a question; and all texts too, if the scope is the main text."""
        scope, query = self.scopes.of(asked, context)
        retriever = Retriever(scope, self.searcher)
        hits = retriever.search(query.text, _RETRIEVED)
        if scope.reason != ScopeReason.SUBJECT:
            return Retrieval(retriever, query, hits)
        return Retrieval(retriever, query, hits, self._retriever.search(query.text, _RETRIEVED))


def _name(strategy: Strategy) -> str:
    return strategy.__name__.removeprefix("by_").replace("_", " ")


def _trace(retrieval: Retrieval, strategy: str, finding: Finding) -> Trace:
    scope, hits, reading = retrieval.retriever.scope, retrieval.hits, finding.reading
    likely: Sequence[tuple[Hit, float | None]] = (
        reading.hits[:_TRACED] if reading else [(hit, None) for hit in hits[:_TRACED]]
    )
    return Trace(
        question=retrieval.query.text,
        strategy=strategy,
        texts=tuple(edition.name for edition in scope.editions),
        hits=tuple(
            TraceHit(hit.passage.provision, hit.passage.label, hit.score, likelihood)
            for hit, likelihood in likely
        ),
        reason=scope.reason,
        answered=reading.answered if reading else None,
        confidence=reading.confidence if reading else None,
    )


def _composed(finding: Finding, query: Query, hits: Sequence[Hit], library: Library) -> Answer:
    """Return the answer, without claims whose words are not in their clauses."""
    made = claims(finding.chosen, library)
    shown = tuple(citation.provision for claim in made for citation in claim.citations)
    declined = finding.status == Status.OUT_OF_SCOPE
    closest = finding.closest or (() if made or declined else ids(hits))
    reading = finding.reading if finding.status == Status.ANSWERED else None
    likely = [hit.passage.provision for hit, _ in reading.hits] if reading else []
    is_certain = reading is not None and reading.confidence >= _CERTAIN
    answer = Answer(
        status=finding.status,
        claims=made,
        answer_words=answer_words(query.text, made) if is_certain else None,
        closest=closest,
        retrieved=tuple(dict.fromkeys((*ranked(shown, likely), *closest, *ids(hits, len(hits))))),
        understood_as=query.text,
    )
    return rendered(answer, finding.lead, finding.reason)
