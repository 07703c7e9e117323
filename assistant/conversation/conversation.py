"""Answers the last turn of a conversation: by itself if it can be, else with earlier turns."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from assistant.answer import Answer, Status
from assistant.conversation.follow_up import Answering, FollowUp
from assistant.conversation.state import State
from assistant.library.library import Library
from assistant.understanding import turns as said
from assistant.understanding.forms import small_talk
from assistant.understanding.label_spotting import find_label
from assistant.understanding.names.asked import texts_in_focus
from assistant.understanding.names.editions import names_wording
from assistant.understanding.places import place_of, step_from

_REMEMBERED = 256  # answers kept for the turn that may follow
_TURNS = 12  # earlier turns considered at most


class Conversation:
    """Answers the last of a reader's turns, given a function that answers single questions."""

    def __init__(self, library: Library, answered: Answering) -> None:
        self._library, self._answered = library, answered
        self._lock = Lock()
        self._remembered: OrderedDict[tuple[str, ...], Answer] = OrderedDict()

    def answer(self, turns: Sequence[str], shown: Sequence[Answer] = ()) -> Answer:
        """Answer the last turn, and remember the answer for the turn that may follow.

        `shown` are the answers to the turns before it, where they are known.
        """
        spoken = said.spoken(turns)[-_TURNS:]
        answer = self._of(spoken, self._last(turns, shown))
        with self._lock:  # readers are answered at once, in threads of their own
            self._remembered[spoken] = answer
            self._remembered.move_to_end(spoken)
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return answer

    def _last(self, turns: Sequence[str], shown: Sequence[Answer]) -> Answer | None:
        """Return the answer that was shown to the turn before the last, if what it cites is still held."""
        if not shown or len(shown) != len(turns) - 1:
            return None
        answers = [answer for turn, answer in zip(turns, shown, strict=False) if not said.is_courtesy(turn)]
        cited = answers[-1].cited if answers else ()
        return answers[-1] if cited and all(map(self._library.provision, cited)) else None

    def _of(self, turns: tuple[str, ...], shown: Answer | None = None) -> Answer:
        """Answer the last turn: by itself if it stands alone, else in the light of the turn before it.

        A turn that stands alone is also asked of the texts in focus.
        """
        turn = turns[-1] if turns else ""
        stepped = step_from(turn)
        if stepped and (label := find_label(stepped[0], self._library)) and label.matches and not label.rest:
            return self._of(stepped)
        if len(turns) < 2 or small_talk(turn):
            return self._answered(turn, "", ())
        if fresh := said.new_topic(turn):
            return self._answered(fresh, "", ())
        turn = said.plain(turn)
        if not stands_alone(turn):
            return self._follow_up(turn, turns[:-1], shown).answer()
        answer = self._answered(turn, "", ())
        if answer.status == Status.CANDIDATES and said.points_back(turn):
            return self._follow_up(turn, turns[:-1], shown).together(alone=answer)
        focus = texts_in_focus(turns, self._library)
        if not focus:
            return answer
        return FollowUp(turn, State("", answer, self._library, focus), self._answered).beside()

    def _follow_up(self, turn: str, earlier: tuple[str, ...], shown: Answer | None) -> FollowUp:
        """Return a turn after earlier ones; these are asked again only if their answers were not kept."""
        answer = shown or self._remembered.get(earlier) or self.answer(earlier)
        before = (self._remembered.get(earlier[:end]) for end in range(1, len(earlier)))
        seen = frozenset(id_ for past in (answer, *filter(None, before)) for id_ in past.cited)
        question = answer.understood_as or earlier[-1]
        if answer.follows:  # the question that the turns between go back to, and the last of these
            opened = next(
                (past for past in reversed(earlier[:-1]) if stands_alone(said.plain(past))), earlier[0]
            )
            question = f"{said.plain(opened)} {question}"
        focus = texts_in_focus((*earlier, turn), self._library)
        return FollowUp(turn, State(question, answer, self._library, focus, seen), self._answered)


def stands_alone(turn: str) -> bool:
    """Return True for a turn that can be understood by itself."""
    place = place_of(turn)
    return not (
        (place is not None and place.is_all)
        or said.corrected(turn) != turn
        or said.wants_words(turn)
        or names_wording(turn)
        or said.is_fragment(turn)
        or said.depends_on_earlier(turn)
    )
