"""The files that a proposal is written to, by their endings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.exports.markdown import MEDIA_TYPE, plain
from assistant.proposals.about import About
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from assistant.proposals.revision import Revision

Writer = Callable[[Proposal, About], bytes]
_SHOWN = {"-": "~~{}~~", "+": "<ins>{}</ins>", "=": "{}"}


def markdown(proposal: Proposal, about: About) -> bytes:
    """Write the changed clauses, deletions struck and insertions underlined."""
    lines = [f"# {plain(about.title or f'Proposal to change {about.edition_name}')}"]
    lines += [plain(line) for line in (about.author, about.document, about.agenda_item) if line]
    lines += [block for clause in proposal.changed for block in _clause(clause)]
    return ("\n\n".join(lines) + "\n").encode()


def _clause(clause: ProposedClause) -> Iterator[str]:
    yield f"**{clause.operation}** {plain(clause.label)}".strip()
    words = [_revision(revision, clause.operation) for revision in (clause.marker, clause.text)]
    yield " ".join(filter(None, words))
    if clause.reasons:
        yield f"**Reasons:** {plain(clause.reasons)}"


def _revision(revision: Revision, operation: Operation) -> str:
    if operation is Operation.SUPPRESSED:
        return _SHOWN["-"].format(plain(revision.old)) if revision.old else ""
    return "".join(_marked(sign, words) for sign, words in revision.edits)


def _marked(sign: str, words: str) -> str:
    """Return a run with its marks directly around its letters: Markdown strikes nothing beside a blank."""
    inner = words.strip()
    lead, _, tail = words.partition(inner) if inner else (words, "", "")
    return f"{lead}{_SHOWN[sign].format(plain(inner)) if inner else ''}{tail}"


FORMS: Mapping[str, tuple[str, Writer]] = {"md": (MEDIA_TYPE, markdown)}
"""For an ending the media type, and what writes the file."""
