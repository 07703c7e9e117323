"""A person's notes on clauses: written, changed, deleted; all on a page, and those on an open text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.notebook.export import FORMS, TITLE, Notebook, collected
from assistant.notebook.note import Note, NoteChanged, StoredClause, UnknownNote
from assistant.notebook.placing import by_text, placed, placed_in
from assistant.web.addresses import clause_asked, edition_asked
from assistant.web.routes import Routes, or_refused, refusal_of, served_at, status_of_error
from assistant.web.security.authentication import is_by_curator, owner_of
from assistant.web.templating import attachment, render, served
from assistant.web.traffic.costs import Cost
from assistant.web.wording import start_of, storage_notice
from corpus.errors import HomeUnavailable, NotFound, ResolutionsError

NOTES = "/notes"
_SHOWN = 80  # characters of another note on the same clause


@dataclass(frozen=True, slots=True)
class NoteForm:
    """The form for a note: what it is on, what was typed.

    `id` is '' for a new one. `quote` has the place of the highlighted words, `words` those typed for it.
    `stored` is the text of a note that was changed elsewhere meanwhile.
    """

    on: StoredClause
    id: str = ""
    quote: str = ""
    words: str = ""
    body: str = ""
    version: int = 0
    stored: str | None = None

    @property
    def action(self) -> str:
        """Where the form is sent."""
        return f"{NOTES}/{self.id}" if self.id else f"{NOTES}/on"

    @property
    def span(self) -> tuple[int, int]:
        """The place of the highlighted words; nothing for a place that the clause does not have."""
        start, _, stop = self.quote.partition("-")
        if not all(part.isascii() and part.isdecimal() and len(part) < 9 for part in (start, stop)):
            return 0, 0
        found = int(start), int(stop)
        return found if found[0] < found[1] <= len(self.on.words) else (0, 0)


class NotesRoutes(Routes):
    """Serves the page of notes and collections, the form for a note, and what the reader shows of them."""

    @served_at(NOTES, cost=Cost.PAGE)
    def list(self, request: Request) -> Response:
        """Serve all notes and collections of a person."""
        try:
            notebook, refusal = self._notebook(request), ""
        except ResolutionsError as error:
            notebook, refusal = Notebook(TITLE, (), (), self.library), refusal_of(request, error)
        notice = storage_notice(self.service.notebook.notice, is_curator=is_by_curator(request))
        return self.page(
            request,
            "notes.html",
            503 if refusal else 200,
            notices=[notice],
            notebook=notebook,
            refusal=refusal,
            collected=lambda kept: collected(kept, notebook.library),
        )

    @served_at(f"{NOTES}.{{form}}", cost=Cost.EXPORT)
    def export(self, request: Request) -> Response:
        """Serve all notes and collections as a file."""
        return exported(request, lambda: self._notebook(request), "notes")

    @served_at(f"{NOTES}/in/{{key:path}}", cost=Cost.PAGE)
    def in_text(self, request: Request) -> Response:
        """Serve the notes to show in an open text, as HTML, each with the clause and the words it is on."""
        state = self.service.now
        edition = or_refused(request, lambda: edition_asked(request.path_params["key"], state.library), 404)
        notes = or_refused(
            request, lambda: self.service.notebook.notes(owner_of(request), edition.key.instrument), 404
        )
        found = tuple(placed_in(edition, notes, state.texts.whereabouts))
        return served(render("notes_in_text.html", notes=found))

    @served_at(f"{NOTES}/on", cost=Cost.PAGE)
    def blank(self, request: Request) -> Response:
        """Serve the form for a new note on a clause."""
        asked = {name: request.query_params.get(name, "") for name in ("clause", "quote")}
        return self._form(request, self._new_form(asked))

    @served_at(f"{NOTES}/on", methods=("POST",), takes_form=True)
    def write(self, request: Request, fields: QueryParams) -> Response:
        """Keep a new note."""
        form = self._new_form(fields)
        try:
            if not form.on.label:
                raise UnknownClause
            start, stop = _span(form)
            id_ = self.service.notebook.write(owner_of(request), form.on, start, stop, form.body)
        except ResolutionsError as error:
            return self._refused(request, form, error)
        return RedirectResponse(f"{NOTES}/{id_}?saved", 303)

    @served_at(f"{NOTES}/{{id}}", cost=Cost.PAGE)
    def note(self, request: Request) -> Response:
        """Serve a note to be changed, or say that it was deleted and can be restored."""
        store, owner, id_ = self.service.notebook, owner_of(request), request.path_params["id"]
        try:
            return self._form(request, _form_of(store.note(owner, id_)))
        except UnknownNote:
            note = or_refused(request, lambda: store.note(owner, id_, deleted=True))
            what, action = f"Your note on {note.on.label}", f"{NOTES}/{id_}/restore"
            return self.page(request, "note_deleted.html", what=what, action=action)
        except ResolutionsError as error:
            raise HTTPException(503, refusal_of(request, error)) from None

    @served_at(f"{NOTES}/{{id}}", methods=("POST",), takes_form=True)
    def rewrite(self, request: Request, fields: QueryParams) -> Response:
        """Change a note, unless another window has changed it meanwhile."""
        store, owner, id_ = self.service.notebook, owner_of(request), request.path_params["id"]
        body, version = fields.get("body", ""), fields.get("version", "")
        number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
        try:
            store.rewrite(owner, id_, body, number)
        except UnknownNote as error:  # what was typed can be saved as a new note
            return self._refused(request, self._new_form(fields), error)
        except NoteChanged as error:
            form = _form_of(error.stored, body=body, stored=error.stored.body)
            return self._refused(request, form, error)
        except ResolutionsError as error:
            return self._refused(request, self._unsaved(owner, id_, fields, number), error)
        return RedirectResponse(f"{NOTES}/{id_}?saved", 303)

    @served_at(f"{NOTES}/{{id}}/delete", methods=("POST",))
    def delete(self, request: Request) -> Response:
        """Delete a note, and offer to restore it."""
        return self._changed(request, self.service.notebook.delete)

    @served_at(f"{NOTES}/{{id}}/restore", methods=("POST",))
    def restore(self, request: Request) -> Response:
        """Restore a note that was deleted lately."""
        return self._changed(request, self.service.notebook.restore)

    def _notebook(self, request: Request) -> Notebook:
        state, store, owner = self.service.now, self.service.notebook, owner_of(request)
        texts = by_text(store.notes(owner), state.texts.whereabouts)
        return Notebook(TITLE, store.collections(owner), texts, state.library)

    def _new_form(self, fields: Mapping[str, str]) -> NoteForm:
        clause = fields.get("clause", "")
        found = clause_asked(clause, self.library)
        on = StoredClause.of(*found[1:]) if found else StoredClause(clause, "", "")
        return NoteForm(
            on, quote=fields.get("quote", ""), words=fields.get("words", ""), body=fields.get("body", "")
        )

    def _unsaved(self, owner: str, id_: str, fields: Mapping[str, str], version: int) -> NoteForm:
        """Return the form as it was sent; where the note cannot be read, its clause is that of the form."""
        body = fields.get("body", "")
        try:
            return _form_of(self.service.notebook.note(owner, id_), body=body, version=version)
        except ResolutionsError:
            return NoteForm(self._new_form(fields).on, id_, body=body, version=version)

    def _refused(self, request: Request, form: NoteForm, error: ResolutionsError) -> Response:
        """Show a form again, with what was typed, and say why it was not saved."""
        status = 409 if isinstance(error, NoteChanged) else status_of_error(error)
        return self._form(request, form, refusal_of(request, error), status)

    def _form(self, request: Request, form: NoteForm, refusal: str = "", status: int = 200) -> Response:
        is_known = bool(form.on.label)
        if not is_known and not refusal:
            refusal, status = refusal_of(request, UnknownClause()), 404
        found = placed(
            Note(form.id, form.on, *form.span, form.body, form.version, ""),
            self.service.now.texts.whereabouts,
        )
        return self.page(
            request,
            "note.html",
            status,
            form=form,
            placed=found if is_known else None,
            refusal=refusal,
            others=() if form.id or not is_known else self._others(owner_of(request), form.on.clause),
            is_saved="saved" in request.query_params and status == 200,
        )

    def _others(self, owner: str, clause: str) -> tuple[tuple[str, str], ...]:
        """Return a person's notes on a clause: where each is, and how it begins."""
        store = self.service.notebook
        try:
            found = store.notes(owner, clause=clause)
        except HomeUnavailable:
            return ()
        return tuple(
            (f"{NOTES}/{note.id}", start_of(note.body or f"“{note.highlighted}”", _SHOWN)) for note in found
        )

    def _changed(self, request: Request, change: Callable[[str, str, str], None]) -> Response:
        id_ = request.path_params["id"]
        or_refused(request, lambda: change("note", owner_of(request), id_))
        return RedirectResponse(f"{NOTES}/{quote(id_, safe='')}", 303)


class UnknownClause(NotFound):
    """A clause to note or to collect that the library does not have."""

    def __init__(self) -> None:
        super().__init__("this clause is not in the library")


def exported(request: Request, notebook: Callable[[], Notebook], name: str) -> Response:
    """Serve what a person keeps as a file. Raises HTTPException for another form, or what is not there."""
    form = request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404, f"Nothing is exported as '{form[:20]}': choose {', '.join(FORMS)}.")
    kind, write = FORMS[form]
    content = or_refused(request, lambda: write(notebook()))
    return attachment(content, kind, f"{name}.{form}", is_kept=False)


def _form_of(note: Note, body: str | None = None, version: int = 0, stored: str | None = None) -> NoteForm:
    """Return the form for a note, with what was typed if there is any."""
    quoted = f"{note.start}-{note.stop}" if note.highlighted else ""
    shown = note.body if body is None else body
    return NoteForm(note.on, note.id, quoted, "", shown, version or note.version, stored=stored)


def _span(form: NoteForm) -> tuple[int, int]:
    """Return the place of the words to highlight. Raises ResolutionsError where the clause has none such."""
    words = " ".join(form.words.split())
    if not words:
        return form.span
    at = form.on.words.find(words)
    if at < 0:
        raise ResolutionsError("these words are not in the clause; copy them exactly")
    return at, at + len(words)
