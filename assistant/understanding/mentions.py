"""Questions for every clause with quoted words, or that names a text, and for the texts that one names."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.library.library import Library
from assistant.understanding.forms import any_of, topic
from assistant.understanding.names.asked import is_spoken_of
from assistant.understanding.names.reader import names_in
from corpus.keys import InstrumentKey
from index.tokens import words

_QUOTED = re.compile(  # with a word in it
    r"“([^“”\w]*\w[^“”]*)”"
    r"|«([^«»\w]*\w[^«»]*)»"
    r"|\"([^\"\w]*\w[^\"]*)\""
    r"|(?<!\w)‘([^‘’\w]*\w[^‘’]*)’(?!\w)"
)
_CLAUSES = r"(?:clauses?|paragraphs?|provisions?|texts?|resolutions?|places?)"
_MENTIONED = any_of(  # "where is leprosy mentioned?", "which clauses mention leprosy?"
    rf"^(?:where|in (?:which|what) {_CLAUSES}) (?:is|are|does|do) (?:the |an? )?(.+?) "
    r"(?:mentioned|used|occur|appear)\W*$",
    rf"^(?:which|what|(?:list|show|find)(?: me)?(?: all| every)?(?: the)?) {_CLAUSES}(?: that)? "
    r"(?:mention|contain|use)s? (?:the |an? )?(.+?)\W*$",
)
_PHRASING = frozenset(
    words(
        "use uses used phrase phrases expression occur occurs appear appears contain contains stand stands "
        "have has text texts resolution resolutions decision decisions document documents search adopted "
        "language"
    )
)
# The first opening and the first kind behind it are enough; to try others takes long
_CITING = re.compile(
    r"\A(?>.*?\b(?:which|what|list|all|name)\b)(?>.*?\b(?:resolutions|decisions|texts|documents)\b).*"
    r"\b(?:cite[sd]?|named?|names|refer(?:s|red)?|mention(?:s|ed)?|recall(?:s|ed)?|quote[sd]?|"
    r"rel(?:y|ies) on)\b",
    re.IGNORECASE,
)
_CITING_WORDS = frozenset(
    topic(
        "resolutions decisions texts documents cite cited cites named names refer refers referred recall "
        "recalled quote quoted to rely relies plan other does by in"
    )
)
_NAMING = any_of(
    r"\A(?>.*?\b(?:which|what|where|each|every|all|any|list|show|find|name|who|places?|how many)\b)"
    r".*\b(?:clauses?|paragraphs?|provisions?|recitals?|texts?|resolutions?|decisions?|places?|passages?|"
    r"where|parts?|who|else|others?|instruments?|documents?|editions?|revisions?|versions?)\b",
    r"^(?:clauses?|paragraphs?|provisions?|recitals?|texts?|places?|does|do|is|are)\b",
)


def phrases_asked(text: str) -> tuple[str, ...]:
    """Return the phrases in quotation marks that a question asks for, if it asks for nothing else."""
    if set(topic(_QUOTED.sub(" ", text))) - _PHRASING:
        return ()
    return tuple(next(one for one in match.groups() if one).strip() for match in _QUOTED.finditer(text))


def mention_asked(text: str) -> str:
    """Return the words whose every place a question asks for, without quotation marks; '' for any other."""
    match = _MENTIONED.search(text)
    return next(filter(None, match.groups())) if match and not _QUOTED.search(text) else ""


def asks_cited(text: str, about: Collection[str]) -> bool:
    """Return True for a question for all texts that a text names; `about` are its stemmed content words."""
    return _CITING.search(text) is not None and not set(about) - _CITING_WORDS


def naming_asked(text: str, form: str, library: Library) -> frozenset[InstrumentKey]:
    """Return what a question for the clauses that name a text may mean by its name; nothing for any other."""
    spoken_of = (one for one in names_in(text, library) if is_spoken_of(text, one))
    name = next(spoken_of, None) if _NAMING.search(form) else None
    if name is None:
        return frozenset()
    if name.editions:
        return frozenset(one.key.instrument for one in name.editions)
    named = {one.instrument for _, one in library.references()}  # by a number: of its body, else of any
    if name.instrument is None or name.instrument in named:
        return frozenset(filter(None, (name.instrument,)))
    return frozenset(one for one in named if one.work == name.instrument.work)
