"""Akoma Ntoso with several documents: which of them are texts of their own, and what they are called.

An act, a bill, a statement or a judgment is one, and so is a document that says which text it is. Other
documents are annexes, like all that stands in attachments; only a collection may consist of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.akn.names import Element, local
from ingest.akn.walking import walk
from ingest.collection import names_of_texts
from ingest.lines import Line
from ingest.opening import read_division

_ADOPTED = frozenset(("act", "bill", "statement", "judgment"))
_OTHERS = frozenset(("doc", "debate", "debateReport", "amendment", "portion"))
_COLLECTIONS = frozenset(("documentCollection", "amendmentList", "officialGazette"))
_ANNEXES = ("annex", "appendix", "attachment", "schedule")
_LONGEST = 100  # characters of a name


def texts_in(root: Element) -> tuple[str, ...]:
    """Return the names of the texts in a file of several documents; none where there is one document."""
    documents = list(_documents(root))
    if len(documents) < 2:
        return ()
    lines = {document: walk(document, "", "").lines for document in documents}
    own = [one for one in documents if local(one) in _ADOPTED or names_of_texts(lines[one])]
    if not own and local(root[0]) in _COLLECTIONS:
        own = [one for one in documents if not _is_annex(one, lines[one])]
    return tuple(dict.fromkeys(_name(lines[one]) for one in own if lines[one]))


def _documents(element: Element) -> Iterator[Element]:
    """Walk the documents in an element, but for those in attachments and for collections."""
    for child in element:
        name = local(child)
        if name in _ADOPTED | _OTHERS:
            yield child
        if name not in ("attachments", "meta"):
            yield from _documents(child)


def _is_annex(document: Element, lines: tuple[Line, ...]) -> bool:
    """Return True if a document is called an annex, or opens as one."""
    called = document.get("name", "").lower()
    return called.startswith(_ANNEXES) or not lines or read_division(lines[0].text) is not None


def _name(lines: tuple[Line, ...]) -> str:
    """Return what a text is called: as its opening says, else its first line."""
    return next(iter(names_of_texts(lines)), lines[0].text[:_LONGEST])
