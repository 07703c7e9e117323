"""What a question asks for, read from its form: a value, no guess about the texts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding import forms
from assistant.understanding.compared_things import Side, sides_of
from assistant.understanding.forms import Fact
from corpus.errors import InvalidQuestion
from index.tokens import words

MAX_CHARACTERS = 2000
_HINT = "ask about a text in the library, as in: What is the Council instructed to do?"


class Want(StrEnum):
    """The form of answer that a question asks for."""

    TALK = "talk"  # small talk, an opinion, a prediction
    LIST = "list"
    DEFINITION = "definition"
    MENTIONS = "mentions"  # every place that speaks of something
    COMPARISON = "comparison"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read.

    `topic` are its stemmed content words without those that only say what form of answer is
    asked for. `form` are the words that say that form, `subject` is the phrase that a definition or a
    search for mentions is about, `sides` the two things that are compared.
    """

    text: str
    want: Want
    topic: tuple[str, ...]
    fact: Fact | None = None
    subject: str = ""
    sides: tuple[Side, ...] = ()
    form: str = ""


def read_question(text: str, form: str = "") -> Question:
    """Read one question. Raises InvalidQuestion: empty, too long, or not text.

    `form` are the words that say what form of answer is asked for; the question's own, unless it
    was put together from several turns.
    """
    plain = check(text)
    asking = check(form) if form else plain
    want, subject, sides = _wanted(asking)
    fact = next((fact for fact, form in forms.FACTS if form.search(asking)), None)
    if fact == Fact.DATE and forms.CONDITIONAL.search(asking):
        fact = None
    return Question(plain, want, topic(plain), fact, subject.strip(" \"'‘’“”"), sides, asking)


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


def is_english(text: str) -> bool:
    """Tell English, or too little to say, from a text in another language or script."""
    letters = [one for one in text if one.isalpha()]
    if sum(not one.isascii() for one in letters) > len(letters) / 3:
        return False
    found = re.findall(r"[a-zà-ÿ']+", text.lower())
    foreign = sum(word in _FOREIGN for word in found)
    return foreign < 2 or foreign <= sum(word in _ENGLISH for word in found)


# The commonest words of the languages that are likeliest, those that English has not.
_FOREIGN = frozenset(
    re.findall(
        r"\w+",
        "le la les des du une est que qui quels quelles quel quelle dans pour sur el los las una qué cuáles "
        "cuál para sobre por der die das und ist welche welcher was wie nicht über von dem den il gli che "
        "della sono quali o os",
    )
)
_ENGLISH = frozenset(
    re.findall(r"\w+", "the of to in is are what which who how when where does do for on and by from with")
)


def _wanted(text: str) -> tuple[Want, str, tuple[Side, ...]]:
    """Return the form of answer, the subject and the sides; the surest form counts."""
    if forms.TALK.search(text):
        return Want.TALK, "", ()
    if mention := forms.MENTIONS.search(text):
        return Want.MENTIONS, forms.first_group(mention), ()
    if sides := sides_of(text):
        return Want.COMPARISON, "", sides
    if definition := forms.DEFINITION.search(text):
        return Want.DEFINITION, forms.first_group(definition), ()
    return (Want.LIST if forms.LIST.search(text) else Want.PASSAGE), "", ()
