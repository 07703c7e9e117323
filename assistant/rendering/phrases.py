"""How names are strung together in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def joined(names: Sequence[str], conjunction: str = "and") -> str:
    """Return names as one says them.

    >>> joined(["Rome", "Paris", "Bonn"])
    'Rome, Paris and Bonn'
    """
    return f" {conjunction} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def in_quotes(names: Sequence[str], conjunction: str = "and") -> str:
    """Return names as one says them, each in quotation marks."""
    return joined([f"“{one}”" for one in names], conjunction)
