"""What a language model replied → a question and phrases to search with. Nothing of it is trusted."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from assistant.language_model.json_reply import TEXT, json_objects, list_schema, object_schema
from assistant.understanding.languages import Language, language_of

MOST_PHRASES = 3
"""Phrases of a reply that are read."""
_CHARACTERS = 20_000  # of a reply that is read
_STANDALONE = 600  # characters of the question
_CODE = 2  # letters of a language's code (ISO 639-1)
_PHRASE = 150  # characters of a phrase; a longer one is left out

SCHEMA = object_schema(standalone=TEXT, phrases=list_schema(TEXT), language=TEXT)
"""The form of a reply, for servers that keep to one."""


@dataclass(frozen=True, slots=True)
class Help:
    """The question standing alone, in English; phrases to search with; the code of the asker's language.

    `language` is '' where none is known by the code that was given.
    """

    standalone: str
    phrases: tuple[str, ...] = ()
    language: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether the question was asked in another language than English."""
        return self.language not in ("", Language.ENGLISH)


def read_help(text: str) -> Help:
    """Read a reply, with or without text around its JSON. Raises ValueError if none can be used."""
    for row in json_objects(text, _CHARACTERS):
        standalone = _plain(row.get("standalone"), _STANDALONE)
        if standalone and language_of(standalone) == Language.ENGLISH:
            return Help(standalone, _phrases(row.get("phrases")), _code(row.get("language")))
    raise ValueError("the reply has no JSON object with a question in English")


def _phrases(value: object) -> tuple[str, ...]:
    rows = value if isinstance(value, list) else []
    phrases = (_plain(phrase, _PHRASE) for phrase in rows[:MOST_PHRASES])
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _code(value: object) -> str:
    code = value.strip().lower().partition("-")[0] if isinstance(value, str) else ""
    return code if len(code) == _CODE and code.isascii() and code.isalpha() else ""


def _plain(value: object, most: int) -> str:
    """Return a text with words, on one line and not too long; '' for any other."""
    if not isinstance(value, str) or len(value) > most:
        return ""
    text = " ".join(value.split())
    if not any(map(str.isalnum, text)) or any(unicodedata.category(letter)[0] == "C" for letter in text):
        return ""
    return text
