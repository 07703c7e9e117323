"""What a person says of a text, which counts more than what is read in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from corpus.instruments import EditionStatus
from ingest.grammar import Identity


@dataclass(frozen=True, slots=True)
class StatedIdentity:
    """Name, title and day of adoption as a person gave them, '' where they are left to the text.

    `draft` says whether the text is a draft, None where the text says it.
    """

    name: str = ""
    title: str = ""
    adopted: str = ""
    draft: bool | None = None

    def over(self, read: Identity) -> Identity:
        """Return an identity with what was stated in the place of what was read."""
        name, title, adopted = (
            getattr(self, field) or getattr(read, field) for field in ("name", "title", "adopted")
        )
        return replace(read, name=name, title=title, adopted=adopted)

    def status(self, read: EditionStatus) -> EditionStatus:
        """Return the status that was stated, else the one that was read."""
        if self.draft is None:
            return read
        return EditionStatus.DRAFT if self.draft else EditionStatus.ADOPTED

    def as_json(self) -> dict[str, Any]:
        """Return what was stated as plain values; `read_stated` is the inverse."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


NOTHING_STATED = StatedIdentity()


def read_stated(document: Mapping[str, Any]) -> StatedIdentity:
    """Read what `as_json` wrote. Raises TypeError for a field that is not known."""
    return StatedIdentity(**document)
