"""`python -m evals run | bench`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.errors import ResolutionsError


def main() -> int:
    """Run the golden questions or the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    add = parser.add_subparsers(dest="what", required=True)
    run = add.add_parser("run", help="ask the golden questions and print how they were met")
    run.add_argument(
        "--split", choices=["dev", "test", "all"], default="all", help="which questions (default: all)"
    )
    run.add_argument("--json", action="store_true", help="print JSON")
    run.add_argument(
        "--details", action="store_true", help="print each question that was not met as it deserves"
    )
    bench = add.add_parser("bench", help="measure speed and memory beside a stock citation engine")
    bench.add_argument("--json", action="store_true", help="print JSON")
    bench.add_argument(
        "--library", type=int, default=0, metavar="N", help="measure a library of N resolutions instead"
    )
    bench.add_argument(
        "--texts", type=Path, metavar="FOLDER", help="perturb the clauses of these files (default: shipped)"
    )
    arguments = parser.parse_args()
    try:
        if arguments.what == "run":
            from evals.run import run as run_questions

            return run_questions(arguments.split, as_json=arguments.json, details=arguments.details)
        from evals.bench import run as run_bench

        return run_bench(as_json=arguments.json, library=arguments.library, texts=arguments.texts)
    except ResolutionsError as error:
        sys.stderr.write(f"evals: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
