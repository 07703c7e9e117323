"""A checked document → Word with comments at the places, Markdown with the findings, JSON with a manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from assistant.checking.report import CheckedDocument
from assistant.exports.markdown import MEDIA_TYPE, plain
from assistant.library.library import Library
from assistant.plain_text import printable
from ingest.word.package import is_zip

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_AUTHOR = "Resolutions"


class Remark(NamedTuple):
    """What is said in the margin of a paragraph, beside some of its words."""

    paragraph: int
    words: str
    text: str


class Form(NamedTuple):
    """A file that a report is written to: its media type, and what writes it."""

    media_type: str
    write: Callable[[CheckedDocument, Library, bytes], bytes]


def remarks(checked: CheckedDocument, library: Library) -> tuple[Remark, ...]:
    """Return what somebody should look at, in the order of the document."""
    found = []
    for finding in checked.findings:
        if finding.is_fault:
            verdict = (
                "Please read"
                if finding.needs_reading
                else str(finding.judgement).replace("_", " ").capitalize()
            )
            said = [f"{verdict}: {'; '.join(finding.reasons)}."]
            clause = library.provision(finding.provision) if finding.provision else None
            if clause:
                said.append(f"“{clause[1].text}” ({clause[0].citation(clause[1])})")
            found.append(Remark(finding.paragraph, finding.words, "\n".join(said)))
    for citation in checked.citations:
        if citation.is_fault:
            found.append(Remark(citation.paragraph, citation.reference.words, citation.reference.said))
    return tuple(sorted(found, key=lambda remark: remark.paragraph))


def as_markdown(checked: CheckedDocument, library: Library, original: bytes) -> bytes:
    """Write the count and each remark, with the line of the document."""
    del original
    rows = [f"# {plain(checked.document.name)}", plain(f"{checked.summary}.")]
    for remark in remarks(checked, library):
        line = checked.document.paragraphs[remark.paragraph].line
        rows += [f"## Line {line}", f"> {plain(remark.words)}", *map(plain, remark.text.split("\n"))]
    return ("\n\n".join(rows) + "\n").encode()


def as_json(checked: CheckedDocument, library: Library, original: bytes) -> bytes:
    """Write the report by which `resolutions check --again` comes to the same verdicts."""
    del library, original
    return (json.dumps(checked.as_json(), ensure_ascii=False, indent=1) + "\n").encode()


def as_word(checked: CheckedDocument, library: Library, original: bytes) -> bytes:
    """Write a Word file with comments: the document itself if it is one, else its paragraphs."""
    import docx  # loaded when it is wanted

    document = docx.Document(BytesIO(original)) if is_zip(original) else docx.Document()
    if not is_zip(original):
        for paragraph in checked.document.paragraphs:
            document.add_paragraph(printable(paragraph.text))
    places = list(_paragraphs(document))
    at = 0
    for remark in remarks(checked, library):
        text = checked.document.paragraphs[remark.paragraph].text
        at = next(
            (place for place in range(at, len(places)) if _holds(places[place], text, remark.words)), at
        )
        runs = _runs(places[at], remark.words)
        if runs:
            document.add_comment(runs, text=printable(remark.text), author=_AUTHOR, initials="R")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Walk the paragraphs of a Word file, those in its tables as well, in order."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document._body)


def _holds(place: Paragraph, text: str, words: str) -> bool:
    """Return True for the paragraph that a remark is about; a table's row has several."""
    own = " ".join(place.text.split())
    return bool(own) and own in text and (words in own or own in words)


def _runs(place: Paragraph, words: str) -> Sequence[Run]:
    """Return the runs in which words stand, all of the paragraph if they are in none of its own."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.search(pattern, "".join(run.text for run in place.runs))
    if found is None:
        return place.runs
    inside, start = [], 0
    for run in place.runs:
        if start < found.end() and start + len(run.text) > found.start():
            inside.append(run)
        start += len(run.text)
    return inside


FORMS: dict[str, Form] = {
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
    "md": Form(MEDIA_TYPE, as_markdown),
    "json": Form("application/json", as_json),
}
"""The files that a report can be written to, by their ending."""
