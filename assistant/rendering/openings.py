"""Why the opening sentence of a language model, or its translation, is not shown, in words."""

from __future__ import annotations

from assistant.verification.openings import Objection, ObjectionKind

_WORDS = {
    ObjectionKind.MARKUP: "it contains markup, an address or hidden characters",
    ObjectionKind.SEVERAL: "it makes more than one statement",
    ObjectionKind.NO_STATEMENT: "it states nothing",
    ObjectionKind.QUESTION: "it is a question",
    ObjectionKind.DEPENDENT: "it depends on another sentence: “{}”",
    ObjectionKind.REPETITION: "it repeats the clause",
    ObjectionKind.UNSUPPORTED: "the clause does not say it: {}",
    ObjectionKind.NEW_WORDS: "words that the clause does not have: {}",
    ObjectionKind.WRONG_SPEAKER: "“{}” receives the instruction and does not give it",
    ObjectionKind.DUTY_AS_FACT: "it states a duty (“{}”) as a fact",
    ObjectionKind.CUT_OUT: "it leaves out the words before it: “{}”",
    ObjectionKind.WRONG_SUBJECT: "the clause does not say “{} {}”",
    ObjectionKind.NO_CLAUSE: "no clause is shown",
    ObjectionKind.NO_TRANSLATION: "there is none",
    ObjectionKind.NOT_TRANSLATED: "it repeats the sentence",
    ObjectionKind.OTHER_NUMBERS: "its numbers are not those of the sentence: {}",
    ObjectionKind.CITES_BY_NUMBER: "it names a clause by its token",
    ObjectionKind.OTHER_NAMES: "its names are not those of the sentence: {}",
}
_LISTS = (ObjectionKind.NEW_WORDS, ObjectionKind.OTHER_NUMBERS, ObjectionKind.OTHER_NAMES)


def objection_text(objection: Objection) -> str:
    """Return an objection as a sentence without its full stop."""
    data = (", ".join(objection.data),) if objection.kind in _LISTS else objection.data
    return _WORDS[objection.kind].format(*data)
