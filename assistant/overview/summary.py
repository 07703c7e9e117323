"""What a text is, in at most five of its own clauses, chosen by structure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.drafting.duties import Duty
from assistant.overview.definitions import stem_of
from assistant.overview.wording import sentence_with
from assistant.quotation import governing
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import ProvisionId
from index.tokens import words

_MOST = 5
_WORDS = 5  # of a heading that names what stands below it
_DECIDING = frozenset(
    words("adopts decides resolves declares approves endorses proclaims extends establishes")
)
_UNITS = (Kind.OPERATIVE, Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.RECITAL)


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that says what a text is: `about` is what it tells, in our words; the rest are its own."""

    about: str
    provision: ProvisionId
    label: str
    governing: str
    words: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A clause, and words of its sentence that is meant; '' for the first."""

    unit: Provision
    words: str = ""


Finder = Callable[[Edition, Sequence[Duty]], Iterator[_Found]]


def summary(edition: Edition, duties: Sequence[Duty]) -> tuple[Statement, ...]:
    """Return at most five statements of what a text is, each from a different clause.

    `duties` are the duties that the text gives. The first entries of `_WANTED` are chosen first; the
    statements are in reading order.
    """
    found: dict[str, tuple[str, _Found]] = {}
    for about, find in _WANTED:
        hit = next(
            (hit for hit in find(edition, duties) if hit.unit.eid not in found and hit.unit.text.strip()),
            None,
        )
        if hit is not None and len(found) < _MOST:
            found[hit.unit.eid] = about, hit
    ordered = sorted(found.values(), key=lambda row: _ORDER.index(row[0]))
    return tuple(_statement(about, edition, hit) for about, hit in ordered)


def _statement(about: str, edition: Edition, hit: _Found) -> Statement:
    unit = hit.unit
    words = sentence_with(hit.words, unit, edition)
    return Statement(about, edition.id_of(unit), edition.citation(unit), governing(edition, unit), words)


def _decision(edition: Edition, _: Sequence[Duty]) -> Iterator[_Found]:
    """Walk what is decided: below a head that decides and addresses nobody, else by a paragraph's verb."""
    for heading in edition.provisions:
        decides = heading.kind is Kind.HEADING and heading.head and not heading.head.is_preambular
        if decides and heading.head and not heading.head.addressee:
            yield from (_Found(unit) for unit in edition.children(heading.eid) if unit.kind in _UNITS)
    for unit in edition.provisions:  # "5. Decides …"
        is_own = unit.kind is Kind.OPERATIVE and unit.head and unit.text.startswith(unit.head.verb)
        if is_own and unit.head and stem_of(unit.head) in _DECIDING:
            yield _Found(unit)


def _saying(edition: Edition, _: Sequence[Duty]) -> Iterator[_Found]:
    """Walk the paragraphs of the text itself, but for those that only open a list."""
    for unit in edition.provisions:
        is_statement = unit.kind in (Kind.OPERATIVE, Kind.PARAGRAPH) and not unit.text.rstrip().endswith(":")
        if is_statement and edition.part_of(unit) in _BODY:
            yield _Found(unit)


def _below(*names: str) -> Finder:
    """Make what finds the first clause below each short heading that has one of these words."""
    wanted = {stem for name in names for stem in words(name)}

    def find(edition: Edition, _: Sequence[Duty]) -> Iterator[_Found]:
        for heading in edition.provisions:
            if heading.kind is Kind.HEADING and not heading.head and edition.part_of(heading) in _BODY:
                has = words(heading.text)
                if len(has) <= _WORDS and wanted.intersection(has):
                    yield from (
                        _Found(unit) for unit in edition.children(heading.eid)[:1] if unit.kind in _UNITS
                    )

    return find


_BODY = (Part.OPERATIVE, Part.ANNEX)


def _duties(edition: Edition, duties: Sequence[Duty], *, due: bool = False) -> Iterator[_Found]:
    """Walk what bodies are asked to do: first by heads that address them, then by words within a clause.

    With `due` only what is asked by a time or at intervals.
    """
    duties = [duty for duty in duties if duty.addressees and (duty.deadline or not due)]
    for is_addressed in (True, False):
        for duty in duties:
            unit = edition.provision(duty.provision.eid)
            by_head = bool(unit.head and unit.head.addressee) or unit.text.startswith(duty.head.verb)
            if by_head == is_addressed:
                yield _Found(unit, duty.action)


_TITLE, _RESTS, _DECIDES = "What it is called", "What it rests on", "What it decides"
_VISION, _MISSION, _SCOPE = "What it aims for", "What the mission is", "What it covers"
_ACTS, _DUE, _SAYS = "Who is asked to act", "What is due, and when", "What it says"
_ORDER = (_TITLE, _RESTS, _DECIDES, _SCOPE, _VISION, _MISSION, _SAYS, _ACTS, _DUE)
_WANTED: tuple[tuple[str, Finder], ...] = (
    (
        _TITLE,
        lambda edition, _: (_Found(unit) for unit in edition.provisions if unit.eid == "preface__title"),
    ),
    (_DECIDES, _decision),
    (_VISION, _below("vision")),
    (_MISSION, _below("mission")),
    (_ACTS, _duties),
    (_DUE, partial(_duties, due=True)),
    (_VISION, _below("purpose", "aim", "goals", "objectives")),
    (_SCOPE, _below("scope", "introduction")),
    (_RESTS, lambda edition, _: (_Found(unit) for unit in edition.provisions if unit.kind is Kind.RECITAL)),
    (_SAYS, _saying),
    (_SAYS, _saying),
    (_SAYS, _saying),
)
"""What is looked for, the most telling first."""
