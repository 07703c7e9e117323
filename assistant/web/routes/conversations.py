"""A person's conversations: listed, found, renamed, deleted, exported; what is said of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from assistant.answer import Answer
from assistant.conversations.export import FORMS, exported, notes, titled
from assistant.conversations.store import LONGEST_TITLE
from assistant.conversations.turn import Conversation, Turn, Verdict, VerdictKind
from assistant.library.library import Library
from assistant.library.standing import edition_name
from assistant.understanding.labels.resolver import clauses_meant
from assistant.web.exchanges import LONGEST_CLAUSE, LONGEST_WORDS
from assistant.web.routes import Routes, refusal_of, served_at, status_of_error
from assistant.web.security.authentication import is_by_curator, owner_of
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from assistant.web.wording import storage_notice
from corpus.errors import ResolutionsError

_MOST = 200  # conversations on a page


class ConversationsRoutes(Routes):
    """Serves the page of conversations and what its forms ask."""

    @served_at("/conversations", cost=Cost.PAGE)
    def list(self, request: Request) -> Response:
        """Serve the list, or those that have the words asked for."""
        return self._page(request)

    @served_at("/conversations/{id}/rename", methods=("POST",), takes_form=True)
    def rename(self, request: Request, fields: QueryParams) -> Response:
        """Give a conversation another title."""
        store, title = self.service.conversations, fields.get("title", "")
        return self._changed(request, lambda owner, id_: store.rename(owner, id_, title))

    @served_at("/conversations/{id}/delete", methods=("POST",))
    def delete(self, request: Request) -> Response:
        """Delete a conversation, and offer to restore it."""
        then = f"?deleted={quote(request.path_params['id'], safe='')}"
        return self._changed(request, self.service.conversations.delete, then)

    @served_at("/conversations/{id}/restore", methods=("POST",))
    def restore(self, request: Request) -> Response:
        """Restore a conversation that was deleted lately."""
        return self._changed(request, self.service.conversations.restore)

    @served_at("/conversations/{id}/{turn:number}.{form}", "/conversations/{id}.{form}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve a conversation, or one answer of it, as a file."""
        form = request.path_params["form"]
        if form not in FORMS:
            raise HTTPException(404, f"No conversation is exported as '{form}': choose {', '.join(FORMS)}.")
        kind, write = FORMS[form]
        try:
            found = self._turns(request)
        except ResolutionsError as error:
            return self._page(request, refusal_of(request, error), 404)
        name = f"answer-{found[1][0].number}" if "turn" in request.path_params else "conversation"
        return attachment(write(*found, self.library), kind, f"{name}.{form}", is_kept=False)

    @served_at("/conversations/{id}/print", "/conversations/{id}/{turn:number}/print", cost=Cost.PAGE)
    def print(self, request: Request) -> Response:
        """Serve a conversation, or one answer of it, as a page to print."""
        try:
            conversation, turns = self._turns(request)
        except ResolutionsError as error:
            return self._page(request, refusal_of(request, error), 404)
        answers = tuple(exported(turn, self.library) for turn in turns)
        return self.page(
            request,
            "print.html",
            conversation=conversation,
            heading=titled(conversation, turns),
            answers=answers,
            notes=notes(answers, turns),
            exports=request.url.path.removesuffix("/print"),
            head=self.print_head(
                request, ", ".join(_texts(turns, self.library)), f"/?conversation={quote(conversation.id)}"
            ),
        )

    def _turns(self, request: Request) -> tuple[Conversation, tuple[Turn, ...]]:
        """Return a conversation with its turns, or the one that is asked for. Raises ResolutionsError."""
        owner, id_, number = owner_of(request), request.path_params["id"], request.path_params.get("turn")
        conversation = self.service.conversations.find(owner, id_)
        turns = self.service.conversations.turns(owner, id_)
        found = tuple(turn for turn in turns if number in (None, turn.number))
        if number is not None and not found:
            raise ResolutionsError(f"this conversation has no question {number}; it has {len(turns)}")
        return conversation, found

    @served_at("/verdict", methods=("POST",), takes_form=True)
    def verdict(self, request: Request, fields: QueryParams) -> Response:
        """Keep what a person says of an answer; the reply is one sentence."""
        try:
            turn, verdict = _verdict(fields)
        except ResolutionsError as error:
            return PlainTextResponse(f"{error}\n", 400)
        store, id_ = self.service.conversations, fields.get("conversation", "")
        try:
            answer = store.judge(owner_of(request), id_, turn, verdict)
        except ResolutionsError as error:
            return PlainTextResponse(f"{refusal_of(request, error)}\n", 409)
        note = self._clause_note(verdict.clause, answer) if verdict.clause else ""
        return PlainTextResponse(f"Thank you. This will be reviewed.{note}\n")

    def _clause_note(self, clause: str, answer: Answer) -> str:
        """Say which clause was understood, or that none was."""
        assistant = self.service.now.assistant
        matches = clauses_meant(clause, answer, assistant.library, assistant.subject)
        if not matches:
            return f" “{clause}” is not a clause in the library; it is recorded as you wrote it."
        if len(matches) > 1:
            return f" “{clause}” names {len(matches)} clauses; say of which text, if you can."
        return f" Understood: {matches[0].label}."

    def _changed(self, request: Request, change: Callable[[str, str], None], then: str = "") -> Response:
        """Change a conversation and show the list again, or say why not."""
        try:
            change(owner_of(request), request.path_params["id"])
        except ResolutionsError as error:
            return self._page(request, refusal_of(request, error), status_of_error(error))
        return RedirectResponse(f"/conversations{then}", 303)

    def _page(self, request: Request, refusal: str = "", status: int = 200) -> Response:
        words, store = request.query_params.get("q", "")[:LONGEST_CLAUSE], self.service.conversations
        owner, id_ = owner_of(request), request.query_params.get("deleted", "")
        found, deleted = tuple[Conversation, ...](), None
        try:
            found = tuple(store.list(owner, words, _MOST + 1))
            deleted = store.find_deleted(owner, id_) if id_ else None
        except ResolutionsError as error:
            found, refusal, status = (), refusal_of(request, error), 503
        return self.page(
            request,
            "conversations.html",
            status,
            notices=[storage_notice(store.notice, is_curator=is_by_curator(request))],
            conversations=found[:_MOST],
            words=words,
            refusal=refusal,
            more=len(found) > _MOST,
            deleted=deleted,
            longest=LONGEST_TITLE,
        )


def _texts(turns: Sequence[Turn], library: Library) -> Iterable[str]:
    """Return the names of the texts that answers quote, each once."""
    claims = (claim for turn in turns for claim in turn.answer.claims)
    keys = (citation.provision.edition for claim in claims for citation in claim.citations)
    return dict.fromkeys(edition_name(key, library) for key in keys)


def _verdict(fields: Mapping[str, str]) -> tuple[int, Verdict]:
    """Read the number of a question and what is said of its answer. Raises ResolutionsError."""
    kind, turn = fields.get("kind", ""), fields.get("turn", "")
    if kind not in list(VerdictKind):
        raise ResolutionsError(f"'{kind[:40]}' is not a verdict; choose one of {', '.join(VerdictKind)}")
    if not (turn.isascii() and turn.isdecimal() and len(turn) < 10):
        raise ResolutionsError(f"'{turn[:40]}' is not the number of a question")
    clause, words = fields.get("clause", "").strip(), fields.get("words", "").strip()
    if len(clause) > LONGEST_CLAUSE or len(words) > LONGEST_WORDS:
        raise ResolutionsError(
            f"a clause has at most {LONGEST_CLAUSE} characters, your words {LONGEST_WORDS}"
        )
    return int(turn), Verdict(VerdictKind(kind), clause, words)
