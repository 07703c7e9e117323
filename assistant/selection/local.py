"""The local reader: sums of decision trees over the evidence for each hit and for the question.

local.json is made by one command, `python -m evals select`: trees fitted on hits that were judged one by
one, and the thresholds that stand in that module. Figures on texts that they were not fitted on are printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.scope.retriever import Retriever
from assistant.selection.evidence import READ, Evidence, gathered
from assistant.selection.trees import Trees
from assistant.understanding.query import Query
from index.search import Hit
from index.shipped import read_shipped

MODEL = Path(__file__).with_name("local.json")
MODEL_SHA256 = "41b64d9a98a69b6bd82c9db8cf622d2747840df61592bea01108e51d6a64dcfb"
"""The hash of the file that is shipped; `python -m evals select` makes another and says what goes here."""


CONDITIONS = ("packed", "unpacked", "unmatched")
"""What `LocalReader` has trees for, as they are called in the file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Hits, likeliest first, each with how likely its clause answers, 0 to 1.

    `answered` is how likely any of them answers; `chosen` are the clauses that answer the question
    together, should it be answered. From a confidence of `least` on the assistant stands behind them.
    """

    hits: tuple[tuple[Hit, float], ...]
    answered: float
    chosen: tuple[Hit, ...]
    least: float

    @property
    def confidence(self) -> float:
        """How sure the likeliest clause is, 0 to 1.

        It is how likely the question is answered, times how far this clause is likelier than any that was
        not chosen: an unanswerable question has many clauses that are alike near it.
        """
        rival = next((likely for hit, likely in self.hits if hit not in self.chosen), 0.0)
        return self.answered * (self.hits[0][1] - rival)

    @property
    def is_sure(self) -> bool:
        """Whether the assistant stands behind the chosen clauses."""
        return self.confidence >= self.least


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Likelihoods at which decisions turn.

    From a confidence (`Reading`) of `answered` on the assistant stands behind an answer, of `of_several`
    where several texts were searched, of `without_pack` where the text of the best clause has no pack. A
    question that is less likely than `refused` to be answered is refused; in all other cases clauses are
    shown that may answer. A further clause is chosen that is likely by itself (`least`) and beside the best
    one (`beside`, a share of the best one's likelihood).
    """

    answered: float
    of_several: float
    without_pack: float
    refused: float
    least: float
    beside: float


@dataclass(frozen=True, slots=True)
class FittedTrees:
    """The trees of one condition: how likely a clause answers, and how likely a question is answered."""

    clause: Trees
    question: Trees


@dataclass(frozen=True, slots=True)
class LocalReader:
    """Reads by fitted trees.

    A clause is read by `packed` if its text has a question pack, else by `unpacked`. `unmatched` reads all
    clauses where the matcher says nothing, as the model is not the shipped one.
    """

    packed: FittedTrees
    unpacked: FittedTrees
    unmatched: FittedTrees
    thresholds: Thresholds

    def read(self, retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Reading:
        """Say which hits answer. Where only words were compared, nothing is sure."""
        if hits[0].dense is None:
            return self._by_words(retriever, query, hits[:READ])
        return self.weighed(hits[:READ], gathered(retriever, query, hits))

    def weighed(self, hits: Sequence[Hit], evidence: Evidence) -> Reading:
        """Say which hits answer by their evidence."""
        trees = {True: self.packed, False: self.unpacked}
        if not evidence.is_matched:
            trees = dict.fromkeys(trees, self.unmatched)
        rows = [[*numbers.values()] for numbers in evidence.clauses]
        likelihoods = {packed: trees[packed].clause.likelihoods(rows) for packed in {*evidence.packed}}
        likely = [  # a title has the words of a question that names its text, and no answer
            0.0 if hit.passage.eid.endswith("__title") and not packed else likelihoods[packed][at]
            for at, (hit, packed) in enumerate(zip(hits, evidence.packed, strict=True))
        ]
        best = max(range(len(likely)), key=likely.__getitem__)
        of_question = [*evidence.of_question(likely).values()]
        answered = trees[evidence.packed[best]].question.likelihood(of_question)
        return self.reading(hits, likely, answered, evidence.packed, evidence.texts)

    def reading(
        self,
        hits: Sequence[Hit],
        likely: Sequence[float],
        answered: float,
        packed: Sequence[bool],
        texts: int,
    ) -> Reading:
        """Put hits in the order of their likelihoods and choose.

        `packed` tells whose text has a pack, `texts` is the number of texts that were searched.
        """
        has_pack = packed[max(range(len(likely)), key=likely.__getitem__)]
        with_pack = self.thresholds.of_several if texts > 1 else self.thresholds.answered
        ranked = sorted(zip(hits, likely, strict=True), key=lambda pair: -pair[1])
        least = max(self.thresholds.least, self.thresholds.beside * ranked[0][1])
        others = [hit for hit, likelihood in ranked[1:] if likelihood >= least]
        threshold = with_pack if has_pack else self.thresholds.without_pack
        return Reading(tuple(ranked), answered, (ranked[0][0], *others), threshold)

    def _by_words(self, retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Reading:
        """Take the order of the search; what shares a word with the question may answer."""
        shares = any(retriever.coverage(hit, query.topic) for hit in hits)
        likely = [0.5 / (1 + at) for at in range(len(hits))]
        answered = self.thresholds.refused if shares else 0.0
        return self.reading(hits, likely, answered, [False] * len(hits), len(retriever.editions))


@cache
def local_reader() -> LocalReader:
    """Return the reader that is shipped. Raises ModelUnavailable."""
    data = read_shipped(MODEL, MODEL_SHA256, "local reader", "MODEL_SHA256")
    row: Mapping[str, Any] = json.loads(data)
    trees = {
        name: FittedTrees(Trees.of(row[name]["clause"]), Trees.of(row[name]["question"]))
        for name in CONDITIONS
    }
    return LocalReader(thresholds=Thresholds(**row["thresholds"]), **trees)
