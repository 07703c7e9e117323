"""Open the assistant: library, index, model. Build what is missing; report what is broken."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
from pathlib import Path
from weakref import WeakSet

from assistant.library.analyses import store_analyses, use_analyses
from assistant.library.library import Library
from assistant.library.renewal import open_renewed
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.errors import IndexUnavailable, ModelUnavailable
from index.bank import pack_marks, packed_questions
from index.building import BuildResult, build
from index.cache import EmbeddingCache, Progress
from index.failures import NotBuilt, as_not_built
from index.generation import Manifest, OlderIndex, current, read_manifest
from index.model import EmbeddingModel
from index.opening import open_generation, recover, search_without_index
from index.search import Searcher
from index.segments import SegmentTexts
from index.syncing import begin_syncing

_LOG = logging.getLogger(__name__)
_WORDS = "Until then answers come from words alone"
_COMPLETE: WeakSet[SegmentTexts] = WeakSet()  # whose vectors this process has found in the cache


def open_assistant(
    settings: Settings,
    progress: Progress | None = None,
    model: EmbeddingModel | None = None,
    *,
    building: bool = True,
) -> Assistant:
    """Open the assistant on a home, building the index where there is none or the library changed.

    An index that is damaged, of another model or of a newer version is left unchanged and reported in the
    notices; so is one that cannot or should not be built now. Answers then come from what was indexed before,
    or from the words of the texts alone. `model` is the one in the settings, if it is loaded already.
    """
    library = open_renewed(settings)
    use_analyses(library, _analyses(settings))
    try:
        model = model or EmbeddingModel(settings.model)
        searcher = _opened(library, settings, model, progress, building=building)
    except ModelUnavailable as error:
        searcher = search_without_index(library.editions, [f"{error}. {_WORDS}"])
    return Assistant(library, searcher, settings.subject)


def _opened(
    library: Library,
    settings: Settings,
    model: EmbeddingModel,
    progress: Progress | None,
    *,
    building: bool,
) -> Searcher:
    """Open the index in use, built first where that is due and wanted; else what was indexed before.

    Raises ModelUnavailable.
    """
    root, cache = settings.home / "index", embedding_cache(settings)
    try:
        try:
            is_built = (root / "CURRENT").exists() and is_current(read_manifest(current(root)), library)
        except OlderIndex:
            is_built = False
        if not is_built:
            if not building:
                raise IndexUnavailable(f"{root}: the library has changed since; run: resolutions index")
            rebuild(library, settings, progress, model=model)
        else:
            update_store(settings)
        searcher = open_generation(current(root), model, cache, address=settings.store)
    except NotBuilt as error:
        recovered = _recovered(library, settings, model, error)
        return recovered or _for_this_run(library, model, progress, error)
    except IndexUnavailable as error:
        recovered = _recovered(library, settings, model, error)
        return recovered or search_without_index(library.editions, [f"{error}. {_WORDS}"])
    _complete(cache, searcher, model, progress)
    return searcher


def _complete(
    cache: EmbeddingCache, searcher: Searcher, model: EmbeddingModel, progress: Progress | None
) -> None:
    """Embed again what the cache of embeddings has lost, once: else every question would have to."""
    texts = [text for text in searcher.texts if text not in _COMPLETE]
    wordings = [passage.wording for text in texts for passage in text.passages]
    try:
        count = cache.complete(wordings, model, progress)
    except OSError as error:
        searcher.notices.append(
            f"{cache.path}: the cache of embeddings is incomplete and cannot be written "
            f"({error.strerror or error}), so that answers take longer; make its folder writable, with some "
            "space free"
        )
        return
    _COMPLETE.update(texts)
    if count:
        _LOG.warning("%s: was damaged or incomplete; %d texts were embedded again", cache.path, count)


def _recovered(
    library: Library, settings: Settings, model: EmbeddingModel, error: IndexUnavailable
) -> Searcher | None:
    """Search by what was indexed before, None where there is nothing; say why, and which texts it lacks."""
    questions, _ = packed_questions(library.editions, library.packs)
    found = recover(library.editions, questions, model, embedding_cache(settings))
    if found is None:
        return None
    searcher, names = found
    lacks = f", which lacks these texts; they are found by their words alone: {names}" if names else ""
    searcher.notices.append(f"{error}. Until then answers come from what was indexed before{lacks}")
    return searcher


def is_current(manifest: Manifest, library: Library) -> bool:
    """Return True if an index was built from the texts of a library and the packs that there are now."""
    packs = pack_marks((edition.key for edition in library.editions), library.packs)
    return manifest.editions == library.fingerprints() and manifest.packs == packs


def is_indexed(library: Library, settings: Settings) -> bool:
    """Return True if the index in use was made from this library, as far as its manifest says."""
    try:
        return is_current(read_manifest(current(settings.home / "index")), library)
    except IndexUnavailable:
        return False


def update_store(settings: Settings) -> None:
    """Begin to bring the vector store up to date, where an earlier attempt was interrupted."""
    begin_syncing(settings.home / "index", settings.store)


def rebuild(
    library: Library,
    settings: Settings,
    progress: Progress | None = None,
    *,
    anew: bool = False,
    model: EmbeddingModel | None = None,
) -> BuildResult:
    """Bring the index up to date with the library, or make it and what is damaged of the cache anew.

    Raises IndexUnavailable; the index in use then stays.

    `model` is the one of the settings, where it is loaded already. A vector store at an address that is to be
    filled anew is left to the caller, who waits for it.
    """
    model = model or EmbeddingModel(settings.model)
    root, marks, cache = settings.home / "index", library.fingerprints(), embedding_cache(settings)
    if anew:
        with as_not_built(root):
            cache.remove_damaged()
    editions, packs = library.editions, library.packs
    result = build(editions, root, model, cache, progress, anew=anew, marks=marks, packs=packs)
    store_analyses(library, _analyses(settings))
    if not (anew and settings.store):
        begin_syncing(root, settings.store, anew=anew)
    return result


def embedding_cache(settings: Settings) -> EmbeddingCache:
    """Return the cache of embeddings of a home."""
    return EmbeddingCache(settings.home / "cache" / "embeddings.sqlite")


def _analyses(settings: Settings) -> Path:
    return settings.home / "cache" / "analyses.sqlite"


def _for_this_run(
    library: Library, model: EmbeddingModel, progress: Progress | None, error: NotBuilt
) -> Searcher:
    """Build the index in a folder for this run alone, where the home cannot take it."""
    folder = Path(tempfile.mkdtemp(prefix="resolutions-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    cache = EmbeddingCache(folder / "embeddings.sqlite")
    try:
        built = build(library.editions, folder, model, cache, progress, packs=library.packs)
        searcher = open_generation(built.folder, model, cache)
    except IndexUnavailable:
        shutil.rmtree(folder, ignore_errors=True)
        return search_without_index(library.editions, [f"{error}. {_WORDS}"])
    searcher.notices.append(f"{error}. Until then the index is built anew at every start")
    return searcher
