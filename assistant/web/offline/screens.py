"""A handout → the screens of meeting mode: one clause each, with what governs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.library.library import Library
from assistant.quotation import Quotation, quotation
from assistant.web.offline.handout import Handout
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId

_READ_AT_ONCE = 500  # characters that a screen takes in large type; a longer clause has its items apart


@dataclass(frozen=True, slots=True)
class Screen:
    """A clause as it is shown; `superseded_by` names the newer edition of its text, '' for none."""

    id: ProvisionId
    quotation: Quotation
    superseded_by: str

    @property
    def is_long(self) -> bool:
        """Whether its letters are smaller, so that less of it has to be scrolled."""
        return len(self.quotation.text) > _READ_AT_ONCE // 2


def screens(handout: Handout, library: Library) -> tuple[Screen, ...]:
    """Return what is shown one after the other; a clause that is no longer in the library is left out."""
    if handout.answer is None:
        [edition] = handout.editions
        roots = [provision for provision in edition.provisions if provision.parent not in edition]
        return tuple(_of_text(roots, edition, library.superseded_by(edition.key)))
    found = [(id_, library.provision(id_)) for id_ in dict.fromkeys(handout.clauses)]
    return tuple(
        Screen(id_, quotation(*clause), library.superseded_by(id_.edition)) for id_, clause in found if clause
    )


def _of_text(provisions: Sequence[Provision], edition: Edition, superseded_by: str) -> Iterator[Screen]:
    """Walk the clauses of a text in order; headings have no screen of their own."""
    for provision in provisions:
        below = [child for child in edition.children(provision.eid) if not _is_within(child, provision)]
        if provision.kind == Kind.HEADING:
            yield from _of_text(below, edition, superseded_by)
            continue
        whole = quotation(edition, provision)
        # not the paragraphs beside it that it introduces: they have screens
        own = tuple(item for item in whole.below if provision in edition.ancestors(item.eid))
        is_split = len(whole.text) > _READ_AT_ONCE
        notes = tuple(item for item in own if item.is_note and item.depth == 1)
        whole = replace(whole, below=notes if is_split else own)
        yield Screen(edition.id_of(provision), whole, superseded_by)
        if is_split:
            items = [child for child in below if child.kind != Kind.FOOTNOTE]
            yield from _of_text(items, edition, superseded_by)


def _is_within(child: Provision, parent: Provision) -> bool:
    return child.inline and child.text in parent.text
