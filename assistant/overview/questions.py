"""Questions to begin with, which lead through a text in the chat; which answers lead to its overview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest

from assistant.answer import Answer, Status
from assistant.conversations.related_questions import is_well_put
from assistant.understanding.whole_texts import asked_of_text
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey
from corpus.requests import mandates
from index.bank import BankQuestion
from index.search import Searcher

_MOST = 10
_LOOKED_AT = 40  # questions of a pack, to find those
_LENGTH = (20, 85)  # characters of a question
_OPENS = ("What", "Who", "How", "Which", "Why", "When", "Where")  # what asks for more than yes or no
_OPENING = 3  # questions before those of the pack
_NAME = 60  # characters of a body's name


def questions(edition: Edition, searcher: Searcher) -> tuple[str, ...]:
    """Return at most ten questions: some that fit the text, those of its pack in its order, more that fit."""
    fixed = tuple(_fixed(edition))
    typical = islice(_typical(edition, searcher), _LOOKED_AT)
    spread = islice(_spread(edition, typical), _MOST - len(fixed[:_OPENING]))
    places = {one.eid: at for at, one in enumerate(edition.provisions)}
    own = [one.question.text for one in sorted(spread, key=lambda one: places[one.question.clauses[0]])]
    return tuple(dict.fromkeys((*fixed[:_OPENING], *own, *fixed[_OPENING:])))[:_MOST]


def _fixed(edition: Edition) -> Iterator[str]:
    """Walk the questions that the clauses of a text answer, whatever its subject, the most general first."""
    name, units = edition.name, edition.provisions
    heads = [one for one in units if one.kind is Kind.HEADING and one.head and not one.head.is_preambular]
    decides = any(one.head and not one.head.addressee for one in heads)
    duties = [f"What must {body} do under {name}?" for body in _bodies(edition, heads)]
    if decides or edition.find("preface__title"):
        yield f"What is {name} about?"
    if any(one.part is not Part.ANNEX for one in heads):
        yield f"How is {name} organized?"
    yield from duties[:1]
    if any(one.kind is Kind.RECITAL for one in units):
        yield f"What does the preamble of {name} say?"
    if decides:
        yield f"What does {name} decide?"
    if any(one.instrument != edition.key.instrument for one in edition.references):
        yield f"Which texts does {name} cite?"
    yield from duties[1:]


def _bodies(edition: Edition, headings: Iterable[Provision]) -> Iterator[str]:
    """Walk the bodies that the heads of a text, else its paragraphs, address by name, each once."""
    operative = (one for one in edition.provisions if one.kind is Kind.OPERATIVE)
    heads = [one.head for one in headings if one.head] or [
        head for one in operative for head in mandates(one.text)
    ]
    found: set[str] = set()
    for head in heads:
        for name in head.addressees:
            if name not in found and name[:1].isupper() and len(name) <= _NAME:
                found.add(name)
                yield f"the {name}" if f"the {name}" in head.addressed else name


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
