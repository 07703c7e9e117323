"""Conversations on disk: what was asked and answered, each belonging to one account, by its id.

A deleted conversation is hidden at once. After ten minutes the next question, deletion or start erases it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from secrets import token_urlsafe
from typing import Any

from assistant.answer import Answer
from assistant.conversations.answer_json import from_text, to_text
from assistant.conversations.database import PersonalFile, now, restorable_since
from assistant.conversations.turn import (
    Conversation,
    PendingVerdict,
    Turn,
    UnknownConversation,
    Verdict,
    VerdictKind,
)
from assistant.scope.filters import Filters
from corpus.errors import ResolutionsError

LONGEST_TITLE = 120
_SHOWN_TITLE = 80  # of a question that becomes a title
_VISIBLE = "id not in (select conversation from deleted)"
_LISTED = (
    "select id, title, changed, (select count(*) from turn where turn.conversation = id) from conversation"
)
_FOUND = (
    " and (instr(folded, ?) or exists (select 1 from turn where turn.conversation = id"
    " and instr(turn.folded, ?)))"
)


class ConversationStore(PersonalFile):
    """Keeps conversations.

    Whatever is called raises UnknownConversation for an id that is not that of this person's conversation,
    or of one that is deleted.
    """

    def append(
        self, owner: str, id_: str, question: str, filters: Filters, answer: Answer
    ) -> tuple[str, int]:
        """Add a turn; return its conversation and its number there. A new one begins where `id_` is ''."""
        with self._changing() as database:
            if not id_:
                id_, title = token_urlsafe(9), " ".join(question.split()) or "(an empty question)"
                if len(title) > _SHOWN_TITLE:
                    title = f"{title[:_SHOWN_TITLE].rsplit(' ', 1)[0]} …"
                row = (id_, owner, title, title.casefold(), now())
                database.execute("insert into conversation values (?, ?, ?, ?, ?)", row)
            self._check(id_, owner)
            (number,) = database.execute(
                "select coalesce(max(number), 0) + 1 from turn where conversation = ?", (id_,)
            ).fetchone()
            fields = {name: str(value) for name, value in asdict(filters).items() if value}
            turn = (id_, number, question, json.dumps(fields), *_kept(question, answer), now())
            database.execute("insert into turn values (?, ?, ?, ?, ?, ?, ?)", turn)
            database.execute("update conversation set changed = ? where id = ?", (now(), id_))
            self._erase()
        return id_, number

    def replace_answer(self, id_: str, number: int, answer: Answer) -> None:
        """Put an answer in the place of a turn's."""
        with self._changing() as database:
            database.execute(
                "update turn set answer = ?, folded = folded || ? where conversation = ? and number = ?",
                (*_kept("", answer), id_, number),
            )

    def turns(self, owner: str, id_: str) -> tuple[Turn, ...]:
        """Return the turns of a conversation, oldest first."""
        with self._reading():
            self._check(id_, owner)
            return self._turns(id_)

    def find(self, owner: str, id_: str) -> Conversation:
        """Return one conversation."""
        with self._reading() as database:
            self._check(id_, owner)
            return Conversation(*database.execute(f"{_LISTED} where id = ?", (id_,)).fetchone())

    def list(self, owner: str, words: str = "", most: int = 100) -> tuple[Conversation, ...]:
        """Return a person's conversations, the newest first.

        With `words` those in which each word stands in the title, a question or an answer.
        """
        terms = words.casefold().split()
        values = [owner, *(word for word in terms for _ in range(2)), most]
        with self._reading() as database:
            rows = database.execute(
                f"{_LISTED} where owner = ? and {_VISIBLE}{_FOUND * len(terms)}"
                " order by changed desc, rowid desc limit ?",
                values,
            )
            return tuple(Conversation(*row) for row in rows)

    def rename(self, owner: str, id_: str, title: str) -> None:
        """Give a conversation another title. Raises ResolutionsError for one that is none."""
        plain = " ".join(title.split())
        if not plain or len(plain) > LONGEST_TITLE:
            raise ResolutionsError(f"a title has 1 to {LONGEST_TITLE} characters, this one has {len(plain)}")
        with self._changing() as database:
            self._check(id_, owner)
            row = (plain, plain.casefold(), id_)
            database.execute("update conversation set title = ?, folded = ? where id = ?", row)

    def delete(self, owner: str, id_: str) -> None:
        """Delete a conversation, which can be restored for a while."""
        with self._changing() as database:
            self._check(id_, owner)
            database.execute("insert into deleted values (?, ?)", (id_, now()))
            self._erase()

    def restore(self, owner: str, id_: str) -> None:
        """Restore a conversation that was deleted lately."""
        with self._changing():
            self._erase()
        with self._changing() as database:
            self._check(id_, owner, deleted=True)
            database.execute("delete from deleted where conversation = ?", (id_,))

    def find_deleted(self, owner: str, id_: str) -> Conversation | None:
        """Return a deleted conversation that can be restored, or None."""
        with self._changing() as database:
            self._erase()
            row = database.execute(
                f"{_LISTED} where owner = ? and id = ? and not {_VISIBLE}", (owner, id_)
            ).fetchone()
            return Conversation(*row) if row else None

    def count(self, owner: str) -> int:
        """Return how many conversations a person has, deleted ones that can be restored among them."""
        with self._reading() as database:
            row = database.execute("select count(*) from conversation where owner = ?", (owner,)).fetchone()
            return int(row[0])

    def erase(self, owner: str) -> int:
        """Erase all conversations of a person; return how many there were."""
        with self._changing() as database:
            return database.execute("delete from conversation where owner = ?", (owner,)).rowcount

    def judge(self, owner: str, id_: str, number: int, verdict: Verdict) -> Answer:
        """Keep a person's verdict on an answer, in place of an earlier one; return the answer."""
        with self._changing() as database:
            self._check(id_, owner)
            found = database.execute(
                "select answer from turn where conversation = ? and number = ?", (id_, number)
            ).fetchone()
            if found is None:
                raise UnknownConversation
            row = (id_, number, verdict.kind, verdict.clause, verdict.words, now())
            database.execute("insert or replace into verdict values (?, ?, ?, ?, ?, ?, '')", row)
            return from_text(found[0])

    def verdicts(self) -> tuple[PendingVerdict, ...]:
        """Return all verdicts not yet reviewed, oldest first."""
        with self._reading() as database:
            rows = database.execute(
                "select conversation, number from verdict where became = ''"
                " and conversation not in (select conversation from deleted) order by given, rowid"
            ).fetchall()
            conversations = [
                (id_, tuple(turn for turn in self._turns(id_) if turn.number <= number))
                for id_, number in rows
            ]
            return tuple(PendingVerdict(id_, turns) for id_, turns in conversations)

    def settle(self, pending: PendingVerdict, became: str) -> None:
        """Record what came of a verdict, so that it is not reviewed again."""
        with self._changing() as database:
            row = (became, pending.conversation, pending.turns[-1].number)
            database.execute("update verdict set became = ? where conversation = ? and number = ?", row)

    def _turns(self, id_: str) -> tuple[Turn, ...]:
        rows = self._database.execute(
            "select number, question, filters, answer, asked, kind, clause, words from turn"
            " left join verdict using (conversation, number) where conversation = ? order by number",
            (id_,),
        )
        return tuple(map(_turn, rows))

    def _check(self, id_: str, owner: str, *, deleted: bool = False) -> None:
        """Refuse a conversation that is not this person's, or is deleted. Raises UnknownConversation."""
        row = self._database.execute(
            "select owner, exists (select 1 from deleted where conversation = id)"
            " from conversation where id = ?",
            (id_,),
        ).fetchone()
        if row is None or tuple(row) != (owner, deleted):
            raise UnknownConversation

    def _erase(self) -> None:
        self._database.execute(
            "delete from conversation where id in (select conversation from deleted where at < ?)",
            (restorable_since(),),
        )


def _turn(row: Sequence[Any]) -> Turn:
    number, question, filters, answer, asked, kind, clause, words = row
    verdict = Verdict(VerdictKind(kind), clause, words) if kind else None
    return Turn(number, question, Filters.read(json.loads(filters)), from_text(answer), asked, verdict)


def _kept(question: str, answer: Answer) -> tuple[str, str]:
    """Return an answer as it is kept, and the words by which its turn is found."""
    return to_text(answer), f"{question}\n{answer.text}".casefold()
