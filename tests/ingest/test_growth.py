"""What parsing does grows with a text's length, not with its square: counted, so that no clock decides."""

import re
import sys
from collections import Counter
from itertools import product
from pathlib import Path
from types import FrameType, ModuleType

import pytest

import ingest
from ingest import text_source
from ingest.parse import parse_texts

OURS = tuple(str(Path(ingest.__file__).parents[1] / package) for package in ("ingest", "corpus"))
SHORT, TIMES = 750, 8
BOUND = 14  # 8 when linear, 64 when quadratic
FLOOR = 20_000  # below which a count tells nothing

PIECES = [
    "a) ",
    "*",
    "**a ",
    "(",
    "the ",
    "word ",
    "resolves ",
    "Resolution 7 ",
    "Annex to ",
    "¹",
    "No. 1, and ",
    "the list: a) x; ",
    "(Kyoto, 1994) – ",
    "conference, ",
    "x\t",
    "70/1, ",
    "# ",
    "- ",
    "i",
    "1.1.",
    " " * 40 + "a",
    "; 2 to mend",
    ", instructs the Council 1 to ",
    "____ 1 These. ",
    "ANNEX 1 TO RESOLUTION 7 ",
    "Piers The pier ",
    "Goal 1: Piers Goal 2: ",
    "R.1-a: Piers ",
    "piers - Boats ",
    "12 500 ",
    "; b) x; c) y",
    "*resolves* 1 to mend, ",
    "a¹ *b* ____ 1 c. ",
]


ANCHORED = 100  # characters that a match looks at where it fails


class CountingPattern:
    """A pattern that counts the characters it reads."""

    def __init__(self, pattern: re.Pattern, counts: Counter):
        self.pattern, self.counts = pattern, counts

    def __getattr__(self, name: str):
        method = getattr(self.pattern, name)
        if not callable(method):
            return method

        def counted(*arguments, **options):
            text = arguments[1] if name in ("sub", "subn") else arguments[0]
            placed = name in ("search", "match", "fullmatch", "finditer") and len(arguments) > 1
            begin = arguments[1] if placed else 0
            end = arguments[2] if placed and len(arguments) > 2 else len(text)
            found = method(*arguments, **options)
            read = max(min(end, len(text)) - begin, 0)
            if name == "match":
                read = found.end() - begin if found else min(read, ANCHORED)
            elif name == "search" and found:
                read = found.end() - begin
            self.counts["characters"] += read
            return found

        return counted


def patterns_of(module: ModuleType):
    return [(name, value) for name, value in vars(module).items() if isinstance(value, re.Pattern)]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Count what our patterns are given and, while a test asks, the lines of ours that run."""
    counted: Counter = Counter()
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("ingest", "corpus"):
            for key, pattern in patterns_of(module):
                monkeypatch.setattr(module, key, CountingPattern(pattern, counted))
    return counted


def work(text: str, counts: Counter) -> dict[str, int]:
    """Parse a text and say how much was done."""
    counts.clear()

    def trace(frame: FrameType, event: str, _):
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        counts["lines"] += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse_texts(text_source(text), "long")
    finally:
        sys.settrace(before)
    return dict(counts)


JOINTS = {"one line": "", "lines": "\n", "paragraphs": "\n\n"}


def sampled(at: int) -> pytest.MarkDecorator | tuple[()]:
    if at % 8 == 0:
        return ()
    piece, joint = divmod(at, len(JOINTS))
    return pytest.mark.slow if joint == piece % len(JOINTS) else pytest.mark.rest


# Every eighth runs with `make test`: each joint, and most pieces, are among them. `make test-slow` runs
# each piece with one of the joints.
GROWING = [
    pytest.param(piece, joint, id=f"{piece}-{name}", marks=sampled(at))
    for at, (piece, (name, joint)) in enumerate(product(PIECES, JOINTS.items()))
]


@pytest.mark.parametrize(("piece", "joint"), GROWING)
def test_work_grows_with_length_and_not_with_its_square(piece: str, joint: str, counts: Counter):
    part = piece * 20 if joint else piece
    short, long = (
        work(joint.join([part] * (size // len(part) + 2)), counts) for size in (SHORT, SHORT * TIMES)
    )
    for unit, done in long.items():
        assert done < FLOOR or done < BOUND * short[unit], unit
