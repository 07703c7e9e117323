"""What a question names besides the texts that are held: instruments, annexes, numbered articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.forms import any_of, topic
from assistant.understanding.names.reader import TextName, names_in
from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from corpus.bodies.registry import NOUNS
from corpus.instruments import Edition, Instrument, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from index.tokens import words
from ingest.targets import CitingText, Target
from ingest.treaty.references import named_articles

_ARTICLE = re.compile(
    r"\bno\. ?(?P<number>\d{1,3}[a-z]?)\b(?: of the (?:itu )?(?P<treaty>convention|constitution))?",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?P<type>annex|appendix|attachment) (?P<number>\d{1,2}|[a-z])\b", re.IGNORECASE)
# "Which convention should states ratify?", "the UN disability convention" name no treaty of this name alone
_TREATY = re.compile(
    r"(?:^\W*|\b(?:the|its|itu(?:['’]s)?) )(?P<treaty>constitution|convention)\b(?! (?:on|for|against)\b)",
    re.IGNORECASE,
)
# "Measure 15 (2009)", "Resolution 1.9 of AEWA": the number of a text, whoever gives it
_NUMBERED = re.compile(
    rf"\b(?P<name>(?:{'|'.join(noun.title() for noun in NOUNS)}) (?:No\.? ?)?[\w./-]*\d(?:[\w./-]*\w)?"
    r"(?: of (?:the )?(?:\d+(?:st|nd|rd|th) )?[A-Z][\w/-]*(?: [A-Z][\w/-]*)*)?)(?: \([^()]{1,40}\))?"
)
_SHORT = {"annex": "annex", "appendix": "app", "attachment": "att"}
# Asks what held texts say of a text, not what it says: "which clause names it", "where is it cited"
_NAMING = any_of(
    r"\b(?:mention(?:s|ed)?|cite[sd]?|refers? to|referred to|named?|names|quoted|invoke[sd]?|recall(?:s|ed)?|"
    r"links?)\b(?=.*\0)",
    r"\b(?:mentioned|cited|referred to|named|quoted|invoked|recalled|linked)\b(?!.*\0)",
    r"\bwhich (?:clause|recital|paragraph)\b(?! of(?: the)? \0)|\b(?:where (?:is|are)|subject of)\b",
    r"\b(?:about|(?:say|speak|talk)s? (?:of|on))(?: the)? \0|\babout(?: what)?\W*$",
    r"\bdo(?:es)? (?:the|this) (?:text|resolution|plan|decision) (?:rely|rest|build|draw|point|speak)\b",
)


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text that a question names and the library does not hold.

    `naming` are the references by which held texts name it; empty when none does. `rest` are
    the question's content words without the name. `asks_naming`: whether it asks what held texts say of the
    text, not what it says itself; `asks_more`: whether it also says of what.
    """

    words: str
    name: str
    target: Target | None
    naming: tuple[tuple[Edition, Provision, Reference], ...]
    rest: tuple[str, ...]
    asks_naming: bool
    asks_more: bool

    @property
    def edition(self) -> EditionKey | None:
        """The edition that is named, where the name says which."""
        named = self.target.edition if isinstance(self.target, ProvisionId) else self.target
        return named if isinstance(named, EditionKey) else None

    @property
    def instrument(self) -> InstrumentKey | None:
        """The instrument that is named, whatever its edition; None for a number that no known body gives."""
        named = self.target.edition if isinstance(self.target, ProvisionId) else self.target
        return named.instrument if isinstance(named, EditionKey) else named


def fetchable(named: MissingText, library: Library) -> Instrument | None:
    """Return the edition that is named, if it is not held and the catalogue has its address."""
    known = library.catalogue.edition(named.edition) if named.edition else None
    return known if known and known.address and not library.holds(known.edition) else None


def not_held(question: str, editions: Sequence[Edition], library: Library) -> MissingText | None:
    """Return the first text that a question names and the library does not hold.

    Annexes are those of the `editions` that the question is asked of.
    """
    for start, end, target in _targets(question, editions, library):
        if target and library.holds(target):
            continue
        rest = " ".join(f"{question[:start]} \0 {question[end:]}".split())
        typed, naming = question[start:end], tuple(_naming(target, library)) if target else ()
        name, beside = _name(target, typed, library), _NAMING.sub(" ", rest)
        asks_naming, asks_more = beside != rest, bool(topic(beside))
        return MissingText(typed, name, target, naming, topic(rest), asks_naming, asks_more)
    return None


def clauses_with_date(named: MissingText) -> list[tuple[Edition, Provision]]:
    """Return the naming clauses that put a date right after the name, or say of a day what it adopted."""
    return [
        (edition, provision)
        for edition, provision, reference in named.naming
        if re.match(r" of \d{1,2} [A-Z][a-z]+ \d{4}", provision.text[reference.end :])
        or re.search(r"\bon \d{1,2} [A-Z][a-z]+ \d{4} in (?:\w+ ){0,3}$", provision.text[: reference.start])
    ]


def covered(named: MissingText) -> bool:
    """Return True if a naming clause has every word that the question asks beside the name."""
    if isinstance(named.target, ProvisionId):
        return False  # a clause that points to an annex does not give what the annex says
    for _, provision, reference in named.naming:
        known = set(words(provision.text[reference.end :]))
        if named.rest and all(word in known for word in named.rest):
            return True
    return False


def _targets(
    question: str, editions: Sequence[Edition], library: Library
) -> Iterator[tuple[int, int, Target | None]]:
    """Walk the names of texts in a question, each as the key that held texts would use for it.

    A number that no known body writes so has none.
    """
    read = names_in(question, library)
    yield from ((name.start, name.end, _newest_of(name.target, library)) for name in read if name.target)
    for match in _apart(_NUMBERED, question, read):
        if not _is_said(match["name"], library):
            yield *match.span(), None
    yield from named_articles(question, CitingText(None, library.catalogue))
    for match in _apart(_ARTICLE, question, read):
        if treaty := _newest(library, (match["treaty"] or "convention").lower()):
            yield *match.span(), ProvisionId(treaty, f"no_{match['number'].lower()}")
    for match in _PART.finditer(question):
        yield from ((*match.span(), target) for target in _parts(match, editions))
    for match in _TREATY.finditer(question):
        if known := _newest(library, match["treaty"].lower()):
            yield *match.span("treaty"), known


def _apart(pattern: re.Pattern[str], text: str, read: Sequence[TextName]) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(text):
        if not any(name.start < match.end() and match.start() < name.end for name in read):
            yield match


def _is_said(name: str, library: Library) -> bool:
    pattern = re.compile(rf"{re.escape(name)}(?![\w/-])", re.IGNORECASE)
    clauses = (provision.text for edition in library.every for provision in edition.provisions)
    return any(map(pattern.search, (*(edition.name for edition in library.every), *clauses)))


def _newest_of(target: InstrumentKey | EditionKey, library: Library) -> InstrumentKey | EditionKey:
    """Return the edition that a number names, the newest that is known where it says no year."""
    return (
        (_newest(library, target.work, target.issuer) or target)
        if isinstance(target, InstrumentKey)
        else target
    )


def _newest(library: Library, work: str, issuer: str = "") -> EditionKey | None:
    present = [edition.key for edition in library.editions]
    named = [reference.target_edition for _, reference in library.references() if reference.target_edition]
    every = [*present, *named, *(instrument.edition for instrument in library.catalogue.instruments)]
    same = [key for key in every if key.instrument.work == work and issuer in ("", key.instrument.issuer)]
    return max(same, key=lambda key: key.year, default=None)


def _parts(match: re.Match[str], editions: Sequence[Edition]) -> Sequence[ProvisionId]:
    """Return the parts of texts that go by this name: the held one first, else those named."""
    segment = f"{_SHORT[match['type'].lower()]}_{match['number'].lower()}"
    parts = [ProvisionId(edition.key, segment) for edition in editions if segment in edition]
    if parts:
        return parts[:1]
    targets = [reference.target for edition in editions for reference in edition.references]
    named = [key for key in targets if isinstance(key, ProvisionId) and key.eid.split("__")[-1] == segment]
    return named[:1] or [ProvisionId(edition.key, segment) for edition in editions[:1]]


def _naming(target: Target, library: Library) -> Iterator[tuple[Edition, Provision, Reference]]:
    for edition, reference in library.references():
        if target in (reference.target, reference.target_edition, reference.instrument):
            yield edition, edition.provision(reference.source), reference


def _name(target: Target | None, typed: str, library: Library) -> str:
    """Return what a text or a part of one is called: as it is held, by the catalogue, else as it is typed."""
    if not isinstance(target, ProvisionId):
        name = _name_of(target, typed, library) if isinstance(target, EditionKey) else typed
        return name[:1].upper() + name[1:]
    edition, known = library.adopted(target.edition), library.catalogue.edition(target.edition)
    called = bodies_in_use().called(target.edition.instrument, target.edition.year)
    part = typed[:1].upper() + typed[1:].split(" of ")[0]
    if edition:
        return f"{part} to {edition.name}"
    return f"{part} of the {known.name if known else called or target.edition}"


def _name_of(key: EditionKey, typed: str, library: Library) -> str:
    """Return what an edition is called that is not held: by the catalogue, or as a held text calls it."""
    if known := library.catalogue.edition(key):
        return known.name
    cited = next((reference.text for _, reference in library.references() if reference.target == key), typed)
    names = name_reader(bodies_in_use()).names(cited, key.instrument.issuer)
    called = bodies_in_use().called(key.instrument, key.year) or cited
    return next((name.printed for name in names if name.instrument == key.instrument), called)
