"""Files that ship with the program and are checked by their hash before they are used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.errors import ModelUnavailable


def read_shipped(path: Path, sha256: str, what: str, constant: str) -> bytes:
    """Return the bytes of a file that must have a hash.

    `what` names it in the message, `constant` what holds its hash. Raises ModelUnavailable.
    """
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelUnavailable(
            f"{path}: sha256 {found} is not the shipped {what}'s; install the program again, "
            f"or put this hash into {constant} if the {what} was trained anew"
        )
    return data
