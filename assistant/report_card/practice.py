"""Practice: how a body drafts, read from the newest edition of each of its texts in the library."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.drafting.draft import Force, force_of
from assistant.drafting.duties import Duty, duties_of
from assistant.library.library import Library
from assistant.register.bodies import Bodies, Key
from assistant.report_card.wordings import Wordings
from assistant.understanding.abbreviations import short_forms, spelt_out_in
from corpus.heads import Head, main_verb
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.issuers import organisation
from corpus.keys import ProvisionId
from corpus.mandates import base_of
from corpus.remembered import once
from index.tokens import words

_INFINITIVE = re.compile(r"\bto ([a-z]{3,})$")
_LETTERS = re.compile(r"\w+")
_FEW = 3  # texts that show a practice
_RARE = 0.02  # share of a body's clauses up to which a word tells what a clause is about


@dataclass(frozen=True)
class Practice:
    """The texts of a body, and what they do again and again."""

    library: Library
    issuer: str
    editions: tuple[Edition, ...]

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What the texts ask or decide that a body does, in order."""
        return tuple(duty for edition in self.editions for duty in duties_of(edition))

    @cached_property
    def bodies(self) -> Bodies:
        """The bodies that the duties address."""
        return Bodies(self.duties, {edition.key for edition in self.editions})

    @cached_property
    def asked(self) -> dict[Key, tuple[Duty, ...]]:
        """The first duty of each head by the bodies that it asks, without what is decided of them."""
        found: defaultdict[Key, list[Duty]] = defaultdict(list)
        heads = set()
        for duty in self.duties:
            head = duty.provision.edition, (duty.under or duty.provision).eid.rpartition("__")[0], duty.head
            if force_of(duty.head.verb) is Force.ASKING and not duty.is_obligation and head not in heads:
                heads.add(head)
                for body in self.bodies.of(duty):
                    found[body.key].append(duty)
        return {key: tuple(duties) for key, duties in found.items()}

    @cached_property
    def heads(self) -> dict[str, list[ProvisionId]]:
        """The clauses by the phrase of their verb; each head counts once in a text."""
        found: defaultdict[str, list[ProvisionId]] = defaultdict(list)
        for edition in self.editions:
            seen = set()
            for clause in edition.provisions:
                if clause.head and clause.head not in seen:
                    seen.add(clause.head)
                    found[phrase(clause.head)].append(edition.id_of(clause))
        return found

    @cached_property
    def clauses(self) -> tuple[tuple[Edition, Provision], ...]:
        """The clauses of preambles and operative parts."""
        return tuple((edition, clause) for edition in self.editions for clause in clauses_of(edition))

    @cached_property
    def abbreviations(self) -> dict[str, list[ProvisionId]]:
        """The clauses that explain each abbreviation, by its singular; the first of each text."""
        found: defaultdict[str, list[ProvisionId]] = defaultdict(list)
        for edition in self.editions:
            seen = set()
            for clause in edition.provisions:
                for short, _ in spelt_out_in(clause.text):
                    if short not in seen:
                        seen.add(short)
                        found[short.removesuffix("s")].append(edition.id_of(clause))
        return found

    @cached_property
    def _short_forms(self) -> Counter[str]:
        """How many texts use each abbreviation."""
        return Counter(
            short
            for edition in self.editions
            for short in {short for clause in clauses_of(edition) for short in short_forms(clause.text)}
        )

    def texts_with(self, short: str) -> int:
        """Return how many texts use an abbreviation."""
        return self._short_forms[short]

    @cached_property
    def _frequency(self) -> Counter[str]:
        """How many clauses have each stem."""
        return Counter(stem for _, clause in self.clauses for stem in stems(clause.text))

    def telling(self, text: str) -> frozenset[str]:
        """Return the stems of a text that say what it is about: few clauses of the body have them."""
        most = _RARE * len(self.clauses)
        return frozenset(stem for stem in stems(text) if self._frequency[stem] <= most)

    @cached_property
    def actions(self) -> Wordings[Duty]:
        """The duties by what they ask."""
        return Wordings([(duty.action, duty) for duty in self.duties])

    @cached_property
    def decisions(self) -> Wordings[ProvisionId]:
        """The operative clauses by their words."""
        return Wordings(
            [
                (clause.text, edition.id_of(clause))
                for edition, clause in self.clauses
                if edition.part_of(clause) is Part.OPERATIVE
            ]
        )


def practice_of(library: Library, issuer: str) -> Practice | None:
    """Return the practice of a body, else of its organization; None where there are too few texts."""
    known = _practices(library)
    if issuer not in known:
        owner = issuer.partition("-")[0]
        own = [edition for edition in library.newest if edition.key.instrument.issuer == issuer]
        others = [edition for edition in library.newest if organisation(edition.key.instrument) == owner]
        editions = own if len(own) >= _FEW else others
        known[issuer] = Practice(library, issuer, tuple(editions)) if len(editions) >= _FEW else None
    return known[issuer]


@once
def _practices(library: Library) -> dict[str, Practice | None]:
    """Return where the practices of a library are kept, by the body."""
    return {}


@once
def library_text(library: Library) -> str:
    """Return all words of the adopted texts, in small letters."""
    return "\n".join(_text(edition) for edition in library.editions)


@once
def library_words(library: Library) -> frozenset[str]:
    """Return each word of the adopted texts, in small letters."""
    return frozenset(_LETTERS.findall(library_text(library)))


@once
def library_verbs(library: Library) -> frozenset[str]:
    """Return the plain verbs that govern clauses of adopted texts."""
    return frozenset(verb for edition in library.editions for verb in _verbs(edition))


@once
def _verbs(edition: Edition) -> frozenset[str]:
    return frozenset(
        verb for clause in edition.provisions if clause.head for verb in acts(phrase(clause.head))
    )


@once
def _text(edition: Edition) -> str:
    return "\n".join(clause.text for clause in edition.provisions).lower()


def clauses_of(edition: Edition) -> Iterator[Provision]:
    """Walk the recitals and the operative clauses of a text."""
    for clause in edition.provisions:
        if (
            clause.is_member
            and clause.kind is not Kind.FORMULA
            and edition.part_of(clause) in (Part.PREAMBLE, Part.OPERATIVE)
        ):
            yield clause


def phrase(head: Head) -> str:
    """Return the verb of a head in small letters without adverbs: "further instructs" → "instructs"."""
    verb = head.verb.lower()
    return verb[max(verb.find(main_verb(verb)), 0) :]


def acts(verb: str) -> frozenset[str]:
    """Return the plain verbs of a phrase.

    >>> sorted(acts("we further call upon")), sorted(acts("decides to order"))
    (['call'], ['decide', 'order'])
    """
    known = {base_of(word) for word in verb.split()} - {""}
    return frozenset(known.union(_INFINITIVE.findall(verb)) or {verb.split(" ")[0]})


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text, without numbers."""
    return frozenset(word for word in words(text) if not word[0].isdigit())


def first_of(ids: Iterable[ProvisionId], most: int = 3) -> tuple[ProvisionId, ...]:
    """Return the first ids, each of another text where there are several."""
    by_text: dict[object, ProvisionId] = {}
    every = list(dict.fromkeys(ids))
    for id_ in every:
        by_text.setdefault(id_.edition, id_)
    return tuple(by_text.values())[:most]
