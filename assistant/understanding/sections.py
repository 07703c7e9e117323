"""Sections with the name of what they list or state: "Enablers", "Targets for the Union"; "Vision".

A heading in the plural with inner headings, items or announced paragraphs below it is a list with a name; a
short one in the singular with no more than two paragraphs below it states what it names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from corpus.instruments import Edition, Kind, Provision
from corpus.remembered import once_per_edition
from index.tokens import words

# What a question for a list says beside the name of the list and of its text
_LISTING = frozenset(
    """
    a all and are can complete does each every for full give has have how i in is it its list many me name
    names of our please say show tell text that the their there this us what which you
    """.split()
)
_MEANING = re.compile(r"\s*what (?:are|is) (?!(?:all|its|our|the|their)\b)", re.IGNORECASE)
_DEFINITE = re.compile(r"\s*what(?: is|['’]s) (?:the|its|our|their|\w+['’]s) ", re.IGNORECASE)
_STATING = 2  # words of a heading whose section states something, and paragraphs below it
_LONE = 2  # paragraphs of which none is taken for what announces the other
_PARAGRAPHS = (Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH)
_WORD = re.compile(r"[^\W_]+")
_AFTER_NOUN = re.compile(r"\s(?:for|of|in|to|on|under|by|from|with|related|concerning)\s|[:,;(–—\t]")
_PLURAL = re.compile(r"[^\W\d_]{2,}(?<!s)s\b")
_ANNOUNCING = re.compile(r":\s*$|\b(?:following|below|hereafter|hereunder|as follows)\b")


@dataclass(frozen=True, slots=True)
class Section:
    """A section that lists or states something: its heading, the parts that it lists or the paragraphs."""

    edition: Edition
    heading: Provision
    parts: tuple[Provision, ...]

    @property
    def _known(self) -> Set[str]:
        """The stems of the heading and of the titles of its text."""
        titles = (line.text for line in self.edition.provisions if line.eid.endswith("__title"))
        return {*words(self.heading.text), *(word for title in titles for word in words(title))}

    def is_asked_for(self, question: str, form: str = "") -> bool:
        """Return True if a question names what is listed, in the plural, or what is stated, and nothing else.

        `form` has the words that say what form of answer is asked for, where they are those of an earlier
        question: "And the vision?" after "What is the mission?".

        A word that neither the heading nor the titles have, nor a question for a list, may ask for something
        else: why, since when, the definition. So may "What are enablers?" and "What are the targets for?".
        """
        tokens = _WORD.findall(question.lower().replace("’", "'").replace("'s", ""))
        others = [word for word in tokens if word not in _LISTING]
        stems = [(word, words(word)) for word in others]
        if not _is_plural(self.heading):
            named = {stem for _, own in stems for stem in own}
            return (
                bool(_DEFINITE.match(form or question))
                and {*words(self.heading.text)} <= named <= self._known
            )
        if not others or _MEANING.match(question) or tokens[-1] == "for":
            return False
        has_plural = any(word.endswith("s") and set(own) & set(_listed(self.heading)) for word, own in stems)
        return has_plural and all(own and set(own) <= self._known for _, own in stems)  # "why" has no stem


def sections(editions: Sequence[Edition]) -> Mapping[str, Sequence[Section]]:
    """Return the sections that list or state something, in the order of the texts, by the stem of what."""
    found: dict[str, list[Section]] = defaultdict(list)
    for edition in editions:
        for heading, parts, listed in _listing(edition):
            for stem in listed:
                found[stem].append(Section(edition, heading, parts))
    return found


def announces(provision: Provision) -> bool:
    """Return True if a clause announces what follows it: "the following", "below", a colon at its end."""
    return _ANNOUNCING.search(provision.text) is not None


def announced(members: Sequence[Provision], edition: Edition) -> Sequence[Provision]:
    """Return what a section lists, without the paragraph that opens it and announces the others."""
    first = members[0] if len(members) > _LONE and members[0].kind in _PARAGRAPHS else None
    return members[1:] if first and announces(first) and not edition.items(first.eid) else members


@once_per_edition
def _listing(edition: Edition) -> Iterator[tuple[Provision, tuple[Provision, ...], Sequence[str]]]:
    """Walk the headings that list or state something, each with its parts and the stems of what they are."""
    for heading in edition.provisions:
        if heading.kind != Kind.HEADING or heading.head is not None:
            continue
        listed = _listed(heading)
        parts = _parts(edition, heading) if listed else _stated(edition, heading)
        if len(parts) > 1 or (parts and not listed):
            yield heading, parts, tuple(dict.fromkeys(listed or words(heading.text)))


def _is_plural(heading: Provision) -> bool:
    return bool(_listed(heading))


def _stated(edition: Edition, heading: Provision) -> tuple[Provision, ...]:
    """Return the paragraphs below a short heading, where they are all that is below it."""
    inside = edition.children(heading.eid)
    is_short = len(heading.text.split()) <= _STATING and 0 < len(inside) <= _STATING
    is_plain = all(child.is_member and not edition.children(child.eid) for child in inside)
    return inside if is_short and is_plain else ()


def _noun(heading: Provision) -> str:
    """Return what a heading is about, without what follows the noun: of "Targets for the Union" "Targets"."""
    return _AFTER_NOUN.split(heading.text, maxsplit=1)[0]


def _listed(heading: Provision) -> Sequence[str]:
    return words(" ".join(_PLURAL.findall(_noun(heading))))


def _parts(edition: Edition, heading: Provision) -> tuple[Provision, ...]:
    """Return what a section lists: its inner headings, else what its first paragraph announces.

    Inner headings need words that open the section, or the name of what is listed: "Goal 1". Else they are
    aspects of one thing: "Definition", "Approval".
    """
    inside = edition.children(heading.eid)
    headings = tuple(child for child in inside if child.kind == Kind.HEADING)
    if not headings:
        is_announced = inside and announces(inside[0])
        return (edition.items(inside[0].eid) or inside[1:]) if is_announced else ()
    if all(words(_noun(inner)) == words(_noun(heading)) for inner in headings):
        return tuple(part for inner in headings for part in edition.items(inner.eid))  # groups of one list
    is_named = all(words(inner.text)[:1] and words(inner.text)[0] in _listed(heading) for inner in headings)
    return headings if is_named or inside[0] not in headings else ()
