"""Operations for drafters: adopted language close to a draft, duties, where a phrase is used."""

from __future__ import annotations

from pydantic import Field

from assistant.drafting.concordance import LONGEST, PhraseQuery
from assistant.operations.context import Context
from assistant.operations.operation import Material, OperationResult, operation
from assistant.operations.values import Filtering, Paging, Place, Rows, Text, page_of, place, placed
from assistant.register.entries import Entry
from assistant.register.selection import DutyQuery as WantedDuties
from assistant.register.selection import When, select


class Change(OperationResult):
    """Words of one of two texts: in both (=), only in the first (-), only in the second (+)."""

    sign: str
    words: Material


class FindPrecedents(Filtering):
    """A draft clause."""

    draft: str = Field(min_length=1, max_length=4_000, description="The clause as you would write it.")
    limit: int = Field(10, ge=1, le=50, description="Clauses at most.")


class Adopted(Place):
    """An adopted clause close to a draft; `changes` turn its words into the draft's."""

    text: Material
    score: float
    in_force: bool
    changes: list[Change]
    first_used: Place
    last_used: Place


class Precedents(OperationResult):
    """Adopted clauses, the closest first; `reason` says why there are none."""

    precedents: list[Adopted]
    reason: str


@operation("Find adopted language")
def find_precedents(context: Context, request: FindPrecedents) -> Precedents:
    """Finds the adopted clauses closest to a draft clause, with what would have to be changed in each, and
    where the language was first and last used.
    """
    found = context.finder.find(request.draft, request.filters, request.limit)
    rows = [
        placed(
            Adopted,
            precedent.passage.provision,
            context,
            precedent,
            text=precedent.passage.text,
            score=round(precedent.score, 4),
            changes=[Change(sign=sign, words=words) for sign, words in precedent.diff],
            first_used=place(precedent.first, context),
            last_used=place(precedent.last, context),
        )
        for precedent in found.hits
    ]
    return Precedents(precedents=rows, reason=found.reason)


class ListDuties(Paging):
    """Which duties; what is left out is not asked."""

    body: Text = Field("", description="The body that is told: ITU Council, Secretary-General (ITU).")
    verb: Text = Field("", description="A verb (instruct), or a force: binding, requesting, inviting.")
    text: Text = Field("", description="The key or the name of one text.")
    words: Text = Field("", description="Words that the duty has.")
    when: When = Field(When.ALL, description="Duties with a time of this kind.")
    superseded: bool = Field(False, description="Count superseded editions too.")


class DutyItem(OperationResult):
    """An item below a duty's clause that says when, on what condition or to whom it is reported."""

    name: Material
    text: Material
    times: list[Material]
    conditions: list[Material]
    reports_to: list[Material]


class Duty(Place):
    """What a body is told to do; `action` has the list below the clause, an item a line.

    `times`, `conditions` and `reports_to` are those of the clause; `items` has those of its items.
    """

    addressees: list[Material]
    verb: Material
    force: str
    action: Material
    times: list[Material]
    conditions: list[Material]
    reports_to: list[Material]
    items: list[DutyItem]
    edition: str
    in_force: bool


class Duties(Rows):
    """Duties in the order of the texts."""

    duties: list[Duty]


@operation("List duties")
def list_duties(context: Context, request: ListDuties) -> Duties:
    """Lists who is told to do what: verb, force, time, condition, who is to be reported to.

    Exhaustive, with `total` and `has_more`: for all duties of a body, of a text, with a deadline.
    """
    wanted = WantedDuties(
        request.body, request.verb, request.text, request.words, request.when, request.superseded
    )
    found = select(context.duties, wanted)
    page, counts = page_of(found, request)
    return Duties(**counts, duties=[_duty(entry, context) for entry in page])


def _duty(entry: Entry, context: Context) -> Duty:
    items = [
        DutyItem(
            name=section.name,
            text=section.text,
            times=[time.words for time in section.own.times],
            conditions=list(section.own.conditions),
            reports_to=list(section.own.reports_to),
        )
        for section in entry.sections[1:]
    ]
    return placed(
        Duty,
        entry.duty.provision,
        context,
        entry.duty,
        verb=entry.verb,
        force=entry.strength.value if entry.strength else "",
        action=entry.words,
        times=[time.words for time in entry.duty.times],
        items=items,
        edition=str(entry.key),
        in_force=entry.in_force,
    )


class FindPhrase(Paging):
    """A phrase, searched for word for word."""

    phrase: str = Field(min_length=1, max_length=LONGEST, description="The exact words.")
    match_case: bool = Field(False, description="Tell capital letters apart.")
    inside_words: bool = Field(False, description="Find it inside longer words too.")
    without_superseded: bool = Field(False, description="Leave superseded editions out.")


class Use(Place):
    """A place where a clause has the phrase, with the words around it."""

    before: Material
    phrase: Material
    after: Material
    year: int


class Uses(Rows):
    """Every place with a phrase, the newest text first; wordings of other texts that come close to it."""

    texts: int
    uses: list[Use]
    close_wordings: list[Material]


@operation("Find a phrase word for word")
def concordance(context: Context, request: FindPhrase) -> Uses:
    """Lists every place where the texts have an exact phrase, with the words around it.

    For what means the same in other words, use search.
    """
    wanted = PhraseQuery(request.phrase, request.match_case, request.inside_words, request.without_superseded)
    found = context.concordance().find(wanted)
    page, counts = page_of(found.places, request)
    return Uses(
        **counts,
        texts=len(found.by_text),
        uses=[
            placed(Use, use.edition.id_of(use.provision), context, use, year=use.edition.key.year)
            for use in page
        ],
        close_wordings=[variant.text for variant in found.variants],
    )
