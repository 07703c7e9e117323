"""The suite's commands: `python -m evals COMMAND`, one of those below."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.main import run_to_end
from corpus.errors import ResolutionsError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main() -> int:
    """Run one of the suite's commands."""
    return run_to_end(_command, is_process=True)


def _command() -> int:
    """Read the command line and call the function of its command with what the options are called.

    Raises ResolutionsError where a package is missing that only development needs.
    """
    arguments = vars(_parser().parse_args())
    module, _, name = arguments.pop("function").partition(":")
    del arguments["what"]
    try:
        function = getattr(importlib.import_module(module), name)
        return int(function(**arguments) or 0)
    except ModuleNotFoundError as error:
        package = (error.name or str(error)).partition(".")[0]
        raise ResolutionsError(
            f"the package {package} is missing, which the evaluation needs; run: make eval, or: "
            "pip install -e '.[dev]'"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    add = parser.add_subparsers(dest="what", required=True)
    _measuring(add)
    _measuring_bodies(add)
    _measuring_model(add)
    _harming(add)
    _keeping(add)
    _training(add)
    return parser


def _add(
    add: Commands, name: str, function: str, about: str, *, json: bool = False
) -> argparse.ArgumentParser:
    """Add a command that calls a function, named by its module."""
    command = add.add_parser(name, help=about)
    command.set_defaults(function=function)
    if json:
        command.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
    return command


def _path(command: argparse.ArgumentParser, option: str, metavar: str, about: str) -> None:
    command.add_argument(option, type=Path, metavar=metavar, help=about)


def _half(command: argparse.ArgumentParser) -> None:
    command.add_argument("--half", choices=("dev", "test"), default="dev", help="which half is measured on")


def _measuring(add: Commands) -> None:
    about = "ask the golden questions, print how they were met, write a report"
    run = _add(add, "run", "evals.run:run", about, json=True)
    run.add_argument(
        "--split",
        choices=["dev", "test", "all"],
        default="dev",
        help="which half (default: dev); every run on a test half is written down",
    )
    run.add_argument("--details", action="store_true", help="print each question not met as it deserves")
    _path(run, "--home", "FOLDER", "whose library, instead of RESOLUTIONS_HOME")
    run.add_argument("--quick", action="store_true", help="only what the tests run")
    _path(run, "--output", "FOLDER", "where the report goes (default: the home)")
    about = "measure speed and memory beside a stock citation engine"
    bench = _add(add, "bench", "evals.bench:run", about, json=True)
    about = "measure how a library grows to N provisions instead"
    bench.add_argument("--library", type=int, default=0, metavar="N", help=about)
    _path(bench, "--folder", "FOLDER", "with --library: where it grows, and goes on after an interrupt")
    _path(bench, "--texts", "FOLDER", "with --library: perturb the clauses of these files (default: shipped)")
    _path(bench, "--curves", "FILE", "with --library: draw the curves as PNG")
    about = "compare edited texts whose edits are known, beside difflib"
    compare = _add(add, "compare", "evals.comparison.measuring:run", about, json=True)
    _half(compare)
    about = "switch off a strategy or step, and show what it is worth"
    ablate = _add(add, "ablate", "evals.lab.ablation:run", about, json=True)
    which = ablate.add_mutually_exclusive_group(required=True)
    which.add_argument("--strategy", dest="step", metavar="NAME", help="the strategy or step switched off")
    which.add_argument("--all", action="store_const", const="", dest="step", help="each in turn")


def _measuring_bodies(add: Commands) -> None:
    about = "ask questions over real texts of many bodies"
    answers = _add(add, "answers", "evals.bodies.answers:run", about)
    answers.add_argument("home", type=Path, help="a home whose library has the texts")
    answers.add_argument("--talk", action="store_true", help="ask the follow-ups of conversations instead")
    about = "judge claims about texts of many bodies"
    claims = _add(add, "claims", "evals.bodies.claims:run", about)
    claims.add_argument("home", type=Path, help="a home whose library has the texts")
    about = "look for planted faults in drafts, and for findings in adopted texts"
    cards = _add(add, "cards", "evals.cards:run", about)
    cards.add_argument("homes", type=Path, nargs="+", metavar="HOME", help="homes whose libraries have them")
    cards.add_argument("--half", choices=("dev", "test", "all"), default="all", help="which drafts")
    cards.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth adopted text")
    cards.add_argument("--details", action="store_true", help="print wrong and missed findings")
    about = "draw how often answers are right over their confidence"
    reliability = _add(add, "reliability", "evals.lab.reliability:run", about)
    reliability.add_argument("library", type=Path, help="a home whose library has the texts with packs")
    reliability.add_argument("bodies", type=Path, help="a home whose library has the texts of other bodies")
    for command in (answers, claims, reliability):
        _half(command)


def _measuring_model(add: Commands) -> None:
    about = "let the language model read, beside the local reader"
    model = _add(add, "model", "evals.lab.model:run", about, json=True)
    _path(model, "--bodies", "HOME", "ask over the texts of other bodies that this home has")
    model.add_argument(
        "--world",
        action="append",
        dest="worlds",
        default=[],
        choices=["res-71", "library", "invented"],
        help="a blind set, of which the development half is asked; may be given several times (default: all)",
    )
    model.add_argument("--limit", type=int, default=0, metavar="N", help="questions to ask (default: all)")
    about = "where replies are kept (default: evals/model-replies.jsonl in the home)"
    _path(model, "--replies", "FILE", about)
    model.add_argument(
        "--conversations", action="store_true", help="ask only questions with turns before them"
    )
    model.add_argument(
        "--without-help", action="store_false", dest="with_help", help="ask for no help with questions"
    )
    model.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        dest="exported",
        help="write the prompts and ask nothing; with --import those that come after the replies there",
    )
    model.add_argument(
        "--import", type=Path, metavar="FILE", dest="imported", help="score replies made elsewhere"
    )


def _harming(add: Commands) -> None:
    about = "do harm and write down what came of it; or put a server under load"
    faults = _add(add, "faults", "evals.faults.run:command", about)
    option = faults.add_argument
    option(
        "--row",
        action="append",
        dest="rows",
        default=[],
        metavar="NAME",
        help="a row; may be given several times",
    )
    option("--only", default="", metavar="TEXT", help="make only trials whose name has this text")
    option("--seed", type=int, default=71, metavar="N", help="what chance follows from")
    _path(faults, "--work", "FOLDER", "where trials are made (default: in the home)")
    _path(faults, "--output", "PATH", "the table (default: evals/FAULTS.md), or a load's folder")
    _path(faults, "--home", "FOLDER", "whose library is served under load")
    option("--load", action="store_true", help="let readers ask a server at once instead")
    option("--soak", type=int, default=0, metavar="N", help="let them ask N questions in all instead")
    option("--readers", type=int, default=50, metavar="N", help="readers at once (default: 50)")
    option("--seconds", type=float, default=180.0, help="how long they ask (default: 180)")
    option("--pause", type=float, default=5.0, help="seconds that a reader thinks (default: 5)")


def _keeping(add: Commands) -> None:
    """Add the commands that change what is measured with: floors, cases."""
    about = "tag the last full run: later runs are compared with it"
    baseline = _add(add, "baseline", "evals.run:tag_last", about)
    baseline.add_argument("name", help="what it is called")
    about = "raise the floors to what the last full run reached; none is lowered"
    raising = _add(add, "raise", "evals.run:raise_floors", about)
    for command in (baseline, raising):
        _path(command, "--report", "FOLDER", "the report of that run (default: the last)")
    review = _add(
        add, "review", "evals.review:run", "turn what persons said of answers into cases, one by one"
    )
    _path(review, "--output", "FILE", "where cases go (default: cases/reviewed.jsonl in the home)")
    _add(add, "margin", "evals.search_systems:fit_margin", "fit the margin of the simple policy")
    _add(add, "pin", "evals.golden:pin", "freeze the golden sets as they are")


def _training(add: Commands) -> None:
    """Add the commands that make what is shipped: the adapter, the matcher, the local reader."""
    from index.adapter import ADAPTER
    from index.matcher import MATCHER

    train = _add(add, "train", "evals.training:run", "teach the shipped model's adapter anew")
    match = _add(add, "match", "evals.matching:run", "train the matcher anew")
    for command, place in ((train, ADAPTER), (match, MATCHER)):
        command.add_argument("--epochs", type=int, default=2, metavar="N", help="times through the questions")
        command.add_argument(
            "--output",
            type=Path,
            default=place,
            metavar="FILE",
            help="where it goes (default: where it is read)",
        )
    about = "fit the local reader on judged hits; figures are of worlds left out"
    select = _add(add, "select", "evals.selection:run", about)
    for command in (train, match, select):
        _path(command, "--bodies", "FOLDER", "the texts that pairs/bodies asks about (default: none)")
    accept = _add(add, "accept", "evals.claim_fitting:run", "fit when a claim in other words is accepted")
    accept.add_argument("home", type=Path, help="a home whose library has the texts of claims/bodies")
    accept.add_argument(
        "--most", type=float, default=0.048, metavar="S", help="of changed claims accepted (default: .048)"
    )
    average = _add(add, "average", "evals.lab.averaging:run", "average two adapters")
    average.add_argument("first", type=Path, metavar="FIRST", help="an adapter")
    average.add_argument("second", type=Path, metavar="SECOND", help="another one of the same model")
    average.add_argument(
        "--share", type=float, default=0.4, metavar="S", help="of the second, 0 to 1 (default: .4)"
    )
    average.add_argument("--output", type=Path, required=True, metavar="FILE", help="where the mean goes")


if __name__ == "__main__":
    sys.exit(main())
