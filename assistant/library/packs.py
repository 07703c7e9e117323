"""The question packs of a home, in addition to those that ship.

    questions/itu-pp_dec-5_2022.jsonl     a pack (corpus/packs.py)
    questions/itu-pp_dec-5_2022.replies   what a language model replied while it was written

A pack counts for the exact words of its clauses: after a text was replaced or parsed anew, the questions
about unchanged clauses still count. A pack is removed with its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.library.library import Library
from assistant.library.storage import PACKS, home_errors, write_durably, writing
from corpus.instruments import Edition
from corpus.keys import EditionKey
from corpus.packs import BadPack, PackQuestion, pack_path, pack_text, read_pack


def own_pack(home: Path, key: EditionKey) -> Path:
    """Return where a home's own pack of an edition lies, if it has one."""
    return pack_path(key, home / PACKS)


def replies_path(home: Path, key: EditionKey) -> Path:
    """Return the path of the model's replies from which an edition's pack is made."""
    return own_pack(home, key).with_suffix(".replies")


def keep_pack(home: Path, edition: Edition, questions: Iterable[PackQuestion]) -> None:
    """Write a home's own pack of an edition, whole or not at all. Raises HomeUnavailable."""
    path = own_pack(home, edition.key)
    with writing(home), home_errors(home):
        path.parent.mkdir(exist_ok=True)
        write_durably(path, pack_text(edition, questions).encode())


def discard_pack(home: Path, key: EditionKey) -> None:
    """Remove a home's own pack of an edition with its replies, if there is one. Raises OSError."""
    own_pack(home, key).unlink(missing_ok=True)
    replies_path(home, key).unlink(missing_ok=True)


def lacks_pack(edition: Edition, library: Library) -> bool:
    """Return True if no pack of an edition counts, or the home's own was made of other words."""
    if not library.questions.get(edition.key):
        return True
    own = pack_path(edition.key, library.packs) if library.packs else None
    if own is None or not own.is_file():
        return False
    try:
        pack = read_pack(own)
    except BadPack:
        return True
    return len(pack.of(edition)) < len(pack.questions)
