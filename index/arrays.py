"""Loads NumPy on first use, so that commands that only read the library start without it."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

if TYPE_CHECKING:
    import numpy as np
else:

    class _NumPy:
        def __getattr__(self, name):  # noqa: ANN001, ANN204  for type checkers it is the module
            import numpy

            return getattr(numpy, name)

    np = _NumPy()

__all__ = ["np", "read_array"]


def read_array(path: Path) -> np.ndarray:
    """Read what `np.save` wrote of numbers; it cannot be written to. Raises OSError, ValueError.

    An index has thousands of small files, whose heads NumPy parses for longer than it reads.
    """
    data = path.read_bytes()
    start = 10 + int.from_bytes(data[8:10], "little")
    shape, dtype = _head(data[:start])
    array: np.ndarray = np.frombuffer(data, dtype, offset=start).reshape(shape)
    return array


@lru_cache(maxsize=1024)
def _head(head: bytes) -> tuple[tuple[int, ...], Any]:
    """Return the shape and the type of an array, from the head of its file."""
    file = BytesIO(head)
    np.lib.format.read_magic(file)
    shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    return shape, dtype
