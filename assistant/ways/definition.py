"""What a term means: an entry, a table's row, a sentence that explains it, what letters stand for.

A term that the text which is meant does not explain is looked for in all that are held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import addressees
from assistant.answers import Status
from assistant.composition import Chosen, clause_lead, letters_lead
from assistant.desk import Desk, Finding, ids
from assistant.forms import STANDS_FOR
from assistant.question import Question, Want
from corpus.instruments import Kind
from corpus.thesaurus import thesaurus
from index.lexical import words
from index.search import Hit

_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9-]{1,9}s?")
_CLOSEST = 3
_MOST = 3  # texts whose entries for one term are shown
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

_ENTRY = re.compile(r"[“\"]?(?P<term>[A-Z][\w/'’ -]{1,60}?)[”\"]?(?: \([^()]*\))?: (?=[A-Z“\"])")


def by_definition(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show the clause that explains a term; say so where no text spells an abbreviation out."""
    if question.want != Want.DEFINITION or not question.subject:
        return None
    term = re.sub(r"^(?:an?|the|itu's) ", "", question.subject, flags=re.IGNORECASE)
    desks = (desk, desk.beyond) if desk.beyond else (desk,)
    if found := next((one for searched in desks if (one := explained(searched, term))), None):
        return found
    return _unexplained(desks[-1], term, question, hits) if _ABBREVIATION.fullmatch(term) else None


def explained(desk: Desk, term: str) -> Finding | None:
    """Show the clause that explains a term, or None."""
    if _ABBREVIATION.fullmatch(term) and (spelt := _spelt_out(desk, term)):
        return spelt
    chosen = said_of(desk, term)
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None


def said_of(desk: Desk, term: str) -> list[Chosen]:
    """Return what explains a term: an entry, a row, a sentence or a note; or nothing."""
    return _entries(desk, term) or _rows(desk, term) or _sentences(desk, term) or _notes(desk, term)


def _unexplained(desk: Desk, abbreviation: str, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Say that no text spells an abbreviation out; closest are clauses that have it.

    One that texts have, or people know, may still be described, where its letters are not asked for.
    """
    using = re.compile(rf"\b{re.escape(abbreviation.removesuffix('s'))}s?\b")
    near = [edition.id_of(one) for edition, one in desk.provisions() if using.search(one.text)]
    known = near or any(abbreviation in one.abbreviations for one in thesaurus())
    if known and not STANDS_FOR.search(question.form):
        return None
    said = f"use {abbreviation} and do not spell it out" if near else f"have no {abbreviation}"
    return Finding(
        Status.NOT_STATED if near else Status.NOT_IN_CORPUS,
        f"The texts that are held {said}.",
        closest=tuple(near[:_CLOSEST]) or ids(hits, _CLOSEST),
        reason="no clause says what it stands for",
    )


def _entries(desk: Desk, subject: str) -> list[Chosen]:
    """Return the entries of lists of definitions, with the items that they open: "Expert: A person …"."""
    wanted = words(subject)
    found = [
        (edition, one)
        for edition, one in desk.provisions()
        if one.kind != Kind.HEADING
        and (match := _ENTRY.match(one.text))
        and wanted
        and words(match["term"]) == wanted
    ][:_MOST]
    opened = [(edition, one, addressees.members(edition, one)) for edition, one in found]
    return [
        Chosen(edition, shown)
        for edition, one, items in opened
        for shown in (one, *(items if one.text.rstrip().endswith(":") else ()))
    ]


def _rows(desk: Desk, subject: str) -> list[Chosen]:
    """Return the table rows whose first cell is the term, or the only one that ends with it.

    What it means is shown: of "goals", the row "Strategic goals".
    """
    wanted = words(subject)
    rows = [(edition, one) for edition, one in desk.provisions() if one.kind == Kind.TABLE_ROW and wanted]
    cells = [words(one.text.split("\t")[0]) for _, one in rows]
    found = [row for row, cell in zip(rows, cells, strict=True) if set(cell) == set(wanted)]
    ending = [row for row, cell in zip(rows, cells, strict=True) if cell[-len(wanted) :] == wanted]
    return [
        Chosen(edition, one, one.text.index("\t") + 1 if one.text.count("\t") == 1 else 0)
        for edition, one in found or (ending if len(ending) == 1 else [])
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
    """Return the first clause that spells an abbreviation out, its plural too: "standing orders (SOs)"."""
    singular = abbreviation.removesuffix("s")
    bracket = re.compile(rf"\({re.escape(singular)}s?\)")
    for edition, one in desk.provisions():
        found = bracket.finditer(one.text) if one.kind != Kind.HEADING else ()
        for match in found:
            if long := _long_form(one.text[: match.start()].rstrip(), singular):
                short = match.group()[1:-1]
                lead = letters_lead(edition, short, long)
                items = [item for item in edition.children(one.eid) if item.inline and short in item.text]
                return Finding(Status.ANSWERED, lead, (Chosen(edition, (items or [one])[0]),))
    return None


def _long_form(before: str, abbreviation: str) -> str:
    """Return the words before a bracket that its letters abbreviate, or ''.

    Its letters occur in them in order, the first at the start of a word, as few words as do; the
    algorithm of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions"
    (2003), read backwards: "landlocked developing countries" for LLDC.
    """
    letters = [one for one in abbreviation.lower() if one.isalnum()]
    at = len(before)
    for place, letter in reversed([*enumerate(letters)]):
        at = before.lower().rfind(letter, 0, at)
        while at > 0 and place == 0 and before[at - 1].isalnum():
            at = before.lower().rfind(letter, 0, at)
        if at < 0:
            return ""
    found = before[at:]
    return found if len(found.split()) <= min(len(letters) + 5, 2 * len(letters)) else ""
