"""A library of any size: resolutions made of real clauses with some of their words exchanged.

Every clause differs from every other, as those of a real library do: equal texts would be embedded
once only, and would make a search easier than it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from corpus.instruments import Edition, Kind, Provision

_EXCHANGED = 0.15  # of a clause's plain words
_PLAIN = re.compile(r"\b[a-z]{4,}\b")
_RECITALS, _PARAGRAPHS = 10, 20
_MONTHS = ("January", "March", "July", "September", "December")
_PER_SESSION = 300  # resolutions, more or less, that a session adopts
_FIRST_SESSION, _FIRST_YEAR = 40, 1985


def write_library(folder: Path, count: int, editions: Sequence[Edition], seed: int = 1) -> list[Path]:
    """Write so many resolutions in the Assembly's style, one a file; return the files.

    Their clauses are those of the editions, perturbed. Raises ValueError when these have no
    recital or no operative paragraph.
    """
    pool = _Pool(editions, Random(seed))  # noqa: S311  no secret
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for number in range(count):
        path = folder / f"resolution-{number:05d}.txt"
        path.write_text("\n\n".join(_resolution(number, pool)) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


class _Pool:
    """Clauses to draw from, and words to exchange."""

    def __init__(self, editions: Sequence[Edition], random: Random) -> None:
        provisions = [
            provision for edition in editions for provision in edition.provisions if not provision.inline
        ]
        self.recitals = [
            _with_verb(provision)
            for provision in provisions
            if provision.kind == Kind.RECITAL and provision.head
        ]
        self.paragraphs = [
            _with_verb(provision)
            for provision in provisions
            if provision.kind == Kind.OPERATIVE and provision.head
        ]
        if not self.recitals or not self.paragraphs:
            raise ValueError("the texts have no recital or no operative paragraph to draw from")
        self.words = [word for text in self.recitals + self.paragraphs for word in _PLAIN.findall(text)]
        self.random = random

    def draw(self, clauses: Sequence[str]) -> str:
        """Draw a clause and exchange some of its words."""
        text = self.random.choice(clauses)
        verb, space, rest = text.partition(" ")
        return verb + space + _PLAIN.sub(self._exchanged, rest)

    def _exchanged(self, match: re.Match[str]) -> str:
        """Return a word, or another in its place."""
        return self.random.choice(self.words) if self.random.random() < _EXCHANGED else match.group()


def _resolution(number: int, pool: _Pool) -> Iterator[str]:
    session, place = _FIRST_SESSION + number // _PER_SESSION, number % _PER_SESSION + 1
    day = (
        f"{pool.random.randint(1, 28)} {pool.random.choice(_MONTHS)} {_FIRST_YEAR + session - _FIRST_SESSION}"
    )
    yield f"A/RES/{session}/{place}"
    yield f"Resolution adopted by the General Assembly on {day}"
    yield f"{session}/{place}. {pool.draw(pool.paragraphs).rstrip('.;:')[:120]}"
    yield "The General Assembly,"
    for _ in range(_RECITALS):
        yield pool.draw(pool.recitals).rstrip(".;:,") + ","
    for at in range(1, _PARAGRAPHS + 1):
        end = "." if at == _PARAGRAPHS else ";"
        yield f"{at}. {pool.draw(pool.paragraphs).rstrip('.;:,')}{end}"


def _with_verb(provision: Provision) -> str:
    """Put a clause's head before its words, unless they begin with it."""
    assert provision.head is not None
    words = " ".join(provision.text.split())
    head = provision.head.text
    if words.lower().startswith(provision.head.verb.lower()):
        return words
    return f"{head[:1].upper()}{head[1:]} {words[:1].lower()}{words[1:]}"
