"""A run with the language model on: what it wrote, what of it stood, what was shown; it never gates.

Beside the answers in the clauses' own words stand the same answers as the model worded them: whether
anything shown is not what its clauses say, how often the answer was left as it was and why, what
was dropped and why, what it cost. The same verifier decides what is shown and what is counted: the
worded statements are printed to be read (`--details`).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Claim, Status, Support
from assistant.cli.terminal import ProgressBar, json_text, say
from assistant.language_model.client import Client
from assistant.language_model.wording import Worded, Wording
from assistant.settings import read_settings
from assistant.verification.verifier import verify
from evals.cases import Case
from evals.golden import read_golden
from evals.judge import sample
from evals.metrics.citation import precision, recall
from evals.stats import interval
from evals.worlds import Assistants, Texts, gather

_UNCONFIGURED = (
    "model: no language model is configured, so none is asked; set RESOLUTIONS_LLM_BASE_URL "
    "(as in http://127.0.0.1:11434/v1) and RESOLUTIONS_LLM_MODEL, then run: python -m evals model"
)
_SHIPPED = "res-71"  # the world of the text that is shipped


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, the answer in the clauses' own words, and what became of it."""

    case: Case
    before: Answer
    worded: Worded


def run(limit: int, split: str, *, as_json: bool, details: bool) -> int:
    """Ask golden questions over Resolution 71 with the language model on, print what became of them.

    `limit` is how many are asked, 0: all; a run that is interrupted tells what it has. The status
    is 1 where a statement was shown that its clauses do not say.
    """
    settings = read_settings()
    if settings.language_model is None:
        sys.stdout.write(json_text({"configured": False, "said": _UNCONFIGURED}) if as_json else "")
        say(_UNCONFIGURED)
        return 0
    texts = gather(settings.home)
    golden = read_golden(texts, split)
    cases = sample([one for one in golden.cases if texts.name_of(one.held) == _SHIPPED], limit)
    assistants = Assistants(texts, settings)
    writer = Client(settings.language_model)
    for held in {one.held for one in cases}:  # the first question of a process loads the embedding model
        assistants.holding(held).ask(["What is in the text?"])
    asked: list[Asked] = []
    with (
        ProgressBar("Asking with the language model on", "question") as progress,
        suppress(KeyboardInterrupt),
    ):
        for case in cases:
            assistant = assistants.holding(case.held)
            before = assistant.ask(case.turns)
            # A breaker of its own for each: a failure must not leave the questions after it unasked.
            worded = Wording(assistant.library, writer).worded(before, case.turns)
            asked.append(Asked(case, before, worded))
            progress(len(asked), len(cases))
    found = told(f"{settings.language_model.model} at {settings.language_model.base_url}", asked, texts)
    sys.stdout.write(json_text(found) if as_json else "\n".join(printed(found, details=details)) + "\n")
    return 1 if found["unsupported"] else 0


def told(name: str, asked: Sequence[Asked], texts: Texts) -> dict[str, Any]:
    """Return everything that was found, as JSON has it."""
    tried = [one for one in asked if one.worded.left != "not asked"]
    shown = [(one, claim) for one in asked for claim in one.worded.answer.claims]
    changed = [one for one in tried if one.worded.answer.claims != one.before.claims]
    return {
        "configured": True,
        "model": name,
        "questions": len(asked),
        "asked": len(tried),
        "left": dict(Counter(one.worded.left for one in tried if one.worded.left)),
        "changed": len(changed),
        "kept": dict(Counter(str(claim.support) for one in tried for claim in one.worded.kept)),
        "dropped": dict(Counter(_kind(drop.reason) for one in tried for drop in one.worded.dropped)),
        "shown": len(shown),
        "unsupported": [f"{one.case.id}: {claim.text}" for one, claim in shown if not stands(claim, texts)],
        "refusals_changed": sum(one.worded.answer.status != one.before.status for one in asked)
        + sum(one.worded.answer.claims != one.before.claims for one in asked if not _is_answered(one.before)),
        "citation_recall": _both(tried, recall),
        "citation_precision": _both(tried, precision),
        "prompt_ms": _most([1000 * (one.before.seconds + one.worded.prompting) for one in tried]),
        "seconds": _most([one.worded.seconds for one in tried]),
        "paraphrases": [
            {"id": one.case.id, "asked": one.case.turns[-1], "said": claim.text,
             "clauses": [f"{cited.label}: {cited.quote}" for cited in claim.citations]}
            for one in tried for claim in one.worded.answer.claims if claim.support == Support.PARAPHRASE
        ],
        "drops": [
            {"id": one.case.id, "said": drop.text, "reason": drop.reason}
            for one in tried for drop in one.worded.dropped
        ],
    }  # fmt: skip


def stands(claim: Claim, texts: Texts) -> bool:
    """Tell whether each clause that a claim cites holds the quote and says the claim."""
    for cited in claim.citations:
        found = texts.provision(cited.provision)
        if found is None or found[1].text[cited.start : cited.end] != cited.quote:
            return False
        if verify(claim.text, found[1].text, cited.label).support == Support.UNSUPPORTED:
            return False
    return bool(claim.citations)


def printed(found: dict[str, Any], *, details: bool) -> Iterator[str]:
    """Print what was found, for a reader."""
    yield f"language model: {found['model']}"
    yield f"{found['questions']} questions, {found['asked']} of them answered, so that the model was asked"
    yield f"  answers in which its words stand          {found['changed']}"
    yield f"  left as they were                         {_counts(found['left'])}"
    yield f"  sentences that stood                      {_counts(found['kept'])}"
    yield f"  sentences that were dropped               {_counts(found['dropped'])}"
    yield f"  statements shown, not what a clause says  {len(found['unsupported'])} of {found['shown']}"
    yield f"  refusals that changed                     {found['refusals_changed']}"
    for name in ("citation_recall", "citation_precision"):
        before, after = found[name]["before"], found[name]["after"]
        yield f"  {name.replace('_', ' '):<41} {before:.3f} before, {after:.3f} with the model"
    yield f"  ms until it was asked, median, most       {_seconds(found['prompt_ms'])}"
    yield f"  seconds, median, most                     {_seconds(found['seconds'])}"
    yield from found["unsupported"]
    if details:
        for one in found["paraphrases"]:
            yield f"\n{one['id']}: {one['asked']}\n  says: {one['said']}"
            yield from (f"  {clause}" for clause in one["clauses"])
        yield from (f"dropped, {one['id']}: {one['said']} ({one['reason']})" for one in found["drops"])


def _is_answered(answer: Answer) -> bool:
    return answer.status == Status.ANSWERED


def _kind(reason: str) -> str:
    """Return what kind of reason one is: what stands before the words that it names."""
    return reason.partition(": ")[0].partition("“")[0].strip() or "other force or other words"


def _both(asked: Iterable[Asked], metric: Any) -> dict[str, float]:  # noqa: ANN401  either metric
    """Return a metric's mean before and after, over the cases to which it applies."""
    pairs = [(metric(one.case, one.before), metric(one.case, one.worded.answer)) for one in asked]
    known = [pair for pair in pairs if None not in pair]
    means = [interval([pair[at] for pair in known]) for at in (0, 1)]
    return {
        name: round(one.mean, 4) if one else 0.0 for name, one in zip(("before", "after"), means, strict=True)
    }


def _most(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the greatest of some values."""
    known = sorted(values) or [0.0]
    return {"median": round(known[len(known) // 2], 3), "most": round(known[-1], 3)}


def _seconds(one: dict[str, float]) -> str:
    return f"{one['median']:.1f}, {one['most']:.1f}"


def _counts(counts: dict[str, int]) -> str:
    """Print counts, the greatest first."""
    return (
        ", ".join(f"{count} {what}" for what, count in sorted(counts.items(), key=lambda one: -one[1])) or "0"
    )
