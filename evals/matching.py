"""`python -m evals match`: trains the matcher (index/matcher.py) on the question packs.

Two networks learn. One tells clauses that answer a question from near clauses that do not; no clause answers
a near miss. The other tells whether two questions have the same answer: the same clauses answer both, or
both are near misses that come close to the same clauses. Questions that the reader learns from are left out
(evals/reader_questions.py): the matcher must know them no better than a person's.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.terminal import ProgressBar, say
from assistant.library.library import Library
from assistant.settings import read_settings
from corpus.catalogue import catalogue
from evals.reader_questions import reader_questions
from evals.training import TAUGHT, NothingToLearn, read_texts
from evals.worlds import gather
from index.bank import NEAR_COPY, packed_questions
from index.cache import EmbeddingCache
from index.matcher import LONGEST_CLAUSE, LONGEST_QUESTION
from index.model import EmbeddingModel
from index.passages import Level, Passage, passages
from index.vector_table import SCALE

if TYPE_CHECKING:
    import numpy as np

_WIDTH = 96  # dimensions that are compared
_BATCH = 256
_RATE = 1.5e-3
_SHARPNESS = 10.0  # of the attention, before it learns
_DROPPED = 0.1
_BUCKET = 40  # batches whose pairs are put in order of length
_SEED = 71
_CHUNK = 512  # questions whose nearest are looked for at once
# Of so many near texts so many are drawn: clauses of the library, and of the question's own text.
_OF_ALL, _OF_OWN = (20, 5), (12, 4)
_GOLD = 4  # of the clauses that answer, or of those that a near miss comes close to
# The same of bank questions that are answered, and of near misses.
_ANSWERED, _OWN_ANSWERED, _MISSES, _OWN_MISSES = (10, 4), (10, 4), (8, 3), (8, 2)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is learnt: the text that it is about, its clauses by id, whether they answer it."""

    text: str
    edition: str
    clauses: frozenset[str]
    is_answered: bool


@dataclass(frozen=True)
class _Texts:
    """Texts with their vectors: of the whole (texts, d), and of their tokens, a byte a number."""

    vectors: np.ndarray
    tokens: Sequence[np.ndarray]


@dataclass(frozen=True)
class Pairs:
    """Pairs of a question and another text by their places, and how well they match, 0 to 1."""

    places: np.ndarray
    matches: np.ndarray


def run(output: Path, *, epochs: int) -> int:
    """Train both networks and write them. Raises NothingToLearn."""
    import numpy as np
    from safetensors.numpy import save_file

    settings = read_settings()
    texts = gather(settings.home)
    taught = tuple(read_texts(TAUGHT))
    newest = Library(tuple(texts.editions.values()), catalogue()).newest
    clauses = [one for edition in (*newest, *taught) for one in passages(edition) if one.level == Level.LEAF]
    taken = reader_questions()
    questions, _ = packed_questions(texts.editions.values())
    packed = [
        Asked(
            one.question.text,
            str(one.edition),
            frozenset(map(str, one.provisions)),
            one.question.is_answered,
        )
        for one in questions
        if one.question.text not in taken
    ]
    if not packed:
        raise NothingToLearn("no text in the library has a question pack")
    asked = [*packed, *_taught({str(one.provision) for one in clauses})]
    say(f"{len(packed)} questions of the packs, {len(asked) - len(packed)} others, {len(clauses)} clauses")
    cache, model = EmbeddingCache(settings.home / "cache" / "embeddings.sqlite"), EmbeddingModel()
    of_questions = _embedded([one.text for one in asked], cache, model)
    of_clauses = _embedded([one.wording for one in clauses], cache, model)
    draw = np.random.default_rng(_SEED)
    trained = {
        "clauses": _trained(
            clause_pairs(asked, clauses, of_questions.vectors, of_clauses.vectors, draw),
            (of_questions.tokens, of_clauses.tokens),
            LONGEST_CLAUSE,
            epochs,
        ),
        "questions": _trained(
            question_pairs(packed, of_questions.vectors[: len(packed)], draw),
            (of_questions.tokens, of_questions.tokens),
            LONGEST_QUESTION,
            2 * epochs,
            both_ways=True,
        ),
    }
    save_file(
        {
            f"{name}.{key}": one.astype(np.float16)
            for name, network in trained.items()
            for key, one in network.items()
        },
        output,
        metadata={"model": model.sha256},
    )
    found = hashlib.sha256(output.read_bytes()).hexdigest()
    sys.stdout.write(f"MATCHER_SHA256 in index/matcher.py becomes {found}\n")
    return 0


def _taught(known: set[str]) -> Iterator[Asked]:
    """Walk the questions that the adapter is taught; those over texts that are not at hand are left out."""
    for path in sorted(TAUGHT.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            ids = row["ids"] or row.get("near", [])
            if ids and known.issuperset(ids):
                yield Asked(row["q"], ids[0].partition("#")[0], frozenset(ids), bool(row["ids"]))


def _embedded(texts: Sequence[str], cache: EmbeddingCache, model: EmbeddingModel) -> _Texts:
    """Embed texts, from the cache where they are in it."""
    with ProgressBar("embedding", "text") as bar:
        vectors = cache.embed(texts, model, bar)
    return _Texts(vectors, cache.tokens(texts, model))


def clause_pairs(
    asked: Sequence[Asked],
    clauses: Sequence[Passage],
    of_questions: np.ndarray,
    of_clauses: np.ndarray,
    draw: np.random.Generator,
) -> Pairs:
    """Pair each question with the clauses that answer it and with near ones that do not."""
    import numpy as np

    place = {str(one.provision): at for at, one in enumerate(clauses)}
    editions = np.array([str(one.edition) for one in clauses])
    own = {edition: np.flatnonzero(editions == edition) for edition in np.unique(editions)}
    of_library = np.flatnonzero(np.isin(editions, sorted({one.edition for one in asked if one.is_answered})))
    chosen: list[list[int]] = [[] for _ in asked]
    _draw_near(chosen, range(len(asked)), of_questions, of_clauses, of_library, _OF_ALL, draw)
    by_text = _grouped([one.edition for one in asked])
    for edition, rows in by_text.items():
        if edition in own:
            _draw_near(chosen, rows, of_questions, of_clauses, own[edition], _OF_OWN, draw)
    places, matches = [], []
    for at, one in enumerate(asked):
        named = [place[id_] for id_ in sorted(one.clauses) if id_ in place]
        answers = {clauses[row].wording for row in named} if one.is_answered else set()
        for row in {*chosen[at], *named[:_GOLD]}:
            places.append((at, row))
            matches.append(float(clauses[row].wording in answers))
    return Pairs(np.array(places), np.array(matches, dtype=np.float32))


def question_pairs(asked: Sequence[Asked], vectors: np.ndarray, draw: np.random.Generator) -> Pairs:
    """Pair each question with near ones; a pair matches as far as the same clauses are named alike."""
    import numpy as np

    answered = np.array([one.is_answered for one in asked])
    chosen: list[list[int]] = [[] for _ in asked]
    every = range(len(asked))
    _draw_near(chosen, every, vectors, vectors, np.flatnonzero(answered), _ANSWERED, draw)
    _draw_near(chosen, every, vectors, vectors, np.flatnonzero(~answered), _MISSES, draw)
    for rows in _grouped([one.edition for one in asked]).values():
        own = np.array(rows)
        for among, number in ((own[answered[own]], _OWN_ANSWERED), (own[~answered[own]], _OWN_MISSES)):
            if len(among):
                _draw_near(chosen, rows, vectors, vectors, among, number, draw)
    places = [(at, row) for at in every for row in sorted({*chosen[at]} - {at})]
    matches = [_alike(asked[at], asked[row]) for at, row in places]
    return Pairs(np.array(places), np.array(matches, dtype=np.float32))


def _alike(one: Asked, other: Asked) -> float:
    """Return how far two questions have the same answer, 0 to 1; near misses, whether they miss the same."""
    if one.is_answered != other.is_answered:
        return 0.0
    shared = one.clauses & other.clauses
    return len(shared) / len(one.clauses | other.clauses) if one.is_answered else float(bool(shared))


def _grouped(editions: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of each edition."""
    found: dict[str, list[int]] = {}
    for at, edition in enumerate(editions):
        found.setdefault(edition, []).append(at)
    return found


def _draw_near(
    chosen: Sequence[list[int]],
    rows: Sequence[int],
    vectors: np.ndarray,
    others: np.ndarray,
    among: np.ndarray,
    number: tuple[int, int],
    draw: np.random.Generator,
) -> None:
    """Add to what is chosen for some rows others that are near, drawn from the nearest; no near-copies."""
    import numpy as np

    nearest, drawn = number
    own = others[among]
    for start in range(0, len(rows), _CHUNK):
        part = list(rows[start : start + _CHUNK])
        cosines = vectors[part] @ own.T
        cosines[cosines >= NEAR_COPY] = -1.0
        kept = min(nearest, len(among))
        best = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
        for at, row in zip(part, best, strict=True):
            chosen[at].extend(among[draw.permutation(row)[:drawn]].tolist())


def network(dimensions: int, *, both_ways: bool) -> Any:  # noqa: ANN401  the framework's type
    """Return an untrained network, the same as `index.matcher.Network` computes."""
    import torch
    from torch import nn

    class Untrained(nn.Module):  # type: ignore[misc]
        """See `index.matcher.Network`."""

        def __init__(self) -> None:
            super().__init__()
            told = 3 * _WIDTH + 2
            self.project = nn.Linear(dimensions, _WIDTH)
            self.sharpness = nn.Parameter(torch.tensor([_SHARPNESS]))
            self.compare = nn.ModuleList([nn.Linear(4 * _WIDTH + 1, _WIDTH), nn.Linear(_WIDTH, _WIDTH)])
            self.weigh = nn.Linear(dimensions, 1)
            self.judge = nn.ModuleList([nn.Linear(told * (1 + both_ways), _WIDTH), nn.Linear(_WIDTH, 1)])
            self.dropout = nn.Dropout(_DROPPED)

        def forward(self, there: Any, there_counts: Any, back: Any, back_counts: Any) -> Any:  # noqa: ANN401
            """Return log odds, shape (pairs,)."""
            cosines = there @ back.transpose(1, 2)
            first, second = self.project(there), self.project(back)
            seen = cosines + (1 - back_counts)[:, None, :] * -1e4
            told = self.told(
                there, there_counts, first, torch.softmax(self.sharpness * seen, 2) @ second, seen.amax(2)
            )
            if both_ways:
                seen = cosines.transpose(1, 2) + (1 - there_counts)[:, None, :] * -1e4
                other = self.told(
                    back, back_counts, second, torch.softmax(self.sharpness * seen, 2) @ first, seen.amax(2)
                )
                told = torch.cat([told + other, (told - other).abs()], 1)
            return self.judge[1](self.dropout(torch.relu(self.judge[0](told))))[:, 0]

        def told(self, tokens: Any, counts: Any, own: Any, attended: Any, best: Any) -> Any:  # noqa: ANN401
            """Return what the words of texts add up to."""
            compared = torch.cat([own, attended, (own - attended).abs(), own * attended, best[:, :, None]], 2)
            compared = self.dropout(torch.relu(self.compare[0](compared)))
            compared = torch.relu(self.compare[1](compared)) * counts[:, :, None]
            share = counts / counts.sum(1, keepdim=True)
            weight = torch.softmax(self.weigh(tokens)[:, :, 0] + (1 - counts) * -1e4, 1)
            return torch.cat(
                [
                    (compared * share[:, :, None]).sum(1),
                    compared.amax(1),
                    (compared * weight[:, :, None]).sum(1),
                    (best * share).sum(1, keepdim=True),
                    (best * weight).sum(1, keepdim=True),
                ],
                1,
            )

    return Untrained()


def _trained(
    pairs: Pairs,
    tokens: tuple[Sequence[np.ndarray], Sequence[np.ndarray]],
    longest: int,
    epochs: int,
    *,
    both_ways: bool = False,
) -> dict[str, np.ndarray]:
    """Train a network on pairs; return its tensors by name."""
    import numpy as np
    import torch

    torch.manual_seed(_SEED)
    draw = np.random.default_rng(_SEED)
    untrained = network(tokens[0][0].shape[1], both_ways=both_ways)
    optimizer = torch.optim.AdamW(untrained.parameters(), lr=_RATE, weight_decay=0.02)
    steps = epochs * -(-len(pairs.places) // _BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.1)
    lost = torch.nn.BCEWithLogitsLoss()
    length = np.array([min(len(tokens[1][row]), longest) for row in pairs.places[:, 1]])
    mean = 0.0
    with ProgressBar("training", "step") as bar:
        for step, batch in enumerate(_batches(length, epochs, draw), 1):
            first, second = pairs.places[batch].T
            loss = lost(
                untrained(
                    *_padded([tokens[0][at][:LONGEST_QUESTION] for at in first]),
                    *_padded([tokens[1][at][:longest] for at in second]),
                ),
                torch.from_numpy(pairs.matches[batch]),
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rate.step()
            mean += (loss.item() - mean) / min(step, 200)
            bar(step, steps)
    say(f"{len(pairs.places)} pairs, {pairs.matches.mean():.3f} of them match; loss at the end {mean:.4f}")
    return {name: one.detach().numpy() for name, one in untrained.state_dict().items()}


def _batches(length: np.ndarray, epochs: int, draw: np.random.Generator) -> Iterator[np.ndarray]:
    """Walk the places of pairs in batches of similar length, in a new order each time through."""
    import numpy as np

    for _ in range(epochs):
        order = draw.permutation(len(length))
        batches = []
        for start in range(0, len(order), _BATCH * _BUCKET):
            bucket = order[start : start + _BATCH * _BUCKET]
            bucket = bucket[np.argsort(length[bucket], kind="stable")]
            batches += [bucket[at : at + _BATCH] for at in range(0, len(bucket), _BATCH)]
        for at in draw.permutation(len(batches)):
            yield batches[at]


def _padded(texts: Sequence[np.ndarray]) -> tuple[Any, Any]:
    """Return the tokens of texts, kept a byte a number, and 1 for each that there is, 0 for filling."""
    import numpy as np
    import torch

    longest = max(map(len, texts))
    tokens = np.zeros((len(texts), longest, texts[0].shape[1]), dtype=np.float32)
    counts = np.zeros((len(texts), longest), dtype=np.float32)
    for row, one in enumerate(texts):
        tokens[row, : len(one)] = one
        counts[row, : len(one)] = 1
    return torch.from_numpy(tokens / SCALE), torch.from_numpy(counts)
