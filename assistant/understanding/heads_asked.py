"""Questions that say no more than the verb of heads: "what is noted?", "who is invited?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.forms import any_of

_TEXT = (
    r"(?:the |this )?(?:plenipotentiary |general )?"
    r"(?:conference|assembly|resolution|decision|text|plan|document)"
)
_BY = rf"(?: (?:in|by) {_TEXT})?\W*$"
_MORE = r"(?P<more> further| also)?"
_BODY = r"(?:who|whom|which (?:body|bodies|organs?|parties)|to whom)"
_TOLD = (
    any_of(
        rf"^{_BODY} (?:is|are|was|were) (?P<verb>[a-z]+ed|told)(?: up)?(?: on)?"
        rf"(?: to do (?:something|anything))?{_BY}"
    ),
    any_of(rf"^{_BODY} (?:does|do|did) {_TEXT} (?P<verb>[a-z]+)\W*$"),
)
_GOVERNED = (
    any_of(rf"^what(?:'s| is| was| has been) (?P<verb>[a-z]+ed){_MORE}{_BY}"),
    any_of(rf"^what (?:does|do|did) {_TEXT} (?P<verb>[a-z]+){_MORE}{_BY}"),
    any_of(
        r"^(?:(?:please|list|show|give|quote|read|what are|me|all|the|every) )*"
        r"(?:recitals?|clauses?|items?|points?|paragraphs?|everything) (?:under|below|in) (?:the )?[“\"']?"
        rf"(?P<verb>[a-z]+ing|[a-z]+s){_MORE}[”\"']?\W*$"
    ),
)


@dataclass(frozen=True, slots=True)
class HeadAsked:
    """The verb of heads, "further" or "also" beside it, and whether it is asked whom they address."""

    verb: str
    more: str = ""
    whom: bool = False


def head_asked(text: str) -> HeadAsked | None:
    """Return the heads that a question asks for, if it says no more than their verb."""
    if told := _first(_TOLD, text):
        return HeadAsked(told["verb"].lower(), whom=True)
    match = _first(_GOVERNED, text)
    return HeadAsked(match["verb"].lower(), (match["more"] or "").strip().lower()) if match else None


def _first(forms: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """Return the first form that a text has."""
    return next((match for form in forms if (match := form.search(text))), None)
