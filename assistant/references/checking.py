"""The references of a draft: is that edition in force, does that clause exist, is it in the library.

What is named is read as in an adopted text of the same body; a clause that is named by its label before
the text ("resolves 3 of Resolution 25 (Rev. Bucharest, 2022)") is looked for in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.library.library import Library, Target
from assistant.library.standing import edition_name
from assistant.references.names import edition_of, instrument_of
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.reader import names_in
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey, ProvisionId
from ingest.references import find_references
from ingest.targets import CitingText

_MARK = r"\d{1,2}(?:\.\d{1,2})?(?![\w.]*\w)|[a-z]{1,2}(?=\))"
_UNITS = r"(?:operative |preambular )?paragraph|para\.?|section|target|goal|footnote"
_LABEL_WORDS = (
    r"(?P<label>(?:\b(?:[a-z]+ing(?: further)?|recognizes|resolves|decides|instructs|invites|urges|requests)"
    r"(?: (?:the )?(?-i:[A-Z])[\w-]+(?: (?:of |and )?(?-i:[A-Z])[\w-]+)*)?"
    rf"(?: \(?|\()(?:{_MARK})\)?"
    rf"|(?:\b(?:{_UNITS})|§) ?\d{{1,3}}(?:\.\d+)?(?:,? (?:of|in) Annex \d)?))"
)
_NOUN = re.compile(r"[A-Z][a-z]+s(?= )")
_LISTED = re.compile(r",? (?:and |or |to )?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "resolves 3 of ", "instructs the Council 2 in ", "paragraph 54 of Annex 1 to "
_BEFORE = re.compile(rf"{_LABEL_WORDS} (?:of|in|to) (?:the |its )?$", re.IGNORECASE)
# "Resolution 25 (Rev. Bucharest, 2022), resolves 3"
_AFTER = re.compile(rf"(?:,|,? (?:in|under|at)| \()(?: its)? ?{_LABEL_WORDS}", re.IGNORECASE)


class Standing(StrEnum):
    """Whether what is named is in the library and in force."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    NO_SUCH_CLAUSE = "no_such_clause"
    PART_NOT_HELD = "part_not_held"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A reference of a draft: where it begins and ends, its words, what was found in a sentence.

    `edition` is the text if the library has it, `provision` the clause that is named or, where none is or it
    is not there, the beginning of the text; `is_clause` tells which. `noun` is what a number goes on from:
    "Resolution" for the second of "Resolutions 48 and 70".
    """

    start: int
    end: int
    words: str
    said: str
    standing: Standing
    edition: EditionKey | None = None
    provision: ProvisionId | None = None
    is_clause: bool = False
    noun: str = ""

    @property
    def name(self) -> str:
        """What is named; of a number in "Resolutions 48, 70 and 140" with the noun before it."""
        return f"{self.noun} {self.words}" if self.noun else self.words

    @property
    def is_sound(self) -> bool:
        """Whether the text or the clause is in the library and in force."""
        return self.standing == Standing.IN_FORCE


def check_references(
    draft: str, library: Library, body: EditionKey | None = None
) -> tuple[CheckedReference, ...]:
    """Check every reference of a draft, in order; `body` is an edition of the body that is to adopt it."""
    text = " ".join(draft.split())
    drafted = Provision("para_1", "draft", "", Kind.PARAGRAPH, text, 1)
    found = [
        _checked(text, reference.start, reference.end, reference.target, library)
        for reference in find_references([drafted], CitingText(body, library.catalogue))
    ]
    return tuple(_with_nouns(found, text))


def check_names(
    text: str, library: Library, known: Sequence[CheckedReference] = ()
) -> tuple[CheckedReference, ...]:
    """Check every reference of a document, in order: those known already, and names that need no body.

    An adopted text names others as its body does. A document of nobody's may say "Resolution 2019-04", which
    is checked if one text of the library goes by it.
    """
    held = [reference for reference in known if reference.edition]
    named = [
        _checked(text, name.start, name.end, name.editions[0].key, library)
        for name in names_in(text, library)
        if len(name.editions) == 1
        and not name.is_title
        and not any(name.start < reference.end and reference.start < name.end for reference in held)
    ]
    others = [
        reference
        for reference in known
        if reference.edition
        or not any(name.start < reference.end and reference.start < name.end for name in named)
    ]
    return tuple(sorted((*others, *named), key=lambda reference: reference.start))


def _with_nouns(references: Sequence[CheckedReference], text: str) -> Iterator[CheckedReference]:
    """Give numbers that follow a name in a list its noun: "Resolutions 48, 70 and 140"."""
    noun, end = "", 0
    for reference in references:
        if not reference.words[:1].isdigit() or not _LISTED.fullmatch(text[end : reference.start]):
            plural = _NOUN.match(reference.words)
            noun = plural.group().removesuffix("s") if plural else ""
            yield reference
        else:
            yield replace(reference, noun=noun)
        end = reference.end


def check_labels(text: str, edition: Edition, library: Library) -> tuple[CheckedReference, ...]:
    """Check the labels in a sentence that is about an edition: "under resolves 6 of the same resolution".

    A paragraph or section that the edition does not have may be one of the document itself, and is left out.
    """
    first = edition.id_of(edition.provisions[0])
    found = []
    for match in re.finditer(_LABEL_WORDS, text, re.IGNORECASE):
        place = _place(edition.key, match["label"], edition, library)
        if place is None and re.match(rf"{_UNITS}|§", match["label"], re.IGNORECASE):
            continue
        standing = Standing.IN_FORCE if library.is_in_force(edition.key) else Standing.SUPERSEDED
        said = "" if place else f"{edition.name} has no such clause."
        found.append(
            CheckedReference(
                *match.span(), match["label"], said, standing if place else Standing.NO_SUCH_CLAUSE,
                edition.key, place or first, is_clause=place is not None,
            )
        )  # fmt: skip
    return tuple(found)


def _checked(text: str, start: int, end: int, target: Target, library: Library) -> CheckedReference:
    newest = library.in_force(instrument_of(target))
    named = edition_of(target) or newest
    edition = library.adopted(named) if named else None
    before, after = _BEFORE.search(text[:start]), _AFTER.match(text, end)
    label = before or after
    start, end = (before.start("label") if before else start), (after.end() if after and not before else end)
    later = edition_name(newest, library) if newest and newest != named else ""

    first = edition.id_of(edition.provisions[0]) if edition else None

    def checked(standing: Standing, said: str, place: ProvisionId | None = None) -> CheckedReference:
        key = edition.key if edition else None
        is_clause = place != first and (label is not None or isinstance(target, ProvisionId))
        return CheckedReference(start, end, text[start:end], said, standing, key, place, is_clause)

    if edition is None:
        in_force = f" The edition in force is {later}." if later else ""
        others = [held for held in library.editions if held.key.instrument == instrument_of(target)]
        if others and not _YEAR.search(text[start:end]):
            edition = max(others, key=lambda held: held.key.year)
            return checked(Standing.NOT_HELD, f"Not in the library, which has {edition.name}.{in_force}")
        return checked(Standing.NOT_HELD, f"Not in the library.{in_force}")
    if isinstance(target, ProvisionId) and _is_missing_part(target, edition):
        return checked(Standing.PART_NOT_HELD, f"The library has {edition.name} without this part.", first)
    place = _place(target, label["label"] if label else "", edition, library)
    if place is None:
        return checked(Standing.NO_SUCH_CLAUSE, f"{edition.name} has no such clause.", first)
    if later:
        return checked(Standing.SUPERSEDED, f"Superseded by {later}.", place)
    return checked(Standing.IN_FORCE, "In force, and in the library.", place)


def _place(target: Target, label: str, edition: Edition, library: Library) -> ProvisionId | None:
    """Return where what is named stands: the clause, the part, or the beginning; None where there is none."""
    if label:
        own = Library((edition,), library.catalogue)
        label = f"{target.eid.replace('_', ' ')} {label}" if isinstance(target, ProvisionId) else label
        return next((match.id for match in resolve(label, own)), None)
    if isinstance(target, ProvisionId):
        inside = (clause for clause in edition.provisions if f"{clause.eid}__".startswith(f"{target.eid}__"))
        return next((edition.id_of(clause) for clause in inside), None)
    return edition.id_of(edition.provisions[0])


def _is_missing_part(id_: ProvisionId, edition: Edition) -> bool:
    """Return True for a whole annex that a held text does not come with: "Annex 3 to …"."""
    is_annex = re.fullmatch(r"(?:annex|app|att)(?:_\w+)?", id_.eid) is not None
    return is_annex and not any(f"{clause.eid}__".startswith(f"{id_.eid}__") for clause in edition.provisions)
