"""What was cited, against the gold and against the texts."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answers import Answer, Citation, Claim, Status, Support
from assistant.verification import verify
from corpus.instruments import Edition, Provision
from evals.cases import Case
from evals.worlds import Texts

_WORD = re.compile(r"\w+")
_BOUNDARY = re.compile(r"[.;:!?…]['”\"’)]*\s*$|[,;:]? (?:and|or)\s*$")
_RESERVED = re.compile(
    r"\b(?:unless|except|provided that|subject to|only if|if|where|when|as appropriate|within|"
    r"not later than|no later than|without prejudice|to the extent)\b",
    re.IGNORECASE,
)


def recall(case: Case, answer: Answer) -> float | None:
    """Of the gold, the share that is cited; nothing is cited in a refusal."""
    if not case.gold:
        return None
    cited = _cited(answer)
    return sum(any(str(one.provision) in cited for one in group) for group in case.gold) / len(case.gold)


def precision(case: Case, answer: Answer) -> float | None:
    """Of what is cited, the share that is gold; an answer to the unanswerable has none right."""
    cited = _cited(answer)
    return len(cited & case.cited) / len(cited) if cited else None


def exact(case: Case, answer: Answer) -> float | None:
    """Whether an answerable question is met with all of its gold and nothing else."""
    if not case.gold:
        return None
    return float(recall(case, answer) == 1 and precision(case, answer) == 1)


def correct(case: Case, answer: Answer) -> float | None:
    """Whether a question is met as it deserves: the right status, and all of the gold cited."""
    if answer.status != case.status:
        return 0.0
    return float(recall(case, answer) in (1, None))


def validity(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return whether every citation resolves and quotes its provision's own words."""

    def score(case: Case, answer: Answer) -> float | None:
        del case
        found = [(one, texts.provision(one.provision)) for one in _citations(answer)]
        return float(all(_is_valid(one, at) for one, at in found)) if found else None

    return score


def completeness(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return the share of quotes that end where a clause does or show that they do not.

    A quote also fails where the rest of its sentence has a condition that is not shown.
    """

    def score(case: Case, answer: Answer) -> float | None:
        del case
        shown = [(one, claim) for claim in answer.claims for one in claim.citations]
        whole = [_is_complete(one, claim, texts) for one, claim in shown]
        return sum(whole) / len(whole) if whole else None

    return score


def severed(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return the share of citations under a head that show neither its verb nor whom it addresses.

    The head may stand in the claim, in the citation's label or in the lead.
    """

    def score(case: Case, answer: Answer) -> float | None:
        del case
        found = [(one, texts.provision(one.provision)) for one in _citations(answer)]
        headed = [(one, at[1]) for one, at in found if at is not None and at[1].head is not None]
        if not headed:
            return None
        return sum(not _shows_head(one, provision, answer) for one, provision in headed) / len(headed)

    return score


def conciseness(case: Case, answer: Answer) -> float | None:
    """Of the words that claims show, the share that is gold."""
    if not case.gold or not answer.claims:
        return None
    shown = [(len(_WORD.findall(one.quote)), str(one.provision) in case.cited) for one in _citations(answer)]
    every = sum(count for count, _ in shown)
    return sum(count for count, gold in shown if gold) / every if every else None


def grounded(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return whether every claim is what a clause says: valid citations, none unsupported."""
    is_valid = validity(texts)

    def score(case: Case, answer: Answer) -> float | None:
        if not answer.claims:
            return None
        return float(is_valid(case, answer) == 1 and all(_is_supported(one, texts) for one in answer.claims))

    return score


def _cited(answer: Answer) -> set[str]:
    """Return the provisions that an answer cites."""
    return {str(one.provision) for one in _citations(answer)}


def _citations(answer: Answer) -> list[Citation]:
    """Return the citations of an answer, in order."""
    return [one for claim in answer.claims for one in claim.citations]


def _is_valid(citation: Citation, found: tuple[Edition, Provision] | None) -> bool:
    """Tell whether a citation quotes its provision's own words."""
    if found is None or not citation.quote:
        return False
    return found[1].text[citation.start : citation.end] == citation.quote


def _is_complete(citation: Citation, claim: Claim, texts: Texts) -> bool:
    """Tell whether a quote ends where a clause does, or says that it does not, and cuts no condition."""
    found = texts.provision(citation.provision)
    if found is None:
        return False
    text = found[1].text
    rest = text[citation.end :]
    if not rest.strip():
        return True
    sentence = re.split(r"(?<=[.;])\s", rest, maxsplit=1)[0]
    if not _BOUNDARY.search(text[: citation.end]) and _RESERVED.search(sentence):
        return False
    return bool(_BOUNDARY.search(text[: citation.end])) or "…" in claim.text


def _shows_head(citation: Citation, provision: Provision, answer: Answer) -> bool:
    """Tell whether the head of a provision is shown with its citation."""
    assert provision.head is not None
    shown = " ".join([citation.label, citation.quote, answer.lead]).lower()
    return provision.head.verb.lower() in shown and provision.head.addressee.lower() in shown


def _is_supported(claim: Claim, texts: Texts) -> bool:
    """Tell whether a clause that is cited says what a claim says."""
    found = [(one, texts.provision(one.provision)) for one in claim.citations]
    return any(
        at is not None and verify(claim.text, at[1].text, one.label).support != Support.UNSUPPORTED
        for one, at in found
    )


SHOWN = (Status.ANSWERED, Status.NEEDS_CLARIFICATION)
"""The statuses under which claims are shown as answers."""
