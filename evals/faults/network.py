"""Without a network: a start, an ingest and twenty questions, every connection traced."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence

from evals.faults.attacks import load
from evals.faults.trial import Row, Trial, total

QUESTIONS = 20
_SECONDS = 1200
_CALLS = "connect,sendto,sendmsg,sendmmsg"
_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")


class Network(Row):
    """The program without a network."""

    name = "network"
    fault = f"no network (unshare -n, strace): a start in an empty home, texts added, {QUESTIONS} questions"
    must = "everything works; no connection outside the machine is attempted"
    tools = ("strace", "unshare")
    prefix = ("unshare", "-n")
    workers = 1

    @classmethod
    def plan(cls) -> Sequence[str]:
        """Name the steps; they belong together."""
        return ["all steps"]

    def prepare(self) -> None:
        """Write texts to add."""
        samples = load("samples")
        texts = self.folder / "texts"
        texts.mkdir()
        for at, (kind, write) in enumerate(samples.KINDS.items()):
            if kind not in ("json", "md"):
                (texts / f"{at}.{kind}").write_bytes(
                    write(samples.resolution(960 + at, f"barns of row {at}"))
                )

    def trials(self, which: str) -> Iterable[Trial]:
        """Run all steps under strace, each traced apart."""
        del which
        trace, result = self.folder / "trace", self.folder / "result.json"
        command = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={_CALLS}"]
        command += ["-e", "signal=none", "-o", str(trace)]
        command += [sys.executable, "-m", "evals.faults.offline", str(self.folder), str(result)]
        environment = {**os.environ, "RESOLUTIONS_HOME": str(self.folder / "home")}
        done = subprocess.run(  # noqa: S603  our own module
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        steps = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {}
        outside = (
            list(attempts(trace.read_text(errors="replace"))) if trace.exists() else ["nothing was traced"]
        )
        for step in ("start", "add", *(f"question {at}" for at in range(QUESTIONS)), "stop"):
            row = steps.get(step, {"problem": f"was not reached: {done.stderr[-300:]}", "seconds": 0.0})
            yield self.trial(step, row["problem"], row["seconds"])
        yield self.trial("connections", "; ".join(outside[:5]), outside=len(outside))
        shutil.rmtree(self.folder / "home", ignore_errors=True)

    @classmethod
    def said(cls, trials: Sequence[Trial]) -> str:
        """Return how many connections were attempted."""
        return f"{total(trials, 'outside'):.0f} connections attempted outside the machine"


def attempts(trace: str) -> Iterator[str]:
    """Return the calls of a trace that name an address of another machine.

    >>> list(attempts('7 connect(3, {AF_INET, sin_port=htons(80), sin_addr=inet_addr("1.2.3.4")}, 16) = -1'))
    ['connect to 1.2.3.4:80']
    """
    for line in trace.splitlines():
        for found in _ADDRESS.finditer(line):
            address = ipaddress.ip_address(found[1] or found[2])
            if not (address.is_loopback or address.is_unspecified):
                port, call = _PORT.search(line), re.search(r"\b(\w+)\(", line)
                yield f"{call[1] if call else 'call'} to {address}:{port[1] if port else '?'}"
