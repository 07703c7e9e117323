"""What the library makes of a file, marked against its gold, one mark a fact."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.adoption import without_status_mark
from corpus.instruments import Edition, Kind, Part, Provision, Reference
from evals.bodies.gold import GoldClause, GoldFile, GoldText

MEASURES = (
    "taken",
    "instruments",
    "names",
    "titles",
    "years",
    "drafts",
    "whole",
    "labels",
    "kinds",
    "found",
    "precise",
)
"""The measures, in the order of the table.

Files taken, and with the right number of texts; names, titles, years of texts, and whether they are drafts;
clauses whole; of whole clauses, labels and kinds right; marked references
that were found; references found on the marked pages that are right.
"""
_MARKER = 12  # letters and digits of a marker or a footnote mark that may stand around a clause
_SLACK = 0.04  # of its length, for hyphens and marks inside it
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_SAME = {"recital": "pre", "preambular": "pre", "preamble": "pre", "art": "article", "artikel": "article"}
_LEFT_OUT = frozenset(["paragraph", "para", "paras", "operative", "the", "item", "no"])


class Fit(Enum):
    """How the words of a clause stand in a provision."""

    WHOLE = "whole"
    GLUED = "glued to more"
    CUT = "cut"
    ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact of a file: whether it is right, and what it is."""

    measure: str
    is_right: bool
    what: str = ""


def mark_file(gold: GoldFile, editions: Sequence[Edition]) -> Iterator[Mark]:
    """Mark the editions that came from a file against its gold."""
    yield Mark("taken", bool(editions), gold.path.name)
    if gold.instruments:
        is_right = gold.instruments - gold.shared <= len(editions) <= gold.instruments
        yield Mark("instruments", is_right, f"{len(editions)} texts, not {gold.instruments}")
    for text in gold.texts:
        yield from _mark_text(gold, text, editions)
    if gold.references is not None:
        found = list(_marked(gold, editions))
        left = [squash(reference.text) for reference in found]
        for expected in gold.references:
            match = next((words for words in left if _is_same(words, squash(expected))), None)
            if match is not None:
                left.remove(match)
            yield Mark("found", match is not None, f"reference not found: {expected}")
        for reference in found:
            words = squash(reference.text)
            is_known = any(_is_same(words, squash(expected)) for expected in gold.references)
            if is_known or not any(squash(word) in words for word in gold.also):
                yield Mark(
                    "precise", is_known, f"reference found: {reference.text[:60]} ({reference.target})"
                )


def _mark_text(gold: GoldFile, text: GoldText, editions: Sequence[Edition]) -> Iterator[Mark]:
    """Mark one text against the edition with its name, or else the only one; search all for its clauses."""
    named = [edition for edition in editions if is_named(without_status_mark(edition).name, text.names)]
    edition = named[0] if named else editions[0] if len(editions) == 1 else None
    yield Mark("names", bool(named), f"{text.names[0]}: {edition.name if edition else 'no such text'}")
    if text.titles:
        title = edition.title if edition else ""
        is_right = squash(title) in map(squash, text.titles)
        yield Mark("titles", is_right, f"{text.names[0]}: title “{title[:80]}”")
    if text.year:
        year = edition.key.year if edition else 0
        yield Mark("years", year == text.year, f"{text.names[0]}: {year}, not {text.year}")
    if edition:
        yield Mark("drafts", edition.is_adopted != gold.is_draft, f"{text.names[0]}: {edition.status}")
    for clause in text.clauses:
        yield from _mark_clause(text, clause, named[:1] or editions)


def _mark_clause(text: GoldText, clause: GoldClause, editions: Sequence[Edition]) -> Iterator[Mark]:
    """Mark one clause; its label and kind only where it is whole."""
    where = f"{text.names[0]}, {clause.labels[0]}"
    fits = [
        (fit(provision, clause), edition, provision)
        for edition in editions
        for provision in edition.provisions
    ]
    whole = [(edition, provision) for how, edition, provision in fits if how is Fit.WHOLE]
    best = next((how for how in Fit if any(how is actual for actual, _, _ in fits)), Fit.ABSENT)
    yield Mark("whole", bool(whole), f"{where}: {best.value}: {clause.first[:50]}")
    if not whole:
        return
    wanted = {label_words(label) for label in clause.labels}
    edition, provision = next((pair for pair in whole if label_words(pair[1].label) in wanted), whole[0])
    yield Mark(
        "labels", label_words(provision.label) in wanted, f"{where}: labelled “{provision.label[:70]}”"
    )
    kind = kind_of(edition, provision)
    yield Mark("kinds", kind == clause.kind, f"{where}: {kind}, not {clause.kind}")


def fit(provision: Provision, clause: GoldClause) -> Fit:
    """Return how the words of a clause stand in a provision, alone or behind the words of its head."""
    heads = ("", provision.head.text if provision.head else "")
    fits = [_fit(squash(f"{head} {provision.text}"), clause) for head in dict.fromkeys(heads)]
    return next(how for how in Fit if how in fits)


def _fit(words: str, clause: GoldClause) -> Fit:
    """Return how a clause stands in the letters and digits of a provision."""
    first, last = squash(clause.first), squash(clause.last)
    start = words.find(first)
    end = words.rfind(last)
    if start < 0 and end < 0:
        return Fit.ABSENT
    if start < 0 or end < start:
        return Fit.CUT
    around = start <= _MARKER and len(words) - end - len(last) <= _MARKER
    within = end + len(last) - start
    fits = not clause.chars or abs(within - clause.chars) <= max(_MARKER, _SLACK * clause.chars)
    return Fit.WHOLE if around and fits else Fit.GLUED


def kind_of(edition: Edition, provision: Provision) -> str:
    """Return whether a provision is known to be preambular or operative; an annex counts as operative."""
    part = edition.part_of(provision)
    if provision.kind in (Kind.PARAGRAPH, Kind.HEADING) or part is Part.PREFACE:
        return "other"
    return "preambular" if part is Part.PREAMBLE else "operative"


def label_words(label: str) -> tuple[str, ...]:
    """Return what a label says, in one wording.

    >>> label_words("third preambular paragraph"), label_words("§ 2(5)"), label_words("para. 2 (5)")
    (('pre', '3'), ('2', '5'), ('2', '5'))
    """
    tokens = re.findall(r"[a-z]+|[0-9]+", re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", label.lower()))
    words = [_SAME.get(token, token) for token in tokens if token not in _LEFT_OUT]
    words = [str(_ORDINALS.index(word) + 1) if word in _ORDINALS else word for word in words]
    return tuple(sorted(words, key=lambda word: word != "pre"))


def squash(words: str) -> str:
    """Return the letters and digits of words, in lower case."""
    return re.sub(r"[\W_]+", "", words.lower())


def is_named(called: str, names: Sequence[str]) -> bool:
    """Return True if a text has one of the names, ignoring the word "draft"."""
    name, *wanted = (re.sub(r"\bdraft\b", "", text, flags=re.IGNORECASE) for text in (called, *names))
    return squash(name) in map(squash, wanted)


def _marked(gold: GoldFile, editions: Sequence[Edition]) -> Iterator[Reference]:
    """Walk the references on the marked pages, or before the marked clause."""
    until = squash(gold.until)
    every = [(edition, provision) for edition in editions for provision in edition.provisions]
    for edition, provision in sorted(every, key=lambda row: row[1].line):
        is_beyond = until in squash(provision.text) if until else provision.page > gold.pages
        if is_beyond:
            return
        yield from edition.references_from(provision.eid)


def _is_same(one: str, other: str) -> bool:
    """Return True if two references name the same: one may say more, "Resolution 5" and "5"."""
    return bool(one and other) and (one in other or other in one)
