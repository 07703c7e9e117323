"""`python -m evals run`: the golden questions through the assistant, a table, an exit status."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.opening import open_assistant
from assistant.settings import Settings, read_settings
from evals.cases import QUESTIONS, Case, read_cases
from evals.metrics import mean, table

_MUST_BE_ONE = ("citation validity",)


def run(split: str, *, as_json: bool = False, details: bool = False, home: Path | None = None) -> int:
    """Ask every question of a split; status 1 when a citation is invalid or a case is bad."""
    settings = read_settings()
    assistant = open_assistant(Settings(home=home, model=settings.model) if home else settings)
    cases = [
        case
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for case in read_cases(path, assistant.library)
        if split in (case.split, "all")
    ]
    answers = [assistant.ask(case.turns) for case in cases]
    rows = _rows(assistant, cases, answers)
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
    else:
        sys.stdout.write(_printed(rows, split, cases, answers))
    if details:
        sys.stdout.write(_failures(cases, answers))
    broken = [name for name in _MUST_BE_ONE if rows["all"][name]["value"] not in (1.0, None)]
    for name in broken:
        sys.stderr.write(f"gate broken: {name} is {rows['all'][name]['value']:.3f}, must be 1\n")
    return 1 if broken else 0


def _rows(
    assistant: Assistant, cases: Sequence[Case], answers: Sequence[Answer]
) -> dict[str, dict[str, dict[str, float | None]]]:
    """Score all cases, then each kind of question."""
    groups = {"all": range(len(cases))} | {
        kind: [at for at, case in enumerate(cases) if case.kind == kind]
        for kind in sorted({case.kind for case in cases})
    }
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    for name, chosen in groups.items():
        some = [cases[at] for at in chosen], [answers[at] for at in chosen]
        scored = [mean(metric, score, *some) for metric, score in table(assistant.library).items()]
        found[name] = {row.name: {"value": row.value, "cases": row.cases} for row in scored}
    return found


def _printed(
    rows: dict[str, dict[str, dict[str, float | None]]],
    split: str,
    cases: Sequence[Case],
    answers: Sequence[Answer],
) -> str:
    """Print the table: a metric a line, a kind of question a column."""
    kinds = list(rows)
    counts = Counter(case.kind for case in cases)
    lines = [
        f"{len(cases)} questions ({split}), {sum(case.is_answerable for case in cases)} answerable",
        "",
        f"{'':<20}" + "".join(f"{kind:>12}" for kind in kinds),
        f"{'questions':<20}" + "".join(f"{counts.get(kind, len(cases)):>12}" for kind in kinds),
    ]
    for metric in rows["all"]:
        values = [rows[kind][metric]["value"] for kind in kinds]
        lines.append(
            f"{metric:<20}" + "".join(f"{'–' if one is None else f'{one:.3f}':>12}" for one in values)
        )
    times = sorted(answer.seconds for answer in answers)
    lines.append("")
    lines.append(f"seconds an answer: median {median(times):.3f}, p95 {times[int(0.95 * len(times))]:.3f}")
    return "\n".join(lines) + "\n"


def _failures(cases: Sequence[Case], answers: Sequence[Answer]) -> str:
    """Print each question that was not met as it deserves: asked, shown, expected."""
    lines: list[str] = []
    for case, answer in zip(cases, answers, strict=True):
        shown = {str(one.provision) for claim in answer.claims for one in claim.citations}
        missed = [group for group in case.gold if not any(str(one.provision) in shown for one in group)]
        if answer.status == case.status and not missed and shown <= case.cited:
            continue
        lines += [
            f"\n{case.id} ({case.kind}) {case.turns[-1]}",
            f"  expected {case.status}: {' '.join(sorted(one.partition('#')[2] for one in case.cited))}",
            f"  shown    {answer.status}: {' '.join(sorted(one.partition('#')[2] for one in shown))}",
            f"           {answer.reason}",
        ]
    return "\n".join(lines) + "\n"
