"""Worlds: the sets of editions that cases require, and an assistant with exactly those.

Editions come from three places: the shipped texts, the invented ones below `evals/`, and the
library of the person who runs the suite. A world that is optional is left out where its editions
are not in that library.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.library.library import Library, open_library
from assistant.opening import is_current
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.catalogue import TEXTS, catalogue
from corpus.errors import IndexUnavailable, ResolutionsError
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, ProvisionId
from index.building import build
from index.cache import EmbeddingCache, Progress
from index.generation import current, read_manifest
from index.model import EmbeddingModel
from index.opening import open_generation, search_without_index
from index.search import Searcher
from ingest import parse_file

_EVALS = Path(__file__).parent
INVENTED = (_EVALS / "texts", _EVALS / "pairs" / "taught" / "texts", _EVALS / "pairs" / "weighed" / "texts")

EVERY_INVENTED = "every invented text"  # the world of all of them

Held = tuple[EditionKey, ...]


class UnknownWorld(ResolutionsError):
    """A name that evals/worlds.toml does not have."""

    code = "unknown-world"


@dataclass(frozen=True, slots=True)
class World:
    """A named set of editions; an optional one may be missing from the library."""

    name: str
    editions: Held
    optional: bool = False


@dataclass(frozen=True)
class Texts:
    """Every edition at hand, and the worlds made of them."""

    editions: Mapping[EditionKey, Edition]
    worlds: Mapping[str, World]

    def held(self, named: str | Iterable[str]) -> Held:
        """Return the editions that a case supposes: a world's, or those listed. Raises UnknownWorld."""
        if not isinstance(named, str):
            return tuple(sorted(EditionKey.parse(key) for key in named))
        if named not in self.worlds:
            raise UnknownWorld(f"'{named}' is no world; evals/worlds.toml has {', '.join(self.worlds)}")
        return self.worlds[named].editions

    def missing(self, held: Held) -> Held:
        """Return the editions of a set that are not at hand."""
        return tuple(key for key in held if key not in self.editions)

    def may_miss(self, key: EditionKey) -> bool:
        """Return True if an edition is one that only a person's library can have."""
        return key in self._optional

    def provision(self, id_: ProvisionId) -> tuple[Edition, Provision] | None:
        """Return a provision with its edition, or None when it is not at hand."""
        edition = self.editions.get(id_.edition)
        found = edition.find(id_.eid) if edition else None
        return (edition, found) if edition and found else None

    def library(self, held: Held) -> Library:
        """Return a library that holds just these."""
        return Library(tuple(self.editions[key] for key in held), catalogue())

    @cached_property
    def _optional(self) -> frozenset[EditionKey]:
        worlds = self.worlds.values()
        sure = {key for world in worlds if not world.optional for key in world.editions}
        return frozenset(key for world in worlds if world.optional for key in world.editions) - sure


def gather(home: Path | None = None) -> Texts:
    """Read the shipped texts, the invented ones, and those of a home's library where one is given."""
    rows = tomllib.loads((_EVALS / "worlds.toml").read_text(encoding="utf-8"))
    keys = {file: key for row in rows.values() for file, key in row.get("given", {}).items()}
    shipped = [
        parse_file(TEXTS / instrument.text, instrument.edition).edition()
        for instrument in catalogue().shipped()
    ]
    invented = [_parsed(path, keys) for folder in INVENTED for path in sorted(folder.glob("*.txt"))]
    worlds = {
        name: World(name, tuple(sorted(map(EditionKey.parse, row["editions"]))), row.get("optional", False))
        for name, row in rows.items()
    }
    worlds[EVERY_INVENTED] = World(EVERY_INVENTED, tuple(sorted(edition.key for edition in invented)))
    theirs = open_library(home).editions if home else ()
    return Texts({edition.key: edition for edition in (*theirs, *shipped, *invented)}, worlds)


def _parsed(path: Path, keys: Mapping[str, str]) -> Edition:
    """Parse an invented text, under the key given for its file, if there is one."""
    key = EditionKey.parse(keys[path.name]) if path.name in keys else None
    return parse_file(path, key).edition()


class Assistants:
    """An assistant for each set of editions, opened when it is first asked for; indexes are kept."""

    def __init__(self, texts: Texts, settings: Settings, progress: Progress | None = None) -> None:
        """Keep indexes and embeddings below the home of the settings, beside the library's own."""
        self.texts, self.settings, self._progress = texts, settings, progress
        self._model = EmbeddingModel(settings.model)
        self._cache = EmbeddingCache(settings.home / "cache" / "embeddings.sqlite")
        self._opened: dict[Held, Assistant] = {}
        self._searchers: dict[Held, Searcher] = {}

    def holding(self, held: Held) -> Assistant:
        """Return the assistant whose library holds just these editions."""
        if held not in self._opened:
            library = self.texts.library(held)
            if held not in self._searchers:
                self._searchers[held] = self._searcher(library)
            self._opened[held] = Assistant(library, self._searchers[held], self.settings.subject)
        return self._opened[held]

    def forget(self) -> None:
        """Forget the assistants, and with them every answer they remember; the indexes stay open."""
        self._opened.clear()

    def _searcher(self, library: Library) -> Searcher:
        """Return a searcher over a library; of an empty one no index is made."""
        if not library.editions:
            return search_without_index((), ())
        return open_generation(self._folder(library), self._model, self._cache)

    def _folder(self, library: Library) -> Path:
        """Return a generation of a library's index, built where there is none."""
        marks = library.fingerprints()
        name = hashlib.sha256(repr(sorted(marks)).encode()).hexdigest()[:12]
        root = self.settings.home / "evals" / name
        try:
            folder = current(root)
            manifest = read_manifest(folder)
            if is_current(manifest, library) and manifest.model_sha256 == self._model.sha256:
                return folder
        except IndexUnavailable:
            pass
        return build(
            library.editions,
            root,
            self._model,
            self._cache,
            self._progress,
            anew=True,
            marks=marks,
        ).folder
