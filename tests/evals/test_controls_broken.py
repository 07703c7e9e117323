"""The controls under a broken suite: whatever is broken in it by hand, some control no longer holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pytest

from assistant.answer import Support
from assistant.verification.nearness import Nearness
from assistant.verification.source import Source
from assistant.verification.verifier import Verdict
from evals.cases import Case
from evals.controls import claims, scored, systems
from evals.controls.mutators import MUTATORS, Material
from evals.controls.stated import Stated
from evals.golden import read_golden
from evals.metrics import abstention, citation, retrieval
from evals.outcomes import Outcome
from evals.worlds import Texts
from index.tokens import words

CASES = 16
TEXTS = 6  # of those that claims are made from


@pytest.fixture(scope="module")
def cases(golden_texts: Texts) -> tuple[Case, ...]:
    golden = [one for one in read_golden(golden_texts, "dev").cases if not one.is_blind]
    several = [one for one in golden if len(one.gold) > 1][:3]
    return tuple(dict.fromkeys((*several, *golden[:: len(golden) // CASES])))


@dataclass(frozen=True)
class Computed:
    """What no broken metric changes, made once: each system, what it is asked, what it answers."""

    walked: tuple[tuple[str, systems.System, Sequence[Case]], ...]
    outcomes: dict[systems.System, tuple[Outcome, ...]]


@pytest.fixture(scope="module")
def computed(cases, golden_texts: Texts, word_assistants) -> Computed:
    walked = tuple(scored._systems(cases, golden_texts, word_assistants))
    done = {system: systems.outcomes(system, asked) for _, system, asked in walked}
    return Computed(walked, done)


@pytest.fixture(scope="module")
def shows_head() -> Callable[..., bool]:
    """Look for the head of each citation of an answer once: that takes most of the scoring's time."""
    return by_identity(citation._shows_head)


@pytest.fixture(scope="module")
def is_supported() -> Callable[..., bool]:
    return by_identity(citation._is_supported)


def by_identity(function: Callable[..., bool]) -> Callable[..., bool]:
    """Remember what a function gives for objects that stay."""
    known: dict[tuple[int, ...], tuple[bool, tuple[object, ...]]] = {}

    def remembered(*given: object) -> bool:
        key = tuple(map(id, given))
        if key not in known:
            known[key] = function(*given), given  # an object that is kept shares its id with no other
        return known[key][0]

    return remembered


@pytest.fixture
def failing(
    cases, golden_texts: Texts, computed: Computed, shows_head, is_supported, monkeypatch
) -> Callable[[], list[str]]:
    """Score what the systems answer and hold it to the controls; return the names of those that fail."""
    monkeypatch.setattr(scored, "_systems", lambda *_: computed.walked)
    monkeypatch.setattr(scored, "outcomes", lambda system, _: computed.outcomes[system])
    monkeypatch.setattr(citation, "_shows_head", shows_head)
    monkeypatch.setattr(citation, "_is_supported", is_supported)

    def run() -> list[str]:
        found = scored.system_controls(cases, golden_texts, None)
        return [one.name for one in found if not one.holds]

    return run


def always(value: float | None) -> Callable[..., float | None]:
    return lambda *_: value


def factory(metric: Callable[..., float | None]) -> Callable[..., Callable[..., float | None]]:
    return lambda *_: metric


def of(change: Callable[[float], float]) -> Callable:
    """Change what a metric gives."""

    def broken(metric: Callable) -> Callable:
        def score(*given: object) -> float | None:
            value = metric(*given)
            return None if value is None else change(value)

        return score

    return broken


def deep(change: Callable[[float], float]) -> Callable:
    """Change what a metric gives that is made for the texts, or for a depth."""
    return lambda make: lambda *given: of(change)(make(*given))


def no_score_is_zero(metric: Callable) -> Callable:
    return lambda *given: metric(*given) or 0.0


def counting_all(metric: Callable) -> Callable:
    return lambda case, answer: float(bool(case.gold)) if case.gold else None


def resolves_only(make: Callable) -> Callable:
    """Validity that does not look at the words."""

    def made(texts):
        def score(case, answer):
            found = [texts.provision(one.provision) for one in citation.citations(answer)]
            return float(all(found)) if found else None

        return score

    return made


def over_uncapped_gold(make: Callable) -> Callable:
    """Recall@k over all gold, of the first k alone as good as any."""

    def made(k: int):
        return lambda case, answer: (
            len({str(one) for one in answer.retrieved} & case.cited) / k if case.gold else None
        )

    return made


def unanswerable_are_answerable(metric: Callable) -> Callable:
    return lambda case, answer: metric(replace(case, status=answer.status), answer)


inverted = of(lambda value: 1 - value)
inverted_deep = deep(lambda value: 1 - value)

# What is broken: a module, a name in it, how it is broken, a control that must notice.
METRICS = {
    "recall counts everything": (citation, "recall", counting_all, "always refuses: citation recall"),
    "recall counts nothing": (citation, "recall", of(lambda _: 0.0), "the gold itself: citation recall"),
    "recall is half": (citation, "recall", of(lambda value: value / 2), "the gold itself: citation recall"),
    "precision is always 1": (
        citation,
        "precision",
        lambda _: always(1.0),
        "always refuses: citation precision",
    ),
    "correctness forgets the gold": (citation, "correct", lambda _: abstention.right_status, "correct"),
    "correctness forgets the status": (
        citation,
        "correct",
        lambda _: no_score_is_zero(citation.recall),
        "correct",
    ),
    "validity is always 1": (citation, "validity", lambda _: factory(always(1.0)), "citation validity"),
    "validity does not look at the words": (citation, "validity", resolves_only, "citation validity"),
    "validity is never": (citation, "validity", deep(lambda _: 0.0), "citation validity"),
    "severance is inverted": (citation, "severed", inverted_deep, "severed"),
    "everything is concise": (citation, "conciseness", of(lambda _: 1.0), "conciseness"),
    "nothing is concise": (citation, "conciseness", of(lambda _: 0.0), "the gold itself: conciseness"),
    "everything is grounded": (citation, "grounded", deep(lambda _: 1.0), "grounded"),
    "a refusal is grounded": (
        citation,
        "grounded",
        lambda _: factory(always(1.0)),
        "always refuses: grounded",
    ),
    "nothing is grounded": (citation, "grounded", deep(lambda _: 0.0), "grounded"),
    "refusal recall is inverted": (abstention, "refusal_recall", inverted, "refusal recall"),
    "refusal recall is of every case": (
        abstention,
        "refusal_recall",
        unanswerable_are_answerable,
        "refusal recall",
    ),
    "refusal precision is inverted": (abstention, "refusal_precision", inverted, "refusal precision"),
    "refusal precision is always 1": (
        abstention,
        "refusal_precision",
        of(lambda _: 1.0),
        "always refuses: refusal precision",
    ),
    "a refusal is never wrong": (abstention, "wrongly_refused", of(lambda _: 0.0), "wrongly refused"),
    "a refusal is always wrong": (abstention, "wrongly_refused", of(lambda _: 1.0), "wrongly refused"),
    "every status is right": (abstention, "right_status", of(lambda _: 1.0), "right status"),
    "recall@k counts everything": (retrieval, "recall_at", deep(lambda _: 1.0), "recall@"),
    "recall@k is over k": (retrieval, "recall_at", over_uncapped_gold, "the gold itself: recall@5"),
    "nDCG is always 1": (retrieval, "ndcg_at_10", of(lambda _: 1.0), "nDCG@10"),
    "MAP is halved": (retrieval, "map_at_10", of(lambda value: value / 2), "MAP@10"),
    "MRR is one less": (retrieval, "reciprocal_rank", of(lambda value: value - 1), "MRR"),
    "every document is wrong": (
        retrieval,
        "wrong_document",
        of(lambda _: 1.0),
        "the gold itself: wrong document",
    ),
}


@pytest.mark.parametrize(("module", "name", "change", "noticed"), METRICS.values(), ids=METRICS)
def test_a_broken_metric_is_noticed(module, name: str, change: Callable, noticed: str, failing, monkeypatch):
    monkeypatch.setattr(module, name, change(getattr(module, name)))
    found = failing()
    assert any(noticed in one for one in found), found


def test_nothing_is_noticed_where_nothing_is_broken(failing):
    assert failing() == []


# What is broken in what judges claims, or in what makes them.
VERDICTS = {
    "every claim is accepted": (
        "verify",
        lambda _: lambda *given: Verdict(Support.PARAPHRASE),
        "mutated claims: ",
    ),
    "every claim is rejected": (
        "verify",
        lambda _: lambda *given: Verdict(Support.UNSUPPORTED, ("no",)),
        "claims as clauses make them",
    ),
    "claims are compared by likeness": ("verify", lambda _: by_likeness, "mutated claims: number"),
    "exact words are all that is asked": ("verify", lambda _: by_span, "mutated claims: condition"),
    "what is accepted is turned round": (
        "is_accepted",
        lambda of: lambda one: not of(one),
        "claims as clauses",
    ),
    "too few claims are made": (
        "mutants",
        lambda make: lambda *given: make(*given)[1:],
        "mutated claims: force",
    ),
}


def by_likeness(claim: str, source: Source, _: Nearness | None) -> Verdict:
    """What many tools do: nearly all words are the clause's."""
    said = set(words(claim))
    known = len(said & set(words(source.text)))
    return Verdict(Support.PARAPHRASE if known >= 0.9 * len(said) else Support.UNSUPPORTED)


def by_span(claim: str, source: Source, _: Nearness | None) -> Verdict:
    return Verdict(Support.VERBATIM if claim in source.clause else Support.UNSUPPORTED)


@pytest.fixture(scope="module")
def few_texts(golden_texts: Texts) -> Texts:
    """The texts that mutated claims are made from in a moment."""
    known = [golden_texts.editions[key] for name in ("res-71", "invented") for key in golden_texts.held(name)]
    large = sorted(known, key=lambda one: -len(one.provisions))[:TEXTS]
    return Texts({one.key: one for one in large}, golden_texts.worlds)


@pytest.fixture(scope="module")
def materials(few_texts: Texts) -> tuple[Material, ...]:
    return claims.gathered(few_texts)


@pytest.fixture(scope="module")
def verified() -> Callable[..., Verdict]:
    """Verify a claim once: most of what is broken leaves the verdicts as they are."""
    return cache(claims.verify)


@pytest.fixture(autouse=True)
def _made_once(materials: tuple[Material, ...], verified: Callable[..., Verdict], monkeypatch) -> None:
    monkeypatch.setattr(claims, "gathered", lambda _: materials)
    monkeypatch.setattr(claims, "verify", verified)


@pytest.mark.slow
def test_no_control_on_claims_fails_where_nothing_is_broken(few_texts: Texts):
    assert [one.name for one in claims.claim_controls(few_texts, quick=True) if not one.holds] == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "change", "noticed"), VERDICTS.values(), ids=VERDICTS)
def test_a_broken_judge_of_claims_is_noticed(name, change, noticed, few_texts: Texts, monkeypatch):
    monkeypatch.setattr(claims, name, change(getattr(claims, name)))
    found = [one.name for one in claims.claim_controls(few_texts, quick=True) if not one.holds]
    assert any(noticed in one for one in found), found


def unchanged(one: Stated, _: Material) -> Iterator[Stated]:
    yield one


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTATORS)
@pytest.mark.parametrize("broken", [unchanged, lambda *_: iter(())], ids=["changes nothing", "makes nothing"])
def test_a_mutator_that_does_nothing_is_noticed(name, broken, few_texts: Texts, monkeypatch):
    monkeypatch.setitem(claims.MUTATORS, name, broken)
    monkeypatch.setattr(claims, "MUTATORS", {name: broken})
    found = [one.name for one in claims.claim_controls(few_texts, quick=True) if not one.holds]
    assert f"mutated claims: {name}" in found
