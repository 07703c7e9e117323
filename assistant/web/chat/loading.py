"""Imports Gradio in half the time, without the editor stubs that it generates for 80 components.

Generating them means parsing its own source, which takes a second. Gradio skips a component whose class has
no source file; while it loads, its own classes claim to have none.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any
from unittest.mock import patch

__all__ = ["gr"]


def _without_gradio(getfile: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return `inspect.getfile` that raises OSError for the classes of Gradio."""

    @wraps(getfile)
    def found(object: Any) -> str:  # noqa: A002, ANN401  the names of the standard library
        if inspect.isclass(object) and object.__module__.partition(".")[0] == "gradio":
            raise OSError(f"{object!r} has no file here")
        return getfile(object)

    return found


with patch("inspect.getfile", _without_gradio(inspect.getfile)):
    import gradio as gr
