"""The matcher: how likely a clause answers a question, and how likely two questions have the same answer.

Late interaction averages how near a clause comes to each word of a question. The matcher has learnt what it
means when a word has no counterpart, or a different one: it compares every word with the words of the other
text that it attends to (decomposable attention, Parikh et al. 2016). It reads the token vectors that the
reranker reads. `python -m evals match` trains it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelUnavailable
from index.vector_table import SCALE

if TYPE_CHECKING:
    import numpy as np

MATCHER = Path(__file__).with_name("matcher.safetensors")
"""The tensors of two networks, `clauses.…` and `questions.…`, in half precision.

Its metadata name the model, by its hash, whose vectors it was trained on.
"""

MATCHER_SHA256 = "10e68f727c95ede828a27baed5526600b7a769f872aced25c3ef69d4a086d130"
"""The hash of the file that is shipped; `python -m evals match` makes another and says what goes here."""

LONGEST_QUESTION, LONGEST_CLAUSE = 40, 128  # tokens that are compared
UNLIKELY = -8.0
"""The log odds where there is nothing to compare."""

Matching = Callable[["np.ndarray", Sequence["np.ndarray"]], "np.ndarray"]
"""A question's tokens and those of other texts → log odds, shape (texts,)."""


class Network:
    """One network. A token's vector has d dimensions, of which h are compared.

    Layers, each with a bias: `project` (d → h), `compare.0` (4h + 1 → h) and `compare.1` (h → h) for each
    word, `weigh` (d → 1) for how much a word counts, `judge.0` and `judge.1` from the words of one text, or
    of both, to log odds. `sharpness` scales the attention.
    """

    def __init__(self, tensors: Mapping[str, np.ndarray], *, both_ways: bool) -> None:
        """Take the tensors. `both_ways`: the words of the second text are compared with the first's, too."""
        import numpy as np

        self._tensors = {name: one.astype(np.float32) for name, one in tensors.items()}
        self._both_ways = both_ways

    def log_odds(self, text: np.ndarray, others: Sequence[np.ndarray], longest: int) -> np.ndarray:
        """Return the log odds that a text matches each of the others, shape (others,).

        `text` holds its tokens' vectors (tokens, d), of length one; `others` hold theirs, a byte a number.
        """
        import numpy as np

        if not others or not len(text):
            return np.full(len(others), UNLIKELY)
        text = text[:LONGEST_QUESTION]
        lengths = np.array([min(len(one), longest) for one in others])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        tokens = np.concatenate([one[:longest] for one in others]).astype(np.float32) / np.float32(SCALE)
        cosines = text @ tokens.T
        first, second = self._linear("project", text), self._linear("project", tokens)
        attending = np.exp(float(self._tensors["sharpness"][0]) * (cosines - 1))
        attended = [
            attending[:, start:end] @ second[start:end]
            for start, end in zip(starts, starts + lengths, strict=True)
        ]
        shares = np.add.reduceat(attending, starts, axis=1).T[:, :, None]
        nearest = np.maximum.reduceat(cosines, starts, axis=1).T
        added = self._added(
            np.tile(text, (len(others), 1)),
            np.tile(first, (len(others), 1)),
            (np.stack(attended) / shares).reshape(-1, first.shape[1]),
            nearest.ravel(),
            np.arange(len(others)) * len(text),
        )
        if self._both_ways:
            back = (attending / attending.sum(axis=0)).T @ first
            other = self._added(tokens, second, back, cosines.max(axis=0), starts)
            added = np.concatenate([added + other, np.abs(added - other)], axis=1)
        odds: np.ndarray = self._linear("judge.1", np.maximum(self._linear("judge.0", added), 0))[:, 0]
        return odds

    def _added(
        self,
        tokens: np.ndarray,
        own: np.ndarray,
        attended: np.ndarray,
        nearest: np.ndarray,
        starts: np.ndarray,
    ) -> np.ndarray:
        """Return what the words of texts add up to, each compared with what it attends to.

        Of every token of all texts, shape (tokens, …); `starts` are the places where texts begin.
        """
        import numpy as np

        compared = np.concatenate(
            [own, attended, np.abs(own - attended), own * attended, nearest[:, None]], axis=1
        )
        for layer in ("compare.0", "compare.1"):
            compared = np.maximum(self._linear(layer, compared), 0)
        counts = np.diff([*starts, len(tokens)])
        weight = np.exp(self._linear("weigh", tokens))
        weight /= np.repeat(np.add.reduceat(weight, starts), counts)[:, None]
        share = np.repeat(1 / counts, counts).astype(np.float32)[:, None]
        told = np.concatenate([compared, nearest[:, None]], axis=1)
        mean, weighed = (np.add.reduceat(told * one, starts) for one in (share, weight))
        most = np.maximum.reduceat(compared, starts)
        return np.concatenate([mean[:, :-1], most, weighed[:, :-1], mean[:, -1:], weighed[:, -1:]], axis=1)

    def _linear(self, name: str, given: np.ndarray) -> np.ndarray:
        """Return a layer's output."""
        found: np.ndarray = given @ self._tensors[f"{name}.weight"].T + self._tensors[f"{name}.bias"]
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

    data = MATCHER.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != MATCHER_SHA256:
        raise ModelUnavailable(
            f"{MATCHER}: sha256 {found} is not the shipped matcher's; install the program again, or put this "
            "hash into MATCHER_SHA256 if the matcher was trained anew"
        )
    return Matcher(load(data))


def _part(name: str, tensors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the tensors of one network by their own names."""
    return {key.removeprefix(f"{name}."): one for key, one in tensors.items() if key.startswith(f"{name}.")}
