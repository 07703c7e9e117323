"""A walk through a text: ten questions, each answered by clauses of the text in their own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from assistant.answer import Answer, Citation, Status
from assistant.conversations.related_questions import is_well_put
from assistant.understanding.whole_texts import asks_overview
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey, ProvisionId
from index.bank import BankQuestion
from index.search import Searcher

Ask = Callable[[str], Answer]

STEPS = 10
"""Questions of a walk."""
_TRIED = 40  # questions that are asked to find them
_LENGTH = (20, 85)  # characters of a question
_OPENS = ("What", "Who", "How", "Which", "Why", "When", "Where")  # what asks for more than yes or no
_CLAUSES = 4  # of an answer that are shown
_OPENING = ("What is {} about?", "How is {} organized?", "Who is told to do what in {}?")
_OF_ANY_TEXT = (
    "Why was {} adopted?", "What does {} decide?", "Who adopted {}?", "Which texts does {} cite?",
    "What does the preamble say?", "Who has to report?", "When is a report due?",
    "What is reviewed, and when?",
    "What are Member States asked to do?", "What is the Secretary-General asked to do?",
    "Which bodies cooperate?", "What about developing countries?", "How is it financed?",
)  # fmt: skip
"""What may be asked of any text; what it does not answer is left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """A question of a walk and the clauses of the text that answer it; `more` counts those not shown."""

    question: str
    citations: tuple[Citation, ...]
    more: int = 0


def walk(edition: Edition, searcher: Searcher, ask: Ask) -> tuple[Step, ...]:
    """Return at most ten steps: what the text is, then questions of its pack, else what any text answers.

    `ask` answers from this text alone. A question of the pack counts only if the clauses that the pack
    names, and no others, answer it. It takes seconds: every question is asked.
    """
    opening = _answered((one.format(edition.name) for one in _OPENING), edition, ask)
    typical = _from_pack(edition, searcher, ask)
    general = _answered((one.format(edition.name) for one in _OF_ANY_TEXT), edition, ask)
    first = tuple(opening)
    steps = tuple(islice(_each_of_other_clauses(chain(first, typical, general)), STEPS))
    return tuple(sorted(steps, key=lambda one: (one not in first, _position(edition, one))))


def overview_text(answer: Answer) -> EditionKey | None:
    """Return the text whose overview page leads on from an answer, or None.

    It does from an answer to "what is this?", "summarise …" or "how is the plan built?" that cites one text.
    """
    if answer.status is not Status.ANSWERED or not asks_overview(answer.understood_as):
        return None
    cited = {one.provision.edition for claim in answer.claims for one in claim.citations}
    return next(iter(cited)) if len(cited) == 1 else None


def _position(edition: Edition, step: Step) -> int:
    """Return where the first clause of a step stands in its text."""
    eids = {one.provision.eid for one in step.citations}
    return next((at for at, one in enumerate(edition.provisions) if one.eid in eids), 0)


def _answered(questions: Iterable[str], edition: Edition, ask: Ask) -> Iterator[Step]:
    """Walk the questions that are answered by clauses of the text alone."""
    for question in questions:
        cited = _cited(ask(question))
        if cited and all(one.provision.edition == edition.key for one in cited):
            yield _step(question, cited)


def _from_pack(edition: Edition, searcher: Searcher, ask: Ask) -> Iterator[Step]:
    """Walk the pack's questions that are typical of the text and answered as the pack says."""
    for one in islice(_spread(edition, list(_typical(edition, searcher))), _TRIED):
        cited = _cited(ask(one.question.text))
        if {citation.provision for citation in cited} == set(one.provisions):
            yield _step(one.question.text, cited)


def _typical(edition: Edition, searcher: Searcher) -> Iterator[BankQuestion]:
    """Walk a text's questions, those of new staff first, the most typical first."""
    least, most = _LENGTH
    own = [
        one
        for one in (searcher.bank.most_typical() if searcher.bank else ())
        if one.edition == edition.key and one.question.is_answered and least <= len(one.question.text) <= most
    ]
    ordered = sorted(own, key=lambda one: one.question.reader != "staff")
    return (one for one in ordered if one.question.text.startswith(_OPENS)
            and is_well_put(one.question.text, searcher.spelling))  # fmt: skip


def _spread(edition: Edition, questions: Sequence[BankQuestion]) -> Iterator[BankQuestion]:
    """Order questions so that they lead through all of a text: one of each heading, then a second of each."""
    below: dict[str, list[BankQuestion]] = {}
    for one in questions:
        below.setdefault(_place(edition, one.question.clauses[0]), []).append(one)
    for row in zip_longest(*below.values()):
        yield from (one for one in row if one is not None)


def _place(edition: Edition, eid: str) -> str:
    """Return the heading below which a clause stands; of a flat text its part, ten paragraphs at a time."""
    headings = [one.eid for one in edition.ancestors(eid) if one.kind is Kind.HEADING]
    one = edition.provision(eid)
    return headings[-1] if headings else f"{edition.part_of(one)} {edition.provisions.index(one) // 10}"


def _each_of_other_clauses(steps: Iterable[Step]) -> Iterator[Step]:
    """Leave out a step whose clauses an earlier one has all shown."""
    shown: set[ProvisionId] = set()
    for step in steps:
        own = {one.provision for one in step.citations}
        if not own <= shown:
            shown |= own
            yield step


def _cited(answer: Answer) -> Sequence[Citation]:
    """Return the clauses that an answer stands behind, each once."""
    if answer.status is not Status.ANSWERED:
        return ()
    cited = (one for claim in answer.claims for one in claim.citations)
    return list({one.provision: one for one in cited}.values())


def _step(question: str, cited: Sequence[Citation]) -> Step:
    return Step(question, tuple(cited[:_CLAUSES]), max(0, len(cited) - _CLAUSES))
