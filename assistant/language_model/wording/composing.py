"""Claims that stand → the answer in which they take the place of the clauses' own words.

A model can word an answer, it cannot make one: every clause that the answer showed stays, in words
that were checked or in its own, in its place; the status stays, and what was closest. Beside a
single clause it may say what others of the same text say of what was asked; those are shown after
it. (Without that "of what was asked", a small model brought citation precision from .56 to .51.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Claim
from assistant.library.held import Library
from assistant.rendering import Chosen, Lead, clause_lead, governed, rendered
from assistant.understanding.forms import topic
from corpus.keys import ProvisionId
from index.tokens import words

_ADDED = 3  # claims on other clauses, beside a single one
_ASKED = 0.5  # of the question's words, the share that such a claim has


def composed(answer: Answer, kept: Sequence[Claim], library: Library) -> Answer:
    """Return the answer with claims that stand in the place of those on the same clauses."""
    shown = dict.fromkeys(_first(one) for one in answer.claims)
    alone = len(answer.claims) == 1
    made = [claim for one in answer.claims for claim in _in_place_of(one, kept, all_of_them=alone)]
    others = [one for one in kept if _first(one) not in shown] if alone else []
    added = [one for one in others if _speaks_of(one, answer.understood_as)][:_ADDED]
    if not added:
        return replace(answer, claims=governed(made, library))
    claims = governed((*made, *added), library)
    return rendered(replace(answer, claims=claims), _lead(claims, library))


def _in_place_of(claim: Claim, kept: Sequence[Claim], *, all_of_them: bool) -> Iterator[Claim]:
    """Walk what is shown in place of a claim: itself, where no other on its clause stands."""
    others = [one for one in kept if _first(one) == _first(claim)]
    yield from (others if all_of_them else others[:1]) or [claim]


def _speaks_of(claim: Claim, question: str) -> bool:
    """Tell whether a claim has enough of the words that were asked for."""
    asked = set(topic(question))
    said = set(words(" ".join([claim.text, *(one.label for one in claim.citations)])))
    return bool(asked) and len(asked & said) >= _ASKED * len(asked)


def _first(claim: Claim) -> ProvisionId:
    """Return the clause that a claim cites, or cites first."""
    return claim.citations[0].provision


def _lead(claims: Sequence[Claim], library: Library) -> Lead:
    """Say where the clauses stand, as for any answer of several."""
    cited = dict.fromkeys(one.provision for claim in claims for one in claim.citations)
    chosen = [Chosen(*found) for one in cited if (found := library.provision(one))]
    return clause_lead(chosen)
