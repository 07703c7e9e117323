"""Reading the first page of a text whose grammar does not know its key: field by field, with the places.

What is read of number, organ and year is certain if the text itself says all three and they name one
instrument. Everything else is proposed: a person judges it by the places that it was read at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.catalogue import catalogue
from corpus.heads import is_reciting, main_verb
from corpus.keys import EditionKey
from ingest.first_page import (
    Number,
    Organ,
    date_in,
    formula_organ,
    head_organ,
    is_adoption,
    is_dated,
    labelled,
    names_organ,
    number_of,
    organ_in,
    session_in,
)
from ingest.grammar import Identity
from ingest.identity import bare
from ingest.lines import Line, ending, is_headline
from ingest.proposal import FILE_NAME, PROPERTIES, Evidence, Proposal
from ingest.proposed_names import (
    Parts,
    body_names,
    has_letters,
    has_usual_name,
    issuers_of_organ,
    name_at_start,
    name_of_file,
    names_by_form,
)
from ingest.source import Source
from ingest.treaty.opening import opens

_MEETING = re.compile(r"\b(?:meeting|session|plenary)\b", re.IGNORECASE)
_OPENING, _CLOSING = 40, 8  # lines in which an opening and the closing words stand
_CONVENED = 300  # characters from which a formula's first day is that of its meeting, not of the text
_CITED = "the texts that it cites"
_CITING = 120  # lines in which citations show whose text it is
_KINDS = ("number", "title", "body", "date")
_DRAFT = re.compile(r"\W*draft\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\w+ (?:[0-9]+|[IVXLC]+)\.?")  # "Article 1", "PART II": a heading of a part


def propose(source: Source, identity: Identity, called: str) -> Proposal:
    """Return which edition a text may be. `called` is the name of its file, without the ending."""
    return _FirstPage(source, called).proposal(identity)


def is_contradicted(source: Source, issuer: str) -> bool:
    """Return True if the formula names another organ than an issuer's: a similar number says nothing then.

    "The Conference," alone may be the organ of any organization: the text must name the issuer's.
    """
    return _FirstPage(source, "").is_of_another(issuer)


def _states_adoption(text: str) -> bool:
    """Return True for words that say when this text was adopted, not when one that it recalls was."""
    return is_adoption(text) and not is_reciting(main_verb(text))


@dataclass(frozen=True)
class _At:
    """A line of the text: its words, the words of its place."""

    text: str
    place: str
    line: Line


@dataclass
class _FirstPage:
    """The first page of a text, from which each field is read with its place."""

    source: Source
    called: str
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Cut the opening off at the formula, or before the first paragraph that ends like one."""
        lines = [_At(bare(one.text), f"line {one.number}", one) for one in self.source.lines]
        lines = [one for one in lines[_header_length(lines) :] if one.text]
        self.formula = next((at for at, one in enumerate(lines[:_OPENING]) if formula_organ(one.text)), -1)
        end = self.formula if self.formula >= 0 else _prose_at(lines)
        self.opening = lines[:end]
        self._end = lines[end].line.number if end < len(lines) else 0
        self.formulas = lines[end : end + 1]
        self.closing = lines[max(end, len(lines) - _CLOSING) :]

    def proposal(self, identity: Identity) -> Proposal:
        """Read every field, and make key and name of them."""
        number = self._number()
        organ = self._organ(number)
        known = self._known_name(organ, number)
        adopted, year = self._date(number, known)
        title = self._title(identity, number)
        issuers = self._issuers(organ)
        # "The Conference," with a number that no known body writes so is not the conference of one
        if known is None and organ is not None and has_usual_name(organ.name) and not self._is_cited:
            issuers = ()
        session = next(filter(None, (session_in(one.text) for one in self.opening)), None)
        parts = Parts(number, organ, year, title or self.called, issuers, session)
        listed = _listed(identity.name) if number is None else None
        if listed is not None:
            issuer, work, year, name = (
                listed.instrument.issuer,
                listed.instrument.work,
                listed.year,
                identity.name,
            )
            adopted = str(year)
            self._note("date", adopted, "the edition in force")
        elif known is not None:
            issuer, work = known.instrument.issuer, known.instrument.work
            name = known.series.print({**({"year": year} if year else {}), **known.fields})
        else:
            issuer, work, name = parts.issuer, parts.work, parts.name
        is_draft = (number is not None and number.is_draft) or _DRAFT.match(title) is not None
        evidence = tuple(self.evidence[kind] for kind in _KINDS if kind in self.evidence)
        is_certain = self._is_certain(parts, known) and not _is_of_two_bodies(identity, number)
        return Proposal(issuer, work, year, name, title, adopted, evidence, is_certain, is_draft)

    def _is_certain(self, parts: Parts, known: Name | None) -> bool:
        """Return True if the text itself says number, organ and year, and all name one instrument."""
        read = {kind: one.place.startswith("line") for kind, one in self.evidence.items()}
        is_named = known is not None or parts.is_proper
        is_alone = not self._further_numbers(parts.number)
        return is_named and is_alone and all(read.get(kind) for kind in ("number", "body", "date"))

    def _further_numbers(self, own: Number | None) -> tuple[str, ...]:
        """Return the numbers of other texts that seem to begin below: a file may hold several."""
        lines = (bare(one.text) for one in self.source.lines if one.number > self._end)
        found = (number for text in lines if len(text) < 200 and (number := number_of(text)))
        return tuple(one.printed for one in found if own is not None and one.number != own.number)

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
        organ, number = formula_organ(formula), self._number()
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

    # -- the number -------------------------------------------------------------------------------

    def _number(self) -> Number | None:
        """Return the number by its line: one with a noun before a symbol alone; else by the properties."""
        found = [(one, number) for one in self.opening if (number := number_of(one.text))]
        found.sort(key=lambda row: row[1].printed == row[1].number)
        for one, number in found:
            self._note("number", number.printed, one.place, one.text)
            return number
        for text in (self.source.metadata.number, self.source.metadata.title):
            if number := number_of(text):
                self._note("number", number.printed, PROPERTIES, text)
                return number
        return None

    # -- who adopts -------------------------------------------------------------------------------

    def _organ(self, number: Number | None) -> Organ | None:
        """Return who adopts: by the formula, the number's line, a sentence of adoption, the masthead."""
        for one, organ in self._organs(number):
            self._note("body", organ.name, one.place, one.text)
            return self._whole(organ)
        author = self.source.metadata.author
        if author and names_organ(author):
            self._note("body", author, PROPERTIES)
            return Organ(author)
        return None

    def _organs(self, number: Number | None) -> Iterator[tuple[_At, Organ]]:
        """Walk the organs that the first page names, the surest first."""
        yield from ((one, organ) for one in self.formulas if (organ := formula_organ(one.text)))
        if number is not None and number.organ is not None:
            at = next(one for one in self.opening if number_of(one.text) == number)
            yield at, number.organ
        stated = [one for one in (*self.opening, *self.closing) if _states_adoption(one.text)]
        yield from ((one, organ) for one in stated if (organ := organ_in(one.text)))
        organs = name_reader(bodies_in_use()).organs
        for one in self.opening:
            if names_organ(one.text):
                yield one, Organ(head_organ(one.text))
            elif organs.called(labelled(one.text)):
                yield one, Organ(labelled(one.text))
            elif _MEETING.search(one.text) and is_headline(one.text) and (held := organs.anywhere(one.text)):
                yield one, Organ(held)

    def _whole(self, organ: Organ) -> Organ:
        """Return an organ with the organization that a masthead names: "The Assembly," alone says little."""
        if not has_usual_name(organ.name):
            return organ
        heads = [head_organ(one.text) for one in self.opening if names_organ(one.text)]
        stated = (organ_in(one.text) for one in self.opening if is_adoption(one.text))
        heads += [one.name for one in stated if one]
        words = organ.name.casefold()
        for head in heads:
            if words in head.casefold() and not has_usual_name(head):
                return replace(organ, name=head)
        other = next((head for head in heads if not has_usual_name(head)), "")
        return replace(organ, name=f"{organ.name} of the {other}") if other else organ

    # -- a body that is known ---------------------------------------------------------------------

    def _known_name(self, organ: Organ | None, number: Number | None) -> Name | None:
        """Return the text's name as a body that is known writes it, None where nothing has one."""
        reader = name_reader(bodies_in_use())
        issuers = issuers_of_organ(organ)
        for one in self.opening if issuers or organ is None else ():
            plain = name_at_start(one.text, issuers) if issuers else self._by_form(one.text)
            if plain is not None:
                self._note("number", plain.printed, one.place, one.text)
                return plain
        found = name_of_file(self.called, issuers)
        if found is not None and number is None:
            self._note("number", found.printed, FILE_NAME, self.called)
            if organ is None:
                self._note("body", reader.bodies.organs[found.series.issuer].name, FILE_NAME, self.called)
            return found
        return None

    def _by_form(self, text: str) -> Name | None:
        """Return the name with which a line begins by its form: of the one body that the text names."""
        found = {name.series.issuer: name for name in names_by_form(text)}
        if not found:
            return None
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
        found = next(self._dates(str(stated or "")), ("", "", ""))
        if found[0]:
            self._note("date", *found)
            return found[0], int(found[0][:4])
        if stated:
            at = self.evidence.get("number")
            self._note("date", str(stated), at.place if at else FILE_NAME, at.words if at else "")
            day = date_in(self.source.metadata.date)
            return day if day.startswith(str(stated)) else str(stated), int(stated)
        for text, place in ((self.source.metadata.date, PROPERTIES), (self.called, FILE_NAME)):
            if date := date_in(text):
                self._note("date", date, place, text)
                return date, int(date[:4])
        return "", 0

    def _dates(self, stated: str) -> Iterator[tuple[str, str, str]]:
        """Walk the dates that the text says it was adopted on, each with its place and words.

        `stated` is the year that its number says: no other counts.
        """
        sentences = [one for one in self.opening if _states_adoption(one.text)]
        sentences += [one for one in self.closing if is_adoption(one.text[:12])]
        short = [one for one in self.opening if len(one.text) <= 160]
        closing = [one for one in self.closing if is_dated(one.text)]
        for one in (*sentences, *short, *self.formulas, *closing):
            if number_of(one.text) is None and (date := date_in(one.text)) and date.startswith(stated):
                is_day = one not in self.formulas or len(self.formulas[0].text) < _CONVENED
                yield date if is_day else date[:4], one.place, one.text

    # -- the title --------------------------------------------------------------------------------

    def _title(self, identity: Identity, number: Number | None) -> str:
        """Return the title: as the grammar read it, in the number's line, below it, in the properties."""
        read = identity.title
        is_other = ending(read) or number_of(read) or is_dated(read) or _NUMBERED.fullmatch(read)
        if read[:1].isupper() and not is_other:
            self._note("title", read, self._place_of(read))
            return read
        if number is not None and number.title:
            at = self.evidence["number"]
            self._note("title", number.title, at.place, at.words)
            return number.title
        below = self.opening
        if number is not None and self.evidence["number"].place.startswith("line"):
            places = [one.place for one in self.opening]
            below = self.opening[places.index(self.evidence["number"].place) + 1 :]
        stated = self.source.metadata.title
        if number is None and stated and not self.source.whole:  # a header that somebody wrote for the text
            self._note("title", stated, PROPERTIES)
            return stated
        lines = (*below, *self.opening)
        for one in (*(one for one in lines if one.line.heading), *lines):
            if self._is_title(one):
                self._note("title", one.text, one.place)
                return one.text
        if stated:
            self._note("title", stated, PROPERTIES)
        return stated

    def _is_title(self, one: _At) -> bool:
        """Return True for a headline that is no number, organ, session, date or sentence of adoption."""
        text = one.text
        is_other = number_of(text) or session_in(text) or is_adoption(text) or names_organ(text)
        is_other = is_other or opens(one.line) or bool(_NUMBERED.fullmatch(text))
        is_dated = bool(date_in(text)) and len(text) < 60
        words = text.rstrip(".") if one.line.heading else text
        is_words = is_headline(words) and text[:1].isupper() and " " in text
        return is_words and not (is_other or (is_dated and not one.line.heading))

    def _place_of(self, words: str) -> str:
        """Return the place of the line that begins with some words."""
        start = words[:30].casefold()
        found = (one.place for one in self.opening if start in one.text.casefold())
        return next(found, "the opening")


def _is_of_two_bodies(identity: Identity, number: Number | None) -> bool:
    """Return True if the number has the letters of one body, and the formula names another."""
    return identity.key is not None and number is not None and has_letters(number.number)


def _listed(name: str) -> EditionKey | None:
    """Return the edition in force of a text of the catalogue by its name."""
    return next((one.edition for one in catalogue().instruments if one.name == name), None)


def _header_length(lines: Sequence[_At]) -> int:
    """Count the lines of the header of a Markdown file."""
    if not lines or lines[0].line.text != "---":
        return 0
    return next((at + 1 for at, one in enumerate(lines[1:60], 1) if one.line.text == "---"), 0)


def _prose_at(lines: Sequence[_At]) -> int:
    """Return where the first paragraph stands: a line that ends a sentence or goes on as one."""
    for at, one in enumerate(lines[:_OPENING]):
        is_sentence = ending(one.text) in (".", ";", ",") and len(one.text.split()) > 6
        if is_sentence and not is_adoption(one.text) and number_of(one.text) is None:
            return at
    return min(len(lines), _OPENING)
