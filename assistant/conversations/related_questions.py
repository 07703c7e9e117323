"""Questions of the bank that a reader is offered: beside an answer, and to begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import islice

from assistant.answer import Answer, Status
from corpus.keys import EditionKey, ProvisionId
from index.bank import BankQuestion, Neighbours
from index.search import Searcher
from index.spelling import Spelling

Ask = Callable[[Sequence[str]], Answer]

_RELATED = 3  # questions offered beside an answer
_NEAR = 0.5  # the cosine from which a bank question is about the same matter
_SAME = 0.95  # the cosine from which a bank question asks the same as the reader did
_LONGEST = 110  # characters of a question that is offered
_STARTING, _SHORT = 3, (25, 80)  # questions for each kind of reader; their length in characters
_TRIED = 30  # questions looked at to find them
_WORDS = (2, 16)  # of a question that is offered
_PUT = re.compile(
    r"(?:(?:In|To|By|For|From|On|At|With|Of|Under) )?"  # "In which year …"
    r"(?:what|which|who|whom|whose|when|where|why|how"
    r"|is|are|was|were|does|do|did|has|have|can|may|must|should|will)\b"
    r"[^=:;“”\"()]+\?",
    re.IGNORECASE,
)
_KINDS = {  # what each kind of reader begins with
    "delegate": ("lookup", "duty", "number"),
    "staff": ("newcomer", "definition", "list"),
    "drafter": ("reference", "duty", "list"),
}


def related_questions(neighbours: Neighbours, spelling: Spelling) -> tuple[str, ...]:
    """Return the nearest bank questions that are well put and ask something else, each of other clauses."""
    found: dict[tuple[ProvisionId, ...], str] = {}
    for one in neighbours.answered:
        text = one.asked.question.text
        if _NEAR <= one.nearness < _SAME and len(text) <= _LONGEST and is_well_put(text, spelling):
            found.setdefault(one.asked.provisions, text)
    return tuple(found.values())[:_RELATED]


def starting_questions(
    searcher: Searcher, ask: Ask, subject: Set[EditionKey] = frozenset()
) -> dict[str, tuple[str, ...]]:
    """Return questions to begin with, by the kind of reader (corpus.packs.READERS).

    They are typical of their texts, and each is answered with just the clauses that the bank names. All are
    about the `subject`, where it has a pack; there are none where no text has one.
    """
    least, most = _SHORT
    suitable = [
        one
        for one in (searcher.bank.most_typical() if searcher.bank else ())
        if one.question.is_answered
        and least <= len(one.question.text) <= most
        and is_well_put(one.question.text, searcher.spelling)
    ]
    about = [one for one in suitable if one.edition in subject] or suitable
    return {reader: tuple(islice(_starting(about, reader, ask), _STARTING)) for reader in _KINDS}


def _starting(questions: Iterable[BankQuestion], reader: str, ask: Ask) -> Iterator[str]:
    """Walk a reader's questions, each of another kind, that are answered as the bank says."""
    kinds: set[str] = set()
    wanted = (
        one for one in questions if one.question.reader == reader and one.question.kind in _KINDS[reader]
    )
    for one in islice(wanted, _TRIED):
        if one.question.kind not in kinds and _cited(ask([one.question.text])) == {*one.provisions}:
            kinds.add(one.question.kind)
            yield one.question.text


def _cited(answer: Answer) -> set[ProvisionId]:
    """Return the clauses that an answer stands behind."""
    if answer.status != Status.ANSWERED:
        return set()
    return {one.provision for claim in answer.claims for one in claim.citations}


def is_well_put(text: str, spelling: Spelling) -> bool:
    """Return True if a question is one plain sentence, as in print: a question word first, no slip."""
    least, most = _WORDS
    is_put = text[0].isupper() and _PUT.fullmatch(text) is not None and least <= len(text.split()) <= most
    return is_put and spelling.correct(text) == text
