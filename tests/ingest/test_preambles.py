"""Recitals and decisions that no list of verbs knows, in the manner of many bodies: each kind and label."""

from __future__ import annotations

import pytest

from corpus import Part
from ingest import Parse, parse_source, text_source
from ingest.readers import decode

FRENCH = """\
RÉSOLUTION 4/12

Éclairage des jetées

La Commission des phares,

considérant que les jetées du nord manquent de lumière,

vu le rapport du comité,

ayant examiné le rapport du secrétaire,

décide que chaque jetée porte deux lanternes ;

invite les États membres à remettre leurs plans ;

prie le secrétaire de faire rapport à la prochaine session."""
SPANISH = """\
RESOLUCIÓN 4/12

LA ASAMBLEA DE FAROS,

CONSIDERANDO que los muelles del norte carecen de luz;

TENIENDO EN CUENTA la resolución 3/7 sobre linternas; y

HABIENDO EXAMINADO el informe del Secretario,

RESUELVE:

1. Aprobar el plan de linternas.

2. Encargar al Secretario que informe a la Asamblea."""
BOARD = """\
RESOLUTION No. 5

Lights on piers

The Board of Harbours,

In view of the reports of the keepers on broken lamps,

On the proposal of the Committee on Lights,

Whereas piers are long,

Grants the keepers leave to buy oil;

The Secretary shall report in March."""
GIVEN = """\
Resolution 14

Given the darkness of the northern piers in winter;

Given that oil is dear;

The members hereby grant the keepers leave to buy oil.

The Secretary shall report in March."""
MEETING = """\
RESOLUTION 4

IN VIEW OF the dark of the piers;

IN VIEW OF the report;

ON THE PROPOSAL of the Board;

THE GENERAL MEETING

GRANTS leave to buy oil;

NAMES Ms Hale keeper;"""
DASHES = """\
Recommendation 9

Recognizing

- that lamps are lit at night;

- that oil is dear;

Mindful of

- the report of the keepers;

The Lighthouse Committee

Decides

- to light two lamps;

Also decides

- to meet in March;

Instructs the Secretary

- to report in May."""
ANEW = """\
Resolution 9

The Lighthouse Committee,

Considering

1. that lamps are lit at night;

2. that oil is dear;

Resolves

1. to light two lamps;

2. to buy oil;

Instructs the Secretary

1. to report in May;

2. to meet."""
THROUGH = """\
CONCLUSIONS ON LIGHTS

THE COUNCIL OF LIGHTS

RECALLING THAT

1. lamps save lives;

2. oil is dear;

UNDERLINING

3. the report of the keepers;

INVITES the Member States to:

4. light all piers;

CALLS ON the Commission to:

5. report on oil;

6. meet in May."""
DECLARATION = """\
DECLARATION OF PORT ELLEN

WE, the Heads of Lighthouse Services, meeting in Port Ellen on 4 March 2020,

RECALLING the Charter of Lights;

CONVINCED that lamps save lives;

DO HEREBY DECLARE:

1. Our will to light all piers;

2. Our resolve to buy oil together."""
MINUTES = """\
Decisions of the 12th meeting

The agenda is adopted.

Ms Hale will chair the group on oil."""
ARTICLES = """\
DECISION OF THE BOARD OF LIGHTS

on lamps at piers

Art. 1 - Each pier has two lamps.

Art. 2 - The Secretary is charged with the execution of this decision."""
TOWN = """\
# RESOLUTION NO. 2020-11

**WHEREAS, **the Town owns two piers on the north shore; and

**WHEREAS,** oil is dear.

**NOW, THEREFORE, BE IT RESOLVED** by the Town that the lamps be replaced."""
FORMULA, RECITALS = "formula enacting formula", [f"recital preambular para. {n}" for n in (1, 2, 3)]
DECISIONS = [f"operative operative paragraph {n}" for n in (1, 2, 3)]
TEXTS = {
    "participles in French": (FRENCH, [FORMULA, *RECITALS, *DECISIONS]),
    "participles in Spanish": (
        SPANISH,
        [FORMULA, *RECITALS, "operative operative paragraph", "operative para. 1", "operative para. 2"],
    ),
    "no participle between recitals": (BOARD, [FORMULA, *RECITALS, *DECISIONS[:2]]),
    "one word that comes again": (GIVEN, [*RECITALS[:2], *DECISIONS[:2]]),
    "who adopts below the recitals": (MEETING, [*RECITALS, FORMULA, *DECISIONS[:2]]),
    "verbs alone above dashes": (
        DASHES,
        [
            RECITALS[0], "list-item preambular para. 1 (1)",
            "list-item preambular para. 1 (2)",
            RECITALS[1], "list-item preambular para. 2 (1)",
            FORMULA,
            DECISIONS[0], "list-item operative paragraph 1 (1)",
            DECISIONS[1], "list-item operative paragraph 2 (1)",
            DECISIONS[2], "list-item operative paragraph 3 (1)",
        ],
    ),
    "verbs alone above numbers that begin anew": (
        ANEW,
        [
            FORMULA,
            RECITALS[0], "list-item preambular para. 1 (1)", "list-item preambular para. 1 (2)",
            DECISIONS[0], "list-item operative paragraph 1 (1)", "list-item operative paragraph 1 (2)",
            DECISIONS[1], "list-item operative paragraph 2 (1)", "list-item operative paragraph 2 (2)",
        ],
    ),
    "verbs alone above numbers that run through": (
        THROUGH,
        [
            FORMULA,
            RECITALS[0], "recital para. 1", "recital para. 2",
            RECITALS[1], "recital para. 3",
            "operative first unnumbered paragraph", "operative para. 4",
            "operative second unnumbered paragraph", "operative para. 5", "operative para. 6",
        ],
    ),
    "a declaration": (
        DECLARATION,
        [FORMULA, *RECITALS[:2], "operative operative paragraph", "operative para. 1", "operative para. 2"],
    ),
    "sentences in minutes": (MINUTES, ["operative first paragraph", "operative second paragraph"]),
    "articles of a decision": (ARTICLES, ["operative Art. 1", "operative Art. 2"]),
    "a blank before closing asterisks": (TOWN, [*RECITALS[:2], "operative operative paragraph 1"]),
}  # fmt: skip


def shown(parse: Parse) -> list[str]:
    """Return kind and label of what stands below the title."""
    assert parse.report.unowned == ()
    return [f"{one.kind.value} {one.label}" for one in parse.provisions if one.part is not Part.PREFACE]


def of_page(body: str) -> Parse:
    return parse_source(decode(f"<!DOCTYPE html><html>{body}".encode(), "pier.html"), "pier")


@pytest.mark.parametrize("name", TEXTS)
def test_recitals_come_first_and_the_rest_decides(name: str):
    text, expected = TEXTS[name]
    assert shown(parse_source(text_source(text), "a text")) == expected


def test_a_clause_in_bold_is_no_heading():
    page = (
        "<p><b>RESOLUTION 4</b><p><b>WHEREAS, the City owns two piers on the shore; and</b>"
        "<p><b>WHEREAS, oil is dear;</b><p><b>NOW, THEREFORE, BE IT RESOLVED that lamps be bought.</b>"
    )
    assert shown(of_page(page)) == [*RECITALS[:2], "operative operative paragraph 1"]


def test_letters_stand_below_their_number_and_numbers_may_count_recitals_and_decisions():
    page = (
        "<p>RÉSOLUTION 4<p>La Conférence,<p>1. Rappelant sa résolution 3,<p>2. Consciente du danger,"
        "<p>3. Ayant examiné le rapport,<p>4. Décide d'allumer;<p>5. Prie le Directeur:"
        "<ol type=a><li>de faire rapport;<li>d'acheter.</ol>"
    )
    items = ["operative para. 5", "list-item para. 5 (a)", "list-item para. 5 (b)"]
    assert shown(of_page(page)) == [FORMULA, *RECITALS, "operative para. 4", *items]


@pytest.mark.parametrize("head", ["Page 2", "Page 2 of 3", "LC/2020/5", "LC/2020/5 Page 2", "- 2 -"])
def test_what_stands_at_the_edge_of_a_page_is_no_clause(head: str):
    text = f"LC/2020/5\n\nThe Board of Lights,\n\nRecalling the lamps,\n\n{head}\n\n1. Requests oil."
    assert shown(parse_source(text_source(text), "a text")) == [FORMULA, RECITALS[0], "operative para. 1"]


def test_a_bracket_that_two_lines_share_is_one_line():
    parse = of_page(
        "<p>RESOLUTION 4<p>(Bonn, 3<p>February 2020)<p>The Board of Lights,<p>Recalling the lamps,"
    )
    assert [one.text for one in parse.provisions if one.part is Part.PREFACE][-1] == "(Bonn, 3 February 2020)"
