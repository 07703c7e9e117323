"""The networks of the matcher (index/matcher.py) as they are trained, with torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.cli.terminal import ProgressBar, say
from index.matcher import LONGEST_QUESTION
from index.vector_table import SCALE

_WIDTH = 96  # dimensions that are compared
_BATCH = 256
_RATE = 1.5e-3
_SHARPNESS = 10.0  # of the attention, before it learns
_DROPPED = 0.1
_BUCKET = 40  # batches whose pairs are put in order of length
_SEED = 71


@dataclass(frozen=True)
class Pairs:
    """Pairs of a question and another text by their places, and how well they match, 0 to 1."""

    places: np.ndarray
    matches: np.ndarray


def network(dimensions: int, *, both_ways: bool) -> Any:  # noqa: ANN401  the framework's type
    """Return an untrained network, the same as `index.matcher.Network` computes."""
    import torch
    from torch import nn

    class Untrained(nn.Module):  # type: ignore[misc]
        """See `index.matcher.Network`."""

        def __init__(self) -> None:
            super().__init__()
            added = 3 * _WIDTH + 2
            self.project = nn.Linear(dimensions, _WIDTH)
            self.sharpness = nn.Parameter(torch.tensor([_SHARPNESS]))
            self.compare = nn.ModuleList([nn.Linear(4 * _WIDTH + 1, _WIDTH), nn.Linear(_WIDTH, _WIDTH)])
            self.weigh = nn.Linear(dimensions, 1)
            self.judge = nn.ModuleList([nn.Linear(added * (1 + both_ways), _WIDTH), nn.Linear(_WIDTH, 1)])
            self.dropout = nn.Dropout(_DROPPED)

        def forward(self, there: Any, there_counts: Any, back: Any, back_counts: Any) -> Any:  # noqa: ANN401
            """Return log odds, shape (pairs,)."""
            cosines = there @ back.transpose(1, 2)
            first, second = self.project(there), self.project(back)
            seen = cosines + (1 - back_counts)[:, None, :] * -1e4
            added = self.added(
                there, there_counts, first, torch.softmax(self.sharpness * seen, 2) @ second, seen.amax(2)
            )
            if both_ways:
                seen = cosines.transpose(1, 2) + (1 - there_counts)[:, None, :] * -1e4
                other = self.added(
                    back, back_counts, second, torch.softmax(self.sharpness * seen, 2) @ first, seen.amax(2)
                )
                added = torch.cat([added + other, (added - other).abs()], 1)
            return self.judge[1](self.dropout(torch.relu(self.judge[0](added))))[:, 0]

        def added(self, tokens: Any, counts: Any, projected: Any, attended: Any, best: Any) -> Any:  # noqa: ANN401
            """Return what the words of texts add up to."""
            compared = torch.cat(
                [projected, attended, (projected - attended).abs(), projected * attended, best[:, :, None]], 2
            )
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


def trained(
    pairs: Pairs,
    tokens: tuple[Sequence[np.ndarray], Sequence[np.ndarray]],
    longest: int,
    epochs: int,
    *,
    both_ways: bool = False,
) -> dict[str, np.ndarray]:
    """Train a network on pairs; return its tensors by name."""
    import torch

    torch.manual_seed(_SEED)
    draw = np.random.default_rng(_SEED)
    learning = network(tokens[0][0].shape[1], both_ways=both_ways)
    optimizer = torch.optim.AdamW(learning.parameters(), lr=_RATE, weight_decay=0.02)
    steps = epochs * -(-len(pairs.places) // _BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.1)
    lost = torch.nn.BCEWithLogitsLoss()
    length = np.array([min(len(tokens[1][row]), longest) for row in pairs.places[:, 1]])
    mean = 0.0
    with ProgressBar("training", "step") as bar:
        for step, batch in enumerate(_batches(length, epochs, draw), 1):
            first, second = pairs.places[batch].T
            loss = lost(
                learning(
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
    return {name: tensor.detach().numpy() for name, tensor in learning.state_dict().items()}


def _batches(length: np.ndarray, epochs: int, draw: np.random.Generator) -> Iterator[np.ndarray]:
    """Walk the places of pairs in batches of similar length, in a new order each time through."""
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
    import torch

    longest = max(map(len, texts))
    tokens = np.zeros((len(texts), longest, texts[0].shape[1]), dtype=np.float32)
    counts = np.zeros((len(texts), longest), dtype=np.float32)
    for row, text in enumerate(texts):
        tokens[row, : len(text)] = text
        counts[row, : len(text)] = 1
    return torch.from_numpy(tokens / SCALE), torch.from_numpy(counts)
