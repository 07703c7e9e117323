"""The files that a proposal is written to, by their endings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.exports import WORD
from assistant.exports.markdown import MEDIA_TYPE, plain
from assistant.proposals.about import About
from assistant.proposals.layout import Entry, entries, head, runs, written
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from corpus.instruments import Kind

Writer = Callable[[Proposal, About], bytes]
_SHOWN = {"-": "<del>{}</del>", "+": "<ins>{}</ins>", "=": "{}"}


def word(proposal: Proposal, about: About) -> bytes:
    """Write a proposal as a Word file in the form of its body."""
    from assistant.proposals.word_export import proposal_file  # python-docx is loaded when it is wanted

    return proposal_file(proposal, about)


def tracked(proposal: Proposal, about: About) -> bytes:
    """Write the text as a Word file with tracked changes, and nothing else."""
    from assistant.proposals.word_export import tracked_file

    return tracked_file(proposal, about)


def clean(proposal: Proposal, about: About) -> bytes:
    """Write the text as it reads if the proposal is adopted as a Word file."""
    from assistant.proposals.word_export import clean_file

    return clean_file(proposal, about)


def text(proposal: Proposal, about: About) -> bytes:
    """Write the text as it reads if the proposal is adopted."""
    lines = (
        " ".join(filter(None, (clause.marker.now, clause.text.now)))
        for clause in written(proposal)
        if clause.operation is not Operation.SUPPRESSED
    )
    return ("\n\n".join(lines) + "\n").encode()


def markdown(proposal: Proposal, about: About) -> bytes:
    """Write a proposal in the form of its body as Markdown, with <del> and <ins> around what changed."""
    first = head(proposal, about)
    blocks = [*map(plain, (*first.left, *first.right)), *(f"**{plain(line)}**" for line in first.centre)]
    blocks += [block for entry in entries(proposal, about) for block in _entry(entry)]
    return ("\n\n".join(blocks) + "\n").encode()


def akoma_ntoso(proposal: Proposal, about: About) -> bytes:
    """Write the amendments of a proposal as Akoma Ntoso."""
    from assistant.proposals.akoma_ntoso import amendments

    return amendments(proposal, about)


FORMS: Mapping[str, tuple[str, Writer]] = {
    "docx": (WORD, word),
    "tracked.docx": (WORD, tracked),
    "clean.docx": (WORD, clean),
    "txt": ("text/plain; charset=utf-8", text),
    "md": (MEDIA_TYPE, markdown),
    "xml": ("application/akn+xml", akoma_ntoso),
}
"""For an ending the media type, and what writes the file."""
NAMES = {
    "docx": "Proposal (Word)",
    "tracked.docx": "Tracked changes (Word)",
    "clean.docx": "New text (Word)",
    "txt": "New text (plain)",
    "md": "Proposal (Markdown)",
    "xml": "Amendments (Akoma Ntoso)",
}
"""What the files are called."""


def _entry(entry: Entry) -> Iterator[str]:
    if entry.line:
        yield f"**{plain(entry.line)}**"
    yield from map(_clause, entry.clauses)
    if entry.reasons:
        yield plain(entry.reasons)


def _clause(clause: ProposedClause) -> str:
    words = "".join(_marked(sign, run) for sign, run in runs(clause))
    if clause.kind is Kind.HEADING:
        return f"#### {words}"
    return f"{'> ' * max(clause.level, 1)}{words}"


def _marked(sign: str, words: str) -> str:
    """Return a run with its marks around its words, and one blank for those beside them."""
    inner = words.strip()
    before, after = (" " if words[at].isspace() else "" for at in (0, -1))
    return f"{before}{_SHOWN[sign].format(plain(inner))}{after}" if inner else " "
