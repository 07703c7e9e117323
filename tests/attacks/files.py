"""Hostile files of all kinds: those made by hand, then files changed at random, as many as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from attacks import archives, markup, mutations, pdfs, texts


def by_hand(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """Make the files that each have a harm of their own, with their names; long ones are scaled."""
    yield from ((f"{name}.pdf", data) for name, data in pdfs.hostile())
    yield from ((f"{name}.docx", data) for name, data in archives.hostile())
    yield from markup.hostile()
    yield from texts.hostile(scale)
    yield "an archive.pdf", archives.zipped(pier="x")


def hostile(seed: int, count: int, scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """Make so many hostile files, each with a name of its own."""
    return islice(chain(by_hand(scale), mutations.mutated(seed, count)), count)
