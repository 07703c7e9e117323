"""Questions about what changed between two editions of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.comparison.changes import ChangeKind
from assistant.library.library import Library
from assistant.understanding.addressees import DutyAsked, duty_asked
from assistant.understanding.forms import FORM_WORDS, any_of
from assistant.understanding.labels.resolver import by_own_label, resolve
from assistant.understanding.names.asked import edition_named
from assistant.understanding.names.descriptions import typed_as
from assistant.understanding.names.editions import editions_dated
from assistant.understanding.sections import sections
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Provision
from corpus.keys import InstrumentKey
from corpus.labels import label_key
from index.tokens import words

_CHANGE = any_of(
    r"\b(?:chang|differ|amend|revis|alter|rewr[io]t|replac|updat|modif|reword)\w*",
    r"\b(?:compar(?:e[ds]?|ing|ison (?:to|with))|"
    r"versus|vs\.?|against|than|still|no longer|any more|gone (?:up|down)|went (?:up|down))\b",
    r"\b(?:add(?:ed|s)?|drop(?:ped)?|remov\w+|delet\w+|missing|gone|new|kept|keep|rais\w+|lower\w+|since|"
    r"between|from .+ to)\b",
    r"\bnow\b.*\b(?:was|were|then|before)\b",
)
_SINCE = any_of(
    r"\b(?:between|of) (?:the )?(?:two |both )?(?:editions|versions|revisions)\b",
    r"\b(?:since|from|than in|compared (?:to|with)) (?:the )?(?:last|previous|earlier|former|old)\b",
    r"\bwhat(?:'s| is| has| was)? (?:been )?(?:new|changed|different|missing|gone|added|dropped|removed) in "
    r"(?:the |this )?(?:new )?(?:(?:\w+ )?(?:plan|resolution|decision|text|edition|version)"
    r"|(?:resolution|decision|res|dec)\.? \d+)(?: \([^)]*\))?\W*$",
)
# What an overview shows of the changes, by what is asked.
_OVERVIEWS = (
    (any_of(r"\b(?:missing|gone|dropped|removed|deleted)\b"), (ChangeKind.SUP,)),
    (any_of(r"\b(?:new|added) in\b"), (ChangeKind.ADD,)),
)
_CHANGED = (ChangeKind.MOD, ChangeKind.ADD)  # what it shows by default
_OF_SECTION = "What is the section?"  # asks for a section as a whole
_YEAR = 4  # digits
_WORDS = FORM_WORDS | frozenset(
    words(
        "change changed changes differ differs different difference differences amend amended revise revised "
        "alter altered rewritten rewrite replace replaced update updated modify modified compare compared "
        "comparison versus against than still longer added dropped removed deleted new kept since between "
        "from now then before edition editions version versions revision revisions wording old previous "
        "missing gone what earlier former present current later last next plan resolution decision both two "
        "number res dec has have had been"
    )
)
"""Words that ask for changes and do not say of what; stemmed."""


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A question for what changed between two editions of a text.

    `rest` is the question without the name of the text. `pairs` are the instruments that may be meant, each
    with the earlier and the later edition; `kinds` are the changes that an overview shows.
    """

    text: str
    rest: str
    pairs: Mapping[InstrumentKey, tuple[Edition, Edition]]
    kinds: tuple[ChangeKind, ...]
    catalogue: Catalogue

    def is_of_whole(self, old: Edition, new: Edition) -> bool:
        """Return True if the question asks about the whole text."""
        named = words(f"{old.name} {new.name} {old.revision} {new.revision}")
        return not set(words(self.text)) - _WORDS - set(named)

    @property
    def about(self) -> str:
        """What the question asks about: its words without those that ask for changes."""
        return " ".join(word for word in self.rest.split() if not _is_idle(word.strip(" ?!,;:")))

    def parts(self, edition: Edition) -> list[Provision]:
        """Return the headings of the sections of a text whose name alone the question says: "the vision"."""
        named = sections((edition,))
        found = [section for stem in words(self.about) for section in named.get(stem, ())]
        return list(
            dict.fromkeys(
                section.heading for section in found if section.is_asked_for(self.about, _OF_SECTION)
            )
        )

    @property
    def duty(self) -> DutyAsked | None:
        """The duties whose changes the question asks for."""
        return duty_asked(self.about)

    def clause(self, old: Edition, new: Edition) -> Provision | None:
        """Return the clause whose label the question says: of the later edition, else of the earlier one."""
        find = resolve if label_key(self.about).has_number else by_own_label
        for edition in (new, old):
            found = find(self.about, Library((edition,), self.catalogue))
            if len(found) == 1:
                return found[0].provision
        return None


def _is_idle(word: str) -> bool:
    is_year = word.isdigit() and len(word) == _YEAR
    return is_year or (word.isalpha() and len(word) > 1 and set(words(word)) <= _WORDS)


def change_asked(text: str, library: Library) -> ChangeAsked | None:
    """Read a question for what changed between two held editions of a text."""
    if not _CHANGE.search(text):
        return None
    several = _held_twice(library)
    named = edition_named(text, library)
    wanted = {edition.key.instrument for edition in named.editions} if named else set[InstrumentKey]()
    if not named and len({edition.key.instrument for edition in library.editions}) == 1:
        wanted = set(several)
    if not wanted and (typed := typed_as(text, several)):  # "since the last plan"
        wanted = {typed}
    several = {key: series for key, series in several.items() if not wanted or key in wanted}
    dated = [edition for edition in editions_dated(text, library) if edition.key.instrument in several]
    is_earlier = any(not library.is_newest(edition.key) for edition in dated)
    is_told = bool(wanted) or (is_earlier and len(dated) > 1)
    if not is_told or not (dated or _SINCE.search(text)):
        return None
    meant = {edition.key.instrument for edition in dated} or set(several)
    pairs = {key: pair for key, series in several.items() if key in meant and (pair := _pair(series, dated))}
    kinds = next((kinds for form, kinds in _OVERVIEWS if form.search(text)), _CHANGED)
    rest = named.left_of(text) if named else text
    return ChangeAsked(text, rest, pairs, kinds, library.catalogue) if pairs else None


def _pair(editions: Sequence[Edition], dated: Sequence[Edition]) -> tuple[Edition, Edition] | None:
    """Return the earlier and the later edition that are compared, of those held of one text, oldest first."""
    meant = [edition for edition in editions if edition in dated] or [editions[-2]]
    last = meant[-1] if len(meant) > 1 else editions[-1]
    return (meant[0], last) if meant[0] is not last else None


def _held_twice(library: Library) -> dict[InstrumentKey, list[Edition]]:
    """Return the instruments of which several editions are held, each with them, the oldest first."""
    found: dict[InstrumentKey, list[Edition]] = {}
    for edition in sorted(library.editions, key=lambda edition: edition.key.year):
        found.setdefault(edition.key.instrument, []).append(edition)
    return {key: editions for key, editions in found.items() if len(editions) > 1}
