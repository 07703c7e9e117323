"""Boosted decision trees (Friedman 2001), fitted elsewhere: read from numbers, asked one row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

Node = tuple[int, float, int, int] | tuple[float]  # a feature, its threshold, where to go; or a leaf's value


@dataclass(frozen=True, slots=True)
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
        total = self.bias
        for tree in self.trees:
            node = tree[0]
            while len(node) > 1:
                feature, threshold, left, right = node
                node = tree[left if row[feature] <= threshold else right]
            total += node[0]
        return 1 / (1 + exp(-total))
