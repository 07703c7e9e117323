"""Questions over texts of many bodies (`pairs/bodies`), which teach variety. The texts are not shipped.

`SOURCES.tsv` says where each text is published. Whoever trains puts the texts into a folder, `<body>/<file>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from corpus.keys import EditionKey, InstrumentKey
from evals.bodies.answers import digest
from index.passages import Level, Passage, passages
from ingest.parse import parse_texts
from ingest.readers import read_source

BODIES = Path(__file__).parent / "pairs" / "bodies"
_YEAR = 2000  # of every key: the file and the place in it tell the texts apart


@dataclass(frozen=True, slots=True)
class BodyQuestion:
    """A question with the clauses that answer it; a near miss has those that come close instead."""

    question: str
    answers: tuple[Passage, ...]
    near: tuple[Passage, ...] = ()


def read_body_questions(texts: Path, questions: Path = BODIES) -> Iterator[BodyQuestion]:
    """Walk the questions whose text is in a folder, a JSON line each: {"file", "q", "ids", "near"}.

    `ids` and `near` are digests of how clauses begin (`bodies/answers.py`). A question with a clause that is
    not found is left out. Raises UnreadableFile.
    """

    @cache
    def clauses(file: str) -> dict[str, Passage]:
        return dict(_clauses(texts / file, file)) if (texts / file).is_file() else {}

    for path in sorted(questions.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            known = clauses(row["file"])
            ids, near = row.get("ids", ()), row.get("near", ())
            if known and known.keys() >= {*ids, *near}:
                yield BodyQuestion(row["q"], *(tuple(known[one] for one in each) for each in (ids, near)))


def _clauses(path: Path, file: str) -> Iterator[tuple[str, Passage]]:
    issuer = f"taught-{sha256(file.encode()).hexdigest()[:8]}"
    for place, parse in enumerate(parse_texts(read_source(path), path.stem), 1):
        key = EditionKey(InstrumentKey(issuer, f"res-{place}"), _YEAR)
        for passage in passages(replace(parse, key=key).edition()):
            if passage.level == Level.LEAF:
                yield digest(passage.text), passage
