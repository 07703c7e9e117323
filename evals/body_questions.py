"""Questions over texts of many bodies (`pairs/bodies`), which teach variety. The texts are not shipped.

`SOURCES.tsv` says where each text is published. Whoever trains puts the texts into a folder, `<body>/<file>`.
A third of the bodies is left to the local reader: the adapter and the matcher must know their texts no better
than they know a user's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from evals.bodies.answers import digest
from index.passages import Passage, passages
from ingest.parse import parse_texts
from ingest.readers import read_source

BODIES = Path(__file__).parent / "pairs" / "bodies"
_YEAR = 2000  # of every key: the file and the place in it tell the texts apart
_SHARES = 3  # of the bodies, of which the reader has one


@dataclass(frozen=True, slots=True)
class BodyQuestion:
    """A question with the clauses that answer it; a near miss has those that come close instead."""

    file: str
    question: str
    answers: tuple[Passage, ...]
    near: tuple[Passage, ...] = ()

    @property
    def body(self) -> str:
        """The folder of its text: a body or a family of texts."""
        return self.file.partition("/")[0]

    @property
    def is_for_reader(self) -> bool:
        """Whether the reader learns from it, and neither the adapter nor the matcher."""
        return int(sha256(self.body.encode()).hexdigest(), 16) % _SHARES == 0


class BodyQuestions:
    """The questions whose texts are in a folder."""

    def __init__(self, texts: Path, questions: Path = BODIES) -> None:
        self._texts = texts
        self._rows = [
            json.loads(line)
            for path in sorted(questions.glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]

    @cached_property
    def editions(self) -> Mapping[str, tuple[Edition, ...]]:
        """The texts of each file that is at hand. Raises UnreadableFile."""
        files = dict.fromkeys(row["file"] for row in self._rows)
        return {
            file: tuple(_editions(self._texts / file, file))
            for file in files
            if (self._texts / file).is_file()
        }

    def __iter__(self) -> Iterator[BodyQuestion]:
        """Walk the questions, a JSON line each: {"file", "q", "ids", "near"}.

        `ids` and `near` are digests of how clauses begin (`bodies/answers.py`). A question with a clause that
        is not found is left out. Raises UnreadableFile.
        """
        known = {
            file: {digest(clause.text): clause for clause in leaves(editions)}
            for file, editions in self.editions.items()
        }
        for row in self._rows:
            clauses = known.get(row["file"], {})
            ids, near = row.get("ids", ()), row.get("near", ())
            if clauses.keys() >= {*ids, *near}:
                both = (tuple(clauses[key] for key in keys) for keys in (ids, near))
                yield BodyQuestion(row["file"], row["q"], *both)


def leaves(editions: Iterable[Edition]) -> Iterator[Passage]:
    """Walk the clauses of some editions."""
    for edition in editions:
        yield from passages(edition)


def _editions(path: Path, file: str) -> Iterator[Edition]:
    issuer = f"taught-{sha256(file.encode()).hexdigest()[:8]}"
    for place, parse in enumerate(parse_texts(read_source(path), path.stem), 1):
        key = EditionKey(InstrumentKey(issuer, f"res-{place}"), _YEAR)
        yield replace(parse, key=key).edition()
