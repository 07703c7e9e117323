"""Names of texts in what people type, read against the texts of a library.

A text is named by its number, as its body writes it ("75/1", "the 24th CGPM's resolution 5"), or by the words
of its own name, in any order. Such are the texts that no known body numbers ("the Lighthouse Assembly's
resolution 12"), and those that have no number but a title or a symbol ("the Convention", "CV"). A name
without a year means the newest edition.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import ref

from assistant.library.library import Library
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, NameReader, name_reader
from corpus.bodies.ordinals import ordinal_number
from corpus.bodies.registry import NOUNS, Bodies
from corpus.instruments import Edition
from corpus.issuers import organisation, organisation_names
from corpus.keys import EditionKey, InstrumentKey
from corpus.labels import follows_unit

_REVISION = re.compile(r"\s*\(?rev(?:\.\s*|\s+)(?P<place>[^\W\d_]+)\)?", re.IGNORECASE)  # "Res. 71 Rev.Busan"
_WORD = re.compile(r"\w+(?:[./-]\w+)*")
_IDLE = frozenset(("meeting", "no", "of", "s", "session", "the"))
_SITTING = re.compile(r" (?:meeting|session)\b", re.IGNORECASE)  # "the 46th CIML Meeting (2011)"
_YEAR = re.compile(r" ?\((?P<year>[12][0-9]{3})\)")
_OF_SOMEBODY = re.compile(r" (?:of|by) (?:the )?(?:\d+(?:st|nd|rd|th) )?(?P<whose>[A-Z][\w/-]+)")
_OwnWords = tuple[Mapping[tuple[str, ...], Sequence[EditionKey]], Sequence[int]]
_RECENT: deque[tuple[ref[Library], Bodies, _OwnWords]] = deque(maxlen=8)
_LEFT_OUT = re.compile(r" \([12][0-9]{3}\)$|\bNo\. ")  # what people leave out of a name


@dataclass(frozen=True, slots=True)
class TextName:
    """A name in a text, from `start` to `end`, and the held editions that it names, often one.

    `target` is what a number names, held or not: an edition where the name says its year. `is_title`: whether
    the text has no number, so that its name may be a word like any other.
    """

    start: int
    end: int
    words: str
    editions: Sequence[Edition]
    target: EditionKey | InstrumentKey | None = None
    is_title: bool = False

    def left_of(self, text: str, instead: str = " ") -> str:
        """Return the text with something instead of the name."""
        return f"{text[: self.start]}{instead}{text[self.end :]}"

    @property
    def instrument(self) -> InstrumentKey | None:
        """The instrument that is named, None where several texts may be meant."""
        instruments = {edition.key.instrument for edition in self.editions}
        named = self.target.instrument if isinstance(self.target, EditionKey) else self.target
        return named or (instruments.pop() if len(instruments) == 1 else None)


def names_in(text: str, library: Library) -> list[TextName]:
    """Return the names of texts in what somebody typed: those with numbers in order, then titles."""
    own = list(_by_own_words(text, library))
    numbered = [
        _of_number(text, name, library)
        for name in numbered_names(text, library)
        if not (follows_unit(text, name.start) or _is_of_other(text, name, library))
    ]
    found = [name for name in own if not name.is_title]
    found += [name for name in numbered if not any(_overlap(name, other) for other in found)]
    found.sort(key=lambda name: name.start)
    return [*found, *(name for name in own if name.is_title)]


def numbered_names(text: str, library: Library) -> tuple[Name, ...]:
    """Return the names of numbered texts in a question, held or not.

    A number that any body may have ("Res. 25") is that of a text in the library, else of the body that most
    of its texts are of.
    """
    known = frozenset(library.instruments)
    return name_reader(bodies_in_use()).names(text, _usual_issuer(known), typed=True, known=known)


def titles_in(text: str, library: Library) -> list[TextName]:
    """Return where texts without a number are called by their name, their title or their symbol."""
    return [name for name in _by_own_words(text, library) if name.is_title]


def titles_of(edition: Edition, library: Library) -> tuple[str, ...]:
    """Return what a text without a number goes by, in small letters; nothing for one that has a number."""
    if edition.key.instrument.is_numbered:
        return ()
    names = (edition.title, edition.name, *symbols_of(edition, library))
    return tuple(dict.fromkeys(name.lower() for name in names if name))


def symbols_of(edition: Edition, library: Library) -> tuple[str, ...]:
    """Return what the catalogue calls a text for short: "CV"."""
    known = library.catalogue.in_force(edition.key.instrument)
    return known.symbols if known else ()


def _overlap(one: TextName, other: TextName) -> bool:
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=8)
def _usual_issuer(known: frozenset[InstrumentKey]) -> str:
    counts = Counter(key.issuer for key in sorted(known) if key.is_numbered)
    return max(counts, key=lambda issuer: counts[issuer], default="")


def _of_number(text: str, name: Name, library: Library) -> TextName:
    """Return a name with a number, up to its revision, with the held editions that it names."""
    editions = [edition for edition in library.editions if edition.key.instrument == name.instrument]
    revision = None if "place" in name.fields else _REVISION.match(text, name.end)
    end = revision.end() if revision else name.end
    place = str(name.fields.get("place") or (revision["place"] if revision else "")).lower()
    if place:
        editions = [edition for edition in editions if place in edition.revision.lower()]
    is_dated = bool(name.dated or "year" in name.fields)
    if is_dated:
        editions = [edition for edition in editions if edition.key == name.target]
    elif not place:
        editions = _newest(editions, library)
    target = name.target if is_dated else name.instrument
    end = _past_organ(text, end, name.instrument)
    return TextName(name.start, end, text[name.start : end], editions, target)


def _past_organ(text: str, at: int, key: InstrumentKey) -> int:
    """Return where words that say whose a number is end, if they follow: "75/1 of the General Assembly"."""
    organ = bodies_in_use().organs.get(key.issuer)
    names = (*(organ.names if organ else ()), *organisation_names(organisation(key)))
    whose = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    after = re.match(rf",? (?:of|by) (?:the )?(?:{whose})\b", text[at:], re.IGNORECASE)
    return at + after.end() if after else at


def _is_of_other(text: str, name: Name, library: Library) -> bool:
    """Return True for a number alone before words that are not its body: "Resolution 8 of the 46th CIML"."""
    whose = _OF_SOMEBODY.match(text, name.end)
    if whose is None or name.fields.keys() != {"n"}:
        return False
    places = (edition.revision.lower() for edition in library.editions)
    is_place = any(whose["whose"].lower() in place for place in places)
    return not is_place and _past_organ(text, name.end, name.instrument) == name.end


def _newest(editions: Sequence[Edition], library: Library) -> list[Edition]:
    return [edition for edition in editions if library.is_newest(edition.key)] or list(editions)


# -- names by their own words --------------------------------------------------------------------------------


def _by_own_words(text: str, library: Library) -> Iterator[TextName]:
    """Walk where texts are called by the words of their own names, of names in names the longest."""
    called, sizes = _called_by_words(library)
    tokens = [token for token in _WORD.finditer(text) if token.group().lower() not in _IDLE]
    end = 0
    for at, first in enumerate(tokens):
        rows = (tokens[at : at + size] for size in sizes if first.start() >= end)
        named = next((row for row in rows if _sorted(token.group() for token in row) in called), None)
        if named:
            end = named[-1].end()
            keys = called[_sorted(token.group() for token in named)]
            yield _of_own_words(text, first.start(), end, [library.edition(key) for key in keys], library)


def _of_own_words(text: str, start: int, end: int, editions: Sequence[Edition], library: Library) -> TextName:
    """Return a name with the article, the organization and the year beside it, and the editions meant."""
    instrument = editions[0].key.instrument
    sitting = _SITTING.match(text, end)
    end = sitting.end() if sitting else end
    start, end = _with_organization(text, start, instrument), _past_organ(text, end, instrument)
    year = _YEAR.match(text, end)
    end = year.end() if year else end
    meant = (
        [edition for edition in editions if edition.key.year == int(year["year"])]
        if year
        else _newest(editions, library)
    )
    return TextName(start, end, text[start:end], meant, is_title=not instrument.is_numbered)


def _with_organization(text: str, at: int, key: InstrumentKey) -> int:
    """Return where the article and the organization before a name begin: "the ITU Convention"."""
    whose = "|".join(map(re.escape, organisation_names(organisation(key))))
    before = re.search(rf"(?:\bthe )?(?:\b(?:{whose}) )?$", text[:at], re.IGNORECASE)
    return before.start() if before else at


def _called_by_words(library: Library) -> _OwnWords:
    """Return the texts of a library by the words that they are called by, and how many words these can be.

    Those of the last libraries are kept.
    """
    bodies = bodies_in_use()
    found = next(
        (names for link, read_by, names in list(_RECENT) if link() is library and read_by is bodies), None
    )
    if found is None:
        called = _by_words(library)
        found = called, sorted({len(words) for words in called}, reverse=True)
        _RECENT.append((ref(library), bodies, found))
    return found


def _by_words(library: Library) -> Mapping[tuple[str, ...], Sequence[EditionKey]]:
    whole: dict[tuple[str, ...], list[EditionKey]] = {}
    short: dict[tuple[str, ...], list[EditionKey]] = {}
    bodies = bodies_in_use()
    reader = name_reader(bodies)
    for edition in library.editions:
        key, name, titles = edition.key, _LEFT_OUT.sub("", edition.name), titles_of(edition, library)
        is_read = _is_read(name, key.instrument, reader)
        for words in {_sorted(_WORD.findall(title)) for title in titles or (() if is_read else (name,))}:
            if titles or len(words) > 1:
                whole.setdefault(words, []).append(key)
            for part in () if titles else _short(words):
                short.setdefault(part, []).append(key)
        for words in _by_year(key, bodies):
            short.setdefault(words, []).append(key)
    return {part: keys for part, keys in short.items() if len({key.instrument for key in keys}) == 1} | whole


@lru_cache(maxsize=1 << 17)  # all texts of a library, which is read again after each change
def _is_read(name: str, key: InstrumentKey, reader: NameReader) -> bool:
    """Return True if the grammar of numbered names reads a name as that of the instrument."""
    return key in (other.instrument for other in reader.names(name, key.issuer))


@lru_cache(maxsize=1 << 17)
def _by_year(key: EditionKey, bodies: Bodies) -> frozenset[tuple[str, ...]]:
    """Return the words of names with organ and year for a session: "Resolution 5 of the CGPM (2011)"."""
    organ = bodies.organs.get(key.instrument.issuer)
    kind, _, number = key.instrument.work.partition("-")
    found: set[tuple[str, ...]] = set()
    for series in organ.series if organ else ():
        _, fields = series.key.read(number, any_case=True) or (0, {})
        if organ and NOUNS[series.noun] == kind and "n" in fields and len(fields) > 1:
            names = (f"{series.noun} {fields['n']} {name} {key.year}" for name in organ.names)
            found |= {_sorted(_WORD.findall(name)) for name in names}
    return frozenset(found)


def _short(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the words that a name is said by for short: its number, if it is an odd one, with its noun.

    "Resolution 1.9" of AEWA; a number with letters needs no noun: "CIML/2025/42".
    """
    odd = [word for word in words if not word.isalpha() and not word.isdigit() and not ordinal_number(word)]
    beside = {_sorted((noun, number)) for noun in words if noun in NOUNS for number in odd}
    return beside | {(number,) for number in odd if re.search(r"[a-z].*\d|\d.*[a-z]", number)}


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    """Return words in small letters and in the order of the alphabet, without those that say nothing."""
    return tuple(sorted(word.lower() for word in words if word.lower() not in _IDLE))
