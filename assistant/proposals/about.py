"""What the first page of a proposal says of it, and which body's form it follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from assistant.proposals import forms
from assistant.proposals.numbering import Numbering
from assistant.proposals.proposal import Operation
from corpus.instruments import Edition
from corpus.issuers import organisation
from corpus.keys import EditionKey

FORMS = {id_: form.name for id_, form in forms.FORMS.items()}
"""The forms that a proposal can have, by what they are called."""


@dataclass(frozen=True, slots=True)
class About:
    """What a proposal is called, whose it is, and what it would change.

    `author` is who proposes it, as the body prints it: a delegation or a group. `document` and `agenda_item`
    are the meeting's numbers. `form` is one of FORMS. `date` is a day, as 2026-11-26. All but `form`
    can be ''.
    """

    title: str
    author: str
    document: str
    agenda_item: str
    form: str
    date: str
    edition_name: str
    edition_title: str

    @classmethod
    def on(cls, edition: Edition, title: str) -> Self:
        """Return what is known of a proposal on a text when it is begun, today."""
        form, today = form_of(edition.key), date.today().isoformat()
        return cls(title, "", "", "", form, today, edition.name, edition.title)

    @property
    def asks_reasons(self) -> frozenset[Operation]:
        """What the body asks reasons for."""
        return forms.FORMS[self.form].asks_reasons


def form_of(key: EditionKey) -> str:
    """Return the form of the body that adopted a text: "itu", "un", "who" or "other"."""
    body = organisation(key.instrument)
    return body if body in FORMS else "other"


def numbering_of(edition: Edition) -> Numbering:
    """Return how a body numbers what is inserted into a text; a treaty may have its numbers in the margin."""
    form = forms.FORMS[form_of(edition.key)]
    is_treaty = any(provision.has_marginal_number for provision in edition.provisions)
    return form.margin_numbering if is_treaty else form.numbering
