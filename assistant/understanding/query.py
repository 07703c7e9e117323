"""A question, read once: what it asks for, what it names. Nothing after this reads its text by patterns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.understanding.abbreviations import TermAsked, term_asked
from assistant.understanding.addressees import DutyAsked, duty_asked, names_said
from assistant.understanding.changes import ChangeAsked, change_asked
from assistant.understanding.demands import Demand, demanded, is_comparative
from assistant.understanding.edition_names import ScopeAsked, scope_asked
from assistant.understanding.facts import FactAsked, fact_asked
from assistant.understanding.forms import asks_several, topic
from assistant.understanding.heads_asked import HeadAsked, head_asked
from assistant.understanding.intent import Intent, intent_of, small_talk
from assistant.understanding.label_spotting import LabelRef, nearest_below, spot
from assistant.understanding.labels.resolver import Match
from assistant.understanding.languages import Language, language_of, names_in
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.mentions import (
    Cited,
    MentionsAsked,
    asks_only_quoted,
    cited_asked,
    mentions_asked,
    quoted_phrases,
)
from assistant.understanding.named_texts import MissingText, described, not_held
from assistant.understanding.naming import NamingAsked, naming_asked
from assistant.understanding.other_editions import asks_in_force
from assistant.understanding.unnumbered_documents import (
    Document,
    asks_attached,
    asks_content,
    document_named,
)
from assistant.understanding.whole_texts import Whole, asked_of_text, is_of_annex
from corpus.errors import InvalidQuestion
from corpus.instruments import Edition
from index.spelling import Spelling
from index.tokens import words

MAX_CHARACTERS = 2000
_HINT = "ask about a text in the library, as in: What is the Council instructed to do?"


@dataclass(frozen=True)
class Query:
    """A question as it was read, against the texts of a lexicon.

    `form` are the words that say what form of answer is asked for: the question's own, unless it was put
    together from several turns. `topic` are its stemmed content words. `subject` is the phrase that a
    definition or a search for mentions is about. `fact` is the kind of fact that is asked for. `quoted` are
    the phrases in quotation marks. What takes the texts to be read, or costs time, is read when it is needed.
    """

    text: str
    form: str
    intent: Intent
    subject: str
    topic: tuple[str, ...]
    fact: FactAsked | None
    language: Language
    quoted: tuple[str, ...]
    lexicon: Lexicon = field(repr=False, compare=False)

    def within(self, lexicon: Lexicon) -> Query:
        """Return the same question, read against other texts."""
        return replace(self, lexicon=lexicon)

    def scope_asked(self, within: Sequence[Edition], subject: Edition | None) -> ScopeAsked:
        """Return the editions that it names, and what is left of it without their names.

        `within` are the texts of the conversation, `subject` is what "the resolution" means.
        """
        return scope_asked(self.text, self.form, self.lexicon.library, within, subject)

    # -- what it names ------------------------------------------------------------------------------

    @cached_property
    def label(self) -> LabelRef | None:
        """The label of a clause that it asks about."""
        return spot(self.text, self.lexicon.held)

    @cached_property
    def below_label(self) -> tuple[Match, ...]:
        """The clauses whose label has the nearest lower number."""
        return nearest_below(self.label, self.lexicon.held) if self.label else ()

    @cached_property
    def beside_label(self) -> Query:
        """The question without the label, as one of its own."""
        return left_of(self, self.label.rest if self.label else self.text)

    @cached_property
    def missing(self) -> MissingText | None:
        """The first text that it names and the library does not hold."""
        return not_held(self.text, self.lexicon.library)

    @cached_property
    def missing_part(self) -> MissingText | None:
        """The part of a text that it describes and the library does not hold: "the glossary"."""
        return described(self.text, self.lexicon.editions, self.lexicon.library, self.lexicon.vocabulary)

    @cached_property
    def document(self) -> Document | None:
        """The document that it names without a number and the texts only mention."""
        return document_named(words(self.text), self.lexicon.documents)

    @cached_property
    def bodies(self) -> str:
        """Its words in lower case, with bodies spelt as the heads of texts spell them."""
        return names_said(self.text)

    @cached_property
    def foreign_names(self) -> tuple[str, ...]:
        """The proper names that no text has."""
        return tuple(self.lexicon.known.foreign_names(self.text))

    @cached_property
    def foreign_years(self) -> tuple[str, ...]:
        """The years that no text has."""
        return tuple(self.lexicon.known.foreign_years(self.text))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names and numbers that the texts have too, whatever the language."""
        return tuple(
            one for one in names_in(self.text) if any(word in self.lexicon.vocabulary for word in words(one))
        )

    # -- what it asks for ---------------------------------------------------------------------------

    @cached_property
    def whole(self) -> Whole | None:
        """What it asks of a text as a whole."""
        return asked_of_text(self.text)

    @cached_property
    def asks_annex(self) -> bool:
        """Whether it asks this of the annex."""
        return is_of_annex(self.text)

    @cached_property
    def head(self) -> HeadAsked | None:
        """The verb of the heads that it asks for."""
        return head_asked(self.text)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The quoted phrases, where it asks for them and nothing else."""
        is_search = self.intent != Intent.DEFINITION and asks_only_quoted(self.text)
        return self.quoted if is_search else ()

    @cached_property
    def every_mention(self) -> MentionsAsked | None:
        """What it asks every mention of."""
        return mentions_asked(self.subject, self.form) if self.intent == Intent.MENTIONS else None

    @cached_property
    def naming(self) -> NamingAsked | None:
        """The text of which it asks which clauses name it."""
        return naming_asked(self.text, self.form, self.lexicon.library)

    @cached_property
    def cited(self) -> Cited | None:
        """Which of the texts that a text names it asks for."""
        return cited_asked(self.text, self.topic)

    @cached_property
    def change(self) -> ChangeAsked | None:
        """The editions whose difference it asks for."""
        return change_asked(self.text, self.lexicon.library)

    @cached_property
    def duty(self) -> DutyAsked | None:
        """The body whose duties it asks for."""
        return duty_asked(self.text)

    @cached_property
    def term(self) -> TermAsked | None:
        """The term whose meaning it asks for."""
        is_asked = self.intent == Intent.DEFINITION and self.subject
        return term_asked(self.subject, self.form) if is_asked else None

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """The nouns and verbs that it demands of its answer."""
        return tuple(demanded(self.form))

    @cached_property
    def is_comparative(self) -> bool:
        """Whether it asks which of two is more."""
        return is_comparative(self.form)

    @cached_property
    def asks_content(self) -> bool:
        """Whether it asks what stands in a document, not what others say of it."""
        return asks_content(self.text)

    @cached_property
    def asks_attached(self) -> bool:
        """Whether it asks about what is attached to a text."""
        return asks_attached(self.text)

    @cached_property
    def asks_several(self) -> bool:
        """Whether it asks for several things."""
        return asks_several(self.text)

    @cached_property
    def asks_in_force(self) -> bool:
        """Whether it asks for the text in force."""
        return asks_in_force(self.text)


def read_query(text: str, lexicon: Lexicon, form: str = "", spelling: Spelling | None = None) -> Query:
    """Read one question. Raises InvalidQuestion: empty, too long, or not text.

    With `spelling` slips are corrected, in English alone.
    """
    if spelling is not None and language_of(text) == Language.ENGLISH:
        text = spelling.correct(text)
    return _read(checked(text), checked(form) if form else "", lexicon)


def left_of(query: Query, text: str, form: str = "") -> Query:
    """Read what is left of a question as one of its own."""
    return _read(text, form, query.lexicon)


def _read(text: str, form: str, lexicon: Lexicon) -> Query:
    """Read a question that was checked."""
    text, form = (" ".join(one.split()) for one in (text, form or text))
    intent, subject = intent_of(form)
    about = topic(text)
    return Query(
        text=text,
        form=form,
        intent=small_talk(text) or intent,
        subject=subject,
        topic=about,
        fact=fact_asked(form, about),
        language=language_of(text),
        quoted=quoted_phrases(text),
        lexicon=lexicon,
    )


def checked(text: str) -> str:
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
    if len(odd) > len(text) // 10 or not any(one.isalnum() for one in plain):
        raise InvalidQuestion(f"The question holds no words that can be read; {_HINT}")
    return plain
