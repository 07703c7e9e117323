"""What each package gives away, and what importing it must not cost."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ["corpus", "ingest", "index", "assistant.web"]
LAYERS = ["corpus", "ingest", "index", "assistant", "evals"]
HEAVY = ["torch", "transformers", "sentence_transformers", "llama_index", "chromadb", "gradio", "onnxruntime"]
LOADED = f"; import json, sys; sys.stderr.write(json.dumps([one for one in {HEAVY} if one in sys.modules]))"

Fresh = Callable[..., subprocess.CompletedProcess[str]]


@cache
def imported() -> tuple[tuple[str, str, str], ...]:
    """Return what our own files import from our own packages: the file, the module, the name."""
    return tuple(_imported())


def _imported() -> Iterator[tuple[str, str, str]]:
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LAYERS:
                    file = path.relative_to(ROOT).as_posix()
                    yield from ((file, node.module or "", alias.name) for alias in node.names)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_public_name_is_there_once_and_is_no_module(package: str):
    module = importlib.import_module(package)
    assert module.__all__
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert not name.startswith("_"), name
        assert not isinstance(getattr(module, name), ModuleType), name


@pytest.mark.parametrize("package", PACKAGES)
def test_from_a_package_itself_only_public_names_are_imported(package: str):
    public = importlib.import_module(package).__all__
    asked = [(file, name) for file, module, name in imported() if module == package]
    assert [one for one in asked if one[1] not in public] == []


def test_the_pages_are_entered_by_their_public_names():
    """A name that the package lists is imported from it, wherever another package needs it."""
    public = importlib.import_module("assistant.web").__all__
    around = [
        (file, module, name)
        for file, module, name in imported()
        if module.startswith("assistant.web.") and name in public and not file.startswith("assistant/web/")
    ]
    assert around == []


def test_no_private_name_is_imported_from_another_file():
    assert [one for one in imported() if one[2].startswith("_")] == []


@pytest.mark.parametrize(
    "module",
    [
        "corpus",
        "ingest",
        "index",
        "assistant",
        "assistant.cli",
        "assistant.selection.model",
        "evals",
    ],
)
def test_importing_loads_no_model_no_store_and_no_page(in_fresh_process: Fresh, module: str):
    done = in_fresh_process("-c", f"import {module}{LOADED}")
    assert json.loads(done.stderr) == []


def test_reading_a_clause_loads_no_model_no_store_and_no_page(in_fresh_process: Fresh, tmp_path):
    code = "from assistant.cli.main import main; assert main(['read', 'considering b)']) == 0" + LOADED
    done = in_fresh_process("-c", code, RESOLUTIONS_HOME=str(tmp_path))
    assert json.loads(done.stderr) == []
    assert "Resolution 71 (Rev. Bucharest, 2022), considering b)" in done.stdout
