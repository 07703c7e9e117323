"""Whole groups: what one body is told, who is told what, a text as a whole."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.strategies.duties import by_duties
from assistant.strategies.groups import by_overview
from corpus.catalogue import Catalogue
from index.opening import search_without_index
from ingest import parse_source, text_source

PIERS = """\
considering

a) that piers are wet,

resolves

1 that a pier shall have a rail;

requests the Pier Council

1 to count the piers;

2 to paint them,

invites Member States

to lend ladders.
"""
COUNTED, PAINTED = (f"res-910/2031#requests-pier-council__para_{number}" for number in (1, 2))


@pytest.mark.parametrize(
    "question", ["What is the Pier Council asked to do?", "What is wanted of the Pier Council?"]
)
def test_everything_that_a_body_is_told(asking, chosen, resolution_of, question: str):
    finding = asking(resolution_of(PIERS)).ask(by_duties, question)
    assert (finding.status, chosen(finding)) == (Status.ANSWERED, [COUNTED, PAINTED])
    assert finding.lead.words.endswith(", “requests the Pier Council”, 2 items:")


def test_an_item_that_opens_a_list_is_shown_with_it(asking, chosen, resolution_of):
    body = PIERS.replace("1 to count the piers;", "1 to count:\n\ni) the piers;\n\nii) the rails;")
    finding = asking(resolution_of(body)).ask(by_duties, "What is the Pier Council asked to do?")
    assert chosen(finding) == [COUNTED, f"{COUNTED}__point_i", f"{COUNTED}__point_ii", PAINTED]
    assert "4 items" in finding.lead.words


def test_a_body_with_a_longer_name_in_another_text_leaves_the_paragraphs_of_a_text(asking, chosen):
    form = "# Resolution A.{0}(30)\n\n# {1}\n\nTHE ASSEMBLY,\n\nRECALLING its work,\n\n1. URGES {2} to row.\n"
    texts = [form.format(906, "Lamps", "States"), form.format(907, "Oil", "Member States")]
    finding = asking(*texts).ask(by_duties, "What are Governments urged to do?")
    assert chosen(finding) == ["res-a-906/2017#para_1", "res-a-907/2017#para_1"]


NAMED = """\
considering

a) that piers are wet,

resolves

that the plan of the piers is adopted, as set out in Annex 1,

ANNEX 1 TO RESOLUTION 910 (REV. WILLOWFORD, 2031)

Plan of the piers

1 Aims of the piers

1 The aims of the piers are listed here and serve everyone.

2 Aim 1 – Dry feet: keep water from every pier.

3 Aim 2 – Bright nights: a lamp on every pier.
"""


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("a summary", "Summarise this resolution.", ["title", "para_nn_1"]),
        ("what it is about", "What is this resolution about?", ["title", "para_nn_1"]),
        ("its parts, by their headings", "Explain the structure of the plan.",
         ["considering", "resolves", "sec_1"]),
    ],
)  # fmt: skip
def test_a_text_as_a_whole(asking, chosen, resolution_of, rule: str, question: str, shown: list[str]):
    finding = asking(resolution_of(NAMED)).ask(by_overview, question)
    assert [one.rpartition("__")[2].rpartition("#")[2] for one in chosen(finding)] == shown, rule


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("When was Resolution 910 adopted?", ["preface__docnumber", "preamble__formula"]),
        ("Who adopted Resolution 910?", ["preamble__formula"]),
    ],
)
def test_when_and_by_whom_a_text_was_adopted_is_shown(resolution_of, question: str, shown: list[str]):
    text = text_source(resolution_of("resolves\n\n1 that geese are fed;\n"))
    edition = parse_source(text, "a text").edition()
    assistant = Assistant(Library((edition,), Catalogue(())), search_without_index((edition,), ()))
    answer = assistant.ask([question])
    assert (answer.status, [id_.eid for id_ in answer.cited]) == (Status.ANSWERED, shown)


def test_what_a_text_resolves_comes_with_the_items_of_its_items(asking, chosen, resolution_of):
    body = "resolves\n\n1 that a pier shall have:\n\ni) a rail;\n\nii) a lamp;\n\n2 that piers are painted.\n"
    finding = asking(resolution_of(body)).ask(by_overview, "What does the resolution resolve?")
    shown = [one.rpartition("#")[2] for one in chosen(finding)]
    assert shown == [
        "preface__title",
        "resolves__para_1",
        "resolves__para_1__point_i",
        "resolves__para_1__point_ii",
        "resolves__para_2",
    ]
