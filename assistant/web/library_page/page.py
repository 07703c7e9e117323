"""The page of the library as values, and the pages that ask before a text is removed or show a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.doctor import Finding
from assistant.library.fetching import fetchable
from assistant.library.importing import NOTHING, Allowed
from assistant.library.library import Library
from assistant.library.quarantine import QuarantinedFile
from assistant.settings import Settings
from assistant.web.library_page.edition_choice import TREATIES, EditionChoice
from assistant.web.library_page.jobs import Job, are_going_on
from assistant.web.library_page.missing_texts import missing_groups
from assistant.web.library_page.reviews import review_rows
from assistant.web.library_page.status import (
    check_summary,
    file_row,
    index_state,
    rejected_files,
    status,
)
from assistant.web.library_page.text_list import TextQuery, text_list
from assistant.web.library_page.uploads import MAX_FILES
from assistant.web.markup import Html
from assistant.web.messages import for_pages, without_places
from assistant.web.templating import render
from assistant.web.wording import counted
from corpus.bodies import bodies_in_use
from corpus.errors import ResolutionsError
from corpus.instruments import Edition, Reference
from corpus.issuers import WORKS
from corpus.keys import EditionKey, ProvisionId

_MB = 1_000_000
_FILE_TYPES = "PDF, Word, web page, Akoma Ntoso, Markdown or plain text"


@dataclass(frozen=True)
class Shown:
    """What the page is made from: the library and its notices, jobs, files that could not be added.

    `curating` tells whether the reader may change anything.
    """

    library: Library
    notices: tuple[str, ...]
    jobs: Sequence[Job]
    aside: Sequence[QuarantinedFile]
    settings: Settings
    curating: bool

    def clean(self, text: str) -> str:
        """Take the machine's folders and the command line out of a sentence."""
        files = [one.file for one in self.library.records.values()] + [one.file for one in self.aside]
        return for_pages(without_places(text, files, self.settings))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form that adds, why that was refused, and the text that is to be added.

    `review` is what was typed of files that wait, and `review_refusal` why that was refused.
    """

    choice: EditionChoice = EditionChoice()  # noqa: RUF009  it is frozen
    allowed: Allowed = NOTHING
    refusal: str = ""
    adding: str = ""
    review: Mapping[str, str] = field(default_factory=dict)
    review_refusal: str = ""


def library_page(shown: Shown, asked: TextQuery, typed: Typed) -> Html:
    """Render the page; what only a curator may do is not there for a reader."""
    library, size = shown.library, shown.settings.limits.size
    refused = [one for one in shown.aside if one.proposal is None or not shown.curating]
    return render(
        "library.html",
        curating=shown.curating,
        typed=replace(typed, refusal=for_pages(typed.refusal)),
        bodies=tuple(bodies_in_use().names.items()),
        types=(*((key, one) for key, (one, _) in WORKS.items()), *TREATIES.items()),
        limits=f"{_FILE_TYPES}; at most {MAX_FILES} files of {size / _MB:g} MB each.",
        size=size,
        most=MAX_FILES,
        jobs=[(one, status(one), [file_row(row, shown.clean) for row in one.rows]) for one in shown.jobs],
        clean=shown.clean,
        running=are_going_on(shown.jobs),
        texts=text_list(library, asked, curating=shown.curating),
        groups=missing_groups(library),
        official=counted(len(fetchable(library)), "official text"),
        fetchable=len(fetchable(library)),
        reviews=review_rows(shown.aside, shown.clean, typed.review),
        rejected=rejected_files(refused, shown.clean),
        more_rejected=max(0, len(refused) - len(rejected_files(refused, shown.clean))),
        index=index_state(library, shown.notices, shown.settings, shown.clean),
    )


def typed_for(key: str, library: Library) -> Typed:
    """Return the form for a text that is cited: with its edition chosen where its file cannot say it."""
    try:
        edition = EditionKey.parse(key)
    except ResolutionsError:
        return Typed()
    known = library.catalogue.edition(edition)
    choice = EditionChoice() if edition.instrument.is_numbered else EditionChoice.of(edition)
    return Typed(choice, adding=known.name if known else str(edition))


def check_page(findings: Sequence[Finding], shown: Shown) -> Html:
    """Render the results of an integrity check."""
    summary = check_summary(findings)
    return render("library_check.html", summary=summary, findings=findings, clean=shown.clean)


def remove_page(edition: Edition, library: Library, *, returns: bool) -> Html:
    """Render the question whether to remove an edition; `returns`: a text of the program takes its place."""
    citing = {source.key for source, one in library.references() if _cites(one, edition)} - {edition.key}
    return render(
        "library_remove.html",
        key=str(edition.key),
        name=edition.name,
        title=edition.title or edition.name,
        clauses=counted(len(edition.provisions), "clause"),
        citing=f"{counted(len(citing), 'other text')} {'cites' if len(citing) == 1 else 'cite'} it.",
        returns=returns,
    )


def _cites(reference: Reference, edition: Edition) -> bool:
    """Return True if a reference names an edition, its instrument, or a clause of it."""
    target = reference.target
    named = target.edition if isinstance(target, ProvisionId) else target
    return named in (edition.key, edition.key.instrument)
