"""`python -m evals forms`: what each strategy is worth on questions of the form that it is for.

Golden questions hardly ever ask for a label, a quoted phrase or everything under a head, so an ablation on
them says little about the strategies for these. Here such questions are made from the texts of a library, and
what is right is read from their words and their structure, not from the strategies: a clause has a phrase, a
number, an item under a head. Each question is asked twice, with its strategy and without.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from assistant.answer import Answer, Status
from assistant.cli.terminal import ProgressBar, print_json
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import read_settings
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Part, Provision
from evals.ablation import STEPS
from evals.worlds import Assistants, gather

_SEED = 71
_QUESTIONS = 40  # of each form, at most
_FEW = 5  # clauses that a word or a number may stand in
_PHRASE = 6  # words of a phrase
_UN_NUMBER = re.compile(r"(?<![\d/])(\d{2}/\d{2,3})(?![\d/]| [A-Z]\b)")
_UN_RESOLUTION = re.compile(rf"[Rr]esolution {_UN_NUMBER.pattern}")
_INITIALS = re.compile(r"\(([A-Z]{3,6})\)")
_SMALL_TALK = (
    "Hello!", "Good morning", "Thank you very much", "Help", "What can you do?", "Who are you?",
    "Qui surveille la mise en œuvre du plan ?", "¿Quién supervisa la ejecución del plan?",
    "Кто следит за выполнением плана?", "谁监督计划的执行?", "من يشرف على تنفيذ الخطة؟",
    "Is the plan any good?", "Do you like this resolution?",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the strategy that it is for, and what is right.

    An answer must cite the clauses `gold`, and may cite those of `allowed`, both by id. Without any, only its
    status counts.
    """

    strategy: str
    text: str
    gold: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    status: Status = Status.ANSWERED


@dataclass(frozen=True, slots=True)
class Worth:
    """How questions for a strategy fare with it, without it, and with the first hit of the search.

    `right`: the share answered with exactly the right clauses, or with the right status. `found`: the share
    of the right clauses that answers cite. Both are pairs: with the strategy, without.
    """

    strategy: str
    questions: int
    right: tuple[float, float]
    found: tuple[float, float]
    first_hit: float


def run(world: str, *, as_json: bool = False) -> int:
    """Ask the questions over the texts of a world and print a line a strategy. Raises UnknownWorld."""
    settings = read_settings()
    texts = gather(settings.home)
    with ProgressBar("embedding", "text") as bar:
        assistant = Assistants(texts, settings, bar).holding(texts.held(world))
    found = [_worth(assistant, name, asked) for name, asked in questions(assistant.library).items()]
    if as_json:
        return print_json({"world": world, "strategies": [asdict(one) for one in found]})
    sys.stdout.write(f"{'strategy':12} questions  right: with, without   found: with, without   first hit\n")
    for one in found:
        right, found_ = (f"{with_:.2f}  {without:.2f}" for with_, without in (one.right, one.found))
        sys.stdout.write(
            f"{one.strategy:12} {one.questions:9}  {right:>20} {found_:>22} {one.first_hit:11.2f}\n"
        )
    return 0


def questions(library: Library) -> dict[str, list[Question]]:
    """Make questions from the newest editions of a library, by strategy, the same ones every time."""
    chance = random.Random(_SEED)  # noqa: S311  nothing secret
    found: dict[str, list[Question]] = {}
    for make in _MAKERS:
        made = list(make(library, chance))
        for one in chance.sample(made, min(_QUESTIONS, len(made))):
            found.setdefault(one.strategy, []).append(one)
    found["form"] = [Question("form", one, status=Status.OUT_OF_SCOPE) for one in _SMALL_TALK]
    return found


def _worth(assistant: Assistant, strategy: str, asked: Sequence[Question]) -> Worth:
    """Ask the questions for a strategy with it and without it."""
    with_it = [assistant.ask([one.text]) for one in asked]
    with STEPS[strategy]([assistant]):
        without = [assistant.ask([one.text]) for one in asked]
    first = [{str(hit.passage.provision) for hit in assistant.search(one.text, 1)} for one in asked]
    return Worth(
        strategy,
        len(asked),
        (_mean(_is_right, asked, with_it), _mean(_is_right, asked, without)),
        (_mean(_found, asked, with_it), _mean(_found, asked, without)),
        fmean(bool(one.gold) and one.gold == ids for one, ids in zip(asked, first, strict=True)),
    )


def _mean(
    score: Callable[[Question, Answer], float], asked: Sequence[Question], answers: Sequence[Answer]
) -> float:
    return fmean(score(one, answer) for one, answer in zip(asked, answers, strict=True))


def _cited(answer: Answer) -> set[str]:
    return {str(one.provision) for claim in answer.claims for one in claim.citations}


def _is_right(question: Question, answer: Answer) -> float:
    """Whether an answer has the right status, all clauses that it must cite and no others than it may."""
    cited, must, may = _cited(answer), question.gold, question.gold | question.allowed
    return float(answer.status == question.status and (not may or (bool(cited) and must <= cited <= may)))


def _found(question: Question, answer: Answer) -> float:
    """Return the share of the clauses that must be cited; if there are none, whether anything is right."""
    if answer.status != question.status:
        return 0.0
    if question.gold:
        return len(question.gold & _cited(answer)) / len(question.gold)
    return float(not question.allowed or bool(question.allowed & _cited(answer)))


def _clauses(library: Library) -> Iterator[tuple[Edition, Provision]]:
    """Walk the clauses of the newest editions; items inside a sentence count as that sentence."""
    for edition in library.newest:
        yield from ((edition, one) for one in edition.provisions if not one.inline)


def _id(edition: Edition, one: Provision) -> str:
    return str(edition.id_of(one))


def _labels(library: Library, chance: random.Random) -> Iterator[Question]:
    for edition, one in _clauses(library):
        if one.kind not in (Kind.HEADING, Kind.FOOTNOTE) and not edition.children(one.eid):
            way = chance.choice(("What does {} say?", "Show me {}", "{}"))
            yield Question("label", way.format(edition.citation(one)), frozenset([_id(edition, one)]))


def _items(edition: Edition, heads: Sequence[Provision]) -> frozenset[str]:
    """Return all that stands under some heads, by id."""
    below = (item for head in heads for item in edition.descendants(head.eid))
    return frozenset(_id(edition, one) for one in below if not one.inline and one.kind != Kind.FOOTNOTE)


def _own_heads(edition: Edition) -> list[tuple[Provision, Head]]:
    """Return the heads that stand on lines of their own."""
    return [(one, one.head) for one in edition.provisions if one.kind == Kind.HEADING and one.head]


def _under_heads(library: Library, chance: random.Random) -> Iterator[Question]:
    for edition in library.newest:
        for one, head in _own_heads(edition):
            way = chance.choice(("List everything under {} in {}", "What stands under {} in {}?"))
            yield Question("label", way.format(head.text, edition.name), _items(edition, [one]))


def _duties(library: Library, chance: random.Random) -> Iterator[Question]:
    for edition in library.newest:
        heads = _own_heads(edition)
        for body in dict.fromkeys(head.addressee for _, head in heads if head.addressee):
            gold = _items(edition, [one for one, head in heads if head.addressee == body])
            also = _items(edition, [one for one, head in heads if head.addressee])
            way = chance.choice(("What must {} do under {}?", "What is {} told to do in {}?"))
            yield Question("duties", way.format(body, edition.name), gold, also)


def _references(library: Library, chance: random.Random) -> Iterator[Question]:
    named = re.compile(r"(?:[Rr]esolution|[Dd]ecision|[Rr]ecommendation) [A-Z]?\.?\d+")
    for edition in library.newest:
        clauses = [one for one in edition.provisions if not one.inline and one.part != Part.PREFACE]
        gold = frozenset(_id(edition, one) for one in clauses if named.search(one.text))
        way = chance.choice(("Which texts does {} cite?", "What other texts does {} refer to?"))
        if gold:
            yield Question(
                "references", way.format(edition.name), gold, frozenset(_id(edition, one) for one in clauses)
            )


def _phrases(library: Library, chance: random.Random) -> Iterator[Question]:
    clauses = list(_clauses(library))
    for _, one in chance.sample(clauses, min(len(clauses), 8 * _QUESTIONS)):
        said = re.findall(r"(?<![\w’'-])[a-z]+(?: [a-z]+)+(?![\w’'-])", one.text)
        run = max(said, key=len, default="").split()
        if len(run) >= _PHRASE:
            phrase = " ".join(run[:_PHRASE])
            has = re.compile(r"\b" + r"\s+".join(run[:_PHRASE]) + r"\b", re.IGNORECASE)
            gold = frozenset(_id(*other) for other in clauses if has.search(other[1].text))
            if len(gold) <= _FEW:
                yield Question("phrase", f'Where does it say "{phrase}"?', gold)


def _naming(library: Library, chance: random.Random) -> Iterator[Question]:
    for number, gold in sorted(_numbers(library).items()):
        if len(gold) <= _FEW:
            way = chance.choice(("Which clauses cite resolution {}?", "Where is resolution {} named?"))
            yield Question("naming", way.format(number), frozenset(gold))


def _not_held(library: Library, chance: random.Random) -> Iterator[Question]:
    held = {one.key.instrument.work.removeprefix("res-").replace("-", "/") for one in library.editions}
    for number in sorted(_numbers(library)):
        if number not in held:
            way = chance.choice(
                ("What does General Assembly resolution {} decide?", "Summarise resolution {}")
            )
            yield Question("name", way.format(number), status=Status.REFERENCED_NOT_HELD)


def _numbers(library: Library) -> dict[str, set[str]]:
    """Return the clauses, by id, that have the number of a General Assembly resolution, by number."""
    clauses = [(edition, one) for edition, one in _clauses(library) if one.kind != Kind.HEADING]
    known = {number for _, one in clauses for number in _UN_RESOLUTION.findall(one.text)}
    found = defaultdict(set)
    for edition, one in clauses:
        for number in known.intersection(_UN_NUMBER.findall(one.text)):
            found[number].add(_id(edition, one))
    return found


def _changes(library: Library, chance: random.Random) -> Iterator[Question]:
    for new in library.newest:
        for old in library.editions:
            if old.key.instrument != new.key.instrument or old.key.year >= new.key.year:
                continue
            labelled = {one.label: one for one in old.provisions}
            for one in new.provisions:
                other = labelled.get(one.label)
                if other and other.text != one.text and one.kind not in (Kind.HEADING, Kind.FOOTNOTE):
                    way = chance.choice(("What changed in {} since {}?", "How did {} change since {}?"))
                    text = way.format(new.citation(one), old.key.year)
                    also = frozenset(_id(old, before) for before in old.provisions)
                    yield Question("change", text, frozenset([_id(new, one)]), also)


def _definitions(library: Library, chance: random.Random) -> Iterator[Question]:
    where = defaultdict(set)
    for edition, one in _clauses(library):
        for found in _INITIALS.finditer(one.text):
            spelt = re.findall(r"[A-Za-z]+", one.text[: found.start()])[-len(found[1]) :]
            if [word[0].upper() for word in spelt] == [*found[1]]:
                where[found[1]].add(_id(edition, one))
    for initials, gold in sorted(where.items()):
        way = chance.choice(("What does {} stand for?", "What is {}?", "What is meant by {}?"))
        yield Question("definition", way.format(initials), allowed=frozenset(gold))


def _overviews(library: Library, chance: random.Random) -> Iterator[Question]:
    for edition in library.newest:
        title = edition.find("preface__title")
        if title:
            every = frozenset(_id(edition, one) for one in edition.provisions)
            yield Question(
                "overview", f"What is {edition.name} about?", frozenset([_id(edition, title)]), every
            )


_MAKERS = (
    _labels, _under_heads, _duties, _phrases, _naming, _references, _not_held, _changes, _definitions,
    _overviews,
)  # fmt: skip
