"""Claims as they are shown: grouped by text and head, each with its quoted words and a short label.

Labels are never cut. The part that a heading above already shows is hidden, but still read aloud and copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answer import Answer, AnswerWords, Citation, Claim, Status, Support
from assistant.library.library import Library
from assistant.quotation import governing, head_above, quotation_of_words, quoted
from assistant.web.addresses import address
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey

MOST_OPEN = 3
"""Texts that are shown one after another; of more, those with most clauses go first."""
FEW = 12
"""Clauses of many texts that are shown at once; of more, the first text is open and the others are folded."""
_OPENING_MARKS, _CLOSING_MARKS = frozenset('"“'), frozenset('"”')
_MARKER = 6  # characters of a label that fit into the margin


@dataclass(frozen=True, slots=True)
class Cite:
    """A link to a clause. Its label is `hidden`, `name`, `place`, `name_after` and `hidden_after` in turn.

    `name` and `name_after` are the edition's, less prominent; what is hidden is said by a heading above.
    """

    href: str
    place: str
    hidden: str = ""
    name: str = ""
    name_after: str = ""
    hidden_after: str = ""

    @property
    def label(self) -> str:
        """The whole label."""
        return "".join((self.hidden, self.name, self.place, self.name_after, self.hidden_after))

    @property
    def is_marker(self) -> bool:
        """Whether what is seen fits into the margin: "2", "iii)"."""
        return not self.name and not self.name_after and len(self.place) <= _MARKER


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words, by the cells of a table row, else one; `copied` is the quote as it is pasted.

    Each cell is in three parts, of which the second has the words that answer by themselves.
    """

    cells: tuple[tuple[str, str, str], ...]
    cite: Cite
    superseded_by: str
    copied: str

    @property
    def is_in_quotes(self) -> bool:
        """Whether the words bring quotation marks along."""
        first, last = "".join(self.cells[0]), "".join(self.cells[-1])
        return first[:1] in _OPENING_MARKS and last[-1:] in _CLOSING_MARKS


@dataclass(frozen=True, slots=True)
class Item:
    """One claim: what governs it beyond the heading above, a statement in other words, its quotes.

    `is_below` where the item above introduces it.
    """

    governing: str
    statement: str
    support: Support
    quotes: tuple[Quote, ...]
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class ClaimedText:
    """The claims of one text, in groups under one head; `name` is '' where nothing heads them.

    A head is '' where there is none, or the lead has it.
    """

    name: str
    title: str
    superseded_by: str
    clauses: int
    groups: tuple[tuple[str, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True)
class HeadingContext:
    """What the headings above claims say: the name of their text, that it is superseded, a head."""

    is_named: bool = False
    is_superseded: bool = False
    head: str = ""


def claimed_texts(answer: Answer, library: Library) -> tuple[ClaimedText, ...]:
    """Return the claims of an answer by text and head; those that may answer stay in their order."""
    claims = answer.claims
    arranging = _ClaimLayout(library, answer.lead, answer.heads, answer.answer_words)
    by_text: dict[EditionKey | None, list[Claim]] = {}  # by the text cited first
    for claim in claims:
        key = next((citation.provision.edition for citation in claim.citations), None)
        by_text.setdefault(key, []).append(claim)
    if not claims:
        return ()
    is_answered, texts = answer.status == Status.ANSWERED, list(by_text.items())
    if len(claims) == 1 or (len(texts) > 1 and not is_answered):
        return (ClaimedText("", "", "", len(claims), (("", arranging.items(claims, HeadingContext())),)),)
    if len(texts) > MOST_OPEN:
        texts.sort(key=lambda pair: (bool(_superseded(pair[1])), -len(pair[1])))
    is_only = len(texts) == 1
    return tuple(arranging.text(key, group, is_only=is_only, by_head=is_answered) for key, group in texts)


def cited(citation: Citation, library: Library, before: Sequence[str] = ()) -> str:
    """Return a quote as it is pasted: behind what governs its clause, before its full label.

    What governs it is left out where it ends in a quote that was pasted `before`.
    """
    found = library.provision(citation.provision)
    above = governing(*found) if found else ""
    is_pasted = any(above.endswith(words) for words in before if words)
    return quoted(citation.quote, "" if is_pasted else above, citation.label)


def cite(edition: Edition, provision: Provision) -> Cite:
    """Return the citation of a clause as the link to it."""
    return _cite(edition.citation(provision), address(edition.id_of(provision)), edition)


def _cite(label: str, href: str, edition: Edition | None) -> Cite:
    """Return a label as the link to its clause, the edition's name less prominent than the place."""
    if edition is None:  # one that is not in the library any more
        name, comma, place = label.partition("), ")
        return Cite(href, place, name=f"{name}{comma}") if comma else Cite(href, label)
    before = f"{edition.name}, "
    if label.startswith(before):
        return Cite(href, label.removeprefix(before), name=before)
    ends = (f" of the {edition.name}", f" to the {edition.name}")
    after = next((ending for ending in ends if label.endswith(ending)), "")
    return Cite(href, label.removesuffix(after), name_after=after)


def _superseded(claims: Sequence[Claim]) -> str:
    """Return what has superseded the text of all these claims, '' for nothing."""
    names = {citation.superseded_by for claim in claims for citation in claim.citations}
    return next(iter(names)) if len(names) == 1 else ""


def _cells(citation: Citation, words: AnswerWords | None) -> Iterator[tuple[str, str, str]]:
    """Walk the cells of a quote, each in front of, in and behind the words that answer by themselves."""
    at, is_answer = citation.start, words is not None and words.provision == citation.provision
    for cell in citation.quote.split("\t"):
        if words and is_answer and at <= words.start < words.end <= at + len(cell):
            yield cell[: words.start - at], words.words, cell[words.end - at :]
        else:
            yield cell, "", ""
        at += len(cell) + 1


@dataclass(frozen=True, slots=True)
class _ClaimLayout:
    """What the headings and labels of an answer's claims are chosen by; `lead` opens it, with `heads`.

    `words` are those that answer by themselves.
    """

    library: Library
    lead: str
    heads: Sequence[str]
    words: AnswerWords | None = None

    def text(
        self, key: EditionKey | None, claims: Sequence[Claim], *, is_only: bool, by_head: bool
    ) -> ClaimedText:
        """Return the claims of one text; its name heads them unless the lead has it."""
        edition = self.library.find(key) if key else None
        is_headed = edition is not None and not (is_only and edition.name in self.lead)
        superseded = _superseded(claims) if is_headed else ""
        above = HeadingContext(is_named=edition is not None, is_superseded=bool(superseded))
        runs = groupby(claims, self._head) if by_head else [("", iter(claims))]
        groups = [
            ("" if head in self.heads else head, self.items(list(run), replace(above, head=head)))
            for head, run in runs
        ]
        name, title = (edition.name, edition.title) if edition and is_headed else ("", "")
        return ClaimedText(name, title, superseded, len(claims), tuple(groups))

    def items(self, claims: Sequence[Claim], headed: HeadingContext) -> tuple[Item, ...]:
        """Return claims as items; words that govern several in turn are shown once, above the first.

        What the lead, the head or the item above them says is not shown again.
        """
        items: list[Item] = []
        before = headed.head
        open_lists: list[str] = []  # what introduces the items that follow, outermost first
        for claim in claims:
            governed = next((citation.governing for citation in claim.citations), "")
            while open_lists and not (open_lists[-1] and governed.endswith(open_lists[-1])):
                open_lists.pop()
            is_below = bool(open_lists)
            is_repeated = governed == before or governed in self.heads or is_below
            shown = "" if is_repeated else governed.removeprefix(headed.head).strip(" …")
            statement = "" if claim.text in [citation.quote for citation in claim.citations] else claim.text
            quotes = tuple(self._quote(citation, headed) for citation in claim.citations)
            items.append(Item(shown, statement, claim.support, quotes, is_below))
            before = governed
            open_lists.append(claim.text)
        return tuple(items)

    def _head(self, claim: Claim) -> str:
        citation = next(iter(claim.citations), None)
        found = self.library.provision(citation.provision) if citation else None
        head = head_above(found[1]) if found else ""
        return head if citation and citation.governing.startswith(head) else ""

    def _quote(self, citation: Citation, headed: HeadingContext) -> Quote:
        """Return a quote with a short label; its text to copy includes the items that it introduces."""
        found = self.library.provision(citation.provision)
        edition = self.library.find(citation.provision.edition)
        href = f"{address(citation.provision)}&quote={citation.start}-{citation.end}"
        link = _cite(citation.label, href, edition)
        if headed.is_named:
            under = f"{headed.head} " if headed.head and link.place.startswith(f"{headed.head} ") else ""
            hidden, place = f"{link.name}{under}", link.place.removeprefix(under)
            link = Cite(link.href, place, hidden=hidden, hidden_after=link.name_after)
        is_whole = found is not None and found[1].text[citation.start : citation.end] == citation.quote
        return Quote(
            tuple(_cells(citation, self.words)),
            link,
            "" if headed.is_superseded else citation.superseded_by,
            str(quotation_of_words(*found, citation.start, citation.end))
            if found and is_whole
            else cited(citation, self.library),
        )
