"""`python -m evals ablate`: what each strategy and step of the assistant is worth.

Each is switched off in turn, and the development halves of all worlds are asked again. A step must help
the blind sets: the older ones, which its authors knew, do not count.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass, replace
from typing import Any
from unittest.mock import patch

import assistant.pipeline as answering
import assistant.strategies.passage as passage
from assistant.cli.terminal import ProgressBar, print_json, say
from assistant.conversation.conversation import Conversation
from assistant.pipeline import STRATEGIES, Assistant
from assistant.scope.retriever import Retriever
from assistant.scope.scope import ScopeFinder
from assistant.selection import arranging
from assistant.selection.local import LocalReader, Reading, local_reader
from assistant.settings import read_settings
from assistant.understanding.query import Query
from corpus.errors import ResolutionsError
from evals.cases import Case
from evals.golden import read_golden
from evals.metrics import Scores, scores
from evals.outcomes import ask_all
from evals.report.tables import Table, difference, judged
from evals.report.text import aligned
from evals.results import BLIND, SEEN, world_of_case
from evals.stats import Paired, paired
from evals.worlds import Assistants, Texts, gather
from index.search import Hit
from index.spelling import Spelling

METRICS = ("decisive recall", "answer precision", "shown recall", "false answers")
Asked = tuple[Scores, Mapping[str, object]]
Switch = Callable[[Sequence[Assistant]], AbstractContextManager[Any]]


class UnknownStep(ResolutionsError):
    """A name that is no strategy or step."""

    code = "unknown-step"


@dataclass(frozen=True, slots=True)
class Ablation:
    """A step, how many questions it changes in each world, and its effects there, by metric.

    An effect is the figure with the step, less that without it.
    """

    step: str
    changed: Mapping[str, int]
    effects: Mapping[str, Mapping[str, Paired]]

    @property
    def verdict(self) -> str:
        """What the step is worth on the blind sets."""
        if not self.changed.get(BLIND):
            return "changes nothing there"
        found = {judged(metric, effect) for metric, effect in self.effects.get(BLIND, {}).items()}
        said = [verb for word, verb in (("better", "helps"), ("worse", "harms")) if word in found]
        return " and ".join(said) or "no effect beyond chance"


def run(step: str = "", *, as_json: bool = False) -> int:
    """Switch off a step, or each in turn, and print what changed. Raises UnknownStep."""
    steps = {name: switch for name, switch in STEPS.items() if step in ("", name)}
    if not steps:
        raise UnknownStep(f"'{step}' is no strategy or step; there are: {', '.join(STEPS)}")
    settings = read_settings()
    texts = gather(settings.home)
    golden = read_golden(texts, "dev")
    for reason in golden.left_out:
        say(reason)
    with ProgressBar("embedding", "text") as bar:
        assistants = Assistants(texts, settings, bar)
        base = _asked(golden.cases, texts, assistants, None)
    found = []
    with ProgressBar("switched off", "step") as bar:
        for number, (name, switch) in enumerate(steps.items(), 1):
            found.append(
                _ablation(name, golden.cases, texts, base, _asked(golden.cases, texts, assistants, switch))
            )
            bar(number, len(steps))
    if as_json:
        rows = [{**asdict(ablation), "verdict": ablation.verdict} for ablation in found]
        return print_json({"ablations": rows})
    sys.stdout.write("\n".join(aligned(table(found))) + "\n")
    return 0


def _asked(cases: Sequence[Case], texts: Texts, assistants: Assistants, switch: Switch | None) -> Asked:
    """Ask every case, with a step switched off; return the scores, and what was shown for each."""
    assistants.forget()
    opened = [assistants.holding(held) for held in dict.fromkeys(case.held for case in cases)]
    with switch(opened) if switch else ExitStack():
        outcomes = ask_all(cases, assistants.holding)
    shown = {
        outcome.case.id: outcome.answer
        and (outcome.answer.status, [claim.citations for claim in outcome.answer.claims])
        for outcome in outcomes
    }
    return scores(outcomes, texts, METRICS), shown


def _ablation(step: str, cases: Sequence[Case], texts: Texts, base: Asked, without: Asked) -> Ablation:
    groups: dict[str, set[str]] = {BLIND: set(), SEEN: set()}
    for case in cases:
        groups[BLIND if case.is_blind else SEEN].add(case.id)
        groups.setdefault(world_of_case(case, texts), set()).add(case.id)
    (before, shown), (after, shown_after) = base, without
    changed = {name: sum(shown[id_] != shown_after[id_] for id_ in ids) for name, ids in groups.items()}
    effects: dict[str, dict[str, Paired]] = {}
    for name, ids in groups.items():
        for metric in METRICS:
            ours = {id_: score for id_, score in before[metric].items() if id_ in ids}
            if effect := paired(ours, after[metric]):
                effects.setdefault(name, {})[metric] = effect
    return Ablation(step, changed, effects)


def table(found: Sequence[Ablation]) -> Table:
    """Return a row a step: questions changed, and the effects on the blind and the older sets."""
    cells = [(group, metric) for group in (BLIND, SEEN) for metric in METRICS]
    columns = [f"{group}: {metric}" for group, metric in cells]
    rows = [
        (
            ablation.step,
            *(str(ablation.changed[group]) for group in (BLIND, SEEN)),
            *(difference(ablation.effects.get(group, {}).get(metric)) for group, metric in cells),
            ablation.verdict,
        )
        for ablation in found
    ]
    return Table(("step", "changed: blind", "older", *columns, "on the blind sets it"), tuple(rows))


# -- the switches --------------------------------------------------------------------------------


def _without(way: Callable[..., Any]) -> Switch:
    """Leave one strategy out of the chain."""
    return lambda _: patch.object(
        answering, "STRATEGIES", tuple(strategy for strategy in STRATEGIES if strategy is not way)
    )


def _replaced(owner: object, name: str, other: object) -> Switch:
    """Put something else in the place of a function."""
    return lambda _: patch.object(owner, name, other)


def _all_of(*switches: Switch) -> Switch:
    """Switch several things off together."""

    def switch(opened: Sequence[Assistant]) -> AbstractContextManager[Any]:
        stack = ExitStack()
        for turn_off in switches:
            stack.enter_context(turn_off(opened))
        return stack

    return switch


def _patched(owner: Callable[[Assistant], object], name: str, value: Callable[[Assistant], object]) -> Switch:
    """Put something else in the place of a part of each assistant."""

    def switch(opened: Sequence[Assistant]) -> AbstractContextManager[Any]:
        stack = ExitStack()
        for assistant in opened:
            stack.enter_context(patch.object(owner(assistant), name, value(assistant)))
        return stack

    return switch


def _weighted(**changes: float) -> Switch:
    return _patched(
        lambda assistant: assistant.searcher,
        "weights",
        lambda assistant: replace(assistant.searcher.weights, **changes),
    )


def _last_turn(conversation: Conversation, turns: Sequence[str], *_: object) -> object:
    return conversation._of(tuple(turns[-1:]))  # the single question's own way in


def _first_hit(self: LocalReader, retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Reading:
    """Choose the first hit of the search, and be as sure of it as of any."""
    del self, retriever, query
    return Reading(tuple((hit, 1.0) for hit in hits), 1.0, tuple(hits[:1]), 0.0)


def _thresholds(**changes: float) -> Switch:
    reader = local_reader()
    changed = replace(reader, thresholds=replace(reader.thresholds, **changes))
    return _replaced(passage, "local_reader", lambda: changed)


STEPS: Mapping[str, Switch] = {
    **{way.__name__.removeprefix("by_"): _without(way) for way in STRATEGIES[:-1]},
    "follow-ups": _replaced(Conversation, "answer", _last_turn),
    "subject": _patched(lambda assistant: assistant.scopes, "subject", lambda _: None),
    "named texts": _replaced(ScopeFinder, "named", lambda self, query, _: (self.widest, query)),
    "spelling": _replaced(Spelling, "correct", lambda _, text: text),
    "thesaurus": _weighted(expansion=0.0),
    "late interaction": _weighted(second=0.0, rare=0.0),
    "rare words in late interaction": _weighted(rare=0.0),
    "titles count less": _weighted(title=0.0),
    "words": _weighted(lexical=0.0),
    "question bank: clauses raised": _weighted(recalled=0.0),
    "question bank": _patched(lambda assistant: assistant.searcher, "bank", lambda _: None),
    "reader": _replaced(LocalReader, "read", _first_hit),
    "refusing": _all_of(_thresholds(refused=0.0), _replaced(passage, "foreign", lambda *_: None)),
    "candidates": _thresholds(answered=0.0, of_several=0.0, without_pack=0.0),
    "several clauses": _thresholds(least=1.1),
    "whole lists": _replaced(arranging, "completed", list),
}
