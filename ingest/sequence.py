"""Which numbers could come next, in a text whose lines are broken.

Between the lines of a paragraph "5 of the Convention" looks like an item. What tells them apart
is whether a list has come to 4.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.markers import Marker

_SKIPPED = 3  # numbers that a text may leave out in error


class Counts:
    """The last number of each style, since the head or the annex."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}

    def reset(self) -> None:
        """Close every list."""
        self._last.clear()

    def take(self, readings: Sequence[Marker]) -> None:
        """Remember an item, by the readings that its lists allow: "i)" after "e)" is a number."""
        fitting = [one for one in readings if self.follows(one) or self.begins(one)]
        for reading in fitting or readings:
            self._last[_list_of(reading)] = reading.order

    def follows(self, reading: Marker) -> bool:
        """Return True if the marker is the next of a list, or the first below its last item."""
        last = self._last.get(_list_of(reading))
        if last is not None and reading.order in (last + 1, last):  # "2 bis" follows 2
            return reading.order == last + 1 or not reading.value[-1:].isdigit()
        prefix = _list_of(reading)[1]
        return reading.order == 1 and prefix.isdigit() and self._last.get(("number", "")) == int(prefix)

    def skips(self, reading: Marker) -> bool:
        """Return True if the marker would follow if a few numbers were left out."""
        last = self._last.get(_list_of(reading))
        return last is not None and last < reading.order <= last + _SKIPPED

    def begins(self, reading: Marker) -> bool:
        """Return True if the marker begins a list."""
        return reading.order in (0, 1)


def _list_of(reading: Marker) -> tuple[str, str]:
    prefixed = reading.style in ("decimal", "colon", "label", "code")
    return reading.style, reading.value.rpartition("-")[0] if prefixed else ""
