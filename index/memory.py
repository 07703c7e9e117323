"""How much memory this process may use, and whether something failed for want of it.

A limit on the address space (`ulimit -v`) ends the libraries below us in ways that Python cannot catch:
OpenBLAS and Rust end the process. What needs much is therefore checked before it is loaded.

Measured on two cores with few pools of memory (assistant/cli/process.py), address space in MB: 55 for
commands that only read the library; 660 for a question to one text with its question pack, 1,015 to
build its index from nothing, 850 for the pages.
"""

from __future__ import annotations

import errno
import sys

from corpus.errors import MemoryLimited

_MB = 1_000_000
READING = 80 * _MB
"""Bytes of address space that reading the library takes."""
ANSWERING = 750 * _MB
"""Bytes of address space that answering takes; a large library takes more."""
INDEXING = 1_020 * _MB
"""Bytes of address space that building an index takes, most of it while texts are embedded."""
SERVING = 900 * _MB
"""Bytes of address space that serving the pages takes."""
_PHRASES = (  # of errors that have no type of their own
    "failed to map segment",
    "cannot allocate memory",
    "failed to allocate memory",
    "memory allocation",
    "out of memory",
    "bad_alloc",
    "can't start new thread",
    "cannot map",
    "cannot create shared object descriptor",
)


def address_space() -> int | None:
    """Return how many bytes of address space this process may use, None where there is no limit."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft


def require_memory(needed: int) -> None:
    """Raise MemoryLimited where this process may not use so many bytes of address space."""
    limit = address_space()
    if limit is not None and limit < needed:
        raise MemoryLimited(out_of_memory(needed))


def out_of_memory(needed: int) -> str:
    """Say that there is too little memory, roughly how much is needed, and what to do."""
    limit = address_space()
    if limit is None:
        return f"too little memory is free; at least {_rounded(needed)} is needed: end other programs"
    need = f"at least {_rounded(needed)} is needed" if limit < needed else "more is needed"
    return f"memory is limited to {_rounded(limit)} (ulimit -v); {need}: raise the limit"


def is_out_of_memory(error: BaseException) -> bool:
    """Return True if an error, or what caused it, says that memory ran out."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        is_memory = isinstance(cause, MemoryError) or getattr(cause, "errno", 0) == errno.ENOMEM
        if is_memory or says_out_of_memory(str(cause)):
            return True
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return False


def says_out_of_memory(message: str) -> bool:
    """Return True if the words of an error say that memory ran out."""
    return any(phrase in message.lower() for phrase in _PHRASES)


def _rounded(bytes_: int) -> str:
    return f"{bytes_ / _MB:,.0f} MB"
