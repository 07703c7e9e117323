"""Keep a server's answers in step with the library on disk: no answer cites a removed or replaced text.

A server keeps one state in memory: an assistant, and what is derived from its library. Two files show whether
it is current: the list of texts, which changes before a text is removed, and the name of the index in use,
which changes after a text was indexed. Each check costs two calls of `stat`.

    text removed            dropped from the state at once; no new index is needed
    text replaced           answers wait until one thread has opened the new index
    texts added             answers continue; the new index is opened in the background
    draft replaced          dropped at once and read again; drafts are not indexed
    text enters into force  on its day it is indexed and opened in the background
    index cannot be opened  texts are searched by what is left of it, else by their words
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock, Thread
from time import sleep
from typing import Generic, TypeVar

from assistant.library.inventory import find_inventory
from assistant.library.library import open_library
from assistant.library.storage import INVENTORY, SHIPPED, place
from assistant.opening import is_indexed, open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings, today
from corpus.errors import IndexUnavailable, ResolutionsError
from corpus.keys import EditionKey
from index.generation import current, read_manifest

State = TypeVar("State")
Made = TypeVar("Made")
_Mark = tuple[int, int] | None  # tells a file from those before it; None where there is none
_Keys = frozenset[EditionKey]

_UNSEEN = (0, 0)  # the mark of no file
_ATTEMPTS, _PAUSE = 5, 2.0  # to open what was added; seconds between two
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Snapshot(Generic[State]):
    """A state in memory, and the disk as it was when they were last compared.

    `library` and `index` are the marks of the two files, `opened` that of the index when the assistant was
    opened, `generation` its name. `listed` are the texts on the list; `removed` were on it and no longer are.
    `lapses` counts the states before it that ended because a text in them was removed or replaced.
    """

    state: State
    assistant: Assistant
    library: _Mark
    index: _Mark
    opened: _Mark
    generation: str
    listed: _Keys
    removed: _Keys = frozenset()
    lapses: int = 0


class LibraryWatch(Generic[State]):
    """Holds the state that answers come from, and keeps it current."""

    def __init__(
        self,
        assistant: Assistant,
        settings: Settings,
        make: Callable[[Assistant], State],
        swapped: Callable[[State], None] = lambda _: None,
    ) -> None:
        """Begin with an assistant; `make` derives a state, `swapped` is called with each new one."""
        self._settings, self._make, self._swapped = settings, make, swapped
        self._library = os.fspath(settings.home / "library" / INVENTORY)
        self._index = os.fspath(settings.home / "index" / "CURRENT")
        self._changing, self._opening = Lock(), Lock()
        self._day = today()
        library, index = _mark(self._library), _mark(self._index)
        listed, name = self._listed(frozenset()), self._generation()
        folder = settings.home / "library"
        gone = frozenset(key for key in _added(assistant) - listed if not place(folder, key).exists())
        # The first check finds what was written since the assistant was opened.
        if gone:
            library, listed = _UNSEEN, listed | gone
        if index is not None and self._indexed() != assistant.library.fingerprints():
            index = _UNSEEN
        self._held = _Snapshot(make(assistant), assistant, library, index, index, name, listed)

    @property
    def state(self) -> State:
        """The state as it was last compared with the disk."""
        return self._held.state

    @property
    def generation(self) -> str:
        """The name of the generation that the assistant was opened from, '' where there was none."""
        return self._held.generation

    @property
    def is_newest(self) -> bool:
        """Whether the assistant was opened from the index that is in use on disk."""
        return self._held.opened == _mark(self._index)

    def change(self, changed: Callable[[State], State]) -> None:
        """Change the state; what is being opened is changed once it is open."""
        with self._opening, self._changing:
            self._held = replace(self._held, state=changed(self._held.state))

    def fresh(self) -> State:
        """Return a state without removed or replaced texts."""
        return self._fresh().state

    def answered(self, make: Callable[[State], Made]) -> Made:
        """Return what `make` makes of a current state; repeat if a text was removed or replaced meanwhile."""
        while True:
            snapshot = self._fresh()
            made = make(snapshot.state)
            if self._fresh().lapses == snapshot.lapses:
                return made

    def reopen(self) -> None:
        """Open library and index again as they are on disk, as far as they can be read."""
        with self._opening:
            if not self.is_newest or self._held.assistant.library != open_library(self._settings.home):
                self._open()

    def _fresh(self) -> _Snapshot[State]:
        """Check the disk, and return the current state."""
        if self._day != (day := today()):  # on which an edition may enter into force
            self._day = day
            if self._held.assistant.library.is_due(day):
                self._begin_opening()
        while not self.agrees():
            lapsed = self._compare()
            if lapsed:
                with self._opening:
                    self._replace(lapsed)
        return self._held

    def agrees(self) -> bool:
        """Return True if nothing was written since the last check."""
        snapshot = self._held
        return snapshot.library == _mark(self._library) and snapshot.index == _mark(self._index)

    def _compare(self) -> _Keys:
        """Check the disk and drop removed texts; return the keys of replaced ones."""
        with self._changing:
            library, index = _mark(self._library), _mark(self._index)
            if library != self._held.library:
                self._leave_out_removed(library)
            if index == self._held.index:
                return frozenset()
            indexed, known = self._indexed(), self._held.assistant.library.fingerprints()
            if lapsed := {key for key, mark in known.items() if indexed.get(key) != mark}:
                return frozenset(map(EditionKey.parse, lapsed))
            self._held = replace(self._held, index=index)
        self._begin_opening()
        return frozenset()

    def _begin_opening(self) -> None:
        Thread(target=self._open_added, daemon=True, name="opening").start()

    def _leave_out_removed(self, library: _Mark) -> None:
        snapshot = self._held
        listed = self._listed(snapshot.listed)
        removed = (snapshot.removed | snapshot.listed) - listed
        self._held = replace(snapshot, library=library, listed=listed, removed=removed)
        on_disk, known = find_inventory(self._settings.home / "library") or {}, snapshot.assistant.library
        drafts = {edition.key for edition in known.pending} & on_disk.keys()  # of which the index has none
        replaced = {key for key in drafts if on_disk[key].sha256 != known.records[key].sha256}
        if gone := (removed | replaced) & _added(snapshot.assistant):
            self._leave_out(gone)
        if listed - known.records.keys():
            self._begin_opening()

    def _leave_out(self, keys: _Keys) -> None:
        left = _without(self._held.assistant, keys, self._settings)
        state = self._make(left)
        self._held = replace(self._held, state=state, assistant=left, lapses=self._held.lapses + 1)
        self._swapped(state)

    def _listed(self, before: _Keys) -> _Keys:
        """Return the texts on the list; those before where it cannot be read."""
        listed = find_inventory(self._settings.home / "library")
        return before if listed is None else frozenset(listed)

    def _generation(self) -> str:
        """Return the name of the generation in use, '' where there is none."""
        with suppress(IndexUnavailable):
            return current(self._settings.home / "index").name
        return ""

    def _indexed(self) -> Mapping[str, str]:
        """Return the fingerprints of what is indexed; of the library where the index cannot be read."""
        try:
            return read_manifest(current(self._settings.home / "index")).editions
        except IndexUnavailable:
            return open_library(self._settings.home).fingerprints()

    def _replace(self, lapsed: _Keys) -> None:
        """Open the index that has the replaced texts; if that fails, leave them out."""
        index = _mark(self._index)
        if index == self._held.index:  # whoever waited before has done it
            return
        try:
            self._open(building=False)
        except (ResolutionsError, OSError) as error:
            _LOG.warning("the library has changed and cannot be opened: %s", error)
            with self._changing:
                self._leave_out(lapsed)
                self._held = replace(self._held, index=index)
            self._begin_opening()

    def _open_added(self) -> None:
        """Open what another process has added, once library and index agree."""
        for _ in range(_ATTEMPTS):
            with self._opening:
                library, settings = self._held.assistant.library, self._settings
                due = library.is_due(today())
                if self.is_newest and self._held.listed <= library.records.keys() and not due:
                    return
                try:
                    if due or is_indexed(open_library(settings.home), settings):
                        self._open(building=due)
                        return
                except (ResolutionsError, OSError) as error:
                    _LOG.warning("the library has changed and cannot be opened: %s", error)
            sleep(_PAUSE)

    def _open(self, *, building: bool = True) -> None:
        """Open library and index and take over; what is written meanwhile is seen by the next comparison."""
        index, name = _mark(self._index), self._generation()
        before = self._listed(frozenset())
        model = self._held.assistant.searcher.model
        assistant = open_assistant(self._settings, model=model, building=building)
        assistant.ask(["What is in the text?"])  # else a person would wait for what is loaded late
        state = self._make(assistant)
        with self._changing:
            snapshot, library = self._held, _mark(self._library)
            listed = self._listed(snapshot.listed)
            removed = (snapshot.removed | snapshot.listed | before) - listed
            if gone := removed & _added(assistant):
                assistant = _without(assistant, gone, self._settings)
                state = self._make(assistant)
            was, is_now = (each.library.fingerprints().items() for each in (snapshot.assistant, assistant))
            lapses = snapshot.lapses + (not was <= is_now)  # a text was removed or replaced
            marks = library, index, index
            self._held = _Snapshot(state, assistant, *marks, name, listed, removed, lapses)
        self._swapped(state)
        # An assistant's parts know each other: without this the one before would stay in memory for long.
        gc.collect()


def _added(assistant: Assistant) -> _Keys:
    """Return the texts of an assistant that a person has added."""
    records = assistant.library.records
    return frozenset(key for key, record in records.items() if record.file != SHIPPED)


def _without(assistant: Assistant, keys: _Keys, settings: Settings) -> Assistant:
    """Return an assistant without some texts."""
    library, searcher = assistant.library, assistant.searcher
    records = {key: record for key, record in library.records.items() if key not in keys}
    editions = tuple(edition for edition in library.editions if edition.key not in keys)
    pending = tuple(edition for edition in library.pending if edition.key not in keys)
    left = replace(library, editions=editions, pending=pending, records=records)
    among = searcher.among(searcher.mark(lambda passage: passage.edition not in keys))
    return Assistant(left, among, settings.subject)


def _mark(path: str) -> _Mark:
    """Return what tells a file from those before it: each is written anew and renamed."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
