"""Finds the generators of hostile files, questions and payloads, which are in `tests/attacks` of a checkout.

The tests are no packages, so this module makes the folder importable as `attacks`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus.errors import ResolutionsError

FOLDER = Path(__file__).parents[2] / "tests" / "attacks"


def load(name: str) -> Any:  # noqa: ANN401  a module of tests, which has no types
    """Return a module of generators. Raises ResolutionsError outside a checkout."""
    if not FOLDER.is_dir():
        raise ResolutionsError(f"{FOLDER}: no such folder; run the fault matrix from a checkout")
    return importlib.import_module(f"attacks.{name}")


if "attacks" not in sys.modules:
    _package = ModuleType("attacks")
    _package.__path__ = [str(FOLDER)]
    sys.modules["attacks"] = _package
