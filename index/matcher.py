"""The matcher: how likely a clause answers a question, and how likely two questions have the same answer.

Late interaction averages how near a clause comes to each word of a question. The matcher has learnt what it
means when a word has no counterpart, or a different one: it compares every word with the words of the other
text that it attends to (decomposable attention, Parikh et al. 2016). It reads the token vectors that the
reranker reads. `python -m evals match` trains it, on texts of many bodies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from index.arrays import np
from index.shipped import read_shipped
from index.vector_table import SCALE

MATCHER = Path(__file__).with_name("matcher.safetensors")
"""The tensors of two networks, `clauses.…` and `questions.…`, in half precision.

Its metadata name the model, by its hash, whose vectors it was trained on.
"""

MATCHER_SHA256 = "6e8fd4dabd191761b30e547c4bd2b274af2dbe8dedd7df9f907ad72bc86dca16"
"""The hash of the file that is shipped; `python -m evals match` makes another and says what goes here."""

LONGEST_QUESTION, LONGEST_CLAUSE = 40, 128  # tokens that are compared
UNLIKELY = -8.0
"""The log odds where there is nothing to compare."""


class Network:
    """One network. A token's vector has d dimensions, of which h are compared.

    Layers, each with a bias: `project` (d → h), `compare.0` (4h + 1 → h) and `compare.1` (h → h) for each
    word, `weigh` (d → 1) for how much a word counts, `judge.0` and `judge.1` from the words of one text, or
    of both, to log odds. `sharpness` scales the attention.
    """

    def __init__(self, tensors: Mapping[str, np.ndarray], *, both_ways: bool) -> None:
        """Take the tensors. `both_ways`: the words of the second text are compared with the first's, too."""
        self._tensors = {name: tensor.astype(np.float32) for name, tensor in tensors.items()}
        self._both_ways = both_ways

    def log_odds(self, text: np.ndarray, others: Sequence[np.ndarray], longest: int) -> np.ndarray:
        """Return the log odds that a text matches each of the others, shape (others,).

        `text` holds its tokens' vectors (tokens, d), of length one; `others` hold theirs, a byte a number.
        """
        if not others or not len(text):
            return np.full(len(others), UNLIKELY)
        text = text[:LONGEST_QUESTION]
        lengths = np.array([min(len(rows), longest) for rows in others])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        tokens = np.concatenate([rows[:longest] for rows in others]).astype(np.float32) / np.float32(SCALE)
        cosines = text @ tokens.T
        first, second = self._linear("project", text), self._linear("project", tokens)
        attending = np.exp(self._tensors["sharpness"] * (cosines - 1))
        attended = np.stack([
            attending[:, start:end] @ second[start:end]
            for start, end in zip(starts, starts + lengths, strict=True)
        ])  # fmt: skip
        attended /= np.add.reduceat(attending, starts, axis=1).T[:, :, None]
        nearest = np.maximum.reduceat(cosines, starts, axis=1).T
        own, weight = (np.tile(rows, (len(others), 1)) for rows in (first, self._weight(text)))
        begins = np.arange(len(others)) * len(text)
        added = self._added(own, attended.reshape(own.shape), nearest.reshape(-1, 1), weight, begins)
        if self._both_ways:
            back, nearest = (attending / attending.sum(axis=0)).T @ first, cosines.max(axis=0)[:, None]
            other = self._added(second, back, nearest, self._weight(tokens), starts)
            added = np.concatenate([added + other, np.abs(added - other)], axis=1)
        odds: np.ndarray = self._linear("judge.1", np.maximum(self._linear("judge.0", added), 0))[:, 0]
        return odds

    def _added(
        self,
        own: np.ndarray,
        attended: np.ndarray,
        nearest: np.ndarray,
        weight: np.ndarray,
        starts: np.ndarray,
    ) -> np.ndarray:
        """Return what the words of texts add up to, each compared with what it attends to.

        Of every token of all texts, shape (tokens, …); `starts` are the places where texts begin.
        """
        compared = np.concatenate([own, attended, np.abs(own - attended), own * attended, nearest], axis=1)
        for layer in ("compare.0", "compare.1"):
            compared = self._linear(layer, compared)
            np.maximum(compared, 0, out=compared)
        features = np.concatenate([compared, nearest], axis=1)
        mean = np.add.reduceat(features, starts) / np.add.reduceat(np.ones_like(weight), starts)
        weighed = np.add.reduceat(features * weight, starts) / np.add.reduceat(weight, starts)
        most = np.maximum.reduceat(compared, starts)
        return np.concatenate([mean[:, :-1], most, weighed[:, :-1], mean[:, -1:], weighed[:, -1:]], axis=1)

    def _weight(self, tokens: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.exp(self._linear("weigh", tokens))
        return found

    def _linear(self, name: str, inputs: np.ndarray) -> np.ndarray:
        found: np.ndarray = inputs @ self._tensors[f"{name}.weight"].T + self._tensors[f"{name}.bias"]
        return found


class Matcher:
    """The two networks that ship."""

    def __init__(self, tensors: Mapping[str, np.ndarray]) -> None:
        """Take the tensors of both."""
        self._clauses = Network(_part("clauses", tensors), both_ways=False)
        self._questions = Network(_part("questions", tensors), both_ways=True)

    def clauses(self, question: np.ndarray, clauses: Sequence[np.ndarray]) -> np.ndarray:
        """Return the log odds that each clause answers a question, shape (clauses,)."""
        return self._clauses.log_odds(question, clauses, LONGEST_CLAUSE)

    def questions(self, question: np.ndarray, others: Sequence[np.ndarray]) -> np.ndarray:
        """Return the log odds that what answers each other question answers this one, shape (others,)."""
        return self._questions.log_odds(question, others, LONGEST_QUESTION)


@cache
def shipped_matcher() -> Matcher:
    """Return the matcher that ships with the adapter. Raises ModelUnavailable."""
    from safetensors.numpy import load

    return Matcher(load(read_shipped(MATCHER, MATCHER_SHA256, "matcher", "MATCHER_SHA256")))


def _part(name: str, tensors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {
        key.removeprefix(f"{name}."): tensor for key, tensor in tensors.items() if key.startswith(f"{name}.")
    }
