"""Questions to begin with, which lead through a text in the chat; which answers lead to its overview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest

from assistant.answer import Answer, Status
from assistant.conversations.related_questions import is_well_put
from assistant.understanding.whole_texts import asked_of_text
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey
from corpus.requests import mandate_heads
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
    places = {provision.eid: at for at, provision in enumerate(edition.provisions)}
    own = [
        entry.question.text for entry in sorted(spread, key=lambda entry: places[entry.question.clauses[0]])
    ]
    return tuple(dict.fromkeys((*fixed[:_OPENING], *own, *fixed[_OPENING:])))[:_MOST]


def _fixed(edition: Edition) -> Iterator[str]:
    """Walk the questions that the clauses of a text answer, whatever its subject, the most general first."""
    name, units = edition.name, edition.provisions
    heads = [
        unit for unit in units if unit.kind is Kind.HEADING and unit.head and not unit.head.is_preambular
    ]
    decides = any(heading.head and not heading.head.addressee for heading in heads)
    duties = [f"What must {body} do under {name}?" for body in _bodies(edition, heads)]
    if decides or edition.find("preface__title"):
        yield f"What is {name} about?"
    if any(heading.part is not Part.ANNEX for heading in heads):
        yield f"How is {name} organized?"
    yield from duties[:1]
    if any(unit.kind is Kind.RECITAL for unit in units):
        yield f"What does the preamble of {name} say?"
    if decides:
        yield f"What does {name} decide?"
    if any(reference.instrument != edition.key.instrument for reference in edition.references):
        yield f"Which texts does {name} cite?"
    yield from duties[1:]


def _bodies(edition: Edition, headings: Iterable[Provision]) -> Iterator[str]:
    """Walk the bodies that the heads of a text, else its paragraphs, address by name, each once."""
    operative = (provision for provision in edition.provisions if provision.kind is Kind.OPERATIVE)
    heads = [heading.head for heading in headings if heading.head] or [
        head for paragraph in operative for head in mandate_heads(paragraph.text)
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
    cited = {citation.provision.edition for claim in answer.claims for citation in claim.citations}
    return next(iter(cited)) if len(cited) == 1 else None


def _typical(edition: Edition, searcher: Searcher) -> Iterator[BankQuestion]:
    """Walk a text's questions, those of new staff first, the most typical first."""
    least, most = _LENGTH
    own = [
        entry
        for entry in (searcher.bank.most_typical() if searcher.bank else ())
        if entry.edition == edition.key and entry.question.is_answered
    ]
    for entry in sorted(own, key=lambda entry: entry.question.reader != "staff"):
        text = entry.question.text
        if least <= len(text) <= most and text.startswith(_OPENS) and is_well_put(text, searcher.spelling):
            yield entry


def _spread(edition: Edition, typical: Iterable[BankQuestion]) -> Iterator[BankQuestion]:
    """Order questions so that they lead through all of a text: one of each heading, then a second of each."""
    below: dict[str, list[BankQuestion]] = {}
    for entry in typical:
        below.setdefault(_place(edition, entry.question.clauses[0]), []).append(entry)
    for row in zip_longest(*below.values()):
        yield from (entry for entry in row if entry is not None)


def _place(edition: Edition, eid: str) -> str:
    """Return the heading below which a clause stands; of a flat text its part, ten paragraphs at a time."""
    headings = [ancestor.eid for ancestor in edition.ancestors(eid) if ancestor.kind is Kind.HEADING]
    clause = edition.provision(eid)
    return headings[-1] if headings else f"{edition.part_of(clause)} {edition.provisions.index(clause) // 10}"
