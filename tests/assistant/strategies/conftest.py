"""Strategies asked by hand: of each clause it is said how near it comes to the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from assistant.library.library import Library
from assistant.rendering import ChosenClause
from assistant.scope.retriever import Retrieval, Retriever
from assistant.scope.scope import Scope, ScopeFinder, ScopeReason
from assistant.selection.local import FittedTrees, LocalReader, Reading, Thresholds
from assistant.selection.trees import Trees
from assistant.strategies.finding import Finding
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.query import Query, read_query
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from index import Hit, passages, words
from index.bank import Neighbours
from ingest import parse_source, text_source

FAR = 0.0  # the cosine of what is on another matter


class Nearness:
    """A searcher that is told how near each clause comes, by "work/year#eid" or eid; the others are far.

    Of a question's words, those that a clause has come as near as the clause, and so do those that mean
    what clauses say in other words (`alike`); any other word is far from every clause.
    """

    notices: tuple[str, ...] = ()
    bank = None

    def __init__(
        self, editions: tuple[Edition, ...], near: Mapping[str, float], alike: Sequence[str]
    ) -> None:
        self.rows = [one for edition in editions for one in passages(edition)]
        self._near, self._alike = near, alike
        unknown = set(near) - {name for row in self.rows for name in self._names(row)}
        assert not unknown, f"no clause is called {unknown}"

    def search(self, text, *, top=20, editions=None) -> tuple[Hit, ...]:
        rows = [one for one in self.rows if editions is None or one.edition in editions]
        found = [Hit(one, self._of(one), self._of(one), 0.0, self._of(one)) for one in rows]
        return tuple(sorted(found, key=lambda hit: -hit.score)[:top])

    def neighbours(self, query, editions=None) -> Neighbours:
        return Neighbours()

    neighbours_by_word = neighbours

    def matched(self, query, passages) -> list[float]:
        return []

    def by_word(self, query, passages) -> list[tuple[str, list[float]]]:
        return [
            (word, [self._of(one) if self._has(one, word) else FAR for one in passages])
            for word in re.findall(r"\w+", query)
            if passages
        ]

    def _has(self, passage, word: str) -> bool:
        return word in self._alike or set(words(word)) <= set(words(passage.wording))

    def _of(self, passage) -> float:
        return next((self._near[name] for name in self._names(passage) if name in self._near), FAR)

    def _names(self, passage) -> tuple[str, str]:
        return f"{passage.edition.instrument.work}/{passage.edition.year}#{passage.eid}", passage.eid


def read(text: str) -> Edition:
    return parse_source(text_source(text), "a text").edition()


class Asking:
    """Asks one strategy over some texts."""

    def __init__(
        self, *texts: str | Edition, near: Mapping[str, float] | None = None, alike: Sequence[str] = ()
    ) -> None:
        editions = tuple(one if isinstance(one, Edition) else read(one) for one in texts)
        self.library = Library(editions, Catalogue(()))
        self.searcher = Nearness(editions, near or {}, alike)
        self.retriever = Retriever(ScopeFinder(self.library).widest, self.searcher)  # type: ignore[arg-type]

    def over(self, edition: Edition, *, beyond: bool = False) -> Retriever:
        """Search one edition alone; with `beyond` the others lie in a wider scope."""
        wider = self.retriever.scope if beyond else None
        scope = Scope(Lexicon(self.library, (edition,)), ScopeReason.NAMED, wider)
        return Retriever(scope, self.searcher)  # type: ignore[arg-type]

    def read(self, question: str) -> tuple[Retriever, Query, tuple[Hit, ...]]:
        query = read_query(question, self.retriever.lexicon)
        return self.retriever, query, self.retriever.search(question, 50)

    def ask(self, way: Callable[..., Finding | None], question: str) -> Finding | None:
        return way(Retrieval(*self.read(question)))


class ByNearness:
    """A reader to which a clause is as likely to answer as it is near; that any does is said beforehand."""

    thresholds = Thresholds(
        answered=0.5, of_several=0.5, without_pack=0.5, refused=0.2, least=0.25, beside=0.5
    )

    def __init__(self, answered: float) -> None:
        self._answered = answered
        nothing = FittedTrees(Trees(0.0, ()), Trees(0.0, ()))
        self._chooses = LocalReader(nothing, nothing, nothing, self.thresholds)

    def read(self, retriever: Retriever, query: Query, hits: Sequence[Hit]) -> Reading:
        likely = [one.dense or 0.0 for one in hits]
        return self._chooses.reading(hits, likely, self._answered, [True] * len(hits), 1)


def shown(finding: Finding | None) -> list[str]:
    """Return the eIds of the clauses that a finding shows."""
    assert finding is not None
    return [eid(one) for one in finding.chosen]


def eid(one: ChosenClause) -> str:
    return f"{one.edition.key.instrument.work}/{one.edition.key.year}#{one.provision.eid}"


@pytest.fixture(scope="session")
def asking() -> type[Asking]:
    return Asking


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let passages be read by nearness, and say how likely a question is answered."""

    def read_so(answered: float) -> None:
        monkeypatch.setattr("assistant.strategies.passage.local_reader", lambda: ByNearness(answered))

    return read_so


@pytest.fixture(scope="session")
def chosen() -> Callable[[Finding | None], list[str]]:
    return shown


HEADER = """\
RESOLUTION {number} (REV. {place}, {year})

{title}

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

"""


@pytest.fixture(scope="session")
def resolution_of() -> Callable[..., str]:
    """Draft a resolution around its clauses."""

    def drafted(
        body: str, number: int = 910, place: str = "Willowford", year: int = 2031, title: str = "Piers"
    ) -> str:
        return HEADER.format(number=number, place=place, year=year, title=title) + body

    return drafted
