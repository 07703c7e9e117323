"""The library: its editions, the texts that they cite, and which of them are in force.

Drafts, and editions to be adopted in the future, are kept separate: they can be found by key or name, and
nothing else here counts them.

The index is built from the library and can always be rebuilt. assistant/library/storage.py describes the
files on disk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from assistant.library.inventory import lost, lost_editions, read_inventory
from assistant.library.storage import (
    PACKS,
    SHIPPED,
    DamagedEdition,
    HomeInUse,
    Record,
    is_stored,
    open_bodies,
    original_of,
    originals,
    place,
    places,
    read_stored,
    shipped_text,
    store_edition,
    unwritable,
    writing,
)
from assistant.settings import today
from corpus.adoption import status_on, with_status_mark
from corpus.canonical import fingerprint
from corpus.catalogue import Catalogue, catalogue
from corpus.errors import HomeUnavailable, UnknownEdition
from corpus.instruments import Edition, EditionStatus, Provision, Reference, Relation
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from corpus.labels import LabelKey, label_key, opening_key
from corpus.remembered import once_per_edition
from index.bank import packed_questions

Held = tuple[Edition, Record]
Target = InstrumentKey | EditionKey | ProvisionId  # what a reference names

_Key = TypeVar("_Key")
_Unit = TypeVar("_Unit")


@dataclass(frozen=True)
class Library:
    """The editions that are held, and what the catalogue knows beside them.

    `pending` are the editions that are not adopted, each with that mark in its name (corpus/adoption.py).
    `records` say where each edition that lies on disk came from. `whole` is the library that filters
    narrowed to this one, None where this is all of it: which edition is in force is always read there.
    `packs` is the folder of the question packs that the home itself holds. `own` are the editions among
    `pending` that one account alone has (own_drafts.py).
    """

    editions: tuple[Edition, ...]
    catalogue: Catalogue
    notices: tuple[str, ...] = ()
    records: Mapping[EditionKey, Record] = field(default_factory=dict)
    whole: Library | None = field(default=None, repr=False)
    packs: Path | None = None
    pending: tuple[Edition, ...] = ()
    own: frozenset[EditionKey] = frozenset()

    @cached_property
    def _by_key(self) -> dict[EditionKey, Edition]:
        return {edition.key: edition for edition in self.every}

    @cached_property
    def _adopted(self) -> dict[EditionKey, Edition]:
        return {edition.key: edition for edition in self.editions}

    @property
    def every(self) -> tuple[Edition, ...]:
        """The adopted editions, then those that are not adopted."""
        return (*self.editions, *self.pending)

    def edition(self, key: EditionKey) -> Edition:
        """Return an edition that is held. Raises UnknownEdition."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownEdition(f"'{key}' is not in the library; see: resolutions list") from None

    def find(self, key: EditionKey) -> Edition | None:
        """Return the edition, adopted or not, or None when it is not held."""
        return self._by_key.get(key)

    def adopted(self, key: EditionKey) -> Edition | None:
        """Return the edition, or None when it is not held or not adopted."""
        return self._adopted.get(key)

    def is_pending(self, key: EditionKey) -> bool:
        """Return True for an edition that is held and not adopted."""
        return key in self._by_key and key not in self._adopted

    def apart(self, keys: Iterable[EditionKey]) -> Library:
        """Return a library of these editions alone, adopted or not."""
        editions = tuple(self.edition(key) for key in dict.fromkeys(keys))
        return replace(self, editions=editions, pending=(), whole=self.whole or self)

    def with_own(self, drafts: Mapping[EditionKey, Held]) -> Library:
        """Return the library as the account with these drafts sees it; an adopted text hides its draft."""
        shown = {key: held for key, held in drafts.items() if key not in self._adopted}
        others = (edition for edition in self.pending if edition.key not in shown)
        pending = sorted((*others, *(edition for edition, _ in shown.values())), key=lambda text: text.key)
        records = {**self.records, **{key: record for key, (_, record) in shown.items()}}
        return replace(self, pending=tuple(pending), records=records, own=frozenset(shown))

    def is_due(self, day: date) -> bool:
        """Return True if the date of an edition to come has come by a day: it is to be opened as law."""
        return any(status_on(edition, day) is EditionStatus.ADOPTED for edition in self.pending)

    def provision(self, id_: ProvisionId) -> tuple[Edition, Provision] | None:
        """Return a provision with its edition, or None when it is not held."""
        edition = self._by_key.get(id_.edition)
        found = edition.find(id_.eid) if edition else None
        return (edition, found) if edition and found else None

    def replaces_shipped(self, key: EditionKey) -> bool:
        """Return True if a person has put a text in the place of one that comes with the program."""
        record = self.records.get(key)
        is_shipped = any(instrument.edition == key for instrument in self.catalogue.shipped())
        return is_shipped and record is not None and record.file != SHIPPED

    def holds(self, target: Target) -> bool:
        """Return True if what a reference names is held in an adopted text."""
        if isinstance(target, ProvisionId):
            edition = self._adopted.get(target.edition)
            return edition is not None and target.eid in edition
        if isinstance(target, EditionKey):
            return target in self._adopted
        return target in self._newest

    @cached_property
    def _newest(self) -> dict[InstrumentKey, int]:
        """The year of the newest adopted edition that is held of each instrument."""
        years = _gathered((key.instrument, key.year) for key in self._adopted)
        return {instrument: max(adopted_years) for instrument, adopted_years in years.items()}

    @cached_property
    def _years(self) -> Mapping[InstrumentKey, Sequence[int]]:
        """The years of the editions that are held or known of each instrument."""
        keys = (*self._adopted, *(instrument.edition for instrument in self.catalogue.instruments))
        return _gathered((key.instrument, key.year) for key in keys)

    def in_force_in(self, key: InstrumentKey, year: int) -> EditionKey | None:
        """Return the edition of an instrument that was in force in a year, as far as it is held or known."""
        years = (self.whole or self)._years.get(key, ())
        newest = max((candidate for candidate in years if candidate <= year), default=0)
        return EditionKey(key, newest) if newest else None

    def in_force(self, key: InstrumentKey) -> EditionKey | None:
        """Return the newest edition of an instrument that is held or known."""
        years = (self.whole or self)._years.get(key)
        return EditionKey(key, max(years)) if years else None

    def superseded_by(self, key: EditionKey) -> str:
        """Return the name of what has superseded an edition, held or not; '' where nothing has."""
        newer = self.successor(key)
        edition, known = (
            ((self.whole or self).adopted(newer), self.catalogue.edition(newer)) if newer else (None, None)
        )
        return edition.name if edition else known.name if known else str(newer or "")

    def successor(self, key: EditionKey) -> EditionKey | None:
        """Return what has superseded an edition: the newest one, held or known, or a text that revokes it."""
        newest = self.in_force(key.instrument)
        if newest is None or (self.whole or self).is_pending(key):
            return None
        if newest.year > key.year:
            return newest
        ending = self.ended_by(key)
        return ending[0].key if ending else None

    def is_in_force(self, key: EditionKey) -> bool:
        """Return True for an adopted edition if nothing held or known has superseded it."""
        is_newest = self.in_force(key.instrument) == key and not (self.whole or self).is_pending(key)
        return is_newest and self.successor(key) is None

    def ended_by(self, target: InstrumentKey | EditionKey) -> tuple[Edition, Reference] | None:
        """Return the first adopted text that revokes or replaces a whole text, and the clause's reference."""
        instrument = target.instrument if isinstance(target, EditionKey) else target
        for edition, reference in (self.whole or self)._endings.get(instrument, ()):
            until = reference.target.year if isinstance(reference.target, EditionKey) else edition.key.year
            if isinstance(target, InstrumentKey) or target.year <= until:
                return edition, reference
        return None

    @cached_property
    def _endings(self) -> Mapping[InstrumentKey, Sequence[tuple[Edition, Reference]]]:
        """The references that revoke or replace whole texts, by what they name; no text ends itself."""
        return _gathered(
            (reference.instrument, (edition, reference))
            for edition, reference in self.references()
            if reference.relation in (Relation.REVOKES, Relation.REPLACES)
            and reference.instrument != edition.key.instrument
        )

    def is_newest(self, key: EditionKey) -> bool:
        """Return True if no newer edition of its instrument is held; a newer one may be known."""
        return self._newest[key.instrument] == key.year

    @cached_property
    def newest(self) -> tuple[Edition, ...]:
        """The newest edition that is held of each instrument, in the order of the editions."""
        return tuple(edition for edition in self.editions if self.is_newest(edition.key))

    @cached_property
    def instruments(self) -> Mapping[InstrumentKey, Sequence[Edition]]:
        """The adopted editions that are held of each instrument, the newest first; the instruments in order.

        Numbers are ordered as people count: Resolution 2 stands before Resolution 140.
        """
        return _by_instrument(self.editions)

    @cached_property
    def every_instrument(self) -> Mapping[InstrumentKey, Sequence[Edition]]:
        """The same with the editions that are not adopted, which come last."""
        return _by_instrument(self.every)

    @cached_property
    def cited(self) -> Mapping[str, tuple[tuple[Edition, Provision], ...]]:
        """The provisions by their full citation, in small letters."""
        return _gathered(
            (cited, (edition, provision)) for edition in self.editions for cited, provision in _cited(edition)
        )

    @cached_property
    def labelled(self) -> Mapping[LabelKey, tuple[tuple[Edition, Provision], ...]]:
        """The provisions by what their label names within their edition."""
        return _gathered((key, unit) for unit, key in self._labels())

    @cached_property
    def labelled_plainly(
        self,
    ) -> Mapping[tuple[str, ...], tuple[tuple[LabelKey, tuple[Edition, Provision]], ...]]:
        """The provisions with what their label names in plain numbers, by these numbers.

        One that opens with its unit goes by that too: "Goal 2: Piers".
        """
        keys = (
            (unit, key) for unit, own in self._labels() for key in (own, opening_key(unit[1].text)) if key
        )
        return _gathered((form.numbers, (form, unit)) for unit, key in keys for form in key.plainly)

    def _labels(self) -> Iterator[tuple[tuple[Edition, Provision], LabelKey]]:
        """Walk all provisions with what their label names, but those that have only their text's name."""
        for edition in self.editions:
            for provision, key in _label_keys(edition):
                yield (edition, provision), key

    @cached_property
    def label_heads(self) -> frozenset[frozenset[str]]:
        """The words that labels have beside their units and numbers, those of each label together."""
        return frozenset(key.heads for key in self.labelled)

    def references(self) -> Iterable[tuple[Edition, Reference]]:
        """Walk every reference of every edition held."""
        return ((edition, reference) for edition in self.editions for reference in edition.references)

    @cached_property
    def named(self) -> Mapping[Target, tuple[ProvisionId, ...]]:
        """Cited texts that are not in the library, the catalogue's first, each with the citing clauses.

        A citation without an edition means the one in force when the citing text was adopted, if known. A
        clause is listed once per citation.
        """
        naming: dict[Target, list[ProvisionId]] = {
            instrument.edition: [] for instrument in self.catalogue.instruments
        }
        for edition, reference in self.references():
            if not self.holds(reference.target):
                naming.setdefault(self._meant(reference.target, edition.key.year), []).append(
                    ProvisionId(edition.key, reference.source)
                )
        for instrument in self.catalogue.instruments:
            naming[instrument.edition] = naming[instrument.edition] or list(instrument.named_by)
        return {target: tuple(clauses) for target, clauses in naming.items() if not self.holds(target)}

    def _meant(self, target: Target, year: int) -> Target:
        """Return the text to add so that a target cited in a given year is in the library."""
        if isinstance(target, ProvisionId):
            return target if target.edition in self._adopted else target.edition
        return (self.in_force_in(target, year) or target) if isinstance(target, InstrumentKey) else target

    @cached_property
    def questions(self) -> Mapping[EditionKey, int]:
        """How many questions of its packs count for each edition that has one (corpus/packs.py)."""
        return Counter(question.edition for question in packed_questions(self.editions, self.packs)[0])

    def fingerprints(self) -> dict[str, str]:
        """Return the hash of each edition's canonical text, by its key: what an index is built from."""
        return {
            str(edition.key): self.records[edition.key].fingerprint
            if edition.key in self.records
            else fingerprint(edition)
            for edition in self.editions
        }


@once_per_edition
def _label_keys(edition: Edition) -> Iterator[tuple[Provision, LabelKey]]:
    for provision in edition.provisions:
        if key := label_key(provision.label.removeprefix(edition.name)):
            yield provision, key


def _by_instrument(editions: Iterable[Edition]) -> Mapping[InstrumentKey, Sequence[Edition]]:
    """Return editions by instrument, the newest first and what is not adopted last."""
    ordered = sorted(editions, key=lambda edition: (not edition.is_adopted, -edition.key.year))
    found = _gathered((edition.key.instrument, edition) for edition in ordered)

    def place(row: tuple[InstrumentKey, object]) -> tuple[str, list[tuple[int, str]]]:
        words = re.split(r"([0-9]+)", row[0].work)
        return row[0].issuer, [(int(word), "") if word.isdigit() else (0, word) for word in words]

    return dict(sorted(found.items(), key=place))


@once_per_edition
def _cited(edition: Edition) -> Iterator[tuple[str, Provision]]:
    """Walk the provisions of a text with their full citations, in small letters."""
    return ((edition.citation(provision).lower(), provision) for provision in edition.provisions)


def _gathered(rows: Iterable[tuple[_Key, _Unit]]) -> dict[_Key, tuple[_Unit, ...]]:
    found: dict[_Key, list[_Unit]] = {}
    for key, unit in rows:
        found.setdefault(key, []).append(unit)
    return {key: tuple(units) for key, units in found.items()}


def open_library(home: Path, day: date | None = None) -> Library:
    """Return the library of a home, with the shipped texts, as of a day (default: today).

    The shipped texts are as the program brings them, whatever was edited in the home. A text that a person
    put in place of a shipped one stays. From then on the whole process uses the bodies of this home.
    Notices report a home that cannot be read or written and each invalid file of bodies; everything readable
    is loaded.
    """
    folder, known_texts = home / "library", catalogue()
    faults = open_bodies(home)
    stored, damaged = _read_all(folder)
    listed = read_inventory(folder)
    unread = listed.keys() - stored.keys()
    notices: list[str] = []
    for instrument in known_texts.shipped():
        edition, record, original = shipped_text(instrument)
        key, path = edition.key, place(folder, edition.key)
        if _is_replaced(path, stored.get(key), record, listed.get(key)):
            stored.setdefault(key, (edition, record))
            continue
        stored[key] = edition, record
        damaged.pop(path, None)
        notices += _furnish(home, edition, record, original)
    editions = sorted((edition for edition, _ in stored.values()), key=lambda edition: edition.key)
    on_day = [with_status_mark(edition, status_on(edition, day or today())) for edition in editions]
    records = {edition.key: record for edition, record in stored.values()}
    messages = (*faults, *notices, *damaged.values(), *map(lost, lost_editions(folder, unread)))
    adopted, pending = (
        tuple(edition for edition in on_day if edition.is_adopted is wanted) for wanted in (True, False)
    )
    return Library(adopted, known_texts, messages, records, packs=home / PACKS, pending=pending)


def _read_all(folder: Path) -> tuple[dict[EditionKey, Held], dict[Path, str]]:
    """Read every edition on disk, and say which are damaged, or lost but for their original."""
    stored: dict[EditionKey, Held] = {}
    damaged: dict[Path, str] = {}
    for path, key in places(folder):
        try:
            stored[key] = read_stored(path)
        except FileNotFoundError:
            if originals(path):  # else it was taken away meanwhile
                message = "its text is lost, its original is there; to restore it, run: resolutions index"
                damaged[path] = f"'{key}': {message}"
        except (DamagedEdition, OSError):
            lost_too = "its original is lost too: add the file again"
            remedy = "run: resolutions index" if originals(path) else lost_too
            damaged[path] = f"{path}: damaged, left out; {remedy}"
    return stored, damaged


def _is_replaced(path: Path, stored: Held | None, shipped: Record, listed: Record | None) -> bool:
    """Return True if a person has put another text in the place of a shipped one."""
    if stored is not None:
        return stored[1].file != SHIPPED and stored[1].sha256 != shipped.sha256
    if listed is not None:
        return listed.sha256 != shipped.sha256
    return any(original != original_of(path, shipped.sha256) for original in originals(path))


def _furnish(home: Path, edition: Edition, record: Record, original: bytes) -> list[str]:
    """Put a shipped text into a home that lacks it; say when that cannot be."""
    folder = home / "library"
    try:
        if not is_stored(folder, edition, original, record):
            with writing(home):
                store_edition(folder, edition, original, record)
    except HomeInUse:
        pass  # who writes now has opened this library too
    except HomeUnavailable as error:
        return [str(error)]
    except OSError as error:
        return [unwritable(home, error)]
    return []
