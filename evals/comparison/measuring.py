"""`python -m evals compare`: what a comparison finds of edits that are known, beside difflib.

The figures are those of houfu/redlines (benchmark/REPORT.md there), with its rules: pairs of clauses only, no
credit for what is rightly unpaired; split and merged clauses are in no denominator; a clause that moved
counts once, with all below it; a new number counts with both numbers. Figures are of summed counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from assistant.comparison.comparison import Comparison
from corpus.instruments import Edition
from evals.comparison.edited_texts import PLANS, Address, EditedText, edited_texts

_NUMBER = 300
_SEEDS = {"dev": 71_000, "test": 710_000}


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison says of two texts, clauses by their places."""

    pairs: frozenset[tuple[int, int]]
    moved: frozenset[int]


@dataclass
class Score:
    """Right, reported and true ones of each measure, summed over texts."""

    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    reported: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    true: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, measure: str, reported: frozenset[object], true: frozenset[object]) -> None:
        """Count what was reported of a text."""
        self.right[measure] += len(reported & true)
        self.reported[measure] += len(reported)
        self.true[measure] += len(true)

    def precision(self, measure: str) -> float | None:
        """Return the share of what was reported that is right; None where nothing was reported."""
        return self.right[measure] / self.reported[measure] if self.reported[measure] else None

    def recall(self, measure: str) -> float | None:
        """Return the share of what is true that was reported; None where there is none."""
        return self.right[measure] / self.true[measure] if self.true[measure] else None

    def figures(self) -> dict[str, float | None]:
        """Return the figures by their names."""
        whole = self.reported["pairs"] + self.true["pairs"]
        return {
            "pairs F1": 2 * self.right["pairs"] / whole if whole else None,
            "pairs wrong": self.right["spurious"] / self.reported["spurious"] if whole else None,
            "moves recall": self.recall("moves"),
            "moves precision": self.precision("moves"),
            "numbers recall": self.recall("numbers"),
            "numbers precision": self.precision("numbers"),
            "parts found": self.recall("parts"),
        }


def ours(old: Edition, new: Edition) -> Found:
    """Compare two texts as the pages do."""
    compared = Comparison.of(old, new)
    place = compared.before.place
    moved = (place[change.old.eid] for change in compared.changes if change.old and change.moved)
    return Found(frozenset(compared.pairs.items()), frozenset(moved))


def plain(old: Edition, new: Edition) -> Found:
    """Compare two lists of clauses by difflib: equal ones, replaced ones in their order, the rest by words.

    What is equal and stands elsewhere moved.
    """
    before, after = ([provision.text for provision in edition.provisions] for edition in (old, new))
    pairs: dict[int, int] = {}
    for tag, start, end, other, other_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag in ("equal", "replace"):
            pairs |= dict(zip(range(start, end), range(other, other_end), strict=False))
    free = {text: at for at, text in enumerate(after) if at not in pairs.values()}
    moved = {at: free[text] for at, text in enumerate(before) if at not in pairs and text in free}
    return Found(frozenset((pairs | moved).items()), frozenset(moved))


SYSTEMS: Mapping[str, Callable[[Edition, Edition], Found]] = {"Compare": ours, "difflib": plain}


def score(texts: Iterable[EditedText]) -> dict[tuple[str, str], Score]:
    """Return the score of each system on each kind of edit, and on all of them ("")."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for text in texts:
        for system, compare in SYSTEMS.items():
            found = compare(text.old, text.new)
            for plan in (text.plan, ""):
                _add(scores[system, plan], text, found)
    return scores


def run(half: str, *, as_json: bool) -> int:
    """Print the figures on one half of the edited texts."""
    scores = score(edited_texts(_NUMBER // 2, _SEEDS[half]))
    if as_json:
        rows = [{"system": system, "edit": plan, **one.figures()} for (system, plan), one in scores.items()]
        print(json.dumps(rows, indent=1))  # noqa: T201
        return 0
    print("\n".join(_table(scores)))  # noqa: T201
    return 0


def _add(score: Score, text: EditedText, found: Found) -> None:
    pairs = frozenset(
        (text.old_places[place], text.new_places[other])
        for place, other in found.pairs if place in text.old_places and other in text.new_places
    )  # fmt: skip
    whole = {address for pair in text.parts for address in pair}
    scored = frozenset(pair for pair in pairs if not whole & set(pair))
    score.add("pairs", scored, text.pairs)
    known = {address for pair in text.pairs for address in pair}
    score.add("spurious", scored, frozenset(pair for pair in scored if not known.issuperset(pair)))
    moved = frozenset(text.old_places[place] for place in found.moved if place in text.old_places)
    score.add("moves", moved - whole, text.moved)
    score.add("numbers", frozenset(_renumbered(text, scored)), text.renumbered)
    parted = {old for old, _ in text.parts}
    score.add("parts", frozenset(old for old, _ in pairs & text.parts), frozenset(parted))


def _renumbered(
    text: EditedText, pairs: Iterable[tuple[Address, Address]]
) -> Iterator[tuple[Address, str, str]]:
    """Walk the pairs whose numbers differ."""
    before, after = (
        {address: edition.provisions[at].marker for at, address in places.items()}
        for edition, places in ((text.old, text.old_places), (text.new, text.new_places))
    )
    for old, new in pairs:
        if before[old] != after[new]:
            yield old, before[old], after[new]


def _table(scores: Mapping[tuple[str, str], Score]) -> Iterator[str]:
    """Write a row for each system and kind of edit."""
    names = list(Score().figures())
    yield f"{'':34}" + "".join(f"{name:>18}" for name in names)
    for plan in (*PLANS, ""):
        for system in SYSTEMS:
            row = scores[system, plan].figures() if (system, plan) in scores else {}
            figures = "".join(f"{_figure(value):>18}" for value in row.values())
            yield f"{plan or 'all':24}{system:10}{figures}"


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"
