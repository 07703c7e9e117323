"""Reviews users' verdicts on answers: each is shown with the test case it suggests.

Only cases that the reviewer accepts are saved; the rest are shown again next time.
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
    count = 0
    for verdict in pending:
        became = _Review(library, texts, into, ask).of(
            propose(verdict, library, [subject] if subject else [])
        )
        if became == "q":
            break
        if became:
            store.settle(verdict, became)
            count += became != "rejected"
    sys.stdout.write(f"{count} cases taken; they run in every: resolutions eval\n")
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
            what, _, argument = self._asked().partition(" ")
            if what in ("q", "n", "r"):
                return {"q": "q", "n": "", "r": "rejected"}[what]
            try:
                if what == "a" and (became := self._taken(proposal)):
                    return became
                proposal = self._changed(proposal, what, argument.strip())
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

    def _changed(self, proposal: Proposal, what: str, argument: str) -> Proposal:
        """Return a proposal as the reviewer corrects it. Raises ResolutionsError for no correction."""
        case = proposal.case
        if what in ("c", "+"):
            return self._with_clause(proposal, argument, adding=what == "+")
        if what == "s" and argument in list(Status):
            return replace(proposal, case=replace(case, status=Status(argument), gold=()), problem="")
        if what == "k" and argument in KINDS:
            return replace(proposal, case=replace(case, kind=argument))
        if what == "f" and argument in FOLLOW_UPS and case.follow_up:
            return replace(proposal, case=replace(case, follow_up=argument))
        raise ResolutionsError(f"'{f'{what} {argument}'.strip()}' is none of these:\n{HELP}")

    def _with_clause(self, proposal: Proposal, label: str, *, adding: bool) -> Proposal:
        """Return a proposal that a clause answers. Raises ResolutionsError unless the label names one."""
        found = resolve(label, self.library)
        if len(found) != 1:
            named = "; ".join(match.label for match in found[:5]) or "none"
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
    yield from (f"  asked     {asked.question}" for asked in proposal.given.turns)
    if str(turn.filters):
        yield f"  with      {turn.filters}"
    yield f"  answered  {turn.answer.status}: {turn.answer.lead}"
    yield from (
        f"            {citation.label}: {_short(citation.quote)}"
        for claim in turn.answer.claims
        for citation in claim.citations
    )
    words = "; ".join(filter(None, [turn.verdict.clause, turn.verdict.words]))
    yield f"  verdict   {turn.verdict.kind}{f' ({words})' if words else ''}"
    yield f"  the case  {case.status}, {case.kind}{f', {case.follow_up}' if case.follow_up else ''}"
    for gold in (gold for group in case.gold for gold in group):
        found = library.provision(gold.provision)
        label = found[0].citation(found[1]) if found else str(gold.provision)
        yield f"            {label}: {_short(gold.evidence)}"
    if proposal.problem:
        yield f"  missing   {proposal.problem}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]} …"
