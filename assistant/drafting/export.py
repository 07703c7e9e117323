"""Adopted clauses that a drafter keeps → a Word file or Markdown: each quoted, its citation in a footnote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.quotation import governing
from corpus.errors import ResolutionsError
from corpus.keys import ProvisionId

DRAFT, SELECTION = "Draft", "Adopted language"
"""What stands over each of the two."""


@dataclass(frozen=True, slots=True)
class SelectedClause:
    """A clause that is kept: what governs it, its words, its citation, whether it is in force."""

    head: str
    text: str
    citation: str
    in_force: bool

    @property
    def note(self) -> str:
        """What its footnote says."""
        return f"{self.citation}{'' if self.in_force else ' (superseded)'}."


def selected_clauses(ids: Sequence[str], library: Library) -> tuple[SelectedClause, ...]:
    """Return the clauses of some ids, in order. Raises ResolutionsError: none, or one that is not held."""
    if not ids:
        raise ResolutionsError("nothing is kept; tick a clause first")
    found: list[SelectedClause] = []
    for one in dict.fromkeys(ids):
        id_ = ProvisionId.parse(one)
        held = library.provision(id_)
        if held is None:
            raise ResolutionsError(f"the clause {one} is not in the library any more; find it again")
        edition, provision = held
        in_force = library.is_in_force(edition.key)
        found.append(
            SelectedClause(
                governing(edition, provision), provision.text, edition.citation(provision), in_force
            )
        )
    return tuple(found)


def markdown(draft: str, clauses: Sequence[SelectedClause]) -> str:
    """Write a draft and the clauses that are kept as Markdown, citations as footnotes."""
    quotes = [
        f"{f'*{plain(one.head)}* …' + chr(10) * 2 if one.head else ''}> {plain(one.text)}[^{at}]"
        for at, one in enumerate(clauses, 1)
    ]
    notes = [f"[^{at}]: {plain(one.note)}" for at, one in enumerate(clauses, 1)]
    drafted = [f"## {DRAFT}", plain(draft)] if draft.strip() else []
    return "\n\n".join([*drafted, f"## {SELECTION}", *quotes, *notes]) + "\n"


def plain(text: str) -> str:
    """Return text in one line in which nothing is markup."""
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~"})
    return " ".join(text.split()).translate(marks)


def word(draft: str, clauses: Sequence[SelectedClause]) -> bytes:
    """Write them as a Word file, with real styles and footnotes."""
    from assistant.drafting.word_export import written  # python-docx is loaded when it is wanted

    return written(draft, clauses)


FORMS: dict[str, tuple[str, Callable[[str, Sequence[SelectedClause]], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    "md": ("text/markdown; charset=utf-8", lambda draft, clauses: markdown(draft, clauses).encode()),
}
"""What a basket can be taken away as: by the ending of the file, its media type and who writes it."""
