"""Makes a small home as a release writes it, for `tests/assistant/library/test_upgrade.py`.

`PYTHONPATH=CHECKOUT python tests/homes/make_home.py FILE.zip`, with the checkout of that release. The home
has Resolution 71, an invented text, an index of the first thirty passages of each by a model of eight numbers
a word, a conversation and an account. Whole, and with question packs, the index would be large.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import zipfile
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from assistant.administration.accounts import Accounts, Role
from assistant.conversations.store import ConversationStore
from assistant.library.adding import Upload, add_uploads
from assistant.opening import open_assistant
from assistant.scope.filters import Filters
from assistant.settings import Settings
from index import passages

QUESTION = "What shall every harbour keep?"


def fixtures() -> ModuleType:
    """Load tests/conftest.py, which has the invented text and the small model."""
    spec = importlib.util.spec_from_file_location("fixtures", Path(__file__).parents[1] / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def furnish(home: Path, text: str, model: object) -> None:
    """Put everything into a home that a person would."""
    settings = Settings(home=home)
    file = home.with_name("harbours.txt")
    file.write_text(text)
    add_uploads([Upload("harbours.txt", file)], settings)
    assistant = open_assistant(settings, model=model)  # type: ignore[arg-type]
    conversations = ConversationStore(home)
    conversations.append("", "", QUESTION, Filters(), assistant.ask([QUESTION]))
    conversations.close()
    Accounts(home).add("anna", "lantern-keeper-71", Role.CURATOR)


def main(target: Path) -> None:
    """Make the home and pack it."""
    made = fixtures()
    model = made.WordModel(dimensions=8)
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("index.bank._packs", lambda *_: []),
        patch("index.building.passages", lambda edition: tuple(passages(edition))[:30]),
        patch("assistant.opening.EmbeddingModel", lambda *_: model),
    ):
        home = Path(folder, "home")
        furnish(home, made.HARBOURS, model)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
            for path in sorted(one for one in home.rglob("*") if one.is_file()):
                archive.write(path, path.relative_to(home))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
