"""`python -m evals select`: fits the local reader and writes it with its thresholds (selection/local.json).

It learns from hits that were judged one by one (`data/training/judgements.jsonl`), from the questions
of `pairs/weighed`, over invented texts, and from the single questions of the development halves, whose gold
answers and whose other hits do not. A question of the bank is read without itself in the bank. Most
libraries have packs for some of their texts, so every judged question is read twice: with all packs, and
with those of half the texts. Texts without a pack are the invented ones and, with `--bodies FOLDER`, those
of the bodies that the matcher was not taught on (evals/body_questions.py). Trees are fitted for clauses of
texts with a pack, of texts without, and, without the matcher's numbers, for other models.

Trees say how likely a clause answers; others, fitted on likelihoods of clauses that were left out, how
likely a question is answered. Figures are of worlds that nothing was fitted on. The thresholds are chosen,
not fitted, on the blind development questions. `lab/NOTES.md` has what the readers so far were worth.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

from assistant.answer import Status
from assistant.cli.terminal import ProgressBar
from assistant.pipeline import Assistant
from assistant.scope.retriever import Retriever
from assistant.scope.scope import ScopeFinder
from assistant.selection.evidence import READ, Evidence, gathered
from assistant.selection.local import CONDITIONS, MODEL, FittedTrees, LocalReader, Reading, Thresholds
from assistant.selection.trees import Node, Trees
from assistant.settings import read_settings
from assistant.understanding.query import Query, read_query
from corpus.errors import InvalidQuestion, ResolutionsError
from corpus.keys import ProvisionId
from evals.body_questions import BodyQuestions
from evals.cases import Case, Gold
from evals.golden import read_golden
from evals.reader_questions import judged, sampled
from evals.results import world_of
from evals.training import PAIRS, read_texts
from evals.worlds import Assistants, Texts, gather
from index.bank import BankQuestion, Neighbour, Neighbours, QuestionBank
from index.search import Hit

WEIGHED = PAIRS / "weighed"
WORLD = "related"
RES_71, RELATED, INVENTED, BANK = "Resolution 71", "36 texts", "invented texts", "the bank"
BODIES = "other bodies"
ALL, HALF, NONE = "all packs", "half of the packs", "no pack"
THRESHOLDS = Thresholds(answered=0.4, of_several=0.3, without_pack=0.41, refused=0.07, least=0.3, beside=0.6)
_ITSELF = 0.97  # the cosine from which a bank question is the question that is asked
_FOLDS = 5
_SEED = 71
_SHOWN = 5
_BINS = 10
_HALVED = 50  # questions after which another half of the bank is drawn
_TREES: Mapping[str, Any] = {
    "learning_rate": 0.1, "l2_regularization": 5.0, "min_samples_leaf": 40, "max_features": 0.5,
}  # fmt: skip
_OF_CLAUSES: Mapping[str, Any] = {"max_iter": 80, "max_depth": 4}
_OF_QUESTIONS: Mapping[str, Any] = {"max_iter": 60, "max_depth": 3}
_SUMS = 16  # of trees, whose mean depends less on chance than each
_SUMS_MEASURED = 4  # where only figures are wanted
_HALVES = 12  # of the packs, of which one is drawn for a question


@dataclass(frozen=True, slots=True)
class Row:
    """A question as it was read: its world, the packs there were, its hits and which of them answer.

    `gold` has alternatives together; `is_test` tells a question by which figures are measured, a blind one.
    """

    question: str
    world: str
    packs: str
    hits: tuple[Hit, ...]
    evidence: Evidence
    answers: tuple[bool, ...]
    gold: tuple[frozenset[str], ...] = ()
    is_test: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether one of its hits answers."""
        return any(self.answers)


class _WithoutItself(QuestionBank):
    """A bank that does not find the question that is asked."""

    def neighbours(self, vector: np.ndarray, editions: Set[Any] | None = None) -> Neighbours:
        near = super().neighbours(vector, editions)
        return Neighbours(_others(near.answered), _others(near.near_misses))


def _others(neighbours: Sequence[Neighbour]) -> tuple[Neighbour, ...]:
    """Leave out what is the same question."""
    return tuple(neighbour for neighbour in neighbours if neighbour.nearness < _ITSELF)


def run(bodies: Path | None = None) -> int:
    """Fit the local reader, print its figures on worlds left out, and write it.

    `bodies` is a folder with the texts that `pairs/bodies` asks about. Raises UnreadableFile.
    """
    rows = [*gathered_rows(), *(_of_bodies(BodyQuestions(bodies)) if bodies else ())]
    taught = [row for row in rows if row.packs != NONE or row.world in {INVENTED, BODIES}]
    for world in (RES_71, RELATED, INVENTED, BODIES):
        reader = fitted([row for row in taught if not _teaches(row, world)], count=_SUMS_MEASURED)
        for packs in (ALL, HALF, NONE):
            asked = [row for row in rows if row.is_test and (row.world, row.packs) == (world, packs)]
            if asked:
                sys.stdout.write(f"{world}, {packs}: {measured(asked, reader)}\n")
    data = f"{json.dumps(written(fitted(taught)))}\n".encode()
    MODEL.write_bytes(data)
    sys.stdout.write(
        f"MODEL_SHA256 in assistant/selection/local.py becomes {hashlib.sha256(data).hexdigest()}\n"
    )
    return 0


def _teaches(row: Row, world: str) -> bool:
    """Return True if a question is about texts of a world that figures are measured on."""
    of_related = world == RELATED and row.world == BANK
    of_res_71 = world == RES_71 and str(row.hits[0].passage.edition).startswith("itu-pp/res-71/")
    is_left_out = row.world == world and (row.is_test or world != BODIES)
    return is_left_out or of_related or of_res_71


def gathered_rows() -> list[Row]:
    """Read every question under each condition."""
    settings = read_settings()
    texts = gather(settings.home)
    added = {edition.key: edition for edition in read_texts(WEIGHED)}
    texts = replace(texts, editions={**texts.editions, **added})
    assistants = Assistants(texts, settings)
    cases = [
        case for case in read_golden(texts, "dev").cases if len(case.turns) == 1 and not str(case.filters)
    ]
    weighed = list(read_weighed(WEIGHED, texts))
    library = assistants.holding(texts.held(WORLD))
    asked = _held(library)
    rows: list[Row] = []
    with ProgressBar("reading", "question") as bar:
        total = len(judged()) + len(cases) + len(weighed) + len(asked)
        walked = chain(
            _walked(texts, assistants, judged(), cases, weighed),
            _of_the_bank(library, asked),
        )
        for number, found in enumerate(walked, 1):
            rows += found
            bar(number, total)
    return rows


def _of_bodies(questions: BodyQuestions) -> Iterator[Row]:
    """Ask the questions that are the reader's, over the texts that they are about, all together.

    Figures are of half the bodies.
    """
    settings = read_settings()
    asked = [question for question in questions if question.is_for_reader]
    files = dict.fromkeys(question.file for question in asked)
    editions = {edition.key: edition for file in files for edition in questions.editions[file]}
    assistant = Assistants(Texts(editions, {}), settings).holding(tuple(sorted(editions)))
    bodies = sorted({question.body for question in asked})
    with ProgressBar("reading", "question") as bar:
        for number, question in enumerate(asked, 1):
            gold = tuple(frozenset({str(answer.provision)}) for answer in question.answers)
            is_test = bodies.index(question.body) % 2 == 1
            asking = _Asked(question.question, BODIES, frozenset().union(*gold), gold, None, is_test)
            row = _row(asking, NONE, assistant)
            if row is not None:
                yield row
            bar(number, len(asked))


def _held(assistant: Assistant) -> list[BankQuestion]:
    """Return the sampled questions of the bank. Raises ResolutionsError where there are none."""
    bank = assistant.searcher.bank
    ids = {question.id for question in bank.questions} if bank else set()
    found = [question for question in sampled() if question.id in ids]
    if not found:
        raise ResolutionsError("the related texts are not in the library; see: resolutions add")
    return found


def _of_the_bank(assistant: Assistant, sampled: Sequence[BankQuestion]) -> Iterator[list[Row]]:
    """Ask questions of the bank of their own text alone, with half of the other questions."""
    searcher = assistant.searcher
    whole = searcher.bank
    assert whole is not None
    chance = random.Random(_SEED)  # noqa: S311  nothing secret
    half: QuestionBank | None = None
    for number, bank_question in enumerate(sampled):
        if number % _HALVED == 0:
            kept = whole.keeping(
                sorted(chance.sample(range(len(whole.questions)), len(whole.questions) // 2))
            )
            half = _WithoutItself(kept.questions, kept.vectors)
        text = bank_question.question.text
        answering = (
            frozenset(map(str, bank_question.provisions))
            if bank_question.question.is_answered
            else frozenset()
        )
        asked = _Asked(text, BANK, answering, (), None, is_test=False)
        scope = ScopeFinder(
            assistant.library, editions=[assistant.library.edition(bank_question.edition)]
        ).widest
        retriever = Retriever(scope, searcher)
        searcher.bank = half
        query = read_query(searcher.spelling.correct(text), scope.lexicon)
        row = _read_row(asked, HALF, retriever, query, retriever.search(query.text, READ))
        searcher.bank = whole
        yield [row] if row is not None else []


def _walked(
    texts: Texts,
    assistants: Assistants,
    judged: Sequence[Mapping[str, Any]],
    cases: Sequence[Case],
    weighed: Sequence[Case],
) -> Iterator[list[Row]]:
    """Walk the questions: those judged, those of the sets that are not among them, those weighed."""
    by_id = {case.id: case for case in cases}
    held = texts.held(WORLD)
    assistant = assistants.holding(held)
    chance = random.Random(_SEED)  # noqa: S311  nothing secret
    seen = set()
    for row in judged:
        case = by_id.get(row.get("case", ""))
        if case is not None and case.held != held:
            yield []
            continue
        seen.add(row.get("case", ""))
        kept = frozenset(row["hits"])
        answering = frozenset(row["hits"][at] for at in row["answers"])
        asked = _Asked(row["q"], RELATED, answering, _gold(case) if case else (), kept, case is not None)
        yield list(_conditions(asked, assistant, chance, is_of_bank=case is None))
    for case in (*cases, *weighed):
        gold = _gold(case)
        answering = frozenset(id_ for group in gold for id_ in group)
        asked = _Asked(case.turns[0], _world(case, texts), answering, gold, None, case.is_blind)
        yield [] if case.id in seen else list(_conditions(asked, assistants.holding(case.held)))


def _world(case: Case, texts: Texts) -> str:
    return {"res-71": RES_71, WORLD: RELATED}.get(world_of(case.held, texts), INVENTED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question to be read; where `kept` are given, only those hits were judged."""

    text: str
    world: str
    answering: Set[str]
    gold: tuple[frozenset[str], ...]
    kept: Set[str] | None
    is_test: bool


def _conditions(
    asked: _Asked, assistant: Assistant, chance: random.Random | None = None, *, is_of_bank: bool = False
) -> Iterator[Row]:
    """Read a question with all packs, and with half of them where `chance` is given.

    It is read with none if its texts have no pack, or to be measured.
    """
    searcher = assistant.searcher
    whole = searcher.bank
    banks: dict[str, QuestionBank | None] = {ALL: whole} if whole is not None else {}
    if whole is None or asked.is_test:
        banks[NONE] = None
    if whole is not None and chance is not None:
        banks[HALF] = _half(whole, chance.randrange(_HALVES))
    for packs, bank in banks.items():
        searcher.bank = _WithoutItself(bank.questions, bank.vectors) if bank and is_of_bank else bank
        row = _row(asked, packs, assistant)
        if row is not None:
            yield row
    searcher.bank = whole


@cache
def _half(bank: QuestionBank, number: int) -> QuestionBank:
    """Return a bank with the packs of half of its texts, drawn by a number."""
    keys = sorted(bank.editions)
    half = set(random.Random(number).sample(keys, len(keys) // 2))  # noqa: S311  nothing secret
    return bank.keeping([at for at, question in enumerate(bank.questions) if question.edition in half])


def _row(asked: _Asked, packs: str, assistant: Assistant) -> Row | None:
    try:
        found = assistant.retrieved(asked.text)
    except InvalidQuestion:
        return None
    return _read_row(asked, packs, found.retriever, found.query, found.hits)


def _read_row(
    asked: _Asked, packs: str, retriever: Retriever, query: Query, hits: Sequence[Hit]
) -> Row | None:
    """Read the hits of a question; None where none of them was judged."""
    hits = [hit for hit in hits[:READ] if asked.kept is None or str(hit.passage.provision) in asked.kept]
    if not hits:
        return None
    answers = tuple(str(hit.passage.provision) in asked.answering for hit in hits)
    evidence = gathered(retriever, query, hits)
    return Row(asked.text, asked.world, packs, tuple(hits), evidence, answers, asked.gold, asked.is_test)


def read_weighed(folder: Path, texts: Texts) -> Iterator[Case]:
    """Read the questions of a folder as cases; those over texts that are not at hand are left out.

    A JSON line each: {"q", "ids"}; without an answer, `ids` is empty and "near" names what comes near.
    Held is the world that "held" names, or else the one text that the question is about.
    """
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            answers = tuple(Gold(ProvisionId.parse(id_), "") for id_ in row["ids"])
            near = tuple(map(ProvisionId.parse, row.get("near", ())))
            about = (*(gold.provision for gold in answers), *near)
            held = texts.held(row["held"]) if "held" in row else (about[0].edition,)
            if texts.missing(held):
                continue
            yield Case(
                id=f"{path.stem}-{number}",
                split="dev",
                reader="",
                kind="lookup",
                turns=(row["q"],),
                held=held,
                status=Status.ANSWERED if answers else Status.NOT_STATED,
                gold=(answers,) if answers else (),
                near=near,
                place=row.get("held", "one text"),
            )


def _gold(case: Case) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(str(gold.provision) for gold in group) for group in case.gold)


def written(reader: LocalReader) -> dict[str, object]:
    """Return a reader for a file."""
    trees = {name: getattr(reader, name) for name in CONDITIONS}
    return {"thresholds": asdict(reader.thresholds), **{name: _json(fit) for name, fit in trees.items()}}


def fitted(rows: Sequence[Row], count: int = _SUMS) -> LocalReader:
    """Fit the trees of each condition, the mean of so many sums.

    Without packs the invented texts count twice: they resemble each other, as texts of one body do.
    """
    packed = [row for row in rows if row.packs != NONE]
    unpacked = [row for row in rows if row.packs == NONE]
    unpacked += [row for row in unpacked if row.world == INVENTED]
    return LocalReader(
        packed=_fitted(packed, count),
        unpacked=_fitted(unpacked, count),
        unmatched=_fitted(rows, count, "matched_question"),
        thresholds=THRESHOLDS,
    )


def _fitted(rows: Sequence[Row], count: int, end: str = "") -> FittedTrees:
    """Fit trees on questions, on their numbers before the one called `end`."""
    clauses = np.array([_before(end, numbers) for row in rows for numbers in row.evidence.clauses])
    answers = np.array([answer for row in rows for answer in row.answers])
    number = {text: at for at, text in enumerate(dict.fromkeys(row.question for row in rows))}
    folds = np.random.default_rng(_SEED).integers(_FOLDS, size=len(number))
    fold = np.array([folds[number[row.question]] for row in rows for _ in row.answers])
    likely = np.zeros(len(answers))
    for left_out in range(_FOLDS):
        inside = fold != left_out
        part = _sums(clauses[inside], answers[inside], _OF_CLAUSES, count)
        likely[~inside] = _likelihood(part, clauses[~inside])
    ends = np.cumsum([len(row.answers) for row in rows])[:-1]
    asked = np.array(
        [
            _before(end, row.evidence.of_question(likelihoods.tolist()))
            for row, likelihoods in zip(rows, np.split(likely, ends), strict=True)
        ]
    )
    is_answered = np.array([row.is_answered for row in rows])
    of_clauses = _trees(_sums(clauses, answers, _OF_CLAUSES, count))
    return FittedTrees(of_clauses, _trees(_sums(asked, is_answered, _OF_QUESTIONS, count)))


def _before(end: str, numbers: Mapping[str, float]) -> list[float]:
    """Return the numbers before the one called `end`, all where that is ''."""
    return [*numbers.values()][: [*numbers].index(end) if end else None]


def _sums(rows: np.ndarray, answers: np.ndarray, size: Mapping[str, Any], count: int) -> list[Any]:
    """Fit sums of trees, each on other draws of the evidence."""
    return [
        HistGradientBoostingClassifier(**_TREES, **size, random_state=_SEED + at).fit(rows, answers)
        for at in range(count)
    ]


def _likelihood(sums: Sequence[Any], rows: np.ndarray) -> np.ndarray:
    """Return how likely rows are what was fitted: the mean of the sums, in log odds."""
    odds = np.stack([classifier.decision_function(rows) for classifier in sums]).mean(axis=0)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _trees(sums: Sequence[Any]) -> Trees:
    """Return the mean of scikit-learn's sums of trees as numbers: one longer sum."""
    bias = fmean(float(np.ravel(classifier._baseline_prediction)[0]) for classifier in sums)
    trees = (predictor for classifier in sums for (predictor,) in classifier._predictors)
    return Trees(
        bias, tuple(tuple(_node(node, len(sums)) for node in predictor.nodes) for predictor in trees)
    )


def _node(node: Any, sums: int) -> Node:  # noqa: ANN401  scikit-learn's
    if node["is_leaf"]:
        return (round(float(node["value"]) / sums, 6),)
    return int(node["feature_idx"]), float(node["num_threshold"]), int(node["left"]), int(node["right"])


def _json(fitted: FittedTrees) -> dict[str, object]:
    both = {"clause": fitted.clause, "question": fitted.question}
    return {name: {"bias": trees.bias, "trees": trees.trees} for name, trees in both.items()}


def measured(rows: Sequence[Row], reader: LocalReader) -> str:
    """Say how a reader fares on questions that it was not fitted on, with a reliability curve."""
    readings = [(row, reader.weighed(row.hits, row.evidence)) for row in rows]
    answered = [(row, reading) for row, reading in readings if row.gold]
    missed = [(row, reading) for row, reading in readings if not row.gold]
    sure = [(row, reading) for row, reading in readings if reading.is_sure]
    first = _mean(_id(reading.hits[0][0]) in _all(row) for row, reading in answered)
    decisive = _mean(_found(row, reading.chosen) if reading.is_sure else 0.0 for row, reading in answered)
    shown = _mean(
        _found(row, reading.chosen if reading.is_sure else [hit for hit, _ in reading.hits[:_SHOWN]])
        for row, reading in answered
    )
    precision = _mean(
        len({*map(_id, reading.chosen)} & _all(row)) / len(reading.chosen) for row, reading in sure
    )
    false = _mean(reading.is_sure for _, reading in missed)
    refused = _mean(reading.answered < reader.thresholds.refused for _, reading in answered)
    return (
        f"{len(rows)} questions, first clause right {first:.3f}, decisive recall {decisive:.3f}, "
        f"answer precision {precision:.3f}, shown recall {shown:.3f}, false answers {false:.3f}, "
        f"wrongly refused {refused:.3f}\n"
        f"  confidence → share whose likeliest clause is right: {_reliability(readings)}"
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else float("nan")


def _reliability(readings: Sequence[tuple[Row, Reading]]) -> str:
    """Return a reliability curve: by tenths of confidence, its mean, the share right, the count."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row, reading in readings:
        right = _id(reading.hits[0][0]) in _all(row)
        bins.setdefault(min(int(reading.confidence * _BINS), _BINS - 1), []).append(
            (reading.confidence, right)
        )
    return ", ".join(
        f"{fmean(p for p, _ in points):.2f} → {fmean(yes for _, yes in points):.2f} ({len(points)})"
        for _, points in sorted(bins.items())
    )


def _found(row: Row, hits: Sequence[Hit]) -> float:
    ids = {*map(_id, hits)}
    return fmean(bool(group & ids) for group in row.gold)


def _all(row: Row) -> set[str]:
    return {id_ for group in row.gold for id_ in group}


def _id(hit: Hit) -> str:
    return str(hit.passage.provision)
