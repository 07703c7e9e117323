"""Why a question was met as it was: each kind is a type with its data, and says itself.

`lead` opens the answer, where nothing else does; `words` are the reason in short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.answer import ReasonCode
from assistant.rendering.phrases import in_quotes, joined
from corpus.instruments import Instrument

_NONE_FOUND = "no clause was found that answers the question"
_ELSEWHERE = 2  # texts that are named where others are counted
NEAR_MISSES = (
    ReasonCode.FACT_ABSENT,
    ReasonCode.SIBLING,
    ReasonCode.OTHER_BODY,
    ReasonCode.OTHER_EDITION,
    ReasonCode.ONLY_NAMED,
    ReasonCode.NUMBER,
    ReasonCode.DATE,
    ReasonCode.PERSON,
    ReasonCode.REASON,
    ReasonCode.CONDITION,
    ReasonCode.FALSE_PREMISE,
)
"""The kinds of near miss (corpus.packs.NEAR_MISSES)."""


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
    "No citation of it was found in the texts you asked about; other texts cite it.",
    "no citation of it was found there",
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
    lead = "No clause about this was found."

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.UNKNOWN_NAME if self.unknown else ReasonCode.NOTHING_NEAR

    @property
    def words(self) -> str:
        if self.unknown:
            return f"no text contains {in_quotes(self.unknown, 'or')}"
        return "no clause is close enough"


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
        return f"No clause{place} contains the words “{self.subject}”{self._others}."

    @property
    def words(self) -> str:
        return "other texts contain them" if self.elsewhere else "no text contains these words"

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
    """No clause has this label, in one text or ('') in any; `units` say what there is: "goals are 1, 2"."""

    label: str
    text: str = ""
    units: str = ""
    code = ReasonCode.NO_SUCH_LABEL
    words = "no clause has this label"

    @property
    def lead(self) -> str:
        place = f" in {self.text}" if self.text else ""
        others = f" The {self.units}." if self.units else ""
        return f"The library has no “{self.label}”{place}.{others}"


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
        return f"{self.name} is not in the library. {_how_to_add(self.fetchable)}"

    @property
    def words(self) -> str:
        return f"{self.name} is not in the library"


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
    """No clause was found that answers, for this kind of reason; the closest are shown.

    Nothing is said of what they lack but names and years of the question that none of them contains
    (`unknown`): no pattern tells surely that a clause gives no date, share or reason.
    """

    code: ReasonCode = ReasonCode.FACT_ABSENT
    unknown: tuple[str, ...] = ()
    words = _NONE_FOUND

    @property
    def lead(self) -> str:
        if self.unknown:
            return f"The closest clauses do not contain {in_quotes(self.unknown, 'or')}."
        return "These clauses come closest."


@dataclass(frozen=True, slots=True)
class NotSpeltOut:
    """No clause was found that says what letters stand for."""

    letters: str
    code = ReasonCode.FACT_ABSENT
    words = _NONE_FOUND

    @property
    def lead(self) -> str:
        return f"No clause was found that says what {self.letters} stands for."
