"""Which two texts are compared, and how: read from the address, offered in the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from assistant.comparison.changes import ChangeKind
from assistant.library.library import Library
from assistant.web.addresses import Link, holding_address
from assistant.web.text_picker import instrument_name
from assistant.web.wording import shortened
from corpus.errors import InvalidKey, ResolutionsError, UnknownEdition
from corpus.instruments import Edition
from corpus.keys import EditionKey

_SHOWN = 80  # characters of what was asked for that an error repeats
_REDLINE = "redline"
_COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: two keys as they were given, the kinds shown, and the layout."""

    old: str = ""
    new: str = ""
    kinds: tuple[ChangeKind, ...] = ()
    columns: bool = True

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read an address. Raises ResolutionsError: a layout or a kind that there is not."""
        view = query.get("view", "") or _COLUMNS
        if view not in (_REDLINE, _COLUMNS):
            raise ResolutionsError(f"There is no view “{shortened(view)}”; choose side by side or redline.")
        kinds = {_kind(one) for one in query.get("show", "").split(",") if one}
        return cls(
            query.get("a", "").strip(),
            query.get("b", "").strip(),
            tuple(one for one in ChangeKind if one in kinds),
            view == _COLUMNS,
        )

    @property
    def address(self) -> str:
        """The address at which exactly this is shown, without a filter where every kind is."""
        given = {"a": self.old, "b": self.new, "show": ",".join(self.kinds)}
        given["view"] = "" if self.columns else _REDLINE
        return f"/compare?{urlencode({name: value for name, value in given.items() if value}, safe='/,')}"

    @property
    def file(self) -> str:
        """The address of the comparison as a Word file."""
        return f"/compare/docx?{urlencode({'a': self.old, 'b': self.new}, safe='/')}"

    def toggled(self, kind: ChangeKind) -> Asked:
        """Return the same with a kind shown as well, or not any more."""
        return replace(self, kinds=tuple(one for one in ChangeKind if (one in self.kinds) != (one == kind)))

    @property
    def unfiltered(self) -> Asked:
        """The same with every kind."""
        return replace(self, kinds=())

    def arranged(self, *, columns: bool) -> Asked:
        """Return the same in another layout."""
        return replace(self, columns=columns)

    @property
    def swapped(self) -> Asked:
        """The same with the two texts exchanged."""
        return replace(self, old=self.new, new=self.old)


def chosen(asked: Asked, library: Library) -> tuple[EditionKey, EditionKey] | None:
    """Return the two texts that an address asks for; None where it does not name two.

    Raises UnknownEdition for a text that is not in the library, ResolutionsError for anything else.
    """
    if not asked.old or not asked.new:
        return None
    old, new = _known(asked.old, library), _known(asked.new, library)
    if old == new:
        raise ResolutionsError("You chose the same text twice. Choose two different texts.")
    return old, new


def completed(asked: Asked, library: Library) -> Asked:
    """Fill in what is not chosen yet: the newest two editions of a text, or another one of that chosen."""
    given = asked.old or asked.new
    for held in (library.every_instrument if given else library.instruments).values():
        keys = [str(one.key) for one in held]
        if len(keys) > 1 and (not given or given in keys):
            newest = next(one for one in keys if one != given)
            return replace(asked, old=asked.old or (newest if given else keys[1]), new=asked.new or newest)
    return asked


def way_to_add(asked: Asked, library: Library) -> str:
    """Return where to add a text that is asked for and not in the library; empty where there is none."""
    for text in (asked.old, asked.new):
        try:
            key = EditionKey.parse(text)
        except InvalidKey:
            continue
        if library.find(key) is None:
            return holding_address(key, library) if key in library.named else "/library"
    return ""


def pairs(library: Library) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Walk the texts with several editions: the title, and each edition beside each older one."""
    for held in library.every_instrument.values():
        latest_first = sorted(held, key=lambda edition: edition.is_adopted)
        found = [
            Link(f"{old.name} and {new.name}", Asked(str(old.key), str(new.key)).address)
            for at, new in enumerate(latest_first)
            for old in latest_first[at + 1 :]
        ]
        if found:
            yield held[0].title, tuple(found)


def groups(library: Library) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Walk the texts to choose from: the editions of one instrument, or below no name one that is alone."""
    for held in library.every_instrument.values():
        name = instrument_name(held[0]) if len(held) > 1 else ""
        yield name, tuple((str(one.key), _option(one, held)) for one in held)


def _option(edition: Edition, held: Sequence[Edition]) -> str:
    """Return what a text is called where it is chosen: with its title where it is alone."""
    return edition.name if len(held) > 1 else f"{edition.name}: {edition.title}"[:_SHOWN]


def _kind(text: str) -> ChangeKind:
    """Return a kind of change. Raises ResolutionsError."""
    try:
        return ChangeKind(text)
    except ValueError:
        kinds = ", ".join(ChangeKind)
        raise ResolutionsError(
            f"“{shortened(text)}” is not a kind of change; the kinds are {kinds}."
        ) from None


def _known(text: str, library: Library) -> EditionKey:
    """Return the key of a text in the library. Raises ResolutionsError."""
    try:
        key = EditionKey.parse(text)
    except InvalidKey:
        raise ResolutionsError(f"“{shortened(text)}” is not a text. Choose one from the list.") from None
    if library.find(key) is None:
        raise UnknownEdition(_missing(key, library))
    return key


def _missing(key: EditionKey, library: Library) -> str:
    """Say that an edition is not in the library, by its name where that is known."""
    if known := library.catalogue.edition(key):
        return f"{known.name} is not in the library."
    if others := library.instruments.get(key.instrument):
        return f"The library has no edition of {instrument_name(others[0])} from {key.year}."
    return f"{key} is not in the library."
