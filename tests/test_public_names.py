"""What each package gives away, and what importing it must not cost."""

from __future__ import annotations

import importlib
import json
import subprocess
from collections.abc import Callable

import pytest

PUBLIC = {
    "corpus": [
        "Catalogue", "Edition", "EditionKey", "Head", "Instrument", "InstrumentKey", "Kind", "Mark", "Part",
        "Provision", "ProvisionId", "Reference", "ResolutionsError", "catalogue", "from_json", "sentences",
        "to_json",
    ],
    "ingest": [
        "Parse",
        "Report",
        "Source",
        "parse_file",
        "parse_source",
        "print_provisions",
        "read_source",
        "text_source",
    ],
    "index": [
        "Built", "EmbeddingCache", "EmbeddingModel", "Hit", "Level", "Passage", "Searcher", "build",
        "current", "open_generation", "passages", "read_manifest", "search_without_index", "words",
    ],
    "assistant": [],
    "assistant.page": ["build", "serve"],
    "assistant.wording": ["Worded", "Wording", "open_wording"],
    "evals": [],
}  # fmt: skip
HEAVY = ["torch", "transformers", "sentence_transformers", "llama_index", "chromadb", "gradio"]
LOADED = f"; import json, sys; sys.stderr.write(json.dumps([one for one in {HEAVY} if one in sys.modules]))"

Fresh = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize("package", PUBLIC)
def test_a_package_lists_its_public_names(package: str):
    assert sorted(getattr(importlib.import_module(package), "__all__", [])) == sorted(PUBLIC[package])


@pytest.mark.parametrize(
    ("package", "name"), [(package, name) for package, names in PUBLIC.items() for name in names]
)
def test_a_public_name_is_there(package: str, name: str):
    assert hasattr(importlib.import_module(package), name)


@pytest.mark.parametrize(
    "module", ["corpus", "ingest", "index", "assistant", "assistant.cli", "assistant.wording", "evals"]
)
def test_importing_loads_no_model_no_store_and_no_page(in_fresh_process: Fresh, module: str):
    done = in_fresh_process("-c", f"import {module}{LOADED}")
    assert json.loads(done.stderr) == []


def test_reading_a_clause_loads_no_model_no_store_and_no_page(in_fresh_process: Fresh, tmp_path):
    code = "from assistant.cli import main; assert main(['read', 'considering b)']) == 0" + LOADED
    done = in_fresh_process("-c", code, RESOLUTIONS_HOME=str(tmp_path))
    assert json.loads(done.stderr) == []
    assert "Resolution 71 (Rev. Bucharest, 2022), considering b)" in done.stdout
