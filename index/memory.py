"""Whether something failed for want of memory, and what a person is told then."""

from __future__ import annotations

import errno

OUT_OF_MEMORY = "too little memory is free; end other programs, or raise the limit (ulimit -v)"
"""What went wrong, and what to do."""
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
