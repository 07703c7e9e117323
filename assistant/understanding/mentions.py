"""Questions for clauses that contain words or cite a text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.forms import any_of, topic
from assistant.understanding.label_spotting import LabelRef, find_label
from assistant.understanding.names.asked import is_spoken_of
from assistant.understanding.names.reader import TextName, names_in
from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from corpus.bodies.relations import relation_verbs
from corpus.instruments import Edition, Relation
from corpus.keys import EditionKey, InstrumentKey
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
        "have has text texts resolution resolutions decision decisions document documents plan strategic "
        "annex annexes section sections every place places times mention mentioned refer refers search "
        "adopted language"
    )
)
_KINDS = any_of(r"\b(?:resolutions|decisions|texts|documents|instruments)\b")
# The first opening and the first kind behind it are enough; to try others takes long
_CITING = re.compile(
    r"\A(?>.*?\b(?:which|what|list|all|name)\b)"
    r"(?>.*?\b(?:resolutions|decisions|texts|documents|instruments)\b).*"
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
_VERB = (
    r"(?:cit|mention|invok|quot|nam)(?:es?|s|ing)|(?:refer|point)(?:s|ring|ing)?(?: back)? to|"
    r"rel(?:y|ies|ying) on"
)
_NAMING = any_of(
    r"\A(?>.*?\b(?:which|what|where|each|every|all|any|list|show|find|name|who|places?|how many)\b)"
    r".*\b(?:clauses?|paragraphs?|provisions?|recitals?|texts?|resolutions?|decisions?|places?|passages?|"
    r"where|parts?|who|else|others?|instruments?|documents?|editions?|revisions?|versions?)\b",
    r"^(?:clauses?|paragraphs?|provisions?|recitals?|texts?|places?|does|do|is|are)\b",
    rf"^(?:and )?(?:what|who) (?:{_VERB}) ",
)
_KIND = r"\b(?:texts?|resolutions?|decisions?|documents?|instruments?)\b"
_TEXTS = any_of(_KIND)
_OF_YEAR = any_of(rf"{_KIND}(?: adopted)? (?:of|from|in) (?:the year )?(\d{{4}})\b|\b(\d{{4}}) {_KIND}")
_RELATING = frozenset(
    topic("the this by it still already now ever since been conference assembly council other")
)
_CONDITIONED = any_of(r"\b(?:can|could|may|might|must|should|shall|would|will|how|why|when|who|whose)\b")
_OF_YEARS = any_of(r"\b(?:since|after|before|until|between) (?:19|20)\d\d\b")
# "which clauses cite considering f)?", "where is resolves 3 referred to?"
_CLAUSE_CITED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:which|what|where|who|list|show|find|does|do|is|are|any)\b.*?\b(?:{_VERB}) (?P<label>.+?)\W*",
        r"(?:where|which|what|how often|is|are)\b.*?\b(?:is|are) (?P<label>.+?) "
        r"(?:cited|mentioned|invoked|quoted|named|referred to|pointed to|relied on)\b.*",
    )
)


@dataclass(frozen=True, slots=True)
class RelationAsked:
    """What is done to a text, "what revokes A.905(25)?", or `by_it` to others.

    `name` is how the question calls it; `editions` are those of it that are held and meant.
    """

    relation: Relation
    instruments: frozenset[InstrumentKey]
    editions: tuple[Edition, ...]
    name: str
    by_it: bool


@dataclass(frozen=True, slots=True)
class MentionAsked:
    """Unquoted words to find; `match_case` for an abbreviation, `in_recitals` if only in recitals."""

    words: str
    match_case: bool
    in_recitals: bool


@dataclass(frozen=True, slots=True)
class NamingAsked:
    """The instruments whose citations are asked for: "which ITU resolutions of 2022 cite …?".

    `kind`, `issuers` and `year` are those of the citing texts; '', none and 0 stand for any. `name` is how
    the question calls the cited text; `is_all`: whether it asks nothing else.
    """

    instruments: frozenset[InstrumentKey]
    kind: str
    issuers: frozenset[str]
    year: int
    name: str
    is_all: bool

    def is_of(self, key: EditionKey) -> bool:
        """Return True if an edition is among the citing texts that are asked for."""
        own = key.instrument
        return (
            own.work.startswith(self.kind)
            and self.year in (0, key.year)
            and (not self.issuers or own.issuer in self.issuers)
        )


def phrases_asked(text: str) -> tuple[str, ...]:
    """Return the phrases in quotation marks that a question asks for, if it asks for nothing else."""
    if set(topic(_QUOTED.sub(" ", text))) - _PHRASING:
        return ()
    return tuple(next(part for part in match.groups() if part).strip() for match in _QUOTED.finditer(text))


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
    return None if _CITING.search(text) is None or set(about) - _CITING_WORDS else _kind(text)


def _kind(text: str) -> str:
    """Return the one kind of texts that a question asks for, as keys begin with it: "res"; '' for any."""
    kinds = {kind.lower() for kind in _KINDS.findall(text)}
    return {"resolutions": "res", "decisions": "dec"}.get(kinds.pop(), "") if len(kinds) == 1 else ""


def naming_asked(text: str, form: str, library: Library) -> NamingAsked | None:
    """Return the instruments whose citations a question asks for, or None."""
    names = names_in(text, library)
    name = next((name for name in names if is_spoken_of(text, name)), None) if _NAMING.search(form) else None
    if name is None or any(other.start < name.start and not other.editions for other in names):
        return None  # "Does Resolution 999 cite …?", which is not in the library
    left = name.left_of(text)
    named, issuers, year = _named(name, library), _issuers(left), _OF_YEAR.search(left)
    if not named or issuers is None or _OF_YEARS.search(left):
        return None
    is_all = not set(topic(left)) - _CITING_WORDS
    return NamingAsked(
        named, _kind(left), issuers, int(year[1] or year[2]) if year else 0, name.words, is_all
    )


def clause_cited(text: str, library: Library) -> LabelRef | None:
    """Return the label of the clause whose citations a question asks for, or None."""
    match = next(filter(None, (form.fullmatch(text.strip()) for form in _CLAUSE_CITED)), None)
    found = find_label(match["label"], library) if match else None
    return found if found and len(found.matches) == 1 and not found.rest else None


def relation_asked(text: str, library: Library) -> RelationAsked | None:
    """Return what a question asks that a text does to others, or others to it: "does A revoke …?"."""
    names, verbs = list(names_in(text, library)), relation_verbs(bodies_in_use())
    if len(names) != 1 or _CONDITIONED.search(text):
        return None
    name = names[0]
    said = [(match, match.group().lower()) for match in re.finditer(r"[\w-]+", name.left_of(text))]
    found = [(match, word) for match, word in said if word in verbs.every]
    if (
        len(found) != 1
        or set(topic(" ".join(word for _, word in said if word not in verbs.every))) - _RELATING
    ):
        return None
    match, word = found[0]
    is_active = word in verbs.plain or word in verbs.third
    by_it = is_active and match.start() >= name.start
    return RelationAsked(verbs.every[word], _named(name, library), tuple(name.editions), name.words, by_it)


def _named(name: TextName, library: Library) -> frozenset[InstrumentKey]:
    """Return what texts cite by a name; a number is that of its body, else of any."""
    if name.editions:
        return frozenset(edition.key.instrument for edition in name.editions)
    named = {reference.instrument for _, reference in library.references()}
    if name.instrument is None or name.instrument in named:
        return frozenset(filter(None, (name.instrument,)))
    return frozenset(instrument for instrument in named if instrument.work == name.instrument.work)


def _issuers(text: str) -> frozenset[str] | None:
    """Return the issuers of the texts that a question asks for, none for any; None for unknown bodies."""
    organs = name_reader(bodies_in_use()).organs
    beside = [
        organ
        for match in _TEXTS.finditer(text)
        for organ in (
            organs.before(text, match.start(), "", any_case=True),
            organs.after(text, match.end(), "", any_case=True),
        )
    ]
    known = frozenset(issuer for organ in beside if organ for issuer in organ.issuers)
    return None if None in beside else known
