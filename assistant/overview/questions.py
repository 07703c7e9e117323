"""Questions to begin with, which lead through a text in the chat; which answers lead to its overview.

Those of `questions.toml` are written by hand, from the goals of a plan to its money.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from assistant.answer import Answer, Status
from assistant.understanding.whole_texts import OverviewKind, asked_of_text
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey
from corpus.packs import READERS
from corpus.requests import mandate_heads

_MOST = 10
_NAME = 60  # characters of a body's name
_LEAD_ON = frozenset({OverviewKind.SUBJECT, OverviewKind.PARTS})
_WRITTEN: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("questions.toml").read_text(encoding="utf-8")
)


def questions(edition: Edition) -> tuple[str, ...]:
    """Return at most ten questions: those written for the text, else some that fit its form."""
    return tuple(_WRITTEN.get(str(edition.key), {}).get("page", ())) or tuple(_fitting(edition))[:_MOST]


def starting(keys: Iterable[EditionKey]) -> Mapping[str, tuple[str, ...]]:
    """Return questions to begin with by kind of reader, from the first text that has hand-written ones.

    The kinds are those of corpus.packs.READERS; none if no text has any.
    """
    written = next((_WRITTEN[str(key)] for key in keys if str(key) in _WRITTEN), {})
    return {reader: tuple(written[reader]) for reader in READERS if reader in written}


def _fitting(edition: Edition) -> Iterator[str]:
    """Walk the questions that the clauses of a text answer, whatever its subject, the most general first."""
    name, units = edition.name, edition.provisions
    heads = [
        unit for unit in units if unit.kind is Kind.HEADING and unit.head and not unit.head.is_preambular
    ]
    decides = any(heading.head and not heading.head.addressee for heading in heads)
    duties = [f"What must {body} do under {name}?" for body in _bodies(edition, heads)]
    if decides or edition.find("preface__title"):
        yield f"What is {name} about?"
    if any(heading.part is not Part.ANNEX for heading in heads):
        yield f"How is {name} organized?"
    yield from duties[:1]
    if any(unit.kind is Kind.RECITAL for unit in units):
        yield f"What does the preamble of {name} say?"
    if decides:
        yield f"What does {name} decide?"
    if any(reference.instrument != edition.key.instrument for reference in edition.references):
        yield f"Which texts does {name} cite?"
    yield from duties[1:]


def _bodies(edition: Edition, headings: Iterable[Provision]) -> Iterator[str]:
    """Walk the bodies that the heads of a text, else its paragraphs, address by name, each once."""
    operative = (provision for provision in edition.provisions if provision.kind is Kind.OPERATIVE)
    heads = [heading.head for heading in headings if heading.head] or [
        head for paragraph in operative for head in mandate_heads(paragraph.text)
    ]
    found: set[str] = set()
    for head in heads:
        for name in head.addressees:
            if name not in found and name[:1].isupper() and len(name) <= _NAME:
                found.add(name)
                yield f"the {name}" if f"the {name}" in head.addressed else name


def overview_text(answer: Answer) -> EditionKey | None:
    """Return the text whose overview page leads on from an answer, or None.

    It does from an answer to "what is this?", "summarise …" or "how is the plan built?" that cites one text.
    """
    if answer.status is not Status.ANSWERED or asked_of_text(answer.understood_as) not in _LEAD_ON:
        return None
    cited = {citation.provision.edition for claim in answer.claims for citation in claim.citations}
    return next(iter(cited)) if len(cited) == 1 else None
