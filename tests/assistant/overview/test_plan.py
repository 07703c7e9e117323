"""A text on one page: each section in the form of its structure, who must act, money and measuring."""

from __future__ import annotations

from assistant.drafting.duties import duties_of
from assistant.library.library import Library
from assistant.overview.plan import Form, Plan, in_short
from assistant.overview.plan import plan as on_one_page
from corpus import catalogue
from corpus.instruments import Edition
from ingest import parse_source, text_source

MONEY = """\
DECISION 900 (REV. LISBON, 2030)

Revenue and expenses for the lighthouses

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

decides

to spend 318 000 Swiss francs on oil,

instructs the Harbour Council

1 to review the budget each year;

2 to report on the indicators in Resolution 901 (Rev. Lisbon, 2030).
"""


def drawn(edition: Edition, *others: Edition) -> Plan:
    return on_one_page(edition, tuple(duties_of(edition)), Library((edition, *others), catalogue()))


def test_resolution_71_is_drawn_as_its_vision_mission_goals_targets_priorities_offerings_and_enablers(
    resolution,
):
    found = drawn(resolution)
    assert [(panel.heading.words, panel.form, panel.count) for panel in found.panels] == [
        ("Vision", Form.STATEMENT, ""),
        ("Mission", Form.STATEMENT, ""),
        ("Strategic goals", Form.LINES, "2"),
        ("Targets for the Union's Connect 2030 Agenda", Form.GROUPS, "12 targets"),
        ("Thematic priorities", Form.GROUPS, "5, with 23 outcomes"),
        ("Product and service offerings", Form.NAMES, "8"),
        ("Enablers", Form.NAMES, "7"),
        ("Strategic risk management", Form.STATEMENT, ""),
    ]
    assert [panel.heading.words for panel in found.prose] == [
        "Overview of ITU's structure",
        "Overall framework",
    ]
    assert found.left_out == 0
    goals, priorities = found.panels[2], found.panels[4]
    assert [line.name for line in goals.lines] == [
        "Goal 1 – Universal Connectivity",
        "Goal 2 – Sustainable Digital Transformation",
    ]
    assert [len(line.lines) for line in priorities.lines] == [3, 3, 8, 4, 5]


def test_every_line_has_words_of_its_clause(resolution):
    found = drawn(resolution)
    lines = [line for panel in found.panels for line in panel.lines]
    lines += [below for line in lines for below in line.lines]
    lines += [duty for actors in found.actors for duty in actors.duties]
    for line in lines:
        clause = resolution.provision(line.provision.eid)
        start = f"{line.name}: {line.words}" if line.name else line.words
        assert start.removesuffix(" …") in " ".join(clause.text.split()), line


def test_bodies_that_a_verb_addresses_together_are_one_and_items_belong_to_their_paragraph(resolution):
    found = drawn(resolution)
    assert [(actors.verb, actors.names, len(actors.duties)) for actors in found.actors] == [
        ("instructs", ("Secretary-General", "Directors of the Bureaux"), 6),
        ("instructs", ("ITU Council",), 5),
        ("invites", ("Member States",), 1),
        ("invites", ("Sector Members",), 1),
    ]


def test_resolution_71_in_six_lines(resolution):
    rows = list(in_short(drawn(resolution)))
    assert [row.about for row in rows] == [
        "Vision",
        "Mission",
        "Strategic goals",
        "Targets for the Union's Connect 2030 Agenda",
        "Thematic priorities",
        "Who is asked to act",
    ]
    assert rows[2].words == "Goal 1 – Universal Connectivity; Goal 2 – Sustainable Digital Transformation"
    assert "Digital applications (4 outcomes)" in rows[4].words


def test_another_plan_is_drawn_by_its_own_sections(plan):
    found = drawn(plan)
    assert [(panel.heading.words, panel.form) for panel in found.panels] == [
        ("Vision", Form.STATEMENT),
        ("Mission", Form.STATEMENT),
        ("Priorities", Form.LINES),
    ]


def test_a_text_without_sections_is_drawn_as_its_paragraphs(lamps):
    found = drawn(lamps)
    (panel,) = found.panels
    assert panel.form is Form.LINES
    assert not found.is_strategic
    assert [actors.names for actors in found.actors] == [("Secretary-General",), ("Harbour Board",)]


def test_duties_that_speak_of_money_or_measuring_are_found():
    found = drawn(parse_source(text_source(MONEY), "money").edition())
    assert [(line.name, line.words) for line in found.money] == [
        ("instructs Harbour Council:", "to review the budget each year;")
    ]
    assert [line.label for line in found.measuring] == [
        "Decision 900 (Rev. Lisbon, 2030), instructs the Harbour Council 2"
    ]


def test_a_text_on_money_that_is_cited_and_in_the_library_leads_on(resolution):
    text = MONEY.replace("900 (REV. LISBON, 2030)", "5 (REV. BUCHAREST, 2022)").replace(
        "Lisbon, 2030", "Bucharest, 2022"
    )
    decision = parse_source(text_source(text), "decision").edition()
    found = drawn(resolution, decision)
    assert found.funding == (decision.key,)
    assert all("Decision 5" in resolution.provision(line.provision.eid).text for line in found.money)
    assert drawn(resolution).funding == ()
