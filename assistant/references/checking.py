"""The references of a draft: is that edition in force, does that clause exist, is it in the library.

What is named is read as in an adopted text of the same body; a clause that is named by its label before
the text ("resolves 3 of Resolution 25 (Rev. Bucharest, 2022)") is looked for in it.
"""

import re
from dataclasses import dataclass

from assistant.library.library import Library, Target
from assistant.library.standing import edition_name
from assistant.references.names import edition_of, instrument_of
from assistant.understanding.labels.resolver import resolve
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey, ProvisionId
from ingest.references import find_references
from ingest.targets import CitingText

# "resolves 3 of ", "instructs the Council 2 in ", "paragraph 54 of Annex 1 to "
_LABEL = re.compile(
    r"(?P<label>(?:\b(?:[a-z]+ing(?: further)?|recognizes|resolves|decides|instructs|invites|urges)"
    r"(?: (?:the )?(?-i:[A-Z])[\w-]+(?: (?-i:[A-Z])[\w-]+)*)? ?\(?(?:\d{1,2}|[a-z])\)?"
    r"|(?:\b(?:paragraph|para\.|section|target|footnote)|§) ?\d{1,3}(?:\.\d+)?(?:,? (?:of|in) Annex \d)?))"
    r" (?:of|in|to) (?:the )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CheckedReference:
    """A reference of a draft in its words, what was found in a sentence, and the clause if known.

    `is_sound` is True for a text or a clause that is in the library and in force.
    """

    words: str
    said: str
    provision: ProvisionId | None = None
    is_sound: bool = False


def check_references(
    draft: str, library: Library, body: EditionKey | None = None
) -> tuple[CheckedReference, ...]:
    """Check every reference of a draft, in order; `body` is an edition of the body that is to adopt it."""
    text = " ".join(draft.split())
    drafted = Provision("para_1", "draft", "", Kind.PARAGRAPH, text, 1)
    found = find_references([drafted], CitingText(body, library.catalogue))
    return tuple(
        _checked(text, reference.start, reference.end, reference.target, library) for reference in found
    )


def _checked(text: str, start: int, end: int, target: Target, library: Library) -> CheckedReference:
    newest = library.in_force(instrument_of(target))
    named = edition_of(target) or newest
    edition = library.adopted(named) if named else None
    label = _LABEL.search(text[:start])
    words = text[label.start("label") if label else start : end]
    later = edition_name(newest, library) if newest and newest != named else ""
    if edition is None:
        in_force = f" The edition in force is {later}." if later else ""
        return CheckedReference(words, f"Not in the library.{in_force}")
    first = edition.id_of(edition.provisions[0])
    if isinstance(target, ProvisionId) and _is_missing_part(target, edition):
        return CheckedReference(words, f"The library has {edition.name} without this part.", first)
    place = _place(target, label["label"] if label else "", edition, library)
    if place is None:
        return CheckedReference(words, f"{edition.name} has no such clause.", first)
    if later:
        return CheckedReference(words, f"Superseded by {later}.", place)
    return CheckedReference(words, "In force, and in the library.", place, is_sound=True)


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
