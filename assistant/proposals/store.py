"""Proposals in the conversations database, each owned by one account.

Every change is written at once. The state before it is kept as a version if ten minutes have passed since the
last one was kept, and before another version comes back. Deleted proposals are hidden at once; after ten
minutes the next change or start erases them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from assistant.conversations.database import PersonalFile, now, restorable_since
from assistant.proposals.about import FORMS, About
from assistant.proposals.proposal import Proposal, ProposedClause
from assistant.proposals.serialization import from_json, to_json
from corpus.errors import NotFound, ResolutionsError
from corpus.keys import EditionKey

MOST_PROPOSALS, MOST_VERSIONS = 100, 30
"""Proposals of a person, versions of a proposal."""
LONGEST_PROPOSAL, MOST_STORED = 8_000_000, 100_000_000
"""Bytes of a proposal, and of all proposals of a person with their versions, as they are stored."""
LONGEST_LINE = 200
"""Characters of a title, an author, a number."""
_UNPACKED = 16  # proposals in memory
_PAUSE = timedelta(minutes=10)
_WRITTEN = ("title", "author", "document", "agenda_item")
_OF = (
    "select id, edition, total, done, changed, title, author, document, agenda_item, form, edition_name,"
    " edition_title from proposal where owner = ?"
)
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)])


class UnknownProposal(NotFound):
    """Raised for a proposal that does not exist or belongs to another person."""

    code = "unknown-proposal"

    def __init__(self) -> None:
        super().__init__("proposal not found; it may have been deleted")


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal as lists have it: the text that it is on, its clauses and how many of them it changes.

    `changed` is the time of the last change in UTC.
    """

    id: str
    edition: EditionKey
    clauses: int
    changes: int
    changed: str
    about: About


@dataclass(frozen=True, slots=True)
class Stored:
    """A proposal with what is said of it; `can_undo` if the last step can be taken back."""

    listed: Listed
    proposal: Proposal
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A state that was kept: its number, when it was written, how many clauses it changes."""

    number: int
    written: str
    changes: int


class ProposalStore(PersonalFile):
    """Keeps proposals.

    Every method raises UnknownProposal for an id that is deleted or belongs to another person, and
    ResolutionsError for anything over a limit.
    """

    kept = "proposals"

    def __init__(self, home: Path) -> None:
        """Open the file of a home, made where it is missing."""
        super().__init__(home)
        self._unpacked: dict[str, tuple[bytes, Proposal]] = {}  # reading 900 clauses takes longer than a save

    def begin(self, owner: str, proposal: Proposal, about: About) -> str:
        """Store a new proposal and return its id."""
        id_, plain = token_urlsafe(9), _checked(about)
        with self._changing() as database:
            database.execute(
                "insert into proposal (id, owner, edition, total, done, changed, kept, clauses, title,"
                " author, document, agenda_item, form, edition_name, edition_title)"
                " values (?, ?, ?, 0, 0, ?, ?, x'', ?, ?, ?, ?, ?, ?, ?)",
                (id_, owner, str(proposal.edition), now(), now(), *_row_of(plain)),
            )
            self._write(owner, id_, proposal)
            self._refuse_too_much(owner)
            self._erase()
        return id_

    def all(self, owner: str, edition: EditionKey | None = None) -> tuple[Listed, ...]:
        """Return a person's proposals, or those on an edition, the last changed first."""
        with self._reading() as database:
            rows = database.execute(
                f"{_OF} and deleted = '' and (edition = ?2 or ?2 = '') order by changed desc",
                (owner, str(edition or "")),
            )
            return tuple(map(_listed, rows))

    def listed(self, owner: str, id_: str, *, deleted: bool = False) -> Listed:
        """Return what lists say of a proposal, or of one that is deleted and can be restored."""
        with self._reading():
            return self._listed(owner, id_, deleted=deleted)

    def read(self, owner: str, id_: str) -> Stored:
        """Return a proposal."""
        with self._reading():
            return self._read(owner, id_)

    def change(self, owner: str, id_: str, step: Callable[[Proposal], Proposal]) -> tuple[Stored, Stored]:
        """Change a proposal and return it as it was and as it is. Raises what the step raises.

        A step that adds, deletes or moves clauses can be taken back until the next change.
        """
        with self._changing():
            before = self._read(owner, id_)
            after = step(before.proposal)
            if after == before.proposal:
                return before, before
            is_typing = [_place(clause) for clause in after.clauses] == [
                _place(clause) for clause in before.proposal.clauses
            ]
            self._keep_if_due(before)
            stored = self._write(owner, id_, after, undo=None if is_typing else before.proposal)
            self._refuse_too_much(owner)
            self._erase()
            return before, stored

    def undo(self, owner: str, id_: str) -> tuple[Stored, Stored]:
        """Take back the last step and return the proposal as it was and as it is."""
        with self._changing() as database:
            before = self._read(owner, id_)
            (kept,) = database.execute("select undo from proposal where id = ?", (id_,)).fetchone()
            if not kept:
                raise ResolutionsError("there is no step to undo; earlier versions are listed under Versions")
            return before, self._write(owner, id_, _unpacked(kept))

    def describe(self, owner: str, id_: str, about: About) -> None:
        """Change what is said of a proposal: its title, author, numbers and form."""
        plain = _checked(about)
        with self._changing() as database:
            self._listed(owner, id_)
            database.execute(
                "update proposal set title = ?, author = ?, document = ?, agenda_item = ?, form = ?"
                " where id = ?",
                (plain.title, plain.author, plain.document, plain.agenda_item, plain.form, id_),
            )

    def versions(self, owner: str, id_: str) -> tuple[Version, ...]:
        """Return the kept versions of a proposal, the newest first."""
        with self._reading() as database:
            self._listed(owner, id_)
            rows = database.execute(
                "select number, written, done from proposal_version where proposal = ? order by number desc",
                (id_,),
            )
            return tuple(Version(*row) for row in rows)

    def go_back(self, owner: str, id_: str, number: int) -> None:
        """Make a proposal what a version was; what it is now is kept as a version."""
        with self._changing() as database:
            before = self._read(owner, id_)
            row = database.execute(
                "select clauses from proposal_version where proposal = ? and number = ?", (id_, number)
            ).fetchone()
            if row is None:
                raise ResolutionsError("this version is no longer kept; reload the page")
            self._keep(before)
            self._write(owner, id_, _unpacked(row[0]))
            self._refuse_too_much(owner)

    def delete(self, owner: str, id_: str) -> None:
        """Delete a proposal, which can be restored for a while."""
        self._hide(owner, id_, deleted=now())

    def restore(self, owner: str, id_: str) -> None:
        """Restore a proposal that was deleted lately."""
        self._hide(owner, id_, deleted="")

    def count(self, owner: str) -> int:
        """Return how many proposals a person has, those that can be restored among them."""
        with self._reading() as database:
            (count,) = database.execute("select count(*) from proposal where owner = ?", (owner,)).fetchone()
            return int(count)

    def erase(self, owner: str) -> None:
        """Erase all proposals of a person."""
        with self._changing() as database:
            database.execute("delete from proposal where owner = ?", (owner,))

    def _listed(self, owner: str, id_: str, *, deleted: bool = False) -> Listed:
        row = self._database.execute(
            f"{_OF} and id = ? and {'deleted >= ?' if deleted else 'deleted = ?'}",
            (owner, id_, restorable_since() if deleted else ""),
        ).fetchone()
        if row is None:
            raise UnknownProposal
        return _listed(row)

    def _read(self, owner: str, id_: str) -> Stored:
        listed = self._listed(owner, id_)
        clauses, can_undo = self._database.execute(
            "select clauses, undo is not null from proposal where id = ?", (id_,)
        ).fetchone()
        packed, proposal = self._unpacked.get(id_, (b"", None))
        if proposal is None or packed != clauses:
            proposal = _unpacked(clauses)
            self._remember(id_, clauses, proposal)
        return Stored(listed, proposal, bool(can_undo))

    def _write(self, owner: str, id_: str, proposal: Proposal, undo: Proposal | None = None) -> Stored:
        packed = _packed(proposal)
        self._database.execute(
            "update proposal set clauses = ?, undo = ?, total = ?, done = ?, changed = ? where id = ?",
            (
                packed,
                _packed(undo) if undo else None,
                len(proposal.clauses),
                len(proposal.changed),
                now(),
                id_,
            ),
        )
        self._remember(id_, packed, proposal)
        return Stored(self._listed(owner, id_), proposal, undo is not None)

    def _remember(self, id_: str, packed: bytes, proposal: Proposal) -> None:
        self._unpacked.pop(id_, None)
        self._unpacked[id_] = packed, proposal
        if len(self._unpacked) > _UNPACKED:
            del self._unpacked[next(iter(self._unpacked))]

    def _keep_if_due(self, stored: Stored) -> None:
        (kept,) = self._database.execute(
            "select kept from proposal where id = ?", (stored.listed.id,)
        ).fetchone()
        if kept <= (datetime.now(UTC) - _PAUSE).isoformat(timespec="microseconds"):
            self._keep(stored)

    def _keep(self, stored: Stored) -> None:
        """Keep a state as a version; the oldest goes where there are too many."""
        listed, database = stored.listed, self._database
        (last,) = database.execute(
            "select coalesce(max(number), 0) from proposal_version where proposal = ?", (listed.id,)
        ).fetchone()
        row = (listed.id, last + 1, listed.changed, listed.changes, _packed(stored.proposal))
        database.execute("insert into proposal_version values (?, ?, ?, ?, ?)", row)
        database.execute(
            "delete from proposal_version where proposal = ? and number <= ?",
            (listed.id, last + 1 - MOST_VERSIONS),
        )
        database.execute("update proposal set kept = ? where id = ?", (now(), listed.id))

    def _hide(self, owner: str, id_: str, *, deleted: str) -> None:
        with self._changing() as database:
            self._listed(owner, id_, deleted=not deleted)
            database.execute("update proposal set deleted = ? where id = ?", (deleted, id_))
            if not deleted:
                self._refuse_too_much(owner)
            self._erase()

    def _refuse_too_much(self, owner: str) -> None:
        """Raise ResolutionsError, which undoes the change, where a person has more than fits."""
        count, stored, longest = self._database.execute(
            "select count(*), coalesce(sum(length(clauses) + coalesce(length(undo), 0) +"
            " (select coalesce(sum(length(clauses)), 0) from proposal_version where proposal = id)), 0),"
            " coalesce(max(length(clauses)), 0) from proposal where owner = ? and deleted = ''",
            (owner,),
        ).fetchone()
        if count > MOST_PROPOSALS:
            raise ResolutionsError(
                f"you have reached the limit of {MOST_PROPOSALS} proposals; delete one first"
            )
        if longest > LONGEST_PROPOSAL or stored > MOST_STORED:
            raise ResolutionsError("there is no room left for this proposal; delete others, or divide it")

    def _erase(self) -> None:
        self._database.execute(
            "delete from proposal where deleted > '' and deleted < ?", (restorable_since(),)
        )


def _listed(row: Sequence[Any]) -> Listed:
    id_, edition, clauses, changes, changed, *about = row
    title, author, document, agenda_item, form, name, edition_title = about
    said = About(title, author, document, agenda_item, form, changed[:10], name, edition_title)
    return Listed(id_, EditionKey.parse(edition), clauses, changes, changed, said)


def _row_of(about: About) -> tuple[str, ...]:
    return tuple(getattr(about, field.name) for field in fields(About) if field.name != "date")


def _place(clause: ProposedClause) -> tuple[str, bool]:
    return clause.id, clause.is_deleted


def _packed(proposal: Proposal) -> bytes:
    text = json.dumps(to_json(proposal), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


def _unpacked(packed: bytes) -> Proposal:
    return from_json(json.loads(zlib.decompress(packed)))


def _checked(about: About) -> About:
    """Return what is said of a proposal as it is stored. Raises ResolutionsError if a line is too long."""
    plain = {name: " ".join(getattr(about, name).translate(_CONTROLS).split()) for name in _WRITTEN}
    for name, line in plain.items():
        if len(line) > LONGEST_LINE:
            raise ResolutionsError(f"the {name.replace('_', ' ')} has at most {LONGEST_LINE} characters")
    if about.form not in FORMS:
        raise ResolutionsError(f"'{about.form[:20]}' is no form: choose {', '.join(FORMS)}")
    return replace(about, **plain)
