"""Check an installation: library, model, index and other files; each finding says what to do."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.administration.accounts import Accounts, Role
from assistant.conversations.database import FILE, problem
from assistant.library.backup import examine, is_backup
from assistant.library.difference import difference, has_same_words
from assistant.library.library import Library, open_library
from assistant.library.privacy import open_to_others
from assistant.library.quarantine import Quarantine
from assistant.library.storage import (
    BODIES,
    SHIPPED,
    UPLOADED,
    is_original_whole,
    is_stored,
    open_bodies,
    parse_shipped,
    place,
    shipped_text,
)
from assistant.opening import embedding_cache, is_current
from assistant.settings import Settings
from corpus.bodies import bodies_in_use, shipped_bodies
from corpus.errors import IndexUnavailable, ResolutionsError
from corpus.instruments import Instrument
from index.child import problem_in_child
from index.exported import cache_folder
from index.failures import estimated
from index.generation import current, damaged_files, read_manifest
from index.model import EmbeddingModel
from index.passages import passages
from index.shared_store import state
from ingest.parse import PARSER

_DIMENSIONS = 384  # of the shipped model's vectors, where no index says how many there are
_Looked = Iterator[tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, whether it is in order, and a message."""

    what: str
    ok: bool
    said: str


def check_integrity(settings: Settings) -> list[Finding]:
    """Run every check; none changes anything, except that an empty home gets the shipped texts."""
    findings: list[Finding] = []
    for what, look in _LOOKS:
        try:
            findings += [Finding(what, ok, message) for ok, message in look(settings)]
        except (ResolutionsError, OSError) as error:
            findings.append(Finding(what, False, str(error)))
    return findings


def _home(settings: Settings) -> _Looked:
    home, probe = settings.home, settings.home / f".probe-{os.getpid()}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
        yield True, f"{home} can be written"
    except OSError as error:
        remedy = "set RESOLUTIONS_HOME to a folder that can be"
        yield False, f"{home}: cannot be written ({error.strerror}); {remedy}"


def _privacy(settings: Settings) -> _Looked:
    """Look whether others on this machine have rights to anything in the home."""
    exposed = open_to_others(settings.home)
    if not exposed:
        yield True, "the home is for its owner alone"
        return
    more = f" and {len(exposed) - 1:,} more" if len(exposed) > 1 else ""
    remedy = f"run: chmod -R go= {shlex.quote(str(settings.home))}"
    yield False, f"{exposed[0]}{more}: others on this machine may read or change this; {remedy}"


def _disk(settings: Settings) -> _Looked:
    """Look whether the index could be built again."""
    folder = next(path for path in (settings.home, *settings.home.absolute().parents) if path.is_dir())
    library, free = open_library(settings.home), shutil.disk_usage(folder).free
    try:
        dimensions = read_manifest(current(settings.home / "index")).dimensions
    except IndexUnavailable:
        dimensions = _DIMENSIONS
    rows = sum(1 for edition in library.editions for _ in passages(edition))
    need = estimated(rows, sum(library.questions.values()), rows, dimensions).generation
    message = f"{folder}: {_megabytes(free)} free, about {_megabytes(need)} needed to build the index"
    yield free >= need, message if free >= need else f"{message}; free some space"


def _library(settings: Settings) -> _Looked:
    """Look whether every edition on disk is whole, with its original, as this version reads it."""
    library = open_library(settings.home)
    provisions = sum(len(edition.provisions) for edition in library.editions)
    yield True, f"{len(library.editions)} editions, {provisions} provisions"
    faults = open_bodies(settings.home)  # have a row of their own
    yield from ((False, notice) for notice in library.notices if notice not in faults)
    for key, record in library.records.items():
        path = place(settings.home / "library", key)
        if not record.is_current:
            how = "by an older version" if record.parser != PARSER else "before the files of bodies changed"
            yield False, f"{path}: read {how}; run: resolutions index"
        if record.file != SHIPPED and not is_original_whole(path, record):
            yield False, f"{path}: its original is damaged or gone; add the file again"
    for instrument in library.catalogue.shipped():
        yield _shipped(instrument, library, settings)


def _shipped(instrument: Instrument, library: Library, settings: Settings) -> tuple[bool, str]:
    """Check that a shipped text is unchanged, both in the program and in the library."""
    key, name, folder = instrument.edition, instrument.name, settings.home / "library"
    edition, record, original = shipped_text(instrument)
    if (edition, record) != parse_shipped(instrument):
        return False, f"{name}: the program's parsed copy does not match its text; install again"
    if record.sha256 != instrument.sha256:
        mark = record.sha256[:12]
        return False, f"{name}: the program's own file was changed (sha256 {mark}…); install again"
    if not library.replaces_shipped(key):
        if not is_stored(folder, edition, original, record):
            return False, f"{place(folder, key)}: was changed and cannot be renewed; answers do not use it"
        return True, f"{name}: as it comes with the program, sha256 {record.sha256[:12]}…"
    origin = f"it is from {library.records[key].file.removeprefix(UPLOADED)}"
    message = f"{name}: the text in the library is not the one that comes with the program; {origin}"
    other = library.edition(key)
    if has_same_words(edition, other):
        return True, f"{message}, with the same words in every clause"
    remedy = f"To have the original back, run: resolutions remove {key}"
    return False, f"{message}: {difference(edition, other)}. {remedy}"


def _bodies(settings: Settings) -> _Looked:
    """Look whether each file of a body in the home can be used."""
    faults = open_bodies(settings.home)
    shipped = {body.key for body in shipped_bodies().bodies}
    added = {key for key, _ in bodies_in_use().added}
    for body in bodies_in_use().bodies:
        if body.key in added:
            instead = ", in the place of the file that comes with the program" if body.key in shipped else ""
            organs, series = len(body.organs), sum(len(organ.series) for organ in body.organs)
            has = f"{organs} {'organ' if organs == 1 else 'organs'}, {series} series of numbers"
            yield True, f"{body.key}.toml: {body.name}, {has}{instead}"
    yield from ((False, fault) for fault in faults)
    if not (added or faults):
        yield True, f"{len(shipped)} come with the program; none of your own in {settings.home / BODIES}"


def _quarantine(settings: Settings) -> _Looked:
    """Look what was set aside, which is no fault of the home."""
    aside = Quarantine(settings.home, settings.quarantine).files()
    yield True, f"{len(aside)} {'file' if len(aside) == 1 else 'files'} could not be added"
    yield from ((True, f"{file.reason}: {file.said}") for file in aside)


def _model(settings: Settings) -> _Looked:
    model = EmbeddingModel(settings.model)
    yield True, f"{model.name}, sha256 {model.sha256[:12]}…"
    if model.is_shipped and model.export is None:
        slower = "the model cannot be exported for ONNX Runtime, so torch loads it, which is slower"
        yield False, f"{slower}; make {cache_folder()} a folder that can be written, with 200 MB free"


def _index(settings: Settings) -> _Looked:
    """Look whether the index is whole, of this model, and made from this library."""
    folder = current(settings.home / "index")
    manifest = read_manifest(folder)
    yield True, f"{folder.name}, {manifest.passages} passages, model {manifest.model}"
    yield from ((False, fault) for faults in manifest.problems.values() for fault in faults)
    damaged = damaged_files(folder, manifest)
    defect = f"changed or missing: {', '.join(damaged)}" if damaged else ""
    if not defect and settings.store is None and os.access(folder, os.W_OK):  # Chroma opens no other
        defect = problem_in_child(folder.parent)
    if defect:
        yield False, f"{folder.name}: {defect}; run: resolutions index"
    if manifest.model_sha256 != EmbeddingModel(settings.model).sha256:
        yield False, f"{folder.name}: built with another model; run: resolutions index"
    library = open_library(settings.home)
    asked, packs = sum(library.questions.values()), len(library.questions)
    yield True, f"question bank: {asked} questions about {packs} of {len(library.editions)} editions"
    if not is_current(manifest, library):
        changed = "the library or its question packs have changed since"
        yield False, f"{folder.name}: {changed}; run: resolutions index"


def _vector_store(settings: Settings) -> _Looked:
    """Look whether the vector store at an address, where one is set, answers and has every passage."""
    if settings.store is None:
        return
    root = settings.home / "index"
    manifest = read_manifest(current(root))
    version, is_whole = state(root, manifest, settings.store)
    passages = f"{manifest.passages:,} passages"
    has = f"all {passages}" if is_whole else f"does not have the {passages}; run: resolutions index"
    yield is_whole, f"{settings.store}: version {version}, {has}"


def _cache(settings: Settings) -> _Looked:
    """Look whether the cache of embeddings is whole and has every passage."""
    cache = embedding_cache(settings)
    if found := cache.problem():
        yield False, f"{cache.path}: {found}; until it is whole, answers take longer; run: resolutions index"
        return
    texts = {row.wording for edition in open_library(settings.home).editions for row in passages(edition)}
    missing = len(cache.missing(sorted(texts), EmbeddingModel(settings.model)))
    if missing:
        yield False, f"{cache.path}: lacks {missing:,} of {len(texts):,} passages; run: resolutions index"
        return
    yield True, f"{_megabytes(cache.path.stat().st_size)}, all {len(texts):,} passages"


def _conversations(settings: Settings) -> _Looked:
    path = settings.home / FILE
    fault = problem(path) if path.exists() else ""
    yield not fault, fault or (f"{_megabytes(path.stat().st_size)}, whole" if path.exists() else "none yet")


def _accounts(settings: Settings) -> _Looked:
    """Look whether the accounts can be read, and whether anybody can sign in."""
    accounts = Accounts(settings.home).stored()
    curators = sum(account.role is Role.CURATOR for account in accounts)
    yield True, f"{len(accounts)}, of which {curators} {'is a curator' if curators == 1 else 'are curators'}"
    if settings.needs_sign_in and not curators:
        remedy = "run: resolutions account add NAME --role curator"
        yield False, f"the pages need a sign-in and nobody may change the library; {remedy}"


def _backups(settings: Settings) -> _Looked:
    """Look whether the backups that lie in the home are whole."""
    files = sorted(settings.home.iterdir()) if settings.home.is_dir() else []
    for file in filter(is_backup, files):
        try:
            found = examine(file)
            yield True, f"{file}: whole, {found.files} files, made {found.made}"
        except ResolutionsError as error:
            yield False, str(error)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


_LOOKS: tuple[tuple[str, Callable[[Settings], _Looked]], ...] = (
    ("home", _home),
    ("privacy", _privacy),
    ("disk", _disk),
    ("library", _library),
    ("bodies", _bodies),
    ("quarantine", _quarantine),
    ("model", _model),
    ("index", _index),
    ("vector store", _vector_store),
    ("embedding cache", _cache),
    ("conversations", _conversations),
    ("accounts", _accounts),
    ("backups", _backups),
)
