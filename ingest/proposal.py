"""The proposed edition of a text: the evidence for each field, and the key and name made from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.ordinals import ordinal
from corpus.bodies.registry import NOUNS
from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey, InstrumentKey
from ingest.first_page import SMALL_WORDS, Organ
from ingest.identity import Number, has_letters

YEAR = "YEAR"
"""What stands in a proposed key for a year that was not found."""
PROPERTIES, FILE_NAME = "the file's properties", "the file's name"
_SHORT_NAME = 90  # characters that a name has at most,
_LONG_NAME = 160  # and a title that is a name
_SLUG = 60  # characters that a part of a key has at most
_LAST = re.compile(r"[\s_-]+(?P<last>[IVXLC]+|[0-9]{1,4})$")  # the session of "ga-728-VIII"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a field of an identity was read from: the field, its value, the place, the words there.

    The fields are "number", "body", "title" and "date"; `place` is "line 3", or one of PROPERTIES and
    FILE_NAME.
    """

    field: str
    value: str
    place: str
    words: str = ""

    def __str__(self) -> str:
        """Say it in one line: "date 2019-06-14: line 12, “Adopted at Oslo on 14 June 2019”"."""
        words = f", “{self.words}”" if self.words and self.words != self.value else ""
        return f"{self.field} {self.value}: {self.place}{words}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which edition a text may be: `year` is 0 where nothing says it, `adopted` a day or a year.

    `is_certain`: the text itself says number, organ and year, so that nobody need be asked. `is_draft`: its
    number or title calls it a draft.
    """

    issuer: str
    work: str
    year: int
    name: str
    title: str
    adopted: str
    evidence: tuple[Evidence, ...]
    is_certain: bool = False
    is_draft: bool = False

    @property
    def key(self) -> EditionKey | None:
        """The key of the edition, None where the year is not known."""
        return EditionKey(InstrumentKey(self.issuer, self.work), self.year) if self.year else None

    @property
    def key_text(self) -> str:
        """The key as a person edits it, with YEAR for a year that is not known."""
        return f"{self.issuer}/{self.work}/{self.year or YEAR}"

    def name_for(self, key: EditionKey, read: str) -> str:
        """Return what a text is called whose key was given: by its number, by the key, as it was read."""
        if any(evidence.field == "number" and evidence.place != FILE_NAME for evidence in self.evidence):
            return self.name
        organ = bodies_in_use().organs.get(key.instrument.issuer)
        names = (series.called(key.instrument, key.year) for series in organ.series) if organ else ()
        return next(filter(None, names), read)

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as plain values; `read_proposal` is the inverse."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "evidence"}
        return {**plain, "evidence": [[row.field, row.value, row.place, row.words] for row in self.evidence]}


def read_proposal(document: Mapping[str, Any]) -> Proposal:
    """Read what `as_json` wrote. Raises KeyError, TypeError or ValueError when it is damaged."""
    rows = tuple(Evidence(*row) for row in document["evidence"])
    found = Proposal(**{**document, "evidence": rows})
    InstrumentKey(found.issuer, found.work)
    return found


def proposal_of(edition: Edition, *, year: int = 0, is_draft: bool = False) -> Proposal:
    """Return what an edition says of itself as a proposal, maybe with another year."""
    rows = []
    for kind, eid, value in (
        ("number", "preface__docnumber", edition.name),
        ("title", "preface__title", edition.title),
    ):
        unit = edition.find(eid)
        rows += [Evidence(kind, value, f"line {unit.line}", unit.text[:160])] if unit and value else []
    key = edition.key
    return Proposal(
        key.instrument.issuer,
        key.instrument.work,
        year or key.year,
        edition.name,
        edition.title,
        "" if year else edition.adopted,
        tuple(rows),
        is_draft=is_draft or edition.status is EditionStatus.DRAFT,
    )


# -- keys and names for texts whose numbers no grammar knows -------------------------------------------------


@dataclass(frozen=True)
class Parts:
    """What key and name of a text are made of; `title` is the file's name where there is none."""

    number: Number | None
    organ: Organ | None
    year: int
    title: str
    issuers: Sequence[str]

    @property
    def issuer(self) -> str:
        """The issuer: of a body that is known, else made of the organ's name; "other" without one."""
        if len(self.issuers) == 1:
            return self.issuers[0]
        return (_issuer_of(self.organ.name) if self.organ else "") or "other"

    @property
    def work(self) -> str:
        """The kind and number; one that begins anew in each session or year has session or year in it."""
        if self.number is None:
            return _slug(self.of_meeting(self.title)) or "text"
        slug = _slug(self.number.number, small=True)
        short = NOUNS.get(self.number.noun) or _slug(self.number.noun)
        if not slug.isdigit():
            return slug if slug.startswith(f"{short}-") or not short else f"{short}-{slug}"
        session = self.number.session or (self.organ.session if self.organ else None)
        begun = session or (0 if self.number.place else self.year)
        return f"{short}-{begun}-{slug}" if begun else f"{short}-{slug}"

    @property
    def name(self) -> str:
        """What people call the text: "Resolution 12 of the Lighthouse Assembly (2019)"; else its title.

        A number that has a year or the initials of its body is a name by itself.
        """
        number, organ = self.number, self.organ
        if number is None:
            title = re.sub(r"^(?:\[?draft\]? )", "", self.of_meeting(self.title), flags=re.IGNORECASE)
            title = title[:1].upper() + title[1:]
            return title if len(title) <= _LONG_NAME else f"{title[:_LONG_NAME].rpartition(' ')[0]} …"
        if number.place:
            return f"{number.printed} ({number.place}, {self.year})"
        if number.printed == number.number or has_letters(number.number):
            return number.printed
        short = organ.short if organ else ""
        if self.year and str(self.year) in number.number:
            return f"{short} {number.printed}".strip()
        plain = f"{number.noun.capitalize()} {number.number}"
        called = self._called if number.number.isdigit() and not number.session else ""
        names = [
            f"{plain} of the {organ_name}{self._year}"
            for organ_name in (called, organ.name if organ else "")
            if organ_name
        ]
        names += [f"{short} {plain}{self._year}"] * bool(short)
        return next((name for name in names if len(name) <= _SHORT_NAME), f"{number.printed}{self._year}")

    def of_meeting(self, title: str) -> str:
        """Return a title, with the meeting behind one that says no more than "DECISIONS"."""
        is_kind = re.fullmatch(r"[A-Z]\w+", title) is not None and self.number is None
        return (
            f"{title.capitalize()} of the {self._called}{self._year}" if is_kind and self._called else title
        )

    @property
    def _year(self) -> str:
        return f" ({self.year})" if self.year else ""

    @property
    def _called(self) -> str:
        """What the organ is called with its session: "12th LCA Meeting", "9th session of the Lamp Board"."""
        organ = self.organ
        if organ is None or not organ.session:
            return organ.name if organ else ""
        if not organ.held:
            return f"{ordinal(organ.session)} {organ.name}"
        if organ.short:
            return f"{ordinal(organ.session)} {organ.short} {organ.held.capitalize()}"
        return f"{ordinal(organ.session)} {organ.held} of the {organ.name}"


def names_by_form(text: str) -> Iterator[Name]:
    """Walk the readings of a number's line by all series that write numbers in letters: "No. 83"."""
    for series in bodies_in_use().series:
        if text[: len(series.noun)].lower() == series.noun:
            for template in series.numbers:
                read = template.read(text, len(series.noun) + 1)
                if read and re.search(r"[A-Za-z]", text[len(series.noun) : read[0]]):
                    yield Name(0, read[0], series, read[1])


def name_of_file(called: str, issuers: Sequence[str]) -> Name | None:
    """Return the name that a file's name is: "A_RES_74_132", "A.1126_30", "ga-728-VIII"."""
    if not re.search(r"[A-Za-z]{2}|[A-Z]\b", called):
        return None
    plain, spaced = re.sub(r"[_-]+", " ", called), called.replace("_", " ")
    spellings = [called, called.replace("_", "/"), plain]  # of signs that a file's name cannot have
    spellings += [_LAST.sub(r"(\g<last>)", spaced), _LAST.sub(r" (\g<last>)", plain)]
    reader = name_reader(bodies_in_use())
    found: dict[InstrumentKey, Name] = {}
    for text in spellings:
        names = reader.names(text, typed=True)
        if len(names) == 1 and names[0].end - names[0].start == len(text):
            found[names[0].instrument] = names[0]
    known = [name for key, name in found.items() if not issuers or key.issuer in issuers]
    return known[0] if len(found) == len(known) == 1 else None


def _issuer_of(organ: str) -> str:
    """Return an issuer for an organ: of a body that is known by the body's key, else by all words."""
    bodies = bodies_in_use()
    known = name_reader(bodies).organs.bodies_in(organ)
    if len(known) != 1:
        return _slug(organ)
    for name in sorted(bodies.organizations[known[0]], key=len, reverse=True):
        organ = re.sub(rf"\b{re.escape(name)}\b", "", organ, flags=re.IGNORECASE)
    return _slug(f"{known[0]} {organ}")


def _slug(text: str, *, small: bool = False) -> str:
    """Return words as a part of a key; small words are left out unless they are wanted."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.split(r"[^a-z0-9]+", re.sub(r"['’]", "", plain)) if word]
    slug = "-".join(word for word in words if small or word not in SMALL_WORDS)
    return slug if len(slug) <= _SLUG else slug[: _SLUG + 1].rpartition("-")[0]
