"""All that a head governs, or whom heads address: "what is noted?", "who is invited?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Status
from assistant.drafting.un_duties import heads_stand_apart
from assistant.rendering import Chosen, clause_lead
from assistant.selection.groups import Group
from assistant.strategies.desk import Desk, Finding
from assistant.strategies.groups import grouped
from assistant.understanding.addressees import members
from assistant.understanding.forms import any_of
from assistant.understanding.question import Question
from corpus.heads import Head, main_verb
from corpus.instruments import Edition, Kind, Provision
from index.search import Hit
from index.tokens import words

_TEXT = (
    r"(?:the |this )?(?:plenipotentiary |general )?"
    r"(?:conference|assembly|resolution|decision|text|plan|document)"
)
_BY = rf"(?: (?:in|by) {_TEXT})?\W*$"
_MORE = r"(?P<more> further| also)?"
_TOLD = any_of(
    r"^(?:who|whom|which (?:body|bodies|organs?|parties)|to whom) (?:is|are|was|were) "
    rf"(?P<verb>[a-z]+ed|told)(?: up)?(?: on)?(?: to do (?:something|anything))?{_BY}"
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
_ANY = ("told", "asked", "tasked")  # whatever the verb


def names_head(question: Question) -> bool:
    """Tell a question that says no more than the verb of heads."""
    return any(form.search(question.text) for form in (_TOLD, *_GOVERNED))


def by_head(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show what the heads of a verb govern, item by item, or those that address somebody."""
    del hits
    if told := _TOLD.search(question.text):
        chosen = [
            Chosen(edition, unit)
            for edition, unit, head in _heads(desk.editions, told["verb"].lower(), "")
            if head.addressee and not head.is_preambular
        ]
        return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None
    match = next((match for form in _GOVERNED if (match := form.search(question.text))), None)
    if match is None:
        return None
    found = list(_heads(desk.editions, match["verb"].lower(), (match["more"] or "").strip().lower()))
    own = [Chosen(edition, unit) for edition, unit, _ in found if unit.kind != Kind.HEADING]
    if own:
        return Finding(Status.ANSWERED, clause_lead(own), tuple(own))
    return grouped([Group(edition, unit, tuple(members(edition, unit))) for edition, unit, _ in found])


def _heads(editions: Sequence[Edition], verb: str, more: str) -> Iterator[tuple[Edition, Provision, Head]]:
    """Walk the heads of a verb, however it is inflected: of "noted", "noting" and "noting further".

    A paragraph of the United Nations is its own head.
    """
    wanted = words(verb)
    for edition in editions:
        kinds = (Kind.HEADING,) if heads_stand_apart(edition) else (Kind.OPERATIVE, Kind.RECITAL)
        for one in edition.provisions:
            head = one.head if one.kind in kinds else None
            is_asked = head and (verb in _ANY or words(main_verb(head.text)) == wanted)
            if head and is_asked and more in head.verb.lower():
                yield edition, one, head
