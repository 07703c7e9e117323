"""The report card: a finding where a draft departs from the invented texts, none where it does not."""

from __future__ import annotations

import pytest

from assistant.library.library import Library
from assistant.report_card.card import read_draft_file, report_card
from assistant.report_card.finding import Fault
from corpus.catalogue import Catalogue
from corpus.errors import UnreadableFile
from ingest import parse_file
from ingest.limits import Limits

FORMULA = "The Plenipotentiary Conference of the International Telecommunication Union (Oslo, 2039),\n\n"


@pytest.fixture(scope="module")
def library(repository) -> Library:
    files = sorted((repository / "evals" / "texts").glob("*-montevideo-2035.txt"))
    return Library(tuple(parse_file(file).edition() for file in files), Catalogue(()))


def found(library: Library, text: str) -> list[tuple[Fault, int]]:
    draft = read_draft_file((FORMULA + text).encode(), "draft.txt", library, Limits())
    card = report_card(draft, library)
    assert all(finding.precedents for finding in card.findings), "each finding has its precedents"
    assert card.compared == "ITU Plenipotentiary Conference"
    return [(finding.fault, finding.clause.line) for finding in card.findings]


@pytest.mark.parametrize(
    ("rule", "text", "faults"),
    [
        (
            "usual words",
            "resolves\n\n1 to count lanterns;\n2 to publish how many lanterns there are.",
            [],
        ),
        (
            "an unknown office",
            "instructs the Grand Lantern Tribunal\n\nto judge disputes about lanterns on piers.",
            [(Fault.ADDRESSEE, 3)],
        ),
        (
            "an abbreviation that nobody explains",
            "resolves\n\n1 to count lanterns with the help of ZLQP;\n2 to publish the count of lanterns.",
            [(Fault.ACRONYM, 5)],
        ),
        (
            "an edition that never was",
            "resolves\n\n1 to apply Resolution 901 (Rev. Lima, 2032) to lanterns;\n2 to count lanterns.",
            [(Fault.REFERENCE, 5)],
        ),
        (
            "two bodies asked in one item",
            "resolves\n\n1 to count lanterns, and invites Member States to abolish visas for fishing crews;\n"
            "2 to publish the count of lanterns.",
            [(Fault.TWO_THINGS, 5)],
        ),
        (
            "a recital that nothing takes up",
            "considering\n\na) that copper is sold on many exchanges,\n\nresolves\n\nto count lanterns.",
            [(Fault.RECITAL, 5)],
        ),
    ],
)
def test_a_draft_is_compared_with_what_its_body_adopts(library, rule, text, faults):
    assert found(library, text) == faults, rule


def test_a_clause_of_an_adopted_text_is_recognized(library):
    clauses = (unit for edition in library.editions for unit in edition.provisions)
    clause = max(
        (unit for unit in clauses if unit.eid.startswith("resolves__para")), key=lambda unit: len(unit.text)
    )
    assert (Fault.REPETITION, 5) in found(library, f"resolves\n\n1 {clause.text}\n2 to count lanterns.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"A note about nothing at all.", "no-clause"),
        ("Le Conseil décide que les lampes de la ville sont dans la rue.".encode(), "language"),
    ],
)
def test_what_is_no_draft_is_refused_in_one_sentence(library, data, reason):
    with pytest.raises(UnreadableFile) as refused:
        read_draft_file(data, "draft.txt", library, Limits())
    assert refused.value.reason == reason
