"""Bodies that adopt texts, as data: one TOML file an organization."""

from corpus.bodies.files import bodies_in_use, shipped_bodies, use_bodies, with_bodies, with_bodies_of
from corpus.bodies.registry import Bodies, Body, Organ, Series

__all__ = [
    "Bodies",
    "Body",
    "Organ",
    "Series",
    "bodies_in_use",
    "shipped_bodies",
    "use_bodies",
    "with_bodies",
    "with_bodies_of",
]
