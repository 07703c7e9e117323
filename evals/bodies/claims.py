"""`python -m evals claims HOME`: claims about texts of many bodies, judged by `verify`.

`evals/claims/bodies/claims.jsonl` has a claim a line. People wrote them from the clauses alone, and others
judged them without knowing which were changed. What nobody agreed on, and what repeats more than seven
words of a text that is not ours, was left out.

  half       dev or test
  provision  the clause's id; `clause` are the first twelve digits of the SHA-256 of its words
  role       paraphrase-near, paraphrase-free, or frame: it names its source and quotes; change: it is false
  change     what was changed
  quoted     of a frame: the start and end of the words of the clause that stand for {words}
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.answer import Support
from assistant.library.library import Library, open_library
from assistant.understanding.labels.resolver import Match
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
from assistant.verification.verifier import verify
from corpus.keys import ProvisionId
from evals.claims import CLAIMS
from evals.stats import interval

_CHANGED = "change"
BLIND = CLAIMS / "bodies" / "claims.jsonl"


def run(home: Path, *, half: str = "dev") -> int:
    """Print how many claims of each kind are accepted, over the texts that a home has."""
    accepted: dict[str, list[float]] = defaultdict(list)
    seconds: list[float] = []
    for row, claim, match in held_claims(open_library(home)):
        if row["half"] != half:
            continue
        started = perf_counter()
        verdict = verify(claim, Source.of(match.edition, match.provision), shipped_nearness())
        seconds.append(perf_counter() - started)
        for kind in _kinds(row, match):
            accepted[kind].append(float(verdict.support != Support.UNSUPPORTED))
    for kind, found in sorted(accepted.items()):
        if share := interval(found):
            bounds = f"{share.mean:.2f} ({share.low:.2f}–{share.high:.2f})"
            sys.stdout.write(f"{kind:<34}{sum(found):>5.0f} of {len(found):>4}  {bounds}\n")
    if seconds:
        seconds.sort()
        slow = seconds[int(0.95 * len(seconds))]
        sys.stdout.write(
            f"a claim: p50 {1000 * seconds[len(seconds) // 2]:.1f} ms, p95 {1000 * slow:.1f} ms\n"
        )
    return 0


def rows() -> Iterator[Mapping[str, Any]]:
    """Read the claims."""
    with BLIND.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def held_claims(library: Library) -> Iterator[tuple[Mapping[str, Any], str, Match]]:
    """Walk the claims about clauses that a library has word for word, each with its words and its clause."""
    for row in rows():
        found = library.provision(ProvisionId.parse(row["provision"]))
        words = " ".join(found[1].text.split()) if found else ""
        if found is None or not sha256(words.encode()).hexdigest().startswith(row["clause"]):
            continue
        start, end = row.get("quoted", (0, 0))
        yield row, row["claim"].replace("{words}", words[start:end]), Match(*found)


def _kinds(row: Mapping[str, Any], match: Match) -> Iterator[str]:
    """Yield the groups of which a claim is one."""
    is_changed = row["role"] == _CHANGED
    yield "changed" if is_changed else row["role"]
    yield f"{match.edition.key.instrument.issuer}: {'changed' if is_changed else 'true'}"
    if is_changed:
        yield f"changed: {row['change']}"
