"""Operations that relate texts: what changed between two editions, what cites what."""

from __future__ import annotations

from pydantic import Field

from assistant.comparison.changes import ChangeKind
from assistant.comparison.comparison import is_of
from assistant.operations.context import Context
from assistant.operations.drafting import Change
from assistant.operations.operation import Material, OperationError, OperationResult, operation
from assistant.operations.values import (
    LIST_TEXTS,
    Named,
    Paging,
    Place,
    Rows,
    Text,
    edition_called,
    page_of,
    place,
    provision_of,
)
from assistant.plain_text import named
from assistant.references.graph import Link
from corpus.errors import InvalidKey
from corpus.keys import EditionKey, InstrumentKey, ProvisionId


class CompareEditions(Paging):
    """Two texts."""

    a: Text = Field(description="The key or the name of the older text: itu-pp/res-71/2018.")
    b: Text = Field(description="The same of the newer one.")
    kind: ChangeKind | None = Field(
        None, description="Only changes of this kind; without it all but NOC, which is no change."
    )


class ChangedClause(OperationResult):
    """What became of a clause: it is in the older text (`a`), in the newer one (`b`) or in both."""

    kind: ChangeKind
    a: Place | None
    b: Place | None
    changes: list[Change]


class MissingAnnex(OperationResult):
    """An annex that a text cites and that is not in the library: what it is called, what cites it."""

    id: str
    name: str
    cited_by: list[Place]


class Comparison(Rows):
    """Clauses in the order of the newer text; `counts` counts all, by kind.

    One that moved and changed counts as MOD and as MOVED. `not_in_library` are annexes that a text cites and
    that are not in the library: nothing of them is among the clauses.
    """

    a: str
    b: str
    counts: dict[ChangeKind, int]
    not_in_library: list[MissingAnnex]
    clauses: list[ChangedClause]


@operation("Compare two texts")
def compare_editions(context: Context, request: CompareEditions) -> Comparison:
    """Compares two editions, or any two texts, clause by clause: NOC no change, MOD modified, ADD added, SUP
    deleted, MOVED moved; with the changed words of each clause.
    """
    old, new = edition_called(request.a, context), edition_called(request.b, context)
    if old is new:
        raise OperationError(
            "same_text", f"a and b are both {named(old.name)}", "name two different editions or texts"
        )
    compared = context.comparisons.of(old.key, new.key)
    found = [
        change
        for change in compared.changes
        if (is_of(change, request.kind) if request.kind else change.kind != ChangeKind.NOC)
    ]
    page, counts = page_of(found, request)
    return Comparison(
        a=str(old.key),
        b=str(new.key),
        counts=dict(compared.counts),
        not_in_library=[
            MissingAnnex(
                id=str(annex.id),
                name=annex.citation,
                cited_by=[place(annex.edition.id_of(clause), context) for clause in annex.cited_by],
            )
            for annex in compared.missing
        ],
        **counts,
        clauses=[
            ChangedClause(
                kind=change.kind,
                a=place(old.id_of(change.old), context) if change.old else None,
                b=place(new.id_of(change.new), context) if change.new else None,
                changes=[Change(sign=sign, words=words) for sign, words in change.diff],
            )
            for change in page
        ],
    )


class Reference(OperationResult):
    """A clause that cites: its words, what they name, the edition that is meant, whether it is here.

    `relation` is what the clause does to what it names: revokes, replaces, amends; '' if it only cites.
    """

    clause: Place
    words: Material
    target: str
    edition: str
    in_library: bool
    superseded_by: str
    relation: str


class ReferencesOf(OperationResult):
    """What something cites, and what cites it."""

    id: str
    cites: list[Reference]
    cited_by: list[Reference]


@operation("What cites what")
def references(context: Context, request: Named) -> ReferencesOf:
    """Lists what a clause or a text cites and what cites it, with the citing words, and whether they revoke,
    replace or amend what is cited.

    Works for texts that are cited and not in the library.
    """
    target, graph = _target(request.id, context), context.graph()
    edition = target.edition if isinstance(target, ProvisionId) else target
    if isinstance(edition, EditionKey) and context.library.is_pending(edition):
        message = f"'{request.id}' is not adopted; references are listed for adopted texts only"
        raise OperationError("not_adopted", message, "call fetch to read the text", 404)
    cites, cited_by = graph.out_of(target), graph.into(target)
    if not (cites or cited_by or context.library.holds(target)):
        message = f"the library neither has nor cites '{request.id}'"
        raise OperationError("unknown_text", message, LIST_TEXTS, 404)
    return ReferencesOf(
        id=str(target),
        cites=[_reference(link, context) for link in cites],
        cited_by=[_reference(link, context) for link in cited_by],
    )


def _target(text: str, context: Context) -> ProvisionId | EditionKey | InstrumentKey:
    """Read what is asked for. Raises OperationError."""
    for form in (EditionKey, InstrumentKey):
        try:
            return form.parse(text)
        except InvalidKey:
            continue
    try:
        ProvisionId.parse(text)
    except InvalidKey:
        return edition_called(text, context).key
    return provision_of(text, context).id


def _reference(link: Link, context: Context) -> Reference:
    return Reference(
        clause=place(link.source, context),
        words=link.text,
        target=str(link.target),
        edition=str(link.resolved) if link.resolved else "",
        in_library=link.held,
        superseded_by=str(link.superseded_by) if link.superseded_by else "",
        relation=link.relation.value if link.relation else "",
    )
