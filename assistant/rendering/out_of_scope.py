"""Reasons for which a question is not answered from the texts at all."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import ReasonCode
from assistant.rendering.reasons import Fixed
from assistant.understanding.languages import Language

_ASK = (
    "Ask in plain words about the texts in the library: what a body is told to do, what a term means, where "
    "something is mentioned, what changed between editions, or a clause by its label. "
    "For example: “What is the Council instructed to do?”"
)
_SMALL_TALK = {
    ReasonCode.GREETING: f"Hello. {_ASK}",
    ReasonCode.THANKS: "You are welcome.",
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
NO_CONTENT_ASKED = Fixed(
    ReasonCode.NO_CONTENT_ASKED,
    "I answer only from the texts in the library, which contain no opinions or predictions.",
    "the question is not about what a text says",
)


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A greeting, thanks, or a call for help."""

    code: ReasonCode
    words = ""

    @property
    def lead(self) -> str:
        return _SMALL_TALK[self.code]


@dataclass(frozen=True, slots=True)
class NotInEnglish:
    """The question is in another language."""

    language: Language
    code = ReasonCode.NOT_IN_ENGLISH
    words = "the question is not in English"

    @property
    def lead(self) -> str:
        return IN_ENGLISH[self.language]


@dataclass(frozen=True, slots=True)
class BadQuestion:
    """A question that cannot be read; `words` are those of the error."""

    words: str
    code = ReasonCode.BAD_QUESTION

    @property
    def lead(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class BadFilter:
    """A filter that cannot be read; `words` are those of the error."""

    words: str
    code = ReasonCode.BAD_FILTER

    @property
    def lead(self) -> str:
        return f"{self.words}."


@dataclass(frozen=True, slots=True)
class Fault:
    """An internal error, by its id in the log."""

    id: str
    code = ReasonCode.FAULT
    words = ""

    @property
    def lead(self) -> str:
        return f"The fault is logged as {self.id}. Ask again; if it fails again, report this number."
