"""Questions for clauses that contain words or cite a text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.forms import any_of, topic
from assistant.understanding.names.asked import is_spoken_of
from assistant.understanding.names.reader import TextName, names_in
from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from corpus.keys import InstrumentKey
from index.tokens import words

_QUOTED = re.compile(  # with a word in it
    r"“([^“”\w]*\w[^“”]*)”"
    r"|«([^«»\w]*\w[^«»]*)»"
    r"|\"([^\"\w]*\w[^\"]*)\""
    r"|(?<!\w)‘([^‘’\w]*\w[^‘’]*)’(?!\w)"
)
_CLAUSES = r"(?:clauses?|paragraphs?|provisions?|texts?|resolutions?|places?|(?P<recitals>recitals?))"
_TEXT = r"(?:the|this) (?:text|resolution|decision|plan|document)"
_SPEAKS = r"(?:(?:mention|contain|use)s?|(?:speak|talk)s? (?:of|about)|refers? to)"
_WORDS = rf"(?:the |an? )?(?:(?:word|term|phrase|expression)s? )?(?P<words>.+?)(?: in {_TEXT})?"
# "where is leprosy mentioned?", "which recitals mention leprosy?", "does this text speak of leprosy?"
_MENTIONED = tuple(
    re.compile(rf"{form}\W*", re.IGNORECASE)
    for form in (
        rf"(?:where|in (?:which|what) {_CLAUSES}) (?:is|are|does|do) {_WORDS} "
        rf"(?:mentioned|used|occur|appear)(?: in {_TEXT})?",
        rf"(?:which|what|(?:list|show|find)(?: me)?(?: all| every)?(?: the)?) {_CLAUSES}"
        rf"(?: (?:in|of) {_TEXT})?(?: that)? {_SPEAKS} {_WORDS}",
        rf"(?:where )?do(?:es)? {_TEXT} {_SPEAKS} {_WORDS}",
        rf"(?:(?:list|show|find)(?: me)? )?(?:all|every)(?: the)? mentions? of {_WORDS}",
        rf"is there anything (?:about|on) {_WORDS}",
    )
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
    r"\A(?>.*?\b(?:which|what|list|all|name)\b)"
    r"(?>.*?\b(?P<kind>resolutions|decisions|texts|documents|instruments)\b).*"
    r"\b(?:cite[sd]?|named?|names|refer(?:s|red)?|mention(?:s|ed)?|recall(?:s|ed)?|quote[sd]?|"
    r"rel(?:y|ies) on)\b",
    re.IGNORECASE,
)
_CITING_WORDS = frozenset(
    topic(
        "resolutions decisions texts documents instruments cite cited cites named names refer refers "
        "referred recall recalled quote quoted to rely relies plan other does by in"
    )
)
_NAMING = any_of(
    r"\A(?>.*?\b(?:which|what|where|each|every|all|any|list|show|find|name|who|places?|how many)\b)"
    r".*\b(?:clauses?|paragraphs?|provisions?|recitals?|texts?|resolutions?|decisions?|places?|passages?|"
    r"where|parts?|who|else|others?|instruments?|documents?|editions?|revisions?|versions?)\b",
    r"^(?:clauses?|paragraphs?|provisions?|recitals?|texts?|places?|does|do|is|are)\b",
)
_KIND = r"\b(?:texts?|resolutions?|decisions?|documents?|instruments?)\b"
_CITING_TEXTS = any_of(_KIND)
_OF_YEAR = any_of(rf"{_KIND}(?: adopted)? (?:of|from|in) (?:the year )?(\d{{4}})\b|\b(\d{{4}}) {_KIND}")
_OF_YEARS = any_of(r"\b(?:since|after|before|until|between) (?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class MentionAsked:
    """Unquoted words to find; `match_case` for an abbreviation, `in_recitals` if only in recitals."""

    words: str
    match_case: bool
    in_recitals: bool


@dataclass(frozen=True, slots=True)
class NamingAsked:
    """The instruments whose citations are asked for.

    `issuers` and `year` are those of the citing texts, none and 0 for any: "which ITU texts of 2022 cite …?".
    """

    instruments: frozenset[InstrumentKey]
    issuers: frozenset[str] = frozenset()
    year: int = 0


def phrases_asked(text: str) -> tuple[str, ...]:
    """Return the phrases in quotation marks that a question asks for, if it asks for nothing else."""
    if set(topic(_QUOTED.sub(" ", text))) - _PHRASING:
        return ()
    return tuple(next(one for one in match.groups() if one).strip() for match in _QUOTED.finditer(text))


def mention_asked(text: str) -> MentionAsked | None:
    """Return the unquoted words to find, or None."""
    match = next(filter(None, (form.fullmatch(text) for form in _MENTIONED)), None)
    if match is None or _QUOTED.search(text):
        return None
    is_short = match["words"].isupper() and not text.isupper()
    return MentionAsked(match["words"], is_short, match.groupdict().get("recitals") is not None)


def cited_asked(text: str, about: Collection[str]) -> str | None:
    """Return the kind of texts whose citations by a text a question asks for, all of them: "res".

    '' stands for any kind; None if it asks for something else. `about` are its stemmed content words.
    """
    match = _CITING.search(text)
    if match is None or set(about) - _CITING_WORDS:
        return None
    is_one_kind = len({"resolutions", "decisions"} & set(re.findall(r"\w+", text.lower()))) == 1
    return {"resolutions": "res", "decisions": "dec"}.get(match["kind"].lower(), "") if is_one_kind else ""


def naming_asked(text: str, form: str, library: Library) -> NamingAsked | None:
    """Return the instruments whose citations a question asks for, or None."""
    spoken_of = (one for one in names_in(text, library) if is_spoken_of(text, one))
    name = next(spoken_of, None) if _NAMING.search(form) else None
    citing = _citing(name.left_of(text)) if name else None
    if name is None or citing is None:
        return None
    named = _named(name, library)
    return NamingAsked(named, *citing) if named else None


def _named(name: TextName, library: Library) -> frozenset[InstrumentKey]:
    """Return what texts cite by a name; a number is that of its body, else of any."""
    if name.editions:
        return frozenset(one.key.instrument for one in name.editions)
    named = {one.instrument for _, one in library.references()}
    if name.instrument is None or name.instrument in named:
        return frozenset(filter(None, (name.instrument,)))
    return frozenset(one for one in named if one.work == name.instrument.work)


def _citing(text: str) -> tuple[frozenset[str], int] | None:
    """Return the issuers and the year of citing texts, none and 0 for any; None for what cannot be read."""
    organs, year = name_reader(bodies_in_use()).organs, _OF_YEAR.search(text)
    beside = [
        organ
        for match in _CITING_TEXTS.finditer(text)
        for organ in (
            organs.before(text, match.start(), "", any_case=True),
            organs.after(text, match.end(), "", any_case=True),
        )
    ]
    issuers = frozenset(issuer for organ in beside if organ for issuer in organ.issuers)
    if None in beside or _OF_YEARS.search(text):
        return None
    return issuers, int(year[1] or year[2]) if year else 0
