"""Questions for what a text does to others: "What does A.1126(30) revoke?", "What replaced A.1006(25)?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.library.library import Library
from assistant.understanding.names.reader import TextName, names_in
from corpus.bodies import bodies_in_use
from corpus.bodies.relations import relation_verbs
from corpus.instruments import Relation
from corpus.keys import InstrumentKey

_ENDING = frozenset((Relation.REVOKES, Relation.REPLACES))  # people say one for the other
_WHICH = r"(?:what|which)(?: else|(?: [a-z]+){1,3})?"
_BE = r"(?:is|are|was|were|has|have|had)"
_NOW = r"(?:(?:already|been|also|ever|now|since|still|being) )*"
_OTHER = r"(?:an?|any|another|anything|decisions?|earlier|else|other|previous|resolutions?|something|texts?)"


@dataclass(frozen=True, slots=True)
class RelationAsked:
    """The relations that are asked about, what acts (`by`) and on what (`on`); None for what is sought."""

    relations: frozenset[Relation]
    by: InstrumentKey | None
    on: InstrumentKey | None


def relation_asked(text: str, library: Library) -> RelationAsked | None:
    """Read a question for what a text revokes, replaces or amends, or for what does so to it."""
    names = sorted(names_in(text, library), key=lambda name: name.start)
    if not 1 <= len(names) <= 2 or not all(map(_instrument, names)):
        return None
    left = text
    for place in reversed(range(len(names))):
        left = f"{left[: names[place].start]} \0{place} {left[names[place].end :]}"
    left = re.sub(r"\b(?:the|this) ", "", " ".join(left.split()).strip(" ?.!").lower())
    match = next(filter(None, (form.fullmatch(left) for form in _forms())), None)
    if match is None:
        return None
    said = match.groupdict()
    by, on = (_instrument(names[int(one[1])]) if one else None for one in (said.get("by"), said.get("on")))
    relation = relation_verbs(bodies_in_use()).every[match["verb"]]
    return RelationAsked(_ENDING if relation in _ENDING else frozenset((relation,)), by, on)


def _instrument(name: TextName) -> InstrumentKey | None:
    """Return the instrument that a name means."""
    return name.editions[0].key.instrument if name.editions else name.instrument


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Compile the ways of asking; names stand in them as numbers."""
    verbs = relation_verbs(bodies_in_use())
    plain, past, finite = (
        rf"(?P<verb>{'|'.join(one)})" for one in (verbs.plain, verbs.past, (*verbs.third, *verbs.past))
    )
    by, on = r"(?P<by>\0\d)", r"(?P<on>\0\d)"
    return tuple(
        re.compile(form)
        for form in (
            rf"(?:{_WHICH} )?(?:does|do|did) {by} {_NOW}{plain}(?: {on}|(?: {_OTHER})*)",
            rf"{_WHICH} {_BE} {_NOW}{past} by {by}",
            rf"{_WHICH} {_NOW}(?:(?:has|have) )?{finite} {on}",
            rf"(?:(?:when|where|why|how|by {_WHICH}) )?{_BE} {on} {_NOW}{past}"
            rf"(?: by (?:{by}|{_WHICH}|{_OTHER}(?: {_OTHER})*))?",
            rf"{_WHICH} {_BE} {on} {_NOW}{past} by",
        )
    )
