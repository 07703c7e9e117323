"""The command `python -m evals faults`: the matrix, or a server under load."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path

_LOAD, _WORK = Path("evals", "load"), Path("evals", "faults")  # in the home


def add_command(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that does harm and sees what comes of it."""
    about = "do harm and write down what came of it; or put a server under load"
    faults = add.add_parser("faults", help=about)
    option = faults.add_argument
    option("--row", action="append", default=[], metavar="NAME", help="a row; may be given several times")
    option("--only", default="", metavar="TEXT", help="make only trials whose name has this text")
    option("--seed", type=int, default=71, metavar="N", help="what chance follows from")
    option("--work", type=Path, metavar="FOLDER", help="where trials are made (default: in the home)")
    option(
        "--output", type=Path, metavar="PATH", help="the table (default: evals/FAULTS.md), or a load's folder"
    )
    option("--home", type=Path, metavar="FOLDER", help="whose library is served under load")
    option("--load", action="store_true", help="let readers ask a server at once instead")
    option("--soak", type=int, default=0, metavar="N", help="let them ask N questions in all instead")
    option("--readers", type=int, default=50, metavar="N", help="readers at once (default: 50)")
    option("--seconds", type=float, default=180.0, help="how long they ask (default: 180)")
    option("--pause", type=float, default=5.0, help="seconds that a reader thinks (default: 5)")


def run(arguments: Namespace) -> int:
    """Carry out the command."""
    from assistant.settings import read_settings

    home = arguments.home or read_settings().home
    if arguments.load or arguments.soak:
        from evals.faults.load import Load
        from evals.faults.load import run as run_load

        load = Load(arguments.readers, arguments.seconds, arguments.soak, arguments.pause, arguments.seed)
        return run_load(load, home, arguments.output or home / _LOAD)
    from evals.faults.run import FAULTS, Order
    from evals.faults.run import run as run_matrix

    work = arguments.work or home / _WORK
    order = Order(arguments.row, arguments.seed, work, arguments.only)
    return run_matrix(order, arguments.output or FAULTS)
