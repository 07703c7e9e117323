"""How this process allocates memory."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

_M_ARENA_MAX = -8  # glibc, malloc.h
_ARENAS = 2


def fit_memory() -> None:
    """Take less address space where that is limited (`ulimit -v`): 600 MB for a question, not 1,100.

    Raises MemoryLimited where no command could run.
    """
    from index.memory import READING, address_space, require_memory

    if address_space() is None:
        return
    require_memory(READING)
    limit_arenas()
    os.environ.setdefault("MALLOC_ARENA_MAX", str(_ARENAS))  # of the processes that this one starts


def limit_arenas() -> None:
    """Let all threads share two pools of memory; call it before any thread is started.

    glibc makes up to eight a core, and each keeps what it once needed. Over 5,000 questions from sixteen
    readers that cost 136 MB and made answers barely faster. Other C libraries have no such pools.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
