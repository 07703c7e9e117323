"""`python -m evals reliability LIBRARY BODIES`: the share of answers that is right over their confidence.

Three conditions are drawn: texts that have a question pack; texts without one, of bodies that the matcher or
the reader was taught on; and texts of bodies that nothing was taught on. A near miss is never right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.cli.terminal import say
from assistant.settings import read_settings
from evals.bodies.answers import asked, judged, read_questions
from evals.golden import read_golden
from evals.results import world_of
from evals.stats import reliability
from evals.worlds import Assistants, gather

PICTURE = Path(__file__).parents[1] / "reliability.png"
_PACKED = ("res-71", "library")  # worlds
_KNOWN = frozenset(("itu", "un", "unfccc"))  # bodies whose texts, or texts of the same kind, were taught

Rows = Sequence[tuple[float, bool]]
"""The confidence in each answer, and whether its first clause is right."""


def run(library: Path, bodies: Path, half: str, output: Path = PICTURE) -> int:
    """Ask, draw, and print the points. Raises NoTexts, UnreadableFile."""
    others = list(asked(bodies, list(read_questions(half))))
    conditions: Mapping[str, Rows] = {
        "with a question pack": [*_packed(library, half)],
        "no pack, a body that was taught": [
            row
            for outcome in others
            if outcome.question.body in _KNOWN
            for row in judged(outcome.answer, outcome.is_first)
        ],
        "no pack, a body that was not": [
            row
            for outcome in others
            if outcome.question.body not in _KNOWN
            for row in judged(outcome.answer, outcome.is_first)
        ],
    }
    for name, rows in conditions.items():
        shown = [
            f"{at:.2f} → {share.mean:.2f} [{share.low:.2f}, {share.high:.2f}]"
            for at, share in reliability(rows)
        ]
        say(f"{name} ({len(rows)}): {'; '.join(shown)}")
    draw(conditions, output)
    say(f"{output}: drawn")
    return 0


def draw(conditions: Mapping[str, Rows], path: Path) -> None:
    """Draw the points of each condition beside the others, as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(conditions), figsize=(9.5, 3.4), sharey=True)
    for axes, (name, rows) in zip(panels, conditions.items(), strict=True):
        found = list(reliability(rows))
        means = [share.mean for _, share in found]
        below = [max(0.0, share.mean - share.low) for _, share in found]
        above = [max(0.0, share.high - share.mean) for _, share in found]
        axes.errorbar([at for at, _ in found], means, yerr=[below, above], fmt="o-", elinewidth=1)
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel="confidence", title=f"{name} ({len(rows)})")
        axes.title.set_size(9)
        axes.grid(visible=True, linewidth=0.4)
    panels[0].set_ylabel("first clause right")
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def _packed(home: Path, half: str) -> Iterator[tuple[float, bool]]:
    """Ask the blind single questions over texts that have packs."""
    texts = gather(home)
    assistants = Assistants(texts, replace(read_settings(), home=home))
    for case in read_golden(texts, half).cases:
        if case.is_blind and len(case.turns) == 1 and world_of(case.held, texts) in _PACKED:
            answer = assistants.holding(case.held).ask(case.turns)
            right = {str(gold.provision) for group in case.gold for gold in group}
            yield from judged(answer, str(next(iter(answer.cited), "")) in right)
