"""The words that the checks know, from vocabulary.toml; all are compared by their stems."""

from __future__ import annotations

import tomllib
from pathlib import Path

from index.tokens import words

_LISTS: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

FRAME_WORDS = frozenset(words(_LISTS["frame"]))
"""Words with which a claim speaks about its source."""
THIN = FRAME_WORDS | frozenset(words(_LISTS["thin"]))
"""Words that say next to nothing by themselves."""
SAFE = (THIN - FRAME_WORDS - frozenset(words(_LISTS["weighty"]))) | frozenset(words(_LISTS["quoting"]))
"""Words that may be put into a clause's own words without changing what they say."""
_PAIRS = [
    tuple(frozenset(words(group)) for group in line.split("|"))
    for line in _LISTS["opposites"].split("\n")
    if line
]
OPPOSITES = tuple(pair for one, other in _PAIRS for pair in ((one, other), (other, one)))
"""Pairs of groups of words that exclude one another."""
