"""What a grammar is: how it knows its texts, cleans them up, reads them, and names what it read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.keys import EditionKey
from ingest.cleanup import Steps
from ingest.lines import Line
from ingest.naming import Rule
from ingest.tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Identity:
    """What a text says of itself; `key` is None where it does not say which instrument it is."""

    key: EditionKey | None
    name: str
    title: str
    revision: str = ""
    adopted: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """One way of drafting.

    `recognises` looks at the lines as the reader left them; `steps` clean them up and, unless the
    source's lines are whole paragraphs, join them; `read` builds the tree; `identify` takes the
    tree's root, what the text is called where it does not say, and the key that a person gave,
    which wins; `rules` name the units, one rule a role.
    """

    name: str
    recognises: Callable[[Sequence[Line]], bool]
    steps: Steps
    read: Callable[[Sequence[Line]], Tree]
    identify: Callable[[Node, str, EditionKey | None], Identity]
    rules: Mapping[str, Rule]
