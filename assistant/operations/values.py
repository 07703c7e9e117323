"""The values that several operations take or give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from pydantic import Field

from assistant.operations.context import Context
from assistant.operations.operation import Material, OperationError, OperationInput, OperationResult
from assistant.quotation import governing
from assistant.scope.filters import ClauseKind, Filters
from assistant.understanding.labels.resolver import Match
from assistant.understanding.names.asked import edition_key, instrument_key
from corpus.errors import InvalidKey
from corpus.instruments import Edition, Provision
from corpus.keys import ProvisionId

Text = Annotated[str, Field(max_length=200)]
Year = Annotated[int, Field(ge=1000, le=9999)]
Item = TypeVar("Item")
LIST_TEXTS = "call list_texts, and use the key of one"
"""The remedy for a text that is not there."""


class Paging(OperationInput):
    """Which rows of a list are wanted."""

    offset: int = Field(0, ge=0, le=1_000_000, description="Rows to leave out at the beginning.")
    limit: int = Field(50, ge=1, le=500, description="Rows at most.")


class Filtering(OperationInput):
    """Which clauses count; what is left out is not asked."""

    kind: ClauseKind | None = Field(None, description="The part of a text that a clause is in.")
    verb: Text = Field("", description="The verb of its head, by its stem: instruct, invite, recall.")
    addressee: Text = Field("", description="The body that its head addresses: ITU Council.")
    edition: Text = Field("", description="The key or the name of one edition: itu-pp/res-71/2022.")
    instrument: Text = Field("", description="The same of a text whatever its edition: itu-pp/res-71.")
    since: Year | None = Field(None, description="Adopted in this year or later.")
    until: Year | None = Field(None, description="Adopted in this year or earlier.")

    @property
    def filters(self) -> Filters:
        """The filters. Raises ResolutionsError for some that cannot be."""
        return Filters.read({name: getattr(self, name) for name in Filtering.model_fields})


class Named(OperationInput):
    """A clause or a text by its id."""

    id: Text = Field(description="The full id of a clause, or the key of a text: itu-pp/res-71/2022.")


class Rows(OperationResult):
    """A part of a list: how long the whole is, and whether more comes after the part."""

    total: int
    has_more: bool


def page_of(found: Sequence[Item], request: Paging) -> tuple[Sequence[Item], dict[str, Any]]:
    """Return the rows that are wanted, and what `Rows` says of the whole list."""
    page = found[request.offset : request.offset + request.limit]
    return page, {"total": len(found), "has_more": request.offset + len(page) < len(found)}


class Place(OperationResult):
    """A clause: its full id, its citation, and its address on the pages ('' where none are served)."""

    id: str
    label: Material
    url: str


class Clause(Place):
    """A clause with its exact words.

    `governing` are the words above it without which it would say something else; `superseded_by` names the
    edition that has superseded its own, '' where none has.
    """

    text: Material
    governing: Material
    kind: str
    path: list[Material]
    edition: str
    superseded_by: Material


Placed = TypeVar("Placed", bound=Place)


def place(id_: ProvisionId, context: Context) -> Place:
    """Return a clause of the library."""
    edition = context.library.edition(id_.edition)
    return Place(id=str(id_), label=edition.citation(edition.provision(id_.eid)), url=context.url(id_))


def placed(form: type[Placed], id_: ProvisionId, context: Context, source: object, **fields: Any) -> Placed:  # noqa: ANN401  as pydantic has them
    """Build `form` for a clause; fields not given are copied from `source`."""
    names = form.model_fields.keys() - Place.model_fields.keys() - fields.keys()
    same = {name: getattr(source, name) for name in names}
    return form(**place(id_, context).model_dump(), **same, **fields)


def clause(edition: Edition, provision: Provision, context: Context) -> Clause:
    """Return a clause with its words."""
    return placed(
        Clause,
        edition.id_of(provision),
        context,
        provision,
        kind=provision.kind.value,
        governing=governing(edition, provision),
        path=[ancestor.label for ancestor in edition.ancestors(provision.eid)],
        edition=str(edition.key),
        superseded_by=context.library.superseded_by(edition.key),
    )


def provision_of(id_: str, context: Context) -> Match:
    """Return the clause with a full id. Raises OperationError."""
    try:
        found = context.library.provision(ProvisionId.parse(id_))
    except InvalidKey:
        found = None
    if found is None:
        message = f"the library has no clause with the id '{id_[:120]}'"
        remedy = "call read_provision with its label, or search, and use the id of a result"
        raise OperationError("unknown_clause", message, remedy, 404)
    return Match(*found)


def edition_called(text: str, context: Context) -> Edition:
    """Return the edition that a key or a name means, of an instrument the newest. Raises OperationError."""
    library = context.library
    key = edition_key(text, library)
    edition = library.find(key) if key else None
    instrument = instrument_key(text, library) if key is None else None
    if instrument and instrument in library.instruments:
        edition = library.instruments[instrument][0]
    if edition is None:
        message = f"the library has no text '{text[:120]}'"
        raise OperationError("unknown_text", message, LIST_TEXTS, 404)
    return edition
