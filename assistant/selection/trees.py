"""Boosted decision trees (Friedman 2001), fitted elsewhere and read from numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Node = tuple[int, float, int, int] | tuple[float]  # a feature, its threshold, where to go; or a leaf's value


@dataclass(frozen=True)
class Trees:
    """A sum of trees in log odds; a row goes left where its feature is at most the threshold."""

    bias: float
    trees: tuple[tuple[Node, ...], ...]

    @classmethod
    def of(cls, row: dict[str, object]) -> Trees:
        """Read what `python -m evals select` wrote. Raises KeyError, TypeError, ValueError."""
        trees = row["trees"]
        if not isinstance(trees, list):
            raise TypeError("trees are a list")
        return cls(float(str(row["bias"])), tuple(tuple(tuple(node) for node in tree) for tree in trees))

    def likelihood(self, row: Sequence[float]) -> float:
        """Return how likely a row is what was fitted, 0 to 1."""
        return self.likelihoods([row])[0]

    def likelihoods(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return how likely each row is what was fitted, 0 to 1; all rows go down all trees at once."""
        import numpy as np

        nodes, features = self._nodes, np.asarray(rows, dtype=np.float64)
        each = np.arange(len(features))[:, None]
        at = np.tile(nodes.roots, (len(features), 1))
        while (inside := nodes.features[at] >= 0).any():
            goes_left = features[each, nodes.features[at]] <= nodes.thresholds[at]
            at = np.where(inside, np.where(goes_left, nodes.lefts[at], nodes.rights[at]), at)
        odds = nodes.values[at].sum(axis=1)
        return [float(likelihood) for likelihood in 1 / (1 + np.exp(-odds))]

    @cached_property
    def _nodes(self) -> _Nodes:
        """The nodes of all trees in one row; the bias is a tree of one leaf."""
        import numpy as np

        trees = (((self.bias,),), *self.trees)
        sizes = [len(tree) for tree in trees]
        roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        each = zip(roots.tolist(), trees, strict=True)
        columns = zip(*(_columns(node, root) for root, tree in each for node in tree), strict=True)
        return _Nodes(roots, *map(np.array, columns))


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes of many trees, one array a column: `features` is −1 for a leaf, `roots` are places."""

    roots: np.ndarray
    features: np.ndarray
    thresholds: np.ndarray
    lefts: np.ndarray
    rights: np.ndarray
    values: np.ndarray


def _columns(node: Node, root: int) -> tuple[int, float, int, int, float]:
    if len(node) == 1:
        return -1, 0.0, 0, 0, node[0]
    feature, threshold, left, right = node
    return feature, threshold, root + left, root + right, 0.0
