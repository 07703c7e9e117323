"""Answers a turn that depends on earlier ones: it points to what was shown, or asks on.

A turn that points to a place (the next, the third, letter b) is read against the clauses shown. Any other
turn is searched together with the open question. If the answer before was sure, what this search adds is the
answer. Else a clause answers that is likely both for the turn alone and for the two together. Else the
candidates of both searches are shown: the first hit of such a turn alone is wrong two times in five.

Where a turn named a text, the turns after it are asked of that text too, until one leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import MOST_CANDIDATES, Answer, Claim, Status
from assistant.comparison.comparison import Comparison
from assistant.conversation.places import clauses_at
from assistant.conversation.state import State
from assistant.library.library import Library
from assistant.ranking import interleaved, ranked
from assistant.rendering import ChosenClause, claims, clause_lead, label_lead, list_lead, rendered
from assistant.rendering.leads import candidates_lead
from assistant.rendering.reasons import NOT_SURE, end_of_list
from assistant.scope.scope import ScopeReason
from assistant.understanding import turns as said
from assistant.understanding.addressees import bodies_told, spelt_out, with_body
from assistant.understanding.forms import topic
from assistant.understanding.label_spotting import find_label
from assistant.understanding.names.asked import texts_alone, without_edition
from assistant.understanding.names.descriptions import spoken_to
from assistant.understanding.names.editions import edition_meant
from assistant.understanding.places import place_of, renumbered
from assistant.understanding.sections import sections
from assistant.understanding.vocabulary import provision_words
from assistant.understanding.whole_texts import asked_of_it
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId
from index.tokens import words

Answering = Callable[[str, str, Sequence[Edition]], Answer]
# Strategies by their names: what a section lists or states, a clause by its label, what is asked of a text
_SECTION, _LABEL = "section", "label"
_OF_TEXTS = ("standing", "relation", "naming", "references", "clause cited", "overview")
_FEW = 2  # clauses whose counterparts in another edition are shown
_COUNTED = 8  # clauses of a search that may become candidates
_AGREED = 0.3  # likelihood from which a clause answers a turn, alone and with the question before


class FollowUp:
    """A turn that depends on what was asked and shown before."""

    def __init__(self, turn: str, state: State, answered: Answering) -> None:
        self._turn, self._state, self._answered = turn, state, answered
        self._core = said.corrected(turn)

    def answer(self) -> Answer:
        """Answer the turn in the first way that its words allow."""
        if said.wants_words(self._turn) and self._state.answer.cited:
            return self._show(self._state.answer.cited)
        ways = [
            self._of_text,
            self._in_text,
            self._pointed,
            self._chosen,
            self._renumbered,
            self._of_body,
            self._labelled,
        ]
        place = place_of(self._core)
        if place and place.is_all and (place.steps or self._state.listed):  # "the last one" is no edition
            ways.insert(0, self._pointed)
        return next((answer for way in ways if (answer := way())), None) or self.together()

    def _of_text(self) -> Answer | None:
        """Answer what a turn asks of the text that was shown, or of the clause: "What cites it?"."""
        state = self._state
        if state.edition is None:
            return None
        clause = state.units[0][1] if _found_by(state.answer) == _LABEL and len(state.units) == 1 else None
        question = asked_of_it(self._core, state.edition.citation(clause) if clause else state.edition.name)
        answer = self._answered(question, "", ()) if question else None
        return self._following(answer) if answer and _found_by(answer) in _OF_TEXTS else None

    def _in_text(self) -> Answer | None:
        """Ask the open question of another edition or text; of another edition, show the same clause."""
        current, library = self._state.edition, self._state.library
        meant = edition_meant(self._core, current, library) if current else None
        if meant and (found := self._counterparts(meant)):
            return self._show(found)
        within = (meant,) if meant else texts_alone(self._core, library)
        return self._asked_anew(without_edition(self._state.question, library), within) if within else None

    def _renumbered(self) -> Answer | None:
        """Ask the open question again with another number in its label."""
        question = renumbered(self._state.question, said.fragment(self._core))
        return self._asked_anew(question) if question else None

    def _of_body(self) -> Answer | None:
        """Ask the open question again of the body that a turn names: "no, I meant the Council"."""
        editions = self._state.focus or self._state.library.newest
        question = with_body(self._state.question, said.fragment(self._core), bodies_told(editions))
        if not question:
            return None
        answer = self._asked_anew(question, self._state.focus)
        if answer.status == Status.ANSWERED or self._core == self._turn or not answer.claims:
            return answer if answer.status == Status.ANSWERED else None
        together = self.together()
        shown = interleaved([_nearest(together), _nearest(answer)])[:MOST_CANDIDATES]
        return together if together.status == Status.ANSWERED else self._candidates(answer, shown)

    def _asked_anew(self, question: str, within: Sequence[Edition] = ()) -> Answer:
        """Ask the open question in another form, or of other texts."""
        return self._following(self._answered(question, "", within))

    def _following(self, answer: Answer) -> Answer:
        """Return an answer as one to this turn, after the open question."""
        return replace(answer, understood_as=self._core, follows=self._state.question)

    def _counterparts(self, edition: Edition) -> list[ProvisionId]:
        """Return the clauses of another edition that are those shown, where few were."""
        current, shown = self._state.edition, self._state.answer.cited
        if not self._state.is_sure or current is None or not 1 <= len(shown) <= _FEW:
            return []
        aligned = Comparison.of(current, edition).by_eid
        found = (edition.find(aligned.get(id_.eid, "")) for id_ in shown)
        return [edition.id_of(provision) for provision in found if provision]

    def _labelled(self) -> Answer | None:
        """Show the clause whose label a turn gives, if the text under discussion has it."""
        label, edition = said.fragment(self._core), self._state.edition
        if edition is None or not said.is_fragment(label):
            return None
        spotted = find_label(label, Library((edition,), self._state.library.catalogue))
        if not spotted or not spotted.matches or spotted.rest:
            return None
        return self._answered(label, "", (edition,))

    def _chosen(self) -> Answer | None:
        """Show the one clause that a turn describes among those that were shown."""
        wanted = said.choice(self._core)
        if not wanted or len(self._state.answer.cited) < 2:
            return None
        for words_of in (_label_words, _words):
            fits = [unit for unit in self._state.units if wanted <= words_of(*unit)]
            if len(fits) == 1:
                return self._opened(*fits[0])
        return None

    def _opened(self, edition: Edition, provision: Provision) -> Answer:
        """Show a clause; of a heading what stands below it, which the turns after this one are about."""
        below = edition.members(provision.eid)
        if provision.kind is not Kind.HEADING or not below:
            return self._show([edition.id_of(provision)])
        answer = self._show([edition.id_of(item) for item in below])
        answer = replace(answer, understood_as=provision.text, follows="")
        return rendered(answer, list_lead(edition, provision, len(below)))

    def _pointed(self) -> Answer | None:
        """Show the clauses at the place that a turn points to, or say that the list ends here."""
        place, state = place_of(self._core), self._state
        if place is None or not state.units:
            return None
        found = list(
            dict.fromkeys(edition.id_of(provision) for edition, provision in clauses_at(place, state))
        )
        if not found and (place.steps or (place.counts and state.listed)):
            return self._ended(is_last=not place.steps or place.steps[0] > 0)
        if not found:
            return None
        if not place.is_all:
            return self.together(found)
        if state.answer.status == Status.CANDIDATES:
            return self._candidates(state.answer, found[:MOST_CANDIDATES])
        unit = state.library.provision(found[0])
        return self._opened(*unit) if unit and len(found) == 1 else self._show(found)

    def _ended(self, *, is_last: bool) -> Answer:
        """Say that the list ends: with the last of the items that were shown, else at the first clause."""
        listed = self._state.listed
        edition, provision = listed[-1] if listed and is_last else self._state.units[0]
        shown = edition.id_of(provision)
        answer = Answer(
            Status.NOT_STATED,
            closest=(shown,),
            retrieved=tuple(dict.fromkeys((shown, *self._state.answer.retrieved))),
        )
        reason = end_of_list(edition.citation(provision), is_last=is_last)
        return rendered(self._following(answer), reason=reason)

    def together(self, pointed: Sequence[ProvisionId] = (), alone: Answer | None = None) -> Answer:
        """Search the turn together with the open question; what this adds to what was shown is the answer.

        `pointed` are clauses that the turn may point to; `alone` is the answer to the turn by itself, if it
        was asked already.
        """
        core, state = self._core, self._state
        form = core if said.asks(core) else state.question
        if not pointed and alone is None and (listed := self._section(form)):
            return listed
        joined = self._following(self._answered(f"{state.question} {core}", form, state.focus))
        added = [id_ for id_ in joined.cited if id_ not in state.seen]
        if added and joined.status == Status.ANSWERED and state.is_sure and not alone:
            return joined if len(added) == len(joined.claims) else self._show(added, joined)
        if alone and not joined.claims:
            return alone
        alone = alone or self._answered(core, form, ())
        if not (joined.claims or alone.claims or pointed):
            return joined
        both = _likelihoods(joined, alone)
        agreed = [id_ for id_, likely in both.items() if min(likely) >= _AGREED and id_ not in state.seen]
        if agreed and not pointed:
            likeliest = max(agreed, key=lambda id_: sum(both[id_]))
            of_list = likeliest in alone.cited and alone.status == Status.ANSWERED
            return self._show(alone.cited if of_list else [likeliest], joined)
        lists = [_nearest(joined), _nearest(alone)]
        if state.focus:
            lists.append(_nearest(self._answered(core, form, state.focus)))
        shown = interleaved([list(pointed), *lists] if pointed else lists)[:MOST_CANDIDATES]
        return self._candidates(joined, shown if pointed else ranked(shown, list(both)))

    def _section(self, form: str) -> Answer | None:
        """Show the section that a turn asks for as a whole: "And the enablers?" after another section."""
        edition, question = self._state.edition, said.fragment(self._core)
        within = self._state.focus or ((edition,) if edition else ())
        named = sections(within)
        found = [section for stem in topic(question) for section in named.get(stem, ())]
        is_asked = any(section.is_asked_for(question, form) for section in found)
        if not is_asked or not (said.asks(self._core) or _is_section(self._state.answer)):
            return None
        answer = self._answered(question, form, within)
        return self._following(answer) if _is_section(answer) else None

    def beside(self) -> Answer:
        """Return the answer to a turn that stands alone, beside what the texts in focus say to it.

        Their clauses join the candidates. A sure answer yields only to what they have by a label, a head or a
        whole list: the reader finds something in any text, also for a turn that left it.
        """
        alone, within = self._state.answer, self._answered(self._turn, "", self._state.focus)
        trace = within.trace
        if trace is None or trace.reason != ScopeReason.CONVERSATION:
            return alone
        if self._is_of_focus():
            return within
        if alone.status != Status.CANDIDATES:
            is_found = within.status == Status.ANSWERED and trace.confidence is None
            return within if is_found else alone
        if not within.claims:
            return alone
        shown = interleaved([_nearest(alone), _nearest(within)])[:MOST_CANDIDATES]
        return self._candidates(alone, ranked(shown, list(_likelihoods(within, alone))))

    def _is_of_focus(self) -> bool:
        """Return True for a turn that asks of "the resolution", or of a whole text that it does not name."""
        state = self._state
        asked = spoken_to(self._turn, state.library, state.focus[0])
        trace = state.answer.trace
        return asked in state.focus or (trace is not None and trace.reason == ScopeReason.SUBJECT)

    def _candidates(self, answer: Answer, shown: Sequence[ProvisionId]) -> Answer:
        """Return an answer that shows clauses as candidates, in the order given."""
        answer = replace(
            answer,
            status=Status.CANDIDATES,
            claims=self._claims(shown),
            answer_words=None,
            retrieved=tuple(dict.fromkeys((*shown, *answer.retrieved))),
        )
        return rendered(self._following(answer), candidates_lead(), NOT_SURE)

    def _show(self, shown: Sequence[ProvisionId], found: Answer | None = None) -> Answer:
        """Show clauses, after what was answered before; `found` is the answer that has them."""
        before = self._state.answer
        units = [ChosenClause(*unit) for id_ in shown if (unit := self._state.library.provision(id_))]
        answer = Answer(
            Status.ANSWERED,
            claims=self._claims(shown),
            retrieved=tuple(dict.fromkeys((*shown, *(found or before).retrieved))),
            nearness=before.nearness,
            trace=found.trace if found else None,
        )
        lead = label_lead(units[0].edition, units[0].provision) if len(units) == 1 else clause_lead(units)
        return rendered(self._following(answer), lead)

    def _claims(self, shown: Sequence[ProvisionId]) -> tuple[Claim, ...]:
        library = self._state.library
        units = (unit for id_ in shown if (unit := library.provision(id_)))
        return claims([ChosenClause(*unit) for unit in units], library)


def _is_section(answer: Answer) -> bool:
    return _found_by(answer) == _SECTION


def _found_by(answer: Answer) -> str:
    """Return the strategy that found an answer."""
    return answer.trace.strategy if answer.trace else ""


def _nearest(answer: Answer) -> list[ProvisionId]:
    return list(dict.fromkeys((*answer.cited, *answer.closest, *answer.retrieved)))[:_COUNTED]


def _likelihoods(joined: Answer, alone: Answer) -> dict[ProvisionId, tuple[float, float]]:
    """Return how likely each clause answers either question, the likeliest for both first."""
    found = [{hit.provision: hit.likelihood or 0.0 for hit in answer.trace.hits} if answer.trace else {}
             for answer in (joined, alone)]  # fmt: skip
    both = {id_: (found[0].get(id_, 0.0), found[1].get(id_, 0.0)) for id_ in (*found[0], *found[1])}
    return dict(sorted(both.items(), key=lambda item: (-min(item[1]), -sum(item[1]))))


def _words(edition: Edition, provision: Provision) -> frozenset[str]:
    return provision_words(edition, provision) | _label_words(edition, provision)


def _label_words(edition: Edition, provision: Provision) -> frozenset[str]:
    return frozenset(words(spelt_out(edition.citation(provision))))
