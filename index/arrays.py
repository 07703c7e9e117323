"""NumPy, loaded when it is first used: commands that only read the library do without it."""

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
