"""What a question asks for, read from its form: a value, no guess about the texts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding import forms
from assistant.understanding.forms import Fact
from assistant.understanding.greetings import Small, small_talk
from assistant.understanding.languages import Language, language_of
from corpus.errors import InvalidQuestion
from index.tokens import words

MAX_CHARACTERS = 2000
_QUOTED = re.compile(r"“([^”]*\w[^”]*)”|«([^»]*\w[^»]*)»|\"([^\"]*\w[^\"]*)\"|(?<!\w)‘([^’]*\w[^’]*)’(?!\w)")
_HINT = "ask about a text in the library, as in: What is the Council instructed to do?"


class Want(StrEnum):
    """The form of answer that a question asks for."""

    TALK = "talk"  # small talk, an opinion, a prediction
    DEFINITION = "definition"
    MENTIONS = "mentions"  # every place that speaks of something
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read.

    `topic` are its stemmed content words without those that only say what form of answer is
    asked for. `form` are the words that say that form, `subject` is the phrase that a definition or a
    search for mentions is about. `small_talk` says what a turn is that asks nothing of a text;
    `quoted` are the phrases in quotation marks.
    """

    text: str
    want: Want
    topic: tuple[str, ...]
    fact: Fact | None = None
    subject: str = ""
    form: str = ""
    language: Language = Language.ENGLISH
    small_talk: Small | None = None
    quoted: tuple[str, ...] = ()


def read_question(text: str, form: str = "") -> Question:
    """Read one question. Raises InvalidQuestion: empty, too long, or not text.

    `form` are the words that say what form of answer is asked for; the question's own, unless it
    was put together from several turns.
    """
    plain = check(text)
    asking = check(form) if form else plain
    want, subject = _wanted(asking)
    fact = next((fact for fact, form in forms.FACTS if form.search(asking)), None)
    if fact == Fact.DATE and forms.CONDITIONAL.search(asking):
        fact = None
    return Question(
        plain,
        want,
        topic(plain),
        fact,
        subject.strip(" \"'‘’“”"),
        asking,
        language_of(plain),
        small_talk(plain),
        tuple(_said(match) for match in _QUOTED.finditer(plain)),
    )


def _said(match: re.Match[str]) -> str:
    """Return the words between quotation marks."""
    return next(one for one in match.groups() if one).strip()


def check(text: str) -> str:
    """Return a question with its blanks made alike. Raises InvalidQuestion."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidQuestion(
            f"The question has {len(text):,} characters; ask in at most {MAX_CHARACTERS:,}."
        )
    odd = [one for one in text if unicodedata.category(one)[0] == "C" and one not in "\t\n\r"]
    plain = "".join(
        " " if unicodedata.category(one)[0] == "C" else one for one in unicodedata.normalize("NFC", text)
    )
    plain = " ".join(plain.split())
    if not plain:
        raise InvalidQuestion(f"The question is empty; {_HINT}")
    if len(odd) > len(text) // 10 or not re.search(r"[^\W_]", plain):
        raise InvalidQuestion(f"The question holds no words that can be read; {_HINT}")
    return plain


def topic(text: str) -> tuple[str, ...]:
    """Return the stemmed words that say what a question is about, in order, each once."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in forms.FORM_WORDS))


def counted(text: str) -> str:
    """Return what a question wants counted: "how many targets are there" → "targets are"."""
    match = forms.COUNTED.search(text)
    return match[1].strip() if match else ""


def without_quoted(text: str) -> str:
    """Return a question without what stands in quotation marks."""
    return _QUOTED.sub(" ", text)


def _wanted(text: str) -> tuple[Want, str]:
    """Return the form of answer and its subject; the surest form counts."""
    if forms.TALK.search(text):
        return Want.TALK, ""
    if mention := forms.MENTIONS.search(text):
        return Want.MENTIONS, forms.first_group(mention)
    if definition := forms.DEFINITION.search(text):
        return Want.DEFINITION, forms.first_group(definition)
    return Want.PASSAGE, ""
