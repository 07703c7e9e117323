"""Which clause a person means by a label in a talk about some text."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Answer
from assistant.library.library import Library
from assistant.understanding.labels.resolver import Match, resolve
from corpus.keys import EditionKey


def clauses_meant(
    label: str, answer: Answer, library: Library, subject: Iterable[EditionKey] = ()
) -> tuple[Match, ...]:
    """Return what a label names: of several clauses those of the texts that were shown, or the subject's.

    More than one is not guessed.
    """
    found = resolve(label, library)
    shown = {one.provision.edition for claim in answer.claims for one in claim.citations}
    shown |= {one.edition for one in answer.closest}
    for editions in (shown, frozenset(subject)):
        if len(found) > 1:
            found = tuple(one for one in found if one.id.edition in editions) or found
    return found
