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
    """Import Gradio without the editor stubs that it generates for 80 components at each import.

    Generating them means parsing its own source, which takes a second, half of the import. Gradio skips a
    component whose class has no source file; while it loads, its own classes claim to have none.
    """
    with _LOADING, patch("inspect.getfile", _without_gradio(inspect.getfile)):
        import gradio  # noqa: F401


def _without_gradio(getfile: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return `inspect.getfile` that raises OSError for the classes of Gradio."""

    @wraps(getfile)
    def found(object: Any) -> str:  # noqa: A002, ANN401  the names of the standard library
        if inspect.isclass(object) and object.__module__.partition(".")[0] == "gradio":
            raise OSError(f"{object!r} has no file here")
        return getfile(object)

    return found
