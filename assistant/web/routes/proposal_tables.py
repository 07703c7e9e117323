"""The page that puts proposals on one text in a table, and the table as files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from assistant.proposals.about import About, numbering_of
from assistant.proposals.incoming import IncomingProposal, ProposalFile, distinct, read_proposal_files
from assistant.proposals.table import tables_of
from assistant.web.proposal_tables import MOST_FILES, MOST_TABLES, SentTables, read_form
from assistant.web.proposing import called
from assistant.web.routes import Routes, served_at
from assistant.web.security.authentication import owner_of
from assistant.web.service import Service
from assistant.web.session_memory import SessionMemory
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from assistant.web.wording import for_pages
from corpus.errors import HomeUnavailable, ResolutionsError
from ingest.apart import get_ready_to_parse

_FORGOTTEN = "This table is no longer on the server; send the files again."
_NONE = "Choose a Word file or one of your proposals."


class ProposalTableRoutes(Routes):
    """Serves the form, the tables, and these as files."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.tables = SessionMemory[SentTables](MOST_TABLES)

    @served_at("/proposals")
    async def empty(self, request: Request) -> Response:
        """Serve the form."""
        get_ready_to_parse()  # files may come
        return self._form(request)

    @served_at("/proposals/new", methods=("POST",), cost=Cost.CHECK)
    async def read(self, request: Request) -> Response:
        """Read files, and lead to their tables; or say in the form why there are none."""
        try:
            files, own = await read_form(request, self.service.settings.limits.size)
            sent = await run_in_threadpool(self._tables, owner_of(request), files, own)
        except ClientDisconnect:
            return Response(status_code=400)  # the sender has gone
        except ResolutionsError as error:
            return self._form(request, (str(error),), 400)
        if not sent.tables:
            return self._form(request, sent.refusals or (_NONE,), 400)
        return RedirectResponse(f"/proposals/{self.tables.begin(owner_of(request), sent)}", 303)

    @served_at("/proposals/{session}", cost=Cost.PAGE)
    def table(self, request: Request) -> Response:
        """Serve tables, with ?only=open the clauses alone on which a meeting has to decide."""
        session = request.path_params["session"]
        sent = self.tables.find(owner_of(request), session)
        if sent is None:
            return self._form(request, (_FORGOTTEN,), 404)
        only = request.query_params.get("only") == "open"
        return self.page(
            request,
            "proposal_table.html",
            tables=sent.tables,
            refusals=[_sentence(refusal) for refusal in sent.refusals],
            only=only,
            session=session,
        )

    @served_at("/proposals/{session}/own/{text:number}/{number:number}", methods=("POST",))
    def own(self, request: Request) -> Response:
        """Store a proposal of a table among the person's own, and open it in the editor."""
        asked = request.path_params
        sent = self.tables.find(owner_of(request), asked["session"])
        if sent is None:
            return self._form(request, (_FORGOTTEN,), 404)
        table = next(iter(sent.tables[asked["text"] :]), None)
        found = next(iter(table.proposals[asked["number"] :]), None) if table else None
        if not table or not found:
            raise HTTPException(404, "The table has no such proposal.")
        proposal = replace(found.proposal, numbering=numbering_of(table.edition))
        try:
            about = About.on(table.edition, found.name)
            id_ = self.service.proposals.begin(owner_of(request), proposal, about)
        except ResolutionsError as error:
            return self._form(request, (str(error),), 400)
        return RedirectResponse(f"/propose/{id_}", 303)

    @served_at("/proposals/{session}/table.{ending}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve tables as a file."""
        from assistant.proposals.table_files import FORMS  # python-docx and openpyxl are loaded when wanted

        ending = request.path_params["ending"]
        if ending not in FORMS:
            raise HTTPException(404, f"No table is exported as '{ending}': choose {', '.join(FORMS)}.")
        sent = self.tables.find(owner_of(request), request.path_params["session"])
        if sent is None:
            raise HTTPException(404, _FORGOTTEN)
        form = FORMS[ending]
        return attachment(form.write(sent.tables), form.media_type, f"proposals.{ending}", is_kept=False)

    def _tables(self, owner: str, files: Iterable[ProposalFile], own: Iterable[str]) -> SentTables:
        library = self.library
        texts = library.fingerprints()
        proposals, refusals = read_proposal_files(files, library, self.service.settings.limits)
        for id_ in own:
            stored = self.service.proposals.read(owner, id_)
            name, on = called(stored.listed), stored.proposal
            if texts.get(str(on.edition)) == on.fingerprint:
                proposals += (IncomingProposal(name, on, {}),)
            else:
                refusals += (f"{name}: its text in the library was removed or replaced",)
        return SentTables(tables_of(distinct(proposals), library), refusals)

    def _form(self, request: Request, refusals: tuple[str, ...] = (), status: int = 200) -> Response:
        try:
            own = self.service.proposals.all(owner_of(request))
        except HomeUnavailable:
            own = ()  # files can be read all the same
        sentences = [_sentence(refusal) for refusal in refusals]
        return self.page(
            request,
            "proposal_files.html",
            status,
            refusals=sentences,
            most=MOST_FILES,
            own=own,
            called=called,
        )


def _sentence(refusal: str) -> str:
    return f"{for_pages(refusal).rstrip('.')}."
