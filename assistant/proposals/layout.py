"""What is printed of a proposal, in the form of its body: the head of the first page, then entries.

    MOD  ABC/25/1                                             Entry.line
    2  to oversee the development of the plan [and report]    Entry.clauses
    Reasons: The Council needs it.                            Entry.reasons

An entry without a line is text that is not changed. What is added or deleted with all that stands below it
has one line. A line says that a clause is not changed (NOC) where somebody gave reasons for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from assistant.comparison.redline import Edit
from assistant.proposals.about import About
from assistant.proposals.forms import FORMS, Form, filled
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from corpus.issuers import issuer_name

_WHOLE = (Operation.ADDED, Operation.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of the first page, on the left, on the right and below them in the middle."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    centre: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Clauses below the line that says what is done to them; `reasons` are what is printed after them.

    `after` is what they follow: the adopted clause before them in their list, or the one above the list.
    """

    clauses: tuple[ProposedClause, ...]
    line: str = ""
    reasons: str = ""
    after: ProposedClause | None = None


def head(proposal: Proposal, about: About) -> Head:
    """Return the head of the first page; lines for which there are no words are left out."""
    form, values = FORMS[about.form], _values(proposal, about)
    left, right, centre = (
        tuple(filter(None, (filled(pattern, values) for pattern in patterns)))
        for patterns in (form.left, form.right, form.centre)
    )
    return Head(left, right, centre)


def entries(proposal: Proposal, about: About) -> Iterator[Entry]:
    """Walk what is printed below the head, in the order of the text."""
    form, values = FORMS[about.form], _values(proposal, about)
    groups = list(_groups(written(proposal)))
    context = {above.id for above in _above_changes(groups)}
    count, path = 0, list[ProposedClause]()
    for group in groups:
        clause = group[0]
        path = [earlier for earlier in path if earlier.level <= clause.level]
        after = path[-1] if path else None
        if _has_line(clause):
            count += 1
            line = _line(clause, after, form, {**values, "count": str(count)})
            yield Entry(group, line, _reasons(group, form), after)
        elif form.prints_whole or clause.id in context:
            yield Entry(group)
        if not clause.is_new:
            path.append(clause)


def operation_lines(proposal: Proposal) -> Iterator[tuple[str, Operation, str]]:
    """Walk the lines that the forms print above the clauses of a text, without the proposal's own numbers.

    Each comes with its operation and the id of the clause that it names.
    """
    for form in FORMS.values():
        for clause in proposal.clauses:
            place = _in_own_words(clause.label, form)
            values = {"place": place, "previous": place, "number": "", "count": ""}
            for operation, pattern in form.lines.items():
                if line := filled(pattern, values).removeprefix(".\t"):
                    yield line, operation, clause.id


def runs(clause: ProposedClause, joint: str = "\t") -> tuple[Edit, ...]:
    """Return a clause in one line, a joint behind its number, as kept, deleted and inserted runs."""
    marker, text = clause.marker, clause.text
    if clause.operation is Operation.SUPPRESSED:
        return (("-", f"{marker.old}{joint}{text.old}" if marker.old else text.old),)
    sign = "=" if marker.old and marker.now else "-" if marker.old else "+"
    return (*marker.edits, *([(sign, joint)] if marker.edits else []), *text.edits)


def written(proposal: Proposal) -> Iterator[ProposedClause]:
    """Walk the clauses of both texts, without new ones in which nobody has written anything."""
    return (clause for clause in proposal.clauses if clause.now or not clause.is_new)


def _groups(clauses: Iterator[ProposedClause]) -> Iterator[tuple[ProposedClause, ...]]:
    """Walk the clauses; one that is added or deleted as a whole brings what stands below it."""
    group: list[ProposedClause] = []
    for clause in clauses:
        if group and not (
            clause.level > group[0].level
            and clause.operation is group[0].operation
            and clause.operation in _WHOLE
        ):
            yield tuple(group)
            group = []
        group.append(clause)
    if group:
        yield tuple(group)


def _above_changes(groups: Sequence[Sequence[ProposedClause]]) -> Iterator[ProposedClause]:
    """Walk the headings and paragraphs below which something is done."""
    path: list[ProposedClause] = []
    for clause, *_ in groups:
        path = [above for above in path if above.level < clause.level]
        if _has_line(clause):
            yield from path
        path.append(clause)


def _has_line(clause: ProposedClause) -> bool:
    return clause.operation is not Operation.UNCHANGED or bool(clause.reasons)


def _line(clause: ProposedClause, after: ProposedClause | None, form: Form, values: Mapping[str, str]) -> str:
    number = "/".join(filter(None, filled(form.number, values).split("/")))
    previous = _in_own_words(after.label, form) if after else "the title"
    places = {"place": _in_own_words(clause.label, form), "previous": previous, "number": number}
    return filled(form.lines[clause.operation], {**values, **places})


def _in_own_words(name: str, form: Form) -> str:
    """Return a label of the adopted text, or its name, as the body writes it."""
    beginning = next((words for words in form.places if name.startswith(words)), "")
    return form.places.get(beginning, "") + name.removeprefix(beginning)


def _reasons(group: Sequence[ProposedClause], form: Form) -> str:
    """Return the reasons with the word before them; where they are missing and asked for, the word alone."""
    given = " ".join(clause.reasons for clause in group if clause.reasons)
    return f"{form.reasons} {given}".strip() if given or group[0].operation in form.asks_reasons else ""


def _values(proposal: Proposal, about: About) -> dict[str, str]:
    body = issuer_name(proposal.edition.instrument)
    words = FORMS[about.form].gatherings
    return {
        **asdict(about),
        "edition_name": _in_own_words(about.edition_name, FORMS[about.form]),
        "date": _day(about.date),
        "body": body,
        "gathering": next((word for word in words if word in body), words[0]),
    }


def _day(stored: str) -> str:
    """Return a day in words, 26 November 2026; what is no day stays as it is."""
    try:
        day = date.fromisoformat(stored)
    except ValueError:
        return stored
    return f"{day.day} {day:%B %Y}"
