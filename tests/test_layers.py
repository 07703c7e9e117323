"""Each package imports what stands left of it, a library only where it is at home; rooms keep apart."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["corpus", "ingest", "index", "assistant", "evals"]
FILES = sorted(path.relative_to(ROOT).as_posix() for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))

# Where a library may be imported. A library that is not here has no home yet: give it one.
HOMES = {
    "Stemmer": ["index/tokens.py"],
    "chromadb": ["index/chroma.py"],
    "qdrant_client": ["index/qdrant.py"],
    "llama_index": [
        "index/chroma.py",
        "evals/stock.py",
    ],
    "openai": ["assistant/language_model/client.py"],
    "statsmodels": ["evals/*.py"],
    "jinja2": ["evals/report/*.py", "assistant/web/templating.py"],
    "onnxruntime": ["index/onnx_encoder.py"],
    "tokenizers": ["index/onnx_encoder.py"],
    "sentence_transformers": ["index/torch_encoder.py"],
    "transformers": ["index/torch_encoder.py"],
    "torch": [
        "index/torch_encoder.py",
        "index/onnx_export.py",
        "index/adapter.py",
        "evals/training.py",
        "evals/lab/averaging.py",
        "evals/matcher_network.py",
    ],
    "safetensors": [
        "index/adapter.py",
        "index/matcher.py",
        "evals/training.py",
        "evals/lab/averaging.py",
        "evals/matching.py",
    ],
    "argon2": ["assistant/administration/accounts.py"],
    "filelock": [
        "index/building.py",
        "index/exported.py",
        "index/syncing.py",
        "assistant/library/storage.py",
        "assistant/web/security/sessions.py",
        "evals/library_bench.py",
    ],
    # the reader's trees are asked all at once: 2 ms instead of 25
    "numpy": ["index/*.py", "evals/*.py", "assistant/selection/trees.py"],
    "lxml": ["ingest/akn/*.py", "ingest/word/*.py", "assistant/proposals/akoma_ntoso.py"],
    "pypdf": ["ingest/pdf/*.py"],
    "docx": [
        "assistant/streamlining/files.py",
        "assistant/checking/export.py",
        "ingest/word/package.py",
        "assistant/exports/*.py",
        "assistant/register/files.py",
        "assistant/proposals/table_files.py",
    ],
    "icalendar": ["assistant/register/calendar_export.py"],
    "openpyxl": [
        "assistant/exports/tables.py",
        "assistant/proposals/table_files.py",
        "assistant/register/files.py",
        "assistant/streamlining/files.py",
    ],
    "selectolax": ["ingest/html/*.py"],
    "httpx": [
        "assistant/library/fetching.py",
        "assistant/library/public_hosts.py",
        "assistant/language_model/client.py",
        "assistant/language_model/offers.py",
        "index/chroma.py",  # Chroma's client connects without a limit of time
    ],
    "platformdirs": ["assistant/settings.py", "index/exported.py"],
    "tqdm": ["assistant/cli/terminal.py"],
    "gradio": ["assistant/web/chat/*.py"],
    "fastapi": ["assistant/operations/openapi.py", "assistant/web/*.py"],
    "markupsafe": ["assistant/web/*.py"],
    "segno": ["assistant/web/routes/reading.py"],
    # the tools for other assistants; the pages serve them over HTTP
    "mcp": ["assistant/operations/mcp_server.py", "assistant/web/server.py"],
    "anyio": ["assistant/operations/mcp_server.py", "assistant/web/routes/start.py"],
    "pydantic": [
        "ingest/handover.py",
        "assistant/operations/*.py",
        "assistant/self_test/*.py",
        "assistant/web/chat/queue.py",
    ],
    "starlette": ["assistant/web/*.py"],
    "uvicorn": ["assistant/web/*.py"],
    "h11": ["assistant/web/security/connections.py"],  # how far a request has come
    "prometheus_client": ["assistant/web/request_log.py"],
    "ir_measures": ["evals/*.py"],
    "scipy": ["evals/*.py"],
    "sklearn": ["evals/selection.py", "evals/claim_fitting.py"],
    "psutil": ["evals/*.py"],
    "matplotlib": ["evals/*.py"],
}

# Which room of assistant/ imports which; a module beside the rooms is one too. A new edge needs a reason.
ROOMS = {
    "addresses": {"library"},
    "administration": {"library", "plain_text", "settings"},
    "answer": {"plain_text", "trace"},
    # what a document says of texts, judged as claims are
    "checking": {
        *("exports", "filtered", "library", "plain_text", "quotation", "references", "scope"),
        *("understanding", "verification"),
    },
    "cli": {
        *(
            "administration",
            "answer",
            "checking",
            "comparison",
            "conversations",
            "doctor",
            "drafting",
            "library",
            "notebook",
        ),
        *("opening", "operations", "pipeline", "plain_text"),
        *(
            "enrichment",
            "filtered",
            "language_model",
            "query_help",
            "quotation",
            "references",
            "report_card",
            "scope",
            "self_test",
        ),
        *("library_watch", "settings", "streamlining", "understanding", "verification", "web"),
        *("proposals",),
    },
    "comparison": {"library", "plain_text"},
    # an answer found in the text that an earlier turn named is known by the reason of its scope
    "conversation": {
        *("answer", "comparison", "library", "ranking", "rendering", "scope", "understanding"),
    },
    # an answer is exported with its clauses quoted whole, by the same writers as a drafter's selection
    "conversations": {
        *("answer", "exports", "library", "quotation", "scope"),
    },
    # looks at everything that an installation keeps
    "doctor": {"administration", "conversations", "library", "opening", "settings"},
    "drafting": {
        *("comparison", "exports", "library", "quotation", "scope", "understanding", "verification"),
    },
    "enrichment": {"language_model", "selection"},
    "exports": {"plain_text", "quotation"},
    "filtered": {"answer", "conversation", "library", "pipeline", "rendering", "scope", "understanding"},
    "language_model": {"plain_text", "settings"},
    "library": {"settings"},
    # what servers answer from: pages, and the tools over standard input
    "library_watch": {"library", "opening", "pipeline", "settings"},
    # kept in the file of conversations; followed through the editions of a text
    "notebook": {"comparison", "conversations", "exports", "library", "quotation"},
    "opening": {"library", "pipeline", "settings"},
    "operations": {
        *(
            "addresses",
            "answer",
            "checking",
            "comparison",
            "drafting",
            "filtered",
            "library",
            "pipeline",
            "quotation",
        ),
        *("plain_text", "references", "register", "scope", "understanding", "verification"),
    },
    "overview": {
        *("answer", "drafting", "library", "plain_text", "quotation", "understanding"),
    },
    # how words of texts are shown in plain text
    "plain_text": set[str](),
    "pipeline": {
        *(
            "answer",
            "conversation",
            "conversations",
            "library",
            "ranking",
            "rendering",
            "scope",
            "strategies",
        ),
        *("trace", "understanding"),
    },
    # what somebody would change in a text; edits have the form that comparisons have; kept where notes are
    "proposals": {"comparison", "conversations", "exports", "library", "plain_text"},
    "query_help": {
        *("answer", "filtered", "language_model", "scope", "selection", "settings", "trace"),
        "understanding",
    },
    "quotation": {"plain_text"},
    "ranking": set[str](),
    "references": {"library", "understanding"},
    "register": {"comparison", "drafting", "exports", "library", "plain_text", "understanding"},
    # a draft beside what its body has adopted: the register knows its duties and the bodies that have them
    "report_card": {
        *("comparison", "drafting", "library", "plain_text", "references", "register", "settings"),
        "understanding",
    },
    "rendering": {
        *("answer", "comparison", "library", "plain_text", "quotation", "understanding", "verification")
    },
    "scope": {"library", "understanding"},
    "selection": {
        *("answer", "language_model", "library", "quotation", "rendering", "scope", "trace"),
        *("understanding", "verification"),
    },
    "self_test": {
        *(
            "administration",  # which model is switched on
            "answer",
            "doctor",
            "filtered",
            "language_model",
            "library",
            "pipeline",
            "query_help",
            "scope",
            "selection",
        ),
        "settings",
    },
    "settings": set[str](),
    "streamlining": {"comparison", "drafting", "exports", "library", "plain_text", "register"},
    "strategies": {
        *("answer", "comparison", "library", "references", "rendering", "scope", "selection"),
        "understanding",
    },
    "trace": set[str](),
    "understanding": {"answer", "comparison", "library"},
    "verification": {"answer", "understanding"},
    "web": {
        *(
            "administration",
            "answer",
            "checking",
            "comparison",
            "conversations",
            "doctor",
            "drafting",
            "library",
            "notebook",
            "opening",
            "pipeline",
        ),
        *(
            "quotation",
            "query_help",
            "references",
            "register",
            "rendering",
            "report_card",
            "scope",
            "selection",
            "self_test",
            "settings",
        ),
        *("exports", "filtered", "language_model", "library_watch", "operations", "overview"),
        *("plain_text", "streamlining", "understanding"),
        *("proposals",),
    },
}
# Rooms on the way of a question that read no words by patterns: those stand in assistant/understanding/.
WITHOUT_PATTERNS = {
    "answer",
    "conversation",
    "filtered",
    "overview",
    "pipeline",
    "plain_text",
    "query_help",
    "quotation",
    "rendering",
    "scope",
    "selection",
    "strategies",
    "trace",
}

# What a library is called where it is installed from, when that is another name.
DISTRIBUTIONS = {
    "Stemmer": "pystemmer",
    "llama_index": "llama-index-core",
    "docx": "python-docx",
    "sklearn": "scikit-learn",
    "argon2": "argon2-cffi",
}


def imported(source: str) -> Iterator[str]:
    """Walk the modules that a file imports anywhere, also inside functions and under TYPE_CHECKING."""
    return (module for module, _ in named_imports(source))


def named_imports(source: str) -> Iterator[tuple[str, list[str]]]:
    """Walk the modules that a file imports, each with the names that are taken from it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which layer is meant"
            yield node.module or "", [alias.name for alias in node.names]


def misplaced(file: str, source: str) -> list[str]:
    """Return what a file imports and may not: a package right of its own, a library not at home there."""
    own = LAYERS.index(file.split("/")[0])
    wrong = []
    for module in imported(source):
        root = module.split(".")[0]
        if root in LAYERS:
            allowed = LAYERS.index(root) <= own
        else:
            homes = HOMES.get(root, [])
            allowed = root in sys.stdlib_module_names or any(fnmatch(file, home) for home in homes)
        wrong += [] if allowed else [module]
    return wrong


def test_a_file_imports_only_what_stands_left_of_it_and_libraries_at_home_there(every_row):
    def check(file: str) -> None:
        assert misplaced(file, (ROOT / file).read_text(encoding="utf-8")) == []

    every_row([(file, file) for file in FILES], check)


@pytest.mark.parametrize(
    ("rule", "file", "source", "wrong"),
    [
        ("its own package", "index/a.py", "from index.b import c", []),
        ("a package to the left", "assistant/a.py", "import corpus.keys", []),
        ("a package to the right", "corpus/a.py", "from ingest import parse_file", ["ingest"]),
        (
            "inside a function",
            "index/a.py",
            "def f():\n    import assistant.cli.main",
            ["assistant.cli.main"],
        ),
        ("for type checkers", "ingest/a.py", "if TYPE_CHECKING:\n    from index import Hit", ["index"]),
        ("the standard library", "corpus/a.py", "import json, tomllib", []),
        ("any library in corpus", "corpus/a.py", "import numpy", ["numpy"]),
        ("a framework at home", "index/chroma.py", "from llama_index.core.schema import TextNode", []),
        ("a framework elsewhere", "index/search.py", "import chromadb", ["chromadb"]),
        ("the page's framework", "assistant/cli/main.py", "import gradio", ["gradio"]),
        ("a library without a home", "evals/a.py", "import requests", ["requests"]),
    ],
)
def test_the_reading_of_imports_sees(rule: str, file: str, source: str, wrong: list[str]):
    assert misplaced(file, source) == wrong, rule


def room(file: str) -> str:
    """Return the room of assistant/ that a file is in, or ''."""
    layer, name, *_ = file.split("/")
    return name.removesuffix(".py") if layer == "assistant" and name != "__init__.py" else ""


def beside(file: str, source: str) -> set[str]:
    """Return the other rooms of assistant/ that a file imports."""
    modules = {
        f"assistant.{name}" if module == "assistant" else module
        for module, names in named_imports(source)
        for name in names or [""]
    }
    rooms = {one.split(".")[1] for one in modules if one.startswith("assistant.")}
    return rooms - {room(file)}


def patterns(source: str) -> list[str]:
    """Return what a file imports to read words by patterns."""
    return [
        one
        for module, names in named_imports(source)
        for one in (module, *names)
        if one in ("re", "regex", "any_of")
    ]


def test_rooms_of_the_assistant_import_one_another_as_written_down():
    found: dict[str, set[str]] = {one: set() for file in FILES if (one := room(file))}
    for file in FILES:
        if room(file):
            found[room(file)] |= beside(file, (ROOT / file).read_text(encoding="utf-8"))
    assert found == ROOMS, "change ROOMS where an edge is gone; give a new one a reason"


def test_only_understanding_reads_words_by_patterns_on_the_way_of_a_question(every_row):
    def check(file: str) -> None:
        found = patterns((ROOT / file).read_text(encoding="utf-8"))
        assert found == [], (
            "patterns, and the functions that apply them, belong in assistant/understanding/; "
            "import a function from there that says in words what it tells"
        )

    every_row([(file, file) for file in FILES if room(file) in WITHOUT_PATTERNS], check)


@pytest.mark.parametrize(
    ("rule", "source", "rooms", "found"),
    [
        ("its own room", "from assistant.scope.filters import Filters", set(), []),
        ("another room", "from assistant.web.texts import a", {"web"}, []),
        ("a room from the package", "from assistant import answer, scope", {"answer"}, []),
        ("for type checkers", "if TYPE_CHECKING:\n    import assistant.cli.main", {"cli"}, []),
        ("another package", "from corpus.heads import Head", set(), []),
        ("patterns", "import re", set(), ["re"]),
        ("a function of patterns", "def f():\n    from re import search", set(), ["re"]),
        (
            "alternatives",
            "from assistant.understanding.forms import Fact, any_of",
            {"understanding"},
            ["any_of"],
        ),
    ],
)
def test_the_reading_of_rooms_sees(rule: str, source: str, rooms: set[str], found: list[str]):
    assert (beside("assistant/scope/a.py", source), patterns(source)) == (rooms, found), rule


def test_every_library_that_is_imported_is_named_as_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = project["dependencies"] + extras["dev"] + extras["eval"] + extras["qdrant"]
    named = {re.split(r"[<>=\[]", line)[0] for line in lines}
    used = {
        module.split(".")[0]
        for file in FILES
        for module in imported((ROOT / file).read_text(encoding="utf-8"))
    }
    libraries = {DISTRIBUTIONS.get(one, one.replace("_", "-")) for one in used & set(HOMES)}
    assert sorted(libraries - named) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_package_is_the_one_in_the_repository(layer: str):
    found = Path(str(importlib.import_module(layer).__file__)).resolve()
    assert found == ROOT / layer / "__init__.py", "another package of this name comes first"


def test_one_folder_knows_gradio(every_row):
    """No other file has the word or the elements of its box, so an upgrade touches that folder alone."""
    home, kinds = "assistant/web/chat/", (".py", ".js", ".css", ".html")
    files = [path for layer in LAYERS for path in (ROOT / layer).rglob("*") if path.suffix in kinds]
    names = [path.relative_to(ROOT).as_posix() for path in files]
    assert "gradio" in (ROOT / home / "static" / "chat.js").read_text(encoding="utf-8")

    def check(name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8").lower()
        assert not [word for word in ("gradio", "#question textarea", "#question label") if word in text]

    every_row([(name, name) for name in names if not name.startswith(home)], check)


def test_the_tests_are_no_packages():
    assert list((ROOT / "tests").rglob("__init__.py")) == []
