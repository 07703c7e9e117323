"""Examines an installation: library, model, index and what else it keeps; each finding says what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from assistant.library.bodies import BODIES, open_bodies
from assistant.library.difference import difference
from assistant.library.home_checks import (
    Looked,
    look_at_accounts,
    look_at_backups,
    look_at_conversations,
    look_at_disk,
    look_at_privacy,
    megabytes,
)
from assistant.library.library import Library, open_library
from assistant.library.quarantine import Quarantine
from assistant.library.shipped import shipped_text
from assistant.library.storage import SHIPPED, UPLOADED, is_original_whole, is_stored, place
from assistant.opening import embedding_cache, is_current
from assistant.settings import Settings
from corpus.bodies import bodies_in_use, shipped_bodies
from corpus.errors import IndexUnavailable, ResolutionsError
from corpus.instruments import Instrument
from index.child import problem_in_child
from index.exported import cache_folder
from index.generation import current, damaged_files, read_manifest
from index.model import EmbeddingModel
from index.passages import passages
from ingest.parse import PARSER


@dataclass(frozen=True, slots=True)
class Finding:
    """What was examined, whether it is well, and what there is to say."""

    what: str
    ok: bool
    said: str


def check_integrity(settings: Settings) -> list[Finding]:
    """Run every examination; none changes anything but an empty home, which is furnished."""
    findings: list[Finding] = []
    for what, look in _LOOKS:
        try:
            findings += [Finding(what, ok, said) for ok, said in look(settings)]
        except (ResolutionsError, OSError) as error:
            findings.append(Finding(what, False, str(error)))
    return findings


def _home(settings: Settings) -> Looked:
    """Look whether the home can be written."""
    probe = settings.home / f".probe-{os.getpid()}"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        yield (
            False,
            f"{settings.home}: cannot be written ({error.strerror}); "
            "set RESOLUTIONS_HOME to a folder that can be",
        )
        return
    yield True, f"{settings.home} can be written"


def _library(settings: Settings) -> Looked:
    """Look whether every edition on disk is whole, with its original, as this version reads it."""
    library = open_library(settings.home)
    provisions = sum(len(one.provisions) for one in library.editions)
    yield True, f"{len(library.editions)} editions, {provisions} provisions"
    faults = open_bodies(settings.home)  # have a row of their own
    for notice in library.notices:
        if notice not in faults:
            yield False, notice
    for key, record in library.records.items():
        path = place(settings.home / "library", key)
        if not record.is_current:
            said = "by an older version" if record.parser != PARSER else "before the files of bodies changed"
            yield False, f"{path}: read {said}; run: resolutions index"
        if record.file != SHIPPED and not is_original_whole(path, record):
            yield False, f"{path}: its original is damaged or gone; add the file again"
    for instrument in library.catalogue.shipped():
        yield _shipped(instrument, library, settings)


def _bodies(settings: Settings) -> Looked:
    """Look whether each file of a body in the home can be used."""
    faults = open_bodies(settings.home)
    shipped = {body.key for body in shipped_bodies().bodies}
    own = {key for key, _ in bodies_in_use().added}
    for body in bodies_in_use().bodies:
        if body.key in own:
            instead = ", in the place of the file that comes with the program" if body.key in shipped else ""
            organs, series = len(body.organs), sum(len(organ.series) for organ in body.organs)
            has = f"{organs} {'organ' if organs == 1 else 'organs'}, {series} series of numbers"
            yield True, f"{body.key}.toml: {body.name}, {has}{instead}"
    yield from ((False, fault) for fault in faults)
    if not (own or faults):
        yield True, f"{len(shipped)} come with the program; none of your own in {settings.home / BODIES}"


def _shipped(instrument: Instrument, library: Library, settings: Settings) -> tuple[bool, str]:
    """Look whether the library has a text as it comes with the program, and that as it was published."""
    key, text = instrument.edition, shipped_text(instrument)
    found = text.record.sha256
    if found != instrument.sha256:
        return (
            False,
            f"{instrument.name}: the program's own file was changed (sha256 {found[:12]}…); install again",
        )
    if not library.replaces_shipped(key):
        folder = settings.home / "library"
        if not is_stored(folder, text.edition, text.original, text.record):
            return (
                False,
                f"{place(folder, key)}: was changed and cannot be renewed; answers do not use it",
            )
        return True, f"{instrument.name}: as it comes with the program, sha256 {found[:12]}…"
    held = f"{instrument.name}: the text in the library is not the one that comes with the program"
    origin = f"it is from {library.records[key].file.removeprefix(UPLOADED)}"
    other = library.edition(key)
    words, others = ({one.eid: one.text for one in each.provisions} for each in (text.edition, other))
    if words == others:
        return True, f"{held}; {origin}, with the same words in every clause"
    differs = difference(text.edition, other)
    return (
        False,
        f"{held}; {origin}: {differs}. To have the original back, run: resolutions remove {key}",
    )


def _quarantine(settings: Settings) -> Looked:
    """Look what was set aside, which is no fault of the home."""
    aside = Quarantine(settings.home, settings.quarantine).files()
    yield True, f"{len(aside)} {'file' if len(aside) == 1 else 'files'} could not be added"
    for one in aside:
        yield True, f"{one.reason}: {one.said}"


def _model(settings: Settings) -> Looked:
    """Look whether the model is there and is the one expected."""
    model = EmbeddingModel(settings.model)
    yield True, f"{model.name}, sha256 {model.sha256[:12]}…"
    if model.is_shipped and model.export is None:
        slower = "the model cannot be exported for ONNX Runtime, so torch loads it, which is slower"
        yield False, f"{slower}; make {cache_folder()} a folder that can be written, with 200 MB free"


def _index(settings: Settings) -> Looked:
    """Look whether the index is whole, of this model, and made from this library."""
    folder = current(settings.home / "index")
    manifest = read_manifest(folder)
    yield True, f"{folder.name}, {manifest.passages} passages, model {manifest.model}"
    for one in manifest.problems:
        yield False, one
    damaged = damaged_files(folder, manifest)
    said = f"changed or missing: {', '.join(damaged)}" if damaged else ""
    if not said and os.access(folder, os.W_OK):  # Chroma opens no other
        said = problem_in_child(folder)
    if said:
        yield False, f"{folder.name}: {said}; run: resolutions index"
    if manifest.model_sha256 != EmbeddingModel(settings.model).sha256:
        yield False, f"{folder.name}: built with another model; run: resolutions index"
    library = open_library(settings.home)
    asked = sum(library.questions.values())
    packs = len(library.questions)
    yield True, f"question bank: {asked} questions about {packs} of {len(library.editions)} editions"
    if not is_current(manifest, library):
        yield (
            False,
            f"{folder.name}: the library or its question packs have changed since; run: resolutions index",
        )


def _cache(settings: Settings) -> Looked:
    """Look whether the cache of embeddings is whole and has every passage."""
    cache = embedding_cache(settings)
    if found := cache.problem():
        yield False, f"{cache.path}: {found}; until it is whole, answers take longer; run: resolutions index"
        return
    texts = {one.wording for edition in open_library(settings.home).editions for one in passages(edition)}
    missing = len(cache.missing(sorted(texts), EmbeddingModel(settings.model)))
    if missing:
        yield False, f"{cache.path}: lacks {missing:,} of {len(texts):,} passages; run: resolutions index"
        return
    yield True, f"{megabytes(cache.path.stat().st_size)}, all {len(texts):,} passages"


def is_indexed(library: Library, settings: Settings) -> bool:
    """Return True if the index in use was made from this library, as far as its manifest says."""
    try:
        return is_current(read_manifest(current(settings.home / "index")), library)
    except IndexUnavailable:
        return False


_LOOKS: tuple[tuple[str, Callable[[Settings], Looked]], ...] = (
    ("home", _home),
    ("privacy", look_at_privacy),
    ("disk", look_at_disk),
    ("library", _library),
    ("bodies", _bodies),
    ("quarantine", _quarantine),
    ("model", _model),
    ("index", _index),
    ("embedding cache", _cache),
    ("conversations", look_at_conversations),
    ("accounts", look_at_accounts),
    ("backups", look_at_backups),
)
