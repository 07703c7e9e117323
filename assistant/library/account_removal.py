"""Removes an account from a home with its conversations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.administration.accounts import Accounts
from assistant.conversations.store import ConversationStore
from corpus.errors import HomeUnavailable, ResolutionsError


def count_conversations(home: Path, name: str) -> int:
    """Return how many conversations an account has. Raises HomeUnavailable, ResolutionsError."""
    with _conversations(home) as store:
        return store.count(_id_of(home, name))


def remove_and_erase(home: Path, name: str) -> int:
    """Erase the conversations of an account and remove it; return how many conversations there were.

    If they cannot be erased, the account stays, so that the command can be repeated. Raises HomeUnavailable,
    ResolutionsError where there is no such account.
    """
    id_ = _id_of(home, name)
    with _conversations(home) as store:
        erased = store.erase(id_)
        Accounts(home).remove(name)
        return erased + store.erase(id_)  # what was asked meanwhile


def _id_of(home: Path, name: str) -> str:
    """Return the id of an account. Raises ResolutionsError where there is none."""
    found = Accounts(home).find(name)
    if found is None:
        raise ResolutionsError(f"'{name}' has no account; see: resolutions account list")
    return found.id


@contextmanager
def _conversations(home: Path) -> Iterator[ConversationStore]:
    """Open the conversations of a home. Raises HomeUnavailable where they cannot be."""
    store = ConversationStore(home)
    try:
        if store.problem:
            raise HomeUnavailable(store.problem)
        yield store
    finally:
        store.close()
