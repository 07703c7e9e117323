"""Measures of an honest answer: what the assistant stands behind, and whether that is right.

They read the status, so that clauses shown as possible answers are not counted as answers.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Answer, Citation, Status
from evals.cases import Case
from evals.metrics.citation import citations, cited, share_of_gold
from evals.worlds import Texts

_SHOWN = 5  # clauses that count as shown where the assistant does not stand behind its answer


def answer_precision(case: Case, answer: Answer) -> float | None:
    """Of the clauses cited in an answer that is stood behind, the share that is gold."""
    answered = _answered(answer)
    return len(answered & case.cited) / len(answered) if answered else None


def decisive_recall(case: Case, answer: Answer) -> float | None:
    """Of the gold, the share cited in an answer that is stood behind; 0 for any other status."""
    return share_of_gold(case, _answered(answer)) if case.gold else None


def shown_recall(case: Case, answer: Answer) -> float | None:
    """Of the gold, the share shown: all that an answer cites, or else the first five clauses shown."""
    if not case.gold:
        return None
    if answer.status == Status.ANSWERED:
        return share_of_gold(case, _answered(answer))
    in_order = [citation.provision for citation in citations(answer)]
    shown = dict.fromkeys(str(provision) for provision in (*in_order, *answer.closest))
    return share_of_gold(case, list(shown)[:_SHOWN])


def false_answers(case: Case, answer: Answer) -> float | None:
    """Whether a question that the texts do not answer is answered."""
    return None if case.is_answerable else float(answer.status == Status.ANSWERED)


def right_edition(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return the share of citations of the right instrument that cite and name the right edition."""

    def score(case: Case, answer: Answer) -> float | None:
        if not case.gold or answer.status != Status.ANSWERED:
            return None
        golden = {gold.provision.edition for group in case.gold for gold in group}
        instruments = {edition.instrument for edition in golden}
        found = [
            citation for citation in citations(answer) if citation.provision.edition.instrument in instruments
        ]
        right = [
            citation
            for citation in found
            if citation.provision.edition in golden and _names_edition(citation, texts)
        ]
        return len(right) / len(found) if found else None

    return score


def _answered(answer: Answer) -> set[str]:
    return cited(answer) if answer.status == Status.ANSWERED else set()


def _names_edition(citation: Citation, texts: Texts) -> bool:
    found = texts.provision(citation.provision)
    return found is not None and found[0].citation(found[1]) in citation.label
