"""Who adopts a text, by its formula, its number's line, a sentence of adoption, its masthead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.bodies import bodies_in_use
from corpus.bodies.names import name_reader
from ingest.dates import YEAR
from ingest.first_page import (
    Organ,
    completed,
    formula_organ,
    head_organ,
    is_adoption,
    labelled,
    meeting_in,
    names_organ,
    organ_in,
    subject_organ,
)
from ingest.identity import Number
from ingest.masthead import At, Masthead
from ingest.proposed_names import has_usual_name


def adopters(head: Masthead, numbered: At, number: Number | None) -> Iterator[tuple[At, Organ]]:
    """Walk the organs that the head of a text names, the surest first. `numbered` is the number's line."""
    yield from ((one, organ) for one in head.formulas if (organ := formula_organ(one.text)))
    if number is not None and number.organ is not None:
        yield numbered, number.organ
    stated = [one for one in (*head.opening, *head.closing) if is_adoption(one.text)]
    yield from ((one, organ) for one in stated if (organ := organ_in(one.text)))
    subjects = [(one, organ) for one in head.subjects if (organ := subject_organ(one.text))]
    yield from (row for row in subjects if has_usual_name(row[1].name))  # the masthead names it in full
    heads = _heads((*head.opening, *head.above))
    yield from sorted(heads, key=lambda row: (row[1].name == row[1].short, row[1].session is None))
    yield from subjects


def _heads(lines: Sequence[At]) -> Iterator[tuple[At, Organ]]:
    """Walk the organs that lines of a masthead name."""
    organs = name_reader(bodies_in_use()).organs
    for one in lines:
        meeting = meeting_in(one.text)
        text = re.sub(rf",? {YEAR}$", "", one.text)
        if (meeting and meeting.name) or names_organ(text):
            yield one, head_organ(text)
        elif organs.called(name := labelled(one.text) or one.text.rpartition(",")[0]):
            yield one, Organ(name)
        elif meeting and (held := organs.anywhere(one.text)):
            yield one, completed(Organ(held), meeting)


def completed_by(head: Masthead, organ: Organ) -> Organ:
    """Return an organ with what the masthead says of it: organization, initials, session."""
    lines = (*head.opening, *head.above)
    heads = [named for _, named in _heads(lines)]
    heads += [stated for one in head.opening if is_adoption(one.text) and (stated := organ_in(one.text))]
    proper = [one for one in heads if not has_usual_name(one.name)]
    if has_usual_name(organ.name) and proper:
        words = organ.name.casefold()
        whose = next((one for one in proper if one.name != one.short), None)
        named = next((one.name for one in proper if words in one.name.casefold()), "")
        other = f"{organ.name} of the {whose.name}" if whose else proper[0].name
        organ = replace(organ, name=named or other)
    sessions = (meeting for one in lines if (meeting := meeting_in(one.text)) and meeting.session)
    for meeting in (*heads, *sessions):
        if organ.session in (None, meeting.session):
            organ = completed(organ, meeting)
    return organ
