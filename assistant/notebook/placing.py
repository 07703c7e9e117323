"""Find a note's current clause: in its own edition, in a newer one, or nowhere.

    note → its clause, if that is in the library → the place of its words there
         → the corresponding clause of a newer edition

Words are looked for at their old position, then at the nearest occurrence in the clause. If they no longer
occur, the note stays on the clause and says so; if the clause is gone, its stored label and words are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.comparison.counterparts import ClauseLocator
from assistant.library.library import Library
from assistant.library.standing import edition_name
from assistant.notebook.note import Note, StoredClause
from corpus.errors import InvalidKey
from corpus.instruments import Edition
from corpus.keys import EditionKey, ProvisionId

GONE = "This clause is no longer in the library; shown as it read when you wrote the note."
REWORDED = "The clause has changed since this note was written."
WORDS_GONE = "The highlighted words are no longer in this clause: “{}”"


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note with the current clause; `id` is None if the clause is gone.

    The highlighted words are at `start` to `stop` of `on`; both are 0 where there are none. `remarks` are
    sentences. `newer` is the corresponding clause of a newer edition.
    """

    note: Note
    id: ProvisionId | None
    on: StoredClause
    start: int
    stop: int
    remarks: tuple[str, ...] = ()
    newer: ProvisionId | None = None


def placed(note: Note, locator: ClauseLocator) -> PlacedNote:
    """Return a note where it was written, and the corresponding clause of the newest edition."""
    found = _on(note, note.on.id, locator.library)
    if found.id is None:
        return found
    newest = next(iter(locator.library.instruments.get(found.id.edition.instrument, ())), None)
    if newest is None or newest.key <= found.id.edition:
        return found
    newer = locator.counterpart(found.id, newest.key)
    remarks = () if newer else (f"The {newest.key.year} edition has no corresponding clause.",)
    return replace(found, newer=newer, remarks=(*found.remarks, *remarks))


def placed_in(edition: Edition, notes: Iterable[Note], locator: ClauseLocator) -> Iterator[PlacedNote]:
    """Walk the notes to show in an edition: its own, and those on corresponding clauses of earlier ones."""
    for note in notes:
        id_ = note.on.id
        if id_ is None or id_.edition > edition.key or id_.edition.instrument != edition.key.instrument:
            continue
        if id_.edition == edition.key:
            found = _on(note, id_, locator.library)
        else:
            there = locator.counterpart(id_, edition.key) if locator.library.provision(id_) else None
            found = _on(note, there, locator.library)
            written = f"Your note on the {id_.edition.year} edition."
            found = replace(found, remarks=(written, *found.remarks))
        if found.id is not None:
            yield found


def by_text(notes: Iterable[Note], locator: ClauseLocator) -> tuple[tuple[str, tuple[PlacedNote, ...]], ...]:
    """Return notes grouped by the names of their editions, in library order; removed texts come last."""
    library, grouped = locator.library, defaultdict[str, list[Note]](list)
    for note in notes:
        grouped[note.on.clause.partition("#")[0]].append(note)
    editions = {
        str(edition.key): edition for of_text in library.every_instrument.values() for edition in of_text
    }
    keys = [*(key for key in editions if key in grouped), *sorted(grouped.keys() - editions.keys())]
    return tuple(
        (_name(key, grouped[key], library), _ordered(grouped[key], editions.get(key), locator))
        for key in keys
    )


def _name(key: str, notes: Iterable[Note], library: Library) -> str:
    """Return the name of an edition; of one that is unknown now, as the citation in a note has it."""
    try:
        name = edition_name(EditionKey.parse(key), library)
    except InvalidKey:
        name = key
    cited, closing, _ = next(iter(notes)).on.label.partition("), ")
    return f"{cited})" if closing and name == key else name


def _ordered(
    notes: Iterable[Note], edition: Edition | None, locator: ClauseLocator
) -> tuple[PlacedNote, ...]:
    """Place the notes on one edition, in the order of its clauses and of the words in them."""
    provisions = edition.provisions if edition else ()
    order = {str(edition.id_of(provision)): at for at, provision in enumerate(provisions)} if edition else {}
    found = sorted(notes, key=lambda note: (order.get(note.on.clause, len(order)), note.start))
    return tuple(placed(note, locator) for note in found)


def _on(note: Note, id_: ProvisionId | None, library: Library) -> PlacedNote:
    """Place a note on the current version of a clause."""
    found = library.provision(id_) if id_ else None
    if id_ is None or found is None:
        return PlacedNote(note, None, note.on, note.start, note.stop, (GONE,))
    on, words = StoredClause.of(*found), note.highlighted
    at = _nearest(words, on.words, note.start) if words else -1
    if words and at < 0:
        return PlacedNote(note, id_, on, 0, 0, (WORDS_GONE.format(words),))
    is_reworded = not words and on.words != note.on.words
    remarks = (REWORDED,) if is_reworded else ()
    return PlacedNote(note, id_, on, max(at, 0), max(at, 0) + len(words), remarks)


def _nearest(words: str, text: str, start: int) -> int:
    """Return the position of words in a text that is nearest to a given one; -1 if they do not occur.

    >>> _nearest("pier", "a pier, the other pier", 15)
    18
    """
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return min(places, key=lambda place: abs(place - start), default=-1)
