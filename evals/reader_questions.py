"""The questions of the packs that the local reader learns from, which the adapter is not trained on.

Were the adapter trained on the same questions, their clauses would lie nearer to them than to any question
that a person asks, and the reader would trust the vectors too much.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from corpus.keys import EditionKey
from corpus.packs import pack_path, read_pack
from index.bank import BankQuestion

DATA = Path(__file__).parent / "data" / "training"


@cache
def judged() -> tuple[Mapping[str, Any], ...]:
    """Return the questions whose hits were judged one by one, with those hits."""
    return tuple(map(json.loads, (DATA / "judgements.jsonl").read_text(encoding="utf-8").splitlines()))


@cache
def sampled() -> tuple[BankQuestion, ...]:
    """Return the sample of the bank that the reader is asked, in an order drawn by lot.

    It was drawn once, before the adapter learnt from the packs, and stays when packs grow.
    """
    ids = (DATA / "sample.txt").read_text(encoding="utf-8").split()
    keys = {EditionKey.parse(id_.partition("?")[0]) for id_ in ids}
    found = {question.id: question for key in keys for question in _pack(key)}
    return tuple(found[id_] for id_ in ids if id_ in found)


@cache
def reader_questions() -> frozenset[str]:
    """Return the words of all of these questions."""
    return frozenset(
        (*(question["q"] for question in judged()), *(question.question.text for question in sampled()))
    )


def _pack(key: EditionKey) -> list[BankQuestion]:
    return [BankQuestion(key, question) for question in read_pack(pack_path(key)).questions]
