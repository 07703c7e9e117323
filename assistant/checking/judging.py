"""A statement → what was found: is the text held, are the words exact, does the clause say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.checking.exact_words import ExactWords, Place, difference
from assistant.checking.statements import Quotation, Statement
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.library.standing import edition_name
from assistant.references.checking import Standing
from assistant.scope.filters import Filters
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
from assistant.verification.verifier import Judgement, Verdict, verify, verify_around_quotation
from corpus.errors import ResolutionsError
from corpus.instruments import Edition, Provision
from corpus.keys import EditionKey, ProvisionId

_SEARCHED = 8  # clauses that a statement without a clause is compared with
_NEAR = 0.6  # of a quotation's words in a clause, from which the clause is what was quoted
_BEST = (Judgement.VERBATIM, Judgement.SUPPORTED, Judgement.CONTRADICTED, Judgement.NOT_SUPPORTED)
_MOST_TEXTS = 4  # of which one sentence may speak
_MOST_BELOW = 40  # clauses below a cited one that are compared


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a stretch of a document.

    `paragraph`, `start` and `end` say where it stands. `reasons` say what speaks against it, `provision` is
    the clause that decides, None for none.
    """

    paragraph: int
    start: int
    end: int
    words: str
    judgement: Judgement
    reasons: tuple[str, ...] = ()
    provision: ProvisionId | None = None
    needs_reading: bool = False

    @property
    def is_fault(self) -> bool:
        """Whether somebody should look at it."""
        return self.judgement in (Judgement.CONTRADICTED, Judgement.NOT_SUPPORTED)


@dataclass(frozen=True, slots=True)
class Compared:
    """A clause and how a claim stands to it."""

    edition: Edition
    provision: Provision
    verdict: Verdict

    @property
    def id(self) -> ProvisionId:
        """The clause's full id."""
        return self.edition.id_of(self.provision)


class Judge:
    """Judges statements by the texts of a library."""

    def __init__(self, filtered: FilteredAssistant, library: Library) -> None:
        self._filtered, self._library = filtered, library

    @cached_property
    def _exact(self) -> ExactWords:
        return ExactWords(self._library)

    def judge(self, statement: Statement) -> tuple[Finding, ...]:
        """Return what was found for a statement, nothing if it says nothing of a text.

        Exact quotations are a finding each, so that nothing else of the sentence is called exact.
        """
        return tuple(
            finding
            for finding in self._judged(statement)
            if not statement.may_say_nothing or finding.judgement != Judgement.NOT_SUPPORTED
        )

    def _judged(self, statement: Statement) -> list[Finding]:
        place, quoted = None, []
        for quote in statement.quotations:
            found = self._quotation(quote, statement)
            if isinstance(found, Finding):
                quoted.append(found)
            elif found and quote.is_telling:  # few words do not settle what is said around them
                place = place or found
                quoted.append(_of_quotation(quote, statement, Judgement.VERBATIM, (), found))
        if any(finding.is_fault for finding in quoted):
            return quoted
        missing = next((ref for ref in statement.references if ref.standing == Standing.NO_SUCH_CLAUSE), None)
        if missing and place is None:
            said = missing.said.rstrip(".")
            return [_finding(statement, Judgement.CONTRADICTED, (said,), missing.provision)]
        if place is None and statement.cited is None and statement.edition is None:
            return []  # its citations say that the text is not in the library
        compared = self._compared(statement, place)
        if compared is None:
            said = "no clause comes near"
            return [_finding(statement, Judgement.NOT_SUPPORTED, (said,), needs_reading=True)]
        verdict = compared.verdict
        is_said = verdict.judgement in (Judgement.VERBATIM, Judgement.SUPPORTED)
        if is_said and quoted:
            return quoted
        if not is_said and place is None and len(statement.editions) > 1:
            said = "it names several texts, and none of them says all of it"
            return [_finding(statement, Judgement.NOT_SUPPORTED, (said,), needs_reading=True)]
        return [_finding(statement, verdict.judgement, verdict.reasons, compared.id, verdict.needs_reading)]

    def locate(self, claim: str) -> Compared | None:
        """Return the clause that says a claim, or comes closest, among those that a search finds."""
        return _best(claim, self._searched(claim, None))

    # -- quotations -----------------------------------------------------------------------------

    def _quotation(self, quote: Quotation, statement: Statement) -> Place | Finding | None:
        """Return where quoted words stand, or what is wrong with them; None for words that quote nothing."""
        wanted, cited = statement.edition, statement.cited
        places = self._exact.places(quote.words, wanted) if wanted else self._exact.places(quote.words)
        if places:
            if cited and cited.is_clause and cited.provision:
                inside = [place for place in places if _is_within(place, cited.provision)]
                if not inside:
                    said = f"these words are in {places[0].edition.citation(places[0].provision)}"
                    return _of_quotation(quote, statement, Judgement.CONTRADICTED, (said,), places[0])
                return inside[0]
            return places[0]
        elsewhere = self._exact.places(quote.words) if wanted else ()
        if elsewhere and wanted:
            there = elsewhere[0]
            clause = there.edition.citation(there.provision)
            said = f"{_name(wanted, self._library)} does not have these words; they are in {clause}"
            return _of_quotation(quote, statement, Judgement.CONTRADICTED, (said,), there)
        return self._closest(quote, statement)

    def _closest(self, quote: Quotation, statement: Statement) -> Finding | None:
        cited = statement.cited
        meant = self._below(cited.provision) if cited and cited.is_clause and cited.provision else []
        for clauses in (meant, self._searched(quote.words, statement.edition)):
            scored = [
                (*difference(quote.words, provision.text), Place(edition, provision))
                for edition, provision in clauses
            ]
            share, said, place = max(scored, key=lambda row: row[0], default=(0.0, "", None))
            if place and share >= _NEAR:
                return _of_quotation(quote, statement, Judgement.CONTRADICTED, (said,), place)
        if not quote.is_telling:
            return None
        said = "no text in the library has these words"
        return _of_quotation(quote, statement, Judgement.NOT_SUPPORTED, (said,))

    # -- claims ---------------------------------------------------------------------------------

    def _compared(self, statement: Statement, place: Place | None) -> Compared | None:
        if place is not None:
            verdict = verify_around_quotation(statement.words, Source.of(place.edition, place.provision))
            return Compared(place.edition, place.provision, verdict)
        cited = statement.cited
        if cited and cited.is_clause and cited.provision:
            return _best(statement.words, self._below(cited.provision))
        every = statement.editions[:_MOST_TEXTS] or (statement.edition,)
        found = [_best(statement.words, self._searched(statement.words, edition)) for edition in every]
        return min(filter(None, found), key=_rank, default=None)

    def _searched(self, words: str, edition: EditionKey | None) -> Iterator[tuple[Edition, Provision]]:
        filters = Filters(edition=str(edition)) if edition else Filters()
        try:
            hits = self._filtered.search(words[:2000], filters, _SEARCHED)
        except ResolutionsError:
            return
        for hit in hits:
            if found := self._library.provision(hit.passage.provision):
                yield found

    def _below(self, id_: ProvisionId) -> list[tuple[Edition, Provision]]:
        """Return a clause and those below it."""
        found = self._library.provision(id_)
        if found is None:
            return []
        edition, _ = found
        return [
            (edition, provision)
            for provision in edition.provisions
            if f"{provision.eid}__".startswith(f"{id_.eid}__")
        ][:_MOST_BELOW]


def _best(
    claim: str, clauses: Iterator[tuple[Edition, Provision]] | Sequence[tuple[Edition, Provision]]
) -> Compared | None:
    """Return the clause that says a claim, else the one that lacks fewest of its words."""
    compared: list[Compared] = []
    for edition, provision in clauses:
        compared.append(
            Compared(edition, provision, verify(claim, Source.of(edition, provision), shipped_nearness()))
        )
        if compared[-1].verdict.judgement in (Judgement.VERBATIM, Judgement.SUPPORTED):
            return compared[-1]
    return min(compared, key=lambda each: (_lacking(claim, each), _rank(each)), default=None)


def _lacking(claim: str, compared: Compared) -> int:
    return len(set(Source.of(compared.edition, compared.provision).lacks(claim)))


def _rank(compared: Compared) -> int:
    return _BEST.index(compared.verdict.judgement)


def _finding(
    statement: Statement,
    judgement: Judgement,
    reasons: Sequence[str] = (),
    provision: ProvisionId | None = None,
    needs_reading: bool = False,
) -> Finding:
    return Finding(
        statement.paragraph, statement.start, statement.end, statement.words,
        judgement, tuple(reasons), provision, needs_reading,
    )  # fmt: skip


def _of_quotation(
    quote: Quotation,
    statement: Statement,
    judgement: Judgement,
    reasons: Sequence[str],
    place: Place | None = None,
) -> Finding:
    id_ = place.edition.id_of(place.provision) if place else None
    finding = _finding(statement, judgement, reasons, id_)
    return replace(finding, start=quote.start, end=quote.end, words=quote.words)


def _is_within(place: Place, id_: ProvisionId) -> bool:
    own = place.provision.eid
    return place.edition.key == id_.edition and (
        f"{own}__".startswith(f"{id_.eid}__") or f"{id_.eid}__".startswith(f"{own}__")
    )


def _name(key: EditionKey, library: Library) -> str:
    return edition_name(key, library) or str(key)
