"""Reviewing what persons said of answers: each verdict is shown with the case that it proposes.

A case is kept only when the reviewer takes it; what he leaves is shown again next time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from assistant.answer import Status
from assistant.conversations.store import ConversationStore
from assistant.library.library import Library, open_library
from assistant.settings import read_settings
from assistant.understanding.labels.resolver import resolve
from corpus.errors import ResolutionsError
from evals.cases import FOLLOW_UPS, KINDS, BadCase, Gold
from evals.reviewed import add, place
from evals.verdicts import Proposal, propose
from evals.worlds import Texts, gather

HELP = """\
  a            take the case as it stands
  c LABEL      the clause that answers, by its label; + LABEL adds one more
  s STATUS     what the question deserves: {statuses}
  k KIND       what kind of question it is: {kinds}
  f KIND       how its last turn hangs on those before: {follow_ups}
  r            reject: it becomes no case
  n            leave it for another time; q ends\
""".format(statuses=", ".join(Status), kinds=", ".join(KINDS), follow_ups=", ".join(FOLLOW_UPS))
_SHOWN = 160  # letters of a clause

Ask = Callable[[str], str]


def run(output: Path | None = None, ask: Ask = input) -> int:
    """Review the verdicts of a home one by one; status 0. Raises BadCase, HomeUnavailable."""
    settings = read_settings()
    store, texts = ConversationStore(settings.home), gather(settings.home)
    library = open_library(settings.home)
    subject = library.in_force(settings.subject) if settings.subject else None
    into = output or place(settings.home)
    pending = store.verdicts()
    sys.stdout.write(f"{store.notice or f'{len(pending)} verdicts to review'}; cases go to {into}\n")
    taken = 0
    for given in pending:
        became = _Review(library, texts, into, ask).of(propose(given, library, [subject] if subject else []))
        if became == "q":
            break
        if became:
            store.settle(given, became)
            taken += became != "rejected"
    sys.stdout.write(f"{taken} cases taken; they run in every: resolutions eval\n")
    store.close()
    return 0


class _Review:
    """The talk over one verdict."""

    def __init__(self, library: Library, texts: Texts, into: Path, ask: Ask) -> None:
        self.library, self.texts, self.into, self.ask = library, texts, into, ask

    def of(self, proposal: Proposal) -> str:
        """Return what a verdict became: the id of its case, 'rejected', '' for later, 'q' to end."""
        while True:
            sys.stdout.write("\n".join(_told(proposal, self.library)) + "\n")
            what, _, given = self._asked().partition(" ")
            if what in ("q", "n", "r"):
                return {"q": "q", "n": "", "r": "rejected"}[what]
            try:
                if what == "a" and (became := self._taken(proposal)):
                    return became
                proposal = self._changed(proposal, what, given.strip())
            except (ResolutionsError, OSError) as error:
                sys.stdout.write(f"! {error}\n")

    def _asked(self) -> str:
        """Ask what to do; the end of the input ends the review."""
        try:
            return self.ask("a, c, s, k, f, r, n, q or ?: ").strip()
        except EOFError:
            return "q"

    def _taken(self, proposal: Proposal) -> str:
        """Keep a case. Raises BadCase for one that is not whole."""
        if proposal.problem:
            raise BadCase(proposal.problem)
        add(proposal.case, self.into, self.texts)
        return proposal.case.id

    def _changed(self, proposal: Proposal, what: str, given: str) -> Proposal:
        """Return a proposal as the reviewer corrects it. Raises ResolutionsError for no correction."""
        case = proposal.case
        if what in ("c", "+"):
            return self._with_clause(proposal, given, adding=what == "+")
        if what == "s" and given in list(Status):
            return replace(proposal, case=replace(case, status=Status(given), gold=()), problem="")
        if what == "k" and given in KINDS:
            return replace(proposal, case=replace(case, kind=given))
        if what == "f" and given in FOLLOW_UPS and case.follow_up:
            return replace(proposal, case=replace(case, follow_up=given))
        raise ResolutionsError(f"'{f'{what} {given}'.strip()}' is none of these:\n{HELP}")

    def _with_clause(self, proposal: Proposal, label: str, *, adding: bool) -> Proposal:
        """Return a proposal that a clause answers. Raises ResolutionsError unless the label names one."""
        found = resolve(label, self.library)
        if len(found) != 1:
            named = "; ".join(one.label for one in found[:5]) or "none"
            raise ResolutionsError(f"“{label}” names {len(found)} clauses ({named}); name one with its text")
        before = proposal.case.gold if adding else ()
        gold = dict.fromkeys((*before, (Gold(found[0].id, found[0].provision.text),)))
        case = replace(proposal.case, status=Status.ANSWERED, gold=tuple(gold), near=())
        return replace(proposal, case=case, problem="")


def _told(proposal: Proposal, library: Library) -> Iterator[str]:
    """Walk the lines that show a verdict and the case that it proposes."""
    turn, case = proposal.given.turns[-1], proposal.case
    assert turn.verdict is not None
    yield f"\n{case.id}"
    yield from (f"  asked     {one.question}" for one in proposal.given.turns)
    if str(turn.filters):
        yield f"  with      {turn.filters}"
    yield f"  answered  {turn.answer.status}: {turn.answer.lead}"
    yield from (
        f"            {it.label}: {_short(it.quote)}" for one in turn.answer.claims for it in one.citations
    )
    words = "; ".join(filter(None, [turn.verdict.clause, turn.verdict.words]))
    yield f"  verdict   {turn.verdict.kind}{f' ({words})' if words else ''}"
    yield f"  the case  {case.status}, {case.kind}{f', {case.follow_up}' if case.follow_up else ''}"
    for one in (one for group in case.gold for one in group):
        found = library.provision(one.provision)
        label = found[0].citation(found[1]) if found else str(one.provision)
        yield f"            {label}: {_short(one.evidence)}"
    if proposal.problem:
        yield f"  missing   {proposal.problem}"


def _short(text: str) -> str:
    """Shorten a text to one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]} …"
