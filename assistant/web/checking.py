"""The page that checks a document: a form → a document; what was found → what templates/checked.html shows.

/check/<session>     what was found in a document, for the person who sent it, as drafts are (drafting.py)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple, TypeVar

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.checking.document import LONGEST, Document, read_sent_document
from assistant.checking.judging import Finding
from assistant.checking.report import CheckedDocument, Citation, verdict_of
from assistant.library.library import Library
from assistant.quotation import Quotation, quotation
from assistant.web.library_page.forms import file_name
from assistant.web.security.guard import BodyTooLarge
from assistant.web.session_memory import SessionMemory
from assistant.web.wording import as_sentence
from corpus.errors import UnreadableFile
from ingest.limits import Limits
from ingest.word.package import is_zip

MOST = 20
"""Checked documents of a person; one more drops the oldest."""
MOST_BYTES = 50_000_000
"""Bytes of Word files that are kept to be given back with comments, those of all people together."""
_Value = TypeVar("_Value")
_Span = tuple[int, int, _Value]  # where something begins and ends in a paragraph, and what it is
_PASTED = "Pasted text.txt"
_MOST_PASTED = 4 * LONGEST  # bytes, so that what is too long comes back with the refusal


@dataclass(frozen=True, slots=True)
class SentDocument:
    """What the form brought: a file, '' and no bytes for none, and the text that was pasted.

    `before_changes`: a Word file is to be read as it was before its tracked changes.
    """

    name: str = ""
    data: bytes = b""
    text: str = ""
    before_changes: bool = False

    def read(self, limits: Limits) -> Document:
        """Read the file or the text. Raises UnreadableFile."""
        is_pasted = bool(self.text.strip())
        if bool(self.name) == is_pasted:
            wanted = "a file or a text, not both" if is_pasted else "a file, or paste a text"
            raise UnreadableFile(f"Choose {wanted}.", "empty")
        name, data = (_PASTED, self.text.encode()) if is_pasted else (self.name, self.data)
        return read_sent_document(data, name, limits, before_changes=self.before_changes)


async def read_sent(request: Request) -> SentDocument:
    """Read the form. Raises UnreadableFile."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return SentDocument()
    try:
        async with request.form(max_files=1, max_fields=3, max_part_size=_MOST_PASTED) as form:
            file, text = form.get("file"), str(form.get("text", "")).replace("\r\n", "\n")
            if isinstance(file, UploadFile) and file.filename:
                before_changes = form.get("changes") == "before"
                return SentDocument(file_name(file.filename), await file.read(), text, before_changes)
            return SentDocument(text=text)
    except (BodyTooLarge, HTTPException):  # what Starlette says of it is meant for programmers
        raise UnreadableFile("The document is too large; check it in parts.", "too-large") from None


@dataclass(slots=True)
class Check:
    """A checked document, and the Word file that it was: b'' for other files, None once it was dropped."""

    checked: CheckedDocument
    original: bytes | None


class Checks(SessionMemory[Check]):
    """The checked documents of all users of a server."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        super().__init__(MOST, now)

    def keep(self, owner: str, checked: CheckedDocument, data: bytes) -> str:
        """Store what was found in a document, and its bytes if they are a Word file; return its session."""
        with self._lock:
            session = self.begin(owner, Check(checked, data if is_zip(data) else b""))
            left = MOST_BYTES
            items = (item for items in self._items.values() for item in items)
            for item in sorted(items, key=lambda item: item.at, reverse=True):
                left -= len(item.sent.original or b"")
                if left < 0 and item.sent.original:
                    item.sent.original = None
            return session


class Fault(NamedTuple):
    """A finding that somebody should look at, and the clause that decides, None for none."""

    finding: Finding
    verdict: str
    reasons: str
    clause: Quotation | None
    superseded_by: str


class Piece(NamedTuple):
    """Words of a paragraph; `number` is that of the faulty citation that they are, 0 for none."""

    words: str
    number: int


class Stretch(NamedTuple):
    """Words of a paragraph: a statement with its verdict, or what is none.

    `number` is that of its fault, 0 for none.
    """

    verdict: str
    number: int
    pieces: tuple[Piece, ...]


class CheckPage(NamedTuple):
    """What the page of a checked document shows."""

    faults: tuple[Fault, ...]
    citations: tuple[Citation, ...]
    paragraphs: tuple[tuple[Stretch, ...], ...]


def check_page(checked: CheckedDocument, library: Library) -> CheckPage:
    """Return what was found in a document, with the clauses as the library has them now."""
    findings = [finding for finding in checked.findings if finding.is_fault]
    citations = tuple(citation for citation in checked.citations if citation.is_fault)
    numbers = {finding: number for number, finding in enumerate(findings, 1)}
    stated: dict[int, list[_Span[Finding]]] = {}
    for finding in checked.findings:
        stated.setdefault(finding.paragraph, []).append((finding.start, finding.end, finding))
    cited: dict[int, list[_Span[int]]] = {}
    for number, citation in enumerate(citations, 1):
        span = citation.reference.start, citation.reference.end, number
        cited.setdefault(citation.paragraph, []).append(span)
    paragraphs = []
    for at, paragraph in enumerate(checked.document.paragraphs):
        stretches = []
        for start, end, statement in _cut(0, len(paragraph.text), stated.get(at, ())):
            pieces = tuple(
                Piece(paragraph.text[first:last], number or 0)
                for first, last, number in _cut(start, end, cited.get(at, ()))
            )
            verdict = verdict_of(statement) if statement else ""
            stretches.append(Stretch(verdict, numbers.get(statement, 0) if statement else 0, pieces))
        paragraphs.append(tuple(stretches))
    return CheckPage(tuple(_fault(finding, library) for finding in findings), citations, tuple(paragraphs))


def _cut(start: int, end: int, spans: Sequence[_Span[_Value]]) -> Iterator[_Span[_Value | None]]:
    """Walk a stretch of a paragraph, cut at the spans that begin in it; None is what lies between them."""
    at = start
    for first, last, value in sorted(spans, key=lambda span: span[0]):
        if at <= first < end:
            if at < first:
                yield at, first, None
            at = min(last, end)
            yield first, at, value
    if at < end:
        yield at, end, None


def _fault(finding: Finding, library: Library) -> Fault:
    found = library.provision(finding.provision) if finding.provision else None
    return Fault(
        finding,
        verdict_of(finding),
        " ".join(map(as_sentence, finding.reasons)),
        quotation(*found) if found else None,
        library.superseded_by(found[0].key) if found else "",
    )
