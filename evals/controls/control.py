"""A control: what something with a known worth must score, and what it scored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """Something whose worth is known beforehand: what it must come to, what it came to."""

    name: str
    must: str
    got: str
    holds: bool
