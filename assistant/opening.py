"""Opening the assistant: library, index, model; what is missing is built, what is broken is said."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from assistant.library.library import Library, open_library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.errors import IndexUnavailable, ModelUnavailable
from index.bank import pack_marks
from index.building import Built, build
from index.cache import EmbeddingCache, Progress
from index.generation import Manifest, current, read_manifest
from index.model import EmbeddingModel
from index.opening import open_generation, search_without_index
from index.search import Searcher


def open_assistant(
    settings: Settings, progress: Progress | None = None, model: EmbeddingModel | None = None
) -> Assistant:
    """Open the assistant on a home, building the index where there is none or the library changed.

    An index that is damaged, or of another model or version, is named in the notices and left
    as it is; answers then come from the words of the texts alone. `model` is the one of the
    settings, where it is loaded already.
    """
    library = open_library(settings.home)
    return Assistant(library, open_searcher(library, settings, progress, model), settings.subject)


def open_searcher(
    library: Library,
    settings: Settings,
    progress: Progress | None = None,
    model: EmbeddingModel | None = None,
) -> Searcher:
    """Open the index of a library, by whatever can be read of it."""
    root = settings.home / "index"
    try:
        model = model or EmbeddingModel(settings.model)
        if not (root / "CURRENT").exists():
            return _built(library, settings, model, progress)
        folder = current(root)
        if not is_current(read_manifest(folder), library):
            return _built(library, settings, model, progress)
        return open_generation(folder, model, embedding_cache(settings))
    except (IndexUnavailable, ModelUnavailable) as error:
        return search_without_index(library.editions, [f"{error}. Until then answers come from words alone"])


def is_current(manifest: Manifest, library: Library) -> bool:
    """Tell whether an index was built from the texts of a library and the packs that there are now."""
    packs = pack_marks((one.key for one in library.editions), library.packs)
    return manifest.editions == library.fingerprints() and manifest.packs == packs


def rebuild(
    library: Library,
    settings: Settings,
    progress: Progress | None = None,
    *,
    anew: bool = False,
    model: EmbeddingModel | None = None,
) -> Built:
    """Bring the index up to date with the library, or make it anew. Raises IndexUnavailable, OSError.

    `model` is the one of the settings, where it is loaded already.
    """
    model = model or EmbeddingModel(settings.model)
    root, marks = settings.home / "index", library.fingerprints()
    return build(
        library.editions,
        root,
        model,
        embedding_cache(settings),
        progress,
        anew=anew,
        marks=marks,
        packs=library.packs,
    )


def embedding_cache(settings: Settings) -> EmbeddingCache:
    """Return the cache of embeddings of a home."""
    return EmbeddingCache(settings.home / "cache" / "embeddings.sqlite")


def _built(
    library: Library, settings: Settings, model: EmbeddingModel, progress: Progress | None
) -> Searcher:
    """Build the index in the home, or, where that cannot be written, in a folder for this run."""
    try:
        return open_generation(rebuild(library, settings, progress).folder, model, embedding_cache(settings))
    except OSError as error:
        folder = Path(tempfile.mkdtemp(prefix="resolutions-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        cache = EmbeddingCache(folder / "embeddings.sqlite")
        built = build(library.editions, folder, model, cache, progress, packs=library.packs)
        searcher = open_generation(built.folder, model, cache)
        searcher.notices.append(
            f"{settings.home}: the index cannot be kept ({error.strerror}); it is built anew at every start. "
            "Set RESOLUTIONS_HOME to a folder that can be written"
        )
        return searcher
