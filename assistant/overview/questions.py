"""Ten questions that lead through a text, to be asked in the chat; which answers lead to its overview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice, zip_longest

from assistant.answer import Answer, Status
from assistant.conversations.related_questions import is_well_put
from assistant.understanding.whole_texts import asked_of_text
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey
from index.bank import BankQuestion
from index.search import Searcher

_MOST = 10
_LOOKED_AT = 40  # questions of a pack, to find those
_LENGTH = (20, 85)  # characters of a question
_OPENS = ("What", "Who", "How", "Which", "Why", "When", "Where")  # what asks for more than yes or no
_OPENING = ("What is {} about?", "How is {} organized?", "Who is told to do what in {}?")
_OF_ANY_TEXT = (
    "Why was {} adopted?", "What does {} decide?", "Who adopted {}?", "Which texts does {} cite?",
    "What does the preamble say?", "Who has to report?", "What are Member States asked to do?",
)  # fmt: skip


def questions(edition: Edition, searcher: Searcher) -> tuple[str, ...]:
    """Return ten questions: what the text is, then those of its pack in its order, else of any text."""
    typical = islice(_typical(edition, searcher), _LOOKED_AT)
    spread = islice(_spread(edition, typical), _MOST - len(_OPENING))
    places = {one.eid: at for at, one in enumerate(edition.provisions)}
    own = [one.question.text for one in sorted(spread, key=lambda one: places[one.question.clauses[0]])]
    every = chain(_OPENING, own, _OF_ANY_TEXT)
    return tuple(dict.fromkeys(one.replace("{}", edition.name) for one in every))[:_MOST]


def overview_text(answer: Answer) -> EditionKey | None:
    """Return the text whose overview page leads on from an answer, or None.

    It does from an answer to "what is this?", "summarise …" or "how is the plan built?" that cites one text.
    """
    if answer.status is not Status.ANSWERED or asked_of_text(answer.understood_as) is None:
        return None
    cited = {one.provision.edition for claim in answer.claims for one in claim.citations}
    return next(iter(cited)) if len(cited) == 1 else None


def _typical(edition: Edition, searcher: Searcher) -> Iterator[BankQuestion]:
    """Walk a text's questions, those of new staff first, the most typical first."""
    least, most = _LENGTH
    own = [
        one
        for one in (searcher.bank.most_typical() if searcher.bank else ())
        if one.edition == edition.key and one.question.is_answered
    ]
    for one in sorted(own, key=lambda one: one.question.reader != "staff"):
        text = one.question.text
        if least <= len(text) <= most and text.startswith(_OPENS) and is_well_put(text, searcher.spelling):
            yield one


def _spread(edition: Edition, typical: Iterable[BankQuestion]) -> Iterator[BankQuestion]:
    """Order questions so that they lead through all of a text: one of each heading, then a second of each."""
    below: dict[str, list[BankQuestion]] = {}
    for one in typical:
        below.setdefault(_place(edition, one.question.clauses[0]), []).append(one)
    for row in zip_longest(*below.values()):
        yield from (one for one in row if one is not None)


def _place(edition: Edition, eid: str) -> str:
    """Return the heading below which a clause stands; of a flat text its part, ten paragraphs at a time."""
    headings = [one.eid for one in edition.ancestors(eid) if one.kind is Kind.HEADING]
    one = edition.provision(eid)
    return headings[-1] if headings else f"{edition.part_of(one)} {edition.provisions.index(one) // 10}"
