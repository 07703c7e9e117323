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


def clauses_typed(label: str, library: Library) -> tuple[Match, ...]:
    """Return what a label may name that is typed in a hurry: "71 council 3", "71 2018 sg 3".

    A bare number in front is that of a text, a year behind it that of an edition. Of a verb
    some words do: "151 resolves 2" for "resolves to instruct the Director 2".
    """
    for form in _with_names(label, library):
        if found := resolve(form, library) or _by_some_words(form, library, whole_verbs=False):
            return found
    return resolve(label, library) or _by_some_words(label, library, whole_verbs=False)


def _with_names(label: str, library: Library) -> Iterator[str]:
    """Walk the labels with the whole name of a text instead of the bare number in front."""
    number, _, rest = label.strip().partition(" ")
    year, _, place = rest.partition(" ")
    for editions in library.instruments.values():
        if rest and editions[0].key.instrument.work.partition("-")[2] == number:
            of_year = [edition for edition in editions if str(edition.key.year) == year.strip("()")]
            yield f"{of_year[0].name} {place}" if of_year and place else f"{editions[0].name} {rest}"


def clauses_meant(
    label: str, answer: Answer, library: Library, subject: Iterable[EditionKey] = ()
) -> tuple[Match, ...]:
    """Return what a label names: of several clauses those of the texts that were shown, or the subject's.

    More than one is not guessed.
    """
    found = resolve(label, library)
    shown = {citation.provision.edition for claim in answer.claims for citation in claim.citations}
    shown |= {id_.edition for id_ in answer.closest}
    for editions in (shown, frozenset(subject)):
        if len(found) > 1:
            found = tuple(match for match in found if match.id.edition in editions) or found
    return found


def _text_named(label: str, library: Library) -> tuple[Match, ...]:
    """Return the number, or the beginning, of the texts of which a label is no more than the name."""
    title = next(iter(titles_in(label, library)), None)
    named = edition_named(label, library) or title
    editions, rest = dated_name(label, named, library, " ") if named else ((), label)
    editions = () if label_key(rest) else editions
    return tuple(
        Match(edition, edition.find(_NUMBER) or edition.provisions[0])
        for edition in editions
        if edition.provisions
    )


def _by_some_words(label: str, library: Library, *, whole_verbs: bool = True) -> tuple[Match, ...]:
    """Return the provisions whose label has all numbers and words that are said: "SG 3(i)", "§54", "T1.6"."""
    for editions, rest in _without_names(label, library):
        asked, keys = label_key(rest).plainly[0], {edition.key for edition in editions}
        every = library.labelled_plainly.get(asked.numbers, ()) if asked.has_number or main_verb(rest) else ()
        found = [
            unit
            for key, unit in every
            if unit[0].key in keys
            and key.is_said_by(asked)
            and (not whole_verbs or _has_whole_verb(asked, unit[1]))
        ]
        numbered = [unit for unit in found if "nth:" not in "".join(label_key(unit[1].label).numbers)]
        if found:
            return _called(_highest(_in_order(rest, numbered or found)), library)
    return ()


def _highest(found: Sequence[_Unit]) -> list[_Unit]:
    """Return provisions without those that stand below another of them: "section 2.6" is no heading in it."""
    every = {(edition.key, provision.eid) for edition, provision in found}
    return [
        (edition, provision)
        for edition, provision in found
        if not any((edition.key, above.eid) in every for above in edition.ancestors(provision.eid))
    ]


def _has_whole_verb(asked: LabelKey, provision: Provision) -> bool:
    """Return True if a label has all or nothing of a verb: "considering" is not "considering further"."""
    verb = set(provision.head.verb.lower().split()) - {"to", "with"} if provision.head else set()
    return verb <= asked.words or verb.isdisjoint(asked.words)


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
    return _called(library.cited.get(" ".join(text.lower().split()), ()), library) or None


def _all_of(labels: Iterable[str], library: Library) -> tuple[Match, ...]:
    found: list[Match] = []
    for label in labels:
        if not (matches := resolve(label, library)):
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
        keys = {edition.key for edition in editions}
        if found := [unit for unit in library.labelled.get(label_key(rest), ()) if unit[0].key in keys]:
            return _called(_in_order(rest, found), library)
    return ()


def _in_order(label: str, found: Sequence[_Unit]) -> Sequence[_Unit]:
    """Return those with the numbers in the order of a label, where some have: "3(2)" is not "2 (3)"."""
    wanted = _numbers(label)
    wanted = wanted[::-1] if _OF.search(label) else wanted  # "item 2 of paragraph 3"
    if len(wanted) == 1:
        return found
    return [unit for unit in found if _is_within(wanted, iter(_numbers(unit[1].label)))] or found


def _is_within(wanted: Iterable[int], numbers: Iterator[int]) -> bool:
    return all(number in numbers for number in wanted)


def _numbers(label: str) -> list[int]:
    tokens = re.findall(r"\d+|[a-z]+(?:-[a-z]+)?", label.lower())
    values = (int(token) if token.isdigit() else ordinal_number(token) for token in tokens)
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
    return [f"{label[: match.start('first')]}{number}{label[match.end() :]}" for number in numbers]


def _called(found: Sequence[_Unit], library: Library) -> tuple[Match, ...]:
    """Return what is called so, for a heading what it shares its label with, in force where there are any."""
    texts = {(edition.key, provision.label) for edition, provision in found if provision.kind != Kind.HEADING}
    matches = [
        Match(edition, provision)
        for edition, provision in found
        if provision.kind != Kind.HEADING or (edition.key, provision.label) not in texts
    ]
    return tuple([match for match in matches if library.is_newest(match.edition.key)] or matches)
