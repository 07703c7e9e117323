"""What a term means: a table's row, a sentence that explains it, what an abbreviation stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Status
from assistant.composition import Chosen, clause_lead
from assistant.desk import Desk, Finding
from assistant.question import Question, Want
from corpus.instruments import Kind
from index.lexical import words
from index.search import Hit

_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9-]{1,9}s?")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_EXPLAINS = (
    r"(?:(?:consists?|comprises?|means?|denotes?|refers? to|represents?|includes?)\b"
    r"|(?:is|are)(?= (?:an?|the|any|all|one|every|those|what|how|where)\b))"
)
# "A learning centre is …", "“Sky glow” means …", "The term “pier” (…) includes …"
_OPENING = re.compile(
    r"(?:that )?(?:the (?:term|word|expression) |an?\b|the\b|these\b|ITU's)? ?"
    rf"[“\"‘']?(?P<term>[\w/' -]{{2,60}}?)[”\"’']?(?: \([^()]*\))? (?:shall |also )?{_EXPLAINS}",
    re.IGNORECASE,
)


def by_definition(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show the clause that explains a term."""
    del hits
    if question.want != Want.DEFINITION or not question.subject:
        return None
    subject = re.sub(r"^(?:an?|the|itu's) ", "", question.subject, flags=re.IGNORECASE)
    if _ABBREVIATION.fullmatch(subject):
        return _spelt_out(desk, subject)
    chosen = _rows(desk, subject) or _sentences(desk, subject) or _notes(desk, subject)
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None


def _rows(desk: Desk, subject: str) -> list[Chosen]:
    """Return the table rows whose first cell is the term; what it means is shown."""
    wanted = set(words(subject))
    return [
        Chosen(edition, one, one.text.index("\t") + 1 if one.text.count("\t") == 1 else 0)
        for edition, one in desk.provisions()
        if one.kind == Kind.TABLE_ROW and wanted and set(words(one.text.split("\t")[0])) == wanted
    ]


def _sentences(desk: Desk, subject: str) -> list[Chosen]:
    """Return the first clause that opens with the term and explains it: "An X consists of …"."""
    wanted = words(subject)
    for edition, one in desk.provisions():
        match = _OPENING.match(one.text) if one.kind not in (Kind.HEADING, Kind.TABLE_ROW) else None
        if match and wanted and words(match["term"]) == wanted:
            return [Chosen(edition, one)]
    return []


def _notes(desk: Desk, subject: str) -> list[Chosen]:
    """Return the footnote whose mark stands right after the term."""
    marked = re.compile(rf"\b{re.escape(subject)}s?(?P<mark>[{_RAISED}]+|\d{{1,2}}\b)", re.IGNORECASE)
    for edition, one in desk.provisions():
        match = marked.search(one.text)
        if match is None or one.inline:
            continue
        for note in edition.children(one.eid):
            if note.kind == Kind.FOOTNOTE and _plain(note.marker) == _plain(match["mark"]):
                return [Chosen(edition, note)]
    return []


def _plain(mark: str) -> str:
    """Return the number of a footnote's mark, raised or not."""
    return mark.translate(str.maketrans(_RAISED, "0123456789"))


def _spelt_out(desk: Desk, abbreviation: str) -> Finding | None:
    """Return the first clause that spells an abbreviation out: "small island developing states (SIDS)"."""
    for edition, one in desk.provisions():
        at = one.text.find(f"({abbreviation})")
        if at < 0 or one.kind == Kind.HEADING:
            continue
        long = _long_form(one.text[:at].rstrip(), abbreviation)
        if long:
            lead = f"{edition.name}: {abbreviation} stands for “{long}”."
            return Finding(Status.ANSWERED, lead, (Chosen(edition, one),))
    return None


def _long_form(before: str, abbreviation: str) -> str:
    """Return the words before a bracket whose initials the abbreviation is, or ''.

    A final s is the plural's; small words need no initial.
    """
    letters = abbreviation.removesuffix("s").replace("-", "").lower()
    found = list(re.finditer(r"[A-Za-z]+", before))
    for start in range(len(found) - 1, max(-1, len(found) - 3 * len(letters)), -1):
        initials = "".join(one.group()[0].lower() for one in found[start:])
        if (
            initials[0] == letters[0]
            and _is_subsequence(letters, initials)
            and len(found) - start <= 2 * len(letters)
        ):
            return before[found[start].start() :]
    return ""


def _is_subsequence(letters: str, initials: str) -> bool:
    """Tell whether letters occur in order among initials."""
    rest = iter(initials)
    return all(letter in rest for letter in letters)
