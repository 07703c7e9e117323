"""Operations that search, answer and check."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assistant.answer import Answer, AnswerWords, ReasonCode, Status, Support
from assistant.checking.judging import Compared, Judge
from assistant.operations.context import Context
from assistant.operations.operation import (
    Material,
    OperationError,
    OperationInput,
    OperationResult,
    operation,
)
from assistant.operations.values import Filtering, Place, Text, place, placed, provision_of
from assistant.plain_text import EXPLANATION
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
from assistant.verification.verifier import Judgement, check_language, verify

Question = Annotated[str, Field(min_length=1, max_length=2_000)]
_TURNS = 20  # earlier questions that are read


class Search(Filtering):
    """What is searched for."""

    query: Question = Field(description="What the clause is about, in the words of the texts or your own.")
    limit: int = Field(10, ge=1, le=50, description="Results at most.")


class Result(OperationResult):
    """A clause that was found; give its `id` to fetch."""

    id: str
    title: Material
    url: str


class Results(OperationResult):
    """Clauses, the nearest first."""

    results: list[Result]


@operation("Search the clauses")
def search(context: Context, request: Search) -> Results:
    """Finds the clauses nearest to a query, best first.

    There is always a nearest clause: read what it finds with fetch before you rely on it, or call ask, which
    says so when the texts do not answer.
    """
    hits = context.filtered.search(request.query, request.filters, request.limit)
    if not hits:
        raise OperationError(
            "nothing_found", "no clause passes the filters", "search with fewer filters", 404
        )
    found = [place(hit.passage.provision, context) for hit in hits]
    return Results(results=[Result(id=clause.id, title=clause.label, url=clause.url) for clause in found])


class Ask(Filtering):
    """A question, and those that were asked before it."""

    question: Question = Field(description="A question in English about the texts.")
    conversation: list[Question] = Field(
        default_factory=list,
        max_length=_TURNS,
        description="The questions asked before it, oldest first, if it depends on them.",
    )


class Cited(Place):
    """A clause that an answer cites: its words from `start` to `end` are `quote`."""

    quote: Material
    start: int
    end: int
    governing: Material
    edition: str
    superseded_by: Material


class CertainWords(OperationResult):
    """The words of a cited clause that answer by themselves: those of its text from `start` to `end`."""

    id: str
    start: int
    end: int
    words: Material


class Statement(OperationResult):
    """A statement of an answer; `citations` are places in the answer's list of citations."""

    text: Material
    support: Support
    citations: list[int]


class Answered(OperationResult):
    """An answer: stands behind its claims only where `status` is `answered`.

    `candidates` may answer; every other status is a refusal, whose kind `reason_code` gives, with the
    clauses that come nearest in `related`. `total` is how many clauses are cited. `answer_words` are null
    unless a date, a number, a sum or a share answers by itself and is certain.
    """

    status: Status
    reason_code: ReasonCode
    reason: str
    understood_as: str
    text: str = Field(description=EXPLANATION)
    answer_words: CertainWords | None
    claims: list[Statement]
    citations: list[Cited]
    related: list[Place]
    total: int


@operation("Ask a question")
def ask(context: Context, request: Ask) -> Answered:
    """Answers a question from the texts, in the words of their clauses, or says why it cannot.

    Show quotes as they are, with their labels. State nothing as fact that is not in a claim of an answer with
    status `answered`.
    """
    turns = (*request.conversation, request.question)
    return answered(context.asks(turns, lambda: context.filtered.ask(turns, request.filters)), context)


def answered(answer: Answer, context: Context) -> Answered:
    """Return an answer as every interface gives it."""
    cited = list(dict.fromkeys(citation for claim in answer.claims for citation in claim.citations))
    at = {citation: number for number, citation in enumerate(cited)}
    return Answered(
        status=answer.status,
        reason_code=answer.reason_code,
        reason=answer.reason,
        understood_as=answer.understood,
        text=answer.text,
        answer_words=_certain(answer.answer_words),
        claims=[
            Statement(
                text=claim.text,
                support=claim.support,
                citations=[at[citation] for citation in claim.citations],
            )
            for claim in answer.claims
        ],
        citations=[
            placed(Cited, citation.provision, context, citation, edition=str(citation.provision.edition))
            for citation in cited
        ],
        related=[place(id_, context) for id_ in answer.closest if context.library.provision(id_)],
        total=len({citation.provision for citation in cited}),
    )


def _certain(words: AnswerWords | None) -> CertainWords | None:
    if words is None:
        return None
    return CertainWords(id=str(words.provision), start=words.start, end=words.end, words=words.words)


class VerifyClaim(OperationInput):
    """A sentence, and the clause that is said to say it."""

    claim: Question = Field(description="One sentence, as you would show it to a reader.")
    id: Text | None = Field(
        None, description="The full id of the clause that it cites; without one the clause is searched for."
    )


class Verified(Place):
    """Whether the clause says it.

    `verdict` is `verbatim`: in these words; `supported`: in other words; `contradicted`: the clause is about
    the same and says otherwise; `not_supported`: do not say it with this clause. `needs_reading`: what was
    found may be no more than wording. `support` is the same in three values. `reasons` say what was found
    against it; `quote` are the clause's own words.
    """

    support: Support
    verdict: Judgement
    needs_reading: bool
    reasons: list[str]
    quote: Material


@operation("Check a claim against a clause")
def verify_claim(context: Context, request: VerifyClaim) -> Verified:
    """Checks whether a clause says what a sentence claims, numbers, names, negations and conditions included.

    Call it before you show a sentence of your own with a citation. Without an id the clause is searched for:
    the result is the clause that says it, or the nearest one and what speaks against it.
    """
    check_language(request.claim)
    if request.id:
        found = provision_of(request.id, context)
        verdict = verify(request.claim, Source.of(found.edition, found.provision), shipped_nearness())
        compared = Compared(found.edition, found.provision, verdict)
    else:
        located = Judge(context.filtered, context.library).locate(request.claim)
        if located is None:
            message, remedy = "no clause comes near the claim", "give the id of the clause that it cites"
            raise OperationError("nothing_found", message, remedy, 404)
        compared = located
    return placed(
        Verified,
        compared.id,
        context,
        compared.verdict,
        verdict=compared.verdict.judgement,
        quote=compared.provision.text,
    )
