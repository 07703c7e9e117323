"""The page for drafters: a pasted clause → the adopted clauses closest to it, what differs, where used.

Values for templates/draft.html. What was typed comes back with the answer, also with a refusal.

    /draft/<session>/<number>     one draft of a session; the selection belongs to the whole session

Sending the form stores the draft in memory and redirects to its address: Back, Forward and reload then send
no form again, and no address, history or log contains the draft. Only the person who began a session can open
it: with sign-in, that account; without, whoever has the address, which cannot be guessed and is served only
to this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from urllib.parse import parse_qsl

from assistant.comparison.redline import Edit, redline, words
from assistant.drafting.draft import LONGEST, ClauseDraft, read_draft
from assistant.drafting.precedents import Precedent, PrecedentFinder
from assistant.library.heads import HeadChoices
from assistant.library.library import Library
from assistant.quotation import Quotation, head_above, quotation
from assistant.references.checking import CheckedReference, check_references
from assistant.scope.filters import KIND_NAMES, Filters
from assistant.web.addresses import Link, address, clause_asked
from assistant.web.editions import Choice, edition_choices
from assistant.web.wording import as_sentence, for_pages
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId

SECONDS = 12 * 60 * 60
"""How long a session is kept after its last draft."""
MOST_DRAFTS, MOST_SESSIONS = 20, 50
"""Drafts of a session, sessions of a person; one more drops the oldest."""
LARGEST = 4_000_000
"""Characters that the sessions of a person may have; more drops the oldest."""
_SHOWN = 10  # of either list: texts in force, superseded editions
_FILTERS = ("kind", "verb", "addressee", "edition", "since", "until")
_FIELDS = ("draft", "show", "session", *_FILTERS)


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed in the form.

    `edition` is the key of an edition, or of an instrument in all its editions; `show` says whether
    precedents are compared ("differences") or read plainly; `selection` has the ids of selected clauses;
    `session` is the session that the draft belongs to, '' for a new one.
    """

    draft: str = ""
    kind: str = ""
    verb: str = ""
    addressee: str = ""
    edition: str = ""
    since: str = ""
    until: str = ""
    show: str = ""
    selection: tuple[str, ...] = ()
    session: str = ""

    @classmethod
    def read(cls, body: bytes) -> Form:
        """Read a form as a browser sends it, ignoring unknown fields."""
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        values = {name: value for name, value in pairs if name in _FIELDS}
        selected = dict.fromkeys(value for name, value in pairs if name == "selection")
        return cls(**values, selection=tuple(selected))

    @property
    def given(self) -> Mapping[str, str]:
        """The filters that were chosen."""
        filters = {name: getattr(self, name) for name in _FILTERS if getattr(self, name)}
        if self.edition.count("/") == 1:  # a key without a year
            filters["instrument"] = filters.pop("edition")
        return filters

    @property
    def size(self) -> int:
        """The characters that were sent, without the selection."""
        return sum(
            len(value)
            for attribute in fields(self)
            if isinstance(value := getattr(self, attribute.name), str)
        )


@dataclass(frozen=True, slots=True)
class PrecedentView:
    """A precedent: its words with what belongs to them, and the same words compared with the draft.

    `compared_above` is what governs the clause where the comparison does not have it.
    """

    provision: ProvisionId
    superseded_by: str
    quotation: Quotation
    compared_above: str
    edits: tuple[Edit, ...]
    used: str
    same: tuple[Link, ...]
    reworded: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """All that the page shows, with what can be chosen in its form.

    `refusals` are sentences that say what is wrong; `is_bad` if the form is. `selection` are ids and labels.
    """

    form: Form
    library: Library
    heads: HeadChoices
    refusals: tuple[str, ...] = ()
    references: tuple[CheckedReference, ...] = ()
    current: tuple[PrecedentView, ...] = ()
    superseded: tuple[PrecedentView, ...] = ()
    selection: tuple[tuple[str, str], ...] = ()
    is_bad: bool = False

    @property
    def kinds(self) -> tuple[Choice, ...]:
        """The parts of texts that can be searched."""
        return (("", "all clauses"), *KIND_NAMES.items())

    @property
    def texts(self) -> tuple[tuple[str, Sequence[Choice]], ...]:
        """The texts that can be searched; those of one instrument in a group, all of them first."""
        groups = zip(self.library.instruments, edition_choices(self.library), strict=True)
        return (
            ("", [("", "all texts")]),
            *(
                (name, [(str(key), f"{name}, all editions"), *texts] if name else texts)
                for key, (name, texts) in groups
            ),
        )


def drafting(
    form: Form, finder: PrecedentFinder, body: EditionKey | None = None, refusal: str = ""
) -> DraftPage:
    """Return the page: the form, and what was found for its draft, or why nothing was.

    `refusal` says what else went wrong. `body` is an edition of the body that is to adopt the draft, as
    what "Resolution 25" means depends on that.
    """
    library, refusals, is_bad = finder.library, [refusal] if refusal else [], bool(refusal)
    hits: list[PrecedentView] = []
    selected = [(id_, clause_asked(id_, library)) for id_ in form.selection]
    if form.draft.strip():
        try:
            draft = read_draft(form.draft)
            found = finder.find(form.draft, Filters.read(form.given), 2 * _SHOWN)
            hits = [_shown(precedent, draft, library) for precedent in found.hits]
            nothing = "" if hits else "no adopted clause is close to this draft"
            refusals += filter(None, [found.reason or nothing])
        except ResolutionsError as error:
            refusals, is_bad = [*refusals, str(error)], True
    return DraftPage(
        form,
        library,
        finder.heads,
        tuple(as_sentence(for_pages(sentence)) for sentence in refusals),
        check_references(form.draft[:LONGEST], library, body) if form.draft.strip() else (),
        tuple(hit for hit in hits if not hit.superseded_by)[:_SHOWN],
        tuple(hit for hit in hits if hit.superseded_by)[:_SHOWN],
        tuple((id_, clause[1].citation(clause[2]) if clause else id_) for id_, clause in selected),
        is_bad,
    )


def _shown(precedent: Precedent, draft: ClauseDraft, library: Library) -> PrecedentView:
    """Return an adopted clause: where it is, its words, how the draft differs, where they were used.

    A draft that opens with a head is compared with the clause and the head above it. The items below a
    clause are part of the comparison, as a draft has them too.
    """
    edition = library.edition(precedent.passage.edition)
    clause = edition.provision(precedent.passage.eid)
    whole, head = quotation(edition, clause), head_above(clause)
    with_head = bool(head and draft.head)
    lines = [head if with_head else "", whole.words, *(item.text for item in whole.below if not item.is_note)]
    first, last = (library.edition(id_.edition).name for id_ in (precedent.first, precedent.last))
    twins: dict[bool, list[Link]] = {True: [], False: []}  # by whether the words are the same
    for twin in precedent.superseded:
        earlier = library.edition(twin.edition)
        is_same = words(earlier.provision(twin.eid).text) == words(precedent.passage.text)
        twins[is_same].append(Link(earlier.name, address(twin)))
    return PrecedentView(
        precedent.passage.provision,
        library.superseded_by(edition.key),
        whole,
        "" if with_head else whole.above,
        tuple(redline(" ".join(filter(None, lines)), draft.text)),
        f"Used in {first}." if first == last else f"First used in {first}, last in {last}.",
        tuple(twins[True]),
        tuple(twins[False]),
    )


@dataclass(slots=True)
class _Session:
    """The drafts of a session by their numbers, its selection, and when it ends."""

    end: float
    drafts: dict[int, Form] = field(default_factory=dict)
    selection: tuple[str, ...] = ()
    last: int = 0

    @property
    def size(self) -> int:
        """Number of characters in all drafts and the selection."""
        return sum(draft.size for draft in self.drafts.values()) + sum(map(len, self.selection))

    def add(self, form: Form) -> int:
        """Add a draft and return its number; the last one again keeps its own."""
        self.selection, bare = form.selection, replace(form, selection=(), session="")
        if self.drafts.get(self.last) != bare:
            self.last += 1
            self.drafts[self.last] = bare
        if len(self.drafts) > MOST_DRAFTS:
            del self.drafts[next(iter(self.drafts))]
        return self.last


class Drafts:
    """The drafts of all users of a server, kept in memory until it stops."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now, self._lock = now, Lock()
        self._owners: dict[str, dict[str, _Session]] = {}  # by the id of an account, '' without sign-in

    def keep(self, owner: str, form: Form) -> tuple[str, int]:
        """Store a draft in its session, or in a new one if that is gone; return session and number."""
        with self._lock:
            self._forget()
            sessions = self._owners.setdefault(owner, {})
            id_ = form.session if form.session in sessions else token_urlsafe(12)
            session = sessions.pop(id_) if id_ in sessions else _Session(0)
            sessions[id_] = session  # the last one used is the last in order
            session.end = self._now() + SECONDS
            number = session.add(form)
            # The oldest go until the rest is small enough; the last one stays.
            while len(sessions) > 1 and (
                len(sessions) > MOST_SESSIONS or sum(stored.size for stored in sessions.values()) > LARGEST
            ):
                del sessions[next(iter(sessions))]
            return id_, number

    def find(self, owner: str, session: str, number: int) -> Form | None:
        """Return a draft with the current selection; None if it belongs to someone else or has expired."""
        with self._lock:
            self._forget()
            found = self._owners.get(owner, {}).get(session)
            form = found.drafts.get(number) if found else None
            return replace(form, selection=found.selection, session=session) if found and form else None

    def _forget(self) -> None:
        for owner, sessions in self._owners.items():
            self._owners[owner] = {
                id_: session for id_, session in sessions.items() if session.end > self._now()
            }
        self._owners = {owner: sessions for owner, sessions in self._owners.items() if sessions}
