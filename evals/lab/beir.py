"""`python -m evals beir FOLDER`: the product's own retrieval over a collection that others made.

A collection has no structure beyond passages, so context is the passage's title alone and no text is
preferred. Chroma has no part in it: it finds what the exact scan of the vectors finds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.cli.terminal import ProgressBar, print_json, say
from assistant.settings import Settings, read_settings
from corpus.errors import ResolutionsError
from corpus.instruments import Kind, Part
from corpus.keys import EditionKey
from evals.lab.collection import Collection, CorpusText, read_collection
from evals.stats import interval, paired
from index.cache import EmbeddingCache
from index.encoded import Encoded
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import Level, Passage
from index.reranker import Reranker
from index.search import MEASURED, Searcher, Weights

MEASURES = {"recall@10": "R@10", "map@10": "AP@10", "ndcg@10": "nDCG@10"}  # ours → that of ir-measures
_TOP = 10
_AT_ONCE = 64  # queries embedded together
_SETTINGS = ("lexical", "dense", "second", "rare", "expansion")
_COLLECTION = EditionKey.parse("collection/texts/1000")  # every passage needs an edition

Found = Mapping[str, Mapping[str, float]]  # a measure's name → each query's id → its score


class BadSetting(ResolutionsError):
    """A setting that is not NAME=NUMBER."""

    code = "bad-setting"


class _Remembering(EmbeddingModel):
    """The model of the settings; queries are embedded many at once, and once for all settings."""

    def __init__(self, folder: Path | None = None) -> None:
        """Remember nothing yet."""
        super().__init__(folder)
        self._known: dict[str, Encoded] = {}

    def remember(self, texts: Iterable[str], progress: ProgressBar) -> None:
        """Embed texts, those of a length together, and keep what came of it."""
        missing = sorted(set(texts) - self._known.keys(), key=len)
        for start in range(0, len(missing), _AT_ONCE):
            chunk = missing[start : start + _AT_ONCE]
            found = super().encode(chunk)
            for text, vector, tokens in zip(chunk, found.vectors, found.tokens, strict=True):
                self._known[text] = Encoded(vector[None, :], (tokens,))
            progress(start + len(chunk), len(missing))

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts, or return what is remembered of a single one."""
        known = self._known.get(texts[0]) if len(texts) == 1 else None
        return known or super().encode(texts)


class Retrieval:
    """A collection laid out for searching, once for all settings."""

    def __init__(self, collection: Collection, settings: Settings, *, shown: bool = True) -> None:
        """Embed what the cache of the home does not have; progress is shown or not."""
        self.collection, self._shown = collection, shown
        self._rows = [_passage(text) for text in collection.texts]
        wordings = [passage.wording for passage in self._rows]
        self._model = _Remembering(settings.model)
        self._cache = EmbeddingCache(settings.home / "cache" / "embeddings.sqlite")
        with ProgressBar("embedding", "passage", shown=shown) as progress:
            self._vectors = self._cache.embed(wordings, self._model, progress)
        self._lexical = LexicalIndex.build(wordings)
        self._reranker = Reranker(self._cache, self._model)

    def measure(self, weights: Weights = MEASURED) -> Found:
        """Search every query and score what is found."""
        searcher = Searcher(
            self._rows, self._lexical, self._model, self._vectors, None, self._reranker, weights=weights
        )
        with ProgressBar("embedding", "query", shown=self._shown) as progress:
            self._model.remember(map(searcher.spelling.correct, self.collection.queries.values()), progress)
        run: dict[str, dict[str, float]] = {}
        with ProgressBar("searching", "query", shown=self._shown) as progress:
            for number, (id_, text) in enumerate(self.collection.queries.items(), 1):
                hits = searcher.search(text, top=_TOP)
                run[id_] = {hit.passage.eid: float(_TOP - rank) for rank, hit in enumerate(hits)}
                progress(number, len(self.collection.queries))
        for notice in searcher.notices:
            say(notice)
        return _measured(self.collection, run)


def run(folder: Path, *, as_json: bool = False, against: Sequence[Sequence[str]] = ()) -> int:
    """Measure a collection, print the figures, and compare with other settings, each NAME=NUMBER …."""
    others = {" ".join(settings): read_weights(settings) for settings in against}
    started = perf_counter()
    collection = read_collection(folder)
    retrieval = Retrieval(collection, read_settings())
    ours = retrieval.measure()
    figures: dict[str, Any] = {
        **_figures(collection, ours),
        "queries": len(collection.queries),
        "seconds": round(perf_counter() - started, 1),
    }
    if others:
        compared = {name: _compared(ours, retrieval.measure(weights)) for name, weights in others.items()}
        figures["against"] = compared
    if as_json:
        return print_json(figures)
    sys.stdout.write(_table(folder.name, figures))
    return 0


def read_weights(settings: Sequence[str]) -> Weights:
    """Read settings, as in `second=0`, over the measured ones. Raises BadSetting."""
    weights = MEASURED
    for entry in settings:
        name, _, number = entry.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if name not in _SETTINGS or not 0 <= value <= 1:
            raise BadSetting(
                f"'{entry}' is no setting; give one of {', '.join(_SETTINGS)} a number from 0 to 1: second=0"
            )
        weights = replace(weights, **{name: value})
    return weights


def _passage(text: CorpusText) -> Passage:
    """Return a collection's passage as the searcher wants it."""
    context = (text.title,) if text.title else ()
    return Passage(
        _COLLECTION, text.id, Level.LEAF, text.id, text.text, context, (), Kind.PARAGRAPH, Part.OPERATIVE
    )


def _measured(collection: Collection, run: Mapping[str, Mapping[str, float]]) -> Found:
    """Score every query's ranking with ir-measures."""
    import ir_measures

    name_of = {ir_measures.parse_measure(theirs): name for name, theirs in MEASURES.items()}
    found: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    for score in ir_measures.iter_calc(list(name_of), collection.qrels, run):
        found[name_of[score.measure]][score.query_id] = float(score.value)
    return found


def _figures(collection: Collection, found: Found) -> dict[str, dict[str, float]]:
    """Return each measure's mean with its interval, drawn by document."""
    figures: dict[str, dict[str, float]] = {}
    for name, scores in found.items():
        known = interval(list(scores.values()), [collection.document_of(id_) for id_ in scores])
        assert known is not None
        figures[name] = {"value": known.mean, "low": known.low, "high": known.high}
    return figures


def _compared(ours: Found, theirs: Found) -> dict[str, dict[str, float]]:
    """Return by how much the first setting is better than a second, query by query."""
    figures: dict[str, dict[str, float]] = {}
    for name in MEASURES:
        known = paired(ours[name], theirs[name])
        assert known is not None
        figures[name] = {
            "difference": known.difference, "low": known.low, "high": known.high, "p": known.p
        }  # fmt: skip
    return figures


def _table(name: str, figures: Mapping[str, Any]) -> str:
    """Return the figures as a table."""
    lines = [f"{name}: {figures['queries']:,} queries, {figures['seconds']:.0f} s; 95 % intervals"]
    lines += [
        f"  {measure:<10} {figures[measure]['value']:.3f}  "
        f"[{figures[measure]['low']:.3f}, {figures[measure]['high']:.3f}]"
        for measure in MEASURES
    ]
    for setting, compared in figures.get("against", {}).items():
        lines.append(f"as measured less {setting}, paired")
        lines += [
            f"  {measure:<10} {delta['difference']:+.3f}  [{delta['low']:+.3f}, {delta['high']:+.3f}]"
            f"  p = {delta['p']:.3f}"
            for measure, delta in compared.items()
        ]
    return "\n".join(lines) + "\n"
