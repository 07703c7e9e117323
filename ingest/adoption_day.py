"""When a text was adopted, by the lines of its head and its last ones.

Oslo, 4 June 2019                          a place and a day
Twelfth session, Oslo, 3 to 7 June 2019    a meeting
Passed by the Council on 4 June 2019       a sentence of adoption
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.bodies.registry import NOUNS
from corpus.heads import is_reciting, main_verb
from ingest.dates import (
    YEAR,
    date_in,
    ends_in_treaty,
    has_day,
    is_dated,
    without_days,
    without_treaties,
)
from ingest.first_page import is_adoption, meeting_in
from ingest.identity import number_of
from ingest.masthead import At, Masthead

LONGEST_DAY = 160
"""Characters of a line that says when, at most."""
_CONVENED = 300  # characters from which a formula's first day is that of its meeting, not of the text
_MET = ("having", "meeting", "assembled", "convened", "gathered")  # what a formula says before its recitals
# a participle or a verb, what says until when or from when, another text: not the day of adoption
_OTHER_DAY = re.compile(
    r"\b(?:[a-z]{2,}ed|is|are|was|were|be|will|shall|must|may|into|until|before|after|since|due)\b"
    rf"|\b(?i:{'|'.join(NOUNS)}) \S*[0-9]"
)
_MEETS = "conference|congress|council|assembly|session|meeting"


def adoption_days(head: Masthead, stated: str) -> Iterator[tuple[str, str, str]]:
    """Walk the days, or years, on which a text says it was adopted, with places and words, surest first.

    `stated` is the year that its number says: no other counts.
    """
    lines = [one for one in head.opening if number_of(one.text) is None]
    above = [one for one in head.above if number_of(one.text) is None]
    days = [one for one in lines if _is_of_adoption(one)]
    formulas = [replace(one, text=_without_recitals(one.text)) for one in head.formulas]
    closing = [one for one in head.closing if is_dated(one.text)]
    sentences = [one for one in (*lines, *head.closing) if is_adoption(one.text)]
    shared = [one for one in above if _is_of_adoption(one)]
    for one in (*sentences, *days, *formulas, *closing, *shared):
        is_own = one in sentences and has_day(one.text)
        if (date := date_in(without_treaties(one.text))) and (is_own or date.startswith(stated)):
            is_day = one not in shared and not (one in formulas and len(head.formulas[0].text) > _CONVENED)
            yield date if is_day else date[:4], one.place, one.text


def _is_of_adoption(one: At) -> bool:
    """Return True for a line whose day or meeting is the text's own, as far as its form says.

    "Comments are due by 3 May", "Entry into force: 3 May" and "downloaded on 3 May" speak of other days.
    """
    if one.level and has_day(one.text):
        return True
    text = re.sub(rf"(?i:\b(?:held|convened|date|{_MEETS})\b):?", "", one.text)
    is_other = _OTHER_DAY.search(without_days(text)) is not None
    is_own = meeting_in(one.text) is not None or is_adoption(one.text)
    return says_when(one.text) and (is_own or not is_other)


def says_when(text: str) -> bool:
    """Return True for a line that says when a meeting was, or that has a day and little else."""
    is_short = len(text) <= LONGEST_DAY and not re.match(r"\W*[0-9]{1,3}[.)] ", text)
    is_short = is_short and not is_reciting(main_verb(text))
    return is_short and (has_day(text) or meeting_in(text) is not None or _is_placed(text))


def _is_placed(text: str) -> bool:
    """Return True for a line that ends with the year in brackets, or a meeting's that has no ordinal."""
    is_in_brackets = text.endswith(")") and not ends_in_treaty(text)
    return is_in_brackets or re.search(rf"(?i:{_MEETS}),? (?:of )?{YEAR}$", text) is not None


def _without_recitals(formula: str) -> str:
    """Return who adopts, where and when, without the recitals behind it and the days of other texts."""
    for clause in re.finditer(r"[,;] (?:and )?(?P<verb>[A-Za-z]+)", formula):
        verb = clause["verb"].lower()
        if is_reciting(verb) and verb not in _MET:
            formula = formula[: clause.start()]
            break
    return re.sub(r"\bof (?:[A-Z][a-z]+ )?[0-9][^,;]*(?:, [0-9]{4})?", "", formula)
