"""The suite's commands: `python -m evals COMMAND`, one of those below."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.cli.main import run_to_end

Command = Callable[[Namespace], int]


def main() -> int:
    """Run one of the suite's commands."""
    return run_to_end(_command, is_process=True)


def _command() -> int:
    """Read the command line and run the command."""
    arguments = _parser().parse_args()
    return COMMANDS[arguments.what](arguments)


def _run(arguments: Namespace) -> int:
    from evals.run import run

    return run(
        arguments.split,
        as_json=arguments.json,
        details=arguments.details,
        home=arguments.home,
        quick=arguments.quick,
        output=arguments.output,
    )


def _bench(arguments: Namespace) -> int:
    from evals.bench import run

    return run(as_json=arguments.json, library=arguments.library, texts=arguments.texts)


def _bodies(arguments: Namespace) -> int:
    from evals.bodies import run

    return run(arguments.folder, home=arguments.home, as_json=arguments.json)


def _answers(arguments: Namespace) -> int:
    from evals.bodies.answers import run

    return run(arguments.folder, arguments.half, talk=arguments.talk)


def _reliability(arguments: Namespace) -> int:
    from evals.lab.reliability import run

    return run(arguments.library, arguments.bodies, arguments.half)


def _model(arguments: Namespace) -> int:
    from evals.lab.model import run

    return run(
        arguments.world,
        arguments.limit,
        replies=arguments.replies,
        exported=arguments.export,
        imported=arguments.imported,
        conversations=arguments.conversations,
        with_help=not arguments.without_help,
        as_json=arguments.json,
        bodies=arguments.bodies,
    )


def _baseline(arguments: Namespace) -> int:
    from evals.baselines import last_run, write_baseline
    from evals.gates import read_gates, write_gates

    written = write_baseline(arguments.name, last_run(_folder(arguments)))
    write_gates(replace(read_gates(), baseline=arguments.name))
    sys.stdout.write(f"{written}: what later runs are compared with\n")
    return 0


def _raise(arguments: Namespace) -> int:
    from evals.baselines import last_run
    from evals.gates import raised, read_gates, write_gates

    before = read_gates()
    after = raised(before, last_run(_folder(arguments)))
    write_gates(after)
    count = sum(
        floor != before.floors.get(scope, {}).get(metric)
        for scope, floors in after.floors.items()
        for metric, floor in floors.items()
    )
    sys.stdout.write(f"{count} floors raised\n")
    return 0


def _average(arguments: Namespace) -> int:
    from evals.lab.averaging import run

    return run(arguments.first, arguments.second, arguments.output, arguments.share)


def _train(arguments: Namespace) -> int:
    from evals.training import run
    from index.adapter import ADAPTER

    output, bodies = arguments.output or ADAPTER, arguments.bodies
    return run(output, epochs=arguments.epochs, start=arguments.start, bodies=bodies)


def _match(arguments: Namespace) -> int:
    from evals.matching import run
    from index.matcher import MATCHER

    return run(arguments.output or MATCHER, epochs=arguments.epochs, bodies=arguments.bodies)


def _ablate(arguments: Namespace) -> int:
    from evals.lab.ablation import run

    return run("" if arguments.all else arguments.strategy, as_json=arguments.json)


def _select(arguments: Namespace) -> int:
    from evals.selection import run

    return run(arguments.bodies)


def _margin(arguments: Namespace) -> int:
    from evals.search_systems import fit_margin

    del arguments
    return fit_margin()


def _review(arguments: Namespace) -> int:
    from evals.review import run

    return run(arguments.output)


def _pin(arguments: Namespace) -> int:
    from evals.golden import pin

    del arguments
    pin()
    return 0


def _faults(arguments: Namespace) -> int:
    from evals.faults.command import run

    return run(arguments)


COMMANDS: Mapping[str, Command] = {
    "run": _run,
    "bench": _bench,
    "bodies": _bodies,
    "answers": _answers,
    "reliability": _reliability,
    "model": _model,
    "baseline": _baseline,
    "raise": _raise,
    "train": _train,
    "match": _match,
    "average": _average,
    "margin": _margin,
    "select": _select,
    "ablate": _ablate,
    "review": _review,
    "faults": _faults,
    "pin": _pin,
}


def _folder(arguments: Namespace) -> Path:
    """Return the folder of the report whose run is meant."""
    from assistant.settings import read_settings
    from evals.run import report_folder

    folder: Path | None = arguments.report
    return folder or report_folder(read_settings().home)


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    add = parser.add_subparsers(dest="what", required=True)
    _measuring(add)
    _keeping(add)
    return parser


def _measuring(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that measure."""
    run = add.add_parser("run", help="ask the golden questions, print how they were met, write a report")
    _say_split(run)
    run.add_argument("--details", action="store_true", help="print each question not met as it deserves")
    run.add_argument("--home", type=Path, metavar="FOLDER", help="whose library, instead of RESOLUTIONS_HOME")
    run.add_argument("--quick", action="store_true", help="only what the tests run")
    run.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where the report goes (default: the home)"
    )
    bench = add.add_parser("bench", help="measure speed and memory beside a stock citation engine")
    bench.add_argument(
        "--library", type=int, default=0, metavar="N", help="measure a library of N resolutions instead"
    )
    bench.add_argument(
        "--texts", type=Path, metavar="FOLDER", help="perturb the clauses of these files (default: shipped)"
    )
    _measuring_bodies(add)
    ablate = add.add_parser("ablate", help="switch off a strategy or step, and show what it is worth")
    which = ablate.add_mutually_exclusive_group(required=True)
    which.add_argument("--strategy", metavar="NAME", help="the strategy or step that is switched off")
    which.add_argument("--all", action="store_true", help="each in turn")
    _measuring_model(add)
    from evals.faults.command import add_command as add_faults

    add_faults(add)
    for command in (run, bench, ablate):
        command.add_argument("--json", action="store_true", help="print JSON")


def _measuring_bodies(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that measures how files of any body are read."""
    bodies = add.add_parser(
        "bodies", help="add the files of a gold in one call, and mark what is read in them"
    )
    bodies.add_argument("folder", type=Path, help="gold.jsonl, as evals/bodies/gold.py describes it")
    bodies.add_argument(
        "--home", type=Path, metavar="FOLDER", help="an empty folder that is kept as the home"
    )
    bodies.add_argument("--json", action="store_true", help="print JSON")
    answers = add.add_parser("answers", help="ask questions over real texts of many bodies")
    answers.add_argument("folder", type=Path, help="a home whose library has the texts")
    answers.add_argument("--half", choices=("dev", "test"), default="dev", help="which questions are asked")
    answers.add_argument("--talk", action="store_true", help="ask the follow-ups of conversations instead")
    reliability = add.add_parser("reliability", help="draw how often answers are right over their confidence")
    reliability.add_argument("library", type=Path, help="a home whose library has the texts with packs")
    reliability.add_argument("bodies", type=Path, help="a home whose library has the texts of other bodies")
    reliability.add_argument(
        "--half", choices=("dev", "test"), default="dev", help="which questions are asked"
    )


def _measuring_model(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that measures the reader that is a language model."""
    model = add.add_parser("model", help="let the language model read, beside the local reader")
    model.add_argument(
        "--bodies", type=Path, metavar="HOME", help="ask over the texts of other bodies that this home has"
    )
    model.add_argument(
        "--world",
        action="append",
        default=[],
        choices=["res-71", "library", "invented"],
        help="a blind set, of which the development half is asked; may be given several times (default: all)",
    )
    model.add_argument("--limit", type=int, default=0, metavar="N", help="questions to ask (default: all)")
    model.add_argument(
        "--replies",
        type=Path,
        metavar="FILE",
        help="where replies are kept (default: evals/model-replies.jsonl in the home)",
    )
    model.add_argument(
        "--conversations", action="store_true", help="ask only questions with turns before them"
    )
    model.add_argument("--without-help", action="store_true", help="ask for no help with questions")
    model.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help="write the prompts and ask nothing; with --import those that come after the replies there",
    )
    model.add_argument(
        "--import", type=Path, metavar="FILE", dest="imported", help="score replies made elsewhere"
    )
    model.add_argument("--json", action="store_true", help="print JSON")


def _keeping(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that change what is measured with: floors, weights, cases."""
    baseline = add.add_parser("baseline", help="tag the last full run: later runs are compared with it")
    baseline.add_argument("name", help="what it is called")
    raising = add.add_parser(
        "raise", help="raise the floors to what the last full run reached; none is lowered"
    )
    for command in (baseline, raising):
        command.add_argument(
            "--report", type=Path, metavar="FOLDER", help="the report of that run (default: the last)"
        )
    train = add.add_parser("train", help="teach the shipped model's adapter anew")
    train.add_argument("--epochs", type=int, default=2, metavar="N", help="times through the questions")
    train.add_argument(
        "--output", type=Path, metavar="FILE", help="where it goes (default: where it is read)"
    )
    train.add_argument("--start", type=Path, metavar="FILE", help="an adapter to go on from (default: none)")
    match = add.add_parser("match", help="train the matcher anew")
    match.add_argument("--epochs", type=int, default=2, metavar="N", help="times through the questions")
    match.add_argument(
        "--output", type=Path, metavar="FILE", help="where it goes (default: where it is read)"
    )
    select = add.add_parser(
        "select", help="fit the local reader on judged hits; figures are of worlds left out"
    )
    for command in (train, match, select):
        command.add_argument(
            "--bodies",
            type=Path,
            metavar="FOLDER",
            help="the texts that pairs/bodies asks about (default: none)",
        )
    average = add.add_parser("average", help="average two adapters")
    average.add_argument("first", type=Path, metavar="FIRST", help="an adapter")
    average.add_argument("second", type=Path, metavar="SECOND", help="another one of the same model")
    average.add_argument(
        "--share", type=float, default=0.4, metavar="S", help="of the second, 0 to 1 (default: .4)"
    )
    average.add_argument("--output", type=Path, required=True, metavar="FILE", help="where the mean goes")
    review = add.add_parser("review", help="turn what persons said of answers into cases, one by one")
    review.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="where cases go (default: cases/reviewed.jsonl in the home)",
    )
    add.add_parser("margin", help="fit the margin of the simple policy")
    add.add_parser("pin", help="freeze the golden sets as they are")


def _say_split(command: argparse.ArgumentParser) -> None:
    """Let a command take a part of the questions."""
    command.add_argument(
        "--split",
        choices=["dev", "test", "all"],
        default="dev",
        help="which half (default: dev); every run on a test half is written down",
    )


if __name__ == "__main__":
    sys.exit(main())
