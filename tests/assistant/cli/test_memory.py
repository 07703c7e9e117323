"""Pools of memory, counted in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COUNT = """
import ctypes, sys
from threading import Barrier, Thread

{before}
together = Barrier(8)

def work():
    together.wait()
    mine = [bytearray(50_000) for _ in range(20)]
    together.wait()

threads = [Thread(target=work) for _ in range(8)]
for one in threads:
    one.start()
for one in threads:
    one.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, stream)
libc.fclose(stream)
"""


# What `resolutions chat` does before it reads its settings.
SERVED = """
from contextlib import suppress
from assistant.cli import asking

class Settled(Exception):
    pass

def read_settings():
    raise Settled

asking.read_settings = read_settings
with suppress(Settled):
    asking.chat(None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the pools are glibc's")
def test_threads_of_the_server_share_two_pools_of_memory(tmp_path):
    pools = {}
    for name, before in (("plain", ""), ("served", SERVED)):
        written = tmp_path / name
        program = COUNT.format(before=before)
        subprocess.run([sys.executable, "-c", program, str(written)], check=True)
        pools[name] = Path(written).read_text(encoding="utf-8").count("<heap nr=")
    assert pools["plain"] > 2, pools
    assert pools["served"] <= 2, pools
