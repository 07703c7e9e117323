"""Chosen clauses → claims; leads and reasons, which are values, → sentences. Nothing reads those again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from assistant.answer import Answer
from assistant.plain_text import named
from assistant.rendering.claims import Chosen, claims
from assistant.rendering.leads import Lead, Listed, clause_lead, label_lead, list_lead
from assistant.rendering.reasons import Fixed, Reason

__all__ = [
    "Chosen",
    "Lead",
    "Reason",
    "claims",
    "clause_lead",
    "label_lead",
    "list_lead",
    "rendered",
]


Value = TypeVar("Value")


def rendered(answer: Answer, lead: Lead | None = None, reason: Reason | None = None) -> Answer:
    """Return an answer with its lead and reason in words; without a lead, the reason opens it.

    Names, labels and headings that come from texts are made harmless here, for every lead and reason.
    """
    if reason is not None:
        reason = _harmless(reason)
        answer = replace(answer, lead=reason.lead, heads=(), reason=reason.words, reason_code=reason.code)
    return answer if lead is None else replace(answer, lead=_harmless(lead).words, heads=lead.heads)


def _harmless(value: Value) -> Value:
    """Return a lead or a reason whose data cannot be taken for its own words; `Fixed` has no data."""
    if isinstance(value, Fixed) or not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{one.name: _named(getattr(value, one.name)) for one in fields(value)})


def _named(value: object) -> object:
    """Return data of a sentence with every text in it made harmless."""
    if isinstance(value, tuple):
        return tuple(map(_named, value))
    if type(value) is str:  # a StrEnum is ours
        return named(value)
    return _harmless(value) if isinstance(value, Listed) else value
