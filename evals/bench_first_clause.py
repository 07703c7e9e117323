"""How often each benchmarked system puts a right clause first: speed without it is worth little.

The questions are the blind development ones over the shipped texts that have an answer. Of the stock engine,
whose unit is a chunk of some ten clauses, the first chunk counts if it has the whole text of a right clause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

from assistant.pipeline import Assistant
from corpus.instruments import Edition
from evals.cases import Case
from evals.golden import read_golden
from evals.stock import StockEngine
from evals.worlds import gather
from index.lexical import LexicalIndex
from index.passages import passages
from index.search import Searcher, Weights

_PLAIN = Weights(lexical=0.5, dense=0.5, second=0.0, rare=0.0, expansion=0.0, title=0.0, recalled=0.0)


def blind_questions(home: Path, editions: Sequence[Edition]) -> list[Case]:
    """Return the blind development questions of one turn that these editions answer."""
    held = {edition.key for edition in editions}
    cases = read_golden(gather(home), "dev").cases
    return [
        case
        for case in cases
        if case.is_blind and case.is_answerable and len(case.turns) == 1 and held.issuperset(case.held)
    ]


def plain_search(assistant: Assistant) -> Callable[[str], str]:
    """Return a search that puts BM25 and the cosines of the same model at par, and gives the first id."""
    editions, model = assistant.library.editions, assistant.searcher.model
    assert model is not None
    rows = [passage for edition in editions for passage in passages(edition)]
    wordings = [passage.wording for passage in rows]
    searcher = Searcher(rows, LexicalIndex.build(wordings), model, model.embed(wordings), weights=_PLAIN)
    return lambda question: searcher.search(question, top=1)[0].passage.id


def first_right(first: Callable[[str], str], cases: Sequence[Case]) -> float:
    """Return the share of questions for which the first clause, by its id, is a right one."""
    return fmean(first(case.turns[0]) in case.cited for case in cases)


def first_of_stock(engine: StockEngine, editions: Sequence[Edition], cases: Sequence[Case]) -> float:
    """Return the share of questions for which the first chunk has the whole text of a right clause."""
    text_of = {
        str(edition.id_of(provision)): _one_line(provision.text)
        for edition in editions
        for provision in edition.provisions
    }

    def has_answer(case: Case) -> bool:
        chunk = _one_line(engine.first_source(case.turns[0]))
        return any(text_of[cited] in chunk for cited in case.cited if text_of.get(cited))

    return fmean(map(has_answer, cases))


def first_clause(assistant: Assistant) -> Callable[[str], str]:
    """Return what gives the id of the first clause that an answer cites, '' where it cites none."""

    def first(question: str) -> str:
        return next(map(str, assistant.ask([question]).cited), "")

    return first


def _one_line(text: str) -> str:
    return " ".join(text.split())
