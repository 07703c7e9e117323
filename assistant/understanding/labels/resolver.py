"""Labels that people type → provisions. More than one match is never guessed: all are given.

"SG 3(i)", "recognizing (d)", "Annex 1 para 54", "T1.6", "Goal 2", "Res. 25 resolves 3", "§27 outcome 7",
"CV 235": the names of texts are taken out of a label; what is left is compared with the provisions' own
labels, first as a whole, then by all its numbers and some of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.library.library import Library
from assistant.understanding.names.asked import dated_name, edition_named, named_editions
from assistant.understanding.names.pending import pending_named
from assistant.understanding.names.reader import titles_in
from corpus.bodies.ordinals import ordinal_number
from corpus.errors import ResolutionsError
from corpus.heads import main_verb
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey, ProvisionId
from corpus.labels import LabelKey, label_key

_NUMBER = "preface__docnumber"
_SEVERAL = re.compile(
    r"\b(?P<stem>(?:\d{1,3}\.)*)(?P<first>\d{1,4}) ?(?:(?P<joined>and)|to|-|–|through) ?"
    r"(?P=stem)(?P<last>\d{1,4})\b"
)
_MOST = 50  # clauses of a range that are looked for
_OF = re.compile(
    r"(?:\d\)?|\b(?:bullet|dash|indent|item|point|subparagraph)) (?:of|in|under) +\S", re.IGNORECASE
)


_Unit = tuple[Edition, Provision]


@dataclass(frozen=True, slots=True)
class Match:
    """A provision that a label names."""

    edition: Edition
    provision: Provision

    @property
    def id(self) -> ProvisionId:
        """The provision's full id."""
        return self.edition.id_of(self.provision)

    @property
    def label(self) -> str:
        """The provision's full citation."""
        return self.edition.citation(self.provision)


def resolve(label: str, library: Library) -> tuple[Match, ...]:
    """Return every provision that a typed label names, in the order of the texts; often one.

    A full id resolves to itself. A label that names a head and its only paragraph gives the
    paragraph.
    """
    exact = _by_id(label.strip(), library)
    if exact is not None:
        return exact
    if (pending := pending_named(label, library)).editions:
        return resolve(pending.text, library.apart(pending.editions))
    if found := _all_of(each_label(label), library):
        return found
    return by_own_label(label, library) or _by_some_words(label, library) or _text_named(label, library)


def clauses_meant(
    label: str, answer: Answer, library: Library, subject: Iterable[EditionKey] = ()
) -> tuple[Match, ...]:
    """Return what a label names: of several clauses those of the texts that were shown, or the subject's.

    More than one is not guessed.
    """
    found = resolve(label, library)
    shown = {one.provision.edition for claim in answer.claims for one in claim.citations}
    shown |= {one.edition for one in answer.closest}
    for editions in (shown, frozenset(subject)):
        if len(found) > 1:
            found = tuple(one for one in found if one.id.edition in editions) or found
    return found


def _text_named(label: str, library: Library) -> tuple[Match, ...]:
    """Return the number, or the beginning, of the texts of which a label is no more than the name."""
    title = next(iter(titles_in(label, library)), None)
    named = edition_named(label, library) or title
    editions, rest = dated_name(label, named, library, " ") if named else ((), label)
    editions = () if label_key(rest) else editions
    return tuple(Match(one, one.find(_NUMBER) or one.provisions[0]) for one in editions if one.provisions)


def _by_some_words(label: str, library: Library) -> tuple[Match, ...]:
    """Return the provisions whose label has all numbers and words that are said: "SG 3(i)", "§54", "T1.6"."""
    for editions, rest in _without_names(label, library):
        said, keys = label_key(rest).plainly[0], {one.key for one in editions}
        every = library.labelled_plainly.get(said.numbers, ()) if said.has_number or main_verb(rest) else ()
        found = [
            unit
            for key, unit in every
            if unit[0].key in keys and key.is_said_by(said) and _has_whole_verb(said, unit[1])
        ]
        numbered = [unit for unit in found if "nth:" not in "".join(label_key(unit[1].label).numbers)]
        if found:
            return _called(_highest(_in_order(rest, numbered or found)), library)
    return ()


def _highest(found: Sequence[_Unit]) -> list[_Unit]:
    """Return provisions without those that stand below another of them: "section 2.6" is no heading in it."""
    every = {(edition.key, one.eid) for edition, one in found}
    return [
        (edition, one)
        for edition, one in found
        if not any((edition.key, above.eid) in every for above in edition.ancestors(one.eid))
    ]


def _has_whole_verb(said: LabelKey, provision: Provision) -> bool:
    """Return True if a label has all or nothing of a verb: "considering" is not "considering further"."""
    verb = set(provision.head.verb.lower().split()) - {"to", "with"} if provision.head else set()
    return verb <= said.words or verb.isdisjoint(said.words)


def _without_names(label: str, library: Library) -> Iterator[tuple[Sequence[Edition], str]]:
    """Walk the texts that a label names, by a title and as a question names them, with the rest of it."""
    for name in titles_in(label.replace("/", " "), library):  # "CV/235"
        yield name.editions, name.left_of(label)
    yield named_editions(label, library)


def _by_id(text: str, library: Library) -> tuple[Match, ...] | None:
    """Read a full id, or a full citation; None when the text is neither."""
    if "#" in text:
        try:
            id_ = ProvisionId.parse(text)
        except ResolutionsError:
            return None
        found = library.provision(id_)
        return (Match(*found),) if found else ()
    return _called(library.cited.get(_plain(text), ()), library) or None


def _all_of(labels: Iterable[str], library: Library) -> tuple[Match, ...]:
    found: list[Match] = []
    for one in labels:
        if not (matches := resolve(one, library)):
            return ()
        found += matches
    return tuple(found)


def by_own_label(label: str, library: Library) -> tuple[Match, ...]:
    """Return the provisions that have just this label, whatever its order, in force where there are any.

    The label may have the name of a text beside it.
    """
    if exact := library.labelled.get(label_key(label)):
        return _called(_in_order(label, exact), library)
    for editions, rest in _without_names(label, library):
        keys = {one.key for one in editions}
        if found := [one for one in library.labelled.get(label_key(rest), ()) if one[0].key in keys]:
            return _called(_in_order(rest, found), library)
    return ()


def _in_order(label: str, found: Sequence[_Unit]) -> Sequence[_Unit]:
    """Return those with the numbers in the order of a label, where some have: "3(2)" is not "2 (3)"."""
    said = _numbers(label)
    said = said[::-1] if _OF.search(label) else said  # "item 2 of paragraph 3"
    if len(said) == 1:
        return found
    return [one for one in found if _is_within(said, iter(_numbers(one[1].label)))] or found


def _is_within(said: Iterable[int], numbers: Iterator[int]) -> bool:
    return all(number in numbers for number in said)


def _numbers(label: str) -> list[int]:
    said = re.findall(r"\d+|[a-z]+(?:-[a-z]+)?", label.lower())
    values = (int(one) if one.isdigit() else ordinal_number(one) for one in said)
    return [value for value in values if value is not None]


def each_label(label: str) -> list[str]:
    """Return the labels that one of several numbers stands for: "resolves 3 to 5", "paras 3 and 4"."""
    match = _SEVERAL.search(label)
    if match is None:
        return []
    first, last = int(match["first"]), int(match["last"])
    numbers = (first, last) if match["joined"] else range(first, last + 1)
    if len(numbers) > _MOST:
        return []
    return [f"{label[: match.start('first')]}{one}{label[match.end() :]}" for one in numbers]


def _called(found: Sequence[_Unit], library: Library) -> tuple[Match, ...]:
    """Return what is called so, for a heading what it shares its label with, in force where there are any."""
    texts = {(edition.key, one.label) for edition, one in found if one.kind != Kind.HEADING}
    held = [
        Match(edition, one)
        for edition, one in found
        if one.kind != Kind.HEADING or (edition.key, one.label) not in texts
    ]
    return tuple([one for one in held if library.is_newest(one.edition.key)] or held)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
