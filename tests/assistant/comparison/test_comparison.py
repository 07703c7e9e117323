"""A comparison as people read it: counts, sections, what is folded, what two texts have in common."""

from __future__ import annotations

import pytest

from assistant.comparison.changes import ChangeKind
from assistant.comparison.comparison import Comparison, Comparisons, provision_of
from assistant.comparison.outline import branches, runs, sections
from assistant.library.library import Library
from corpus.catalogue import Catalogue
from corpus.errors import UnknownEdition
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest import parse_source, text_source

HEAD = """\
RESOLUTION {number} (REV. {capitals}, {year})

Corks of the nets

The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),

"""
OLD = """\
considering

a) that corks float;

b) that a net without corks sinks to the mud of the harbour,

resolves

1 that corks be cut from the bark of old oaks;

2 that every net have twelve corks of one size;

3 that lost corks be reported to the keeper of the nets,

invites Member States

to send bark to the harbours of the north.

ANNEX 1 TO RESOLUTION 950 (REV. OSTERLEY, 2027)

1 Sizes of corks

1 A cork is as wide as two thumbs.

2 Colours of corks

2 Corks are painted red each spring.
"""
NEW = """\
considering

a) that corks float;

b) that a net without corks sinks to the mud of the harbour,

resolves

1 that every net have sixteen corks of one size;

2 that lost corks be reported to the keeper of the nets;

3 that corks be cut from the bark of old oaks,

urges the fishing fleet

to count its corks at the new moon.

ANNEX 1 TO RESOLUTION 950 (REV. WILLOWFORD, 2031)

1 Sizes of corks

1 A cork is as wide as two thumbs.

2 Colours of corks

2 Corks are painted green each spring.
"""


def edition(body: str, city: str, year: int, number: int = 950) -> Edition:
    text = HEAD.format(number=number, capitals=city.upper(), city=city, year=year) + body
    return parse_source(text_source(text), "corks").edition()


THEN, NOW = edition(OLD, "Osterley", 2027), edition(NEW, "Willowford", 2031)
FERRIES = edition(
    "resolves\n\n1 that ferries leave at noon;\n\n2 that pilots wear blue coats,\n\n"
    "instructs the Pilot Office\n\nto print the timetable.\n",
    "Willowford",
    2031,
    951,
)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return Comparison.of(THEN, NOW)


def test_each_kind_is_counted_and_what_moved_and_changed_counts_twice(comparison):
    counts = comparison.counts
    assert (counts[ChangeKind.ADD], counts[ChangeKind.SUP], counts[ChangeKind.MOVED]) == (2, 2, 1)
    assert sum(counts[kind] for kind in ChangeKind) == len(comparison.changes)
    both = Comparison.of(
        THEN, edition(NEW.replace("bark of old oaks", "bark of young oaks"), "Willowford", 2031)
    )
    assert both.counts[ChangeKind.MOVED] == 1
    assert sum(both.counts[kind] for kind in ChangeKind) == len(both.changes) + 1


def test_sections_are_heads_annexes_and_their_headings_with_their_counts(comparison):
    found = {
        one.name: (one.depth, one.count(ChangeKind.MOD), one.count(ChangeKind.ADD), one.count(ChangeKind.SUP))
        for one in sections(comparison)
    }
    assert found == {
        "Title": (0, 1, 0, 0),
        "Preamble": (0, 1, 0, 0),
        "considering": (0, 0, 0, 0),
        "resolves": (0, 1, 0, 0),
        "invites Member States": (0, 0, 0, 2),
        "urges the fishing fleet": (0, 0, 2, 0),
        "Annex 1": (0, 1, 0, 0),
        "1 Sizes of corks": (1, 0, 0, 0),
        "2 Colours of corks": (1, 1, 0, 0),
    }


def test_the_sections_of_an_annex_belong_to_it(comparison):
    assert [len(one) for one in branches(sections(comparison))] == [1, 1, 1, 1, 1, 1, 3]


def test_what_is_unchanged_is_folded_and_the_heading_of_a_change_is_not(comparison):
    found = [(run.is_folded, [provision_of(one).label for one in run.changes]) for run in runs(comparison)]
    folded = [labels for is_folded, labels in found if is_folded]
    assert ["considering", "considering a)", "considering b)"] in folded
    assert ["Annex 1, section 1", "Annex 1, §1"] in folded
    opened = [label for is_folded, labels in found if not is_folded for label in labels]
    assert "resolves" in opened
    assert "Annex 1, section 2" in opened


@pytest.mark.parametrize(
    ("rule", "kinds", "labels"),
    [
        ("one kind, below its headings", [ChangeKind.MOVED], ["resolves", "resolves 3"]),
        (
            "two kinds",
            [ChangeKind.MOVED, ChangeKind.SUP],
            ["resolves", "resolves 3", "invites Member States", "invites Member States"],
        ),
    ],
)
def test_a_filter_leaves_only_its_kinds(comparison, rule, kinds, labels):
    found = [provision_of(one).label for run in runs(comparison, kinds) for one in run.changes]
    assert sorted(found) == sorted(labels), rule


def test_every_change_is_in_one_section_and_one_run(comparison):
    assert [one for section in sections(comparison) for one in section.changes] == list(comparison.changes)
    assert [one for run in runs(comparison) for one in run.changes] == list(comparison.changes)


@pytest.mark.parametrize(
    ("rule", "old", "new", "one_instrument", "unrelated"),
    [
        ("two editions", THEN, NOW, True, False),
        ("two instruments with other subjects", THEN, FERRIES, False, True),
        ("the same words under another number", THEN, edition(OLD, "Osterley", 2027, 952), False, False),
    ],
)
def test_how_two_texts_are_related(rule, old, new, one_instrument, unrelated):
    found = Comparison.of(old, new)
    assert (found.is_of_one_instrument, found.is_unrelated) == (one_instrument, unrelated), rule


def test_an_item_inside_a_sentence_is_left_to_its_paragraph(resolution):
    found = Comparison.of(resolution, resolution)
    assert any(one.inline for one in resolution.provisions)
    assert not any(provision_of(one).inline for one in found.changes)


def test_two_texts_are_compared_once():
    comparisons = Comparisons(Library((THEN, NOW), Catalogue(())))
    assert comparisons.of(THEN.key, NOW.key) is comparisons.of(THEN.key, NOW.key)
    with pytest.raises(UnknownEdition):
        comparisons.of(THEN.key, EditionKey.parse("itu-pp/res-999/2031"))
