"""Checking: questions without their clauses → a prompt; a reply → those that found the same clauses again.

A question stays if exactly the clauses that it was written for are found, a near miss if none is. A clause
that only leads to another one of the same set does not count on either side: "2 that lanterns be painted:"
beside its item "i) green" makes no difference, for an item is always shown with what introduces it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain, zip_longest
from pathlib import Path
from string import Template

from assistant.enrichment.writing import Drop, clauses_of, excerpts, title_of
from assistant.language_model.json_reply import TEXT, list_schema, object_schema, object_with
from assistant.language_model.prompt_file import read_prompt
from assistant.selection.prompt import Excerpt, Prompt, data, listed
from assistant.selection.reply import token
from corpus.instruments import Edition, Provision
from corpus.packs import PackQuestion

PROMPT = Path(__file__).with_name("checking.txt")
BATCH = 8
"""Questions of one call."""
SHOWN = 80
"""Clauses of one call at most: all of a short text, otherwise those that may answer."""
_ROOM = 16_000  # characters of the clauses of one call
_AROUND = 100  # of them, what is shown with a clause: its label, the words that govern it
_REPLY = 50_000  # characters of a reply that is read

SCHEMA = object_schema(found=list_schema(object_schema(question=TEXT, clauses=list_schema(TEXT))))
"""The form of a reply, for servers that keep to one."""

Search = Callable[[str], Sequence[str]]
"""Finds the eIds of the clauses nearest to a question, best first."""
Found = Mapping[int, frozenset[str] | None]
"""The eIds found for each question, by its place; None where a clause is named that was not shown."""


def batches(questions: Sequence[PackQuestion]) -> Iterator[tuple[PackQuestion, ...]]:
    """Deal questions into batches so that neighbours, which ask about one clause, are apart."""
    count = -(-len(questions) // BATCH)
    return (tuple(questions[at::count]) for at in range(count))


def candidates(
    edition: Edition, window: Sequence[Provision], batch: Sequence[PackQuestion], search: Search
) -> tuple[Provision, ...]:
    """Return the clauses among which answers are looked for, in the order of the text.

    They are all of a short text, otherwise the window and, question by question, what a search finds.
    """
    clauses = clauses_of(edition)
    if fitting(clauses) == clauses:
        return clauses
    known = {clause.eid: clause for clause in clauses}
    ranks = chain.from_iterable(zip_longest(*(search(question.text) for question in batch)))
    near = dict.fromkeys((*(clause.eid for clause in window), *filter(known.get, ranks)))
    chosen = {clause.eid for clause in fitting([known[eid] for eid in near])}
    return tuple(clause for clause in clauses if clause.eid in chosen)


def fitting(clauses: Sequence[Provision]) -> tuple[Provision, ...]:
    """Return the first clauses, as many as one call shows."""
    sizes = accumulate(len(clause.text) + _AROUND for clause in clauses)
    return tuple(clause for clause, size in zip(clauses[:SHOWN], sizes, strict=False) if size <= _ROOM)


def checking_prompt(edition: Edition, clauses: Sequence[Provision], batch: Sequence[PackQuestion]) -> Prompt:
    """Return the prompt that asks which clauses answer each question."""
    version, system, user = read_prompt(PROMPT)
    shown = excerpts(edition, clauses)
    questions = "\n".join(f"[q{at}] {data(question.text)}" for at, question in enumerate(batch, 1))
    filled = Template(user).substitute(text=title_of(edition), clauses=listed(shown), questions=questions)
    return Prompt(system, filled, shown, version)


def read_found(text: str, shown: Sequence[Excerpt]) -> Found:
    """Read which clauses were found for each question. Raises ValueError if the reply has no rows."""
    eids = {excerpt.token: excerpt.provision.eid for excerpt in shown}
    found: dict[int, frozenset[str] | None] = {}
    for row in object_with(text, {"found": list}, _REPLY)["found"][: 2 * BATCH]:
        if isinstance(row, dict) and isinstance(row.get("clauses"), list):
            number = token(str(row.get("question"))).removeprefix("q")
            named = {token(name) if isinstance(name, str) else "" for name in row["clauses"]}
            if number.isascii() and number.isdigit() and len(number) < 3:
                found_eids = frozenset(eids[name] for name in named) if eids.keys() >= named else None
                found.setdefault(int(number) - 1, found_eids)
    return found


def objections(
    edition: Edition, batch: Iterable[PackQuestion], found: Found
) -> Iterator[tuple[PackQuestion, Drop | None]]:
    """Walk the questions of a batch, each with why it is dropped, or None where it stays."""
    for at, question in enumerate(batch):
        eids = found.get(at)
        if eids is None:
            yield question, Drop.UNCHECKED
        elif not question.is_answered:
            yield question, Drop.ANSWERED if eids else None
        else:
            same = _without_leads(edition, eids) == _without_leads(edition, set(question.clauses))
            yield question, None if same else Drop.OTHER_CLAUSES


def _without_leads(edition: Edition, eids: Set[str]) -> frozenset[str]:
    """Leave out clauses that lead to another one of the set."""
    above = {up.eid for eid in eids for up in edition.ancestors(eid)}
    return frozenset(eids - above)
