"""Bodies that adopt texts, as data: one TOML file an organization."""

from corpus.bodies.registry import Bodies, Body, Organ, Series, shipped_bodies, with_bodies_of

__all__ = ["Bodies", "Body", "Organ", "Series", "shipped_bodies", "with_bodies_of"]
