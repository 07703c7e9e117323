"""`python -m evals match`: trains the matcher (index/matcher.py) on question packs and other questions.

Two networks learn. One tells clauses that answer a question from near clauses that do not; no clause answers
a near miss. It learns from texts of many bodies too (evals/body_questions.py), so that it can read texts that
have no pack. The other tells whether two questions have the same answer: the same clauses answer both, or
both are near misses that come close to the same clauses. Questions that the reader learns from are left out
(evals/reader_questions.py): the matcher must know them no better than a person's.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from assistant.cli.terminal import ProgressBar, say
from assistant.library.library import Library
from assistant.settings import read_settings
from corpus.catalogue import catalogue
from corpus.instruments import Edition
from evals.body_questions import BodyQuestion, BodyQuestions, leaves
from evals.matcher_network import Pairs, trained
from evals.reader_questions import reader_questions
from evals.training import TAUGHT, NothingToLearn, read_texts
from evals.worlds import gather
from index.bank import NEAR_COPY, packed_questions
from index.cache import EmbeddingCache
from index.matcher import LONGEST_CLAUSE, LONGEST_QUESTION
from index.model import EmbeddingModel
from index.passages import Passage

_SEED = 71
_CHUNK = 512  # questions whose nearest are looked for at once
# Of so many near texts so many are drawn: clauses of the library, and of the question's own text.
_OF_ALL, _OF_OWN = (20, 5), (12, 4)
_SHOWN_OF_BODIES = 4  # times that a question over a text of many bodies is shown: there are fewer of them
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


def run(output: Path, *, epochs: int, bodies: Path | None = None) -> int:
    """Train both networks and write them.

    `bodies` is a folder with the texts that `pairs/bodies` asks about. Raises NothingToLearn, UnreadableFile.
    """
    from safetensors.numpy import save_file

    settings = read_settings()
    texts = gather(settings.home)
    newest = Library(tuple(texts.editions.values()), catalogue()).newest
    read = (*newest, *read_texts(TAUGHT))
    clauses = list(leaves(read))
    packed = _packed(texts.editions.values())
    asked = [*packed, *_taught({str(clause.provision) for clause in clauses})]
    others = len(asked)
    if bodies:
        variety = BodyQuestions(bodies)
        asked += [_of_body(question) for question in variety if not question.is_for_reader]
        clauses += leaves(chain.from_iterable(variety.editions.values()))
    say(f"{len(packed)} questions of the packs, {len(asked) - len(packed)} others, {len(clauses)} clauses")
    cache, model = EmbeddingCache(settings.home / "cache" / "embeddings.sqlite"), EmbeddingModel()
    of_questions = _embedded([question.text for question in asked], cache, model)
    of_clauses = _embedded([clause.wording for clause in clauses], cache, model)
    draw = np.random.default_rng(_SEED)
    pairs = clause_pairs(asked, clauses, of_questions.vectors, of_clauses.vectors, draw)
    pairs = repeated(pairs, pairs.places[:, 0] >= others, _SHOWN_OF_BODIES)
    tokens = of_questions.tokens, of_clauses.tokens
    networks = {"clauses": trained(pairs, tokens, LONGEST_CLAUSE, epochs)}
    pairs = question_pairs(packed, of_questions.vectors[: len(packed)], draw)
    tokens = of_questions.tokens, of_questions.tokens
    networks["questions"] = trained(pairs, tokens, LONGEST_QUESTION, 2 * epochs, both_ways=True)
    tensors = {
        f"{name}.{key}": tensor for name, network in networks.items() for key, tensor in network.items()
    }
    save_file(
        {name: tensor.astype(np.float16) for name, tensor in tensors.items()},
        output,
        metadata={"model": model.sha256},
    )
    found = hashlib.sha256(output.read_bytes()).hexdigest()
    sys.stdout.write(f"MATCHER_SHA256 in index/matcher.py becomes {found}\n")
    return 0


def _packed(editions: Iterable[Edition]) -> list[Asked]:
    """Return the questions of the packs without those of the reader. Raises NothingToLearn."""
    excluded = reader_questions()
    questions, _ = packed_questions(editions)
    found = [
        Asked(
            bank_question.question.text,
            str(bank_question.edition),
            frozenset(map(str, bank_question.provisions)),
            bank_question.question.is_answered,
        )
        for bank_question in questions
        if bank_question.question.text not in excluded
    ]
    if not found:
        raise NothingToLearn("no text in the library has a question pack")
    return found


def _taught(known: set[str]) -> Iterator[Asked]:
    """Walk the questions that the adapter is taught; those over texts that are not at hand are left out."""
    for path in sorted(TAUGHT.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            ids = row["ids"] or row.get("near", [])
            if ids and known.issuperset(ids):
                yield Asked(row["q"], ids[0].partition("#")[0], frozenset(ids), bool(row["ids"]))


def _of_body(question: BodyQuestion) -> Asked:
    """Return a question over another body's text as it is learnt."""
    clauses = question.answers or question.near
    named = frozenset(str(clause.provision) for clause in clauses)
    return Asked(question.question, str(clauses[0].edition), named, bool(question.answers))


def _embedded(texts: Sequence[str], cache: EmbeddingCache, model: EmbeddingModel) -> _Texts:
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
    place = {str(clause.provision): at for at, clause in enumerate(clauses)}
    editions = np.array([str(clause.edition) for clause in clauses])
    by_edition = {edition: np.flatnonzero(editions == edition) for edition in np.unique(editions)}
    of_library = np.flatnonzero(
        np.isin(editions, sorted({question.edition for question in asked if question.is_answered}))
    )
    chosen: list[list[int]] = [[] for _ in asked]
    _draw_near(chosen, range(len(asked)), of_questions, of_clauses, of_library, _OF_ALL, draw)
    by_text = _grouped([question.edition for question in asked])
    for edition, rows in by_text.items():
        if edition in by_edition:
            _draw_near(chosen, rows, of_questions, of_clauses, by_edition[edition], _OF_OWN, draw)
    places, matches = [], []
    for at, question in enumerate(asked):
        named = [place[id_] for id_ in sorted(question.clauses) if id_ in place]
        answers = {clauses[row].wording for row in named} if question.is_answered else set()
        for row in {*chosen[at], *named[:_GOLD]}:
            places.append((at, row))
            matches.append(float(clauses[row].wording in answers))
    return Pairs(np.array(places), np.array(matches, dtype=np.float32))


def repeated(pairs: Pairs, which: np.ndarray, times: int) -> Pairs:
    """Return pairs with some of them, told by a mask, so many times."""
    rows = np.concatenate([np.arange(len(which)), *[np.flatnonzero(which)] * (times - 1)])
    return Pairs(pairs.places[rows], pairs.matches[rows])


def question_pairs(asked: Sequence[Asked], vectors: np.ndarray, draw: np.random.Generator) -> Pairs:
    """Pair each question with near ones; a pair matches as far as the same clauses are named alike."""
    answered = np.array([question.is_answered for question in asked])
    chosen: list[list[int]] = [[] for _ in asked]
    every = range(len(asked))
    _draw_near(chosen, every, vectors, vectors, np.flatnonzero(answered), _ANSWERED, draw)
    _draw_near(chosen, every, vectors, vectors, np.flatnonzero(~answered), _MISSES, draw)
    for rows in _grouped([question.edition for question in asked]).values():
        own_rows = np.array(rows)
        for among, number in (
            (own_rows[answered[own_rows]], _OWN_ANSWERED),
            (own_rows[~answered[own_rows]], _OWN_MISSES),
        ):
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
    nearest, drawn = number
    candidates = others[among]
    for start in range(0, len(rows), _CHUNK):
        part = list(rows[start : start + _CHUNK])
        cosines = vectors[part] @ candidates.T
        cosines[cosines >= NEAR_COPY] = -1.0
        kept = min(nearest, len(among))
        best = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
        for at, row in zip(part, best, strict=True):
            chosen[at].extend(among[draw.permutation(row)[:drawn]].tolist())
