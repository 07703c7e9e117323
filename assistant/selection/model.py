"""The reader that is a language model: it chooses among the retrieved clauses, shown in their own words.

The local reader's answer is shown at once, until the model's replaces it. The model replies with tokens; the
clauses' own words are shown, as claims made by the same code as in local answers. It may turn a refusal
into an answer and an answer into a refusal. Its own sentence opens the answer if one of the clauses shown
supports all of it.

It is asked only if the local reader decided. Labels, lists of mentions, changes, duties and the like come
whole and in order from the structure of the texts; a model could only lose some of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from assistant.answer import Answer, ReasonCode, Status, UnfilteredNotice
from assistant.language_model.calls import PAUSE, SECONDS, Calls
from assistant.language_model.client import LanguageModelFailed, Writer
from assistant.library.library import Library
from assistant.rendering import ChosenClause, answer_words, claims, rendered
from assistant.rendering.reasons import NO_REASON, not_stated
from assistant.selection.arranging import arranged, in_order
from assistant.selection.opening_sentence import Opening, checked_opening
from assistant.selection.prompt import Excerpt, Prompt, write_prompt
from assistant.selection.reply import SCHEMA, TRANSLATING, NamedClause, Reply, quoted_span, read_reply
from assistant.trace import ModelTrace

READER_STRATEGY = "passage"
"""The strategy of answers and refusals that the local reader decided."""
_READ = (Status.ANSWERED, Status.CANDIDATES, Status.NOT_STATED, Status.NOT_IN_CORPUS)
_NOT_HELD = (ReasonCode.NAMED_NOT_HELD, ReasonCode.UNKNOWN_TEXT, ReasonCode.NOTHING_HELD)
_MOST = 16  # clauses that are shown
_CLOSEST = 5
_NAME = 60  # characters of a model's name that are shown

_STAYS = "The quick answer stays."
NOTICES = {
    "absent": f"The language model cannot be reached. {_STAYS}",
    "slow": f"The language model took too long. {_STAYS}",
    "broken": f"What the language model sent cannot be used. {_STAYS}",
    "cut-off": f"The language model's answer broke off. {_STAYS}",
    "resting": f"The language model failed a moment ago and is not asked for a while. {_STAYS}",
    "busy": f"The language model is busy with other answers. {_STAYS}",
    "unusable": f"The language model named no clause that it was shown. {_STAYS}",
}
"""The notice for an answer left unchanged, by the reason."""


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What became of an answer. `failure` says why it is as it was: a key of NOTICES, 'not asked', or ''.

    `prompt` and `reply` are what the model was sent and what it replied, None where it did not;
    `objection` says why its opening sentence is not shown; `seconds` is wall time.
    `error` is what a call ended with that brought no reply.
    """

    answer: Answer
    failure: str = ""
    prompt: Prompt | None = None
    reply: Reply | None = None
    seconds: float = 0.0
    objection: str = ""
    error: LanguageModelFailed | None = None


class ModelReader:
    """Reads with a language model, within a time, and says when it cannot."""

    def __init__(
        self,
        writer: Writer,
        name: str,
        *,
        seconds: float = SECONDS,
        pause: float = PAUSE,
    ) -> None:
        """Take the model and its name, the seconds that it may take, and its pause after a failure."""
        self.name = name[:_NAME]
        self.calls = Calls(writer, seconds=seconds, pause=pause)

    @property
    def state(self) -> str:
        """Return "up", or "degraded" where the last call failed."""
        return self.calls.state

    def read(
        self,
        answer: Answer,
        turns: Sequence[str],
        library: Library,
        *,
        language: str = "",
        seconds: float | None = None,
    ) -> ModelReading:
        """Return what became of an answer, with everything that explains it. Never raises.

        `language` is the code of the asker's, '' for English; `seconds` are those that are left.
        """
        started = perf_counter()
        prompt = prompt_for(answer, turns, library, language)
        if prompt is None:
            return ModelReading(answer, "not asked")
        schema = TRANSLATING if language else SCHEMA
        try:
            reply = self.calls.ask(prompt.system, prompt.user, schema, read_reply, seconds=seconds)
        except LanguageModelFailed as error:
            took = perf_counter() - started
            trace = ModelTrace(self.name, prompt.version, len(prompt.excerpts), took, failure=error.reason)
            unchanged = _unchanged(answer, trace, took)
            return ModelReading(unchanged, error.reason, prompt, seconds=took, error=error)
        took = perf_counter() - started
        found = apply_reply(answer, prompt, reply, library, self.name, took)
        return replace(found, seconds=took)


def is_readers_decision(answer: Answer) -> bool:
    """Return True if the local reader decided how a question is met."""
    return (
        answer.trace is not None
        and answer.trace.strategy == READER_STRATEGY
        and answer.status in _READ
        and answer.reason_code not in _NOT_HELD
    )


def prompt_for(answer: Answer, turns: Sequence[str], library: Library, language: str = "") -> Prompt | None:
    """Return the prompt for a model; None where it is not asked.

    `language` is the code of the asker's, '' for English.
    """
    question = answer.question or (turns[-1] if turns else "")
    return write_prompt(answer, question, library, language) if is_readers_decision(answer) else None


def apply_reply(
    answer: Answer, prompt: Prompt, reply: Reply, library: Library, name: str, seconds: float = 0.0
) -> ModelReading:
    """Return what becomes of an answer by a reply: of the tokens in it only those count that were given."""
    shown = {excerpt.token: excerpt for excerpt in prompt.excerpts}
    known = [(shown[clause.token], clause) for clause in reply.clauses if clause.token in shown]
    trace = ModelTrace(
        name,
        prompt.version,
        len(prompt.excerpts),
        seconds,
        tuple(dict.fromkeys(excerpt.edition.citation(excerpt.provision) for excerpt, _ in known)),
        len(reply.clauses) - len(known),
    )
    against = ""
    if reply.answered:
        found, opening = _answered(answer, known, reply, library, prompt.language)
        against = opening.against
        trace = replace(trace, opening=against, translation=opening.untranslated)
    else:
        found = _refused(answer, [excerpt for excerpt, _ in known], reply)
    if found is None:
        trace = replace(trace, failure="unusable")
        return ModelReading(_unchanged(answer, trace, seconds), "unusable", prompt, reply)
    found = replace(found, read_by=name, seconds=answer.seconds + seconds)
    return ModelReading(_traced(found, trace), "", prompt, reply, objection=against)


def _answered(
    answer: Answer,
    known: Sequence[tuple[Excerpt, NamedClause]],
    reply: Reply,
    library: Library,
    language: str,
) -> tuple[Answer | None, Opening]:
    """Make the answer of the clauses that are named, and say what of its opening is shown."""
    chosen = _chosen(known, library)
    if not chosen:
        return None, Opening()
    lead, parts = arranged(chosen)
    made = claims(parts, library)
    if not made:
        return None, Opening()
    shown = tuple(dict.fromkeys((clause.edition, clause.provision) for clause in parts))
    opening = checked_opening(reply.opening, reply.translation, language, shown)
    cited = (citation.provision for claim in made for citation in claim.citations)
    found = replace(
        answer,
        status=Status.ANSWERED,
        claims=made,
        answer_words=answer_words(answer.question, made),
        closest=(),
        retrieved=tuple(dict.fromkeys((*cited, *answer.retrieved))),
        notices=tuple(notice for notice in answer.notices if not isinstance(notice, UnfilteredNotice)),
        opening=opening.sentence,
        translation=opening.translation,
        language=language if opening.translation else "",
    )
    return rendered(found, lead, NO_REASON), opening


def _chosen(known: Sequence[tuple[Excerpt, NamedClause]], library: Library) -> list[ChosenClause]:
    """Choose what is shown of each clause, part by part of the question, in the order of the texts."""
    found: dict[str, tuple[Excerpt, int, list[str]]] = {}
    for excerpt, named in known:
        _, _, quotes = found.setdefault(excerpt.token, (excerpt, named.part, []))
        quotes.append(named.words)
    chosen: list[ChosenClause] = []
    for part in sorted({part for _, part, _ in found.values()}):
        ours = [(excerpt, quotes) for excerpt, own, quotes in found.values() if own == part]
        chosen += in_order([_part(excerpt, quotes, library) for excerpt, quotes in ours])
    return chosen[:_MOST]


def _part(excerpt: Excerpt, quotes: Sequence[str], library: Library) -> ChosenClause:
    """Choose the sentences of a clause that hold these words; all of it where they cannot stand alone."""
    whole = ChosenClause(excerpt.edition, excerpt.provision)
    place = quoted_span(excerpt.provision.text, quotes)
    if place is None:
        return whole
    part = ChosenClause(excerpt.edition, excerpt.provision, *place)
    return part if claims([part], library) else whole


def _refused(answer: Answer, related: Sequence[Excerpt], reply: Reply) -> Answer:
    if answer.status in (Status.NOT_STATED, Status.NOT_IN_CORPUS):
        return answer
    cited = [citation.provision for claim in answer.claims for citation in claim.citations]
    near = dict.fromkeys((*(excerpt.id for excerpt in related), *cited, *answer.retrieved))
    found = replace(
        answer, status=Status.NOT_STATED, claims=(), answer_words=None, closest=tuple(near)[:_CLOSEST]
    )
    return rendered(found, reason=not_stated(reply.missing))


def _unchanged(answer: Answer, trace: ModelTrace, seconds: float) -> Answer:
    unchanged = replace(
        answer, notices=(*answer.notices, NOTICES[trace.failure]), seconds=answer.seconds + seconds
    )
    return _traced(unchanged, trace)


def _traced(answer: Answer, trace: ModelTrace) -> Answer:
    return replace(answer, trace=replace(answer.trace, model=trace)) if answer.trace else answer
