"""How the server process allocates memory."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_ARENA_MAX = -8  # glibc, malloc.h
_ARENAS = 2


def limit_arenas() -> None:
    """Let all threads share two pools of memory; call it before any thread is started.

    glibc makes up to eight a core, and each keeps what it once needed. Over 5,000 questions from sixteen
    readers that cost 136 MB and made answers barely faster. Other C libraries have no such pools.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
