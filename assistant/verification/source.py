"""What a claim is compared with: a clause, and what is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from corpus.bodies import bodies_in_use
from corpus.heads import Head
from corpus.instruments import Edition, Provision
from corpus.mandates import head_of
from index.expansion import expander
from index.tokens import words

_HEAD = re.compile(r"(?:^|, )(?P<head>[a-z][a-z]+(?:ing|ed|s|e)\b.*)")
_NO_HEAD = frozenset("operative preambular closing enacting heading".split())  # they only look like verbs
_TELLING = re.compile(r"[A-Z]{3,}|\w+(?: [\w-]+){2,}")  # a name that only one body has
_NAME = re.compile(r"\b[A-Z][\w-]*")
_RUN = re.compile(r"[A-Z][\w'-]+(?:(?: of| and| for| on| in)?(?: the)? [A-Z][\w'-]+)*")  # or one word


class Doubt(str):
    """A finding that may be no more than wording: something left out, put in, or put in other words."""

    __slots__ = ()


class Absent(str):
    """A finding that the clause lacks something, and has nothing of its kind in its place."""

    __slots__ = ()


@dataclass(frozen=True)
class Source:
    """A clause, its label, and what the caller knows beside it.

    `label` is the citation, with the name of the text. `stated_head` is the line that governs the clause,
    `issuer` the organ that adopted the text, '' where the caller does not know; `recites` is whether the
    clause stands in the preamble, `year` the year of adoption.
    """

    clause: str
    label: str = ""
    stated_head: str = ""
    issuer: str = ""
    recites: bool = False
    year: int = 0

    @classmethod
    def of(cls, edition: Edition, provision: Provision) -> Self:
        """Return a provision as the source of a claim."""
        head = provision.head.text if provision.head else ""
        recites = bool(provision.head and provision.head.is_preambular)
        return cls(
            provision.text,
            edition.citation(provision),
            head,
            edition.key.instrument.issuer,
            recites,
            edition.key.year,
        )

    @cached_property
    def text(self) -> str:
        """All its words, and the other names of the bodies among them."""
        said = " · ".join(filter(None, (self.label, self.stated_head, str(self.year or ""), self.clause)))
        bodies = bodies_in_use()
        every = (*bodies.organizations.values(), *(organ.names for organ in bodies.organs.values()))
        known = [names for names in every if any(_TELLING.fullmatch(name) and name in said for name in names)]
        return " · ".join([said, *(name for names in known for name in names if _TELLING.fullmatch(name))])

    @property
    def about(self) -> str:
        """The words around the clause: its label and its head."""
        return f"{self.label} {self.stated_head} {self.year or ''}"

    @cached_property
    def head(self) -> Head | None:
        """The stated head, the one in the label, the clause's marker behind it, or the clause's own."""
        if self.stated_head:
            return Head.parse(self.stated_head)
        match = _HEAD.search(self.label)
        if match and match["head"].split()[0] not in _NO_HEAD:
            return Head.parse(match["head"])
        return head_of(self.clause, decides=True)

    def lacks(self, text: str) -> list[str]:
        """Return the words of a text that stand neither here nor, in another form, in the thesaurus."""
        return missing(text, self.text)


def missing(text: str, known: str) -> list[str]:
    """Return the stemmed words of a text that another lacks; abbreviations and what they stand for are one.

    >>> missing("the UN and the ILO", "the United Nations and Member States")
    ['ilo']
    """
    stems = set(words(known))
    abbreviations = {abbreviation.lower() for abbreviation in re.findall(r"\b[A-Z]{2,}\b", known)}
    for run in _runs(text):
        if any(abbreviation.endswith(_letters(run)) for abbreviation in abbreviations):
            stems.update(words(run))
    shortened = stems | _initials(known)
    found: list[str] = []
    for term in expander().terms(words(text)):
        if not any(stems.issuperset(other) for other in term.others):
            found += [stem for stem in term.stems if stem not in shortened]
    return found


def _initials(text: str) -> set[str]:
    """Return the abbreviations that runs of capitalised words may have."""
    found: set[str] = set()
    for run in _runs(text):
        letters = _letters(run)
        found.update(letters[a:b] for a in range(len(letters)) for b in range(a + 2, len(letters) + 1))
    return found


def _runs(text: str) -> list[str]:
    return [run for run in _RUN.findall(text) if " " in run]


def _letters(run: str) -> str:
    """Return the first letters of a run of capitalised words; those of an abbreviation are all first ones."""
    names = _NAME.findall(run.removeprefix("The "))
    return "".join(name if name.isupper() else name[0] for name in names).lower()
