"""Who is told to do what: the table, one body's office, two editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.library.library import Library
from assistant.register.bodies import Body
from assistant.register.calendar_export import dates
from assistant.register.changes import DutyChange, changed_duties
from assistant.register.entries import DutyRegister, Entry
from assistant.register.office import Office, office
from assistant.register.selection import Grouping, Wanted, narrowed, select
from assistant.web.duties import (
    FORCE_NAMES,
    GROUP_NAMES,
    ORDER_NAMES,
    WHEN_NAMES,
    agenda,
    changes_of,
    interval,
    snippet,
    text_choices,
    verb_choices,
)
from assistant.web.duty_table import Listing, listing, office_address
from assistant.web.layout import page
from assistant.web.messages import as_sentence
from assistant.web.routes import Routes
from assistant.web.templating import render
from corpus.errors import ResolutionsError, UnknownEdition
from corpus.instruments import Edition
from corpus.keys import EditionKey

_MENTIONS = 10  # mentions that an office shows at first
_BODY = 200  # characters: longer is no name of a body


class DutiesRoutes(Routes):
    """Serves the pages of duties."""

    def routes(self) -> list[Route]:
        """List what is served here."""
        return [
            Route("/duties", self.duties),
            Route("/duties/office", self.office),
            Route("/duties/changes", self.changes),
        ]

    def duties(self, request: Request) -> Response:
        """Serve the table of the duties that the address asks for."""
        register = self.service.now.duties
        try:
            wanted, others = narrowed(register, Wanted.read(request.query_params), register.organisation)
            found = select(register, wanted)
        except ResolutionsError as error:
            status = 404 if isinstance(error, UnknownEdition) else 400
            return self._table(request, register, Wanted(), (), refusal=str(error), status=status)
        return self._table(request, register, wanted, found, others)

    def office(self, request: Request) -> Response:
        """Serve what concerns one body."""
        register = self.service.now.duties
        body = request.query_params.get("body", "").strip()
        if len(body) > _BODY:
            sentence = f"The name has {len(body):,} characters, more than {_BODY}. Choose a body below."
            return self._office(request, register, None, sentence, 400)
        if not body:
            return self._office(request, register, None)
        superseded = request.query_params.get("superseded", "") not in ("", "0")
        found = office(register, body, superseded=superseded, first=register.organisation)
        if not found.is_known:
            return self._office(request, register, found, f"“{body}” was not found in the library.", 404)
        return self._office(request, register, found)

    def changes(self, request: Request) -> Response:
        """Serve what became of the duties of one edition in another."""
        register = self.service.now.duties
        old, new = (request.query_params.get(name, "").strip() for name in ("a", "b"))
        if not old or not new:
            return self._changes(request, register, old, new)
        editions = [_edition(one, register.library) for one in (old, new)]
        for asked, edition in zip((old, new), editions, strict=True):
            if edition is None or not edition.is_adopted:
                what = "not adopted" if edition else "not in the library"
                sentence = f"“{asked[:80]}” is {what}. Choose two editions below."
                return self._changes(request, register, old, new, sentence, 404)
        return self._compared(request, register, *(one.key for one in editions if one))

    def _listing(
        self, request: Request, register: DutyRegister, found: Sequence[Entry], by: Grouping
    ) -> Listing:
        """Return the page of the duties that the address opens."""
        at = request.query_params.get("page", "1")
        page_ = int(at) if at.isdecimal() and len(at) < len("100000") else 1
        return listing(register, found, by, request.query_params.get("open", ""), page_)

    def _table(
        self,
        request: Request,
        register: DutyRegister,
        wanted: Wanted,
        found: Sequence[Entry],
        others: Sequence[Body] = (),
        refusal: str = "",
        status: int = 200,
    ) -> Response:
        """Serve the form and the table."""
        verbs, verb = verb_choices(register, wanted)
        return self._page(
            request, register, "Duties", "duties.html", status,
            wanted=wanted,
            listing=self._listing(request, register, found, wanted.group),
            others=others,
            forces=FORCE_NAMES.items(),
            verbs=[(one, one) for one in verbs],
            verb=verb,
            texts=text_choices(register.library),
            whens=WHEN_NAMES.items(),
            groups=GROUP_NAMES.items(),
            orders=ORDER_NAMES.items(),
            refusal=as_sentence(refusal),
            query=wanted.query,
        )  # fmt: skip

    def _office(
        self,
        request: Request,
        register: DutyRegister,
        found: Office | None,
        refusal: str = "",
        status: int = 200,
    ) -> Response:
        """Serve a body's office, or the form by which one is chosen."""
        every = request.query_params.get("mentions") == "all"
        mentions = found.mentions if found else ()
        entries = (*found.duties, *found.shared) if found else ()
        return self._page(
            request, register, found.body if found else "My office", "duties_office.html", status,
            body=found.body if found else "",
            others=found.others if found else (),
            refusal=refusal,
            known=bool(found and found.is_known),
            listing=self._listing(request, register, found.duties if found else (), Grouping.TEXT),
            shared=found.shared if found else (),
            agenda=agenda(dates(entries, register.library), date.today()),
            interval=interval,
            mentions=[(one, snippet(one)) for one in (mentions if every else mentions[:_MENTIONS])],
            mention_count=len(mentions),
            query=urlencode({"body": found.body}) if found else "",
            superseded=request.query_params.get("superseded", "") not in ("", "0"),
        )  # fmt: skip

    def _compared(
        self, request: Request, register: DutyRegister, old: EditionKey, new: EditionKey
    ) -> Response:
        """Serve the changes between two editions that are in the library."""
        if old == new:
            sentence = "Both are the same edition. Choose two different ones."
            return self._changes(request, register, str(old), str(new), sentence, 400)
        kind = request.query_params.get("kind", "").strip()
        if kind and kind not in list(DutyChange):
            sentence = f"“{kind[:40]}” is not a kind of change. Choose one below."
            return self._changes(request, register, str(old), str(new), sentence, 400)
        changes = changed_duties(register, old, new)
        counts = Counter(one.kind for one in changes)
        names = [register.library.edition(one).name for one in (old, new)]
        note = ""
        if not changes:
            note = f"No duties found in {names[0]} or {names[1]}."
        elif old.instrument != new.instrument:
            note = "These are two different texts: duties are paired where their clauses are worded alike."
        note = " ".join(filter(None, (note, *register.comparisons.of(old, new).not_compared)))
        return self._changes(
            request, register, str(old), str(new), note=note, names=names, kind=kind,
            changes=changes_of(changes, kind),
            counts=[(one, counts[one]) for one in DutyChange if counts[one]],
        )  # fmt: skip

    def _changes(
        self,
        request: Request,
        register: DutyRegister,
        old: str,
        new: str,
        refusal: str = "",
        status: int = 200,
        **shown: object,
    ) -> Response:
        """Serve the form of two editions, and what changed between them."""
        blank = {"note": "", "names": (), "changes": (), "counts": (), "kind": ""}
        return self._page(
            request, register, "Changed duties", "duties_changes.html", status,
            **{**blank, **shown},
            old=old,
            new=new,
            refusal=refusal,
            texts=text_choices(register.library),
            pairs=_pairs(register.library),
        )  # fmt: skip

    def _page(
        self,
        request: Request,
        register: DutyRegister,
        title: str,
        template: str,
        status: int,
        **shown: object,
    ) -> Response:
        """Serve one of the pages."""
        content = render(
            template,
            **shown,
            register=register,
            bodies=register.bodies.listed(register.organisation),
            office_address=office_address,
            is_empty=not register.library.editions,
        )
        styles = ["sheet.css", "duties.css"]
        return page(request, self.service, title, content, room="/duties", styles=styles, status=status)


def _edition(key: str, library: Library) -> Edition | None:
    """Return the edition with a key; None where the library has none."""
    try:
        return library.find(EditionKey.parse(key))
    except ResolutionsError:
        return None


def _pairs(library: Library) -> list[tuple[str, str]]:
    """Return what the page offers to compare: each edition with the one before; name, address."""
    found = []
    for editions in library.instruments.values():
        for newer, older in pairwise(editions):
            query = urlencode({"a": str(older.key), "b": str(newer.key)})
            found.append((f"{older.name} → {newer.name}", f"/duties/changes?{query}"))
    return found
