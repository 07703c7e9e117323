"""Imports Gradio in half the time."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any
from unittest.mock import patch

_LOADING = Lock()  # a server loads it in a thread while the index is opened


def load_gradio() -> None:
    """Import Gradio without the stubs for editors that it makes of 80 components at each import.

    It parses its own source for them, and writes into its own folder: half of its import, a second. It leaves
    out a component whose class has no file, which is what it is told here of its own.
    """
    with _LOADING, patch("inspect.getfile", _without_gradio(inspect.getfile)):
        import gradio  # noqa: F401


def _without_gradio(getfile: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return `inspect.getfile` that raises OSError for the classes of Gradio."""

    @wraps(getfile)
    def found(object: Any) -> str:  # noqa: A002, ANN401  the names of the standard library
        if inspect.isclass(object) and object.__module__.partition(".")[0] == "gradio":
            raise OSError(f"{object!r} is left out")
        return getfile(object)

    return found
