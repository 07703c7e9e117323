"""The reader that is a language model beside the local reader, on the blind development sets; it never gates.

Every question is asked of the assistant; where the local reader decided, a model is sent the best clauses,
and its reply is read as the product reads it. Where the product asks the model for help with the question
first, that is one stage more: its reply decides the clauses of the next. Replies are kept in a file, one
a line, so that an interrupted run goes on where it ended. They may also be made elsewhere: prompts are
exported as JSON lines, and replies imported. NOTES.md describes both files.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from assistant.answer import Answer, Status, Support
from assistant.cli.terminal import ProgressBar, json_text, say
from assistant.filtered import FilteredAssistant
from assistant.language_model.calls import Calls
from assistant.language_model.client import Client, LanguageModelFailed, Schema
from assistant.library.library import open_library
from assistant.query_help.reading import Question, apply_help, help_prompt
from assistant.query_help.reply import SCHEMA as HELP
from assistant.query_help.reply import read_help
from assistant.scope.narrowing import narrowed
from assistant.selection.model import ModelReading, apply_reply, prompt_for
from assistant.selection.prompt import Prompt
from assistant.selection.reply import SCHEMA, TRANSLATING, read_reply
from assistant.settings import LanguageModel, read_settings
from assistant.verification.openings import objection
from assistant.verification.translations import translation_objection
from corpus.errors import ResolutionsError
from corpus.keys import ProvisionId
from evals.bodies.answers import Places, read_follow_ups, read_questions
from evals.cases import BLIND, Case, Gold
from evals.golden import read_golden
from evals.metrics import scores
from evals.outcomes import Outcome
from evals.results import figures
from evals.stats import Interval, paired
from evals.worlds import Assistants, Texts, gather

WORLDS = ("res-71", "library", "invented")
"""The blind sets."""
METRICS = ("decisive recall", "answer precision", "shown recall", "false answers")
_SEED = 71
_CHARACTERS = 4  # of a token, about
_HELP = "#help"  # behind the id of a case: the reply that helps with its question
_CONCERNED = re.compile("“.*”|: .*")  # in an objection, the words that it is about
_UNCONFIGURED = (
    "model: no language model is configured, so none is asked; set RESOLUTIONS_LLM_BASE_URL "
    "(as in http://127.0.0.1:11434/v1) and RESOLUTIONS_LLM_MODEL, or give --import FILE or --export FILE"
)


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply that is kept or was made elsewhere; `prompt` is the mark of its prompt, '' for any."""

    text: str
    prompt: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Prompted:
    """A case with the local reader's answer, and the prompts for a model, None where it is not asked.

    `helped` is the answer that is read with the model's help, None where it was not needed or did not come.
    """

    case: Case
    before: Answer
    prompt: Prompt | None = None
    help: Prompt | None = None
    helped: Answer | None = None

    @property
    def stage(self) -> tuple[str, Prompt | None]:
        """The prompt that is next, with the name under which its reply is kept."""
        if self.help is not None and self.helped is None:
            return f"{self.case.id}{_HELP}", self.help
        return self.case.id, self.prompt


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, the local reader's answer, and the model's; `given` is None where no model was asked.

    `objection` says why the model's opening sentence is not shown.
    """

    case: Case
    before: Answer
    after: Answer
    prompt: Prompt | None = None
    given: KeptReply | None = None
    failure: str = "not asked"
    helped: bool = False
    objection: str = ""


def run(
    worlds: Sequence[str],
    limit: int = 0,
    *,
    replies: Path | None = None,
    exported: Path | None = None,
    imported: Path | None = None,
    conversations: bool = False,
    with_help: bool = True,
    as_json: bool = False,
    bodies: Path | None = None,
) -> int:
    """Ask, export or import; print how both readers do. Status 1 where words are shown that no clause has.

    With `bodies`, a home that has texts of many bodies, the questions over those are asked (evals/bodies).
    """
    settings = read_settings()
    configured = settings.language_model
    if not (configured or exported or imported):
        sys.stdout.write(json_text({"configured": False, "said": _UNCONFIGURED}) if as_json else "")
        say(_UNCONFIGURED)
        return 0
    made_elsewhere = read_replies(imported) if imported else {}  # a bad file is said before anything is asked
    texts = gather(bodies or settings.home)
    golden = _over_bodies(bodies) if bodies else read_golden(texts, "dev").cases
    cases = [case for case in golden if bodies or world(case) in (worlds or WORLDS)]
    cases = [case for case in cases if len(case.turns) > 1 or not conversations]
    if 0 < limit < len(cases):  # the same at every run
        cases = random.Random(_SEED).sample(cases, limit)  # noqa: S311  no secret
    assistants = Assistants(texts, settings)
    prompted = _prompts(cases, assistants, with_help=with_help)
    if exported or imported:
        name, known_replies = f"replies of {imported.name}" if imported else "", made_elsewhere
        prompted = [*_helped(prompted, known_replies, assistants, name)]
    if exported:
        lines = [*_exported(prompted)]
        exported.write_text("".join(lines), encoding="utf-8")
        say(f"{exported}: {len(lines)} prompts")
        return 0
    if not imported:
        assert configured is not None
        file = replies or settings.home / "evals" / "model-replies.jsonl"
        name, known_replies = configured.model, ask(prompted, configured, file)
        prompted = [*_helped(prompted, known_replies, assistants, name)]
        known_replies = ask([replace(task, help=None) for task in prompted], configured, file)
    found = measured(name, [with_reply(task, known_replies, texts, name) for task in prompted], texts)
    sys.stdout.write(json_text(found) if as_json else "\n".join(printed(found)) + "\n")
    return 1 if found["unsupported"] else 0


def _over_bodies(home: Path) -> Iterator[Case]:
    """Walk the questions over the texts of many bodies that a home has, follow-ups among them, as cases."""
    library = open_library(home)
    places, held = Places(library), tuple(sorted(edition.key for edition in library.editions))
    for question in (*read_questions("dev"), *read_follow_ups("dev")):
        sets = [[places.of(clause) for clause in clauses] for clauses in question.gold]
        # Alternatives of one clause each are one group; else the first set counts.
        groups = (
            [frozenset().union(*(clauses[0] for clauses in sets))]
            if all(len(clauses) == 1 for clauses in sets)
            else sets[0]
        )
        yield Case(
            id=question.id,
            split="dev",
            reader="",
            kind=question.kind,
            turns=(*question.before, question.text),
            held=held,
            status=Status.ANSWERED if question.gold else Status.NOT_STATED,
            gold=tuple(tuple(Gold(ProvisionId.parse(id_), "") for id_ in ids) for ids in groups if ids),
            place=f"{BLIND.name}/bodies.jsonl:1",
        )


def world(case: Case) -> str:
    """Return the blind set of a case, '' for any other."""
    return Path(case.place.partition(":")[0]).stem if case.is_blind else ""


# -- prompts and replies ----------------------------------------------------------------------------


def _prompts(cases: Sequence[Case], assistants: Assistants, *, with_help: bool = True) -> list[Prompted]:
    """Ask the assistant; return each answer with the prompts for a model, None where none is asked."""
    prompted: list[Prompted] = []
    with ProgressBar("Asking the local reader", "question") as progress:
        for number, case in enumerate(cases, 1):
            filtered = FilteredAssistant(assistants.holding(case.held))
            before = filtered.ask(case.turns, case.filters)
            prompt = prompt_for(before, case.turns, filtered.library(case.filters))
            helping = help_prompt(before, _question(case), filtered) if with_help else None
            prompted.append(Prompted(case, before, prompt, helping))
            progress(number, len(cases))
    return prompted


def _question(case: Case) -> Question:
    """Return a case as the product is asked it."""
    return Question(case.turns, case.filters)


def _helped(
    prompted: Iterable[Prompted], replies: Mapping[str, KeptReply], assistants: Assistants, name: str
) -> Iterator[Prompted]:
    """Walk the prompts as they are with the help that was given; what cannot be used changes nothing."""
    for task in prompted:
        reply = replies.get(f"{task.case.id}{_HELP}")
        if task.help is None or reply is None or reply.prompt not in ("", prompt_hash(task.help)):
            yield task
            continue
        try:
            help_ = read_help(reply.text)
        except ValueError:
            yield replace(task, help=None)
            continue
        filtered = FilteredAssistant(assistants.holding(task.case.held))
        found = apply_help(task.before, task.help, help_, _question(task.case), filtered, name)
        library = filtered.library(task.case.filters)
        prompt = prompt_for(found.answer, task.case.turns, library, found.language)
        yield replace(task, prompt=prompt, helped=found.answer)


def prompt_hash(prompt: Prompt) -> str:
    """Return a mark of a prompt's words: a reply counts for these words alone."""
    return hashlib.sha256(f"{prompt.system}\n{prompt.user}".encode()).hexdigest()[:16]


def _exported(prompted: Iterable[Prompted]) -> Iterator[str]:
    for task in prompted:
        name, prompt = task.stage
        if prompt is not None:
            row = {
                "case": name,
                "prompt": prompt_hash(prompt),
                "system": prompt.system,
                "user": prompt.user,
            }
            yield json.dumps(row, ensure_ascii=False) + "\n"


def read_replies(path: Path) -> Mapping[str, KeptReply]:
    """Read replies by case, the last of each. Raises ResolutionsError, which names file and line."""
    found: dict[str, KeptReply] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ResolutionsError(f"{path}: no such file; write its prompts first with --export FILE") from None
    except (OSError, ValueError) as error:
        raise ResolutionsError(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            reply = row["reply"] if isinstance(row["reply"], str) else json.dumps(row["reply"])
            found[row["case"]] = KeptReply(reply, row.get("prompt", ""), row.get("seconds"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ResolutionsError(f'{path}:{number}: no line like {{"case": …, "reply": …}}') from error
    return found


def ask(prompted: Sequence[Prompted], configured: LanguageModel, file: Path) -> Mapping[str, KeptReply]:
    """Ask the model what it was not asked before; each reply is written down as it comes."""
    known = read_replies(file) if file.exists() else {}
    missing = [
        (name, prompt)
        for name, prompt in (task.stage for task in prompted)
        if prompt is not None and (name not in known or known[name].prompt != prompt_hash(prompt))
    ]
    client = Client(configured)
    file.parent.mkdir(parents=True, exist_ok=True)
    with (
        file.open("a", encoding="utf-8") as lines,
        ProgressBar("Asking the model", "question") as progress,
        suppress(KeyboardInterrupt),
    ):
        for number, (name, prompt) in enumerate(missing, 1):
            _ask_one(name, prompt, client, lines)
            progress(number, len(missing))
    return read_replies(file)


def _ask_one(name: str, prompt: Prompt, client: Client, lines: TextIO) -> None:
    """Ask one question and write the reply down; a failure is said, and asked again by the next run."""
    is_help = not prompt.excerpts
    schema: Schema = HELP if is_help else TRANSLATING if prompt.language else SCHEMA

    def whole(text: str) -> str:
        _ = read_help(text) if is_help else read_reply(text)
        return text

    started = perf_counter()
    try:  # calls of its own for each: a failure must not leave the questions after it unasked
        text = Calls(client).ask(prompt.system, prompt.user, schema, whole)
    except LanguageModelFailed as error:
        say(f"{name}: {error}")
        return
    seconds = round(perf_counter() - started, 3)
    row = {"case": name, "prompt": prompt_hash(prompt), "reply": text, "seconds": seconds}
    lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    lines.flush()


def with_reply(task: Prompted, replies: Mapping[str, KeptReply], texts: Texts, name: str) -> Asked:
    """Return what becomes of an answer by the reply to its prompt, as the product reads it."""
    case, before, prompt, helped = task.case, task.before, task.prompt, task.helped is not None
    reply, read_from = replies.get(case.id), task.helped or before
    if prompt is None:
        return Asked(case, before, read_from, helped=helped)
    if reply is None or reply.prompt not in ("", prompt_hash(prompt)):
        return Asked(case, before, before, prompt, None, "no reply")
    try:
        read = read_reply(reply.text)
    except ValueError:
        return Asked(case, before, before, prompt, reply, "broken", helped)
    library = narrowed(texts.library(case.held), case.filters)
    found: ModelReading = apply_reply(read_from, prompt, read, library, name)
    after = before if found.failure else found.answer
    return Asked(case, before, after, prompt, reply, found.failure, helped, found.objection)


# -- figures ----------------------------------------------------------------------------------------


def measured(name: str, asked: Sequence[Asked], texts: Texts) -> dict[str, Any]:
    """Return everything that was found, as JSON has it; questions without a reply are left out."""
    counted = [comparison for comparison in asked if comparison.failure != "no reply"]
    read = [comparison for comparison in counted if comparison.given]
    worlds = dict.fromkeys(world(comparison.case) for comparison in counted)
    return {
        "configured": True,
        "model": name,
        "prompt": next((comparison.prompt.version for comparison in read if comparison.prompt), ""),
        "questions": len(counted),
        "read": len(read),
        "helped": sum(comparison.helped for comparison in counted),
        "no_reply": len(asked) - len(counted),
        "failures": dict(Counter(comparison.failure for comparison in read if comparison.failure)),
        "statuses": dict(
            Counter(f"{comparison.before.status} → {comparison.after.status}" for comparison in read)
        ),
        "openings": sum(bool(comparison.after.opening) for comparison in read),
        "openings_dropped": dict(
            Counter(_CONCERNED.sub("…", comparison.objection) for comparison in read if comparison.objection)
        ),
        "worlds": {
            blind_set: _both(
                [comparison for comparison in counted if world(comparison.case) == blind_set], texts
            )
            for blind_set in worlds
        },
        "tokens_in": _spread(
            [_characters(comparison.prompt) / _CHARACTERS for comparison in read if comparison.prompt]
        ),
        "tokens_out": _spread(
            [len(comparison.given.text) / _CHARACTERS for comparison in read if comparison.given]
        ),
        "seconds": _spread(
            [comparison.given.seconds for comparison in read if comparison.given and comparison.given.seconds]
        ),
        "unsupported": [
            f"{comparison.case.id}: {text}"
            for comparison in counted
            for text in unsupported(comparison.after, texts)
        ],
    }


def _both(asked: Sequence[Asked], texts: Texts) -> dict[str, Any]:
    """Return each metric of both readers, and by how much the model is ahead."""
    before = scores([Outcome(comparison.case, comparison.before) for comparison in asked], texts, METRICS)
    after = scores([Outcome(comparison.case, comparison.after) for comparison in asked], texts, METRICS)
    locals_, models = figures(before), figures(after)
    rows: dict[str, Any] = {"questions": len(asked), "gold_seen": _seen(asked)}
    for metric in METRICS:
        difference = paired(after[metric], before[metric])
        rows[metric] = {
            "local": _figure(locals_.get(metric)),
            "model": _figure(models.get(metric)),
            "difference": [
                round(value, 4) for value in (difference.difference, difference.low, difference.high)
            ]
            if difference
            else None,
        }
    return rows


def _seen(asked: Iterable[Asked]) -> float | None:
    """Return the share of the gold that was among the clauses a model saw: it can find no more."""
    shares = []
    for comparison in asked:
        if comparison.prompt and comparison.case.gold:
            seen = {excerpt.id for excerpt in comparison.prompt.excerpts}
            found = sum(any(gold.provision in seen for gold in group) for group in comparison.case.gold)
            shares.append(found / len(comparison.case.gold))
    return round(sum(shares) / len(shares), 4) if shares else None


def unsupported(answer: Answer, texts: Texts) -> Iterator[str]:
    """Walk what is shown and is not a clause's own words, nor an opening that one of the clauses says."""
    shown = []
    for claim in answer.claims:
        found = [(citation, texts.provision(citation.provision)) for citation in claim.citations]
        verbatim = [
            (citation, at)
            for citation, at in found
            if at and at[1].text[citation.start : citation.end] == citation.quote == claim.text
        ]
        shown += [at for _, at in verbatim]
        if not verbatim or claim.support != Support.VERBATIM:
            yield claim.text
    if answer.opening and objection(answer.opening, shown, may_repeat=bool(answer.translation)):
        yield answer.opening
    if answer.translation and translation_objection(answer.translation, answer.opening, answer.language):
        yield answer.translation


def _characters(prompt: Prompt) -> int:
    """Return the length of a prompt."""
    return len(prompt.system) + len(prompt.user)


def _figure(interval: Interval | None) -> list[float] | None:
    return (
        [round(interval.mean, 4), round(interval.low, 4), round(interval.high, 4), interval.count]
        if interval
        else None
    )


def _spread(values: Iterable[float]) -> dict[str, float] | None:
    known = sorted(values)
    return {"median": round(known[len(known) // 2], 2), "most": round(known[-1], 2)} if known else None


def printed(found: Mapping[str, Any]) -> Iterator[str]:
    """Print what was found, for a reader."""
    yield f"{found['model']}, prompt {found['prompt']}"
    yield (
        f"{found['questions']} questions, {found['read']} of them read by the model, "
        f"{found['helped']} helped with"
        + (f"; {found['no_reply']} more have no reply and are left out" if found["no_reply"] else "")
    )
    for name, rows in found["worlds"].items():
        seen = "–" if rows["gold_seen"] is None else f"{rows['gold_seen']:.2f}"
        yield f"\n{name}, {rows['questions']} questions; of the gold the model saw {seen}"
        yield f"  {'':<17}{'local':<20}{'model':<20}difference"
        for metric in METRICS:
            cells = [_shown(rows[metric][reader]) for reader in ("local", "model")]
            yield f"  {metric:<17}{cells[0]:<20}{cells[1]:<20}{_signed(rows[metric]['difference'])}"
    yield ""
    yield f"statuses            {_counts(found['statuses'])}"
    yield f"left as they were   {_counts(found['failures'])}"
    yield f"openings            {found['openings']} shown; dropped: {_counts(found['openings_dropped'])}"
    for name in ("tokens_in", "tokens_out", "seconds"):
        if found[name]:
            about = "about " if name != "seconds" else ""
            most = f"median {found[name]['median']:g}, most {found[name]['most']:g}"
            yield f"{name.replace('_', ' '):<20}{about}{most}"
    yield f"shown, not what a clause says: {len(found['unsupported'])}"
    yield from found["unsupported"]


def _shown(values: Sequence[float] | None) -> str:
    return f"{values[0]:.2f} [{values[1]:.2f}, {values[2]:.2f}]" if values else "–"


def _signed(values: Sequence[float] | None) -> str:
    return f"{values[0]:+.2f} [{values[1]:+.2f}, {values[2]:+.2f}]" if values else "–"


def _counts(counts: Mapping[str, int]) -> str:
    """Print counts, the greatest first."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{count} {what}" for what, count in ordered) or "0"
