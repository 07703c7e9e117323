"""Strength: how far a verb binds whoever it addresses, by the table in verbs_of_mandate.toml."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from corpus.mandates import base_of

_FILE = Path(__file__).parent / "verbs_of_mandate.toml"


class Strength(StrEnum):
    """How far a verb binds, the strongest first."""

    BINDING = "binding"
    REQUESTING = "requesting"
    INVITING = "inviting"

    @property
    def rank(self) -> int:
        """Its place among the others; 0 is the strongest."""
        return list(Strength).index(self)


@cache
def verbs_of_mandate() -> dict[str, Strength]:
    """Return how far each plain verb of the table binds."""
    forces = tomllib.loads(_FILE.read_text(encoding="utf-8"))["force"]
    return {verb: Strength(force) for verb, force in forces.items()}


@lru_cache(maxsize=1024)
def strength_of(verb: str) -> Strength | None:
    """Return how far a verb phrase binds; None for one that the table does not know.

    >>> strength_of("resolves to instruct"), strength_of("also invites")
    (<Strength.BINDING: 'binding'>, <Strength.INVITING: 'inviting'>)
    """
    words = {base_of(word) or word for word in verb.lower().split()}
    return next((force for verb, force in verbs_of_mandate().items() if verb in words), None)
