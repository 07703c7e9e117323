"""A person's collections of clauses: filled from the reader, an answer or a selection; changed, exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.notebook.export import Notebook, collected
from assistant.notebook.note import StoredClause, UnknownNote
from assistant.notebook.store import LONGEST_TITLE
from assistant.web.addresses import clause_asked
from assistant.web.offline import MOST, query_of
from assistant.web.routes import Routes, or_refused, refusal_of, served_at, status_of_error
from assistant.web.routes.notes import UnknownClause, exported
from assistant.web.security.authentication import owner_of
from assistant.web.traffic.costs import Cost
from assistant.web.wording import start_of
from corpus.errors import ResolutionsError

COLLECTIONS = "/collections"


class CollectionsRoutes(Routes):
    """Serves collections, and the form by which clauses are added to one."""

    @served_at(f"{COLLECTIONS}/add")
    def choose(self, request: Request) -> Response:
        """Serve the form that adds clauses to a collection."""
        return self._choice(request, request.query_params.getlist("clause"))

    @served_at(f"{COLLECTIONS}/choose", methods=("POST",), takes_form=True)
    def choose_selected(self, request: Request, fields: QueryParams) -> Response:
        """Serve that form for a drafter's selection; the draft itself is left aside."""
        return self._choice(request, fields.getlist("selection"))

    @served_at("/conversations/{id}/{turn:number}/collect", cost=Cost.PAGE)
    def choose_cited(self, request: Request) -> Response:
        """Serve that form for the clauses that an answer cites."""
        id_, number = request.path_params["id"], request.path_params["turn"]
        store = self.service.conversations
        kept = or_refused(request, lambda: store.turns(owner_of(request), id_), 404)
        turns = [turn for turn in kept if turn.number == number]
        clauses = [str(cited) for turn in turns for cited in turn.answer.cited]
        title = start_of(" ".join(turns[0].question.split()), LONGEST_TITLE - 2) if turns else ""
        return self._choice(request, clauses, title)

    @served_at(f"{COLLECTIONS}/add", methods=("POST",), takes_form=True)
    def add(self, request: Request, fields: QueryParams) -> Response:
        """Add clauses to a collection, or begin one with them."""
        id_, title = fields.get("collection", ""), fields.get("title", "")
        asked = [clause for clause in fields.getlist("clause") if clause]
        clauses = [self._kept(clause) for clause in dict.fromkeys(asked)]
        try:
            if None in clauses:
                raise UnknownClause
            found = [kept for kept in clauses if kept]
            kept_in = self.service.notebook.collect(owner_of(request), id_, title, found)
        except ResolutionsError as error:
            shown = asked or fields.getlist("offered")
            return self._choice(
                request, shown, title, refusal_of(request, error), status_of_error(error), id_
            )
        return RedirectResponse(f"{COLLECTIONS}/{kept_in}", 303)

    @served_at(f"{COLLECTIONS}/{{id}}.{{form}}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve a collection as a file."""
        return exported(request, lambda: self._notebook(request), "collection")

    @served_at(f"{COLLECTIONS}/{{id}}", cost=Cost.PAGE)
    def collection(self, request: Request) -> Response:
        """Serve a collection to be changed, or say that it was deleted and can be restored."""
        return self._page(request)

    @served_at(f"{COLLECTIONS}/{{id}}/rename", methods=("POST",), takes_form=True)
    def rename(self, request: Request, fields: QueryParams) -> Response:
        """Give a collection another title."""
        store, title = self.service.notebook, fields.get("title", "")
        return self._changed(request, lambda owner, id_: store.rename(owner, id_, title))

    @served_at(f"{COLLECTIONS}/{{id}}/move", methods=("POST",), takes_form=True)
    def move(self, request: Request, fields: QueryParams) -> Response:
        """Move a clause one place up or down."""
        store, clause, up = self.service.notebook, fields.get("clause", ""), fields.get("way") == "up"
        return self._changed(
            request, lambda owner, id_: store.move(owner, id_, clause, up=up), f"#{quote(clause, safe='')}"
        )

    @served_at(f"{COLLECTIONS}/{{id}}/remove", methods=("POST",), takes_form=True)
    def remove(self, request: Request, fields: QueryParams) -> Response:
        """Remove a clause, or put it back."""
        store, clause, undo = self.service.notebook, fields.get("clause", ""), fields.get("way") == "undo"
        then = f"{'#' if undo else '?removed='}{quote(clause, safe='')}"
        return self._changed(request, lambda owner, id_: store.remove(owner, id_, clause, undo=undo), then)

    @served_at(f"{COLLECTIONS}/{{id}}/delete", methods=("POST",))
    def delete(self, request: Request) -> Response:
        """Delete a collection, and offer to restore it."""
        store = self.service.notebook
        return self._changed(request, lambda owner, id_: store.delete("collection", owner, id_))

    @served_at(f"{COLLECTIONS}/{{id}}/restore", methods=("POST",))
    def restore(self, request: Request) -> Response:
        """Restore a collection that was deleted lately."""
        store = self.service.notebook
        return self._changed(request, lambda owner, id_: store.restore("collection", owner, id_))

    def _choice(
        self,
        request: Request,
        asked: Sequence[str],
        title: str = "",
        refusal: str = "",
        status: int = 200,
        chosen: str = "",
    ) -> Response:
        clauses = [kept for id_ in dict.fromkeys(asked) if (kept := self._kept(id_))]
        collections: tuple[tuple[str, str], ...] = ()
        try:
            collections = self.service.notebook.titles(owner_of(request))
        except ResolutionsError as error:
            refusal, status = refusal or refusal_of(request, error), 503
        if not clauses and not refusal:
            refusal, status = "There is no clause here that could be added to a collection.", 404
        return self.page(
            request,
            "collect.html",
            status,
            clauses=clauses,
            collections=collections,
            chosen=chosen,
            collection_title=title,
            refusal=refusal,
            longest=LONGEST_TITLE,
        )

    def _kept(self, clause: str) -> StoredClause | None:
        found = clause_asked(clause, self.library)
        return StoredClause.of(*found[1:]) if found else None

    def _notebook(self, request: Request) -> Notebook:
        collection = self.service.notebook.collection(owner_of(request), request.path_params["id"])
        return Notebook(collection.title, (collection,), (), self.library)

    def _changed(self, request: Request, change: Callable[[str, str], None], then: str = "") -> Response:
        """Change a collection and show it again, or say why not."""
        id_ = request.path_params["id"]
        try:
            change(owner_of(request), id_)
        except ResolutionsError as error:
            return self._page(request, refusal_of(request, error), status_of_error(error))
        return RedirectResponse(f"{COLLECTIONS}/{quote(id_, safe='')}{then}", 303)

    def _page(self, request: Request, refusal: str = "", status: int = 200) -> Response:
        store, owner, id_ = self.service.notebook, owner_of(request), request.path_params["id"]
        clause = request.query_params.get("removed", "")
        try:
            collection = store.collection(owner, id_)
        except UnknownNote:
            gone = or_refused(request, lambda: store.collection(owner, id_, deleted=True))
            what, action = f"The collection “{gone.title}”", f"{COLLECTIONS}/{id_}/restore"
            return self.page(request, "note_deleted.html", what=what, action=action)
        except ResolutionsError as error:
            raise HTTPException(status_of_error(error), refusal_of(request, error)) from None
        removed = or_refused(request, lambda: store.removed(owner, id_, clause)) if clause else None
        library = self.library
        clauses = [(kept, *collected(kept, library)) for kept in collection.clauses]
        held = [kept.id for kept, _, is_held in clauses if is_held and kept.id]
        return self.page(
            request,
            "collection.html",
            status,
            collection=collection,
            clauses=clauses,
            handout=query_of(held) if len(held) <= MOST else "",
            removed=removed,
            refusal=refusal,
            longest=LONGEST_TITLE,
        )
