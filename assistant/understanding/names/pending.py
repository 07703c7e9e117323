"""Names of editions that are not adopted, in what people type: "the draft Resolution 71", "Rev. Doha, 2026".

A draft is named by that word, or by its own year or place; an edition to come by its year or place. A
name alone means the edition in force.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.names.reader import TextName, names_in
from corpus.adoption import without_status_mark
from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey

_VERSION = r"(?: (?:edition|text|version|wording))?"
_BEFORE = re.compile(
    rf"\bdraft(?: new| revised| revision)?{_VERSION}(?: (?:of|to))?(?: the)? *$", re.IGNORECASE
)
_AFTER = re.compile(
    rf" *(?:[(\[] *draft *[)\]]|,? (?:in its |in the )?draft{_VERSION}(?= *(?:[?.,;:!]|$)))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PendingNames:
    """The editions that are not adopted and that a text names.

    `text` is the text as it would name adopted ones, `rest` what is left of it without these names.
    """

    editions: tuple[EditionKey, ...] = ()
    text: str = ""
    rest: str = ""


def pending_named(text: str, library: Library) -> PendingNames:
    """Find the editions that are not adopted and that a text names."""
    if not library.pending:
        return PendingNames(text=text, rest=text)
    plain = [without_status_mark(edition) for edition in library.pending]
    named = []
    for edition, bare in zip(library.pending, plain, strict=True):
        if edition.name in text:
            text = text.replace(edition.name, bare.name)
            named.append(bare.key)
    adopted = Library(tuple(plain), library.catalogue)
    drafts: list[tuple[int, int]] = []
    names: list[tuple[int, int]] = []
    for name in names_in(text, adopted):
        before, after = _BEFORE.search(text[: name.start]), _AFTER.match(text[name.end :])
        if meant := tuple(_meant(name, adopted, library, is_draft=bool(before or after))):
            named += meant
            names.append((name.start, name.end))
            drafts += [before.span()] if before else []
            drafts += [(name.end, name.end + after.end())] if after else []
    return PendingNames(tuple(dict.fromkeys(named)), _without(text, drafts), _without(text, drafts + names))


def _meant(name: TextName, adopted: Library, library: Library, *, is_draft: bool) -> Iterator[EditionKey]:
    instruments = {edition.key.instrument for edition in name.editions}
    for edition in adopted.editions:
        if edition.key.instrument in instruments and (
            (is_draft and edition.status is EditionStatus.DRAFT)
            or (edition in name.editions and _is_dated(name.words, edition, library))
        ):
            yield edition.key


def _is_dated(words: str, edition: Edition, library: Library) -> bool:
    place = edition.revision.removeprefix("Rev. ").partition(",")[0].strip().lower()
    others = library.instruments.get(edition.key.instrument, ())
    is_year = str(edition.key.year) in words and all(other.key.year != edition.key.year for other in others)
    is_place = bool(place) and not place.isdigit() and place in words.lower()
    return is_year or (is_place and not any(place in other.revision.lower() for other in others))


def _without(text: str, spans: Collection[tuple[int, int]]) -> str:
    for start, end in sorted(set(spans), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split()) if spans else text
