"""How likely a clause answers a question: a few pieces of evidence, weighed by logistic regression.

A search's scores order clauses within one question; they do not tell whether the best of them
answers it. The evidence here means the same in every question, so its weights, fitted on the
development questions by `python -m evals fit`, give a probability that is compared with one
threshold for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from math import exp

from assistant.selection.demands import shortfalls
from assistant.selection.facts import holds, states
from assistant.strategies.desk import Desk
from assistant.understanding.addressees import addressee_named, names_said
from assistant.understanding.forms import FORM_WORDS, any_of
from assistant.understanding.question import Question
from corpus.instruments import Part
from index.bank import Neighbours
from index.search import Hit
from index.tokens import words

JUDGED = 12  # hits that are judged
_LEAST = 2  # words that a clause comes least near, whose mean is looked at
_UNCOVERED = 0.35  # the nearness below which a word is not covered
_ASKING = frozenset(("who", "when", "why", "how", "where", "many", "much", "which", "what", "long", "often"))
NEAR = 0.45  # the cosine from which a clause is on the topic of a question
_OF_RULES = any_of(
    r"\b(?:may(?! \d)|must|can|could|shall|should|have to|has to|need to|allowed|obliged|bound|required|"
    r"entitled|permitted|forbidden|supposed to|rules?|are we|do we|does (?:a|an|the|our|my) \w+ have)\b"
)
_OF_RECITALS = any_of(r"\b(?:recitals?|preamble|preambular|considering|noting|recogni[sz]ing|recalling)\b")
_RECALLED = 2.0  # log odds for each 1.0 that a clause has from the question bank, at most 2.0
_MARGIN = 30.0  # and for each 1.0 by which answered questions of the bank are nearer than near misses
ANSWERED = 0.5  # the likelihood from which a question is answered


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a clause and against it, each about -1 to 1.

    `shared`: of the question's words, by rarity, those that the clause has. `meaning`: how near its
    tokens come to the question's words, rare words counting for more; `apart`: by how much that is
    more than the mean of the clauses judged. `weakest`: the nearness of the two words that it comes
    least near; `rarest`: that of the rarest word; `asking`: that of the word that asks, as "when";
    `uncovered`: of the words, by rarity, those that it does not come near. `whole`: the cosine of both
    as wholes; `far`: by how much it falls short of what is near. `behind`: by how much its score lies
    behind the best one's, without what the question bank adds. `stated`: whether it holds the kind of
    fact that is asked for, 0 where none is; `lacking`: how far it stays behind what the question demands.
    `title`: whether it is but a title; `foreign`: whether the question names what no text does.
    `recited`: whether it is a recital, for a question that asks what holds, or none, for one that asks
    for a recital. `body`: whether its head addresses the body that the question names, 1, or another, -1.
    """

    shared: float = 0.0
    meaning: float = 0.0
    apart: float = 0.0
    weakest: float = 0.0
    rarest: float = 0.0
    asking: float = 0.0
    uncovered: float = 0.0
    whole: float = 0.0
    far: float = 0.0
    behind: float = 0.0
    stated: float = 0.0
    lacking: float = 0.0
    title: float = 0.0
    foreign: float = 0.0
    recited: float = 0.0
    body: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A hit, what speaks for it, and how likely its clause answers the question, 0 to 1.

    `answered` is how likely the question has an answer at all, should no clause be likelier than this.
    """

    hit: Hit
    evidence: Evidence
    probability: float
    answered: float


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights of logistic regression."""

    weights: Evidence
    bias: float

    def likelihood(self, evidence: Evidence, more: float = 0.0) -> float:
        """Return what the evidence makes likely, and what is known `more` in log odds, 0 to 1."""
        weighed = sum(a * b for a, b in zip(astuple(self.weights), astuple(evidence), strict=True))
        return 1 / (1 + exp(-weighed - self.bias - more))


# Of a clause: that it is the answer. Of the likeliest: that the question has an answer at all.
CLAUSE = Regression(
    Evidence(
        shared=1.00, meaning=-2.21, apart=4.77, weakest=-0.32, rarest=0.36, asking=-0.96,
        uncovered=-1.18, whole=3.36, far=1.86, behind=-8.45, stated=1.03, lacking=-2.08, title=-1.02,
        foreign=-1.29, recited=-1.80, body=1.92,
    ),
    bias=-1.21,
)  # fmt: skip
QUESTION = Regression(
    Evidence(
        shared=-0.19, meaning=-2.13, apart=-2.43, weakest=1.05, rarest=0.79, asking=-0.77,
        uncovered=-0.67, whole=3.39, far=-0.69, behind=-1.75, stated=1.60, lacking=-2.81, title=0.45,
        foreign=-1.48, recited=-0.76, body=0.81,
    ),
    bias=0.81,
)  # fmt: skip


# The same where only words are compared: there is no index, or no model.
CLAUSE_BY_WORDS = Regression(
    Evidence(
        shared=1.84, behind=-5.22, stated=1.17, lacking=-1.00, title=-1.70, foreign=-0.95,
        recited=-2.06, body=1.24,
    ),
    bias=-1.69,
)  # fmt: skip
QUESTION_BY_WORDS = Regression(
    Evidence(
        behind=-2.54, stated=1.59, lacking=-1.51, title=0.48, foreign=-1.63, recited=1.01, body=0.61,
    ),
    bias=1.21,
)  # fmt: skip


def judge(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Judged]:
    """Judge the first hits, in their order."""
    hits = hits[:JUDGED]
    by_words = any(one.dense is None for one in hits)
    clause, asked = (CLAUSE_BY_WORDS, QUESTION_BY_WORDS) if by_words else (CLAUSE, QUESTION)
    bank = desk.neighbours(question.text)
    return [
        Judged(
            hit,
            one,
            clause.likelihood(one, _RECALLED * hit.recalled),
            _answered(one, asked, bank, by_words=by_words),
        )
        for hit, one in zip(hits, evidence_of(desk, question, hits), strict=True)
    ]


def _answered(evidence: Evidence, asked: Regression, bank: Neighbours, *, by_words: bool) -> float:
    """Return how likely a question is answered: by the evidence, and by which side of the bank is nearer.

    On the development halves of the blind sets the evidence tells near misses from other questions with
    AUROC .69 over Resolution 71 and .62 over 36 texts, the bank with .88 and .77, both with .88 and .78; on
    the older sets .88 and .76, .93 and .87, and .96 and .90.
    """
    if by_words and not evidence.shared:
        return 0.0
    margin = 0.0 if bank.is_empty else bank.answered_nearness - bank.near_miss_nearness
    return asked.likelihood(evidence, _MARGIN * margin)


def best_first(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Judged]:
    """Judge the first hits, the likeliest first."""
    return sorted(judge(desk, question, hits), key=lambda one: -one.probability)


def is_answered(best: Judged) -> bool:
    """Tell whether a question is likely enough to be answered, by its likeliest clause."""
    return best.answered >= ANSWERED


def with_context(hit: Hit) -> str:
    """Return a clause's words with those above it: what heads a list may date all its items."""
    return "\n".join((*hit.passage.context, hit.passage.text))


def evidence_of(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Gather what speaks for each hit."""
    near = desk.searcher.by_word(question.text, [one.passage for one in hits])
    by_word = _by_word(desk, near, len(hits))
    usual = sum(one.mean for one in by_word) / max(len(by_word), 1)
    best = max((one.score - one.recalled for one in hits), default=0.0)
    foreign = float(bool(desk.known.foreign_names(question.text) or desk.known.foreign_years(question.text)))
    bodies = _bodies(desk, question, hits)
    return [
        Evidence(
            shared=desk.coverage(hit, question.topic),
            meaning=by_word[at].mean,
            apart=by_word[at].mean - usual,
            weakest=by_word[at].weakest,
            rarest=by_word[at].rarest,
            asking=by_word[at].asking,
            uncovered=by_word[at].uncovered,
            whole=hit.dense or 0.0,
            far=0.0 if hit.dense is None else max(0.0, NEAR - hit.dense),
            behind=best - (hit.score - hit.recalled),
            stated=_stated(desk, question, hit),
            lacking=_lacking(desk, question, hit, {word: to[at] for word, to in near}),
            title=float(hit.passage.eid.endswith("__title")),
            foreign=foreign,
            recited=_recited(question, hit),
            body=bodies[at],
        )
        for at, hit in enumerate(hits)
    ]


def _recited(question: Question, hit: Hit) -> float:
    """Tell a recital where a rule is asked for, and what is none where a recital is."""
    recital = hit.passage.part == Part.PREAMBLE
    if _OF_RECITALS.search(question.form):
        return float(not recital)
    return float(recital and _OF_RULES.search(question.form) is not None)


def _bodies(desk: Desk, question: Question, hits: Sequence[Hit]) -> list[float]:
    """Return, for each hit, 1 where its head addresses the body that a question names, -1 another."""
    asked = names_said(question.text)
    heads = [desk.unit(hit.passage)[1].head for hit in hits]
    named = [addressee_named(head, asked) if head else "" for head in heads]
    longest = max(map(len, named), default=0)
    if not longest:
        return [0.0] * len(hits)
    return [
        float(len(name) == longest) if name else -float(bool(head and head.addressee))
        for name, head in zip(named, heads, strict=True)
    ]


def _stated(desk: Desk, question: Question, hit: Hit) -> float:
    """Return 1 where a hit holds the fact asked for, -0.5 one of its kind, -1 none; 0 where none is asked."""
    if question.fact is None:
        return 0.0
    text = with_context(hit)
    if states(question, text, desk.coverage(hit, question.topic), desk.vocabulary):
        return 1.0
    return -0.5 if holds(question.fact, text) else -1.0


def _lacking(desk: Desk, question: Question, hit: Hit, near: Mapping[str, float]) -> float:
    """Return how far a hit stays behind what is demanded of it, 0 to 1."""
    return max(
        (max(0.0, 0.5 + short) for _, short in shortfalls(question, hit.passage, desk, near)), default=0.0
    )


@dataclass(frozen=True, slots=True)
class _ByWord:
    """How near a clause comes to a question, word by word, as in Evidence."""

    mean: float = 0.0
    weakest: float = 0.0
    rarest: float = 0.0
    asking: float = 0.0
    uncovered: float = 0.0


def _by_word(desk: Desk, near: Sequence[tuple[str, Sequence[float]]], count: int) -> list[_ByWord]:
    """Return how near each of the hits comes to the words of a question."""
    stems = [(words(word) or [""])[0] for word, _ in near]
    told = [
        (desk.vocabulary.weight(stem), to)
        for stem, (_, to) in zip(stems, near, strict=True)
        if stem and stem not in FORM_WORDS
    ]
    asking = [to for word, to in near if word.lower() in _ASKING]
    return [
        _nearness([(rarity, to[at]) for rarity, to in told], [to[at] for to in asking]) for at in range(count)
    ]


def _nearness(told: Sequence[tuple[float, float]], asking: Sequence[float]) -> _ByWord:
    """Sum up the nearness of one clause to words, each with its rarity, and to those that ask."""
    total = sum(rarity for rarity, _ in told)
    if not total:
        return _ByWord(asking=max(asking, default=0.0))
    least = sorted(to for _, to in told)[:_LEAST]
    return _ByWord(
        mean=sum(rarity * to for rarity, to in told) / total,
        weakest=sum(least) / len(least),
        rarest=max(told)[1],
        asking=max(asking, default=0.0),
        uncovered=sum(rarity for rarity, to in told if to < _UNCOVERED) / total,
    )
