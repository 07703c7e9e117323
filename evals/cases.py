"""A case: a conversation, the answer it deserves, and the words that prove it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.answer import Status
from assistant.scope.filters import Filters
from corpus.errors import ResolutionsError
from corpus.keys import ProvisionId
from corpus.packs import RUN, runs
from evals.worlds import Held, Texts

QUESTIONS = Path(__file__).parent / "questions"
BLIND = QUESTIONS / "blind"  # written and checked by people who had seen the texts alone
SPLITS = ("dev", "test")
KINDS = (
    "lookup", "duty", "list", "definition", "comparison", "number", "reference", "two-part", "change",
    "paraphrase", "newcomer",
)  # fmt: skip
FOLLOW_UPS = ("ellipsis", "pronoun", "next", "other", "edition", "correction", "topic", "pick", "addressee")
LENGTHS = ("short", "normal", "long")
NEAR_MISSES = (
    "fact-absent", "sibling", "other-body", "other-edition", "recital", "not-given", "condition",
    "only-named", "false-premise",
)  # fmt: skip
_SHOWING = (Status.ANSWERED, Status.NEEDS_CLARIFICATION)  # what gold can be cited in

Row = TypeVar("Row")


class BadCase(ResolutionsError):
    """A case that does not follow its form, or whose gold is not in the text; named by file and line."""

    code = "bad-case"


@dataclass(frozen=True, slots=True)
class Gold:
    """A provision that answers, and the words in it that prove so."""

    provision: ProvisionId
    evidence: str


Groups = tuple[tuple[Gold, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `gold` are sets of provisions of which one each must be cited, in order.

    `held` are the editions it requires, `near` what a refusal should show as closest, `follow_up`
    how its last turn depends on earlier ones ('' for a single question), `filters` those in use.
    A case of a blind set also has a `length` and, if the texts do not answer it, a kind of near
    `miss`.
    """

    id: str
    split: str
    reader: str
    kind: str
    turns: tuple[str, ...]
    held: Held
    status: Status
    gold: Groups
    near: tuple[ProvisionId, ...] = ()
    follow_up: str = ""
    place: str = ""
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    length: str = ""
    miss: str = ""

    @property
    def is_blind(self) -> bool:
        """Whether it belongs to a blind set."""
        return self.place.startswith(f"{BLIND.name}/")

    @property
    def is_answerable(self) -> bool:
        """Whether the held texts answer the question, once or in several ways."""
        return self.status in _SHOWING

    @property
    def cited(self) -> frozenset[str]:
        """Every provision that may rightly be cited."""
        return frozenset(str(gold.provision) for group in self.gold for gold in group)


def read_cases(path: Path, texts: Texts) -> tuple[Case, ...]:
    """Read and check a file of cases. Raises BadCase, which names file and line."""
    return read_rows(path, lambda row, place: _case(row, place, texts), lambda case: _problems(case, texts))


def read_reviewed(path: Path, texts: Texts) -> tuple[Case, ...]:
    """Read and check cases that came from what persons asked. Raises BadCase, which names file and line.

    Users may repeat the words of a clause; the editions of a case may be missing here.
    """

    def problems(case: Case) -> Iterator[str]:
        yield from form_problems(case)
        if not texts.missing(case.held):
            yield from gold_problems(case.gold, case.held, texts)

    return read_rows(path, lambda row, place: _case(row, place, texts), problems)


def read_rows(
    path: Path, read: Callable[[dict[str, Any], str], Row], problems: Callable[[Row], Iterator[str]]
) -> tuple[Row, ...]:
    """Read a file of JSON lines, each with an `id` of its own. Raises BadCase, which names file and line."""
    rows: list[Row] = []
    seen: set[str] = set()
    for number, line in enumerate(_lines(path), 1):
        place = f"{path.parent.name}/{path.name}:{number}"
        try:
            found = json.loads(line)
            row, id_ = read(found, place), str(found["id"])
            problem = f"the id {id_} comes twice" if id_ in seen else next(problems(row), "")
        except ResolutionsError as error:
            raise BadCase(f"{place}: {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadCase(f"{place}: not a case ({error}); compare it with its neighbours") from error
        if problem:
            raise BadCase(f"{place}: {problem}")
        seen.add(id_)
        rows.append(row)
    return tuple(rows)


def read_gold(rows: Iterable[Mapping[str, Any]]) -> Groups:
    """Read gold; an alternative joins the gold before it."""
    groups: list[list[Gold]] = []
    for row in rows:
        gold = Gold(ProvisionId.parse(row["provision"]), row["evidence"])
        if row.get("alternative") and not groups:
            raise ValueError("an alternative needs gold before it")
        if row.get("alternative"):
            groups[-1].append(gold)
        else:
            groups.append([gold])
    return tuple(tuple(group) for group in groups)


def gold_problems(gold: Groups, held: Held, texts: Texts, *asked: str) -> Iterator[str]:
    """Check gold: its edition is in the library, the evidence is in the text, no question repeats it.

    Editions that only a user's library can have are checked where they are available.
    """
    for key in texts.missing(held):
        if not texts.may_miss(key):
            yield f"the edition {key} is supposed held and is nowhere"
    questions = [runs(question) for question in asked]
    golden = [clause for group in gold for clause in group]
    if len({clause.provision for clause in golden}) < len(golden):
        yield "a provision stands in the gold twice"
    for clause in golden:
        if clause.provision.edition not in held:
            yield f"gold of {clause.provision.edition}, which is not supposed held"
        if texts.missing((clause.provision.edition,)):
            continue
        found = texts.provision(clause.provision)
        if found is None:
            yield f"unknown gold id {clause.provision}"
            return
        if not clause.evidence or clause.evidence not in found[1].text:
            yield f"the evidence “{clause.evidence}” does not stand in {clause.provision}"
        if any(question & runs(found[1].text) for question in questions):
            yield f"the question repeats {RUN} words of {clause.provision}"


def _case(row: dict[str, Any], place: str, texts: Texts) -> Case:
    if isinstance(row["turns"], str):
        raise ValueError("turns are a list of questions")
    return Case(
        id=row["id"],
        split=row["split"],
        reader=row["reader"],
        kind=row["kind"],
        turns=tuple(row["turns"]),
        held=texts.held(row["held"]),
        status=Status(row["status"]),
        gold=read_gold(row["gold"]),
        near=tuple(map(ProvisionId.parse, row.get("near", ()))),
        follow_up=row.get("follow_up", ""),
        place=place,
        filters=Filters.read(row.get("filters", {})),
        length=row.get("length", ""),
        miss=row.get("miss", ""),
    )


def form_problems(case: Case) -> Iterator[str]:
    """Check a case against its form."""
    if case.split not in SPLITS or not case.turns or not all(turn.strip() for turn in case.turns):
        yield "split must be dev or test, turns must hold questions"
    if case.kind not in KINDS:
        yield f"'{case.kind}' is no kind of question; the kinds are {', '.join(KINDS)}"
    if case.follow_up and case.follow_up not in FOLLOW_UPS:
        yield f"'{case.follow_up}' is no kind of follow-up; the kinds are {', '.join(FOLLOW_UPS)}"
    if bool(case.follow_up) != (len(case.turns) > 1):
        yield "a conversation says what kind of follow-up its last turn is, a single question does not"
    if case.is_answerable != bool(case.gold):
        yield "an answered case needs gold, another has none"
    if case.length not in ("", *LENGTHS) or case.miss not in ("", *NEAR_MISSES):
        yield f"length must be one of {', '.join(LENGTHS)}; miss one of {', '.join(NEAR_MISSES)}"
    if case.is_blind and not (case.length and case.is_answerable != bool(case.miss)):
        yield "a blind case needs a length and, where the texts do not answer it, a kind of near miss"


def _problems(case: Case, texts: Texts) -> Iterator[str]:
    """Check a case of a golden set against its form and the texts."""
    yield from form_problems(case)
    yield from gold_problems(case.gold, case.held, texts, *case.turns)
    for near in case.near:
        if not texts.missing((near.edition,)) and texts.provision(near) is None:
            yield f"unknown id {near} of what is near"


def _lines(path: Path) -> list[str]:
    """Return a file's lines. Raises BadCase where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadCase(f"{path.parent.name}/{path.name}: cannot be read ({error})") from error
