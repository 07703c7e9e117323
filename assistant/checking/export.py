"""A checked document → Word with comments at the places, Markdown with the findings, JSON with a manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from assistant.checking.report import VERDICTS, CheckedDocument, verdict_of
from assistant.exports import WORD
from assistant.exports.markdown import MEDIA_TYPE, plain
from assistant.library.library import Library
from assistant.plain_text import printable
from ingest.word.package import BROKEN, is_zip

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

_AUTHOR = "Resolutions"
_GONE = ("w:del", "w:moveFrom")  # what tracked changes take away


class Remark(NamedTuple):
    """What is said in the margin of a paragraph, beside its `words`, which begin at or behind `start`."""

    paragraph: int
    start: int
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
            reasons = "; ".join(reason.rstrip(".") for reason in finding.reasons)
            said = [f"{VERDICTS[verdict_of(finding)].capitalize()}: {reasons}."]
            clause = library.provision(finding.provision) if finding.provision else None
            if clause:
                said.append(f"“{clause[1].text}” ({clause[0].citation(clause[1])})")
            found.append(Remark(finding.paragraph, finding.start, finding.words, "\n".join(said)))
    for citation in checked.citations:
        if citation.is_fault:
            reference = citation.reference
            found.append(Remark(citation.paragraph, reference.start, reference.words, reference.said))
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
    """Write a Word file with comments: the document itself if python-docx opens it, else its paragraphs."""
    import docx  # loaded when it is wanted

    document = _opened(original)
    if document is None:
        document = docx.Document()
        for paragraph in checked.document.paragraphs:
            document.add_paragraph(printable(paragraph.text))
    places, at, before = list(_places(document)), 0, 0  # the last place, and the paragraph of its remark
    for remark in remarks(checked, library):
        text = checked.document.paragraphs[remark.paragraph].text
        shared = [place.shared(text, remark.words) for place in places]
        # the place with most of the words; of several the next one
        least = at + (remark.paragraph > before)
        found = max(range(len(places)), key=lambda number: (shared[number], number >= least, -number))
        said = remark.text
        if shared[found]:
            at, before = found, remark.paragraph
        else:  # in a note or a header, which have no place in the body
            said = f"“{remark.words}”\n{said}"
        runs = places[at].runs_of(remark, text)
        document.add_comment(runs, text=printable(said), author=_AUTHOR, initials="R")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _opened(original: bytes) -> Document | None:
    """Return a Word file that has a place for comments, None for others and for what python-docx refuses.

    It refuses files with macros, ISO's strict variant, and damage in parts that our reader does not need.
    """
    import docx

    if not is_zip(original):
        return None
    try:
        document = docx.Document(BytesIO(original))
    except (*BROKEN, SyntaxError):
        return None
    return document if any(_places(document)) else None


class _Place(NamedTuple):
    """A paragraph of a Word file as a reader sees it: its runs without deleted ones, and their words.

    `own` are the words with single blanks.
    """

    runs: list[Run]
    text: str
    own: str

    def shared(self, text: str, words: str) -> int:
        """Return how many characters of a remark's paragraph stand here, where some of its words do.

        A table's row is one paragraph of the document, and here one for each cell; a paragraph with line
        breaks is several.
        """
        is_part = self.own in text or text in self.own
        return min(len(self.own), len(text)) if is_part and (words in self.own or self.own in words) else 0

    def runs_of(self, remark: Remark, text: str) -> Sequence[Run]:
        """Return the runs that have the words of a remark alone, all runs if the words are not here.

        `text` is that of the remark's paragraph.
        """
        words = r"\s+".join(map(re.escape, remark.words.split()))
        found = list(re.finditer(words, self.text))
        if not found:
            return self.runs
        before = text.count(remark.words, max(text.find(self.own), 0), remark.start)
        start, end = found[min(before, len(found) - 1)].span()
        self._cut(start)
        self._cut(end)
        inside, at = [], 0
        for run in self.runs:
            if at < end and at + len(run.text) > start:
                inside.append(run)
            at += len(run.text)
        return inside

    def _cut(self, at: int) -> None:
        """Have a run begin at a place in the text; one that has more than text stays whole."""
        from docx.oxml.ns import qn
        from docx.text.run import Run

        for number, run in enumerate(self.runs):
            is_text = {child.tag for child in run._r} <= {qn("w:t"), qn("w:rPr")}
            if 0 < at < len(run.text) and is_text:
                rest = Run(deepcopy(run._r), run._parent)
                run._r.addnext(rest._r)
                run.text, rest.text = run.text[:at], run.text[at:]
                self.runs.insert(number + 1, rest)
                return
            at -= len(run.text)


def _places(document: Document) -> Iterator[_Place]:
    """Walk the paragraphs of a Word file that have words, those in its tables as well, in order."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    for element in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, document._body)
        runs = [
            Run(run, paragraph)
            for run in element.iter(qn("w:r"))
            if next(run.iterancestors(qn("w:p"))) is element
            and next(run.iterancestors(*map(qn, _GONE)), None) is None
        ]
        if text := "".join(run.text for run in runs):
            yield _Place(runs, text, " ".join(text.split()))


FORMS: dict[str, Form] = {
    "docx": Form(WORD, as_word),
    "md": Form(MEDIA_TYPE, as_markdown),
    "json": Form("application/json", as_json),
}
"""The files that a report can be written to, by their ending."""
