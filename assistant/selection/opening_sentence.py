"""The sentence with which a language model opens an answer, and its translation: what of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verification.openings import objection
from assistant.verification.translations import translation_objection
from corpus.instruments import Edition, Provision


@dataclass(frozen=True, slots=True)
class Opening:
    """A sentence and its translation, '' for what is not shown; `against` and `untranslated` say why."""

    sentence: str = ""
    translation: str = ""
    against: str = ""
    untranslated: str = ""


def checked_opening(
    sentence: str, translation: str, language: str, clauses: Sequence[tuple[Edition, Provision]]
) -> Opening:
    """Return what is shown of a sentence above these clauses, and of its translation into a language.

    `language` is a code, '' where no translation was asked for. Beside its translation a sentence may
    repeat a clause.
    """
    against = objection(sentence, clauses) if sentence else ""
    if not sentence or not language:
        return Opening("" if against else sentence, against=against)
    if against and objection(sentence, clauses, may_repeat=True):
        return Opening(against=against)
    if untranslated := translation_objection(translation, sentence, language):
        return Opening("" if against else sentence, "", against, untranslated)
    return Opening(sentence, translation)
