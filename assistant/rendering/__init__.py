"""Chosen clauses → claims; the sentence that opens an answer, and why it is as it is."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer
from assistant.rendering.answer_words import answer_words
from assistant.rendering.claims import ChosenClause, claims
from assistant.rendering.leads import Lead, clause_lead, label_lead, list_lead
from assistant.rendering.reasons import Reason

__all__ = [
    "ChosenClause",
    "Lead",
    "Reason",
    "answer_words",
    "claims",
    "clause_lead",
    "label_lead",
    "list_lead",
    "rendered",
]


def rendered(answer: Answer, lead: Lead | None = None, reason: Reason | None = None) -> Answer:
    """Return an answer with its lead and reason; without a lead, the reason opens it."""
    if reason is not None:
        answer = replace(answer, lead=reason.lead, heads=(), reason=reason.words, reason_code=reason.code)
    return answer if lead is None else replace(answer, lead=lead.words, heads=lead.heads)
