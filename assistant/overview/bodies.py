"""Whom a text asks to act, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.drafting.duties import Duty
from corpus.heads import main_verb
from corpus.keys import ProvisionId


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a text addresses: its duties, by the verbs that give them, and the clause of the first."""

    name: str
    duties: int
    verbs: tuple[tuple[str, int], ...]
    first: ProvisionId


def bodies(duties: Iterable[Duty]) -> tuple[Body, ...]:
    """Return the bodies to which a text gives its duties, in the order in which it does."""
    found: dict[str, list[tuple[str, ProvisionId]]] = {}
    for duty in duties:
        for name in duty.addressees:
            found.setdefault(name, []).append((main_verb(duty.head.verb), duty.provision))
    return tuple(
        Body(name, len(rows), tuple(Counter(verb for verb, _ in rows).most_common()), rows[0][1])
        for name, rows in found.items()
    )
