"""Notes and collections in the conversations database, each owned by one account.

Deleted rows are hidden at once; after ten minutes the next change or start erases them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from secrets import token_urlsafe
from typing import Any

from assistant.conversations.database import PersonalFile, now, restorable_since
from assistant.notebook.note import Collection, Note, NoteChanged, StoredClause, UnknownNote
from corpus.errors import ResolutionsError
from corpus.keys import InstrumentKey

LONGEST_NOTE = 20_000
"""Characters of a note: as many as a form can carry in any script."""
LONGEST_TITLE = 120
MOST_NOTES, MOST_WRITTEN = 5_000, 2_000_000
"""Notes of a person, and their characters."""
MOST_COLLECTIONS, MOST_CLAUSES, MOST_COLLECTED = 200, 1_000, 5_000
"""Collections of a person, clauses of a collection, and of all: a page shows them all."""
_OF = {
    "note": "select id, clause, label, words, start, stop, body, version, changed from note where owner = ?",
    "collection": "select id, title, changed from collection where owner = ?",
}
"""What belongs to a person, by its noun."""
_HIDE = {
    "note": "update note set deleted = ? where id = ?",
    "collection": "update collection set deleted = ? where id = ?",
}
_ERASE = (
    "delete from note where deleted > '' and deleted < ?",
    "delete from collection where deleted > '' and deleted < ?",
    "delete from collected where deleted > '' and deleted < ?",
)
# Controls that no file can have; what turns the direction of words is a person's own business.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])


class NotebookStore(PersonalFile):
    """Keeps notes and collections.

    Every method raises UnknownNote for an id that is deleted or belongs to another person, and
    ResolutionsError for anything over a limit.
    """

    kept = "notes and collections"

    def notes(self, owner: str, key: InstrumentKey | None = None, clause: str = "") -> tuple[Note, ...]:
        """Return a person's notes, the oldest first: all, on any edition of a text, or on a clause."""
        on = (clause,) if clause else (f"{key}/", f"{key}0") if key else ()  # "0" comes behind "/"
        within = " and clause = ?" if clause else " and clause > ? and clause < ?" if key else ""
        values = (owner, *on)
        with self._reading() as database:
            rows = database.execute(f"{_OF['note']} and deleted = ''{within} order by rowid", values)
            return tuple(map(_note, rows))

    def note(self, owner: str, id_: str, *, deleted: bool = False) -> Note:
        """Return a note, or one that is deleted and can be restored."""
        with self._reading():
            return self._note(owner, id_, deleted=deleted)

    def write(self, owner: str, on: StoredClause, start: int, stop: int, body: str) -> str:
        """Store a new note and return its id."""
        id_, kept = token_urlsafe(9), _checked(body)
        if not kept and start == stop:
            raise ResolutionsError("write a note or give words to highlight")
        with self._changing() as database:
            row = (id_, owner, on.clause, on.label, on.words, start, stop, kept, now())
            database.execute("insert into note values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, '')", row)
            self._refuse_too_much(owner)
            self._erase()
        return id_

    def rewrite(self, owner: str, id_: str, body: str, version: int) -> None:
        """Change a note. Raises NoteChanged if `version` is not the stored one."""
        kept = _checked(body)
        with self._changing() as database:
            stored = self._note(owner, id_)
            if stored.version != version and stored.body != kept:
                raise NoteChanged(stored)
            if not kept and not stored.highlighted:
                raise ResolutionsError("write something or delete the note")
            row = (kept, now(), id_)
            database.execute("update note set body = ?, version = version + 1, changed = ? where id = ?", row)
            self._refuse_too_much(owner)

    def titles(self, owner: str) -> tuple[tuple[str, str], ...]:
        """Return the ids and titles of a person's collections, the newest first."""
        with self._reading() as database:
            rows = database.execute(f"{_OF['collection']} and deleted = '' order by rowid desc", (owner,))
            return tuple((id_, title) for id_, title, _ in rows)

    def collections(self, owner: str) -> tuple[Collection, ...]:
        """Return a person's collections, the newest first, each with its clauses."""
        with self._reading() as database:
            rows = database.execute(
                "select id, title, changed, clause, label, words from collection"
                " left join collected on collected.collection = id and collected.deleted = ''"
                " where owner = ? and collection.deleted = '' order by collection.rowid desc, place",
                (owner,),
            )
            return tuple(
                Collection(
                    id_, title, changed, tuple(StoredClause(*row[3:]) for row in found if row[3] is not None)
                )
                for (id_, title, changed), found in groupby(rows, lambda row: row[:3])
            )

    def collection(self, owner: str, id_: str, *, deleted: bool = False) -> Collection:
        """Return a collection, or one that is deleted and can be restored."""
        with self._reading():
            return self._collection(owner, id_, deleted=deleted)

    def collect(self, owner: str, id_: str, title: str, clauses: Sequence[StoredClause]) -> str:
        """Add clauses to the end of a collection, a new one where `id_` is ''; return its id."""
        if not clauses:
            raise ResolutionsError("select at least one clause")
        plain = "" if id_ else _titled(title)
        with self._changing() as database:
            if id_:
                self._collection(owner, id_)
            else:
                id_ = token_urlsafe(9)
                database.execute("insert into collection values (?, ?, ?, ?, '')", (id_, owner, plain, now()))
            there = {kept.clause for kept in self._collection(owner, id_).clauses}
            new = [kept for kept in clauses if kept.clause not in there]
            if len(there) + len(new) > MOST_CLAUSES:
                raise ResolutionsError(f"a collection has at most {MOST_CLAUSES:,} clauses")
            (after,) = database.execute(
                "select coalesce(max(place), 0) + 1 from collected where collection = ?", (id_,)
            ).fetchone()
            database.executemany(
                "insert or replace into collected values (?, ?, ?, ?, ?, '')",
                [(id_, kept.clause, at, kept.label, kept.words) for at, kept in enumerate(new, after)],
            )
            self._refuse_too_much(owner)
            self._touch(id_)
        return id_

    def rename(self, owner: str, id_: str, title: str) -> None:
        """Give a collection another title."""
        plain = _titled(title)
        with self._changing() as database:
            self._collection(owner, id_)
            database.execute("update collection set title = ? where id = ?", (plain, id_))
            self._touch(id_)

    def move(self, owner: str, id_: str, clause: str, *, up: bool) -> None:
        """Move a clause of a collection one place up or down; the first and the last stay."""
        with self._changing() as database:
            clauses = [kept.clause for kept in self._collection(owner, id_).clauses]
            if clause not in clauses:
                raise UnknownNote("clause")
            at = clauses.index(clause)
            other = min(max(at + (-1 if up else 1), 0), len(clauses) - 1)
            clauses[at], clauses[other] = clauses[other], clauses[at]
            database.executemany(
                "update collected set place = ? where collection = ? and clause = ?",
                [(place, id_, kept) for place, kept in enumerate(clauses, 1)],
            )
            self._touch(id_)

    def remove(self, owner: str, id_: str, clause: str, *, undo: bool = False) -> None:
        """Remove a clause from a collection, or put one back in its place that was removed lately."""
        with self._changing() as database:
            self._collection(owner, id_)
            found = database.execute(
                "update collected set deleted = ? where collection = ? and clause = ? and (deleted = '') = ?",
                ("" if undo else now(), id_, clause, not undo),
            )
            if not found.rowcount:
                raise UnknownNote("clause")
            self._refuse_too_much(owner)
            self._touch(id_)

    def removed(self, owner: str, id_: str, clause: str) -> StoredClause | None:
        """Return a clause that was removed from a collection and can be put back, or None."""
        with self._reading() as database:
            self._collection(owner, id_)
            row = database.execute(
                "select clause, label, words from collected"
                " where collection = ? and clause = ? and deleted >= ?",
                (id_, clause, restorable_since()),
            ).fetchone()
            return StoredClause(*row) if row else None

    def delete(self, noun: str, owner: str, id_: str) -> None:
        """Delete a "note" or a "collection", which can be restored for a while."""
        self._hide(noun, owner, id_, deleted=now())

    def restore(self, noun: str, owner: str, id_: str) -> None:
        """Restore a "note" or a "collection" that was deleted lately."""
        self._hide(noun, owner, id_, deleted="")

    def count(self, owner: str) -> tuple[int, int]:
        """Return how many notes and collections a person has, those that can be restored among them."""
        with self._reading():
            return self._count(owner)

    def erase(self, owner: str) -> None:
        """Erase all notes and collections of a person."""
        with self._changing() as database:
            database.execute("delete from note where owner = ?", (owner,))
            database.execute("delete from collection where owner = ?", (owner,))

    def _count(self, owner: str) -> tuple[int, int]:
        notes, collections = self._database.execute(
            "select (select count(*) from note where owner = ?1),"
            " (select count(*) from collection where owner = ?1)",
            (owner,),
        ).fetchone()
        return int(notes), int(collections)

    def _note(self, owner: str, id_: str, *, deleted: bool = False) -> Note:
        return _note(self._row("note", owner, id_, deleted=deleted))

    def _collection(self, owner: str, id_: str, *, deleted: bool = False) -> Collection:
        id_, title, changed = self._row("collection", owner, id_, deleted=deleted)
        rows = self._database.execute(
            "select clause, label, words from collected where collection = ? and deleted = '' order by place",
            (id_,),
        )
        return Collection(id_, title, changed, tuple(StoredClause(*row) for row in rows))

    def _row(self, noun: str, owner: str, id_: str, *, deleted: bool) -> Sequence[Any]:
        """Return a row of this person's. Raises UnknownNote."""
        row = self._database.execute(
            f"{_OF[noun]} and id = ? and {'deleted >= ?' if deleted else 'deleted = ?'}",
            (owner, id_, restorable_since() if deleted else ""),
        ).fetchone()
        if row is None:
            raise UnknownNote(noun)
        return tuple(row)

    def _hide(self, noun: str, owner: str, id_: str, *, deleted: str) -> None:
        with self._changing() as database:
            self._row(noun, owner, id_, deleted=not deleted)
            database.execute(_HIDE[noun], (deleted, id_))
            if not deleted:
                self._refuse_too_much(owner)
            self._erase()

    def _refuse_too_much(self, owner: str) -> None:
        """Raise ResolutionsError, which undoes the change, where a person has more than a page can show."""
        counts = self._database.execute(
            "select (select count(*) from note where owner = ?1 and deleted = ''),"
            " (select coalesce(sum(length(body)), 0) from note where owner = ?1 and deleted = ''),"
            " (select count(*) from collection where owner = ?1 and deleted = ''),"
            " (select count(*) from collected join collection on collected.collection = id"
            " where owner = ?1 and collection.deleted = '' and collected.deleted = '')",
            (owner,),
        ).fetchone()
        most = (
            (MOST_NOTES, "notes"),
            (MOST_WRITTEN, "characters in all your notes"),
            (MOST_COLLECTIONS, "collections"),
            (MOST_COLLECTED, "clauses in all your collections"),
        )
        for count, (limit, noun) in zip(counts, most, strict=True):
            if count > limit:
                raise ResolutionsError(f"you have reached the limit of {limit:,} {noun}; delete some first")

    def _touch(self, id_: str) -> None:
        self._database.execute("update collection set changed = ? where id = ?", (now(), id_))
        self._erase()

    def _erase(self) -> None:
        for statement in _ERASE:
            self._database.execute(statement, (restorable_since(),))


def _note(row: Sequence[Any]) -> Note:
    id_, clause, label, words, *rest = row
    return Note(id_, StoredClause(clause, label, words), *rest)


def _checked(body: str) -> str:
    """Return a note's text as it is stored. Raises ResolutionsError if it is too long."""
    kept = body.replace("\r\n", "\n").translate(_CONTROLS).strip()
    if len(kept) > LONGEST_NOTE:
        raise ResolutionsError(f"a note has at most {LONGEST_NOTE:,} characters; this one has {len(kept):,}")
    return kept


def _titled(title: str) -> str:
    plain = " ".join(title.translate(_CONTROLS).split())
    if not plain or len(plain) > LONGEST_TITLE:
        raise ResolutionsError(f"give the collection a title of up to {LONGEST_TITLE} characters")
    return plain
