"""A question, read once: what it asks for, what it names. Nothing after this reads its text by patterns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.understanding import mentions
from assistant.understanding.addressees import DutyAsked, duty_asked
from assistant.understanding.changes import ChangeAsked, change_asked
from assistant.understanding.facts import FactAsked, fact_asked
from assistant.understanding.forms import Intent, intent_of, topic
from assistant.understanding.glossary import TermAsked, term_asked
from assistant.understanding.label_spotting import LabelRef, find_label
from assistant.understanding.languages import Language, language_of, names_in
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.names.asked import ScopeAsked, scope_asked, standing_asked
from assistant.understanding.names.editions import asks_in_force
from assistant.understanding.names.missing import MissingText, not_held
from assistant.understanding.names.reader import TextName
from assistant.understanding.units import UnitAsked, missing_unit
from assistant.understanding.unnumbered_documents import Document, asks_content, document_named, documents
from assistant.understanding.whole_texts import OverviewKind, asked_of_text, head_asked
from corpus.errors import InvalidQuestion
from corpus.instruments import Edition
from index.spelling import Spelling
from index.tokens import words

MAX_CHARACTERS = 2000
_HINT = "ask about a text in the library, as in: What is the Council instructed to do?"


@dataclass(frozen=True)
class Query:
    """A question as it was read, against the texts of a lexicon.

    What its words alone say is a field; what the texts are needed for is read when it is asked for.
    """

    text: str
    asked: str  # the same with the names of texts, where those were taken out
    form: str  # the words that say what form of answer is asked for: its own, or those of an earlier turn
    language: Language
    intent: Intent
    topic: tuple[str, ...]  # its stemmed content words
    fact: FactAsked | None
    whole: OverviewKind | None  # what is asked of a text as a whole
    head: frozenset[str] | None  # stems of the head whose clauses it asks for, none for the preamble
    duty: DutyAsked | None
    cited: str | None  # the kind of texts whose citations by a text it asks for, '' for any
    term: TermAsked | None  # what the meaning is asked of
    phrases: tuple[str, ...]  # in quotation marks, where nothing else is asked for
    asks_in_force: bool
    asks_content: bool  # what stands in a document
    lexicon: Lexicon = field(repr=False, compare=False)

    def read_against(self, lexicon: Lexicon) -> Query:
        """Return the same question, read against other texts."""
        return replace(self, lexicon=lexicon)

    def left(self, text: str, form: str = "") -> Query:
        """Return what is left of it, as a question of its own."""
        return replace(_read(text, form, self.lexicon), asked=self.asked)

    def scope_asked(self, context: Sequence[Edition], subject: Edition | None) -> ScopeAsked:
        """Return the editions that it names, and what is left of it without their names.

        `context` are the texts of the conversation, `subject` is what "the resolution" means.
        """
        return scope_asked(self.text, self.form, self.lexicon.library, context, subject)

    @cached_property
    def label(self) -> LabelRef | None:
        """The label of a clause that it asks about."""
        return find_label(self.text, self.lexicon.library_in_scope)

    @cached_property
    def missing(self) -> MissingText | None:
        """The first text that it names and the library does not hold."""
        return not_held(self.text, self.lexicon.editions, self.lexicon.library)

    @cached_property
    def mention(self) -> mentions.MentionAsked | None:
        """The unquoted words it asks to find, if they are no text's name."""
        return None if self.naming or self.missing else mentions.mention_asked(self.text)

    @cached_property
    def missing_unit(self) -> UnitAsked | None:
        """The numbered unit that it names and no text has: "goal 7"."""
        return missing_unit(self.text, self.lexicon.editions)

    @cached_property
    def document(self) -> Document | None:
        """The unnumbered document it names that texts cite and the library lacks."""
        stems = words(self.text)
        return document_named(stems, documents(self.lexicon.editions, stems))

    @cached_property
    def naming(self) -> mentions.NamingAsked | None:
        """The instruments whose citations it asks for, if it does."""
        return mentions.naming_asked(self.text, self.form, self.lexicon.library)

    @cached_property
    def clause_cited(self) -> LabelRef | None:
        """The clause whose citations it asks for."""
        return mentions.clause_cited(self.text, self.lexicon.library_in_scope)

    @cached_property
    def relation(self) -> mentions.RelationAsked | None:
        """What it asks that a text does to others, or others to it."""
        return mentions.relation_asked(self.asked, self.lexicon.library)

    @cached_property
    def standing(self) -> TextName | None:
        """The text of which it asks whether it is in force."""
        return standing_asked(self.asked, self.lexicon.library)

    @cached_property
    def change(self) -> ChangeAsked | None:
        """The editions whose difference it asks for."""
        return change_asked(self.asked, self.lexicon.library)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names and numbers that the texts have too, whatever the language."""
        known = self.lexicon.vocabulary
        return tuple(name for name in names_in(self.text) if any(word in known for word in words(name)))

    @cached_property
    def foreign_names(self) -> tuple[str, ...]:
        """The proper names that no text has."""
        return tuple(self.lexicon.known.foreign_names(self.text))

    @cached_property
    def foreign_years(self) -> tuple[str, ...]:
        """The years that no text has."""
        return tuple(self.lexicon.known.foreign_years(self.text))


def read_query(text: str, lexicon: Lexicon, form: str = "", spelling: Spelling | None = None) -> Query:
    """Read one question. Raises InvalidQuestion: empty, too long, or not text.

    With `spelling` slips are corrected, in English alone.
    """
    text, form = checked(text), checked(form) if form else ""
    if spelling is not None and language_of(text) == Language.ENGLISH:
        text = spelling.correct(text)
    return _read(text, form, lexicon)


def _read(text: str, form: str, lexicon: Lexicon) -> Query:
    text, form = (" ".join(part.split()) for part in (text, form or text))
    about, term = topic(text), term_asked(text) if text == form else None
    fact = fact_asked(form, about)
    return Query(
        text=text,
        asked=text,
        form=form,
        language=language_of(text),
        intent=intent_of(text, form),
        topic=about,
        fact=fact,
        whole=asked_of_text(text),
        head=None if fact else head_asked(form, about),
        duty=duty_asked(text),
        cited=mentions.cited_asked(text, about),
        term=term,
        phrases=() if term else mentions.phrases_asked(text),
        asks_in_force=asks_in_force(text),
        asks_content=asks_content(text),
        lexicon=lexicon,
    )


def checked(text: str) -> str:
    """Return a question with its blanks made alike. Raises InvalidQuestion."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidQuestion(
            f"The question has {len(text):,} characters; ask in at most {MAX_CHARACTERS:,}."
        )
    odd = [char for char in text if unicodedata.category(char)[0] == "C" and char not in "\t\n\r"]
    plain = "".join(
        " " if unicodedata.category(char)[0] == "C" else char for char in unicodedata.normalize("NFC", text)
    )
    plain = " ".join(plain.split())
    if not plain:
        raise InvalidQuestion(f"The question is empty; {_HINT}")
    if len(odd) > max(1, len(text) // 10) or not any(char.isalnum() for char in plain):
        raise InvalidQuestion(f"The question contains no readable words; {_HINT}")
    return plain
