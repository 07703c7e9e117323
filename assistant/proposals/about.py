"""What the first page of a proposal says of it, and which body's form it follows."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.proposals.numbering import Numbering
from corpus.instruments import Edition
from corpus.keys import EditionKey

FORMS = {
    "itu": "ITU contribution",
    "un": "United Nations amendment",
    "who": "WHO amendment",
    "other": "Plain",
}
"""The forms that a proposal can have, by what they are called."""
_ASKING_REASONS = frozenset({"itu"})  # a contribution to a conference gives reasons below each proposal


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

    @property
    def asks_reasons(self) -> bool:
        """Whether the body asks for the reasons of each change."""
        return self.form in _ASKING_REASONS


def form_of(key: EditionKey) -> str:
    """Return the form of the body that adopted a text: "itu", "un", "who" or "other"."""
    body = str(key).split("/")[0].split("-")[0]
    return body if body in FORMS else "other"


def numbering_of(edition: Edition) -> Numbering:
    """Return how a text numbers what is inserted: 28A where numbers stand in its margin, elsewhere 3 bis."""
    is_treaty = any(provision.has_marginal_number for provision in edition.provisions)
    return Numbering.LETTERS if is_treaty else Numbering.LATIN
