"""Why a question was met as it was: each kind is a type with its data, and says itself.

`lead` opens the answer, where nothing else does; `words` are the reason in short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.answer import ReasonCode
from assistant.rendering.phrases import in_quotes, joined
from corpus.instruments import Instrument

_ELSEWHERE = 2  # texts that are named where others are counted
NEAR_MISSES = {
    ReasonCode.FACT_ABSENT: "The closest clauses mention this but do not answer the question.",
    ReasonCode.SIBLING: "The text says this about something similar, not about what you asked.",
    ReasonCode.OTHER_BODY: "The text says this about another body, not the one you asked about.",
    ReasonCode.OTHER_EDITION: "This edition does not say so; another may.",
    ReasonCode.ONLY_NAMED: "The text cites the document but does not say what it contains.",
    ReasonCode.NUMBER: "The closest clauses give no number.",
    ReasonCode.DATE: "The closest clauses give no date.",
    ReasonCode.PERSON: "The text mentions this but names no person.",
    ReasonCode.REASON: "The closest clauses give no reason.",
    ReasonCode.CONDITION: "The closest clauses give no condition.",
    ReasonCode.FALSE_PREMISE: "The text does not say what the question assumes.",
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


NO_REASON = Fixed(ReasonCode.NONE)
NOT_SURE = Fixed(ReasonCode.NOT_SURE)
SPELT_OUT = Fixed(ReasonCode.SPELT_OUT)
NOTHING_HELD = Fixed(ReasonCode.NOTHING_HELD, "The library is empty.", "no text has been added")
NAMED_ELSEWHERE = Fixed(
    ReasonCode.NOT_MENTIONED,
    "None of the texts you asked about cites this one; others do.",
    "none of the texts asked about cites it",
)
LEFT_OUT = Fixed(ReasonCode.NAMED_NOT_HELD, "The filter excludes the text you named.")


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
        return f"“{self.label}” fits {self.clauses} clauses; which one do you mean?"


# -- nothing held is about it ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """No clause passes the filters; `asked` describes what they leave."""

    asked: str
    code = ReasonCode.NOTHING_HELD
    words = ""

    @property
    def lead(self) -> str:
        return f"Nothing in the library matches the filter: {self.asked}."


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
        return (
            f"no text mentions {joined(self.unknown, 'or')}" if self.unknown else "no clause is close enough"
        )


@dataclass(frozen=True, slots=True)
class NotQuoted:
    """No clause has these phrases word for word."""

    phrases: tuple[str, ...]
    code = ReasonCode.NOT_MENTIONED
    words = "no clause has these exact words"

    @property
    def lead(self) -> str:
        return f"No clause in the texts searched contains {in_quotes(self.phrases)} word for word."


@dataclass(frozen=True, slots=True)
class NotMentioned:
    """No clause mentions something, of one text or ('') of any; `elsewhere` are texts that do."""

    subject: str
    text: str = ""
    elsewhere: tuple[str, ...] = ()
    code = ReasonCode.NOT_MENTIONED

    @property
    def lead(self) -> str:
        place = f" in {self.text}" if self.text else ""
        return f"No clause{place} mentions “{self.subject}”{self._others}."

    @property
    def words(self) -> str:
        return "other texts mention it" if self.elsewhere else "no text contains these words"

    @property
    def _others(self) -> str:
        if not self.elsewhere:
            return ""
        more = len(self.elsewhere) - _ELSEWHERE
        others = [f"{more} other text{'s' * (more > 1)}"] if more > 0 else []
        names = joined([*self.elsewhere[:_ELSEWHERE], *others])
        return f"; {names} {'does' if len(self.elsewhere) == 1 else 'do'}"


@dataclass(frozen=True, slots=True)
class NoSuchLabel:
    """No clause has this label, in one text or ('') in any."""

    label: str
    text: str = ""
    code = ReasonCode.NO_SUCH_LABEL
    words = "no clause has this label"

    @property
    def lead(self) -> str:
        return f"There is no “{self.label}” in {self.text or 'the library'}."


@dataclass(frozen=True, slots=True)
class EndOfList:
    """The clause that was shown is the last, or the first, at its level."""

    label: str
    is_last: bool
    code = ReasonCode.END_OF_LIST
    words = "the list ends there"

    @property
    def lead(self) -> str:
        return f"{self.label} is the {'last' if self.is_last else 'first'} item at its level."


# -- the text asked about is not held --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A text that so many clauses name; `fetchable` where the catalogue has its address.

    `pending` names an edition of it that is in the library and not adopted.
    """

    name: str
    clauses: int
    fetchable: Instrument | None = None
    pending: str = ""
    code = ReasonCode.NAMED_NOT_HELD

    @property
    def lead(self) -> str:
        if self.pending:
            return f"{self.name} is cited here, but the library has no adopted text, {_only(self.pending)}"
        return (
            f"{self.name} is cited here, but its text is not in the library, so what it says cannot be "
            f"shown. {_how_to_add(self.fetchable)}"
        )

    @property
    def words(self) -> str:
        return (
            f"{self.name} is cited by {self.clauses} clause{'s' * (self.clauses > 1)} but not in the library"
        )


@dataclass(frozen=True, slots=True)
class UnknownText:
    """A text that is neither in the library nor named by a text there; `pending` as in NotHeld."""

    name: str
    fetchable: Instrument | None = None
    pending: str = ""
    code = ReasonCode.UNKNOWN_TEXT

    @property
    def lead(self) -> str:
        if self.pending:
            return f"The library has no adopted text of {self.name}, {_only(self.pending)}"
        remedy = _how_to_add(self.fetchable)
        return f"{self.name} is not in the library, and no text there cites it. {remedy}"

    @property
    def words(self) -> str:
        return f"{self.name} is neither in the library nor cited there"


@dataclass(frozen=True, slots=True)
class SupersededOnly:
    """The text in force is asked for; only these earlier editions are held."""

    texts: tuple[str, ...]
    code = ReasonCode.SUPERSEDED_ONLY
    words = "the library has only a superseded edition"

    @property
    def lead(self) -> str:
        return f"The text in force is not in the library, which has only {', '.join(self.texts)}."


def _only(pending: str) -> str:
    """Say that an edition of a text is in the library and not adopted, and how to ask of it."""
    return f"only {pending}. Name that in full to search it."


def _how_to_add(fetchable: Instrument | None) -> str:
    """Say how to bring a text into the library."""
    if fetchable:
        return f"The official text is at {fetchable.address}; add it to the library and ask again."
    return "Once you have the text, add it to the library and ask again."


# -- the topic is there and the answer is not ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotStated:
    """The topic is there and the answer is not.

    The first that is given is said: names or years in the question that no text has (`unknown`), the kind
    of fact that is asked for, a word of the question that the closest clause lacks.
    """

    fact: str = ""
    word: str = ""
    unknown: tuple[str, ...] = ()
    code = ReasonCode.FACT_ABSENT

    @property
    def lead(self) -> str:
        if self.unknown:
            return f"The closest clauses do not mention {joined(self.unknown, 'or')}."
        if self.fact:
            return f"The closest clauses give no {self.fact}."
        if self.word:
            return f"The closest clause does not mention “{self.word}”."
        return "No clause was found that states this."

    @property
    def words(self) -> str:
        if self.unknown:
            return f"no clause on this mentions {joined(self.unknown, 'or')}"
        if self.fact:
            return f"no clause on this gives the {self.fact} asked for"
        return "no clause on this answers the question"


@dataclass(frozen=True, slots=True)
class NotSpeltOut:
    """No text says what letters stand for, whether or not texts use them."""

    letters: str
    is_used: bool
    code = ReasonCode.FACT_ABSENT
    words = "no clause says what it stands for"

    @property
    def lead(self) -> str:
        said = f"use {self.letters} but do not spell it out" if self.is_used else f"do not use {self.letters}"
        return f"The texts in the library {said}."


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
        return f"the texts do not answer a similar question either: “{self.question}”"


@dataclass(frozen=True, slots=True)
class NoneAnswers:
    """A language model read the clauses found and says that none answers, for this kind of reason."""

    code: ReasonCode
    words = "none of the clauses found answers the question"

    @property
    def lead(self) -> str:
        return NEAR_MISSES[self.code]
