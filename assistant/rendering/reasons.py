"""Why a question was met as it was: each kind is a type with its data, and says itself.

`lead` opens the answer, where nothing else does; `words` are the reason in short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.answer import ReasonCode
from corpus.instruments import Instrument

_ELSEWHERE = 2  # texts that are named where others are counted
NEAR_MISSES = {
    ReasonCode.FACT_ABSENT: "The closest clauses speak of this but do not say what is asked.",
    ReasonCode.SIBLING: "The text says this of something else of the same kind, not of what is asked.",
    ReasonCode.OTHER_BODY: "The text says this of another body, not of the one asked about.",
    ReasonCode.OTHER_EDITION: "This text does not say so; another edition may.",
    ReasonCode.ONLY_NAMED: "The text names the document but does not say what is in it.",
    ReasonCode.NUMBER: "The closest clauses give no number.",
    ReasonCode.DATE: "The closest clauses give no date.",
    ReasonCode.PERSON: "The text speaks of this but names no person.",
    ReasonCode.REASON: "The closest clauses give no reason.",
    ReasonCode.CONDITION: "The closest clauses give no condition.",
    ReasonCode.FALSE_PREMISE: "The text does not say what the question takes for granted.",
}
"""What is said of each kind of near miss (corpus.packs.NEAR_MISSES)."""


class Reason(Protocol):
    """Why a question was met as it was. `words` are '' where the lead says it."""

    @property
    def code(self) -> ReasonCode: ...

    @property
    def lead(self) -> str: ...

    @property
    def words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A reason that needs no data."""

    code: ReasonCode
    lead: str = ""
    words: str = ""


NOT_SURE = Fixed(ReasonCode.NOT_SURE)
SPELT_OUT = Fixed(ReasonCode.SPELT_OUT)
NOTHING_HELD = Fixed(ReasonCode.NOTHING_HELD, "There is nothing in the library.", "no text is held")
NAMED_ELSEWHERE = Fixed(
    ReasonCode.NOT_MENTIONED,
    "No text of those asked for names this one; others do.",
    "none of the texts asked for names it",
)
LEFT_OUT = Fixed(ReasonCode.NAMED_NOT_HELD, "The filter leaves out the text that is named.")


# -- clauses are shown -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeveralFit:
    """A label fits several clauses."""

    label: str
    clauses: int
    code = ReasonCode.SEVERAL_FIT
    words = "several clauses have this label"

    @property
    def lead(self) -> str:
        return f"“{self.label}” fits {self.clauses} clauses; which one is meant?"


# -- nothing held is about it ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """No clause passes the filters; `asked` describes what they leave."""

    asked: str
    code = ReasonCode.NOTHING_HELD
    words = ""

    @property
    def lead(self) -> str:
        return f"No clause that is held stands in {self.asked}."


@dataclass(frozen=True, slots=True)
class NothingNear:
    """No clause comes near the question; `unknown` are names in it that no text has."""

    unknown: tuple[str, ...] = ()
    lead = "Nothing in the library is about this."

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.UNKNOWN_NAME if self.unknown else ReasonCode.NOTHING_NEAR

    @property
    def words(self) -> str:
        return f"no text names {', '.join(self.unknown)}" if self.unknown else "no clause comes near enough"


@dataclass(frozen=True, slots=True)
class NotQuoted:
    """No clause has these phrases word for word."""

    phrases: tuple[str, ...]
    code = ReasonCode.NOT_MENTIONED
    words = "no clause has these very words"

    @property
    def lead(self) -> str:
        phrases = " and ".join(f"“{one}”" for one in self.phrases)
        return f"No clause of the texts searched contains {phrases} word for word."


@dataclass(frozen=True, slots=True)
class NotMentioned:
    """No clause mentions something, of one text or ('') of any; `elsewhere` are texts that do."""

    subject: str
    text: str = ""
    elsewhere: tuple[str, ...] = ()
    code = ReasonCode.NOT_MENTIONED

    @property
    def lead(self) -> str:
        of = f" of {self.text}" if self.text else ""
        return f"No clause{of} mentions “{self.subject}”{self._others}."

    @property
    def words(self) -> str:
        return "other texts mention it" if self.elsewhere else "none of these words stands in a text"

    @property
    def _others(self) -> str:
        if not self.elsewhere:
            return ""
        names = " and ".join(self.elsewhere[:_ELSEWHERE])
        more = len(self.elsewhere) - _ELSEWHERE
        others = f" and {more} other texts" if more > 0 else ""
        return f"; {names}{others} {'does' if len(self.elsewhere) == 1 else 'do'}"


@dataclass(frozen=True, slots=True)
class NoSuchLabel:
    """No clause has this label, in one text or ('') in any."""

    label: str
    text: str = ""
    code = ReasonCode.NO_SUCH_LABEL
    words = "no clause has this label"

    @property
    def lead(self) -> str:
        return f"There is no “{self.label}” in {self.text or 'the texts that are held'}."


@dataclass(frozen=True, slots=True)
class EndOfList:
    """No clause stands after, or before, the one that was shown."""

    label: str
    is_last: bool
    code = ReasonCode.END_OF_LIST
    words = "the list ends there"

    @property
    def lead(self) -> str:
        return f"Nothing stands {'after' if self.is_last else 'before'} {self.label} on its level."


# -- the text asked about is not held --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A text that so many clauses name; `fetchable` where the catalogue has its address."""

    name: str
    clauses: int
    fetchable: Instrument | None = None
    code = ReasonCode.NAMED_NOT_HELD

    @property
    def lead(self) -> str:
        return (
            f"{self.name} is named here but its text is not in the library, so what it says cannot be shown. "
            f"{_how_to_add(self.fetchable)}"
        )

    @property
    def words(self) -> str:
        return f"{self.name} is named by {self.clauses} clause{'s' * (self.clauses > 1)} and not held"


@dataclass(frozen=True, slots=True)
class UnknownText:
    """A text that is not held and that no held text names."""

    name: str
    fetchable: Instrument | None = None
    code = ReasonCode.UNKNOWN_TEXT

    @property
    def lead(self) -> str:
        return f"{self.name} is not in the library, and no text in it names it. {_how_to_add(self.fetchable)}"

    @property
    def words(self) -> str:
        return f"{self.name} is neither held nor named"


@dataclass(frozen=True, slots=True)
class SupersededOnly:
    """The text in force is asked for; only these earlier editions are held."""

    texts: tuple[str, ...]
    code = ReasonCode.SUPERSEDED_ONLY
    words = "only a superseded edition is held"

    @property
    def lead(self) -> str:
        return f"The text in force is not in the library; what is held is {', '.join(self.texts)}."


def _how_to_add(fetchable: Instrument | None) -> str:
    """Say how to bring a text into the library."""
    if fetchable:
        return (
            f"The official text is at {fetchable.address}; bring it in with: resolutions fetch "
            f"{fetchable.edition}, or save it and add it with: resolutions add FILE"
        )
    return "When you have the text, add it with: resolutions add FILE"


# -- the topic is there and the answer is not ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotStated:
    """The closest clauses do not give what is asked for; '' where it has no name.

    `unknown` are names or years in the question that no text has.
    """

    asked: str = ""
    unknown: tuple[str, ...] = ()
    code = ReasonCode.FACT_ABSENT

    @property
    def lead(self) -> str:
        if not self._named:
            return "No clause was found that states this."
        return f"The closest clauses give no {self._named}."

    @property
    def words(self) -> str:
        if not self._named:
            return "no clause on this states what is asked"
        return f"no clause on this gives the {self._named} asked for"

    @property
    def _named(self) -> str:
        return f"answer for {' or '.join(self.unknown)}" if self.unknown else self.asked


@dataclass(frozen=True, slots=True)
class NotSpeltOut:
    """No text says what letters stand for, whether or not texts use them."""

    letters: str
    is_used: bool
    code = ReasonCode.FACT_ABSENT
    words = "no clause says what it stands for"

    @property
    def lead(self) -> str:
        said = f"use {self.letters} and do not spell it out" if self.is_used else f"have no {self.letters}"
        return f"The texts that are held {said}."


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A question of the bank asks much the same and is known to have no answer, for this kind of reason."""

    code: ReasonCode
    question: str

    @property
    def lead(self) -> str:
        return NEAR_MISSES[self.code]

    @property
    def words(self) -> str:
        return f"no clause answers a very similar question: “{self.question}”"
