"""`python -m evals rivals`: the golden questions through what a user would pick instead, in one table.

Retrieval alone is compared: the questions that have gold, over the same texts, with the same model.
Every system is asked what the assistant understands of a conversation, which the others would have to
do without. Where a choice had to be made it is in the others' favour: the stock engine gives ten chunks
and not its own two, a chunk has the name of its text, and it is credited with every provision that
stands in it, of a long one half. "Gold first" reads a chunk as one who knows the answer would: what is
gold stands before the rest, which takes one place together.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Status
from assistant.cli.terminal import ProgressBar, print_json, say
from assistant.settings import read_settings
from assistant.understanding.turns import understood
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals.cases import Case
from evals.golden import read_golden
from evals.metrics import Scores, table
from evals.outcomes import Progress
from evals.printing import print_provisions
from evals.stats import interval, paired
from evals.stock import StockRetriever
from evals.worlds import Assistants, Held, Texts, gather
from index.cache import EmbeddingCache
from index.lexical import LexicalIndex
from index.model import EmbeddingModel
from index.passages import Level, passages
from index.tokens import words

if TYPE_CHECKING:
    import numpy as np

OURS = "this assistant"
METRICS = ("recall@5", "recall@10", "nDCG@10", "MAP@10", "MRR", "wrong document")
_TOP = 50  # provisions that each system gives
_CHUNKS = 10
_LONG = 500  # letters; what is shorter is not cut, for a chunk repeats the last 200 tokens of the one before
_RANK = 60  # reciprocal ranks: Cormack, Clarke and Büttcher 2009

Found = Sequence[ProvisionId]
Embed = Callable[[Sequence[str]], "np.ndarray"]


def run_rivals(
    cases: Sequence[Case],
    texts: Texts,
    assistants: Assistants,
    progress: Progress | None = None,
    *,
    answered: Mapping[str, Answer] | None = None,
) -> dict[str, Scores]:
    """Ask every system the cases that have gold; return each one's scores, ours first.

    Where our answers are known by the cases' ids they are taken, and what has none is left out for all.
    """
    asked = [one for one in cases if one.gold and (answered is None or one.id in answered)]
    settings = assistants.settings
    cache = EmbeddingCache(settings.home / "cache" / "embeddings.sqlite")
    embed = partial(cache.embed, model=EmbeddingModel(settings.model))
    embed([understood(one.turns) for one in asked])  # many at once, then each is known
    metrics = {name: metric for name, metric in table(texts).items() if name in METRICS}
    rivals: dict[Held, Rivals] = {}
    found: dict[str, dict[str, dict[str, float]]] = {}
    for number, case in enumerate(asked, 1):
        if case.held not in rivals:
            rivals[case.held] = Rivals([texts.editions[key] for key in case.held], embed)
        ours = assistants.holding(case.held).ask(case.turns) if answered is None else answered[case.id]
        for system, given in {OURS: ours.retrieved, **rivals[case.held].find(case)}.items():
            answer = Answer(Status.ANSWERED, "", retrieved=tuple(given))
            for name, metric in metrics.items():
                score = metric(case, answer)
                if score is not None:
                    found.setdefault(system, {}).setdefault(name, {})[case.id] = score
        if progress:
            progress(number, len(asked))
    return {system: dict(scores) for system, scores in found.items()}


class Rivals:
    """What a user would pick instead, laid out over some editions."""

    def __init__(self, editions: Sequence[Edition], embed: Embed) -> None:
        """Index each edition's provisions, without context, and its text in chunks."""
        self._embed = embed
        rows = [one for edition in editions for one in passages(edition) if one.level == Level.LEAF]
        self._ids = [one.provision for one in rows]
        self._lexical = LexicalIndex.build(one.text for one in rows)
        self._vectors = embed([one.text for one in rows])
        documents = [(str(one.key), one.name, print_provisions(one.provisions)) for one in editions]
        self._stock = StockRetriever(documents, embed, _CHUNKS)
        self._bare: dict[str, list[tuple[ProvisionId, str]]] = {}
        for one in rows:
            self._bare.setdefault(str(one.edition), []).append((one.provision, _bare(one.text)))

    def find(self, case: Case) -> dict[str, Found]:
        """Return what each system finds for a case, best first."""
        question = understood(case.turns)
        lexical = self._lexical.scores(words(question))
        by_words = _order(lexical)[: int((lexical > 0).sum())]
        by_meaning = _order(self._vectors @ self._embed([question])[0])
        chunks = [list(self._stands_in(key, text)) for key, text in self._stock.retrieve(question)]
        return {
            "stock citation engine": _flat(chunks),
            "stock citation engine, gold first": _flat([_gold_first(one, case) for one in chunks]),
            "BM25 alone": self._named(by_words),
            "dense alone": self._named(by_meaning),
            "BM25 and dense, reciprocal ranks": self._named(_fused(by_words, by_meaning)),
        }

    def _named(self, rows: Sequence[int]) -> Found:
        """Return the provisions of the first rows."""
        return [self._ids[row] for row in rows[:_TOP]]

    def _stands_in(self, key: str, chunk: str) -> Iterator[ProvisionId]:
        """Walk the provisions of a text that stand in a chunk; half of a long one is enough."""
        whole = _bare(chunk)
        for id_, text in self._bare[key]:
            half = len(text) // 2
            parts = (text[:half], text[half:]) if len(text) > _LONG else (text,)
            if text and (any(part in whole for part in parts) or whole in text):
                yield id_


def _bare(text: str) -> str:
    """Return the letters and digits of a text: blanks and marks of emphasis differ from print to print."""
    return "".join(filter(str.isalnum, text))


def _flat(chunks: Sequence[Found]) -> Found:
    """Return the provisions of chunks in their order, each once."""
    return list(dict.fromkeys(one for chunk in chunks for one in chunk))


def _gold_first(chunk: Found, case: Case) -> Found:
    """Return what is gold in a chunk; where nothing is, the first alone."""
    return [one for one in chunk if str(one) in case.cited] or chunk[:1]


def _order(scores: np.ndarray) -> list[int]:
    """Return rows by their scores, the best first; equal ones in the order of the texts."""
    order: list[int] = (-scores).argsort(kind="stable").tolist()
    return order


def _fused(*orders: Sequence[int]) -> list[int]:
    """Join orders by the sum of reciprocal ranks."""
    scores: dict[int, float] = {}
    for order in orders:
        for rank, row in enumerate(order, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (_RANK + rank)
    return sorted(scores, key=lambda row: (-scores[row], row))


def run(split: str = "all", *, as_json: bool = False) -> int:
    """Ask every system the golden questions of a split and print their figures and differences."""
    settings = read_settings()
    texts = gather(settings.home)
    golden = read_golden(texts, split)
    for one in golden.left_out:
        say(one)
    with ProgressBar("embedding", "text") as bar:
        assistants = Assistants(texts, settings, bar)
        with ProgressBar("asking", "question") as asking:
            found = run_rivals(golden.cases, texts, assistants, asking)
    documents = {one.id: str(one.gold[0][0].provision.edition) for one in golden.cases if one.gold}
    figures = {system: _figures(scores, found[OURS], documents) for system, scores in found.items()}
    if as_json:
        return print_json(figures)
    sys.stdout.write(_table(figures, len(documents)))
    return 0


def _figures(scores: Scores, ours: Scores, documents: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return a system's figures with their intervals, and by how much ours are above them."""
    figures: dict[str, dict[str, Any]] = {}
    for name, rows in scores.items():
        known = interval(list(rows.values()), [documents[id_] for id_ in rows])
        less = paired(ours[name], rows) if rows is not ours[name] else None
        assert known is not None
        figures[name] = {"value": known.mean, "low": known.low, "high": known.high}
        if less is not None:
            figures[name]["ours less this"] = {
                "difference": less.difference, "low": less.low, "high": less.high, "p": less.p
            }  # fmt: skip
    return figures


def _table(figures: Mapping[str, Mapping[str, Mapping[str, Any]]], count: int) -> str:
    """Return the figures, then the differences, as two tables."""
    width = max(map(len, figures)) + 2
    head = "".join(f"{name:<22}" for name in METRICS)
    lines = [f"{count} questions that have gold; 95 % intervals", " " * width + head]
    for system, known in figures.items():
        cells = (_cell(known[name], "value", "") for name in METRICS)
        lines.append(f"{system:<{width}}" + "".join(f"{cell:<22}" for cell in cells))
    lines += ["", f"{OURS} less each, question by question"]
    for system, known in figures.items():
        if system != OURS:
            cells = (_cell(known[name]["ours less this"], "difference", "+") for name in METRICS)
            lines.append(f"{system:<{width}}" + "".join(f"{cell:<22}" for cell in cells))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(one: Mapping[str, float], what: str, sign: str) -> str:
    """Return a figure and its interval."""
    return f"{one[what]:{sign}.3f} [{one['low']:{sign}.2f}, {one['high']:{sign}.2f}]"
