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
from dataclasses import dataclass, replace
from secrets import token_urlsafe
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
from assistant.web.report_card import CardView, card_view
from assistant.web.session_memory import SessionMemory
from assistant.web.wording import as_sentence, for_pages
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId
from ingest.limits import Limits

MOST = 50
"""Drafts of a person; one more drops the oldest. Each is at most as large as a request (`guard.MAX_BODY`)."""
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
        lines = body.replace(
            b"%0D%0A", b"%0A"
        )  # browsers end lines so; a page would show the first of the two
        pairs = parse_qsl(lines.decode("utf-8", "replace"), keep_blank_values=True)
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
    card: CardView | None = None

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
    form: Form,
    finder: PrecedentFinder,
    body: EditionKey | None = None,
    refusal: str = "",
    limits: Limits = Limits(),  # noqa: B008  frozen
) -> DraftPage:
    """Return the page: the form, and what was found for its draft, or why nothing was.

    `refusal` says what else went wrong. `body` is an edition of the body that is to adopt the draft, as
    what "Resolution 25" means depends on that.
    """
    library, refusals, is_bad = finder.library, [refusal] if refusal else [], bool(refusal)
    hits: list[PrecedentView] = []
    card = None
    selected = [(id_, clause_asked(id_, library)) for id_ in form.selection]
    if form.draft.strip():
        try:
            card = card_view(form.draft, library, limits, body.instrument if body else None)
        except ResolutionsError as error:
            refusals, is_bad = [*refusals, str(error)], True
    if form.draft.strip() and not is_bad and (card is None or len(form.draft) <= LONGEST):
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
        check_references(form.draft if card else form.draft[:LONGEST], library, body),
        tuple(hit for hit in hits if not hit.superseded_by)[:_SHOWN],
        tuple(hit for hit in hits if hit.superseded_by)[:_SHOWN],
        tuple((id_, clause[1].citation(clause[2]) if clause else id_) for id_, clause in selected),
        is_bad,
        card,
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


class Drafts(SessionMemory[Form]):
    """The drafts of all users of a server."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        super().__init__(MOST, now)

    def keep(self, owner: str, form: Form) -> tuple[str, int]:
        """Store a draft in its session, or in a new one if that is gone; return session and number.

        The last draft of a session, sent again, keeps its number.
        """
        with self._lock:
            drafts, bare = self._of(owner), replace(form, session="")
            session, number = token_urlsafe(12), 1
            if newest := next((draft for draft in reversed(drafts) if draft.session == form.session), None):
                is_same = replace(newest.sent, selection=form.selection) == bare
                session, number = newest.session, newest.number + (not is_same)
            self._add(owner, session, number, bare)
            return session, number

    def draft(self, owner: str, session: str, number: int) -> Form | None:
        """Return a draft with the current selection; None if it belongs to someone else or has expired."""
        with self._lock:
            forms = {draft.number: draft.sent for draft in self._of(owner) if draft.session == session}
        if number not in forms:
            return None
        return replace(forms[number], selection=forms[max(forms)].selection, session=session)
