"""Kept answers whose words are no longer in the library."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.library.library import Library

OUTDATED = "A text quoted in this answer has since changed or been removed"


def is_outdated(answer: Answer, library: Library) -> bool:
    """Return True if an answer that was kept quotes words that are no longer in the library."""
    quoted = (citation for claim in answer.claims for citation in claim.citations)
    return not all(_is_quoted(citation, library) for citation in quoted)


def _is_quoted(citation: Citation, library: Library) -> bool:
    """Return True if the quoted words are where the citation says."""
    found = library.provision(citation.provision)
    return found is not None and found[1].text[citation.start : citation.end] == citation.quote
