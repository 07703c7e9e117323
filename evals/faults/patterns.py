"""Regular expressions → how much longer each takes on a text ten times as long that nearly matches it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from types import ModuleType
from typing import Any

_PACKAGES = ("corpus", "ingest", "index", "assistant")
_SIZES = (1_000, 10_000, 100_000)
_FLOOR = 0.0005  # seconds below which a time tells nothing
_ENOUGH = 0.1  # seconds after which a longer text is not tried
_TIMES = 3
_RATIO = 12.0
_CALLS = ("compile", "search", "sub", "match", "fullmatch", "findall", "finditer", "split")
_DEEP = 60  # nodes of a pattern that are written out
_COMMON = (
    "a",
    " ",
    "a ",
    "A",
    "1",
    "1.",
    "(",
    "((",
    "*",
    "the ",
    "Resolution 7 ",
    "a) ",
    "of the ",
    ", ",
    "\n",
    "-",
)


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern that a module of the program has, by its place: in tables and in calls too."""
    found: dict[str, re.Pattern[str]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for at, pattern in _within(value):
                if isinstance(pattern.pattern, str):
                    found.setdefault(f"{module.__name__}.{name}{at}", pattern)
    found |= dict(_in_functions())
    unique = {(pattern.pattern, pattern.flags): name for name, pattern in reversed(found.items())}
    return {name: found[name] for name in sorted(unique.values())}


def _modules() -> Iterator[ModuleType]:
    """Import every module of the program, but for those that start something."""
    for package in _PACKAGES:
        top = importlib.import_module(package)
        for info in pkgutil.walk_packages(top.__path__, f"{package}."):
            if not info.name.endswith("__main__") and not info.name.startswith("assistant.web"):
                yield importlib.import_module(info.name)


def _in_functions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Return the patterns that calls such as `re.sub("…", …)` name outright, by file and line.

    Where a call tries its pattern at the start of a text alone, so does what is returned.
    """
    root = Path(__file__).parents[2]
    for path in sorted(path for package in _PACKAGES for path in (root / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args):
                continue
            argument, name = node.args[0], ast.unparse(node.func).removeprefix("re.")
            if name in _CALLS and isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                flags = re.RegexFlag(0)
                for flag in re.findall(r"\bre\.([A-Z]+)\b", ast.unparse(node)):
                    flags |= re.RegexFlag[flag]
                start = r"\A" if name in ("match", "fullmatch") else ""
                yield f"{path.relative_to(root)}:{node.lineno}", re.compile(f"{start}{argument.value}", flags)


def _within(value: object, at: str = "") -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Walk the patterns in a value: itself, or those of a table."""
    if isinstance(value, re.Pattern):
        yield at, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _within(part, f"{at}[{key!r}]"[:60])
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _within(part, f"{at}[{number}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _within(getattr(value, field.name, None), f"{at}.{field.name}")


def growth(pattern: re.Pattern[str]) -> tuple[float, str, float]:
    """Return the largest growth for a tenfold text, what that is made of, and the longest time."""
    worst = (1.0, "", 0.0)
    for before, piece, after in _attacks(pattern):
        worst = max(worst, _grown(pattern, before, piece, after), key=lambda result: result[0])
        if worst[0] >= _RATIO:  # one text is enough, and others would take as long
            break
    return worst


def _attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Return texts that nearly match: what comes before, the piece that is repeated, what comes after."""
    dice = random.Random(71)  # noqa: S311  the same in each run
    whole = {_example(pattern, dice) for _ in range(3)} - {""}
    pieces = {
        *_COMMON,
        *whole,
        *(text[: len(text) // 2] for text in whole),
        *(text[:-1] for text in whole),
    } - {""}
    yield from (("", piece, "\0") for piece in sorted(pieces))
    yield from ((text[: len(text) // 2], text[len(text) // 2], "\0") for text in sorted(whole))


def _grown(pattern: re.Pattern[str], before: str, piece: str, after: str) -> tuple[float, str, float]:
    """Measure one text in its lengths; where the growth seems too much, it is measured again."""
    ratio, longest = 1.0, 0.0
    texts = [before + piece * (size // len(piece)) + after for size in _SIZES]
    for short, text in pairwise(texts):
        last, took = _took(pattern, short), _took(pattern, text)
        for _ in range(_TIMES):
            if last < _FLOOR or took < _RATIO * last:
                break
            last, took = max(last, _took(pattern, short)), min(took, _took(pattern, text))
        ratio = max(ratio, took / last) if last >= _FLOOR else ratio
        longest = max(longest, took)
        if took > _ENOUGH or ratio >= _RATIO:
            break
    return ratio, piece[:60], longest


def _took(pattern: re.Pattern[str], text: str) -> float:
    """Return the least processor time of a search through a whole text."""
    times = []
    for _ in range(_TIMES):
        started = process_time()
        for _ in pattern.finditer(text):
            pass
        times.append(process_time() - started)
        if times[-1] > _ENOUGH:
            break
    return min(times)


def _example(pattern: re.Pattern[str], dice: random.Random) -> str:
    """Write a text that a pattern matches, as far as that can be read off it."""
    try:
        return _written(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), dice, _DEEP)[:200]
    except (re.error, RecursionError):
        return ""


def _written(nodes: Any, dice: random.Random, deep: int) -> str:  # noqa: ANN401  of the standard library
    """Write what a sequence of a pattern's parts matches."""
    return "".join(_part(kind, value, dice, deep - 1) for kind, value in nodes) if deep else ""


def _part(kind: object, value: Any, dice: random.Random, deep: int) -> str:  # noqa: ANN401
    """Write what one part matches."""
    if kind is constants.LITERAL:
        return chr(value)
    if kind in (constants.NOT_LITERAL, constants.ANY):
        return "x"
    if kind is constants.IN:
        return _of_class(value, dice)
    if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
        low, high, inner = value
        times = max(low, min(high, 3))
        return "".join(_written(inner, dice, deep) for _ in range(min(times, 8)))
    if kind is constants.SUBPATTERN:
        return _written(value[-1], dice, deep)
    if kind is constants.ATOMIC_GROUP:
        return _written(value, dice, deep)
    if kind is constants.BRANCH:
        return _written(dice.choice(value[1]), dice, deep)
    if kind is constants.AT:
        return " " if value is constants.AT_BOUNDARY else ""
    return ""


def _of_class(parts: Any, dice: random.Random) -> str:  # noqa: ANN401  of the standard library
    """Write one character of a class."""
    kind, value = dice.choice(parts)
    if kind is constants.LITERAL:
        return chr(value)
    if kind is constants.RANGE:
        return chr(dice.randint(value[0], min(value[1], value[0] + 25)))
    if kind is constants.CATEGORY:
        names = {constants.CATEGORY_DIGIT: "7", constants.CATEGORY_SPACE: " "}
        return names.get(value, "w")
    return "q"
