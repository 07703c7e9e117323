"""A conversation → an answer: understand → find → compose → verify, one short chain.

What can answer is tried in order, from the surest: a label, a text that is named, a body's
duties, a list, a definition, the places that mention something, a comparison, the best clause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

from assistant import groups, named
from assistant.answers import Answer, Status
from assistant.composition import Chosen, claims, clause_lead, list_lead, narrowed
from assistant.conversation import understood
from assistant.evidence import holds, is_near, states
from assistant.foreign import Known
from assistant.library import Library
from assistant.question import Question, Want, check, is_english, read_question, topic
from assistant.spotting import spot
from assistant.vocabulary import Vocabulary
from corpus.errors import InvalidQuestion
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId
from index.lexical import words
from index.passages import Passage
from index.search import Hit, Searcher

_RETRIEVED = 50
_LOOKED_AT = 6  # hits among which the clause that holds the asked fact is looked for
_CLOSEST = 3
_AS_COVERED = 0.8  # of the best clause's share of the question's words, what another clause needs
_STANDS_OUT = 0.08  # what a best clause is ahead by when it is right: of 53 measured, 28 of 29 above, 6 of 15 below
_SIDE_BY_SIDE = 2  # clauses that are shown when none stands out
_WITHIN = 0.6  # of the best score: how far down the asked fact may be found


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way of answering found: clauses that answer, or a status and the closest ones."""

    status: Status
    lead: str
    chosen: tuple[Chosen, ...] = ()
    closest: tuple[ProvisionId, ...] = ()
    reason: str = ""


class Assistant:
    """Answers questions about the texts of a library."""

    def __init__(self, library: Library, searcher: Searcher) -> None:
        """Take a library and a searcher over its passages."""
        self.library = library
        self.searcher = searcher

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know of the state of the library and the index."""
        return tuple(dict.fromkeys((*self.library.notices, *self.searcher.notices)))

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last of a reader's turns, oldest first. Never raises for a bad question."""
        started = perf_counter()
        try:
            question = read_question(self.searcher.spelling.correct(understood(turns)))
        except InvalidQuestion as error:
            return Answer(Status.OUT_OF_SCOPE, str(error), reason=str(error), notices=self.notices)
        hits = self.searcher.search(question.text, top=_RETRIEVED, where=self._is_searched)
        answer = self._composed(self._find(question, hits), hits)
        return replace(answer, understood_as=question.text, seconds=perf_counter() - started)

    def search(self, query: str, top: int = 20) -> tuple[Hit, ...]:
        """Return the clauses nearest to a query, best first. Raises InvalidQuestion."""
        return self.searcher.search(check(query), top=top, where=self._is_searched)

    def _find(self, question: Question, hits: Sequence[Hit]) -> Finding:
        """Try each way of answering, from the surest; the last always gives a finding."""
        for way in _WAYS:
            finding = way(self, question, hits)
            if finding is not None:
                return finding
        return self._by_passage(question, hits)

    def _composed(self, finding: Finding, hits: Sequence[Hit]) -> Answer:
        """Make the answer; claims that do not stand in their clauses are dropped."""
        made = claims(finding.chosen)
        shown = tuple(one.provision for claim in made for one in claim.citations)
        ranked = tuple(hit.passage.provision for hit in hits)
        closest = finding.closest or (() if made else ranked[:_CLOSEST])
        return Answer(
            status=finding.status,
            lead=finding.lead,
            claims=made,
            closest=closest,
            retrieved=tuple(dict.fromkeys((*shown, *closest, *ranked))),
            reason=finding.reason,
            notices=self.notices,
        )

    # -- the ways -------------------------------------------------------------------------------

    def _by_form(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Decline what is no question about a text."""
        if question.want == Want.TALK:
            return Finding(
                Status.OUT_OF_SCOPE,
                "I answer from the texts in the library; for opinions, predictions or small talk they are no source.",
                closest=_ids(hits, 1),
                reason="the question asks for no content of a text",
            )
        if not is_english(question.text):
            return Finding(
                Status.OUT_OF_SCOPE,
                "The texts here are in English, and so must the question be.",
                reason="the question is not in English",
            )
        return None

    def _by_label(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Show the clause whose label was typed; several are all shown."""
        del hits
        spotted = spot(question.text, self.library)
        if spotted is None:
            return None
        if not spotted.matches:
            return None
        rest = read_question(spotted.rest) if _has_words(spotted.rest) else None
        matched = [Chosen(one.edition, one.provision) for one in spotted.matches]
        if len(matched) > 1 and not (rest and rest.topic):
            return Finding(
                Status.NEEDS_CLARIFICATION,
                f"“{spotted.words}” fits {len(matched)} clauses; which one is meant?",
                tuple(matched[:_RETRIEVED]),
                reason="several clauses have this label",
            )
        if len(matched) > 1:
            return None
        return self._within(question, matched[0])

    def _within(self, question: Question, one: Chosen) -> Finding:
        """Answer from one named clause and what hangs on it, if it holds the fact asked for."""
        below = [
            item
            for item in one.edition.descendants(one.provision.eid)
            if not item.inline and item.kind not in (Kind.FOOTNOTE,)
        ]
        text = "\n".join([one.provision.text, *(item.text for item in below)])
        if question.fact and not holds(question.fact, text):
            return self._not_stated(question.fact, [one])
        if one.provision.kind == Kind.HEADING and below:
            items = [Chosen(one.edition, item) for item in below if item.kind != Kind.HEADING]
            return Finding(
                Status.ANSWERED, list_lead(one.edition, one.provision, len(items)), tuple(items[:_RETRIEVED])
            )
        shown = [one, *(Chosen(one.edition, item) for item in below)]
        return Finding(Status.ANSWERED, clause_lead(shown[:1]), tuple(shown))

    def _by_name(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Say of a text that is named and not held what held texts say, or that it is not held."""
        del hits
        found = named.not_held(question.text, self.library) or named.described(
            question.topic, self.library, self._vocabulary
        )
        if found is None:
            return None
        if not found.naming:
            return Finding(
                Status.NOT_IN_CORPUS,
                f"{found.name} is not in the library, and no text in it names it. "
                f"{named.how_to_add(found, self.library)}",
                reason=f"{found.name} is neither held nor named",
            )
        dated = named.dates_of(found) if question.fact else []
        about = named.asks_about(question.text, found) or named.covered(found)
        clauses = dated or (named.describing(found) if about else [])
        if clauses:
            chosen = tuple(Chosen(edition, provision) for edition, provision in clauses)
            return Finding(Status.ANSWERED, clause_lead(chosen), chosen)
        naming = tuple(edition.id_of(provision) for edition, provision in named.describing(found))
        return Finding(
            Status.REFERENCED_NOT_HELD,
            f"{found.name} is named here but its text is not in the library, so what it says cannot be "
            f"shown. {named.how_to_add(found, self.library)}",
            closest=naming,
            reason=f"{found.name} is named by {len(naming)} clause{'s' * (len(naming) > 1)} and not held",
        )

    def _by_duties(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Show everything that one body is told to do."""
        del hits
        return _grouped(groups.duties(question, self.library))

    def _by_list(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Show the list whose items are asked for."""
        del hits
        if question.want != Want.LIST:
            return None
        found = groups.lists(question, self.searcher, self.library)
        return _grouped(found or groups.sections(question, self.searcher, self.library))

    def _by_definition(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Show the clause that explains a term: a table's row, a footnote, an abbreviation."""
        del hits
        if question.want != Want.DEFINITION or not question.subject:
            return None
        wanted = set(words(question.subject))
        rows = [
            Chosen(edition, one)
            for edition in self._searched
            for one in edition.provisions
            if one.kind == Kind.TABLE_ROW and wanted and set(words(one.text.split("\t")[0])) == wanted
        ]
        return Finding(Status.ANSWERED, clause_lead(rows), tuple(rows)) if rows else None

    def _by_mention(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Show every clause that has the words asked for, side by side."""
        del hits
        wanted = words(question.subject)
        if question.want != Want.MENTIONS or not wanted:
            return None
        found = tuple(
            Chosen(edition, one)
            for edition in self._searched
            for one in edition.provisions
            if not one.inline and one.kind != Kind.HEADING and _has_run(words(one.text), wanted)
        )
        return Finding(Status.ANSWERED, clause_lead(found), found) if found else None

    def _by_comparison(self, question: Question, hits: Sequence[Hit]) -> Finding | None:
        """Show the best clause for each of the two things compared."""
        chosen: list[Chosen] = []
        sides = [set(topic(side)) for side in question.sides]
        for own, side in zip(sides, question.sides, strict=True):
            apart = own - set.intersection(*sides)
            best = self._best_with(hits, apart) or self.searcher.search(side, top=1, where=self._is_searched)
            if best and self._is_near(best[0], tuple(own)):
                chosen.append(self._chosen(best[0], tuple(own)))
        if len(chosen) < 2 or chosen[0].provision is chosen[1].provision:
            return None
        return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen))

    def _best_with(self, hits: Sequence[Hit], needed: set[str]) -> Sequence[Hit]:
        """Return the best hit whose own words have all that are needed."""
        return [hit for hit in hits if needed and needed <= set(words(hit.passage.text))][:1]

    def _by_passage(self, question: Question, hits: Sequence[Hit]) -> Finding:
        """Show the best clause, if it is on the topic and holds the fact asked for."""
        if not hits:
            return Finding(Status.NOT_IN_CORPUS, "There is nothing in the library.", reason="no text is held")
        foreign = self._known.foreign_names(question.text)
        if foreign or not self._is_near(hits[0], question.topic):
            said = f"no text names {', '.join(foreign)}" if foreign else "no clause comes near enough"
            return Finding(
                Status.NOT_IN_CORPUS, "Nothing in the library is about this.", closest=_ids(hits, _CLOSEST), reason=said
            )
        near = self._near(question, hits)
        least = _AS_COVERED * self._coverage(near[0], question.topic)
        holding = [
            hit
            for hit in near
            if (covered := self._coverage(hit, question.topic)) >= least
            and states(question, hit.passage.text, covered)
        ]
        years = self._known.foreign_years(question.text)
        if not holding or years:
            asked = question.fact or f"answer for {' or '.join(years)}"
            return self._not_stated(asked, [self._chosen(hit, question.topic) for hit in near])
        best = [hit for hit in holding if hit.score > holding[0].score - _STANDS_OUT][:_SIDE_BY_SIDE]
        chosen = tuple(self._chosen(hit, question.topic) for hit in best)
        said = "" if len(chosen) == 1 else "no one clause stands out"
        return Finding(Status.ANSWERED, clause_lead(chosen), chosen, reason=said)

    def _near(self, question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Return the hits among which the answer is looked for, best first.

        Who is told something is not the body that the question names; what somebody is told
        stands in the operative part.
        """
        if not groups.is_duty(question):
            return [hit for hit in hits[:_LOOKED_AT] if hit.score >= _WITHIN * hits[0].score]
        named_heads = groups.bodies_named(question, self.library) if groups.asks_who(question) else frozenset()
        told = [
            hit
            for hit in hits[:_LOOKED_AT]
            if (head := self._unit(hit.passage)[1].head) and not head.is_preambular and head.text not in named_heads
        ]
        return told or hits[:_LOOKED_AT]

    # -- judging --------------------------------------------------------------------------------

    def _not_stated(self, asked: str, near: Sequence[Chosen]) -> Finding:
        """Say that the topic is there and what is asked for is not."""
        return Finding(
            Status.NOT_STATED,
            f"The text speaks of this but gives no {asked}.",
            closest=tuple(one.edition.id_of(one.provision) for one in near[:_CLOSEST]),
            reason=f"no clause on this gives a {asked}",
        )

    def _is_near(self, hit: Hit, asked: Sequence[str]) -> bool:
        """Tell whether a hit is on the topic of a question with these content words."""
        return is_near(hit.dense, self._coverage(hit, asked))

    def _coverage(self, hit: Hit, asked: Sequence[str]) -> float:
        """Return the share of a question's words that a hit's clause has."""
        return self._vocabulary.coverage(asked, *self._unit(hit.passage))

    def _chosen(self, hit: Hit, asked: Sequence[str]) -> Chosen:
        """Choose a hit's clause, or the item in its sentence that has the same words asked for."""
        edition, provision = self._unit(hit.passage)
        wanted = set(asked)
        had = wanted & set(words(provision.text))
        for item in edition.children(provision.eid):
            if item.inline and had and had <= set(words(item.text)):
                return Chosen(edition, item)
        return narrowed(edition, provision, asked)

    def _unit(self, passage: Passage) -> tuple[Edition, Provision]:
        """Return a passage's edition and provision."""
        edition = self.library.edition(passage.edition)
        return edition, edition.provision(passage.eid)

    def _is_searched(self, passage: Passage) -> bool:
        """Tell passages of editions in force, the only ones searched unless others are asked for."""
        return passage.edition in self._searched_keys

    @cached_property
    def _searched(self) -> tuple[Edition, ...]:
        return tuple(one for one in self.library.editions if self.library.is_in_force(one.key))

    @cached_property
    def _searched_keys(self) -> frozenset[object]:
        return frozenset(one.key for one in self._searched)

    @cached_property
    def _known(self) -> Known:
        return Known(self._searched, self._vocabulary)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._searched)


_WAYS: tuple[Callable[[Assistant, Question, Sequence[Hit]], Finding | None], ...] = (
    Assistant._by_form,
    Assistant._by_label,
    Assistant._by_name,
    Assistant._by_duties,
    Assistant._by_list,
    Assistant._by_definition,
    Assistant._by_mention,
    Assistant._by_comparison,
)


def _grouped(found: Sequence[groups.Group]) -> Finding | None:
    """Show groups, one after another, every item in its order."""
    if not found:
        return None
    items = tuple(Chosen(group.edition, one) for group in found for one in group.members)
    leads = [list_lead(group.edition, group.heading, len(group.members)) for group in found]
    return Finding(Status.ANSWERED, " ".join(leads), items)


def _ids(hits: Sequence[Hit], count: int) -> tuple[ProvisionId, ...]:
    """Return the provisions of the first hits."""
    return tuple(hit.passage.provision for hit in hits[:count])


def _has_run(text: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether words stand side by side in a text, in order."""
    return any(list(text[at : at + len(wanted)]) == list(wanted) for at in range(len(text) - len(wanted) + 1))


def _has_words(text: str) -> bool:
    """Tell whether anything is left to read."""
    return any(character.isalnum() for character in text)
