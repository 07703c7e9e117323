"""A drafter's selection of adopted clauses → Word or Markdown: each quoted, its citation in a footnote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.exports import WORD
from assistant.exports.markdown import MEDIA_TYPE, clause, plain
from assistant.library.library import Library
from assistant.quotation import Quotation, quotation
from corpus.errors import ResolutionsError
from corpus.keys import ProvisionId

DRAFT, SELECTION = "Draft", "Adopted language"
"""The headings of the two parts."""


@dataclass(frozen=True, slots=True)
class SelectedClause:
    """A selected clause with all that belongs to it; `superseded_by` names a newer edition, '' for none."""

    quotation: Quotation
    superseded_by: str = ""

    @property
    def note(self) -> str:
        """The words of its footnote."""
        superseded = f" (superseded by {self.superseded_by})" if self.superseded_by else ""
        return f"{self.quotation.citation}{superseded}."


def selected_clauses(ids: Sequence[str], library: Library) -> tuple[SelectedClause, ...]:
    """Return the clauses of some ids, in order.

    Raises ResolutionsError: none is selected, or one is not in the library.
    """
    if not ids:
        raise ResolutionsError("nothing is selected; tick a clause first")
    selected = []
    for id_ in dict.fromkeys(ids):
        found = library.provision(ProvisionId.parse(id_))
        if found is None:
            raise ResolutionsError(
                f"the clause {id_} is no longer in the library; remove it from the selection"
            )
        selected.append(SelectedClause(quotation(*found), library.superseded_by(found[0].key)))
    return tuple(selected)


def markdown(draft: str, clauses: Sequence[SelectedClause]) -> str:
    """Write a draft and the selected clauses as Markdown, citations as footnotes."""
    quotes = [clause(selected.quotation, f"[^{at}]") for at, selected in enumerate(clauses, 1)]
    notes = [f"[^{at}]: {plain(selected.note)}" for at, selected in enumerate(clauses, 1)]
    drafted = [f"## {DRAFT}", plain(draft)] if draft.strip() else []
    return "\n\n".join([*drafted, f"## {SELECTION}", *quotes, *notes]) + "\n"


def word(draft: str, clauses: Sequence[SelectedClause]) -> bytes:
    """Write them as a Word file, with real styles and footnotes."""
    from assistant.exports.word_file import WordFile  # python-docx is loaded when it is wanted

    file = WordFile(SELECTION)
    if draft.strip():
        file.heading(DRAFT)
        file.paragraph(" ".join(draft.split()))
    file.heading(SELECTION)
    for selected in clauses:
        file.clause(selected.quotation, selected.note)
    return file.saved()


FORMS: dict[str, tuple[str, Callable[[str, Sequence[SelectedClause]], bytes]]] = {
    "docx": (WORD, word),
    "md": (MEDIA_TYPE, lambda draft, clauses: markdown(draft, clauses).encode()),
}
"""The files that a selection can be exported to: by their ending, the media type and who writes them."""
