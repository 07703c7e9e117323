"""The parts of a section that a question asks for by its heading: "What are the enablers?".

What the list is called decides, not how the question is put.
"""

from __future__ import annotations

from assistant.scope.retrieval import Retrieval
from assistant.strategies.duties import Group
from assistant.strategies.finding import Finding
from assistant.strategies.groups import grouped


def by_section(retrieval: Retrieval) -> Finding | None:
    """Show what a section lists, if the question asks for no more than what its heading names.

    None where no text searched has such a section, or several have one.
    """
    query = retrieval.query
    named = query.lexicon.sections
    found = [one for stem in query.topic for one in named.get(stem, ()) if one.is_asked_for(query.asked)]
    if not found or query.label is not None or query.missing is not None:
        return None
    outer = min(found, key=lambda one: len(one.heading.eid))
    inside = {outer.heading.eid, *(one.eid for one in outer.edition.descendants(outer.heading.eid))}
    if any(one.edition is not outer.edition or one.heading.eid not in inside for one in found):
        return None
    return grouped([Group(outer.edition, outer.heading, outer.parts)])
