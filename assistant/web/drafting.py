"""The page for drafters: a pasted clause → the adopted clauses closest to it, what differs, where used.

Values for templates/draft.html. What was typed comes back with the answer, also with a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.comparison.redline import Edit, redline, words
from assistant.drafting.draft import LONGEST, ClauseDraft, read_draft
from assistant.drafting.precedents import Precedent, PrecedentFinder
from assistant.library.heads import HeadsHeld
from assistant.library.library import Library
from assistant.quotation import Quotation, head_above, quotation
from assistant.references.checking import Checked, check_references
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.web.addresses import Link, address, clause_asked
from assistant.web.draft_form import Form, text_groups
from assistant.web.messages import as_sentence, for_pages
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId

_SHOWN = 10  # of either list: texts in force, superseded editions
_SEARCHED = 2 * _SHOWN


@dataclass(frozen=True, slots=True)
class Shown:
    """A precedent: its words with what belongs to them, and the same words compared with the draft.

    `compared_above` is what governs the clause where the comparison does not have it.
    """

    provision: ProvisionId
    superseded_by: str
    quotation: Quotation
    compared_above: str
    edits: tuple[Edit, ...]
    used: str
    same: tuple[Link, ...]
    reworded: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """All that the page shows, with what can be chosen in its form.

    `refusals` are sentences that say what is wrong; `is_bad` if the form is. `selection` are ids and labels.
    """

    form: Form
    library: Library
    heads: HeadsHeld
    refusals: tuple[str, ...] = ()
    references: tuple[Checked, ...] = ()
    current: tuple[Shown, ...] = ()
    superseded: tuple[Shown, ...] = ()
    selection: tuple[tuple[str, str], ...] = ()
    is_bad: bool = False

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The parts of texts that can be searched."""
        return (("", "all clauses"), *KIND_NAMES.items())

    @property
    def texts(self) -> tuple[tuple[str, Sequence[tuple[str, str]]], ...]:
        """The texts that can be searched, in groups."""
        return tuple(text_groups(self.library))


def drafting(
    form: Form, finder: PrecedentFinder, body: EditionKey | None = None, refusal: str = ""
) -> DraftPage:
    """Return the page: the form, and what was found for its draft, or why nothing was.

    `refusal` says what else went wrong. `body` is an edition of the body that is to adopt the draft, as
    what "Resolution 25" means depends on that.
    """
    library, refused, is_bad = finder.library, [refusal] if refusal else [], bool(refusal)
    hits: list[Shown] = []
    if form.draft.strip():
        try:
            hits, reason = _found(form, finder)
            refused += [reason] if reason else []
        except ResolutionsError as error:
            refused, is_bad = [*refused, str(error)], True
    return DraftPage(
        form,
        library,
        finder.heads,
        tuple(as_sentence(for_pages(one)) for one in refused),
        check_references(form.draft[:LONGEST], library, body) if form.draft.strip() else (),
        tuple(one for one in hits if not one.superseded_by)[:_SHOWN],
        tuple(one for one in hits if one.superseded_by)[:_SHOWN],
        tuple(_selected(one, library) for one in form.selection),
        is_bad,
    )


def _found(form: Form, finder: PrecedentFinder) -> tuple[list[Shown], str]:
    """Return the closest clauses, or the reason why there are none. Raises ResolutionsError."""
    draft = read_draft(form.draft)
    found = finder.find(form.draft, Filters.read(form.given), _SEARCHED)
    hits = [_shown(one, draft, finder.library) for one in found.hits]
    return hits, found.reason or ("" if hits else "no adopted clause is close to this draft")


def _shown(one: Precedent, draft: ClauseDraft, library: Library) -> Shown:
    """Return an adopted clause: where it is, its words, how the draft differs, where they were used.

    A draft that opens with a head is compared with the clause and the head above it. The items below a
    clause are part of the comparison, as a draft has them too.
    """
    edition = library.edition(one.passage.edition)
    clause = edition.provision(one.passage.eid)
    whole, head = quotation(edition, clause), head_above(clause)
    with_head = bool(head and draft.head)
    lines = [head if with_head else "", whole.words, *(item.text for item in whole.below if not item.is_note)]
    return Shown(
        one.passage.provision,
        library.superseded_by(edition.key),
        whole,
        "" if with_head else whole.above,
        tuple(redline(" ".join(filter(None, lines)), draft.text)),
        _used(one, library),
        *_twins(one, library),
    )


def _twins(one: Precedent, library: Library) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Return the earlier editions with a clause in the same words, and those that word it differently."""
    same: list[Link] = []
    reworded: list[Link] = []
    for twin in one.superseded:
        text = library.edition(twin.edition).provision(twin.eid).text
        is_same = words(text) == words(one.passage.text)
        (same if is_same else reworded).append(Link(_name(twin, library), address(twin)))
    return tuple(same), tuple(reworded)


def _used(one: Precedent, library: Library) -> str:
    """Say where this language was first and last used."""
    if one.first.edition == one.last.edition:
        return f"Used in {_name(one.first, library)}."
    return f"First used in {_name(one.first, library)}, last in {_name(one.last, library)}."


def _selected(id_: str, library: Library) -> tuple[str, str]:
    """Return what was sent as the id of a clause, and its citation; the same twice where it is none."""
    found = clause_asked(id_, library)
    return id_, found[1].citation(found[2]) if found else id_


def _name(id_: ProvisionId, library: Library) -> str:
    """Return the name of the edition of a clause."""
    return library.edition(id_.edition).name
