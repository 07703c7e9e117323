"""Answers a turn that depends on earlier ones: it points to what was shown, or asks on.

A turn that points to a place (the next, the third, letter b) is read against the clauses shown. Any other
turn is searched together with the open question. If the answer before was sure, what this search adds is the
answer: right for 27 of 30 turns of the development halves. Else a clause answers that is likely both for the
turn alone and for the two together: right for 14 of 17. Else the candidates of both searches are shown;
the top result for such a turn alone was wrong in 25 of 63 cases.
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
from assistant.rendering import ChosenClause, claims, label_lead, list_lead, rendered
from assistant.rendering.leads import candidates_lead
from assistant.rendering.reasons import NOT_SURE, end_of_list
from assistant.understanding import turns as said
from assistant.understanding.addressees import spelt_out
from assistant.understanding.forms import compares
from assistant.understanding.label_spotting import find_label
from assistant.understanding.names.asked import texts_alone, without_edition
from assistant.understanding.names.editions import edition_meant
from assistant.understanding.places import place_of, renumbered
from assistant.understanding.vocabulary import provision_words
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId
from index.tokens import words

Answering = Callable[[str, str, Sequence[Edition]], Answer]
_FEW = 2  # clauses whose counterparts in another edition are shown
_COUNTED = 8  # clauses of a search that may become candidates
_AGREED = 0.3  # likelihood from which a clause answers a turn, alone and with the question before


class Resolver:
    """Answers turns that depend on what was asked and shown before."""

    def __init__(self, library: Library, answered: Answering) -> None:
        """Take a library and what answers one question: its text, its form, the texts meant."""
        self._library, self._answered = library, answered

    def resolve(self, turn: str, state: State) -> Answer:
        """Answer a turn that depends on earlier ones."""
        if said.wants_words(turn) and state.answer.cited:
            return self._show(state.answer.cited, turn, state)
        core = said.corrected(turn)
        ways = (self._in_text, self._pointed, self._chosen, self._renumbered, self._labelled)
        found = next((answer for way in ways if (answer := way(core, state))), None)
        return found or self.together(turn, state)

    def _in_text(self, turn: str, state: State) -> Answer | None:
        """Ask the open question of another edition or text; of another edition, show the same clause."""
        meant = edition_meant(turn, state.edition, self._library) if state.edition else None
        if meant and (found := self._counterparts(meant, state)):
            return self._show(found, turn, state)
        within = (meant,) if meant else texts_alone(turn, self._library)
        if not within:
            return None
        return self._asked_anew(without_edition(state.question, self._library), turn, state, within)

    def _renumbered(self, turn: str, state: State) -> Answer | None:
        """Ask the open question again with another number in its label."""
        question = renumbered(state.question, said.fragment(turn))
        return self._asked_anew(question, turn, state) if question else None

    def _asked_anew(self, question: str, turn: str, state: State, within: Sequence[Edition] = ()) -> Answer:
        """Ask the open question in another form, or of other texts."""
        return replace(self._answered(question, "", within), understood_as=turn, follows=state.question)

    def _counterparts(self, edition: Edition, state: State) -> list[ProvisionId]:
        """Return the clauses of another edition that are those shown, where few were."""
        if not state.is_sure or state.edition is None or not 1 <= len(state.answer.cited) <= _FEW:
            return []
        aligned = Comparison.of(state.edition, edition).by_eid
        found = (edition.find(aligned.get(id_.eid, "")) for id_ in state.answer.cited)
        return [edition.id_of(provision) for provision in found if provision]

    def _labelled(self, turn: str, state: State) -> Answer | None:
        """Show the clause whose label a turn gives, if the text under discussion has it."""
        label = said.fragment(turn)
        if state.edition is None or not said.is_fragment(label):
            return None
        spotted = find_label(label, Library((state.edition,), self._library.catalogue))
        if not spotted or not spotted.matches or spotted.rest:
            return None
        return self._answered(label, "", (state.edition,))

    def _chosen(self, turn: str, state: State) -> Answer | None:
        """Show the one clause that a turn describes among those that were shown."""
        wanted = said.choice(turn)
        if not wanted or len(state.answer.cited) < 2:
            return None
        for words_of in (_label_words, _words):
            fits = [unit for unit in state.units if wanted <= words_of(*unit)]
            if len(fits) == 1:
                return self._opened(*fits[0], turn, state)
        return None

    def _opened(self, edition: Edition, provision: Provision, turn: str, state: State) -> Answer:
        below = edition.members(provision.eid)
        if provision.kind is not Kind.HEADING or not below:
            return self._show([edition.id_of(provision)], turn, state)
        answer = self._show([edition.id_of(item) for item in below], turn, state)
        return rendered(answer, list_lead(edition, provision, len(below)))

    def _pointed(self, turn: str, state: State) -> Answer | None:
        """Show the clauses at the place that a turn points to, or say that the list ends here."""
        place = place_of(turn)
        if place is None or not state.units:
            return None
        found = list(
            dict.fromkeys(edition.id_of(provision) for edition, provision in clauses_at(place, state))
        )
        if not found:
            return self._ended(turn, state, is_last=place.steps[0] > 0) if place.steps else None
        if not place.is_all:
            return self.together(turn, state, found)
        if state.answer.status == Status.CANDIDATES:
            return self._candidates(state.answer, found[:MOST_CANDIDATES], turn, state)
        return self._show(found, turn, state)

    def _ended(self, turn: str, state: State, *, is_last: bool) -> Answer:
        edition, provision = state.units[0]
        shown = edition.id_of(provision)
        answer = Answer(
            Status.NOT_STATED,
            closest=(shown,),
            retrieved=tuple(dict.fromkeys((shown, *state.answer.retrieved))),
            understood_as=turn,
            follows=state.question,
        )
        return rendered(answer, reason=end_of_list(edition.citation(provision), is_last=is_last))

    def together(
        self, turn: str, state: State, pointed: Sequence[ProvisionId] = (), alone: Answer | None = None
    ) -> Answer:
        """Search a turn together with the open question; what this adds to what was shown is the answer.

        `pointed` are clauses that the turn may point to; `alone` is the answer to the turn by itself, if it
        was asked already.
        """
        core = said.corrected(turn)
        form = core if said.asks(core) else state.question
        joined = self._answered(f"{state.question} {core}", form, ())
        joined = replace(joined, understood_as=core, follows=state.question)
        added = [id_ for id_ in joined.cited if id_ not in state.seen]
        if added and joined.status == Status.ANSWERED and state.is_sure and not alone:
            is_whole = len(added) == len(joined.claims) or compares(core)
            return joined if is_whole else self._show(added, core, state, joined)
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
            return self._show(alone.cited if of_list else [likeliest], core, state, joined)
        lists = [_nearest(joined), _nearest(alone)]
        shown = interleaved([list(pointed), *lists] if pointed else lists)[:MOST_CANDIDATES]
        return self._candidates(joined, shown if pointed else ranked(shown, list(both)), core, state)

    def _candidates(self, answer: Answer, shown: Sequence[ProvisionId], turn: str, state: State) -> Answer:
        """Return an answer that shows clauses as candidates, in the order given."""
        answer = replace(
            answer,
            status=Status.CANDIDATES,
            claims=self._claims(shown),
            answer_words=None,
            retrieved=tuple(dict.fromkeys((*shown, *answer.retrieved))),
            understood_as=turn,
            follows=state.question,
        )
        return rendered(answer, candidates_lead(), NOT_SURE)

    def _show(
        self, shown: Sequence[ProvisionId], turn: str, state: State, found: Answer | None = None
    ) -> Answer:
        """Show clauses, after what was answered before; `found` is the answer that has them."""
        made = self._claims(shown)
        unit = self._library.provision(shown[0])
        assert unit is not None
        answer = Answer(
            Status.ANSWERED,
            claims=made,
            retrieved=tuple(dict.fromkeys((*shown, *(found or state.answer).retrieved))),
            understood_as=turn,
            follows=state.question,
            nearness=state.answer.nearness,
            trace=found.trace if found else None,
        )
        return rendered(answer, label_lead(*unit))

    def _claims(self, shown: Sequence[ProvisionId]) -> tuple[Claim, ...]:
        units = (unit for id_ in shown if (unit := self._library.provision(id_)))
        return claims([ChosenClause(*unit) for unit in units], self._library)


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
