"""The commands that look after accounts and their keys."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from assistant.administration.accounts import Accounts, Role, check_password
from assistant.cli.terminal import counted, print_json, say
from assistant.library.account_removal import count_conversations, remove_and_erase
from assistant.settings import read_settings
from corpus.errors import ResolutionsError


def add_account(arguments: Namespace) -> int:
    """Make an account; its password is asked for twice, or is one line of standard input."""
    role = Role(arguments.role)
    account = Accounts(read_settings().home).add(arguments.name, _password(), role)
    say(f"'{account.name}' has an account now, as {account.role}")
    return print_json({"added": account.name, "role": account.role.value}) if arguments.json else 0


def remove_account(arguments: Namespace) -> int:
    """Remove an account, and its conversations if asked; who is signed in with it is signed out."""
    home, name, erased = read_settings().home, arguments.name, 0
    if arguments.erase or (not arguments.keep and _is_to_be_erased(name, home)):
        erased = remove_and_erase(home, name)
        count = counted(erased, "conversation")
        say(f"Account '{name}' removed. {count} erased; earlier backups still contain them.")
    else:
        Accounts(home).remove(name)
        say(f"Account '{name}' removed. Its conversations stay in the file, and no account can open them.")
    return print_json({"removed": name, "erased": erased}) if arguments.json else 0


def _is_to_be_erased(name: str, home: Path) -> bool:
    """Ask whether the conversations of an account are to be erased. Raises ResolutionsError."""
    count = count_conversations(home, name)
    if not is_terminal():
        raise ResolutionsError(
            f"'{name}' may have conversations; add --erase to erase them, or --keep to keep them"
        )
    if not count:
        return False
    sys.stderr.write(f"Account '{name}' has {counted(count, 'conversation')}. Erase or keep? [erase/keep] ")
    sys.stderr.flush()
    typed = sys.stdin.readline().strip().lower()
    if typed not in ("erase", "keep"):
        raise ResolutionsError(f"'{typed[:20]}' is neither erase nor keep; nothing was removed")
    return typed == "erase"


def is_terminal() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty()


def list_accounts(arguments: Namespace) -> int:
    """Print who has an account, and the role of each."""
    found = Accounts(read_settings().home).stored()
    if arguments.json:
        return print_json({"accounts": [{"name": one.name, "role": one.role.value} for one in found]})
    sys.stdout.write("".join(f"{one.role:<8} {one.name}\n" for one in found))
    if not found:
        say("nobody has an account")
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
    if arguments.json:
        return print_json({"name": arguments.name, "key": key})
    sys.stdout.write(f"{key}\n")
    say("Keep it now: it is not shown again. Programs send it as “Authorization: Bearer KEY”.")
    return 0


def list_keys(arguments: Namespace) -> int:
    """Print the ids of the keys, and whose they are."""
    rows = [
        {"id": key.id, "name": one.name, "made": key.made}
        for one in Accounts(read_settings().home).stored()
        for key in one.keys
    ]
    if arguments.json:
        return print_json({"keys": rows})
    sys.stdout.write("".join(f"{one['id']}  {one['made']}  {one['name']}\n" for one in rows))
    if not rows:
        say("no program has a key; make one with: resolutions account key add NAME")
    return 0


def revoke_key(arguments: Namespace) -> int:
    """Revoke a key: whoever has it is refused from now on."""
    name = Accounts(read_settings().home).revoke_key(arguments.id)
    if arguments.json:
        return print_json({"id": arguments.id, "name": name})
    say(f"{arguments.id}: revoked, a key of {name}")
    return 0
