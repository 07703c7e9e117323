"""Files about which a person is asked: what the page proposes for each, and what a form says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.library.quarantine import QuarantinedFile
from assistant.library.reviewing import Judged, judged
from assistant.web.wording import last_name
from corpus.errors import InvalidKey, ResolutionsError
from corpus.keys import EditionKey, InstrumentKey
from ingest.stated import Stated

FIELDS = ("name", "title", "year", "instrument")
_LONGEST = 1000  # characters of a field
_WHY = {
    "no-key": "The file does not say for certain which text it is.",
    "same-edition": "The library has this edition with other words. If you add the file, it replaces them.",
    "supersedes": "If you add the file, it supersedes the edition in the library.",
    "draft": "A draft of a text in the library. It is added beside that text, under the year given here.",
}


class ReviewRefused(ResolutionsError):
    """A form about files that wait cannot be carried out."""

    code = "review-refused"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A file that waits: the fields of its form, why it waits, how it differs, what was read where.

    `others` are the names of further files with the same bytes.
    """

    id: str
    file: str
    why: str
    differs: str
    name: str
    title: str
    year: str
    instrument: str
    is_draft: bool
    is_ticked: bool
    read: tuple[str, ...]
    others: tuple[str, ...]


def review_rows(
    aside: Sequence[QuarantinedFile], clean: Callable[[str], str], typed: Mapping[str, str]
) -> tuple[ReviewRow, ...]:
    """Return the files about which a person is asked, each text once, with what was typed already."""
    groups: dict[str, list[QuarantinedFile]] = {}
    for one in aside:
        if one.proposal is not None:
            groups.setdefault(one.sha256, []).append(one)
    return tuple(_row(*group, clean=clean, typed=typed) for group in groups.values())


def _row(
    one: QuarantinedFile, *others: QuarantinedFile, clean: Callable[[str], str], typed: Mapping[str, str]
) -> ReviewRow:
    """Return the row of a file."""
    proposal = one.proposal
    assert proposal is not None
    proposed = {
        "name": proposal.name,
        "title": proposal.title,
        "year": str(proposal.year or ""),
        "instrument": f"{proposal.issuer}/{proposal.work}",
    }
    fields = {field: typed.get(f"{field}-{one.id}", value) for field, value in proposed.items()}
    return ReviewRow(
        id=one.id,
        file=last_name(one.name),
        why=f"{_WHY.get(one.reason, '')}{'' if proposal.year else ' It names no year.'}",
        differs=clean(one.differs),
        is_draft=f"draft-{one.id}" in typed if typed else proposal.is_draft,
        is_ticked=f"accept-{one.id}" in typed,
        read=tuple(map(str, proposal.evidence)),
        others=tuple(last_name(other.name) for other in others),
        **fields,
    )


def read_choices(form: Mapping[str, str], aside: Sequence[QuarantinedFile]) -> tuple[Judged, ...]:
    """Return what a form says of the files that are ticked in it. Raises ReviewRefused."""
    waiting = [one for one in aside if one.proposal is not None and f"accept-{one.id}" in form]
    if not waiting:
        raise ReviewRefused("Tick at least one text.")
    keys: dict[EditionKey, str] = {}
    rows = []
    for one in waiting:
        try:
            row = _judged(one, form)
        except ResolutionsError as error:
            said = str(error).rstrip(".")
            raise ReviewRefused(f"{last_name(one.name)}: {said}. Nothing was added.") from None
        if row.key in keys:
            files = f"{keys[row.key]} and {last_name(one.name)}"
            raise ReviewRefused(f"{files} would be the same text ({row.key}); tick one. Nothing was added.")
        keys[row.key] = last_name(one.name)
        rows.append(row)
    return tuple(rows)


def _judged(one: QuarantinedFile, form: Mapping[str, str]) -> Judged:
    """Return what a form says of a file. Raises ResolutionsError."""
    name, title, year, instrument = (
        " ".join(form.get(f"{field}-{one.id}", "").split())[:_LONGEST] for field in FIELDS
    )
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year != "0000"):
        raise InvalidKey("give the year of adoption in four digits")
    key = EditionKey(InstrumentKey.parse(instrument), int(year))
    assert one.proposal is not None
    is_same_year = one.proposal.adopted.startswith(year)
    adopted = one.proposal.adopted if is_same_year else year
    return judged(one, key, Stated(name, title, adopted, f"draft-{one.id}" in form))
