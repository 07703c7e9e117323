"""The texts that come with the program."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.library.storage import SHIPPED, Record, place, record_of
from corpus.catalogue import TEXTS
from corpus.instruments import Edition, Instrument
from ingest.parse import parse_source
from ingest.readers import decode


@dataclass(frozen=True, slots=True)
class ShippedText:
    """A text that comes with the program, as this version reads it."""

    edition: Edition
    record: Record
    original: bytes


def shipped_text(instrument: Instrument) -> ShippedText:
    """Parse a text that comes with the program."""
    original = (TEXTS / instrument.text).read_bytes()
    called = place(TEXTS, instrument.edition).stem
    parsed = parse_source(decode(original, instrument.text), called, instrument.edition)
    return ShippedText(parsed.edition(), record_of(parsed, SHIPPED), original)
