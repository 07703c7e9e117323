"""Questions about what changed between two editions of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from assistant.library.library import Library
from assistant.understanding.forms import FORM_WORDS, any_of
from assistant.understanding.labels.resolver import by_own_label
from assistant.understanding.names.asked import edition_named
from assistant.understanding.names.descriptions import typed_as
from assistant.understanding.names.editions import EditionsOf, years_said
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, InstrumentKey
from index.tokens import words


class Changed(Enum):
    """Which changes an overview is asked for."""

    GONE = auto()
    NEW = auto()
    ANY = auto()


_CHANGE = any_of(
    r"\b(?:chang|differ|amend|revis|alter|rewr[io]t|replac|updat|modif|reword)\w*",
    r"\b(?:compar\w+|versus|vs\.?|against|than|still|no longer|any more|gone (?:up|down)|went (?:up|down))\b",
    r"\b(?:add(?:ed|s)?|drop(?:ped)?|remov\w+|delet\w+|missing|gone|different|new|kept|keep|rais\w+|lower\w+|since|between|"
    r"from .+ to)\b",
    r"\bnow\b.*\b(?:was|were|then|before)\b",
)
_OF_EDITIONS = any_of(
    r"\b(?:between|of) (?:the )?(?:two |both )?(?:editions|versions|revisions)\b",
    r"\b(?:since|from|than in|compared (?:to|with)) (?:the )?(?:last|previous|earlier|former|old)\b"
    r" ?(?:edition|version|revision|text|plan|resolution|decision|one)?",
    r"\bwhat(?:'s| is| has| was)? (?:been )?(?:new|changed|different|missing|gone|added|dropped|removed) in "
    r"(?:the |this )?(?:new )?(?:(?:\w+ )?(?:plan|resolution|decision|text|edition|version)"
    r"|(?:resolution|decision|res|dec)\.? \d+)(?: \([^)]*\))?\W*$",
)
_OVERVIEWS = {
    Changed.GONE: any_of(r"\b(?:missing|gone|dropped|removed|deleted)\b"),
    Changed.NEW: any_of(r"\b(?:new|added) in\b"),
}
_BOTH = 2
_AROUND_LABEL = re.compile(
    r"\b(?:what|how|which|where|did|does|do|has|have|had|been|is|was|were|it|chang\w+|differ\w*|amend\w*|revis\w+|modif\w+|"
    r"alter\w*|compar\w+|rew[or]\w+|since|between|against|versus|then|now|show|me|please|exactly|wording|words|drop\w*|"
    r"remov\w+|delet\w+|add(?:ed|s)?|new|gone|missing|kept|keep|still)\b",
    re.IGNORECASE,
)
"""Words that a question for a change has around the label of a clause."""
_WORDS = FORM_WORDS | frozenset(
    words(
        "change changed changes differ differs different difference differences amend amended revise revised "
        "alter altered rewritten rewrite replace replaced update updated modify modified compare compared "
        "comparison versus against than still longer added dropped removed deleted new kept since between "
        "from now then before edition editions version versions revision revisions wording old previous "
        "missing gone what earlier former present current later next plan resolution decision both two number"
    )
)
"""Words that ask for changes and do not say of what; stemmed."""


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A question for what changed between two editions of a text.

    `instruments` are those that may be meant, each with the editions that are held, the oldest first.
    `dated` are the editions whose year or place the question says, `changes` those that an overview shows.
    """

    text: str
    instruments: Mapping[InstrumentKey, Sequence[Edition]]
    dated: tuple[Edition, ...]
    changes: Changed
    catalogue: Catalogue

    def editions(self, instrument: InstrumentKey) -> tuple[Edition, Edition] | None:
        """Return the earlier and the later edition that are compared, of one of the instruments."""
        held = self.instruments[instrument]
        meant = [one for one in held if one in self.dated]
        if len(meant) < _BOTH:
            meant = [*(meant or held[-2:-1]), held[-1]]
        ordered = sorted(set(meant), key=lambda one: one.key.year)
        return (ordered[0], ordered[-1]) if len(ordered) > 1 else None

    def about(self, old: Edition, new: Edition) -> str:
        """Return the question without what says which editions; '' where it does not say what it is about."""
        left = self.text
        for edition in (old, new):
            for said in (str(edition.key.year), *re.findall(r"[A-Z]\w+", edition.revision)):
                left = re.sub(rf"\b{re.escape(said)}\b(?:['’]s)?", " ", left)
        left = re.sub(
            r"\b(?:editions?|versions?|revisions?)\b", " ", _OF_EDITIONS.sub(" ", left), flags=re.IGNORECASE
        )
        work = new.key.instrument.work.partition("-")[2]
        left = re.sub(
            rf"\b(?:res(?:olution)?|dec(?:ision)?)\.? ?{re.escape(work)}\b", " ", left, flags=re.IGNORECASE
        )
        return " ".join(left.split()) if set(words(left)) - _WORDS else ""

    def clause(self, old: Edition, new: Edition) -> Provision | None:
        """Return the clause whose label the question says: of the later edition, else of the earlier one."""
        label = _AROUND_LABEL.sub(" ", self.about(old, new))
        for edition in (new, old):
            found = by_own_label(label, Library((edition,), self.catalogue))
            if len(found) == 1:
                return found[0].provision
        return None


def change_asked(text: str, library: Library) -> ChangeAsked | None:
    """Read a question for what changed between two held editions of a text."""
    years = years_said(text, library)
    if not _CHANGE.search(text) and not _says_two(years):
        return None
    named = edition_named(text, library)
    wanted = {one.key.instrument for one in named.editions} if named else set[InstrumentKey]()
    several = {key: held for key, held in _held_twice(library).items() if not wanted or key in wanted}
    if not wanted and (typed := typed_as(text, several)):  # "since the last plan"
        wanted, several = {typed}, {typed: several[typed]}
    dated = [one for row in years for one in row.editions if one.key.instrument in several]
    if not several:
        return None
    if not wanted and not any(not library.is_newest(one.key) for one in dated):
        return None
    if not dated and not _OF_EDITIONS.search(text):
        return None
    meant = {one.key.instrument for one in dated} or set(several)
    return ChangeAsked(
        text,
        {key: held for key, held in several.items() if key in meant},
        tuple(dated),
        next((asked for asked, form in _OVERVIEWS.items() if form.search(text)), Changed.ANY),
        library.catalogue,
    )


def _says_two(years: Sequence[EditionsOf]) -> bool:
    """Return True if a question names two editions of one instrument, each by its year or place."""
    told: set[EditionKey] = set()
    for row in years:
        count = Counter(one.key.instrument for one in row.editions)
        told.update(one.key for one in row.editions if count[one.key.instrument] == 1)
    return any(count > 1 for count in Counter(key.instrument for key in told).values())


def _held_twice(library: Library) -> dict[InstrumentKey, list[Edition]]:
    """Return the instruments of which several editions are held, each with them, the oldest first."""
    found: dict[InstrumentKey, list[Edition]] = {}
    for one in sorted(library.editions, key=lambda one: one.key.year):
        found.setdefault(one.key.instrument, []).append(one)
    return {key: editions for key, editions in found.items() if len(editions) > 1}
