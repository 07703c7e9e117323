"""Comparing editions: what is the same, changed, moved, new and gone, whatever the numbers."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest

from assistant.comparison.changes import ChangeKind
from assistant.comparison.comparison import Comparison
from corpus import Edition, EditionKey, Kind, Provision
from ingest import parse_source, text_source

Blocks = list[tuple[str, list[str]]]
"""Heads or sections, each with its items."""


def printed(blocks: Blocks, *, city: str = "Geneva", year: int = 2026) -> str:
    """Print a resolution as such texts are printed; blocks in capitals are sections of its annex."""
    lines = [
        f"RESOLUTION 900 (REV. {city.upper()}, {year})",
        "Lanterns along the harbours",
        f"The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),",
    ]
    heads = [block for block in blocks if block[0][0].islower()]
    for head, items in heads:
        lines.append(head)
        for at, item in enumerate(items):
            end = ";" if at < len(items) - 1 else "." if (head, items) == heads[-1] else ","
            lines.append(f"{chr(97 + at) + ')' if head.endswith('ing') else at + 1} {item}{end}")
    sections = [block for block in blocks if block[0][0].isupper()]
    if sections:
        lines.append(f"ANNEX 1 TO RESOLUTION 900 (REV. {city.upper()}, {year})")
    numbers = count(1)
    for number, (title, items) in enumerate(sections, 1):
        lines += [f"{number} {title}", *(f"{next(numbers)} {item}." for item in items)]
    return "\n\n".join(lines) + "\n"


def parsed(text: str) -> Edition:
    return parse_source(text_source(text), "lanterns").edition()


def older(*blocks: tuple[str, list[str]]) -> Edition:
    return parsed(printed(list(blocks)))


def newer(*blocks: tuple[str, list[str]]) -> Edition:
    return parsed(printed(list(blocks), city="Lisbon", year=2030))


def told(old: Edition, new: Edition) -> list[tuple[str, str, str]]:
    """Return the changes as kind and eIds, without those of the number and of the opening sentence."""
    return [
        (change.kind.value, change.old.eid if change.old else "", change.new.eid if change.new else "")
        for change in Comparison.of(old, new).every
        if not (change.old or change.new).eid.startswith(("preface", "preamble__formula"))
    ]


DARK = "that harbours without lanterns are dark"
WARDENS = "that the wardens of the northern coast have asked for reeds"
TIDES = "that the tides of spring reach the upper piers"
KEEP = "to keep a lantern on every pier of the harbour"
COUNT = "to count the lanterns of all harbours every three years"
REPORT = "to report on dark piers where appropriate"
LEND = "to lend willows and reeds to the wardens"
TRIM = "to trim the wicks before each voyage of the ferry"
PAINT = "to paint the masts green in spring"

CASES: list[tuple[str, Blocks, Blocks, list[tuple[str, str, str]]]] = [
    (
        "a recital put in before others shifts their letters, which is no change",
        [("considering", [DARK, WARDENS])],
        [("considering", [TIDES, DARK, WARDENS])],
        [
            ("NOC", "preamble__considering", "preamble__considering"),
            ("ADD", "", "preamble__considering__rec_a"),
            ("NOC", "preamble__considering__rec_a", "preamble__considering__rec_b"),
            ("NOC", "preamble__considering__rec_b", "preamble__considering__rec_c"),
        ],
    ),
    (
        "what is gone stands where it stood",
        [("considering", [DARK, TIDES, WARDENS])],
        [("considering", [DARK, WARDENS])],
        [
            ("NOC", "preamble__considering", "preamble__considering"),
            ("NOC", "preamble__considering__rec_a", "preamble__considering__rec_a"),
            ("SUP", "preamble__considering__rec_b", ""),
            ("NOC", "preamble__considering__rec_c", "preamble__considering__rec_b"),
        ],
    ),
    (
        "words that changed",
        [("resolves", [KEEP, COUNT])],
        [("resolves", [KEEP, COUNT.replace("three", "two")])],
        [
            ("NOC", "resolves", "resolves"),
            ("NOC", "resolves__para_1", "resolves__para_1"),
            ("MOD", "resolves__para_2", "resolves__para_2"),
        ],
    ),
    (
        "one that went past its neighbours moved, and they did not",
        [("resolves", [KEEP, COUNT, REPORT, LEND])],
        [("resolves", [COUNT, REPORT, LEND, KEEP])],
        [
            ("NOC", "resolves", "resolves"),
            ("NOC", "resolves__para_2", "resolves__para_1"),
            ("NOC", "resolves__para_3", "resolves__para_2"),
            ("NOC", "resolves__para_4", "resolves__para_3"),
            ("MOVED", "resolves__para_1", "resolves__para_4"),
        ],
    ),
    (
        "the same words below another head moved: another body is told",
        [("instructs the Harbour Council", [KEEP, COUNT, LEND]), ("invites Member States", [REPORT, TRIM])],
        [("instructs the Harbour Council", [KEEP, LEND]), ("invites Member States", [REPORT, COUNT, TRIM])],
        [
            ("NOC", "instructs-harbour-council", "instructs-harbour-council"),
            ("NOC", "instructs-harbour-council__para_1", "instructs-harbour-council__para_1"),
            ("NOC", "instructs-harbour-council__para_3", "instructs-harbour-council__para_2"),
            ("NOC", "invites-member-states", "invites-member-states"),
            ("NOC", "invites-member-states__para_1", "invites-member-states__para_1"),
            ("MOVED", "instructs-harbour-council__para_2", "invites-member-states__para_2"),
            ("NOC", "invites-member-states__para_2", "invites-member-states__para_3"),
        ],
    ),
    (
        "what moved and changed is MOD, with both ids",
        [("instructs the Harbour Council", [KEEP, COUNT, LEND]), ("invites Member States", [REPORT, TRIM])],
        [
            ("instructs the Harbour Council", [KEEP, LEND]),
            ("invites Member States", [REPORT, TRIM, COUNT.replace("three", "two")]),
        ],
        [
            ("NOC", "instructs-harbour-council", "instructs-harbour-council"),
            ("NOC", "instructs-harbour-council__para_1", "instructs-harbour-council__para_1"),
            ("NOC", "instructs-harbour-council__para_3", "instructs-harbour-council__para_2"),
            ("NOC", "invites-member-states", "invites-member-states"),
            ("NOC", "invites-member-states__para_1", "invites-member-states__para_1"),
            ("NOC", "invites-member-states__para_2", "invites-member-states__para_2"),
            ("MOD", "instructs-harbour-council__para_2", "invites-member-states__para_3"),
        ],
    ),
    (
        "a head that gained an addressee keeps its items",
        [("instructs the Secretary-General", [KEEP, COUNT])],
        [("instructs the Secretary-General and the Directors of the Bureaux", [KEEP, LEND, COUNT])],
        [
            ("MOD", "instructs-secretary-general", "instructs-secretary-general-directors-bureaux"),
            ("NOC", "instructs-secretary-general__para_1",
             "instructs-secretary-general-directors-bureaux__para_1"),
            ("ADD", "", "instructs-secretary-general-directors-bureaux__para_2"),
            ("NOC", "instructs-secretary-general__para_2",
             "instructs-secretary-general-directors-bureaux__para_3"),
        ],
    ),
    (
        "two heads merged: the larger is kept, the items of the other moved",
        [("instructs the Secretary-General", [KEEP, COUNT, TRIM]), ("instructs Directors", [LEND, REPORT])],
        [("instructs the Secretary-General and the Directors", [KEEP, COUNT, TRIM, LEND, REPORT])],
        [
            ("MOD", "instructs-secretary-general", "instructs-secretary-general-directors"),
            ("NOC", "instructs-secretary-general__para_1", "instructs-secretary-general-directors__para_1"),
            ("NOC", "instructs-secretary-general__para_2", "instructs-secretary-general-directors__para_2"),
            ("NOC", "instructs-secretary-general__para_3", "instructs-secretary-general-directors__para_3"),
            ("MOVED", "instructs-directors__para_1", "instructs-secretary-general-directors__para_4"),
            ("MOVED", "instructs-directors__para_2", "instructs-secretary-general-directors__para_5"),
            ("SUP", "instructs-directors", ""),
        ],
    ),
    (
        "a head split: what went to the new head moved",
        [("instructs the Secretary-General", [KEEP, COUNT, TRIM, LEND, REPORT])],
        [("instructs the Secretary-General", [KEEP, COUNT, TRIM]), ("requests the Wardens", [LEND, REPORT])],
        [
            ("NOC", "instructs-secretary-general", "instructs-secretary-general"),
            ("NOC", "instructs-secretary-general__para_1", "instructs-secretary-general__para_1"),
            ("NOC", "instructs-secretary-general__para_2", "instructs-secretary-general__para_2"),
            ("NOC", "instructs-secretary-general__para_3", "instructs-secretary-general__para_3"),
            ("ADD", "", "requests-wardens"),
            ("MOVED", "instructs-secretary-general__para_4", "requests-wardens__para_1"),
            ("MOVED", "instructs-secretary-general__para_5", "requests-wardens__para_2"),
        ],
    ),
    (
        "a head with other verb and body, and the same items, is the same head changed",
        [("resolves", [PAINT, TRIM]), ("instructs the Harbour Council", [KEEP, COUNT])],
        [("resolves", [PAINT, TRIM]), ("urges Member States", [KEEP, COUNT])],
        [
            ("NOC", "resolves", "resolves"),
            ("NOC", "resolves__para_1", "resolves__para_1"),
            ("NOC", "resolves__para_2", "resolves__para_2"),
            ("MOD", "instructs-harbour-council", "urges-member-states"),
            ("NOC", "instructs-harbour-council__para_1", "urges-member-states__para_1"),
            ("NOC", "instructs-harbour-council__para_2", "urges-member-states__para_2"),
        ],
    ),
    (
        "a head that changed places moved, and its items went with it",
        [("resolves", [PAINT, TRIM, KEEP]), ("invites Member States", [COUNT, LEND])],
        [("invites Member States", [COUNT, LEND]), ("resolves", [PAINT, TRIM, KEEP])],
        [
            ("MOVED", "invites-member-states", "invites-member-states"),
            ("NOC", "invites-member-states__para_1", "invites-member-states__para_1"),
            ("NOC", "invites-member-states__para_2", "invites-member-states__para_2"),
            ("NOC", "resolves", "resolves"),
            ("NOC", "resolves__para_1", "resolves__para_1"),
            ("NOC", "resolves__para_2", "resolves__para_2"),
            ("NOC", "resolves__para_3", "resolves__para_3"),
        ],
    ),
    (
        "the same words below two heads stay each with its own",
        [("instructs the Harbour Council", [REPORT, KEEP]), ("invites Member States", [REPORT, COUNT])],
        [("instructs the Harbour Council", [LEND, REPORT, KEEP]), ("invites Member States", [COUNT, REPORT])],
        [
            ("NOC", "instructs-harbour-council", "instructs-harbour-council"),
            ("ADD", "", "instructs-harbour-council__para_1"),
            ("NOC", "instructs-harbour-council__para_1", "instructs-harbour-council__para_2"),
            ("NOC", "instructs-harbour-council__para_2", "instructs-harbour-council__para_3"),
            ("NOC", "invites-member-states", "invites-member-states"),
            ("NOC", "invites-member-states__para_2", "invites-member-states__para_1"),
            ("MOVED", "invites-member-states__para_1", "invites-member-states__para_2"),
        ],
    ),
    (
        "parallel items whose years rise are aligned in order",
        [("resolves", [f"that by {2027 + n} the harbours shall hold {27 + n} lanterns" for n in range(3)])],
        [("resolves", [f"that by {2031 + n} the harbours shall hold {31 + n} lanterns" for n in range(3)])],
        [
            ("NOC", "resolves", "resolves"),
            ("MOD", "resolves__para_1", "resolves__para_1"),
            ("MOD", "resolves__para_2", "resolves__para_2"),
            ("MOD", "resolves__para_3", "resolves__para_3"),
        ],
    ),
    (
        "parallel items that keep their numbers are aligned by them",
        [("resolves", [f"that group {n} shall hold {n * 7} lanterns on its piers" for n in (11, 12, 13)])],
        [("resolves", [f"that group {n} shall hold {n * 7} lanterns on its piers" for n in (12, 13, 14)])],
        [
            ("NOC", "resolves", "resolves"),
            ("SUP", "resolves__para_1", ""),
            ("NOC", "resolves__para_2", "resolves__para_1"),
            ("NOC", "resolves__para_3", "resolves__para_2"),
            ("ADD", "", "resolves__para_3"),
        ],
    ),
    (
        "wholly other words are gone and new, not changed",
        [("resolves", [KEEP, COUNT])],
        [("resolves", [KEEP, "that ferries shall sail at noon"])],
        [
            ("NOC", "resolves", "resolves"),
            ("NOC", "resolves__para_1", "resolves__para_1"),
            ("SUP", "resolves__para_2", ""),
            ("ADD", "", "resolves__para_2"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "old", "new", "changes"), CASES, ids=[case[0] for case in CASES])
def test_what_became_of_each_provision(
    rule: str, old: Blocks, new: Blocks, changes: list[tuple[str, str, str]]
):
    assert told(older(*old), newer(*new)) == changes, rule


SECTIONS = [
    ("Keeping of lanterns", ["Lanterns are kept by wardens", "Wicks are trimmed daily by the apprentices"]),
    ("Painting of masts", ["Masts are painted in spring by those who sail", "Green is for the north"]),
    ("Lending of reeds", ["Reeds are lent to every harbour that asks", "They are given back in autumn"]),
]


def test_a_section_of_an_annex_moves_with_its_paragraphs_whose_numbers_shift():
    first, second, third = SECTIONS
    longer = (first[0], [*first[1], "A warden may have two deputies"])
    old = older(("resolves", [KEEP, COUNT]), longer, second, third)
    new = newer(("resolves", [KEEP, COUNT]), third, longer, second)
    kinds = {other: (kind, one) for kind, one, other in told(old, new) if other.startswith("annex_1__")}
    assert kinds == {
        "annex_1__sec_1": ("MOVED", "annex_1__sec_3"),
        "annex_1__para_1": ("NOC", "annex_1__para_6"),
        "annex_1__para_2": ("NOC", "annex_1__para_7"),
        "annex_1__sec_2": ("NOC", "annex_1__sec_1"),
        "annex_1__para_3": ("NOC", "annex_1__para_1"),
        "annex_1__para_4": ("NOC", "annex_1__para_2"),
        "annex_1__para_5": ("NOC", "annex_1__para_3"),
        "annex_1__sec_3": ("NOC", "annex_1__sec_2"),
        "annex_1__para_6": ("NOC", "annex_1__para_4"),
        "annex_1__para_7": ("NOC", "annex_1__para_5"),
    }


def test_a_heading_put_over_paragraphs_leaves_them_in_their_place():
    whole = ("Keeping of lanterns", [one for _, items in SECTIONS for one in items])
    parts = [(SECTIONS[0][0], SECTIONS[0][1]), ("Masts and reeds", [*SECTIONS[1][1], *SECTIONS[2][1]])]
    old = older(("resolves", [KEEP, COUNT]), whole)
    new = newer(("resolves", [KEEP, COUNT]), *parts)
    changes = told(old, new)
    assert ("ADD", "", "annex_1__sec_2") in changes
    assert Counter(kind for kind, _, other in changes if other.startswith("annex_1__para"))["ADD"] == 0


WARDENS = "that wardens:\n\ni) trim every wick;\n\nii) sweep the pier"


def test_of_two_that_open_lists_with_the_same_words_that_with_the_items_is_the_same_clause():
    opening = "that wardens:\n\ni) count the boats;\n\nii) wave to the ferries"
    new = newer(("resolves", ["to hang", opening, WARDENS, "to row"]))
    changes = told(older(("resolves", ["to hang", WARDENS, "to row"])), new)
    assert ("NOC", "resolves__para_2", "resolves__para_3") in changes
    assert [change for change in changes if change[0] == "MOVED"] == []


def test_a_clause_with_items_that_passed_two_others_moved_and_they_did_not():
    old = older(("resolves", [WARDENS, "to hang the nets", "to row the boats"]))
    new = newer(("resolves", ["to hang the nets", "to row the boats", WARDENS]))
    moved = [change for change in told(old, new) if change[0] == "MOVED"]
    assert moved == [("MOVED", "resolves__para_1", "resolves__para_3")]


def test_footnotes_and_rows_of_tables_are_aligned():
    text = (
        printed([("resolves", [KEEP, COUNT])])
        + "\nANNEX 1 TO RESOLUTION 900 (REV. GENEVA, 2026)\n\n1 Keeping of lanterns\n\n"
        "1 The wardens¹ keep what the table below lists:\n\nHarbour\tLanterns\nNorthern\t12\nSouthern\t14\n\n"
        "2 The wardens² answer to the Council.\n\n¹ Including deputy wardens.\n\n² Of either coast.\n"
    )
    changed = (
        text.replace("Geneva, 2026", "Lisbon, 2030")
        .replace("GENEVA, 2026", "LISBON, 2030")
        .replace("Southern\t14", "Eastern\t3\nSouthern\t15")
        .replace("deputy wardens", "deputy wardens and apprentices")
    )
    old, new = parsed(text), parsed(changed)
    kinds = {
        (change.new.text, change.kind.value, change.old.text if change.old else "")
        for change in Comparison.of(old, new).every
        if change.new and change.new.kind in (Kind.TABLE_ROW, Kind.FOOTNOTE)
    }
    assert kinds == {
        ("Northern\t12", "NOC", "Northern\t12"),
        ("Eastern\t3", "ADD", ""),
        ("Southern\t15", "MOD", "Southern\t14"),
        ("Including deputy wardens and apprentices.", "MOD", "Including deputy wardens."),
        ("Of either coast.", "NOC", "Of either coast."),
    }


def test_a_paragraph_that_became_a_row_of_a_table_is_the_same_clause():
    annex = "\nANNEX 1 TO RESOLUTION 900 (REV. GENEVA, 2026)\n\n1 Terms of the keepers\n\n"
    lantern = "A lantern is a light in a case of glass which is carried along the piers by those who keep it"
    old = parsed(printed([("resolves", [KEEP])]) + annex + f"1 {lantern}.\n\n2 Masts are painted.\n")
    table = f"1 The terms are these:\n\nTerm\tMeaning\nLantern\t{lantern}\nReed\tA plant\n"
    new = parsed(printed([("resolves", [KEEP])]) + annex + table)
    became = {one.new.text: (one.kind.value, one.old) for one in Comparison.of(old, new).every if one.new}
    kind, before = became[f"Lantern\t{lantern}"]
    assert (kind, before and before.text) == ("MOD", f"{lantern}.")
    assert became["Reed\tA plant"] == ("ADD", None)


def test_an_edition_compared_with_itself_has_no_change(resolution: Edition, harbours: Edition):
    for edition in (resolution, harbours):
        changes = Comparison.of(edition, edition).every
        assert {change.kind for change in changes} == {ChangeKind.NOC}
        assert all(change.old is change.new for change in changes)


def test_two_texts_that_share_nothing_are_gone_and_new(harbours: Edition):
    key = EditionKey.parse("un-ga/res-999-1/2031")
    other = Edition(
        key, "X", "", "", "", (Provision("para_1", "1", "body", Kind.PARAGRAPH, "Ferries sail.", 1),)
    )
    assert Counter(one.kind.value for one in Comparison.of(harbours, other).every) == {
        "SUP": len(harbours.provisions),
        "ADD": 1,
    }


def test_what_is_gone_stands_behind_what_it_stood_behind():
    old, new = older(("resolves", [KEEP, COUNT, REPORT, LEND])), newer(("resolves", [PAINT, KEEP, LEND]))
    changes = Comparison.of(old, new).every
    assert [change.kind.value for change in changes][-5:] == [
        "ADD",
        "NOC",
        "SUP",
        "SUP",
        "NOC",
    ]


def test_what_is_gone_comes_behind_all_that_was_put_below_what_it_stood_behind():
    old = older(("resolves", [KEEP]), ("invites Member States", [LEND, TRIM]), ("urges wardens", [COUNT]))
    new = newer(("resolves", [KEEP, PAINT]), ("urges wardens", [COUNT]))
    assert [(kind, one or other) for kind, one, other in told(old, new)] == [
        ("NOC", "resolves"),
        ("NOC", "resolves__para_1"),
        ("ADD", "resolves__para_2"),
        ("SUP", "invites-member-states"),
        ("SUP", "invites-member-states__para_1"),
        ("SUP", "invites-member-states__para_2"),
        ("NOC", "urges-wardens"),
        ("NOC", "urges-wardens__para_1"),
    ]
