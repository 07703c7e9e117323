"""Reading the head of a text whose grammar does not know its key: field by field, with the places.

A text that prints a number or a title of its own, the organ that adopts it and the year is certain: it is
added under its own name. Everything else is proposed: a person judges it by the places that it was read at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.registry import NOUNS
from corpus.catalogue import catalogue
from corpus.heads import is_reciting, main_verb
from corpus.keys import EditionKey
from ingest.collection import holds_more
from ingest.dates import (
    YEAR,
    date_in,
    ends_in_treaty,
    has_day,
    is_dated,
    without_days,
    without_treaties,
)
from ingest.first_page import (
    Organ,
    completed,
    formula_organ,
    head_organ,
    is_adoption,
    labelled,
    meeting_in,
    names_organ,
    organ_in,
    subject_organ,
)
from ingest.grammar import Identity
from ingest.identity import (
    Number,
    code_of,
    has_letters,
    is_code,
    issuers_of,
    number_line,
    number_of,
    subject,
    year_in_number,
)
from ingest.lines import ending
from ingest.masthead import EDGES, At, Masthead
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
_LONGEST = 160  # characters of a line that says when
_CONVENED = 300  # characters from which a formula's first day is that of its meeting, not of the text
_DRAFT = re.compile(r"\W*draft\b", re.IGNORECASE)
_MET = ("having", "meeting", "assembled", "convened", "gathered")  # what a formula says before its recitals
# a symbol behind a heading: "(95/553/EG)", "(LAMP/2019/3)"
_BRACKETED = re.compile(r"\((?P<symbol>(?=[^)]*[0-9])(?=[^)]*[A-Z]{2})[0-9A-Z]+(?:/[0-9A-Z]+){1,3})\)$")
# a verb or a participle, and what says until when or from when: not the day on which a text was adopted
_OTHER_DAY = re.compile(
    r"\b(?:[a-z]{2,}(?:ed|es)|is|are|was|were|be|will|shall|must|may|into|until|before|after|since|due)\b"
)
_MEETS = "conference|congress|council|assembly|session|meeting"
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

    def proposal(self, identity: Identity) -> Proposal:
        """Read every field, and make key and name of them."""
        listed = _listed(identity.name)
        number = None if listed else self._number()
        at = self.evidence["number"].place if number else ""
        title, place = find_title(self.source, self.head, identity, number, at)
        organ = self._organ(number, place)
        known = self._known_name(organ, number)
        adopted, year = self._date(number, known)
        issuers = self._issuers(organ)
        # "The Conference," with a number that no known body writes so is not the conference of one
        if known is None and organ is not None and has_usual_name(organ.name) and not self._is_cited:
            issuers = ()
        parts = Parts(number, organ, year, title or self.called, issuers)
        is_named = _says_when(title) or parts.of_meeting(title) != title
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
        is_alone = not (self._further_numbers() or holds_more(self.source.lines, self.source.whole))
        return wanted <= read and is_alone and self._is_its_own(number)

    def _is_its_own(self, number: Number | Name | None) -> bool:
        """Return True for a number that is the text's, not that of the paper that has it: "Document No. 12".

        A noun that no list has is what the text calls itself.
        """
        if not isinstance(number, Number) or number.noun in ("", *NOUNS) or has_letters(number.number):
            return True
        noun = re.compile(rf"\b{number.noun}\b", re.IGNORECASE)
        return any(noun.search(one.text) for one in self.head.body)

    def _further_numbers(self) -> bool:
        """Return True if another text's number stands in the head, or one of its kind begins a line below."""
        lines = (*self.opening, *self.head.body[1:])
        own = self._number()
        read = [(one, number) for one in lines if len(one.text) < 200 and (number := number_of(one.text))]
        if own is None:
            return len(read) > 1
        kinds = [own.noun, *NOUNS]
        numbers = [one for at, one in read if one.noun in (kinds if at in self.opening else kinds[:1])]
        codes = [one.text for one in lines if not own.noun and is_code(one.text)]
        return any(number != own.number for number in (*codes, *(one.number for one in numbers)))

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
        numbered = [one for one in self.opening if number_of(one.text)]
        found = [(one, number) for one in numbered if (number := number_of(one.block) or number_of(one.text))]
        found.sort(key=lambda row: row[1].rank)
        for one, number in found:
            self._note("number", number.printed, one.place, one.text)
            return number
        texts = tuple(one.text for one in self.opening)
        issuers = next(filter(None, (issuers_of(one.text) for one in (*self.formulas, *self.opening))), ())
        if line := number_line(texts, issuers):
            one, name = self.opening[line.at], line.name
            self._note("number", name.printed, one.place, one.text)
            title = subject(one.text[line.title :]) if line.title else ""
            return Number(name.series.noun, one.text[: line.end], name.printed, title, year=name.year)
        for one in self.opening:  # the number at which its file was cut, or that is the file's name
            code = code_of(one.text)
            if code is not None and code[0] == self.called:
                self._note("number", code[0], one.place, one.text)
                year = year_in_number(code[0])
                return Number("", code[0], code[0], subject(code[1]), year=year)
        for one in (one for one in self.opening if one.level):
            match = _BRACKETED.search(one.text)
            symbol = match["symbol"] if match else one.text if is_code(one.text) else ""
            if symbol:
                self._note("number", symbol, one.place, one.text)
                return Number("", symbol, symbol, organ=organ_in(one.text))
        for text in (self.source.metadata.number, self.source.metadata.title):
            if number := number_of(text):
                self._note("number", number.printed, PROPERTIES, text)
                return number
        return None

    # -- who adopts -------------------------------------------------------------------------------

    def _organ(self, number: Number | None, title_at: str) -> Organ | None:
        """Return who adopts: by the formula, the number's line, a sentence of adoption, the masthead.

        An organ that is the whole title is what the text is about.
        """
        if self.source.organ:
            self._note("body", self.source.organ, _OF_FILE)
            return self._whole(Organ(self.source.organ))
        for one, organ in self._organs(number):
            if one.place == title_at and organ.name.casefold() == one.text.casefold():
                continue
            self._note("body", organ.name, one.place, one.text)
            return self._whole(organ)
        author = self.source.metadata.author
        if author and names_organ(author):
            self._note("body", author, PROPERTIES)
            return Organ(author)
        return None

    def _organs(self, number: Number | None) -> Iterator[tuple[At, Organ]]:
        """Walk the organs that the head of the text names, the surest first."""
        yield from ((one, organ) for one in self.formulas if (organ := formula_organ(one.text)))
        if number is not None and number.organ is not None:
            at = self.evidence["number"]
            yield At(at.words, at.place), number.organ
        stated = [one for one in (*self.opening, *self.head.closing) if is_adoption(one.text)]
        yield from ((one, organ) for one in stated if (organ := organ_in(one.text)))
        subjects = [(one, organ) for one in self.head.subjects if (organ := subject_organ(one.text))]
        yield from (row for row in subjects if has_usual_name(row[1].name))  # the masthead names it in full
        heads = self._heads((*self.opening, *self.head.above))
        yield from sorted(heads, key=lambda row: (row[1].name == row[1].short, row[1].session is None))
        yield from subjects

    def _heads(self, lines: Sequence[At]) -> Iterator[tuple[At, Organ]]:
        """Walk the organs that lines of a masthead name."""
        organs = name_reader(bodies_in_use()).organs
        for one in lines:
            meeting = meeting_in(one.text)
            text = re.sub(rf",? {YEAR}$", "", one.text)
            if (meeting and meeting.name) or names_organ(text):
                yield one, head_organ(text)
            elif organs.called(name := labelled(one.text) or one.text.rpartition(",")[0]):
                yield one, Organ(name)
            elif meeting and (held := organs.anywhere(one.text)):
                yield one, completed(Organ(held), meeting)

    def _whole(self, organ: Organ) -> Organ:
        """Return an organ with what the masthead says of it: organization, initials, session."""
        lines = (*self.opening, *self.head.above)
        heads = [head for _, head in self._heads(lines)]
        heads += [stated for one in self.opening if is_adoption(one.text) and (stated := organ_in(one.text))]
        proper = [head for head in heads if not has_usual_name(head.name)]
        if has_usual_name(organ.name) and proper:
            words, whose = (
                organ.name.casefold(),
                next((head for head in proper if head.name != head.short), None),
            )
            named = next((head.name for head in proper if words in head.name.casefold()), "")
            other = f"{organ.name} of the {whose.name}" if whose else proper[0].name
            organ = replace(organ, name=named or other)
        sessions = (meeting for one in lines if (meeting := meeting_in(one.text)) and meeting.session)
        for meeting in (*heads, *sessions):
            if organ.session in (None, meeting.session):
                organ = completed(organ, meeting)
        return organ

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
        found = next(self._dates(str(stated or "")), ("", "", ""))
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
        titles = [(one.text, _BESIDE) for one in self.opening if len(one.text) <= _LONGEST]
        for text, place in (*titles, (self.source.metadata.date, PROPERTIES), (self.called, FILE_NAME)):
            if date := date_in(without_treaties(text) if number else text):
                self._note("date", date, place, text)
                return date, int(date[:4])
        return "", 0

    def _dates(self, stated: str) -> Iterator[tuple[str, str, str]]:
        """Walk the dates that the text says it was adopted on, each with its place and words, surest first.

        `stated` is the year that its number says: no other counts.
        """
        lines = [one for one in self.opening if number_of(one.text) is None]
        above = [one for one in self.head.above if number_of(one.text) is None]
        days = [one for one in lines if _is_of_adoption(one)]
        formulas = [replace(one, text=_without_recitals(one.text)) for one in self.formulas]
        closing = [one for one in self.head.closing if is_dated(one.text)]
        sentences = [one for one in (*lines, *self.head.closing) if is_adoption(one.text)]
        shared = [one for one in above if _is_of_adoption(one)]
        for one in (*sentences, *days, *formulas, *closing, *shared):
            is_own = one in sentences and has_day(one.text)
            if (date := date_in(without_treaties(one.text))) and (is_own or date.startswith(stated)):
                is_day = one not in shared and not (
                    one in formulas and len(self.formulas[0].text) > _CONVENED
                )
                yield date if is_day else date[:4], one.place, one.text


def _is_of_adoption(one: At) -> bool:
    """Return True for a line whose day or meeting is the text's own, as far as its form says.

    "Comments are due by 3 May", "Entry into force: 3 May" and "downloaded on 3 May" speak of other days.
    """
    if one.level and has_day(one.text):
        return True
    text = re.sub(rf"(?i:\b(?:held|convened|date|{_MEETS})\b):?", "", one.text)
    is_other = _OTHER_DAY.search(without_days(text)) is not None
    return _says_when(one.text) and (meeting_in(one.text) is not None or not is_other)


def _says_when(text: str) -> bool:
    """Return True for a line that says when a meeting was, or that has a day and little else."""
    is_short = len(text) <= _LONGEST and not re.match(r"\W*[0-9]{1,3}[.)] ", text)
    is_short = is_short and not is_reciting(main_verb(text))
    return is_short and (has_day(text) or meeting_in(text) is not None or _is_placed(text))


def _is_placed(text: str) -> bool:
    """Return True for a line that ends with the year in brackets, or a meeting's that has no ordinal."""
    is_in_brackets = text.endswith(")") and not ends_in_treaty(text)
    return is_in_brackets or re.search(rf"(?i:{_MEETS}),? (?:of )?{YEAR}$", text) is not None


def _without_recitals(formula: str) -> str:
    """Return who adopts, where and when, without the recitals behind it and the days of other texts."""
    for clause in re.finditer(r"[,;] (?:and )?(?P<verb>[A-Za-z]+)", formula):
        verb = clause["verb"].lower()
        if is_reciting(verb) and verb not in _MET:
            formula = formula[: clause.start()]
            break
    return re.sub(r"\bof (?:[A-Z][a-z]+ )?[0-9][^,;]*(?:, [0-9]{4})?", "", formula)


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
