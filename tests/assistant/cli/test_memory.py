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


def run(program: str, *given: str) -> str:
    done = subprocess.run([sys.executable, "-c", program, *given], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="the pools are glibc's")
def test_threads_share_two_pools_of_memory(tmp_path):
    pools = {}
    for name, before in (
        ("plain", ""),
        ("limited", "from assistant.cli.memory import limit_arenas as f; f()"),
    ):
        written = tmp_path / name
        run(COUNT.format(before=before), str(written))
        pools[name] = Path(written).read_text(encoding="utf-8").count("<heap nr=")
    assert pools["plain"] > 2, pools
    assert pools["limited"] <= 2, pools
