"""The map has every clause at its place, each with its own id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.overview.outline import Node, outline
from corpus.instruments import Edition, Part

GOLDEN = Path(__file__).parents[2] / "ingest" / "res-71-bucharest-2022.clauses.jsonl"


def clauses() -> list[dict[str, str]]:
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def headings_below(section: str) -> list[dict[str, str]]:
    return [one for one in clauses() if one["parent"] == section and one["kind"] == "heading"]


def section_called(title: str) -> str:
    return next(one["id"] for one in clauses() if one["kind"] == "heading" and one["text"] == title)


def walked(nodes: Sequence[Node]) -> Iterator[Node]:
    for one in nodes:
        yield one
        yield from walked(one.nodes)


def on_the_map(edition: Edition) -> dict[str, Node]:
    return {one.provision.eid: one for region in outline(edition) for one in walked(region.nodes)}


EXPECTED = {
    "vision and mission": (
        lambda: [
            one
            for name in ("Vision", "Mission")
            for one in clauses()
            if one["parent"] == section_called(name)
        ],
        2,
    ),
    "goals": (lambda: [one for one in clauses() if one["text"].startswith("**Goal ")], 2),
    "targets": (lambda: [one for one in clauses() if one["kind"] == "target"], 12),
    "thematic priorities": (lambda: headings_below(section_called("Thematic priorities")), 5),
    "outcomes": (lambda: [one for one in clauses() if "outcome" in one["tags"].split(";")], 23),
    "offerings": (lambda: headings_below(section_called("Product and service offerings")), 8),
    "enablers": (lambda: headings_below(section_called("Enablers")), 7),
    "who does what": (lambda: headings_below("body"), 5),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_map_of_resolution_71_has_every_part_of_the_plan(kind: str, resolution: Edition):
    find, count = EXPECTED[kind]
    expected = find()
    assert len(expected) == count
    found = on_the_map(resolution)
    for clause in expected:
        node = found[clause["id"]]
        assert node.provision.edition == resolution.key
        own = " ".join(clause["text"].replace("**", "").split())
        assert own.startswith(node.words.removesuffix(" …"))
        assert node.label == f"{resolution.name}, {clause['label']}"


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("annex_1__target_1-1", "annex_1__sec_2-5__goal_1"),
        ("annex_1__para_17__point_1", "annex_1__sec_2-6__dvs_nn_1"),
        ("annex_1__sec_2-2", "annex_1__sec_2"),
        ("instructs-itu-council__para_1", "instructs-itu-council"),
    ],
)
def test_a_clause_stands_below_what_it_belongs_to(below: str, above: str, resolution: Edition):
    assert below in {one.provision.eid for one in walked(on_the_map(resolution)[above].nodes)}


def test_no_clause_is_lost_but_titles_notes_and_closing_sentences(resolution: Edition):
    missing = {one.eid for one in resolution.provisions} - set(on_the_map(resolution))
    left = ("preface__", "preamble__formula", "__title", "__wrapup", "ftn_")
    assert [eid for eid in missing if not any(part in eid for part in left)] == []


def test_a_heading_counts_what_is_below_it_by_name(plan: Edition):
    found = on_the_map(plan)
    assert found["annex_1__sec_3"].count == "1 paragraph, 2 outcomes"
    assert found["annex_1"].count == "3 sections"


def test_the_plan_is_open_and_the_rest_is_closed_where_a_text_has_an_annex(plan: Edition):
    assert [(one.part, one.is_open) for one in outline(plan)] == [
        (Part.PREAMBLE, False),
        (Part.OPERATIVE, False),
        (Part.ANNEX, True),
    ]


def test_a_general_assembly_text_shows_its_paragraphs_by_number_and_first_words(lamps: Edition):
    preamble, operative = outline(lamps)
    assert (preamble.count, operative.count) == ("3 recitals", "4 paragraphs")
    assert operative.is_open
    assert [(one.marker, one.count) for one in operative.nodes] == [
        ("1.", ""), ("2.", ""), ("3.", "2 items"), ("4.", ""),
    ]  # fmt: skip
    assert operative.nodes[0].words.startswith("Recognizes that lamps")
