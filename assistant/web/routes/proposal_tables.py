"""The page that puts proposals on one text in a table, and the table as files."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from assistant.proposals.incoming import ProposalFile, read_proposal_files
from assistant.proposals.table import tables_of
from assistant.web.proposal_tables import MOST_FILES, ProposalTables, SentTables, read_files
from assistant.web.routes import Routes, served_at
from assistant.web.security.authentication import owner_of
from assistant.web.service import Service
from assistant.web.templating import attachment
from assistant.web.traffic.costs import Cost
from assistant.web.wording import for_pages
from corpus.errors import UnreadableFile
from ingest.apart import get_ready_to_parse

_FORGOTTEN = "This table is no longer on the server; send the files again."
_NONE = "Choose at least one Word file."


class ProposalTableRoutes(Routes):
    """Serves the form, the tables, and these as files."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.tables = ProposalTables()

    @served_at("/proposals")
    async def empty(self, request: Request) -> Response:
        """Serve the form."""
        get_ready_to_parse()  # files may come
        return self._form(request)

    @served_at("/proposals/new", methods=("POST",), cost=Cost.CHECK)
    async def read(self, request: Request) -> Response:
        """Read files, and lead to their tables; or say in the form why there are none."""
        try:
            files = await read_files(request, self.service.settings.limits.size)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it
        except UnreadableFile as error:
            return self._form(request, (str(error),), 400)
        sent = await run_in_threadpool(self._tables, files)
        if not sent.tables:
            return self._form(request, sent.refusals or (_NONE,), 400)
        return RedirectResponse(f"/proposals/{self.tables.keep(owner_of(request), sent)}", 303)

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

    def _tables(self, files: list[ProposalFile]) -> SentTables:
        library = self.library
        proposals, refusals = read_proposal_files(files, library, self.service.settings.limits)
        return SentTables(tables_of(proposals, library), refusals)

    def _form(self, request: Request, refusals: tuple[str, ...] = (), status: int = 200) -> Response:
        sentences = [_sentence(refusal) for refusal in refusals]
        return self.page(request, "proposal_files.html", status, refusals=sentences, most=MOST_FILES)


def _sentence(refusal: str) -> str:
    return f"{for_pages(refusal).rstrip('.')}."
