"""What was cited, against the gold and against the texts.

Candidates are clauses that may answer: the assistant does not stand behind them. So they have no score
where an answer is judged as such; what they are worth is told by shown recall (evals/metrics/honesty.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.verification.source import Source
from assistant.verification.verifier import verify
from corpus.instruments import Edition, Provision
from evals.cases import Case
from evals.worlds import Texts

_WORD = re.compile(r"\w+")


def recall(case: Case, answer: Answer) -> float | None:
    """Of the gold, the share that is cited; nothing is cited in a refusal."""
    if not case.gold:
        return None
    return share_of_gold(case, cited(answer))


def precision(case: Case, answer: Answer) -> float | None:
    """Of what is cited, the share that is gold; an answer to the unanswerable has none right."""
    if answer.status == Status.CANDIDATES:
        return None
    found = cited(answer)
    return len(found & case.cited) / len(found) if found else None


def exact(case: Case, answer: Answer) -> float | None:
    """Whether an answerable question is met with all of its gold and nothing else."""
    if not case.gold or answer.status == Status.CANDIDATES:
        return None
    return float(recall(case, answer) == 1 and precision(case, answer) == 1)


def correct(case: Case, answer: Answer) -> float | None:
    """Whether a question is met as it deserves: the right status, and all of the gold cited."""
    if answer.status == Status.CANDIDATES:
        return None
    if answer.status != case.status:
        return 0.0
    return float(recall(case, answer) in (1, None))


def validity(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return whether every citation resolves and quotes its provision's own words."""

    def score(case: Case, answer: Answer) -> float | None:
        del case
        found = [(citation, texts.provision(citation.provision)) for citation in citations(answer)]
        return float(all(_is_valid(citation, at) for citation, at in found)) if found else None

    return score


def severed(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return the share of citations under a head that do not show both its verb and whom it addresses.

    The head may stand in the words that govern the quote, in the quote, in the citation's label, in the lead,
    or in the quote of a unit above it that the answer shows too.
    """

    def score(case: Case, answer: Answer) -> float | None:
        del case
        found = [(citation, texts.provision(citation.provision)) for citation in citations(answer)]
        headed = [(citation, *at) for citation, at in found if at is not None and at[1].head is not None]
        if not headed:
            return None
        return sum(not _shows_head(*triple, answer) for triple in headed) / len(headed)

    return score


def conciseness(case: Case, answer: Answer) -> float | None:
    """Of the words that claims show, the share that is quoted from gold."""
    if not case.gold or answer.status == Status.CANDIDATES:
        return None
    shown = [
        (len(_WORD.findall(citation.quote)), str(citation.provision) in case.cited)
        for citation in citations(answer)
    ]
    shown += [(len(_WORD.findall(claim.text)), False) for claim in answer.claims if not claim.citations]
    every = sum(count for count, _ in shown)
    return sum(count for count, gold in shown if gold) / every if every else None


def grounded(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return whether every claim is what a clause says: valid citations, none unsupported.

    A claim that is given as a clause's own words must be just that.
    """
    is_valid = validity(texts)

    def score(case: Case, answer: Answer) -> float | None:
        if not answer.claims:
            return None
        return float(
            is_valid(case, answer) == 1 and all(_is_supported(claim, texts) for claim in answer.claims)
        )

    return score


def share_of_gold(case: Case, provisions: Collection[str]) -> float:
    """Return the share of a case's gold that is among some provisions."""
    found = [any(str(gold.provision) in provisions for gold in group) for group in case.gold]
    return sum(found) / len(found)


def cited(answer: Answer) -> set[str]:
    """Return the provisions that an answer cites."""
    return {str(citation.provision) for citation in citations(answer)}


def citations(answer: Answer) -> list[Citation]:
    """Return the citations of an answer, in order."""
    return [citation for claim in answer.claims for citation in claim.citations]


def _is_valid(citation: Citation, found: tuple[Edition, Provision] | None) -> bool:
    """Return True if a citation quotes its provision's own words."""
    if found is None or not citation.quote or citation.start < 0:
        return False
    return found[1].text[citation.start : citation.end] == citation.quote


def _shows_head(citation: Citation, edition: Edition, provision: Provision, answer: Answer) -> bool:
    assert provision.head is not None
    above = {edition.id_of(ancestor) for ancestor in edition.ancestors(provision.eid)}
    quotes = [other.quote for other in citations(answer) if other.provision in above] if above else []
    shown = _plain(
        " | ".join([citation.label, citation.governing, citation.quote, answer.lead, *quotes])
    ).lower()
    parts = (_plain(part).lower() for part in (provision.head.verb, provision.head.addressee))
    return all(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", shown) for part in parts)


def _is_supported(claim: Claim, texts: Texts) -> bool:
    found = [(citation, texts.provision(citation.provision)) for citation in claim.citations]
    return claim.support != Support.UNSUPPORTED and any(
        at is not None and _says(at[1].text, claim, citation.label) for citation, at in found
    )


def _says(clause: str, claim: Claim, label: str) -> bool:
    """Return True if a clause says what a claim says, in its own words where the claim has them."""
    is_verbatim = _plain(claim.text).strip('“”"… ') in _plain(clause)
    if claim.support == Support.VERBATIM and not is_verbatim:
        return False
    return verify(claim.text, Source(clause, label)).support != Support.UNSUPPORTED


def _plain(text: str) -> str:
    return " ".join(text.split())
