"""A language model as a judge of claims, beside our own verifier: it is measured first and never gates.

Before it judges an answer it judges the labelled claims of the dev split, honest ones and false
ones, and its sensitivity, specificity and Cohen's kappa (1960) with the labels are printed. A judge
that is no better than chance there is printed with that warning. What it is told stands in judge.txt.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Any, TypeVar

from assistant.answer import Claim, Support
from assistant.cli.terminal import ProgressBar, json_text, say
from assistant.language_model.client import Client, LanguageModelFailed, Writer
from assistant.plain_text import shown
from assistant.settings import read_settings
from assistant.verification.verifier import verify
from corpus.keys import ProvisionId
from evals.agreement import agreement
from evals.claims import ClaimCase
from evals.golden import read_golden
from evals.outcomes import Outcome, ask_all
from evals.worlds import Assistants, Texts, gather

PROMPT = Path(__file__).with_name("judge.txt")
_SEED = 71
_SECONDS = 60.0  # for one verdict
_PATIENCE = 5  # calls that fail in a row, after which no more is asked
_EXAMPLES = 5  # disagreements that are printed
_NO_QUESTION = "Is this what the clause says?"  # a labelled claim answers none
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_VERDICT = re.compile(r"\W*(?P<no>un|not[ -])?supported\b", re.IGNORECASE)
_UNCONFIGURED = (
    "judge: no language model is configured, so nothing is judged; set RESOLUTIONS_LLM_BASE_URL "
    "(as in http://127.0.0.1:11434/v1) and RESOLUTIONS_LLM_MODEL, then run: python -m evals judge"
)
_WARNING = (
    "WARNING: not shown to be better than chance on these claims, so its word on the answers proves nothing"
)
_ROWS = {
    "sensitivity": "honest claims called supported (sensitivity)",
    "specificity": "false claims called unsupported (specificity)",
    "balanced": "balanced accuracy",
    "kappa": "Cohen's kappa",
}

Row = TypeVar("Row")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What the judge is asked, and what is known: our verifier's word, and the label where there is one."""

    id: str
    asked: str
    clauses: tuple[str, ...]
    claim: str
    verified: bool
    label: bool | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judge's word on a claim, None where the call failed; `failure` says how."""

    question: Question
    supported: bool | None
    failure: str = ""


class Judge:
    """A language model that is asked about one claim at a time."""

    def __init__(self, writer: Writer, seconds: float = _SECONDS) -> None:
        """Take what writes the verdicts, and the seconds that one may take."""
        self._writer, self._seconds = writer, seconds
        self._system, _, user = PROMPT.read_text(encoding="utf-8").partition("\n---\n")
        self._user = Template(user)

    def judge(self, question: Question) -> Judgement:
        """Return the verdict on one claim; a call that fails is kept as such."""
        user = self._user.substitute(
            question=question.asked, clauses="\n\n".join(question.clauses), claim=question.claim
        )
        try:
            said = self._writer.complete(self._system, user, seconds=self._seconds)
        except LanguageModelFailed as error:
            return Judgement(question, None, str(error))
        supported = read_verdict(said)
        return Judgement(question, supported, "" if supported is not None else f"no verdict: {_cut(said)}")

    def judge_all(self, questions: Sequence[Question], progress: Progress) -> tuple[Judgement, ...]:
        """Judge every claim, unless so many calls in a row fail that the model must be gone."""
        found: list[Judgement] = []
        for number, question in enumerate(questions, 1):
            last = found[-_PATIENCE:]
            if len(last) == _PATIENCE and all(one.supported is None for one in last):
                found.append(Judgement(question, None, f"not asked: {_PATIENCE} calls before it failed"))
            else:
                found.append(self.judge(question))
            progress(number, len(questions))
        return tuple(found)


def run(limit: int, as_json: bool) -> int:
    """Calibrate the judge, judge claims of the golden run, print both; status 0 whatever it says.

    `limit` is how many labelled claims, and how many of the answers', are judged; 0: all.
    """
    settings = read_settings()
    if settings.language_model is None:
        sys.stdout.write(json_text({"configured": False, "said": _UNCONFIGURED}) if as_json else "")
        say(_UNCONFIGURED)
        return 0
    texts = gather(settings.home)
    golden = read_golden(texts)
    judge = Judge(Client(settings.language_model))
    with ProgressBar("Calibrating the judge", "claim") as progress:
        labelled = [one for one in golden.claims if one.split == "dev"]
        controls = judge.judge_all(control_questions(labelled, texts, limit), progress)
    with ProgressBar("Asking the golden questions", "question") as progress:
        cases = sample(golden.cases, limit)
        outcomes = ask_all(cases, Assistants(texts, settings).holding, progress)
    with ProgressBar("Judging the answers", "claim") as progress:
        answered = judge.judge_all(sample(answer_questions(outcomes, texts), limit), progress)
    name = f"{settings.language_model.model} at {settings.language_model.base_url}"
    found = told(name, controls, answered)
    sys.stdout.write(json_text(found) if as_json else "\n".join(printed(found)) + "\n")
    return 0


# -- what is judged ---------------------------------------------------------------------------------


def control_questions(claims: Iterable[ClaimCase], texts: Texts, limit: int = 0) -> tuple[Question, ...]:
    """Return labelled claims, of honest and of false ones as many each where there is a limit."""
    asked = [_control(one, texts) for one in claims]
    kinds = [[one for one in asked if one.label is label] for label in (True, False)]
    return tuple(one for kind in kinds for one in sample(kind, (limit + 1) // 2))


def answer_questions(outcomes: Iterable[Outcome], texts: Texts) -> Iterator[Question]:
    """Return every claim of every answer, with the question that it answers."""
    for outcome in outcomes:
        for number, claim in enumerate(outcome.answer.claims if outcome.answer else (), 1):
            clauses = _clauses((one.provision for one in claim.citations), texts)
            yield Question(
                id=f"{outcome.case.id}:{number}",
                asked=outcome.case.turns[-1],
                clauses=tuple(f"{label}\n{text}" for label, text in clauses),
                claim=claim.text,
                verified=_is_verified(claim, clauses),
            )


def sample(rows: Iterable[Row], limit: int) -> tuple[Row, ...]:
    """Return so many rows, the same at every run, mixed; all of them in order without a limit."""
    known = tuple(rows)
    return tuple(random.Random(_SEED).sample(known, limit)) if 0 < limit < len(known) else known  # noqa: S311  no secret


def _control(one: ClaimCase, texts: Texts) -> Question:
    """Return what is asked of a labelled claim."""
    ((label, text),) = _clauses([one.provision], texts)
    return Question(
        id=one.id,
        asked=_NO_QUESTION,
        clauses=(f"{label}\n{text}",),
        claim=one.claim,
        verified=verify(one.claim, text, label).support != Support.UNSUPPORTED,
        label=one.expect != Support.UNSUPPORTED,
    )


def _clauses(ids: Iterable[ProvisionId], texts: Texts) -> list[tuple[str, str]]:
    """Return the clauses with these ids, each with its label, which carries its head."""
    found = (texts.provision(one) for one in ids)
    return [(one[0].citation(one[1]), one[1].text) for one in found if one]


def _is_verified(claim: Claim, clauses: Iterable[tuple[str, str]]) -> bool:
    """Return True if our own verifier finds a claim in one of its clauses."""
    return any(verify(claim.text, text, label).support != Support.UNSUPPORTED for label, text in clauses)


def read_verdict(said: str) -> bool | None:
    """Read the word that an answer begins with, thoughts left out; None where it is no verdict.

    >>> read_verdict("**UNSUPPORTED**: the Council is not addressed.")
    False
    """
    match = _VERDICT.match(_THOUGHT.sub("", said))
    return None if match is None else match["no"] is None


# -- what is told -----------------------------------------------------------------------------------


def told(name: str, controls: Sequence[Judgement], answered: Sequence[Judgement]) -> dict[str, Any]:
    """Return everything that was found, as JSON has it."""
    calls = (*controls, *answered)
    calibration = agreement(_pairs(controls, lambda one: bool(one.label)))
    ours = agreement([(one.question.verified, bool(one.question.label)) for one in controls])
    differing = [one for one in answered if one.supported not in (None, one.question.verified)]
    return {
        "configured": True,
        "judge": name,
        "beats_chance": calibration.beats_chance,
        "calibration": asdict(calibration),
        "our_verifier": asdict(ours),
        "with_our_verifier": asdict(agreement(_pairs(controls, lambda one: one.verified))),
        "answers": asdict(agreement(_pairs(answered, lambda one: one.verified))),
        "differing": [
            {"id": one.question.id, "judge": one.supported, "claim": one.question.claim} for one in differing
        ],
        "calls": len(calls),
        "failures": [one.failure for one in calls if one.failure],
    }


def printed(found: dict[str, Any]) -> Iterator[str]:
    """Print what was found, for a reader."""
    yield f"judge: {found['judge']}; it is printed beside our own checks and never gates"
    yield "\non labelled claims (dev split), against their labels"
    for key, name in _ROWS.items():
        judge, ours = found["calibration"][key], found["our_verifier"][key]
        yield f"  {name:<46}{_figure(judge):<26} our verifier {_figure(ours)}"
    yield f"  {'kappa of the judge with our verifier':<46}{_figure(found['with_our_verifier']['kappa'])}"
    if not found["beats_chance"]:
        yield f"  {_WARNING}"
    yield "\non claims of the golden run"
    yield f"  {'agrees with our verifier':<46}{_figure(found['answers']['agreed'])}"
    for one in found["differing"][:_EXAMPLES]:
        verdict = "supported" if one["judge"] else "unsupported"
        yield f"  differs: {one['id']} the judge says {verdict}: {_cut(one['claim'])}"
    if failures := found["failures"]:
        yield f"\n{len(failures)} of {found['calls']} calls failed and are left out; the first: {failures[0]}"


def _pairs(judgements: Iterable[Judgement], so: Callable[[Question], bool]) -> list[tuple[bool, bool]]:
    """Return the verdicts there are, each with what is held to be so."""
    return [(one.supported, so(one.question)) for one in judgements if one.supported is not None]


def _figure(one: dict[str, float] | None) -> str:
    """Print a figure with its interval and the number of claims it stands on."""
    if one is None:
        return "–"
    return f"{one['mean']:.2f} ({one['low']:.2f} to {one['high']:.2f}), {one['count']}"


def _cut(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = shown(" ".join(text.split()))
    return f"“{line}”" if len(line) <= 90 else f"“{line[:90]}…”"
