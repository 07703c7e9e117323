"""The lists of texts by what their items are called: "outcome", "target", "Goal 1 – …".

Which of them a question means, and which of their items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.selection.groups import Group
from assistant.selection.vocabulary import Vocabulary
from assistant.understanding.addressees import closes
from assistant.understanding.forms import any_of
from assistant.understanding.question import Question
from assistant.understanding.turns import PLACES
from corpus.instruments import Edition, Kind, Provision
from index.expansion import Term, expander
from index.passages import Level
from index.search import Searcher
from index.tokens import words

# Nouns that lists go by when the question uses another word for them.
_LIKE = {
    "result": ("outcome",),
    "achiev": ("outcome",),
    "deliv": ("outcome",),
    "objective": ("goal", "target"),
    "aim": ("goal", "target"),
    "body": ("comprises",),
    "bodie": ("comprises",),
}
_PLACES = frozenset(words(" ".join(PLACES)))
_HAVING = frozenset(
    words("itu union set sets has have had contain contains include includes define defines lists there plan")
)
_ABOUT = 0.34  # of a question's words beside the noun, the share that a list must have
_SHORT_NOUN = 2  # words of a noun that its last one stands for: "thematic priorities"
_LONG_NOUN = 3  # words of a noun that a question may shorten: "product and service offerings"
_NOUN_NUMBER = re.compile(r"(?P<noun>[A-Z][a-z]+) \d{1,2}\b")
_ONE_OF = re.compile(r"\b[A-Za-z]+ \d+(?:\.\d+)*\b")
_CONCERNING = any_of(
    r"\b(?:concern(?:s|ed|ing)?|deal(?:s|ing)? with|mention(?:s|ing)?|about|address(?:es|ing)?)\b",
    r"\b(?:cover(?:s|ing)?|relat(?:es?|ed|ing) to|touch(?:es)?|involv(?:es?|ing))\b",
    r"\b(?:speaks? of|talks? about|refers? to)\b",
)
_ON = frozenset(
    words("concern concerns deal deals mention address relate related cover touch speak talk refer involve")
)
_AND = re.compile(r"\band\b", re.IGNORECASE)


def named_groups(editions: Iterable[Edition]) -> tuple[Group, ...]:
    """Return the lists of some texts with what their items are called, in order."""
    return tuple(group for edition in editions for group in _named_groups(edition))


def names_list(question: Question, known: Sequence[Group]) -> bool:
    """Tell a question that says no more than what the items of a list are called: "the enablers"."""
    named = _named(question, known)
    return bool(named) and not _beside(question, named)


def lists(question: Question, searcher: Searcher, known: Sequence[Group]) -> list[Group]:
    """Return the lists whose items are called what a question asks for, the best first.

    With words beside the noun one list answers; without, every list of that noun does.
    """
    named = _named(question, known)
    if not named:
        return []
    about = _beside(question, named)
    best = _ranked(question.text, named, searcher)
    whole = [one for one in best if set(words(one.heading.text)) == set(words(one.noun))]
    if not about:
        return whole[:1] or _not_again(sorted(named, key=lambda one: one.heading.line))
    numbers = {word for word in about if word.isdigit()}  # "the targets of Goal 2" are no others
    numbered = [one for one in best if numbers <= set(words(one.heading.text))]
    return [one for one in numbered or best if _is_about(one, about)][:1]


@dataclass(frozen=True, slots=True)
class OnMatter:
    """The items of lists that are on a matter, as "which outcomes concern X?" asks for them.

    `noun`: what the items are called; `is_strange`: whether no text has a word of the matter.
    """

    noun: str
    found: tuple[Group, ...]
    is_strange: bool


def on_matter(question: Question, known: Sequence[Group], vocabulary: Vocabulary) -> OnMatter | None:
    """Return, of the lists whose noun a question has, the items on what it asks; None for no such question.

    Nor where what heads a list is on it: then all its items are.
    """
    named = _named(question, known) if _CONCERNING.search(question.form) else []
    terms = expander().terms(sorted(_beside(question, named)))
    if not named or not terms or any(_has_all(_headed_by(group), terms) for group in named):
        return None
    found = [
        replace(group, members=tuple(one for one in group.members if _has_all(set(words(one.text)), terms)))
        for group in sorted(named, key=lambda one: one.heading.line)
    ]
    ways = [way for term in terms for way in (term.stems, *term.others)]
    is_strange = not any(word in vocabulary for way in ways for word in way)
    return OnMatter(named[0].noun, tuple(_not_again([group for group in found if group.members])), is_strange)


def is_counted(found: Sequence[Group], counted: str) -> bool:
    """Tell whether what a question wants counted is what lists call their items."""
    wanted = set(words(counted))
    return bool(found) and all(
        set(words(group.noun)) <= wanted | set(words(group.heading.text)) and set(words(group.noun)) & wanted
        for group in found
    )


def _named(question: Question, known: Sequence[Group]) -> list[Group]:
    """Return the lists whose noun a question has: those whose items have it too, where there are any.

    Of "the targets of the goals" it is the first that is asked for.
    """
    asked = _asked_nouns(question.text)
    named = [group for group in known if _is_asked(group.noun, asked)] or _ending(question, known)
    named = [group for group in named if group.labelled] or named
    if _AND.search(question.text):
        return named
    stems = words(_ONE_OF.sub(" ", question.text))  # "Goal 2 targets": the targets
    said = {group.noun: [at for at, stem in enumerate(stems) if stem in words(group.noun)] for group in named}
    first = min((at[0] for at in said.values() if at), default=None)
    return [group for group in named if first is None or first in said[group.noun]]


def _ending(question: Question, known: Sequence[Group]) -> list[Group]:
    """Return the only list whose noun ends with the one word that is asked for: "the priorities"."""
    asked = [one for one in question.topic if one not in _HAVING]
    ending = [one for one in known if len(words(one.noun)) == _SHORT_NOUN and words(one.noun)[-1:] == asked]
    return ending if len({one.noun for one in ending}) == 1 else []


def _beside(question: Question, named: Sequence[Group]) -> set[str]:
    """Return the words of a question beside a list's noun, its text's title, and what heads all of them."""
    said = {word for group in named for word in (*words(group.noun), *words(group.edition.title))}
    alone = len(named) == 1
    heading = [_headed_by(group) if alone else set(words(group.heading.text)) for group in named]
    shared = set[str].intersection(*heading) if heading else set[str]()
    return set(question.topic) - said - shared - _PLACES - _HAVING - _ON


def _headed_by(group: Group) -> set[str]:
    """Return the words of what heads a list, and of what stands above that."""
    above = group.edition.ancestors(group.heading.eid)
    return {word for one in (*above, group.heading) for word in words(one.text)}


def _is_about(group: Group, about: set[str]) -> bool:
    """Tell whether a list is on what a question says beside the noun, in enough of its words."""
    known = _headed_by(group) | {word for one in group.members for word in words(one.text)}
    terms = expander().terms(sorted(about))
    had = [term for term in terms if _has_all(known, [term])]
    return len(had) >= _ABOUT * len(terms)


def _has_all(known: set[str], terms: Sequence[Term]) -> bool:
    """Tell whether words have every term, as it stands or in official words."""
    return all(any(known.issuperset(way) for way in (term.stems, *term.others)) for term in terms)


def _not_again(groups: Sequence[Group]) -> list[Group]:
    """Return lists without those of one text that name again what an earlier one names: "Goal 1"."""
    kept: list[Group] = []
    had: set[tuple[str, str]] = set()
    for group in groups:
        names = {
            (str(group.edition.key), match.group())
            for one in group.members
            if (match := _NOUN_NUMBER.match(one.text))
        }
        if not names & had:
            kept.append(group)
        had |= names
    return kept


def _named_groups(edition: Edition) -> Iterator[Group]:
    """Walk the lists of an edition with what their items are called."""
    for provision in edition.provisions:
        children = edition.children(provision.eid)
        below = [one for one in children if one.kind == Kind.HEADING and one.head is None]
        rest = [one for one in children if one.kind not in (Kind.HEADING, Kind.FOOTNOTE) and not closes(one)]
        for numbered in (_numbered(below), rest := _numbered(rest) or rest):
            if called := _called(numbered):
                yield Group(edition, provision, tuple(numbered), called, labelled=True)
        if provision.kind == Kind.HEADING and len(below) > 1 and "dvs_nn" in below[0].eid:
            yield Group(edition, provision, tuple(below), provision.text.lower())
        noun = _item_noun(rest)
        if noun and len(rest) > 1:
            yield Group(edition, provision, tuple(rest), noun, labelled=True)
        if provision.kind == Kind.HEADING and len(rest) > 1 and not below and not provision.head:
            yield Group(edition, provision, tuple(rest), provision.text.lower())


def _numbered(units: Sequence[Provision]) -> list[Provision]:
    """Return the units that are named by one noun and a number, without what introduces them; or nothing.

    "Goal 1 – Universal connectivity", "Goal 2 – …".
    """
    named = [(match["noun"], one) for one in units if (match := _NOUN_NUMBER.match(one.text))]
    several = len(named) > 1 and len({noun for noun, _ in named}) == 1
    return [one for _, one in named] if several else []


def _called(units: Sequence[Provision]) -> str:
    """Return the noun by which numbered units are all named, or ''."""
    match = _NOUN_NUMBER.match(units[0].text) if units and len(_numbered(units)) == len(units) else None
    return match["noun"].lower() if match else ""


def _item_noun(items: Sequence[Provision]) -> str:
    """Return what a list's items are called in their labels: "outcome", "target"."""
    if not items:
        return ""
    match = re.search(r", (?P<noun>[A-Za-z]+) [\w.]+\)?$", items[0].label)
    known = match and match["noun"].lower() not in ("section", "footnote", "first", "annex")
    return match["noun"].lower() if match and known else ""


def _is_asked(noun: str, asked: set[str]) -> bool:
    """Tell whether a question has a list's noun: all of it, or two words of a longer one."""
    stems = set(words(noun))
    return bool(stems) and (stems <= asked or (len(stems) == _LONG_NOUN and len(stems & asked) == 2))


def _asked_nouns(text: str) -> set[str]:
    """Return the stems of a question's words, with the nouns that lists use for them."""
    found = set(words(text))
    for word in tuple(found):
        found.update(_LIKE.get(word, ()))
    return found


def _ranked(text: str, groups: Sequence[Group], searcher: Searcher) -> list[Group]:
    """Order groups by how well a search finds them."""
    place: dict[str, float] = {}
    keys = {one.edition.key for one in groups}
    for level in (Level.LIST, Level.SECTION, Level.HEAD):
        for hit in searcher.search(text, level=level, top=60, editions=keys):
            value = (hit.dense or 0.0) + 0.05 * hit.lexical
            key = str(hit.passage.provision)
            place[key] = max(place.get(key, 0.0), value)
    return sorted(groups, key=lambda one: -place.get(str(one.edition.id_of(one.heading)), 0.0))
