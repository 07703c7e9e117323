"""Labels that people type → provisions. More than one match is never guessed: all are given.

"SG 3(i)", "recognizing (d)", "Annex 1 para 54", "T1.6", "Goal 2", "Res. 25 resolves 3", "§27
outcome 7", "footnote 2": a label is cut into an edition and parts, and each part names either a
head, a division or a unit; a provision matches when its path has all of them, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.library.library import Library
from assistant.understanding.labels.parts import Part, parts_of
from assistant.understanding.labels.treaty import by_treaty
from assistant.understanding.names.asked import edition_named, named_editions
from assistant.understanding.names.pending import pending_named
from assistant.understanding.names.reader import titles_in
from corpus.bodies.ordinals import ordinal_number
from corpus.errors import ResolutionsError
from corpus.heads import main_verb
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId
from corpus.labels import label_key

_ABBREVIATIONS = {
    "sg": "secretary-general",
    "secgen": "secretary-general",
    "dsg": "deputy secretary-general",
    "council": "council",
    "ms": "member states",
    "sm": "sector members",
    "members": "members",
    "directors": "directors",
    "bdt": "director of the telecommunication development bureau",
    "tsb": "director of the telecommunication standardization bureau",
    "br": "director of the radiocommunication bureau",
}
"""What bodies are called for short, as heads spell them."""

_NUMBER = "preface__docnumber"
_SEVERAL = re.compile(
    r"\b(?P<stem>(?:\d{1,3}\.)*)(?P<first>\d{1,4}) ?(?:(?P<joined>and)|to|-|–|through) ?"
    r"(?P=stem)(?P<last>\d{1,4})\b"
)
_MOST = 50  # clauses of a range that are looked for
_OF = re.compile(r"(?:\d\)?|\bindent) (?:of|in|under) +\S", re.IGNORECASE)
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]


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
    own = by_own_label(label, library)
    if own and len(library.editions) > 1:  # what one text calls so, another may number
        having = {one.edition.key for one in own}
        others = [one for one in library.editions if one.key not in having and library.is_newest(one.key)]
        own = (*own, *_by_parts(label, Library(tuple(others), library.catalogue)))
    if own:
        return own
    of_treaty = by_treaty(label, library)
    if of_treaty is not None:
        return tuple(Match(*found) for found in of_treaty)
    return _by_parts(label, library)


def _by_parts(label: str, library: Library) -> tuple[Match, ...]:
    """Return the provisions whose path has every part of a label."""
    editions, rest = named_editions(label, library)
    parts = parts_of(rest)
    if len(parts) > 1 and parts[0].number and all(one.words for one in parts[1:]):
        parts = [*parts[1:], parts[0]]  # "the second instruction to the Council"
    if not parts:  # an edition's name alone
        named = editions if edition_named(label, library) else ()
        return tuple(Match(one, one.find(_NUMBER) or one.provisions[0]) for one in named if one.provisions)
    orders = [parts, parts[::-1]] if _OF.search(rest) else [parts]  # "outcome 7 of paragraph 27"
    for order in orders:
        found = [
            Match(edition, provision)
            for edition in editions
            for provision in edition.provisions
            if _matches(order, edition, provision)
        ]
        if found:
            return tuple(_without_heads(_closest(found, order)))
    return ()


def _matches(parts: Sequence[Part], edition: Edition, provision: Provision) -> bool:
    """Return True if the parts name the provision: the last part itself, the others above it."""
    chain = [*edition.ancestors(provision.eid), provision]
    if not _names(parts[-1], chain[-1]):
        return False
    above = chain[:-1]
    for part in reversed(parts[:-1]):
        while above and not _names(part, above[-1]):
            above.pop()
        if not above:
            return _in_division(part, provision)
        if part.words:
            continue  # one heading may answer to two parts: "Annex 1, section 2"
        above.pop()
    return True


def _in_division(part: Part, provision: Provision) -> bool:
    """Return True if words name the annex in which a unit stands, which its eId says."""
    return bool(part.words) and provision.eid.startswith("_".join(part.words) + "__")


def _names(part: Part, provision: Provision) -> bool:
    """Return True if one part names one provision."""
    if part.words:
        return _named_by_words(part.words, provision)
    segment = provision.eid.split("__")[-1]
    unit, _, number = segment.partition("_")
    if unit in ("row", "table", "dvs") or "nn" in segment or (part.units and unit not in part.units):
        return False
    if not part.units and (unit in ("ftn", "sec") or number == ""):
        return False
    wanted = part.number.replace(".", "-")
    return number == wanted or (unit == "indent" and number == wanted) or _as_roman(number, wanted)


def _as_roman(number: str, wanted: str) -> bool:
    """Tell that "3" was typed for item iii)."""
    return number in _ROMAN and wanted.isdigit() and _ROMAN.index(number) + 1 == int(wanted) and number != "i"


def _named_by_words(words: tuple[str, ...], provision: Provision) -> bool:
    """Return True if words name a head, a division, a goal, a heading or a row."""
    joined = " ".join(words)
    segment = provision.eid.split("__")[-1]
    if segment == joined.replace(" ", "_"):
        return True
    if words[0] == "goal" and len(words) == 2:
        return provision.text.lower().startswith(f"goal {words[1]} ")
    if joined in ("title", "wrapup", "formula"):
        return segment == joined
    if provision.kind == Kind.TABLE_ROW:
        return provision.text.split("\t")[0].lower() == joined
    if provision.head is not None and provision.kind == Kind.HEADING:
        return _names_head(words, provision)
    return provision.kind == Kind.HEADING and provision.text.lower() == joined


def _names_head(words: tuple[str, ...], provision: Provision) -> bool:
    """Return True if words name a head: by its verb, its addressee, or both."""
    head = provision.head
    assert head is not None
    expanded = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    plain = re.sub(r"\b(?:the|of|and|to|itu)\b", " ", expanded).split()
    if not plain:
        return False
    own = re.findall(r"[a-z'-]+", head.text.lower())
    if main_verb(head.text) in plain:
        verb = head.verb.lower().split()
        rest = [word for word in plain if word not in verb]
        return set(verb) - {"to", "with"} <= set(plain) and all(word in own for word in rest)
    named, typed = (re.findall(r"[a-z']+", one) for one in (head.addressee.lower(), " ".join(plain)))
    return bool(named and typed) and all(_begins_one(word, named) for word in typed)


def _begins_one(typed: str, words: Sequence[str]) -> bool:
    """Return True if a typed word is one of the words, or long enough to be the beginning of one."""
    return typed in words or (len(typed) > 3 and any(word.startswith(typed) for word in words))


def _closest(found: list[Match], parts: Sequence[Part]) -> list[Match]:
    """Prefer, among matches, those whose own unit is what the last part says.

    A bare number means the paragraph before the item; a bracketed one means either.
    """
    if parts[-1].number and not parts[-1].units and not parts[-1].bracketed and len(parts) > 1:
        direct = [one for one in found if one.provision.eid.split("__")[-1].startswith(("para_", "rec_"))]
        return direct or found
    return found


def _without_heads(found: list[Match]) -> Iterable[Match]:
    """Give, for a head whose label its only paragraph shares, the paragraph."""
    for match in found:
        children = match.edition.children(match.provision.eid)
        if match.provision.head and len(children) == 1 and children[0].label == match.provision.label:
            yield Match(match.edition, children[0])
        else:
            yield match


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
    """Return what each of some labels names; nothing where one names nothing."""
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
    if found := _labelled(label, library):
        return _called(found, library)
    for name in titles_in(label, library):
        rest = f"{label[: name.start]} {label[name.end :]}"
        if found := _labelled(rest, library, name.editions):
            return _called(found, library)
    editions, rest = named_editions(label, library)
    return _called(_labelled(rest, library, editions), library)


def _labelled(
    label: str, library: Library, among: Sequence[Edition] | None = None
) -> Sequence[tuple[Edition, Provision]]:
    """Return the provisions with a label, which may say it loosely, of all texts or of some."""
    key, editions = label_key(label), None if among is None else {one.key for one in among}
    for by_label in (library.labelled, library.labelled_loosely):
        found = [one for one in by_label.get(key, ()) if editions is None or one[0].key in editions]
        if found:
            return _in_order(label, found)
    return ()


def _in_order(label: str, found: Sequence[tuple[Edition, Provision]]) -> Sequence[tuple[Edition, Provision]]:
    """Return those with the numbers in the order of a label, where some have: "3(2)" is not "2 (3)"."""
    said = _numbers(label)
    said = said[::-1] if _OF.search(label) else said  # "item 2 of paragraph 3"
    return [one for one in found if _numbers(one[1].label) == said] or found


def _numbers(label: str) -> list[int]:
    """Return the numbers and places that a label says, in its order."""
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


def _called(found: Sequence[tuple[Edition, Provision]], library: Library) -> tuple[Match, ...]:
    """Return of what is called so the texts rather than the headings, in force where there are any."""
    units = [Match(*one) for one in found]
    held = [one for one in units if one.provision.kind != Kind.HEADING] or units
    return tuple([one for one in held if library.is_newest(one.edition.key)] or held)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
