"""Systems of known worth through the metrics: each must score as it deserves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from evals.cases import Case
from evals.controls.bounds import BOUNDS, Bound
from evals.controls.control import Control
from evals.controls.systems import (
    HITS,
    System,
    adding,
    adjacent,
    concatenating,
    cutting,
    first_words,
    hits,
    lacking,
    misquoting,
    oracle,
    outcomes,
    random_clause,
    refusing,
    severing,
    sibling,
)
from evals.metrics import Scores, scores
from evals.worlds import Assistants, Texts

_MIDDLE = re.compile(r"[A-Za-z ]+ [a-z]")  # words without a sign, and the next one's first letter
_HAIR = 1e-9
_LONG = 4  # cases of each kind for a system that shows hundreds of clauses


def system_controls(cases: Sequence[Case], texts: Texts, assistants: Assistants) -> tuple[Control, ...]:
    """Ask every system, and hold each of its metrics to the bounds."""
    found: list[Control] = []
    recalls: dict[str, Mapping[str, float]] = {}
    for name, system, asked in _systems(cases, texts, assistants):
        done = outcomes(system, asked)
        scored = scores(done, texts)
        recalls[name] = scored["citation recall"]
        errors = [outcome.error for outcome in done if outcome.error]
        found += [Control(name, "answer every case", errors[0], holds=False)] if errors else []
        found += [bounded(name, bound, scored, asked, texts) for bound in BOUNDS[name]]
    return (*found, _rising(recalls["always the top hit"], recalls["all twenty hits"]))


def bounded(name: str, bound: Bound, scored: Scores, cases: Sequence[Case], texts: Texts) -> Control:
    """Hold one metric of a system to its bounds."""
    values = scored[bound.metric].values()
    got = fmean(values) if values else None
    if bound.low is None or bound.high is None or not cases:
        must, holds = f"have no score ({bound.why})", got is None and bool(cases)
    else:
        low, high = bound.low(cases, texts), bound.high(cases, texts)
        wanted = f"{low:.3f}" if low == high else f"{low:.3f} to {high:.3f}"
        must = f"be {wanted} ({bound.why})"
        holds = got is not None and low - _HAIR <= got <= high + _HAIR
    return Control(f"{name}: {bound.metric}", must, "no score" if got is None else f"{got:.3f}", holds)


def _systems(
    cases: Sequence[Case], texts: Texts, assistants: Assistants
) -> Iterator[tuple[str, System, Sequence[Case]]]:
    """Walk the systems, each with the cases that it can be asked."""
    gold, other = [case for case in cases if case.gold], [case for case in cases if not case.gold]
    yield "the gold itself", oracle(texts), cases
    yield "always refuses", refusing, cases
    yield "always the top hit", hits(texts, assistants, 1), cases
    yield "all twenty hits", hits(texts, assistants, HITS), cases
    yield "a random clause", random_clause(texts), cases
    yield "the right quote under a wrong clause", misquoting(texts), gold
    yield "the adjacent edition", adjacent(texts), [case for case in gold if _has_siblings(case, texts)]
    several = [case for case in gold if len(case.gold) > 1]
    yield "the first of the gold alone", lacking(texts), several
    yield "the gold and a clause more", adding(texts), gold
    yield "the gold without its heads", severing(texts), [case for case in gold if _has_heads(case, texts)]
    yield "the gold cut short", cutting(texts), [case for case in gold if _can_be_cut(case, texts)]
    yield "obligations concatenated", concatenating(texts), (*gold[:_LONG], *other[:_LONG])


def _has_siblings(case: Case, texts: Texts) -> bool:
    """Return True if all gold stands in one edition, and as much in another edition that is no gold."""
    others = [sibling(texts, group[0].provision) for group in case.gold]
    golden = {gold.provision.edition for group in case.gold for gold in group}
    return len(golden) == 1 and all(other is not None and other.edition not in golden for other in others)


def _has_heads(case: Case, texts: Texts) -> bool:
    """Return True if every gold clause stands under a head that it does not itself have."""
    found = [texts.provision(group[0].provision) for group in case.gold]
    return all(at and at[1].head and at[1].head.verb.lower() not in at[1].text.lower() for at in found)


def _can_be_cut(case: Case, texts: Texts) -> bool:
    """Return True if the first words of every gold clause end in the middle of its first sentence."""
    found = [at[1].text for group in case.gold if (at := texts.provision(group[0].provision))]
    return all(_MIDDLE.fullmatch(text, 0, len(first_words(text)) + 2) for text in found)


def _rising(one: Mapping[str, float], twenty: Mapping[str, float]) -> Control:
    """Compare one hit with the twenty that begin with it: no case may have less of its gold."""
    fell = [id_ for id_, recall in one.items() if twenty[id_] < recall - _HAIR]
    return Control(
        "citation recall from one hit to twenty",
        "fall for no case (the one is among the twenty)",
        f"it falls for {len(fell)}{f', first {fell[0]}' if fell else ''}",
        not fell,
    )
