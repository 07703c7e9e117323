"""Accounts: who may sign in where a sign-in is needed, and what each may do.

    accounts.json  {"accounts": [{"name", "role", "hash", "id", "keys": [{"id", "hash", "made"}]}]}

Data belongs to the random id, not to the name: a new account with the name of a removed one gets none of it.
An account of a version without ids uses its name as id. A random id begins with "#", which no name does.

The file is for the owner of the home alone; a damaged one lets nobody in. A password is kept as a hash by
Argon2, the key of a program by SHA-256: a key is random and long, so that nobody can guess it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.library.storage import changing_accounts, home_errors, write_durably
from assistant.settings import Settings, in_url
from corpus.errors import ResolutionsError

SHORTEST = 10
"""Characters that a password must have."""
LONGEST = 1_000
"""Characters that a password may have: hashing more is work that anybody could ask for."""
_NAME = 64  # characters of a name
MOST_KEYS = 20
"""Keys that an account may have."""
_KEY_HASH = hashlib.sha256().digest_size
_KEY = "res"  # what a key begins with


class Role(StrEnum):
    """What an account may do: read and ask, or change the library too."""

    READER = "reader"
    CURATOR = "curator"


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks; what is kept belongs to the id. Without a sign-in it is a curator without name and id."""

    name: str
    role: Role
    id: str = ""

    @property
    def is_curator(self) -> bool:
        """Whether the library may be changed."""
        return self.role is Role.CURATOR


NOBODY_IN_PARTICULAR = Account("", Role.CURATOR)
"""Whoever sits at the machine, where no sign-in is needed."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A program's key as it is kept: a name that is no secret, the hash of the key, the day it was made."""

    id: str
    hash: str
    made: str


class AccountsUnavailable(ResolutionsError):
    """The file of the accounts is damaged, or cannot be read."""

    code = "accounts-unavailable"


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account as stored. Comparison ignores the keys."""

    name: str
    role: Role
    hash: str
    id: str
    keys: tuple[StoredKey, ...] = field(default=(), compare=False)

    @property
    def account(self) -> Account:
        """What the program is told of it."""
        return Account(self.name, self.role, self.id)


class Accounts:
    """The accounts of a home. Whatever reads them raises AccountsUnavailable."""

    def __init__(self, home: Path, hasher: PasswordHasher | None = None) -> None:
        """Use the home's file; it need not be there."""
        self.home, self.path = home, home / "accounts.json"
        self._hasher = hasher or PasswordHasher()
        self._nobody = ""  # the hash that is tried for a name that has no account
        self._read: tuple[tuple[int, int, int], tuple[StoredAccount, ...]] | None = None

    def stored(self) -> tuple[StoredAccount, ...]:
        """Return the accounts by name; the file is read again only when it has changed."""
        try:
            about = self.path.stat()
            mark = (about.st_ino, about.st_mtime_ns, about.st_size)
            if self._read is None or self._read[0] != mark:
                self._read = mark, _read(self.path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise AccountsUnavailable(
                "accounts.json in RESOLUTIONS_HOME is damaged and lets nobody in; put a sound copy in its "
                "place, or remove it and make the accounts anew with: resolutions account add NAME"
            ) from error
        return self._read[1]

    def find(self, name: str) -> StoredAccount | None:
        """Return an account, or None."""
        plain = _plain(name)
        return next((account for account in self.stored() if account.name == plain), None)

    def existing(self, name: str) -> StoredAccount:
        """Return an account. Raises ResolutionsError where there is none."""
        found = self.find(name)
        if found is None:
            raise ResolutionsError(f"'{_plain(name)}' has no account; see: resolutions account list")
        return found

    def add(self, name: str, password: str, role: Role) -> Account:
        """Make an account. Raises ResolutionsError: a name that cannot be or is taken, a bad password."""
        name = _plain(name)
        if not name or len(name) > _NAME or not all(letter.isalnum() or letter in "._-@" for letter in name):
            problem = f"'{name[:_NAME]}' is not a valid account name"
            raise ResolutionsError(f"{problem}; use letters, digits and . _ - @, at most {_NAME}")
        check_password(password)
        with changing_accounts(self.home):
            if self.find(name):
                raise ResolutionsError(
                    f"'{name}' has an account; to give it another password, remove it first with: "
                    f"resolutions account remove {name}"
                )
            id_ = f"#{secrets.token_hex(8)}"  # which no account has had
            added = StoredAccount(name, role, self._hasher.hash(_plain(password)), id_)
            self._write([*self.stored(), added])
        return added.account

    def remove(self, name: str) -> None:
        """Remove an account. Raises ResolutionsError where there is none."""
        with changing_accounts(self.home):
            removed = self.existing(name)
            self._write([account for account in self.stored() if account.name != removed.name])

    def verify(self, name: str, password: str) -> StoredAccount | None:
        """Return the account whose password this is, else None.

        A name that is not there takes the same time.
        """
        found = self.find(name)
        password = _plain(password[: LONGEST + 1])
        self._nobody = self._nobody or self._hasher.hash("nobody has this password")
        try:
            self._hasher.verify(found.hash if found else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        return found if len(password) <= LONGEST else None

    def add_key(self, name: str) -> str:
        """Make a key for the programs of an account; return it, for it is kept as a hash alone.

        Raises ResolutionsError where there is no account, or it has too many keys.
        """
        id_ = secrets.token_hex(4)
        key = f"{_KEY}_{id_}_{secrets.token_urlsafe(32)}"
        with changing_accounts(self.home):
            found = self.existing(name)
            if len(found.keys) >= MOST_KEYS:
                raise ResolutionsError(
                    f"'{found.name}' has {MOST_KEYS} keys already; revoke one with: "
                    f"resolutions account key revoke {found.keys[0].id}"
                )
            made = StoredKey(id_, _hash_of(key), datetime.now(UTC).date().isoformat())
            self._exchange(found, replace(found, keys=(*found.keys, made)))
        return key

    def revoke_key(self, id_: str) -> str:
        """Revoke a key by its id; return whose it was. Raises ResolutionsError where there is none."""
        with changing_accounts(self.home):
            found = next(
                (account for account in self.stored() if id_ in (key.id for key in account.keys)), None
            )
            if found is None:
                raise ResolutionsError(f"no key has the id '{id_[:40]}'; see: resolutions account key list")
            self._exchange(found, replace(found, keys=tuple(key for key in found.keys if key.id != id_)))
        return found.name

    def of_key(self, key: str) -> tuple[Account, str] | None:
        """Return the account that a key belongs to, and the key's id; else None."""
        wanted = _hash_of(key)
        for account in self.stored():
            for stored in account.keys:
                if secrets.compare_digest(stored.hash, wanted):
                    return account.account, stored.id
        return None

    def _exchange(self, old: StoredAccount, new: StoredAccount) -> None:
        self._write([new if account == old else account for account in self.stored()])

    def _write(self, rows: Sequence[StoredAccount]) -> None:
        """Write the accounts, for the owner of the home alone. Raises HomeUnavailable."""
        document = {
            "accounts": [asdict(account) for account in sorted(rows, key=lambda account: account.name)]
        }
        with home_errors(self.home):
            write_durably(self.path, (json.dumps(document, indent=1) + "\n").encode())


def accounts_of(settings: Settings) -> Accounts | None:
    """Return the accounts where a sign-in is needed, None where it is not.

    Raises ResolutionsError where it is needed and nobody has an account.
    """
    if not settings.needs_sign_in:
        return None
    accounts = Accounts(settings.home)
    if not accounts.stored():
        raise ResolutionsError(
            f"{in_url(settings.host)}: the pages need a sign-in there and nobody has an account; "
            "make one with: resolutions account add NAME --role curator"
        )
    return accounts


def check_password(password: str) -> None:
    """Refuse a password that is too short or too long. Raises ResolutionsError."""
    length = len(_plain(password))
    if not SHORTEST <= length <= LONGEST:
        raise ResolutionsError(
            f"a password of {length} characters; give one of at least {SHORTEST}, at most {LONGEST:,}"
        )


def _hash_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(text: str) -> str:
    """Return text in the one form that every keyboard's comes to."""
    return unicodedata.normalize("NFC", text)


def _read(data: bytes) -> tuple[StoredAccount, ...]:
    """Read the accounts. Raises ValueError, TypeError or KeyError where anything is not as it must be."""
    rows = json.loads(data)["accounts"]
    found = tuple(
        StoredAccount(
            row["name"],
            Role(row["role"]),
            row["hash"],
            row.get("id", row["name"]),
            tuple(StoredKey(key["id"], key["hash"], key["made"]) for key in row.get("keys", ())),
        )
        for row in rows
    )
    for values in ([account.name for account in found], [account.id for account in found]):
        if not all(isinstance(value, str) and value for value in values) or len({*values}) < len(found):
            raise ValueError("a name or an id is missing, or is there twice")
    if not all(account.hash.startswith("$argon2") for account in found):
        raise ValueError("a hash is none")
    if any(len(bytes.fromhex(key.hash)) != _KEY_HASH for account in found for key in account.keys):
        raise ValueError("a key has no hash")
    return found
