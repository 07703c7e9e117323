"""What an answer is: a status, claims with their citations, the closest provisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant import plain_text
from assistant.trace import Trace
from corpus.keys import ProvisionId

MOST_CANDIDATES = 5
"""The most clauses shown as candidates, not counting the rest of a list."""


class Status(StrEnum):
    """The outcome of a question.

    `answered`: the assistant vouches for the claims. `candidates`: the claims may answer.
    `needs_clarification`: several clauses fit the label. Every other status is a refusal, with the closest
    provisions.
    """

    ANSWERED = "answered"
    CANDIDATES = "candidates"
    NEEDS_CLARIFICATION = "needs_clarification"
    NOT_IN_CORPUS = "not_in_corpus"
    NOT_STATED = "not_stated"
    REFERENCED_NOT_HELD = "referenced_not_held"
    SUPERSEDED_ONLY = "superseded_only"
    OUT_OF_SCOPE = "out_of_scope"


class ReasonCode(StrEnum):
    """The reason for a status; '' if an answer needs none."""

    NONE = ""
    # candidates and needs_clarification
    NOT_SURE = "not_sure"
    SEVERAL_FIT = "several_fit"
    # answered
    SPELT_OUT = "spelt_out"  # the lead says what letters stand for
    # nothing held is about it
    NOTHING_HELD = "nothing_held"
    NOTHING_NEAR = "nothing_near"
    UNKNOWN_NAME = "unknown_name"
    NOT_MENTIONED = "not_mentioned"
    NO_SUCH_LABEL = "no_such_label"
    END_OF_LIST = "end_of_list"
    # the text asked about is named but not held, or not named at all
    NAMED_NOT_HELD = "named_not_held"
    UNKNOWN_TEXT = "unknown_text"
    # the topic is there and the answer is not: the kinds of near miss (corpus.packs.NEAR_MISSES)
    FACT_ABSENT = "fact_absent"
    SIBLING = "sibling"
    OTHER_BODY = "other_body"
    OTHER_EDITION = "other_edition"
    SUPERSEDED_ONLY = "superseded_only"
    ONLY_NAMED = "only_named"
    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    REASON = "reason"
    CONDITION = "condition"
    FALSE_PREMISE = "false_premise"
    # no question that texts answer
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    WRITING = "writing"
    NO_CONTENT_ASKED = "no_content_asked"
    NOT_IN_ENGLISH = "not_in_english"
    BAD_QUESTION = "bad_question"
    BAD_FILTER = "bad_filter"
    FAULT = "fault"


class Support(StrEnum):
    """How well the cited words support a claim."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    UNSUPPORTED = "unsupported"


TRANSLATED = "a language model's translation of the checked sentence below"
"""What is said beside the translation of an opening."""


class UnfilteredNotice(str):
    """The notice of a refusal that says what would answer without the filter; an answer has none."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's pointer to a provision: `quote` is the provision's text from `start` to `end`.

    `governing` is what it depends on: its head, and the words that introduce its list. `superseded_by` names
    the edition that replaced its own, in the library or not; '' if none did.
    """

    provision: ProvisionId
    label: str
    start: int
    end: int
    quote: str
    governing: str = ""
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer, and what stands behind it."""

    text: str
    support: Support
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words of a cited clause that answer by themselves: those of its text from `start` to `end`."""

    provision: ProvisionId
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    `lead` opens it; `heads` are words in the lead that govern claims, so they are not printed again. `claims`
    is empty in a refusal. `retrieved` are citable provisions, best first, whatever the status.
    `understood_as` is the question as it was read; `follows` are the earlier questions that it depends on, ''
    if it stands alone. `reason` and `reason_code` explain the status; `notices` describe the state of the
    library and the index. `seconds` is wall time. `nearness` is the cosine of the question and the nearest
    clause, None if no vectors were compared. `related` are similar questions in the bank. `trace` shows how
    the answer was found; it is not saved with a conversation. `read_by` is the language model that chose the
    clauses, '' if none did; `opening` is its own sentence, which one of the clauses supports in full.
    `translation` is the opening in the asker's `language` (a code), '' if that is English or it cannot be
    checked. `answer_words` are shown only if they are certain.
    """

    status: Status
    lead: str = ""
    claims: tuple[Claim, ...] = ()
    closest: tuple[ProvisionId, ...] = ()
    retrieved: tuple[ProvisionId, ...] = ()
    understood_as: str = ""
    reason: str = ""
    reason_code: ReasonCode = ReasonCode.NONE
    seconds: float = 0.0
    notices: tuple[str, ...] = ()
    nearness: float | None = None
    related: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    trace: Trace | None = None
    opening: str = ""
    read_by: str = ""
    translation: str = ""
    language: str = ""
    follows: str = ""
    answer_words: AnswerWords | None = None

    @property
    def cited(self) -> tuple[ProvisionId, ...]:
        """The clauses that are shown, in order."""
        return tuple(citation.provision for claim in self.claims for citation in claim.citations)

    @property
    def question(self) -> str:
        """The words that were searched: of the question, behind those that it follows."""
        return f"{self.follows} {self.understood_as}".strip()

    @property
    def understood(self) -> str:
        """What the question was understood as, for a person."""
        return (
            f"{self.understood_as} (following on from “{self.follows}”)"
            if self.follows
            else self.understood_as
        )

    @property
    def text(self) -> str:
        """The answer as plain text: the opening, the lead, then each claim with its citation.

        The words of clauses are blocks that nothing in them can end (`plain_text.EXPLANATION`). The words
        that govern several clauses are printed once, above the first.
        """
        opened = "\n".join(map(plain_text.program_line, self.opened.split("\n")))
        words = plain_text.in_quotes([self.answer_words.words]) if self.answer_words else ""
        blocks = [opened, words, plain_text.program_line(self.lead)]
        above = ""
        for claim in self.claims:
            governing = next((citation.governing for citation in claim.citations), "")
            is_new = governing and governing != above and governing not in self.heads
            blocks.append("\n".join(_lines(claim, governing if is_new else "")))
            above = governing
        return "\n\n".join(filter(None, blocks))

    @property
    def opened(self) -> str:
        """The opening, below its translation where there is one, each marked as what it is."""
        translated = [f"{self.translation} ({TRANSLATED})"] if self.translation else []
        return "\n".join([*translated, *([f"{self.opening} (in other words)"] if self.opening else [])])


def _lines(claim: Claim, governing: str) -> Iterator[str]:
    """Walk the lines of a claim: a statement in other words, what governs its clause, quotes, citations."""
    if claim.support != Support.VERBATIM:
        yield f"{plain_text.program_line(claim.text)} (in other words)"
    if governing:
        yield plain_text.governing(governing)
    for citation in claim.citations:
        yield plain_text.quote(citation.quote)
        yield plain_text.citation(citation.label, citation.superseded_by)
