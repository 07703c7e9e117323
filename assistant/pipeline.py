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
from assistant.rendering import claims, rendered
from assistant.rendering.out_of_scope import BadQuestion
from assistant.rendering.reasons import SupersededOnly
from assistant.strategies.changes import by_change
from assistant.strategies.definition import by_definition
from assistant.strategies.desk import Desk, Finding, ids
from assistant.strategies.groups import by_duties, by_overview
from assistant.strategies.head import by_head
from assistant.strategies.label import by_label
from assistant.strategies.mentions import by_mention, by_phrase, by_references
from assistant.strategies.naming import by_naming
from assistant.strategies.not_held import by_name
from assistant.strategies.out_of_scope import by_form
from assistant.strategies.passage import by_passage
from assistant.strategies.unnumbered import by_document
from assistant.trace import Trace, TraceHit
from assistant.understanding.described_texts import dated, spoken_to
from assistant.understanding.edition_names import (
    edition_named,
    every_edition_named,
    named_editions,
    without_edition,
)
from assistant.understanding.follow_ups import Following
from assistant.understanding.forms import compares
from assistant.understanding.heads_asked import head_asked
from assistant.understanding.label_spotting import spot
from assistant.understanding.languages import Language, language_of
from assistant.understanding.other_editions import asks_in_force
from assistant.understanding.question import Question, check, read_question
from assistant.understanding.whole_texts import asked_of_text
from corpus.errors import InvalidQuestion
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from index.search import Hit, Searcher

Way = Callable[[Desk, Question, Sequence[Hit]], Finding | None]
WAYS: tuple[Way, ...] = (
    by_label,  # a clause by its label
    by_phrase,  # every clause that has a quoted phrase
    by_overview,  # what a text is about, who adopted it, its parts
    by_head,  # what the heads of a verb govern, whom they address
    by_naming,  # the clauses that name a text
    by_name,  # a text that is named and not held
    by_document,  # a document that is named without a number and not held
    by_references,  # the texts that a text names
    by_duties,  # everything one body is told to do
    by_definition,  # a term, an abbreviation
    by_mention,  # every place that speaks of something
    by_passage,  # the best clause, or none
)
_RETRIEVED = 50
_FIRST = 10  # clauses of the subject that stand before those of other texts in what was retrieved
_CLOSEST = 3
_TRACED = 10  # hits that a trace shows


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
        self.subject = frozenset(one.key for one in library.newest if one.key.instrument == subject)
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
            asked = self._read(text, form)
        except InvalidQuestion as error:
            return rendered(Answer(Status.OUT_OF_SCOPE), reason=BadQuestion(str(error)))
        desk, question, hits, found = self._searched(asked, within)
        strategy, finding = self._found(desk, question, hits, asked, found)
        finding = self._in_force_only(finding, question)
        read = [one for one, _ in finding.reading.hits] if finding.reading else finding.hits
        ranked = (*read, *hits[:_FIRST], *found, *hits[_FIRST:])
        answer = _composed(self._subject_first(finding), asked, ranked, self.library)
        near = [hit.dense for hit in hits if hit.dense is not None]
        trace = _trace(desk, question, strategy, finding, hits)
        return replace(answer, nearness=max(near, default=None), trace=trace)

    def _found(
        self, desk: Desk, question: Question, hits: Sequence[Hit], asked: Question, found: Sequence[Hit]
    ) -> tuple[str, Finding]:
        """Return the first finding, and the name of the strategy that gave it."""
        if finding := by_form(desk, question, hits):
            return _name(by_form), finding
        if finding := by_change(self._desk, asked, found):
            return _name(by_change), finding
        findings = ((_name(way), way(desk, question, hits)) for way in WAYS)
        return next((name, finding) for name, finding in findings if finding)

    def _in_force_only(self, finding: Finding, question: Question) -> Finding:
        """Say of a question about the text in force that only an earlier edition is held, if so."""
        if not finding.chosen or not asks_in_force(question.text):
            return finding
        if any(self.library.is_in_force(one.edition.key) for one in finding.chosen):
            return finding
        return Finding(
            Status.SUPERSEDED_ONLY,
            reason=SupersededOnly(tuple(dict.fromkeys(one.edition.name for one in finding.chosen))),
            closest=tuple(one.edition.id_of(one.provision) for one in finding.chosen),
            reading=finding.reading,
        )

    def _subject_first(self, finding: Finding) -> Finding:
        """Show, of several that are asked back for, the subject's first."""
        if finding.status != Status.NEEDS_CLARIFICATION:
            return finding
        chosen = sorted(finding.chosen, key=lambda one: one.edition.key not in self.subject)
        return replace(finding, chosen=tuple(chosen))

    def searched(self, text: str) -> tuple[Desk, Question, Sequence[Hit]]:
        """Return what one question is answered from. Raises InvalidQuestion."""
        return self._searched(self._read(text), ())[:3]

    def _read(self, text: str, form: str = "") -> Question:
        """Read a question; the spelling of English alone is corrected. Raises InvalidQuestion."""
        english = language_of(text) == Language.ENGLISH
        return read_question(self.searcher.spelling.correct(text) if english else text, form)

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
        whole = asked_of_text(question.text) or head_asked(question.text)
        if elsewhere or not whole:
            return desk, question, found, found
        return own, question, own.search(question.text, _RETRIEVED), found

    def _narrowed_to(self, asked: Question, within: Sequence[Edition]) -> tuple[Desk, Question]:
        """Narrow the search to the editions that a question names, superseded ones too.

        What is left of the question then speaks of "this text". Without a name it is narrowed to
        the texts that are meant, in the edition whose year or place is said.
        """
        several = every_edition_named(asked.text, self.library)
        if len(several.editions) > 1 and (several.joined or compares(asked.form)):
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


def _name(way: Way) -> str:
    """Return what a strategy is called."""
    return way.__name__.removeprefix("by_").replace("_", " ")


def _trace(desk: Desk, question: Question, strategy: str, finding: Finding, hits: Sequence[Hit]) -> Trace:
    """Say how a finding came about."""
    reading = finding.reading
    likely: Sequence[tuple[Hit, float | None]] = (
        reading.hits[:_TRACED] if reading else [(one, None) for one in hits[:_TRACED]]
    )
    return Trace(
        question=question.text,
        strategy=strategy,
        texts=tuple(one.name for one in desk.editions),
        hits=tuple(
            TraceHit(one.passage.provision, one.passage.label, one.score, likelihood)
            for one, likelihood in likely
        ),
        answered=reading.answered if reading else None,
        confidence=reading.confidence if reading else None,
    )


def _composed(finding: Finding, question: Question, hits: Sequence[Hit], library: Library) -> Answer:
    """Make the answer; claims that do not stand in their clauses are dropped."""
    made = claims(finding.chosen, library)
    shown = tuple(one.provision for claim in made for one in claim.citations)
    declined = finding.status == Status.OUT_OF_SCOPE
    closest = finding.closest or (() if made or declined else ids(hits, _CLOSEST))
    likely = [one.passage.provision for one, _ in finding.reading.hits] if finding.reading else []
    best_first = sorted(shown, key=lambda one: likely.index(one) if one in likely else len(likely))
    answer = Answer(
        status=finding.status,
        claims=made,
        closest=closest,
        retrieved=tuple(dict.fromkeys((*best_first, *closest, *ids(hits, len(hits))))),
        understood_as=question.text,
    )
    return rendered(answer, finding.lead, finding.reason)
