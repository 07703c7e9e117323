"""What is asked of a server: a question from a page or a program is limited, timed, counted and logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

from starlette.types import Scope

from assistant.administration.logs import log_event
from assistant.answer import Answer
from assistant.operations import OperationError
from assistant.operations.context import Asks
from assistant.web.request_log import request_id
from assistant.web.security.clients import client_of
from assistant.web.security.questions import QuestionRefused
from assistant.web.service import Service


def limited(service: Service, scope: Scope) -> Asks:
    """Return what has the questions of a program answered. It raises OperationError for one too many."""

    def ask(turns: Sequence[str], answer: Callable[[], Answer]) -> Answer:
        try:
            with service.questions.place(client_of(scope)):
                return counted(service, request_id(scope), turns[-1], answer)
        except QuestionRefused as refusal:
            remedy = f"wait {refusal.seconds} s and call again"
            raise OperationError(
                refusal.code, refusal.sentence, remedy, refusal.status, retry_after=refusal.seconds
            ) from None

    return ask


def counted(service: Service, request: str, question: str, answer: Callable[[], Answer]) -> Answer:
    """Have a question answered; count the answer and log which clauses it cites, with the request's id."""
    started = perf_counter()
    found = answer()
    seconds = perf_counter() - started
    service.metrics.answered(str(found.status), seconds)
    cited = dict.fromkeys(str(one.provision) for claim in found.claims for one in claim.citations)
    words = {"question": question} if service.settings.log_questions else {}
    log_event("question", {
        "request_id": request,
        "status": str(found.status),
        "provisions": list(cited),
        "ms": round(seconds * 1000, 1),
        **words,
    })  # fmt: skip
    return found
