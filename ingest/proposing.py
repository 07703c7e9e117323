"""Reading the head of a text whose grammar does not know its key: field by field, with the places.

A text that prints a number or a title of its own, the organ that adopts it and the year is certain: it is
added under its own name. Everything else is proposed: a person judges it by the places that it was read at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.registry import NOUNS
from corpus.catalogue import catalogue
from corpus.keys import EditionKey
from ingest.adopter import adopters, completed_by
from ingest.adoption_day import LONGEST_DAY, adoption_days, says_when
from ingest.collection import holds_more
from ingest.dates import date_in, without_treaties
from ingest.first_page import Organ, formula_organ, names_organ
from ingest.grammar import Identity
from ingest.identity import Number, has_letters, number_line
from ingest.lines import ending
from ingest.masthead import EDGES, At, Masthead
from ingest.own_number import has_further, is_own, own_number
from ingest.proposal import FILE_NAME, PROPERTIES, Evidence, Proposal
from ingest.proposed_names import (
    Parts,
    body_names,
    has_usual_name,
    issuers_of_organ,
    name_of_file,
    names_by_form,
)
from ingest.source import Source
from ingest.status import is_banner
from ingest.titles import find_title

_CITED = "the texts that it cites"
_OF_FILE = "the other texts of its file"
_CITING = 120  # lines in which citations show whose text it is
_KINDS = ("number", "title", "body", "date")
_DRAFT = re.compile(r"\W*draft\b", re.IGNORECASE)
_BESIDE = "other words of its head"


def propose(source: Source, identity: Identity, called: str) -> Proposal:
    """Return which edition a text may be. `called` is the name of its file, without the ending."""
    return _FirstPage(source, called).proposal(identity)


def shared_organ(proposals: Sequence[Proposal]) -> str:
    """Return who adopts the texts of a file that name different issuers; '' where all have one.

    A name of its own is surer than "Meeting of the Parties", then the one that most texts have.
    """
    if len({one.issuer for one in proposals}) < 2:
        return ""
    found = Counter(row.value for one in proposals for row in one.evidence if row.field == "body")
    return max(found, key=lambda name: (not has_usual_name(name), found[name]), default="")


def shared_year(own: Proposal, proposals: Sequence[Proposal]) -> int:
    """Return the year that a text has because all of its file that count with it have it; 0 without one.

    They differ in their last figures alone: "33LC/19/R1", "33LC/19/R2".
    """
    series = own.work.rstrip("0123456789")
    years = {one.year for one in proposals if one.year and one.work.rstrip("0123456789") == series}
    return next(iter(years)) if not own.year and len(years) == 1 else 0


def is_contradicted(source: Source, issuer: str) -> bool:
    """Return True if the formula names another organ than an issuer's: a similar number says nothing then.

    "The Conference," alone may be the organ of any organization: the text must name the issuer's.
    """
    return _FirstPage(source, "").is_of_another(issuer)


@dataclass
class _FirstPage:
    """The first page of a text, from which each field is read with its place."""

    source: Source
    called: str
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the head of the text."""
        self.head = Masthead(self.source)
        self.opening, self.formulas = self.head.opening, self.head.formulas
        found = own_number(self.head, self.source.metadata, self.called)
        self.number: Number | None = found[0] if found else None
        self.numbered = found[1] if found else At("", "")

    def proposal(self, identity: Identity) -> Proposal:
        """Read every field, and make key and name of them."""
        listed = _listed(identity.name)
        number = None if listed else self.number
        at = self.numbered.place if number else ""
        if number is not None:
            self._note("number", number.printed, self.numbered.place, self.numbered.text)
        title, place = find_title(self.source, self.head, identity, number, at)
        organ = self._organ(number, place)
        known = self._known_name(organ, number)
        adopted, year = self._date(number, known)
        issuers = self._issuers(organ)
        # "The Conference," with a number that no known body writes so is not the conference of one
        if known is None and organ is not None and has_usual_name(organ.name) and not self._is_cited:
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
        is_draft = number.is_draft if number else self._is_draft(title)
        evidence = tuple(self.evidence[kind] for kind in _KINDS if kind in self.evidence)
        is_titled = bool(self.formulas) or is_named or _is_heading(self.opening, place)
        is_numbered = bool(number or known)
        is_whole = is_numbered or (is_titled and (is_draft or not _lacks_number(parts.issuer, title)))
        is_certain = is_whole and self._is_certain(number or known, is_draft=is_draft)
        is_certain = is_certain and not _is_of_two_bodies(identity, number)
        return Proposal(issuer, work, year, name, title, adopted, evidence, is_certain, is_draft)

    def _is_draft(self, title: str) -> bool:
        """Return True for a text without a number whose title, first line or banner calls it a draft."""
        first = next((one.text for one in self.opening if not ending(one.text)), "")
        return any(map(_DRAFT.match, (title, first))) or any(is_banner(one.text) for one in self.opening)

    def _is_certain(self, number: Number | Name | None, *, is_draft: bool) -> bool:
        """Return True if the head of the text itself says what it is called, whose it is and of which year.

        Without a number it needs the organ, and the year must not be one of its title alone. A draft replaces
        no text: what else is in its file counts as its head does, but for the file's name.
        """
        read = {
            kind
            for kind, one in self.evidence.items()
            if one.place.startswith("line")
            or one.place == EDGES
            or (is_draft and one.place != FILE_NAME)
            or (kind == "date" and one.place == _OF_FILE)
        }
        wanted = {"number", "date"} if number is not None else {"title", "body", "date"}
        further = has_further(self.number, self.head) or holds_more(self.source.lines, self.source.whole)
        is_its_own = not isinstance(number, Number) or is_own(number, self.head)
        return wanted <= read and not further and is_its_own

    def _issuers(self, organ: Organ | None) -> tuple[str, ...]:
        """Return the issuers that an organ's name means; of several the one whose texts this one cites."""
        issuers = issuers_of_organ(organ)
        if len(issuers) < 2 or organ is None:
            return issuers
        reader = name_reader(bodies_in_use())
        cited = Counter(
            name.series.issuer
            for line in self.source.lines[:_CITING]
            for name in reader.names(line.text)
            if name.series.issuer in issuers
        )
        if len(cited) != 1:
            return issuers
        (issuer,) = cited
        self._note("body", reader.bodies.organs[issuer].name, _CITED)
        return (issuer,)

    @property
    def _is_cited(self) -> bool:
        """Whether the texts that this one cites say whose organ adopted it."""
        return "body" in self.evidence and self.evidence["body"].place == _CITED

    def _note(self, kind: str, value: str, place: str, words: str = "") -> None:
        """Note where a field was read."""
        self.evidence[kind] = Evidence(kind, value, place, words[:160])

    def is_of_another(self, issuer: str) -> bool:
        """Return True if the formula names an organ that is not the issuer's, or nobody's without more."""
        formula = next((one.text for one in self.formulas), "")
        organ, number = formula_organ(formula), self.number
        adopting = name_reader(bodies_in_use()).organs.adopting(formula)
        if organ is not None and not has_usual_name(organ.name):
            return not adopting
        if number is None or number.place or re.search(r"[A-Za-z]", number.number):
            return False  # the number says whose it is
        is_named = issuer in adopting and (organ is None or " " in organ.name)
        return not (is_named or self._names_body_of(issuer))

    def _names_body_of(self, issuer: str) -> bool:
        """Return True if the text has a name of the issuer's organization or organ that no other has."""
        words = " ".join(line.text for line in self.source.lines).casefold()
        bodies = {body.key: body for body in bodies_in_use().bodies}
        names = (re.escape(name.casefold()) for name in body_names(bodies, issuer))
        return any(re.search(rf"\b{name}\b", words) for name in names)

    # -- who adopts -------------------------------------------------------------------------------

    def _organ(self, number: Number | None, title_at: str) -> Organ | None:
        """Return who adopts: by the formula, the number's line, a sentence of adoption, the masthead.

        An organ that is the whole title is what the text is about.
        """
        if self.source.organ:
            self._note("body", self.source.organ, _OF_FILE)
            return completed_by(self.head, Organ(self.source.organ))
        for one, organ in adopters(self.head, self.numbered, number):
            if one.place == title_at and organ.name.casefold() == one.text.casefold():
                continue
            self._note("body", organ.name, one.place, one.text)
            return completed_by(self.head, organ)
        author = self.source.metadata.author
        if author and names_organ(author):
            self._note("body", author, PROPERTIES)
            return Organ(author)
        return None

    # -- a body that is known ---------------------------------------------------------------------

    def _known_name(self, organ: Organ | None, number: Number | None) -> Name | None:
        """Return the text's name as a body that is known writes it, None where nothing has one."""
        reader = name_reader(bodies_in_use())
        issuers = issuers_of_organ(organ)
        line = number_line(tuple(one.text for one in self.opening), issuers) if issuers else None
        plain = [(self.opening[line.at], line.name)] if line else []
        plain += [(one, name) for one in self.opening if organ is None and (name := self._by_form(one.text))]
        for one, name in plain:
            self._note("number", name.printed, one.place, one.text)
            return name
        found = name_of_file(self.called, issuers)
        if found is not None and number is None:
            digits = next(iter(re.findall("[0-9]+", self.called)), "")
            printed = (one for one in self.opening if re.match(rf"{digits}\. [A-Z]", one.text))
            at = next(printed, At(self.called, FILE_NAME))  # "728. Lamps": the name of the file completes it
            self._note("number", found.printed, at.place, at.text)
            if organ is None:
                self._note("body", reader.bodies.organs[found.series.issuer].name, FILE_NAME, self.called)
            return found
        return None

    def _by_form(self, text: str) -> Name | None:
        """Return the name with which a line begins by its form: of the one body that the text names."""
        found = {name.series.issuer: name for name in names_by_form(text)}
        named = [issuer for issuer in found if self._names_body_of(issuer)]
        if len(named) != 1:
            return None
        organ = name_reader(bodies_in_use()).bodies.organs[named[0]]
        self._note("body", organ.name, "the organizations that it names")
        return found[named[0]]

    # -- the day ----------------------------------------------------------------------------------

    def _date(self, number: Number | None, known: Name | None) -> tuple[str, int]:
        """Return the day of adoption, or its year, and the year."""
        stated = (number.year if number else None) or (known.year if known else None)
        found = next(adoption_days(self.head, str(stated or "")), ("", "", ""))
        if found[0]:
            self._note("date", *found)
            return found[0], int(found[0][:4])
        if stated:
            at = self.evidence.get("number")
            self._note("date", str(stated), at.place if at else FILE_NAME, at.words if at else "")
            day = date_in(self.source.metadata.date)
            return day if day.startswith(str(stated)) else str(stated), int(stated)
        if self.source.year:
            self._note("date", str(self.source.year), _OF_FILE)
            return str(self.source.year), self.source.year
        titles = [(one.text, _BESIDE) for one in self.opening if len(one.text) <= LONGEST_DAY]
        for text, place in (*titles, (self.source.metadata.date, PROPERTIES), (self.called, FILE_NAME)):
            if date := date_in(without_treaties(text) if number else text):
                self._note("date", date, place, text)
                return date, int(date[:4])
        return "", 0


def _is_heading(lines: Sequence[At], place: str) -> bool:
    """Return True if the line at a place is set as a heading."""
    return any(one.place == place and one.level for one in lines)


def _is_of_two_bodies(identity: Identity, number: Number | None) -> bool:
    """Return True if the number has the letters of one body, and the formula names another."""
    return identity.key is not None and number is not None and has_letters(number.number)


def _lacks_number(issuer: str, title: str) -> bool:
    """Return True for a text without number of a body that is known to number texts of its kind."""
    body = issuer.partition("-")[0]
    numbered = {one.noun for one in bodies_in_use().series if one.issuer.partition("-")[0] == body}
    named = set(title.casefold().split()) & set(NOUNS)
    return bool(numbered) and not named - numbered


def _listed(name: str) -> EditionKey | None:
    """Return the edition in force of a text of the catalogue by its name."""
    return next((one.edition for one in catalogue().instruments if one.name == name), None)
