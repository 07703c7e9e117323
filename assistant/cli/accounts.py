"""The commands that look after accounts and their keys."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from getpass import getpass
from pathlib import Path
from typing import Any

from assistant.administration.accounts import Accounts, Role, check_password
from assistant.cli.terminal import print_json, result, say
from assistant.conversations.store import ConversationStore
from assistant.library.own_drafts import DraftStore
from assistant.notebook.store import NotebookStore
from assistant.plain_text import counted, joined
from assistant.proposals.store import ProposalStore
from assistant.settings import read_settings
from corpus.errors import HomeUnavailable, ResolutionsError


def add_account(arguments: Namespace) -> int:
    """Make an account; its password is asked for twice, or is one line of standard input."""
    role = Role(arguments.role)
    account = Accounts(read_settings().home).add(arguments.name, _password(), role)
    say(f"'{account.name}' has an account now, as {account.role}")
    return result(arguments, {"added": account.name, "role": account.role})


def remove_account(arguments: Namespace) -> int:
    """Remove an account, and what it has kept if asked; who is signed in with it is signed out."""
    home, name, erased = read_settings().home, arguments.name, 0
    if arguments.erase or (not arguments.keep and _is_to_be_erased(name, home)):
        with _kept_by(name, home) as (store, (notebook, proposals, drafts), id_):
            kept = _named(store.count(id_), *notebook.count(id_), proposals.count(id_), drafts.count(id_))
            erased = store.erase(id_)  # where that fails, the account stays, and the command can be repeated
            notebook.erase(id_)
            proposals.erase(id_)
            drafts.erase(id_)
            Accounts(home).remove(name)
            erased += store.erase(id_)  # what was asked meanwhile
            notebook.erase(id_)
            proposals.erase(id_)
            drafts.erase(id_)
        say(f"Account '{name}' removed. {kept} erased; earlier backups still contain them.")
    else:
        Accounts(home).remove(name)
        retained = "Its conversations, notes, collections, proposals and drafts are retained"
        say(f"Account '{name}' removed. {retained}, but no account can open them.")
    return result(arguments, {"removed": name, "erased": erased})


def _is_to_be_erased(name: str, home: Path) -> bool:
    """Ask whether what an account has kept is to be erased. Raises ResolutionsError."""
    with _kept_by(name, home) as (store, (notebook, proposals, drafts), id_):
        counts = (store.count(id_), *notebook.count(id_), proposals.count(id_), drafts.count(id_))
    if not is_terminal():
        raise ResolutionsError(
            f"'{name}' may have conversations or notes; add --erase to erase them, or --keep to keep them"
        )
    if not any(counts):
        return False
    sys.stderr.write(f"Account '{name}' has {_named(*counts)}. Erase or keep? [erase/keep] ")
    sys.stderr.flush()
    typed = sys.stdin.readline().strip().lower()
    if typed not in ("erase", "keep"):
        raise ResolutionsError(f"'{typed[:20]}' is neither erase nor keep; nothing was removed")
    return typed == "erase"


def _named(conversations: int, notes: int, collections: int, proposals: int, drafts: int) -> str:
    """Return what an account has kept, without kinds of which it has none: "2 conversations and 1 note"."""
    kinds = ((notes, "note"), (collections, "collection"), (proposals, "proposal"), (drafts, "draft"))
    return joined([counted(conversations, "conversation"), *(counted(*kind) for kind in kinds if kind[0])])


@contextmanager
def _kept_by(
    name: str, home: Path
) -> Iterator[tuple[ConversationStore, tuple[NotebookStore, ProposalStore, DraftStore], str]]:
    """Open the conversations, notes, proposals and drafts of a home for an account's id.

    Raises HomeUnavailable where they cannot be, ResolutionsError where there is no such account.
    """
    found = Accounts(home).existing(name)
    with (
        closing(ConversationStore(home)) as store,
        closing(NotebookStore(home)) as notebook,
        closing(ProposalStore(home)) as proposals,
    ):
        if problem := store.problem or notebook.problem or proposals.problem:
            raise HomeUnavailable(problem)
        yield store, (notebook, proposals, DraftStore(home)), found.id


def is_terminal() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty()


def list_accounts(arguments: Namespace) -> int:
    """Print who has an account, and the role of each."""
    found = Accounts(read_settings().home).stored()
    if not (found or arguments.json):
        say("nobody has an account")
    rows = [{"name": account.name, "role": account.role} for account in found]
    return _listed(arguments, {"accounts": rows}, *(f"{account.role:<8} {account.name}" for account in found))


def _listed(arguments: Namespace, document: Mapping[str, Any], *rows: str) -> int:
    """Print rows that scripts read, as JSON if asked for, else each on a line that is never folded."""
    if arguments.json:
        return print_json(document)
    sys.stdout.writelines(f"{row}\n" for row in rows)
    return 0


def _password() -> str:
    """Ask for a password where there is a terminal, else read one line. Raises ResolutionsError."""
    if not is_terminal():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password (not shown): ")
    check_password(password)  # before it is typed a second time
    if getpass("The same again: ") != password:
        raise ResolutionsError("the two passwords are not the same; try again")
    return password


def add_key(arguments: Namespace) -> int:
    """Make a key for the programs of an account, and print it once."""
    key = Accounts(read_settings().home).add_key(arguments.name)
    _listed(arguments, {"name": arguments.name, "key": key}, key)
    if not arguments.json:
        say("Keep it now: it is not shown again. Programs send it as “Authorization: Bearer KEY”.")
    return 0


def list_keys(arguments: Namespace) -> int:
    """Print the ids of the keys, and whose they are."""
    rows = [
        {"id": key.id, "name": account.name, "made": key.made}
        for account in Accounts(read_settings().home).stored()
        for key in account.keys
    ]
    if not (rows or arguments.json):
        say("no program has a key; make one with: resolutions account key add NAME")
    return _listed(arguments, {"keys": rows}, *(f"{row['id']}  {row['made']}  {row['name']}" for row in rows))


def revoke_key(arguments: Namespace) -> int:
    """Revoke a key: calls with it are refused from now on."""
    name = Accounts(read_settings().home).revoke_key(arguments.id)
    if not arguments.json:
        say(f"{arguments.id}: revoked, a key of {name}")
    return result(arguments, {"id": arguments.id, "name": name})
