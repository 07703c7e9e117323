"""Documents that texts mention by a name alone, without a number: "the Muscat Road Map".

Such a name ends with the kind of document and has a capitalized word beside it. The library's texts can
answer what they say about a document, but not what it contains, unless it is in the library.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.instruments import Edition, Kind, Provision
from corpus.remembered import once_per_edition, stored_per_edition
from index.tokens import words

_NOUN = (
    r"(?:Accords?|Agenda|Agreement|Charter|Code|Compact|Convention|Covenant|Declaration|Directive|Framework|"
    r"Guidelines|Handbook|Manual|Memorandum|Outcome Document|Pact|Plan|Policy|Principles|"
    r"Programme of (?:Action|Work)|Protocol|Regulations|Report|Road ?[Mm]ap|Rules|Scheme|Statement|Statutes?|"
    r"Strategy|Terms of Reference|Treaty)"
)
_CAPITAL = r"(?:[A-Z][\w’'-]{0,150}+|\d{4})"  # no word has 150 letters
_LINK = r"(?:of|on|for|the|and|to|in|against)"
_AFTER = rf"(?:{_LINK} ){{1,3}}{_CAPITAL}(?: {_CAPITAL})*"
_NAME = re.compile(
    rf"(?P<before>(?:{_CAPITAL}(?: {_LINK}){{0,3}} ){{0,6}})(?P<noun>{_NOUN})\b"
    rf"(?P<after>(?: (?!and\b){_AFTER}(?: {_AFTER})*)?)"  # "the Convention and Article 9" are two
)
_DISTINCT = 2  # words of a long name, beside what the document is, that a question may shorten it to
# Asks for what stands in a document: "what does it say on …", "article 3 of", "the text of", "summarise …".
_CONTENT = re.compile(
    r"\b(?:sa(?:y|ys)|provides?|requires?|obliges?|lays?|stipulates?|contains?|decides?|prescribes?|"
    r"summari[sz]es?|summary|overview)\b"
    r"|\b(?:articles?|chapters?|sections?|annex(?:es)?|tables?|indicators?|rules?|obligations?|text|wording|"
    r"provisions?|measures?|list)\b.{0,40}\b(?:of|in|under|to|from|attached)\b"
    r"|\b(?:under|according to|what(?:'s| is) in)\b",
    re.IGNORECASE,
)
_OF_THE_HELD = re.compile(
    r"\b(?:does|do|did|under|according to) (?:the|this) (?:strategic )?(?:plan|text)\b", re.IGNORECASE
)

_Mention = tuple[Provision, str, frozenset[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that held texts mention: its name there, and the clauses that do."""

    name: str
    noun: frozenset[str]
    distinct: tuple[str, ...]
    naming: tuple[tuple[Edition, Provision], ...]

    def is_named(self, stems: Sequence[str]) -> bool:
        """Return True if a question's stemmed words say, close together, which document of what kind."""
        width = len(self.distinct) + len(self.noun)
        needed = min(_DISTINCT, len(self.distinct))
        for start in range(max(1, len(stems) - width + 1)):
            near = set(stems[start : start + width])
            if self.noun <= near and self.distinct[0] in near and len(near & {*self.distinct}) >= needed:
                return True
        return False


def documents(editions: Iterable[Edition], stems: Iterable[str] | None = None) -> tuple[Document, ...]:
    """Return the documents that some texts mention and that none of them is, in the order of the texts.

    With `stems`, only those whose name begins with one of them.
    """
    every = tuple(editions)
    found: dict[str, tuple[Document, list[tuple[Edition, Provision]]]] = {}
    for edition in every:
        for provision, name, noun, distinct in _mentioned_in(edition, stems):
            document = Document(name, noun, distinct, ())
            found.setdefault(name.lower(), (document, []))[1].append((edition, provision))
    titles = [title for edition in every for title in _titles(edition)] if found else []
    return tuple(
        replace(document, naming=tuple(naming))
        for document, naming in found.values()
        if not any({*document.distinct, *document.noun} <= title for title in titles)
    )


def _mentioned_in(edition: Edition, stems: Iterable[str] | None) -> Sequence[_Mention]:
    """Return the mentions in a text whose name begins with one of the stems, or all."""
    if stems is None:
        return _mentioned(edition)
    (by_stem,) = _by_first_stem(edition)
    places = sorted(place for stem in set(stems) for place in by_stem.get(stem, ()))
    return [_mentioned(edition)[place] for place in places]


@once_per_edition
def _by_first_stem(edition: Edition) -> Iterator[Mapping[str, Sequence[int]]]:
    """Give the places of mentions among those of a text, by the first stem of their distinct ones."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, (_, _, _, distinct) in enumerate(_mentioned(edition)):
        found[distinct[0]].append(place)
    yield dict(found)


@stored_per_edition(
    lambda edition, row: (edition.provisions[row[0]], row[1], frozenset(row[2]), tuple(row[3]))
)
def _mentioned(edition: Edition) -> Iterator[_Mention]:
    """Walk the names of documents in a text: where each is, the stems of its noun, and its other stems."""
    for provision in edition.provisions:
        for name, noun in _names(provision.text):
            stems = frozenset(words(noun))
            if distinct := tuple(stem for stem in dict.fromkeys(words(name)) if stem not in stems):
                yield provision, name, stems, distinct


def document_named(stems: Sequence[str], known: Iterable[Document]) -> Document | None:
    """Return the document that a question names, the one with the longest name."""
    named = [document for document in known if document.is_named(stems)]
    return max(named, key=lambda document: len(document.distinct), default=None)


def asks_content(question: str) -> bool:
    """Return True for a question for what stands in a document, False for one for what others say of it."""
    return _CONTENT.search(question) is not None and not _OF_THE_HELD.search(question)


@stored_per_edition(lambda _, stems: frozenset[str](stems))
def _titles(edition: Edition) -> Iterator[frozenset[str]]:
    """Walk the stems of what a text and its parts are called."""
    yield frozenset(words(f"{edition.name} {edition.title}"))
    for line in edition.provisions:
        if line.kind == Kind.HEADING and not line.head:
            yield frozenset(words(line.text))


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Walk the names in a text that tell a document from its kind, each with the noun in it."""
    parts = re.split(r"\b(?:and|or) (?=the\b)", text) if re.search(_NOUN, text) else ()
    for match in (match for part in parts for match in _NAME.finditer(part)):
        before = re.split(r"\b(?:the|The)\b", match["before"])[-1].lstrip()
        name = f"{before}{match['noun']}{match['after']}"
        if name != match["noun"]:
            yield name, match["noun"]
