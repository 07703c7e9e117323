"""What the doctor looks at beside library and index: disk, conversations, accounts, backups."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator

from assistant.administration.accounts import Accounts, Role
from assistant.conversations.database import problem
from assistant.conversations.store import FILE
from assistant.library.backup import examine, is_backup
from assistant.library.library import open_library
from assistant.library.privacy import open_to_others
from assistant.settings import Settings
from corpus.errors import IndexUnavailable, ResolutionsError
from index.failures import estimated
from index.generation import current, read_manifest
from index.passages import passages

_DIMENSIONS = 384  # of the shipped model's vectors, where no index says how many there are

Looked = Iterator[tuple[bool, str]]


def look_at_privacy(settings: Settings) -> Looked:
    """Look whether others on this machine have rights to anything in the home."""
    found = open_to_others(settings.home)
    if not found:
        yield True, "the home is for its owner alone"
        return
    more = f" and {len(found) - 1:,} more" if len(found) > 1 else ""
    yield (
        False,
        f"{found[0]}{more}: others on this machine may read or change this; run: "
        f"chmod -R go= {shlex.quote(str(settings.home))}",
    )


def look_at_disk(settings: Settings) -> Looked:
    """Look whether the index could be built again."""
    folder = next(one for one in (settings.home, *settings.home.absolute().parents) if one.is_dir())
    library, free = open_library(settings.home), shutil.disk_usage(folder).free
    rows = sum(1 for edition in library.editions for _ in passages(edition))
    need = estimated(rows, sum(library.questions.values()), _dimensions(settings)).generation
    said = f"{folder}: {megabytes(free)} free, about {megabytes(need)} needed to build the index"
    yield free >= need, said if free >= need else f"{said}; free some space"


def _dimensions(settings: Settings) -> int:
    """Return how many numbers a vector has."""
    try:
        return read_manifest(current(settings.home / "index")).dimensions
    except IndexUnavailable:
        return _DIMENSIONS


def look_at_conversations(settings: Settings) -> Looked:
    """Look whether the conversations can be read."""
    path = settings.home / FILE
    if not path.exists():
        yield True, "none yet"
        return
    said = problem(path)
    yield not said, said or f"{megabytes(path.stat().st_size)}, whole"


def look_at_accounts(settings: Settings) -> Looked:
    """Look whether the accounts can be read, and whether anybody can sign in."""
    accounts = Accounts(settings.home)
    found = accounts.stored()
    curators = sum(one.role is Role.CURATOR for one in found)
    yield True, f"{len(found)}, of which {curators} {'is a curator' if curators == 1 else 'are curators'}"
    if settings.needs_sign_in and not curators:
        yield (
            False,
            "the pages need a sign-in and nobody may change the library; "
            "run: resolutions account add NAME --role curator",
        )


def look_at_backups(settings: Settings) -> Looked:
    """Look whether the backups that lie in the home are whole."""
    files = sorted(settings.home.iterdir()) if settings.home.is_dir() else []
    for file in filter(is_backup, files):
        try:
            found = examine(file)
            yield True, f"{file}: whole, {found.files} files, made {found.made}"
        except ResolutionsError as error:
            yield False, str(error)


def megabytes(size: int) -> str:
    """Return a size in megabytes."""
    return f"{size / 1e6:,.1f} MB"
