"""A document → its statements about texts: what it quotes, and what it attributes to a text.

A sentence is a statement if it names a text, goes on about the text named last ("the resolution …", a label
alone), or quotes several words. Every other sentence attributes nothing and is left alone. A paragraph that
is set as a quotation is one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.document import Document, Paragraph
from assistant.library.library import Library
from assistant.references.checking import CheckedReference, check_labels, check_names, check_references
from assistant.verification.frames import VERBS
from corpus.keys import EditionKey
from corpus.sentences import sentences
from ingest.lines import is_headline

_QUOTED = re.compile(r"“([^“”]{3,})”|\"([^\"]{3,})\"|«\s?([^«»]{3,}?)\s?»")
_TELLING = 4  # words from which a quotation needs no name of a text beside it, and settles its sentence
_NOUN = r"(?:resolution|decision|recommendation|declaration|opinion|(?:strategic )?plan|text|convention)"
_GOES_ON = re.compile(
    rf"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]he same) (?:same )?{_NOUN}\b(?! (?:of|for|No)\b)"
    rf"|^(?:[Ii]n|[Uu]nder) it\b|\b[Ii]t (?:also |further |then )?(?:{VERBS})e?s\b"
)
_OPENS_LIST = re.compile(r":\s*$")
_ITEM = re.compile(r"^(?:[–—•▪*-]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)])\s+")
_LEAD = re.compile(r"(?:[A-Z][\w-]*(?: [\w-]+){0,4}: )(?=\S)")  # "– Oversight: the Council …"
_MARKER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.)]? +(?=\S)")  # "1 to oversee …"
_SOURCE = re.compile(r"[\s(–—-]+$")  # between a block quotation and where it is from
_TITLE = 12  # words that a heading has at most


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: where they stand in the paragraph, and the words."""

    start: int
    end: int
    words: str

    @property
    def is_telling(self) -> bool:
        """Whether it has so many words that it quotes a text, whatever stands beside it."""
        return len(self.words.split()) >= _TELLING


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document that says something about a text.

    `paragraph` is its place in the document, from 0; `start` and `end` are those in the paragraph. `words`
    are without the marker and the lead of an item. `references` are what it names; `edition` is the text that
    it is about, None if that is unknown. `may_say_nothing`: it follows a statement, and names nothing itself.
    """

    paragraph: int
    start: int
    end: int
    words: str
    quotations: tuple[Quotation, ...] = ()
    references: tuple[CheckedReference, ...] = ()
    edition: EditionKey | None = None
    may_say_nothing: bool = False

    @property
    def editions(self) -> tuple[EditionKey, ...]:
        """The texts that it names and the library has, in order."""
        every = (reference.edition for reference in self.references)
        return tuple(dict.fromkeys(edition for edition in every if edition))

    @property
    def cited(self) -> CheckedReference | None:
        """The first clause that it names, else the first text."""
        held = [reference for reference in self.references if reference.edition]
        return next((reference for reference in held if reference.is_clause), next(iter(held), None))


@dataclass
class _Reader:
    """Reads paragraph after paragraph; `named` is the text that was named last."""

    library: Library
    body: EditionKey | None
    named: EditionKey | None = None
    opens_list: bool = False  # the paragraph before introduces items about `named`, or a quotation
    introduced: tuple[CheckedReference, ...] = ()  # what that paragraph names in its last statement
    is_headed: bool = False  # the heading above names a text

    def statements(self, at: int, paragraph: Paragraph) -> Iterator[Statement]:
        text = paragraph.text
        quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(text)]
        known = check_references(text, self.library, self.body)
        references = [
            reference
            for reference in check_names(text, self.library, known)
            if not any(start <= reference.start < end for start, end in quoted)
        ]
        if paragraph.is_quoted and not quoted:
            yield from self._block_quotation(at, text, references)
            return
        marker = _ITEM.match(text)
        is_item = self.opens_list and (marker is not None or text[:1] in '“"«')
        if not (marker or quoted) and is_headline(text) and len(text.split()) <= _TITLE:
            self._go_on_from(references)
            self.opens_list, self.is_headed = False, bool(references)
            return
        follows = self.is_headed
        for start, end in sentences(text):
            inside = [reference for reference in references if start <= reference.start < end]
            statement = self._statement(at, start, text[start:end], inside, is_item=is_item)
            if statement is None and follows and self.named:
                plain = _LEAD.sub("", _ITEM.sub("", text[start:end]), count=1)
                statement = Statement(at, start, end, plain, edition=self.named, may_say_nothing=True)
            if statement:
                self.introduced = statement.references
                yield statement
            follows = follows or statement is not None
        self.opens_list = bool(_OPENS_LIST.search(text)) or is_item

    def _block_quotation(
        self, at: int, text: str, references: Sequence[CheckedReference]
    ) -> Iterator[Statement]:
        """Give a paragraph that is set as a quotation, without its marker and the name of its text."""
        marker = _MARKER.match(text)
        start, end = marker.end() if marker else 0, len(text)
        last = next((reference for reference in references if _SOURCE.search(text[: reference.start])), None)
        if last and not text[last.end :].strip(" .)"):
            end = len(_SOURCE.sub("", text[: last.start]))
            self._go_on_from([last])
        quote = Quotation(start, end, text[start:end])
        if not quote.is_telling:
            return
        said: tuple[CheckedReference, ...] = (last,) if last and end < len(text) else ()
        if not said and self.opens_list:
            said = tuple(replace(reference, said="") for reference in self.introduced)  # it is cited above
        about = self.named if said or self.opens_list else None
        yield Statement(at, start, end, quote.words, (quote,), said, about)

    def _go_on_from(self, references: Sequence[CheckedReference]) -> None:
        """Remember the text that was named last; none where it is not held."""
        if references:
            self.named = next((reference.edition for reference in references if reference.edition), None)

    def _statement(
        self, at: int, start: int, words: str, references: Sequence[CheckedReference], *, is_item: bool
    ) -> Statement | None:
        goes_on = not references and (is_item or bool(_GOES_ON.search(words)))
        marker = _ITEM.match(words)
        lead = _LEAD.match(words, marker.end() if marker else 0)
        plain = words[lead.end() if lead else marker.end() if marker else 0 :]
        said = [reference for reference in references if reference.start >= start + len(words) - len(plain)]
        self._go_on_from(said or references)
        quotations = tuple(_quotations(words, start))
        named = self.library.find(self.named) if self.named else None
        labels: tuple[CheckedReference, ...] = ()
        if named and not any(reference.is_clause for reference in references):
            unquoted = _QUOTED.sub(lambda match: " " * len(match[0]), words)
            labels = tuple(
                replace(label, start=start + label.start, end=start + label.end)
                for label in check_labels(unquoted, named, self.library)
            )
        telling = tuple(quote for quote in quotations if quote.is_telling)
        if not (references or goes_on or telling or labels):
            return None
        if goes_on and not self.named and not telling:
            return None
        every = (*(said or references), *labels)
        about = self.named if references or goes_on or labels else None
        kept = quotations if every or goes_on else telling
        return Statement(at, start, start + len(words), plain, kept, every, about)


def read_statements(
    document: Document, library: Library, body: EditionKey | None = None
) -> tuple[Statement, ...]:
    """Return the statements of a document, in order; `body` is an edition of the body that they are about."""
    reader = _Reader(library, body)
    return tuple(
        statement
        for at, paragraph in enumerate(document.paragraphs)
        for statement in reader.statements(at, paragraph)
    )


def _quotations(words: str, start: int) -> Iterator[Quotation]:
    for match in _QUOTED.finditer(words):
        group = match.lastindex or 1
        yield Quotation(start + match.start(group), start + match.end(group), match[group])
