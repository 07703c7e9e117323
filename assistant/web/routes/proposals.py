"""A person's proposals: begun, edited clause by clause, exported, deleted. Every step works without script.

/propose                     a person's proposals, and a form to begin one
/propose/<id>                the editor; ?edit=<clause> opens a clause, ?show=changes hides the others
/propose/<id>/change         one step (assistant/web/proposing.py); a script is sent the changed clauses alone
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from assistant.proposals.about import FORMS as KINDS
from assistant.proposals.about import About, numbering_of
from assistant.proposals.export import FORMS, NAMES
from assistant.proposals.proposal import Proposal
from assistant.proposals.store import ProposalStore, Stored, UnknownProposal
from assistant.web.addresses import clause_asked, edition_asked
from assistant.web.editions import edition_choices
from assistant.web.proposing import ClauseChanged, Step, beside, called, changes, opened_at, remarks, standing
from assistant.web.proposing import state_of as state_of_clause
from assistant.web.routes import Result, Routes, or_refused, refusal_of, served_at, status_of_error
from assistant.web.security.authentication import is_by_curator, owner_of
from assistant.web.templating import Html, attachment, render, served
from assistant.web.traffic.costs import Cost
from assistant.web.wording import storage_notice
from corpus.errors import HomeUnavailable, ResolutionsError
from corpus.instruments import Edition

PROPOSE = "/propose"
_OF = f"{PROPOSE}/{{id}}"


class ProposalsRoutes(Routes):
    """Serves the list of proposals and their editor."""

    @served_at(PROPOSE, cost=Cost.PAGE)
    def list(self, request: Request) -> Response:
        """Serve a person's proposals and the form to begin one, for a text or a clause if asked."""
        asked = request.query_params
        try:
            edition, eid = self._asked(asked.get("clause", ""), asked.get("text", ""))
        except ResolutionsError as error:
            return self._list(request, refusal=refusal_of(request, error), status=404)
        return self._list(request, edition, eid)

    @served_at(PROPOSE, methods=("POST",), takes_form=True)
    def begin(self, request: Request, fields: QueryParams) -> Response:
        """Begin a proposal and open it."""
        edition, eid = None, ""
        try:
            edition, eid = self._asked(fields.get("clause", ""), fields.get("text", ""))
            if edition is None:
                raise ResolutionsError("choose a text")
            proposal = Proposal.on(edition, numbering_of(edition))
            about = About.on(edition, fields.get("title", ""))
            id_ = self.store.begin(owner_of(request), proposal, about)
        except ResolutionsError as error:
            status = 503 if isinstance(error, HomeUnavailable) else 400
            return self._list(request, edition, eid, refusal_of(request, error), status)
        return RedirectResponse(_editing(id_, eid), 303)

    @served_at(_OF, cost=Cost.PAGE)
    def editor(self, request: Request) -> Response:
        """Serve the editor of a proposal."""
        stored = self._read(request)
        opened = opened_at(
            stored.proposal, self.library.find(stored.proposal.edition), request.query_params.get("edit", "")
        )
        return self._editor(request, stored, opened)

    @served_at(f"{_OF}/clause", cost=Cost.PAGE)
    def clause(self, request: Request) -> Response:
        """Serve one clause as it is shown, or with its form if `edit` is asked."""
        stored, asked = self._read(request), request.query_params
        rows = [clause for clause in stored.proposal.clauses if clause.id == asked.get("clause")]
        if not rows:
            raise HTTPException(404, "This clause is no longer in the proposal; reload the page.")
        opened = rows[0].id if "edit" in asked else ""
        return served(_rendered(stored, rows[0].id, opened))

    @served_at(f"{_OF}/beside", methods=("POST",), cost=Cost.PAGE, takes_form=True)
    def beside(self, request: Request, fields: QueryParams) -> Response:
        """Serve what stands beside a clause for the words that are typed."""
        stored, state = self._read(request), self.service.now
        clause = or_refused(request, lambda: stored.proposal.clause(fields.get("clause", "")), 404)
        found = beside(fields.get("words", ""), clause, stored.proposal.edition, state)
        return served(render("proposal_beside.html", found=found))

    @served_at(f"{_OF}/change", methods=("POST",), takes_form=True)
    def change(self, request: Request, fields: QueryParams) -> Response:
        """Save a clause's words and do what a button says."""
        try:
            step = Step.read(fields)
            before, after = self.store.change(owner_of(request), _id(request), step)
        except UnknownProposal as error:
            raise HTTPException(404, refusal_of(request, error)) from None
        except ResolutionsError as error:
            return self._not_saved(request, fields, error)
        focus = step.focus(before.proposal, after.proposal)
        return self._changed(request, before, after, focus, is_open=step.deed in ("before", "after"))

    @served_at(f"{_OF}/undo", methods=("POST",))
    def undo(self, request: Request) -> Response:
        """Take back the last step."""
        before, after = self._do(request, self.store.undo)
        return self._changed(request, before, after, "")

    @served_at(f"{_OF}/about", methods=("POST",), takes_form=True)
    def describe(self, request: Request, fields: QueryParams) -> Response:
        """Change the title, the author, the numbers and the form."""
        stored = self._read(request)
        said = {name: fields.get(name, "") for name in ("title", "author", "document", "agenda_item", "form")}
        about = stored.listed.about
        try:
            new = About(**said, date="", edition_name=about.edition_name, edition_title=about.edition_title)
            self.store.describe(owner_of(request), _id(request), new)
        except ResolutionsError as error:
            return self._editor(request, stored, "", refusal_of(request, error), status=400)
        return RedirectResponse(f"{PROPOSE}/{_id(request)}", 303)

    @served_at(f"{_OF}/versions/{{number:number}}", methods=("POST",))
    def go_back(self, request: Request) -> Response:
        """Go back to a version."""
        self._do(request, lambda owner, id_: self.store.go_back(owner, id_, request.path_params["number"]))
        return RedirectResponse(f"{PROPOSE}/{_id(request)}", 303)

    @served_at(f"{_OF}/delete", methods=("POST",))
    def delete(self, request: Request) -> Response:
        """Delete a proposal, and offer to restore it."""
        self._do(request, self.store.delete)
        return RedirectResponse(f"{PROPOSE}?deleted={_id(request)}", 303)

    @served_at(f"{_OF}/restore", methods=("POST",))
    def restore(self, request: Request) -> Response:
        """Restore a proposal that was deleted lately."""
        self._do(request, self.store.restore)
        return RedirectResponse(f"{PROPOSE}/{_id(request)}", 303)

    @served_at(f"{_OF}/as/{{ending}}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve a proposal as a file."""
        ending, stored = request.path_params["ending"], self._read(request)
        if ending not in FORMS:
            raise HTTPException(
                404, f"No proposal is exported as '{ending[:20]}': choose {', '.join(FORMS)}."
            )
        kind, write = FORMS[ending]
        content = write(stored.proposal, stored.listed.about)
        return attachment(content, kind, f"proposal.{ending}", is_kept=False)

    @property
    def store(self) -> ProposalStore:
        """The proposals of all people."""
        return self.service.proposals

    def _asked(self, clause: str, text: str) -> tuple[Edition | None, str]:
        """Return the text that is asked for, and the eId of a clause. Raises ResolutionsError."""
        if clause:
            found = clause_asked(clause, self.library)
            if found is None:
                raise ResolutionsError("this clause is not in the library")
            return found[1], found[2].eid
        return (edition_asked(text, self.library) if text else None), ""

    def _list(
        self,
        request: Request,
        edition: Edition | None = None,
        eid: str = "",
        refusal: str = "",
        status: int = 200,
    ) -> Response:
        owner, deleted = owner_of(request), None
        try:
            if id_ := request.query_params.get("deleted"):
                deleted = self._found(lambda: self.store.listed(owner, id_, deleted=True))
            proposals = self.store.all(owner, edition.key if edition else None)
        except HomeUnavailable as error:
            proposals, refusal, status = (), refusal_of(request, error), 503
        clause = edition.provision(eid) if edition and eid else None
        return self.page(
            request,
            "proposals.html",
            status,
            notices=[storage_notice(self.store.notice, is_curator=is_by_curator(request))],
            proposals=proposals,
            called=called,
            deleted=deleted,
            edition=edition,
            clause=edition.id_of(clause) if edition and clause else None,
            label=edition.citation(clause) if edition and clause else edition.name if edition else "",
            standing=standing(edition.key, self.library) if edition else (),
            texts=edition_choices(self.library, pending=True, titled=True),
            chosen=str(next(iter(self.service.now.assistant.subject), "")),
            refusal=refusal,
        )

    def _changed(
        self, request: Request, before: Stored, after: Stored, focus: str, *, is_open: bool = False
    ) -> Response:
        """Send a script the clauses that changed, a browser without one to the page."""
        if not _is_script(request):
            return RedirectResponse(f"{_editing(after.listed.id, focus)}", 303)
        gone, changed = changes(before.proposal, after.proposal)
        rows = [
            {"id": clause.id, "after": place, "state": state_of_clause(clause),
             "html": _rendered(after, clause.id)}
            for clause, place in changed
        ]  # fmt: skip
        said = {"gone": gone, "changed": rows, "focus": focus, "open": is_open, "canUndo": after.can_undo}
        return JSONResponse({**said, "summary": _summary(after)}, headers={"Cache-Control": "no-store"})

    def _not_saved(self, request: Request, fields: Mapping[str, str], error: ResolutionsError) -> Response:
        """Say why a step was not done; what was typed stays where it is, or comes back."""
        sentence, status = refusal_of(request, error), status_of_error(error)
        stored, state = None, ""
        if isinstance(error, ClauseChanged):
            status, state = 409, state_of_clause(error.stored)
            stored = "" if error.stored.is_deleted else error.stored.now
        if _is_script(request):
            said = {"refusal": sentence, "stored": stored, "state": state}
            return JSONResponse(said, status, headers={"Cache-Control": "no-store"})
        proposal = self._read(request)
        unsaved = {**fields, "stored": stored, "state": state or fields.get("state", "")}
        return self._editor(request, proposal, fields.get("clause", ""), sentence, unsaved, status)

    def _editor(
        self,
        request: Request,
        stored: Stored,
        opened: str,
        refusal: str = "",
        unsaved: Mapping[str, str | None] | None = None,
        status: int = 200,
    ) -> Response:
        proposal, state = stored.proposal, self.service.now
        clause = next((clause for clause in proposal.clauses if clause.id == opened), None)
        return self.page(
            request,
            "proposal.html",
            status,
            notices=[storage_notice(self.store.notice, is_curator=is_by_curator(request))],
            stored=stored,
            listed=stored.listed,
            name=called(stored.listed),
            summary=_summary(stored),
            opened=opened,
            beside=beside(clause.now, clause, proposal.edition, state) if clause else None,
            only_changes=request.query_params.get("show") == "changes",
            is_in_library=state.library.find(proposal.edition) is not None,
            remarks=remarks(stored, state.library),
            versions=self._found(lambda: self.store.versions(owner_of(request), stored.listed.id)) or (),
            files=NAMES,
            kinds=KINDS.items(),
            refusal=refusal,
            unsaved=unsaved,
            state_of=state_of_clause,
        )

    def _read(self, request: Request) -> Stored:
        return self._do(request, self.store.read)

    def _do(self, request: Request, act: Callable[[str, str], Result]) -> Result:
        """Do something with a proposal of this person. Raises HTTPException where that cannot be."""
        return or_refused(request, lambda: act(owner_of(request), _id(request)))

    def _found(self, read: Callable[[], Result]) -> Result | None:
        try:
            return read()
        except UnknownProposal:
            return None


def _rendered(stored: Stored, id_: str, opened: str = "") -> Html:
    rows = [clause for clause in stored.proposal.clauses if clause.id == id_]
    return render(
        "proposal_clauses.html",
        rows=rows,
        listed=stored.listed,
        opened=opened,
        keeps_numbers=stored.proposal.keeps_numbers,
        unsaved=None,
        state_of=state_of_clause,
    )


def _summary(stored: Stored) -> str:
    """Return how many clauses are changed, and for how many the reasons are missing that are asked for."""
    changed = stored.proposal.changed
    said = f"{len(changed):,} of {len(stored.proposal.clauses):,} clauses changed"
    asked = [clause for clause in changed if clause.operation in stored.listed.about.asks_reasons]
    missing = sum(not clause.reasons for clause in asked)
    return f"{said}; {missing:,} without reasons" if missing else said


def _id(request: Request) -> str:
    return quote(request.path_params["id"], safe="")


def _editing(id_: str, eid: str) -> str:
    """Return the address of a proposal, with a clause open if there is one."""
    asked = f"?edit={quote(eid, safe='')}#c-{quote(eid, safe='')}" if eid else ""
    return f"{PROPOSE}/{id_}{asked}"


def _is_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
