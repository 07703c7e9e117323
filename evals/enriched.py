"""`python -m evals enriched`: what question packs that a language model wrote are worth to new texts.

The packs of three invented texts, written and checked as `resolutions index --enrich` does, lie in
`data/enriched/`. The single questions of the blind development half over all invented texts are asked
without these packs and with them. Apart from one another are questions about the enriched texts, near
misses included, and questions about the others, which packs of some texts might harm.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.cli.terminal import ProgressBar, json_text, say
from assistant.settings import read_settings
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey
from corpus.packs import pack_path
from evals.cases import Case
from evals.golden import read_golden
from evals.metrics import scores
from evals.model import world
from evals.outcomes import ask_all
from evals.search_systems import search
from evals.stats import Interval, interval, paired
from evals.worlds import Assistants, Texts, gather

PACKS = Path(__file__).parent / "data" / "enriched"
WORLD = "invented"
METRICS = ("decisive recall", "answer precision", "shown recall", "false answers")
FIRST = "first hit right"
Scored = Mapping[str, Mapping[str, float]]


def run(packs: Path | None = None, *, as_json: bool = False) -> int:
    """Ask without the packs and with them; print both beside each other."""
    settings, packs = read_settings(), packs or PACKS
    texts = gather()
    enriched = {key for key in texts.editions if pack_path(key, packs).is_file()}
    if not enriched:
        raise ResolutionsError(f"{packs}: no pack of an invented text; write one: resolutions index --enrich")
    cases = [one for one in read_golden(texts, "dev").cases if world(one) == WORLD and not one.follow_up]
    with ProgressBar("Embedding", "text") as bar:
        before = _scores(cases, texts, Assistants(texts, settings, bar))
        after = _scores(cases, texts, Assistants(texts, settings, bar, packs))
    about = [one for one in cases if _editions(one) & enriched]
    parts = {
        "questions about the enriched texts": about,
        "questions about other texts": [one for one in cases if one not in about],
    }
    found = {name: _compared(part, before, after) for name, part in parts.items()}
    sys.stdout.write(json_text(found) if as_json else _printed(found))
    return 0


def _editions(case: Case) -> set[EditionKey]:
    """Return the editions that a case is about: those of its gold, or of the clauses that come close."""
    return {one.provision.edition for group in case.gold for one in group} or {
        one.edition for one in case.near
    }


def _scores(cases: Sequence[Case], texts: Texts, assistants: Assistants) -> Scored:
    """Return the scores of each case by metric, the first hit's among them."""
    outcomes = ask_all(cases, assistants.holding)
    for one in outcomes:
        if one.error:
            say(one.error)
    first = {
        one.id: float(any(str(hit.passage.provision) in one.cited for hit in search(one, assistants)[:1]))
        for one in cases
        if one.gold
    }
    return {**scores(outcomes, texts, METRICS), FIRST: first}


def _compared(cases: Sequence[Case], before: Scored, after: Scored) -> dict[str, Any]:
    """Return each metric over some cases: without the packs, with them, and the difference."""
    ids = {one.id for one in cases}
    rows: dict[str, Any] = {"questions": len(cases), "near misses": sum(not one.gold for one in cases)}
    for metric in (*METRICS, FIRST):
        pair = [{id_: one for id_, one in side[metric].items() if id_ in ids} for side in (before, after)]
        difference = paired(pair[1], pair[0])
        rows[metric] = {
            "before": _figure(interval(list(pair[0].values()))),
            "after": _figure(interval(list(pair[1].values()))),
            "difference": [round(one, 4) for one in (difference.difference, difference.low, difference.high)]
            if difference
            else None,
        }
    return rows


def _figure(one: Interval | None) -> list[float] | None:
    """Return a mean, its bounds and its count."""
    return [round(one.mean, 4), round(one.low, 4), round(one.high, 4), one.count] if one else None


def _printed(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Print what was found, for a reader."""
    lines: list[str] = []
    for name, rows in found.items():
        lines.append(f"{name}: {rows['questions']}, {rows['near misses']} of them near misses")
        for metric in (*METRICS, FIRST):
            row = rows[metric]
            lines.append(f"  {metric:<17} {_shown(row['before'])} → {_shown(row['after'])}")
    return "\n".join(lines) + "\n"


def _shown(figure: Sequence[float] | None) -> str:
    """Show a figure with its interval and its count."""
    if figure is None:
        return "–"
    mean, low, high, count = figure
    return f"{mean:.2f} [{low:.2f}, {high:.2f}] ({count:.0f})"
