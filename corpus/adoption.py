"""Whether an edition is adopted on a day, and the mark in the name of one that is not.

A draft says so itself. An edition whose date of adoption is in the future becomes law on that day.
The mark is part of the edition's name, so every citation, heading, list and export shows it:
"Resolution 71 (Rev. Doha, 2026; draft, not adopted)".
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from corpus.instruments import Edition, EditionStatus, Provision

_MARK = r"(?:draft, not adopted|dated [0-9-]{4,10}, not yet adopted)"
_MARKED = re.compile(rf"(?P<inside>; {_MARK}\))$|(?P<alone> \({_MARK}\))$")


def status_on(edition: Edition, day: date) -> EditionStatus:
    """Return the status of an edition on a day."""
    if edition.status is EditionStatus.DRAFT:
        return EditionStatus.DRAFT
    is_past = edition.key.year <= day.year and _date(edition) <= day.isoformat()
    return EditionStatus.ADOPTED if is_past else EditionStatus.TO_COME


def with_status_mark(edition: Edition, status: EditionStatus) -> Edition:
    """Return an edition with a status, and the mark of that status in its name."""
    plain = without_status_mark(edition)
    if status is EditionStatus.ADOPTED:
        return plain
    mark = "draft, not adopted" if status is EditionStatus.DRAFT else f"dated {_date(plain)}, not yet adopted"
    name = f"{plain.name[:-1]}; {mark})" if plain.name.endswith(")") else f"{plain.name} ({mark})"
    return replace(_renamed(plain, name), status=status)


def without_status_mark(edition: Edition) -> Edition:
    """Return an edition without a mark in its name; its status is draft or adopted."""
    found = _MARKED.search(edition.name)
    status = EditionStatus.DRAFT if edition.status is EditionStatus.DRAFT else EditionStatus.ADOPTED
    if found is None:
        return edition if edition.status is status else replace(edition, status=status)
    name = edition.name[: found.start()] + (")" if found["inside"] else "")
    return replace(_renamed(edition, name), status=status)


def _renamed(edition: Edition, name: str) -> Edition:
    """Return an edition with another name, also in the labels that begin with the name."""

    def relabelled(provision: Provision) -> Provision:
        rest = provision.label.removeprefix(edition.name)
        is_named = rest != provision.label and rest[:1] in ("", ",")
        return replace(provision, label=f"{name}{rest}") if is_named else provision

    return replace(edition, name=name, provisions=tuple(map(relabelled, edition.provisions)))


def _date(edition: Edition) -> str:
    """Return the day of adoption, or the year where the text names no day."""
    if len(edition.adopted) == len("2026-11-30"):
        with suppress(ValueError):
            return date.fromisoformat(edition.adopted).isoformat()
    match = re.match(r"[1-9][0-9]{3}(?![0-9])", edition.adopted)
    return match.group() if match else str(edition.key.year)
