"""What the tests of the suite share: texts to be asked about, cases and answers made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.pipeline import Assistant
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals.cases import Case, Gold
from evals.claims import ClaimCase
from evals.controls import Control
from evals.drafts import Draft
from evals.golden import Golden
from evals.metrics import scores
from evals.outcomes import Outcome
from evals.results import Results
from evals.worlds import Held, Texts, World, gather
from index import search_without_index

HARBOURS = "itu-pp/res-900/2030"
Made = Callable[..., Answer]


@pytest.fixture(scope="session")
def golden_texts() -> Texts:
    """The texts that everyone has: shipped and invented."""
    return gather()


@pytest.fixture(scope="session")
def harbour_texts(harbours: Edition, resolution: Edition) -> Texts:
    """Two texts and three worlds, one of them with an edition that only a library can have."""
    absent = ProvisionId.parse("itu-pp/res-77/2018#resolves").edition
    worlds = [
        World("harbours", (harbours.key,)),
        World("both", (resolution.key, harbours.key)),
        World("more", (absent, harbours.key), optional=True),
    ]
    return Texts({one.key: one for one in (resolution, harbours)}, {one.name: one for one in worlds})


@pytest.fixture(scope="session")
def asked() -> Callable[..., Case]:
    """Make a case from the eIds of its gold in a text; a tuple of them are alternatives."""

    def made(*gold: str | tuple[str, ...], text: str = HARBOURS, **changes: object) -> Case:
        groups = tuple(
            tuple(Gold(ProvisionId.parse(f"{text}#{eid}"), "x") for eid in eids)
            for eids in ((one,) if isinstance(one, str) else one for one in gold)
        )
        status = Status.ANSWERED if gold else Status.NOT_STATED
        plain = Case("a", "dev", "delegate", "lookup", ("what?",), (), status, groups, place="q/a.jsonl:1")
        return replace(plain, **changes)

    return made


@pytest.fixture(scope="session")
def said(harbours: Edition) -> Made:
    """Make an answer that cites whole units of the harbour text, and retrieves these or others."""

    def made(*eids: str, retrieved: tuple[str, ...] | None = None, **changes: object) -> Answer:
        claims = []
        for eid in eids:
            one = harbours.provision(eid)
            citation = Citation(harbours.id_of(one), harbours.citation(one), 0, len(one.text), one.text)
            claims.append(Claim(one.text, Support.VERBATIM, (citation,)))
        ids = tuple(
            ProvisionId.parse(one if "#" in one else f"{HARBOURS}#{one}")
            for one in (eids if retrieved is None else retrieved)
        )
        status = Status.ANSWERED if eids else Status.NOT_STATED
        return replace(Answer(status, "", tuple(claims), (), ids), **changes)

    return made


@pytest.fixture(scope="session")
def made(asked: Callable[..., Case], said: Made, harbours: Edition, harbour_texts: Texts) -> Results:
    """A small run: questions answered rightly, wrongly, and refused; a draft, two claims."""
    first, second = "resolves__para_1", "resolves__para_2"
    rows = [
        ("one", (first,), said(first)),
        ("two", (second,), said(first)),
        ("three", (), said()),
    ]
    held = (harbours.key,)
    cases = [
        asked(*gold, id=id_, held=held, turns=(f"What of {id_} <b>?",), place=f"questions/a.jsonl:{line}")
        for line, (id_, gold, _) in enumerate(rows, 1)
    ]
    outcomes = tuple(Outcome(one, row[2]) for one, row in zip(cases, rows, strict=True))
    draft = Draft("draft", "dev", "Lanterns.", {}, held, cases[0].gold, "shortened", "drafts/a.jsonl:1")
    about = harbours.id_of(harbours.provision(first))
    claims = (
        ClaimCase("false", "dev", "No.", about, Support.UNSUPPORTED, "negation", "claims/a.jsonl:1"),
        ClaimCase("true", "dev", "Yes.", about, Support.VERBATIM, "", "claims/a.jsonl:2"),
    )
    left_out = ("questions/piers.jsonl: 2 rows left out, not in the library: piers",)
    return Results(
        "all",
        harbour_texts,
        Golden(tuple(cases), (draft,), claims, left_out),
        outcomes,
        {
            **scores(outcomes, harbour_texts),
            "draft recall@10": {"draft": 1.0},
            "false claims accepted": {"false": 0.0},
            "honest claims rejected": {"true": 0.0},
        },
        (Control("always refuse", "have recall 0", "0.000", holds=True),),
    )


class WordAssistants:
    """Assistants that search by words alone: no model is loaded, no index built."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.opened: dict[Held, Assistant] = {}

    def holding(self, held: Held) -> Assistant:
        if held not in self.opened:
            library = self.texts.library(held)
            self.opened[held] = Assistant(library, search_without_index(library.editions, ()))
        return self.opened[held]


@pytest.fixture(scope="session")
def word_assistants(golden_texts: Texts) -> WordAssistants:
    return WordAssistants(golden_texts)
