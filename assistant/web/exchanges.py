"""Questions and answers → HTML: what was asked, what is said, the clause behind each statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assistant.answer import TRANSLATED, Answer, Citation, ReasonCode, Status, Support
from assistant.conversations.suggestions import follow_ups
from assistant.conversations.turn import Conversation, Verdict
from assistant.filtered import described
from assistant.library.library import Library
from assistant.scope.filters import Filters
from assistant.understanding.languages import is_leftwards
from assistant.understanding.turns import renewed
from assistant.web.addresses import address
from assistant.web.claims import cite, cited, claims_shown
from assistant.web.examples import welcome
from assistant.web.markup import Html, element, join
from assistant.web.verdicts import verdict
from corpus.keys import ProvisionId

SHOWN_CHARACTERS = 2_000
"""How much of a question is shown again; the assistant refuses longer ones."""
_SNIPPET = 180
_SMALL_TALK = (ReasonCode.GREETING, ReasonCode.THANKS, ReasonCode.HELP)
_LEAD_SAYS_WHY = (ReasonCode.BAD_QUESTION, ReasonCode.BAD_FILTER)

STATUS_SENTENCES = {
    Status.ANSWERED: "Answered in the words of the text",
    Status.NEEDS_CLARIFICATION: "Several clauses fit: choose the one you mean",
    Status.NOT_IN_CORPUS: "Nothing on this in the texts held",
    Status.NOT_STATED: "The texts do not state what you ask",
    Status.REFERENCED_NOT_HELD: "Named in the texts, but not held here",
    Status.SUPERSEDED_ONLY: "Found only in an edition that is no longer in force",
    Status.OUT_OF_SCOPE: "Not a question that these texts can answer",
}
FAULT = "The program failed, and your question was not answered"
WORDED = "Answered in other words, each statement checked against the clause below it"  # kept from before
WAITING = "A language model is reading the clauses; its choice will take the place of this quick answer."
OPENED = "A language model wrote this sentence; one of the clauses below says all of it"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was said to it; `answer` is None until it is there.

    `waiting` is set while a language model reads the clauses; `quick` is then the answer that the model's
    took the place of. `number` counts the questions of a tab, so that a late answer finds its own; `turn` is
    its number in the conversation that is kept, 0 where it is not kept; `notices` say what befell the
    conversation.
    """

    question: str
    answer: Answer | None = None
    quick: Answer | None = None
    complete: bool = True
    waiting: bool = False
    number: int = 0
    turn: int = 0
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    verdict: Verdict | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is shown: `id` is '' where it is not kept.

    An empty one offers `recent` conversations, and `starting` questions by the kind of reader.
    `opening` is set until it is known which conversation the address asks for.
    """

    id: str = ""
    exchanges: tuple[Exchange, ...] = ()
    recent: tuple[Conversation, ...] = ()
    starting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notice: str = ""
    opening: bool = False


def conversation(talk: Talk, library: Library) -> Html:
    """Render a conversation, oldest first; an empty one shows what can be asked."""
    notice = element("p", talk.notice, class_="notice", role="status") if talk.notice else ""
    if not talk.exchanges:
        shown = welcome(library, talk.starting, talk.recent)
        return element("div", notice, shown, class_="conversation", data_opening=talk.opening)
    *earlier, last = talk.exchanges
    told = [exchange(one, library, may_lean=at > 0) for at, one in enumerate(earlier)]
    told.append(exchange(last, library, is_last=True, may_lean=bool(earlier)))
    return element("div", notice, *told, class_="conversation", data_conversation=talk.id or None)


def partial_answers(answer: Answer) -> list[Answer]:
    """Return what is shown while an answer builds up: the lead, then more and more claims."""
    if not answer.claims:
        return []
    steps = range(0, len(answer.claims), max(1, len(answer.claims) // 4))
    return [replace(answer, claims=answer.claims[:count], closest=()) for count in steps]


def exchange(one: Exchange, library: Library, *, is_last: bool = False, may_lean: bool = False) -> Html:
    """Render a question and its answer, after the last one what may be asked next."""
    shown = one.question[:SHOWN_CHARACTERS] + (" …" if len(one.question) > SHOWN_CHARACTERS else "")
    return element(
        "section",
        element("h2", shown or "(an empty question)", class_="question"),
        _filtered(one, library),
        _answer(one, library, may_lean=may_lean)
        if one.answer
        else element("p", "Looking…", class_="pending"),
        _next(one.answer, library) if is_last and one.answer and one.complete else "",
        class_="exchange",
        aria_label="Question and answer",
    )


def _answer(one: Exchange, library: Library, *, may_lean: bool = False) -> Html:
    """Render an answer: how the question was met, the lead, the claims, what comes closest."""
    answer = one.answer
    assert answer is not None
    small = answer.reason_code in _SMALL_TALK
    return element(
        "div",
        *(element("p", notice, class_="notice") for notice in (*one.notices, *answer.notices)),
        _gone(answer, library) if one.complete else "",
        _understood(one.question, answer, may_lean=may_lean),
        element("div", _said(answer, library, complete=one.complete), class_=f"said {answer.status}"),
        element("div", _said(one.quick, library), class_=f"said quick {one.quick.status}", hidden=True)
        if one.quick and _differs(answer, one.quick)
        else "",
        element("p", WAITING, class_="waiting") if one.waiting else "",
        _read_by(answer, one.quick) if answer.read_by and one.complete else "",
        _trace(answer) if one.complete else "",
        verdict(one.turn, answer, one.verdict) if one.complete and one.turn and not small else "",
        _related(answer) if one.complete else "",
        class_=f"answer {answer.status}",
        data_status=str(answer.status),
        data_complete=one.complete,
        data_waiting=one.waiting,
        data_read=bool(answer.read_by),
    )


def _said(answer: Answer, library: Library, *, complete: bool = True) -> Html:
    """Render what is said to a question, by either reader."""
    return join(
        [
            _status(answer),
            _opening(answer),
            _lead(answer, library),
            claims_shown(answer.claims, library, answer.heads),
            _reason(answer),
            _closest(answer, library),
            _foot(answer, library) if complete else "",
        ]
    )


def _opening(answer: Answer) -> Html:
    """Render the sentence with which a language model opens an answer."""
    if not answer.opening:
        return Html("")
    mark = element("span", "in other words", class_=f"support {Support.PARAPHRASE}", title=OPENED)
    opening = element("p", answer.opening, " ", mark, class_="opening")
    if not answer.translation:
        return opening
    direction = "rtl" if is_leftwards(answer.language) else "ltr"
    said = element("p", answer.translation, class_="opening", lang=answer.language, dir=direction)
    note = element("p", f"{TRANSLATED[0].upper()}{TRANSLATED[1:]}:", class_="translated")
    return join([said, note, opening])


def _read_by(answer: Answer, quick: Answer | None) -> Html:
    """Say which language model read the clauses; a button shows the quick answer where that was another."""
    said = f"Read by {answer.read_by}"
    if quick is None:
        return element("p", said, class_="read-by")
    if not _differs(answer, quick):
        return element("p", f"{said}, with the same result", class_="read-by")
    button = element("button", "Show the quick answer", type="button", data_quick=True)
    shown = element("span", said), element("span", "Quick answer", class_="quick", hidden=True)
    return element("p", *shown, " ", button, class_="read-by")


def _differs(answer: Answer, quick: Answer) -> bool:
    """Tell whether a language model's answer shows anything else than the quick one."""
    return (answer.status, answer.claims, answer.opened) != (quick.status, quick.claims, quick.opened)


def _status(answer: Answer) -> Html:
    """Say how a question was met; nothing of a greeting. The lead of candidates says it by itself."""
    if answer.reason_code in _SMALL_TALK:
        return Html("")
    if answer.reason_code == ReasonCode.FAULT:
        return element("p", FAULT, class_="status")
    said = WORDED if is_worded(answer) else STATUS_SENTENCES.get(answer.status, answer.lead)
    return element("p", said, class_="status")


def _lead(answer: Answer, library: Library) -> Html:
    """Render the sentence that opens an answer; for candidates it replaces the status line."""
    if answer.status not in STATUS_SENTENCES:
        return Html("")
    return element("p", *_linked(answer.lead, library), class_="lead")


def _filtered(one: Exchange, library: Library) -> Html:
    """Say to what a question was narrowed."""
    if not str(one.filters):
        return Html("")
    return element("p", f"Asked of {described(one.filters, library)}", class_="narrowed")


def _gone(answer: Answer, library: Library) -> Html:
    """Say where an answer that was kept quotes words that are no longer held."""
    cited = (one for claim in answer.claims for one in claim.citations)
    if all(_stands(one, library) for one in cited):
        return Html("")
    said = "A text that this answer quotes has changed since, or is no longer held: ask again"
    return element("p", said, class_="notice")


def _stands(citation: Citation, library: Library) -> bool:
    """Tell whether the quoted words stand where the citation says."""
    found = library.provision(citation.provision)
    return found is not None and found[1].text[citation.start : citation.end] == citation.quote


def _linked(lead: str, library: Library) -> Iterator[str]:
    """Make the official addresses in a sentence links; no other address becomes one."""
    addresses = {one.address for one in library.catalogue.instruments if one.address and one.address in lead}
    for part in re.split("|".join(map(re.escape, addresses)) or r"(?!)", lead):
        yield part
        if following := next((one for one in addresses if lead.startswith(one, len(part))), ""):
            yield element("a", following, href=following, rel="noreferrer noopener", target="_blank")
        lead = lead[len(part) + len(following) :]


def _next(answer: Answer, library: Library) -> Html:
    """Render what may be asked next; a click asks it."""
    turns = follow_ups(answer, library)
    buttons = [element("button", one, type="button", class_="chip", data_ask=one) for one in turns]
    return (
        element("p", *buttons, class_="chips", role="group", aria_label="Ask next") if buttons else Html("")
    )


def is_worded(answer: Answer) -> bool:
    """Tell whether an answer says something in other words than its clauses'."""
    return any(claim.support == Support.PARAPHRASE for claim in answer.claims)


def _understood(question: str, answer: Answer, *, may_lean: bool) -> Html:
    """Say how the question was read, where that is not what was typed.

    A question that may lean on those before it can be asked again for itself.
    """
    if not answer.understood_as or _plain(answer.understood_as) == _plain(question):
        return Html("")
    alone = element(
        "button", "Ask without context", type="button", class_="chip", data_ask=f"New question: {question}"
    )
    shown = element("q", answer.understood_as)
    again = alone if may_lean and not renewed(question) else ""
    return element("p", "Understood as: ", shown, " ", again, class_="understood")


def _plain(text: str) -> str:
    """Leave out what makes no difference to a reader."""
    return " ".join(text.casefold().split()).rstrip("?!. ")


def _reason(answer: Answer) -> Html:
    """Say why a question was not answered."""
    if answer.status == Status.ANSWERED or not answer.reason or answer.reason_code in _LEAD_SAYS_WHY:
        return Html("")
    return element("p", f"Why: {answer.reason.rstrip('.')}.", class_="reason")


def _closest(answer: Answer, library: Library) -> Html:
    """Show the clauses that come closest to a question that has no answer."""
    items = [] if answer.status == Status.ANSWERED else [_near(id_, library) for id_ in answer.closest]
    if not any(items):
        return Html("")
    return element(
        "section",
        element("h3", "Closest clauses, not an answer"),
        element("ul", *items),
        class_="closest",
    )


def _related(answer: Answer) -> Html:
    """Render related questions; a click asks one."""
    if not answer.related:
        return Html("")
    buttons = [
        element("li", element("button", one, type="button", class_="example", data_ask=one))
        for one in answer.related
    ]
    return element("section", element("h3", "Related questions"), element("ul", *buttons), class_="related")


def _near(id_: ProvisionId, library: Library) -> Html:
    """Render one of the closest clauses: its label and how it begins."""
    found = library.provision(id_)
    if found is None:
        return Html("")
    edition, provision = found
    text = provision.text
    snippet = text if len(text) <= _SNIPPET else text[:_SNIPPET].rsplit(" ", 1)[0] + " …"
    return element("li", cite(edition.citation(provision), address(id_)), element("p", snippet))


def _trace(answer: Answer) -> Html:
    """Say how an answer was found, for who opens it."""
    if answer.trace is None or answer.reason_code in _SMALL_TALK:
        return Html("")
    lines = (element("li", one) for one in answer.trace.lines)
    return element(
        "details", element("summary", "How this answer was found"), element("ul", *lines), class_="trace"
    )


def _foot(answer: Answer, library: Library) -> Html:
    """Render what can be done with an answer."""
    return element(
        "p",
        element(
            "button",
            "Copy answer with citations",
            type="button",
            data_copy="text",
            data_text=plain(answer, library),
        ),
        element("span", _took(answer.seconds), class_="seconds"),
        class_="foot",
    )


def _took(seconds: float) -> str:
    """Say how long something took."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def plain(answer: Answer, library: Library) -> str:
    """Return an answer as text to paste: the lead, then each quote with its head and its full label."""
    lines = [answer.opened, answer.lead]
    for claim in answer.claims:
        quoted = [one.quote for one in claim.citations]
        lines += [f"{claim.text} (in other words)"] if claim.text not in quoted else []
        lines += [cited(one, library) for one in claim.citations]
    return "\n\n".join(filter(None, lines))
