"""The files of bodies that a person has put into the `bodies` folder of a home."""

from __future__ import annotations

from pathlib import Path

from corpus.bodies import use_bodies, with_bodies_of

BODIES = "bodies"  # the folder of a home's own files of bodies


def open_bodies(home: Path) -> tuple[str, ...]:
    """Read texts and questions by the bodies of a home; return a line for each file that cannot be used."""
    bodies, faults = with_bodies_of(home / BODIES)
    use_bodies(bodies)
    return faults
