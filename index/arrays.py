"""Loads NumPy on first use, so that commands that only read the library start without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
else:

    class _NumPy:
        def __getattr__(self, name):  # noqa: ANN001, ANN204  for type checkers it is the module
            import numpy

            return getattr(numpy, name)

    np = _NumPy()

__all__ = ["np"]
