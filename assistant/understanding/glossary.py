"""What the texts explain, by the words of each term: entries, rows of tables, sentences, notes.

Read once over a set of texts; a term is looked up by its stemmed words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.instruments import Edition, Kind, Provision
from index.tokens import words

Unit = tuple[Edition, Provision]
Term = tuple[str, ...]

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_EXPLAINS = (
    r"(?:(?:consists?|comprises?|means?|denotes?|refers? to|represents?|includes?)\b"
    r"|(?:is|are)(?= (?:an?|the|any|all|one|every|those|what|how|where)\b))"
)
# "A learning centre is …", "“Sky glow” means …", "The term “pier” (…) includes …"
_OPENING = re.compile(
    r"(?:that )?(?:the (?:term|word|expression) |an?\b|the\b|these\b|ITU's)? ?"
    rf"[“\"‘']?(?P<term>[\w/' -]{{2,60}}?)[”\"’']?(?: \([^()]*\))? (?:shall |also )?{_EXPLAINS}",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the|itu's) ", re.IGNORECASE)
# "Expert: A person sent by either:"
_ENTRY = re.compile(r"[“\"]?(?P<term>[A-Z][\w/'’ -]{1,60}?)[”\"]?(?: \([^()]*\))?: (?=[A-Z“\"])")
_DIGIT = re.compile(r"\d")
_DEFINES = re.compile(r"\b(?:definitions?|meanings?|explanations?)\b", re.IGNORECASE)
# "This agenda", "duties of the Board", "each text should": what only looks like a name
_NO_NAME = re.compile(
    r"\b(?:this|these|that|those|there|they|it|its|we|our|each|any|all|to|of|and|which|where|what|for|"
    r"should|shall|may|must|can|will|be)\b|\b(?:\w+\W+){6}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Glossary:
    """The units that explain terms, each kind by the terms' words, in the order of the texts."""

    entries: Mapping[Term, tuple[Unit, ...]]
    rows: Mapping[Term, tuple[Unit, ...]]
    sentences: Mapping[Term, tuple[Unit, ...]]
    noted: tuple[Unit, ...]

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> Glossary:
        """Read the texts."""
        found = tuple(defaultdict[Term, list[Unit]](list) for _ in range(3))
        noted: list[Unit] = []
        for edition in editions:
            for one in edition.provisions:
                for place, term in _terms(one):
                    found[place][term].append((edition, one))
                if not one.inline and any(note.kind == Kind.FOOTNOTE for note in edition.children(one.eid)):
                    noted.append((edition, one))
        entries, rows, sentences = ({term: tuple(units) for term, units in one.items()} for one in found)
        return cls(entries, rows, sentences, tuple(noted))

    def rows_of(self, term: Term) -> tuple[Unit, ...]:
        """Return the rows of a term, or the only one whose name ends with it: "Strategic goals"."""
        if exact := [unit for own, units in self.rows.items() if set(own) == set(term) for unit in units]:
            return tuple(exact)
        ending = [unit for own, units in self.rows.items() if own[-len(term) :] == term for unit in units]
        return tuple(ending) if len(ending) == 1 else ()

    def note_of(self, term: str) -> Unit | None:
        """Return the footnote whose mark stands right after a term."""
        marked = re.compile(rf"\b{re.escape(term)}s?(?P<mark>[{_RAISED}]+|\d{{1,2}}\b)", re.IGNORECASE)
        for edition, one in self.noted:
            match = marked.search(one.text)
            for note in edition.children(one.eid) if match else ():
                assert match is not None
                if note.kind == Kind.FOOTNOTE and _plain(note.marker) == _plain(match["mark"]):
                    return edition, note
        return None


def bare(term: str) -> str:
    """Return a term without its article."""
    return _ARTICLE.sub("", term)


def defined(edition: Edition) -> Iterator[tuple[str, Provision]]:
    """Walk the terms that a text sets out to define, as it has them: entries, rows of a table, sentences.

    Stricter than a look-up, which may find a term in any sentence: a sentence counts in an annex or an
    article, and only where its subject is a name.
    """
    for one in edition.provisions:
        for place, term in _explained(one):
            if _IS_DEFINED[place](edition, one, term):
                yield term, one


def _is_entry(edition: Edition, one: Provision, term: str) -> bool:
    """Return True for an entry of a glossary, False for a numbered row: "Goal 1: …"."""
    del edition
    return one.kind in _DEFINING and not _DIGIT.search(term)


def _is_row(edition: Edition, one: Provision, term: str) -> bool:
    """Return True for a row of two columns under a heading that says that the second defines the first."""
    heading = edition.find(one.parent)
    return bool(term) and one.text.count("\t") == 1 and bool(heading and _DEFINES.search(heading.text))


def _is_sentence(edition: Edition, one: Provision, term: str) -> bool:
    """Return True for a sentence that says what a name means."""
    del edition
    return one.kind in _DEFINING and not one.text.startswith("ITU's") and not _NO_NAME.search(term)


_DEFINING = (Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH)
_IS_DEFINED = (_is_entry, _is_row, _is_sentence)


def _terms(one: Provision) -> Iterator[tuple[int, Term]]:
    """Walk the terms that a unit explains by their stems, as an entry (0), a row (1) or a sentence (2)."""
    return ((place, tuple(words(term))) for place, term in _explained(one))


def _explained(one: Provision) -> Iterator[tuple[int, str]]:
    """Walk the terms that a unit explains in its words, as an entry (0), a row (1) or a sentence (2)."""
    if one.kind == Kind.HEADING:
        return
    if entry := _ENTRY.match(one.text):
        yield 0, entry["term"]
    if one.kind == Kind.TABLE_ROW:
        yield 1, one.text.split("\t")[0]
    elif opening := _OPENING.match(one.text):
        yield 2, opening["term"]


def _plain(mark: str) -> str:
    """Return the number of a footnote's mark, raised or not."""
    return mark.translate(str.maketrans(_RAISED, "0123456789"))
