"""Short addresses of texts and clauses, for people to read out, print and scan.

/res-71/2022   /res-71/2022/council-2   /itu-wtsa/res-1/2016/considering-a

The body is in front only where two bodies have adopted a text with the same number in the same year. An
address without it is then answered with the texts that may be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from urllib.parse import quote

from assistant.addresses.slugs import Slugs
from assistant.library.library import Library
from corpus.keys import EditionKey, ProvisionId


class ShortAddresses:
    """The short addresses of a library's texts and clauses; parsing and printing are inverses."""

    def __init__(self, library: Library) -> None:
        """Take a library."""
        self.library = library
        self.slugs = lru_cache(maxsize=64)(lambda key: Slugs.of(library.edition(key)))

    def text(self, key: EditionKey) -> str:
        """Return the short address of a text."""
        work = f"/{key.instrument.work}/{key.year}"
        return (
            work if self.texts(key.instrument.work, key.year) == (key,) else f"/{key.instrument.issuer}{work}"
        )

    def clause(self, id_: ProvisionId) -> str:
        """Return the short address of a clause in the library; that of a text where it has no such clause."""
        name = self.slugs(id_.edition).names.get(id_.eid, "")
        return f"{self.text(id_.edition)}/{quote(name)}" if name else self.text(id_.edition)

    def texts(self, work: str, year: int, issuer: str = "") -> tuple[EditionKey, ...]:
        """Return the texts with a number and a year that the library has or knows of, in order."""
        return tuple(
            one for one in self._known.get((work, year), ()) if issuer in ("", one.instrument.issuer)
        )

    def editions(self, work: str, issuer: str = "") -> tuple[EditionKey, ...]:
        """Return the texts in the library with a number, whatever their year."""
        keys = (one.key for one in self.library.editions)
        return tuple(
            one for one in keys if one.instrument.work == work and issuer in ("", one.instrument.issuer)
        )

    def provision(self, key: EditionKey, name: str) -> ProvisionId | None:
        """Return the clause that a name means in a text, or None."""
        eid = self.slugs(key).eid(name)
        return ProvisionId(key, eid) if eid else None

    def near(self, key: EditionKey, name: str) -> tuple[ProvisionId, ...]:
        """Return the clauses of a text whose names resemble an unknown one."""
        return tuple(ProvisionId(key, eid) for eid in self.slugs(key).near(name))

    @cached_property
    def _known(self) -> Mapping[tuple[str, int], tuple[EditionKey, ...]]:
        """The texts in the library, listed by the catalogue or cited, by number and year."""
        keys = {one.key for one in self.library.every}
        keys |= {one for one in self.library.named if isinstance(one, EditionKey)}
        found: defaultdict[tuple[str, int], list[EditionKey]] = defaultdict(list)
        for key in sorted(keys):
            found[key.instrument.work, key.year].append(key)
        return {work: tuple(ones) for work, ones in found.items()}
