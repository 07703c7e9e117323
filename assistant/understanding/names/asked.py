"""Names of texts in what people type → editions: "Res. 25", "75/1", "under the Convention".

A name without a year means the edition in force.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.library.library import Library
from assistant.understanding.forms import compares, topic
from assistant.understanding.names.descriptions import described, descriptions, spoken_to
from assistant.understanding.names.editions import dated
from assistant.understanding.names.pending import pending_named
from assistant.understanding.names.reader import TextName, names_in, titles_in
from assistant.understanding.turns import asks_of_all_texts, new_topic
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from index.tokens import words

_SPEAKING = re.compile(
    r"\b(?:mentions?|cites?|citing|refers? to|referring to|names?|naming|points? (?:back )?to|brings? (?:in|"
    r"up)|"
    r"recalls?|recalling|quotes?|invokes?|reaffirms?|builds? on|leans? on|rel(?:y|ies) on)\b"
    r"(?! (?:in|of|under) )(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
# The same with the name first: "which edition of Decision 5 does the text rely on", "where is 75/1 cited".
_SOUGHT = re.compile(
    r"(?:\b(?:which|what) (?:editions?|revisions?|versions?|year) of|\bwhere(?: exactly)? (?:is|are)|"
    r"\b(?:which|what) (?:clauses?|paragraphs?|places?) (?:is|are)) (?:the )?$",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:mention(?:s|ed)?|cite[sd]?|refer(?:s|red)? to|name[sd]?|recall(?:s|ed)?|quote[sd]?|invoke[sd]?|"
    r"reaffirm(?:s|ed)?|build(?:s|t)? on|lean(?:s|t)? on|rel(?:y|ies|ied) on|point(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_ASKED_OF = re.compile(
    r"\b(?:under|in|within|by|per|according to|pursuant to|in accordance with|in terms of"
    r"|does|do|did|can|may|must|shall|should|is|are) $",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r" (?:of|on|for|against) ")  # another text: "the Convention on …"
# "is … still in force", "does … apply", "has … been superseded", without the name
_STANDING = re.compile(
    r"(?:and )?(?:(?:is|are|was|do|does|has|have)(?: the)?(?: text)?(?: of)?(?: still| already| now)?"
    r"(?: been)? (?:in force|valid|applicable|appl(?:y|ies)|superseded|replaced|obsolete|current|up to date"
    r"|law|binding now)(?: (?:now|today|any more|anymore|yet))?)",
    re.IGNORECASE,
)
_AND = re.compile(r",? (?:and|or|nor|versus|vs?\.?) (?:the |in |of |under |by )*|, ", re.IGNORECASE)


_FILLERS = frozenset(topic("only just please instead"))


def edition_named(text: str, library: Library) -> TextName | None:
    """Find the text that a question is asked of, by its name or a description.

    The editions are empty when a text is named that is not held, several when a description fits
    several. What is merely spoken of ("which clauses mention 75/1?") is not what is asked of.
    """
    asked = (name for name in names_in(text, library) if is_asked_of(text, name))
    named = next(asked, None)
    if named is None or not named.editions:
        by_words = described(text, library)
        if by_words and not is_spoken_of(text, by_words):
            named = by_words
    return named


def named_editions(text: str, library: Library) -> tuple[Sequence[Edition], str]:
    """Return the editions that a text names, those in force if none, and the text without them."""
    named = edition_named(text, library)
    if named is None:
        newest = list(library.newest)
        return dated(text, newest or library.editions, library)
    return dated_name(text, named, library, " ")


def dated_name(text: str, named: TextName, library: Library, instead: str) -> tuple[Sequence[Edition], str]:
    """Return the named editions of the year or place that a text says, and the text with `instead`."""
    return dated(named.left_of(text, instead), named.editions, library)


@dataclass(frozen=True, slots=True)
class NamedTexts:
    """Texts of which one question is asked, in order, and the question without their names.

    `joined`: whether they are named in one breath, "95/301 and 96/288".
    """

    editions: tuple[Edition, ...]
    rest: str
    joined: bool


def every_edition_named(text: str, library: Library) -> NamedTexts:
    """Return every held edition that a text is asked of by its number, one by one.

    In a comparison treaties are named anywhere, and texts described: "do the plan and the decision agree?".
    """
    every = [name for name in names_in(text, library) if is_asked_of(text, name, anywhere=compares(text))]
    if compares(text):
        every += [
            name
            for name in descriptions(text, library)
            if len(name.editions) == 1 and not is_spoken_of(text, name)
        ]
    asked = [name for name in every if name.editions]
    named = sorted(asked, key=lambda name: name.start)
    between = [text[name.end : other.start] for name, other in pairwise(named)]
    left = text
    for name in reversed(named):
        left = name.left_of(left)
    return NamedTexts(
        tuple(dict.fromkeys(edition for name in named for edition in name.editions)),
        " ".join(left.split()),
        any(_AND.fullmatch(gap) for gap in between),
    )


def texts_alone(turn: str, library: Library) -> Sequence[Edition]:
    """Return the editions that a turn names, if it says nothing else: "only Resolution 25, please"."""
    named = edition_named(turn, library)
    if named is None or not named.editions:
        return ()
    editions, rest = dated_name(turn, named, library, " ")
    return editions if not set(topic(rest)) - _FILLERS else ()


def without_edition(text: str, library: Library) -> str:
    """Return a text with the edition that it names called "this text"."""
    named = edition_named(text, library)
    return dated_name(text, named, library, "this text")[1] if named else text


@dataclass(frozen=True, slots=True)
class ScopeAsked:
    """The editions that a question names, none where it names none, and what is left of it without the names.

    `form` is what is left of the words that say the form of its answer. `by_type`: whether a text is named by
    what it is alone, "does the plan say …".
    """

    editions: tuple[Edition, ...]
    text: str
    form: str
    by_type: bool = False


def scope_asked(
    text: str, form: str, library: Library, context: Sequence[Edition], subject: Edition | None
) -> ScopeAsked:
    """Read which editions a question names, superseded ones too; what is left speaks of "this text".

    `context` are the texts that are meant where none is named, in the edition whose year or place is said;
    `subject` is what "the resolution" means.
    """
    several = every_edition_named(text, library)
    if len(several.editions) > 1 and (several.joined or compares(form)):
        return ScopeAsked(several.editions, text, form)
    named, rest = named_editions(text, library)
    if not named or rest == text or not any(char.isalnum() for char in rest):
        called = spoken_to(text, library, context[0] if len(context) == 1 else subject)
        is_new = called is not None and called not in context
        return ScopeAsked((called,) if called and is_new else (), text, form, by_type=is_new)
    if context and edition_named(text, library) is None:
        meant, left = dated(text, context, library)
        return ScopeAsked(tuple(meant), left, form)
    left = text if len(named) > 1 else without_edition(text, library)
    return ScopeAsked(tuple(named), left, without_edition(form, library))


def texts_in_focus(turns: Sequence[str], library: Library) -> tuple[Edition, ...]:
    """Return the texts that the last turn to name any named; none if a turn after it left them.

    A turn leaves them that changes the topic, asks of all texts, or names one that is not adopted or not in
    the library.
    """
    focus: tuple[Edition, ...] = ()
    for turn in turns:
        named = edition_named(turn, library)
        is_pending = bool(pending_named(turn, library).editions)
        if is_pending or new_topic(turn) or asks_of_all_texts(turn) or (named and not named.editions):
            focus = ()
        if not is_pending:
            focus = scope_asked(turn, turn, library, focus, None).editions or focus
    return focus


def is_asked_of(text: str, name: TextName, *, anywhere: bool = False) -> bool:
    """Return True if something is asked of the text that a name names; `anywhere` in a question for a title.

    A title is a word like any other, unless what stands before it asks of a text: "under the Convention".
    """
    if is_spoken_of(text, name):
        return False
    before, after = text[: name.start], text[name.end :]
    is_title = name.is_title and not anywhere
    return not is_title or (_ASKED_OF.search(before) is not None and not _GOES_ON.match(after))


def is_spoken_of(text: str, name: TextName) -> bool:
    """Return True if a name is the object of a verb of naming: "mention 75/1", "point to Res. 25"."""
    before, after = text[: name.start], text[name.end :]
    return bool(_SPEAKING.search(before) or (_SOUGHT.search(before) and _SPOKEN.search(after)))


def standing_asked(text: str, library: Library) -> TextName | None:
    """Return the text, held or not, of which a question asks whether it is in force, and nothing else."""
    names = list(names_in(text, library))
    if len(names) != 1 or len(names[0].editions) > 1:
        return None
    rest = " ".join(names[0].left_of(text).split())
    return names[0] if _STANDING.fullmatch(rest.strip(" ?.!")) else None


def edition_key(text: str, library: Library) -> EditionKey | None:
    """Read an edition's key or a name that exactly one held edition has; else None."""
    try:
        return EditionKey.parse(text.strip())
    except ResolutionsError:
        pending = pending_named(text, library)
        drafts = () if words(pending.rest) else pending.editions
        keys = drafts or [edition.key for edition in _called(text, library)]
        return keys[0] if len(keys) == 1 else None


def instrument_key(text: str, library: Library) -> InstrumentKey | None:
    """Read the key of an instrument or of an edition of it, or a name of one that is held; else None."""
    try:
        return InstrumentKey.parse(text.strip())
    except ResolutionsError:
        edition = edition_key(text, library)
        found = {match.key.instrument for match in _called(text, library)}
        return edition.instrument if edition else next(iter(found)) if len(found) == 1 else None


def _called(text: str, library: Library) -> Sequence[Edition]:
    named = edition_named(text, library)
    title = next(
        (name for name in titles_in(text, library) if text[name.start : name.end] == text.strip()), None
    )
    return named.editions if named else title.editions if title else ()
