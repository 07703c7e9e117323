"""The library: what is in it, and what curators do to it; the work itself is done by `jobs`."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from assistant.doctor import check_integrity
from assistant.library.fetching import fetchable, instruments_to_fetch
from assistant.library.quarantine import Quarantine
from assistant.library.storage import SHIPPED
from assistant.web.addresses import edition_asked
from assistant.web.library_page.forms import (
    EditionChoice,
    ReviewRefused,
    SubmittedFiles,
    UploadRefused,
    read_choices,
    read_upload,
)
from assistant.web.library_page.jobs import Jobs, JobsWait, any_running
from assistant.web.library_page.page import FormState, LibraryState, citing, job_json, library_page, typed_for
from assistant.web.routes import Routes, fields_of, served_at
from assistant.web.security.authentication import is_by_curator, owner_of
from assistant.web.service import Service
from assistant.web.traffic.costs import Cost
from corpus.errors import HomeUnavailable, ResolutionsError
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest.apart import get_ready_to_parse

_LONGEST_KEY = 200  # characters
_UNCHOSEN = EditionChoice()
_LATER = RedirectResponse("/library#work", 303)  # library.html refreshes /library, and says why


class LibraryRoutes(Routes):
    """Serves the library page, and takes what curators send."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.jobs = Jobs(service)
        self.quarantine = Quarantine(service.settings.home, service.settings.quarantine)

    @served_at("/library", cost=Cost.PAGE)
    async def texts(self, request: Request) -> Response:
        """Serve the page."""
        if is_by_curator(request):
            get_ready_to_parse()  # files may come
        key = request.query_params.get("add", "")[:_LONGEST_KEY]
        return await self._page(request, typed_for(key, self.library))

    @served_at("/library/progress")
    async def progress(self, request: Request) -> Response:
        """Say how far the jobs are."""
        del request
        jobs = self.jobs.all
        return JSONResponse(
            {"running": any_running(jobs), "jobs": [job_json(job) for job in jobs]},
            headers={"Cache-Control": "no-store"},
        )

    @served_at("/library/add", methods=("POST",), by_curators=True, cost=Cost.UPLOAD)
    async def add(self, request: Request) -> Response:
        """Take files and add them later, or say on the page why that cannot be."""
        try:
            self.jobs.add(await read_upload(request, self.service.settings.limits.size))
        except ClientDisconnect:
            return Response(status_code=400)  # the sender has gone
        except UploadRefused as error:
            return await self._page(request, FormState(error.choice, error.allowed, str(error)), error.status)
        except JobsWait as error:
            return await self._page(request, FormState(refusal=str(error)), 503)
        return _LATER

    @served_at("/library/review", methods=("POST",), by_curators=True, cost=Cost.UPLOAD)
    async def review(self, request: Request) -> Response:
        """Add later the files that wait and are ticked, or say on the page why that cannot be."""
        form = await fields_of(request)
        try:
            aside = await run_in_threadpool(self.quarantine.files)
            self.jobs.add_judged(read_choices(form, aside))
        except (ReviewRefused, JobsWait) as error:
            status = 503 if isinstance(error, JobsWait) else 400
            return await self._page(request, FormState(review=form, review_refusal=str(error)), status)
        return _LATER

    @served_at("/library/remove", by_curators=True)
    async def ask_to_remove(self, request: Request) -> Response:
        """Ask whether an edition is to be removed; a text of the program may take its place."""
        library = self.library
        try:
            edition = self._removable(request.query_params.get("key", ""))
        except ResolutionsError as error:
            return await self._page(request, FormState(refusal=str(error)), 404)
        returns = edition.key in [instrument.edition for instrument in library.catalogue.shipped()]
        cites = citing(edition, library)
        return self.page(request, "library_remove.html", edition=edition, citing=cites, returns=returns)

    @served_at("/library/remove", methods=("POST",), by_curators=True)
    async def remove(self, request: Request) -> Response:
        """Remove an edition later."""
        key = (await fields_of(request)).get("key", "")

        def remove() -> None:
            edition = self._removable(key)
            self.jobs.remove(edition.key, edition.name)

        return await self._begun(request, remove)

    @served_at("/library/drafts", methods=("POST",), cost=Cost.CHECK)
    async def add_draft(self, request: Request) -> Response:
        """Add files as personal drafts, or say on the page why that was refused."""
        owner, choice = owner_of(request), _UNCHOSEN
        if not owner:
            raise HTTPException(404, "Personal drafts need an account; add the file to the library instead.")
        try:
            sent = await read_upload(request, self.service.settings.limits.size)
            choice = EditionChoice.of(sent.key) if sent.key else choice
            with sent.folder:
                await run_in_threadpool(self._add_drafts, owner, sent)
        except ClientDisconnect:
            return Response(status_code=400)  # the sender has gone
        except UploadRefused as error:
            return await self._own(request, error, error.status, error.choice)
        except ResolutionsError as error:
            return await self._own(request, error, 400, choice)
        return RedirectResponse("/library#drafts", 303)

    def _add_drafts(self, owner: str, sent: SubmittedFiles) -> None:
        for upload in sent.uploads:
            self.service.drafts.add(owner, upload, sent.key, self.library, self.service.settings.limits)

    @served_at("/library/drafts/delete", methods=("POST",))
    async def delete_draft(self, request: Request) -> Response:
        """Delete a personal draft."""
        try:
            key = EditionKey.parse((await fields_of(request)).get("key", ""))
            await run_in_threadpool(self.service.drafts.remove, owner_of(request), key)
        except ResolutionsError as error:
            return await self._own(request, error, 404)
        return RedirectResponse("/library#drafts", 303)

    async def _own(
        self, request: Request, error: Exception, status: int, choice: EditionChoice = _UNCHOSEN
    ) -> Response:
        """Say above the form for drafts why something was refused."""
        status = 503 if isinstance(error, HomeUnavailable) else status
        refusal = f"{str(error).rstrip('.')}."
        return await self._page(request, FormState(choice, refusal=refusal, is_own=True), status)

    async def _begun(self, request: Request, begin: Callable[[], None]) -> Response:
        """Queue a job, or say on the page why it was refused."""
        try:
            begin()
        except ResolutionsError as error:
            status = 503 if isinstance(error, JobsWait) else 404
            return await self._page(request, FormState(refusal=str(error)), status)
        return _LATER

    def _removable(self, text: str) -> Edition:
        """Return the edition with a key. Raises ResolutionsError: none, or one that cannot be removed."""
        edition = edition_asked(text, self.library)
        if edition.key in self.library.own:
            raise ResolutionsError(f"{edition.name} is one of your drafts; delete it under Your drafts.")
        record = self.library.records.get(edition.key)
        if record is None or record.file == SHIPPED:
            raise ResolutionsError(f"{edition.name} comes with the program and cannot be removed.")
        return edition

    @served_at("/library/forget", methods=("POST",), by_curators=True)
    async def forget(self, request: Request) -> Response:
        """Clear the list of files that could not be added, or of those to review; unnamed, both."""
        which = (await fields_of(request)).get("list", "")
        if which in ("review", "rejected"):
            await run_in_threadpool(self.quarantine.forget, asked=which == "review")
        else:
            await run_in_threadpool(self.quarantine.clear)
        return RedirectResponse("/library#review" if which == "review" else "/library#rejected", 303)

    @served_at("/library/index", methods=("POST",), by_curators=True)
    async def index(self, request: Request) -> Response:
        """Bring the index up to date later."""
        return await self._begun(request, self.jobs.renew)

    @served_at("/library/fetch", methods=("POST",), by_curators=True)
    async def fetch(self, request: Request) -> Response:
        """Fetch the official text of an edition later, or all official texts where none is named."""
        fields = await fields_of(request)

        def fetch() -> None:
            keys = [EditionKey.parse(fields["key"])] if fields.get("key") else []
            wanted = instruments_to_fetch(keys, self.library) if keys else fetchable(self.library)
            if not wanted:
                raise ResolutionsError("Every text with an official address is in the library.")
            self.jobs.fetch(wanted)

        return await self._begun(request, fetch)

    @served_at("/library/check", by_curators=True, cost=Cost.PAGE)
    async def check(self, request: Request) -> Response:
        """Check the integrity of everything, which takes seconds, and serve the results."""
        findings = await run_in_threadpool(check_integrity, self.service.settings)
        clean = self._shown(request).clean
        return self.page(request, "library_check.html", findings=findings, clean=clean)

    async def _page(self, request: Request, typed: FormState, status: int = 200) -> Response:
        words, after = (request.query_params.get(name, "") for name in ("q", "after"))
        first = int(after) if after.isdecimal() and len(after) < 8 else 0

        def page() -> Response:
            values = library_page(self._shown(request), typed, words[:200], first)
            return self.page(request, "library.html", status, **values)

        return await run_in_threadpool(page)

    def _shown(self, request: Request) -> LibraryState:
        assistant, owner = self.service.now.assistant, owner_of(request)
        own = [draft for draft, _ in self.service.drafts.of(owner).values()] if owner else None
        return LibraryState(
            assistant.library,
            assistant.notices,
            self.jobs.all,
            self.quarantine.files(),
            self.service.settings,
            is_by_curator(request),
            own,
        )
