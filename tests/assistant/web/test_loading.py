"""Gradio is imported without the stubs that it makes at each import; nothing else of it is left out."""

from __future__ import annotations

import inspect

import pytest


@pytest.mark.slow
def test_no_stub_is_made_and_every_component_is_there(in_fresh_process):
    script = """
import sys, pathlib
written = []
write = pathlib.Path.write_text
pathlib.Path.write_text = lambda path, *rest, **more: (written.append(path), write(path, *rest, **more))[1]
read = pathlib.Path.read_text
opened = []
pathlib.Path.read_text = lambda path, *rest, **more: (opened.append(path), read(path, *rest, **more))[1]
from assistant.web.chat.loading import gr as gradio
stubs = [path for path in (*written, *opened) if str(path).endswith((".pyi", ".py"))]
print(len(stubs), gradio.Textbox(label="a").label, hasattr(gradio.Button, "click"))
"""
    done = in_fresh_process("-c", script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0", "a", "True"]


def test_where_other_classes_are_is_told_as_before():
    from assistant.web.chat.loading import _without_gradio

    class Foreign:
        __module__ = "gradio.components.textbox"

    told = _without_gradio(inspect.getfile)
    assert told(pytest.Item) == inspect.getfile(pytest.Item)
    assert told(inspect) == inspect.getfile(inspect)
    with pytest.raises(OSError, match="no file here"):
        told(Foreign)
