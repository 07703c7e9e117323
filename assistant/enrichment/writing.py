"""Writing: a window of clauses → a prompt; a reply → questions that name clauses which were shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from string import Template

from assistant.language_model.json_reply import TEXT, list_schema, object_schema, object_with, one_of
from assistant.language_model.prompt_file import read_prompt
from assistant.selection.prompt import Excerpt, Prompt, data, is_quotable, listed
from assistant.selection.reply import token
from corpus.instruments import Edition, Kind, Provision
from corpus.packs import KINDS, NEAR_MISSES, READERS, PackQuestion
from ingest.invisible import visible

PROMPT = Path(__file__).with_name("writing.txt")
EXPECTED = 5
"""Questions that come for a clause, about: what an estimate counts with."""
_MOST = 10  # clauses of a window
_WINDOW = 6_000  # characters of them
_TITLE = 300  # characters of the text's title
_ROWS = 100  # questions of a reply that are read
_REPLY = 100_000  # characters of a reply that is read
_SHORTEST, _LONGEST = 8, 400  # characters of a question
_NAMED = 24  # clauses of a question

SCHEMA = object_schema(
    questions=list_schema(
        object_schema(
            question=TEXT,
            clauses=list_schema(TEXT),
            kind=one_of(*KINDS),
            asker=one_of(*READERS),
            missing=one_of("", *NEAR_MISSES),
        )
    )
)
"""The form of a reply, for servers that keep to one."""


class Drop(StrEnum):
    """Why a question is not in the pack."""

    MALFORMED = "malformed"
    UNKNOWN_CLAUSE = "names a clause that was not shown"
    COPY = "copies six words of a clause"
    REPEATED = "says the same as another"
    OTHER_CLAUSES = "other clauses were found"
    ANSWERED = "a near miss that a clause answers"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Written:
    """The questions of a reply, and why others of it were dropped."""

    questions: tuple[PackQuestion, ...]
    dropped: tuple[Drop, ...]


def clauses_of(edition: Edition) -> tuple[Provision, ...]:
    """Return what questions are written about: everything but heads, which are shown with their clauses."""
    return tuple(filter(is_quotable, edition.provisions))


def windows(edition: Edition) -> Iterator[tuple[Provision, ...]]:
    """Cut a text into windows of consecutive clauses; a list that fits into one stays whole."""
    window: list[Provision] = []
    for group in _groups(edition):
        if window and not _fits([*window, *group]):
            yield tuple(window)
            window = []
        for clause in group:
            if window and not _fits([*window, clause]):  # a long list
                yield tuple(window)
                window = []
            window.append(clause)
    if window:
        yield tuple(window)


def _fits(window: Sequence[Provision]) -> bool:
    return len(window) <= _MOST and sum(len(clause.text) for clause in window) <= _WINDOW


def _groups(edition: Edition) -> Iterator[list[Provision]]:
    """Walk what stays together: a clause with its items, the rows of a table, each behind its headings."""
    group: list[Provision] = []
    for clause in clauses_of(edition):
        if group and group[-1].kind != Kind.HEADING and _stem(edition, clause) != _stem(edition, group[-1]):
            yield group
            group = []
        group.append(clause)
    if group:
        yield group


def _stem(edition: Edition, clause: Provision) -> str:
    """Return the eId of the clause of which this one is an item, its own, or of a row that of its table."""
    if clause.kind == Kind.TABLE_ROW:
        return clause.parent
    above = takewhile(lambda up: up.kind != Kind.HEADING, reversed(edition.ancestors(clause.eid)))
    return [clause, *above][-1].eid


def excerpts(edition: Edition, clauses: Sequence[Provision]) -> tuple[Excerpt, ...]:
    """Give each clause the token by which a model names it."""
    return tuple(Excerpt(f"c{at}", edition, clause) for at, clause in enumerate(clauses, 1))


def title_of(edition: Edition) -> str:
    """Return what a text is called, as data."""
    return data(f"{edition.name}: {edition.title}")[:_TITLE]


def writing_prompt(edition: Edition, window: Sequence[Provision]) -> Prompt:
    """Return the prompt that asks for questions about a window."""
    version, system, user = read_prompt(PROMPT)
    shown = excerpts(edition, window)
    filled = Template(user).substitute(text=title_of(edition), clauses=listed(shown))
    return Prompt(Template(system).substitute(kinds=", ".join(KINDS)), filled, shown, version)


def read_written(text: str, shown: Sequence[Excerpt]) -> Written:
    """Read a reply; what names no clause that was shown is dropped. Raises ValueError if it has no rows."""
    rows = object_with(text, {"questions": list}, _REPLY)["questions"][:_ROWS]
    eids = {excerpt.token: excerpt.provision.eid for excerpt in shown}
    outcomes = [_question(row, eids) for row in rows]
    return Written(
        tuple(question for question in outcomes if isinstance(question, PackQuestion)),
        tuple(drop for drop in outcomes if isinstance(drop, Drop)),
    )


def _question(row: object, eids: Mapping[str, str]) -> PackQuestion | Drop:
    """Read one question, or say why it is dropped; an unknown kind or asker becomes the most usual one."""
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return Drop.MALFORMED
    text, named, why = " ".join(visible(row["question"]).split()), row.get("clauses"), row.get("missing", "")
    if not _SHORTEST <= len(text) <= _LONGEST or not isinstance(why, str):
        return Drop.MALFORMED
    if not isinstance(named, list) or not 1 <= len(named) <= _NAMED:
        return Drop.MALFORMED
    tokens = [token(name) if isinstance(name, str) else "" for name in named]
    if not eids.keys() >= set(tokens):
        return Drop.UNKNOWN_CLAUSE
    return PackQuestion(
        text,
        tuple(dict.fromkeys(eids[name] for name in tokens)),
        row["kind"] if row.get("kind") in KINDS else "lookup",
        row["asker"] if row.get("asker") in READERS else "staff",
        why if why in ("", *NEAR_MISSES) else "fact-absent",
    )
