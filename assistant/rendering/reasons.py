"""The reason given with each answer or refusal. Names of texts are made harmless (`plain_text.named`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import ReasonCode
from assistant.plain_text import in_quotes, joined, named
from assistant.understanding.languages import Language
from corpus.instruments import Instrument, Relation

_NONE_HELD = "No clause in the library"
_NONE_FOUND = "no clause was found that answers the question"
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


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of reason; `lead` opens the answer, where nothing else does; `words` say it in short."""

    code: ReasonCode
    lead: str = ""
    words: str = ""


NO_REASON = Reason(ReasonCode.NONE)
NOT_SURE = Reason(ReasonCode.NOT_SURE)
SPELT_OUT = Reason(ReasonCode.SPELT_OUT)
NOTHING_HELD = Reason(ReasonCode.NOTHING_HELD, "The library is empty.", "no text has been added")
NONE_PASSES = Reason(ReasonCode.NOTHING_HELD, "No clause in the texts searched matches the filter.")
NAMED_ELSEWHERE = Reason(
    ReasonCode.NOT_MENTIONED,
    "No citation of it was found in the texts you asked about; other texts cite it.",
    "no citation of it was found there",
)
LEFT_OUT = Reason(ReasonCode.NAMED_NOT_HELD, "The filter excludes the text you named.")


# -- no question that texts answer -----------------------------------------------------------------

_ASK = (
    "Ask in plain words about the texts in the library: what a body is told to do, what a term means, where "
    "a word occurs, what changed between editions, or a clause by its label. "
    "For example: “What is the Council instructed to do?”"
)
_SMALL_TALK = {
    ReasonCode.GREETING: f"Hello. {_ASK}",
    ReasonCode.THANKS: "You are welcome.",
    ReasonCode.WRITING: (
        "I quote adopted texts and do not write new ones. On the page Propose you change a text clause by "
        "clause, with adopted language beside each, and who already has such a duty."
    ),
    ReasonCode.HELP: f"I answer in the words of the texts and show the clause behind each answer. {_ASK}",
}
IN_ENGLISH = {
    Language.FRENCH: "Les textes sont en anglais : veuillez poser votre question en anglais.",
    Language.SPANISH: "Los textos están en inglés: formule su pregunta en inglés, por favor.",
    Language.RUSSIAN: "Тексты есть только на английском языке: пожалуйста, задайте вопрос по-английски.",
    Language.ARABIC: "النصوص متاحة باللغة الإنجليزية فقط، فيرجى طرح سؤالك بالإنجليزية.",
    Language.CHINESE: "这些文本仅有英文版，请用英文提问。",
    Language.OTHER: "The texts are in English: please ask in English.",
}
"""What is said to a question in each language but English."""
NO_CONTENT_ASKED = Reason(
    ReasonCode.NO_CONTENT_ASKED,
    "I answer only from the texts in the library, which contain no opinions or predictions.",
    "the question is not about what a text says",
)


def small_talk(code: ReasonCode) -> Reason:
    """Return the reply to a greeting, thanks, or a call for help."""
    return Reason(code, _SMALL_TALK[code])


def not_in_english(language: Language) -> Reason:
    """Say, in its language, that a question is not in English."""
    return Reason(ReasonCode.NOT_IN_ENGLISH, IN_ENGLISH[language], "the question is not in English")


def bad_question(error: str) -> Reason:
    """Say why a question cannot be read."""
    return Reason(ReasonCode.BAD_QUESTION, named(error), named(error))


def bad_filter(error: str) -> Reason:
    """Say why a filter cannot be read."""
    return Reason(ReasonCode.BAD_FILTER, f"{named(error)}.", named(error))


def fault(id_: str) -> Reason:
    """Say that there was an internal error, by its id in the log."""
    lead = f"The fault is logged as {id_}. Ask again; if it fails again, report this number."
    return Reason(ReasonCode.FAULT, lead)


# -- a clause by its label -------------------------------------------------------------------------

_LISTED = 12  # numbers of units that are listed one by one


def several_fit(label: str, clauses: int) -> Reason:
    """Say that a label fits several clauses."""
    asked = f"“{named(label)}” fits {clauses} clauses; which one do you mean?"
    return Reason(ReasonCode.SEVERAL_FIT, asked, "several clauses have this label")


def no_such_label(label: str, text: str = "", units: str = "", numbers: Sequence[str] = ()) -> Reason:
    """Say that no clause has this label, in one text or ('') in any; `units` ("goals") have `numbers`."""
    lead = f"The library has no “{named(label)}”{f' in {named(text)}' if text else ''}."
    if len(numbers) > 1:
        listed = joined(numbers) if len(numbers) <= _LISTED else f"{numbers[0]} to {numbers[-1]}"
        lead += f" The {units} are {listed}."
    return Reason(ReasonCode.NO_SUCH_LABEL, lead, "no clause has this label")


def end_of_list(label: str, *, is_last: bool) -> Reason:
    """Say that the clause shown is the last, or the first, at its level."""
    lead = f"{named(label)} is the {'last' if is_last else 'first'} item at its level."
    return Reason(ReasonCode.END_OF_LIST, lead, "the list ends there")


# -- nothing held is about it ----------------------------------------------------------------------


def nothing_left(asked: str) -> Reason:
    """Say that no clause passes the filters; `asked` describes what they leave."""
    return Reason(ReasonCode.NOTHING_HELD, f"Nothing in the library matches the filter: {named(asked)}.")


def nothing_near(unknown: Sequence[str] = ()) -> Reason:
    """Say that no clause comes near the question; `unknown` are names in it that no text has."""
    lead = "No clause about this was found."
    if unknown:
        return Reason(ReasonCode.UNKNOWN_NAME, lead, f"no text contains {in_quotes(unknown, 'or')}")
    return Reason(ReasonCode.NOTHING_NEAR, lead, "no clause is close enough")


def not_quoted(phrases: Sequence[str]) -> Reason:
    """Say that no clause has these phrases word for word."""
    lead = f"No clause in the texts searched contains {in_quotes(phrases)} word for word."
    return Reason(ReasonCode.NOT_MENTIONED, lead, "no clause has these exact words")


def not_cited(name: str) -> Reason:
    """Say that no clause of the library cites a text or a clause."""
    lead = f"{_NONE_HELD} cites {named(name)}."
    return Reason(ReasonCode.NOT_MENTIONED, lead, "no clause cites it")


def not_related(name: str, relation: Relation, *, by_it: bool) -> Reason:
    """Say that no clause of the library revokes a text (or has another relation), or that it revokes none."""
    who, what = (f"No clause of {named(name)}", "another text") if by_it else (_NONE_HELD, named(name))
    return Reason(
        ReasonCode.NOT_MENTIONED,
        f"{who} {relation} {what}.",
        f"no clause {relation} {'another text' if by_it else 'it'}",
    )


# -- the text asked about is not held --------------------------------------------------------------


def not_held(name: str, clauses: int, fetchable: Instrument | None = None, pending: str = "") -> Reason:
    """Say that a cited text is not in the library, and how to add it.

    `fetchable` where the catalogue has its address; `pending` names an edition of it that is in the library
    and not adopted.
    """
    name = _with_article(named(name))
    words = f"{name} is cited by {clauses} clause{'s' * (clauses > 1)} but not in the library"
    if pending:
        lead = f"{name} is cited here, but the library has no adopted text, {_only(pending)}"
    else:
        lead = (
            f"{name} is cited here, but its text is not in the library, so what it says cannot be "
            f"shown. {_how_to_add(fetchable)}"
        )
    return Reason(ReasonCode.NAMED_NOT_HELD, lead, words)


def unknown_text(name: str, fetchable: Instrument | None = None, pending: str = "") -> Reason:
    """Say that a text is not in the library and no text there cites it; `pending` as in `not_held`."""
    name = _with_article(named(name))
    lead = f"{name} is not in the library. {_how_to_add(fetchable)}"
    if pending:
        lead = f"The library has no adopted text of {name}, {_only(pending)}"
    return Reason(ReasonCode.UNKNOWN_TEXT, lead, f"{name} is not in the library")


def superseded_only(texts: Sequence[str]) -> Reason:
    """Say that only superseded editions of the text are in the library."""
    lead = f"The text in force is not in the library, which has only {', '.join(map(named, texts))}."
    return Reason(ReasonCode.SUPERSEDED_ONLY, lead, "the library has only a superseded edition")


def _only(pending: str) -> str:
    return f"only {named(pending)}. Name that in full to search it."


def _with_article(name: str) -> str:
    """Return the name of a text at the beginning of a sentence: "The Convention", "Resolution 25"."""
    is_title = not any(char.isdigit() for char in name) and not name.lower().startswith("the ")
    return f"The {name}" if is_title else name


def _how_to_add(fetchable: Instrument | None) -> str:
    if fetchable:
        return f"The official text is at {fetchable.address}; add it to the library and ask again."
    return "Once you have the text, add it to the library and ask again."


# -- the topic is there and the answer is not ------------------------------------------------------


def not_stated(code: ReasonCode = ReasonCode.FACT_ABSENT, unknown: Sequence[str] = ()) -> Reason:
    """Say that no clause was found that answers, for this kind of reason; the closest are shown.

    Nothing is said of what they lack but names and years of the question that none of them contains
    (`unknown`): no pattern tells surely that a clause gives no date, share or reason.
    """
    lead = "No clause was found that answers this."
    if unknown:
        lead = f"The closest clauses do not contain {in_quotes(unknown, 'or')}."
    return Reason(code, lead, _NONE_FOUND)


def not_spelt_out(letters: str) -> Reason:
    """Say that no clause was found that says what letters stand for."""
    lead = f"No clause was found that says what {named(letters)} stands for."
    return Reason(ReasonCode.FACT_ABSENT, lead, _NONE_FOUND)
