"""`python -m evals run`: the golden sets through the assistant; a table, a report, an exit status."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from assistant.cli.terminal import ProgressBar, say
from assistant.settings import read_settings
from evals.baselines import KEPT, keep, last_run, read_baseline, tag, write_baseline
from evals.controls import run_controls
from evals.drafting import find_drafts
from evals.first_hit import still_expected
from evals.gates import Gates, broken, raised, read_gates, write_gates
from evals.golden import Golden, read_golden
from evals.metrics import Scores, scores
from evals.metrics.verification import accepted, judge_claims, rejected
from evals.outcomes import ask_all
from evals.report import make_report, print_report, write_report
from evals.results import Results, world_of, world_of_case
from evals.reviewed import ask_reviewed
from evals.search_systems import search_scores
from evals.test_runs import RUNS, write_run
from evals.worlds import Assistants, Texts, gather

QUICK = "quick"  # the dev rows of the invented texts: what the tests run
_QUICK_WORLD = "invented"


def run(
    split: str,
    *,
    as_json: bool = False,
    details: bool = False,
    home: Path | None = None,
    quick: bool = False,
    output: Path | None = None,
) -> int:
    """Run the golden sets of a split: ask, score, compare, report; status 1 where a gate breaks.

    `quick` asks the dev rows of the invented texts only. The report is written to
    the folder `output`, by default below the home.
    """
    settings = read_settings()
    settings = replace(settings, home=home) if home else settings
    split = QUICK if quick else split
    gates = read_gates()
    tagged = read_baseline(gates.baseline) if gates.baseline else None
    texts = gather(settings.home)
    golden = quick_golden(texts) if quick else read_golden(texts, split)
    for reason in golden.left_out:
        say(reason)
    with ProgressBar("embedding", "text") as bar:
        assistants = Assistants(texts, settings, bar)
        results = measure(golden, assistants, split)
        if not quick:
            reviewed = ask_reviewed(settings.home, texts, assistants.holding, split)
            results = replace(results, reviewed=reviewed)
    found = broken(results, gates, tagged)
    if not quick:
        _note(results)
    report = make_report(results, found, tagged, gates.expected_to_fail)
    folder = output or report_folder(settings.home, split)
    page = write_report(report, folder)
    keep(tag(results), folder / KEPT)
    sys.stdout.write(print_report(report, as_json=as_json, details=details))
    say(f"report: {page}")
    for line in found:
        say(f"gate broken: {line}")
    if not quick:
        _expire(results, gates)
    return 1 if found else 0


def tag_last(name: str, report: Path | None = None) -> int:
    """Make the last full run, or that of a report's folder, what later runs are compared with."""
    written = write_baseline(name, last_run(report or report_folder(read_settings().home)))
    write_gates(replace(read_gates(), baseline=name))
    sys.stdout.write(f"{written}: what later runs are compared with\n")
    return 0


def raise_floors(report: Path | None = None) -> int:
    """Raise the floors to what the last full run, or that of a report's folder, reached."""
    before = read_gates()
    after = raised(before, last_run(report or report_folder(read_settings().home)))
    write_gates(after)
    count = sum(
        floor != before.floors.get(scope, {}).get(metric)
        for scope, floors in after.floors.items()
        for metric, floor in floors.items()
    )
    sys.stdout.write(f"{count} floors raised\n")
    return 0


def _expire(results: Results, gates: Gates) -> None:
    """Delete the marks of comparisons that were expected to fail and passed."""
    kept = still_expected(results, gates.expected_to_fail)
    for name in sorted(gates.expected_to_fail - kept):
        say(f"passed, and no longer expected to fail: {name}")
    if kept != gates.expected_to_fail:
        write_gates(replace(gates, expected_to_fail=kept))


def _note(results: Results) -> None:
    """Write down that a test half was looked at."""
    try:
        if write_run(results):
            say(f"a test half was asked: {RUNS.name} has a line more; commit it")
    except OSError as error:
        say(f"{RUNS}: the run on a test half cannot be written down ({error.strerror})")


def measure(golden: Golden, assistants: Assistants, split: str = "all") -> Results:
    """Ask the questions, find the drafts, check the claims; then the controls."""
    texts = assistants.texts
    with ProgressBar("asking", "question") as bar:
        outcomes = ask_all(golden.cases, assistants.holding, bar)
    scored = {
        **scores(outcomes, texts),
        **find_drafts(golden.drafts, assistants),
        **_claims(golden, texts),
    }
    controls = run_controls(golden, texts, assistants, quick=split == QUICK)
    with ProgressBar("search beneath", "question") as bar:
        systems = search_scores(golden.cases, texts, assistants, bar)
    return Results(split, texts, golden, outcomes, scored, controls, systems=systems)


def quick_golden(texts: Texts) -> Golden:
    """Return the golden rows of a quick run."""
    golden = read_golden(texts, "dev")
    return replace(
        golden,
        cases=tuple(case for case in golden.cases if world_of_case(case, texts) == _QUICK_WORLD),
        drafts=tuple(draft for draft in golden.drafts if world_of(draft.held, texts) == _QUICK_WORLD),
        claims=tuple(
            claim for claim in golden.claims if world_of((claim.provision.edition,), texts) == _QUICK_WORLD
        ),
        left_out=(),
    )


def report_folder(home: Path, split: str = "all") -> Path:
    """Return where a run's report is written when nothing else is said."""
    return home / "evals" / ("report" if split == "all" else f"report-{split}")


def _claims(golden: Golden, texts: Texts) -> Scores:
    """Check the claims: false ones that pass, true ones that do not."""
    judged = judge_claims(golden.claims, texts)
    return {"false claims accepted": accepted(judged), "honest claims rejected": rejected(judged)}
