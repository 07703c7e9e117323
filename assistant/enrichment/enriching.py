"""A text → its question pack: written window by window, sifted, checked batch by batch.

windows → write → sift (copies, repetitions) → check → pack
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from time import perf_counter
from typing import Any

from assistant.enrichment import checking, writing
from assistant.enrichment.asking import CHARACTERS, Asking, Replies
from assistant.enrichment.writing import Drop
from assistant.selection.prompt import Prompt, listed
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey
from corpus.packs import PackQuestion, runs
from index import EmbeddingCache, EmbeddingModel, search_apart
from index.bank import distinct

_QUESTION = 25  # tokens of a question, about
_ROW = 50  # tokens of a question with all that is said of it
_FOUND = 15  # tokens of the clauses found for a question
_NEAREST = 8  # clauses that are found for a question
Watch = Callable[[int, int], None]


class IndexFinder:
    """Which questions are alike and which clauses are near, by the model that the search uses.

    Each edition is searched apart, so that prompts do not depend on other texts.
    """

    def __init__(self, model: EmbeddingModel, cache: EmbeddingCache) -> None:
        self._model, self._cache = model, cache
        self._searcher = lru_cache(maxsize=1)(lambda edition: search_apart(edition, model, cache))

    def distinct(self, questions: Sequence[str]) -> Sequence[int]:
        """Return the places of the questions that nearly repeat no earlier one. Raises OSError."""
        return distinct(self._cache.embed(questions, self._model, tokens=False)) if questions else ()

    def nearest(self, edition: Edition, question: str) -> Sequence[str]:
        """Return the eIds of the clauses nearest to a question, best first. Raises OSError."""
        return [hit.passage.eid for hit in self._searcher(edition).search(question, top=_NEAREST)]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a pack will cost, about: clauses, calls, tokens; calls that were answered before cost nothing."""

    edition: EditionKey
    clauses: int
    calls: int
    answered: int
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class Enriched:
    """What came of a text: its questions, what was dropped and why, and what it cost in this run.

    `clauses` is the number of clauses in the text. Another run may answer the `unanswered` calls; until then
    the pack is incomplete. `unusable` calls took too long or got an unreadable reply: the pack is made
    without them, so that no prompt can block it for ever.
    """

    edition: EditionKey
    clauses: int
    written: int
    questions: tuple[PackQuestion, ...]
    dropped: Mapping[Drop, int]
    calls: int
    unanswered: int
    unusable: int
    tokens_in: int
    tokens_out: int
    seconds: float

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left that another run would be likely to get."""
        return not self.unanswered

    @property
    def as_json(self) -> dict[str, Any]:
        """The same as JSON has it, in counts."""
        return {
            "edition": str(self.edition),
            "clauses": self.clauses,
            "written": self.written,
            "kept": len(self.questions),
            "near_misses": sum(not question.is_answered for question in self.questions),
            "dropped": {reason.name.lower(): count for reason, count in self.dropped.items() if count},
            "calls": self.calls,
            "unanswered": self.unanswered,
            "unusable": self.unusable,
            "tokens": [self.tokens_in, self.tokens_out],
            "seconds": round(self.seconds, 1),
        }


def estimate(edition: Edition, replies: Replies) -> Estimate:
    """Estimate what writing and checking a pack will cost."""
    clauses = writing.clauses_of(edition)
    shown = writing.excerpts(edition, checking.fitting(clauses))
    check = len(listed(shown)) // CHARACTERS + checking.BATCH * _QUESTION
    prompts = [writing.writing_prompt(edition, window) for window in writing.windows(edition)]
    missing = [prompt for prompt in prompts if replies.find(prompt) is None]
    counts = [_rows(prompt, replies) for prompt in prompts]
    checks = sum(-(-count // checking.BATCH) for count in counts)
    # Windows are written before anything is checked: while one is missing, earlier checks do not count.
    checked = 0 if missing else min(checks, len(replies) - len(prompts))
    return Estimate(
        edition.key,
        len(clauses),
        len(prompts) + checks,
        len(prompts) - len(missing) + checked,
        sum(len(prompt.system) + len(prompt.user) for prompt in missing) // CHARACTERS
        + (checks - checked) * check,
        sum(writing.EXPECTED * len(prompt.excerpts) for prompt in missing) * _ROW
        + (checks - checked) * checking.BATCH * _FOUND,
    )


def _rows(prompt: Prompt, replies: Replies) -> int:
    """Return how many questions were written about a window, or about how many will be."""
    try:
        return len(writing.read_written(replies.find(prompt) or "", prompt.excerpts).questions)
    except ValueError:
        return writing.EXPECTED * len(prompt.excerpts)


def enrich(edition: Edition, asking: Asking, finder: IndexFinder, watch: Watch = lambda *_: None) -> Enriched:
    """Let a model write and check the questions of a text. Raises Stopped."""
    started, dropped = perf_counter(), Counter[Drop]()
    windows = list(writing.windows(edition))
    drafts: list[tuple[PackQuestion, int]] = []
    for at, window in enumerate(windows):
        watch(at, len(windows) * 2)
        prompt = writing.writing_prompt(edition, window)
        if found := asking.ask(prompt, writing.SCHEMA, partial(writing.read_written, shown=prompt.excerpts)):
            drafts += [(question, at) for question in found.questions]
            dropped.update(found.dropped)
    written = len(drafts) + dropped.total()
    questions: list[PackQuestion] = []
    sifted = _sifted(edition, drafts, finder, dropped)
    for at, window in enumerate(windows):
        watch(len(windows) + at, len(windows) * 2)
        own = [question for question, place in sifted if place == at]
        for question, objection in _check(edition, window, own, asking, finder):
            questions += [question] if objection is None else []
            dropped.update([objection] if objection else [])
    watch(len(windows) * 2, len(windows) * 2)
    return Enriched(
        edition.key,
        len(writing.clauses_of(edition)),
        written,
        tuple(questions),
        dropped,
        asking.asked,
        asking.unanswered,
        asking.unusable,
        asking.tokens_in,
        asking.tokens_out,
        perf_counter() - started,
    )


def _sifted(
    edition: Edition, drafts: Sequence[tuple[PackQuestion, int]], finder: IndexFinder, dropped: Counter[Drop]
) -> list[tuple[PackQuestion, int]]:
    """Leave out, and count, copies of a clause and what says the same as an earlier question."""
    copied = frozenset[tuple[str, ...]]().union(*(runs(provision.text) for provision in edition.provisions))
    originals = [draft for draft in drafts if not copied & runs(draft[0].text)]
    kept = [originals[at] for at in finder.distinct([question.text for question, _ in originals])]
    dropped[Drop.COPY] += len(drafts) - len(originals)
    dropped[Drop.REPEATED] += len(originals) - len(kept)
    return kept


def _check(
    edition: Edition,
    window: Sequence[Provision],
    questions: Sequence[PackQuestion],
    asking: Asking,
    finder: IndexFinder,
) -> Iterator[tuple[PackQuestion, Drop | None]]:
    """Walk the questions of one window, each with why it is dropped, or None."""
    for batch in checking.batches(questions):
        clauses = checking.candidates(edition, window, batch, lambda text: finder.nearest(edition, text))
        prompt = checking.checking_prompt(edition, clauses, batch)
        found = asking.ask(prompt, checking.SCHEMA, partial(checking.read_found, shown=prompt.excerpts))
        yield from checking.objections(edition, batch, found or {})
