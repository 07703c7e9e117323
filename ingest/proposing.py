"""Proposes an edition for a text whose grammar does not know its key, with the evidence for each field.

A text that prints its number or title, the adopting organ and the year is certain and is added under its own
name. Everything else is proposed to a person, who can check each field where it was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.registry import NOUNS
from corpus.catalogue import catalogue
from ingest.collection import coded
from ingest.dates import date_in, without_treaties
from ingest.first_page import Organ, formula_organ, has_usual_name, names_organ
from ingest.grammar import Identity
from ingest.identity import Number, has_letters, number_line
from ingest.lines import ending
from ingest.masthead import (
    EDGES,
    LONGEST_DAY,
    HeadLine,
    Masthead,
    adopters,
    adoption_days,
    completed_by,
    has_further,
    is_own,
    own_numbers,
    says_when,
)
from ingest.proposal import FILE_NAME, PROPERTIES, Evidence, Parts, Proposal, name_of_file, names_by_form
from ingest.source import Source
from ingest.status import is_banner
from ingest.titles import find_title

_CITED = "the texts that it cites"
_OF_FILE = "the other texts of its file"
_BESIDE = "other words of its head"
_CITING = 120  # lines in which citations show whose text it is
_KINDS = ("number", "title", "body", "date")
_DRAFT = re.compile(r"\W*draft\b", re.IGNORECASE)


def propose(source: Source, identity: Identity, called: str) -> Proposal:
    """Return which edition a text may be. `called` is the name of its file, without the ending."""
    return _FirstPage(source, called).proposal(identity)


def shared_organ(proposals: Sequence[Proposal]) -> str:
    """Return who adopts the texts of a file that name different issuers; '' where all have one.

    A name of its own is surer than "Meeting of the Parties", then the one that most texts have.
    """
    if len({proposal.issuer for proposal in proposals}) < 2:
        return ""
    found = Counter(row.value for proposal in proposals for row in proposal.evidence if row.field == "body")
    return max(found, key=lambda name: (not has_usual_name(name), found[name]), default="")


def is_contradicted(source: Source, issuer: str) -> bool:
    """Return True if the formula names another organ than an issuer's: a similar number says nothing then.

    "The Conference," alone may be the organ of any organization: the text must name the issuer's.
    """
    page = _FirstPage(source, "")
    formula, number = next((line.text for line in page.head.formulas), ""), page.number
    organ, adopting = formula_organ(formula), page.organs.adopting(formula)
    if organ is not None and not has_usual_name(organ.name):
        return not adopting
    if number is None or number.place or re.search(r"[A-Za-z]", number.number):
        return False  # the number says whose it is
    is_named = issuer in adopting and (organ is None or " " in organ.name)
    return not (is_named or page.names_body_of(issuer))


class _FirstPage:
    """The first page of a text, from which each field is read with its place."""

    def __init__(self, source: Source, called: str) -> None:
        self.source, self.called = source, called
        self.evidence: dict[str, Evidence] = {}
        self.organs = name_reader(bodies_in_use()).organs
        self.head = Masthead(source)
        self.opening = self.head.opening
        nowhere: tuple[Number | None, HeadLine] = (None, HeadLine("", ""))
        self.number, self.numbered = next(own_numbers(self.head, source.metadata, called), nowhere)

    def proposal(self, identity: Identity) -> Proposal:
        """Read every field, and make key and name of them."""
        instruments = catalogue().instruments
        listed = next(
            (instrument.edition for instrument in instruments if instrument.name == identity.name), None
        )
        number = None if listed else self.number
        at = self.numbered.place if number else ""
        if number is not None:
            self._note("number", number.printed, at, self.numbered.text)
        title, place = find_title(self.source, self.head, identity, number, at)
        organ = self._organ(number, place)
        known = self._known_name(organ, number)
        adopted, year = self._date(number, known)
        issuers = self._issuers(organ)
        is_cited = "body" in self.evidence and self.evidence["body"].place == _CITED
        # "The Conference," with a number that no known body writes so is not the conference of one
        if known is None and organ is not None and has_usual_name(organ.name) and not is_cited:
            issuers = ()
        parts = Parts(number, organ, year, title or self.called, issuers)
        is_named = says_when(title) or parts.of_meeting(title) != title
        title = parts.of_meeting(title)
        if title:
            self._note("title", title, place)
        issuer, work, name = parts.issuer, parts.work, parts.name
        if known is not None:
            issuer, work = known.instrument.issuer, known.instrument.work
            name = known.series.print({**({"year": year} if year else {}), **known.fields})
        if listed is not None:
            issuer, work = listed.instrument.issuer, listed.instrument.work
            year, name, adopted = listed.year, identity.name, str(listed.year)
            self._note("date", adopted, "the edition in force")
        first = next((line.text for line in self.opening if not ending(line.text)), "")
        says_draft = any(map(_DRAFT.match, (title, first))) or any(
            is_banner(line.text) for line in self.opening
        )
        is_draft = number.is_draft if number else says_draft
        is_heading = any(line.place == place and line.level for line in self.opening)
        is_titled = bool(self.head.formulas) or is_named or is_heading
        is_whole = is_titled and (is_draft or not _lacks_number(parts.issuer, title))
        is_whole = is_whole or bool(number or known)
        # the number has the letters of one body, and the formula names another
        is_of_two = identity.key is not None and number is not None and has_letters(number.number)
        is_certain = is_whole and not is_of_two and self._is_certain(number or known, is_draft=is_draft)
        evidence = tuple(self.evidence[kind] for kind in _KINDS if kind in self.evidence)
        return Proposal(issuer, work, year, name, title, adopted, evidence, is_certain, is_draft)

    def _is_certain(self, number: Number | Name | None, *, is_draft: bool) -> bool:
        """Return True if the head of the text itself says what it is called, whose it is and of which year.

        Without a number it needs the organ, and the year must not be one of its title alone. A draft replaces
        no text: what else is in its file counts as its head does, but for the file's name.
        """
        read = {
            kind
            for kind, evidence in self.evidence.items()
            if evidence.place.startswith("line")
            or evidence.place == EDGES
            or (is_draft and evidence.place != FILE_NAME)
        }
        wanted = {"number", "date"} if number is not None else {"title", "body", "date"}
        further = has_further(self.number, self.head) or bool(coded(self.source.lines, self.source.whole))
        return (
            wanted <= read
            and not further
            and not (isinstance(number, Number) and not is_own(number, self.head))
        )

    def _note(self, kind: str, value: str, place: str, words: str = "") -> None:
        self.evidence[kind] = Evidence(kind, value, place, words[:160])

    def names_body_of(self, issuer: str) -> bool:
        """Return True if the text has a name of the issuer's organization or organ that no other has."""
        words = " ".join(line.text for line in self.source.lines).casefold()
        bodies = bodies_in_use()
        named = (*bodies.organizations[issuer.partition("-")[0]], *bodies.organs[issuer].names)
        proper = (re.escape(name.casefold()) for name in named if not has_usual_name(name))
        return any(re.search(rf"\b{name}\b", words) for name in proper)

    def _issuers(self, organ: Organ | None) -> tuple[str, ...]:
        """Return the issuers that an organ's name means; of several the one whose texts this one cites."""
        issuers = self.organs.called(organ.name) if organ else ()
        if len(issuers) < 2:
            return issuers
        reader = name_reader(bodies_in_use())
        names = (name for line in self.source.lines[:_CITING] for name in reader.names(line.text))
        cited = {name.series.issuer for name in names} & {*issuers}
        if len(cited) != 1:
            return issuers
        (issuer,) = cited
        self._note("body", reader.bodies.organs[issuer].name, _CITED)
        return (issuer,)

    def _organ(self, number: Number | None, title_at: str) -> Organ | None:
        """Return who adopts: by the formula, the number's line, a sentence of adoption, the masthead.

        An organ that is the whole title is what the text is about.
        """
        if self.source.organ:
            self._note("body", self.source.organ, _OF_FILE)
            return completed_by(self.head, Organ(self.source.organ))
        for line, organ in adopters(self.head, self.numbered, number):
            if line.place == title_at and organ.name.casefold() == line.text.casefold():
                continue
            self._note("body", organ.name, line.place, line.text)
            return completed_by(self.head, organ)
        author = self.source.metadata.author
        if author and names_organ(author):
            self._note("body", author, PROPERTIES)
            return Organ(author)
        return None

    def _known_name(self, organ: Organ | None, number: Number | None) -> Name | None:
        """Return the text's name as a body that is known writes it, None where nothing has one."""
        issuers = self.organs.called(organ.name) if organ else ()
        numbered = number_line(tuple(line.text for line in self.opening), issuers) if issuers else None
        plain = [(self.opening[numbered.at], numbered.name)] if numbered else []
        plain += [
            (line, name) for line in self.opening if organ is None and (name := self._by_form(line.text))
        ]
        for head_line, name in plain:
            self._note("number", name.printed, head_line.place, head_line.text)
            return name
        found = name_of_file(self.called, issuers)
        if found is None or number is not None:
            return None
        digits = next(iter(re.findall("[0-9]+", self.called)), "")
        printed = (line for line in self.opening if re.match(rf"{digits}\. [A-Z]", line.text))
        at = next(
            printed, HeadLine(self.called, FILE_NAME)
        )  # "728. Lamps": the name of the file completes it
        self._note("number", found.printed, at.place, at.text)
        if organ is None:
            self._note("body", self.organs.bodies.organs[found.series.issuer].name, FILE_NAME, self.called)
        return found

    def _by_form(self, text: str) -> Name | None:
        """Return the name with which a line begins by its form: of the one body that the text names."""
        found = {name.series.issuer: name for name in names_by_form(text)}
        named = [issuer for issuer in found if self.names_body_of(issuer)]
        if len(named) != 1:
            return None
        self._note("body", self.organs.bodies.organs[named[0]].name, "the organizations that it names")
        return found[named[0]]

    def _date(self, number: Number | None, known: Name | None) -> tuple[str, int]:
        stated = (number.year if number else None) or (known.year if known else None)
        metadata = self.source.metadata
        if found := next(adoption_days(self.head, str(stated or "")), None):
            self._note("date", *found)
            return found[0], int(found[0][:4])
        if stated:
            row = self.evidence.get("number")
            self._note("date", str(stated), row.place if row else FILE_NAME, row.words if row else "")
            day = date_in(metadata.date)
            return day if day.startswith(str(stated)) else str(stated), int(stated)
        beside = [(line.text, _BESIDE) for line in self.opening if len(line.text) <= LONGEST_DAY]
        for text, place in (*beside, (metadata.date, PROPERTIES), (self.called, FILE_NAME)):
            if date := date_in(without_treaties(text) if number else text):
                self._note("date", date, place, text)
                return date, int(date[:4])
        return "", 0


def _lacks_number(issuer: str, title: str) -> bool:
    """Return True for a text without number of a body that is known to number texts of its kind."""
    body = issuer.partition("-")[0]
    numbered = {series.noun for series in bodies_in_use().series if series.issuer.partition("-")[0] == body}
    named = set(title.casefold().split()) & set(NOUNS)
    return bool(numbered) and not named - numbered
