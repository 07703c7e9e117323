"""What is typed into the palette → where it may lead: texts, clauses, pages, bodies, a phrase, the chat.

Labels and names are read as questions are (assistant/understanding/labels); a title, a page or a body is
found by the beginnings of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from assistant.drafting.concordance import LONGEST
from assistant.library.library import Library
from assistant.overview.wording import opening_words, shortened
from assistant.register.entries import DutyRegister
from assistant.understanding.labels.resolver import clauses_typed
from assistant.understanding.literal import folded
from assistant.understanding.names.reader import names_in
from assistant.understanding.query import checked
from assistant.understanding.turns import asks
from assistant.web.addresses import address, ask_address, missing_row_address, text_address
from assistant.web.templating import ROOMS
from corpus.instruments import Edition
from corpus.keys import EditionKey, InstrumentKey
from corpus.labels import label_key

if TYPE_CHECKING:
    from assistant.web.service import State  # which prepares for the palette

_LONGEST_NAME = 120  # characters: what is longer is a question or a phrase
_MOST = 5  # options in a group
_WHOLE = "preface__docnumber"  # what stands for the text itself


class Option(NamedTuple):
    """A place to go to: what it is called, a remark, its address; `ask` is the question that it asks."""

    words: str
    note: str
    href: str
    ask: str = ""


class Group(NamedTuple):
    """Options of one kind; `is_exact` where one of them is called just what was typed."""

    name: str
    options: tuple[Option, ...]
    is_exact: bool = False


def places(typed: str, state: State) -> tuple[Group, ...]:
    """Return where something typed may lead, exact matches first. Raises InvalidQuestion for no question."""
    if not typed.strip():
        return (Group("Pages", tuple(Option(name, "", path) for name, path in ROOMS)),)
    asked = checked(typed)
    groups = list(_named(asked, state)) if len(asked) <= _LONGEST_NAME and _words(asked) else []
    groups += _proposable(asked, state)
    groups.sort(key=lambda group: not group.is_exact)
    beginning = shortened(asked, _LONGEST_NAME)
    ask = Group("Ask", (Option(f"Ask “{beginning}”", "in the chat", ask_address(asked), asked),))
    if len(asked) > LONGEST or not state.library.editions:
        return (*groups, ask)
    phrase = Option(f"Find “{beginning}” in all texts", "", _concordance(asked))
    ways = [Group("Exact phrase", (phrase,)), ask]
    return (*groups, *(reversed(ways) if asks(asked) or asked.endswith("?") else ways))


def _named(asked: str, state: State) -> Iterator[Group]:
    """Walk the groups of what has a name or a label."""
    wanted = _words(asked)
    texts = sorted(_texts(wanted, state.library), key=lambda row: row[0])[:_MOST]
    if texts or (missing := _missing(asked, state.library)):
        is_exact = any(rank[0] == 0 for rank, _ in texts)
        yield Group("Texts", tuple(_text(text, state) for _, text in texts) or missing, is_exact)
    pages = [(name, path) for name, path in ROOMS if _begins(wanted, _words(name))]
    if pages:
        is_exact = any(_words(name) == wanted for name, _ in pages)
        yield Group("Pages", tuple(Option(name, "page", path) for name, path in pages), is_exact)
    if bodies := tuple(_bodies(asked, wanted, state.duties)):
        yield Group("Duties", bodies)
    if clauses := _clauses(asked, state):
        yield Group("Clauses", clauses, label_key(asked).has_number)


def _texts(wanted: Sequence[str], library: Library) -> Iterator[tuple[tuple[int, bool, int], Edition]]:
    """Walk the texts that have all words in their name and title, each with its rank.

    First are those that have them in the name, then those in force, then those whose name says them early.
    """
    for edition in library.every:
        name = _words(edition.name)
        is_named = _begins(wanted, name)
        if is_named or _begins(wanted, (*name, *_words(edition.title))):
            early = name.index(wanted[0]) if wanted[0] in name else len(name)
            yield (int(not is_named), not library.is_in_force(edition.key), early), edition


def _text(edition: Edition, state: State) -> Option:
    library = state.library
    by = "" if library.is_pending(edition.key) else library.superseded_by(edition.key)
    note = f"superseded by {by}" if by else edition.title
    return Option(edition.name, shortened(note), text_address(edition) or state.short.text(edition.key))


def _missing(asked: str, library: Library) -> tuple[Option, ...]:
    """Return the texts that are named by a number and are not in the library, where it knows of them."""
    missing = [name for name in names_in(asked, library) if name.target and not name.editions]
    return tuple(
        Option(name.words, "not in the library", missing_row_address(known, library))
        for name in missing
        if name.target and (known := _known(name.target, library))
    )


def _known(target: EditionKey | InstrumentKey, library: Library) -> EditionKey | InstrumentKey | None:
    """Return the text, cited or listed, that the library page has a row for; of an instrument the newest."""
    if isinstance(target, EditionKey):
        return target if target in library.named or library.catalogue.edition(target) else None
    if target in library.named or library.catalogue.in_force(target):
        return target
    cited = (key for key in library.named if isinstance(key, EditionKey) and key.instrument == target)
    return max(cited, default=None)


def _clauses(asked: str, state: State) -> tuple[Option, ...]:
    """Return the clauses of a label, those of the library's subject first; no text as a whole."""
    found = [match for match in clauses_typed(asked, state.library) if match.provision.eid != _WHOLE]
    found.sort(key=lambda match: match.edition.key not in state.assistant.subject)
    return tuple(
        Option(match.label, opening_words(match.provision), address(match.id)) for match in found[:_MOST]
    )


def _proposable(asked: str, state: State) -> Iterator[Group]:
    """Walk the clauses and texts named behind "propose", to be changed."""
    verb, _, named = asked.partition(" ")
    if verb.casefold() != "propose" or not _words(named) or len(named) > _LONGEST_NAME:
        return
    wanted, library = _words(named), state.library
    texts = [edition for _, edition in sorted(_texts(wanted, library), key=lambda row: row[0])][:_MOST]
    options = (
        *(option._replace(href=option.href.replace("/?", "/propose?")) for option in _clauses(named, state)),
        *(Option(edition.name, edition.title, f"/propose?text={edition.key}") for edition in texts),
    )
    if options:
        yield Group("Propose a change to", options, is_exact=True)


def _bodies(asked: str, wanted: Sequence[str], register: DutyRegister) -> Iterator[Option]:
    """Walk the bodies of this name, then those whose name has words that begin so, by their duties."""
    listed = [body for _, bodies in register.bodies.listed(register.organisation) for body in bodies]
    named = set(register.bodies.find(asked))
    found = [body for body in listed if body in named or _begins(wanted, _words(body.label))]
    for body in sorted(found, key=lambda body: (body not in named, -body.duties))[:_MOST]:
        duties = "1 duty" if body.duties == 1 else f"{body.duties} duties"
        yield Option(body.label, duties, f"/duties?body={quote(body.label, safe='')}")


@lru_cache(maxsize=1 << 13)  # the names and titles of a library
def _words(text: str) -> tuple[str, ...]:
    plain = "".join(letter if letter.isalnum() else " " for letter in folded(text).casefold())
    return tuple(plain.split())


def _begins(wanted: Iterable[str], words: Sequence[str]) -> bool:
    """Return True if each word wanted begins one of some words; a number is one of them."""
    return all(
        word in words or (not word.isdecimal() and any(other.startswith(word) for other in words))
        for word in wanted
    )


def _concordance(phrase: str) -> str:
    return f"/concordance?q={quote(phrase, safe='')}"
