"""Operations that read: which texts there are, a clause, a whole text, every clause of a kind."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.operations.context import Context
from assistant.operations.operation import (
    Material,
    OperationError,
    OperationInput,
    OperationResult,
    operation,
)
from assistant.operations.values import (
    Clause,
    Filtering,
    Named,
    Paging,
    Rows,
    Text,
    clause,
    edition_called,
    page_of,
    provision_of,
)
from assistant.quotation import quotation
from assistant.scope.narrowing import narrowed
from assistant.understanding.labels.resolver import resolve
from corpus.errors import InvalidKey
from corpus.instruments import Edition, Kind
from corpus.keys import EditionKey, ProvisionId
from ingest.akn.iris import iri


class TextInfo(OperationResult):
    """A text of the library: an edition of an instrument.

    `status` is "adopted", "draft" or "not yet adopted"; only adopted texts are searched by
    default; others only where a question names them.
    """

    key: str
    name: Material
    title: Material
    adopted: Material
    superseded_by: Material
    status: str
    clauses: int
    url: str


class Texts(Rows):
    """The texts of the library."""

    texts: list[TextInfo]


@operation("List the texts")
def list_texts(context: Context, request: Paging) -> Texts:
    """Lists the texts of the library with their keys, newest edition of each first.

    Call it first when you do not know which texts there are.
    """
    library = context.library
    editions = [edition for group in library.every_instrument.values() for edition in group]
    page, counts = page_of(editions, request)
    return Texts(
        **counts,
        texts=[
            TextInfo(
                key=str(edition.key),
                name=edition.name,
                title=edition.title,
                adopted=edition.adopted or str(edition.key.year),
                superseded_by=library.superseded_by(edition.key),
                status=edition.status.value,
                clauses=sum(provision.kind != Kind.HEADING for provision in edition.provisions),
                url=context.url(edition.key),
            )
            for edition in page
        ],
    )


class Metadata(OperationResult):
    """What is known of a document; `iri` is its Akoma Ntoso identifier (AKN4UN)."""

    kind: Literal["clause", "text"]
    edition: str
    edition_name: Material
    adopted: Material
    superseded_by: Material
    governing: Material
    iri: str


class Document(OperationResult):
    """A clause with everything below it, or a whole text."""

    id: str
    title: Material
    text: Material
    url: str
    metadata: Metadata


@operation("Fetch a clause or a text")
def fetch(context: Context, request: Named) -> Document:
    """Returns the exact words of a clause and of everything below it, or of a whole text, by its id.

    The words may be quoted as they are; keep `metadata.governing` in front of a clause that has it.
    """
    try:
        edition = context.library.edition(EditionKey.parse(request.id))
    except InvalidKey:
        found = provision_of(request.id, context)
        edition, provision = found.edition, found.provision
        quoted = quotation(edition, provision)
        return _document(context, edition, found.id, quoted.citation, quoted.text, quoted.above)
    text = "\n".join(provision.text for provision in edition.provisions if not provision.inline)
    return _document(context, edition, edition.key, edition.name, text)


def _document(
    context: Context,
    edition: Edition,
    id_: ProvisionId | EditionKey,
    title: str,
    text: str,
    governing: str = "",
) -> Document:
    return Document(
        id=str(id_),
        title=title,
        text=text,
        url=context.url(id_),
        metadata=Metadata(
            kind="clause" if isinstance(id_, ProvisionId) else "text",
            edition=str(edition.key),
            edition_name=edition.name,
            adopted=edition.adopted or str(edition.key.year),
            superseded_by=context.library.superseded_by(edition.key),
            governing=governing,
            iri=iri(id_),
        ),
    )


class ReadProvision(OperationInput):
    """A clause by its name."""

    label: Text = Field(
        description="A label as people write it, “considering b)” or “Resolution 71, instructs the "
        "ITU Council 2”, or a full id. A label without a text is looked up in all of them."
    )


class Clauses(OperationResult):
    """The clauses that a label means, each with its exact words: one, or as many as it fits."""

    matches: list[Clause]


@operation("Read a clause by its label")
def read_provision(context: Context, request: ReadProvision) -> Clauses:
    """Returns the clause that a label such as “Resolution 71, resolves 1” means, word for word.

    Use it when you know the clause; use search or ask when you do not.
    """
    found = resolve(request.label, context.library)
    if not found:
        message = f"no clause of the library is called '{request.label[:120]}'"
        remedy = "give a label as in “Resolution 71, instructs the ITU Council 2”, or a full id"
        raise OperationError("unknown_clause", message, remedy, 404)
    return Clauses(matches=[clause(match.edition, match.provision, context) for match in found])


class ListProvisions(Filtering, Paging):
    """Which clauses."""

    text: Text = Field("", description="The key or the name of one text; all texts where it is left out.")


class ClauseRows(Rows):
    """Clauses in the order of the texts."""

    provisions: list[Clause]


@operation("List clauses")
def list_provisions(context: Context, request: ListProvisions) -> ClauseRows:
    """Lists every clause that passes the filters, with `total` and `has_more`: for questions such as how
    many or all of. The list is exhaustive; search is not.
    """
    only = edition_called(request.text, context).key if request.text else None
    found = [
        (context.library.edition(edition.key), provision)
        for edition in narrowed(context.library, request.filters).editions
        if only in (None, edition.key)
        for provision in edition.provisions
        if provision.kind not in (Kind.HEADING, Kind.FORMULA)
    ]
    page, counts = page_of(found, request)
    return ClauseRows(**counts, provisions=[clause(*pair, context) for pair in page])
