"""A start, an ingest and twenty questions where there is no network: all is answered, nobody is asked.

The processes run in a network namespace that has only the loopback, under strace, which sees every address
that they try to reach, a name server's too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

QUESTIONS = 20
# An address that any call names: that of a connection, and that of a message without one.
ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
LOOPBACK = """
import fcntl, socket, struct
with socket.socket() as any_:  # as `ip link set lo up`, where there is no such program
    fcntl.ioctl(any_, 0x8914, struct.pack("16sh14x", b"lo", 1))
"""
ADD_AND_ASK = """
import json, os, signal, socket, subprocess, sys, time
from urllib.request import Request, urlopen

file, questions = sys.argv[1], json.loads(sys.argv[2])
ours = [sys.executable, "-m", "assistant.cli"]
subprocess.run([*ours, "add", file], check=True, stdout=sys.stderr)
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
os.environ["RESOLUTIONS_PORT"] = str(port)
served = subprocess.Popen([*ours, "chat"], stdout=sys.stderr)
at = f"http://127.0.0.1:{port}"
for _ in range(3000):
    try:
        urlopen(f"{at}/readyz").close()
        break
    except OSError:
        time.sleep(0.1)
statuses = []
for question in questions:
    call = Request(f"{at}/api/v1/ask", json.dumps({"question": question}).encode())
    statuses.append(json.load(urlopen(call))["status"])
urlopen(f"{at}/").close()
served.send_signal(signal.SIGINT)
served.wait()
print(json.dumps(statuses))
"""


def alone(log: Path, script: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a script where there is no network, and note what it and its children try to reach."""
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-e", calls]
    command = ["unshare", "--net", *traced, sys.executable, "-c", f"{LOOPBACK}\n{script}", *arguments]
    environment = {**os.environ, "RESOLUTIONS_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def outside(log: Path) -> list[str]:
    """Return what was tried and is not on this machine."""
    found = [one for pair in ADDRESS.findall(log.read_text(encoding="utf-8")) for one in pair if one]
    return [one for one in found if not ip_address(one).is_loopback]


@pytest.fixture(scope="module", autouse=True)
def _tools() -> None:
    if missing := [one for one in ("unshare", "strace") if not shutil.which(one)]:
        pytest.skip(f"needs {' and '.join(missing)}")
    tried = subprocess.run(["unshare", "--net", "strace", "-qq", "-o", os.devnull, "true"], check=False)
    if tried.returncode:
        pytest.skip("this machine lets nobody make a network of their own, or trace a process")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "script", "seen"),
    [
        ("a connection", "socket.create_connection(('192.0.2.1', 80))", ["192.0.2.1"]),
        ("a message", "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))", ["192.0.2.1"]),
        ("the loopback", "socket.create_connection(('127.0.0.1', 9))", []),
        ("a child", "import subprocess; subprocess.run([sys.executable, '-c', CHILD])", ["192.0.2.1"]),
    ],
)
def test_the_trace_sees(rule, script, seen, tmp_path):
    child = "import socket; socket.create_connection(('192.0.2.1', 80))"
    done = alone(tmp_path / "log", f"import socket, sys\nCHILD = {child!r}\n{script}", home=tmp_path)
    assert outside(tmp_path / "log") == seen, (rule, done.stderr)


@pytest.mark.slow
def test_an_ingest_a_start_and_twenty_questions_need_no_network(
    tmp_path, harbours_text, repository, embeddings
):
    shutil.copytree(embeddings, tmp_path / "home" / "cache")
    (tmp_path / "harbours.txt").write_text(harbours_text, encoding="utf-8")
    pack = repository / "corpus" / "questions" / "itu-pp_res-71_2022.jsonl"
    _, *lines = pack.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(one)[0] for one in lines[:QUESTIONS]]
    log = tmp_path / "log"
    given = (str(tmp_path / "harbours.txt"), json.dumps(questions))
    done = alone(log, ADD_AND_ASK, *given, home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    statuses = json.loads(done.stdout)
    assert len(statuses) == QUESTIONS
    assert {"answered", "candidates"} & set(statuses)
    assert outside(log) == []
