"""Keys and names for texts whose numbers no grammar knows: of bodies that are known, and of any other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.ordinals import ordinal
from corpus.bodies.registry import NOUNS, Bodies, Body
from corpus.keys import EditionKey, InstrumentKey
from ingest.first_page import SMALL_WORDS, Organ, is_generic
from ingest.identity import Number, has_letters

_SHORT_NAME = 90  # characters that a name has at most,
_LONG_NAME = 160  # and a title that is a name
_SLUG = 60  # characters that a part of a key has at most
_NO_ISSUER = "other"  # of a text that does not say who adopted it


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
        """The issuer: of a body that is known, else made of the organ's name."""
        if len(self.issuers) == 1:
            return self.issuers[0]
        return (_issuer_of(self.organ.name) if self.organ else "") or _NO_ISSUER

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
        if session:
            return f"{short}-{session}-{slug}"
        is_continued = self.number.place or not self.year
        return f"{short}-{slug}" if is_continued else f"{short}-{self.year}-{slug}"

    @property
    def name(self) -> str:
        """What people call the text: "Resolution 12 of the Lighthouse Assembly (2019)".

        A number that has a year or the initials of its body is a name by itself.
        """
        number = self.number
        if number is None:
            return self._unnumbered
        if number.place:
            return f"{number.printed} ({number.place}, {self.year})"
        if number.printed == number.number or has_letters(number.number):
            return number.printed
        short = self.organ.short if self.organ else ""
        if self.year and str(self.year) in number.number:
            return f"{short} {number.printed}".strip()
        plain = f"{number.noun.capitalize()} {number.number}"
        called = self._organ_called if number.number.isdigit() and not number.session else ""
        names = [f"{plain} of the {organ}{self._year}" for organ in (called, self._organ_name) if organ]
        names += [f"{short} {plain}{self._year}"] * bool(short)
        return next((name for name in names if len(name) <= _SHORT_NAME), f"{number.printed}{self._year}")

    def of_meeting(self, title: str) -> str:
        """Return a title, with the meeting behind one that says no more than "DECISIONS"."""
        is_kind = re.fullmatch(r"[A-Z]\w+", title) is not None and self.number is None
        if not is_kind or not self._organ_called:
            return title
        return f"{title.capitalize()} of the {self._organ_called}{self._year}"

    @property
    def _unnumbered(self) -> str:
        """The name of a text without number: its title."""
        title = re.sub(r"^(?:\[?draft\]? )", "", self.of_meeting(self.title), flags=re.IGNORECASE)
        title = title[:1].upper() + title[1:]
        return title if len(title) <= _LONG_NAME else f"{title[:_LONG_NAME].rpartition(' ')[0]} …"

    @property
    def _year(self) -> str:
        """The year as it stands behind a name."""
        return f" ({self.year})" if self.year else ""

    @property
    def _organ_name(self) -> str:
        """The name of the organ, '' where none is known."""
        return self.organ.name if self.organ else ""

    @property
    def _organ_called(self) -> str:
        """What the organ is called with its session: "12th LCA Meeting", "9th session of the Lamp Board"."""
        organ = self.organ
        if organ is None or not organ.session:
            return self._organ_name
        if not organ.held:
            return f"{ordinal(organ.session)} {organ.name}"
        if organ.short:
            return f"{ordinal(organ.session)} {organ.short} {organ.held.capitalize()}"
        return f"{ordinal(organ.session)} {organ.held} of the {organ.name}"


def _issuer_of(organ: str) -> str:
    """Return an issuer for an organ: of a body that is known by the body's key, else by all words."""
    known = name_reader(bodies_in_use()).organs.bodies_in(organ)
    body = next((one for one in bodies_in_use().bodies if known == [one.key]), None)
    if body is None:
        return _slug(organ)
    for name in sorted(body.names, key=len, reverse=True):
        organ = re.sub(rf"\b{re.escape(name)}\b", "", organ, flags=re.IGNORECASE)
    return _slug(f"{body.key} {organ}")


def issuers_of_organ(organ: Organ | None) -> tuple[str, ...]:
    """Return the issuers of bodies that are known whose organ this is."""
    return name_reader(bodies_in_use()).organs.called(organ.name) if organ else ()


def body_names(bodies: Mapping[str, Body], issuer: str) -> Sequence[str]:
    """Return the names of an issuer's organization and organ that no common word is."""
    body = bodies[issuer.partition("-")[0]]
    organ = next(organ for organ in body.organs if organ.issuer == issuer)
    return [name for name in (*body.names, *organ.names) if not has_usual_name(name)]


def names_by_form(text: str) -> Iterator[Name]:
    """Walk the readings of a number's line by all series that write numbers in letters: "No. 83"."""
    for series in bodies_in_use().series:
        if text[: len(series.noun)].lower() != series.noun:
            continue
        for template in series.numbers:
            read = template.read(text, len(series.noun) + 1)
            if read and re.search(r"[A-Za-z]", text[len(series.noun) : read[0]]):
                yield Name(0, read[0], series, read[1])


def name_of_file(called: str, issuers: Sequence[str]) -> Name | None:
    """Return the name that a file's name is: "A_RES_74_132", "A.1126_30", "ga-728-VIII"."""
    reader = name_reader(bodies_in_use())
    found: dict[InstrumentKey, Name] = {}
    for text in _spellings(called):
        names = reader.names(text, typed=True)
        if len(names) == 1 and names[0].end - names[0].start == len(text):
            found[names[0].instrument] = names[0]
    return (
        next(iter(found.values()))
        if len(found) == 1 and (not issuers or next(iter(found)).issuer in issuers)
        else None
    )


def _spellings(called: str) -> Iterator[str]:
    """Walk how a number is written whose signs a file's name cannot have."""
    if not re.search(r"[A-Za-z]{2}|[A-Z]\b", called):
        return
    plain = re.sub(r"[_-]+", " ", called)
    yield from (called, called.replace("_", "/"), plain)
    yield from (re.sub(rf"[\s_-]+({_LAST})$", sign, called.replace("_", " ")) for sign in (r"(\1)",))
    yield re.sub(rf"[\s_-]+({_LAST})$", r" (\1)", plain)


_LAST = r"[IVXLC]+|[0-9]{1,4}"


def name_of_key(key: EditionKey) -> str:
    """Return what people call a text with a key, as its body writes numbers; '' where nothing says it."""
    organ = bodies_in_use().organs.get(key.instrument.issuer)
    names = (series.called(key.instrument, key.year) for series in organ.series) if organ else ()
    return next(filter(None, names), "")


@cache
def _generic_words(bodies: Bodies) -> frozenset[str]:
    """Return the words that organs of several organizations have in their names: "General", "Council"."""
    owners: dict[str, set[str]] = {}
    for issuer, organ in bodies.organs.items():
        for name in organ.names:
            for word in name.casefold().split():
                owners.setdefault(word, set()).add(issuer.partition("-")[0])
    return frozenset(word for word, bodies in owners.items() if len(bodies) > 1)


def has_usual_name(organ: str) -> bool:
    """Return True for a name that many organizations have for an organ: "Assembly", "Executive Board"."""
    words = [word for word in organ.split() if word.casefold() not in _generic_words(bodies_in_use())]
    return is_generic(" ".join(words))


def _slug(text: str, *, small: bool = False) -> str:
    """Return words as a part of a key; small words are left out unless they are wanted."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.split(r"[^a-z0-9]+", re.sub(r"['’]", "", plain)) if word]
    words = [word for word in words if small or word not in SMALL_WORDS]
    slug = "-".join(words)
    return slug if len(slug) <= _SLUG else slug[: _SLUG + 1].rpartition("-")[0]
