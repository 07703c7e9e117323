"""Examines home, library, model and index; each finding says what to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.library import open_library
from assistant.settings import Settings
from corpus.catalogue import TEXTS
from corpus.errors import ResolutionsError
from index.generation import current, damaged_files, fingerprint, problem_in_child, read_manifest
from index.model import EmbeddingModel
from ingest.readers import read_source


@dataclass(frozen=True, slots=True)
class Finding:
    """What was examined, whether it is well, and what there is to say."""

    what: str
    ok: bool
    said: str


def examine(settings: Settings) -> list[Finding]:
    """Run every examination; none changes anything but an empty home, which is furnished."""
    findings: list[Finding] = []
    for what, look in _LOOKS:
        try:
            findings += [Finding(what, ok, said) for ok, said in look(settings)]
        except (ResolutionsError, OSError) as error:
            findings.append(Finding(what, False, str(error)))
    return findings


Looked = Iterator[tuple[bool, str]]


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
    """Look whether every edition on disk can be read, and the shipped texts are as they were given."""
    library = open_library(settings.home)
    provisions = sum(len(one.provisions) for one in library.editions)
    yield True, f"{len(library.editions)} editions, {provisions} provisions"
    for notice in library.notices:
        yield False, notice
    for instrument in library.catalogue.shipped():
        found = read_source(TEXTS / instrument.text).sha256
        yield found == instrument.sha256, f"{instrument.name}: sha256 {found[:12]}…"


def _model(settings: Settings) -> Looked:
    """Look whether the model is there and is the one expected."""
    model = EmbeddingModel(settings.model)
    yield True, f"{model.name}, sha256 {model.sha256[:12]}…"


def _index(settings: Settings) -> Looked:
    """Look whether the index is whole, of this model, and made from this library."""
    folder = current(settings.home / "index")
    manifest = read_manifest(folder)
    yield True, f"{folder.name}, {manifest.passages} passages, model {manifest.model}"
    damaged = damaged_files(folder, manifest)
    said = f"changed or missing: {', '.join(damaged)}" if damaged else problem_in_child(folder)
    if said:
        yield False, f"{folder.name}: {said}; run: resolutions index"
    if manifest.model_sha256 != EmbeddingModel(settings.model).sha256:
        yield False, f"{folder.name}: built with another model; run: resolutions index"
    library = open_library(settings.home)
    if manifest.editions != {str(one.key): fingerprint(one) for one in library.editions}:
        yield False, f"{folder.name}: the library has changed since; run: resolutions index"


_LOOKS: tuple[tuple[str, Callable[[Settings], Looked]], ...] = (
    ("home", _home),
    ("library", _library),
    ("model", _model),
    ("index", _index),
)
